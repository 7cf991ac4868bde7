//! Find every outcome that reaches what a goal demands.

use super::{Goal, Guide};
use crate::exact::Rational;

/// Outcomes that an inner goal, which stays as it is, lets through and that are wanted.
pub struct Every<'g> {
    inner: &'g dyn Goal,
    wants: &'g mut dyn FnMut(&[i64]) -> bool,
    /// How many more may be taken.
    left: usize,
}

impl<'g> Every<'g> {
    /// Takes at most `limit` outcomes. Some are shown more than once.
    #[must_use]
    pub fn new(inner: &'g dyn Goal, limit: usize, wants: &'g mut dyn FnMut(&[i64]) -> bool) -> Every<'g> {
        Every { inner, wants, left: limit }
    }
}

impl Goal for Every<'_> {
    fn floor(&self) -> &[i64] {
        self.inner.floor()
    }

    fn threshold(&self, weights: &[i64]) -> i128 {
        if self.is_satisfied() { i128::MAX } else { self.inner.threshold(weights) }
    }

    /// What is wanted is reported as an improvement, so that the search keeps its assignment.
    fn offer(&mut self, utilities: &[i64]) -> bool {
        let takes = !self.is_satisfied() && (self.wants)(utilities);
        self.left -= usize::from(takes);
        takes
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
