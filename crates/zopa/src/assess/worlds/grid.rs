//! A participant's numbers as integers: a grid fine enough for what is known, and for draws.
//!
//! With weights `w`, values `v` and worths `z` on grids, a world's utility is
//! `(sum of w v + sum of z s) / (W s)`, where `s` is the scale of the values and `W` what weights are
//! divided by in that world. Times `W s r`, with `r` the grid of the reservation value, everything is
//! an integer.

use super::fall::Number;
use crate::exact::{Rational, to_f64};
use crate::model::{Doubts, Preferences, Quantity, Utility};
use crate::solve::scale::MAX_MAGNITUDE;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive};

/// Into how many steps a range is cut, where numbers leave room for it.
const STEPS: f64 = 10_000.0;

/// A participant in every world.
pub(super) struct Gridded {
    pub weights: Vec<Number>,
    pub values: Vec<Vec<Number>>,
    pub worths: Vec<Number>,
    pub reservation: Number,
    /// Utilities of outcomes, where they are a table.
    pub table: Vec<i64>,
    /// What weights are divided by; none where that is their sum in each world.
    total: Option<i64>,
    /// What values are divided by.
    scale: i64,
    /// How many grid points there are to a unit of weights, of values and of reservation values.
    pub steps: [i64; 3],
    /// Whether what is known, and the ends of what is not, lie on the grid.
    pub is_exact: bool,
}

impl Gridded {
    pub fn new(preferences: &Preferences, doubts: Option<&Doubts>) -> Gridded {
        let unknowns = doubts.map_or(&[][..], |doubts| &doubts.unknowns);
        let distribution = |quantity| unknowns.iter().find(|(other, _)| *other == quantity).map(|(_, found)| found);
        let kinds = kinds(preferences, doubts);
        let (steps, is_exact) = steps(&kinds);
        let on = |kind: usize| {
            move |number: &Rational| {
                let scaled = number * Rational::from(BigInt::from(steps[kind]));
                scaled.round().to_integer().to_i64().unwrap_or(i64::MAX)
            }
        };
        let place = |kind: usize, quantity: Quantity, number: &Rational| match distribution(quantity) {
            Some(distribution) => Number::unknown(distribution, &on(kind)),
            None => Number::Known(on(kind)(number)),
        };
        let reservation = place(2, Quantity::Reservation, &preferences.reservation_value);
        let empty = Gridded {
            weights: Vec::new(),
            values: Vec::new(),
            worths: Vec::new(),
            reservation,
            table: Vec::new(),
            total: Some(1),
            scale: 1,
            steps,
            is_exact,
        };
        match &preferences.utility {
            Utility::Table(utilities) => {
                Gridded { table: utilities.iter().map(on(1)).collect(), scale: steps[1], ..empty }
            }
            Utility::Additive(additive) => {
                let value = |issue, option, number| place(1, Quantity::Value { issue, option }, number);
                let values = additive.values.iter().enumerate().map(|(issue, values)| {
                    values.iter().enumerate().map(|(option, number)| value(issue, option, number)).collect()
                });
                let weights = additive.weights.iter().enumerate();
                let terms = additive.joint_terms.iter().enumerate();
                let is_relative = doubts.is_some_and(|doubts| doubts.relative_weights);
                Gridded {
                    weights: weights.map(|(issue, w)| place(0, Quantity::Weight { issue }, w)).collect(),
                    values: values.collect(),
                    worths: terms.map(|(term, t)| place(0, Quantity::JointTerm { term }, &t.worth)).collect(),
                    total: (!is_relative).then(|| on(0)(&additive.weight_total)),
                    scale: on(1)(&additive.value_scale),
                    ..empty
                }
            }
        }
    }

    /// The length of a row.
    pub fn width(&self) -> usize {
        self.values.iter().map(Vec::len).sum::<usize>() + self.worths.len() + 1
    }

    /// What is unknown, in the order in which a row is filled.
    pub fn unknowns(&self) -> impl Iterator<Item = (Quantity, &Number)> {
        let issues = self.weights.iter().zip(&self.values).enumerate().flat_map(|(issue, (weight, values))| {
            let values = values.iter().enumerate();
            let values = values.map(move |(option, value)| (Quantity::Value { issue, option }, value));
            std::iter::once((Quantity::Weight { issue }, weight)).chain(values)
        });
        let worths = self.worths.iter().enumerate().map(|(term, worth)| (Quantity::JointTerm { term }, worth));
        let all = issues.chain(worths).chain([(Quantity::Reservation, &self.reservation)]);
        all.filter(|(_, number)| !matches!(number, Number::Known(_)))
    }

    /// Fills the row of a world with numbers that `fall` gives: what each option adds, option by
    /// option in the order of the issues; what each joint term adds; what must be reached. The
    /// denominator is what these integers are divided by to become utilities.
    pub fn fill(&self, row: &mut [i64], denominator: &mut i64, fall: &mut dyn FnMut(&Number) -> i64) {
        let reservation_steps = self.steps[2];
        let mut cells = row.iter_mut();
        let mut put = |cell: i64| *cells.next().expect("a row is as wide as its numbers") = cell;
        let mut sum = 0;
        for (weight, values) in self.weights.iter().zip(&self.values) {
            let weight = fall(weight);
            sum += weight;
            for value in values {
                put(weight * fall(value) * reservation_steps);
            }
        }
        for worth in &self.worths {
            put(fall(worth) * self.scale * reservation_steps);
        }
        let divisor = self.total.unwrap_or(sum) * self.scale;
        put(fall(&self.reservation) * divisor);
        *denominator = divisor * reservation_steps;
    }
}

