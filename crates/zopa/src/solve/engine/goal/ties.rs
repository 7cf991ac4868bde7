//! Find every utility vector that is as good as the incumbent.

use super::{Goal, Guide};
use crate::exact::Rational;

/// Outcomes that a relaxed goal lets through and that are exactly as good as the incumbent.
///
/// The inner goal stands one step below the incumbent, so that whatever equals the incumbent beats it.
pub struct Ties<'g> {
    inner: &'g dyn Goal,
    is_tie: &'g dyn Fn(&[i64]) -> bool,
    limit: usize,
    /// The utility vectors found, in the order of finding.
    pub found: Vec<Vec<i64>>,
}

impl<'g> Ties<'g> {
    /// Collects at most `limit` vectors.
    #[must_use]
    pub fn new(inner: &'g dyn Goal, is_tie: &'g dyn Fn(&[i64]) -> bool, limit: usize) -> Ties<'g> {
        Ties { inner, is_tie, limit, found: Vec::new() }
    }
}

impl Goal for Ties<'_> {
    fn floor(&self) -> &[i64] {
        self.inner.floor()
    }

    fn threshold(&self, weights: &[i64]) -> i128 {
        if self.is_satisfied() { i128::MAX } else { self.inner.threshold(weights) }
    }

    /// A new tie is reported as an improvement, so that the search keeps its assignment.
    fn offer(&mut self, utilities: &[i64]) -> bool {
        if self.is_satisfied() || !(self.is_tie)(utilities) || self.found.iter().any(|found| found == utilities) {
            return false;
        }
        self.found.push(utilities.to_vec());
        true
    }

    fn is_satisfied(&self) -> bool {
        self.found.len() >= self.limit
    }

    fn bound(&self, weights: &[i64], top: i64) -> Option<Rational> {
        self.inner.bound(weights, top)
    }

    fn guide(&self) -> Guide {
        self.inner.guide()
    }

    fn merit(&self, utilities: &[i64]) -> f64 {
        self.inner.merit(utilities)
    }
}
