//! What a solution makes large, for searches in parts of the zone: near a draft, with a point fixed.
//!
//! The ideals that some solutions measure against stay those of the whole zone, so that values in
//! a part of it compare with the solution's own.

use super::answer::Answer;
use super::engine::goal::{Goal, LeastRatio, Leximin, Product, Sum};
use super::engine::search::Budget;
use super::solution::{Question, exponents};
use super::solver::{Case, Solver};
use crate::exact::Rational;
use num_bigint::BigInt;
use num_traits::{One, Pow, Signed, Zero};

/// The form of what a solution makes large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// A product of gains.
    Product,
    /// A sum of utilities.
    Sum,
    /// A sum of shares of ideal gains.
    SumOfShares,
    /// The least gain, then the second least, and so on.
    Least,
    /// The least share of an ideal gain, then the second least, and so on.
    LeastShare,
    /// Something that only mixtures of packages have.
    Mixture,
}

/// What a question makes large, in integers.
#[derive(Clone, Debug)]
pub struct Measure {
    criterion: Criterion,
    /// Where gains are zero, in integers.
    origin: Vec<i64>,
    /// The same, exact.
    reservation_values: Vec<Rational>,
    exponents: Vec<u32>,
    coefficients: Vec<BigInt>,
    /// Exact weights of a sum.
    weights: Vec<Rational>,
    ranges: Vec<i128>,
    /// What a gain is divided by for a share.
    exact_ranges: Vec<Rational>,
}

impl Measure {
    /// The measure of a question. Where it needs ideals, they are solved for.
    ///
    /// # Errors
    /// The answer that says why there is none: the zone is empty, the budget ended first, or the
    /// solution mixes packages.
    pub fn of(solver: &Solver, question: &Question, budget: &mut Budget) -> Result<Measure, Box<Answer>> {
        let p = solver.reservation().len();
        let criterion = question.solution.criterion;
        let mut measure = Measure {
            criterion,
            origin: solver.reservation().to_vec(),
            reservation_values: solver.reservation_values(),
            exponents: vec![1; p],
            coefficients: vec![BigInt::one(); p],
            weights: vec![Rational::one(); p],
            ranges: solver.denominators(),
            exact_ranges: vec![Rational::one(); p],
        };
        match criterion {
            Criterion::Mixture => return Err(Box::new(Answer::Unknown { bound: None })),
            Criterion::Least => {}
            Criterion::Product => {
                measure.exponents = exponents(&question.weights).unwrap_or(measure.exponents);
            }
            Criterion::Sum => {
                if question.solution.takes_weights {
                    measure.weights.clone_from(&question.weights);
                }
            }
            Criterion::SumOfShares | Criterion::LeastShare => measure.take_ideals(solver, question, budget)?,
        }
        if measure.weights.iter().any(Signed::is_positive) {
            (measure.coefficients, _) = solver.sum_coefficients(&measure.weights);
        }
        Ok(measure)
    }

    fn take_ideals(&mut self, solver: &Solver, question: &Question, budget: &mut Budget) -> Result<(), Box<Answer>> {
        let case = Case { solution: question.solution.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
        let ideals = solver.ideals(&case, budget)?;
        let share = |range: &Rational| if range.is_positive() { range.recip() } else { Rational::zero() };
        self.weights = ideals.exact_ranges.iter().map(share).collect();
        self.ranges = ideals.ranges;
        self.exact_ranges = ideals.exact_ranges;
        Ok(())
    }

    /// The goal to beat an outcome, given by its integer utilities, among those that reach the base;
    /// without an outcome, to reach the base.
    #[must_use]
    pub fn beating(&self, base: &[i64], incumbent: Option<&[i64]>) -> Box<dyn Goal> {
        match (self.criterion, incumbent) {
            (Criterion::Product, _) => {
                let mut goal = Product::new(base.to_vec(), self.exponents.clone());
                goal.best = incumbent.map(|utilities| goal.value(utilities));
                Box::new(goal)
            }
            (Criterion::Sum | Criterion::SumOfShares, _) => {
                let mut goal = Sum::new(base.to_vec(), self.coefficients.clone());
                if let Some(utilities) = incumbent {
                    goal.raise(goal.value(utilities));
                }
                Box::new(goal)
            }
            (_, None) => Box::new(self.least(base)),
            (_, Some(utilities)) => Box::new(Leximin::new(self.least(base), utilities)),
        }
    }

    fn least(&self, base: &[i64]) -> LeastRatio {
        LeastRatio::new(base.to_vec(), self.origin.clone(), self.ranges.clone())
    }

    /// Whether a search for the goal leaves the order behind the least gain to be settled.
    #[must_use]
    pub fn is_lexicographic(&self) -> bool {
        matches!(self.criterion, Criterion::Least | Criterion::LeastShare)
    }

    /// The value of an outcome under the solution. Outcomes below some walk-away value have none
    /// under a product.
    #[must_use]
    pub fn value(&self, utilities: &[Rational]) -> Option<Rational> {
        let gains: Vec<Rational> = utilities.iter().zip(&self.reservation_values).map(|(u, r)| u - r).collect();
        let shares = gains.iter().zip(&self.exact_ranges).filter(|(_, range)| range.is_positive());
        let shares = shares.map(|(gain, range)| gain / range);
        match self.criterion {
            Criterion::Product if gains.iter().any(Signed::is_negative) => None,
            Criterion::Product => Some(gains.iter().zip(&self.exponents).map(|(g, &e)| Pow::pow(g, e)).product()),
            Criterion::Sum => Some(utilities.iter().zip(&self.weights).map(|(u, w)| u * w).sum()),
            Criterion::SumOfShares => Some(shares.sum()),
            Criterion::Least => gains.into_iter().min(),
            Criterion::LeastShare => Some(shares.min().unwrap_or_else(Rational::one)),
            Criterion::Mixture => None,
        }
    }
}
