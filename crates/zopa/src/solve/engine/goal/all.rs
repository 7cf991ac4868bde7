//! Find every outcome that reaches what a goal demands.

use super::{Goal, Guide};
use crate::exact::Rational;

/// Every outcome that an inner goal, which stays as it is, lets through.
pub struct All<'g> {
    inner: &'g dyn Goal,
    /// How many outcomes may still be offered; some are offered more than once.
    pub left: usize,
}

impl<'g> All<'g> {
    /// Lets through at most `limit` outcomes.
    #[must_use]
    pub fn new(inner: &'g dyn Goal, limit: usize) -> All<'g> {
        All { inner, left: limit }
    }
}

impl Goal for All<'_> {
    fn floor(&self) -> &[i64] {
        self.inner.floor()
    }

    fn threshold(&self, weights: &[i64]) -> i128 {
        if self.is_satisfied() { i128::MAX } else { self.inner.threshold(weights) }
    }

    fn offer(&mut self, _utilities: &[i64]) -> bool {
        let wants_more = !self.is_satisfied();
        self.left = self.left.saturating_sub(1);
        wants_more
    }

    fn is_satisfied(&self) -> bool {
        self.left == 0
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
