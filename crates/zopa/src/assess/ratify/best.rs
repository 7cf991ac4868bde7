//! The best package that would be signed and ratified.
//!
//! A rule such as "two of three" is a choice between coalitions. They are not listed: the best package
//! without ratifiers is looked at first; if it would be ratified, it is the answer. Otherwise some
//! ratifier whose consent is missing is picked, and two cases remain: it consents, which is one more
//! floor, or its consent does not count, and the others must suffice. Each case is bounded by the best
//! package that it leaves, so that few cases need to be opened; together their proofs are the proof.

use super::consent::{confirm, ratifiers_of};
use crate::exact::Rational;
use crate::model::{MAX_PARTIES, Negotiation, Outcome};
use crate::solve::engine::goal::{Goal, Sum, Within};
use crate::solve::engine::search::{Budget, Remainder, search};
use crate::solve::engine::space::Space;
use crate::solve::network::Network;
use crate::solve::{Answer, Measure, Question, Solver, TooLarge};
use num_bigint::BigInt;

/// The most cases to open.
const MAX_CASES: usize = 4_000;

/// The best package of those that would be signed and ratified.
#[derive(Clone, Debug, PartialEq)]
pub enum Confirmed {
    /// This one.
    Package {
        /// The package.
        outcome: Outcome,
        /// Its value: under the solution asked for.
        value: Rational,
        /// Whether nothing is better.
        is_proven: bool,
    },
    /// None would be, proven.
    Nothing,
    /// The search stopped before it knew.
    Unknown,
}

impl Confirmed {
    /// The package, if there is one.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        match self {
            Confirmed::Package { outcome, .. } => Some(outcome),
            Confirmed::Nothing | Confirmed::Unknown => None,
        }
    }
}

/// Finds it. Solutions that measure against ideals take those of the zone before ratification.
///
/// # Errors
/// [`TooLarge`] where preferences are tables over too many outcomes.
pub fn best_confirmed(
    negotiation: &Negotiation,
    question: &Question,
    budget: &mut Budget,
) -> Result<Confirmed, TooLarge> {
    let solver = Solver::new(negotiation)?;
    let measure = match Measure::of(&solver, question, budget) {
        Ok(measure) => measure,
        Err(answer) => {
            let is_empty = matches!(*answer, Answer::Empty { .. });
            return Ok(if is_empty { Confirmed::Nothing } else { Confirmed::Unknown });
        }
    };
    let value = |outcome: &Outcome| measure.value(&negotiation.utilities(outcome)).unwrap_or_default();
    Ok(Cases::new(negotiation, Aim::Solution(&measure), budget).run(&value))
}

/// What is made large.
#[derive(Clone, Copy)]
pub(super) enum Aim<'m> {
    /// What a solution makes large, for those who negotiate.
    Solution(&'m Measure),
    /// The utility of one ratifier, whatever it walks away with.
    Ratifier(usize),
}

/// The cases of ratification.
pub(super) struct Cases<'n, 'b, 'i> {
    negotiation: &'n Negotiation,
    aim: Aim<'n>,
    budget: &'b mut Budget<'i>,
    /// Ratifier by ratifier.
    stand: Vec<Stand>,
    n_cases: usize,
    best: Option<(Outcome, Vec<i64>)>,
    is_complete: bool,
}

/// How a case takes a ratifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    Open,
    /// It consents.
    Consents,
    /// Its consent does not count.
    Dropped,
}

