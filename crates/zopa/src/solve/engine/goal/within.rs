//! Another goal, among the outcomes that give a last coordinate at least so much.
//!
//! The last coordinate is an observer: it wants no more than its floor, and takes no part in the inner
//! goal. What the inner goal demands of the others and what the floor demands of the observer add up.

use super::{Goal, Guide, wide_dot};
use crate::exact::Rational;

/// How much the guide counts the observer's gain: enough to reach the floor, too little to go beyond.
const INTEREST: f64 = 0.02;

/// How far below its floor the observer stands in the guide, so that the floor itself is inside.
const ROOM: f64 = 0.05;

/// The inner goal over all coordinates but the last, which must reach a floor.
pub struct Within<'g> {
    inner: &'g mut dyn Goal,
    floor: Vec<i64>,
    least: i64,
    /// Whether more than the floor is refused.
    exactly: bool,
}

impl<'g> Within<'g> {
    /// Outcomes whose last coordinate is at least `least`.
    #[must_use]
    pub fn at_least(inner: &'g mut dyn Goal, least: i64) -> Within<'g> {
        let mut goal = Within { inner, floor: Vec::new(), least, exactly: false };
        goal.lift();
        goal
    }

    /// Outcomes whose last coordinate is exactly `least`.
    #[must_use]
    pub fn exactly(inner: &'g mut dyn Goal, least: i64) -> Within<'g> {
        Within { exactly: true, ..Within::at_least(inner, least) }
    }

    fn lift(&mut self) {
        self.floor.clear();
        self.floor.extend_from_slice(self.inner.floor());
        self.floor.push(self.least);
    }
}

impl Goal for Within<'_> {
    fn floor(&self) -> &[i64] {
        &self.floor
    }

    fn threshold(&self, weights: &[i64]) -> i128 {
        let (&observer, others) = weights.split_last().expect("the observer is a coordinate");
        self.inner.threshold(others).saturating_add(wide_dot(&[observer], &[self.least]))
    }

    fn offer(&mut self, utilities: &[i64]) -> bool {
        let (&kept, others) = utilities.split_last().expect("the observer is a coordinate");
        if self.exactly && kept > self.least {
            return false;
        }
        let taken = self.inner.offer(others);
        if taken {
            self.lift();
        }
        taken
    }

    fn is_satisfied(&self) -> bool {
        self.inner.is_satisfied()
    }

    fn bound(&self, weights: &[i64], top: i64) -> Option<Rational> {
        let (&observer, others) = weights.split_last().expect("the observer is a coordinate");
        self.inner.bound(others, top.saturating_sub(observer.saturating_mul(self.least)))
    }

    fn guide(&self) -> Guide {
        let least = self.least as f64;
        let with = |mut row: Vec<f64>, last: f64| {
            row.push(last);
            row
        };
        match self.inner.guide() {
            Guide::Least { origin, direction } => {
                Guide::Least { origin: with(origin, least), direction: with(direction, 0.0) }
            }
            Guide::Sum { origin, coefficients } => {
                Guide::Sum { origin: with(origin, least), coefficients: with(coefficients, 0.0) }
            }
            Guide::Product { origin, exponents } => {
                Guide::Product { origin: with(origin, least - ROOM), exponents: with(exponents, INTEREST) }
            }
        }
    }

    fn merit(&self, utilities: &[i64]) -> f64 {
        let (&kept, others) = utilities.split_last().expect("the observer is a coordinate");
        self.inner.merit(others) - 1e12 * (self.least - kept).max(0) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Within;
    use crate::solve::engine::goal::{Goal, Product};

    #[test]
    fn threshold_never_exceeds_what_a_better_outcome_has() {
        let better = |goal: &Product, u: &[i64]| goal.value(&u[..2]) > goal.best.clone().expect("an incumbent");
        let mut inner = Product::new(vec![0, 0], vec![1, 1]);
        assert!(inner.offer(&[6, 7]));
        let (reference, goal) = (inner.clone(), Within::at_least(&mut inner, 3));
        for u in (0..12i64).flat_map(|a| (0..12).flat_map(move |b| (0..6).map(move |c| [a, b, c]))) {
            for weights in [[1, 1, 0], [3, 5, 2], [10, 1, 7], [0, 4, 1]] {
                let sum: i64 = weights.iter().zip(&u).map(|(w, u)| w * u).sum();
                let beats = u[2] >= 3 && better(&reference, &u);
                assert!(!beats || i128::from(sum) >= goal.threshold(&weights), "{u:?} {weights:?}");
            }
        }
    }
}
