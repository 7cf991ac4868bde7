//! Utilities in whole numbers of any size: 128 bits where that suffices.

use crate::exact::Rational;
use crate::model::{Condition, Negotiation, Utility};
use crate::solve::outcomes::{Terms, Visitor, bits};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// A whole number to add up and compare.
pub(super) trait Whole:
    Clone + Ord + Send + Sync + std::ops::AddAssign + Into<BigInt> + TryFrom<BigInt>
{
}

impl Whole for i128 {}
impl Whole for BigInt {}

/// A negotiation's utilities, each party's multiplied by its denominator.
pub(super) struct Scaled<T> {
    pub n_parties: usize,
    pub sizes: Vec<usize>,
    /// By issue: what options add, entry `option * n_parties + party`.
    pub worths: Vec<Vec<T>>,
    /// What options of several issues add together, to a party.
    pub terms: Vec<(usize, Vec<Condition>, T)>,
    /// Utilities of all outcomes, where a party gives a table.
    pub tables: Vec<Option<Vec<T>>>,
    pub reservation: Vec<T>,
    denominators: Vec<BigInt>,
}

/// In which numbers the utilities fit.
pub(super) enum Either {
    Machine(Scaled<i128>),
    Unlimited(Scaled<BigInt>),
}

/// Brings each party's utilities to one denominator.
pub(super) fn scaled(negotiation: &Negotiation) -> Either {
    let denominators: Vec<BigInt> =
        (0..negotiation.parties().len()).map(|party| denominator(negotiation, party)).collect();
    let reach = (0..denominators.len()).map(|party| reach(negotiation, party) * &denominators[party]).max();
    if reach.unwrap_or_default().to_integer().bits() < 120 {
        Either::Machine(convert(negotiation, denominators))
    } else {
        Either::Unlimited(convert(negotiation, denominators))
    }
}

/// Every number that adds to a party's utility.
fn numbers(negotiation: &Negotiation, party: usize, mut each: impl FnMut(Rational)) {
    let preferences = &negotiation.preferences()[party];
    each(preferences.reservation_value.clone());
    match &preferences.utility {
        Utility::Table(values) => values.iter().cloned().for_each(each),
        Utility::Additive(additive) => {
            for (issue, &size) in negotiation.sizes().iter().enumerate() {
                (0..size).for_each(|option| each(additive.contribution(issue, option)));
            }
            additive.joint_terms.iter().for_each(|term| each(&term.worth / &additive.weight_total));
        }
    }
}

fn denominator(negotiation: &Negotiation, party: usize) -> BigInt {
    let mut multiple = BigInt::one();
    numbers(negotiation, party, |number| {
        if !multiple.is_multiple_of(number.denom()) {
            multiple = multiple.lcm(number.denom());
        }
    });
    multiple
}

/// The sum of all magnitudes, which no sum of some of them exceeds.
fn reach(negotiation: &Negotiation, party: usize) -> Rational {
    let mut sum = Rational::zero();
    match &negotiation.preferences()[party].utility {
        Utility::Table(_) => numbers(negotiation, party, |number| sum = sum.clone().max(number.abs())),
        Utility::Additive(_) => numbers(negotiation, party, |number| sum += number.abs()),
    }
    sum
}

fn convert<T: Whole>(negotiation: &Negotiation, denominators: Vec<BigInt>) -> Scaled<T> {
    let p = denominators.len();
    let whole = |number: &Rational, party: usize| {
        let scaled = (number * &denominators[party]).to_integer();
        T::try_from(scaled).ok().expect("the reach of the utilities was measured")
    };
    let worth = |party: usize, issue: usize, option: usize| match &negotiation.preferences()[party].utility {
        Utility::Table(_) => whole(&Rational::zero(), party),
        Utility::Additive(additive) => whole(&additive.contribution(issue, option), party),
    };
    let sizes = negotiation.sizes().to_vec();
    let worths = (0..sizes.len()).map(|issue| {
        let options = 0..sizes[issue];
        options.flat_map(|option| (0..p).map(move |party| (option, party))).map(|(o, q)| worth(q, issue, o)).collect()
    });
    let worths = worths.collect();
    let mut terms = Vec::new();
    let mut tables = Vec::new();
    let mut reservation = Vec::new();
    for (party, preferences) in negotiation.preferences().iter().enumerate() {
        reservation.push(whole(&preferences.reservation_value, party));
        match &preferences.utility {
            Utility::Table(values) => tables.push(Some(values.iter().map(|value| whole(value, party)).collect())),
            Utility::Additive(additive) => {
                tables.push(None);
                for term in &additive.joint_terms {
                    let worth = whole(&(&term.worth / &additive.weight_total), party);
                    terms.push((party, term.conditions.clone(), worth));
                }
            }
        }
    }
    Scaled { n_parties: p, sizes, worths, terms, tables, reservation, denominators }
}

impl<T: Whole> Scaled<T> {
    /// The exact utility that a whole number stands for.
    pub fn exact(&self, party: usize, number: &T) -> Rational {
        self.exact_of(party, &number.clone().into())
    }

    /// The same for a sum of such numbers.
    pub fn exact_of(&self, party: usize, number: &BigInt) -> Rational {
        Rational::new(number.clone(), self.denominators[party].clone())
    }

    /// Whether utilities are sums over issues and nothing else.
    pub fn is_sum(&self) -> bool {
        self.terms.is_empty() && self.tables.iter().all(Option::is_none)
    }

    /// Nothing, to begin a sum with.
    pub fn nothing(&self) -> Vec<T> {
        let zero = T::try_from(BigInt::zero()).ok().expect("zero fits");
        vec![zero; self.n_parties]
    }

    /// Visits every outcome with its utilities, the last issue changing fastest.
    pub fn visit(&self, each: impl FnMut(&[usize], &[T])) {
        let terms = Terms::new(&self.sizes, self.terms.iter().map(|(_, conditions, _)| &conditions[..]));
        let sums = vec![self.nothing(); self.sizes.len() + 1];
        terms.visit(&mut Adding { scaled: self, sums, index: 0, each });
    }

    /// Adds what an option of an issue is worth to everyone.
    pub fn add(&self, issue: usize, option: usize, sum: &mut [T]) {
        let worths = &self.worths[issue][option * self.n_parties..][..self.n_parties];
        sum.iter_mut().zip(worths).for_each(|(sum, worth)| *sum += worth.clone());
    }
}

/// Adds up utilities on the way through the outcomes.
struct Adding<'s, T, F> {
    scaled: &'s Scaled<T>,
    /// By how many issues are settled.
    sums: Vec<Vec<T>>,
    index: usize,
    each: F,
}

impl<T: Whole, F: FnMut(&[usize], &[T])> Visitor for Adding<'_, T, F> {
    fn settle(&mut self, issue: usize, option: usize, earned: &[u64]) {
        let (before, after) = self.sums.split_at_mut(issue + 1);
        after[0].clone_from(&before[issue]);
        self.scaled.add(issue, option, &mut after[0]);
        for (party, _, worth) in bits(earned).map(|term| &self.scaled.terms[term]) {
            after[0][*party] += worth.clone();
        }
    }

    fn outcome(&mut self, settlement: &[usize]) {
        let total = &mut self.sums[settlement.len()];
        for (party, table) in self.scaled.tables.iter().enumerate() {
            if let Some(table) = table {
                total[party] = table[self.index].clone();
            }
        }
        (self.each)(settlement, total);
        self.index += 1;
    }
}