impl<'n, 'b, 'i> Cases<'n, 'b, 'i> {
    pub fn new(negotiation: &'n Negotiation, aim: Aim<'n>, budget: &'b mut Budget<'i>) -> Cases<'n, 'b, 'i> {
        let stand = vec![Stand::Open; negotiation.ratifiers().len()];
        Cases { negotiation, aim, budget, stand, n_cases: 0, best: None, is_complete: true }
    }

    /// The same, with a ratifier taken in some way from the beginning.
    pub fn with(mut self, ratifier: usize, stand: Stand) -> Self {
        self.stand[ratifier] = stand;
        self
    }

    pub fn run(mut self, value: &dyn Fn(&Outcome) -> Rational) -> Confirmed {
        self.open();
        match self.best {
            Some((outcome, _)) => {
                let value = value(&outcome);
                Confirmed::Package { outcome, value, is_proven: self.is_complete }
            }
            None if self.is_complete => Confirmed::Nothing,
            None => Confirmed::Unknown,
        }
    }

    /// Opens a case: what its ratifiers' stands leave.
    fn open(&mut self) {
        if !self.may_be_met() {
            return;
        }
        self.n_cases += 1;
        let Some((outcome, utilities)) = self.best_of_case() else { return };
        let missing = self.missing(&outcome);
        if missing.is_empty() {
            self.best = Some((outcome, utilities));
            return;
        }
        let shortfall = |ratifier: &usize| super::consent::consent(self.negotiation, *ratifier, &outcome).gain;
        let next = missing.into_iter().max_by(|a, b| shortfall(a).cmp(&shortfall(b)).then(b.cmp(a)));
        let Some(next) = next else { return };
        for stand in [Stand::Consents, Stand::Dropped] {
            self.stand[next] = stand;
            self.open();
        }
        self.stand[next] = Stand::Open;
    }

    /// Whether the ratifiers whose consent counts could meet every rule.
    fn may_be_met(&self) -> bool {
        (0..self.negotiation.ratifications().len()).all(|rule| {
            let own = ratifiers_of(self.negotiation, rule);
            let votes: Vec<u64> = own.iter().map(|&index| self.negotiation.ratifiers()[index].votes).collect();
            let may: Vec<bool> = own.iter().map(|&index| self.stand[index] != Stand::Dropped).collect();
            self.negotiation.ratifications()[rule].rule.is_met(&votes, &may)
        })
    }

    /// Ratifiers of rules that are not met who refuse and whose consent counts. Of those whose consent is
    /// taken for granted none refuses.
    fn missing(&self, outcome: &Outcome) -> Vec<usize> {
        let unmet = confirm(self.negotiation, outcome).into_iter().filter(|ruling| !ruling.is_met);
        let refusers = unmet.flat_map(|ruling| ruling.blockers());
        refusers.filter(|&ratifier| self.stand[ratifier] == Stand::Open).collect()
    }

    /// The best package of a case that is better than the best so far.
    fn best_of_case(&mut self) -> Option<(Outcome, Vec<i64>)> {
        let consenting: Vec<usize> = (0..self.stand.len()).filter(|&r| self.stand[r] == Stand::Consents).collect();
        let p = self.negotiation.parties().len();
        if self.n_cases > MAX_CASES || p + consenting.len() > MAX_PARTIES || self.budget.is_spent() {
            self.is_complete = false;
            return None;
        }
        let Ok(network) = network(self.negotiation, &consenting) else {
            self.is_complete = false;
            return None;
        };
        self.is_complete &= network.is_exact();
        let space = Space::new(network);
        let base = space.network.reservation.clone();
        let incumbent = self.best.as_ref().map(|(_, utilities)| utilities.as_slice());
        let found = match self.aim {
            Aim::Solution(measure) => {
                let mut goal = measure.beating(&base[..p], incumbent);
                among(&mut *goal, &base[p..], &mut |goal| search(&space, goal, self.budget, &[]))
            }
            Aim::Ratifier(ratifier) => {
                let seat = p + consenting.iter().position(|&r| r == ratifier).unwrap_or(0);
                let mut base = base.clone();
                base[seat] = space.bottoms[seat].min(base[seat]);
                let coefficients = (0..base.len()).map(|i| BigInt::from(u8::from(i == seat))).collect();
                let mut goal = Sum::new(base, coefficients);
                if let Some([best]) = incumbent {
                    goal.raise((*best).into());
                }
                search(&space, &mut goal, self.budget, &[])
            }
        };
        self.is_complete &= matches!(found.remainder, Remainder::Nothing(_) | Remainder::Unwanted);
        let assignment = found.assignment?;
        let utilities = space.network.utilities(&assignment)?;
        let own = match self.aim {
            Aim::Solution(_) => utilities[..p].to_vec(),
            Aim::Ratifier(ratifier) => {
                vec![utilities[p + consenting.iter().position(|&r| r == ratifier).unwrap_or(0)]]
            }
        };
        Some((space.network.outcome(&assignment), own))
    }
}

/// Hands on a goal that further coordinates, which only have floors, are added to.
fn among<T>(goal: &mut dyn Goal, floors: &[i64], then: &mut dyn FnMut(&mut dyn Goal) -> T) -> T {
    match floors {
        [] => then(goal),
        [first, rest @ ..] => among(&mut Within::at_least(goal, *first), rest, then),
    }
}

/// Those who negotiate, and the ratifiers whose consent is needed, in integers.
fn network(negotiation: &Negotiation, consenting: &[usize]) -> Result<Network, TooLarge> {
    let mut parts = negotiation.clone().into_parts();
    for &ratifier in consenting {
        let ratifier = negotiation.ratifiers()[ratifier].clone();
        parts.parties.push(crate::model::Party { role: crate::model::Role::Party, ..ratifier.party });
        parts.preferences.push(ratifier.preferences);
    }
    parts.ratifiers.clear();
    parts.ratifications.clear();
    parts.doubts.clear();
    parts.commitments.clear();
    let joined = Negotiation::new(parts).expect("ratifiers are like parties");
    Ok(Solver::new(&joined)?.network().clone())
}
