//! Rules that pick from the zone: what is fair, by which measure.
//!
//! A file for each. Adding one takes a file and a line in [`SOLUTIONS`].

mod egalitarian;
mod egalitarian_mixture;
mod kalai_smorodinsky;
mod kalai_smorodinsky_mixture;
mod leximin;
mod nash;
mod nash_mixture;
mod utilitarian;
mod utilitarian_normalised;
mod weighted_nash;
mod weighted_sum;

use super::answer::Answer;
use super::engine::search::Budget;
use super::measure::Criterion;
use super::solver::Solver;
use crate::exact::Rational;
use num_traits::Signed;

/// Every solution, in the order in which they are listed.
pub static SOLUTIONS: &[&Solution] = &[
    &nash::NASH,
    &kalai_smorodinsky::KALAI_SMORODINSKY,
    &egalitarian::EGALITARIAN,
    &leximin::LEXIMIN,
    &utilitarian::UTILITARIAN,
    &utilitarian_normalised::UTILITARIAN_NORMALISED,
    &weighted_nash::WEIGHTED_NASH,
    &weighted_sum::WEIGHTED_SUM,
    &nash_mixture::NASH_MIXTURE,
    &kalai_smorodinsky_mixture::KALAI_SMORODINSKY_MIXTURE,
    &egalitarian_mixture::EGALITARIAN_MIXTURE,
];

/// A rule that picks from the zone. `g_i` is party i's gain, its utility less its reservation value;
/// `I_i` its ideal, the most that it can get within the zone.
#[derive(Debug)]
pub struct Solution {
    /// Identifier in files, on the command line and in JSON.
    pub id: &'static str,
    /// Other names for the same.
    pub aliases: &'static [&'static str],
    /// The name in prose.
    pub name: &'static str,
    /// What it does, for a mediator.
    pub plain: &'static str,
    /// The definition in a formula.
    pub definition: &'static str,
    /// Author, year, title.
    pub citation: &'static str,
    /// When to look at another.
    pub when_not: &'static str,
    /// Whether it needs a weight for each party.
    pub takes_weights: bool,
    /// Whether it picks a mixture of packages.
    pub is_mixture: bool,
    /// Whether it measures against each party's ideal.
    pub needs_ideals: bool,
    /// The form of what it makes large.
    pub criterion: Criterion,
    run: fn(&Solver, &[Rational], &mut Budget) -> Answer,
}

impl Solution {
    pub(super) fn run(&self, solver: &Solver, weights: &[Rational], budget: &mut Budget) -> Answer {
        (self.run)(solver, weights, budget)
    }
}

/// The solution with an identifier or one of its aliases.
#[must_use]
pub fn solution(name: &str) -> Option<&'static Solution> {
    SOLUTIONS.iter().copied().find(|solution| solution.id == name || solution.aliases.contains(&name))
}

/// A solution with the weights that it needs.
#[derive(Clone, Debug)]
pub struct Question {
    /// The solution.
    pub solution: &'static Solution,
    /// A weight for each party, where the solution takes weights; otherwise empty.
    pub weights: Vec<Rational>,
}

/// The largest sum of exponents: products grow with it.
const MAX_EXPONENTS: u32 = 200;

impl Question {
    /// A question without weights; solutions that take weights weigh all parties equally.
    #[must_use]
    pub fn plain(solution: &'static Solution, n_parties: usize) -> Question {
        let weights =
            if solution.takes_weights { vec![Rational::from_integer(1.into()); n_parties] } else { Vec::new() };
        Question { solution, weights }
    }

    /// A question with weights.
    ///
    /// # Errors
    /// A sentence, where the weights do not fit the solution.
    pub fn weighted(solution: &'static Solution, weights: Vec<Rational>) -> Result<Question, String> {
        if !solution.takes_weights {
            return Err(format!("the solution `{}` takes no weights", solution.id));
        }
        let fits = weights.iter().all(|w| !w.is_negative()) && weights.iter().any(Signed::is_positive);
        if !fits {
            return Err("weights must not be negative, and one must be above zero".into());
        }
        if solution.id == weighted_nash::WEIGHTED_NASH.id && exponents(&weights).is_none() {
            return Err(format!(
                "weights of a Nash product must be above zero and in simple proportions: as whole numbers they may sum to {MAX_EXPONENTS}"
            ));
        }
        Ok(Question { solution, weights })
    }
}

/// Weights as the smallest whole numbers in the same proportion, if all are positive and small.
pub(super) fn exponents(weights: &[Rational]) -> Option<Vec<u32>> {
    use num_bigint::BigInt;
    use num_integer::Integer;
    use num_traits::{One, ToPrimitive, Zero};
    let multiple = weights.iter().fold(BigInt::one(), |multiple, w| multiple.lcm(w.denom()));
    let whole: Vec<BigInt> = weights.iter().map(|w| (w * &multiple).to_integer()).collect();
    let divisor = whole.iter().fold(BigInt::zero(), |divisor, w| divisor.gcd(w));
    if divisor.is_zero() || whole.iter().any(|w| !w.is_positive()) {
        return None;
    }
    let exponents = whole.iter().map(|w| (w / &divisor).to_u32()).collect::<Option<Vec<u32>>>()?;
    let total = exponents.iter().try_fold(0u32, |total, e| total.checked_add(*e))?;
    (total <= MAX_EXPONENTS).then_some(exponents)
}
