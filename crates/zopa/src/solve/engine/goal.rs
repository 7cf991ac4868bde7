//! What a search is for: outcomes that beat the incumbent.
//!
//! A goal says, in integers, what beating the incumbent requires: a floor for every party, and for
//! any weights `w` a threshold that `w.u` must reach. The thresholds are the heart of the method:
//! they may be too low, which costs time, but never too high.

mod every;
mod few;
mod least_ratio;
mod leximin;
mod product;
mod sum;
mod within;

use crate::exact::Rational;

pub use every::Every;
pub use few::{Beating, Few, place};
pub use least_ratio::{LeastRatio, Ratio};
pub use leximin::{Leximin, sorted};
pub use product::Product;
pub use sum::Sum;
pub use within::Within;

/// What beats the incumbent. Utilities `u` are integers in each party's scale.
pub trait Goal {
    /// Every outcome that beats the incumbent gives each party at least this.
    fn floor(&self) -> &[i64];

    /// Every outcome that beats the incumbent has `weights . u` of at least this. Weights are not
    /// negative; the threshold may exceed 64 bits where nothing can beat the incumbent.
    fn threshold(&self, weights: &[i64]) -> i128;

    /// Takes `u`, which reaches the floor, as the new incumbent if it beats the present one.
    fn offer(&mut self, utilities: &[i64]) -> bool;

    /// Whether nothing better is wanted.
    fn is_satisfied(&self) -> bool {
        false
    }

    /// An upper bound on the value of every outcome with `weights . u <= top`, if the weights give one.
    fn bound(&self, weights: &[i64], top: i64) -> Option<Rational>;

    /// Which relaxation guides the search.
    fn guide(&self) -> Guide;

    /// How good an outcome is, to guide hill climbing: also for outcomes below the floor.
    fn merit(&self, utilities: &[i64]) -> f64;
}

/// The concave relaxation whose multipliers make a good bound.
#[derive(Clone, Debug)]
pub enum Guide {
    /// Maximise the least of `(u_i - origin_i) / direction_i` over parties with positive direction.
    Least {
        /// Where ratios are zero.
        origin: Vec<f64>,
        /// What makes a ratio of one.
        direction: Vec<f64>,
    },
    /// Maximise `coefficients . u` with `u >= origin`.
    Sum {
        /// What each party must at least get.
        origin: Vec<f64>,
        /// What a unit of each party's utility counts.
        coefficients: Vec<f64>,
    },
    /// Maximise the product of `(u_i - origin_i) ^ exponent_i`.
    Product {
        /// Where gains are zero.
        origin: Vec<f64>,
        /// How much each party's gain counts.
        exponents: Vec<f64>,
    },
}

/// `weights . u` without overflow.
pub(super) fn wide_dot(weights: &[i64], utilities: &[i64]) -> i128 {
    weights.iter().zip(utilities).map(|(&w, &u)| i128::from(w) * i128::from(u)).sum()
}

pub(super) fn floats(integers: &[i64]) -> Vec<f64> {
    integers.iter().map(|&i| i as f64).collect()
}