/// Numbers of one kind: weights and worths, values, or the reservation value.
#[derive(Default)]
struct Numbers {
    /// Known numbers and the ends of unknown ones.
    fixed: Vec<Rational>,
    /// The widths of the ranges to draw from.
    ranges: Vec<Rational>,
    /// The most that numbers of this kind add up to.
    reach: Rational,
}

impl Numbers {
    fn denominator(&self) -> BigInt {
        self.fixed.iter().fold(BigInt::one(), |multiple, number| multiple.lcm(number.denom()))
    }

    /// Into how many steps the narrowest range is cut.
    fn n_steps(&self, steps: &BigInt) -> f64 {
        let widths = self.ranges.iter().map(|range| to_f64(range) * steps.to_f64().unwrap_or(f64::MAX));
        widths.fold(f64::INFINITY, f64::min)
    }
}

fn kinds(preferences: &Preferences, doubts: Option<&Doubts>) -> [Numbers; 3] {
    let unknowns = doubts.map_or(&[][..], |doubts| &doubts.unknowns);
    let mut kinds: [Numbers; 3] = Default::default();
    let note = |kind: &mut Numbers, quantity: Option<Quantity>, number: &Rational| {
        let distribution = unknowns.iter().find(|(other, _)| Some(*other) == quantity).map(|(_, found)| found);
        let (low, high) = distribution.map_or((number, number), |d| (d.low(), d.high()));
        if distribution.is_some_and(|d| !matches!(d.form(), crate::model::Form::OneOf(_))) && low < high {
            kind.ranges.push(high - low);
        }
        match distribution.map(crate::model::Distribution::form) {
            Some(crate::model::Form::OneOf(cases)) => kind.fixed.extend(cases.iter().map(|(number, _)| number.clone())),
            _ => kind.fixed.extend([low.clone(), high.clone()]),
        }
        low.abs().max(high.abs())
    };
    let [weights, values, reservation] = &mut kinds;
    let largest = note(reservation, Some(Quantity::Reservation), &preferences.reservation_value);
    reservation.reach = largest.max(Rational::one());
    match &preferences.utility {
        Utility::Table(utilities) => {
            values.fixed.extend(utilities.iter().cloned());
            values.reach = utilities.iter().map(Signed::abs).max().unwrap_or_default().max(Rational::one());
            weights.reach = Rational::one();
        }
        Utility::Additive(additive) => {
            let mut sum = Rational::default();
            for (issue, weight) in additive.weights.iter().enumerate() {
                sum += note(weights, Some(Quantity::Weight { issue }), weight);
            }
            for (term, pair) in additive.joint_terms.iter().enumerate() {
                sum += note(weights, Some(Quantity::JointTerm { term }), &pair.worth);
            }
            weights.reach = sum.max(note(weights, None, &additive.weight_total));
            values.reach = note(values, None, &additive.value_scale);
            for (issue, option) in
                additive.values.iter().enumerate().flat_map(|(i, v)| (0..v.len()).map(move |o| (i, o)))
            {
                let largest = note(values, Some(Quantity::Value { issue, option }), &additive.values[issue][option]);
                values.reach = largest.max(values.reach.clone());
            }
        }
    }
    kinds
}

/// How fine the grids are, and whether they hold the numbers as written. Products stay within what a
/// search can hold.
fn steps(kinds: &[Numbers; 3]) -> ([i64; 3], bool) {
    let reach: Rational = kinds.iter().map(|kind| kind.reach.clone()).product();
    let fits = |steps: &[BigInt; 3]| {
        let product: BigInt = steps.iter().product();
        &reach * Rational::from(product) <= Rational::from(BigInt::from(MAX_MAGNITUDE))
    };
    let mut steps = [0, 1, 2].map(|kind| kinds[kind].denominator());
    let mut is_exact = true;
    while !fits(&steps) {
        let finest = (0..3).max_by(|&a, &b| steps[a].cmp(&steps[b])).expect("three kinds");
        if steps[finest].is_one() {
            break;
        }
        is_exact = false;
        // The next coarser decimal.
        let digits = (&steps[finest] - 1u32).to_string().len() as u32;
        steps[finest] = BigInt::from(10).pow(digits - 1);
    }
    loop {
        let mut order = [0, 1, 2];
        order.sort_by(|&a, &b| kinds[a].n_steps(&steps[a]).total_cmp(&kinds[b].n_steps(&steps[b])));
        let finer = order.into_iter().filter(|&kind| kinds[kind].n_steps(&steps[kind]) < STEPS).find_map(|kind| {
            let mut finer = steps.clone();
            finer[kind] *= 10;
            fits(&finer).then_some(finer)
        });
        match finer {
            Some(finer) => steps = finer,
            None => return (steps.map(|steps| steps.to_i64().unwrap_or(1)), is_exact),
        }
    }
}
