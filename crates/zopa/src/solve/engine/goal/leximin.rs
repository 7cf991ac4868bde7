//! Beat an outcome by leximin: compare sorted ratios, smallest first.

use super::{Goal, Guide, LeastRatio, Ratio, wide_dot};
use crate::exact::Rational;

/// Outcomes with `u >= base` whose sorted ratios are lexicographically greater than the incumbent's.
///
/// The floor is the incumbent's least ratio, so this goal is for polishing an outcome whose least
/// ratio is already the best.
#[derive(Clone, Debug)]
pub struct Leximin {
    ratios: LeastRatio,
    floor: Vec<i64>,
    best: Vec<Ratio>,
}

impl Leximin {
    /// Starts from an outcome's utilities.
    #[must_use]
    pub fn new(ratios: LeastRatio, incumbent: &[i64]) -> Leximin {
        let mut goal = Leximin { floor: ratios.base.clone(), best: sorted(&ratios, incumbent), ratios };
        goal.lift();
        goal
    }

    /// The incumbent's ratios, smallest first.
    #[must_use]
    pub fn best(&self) -> &[Ratio] {
        &self.best
    }

    fn lift(&mut self) {
        let Some(least) = self.best.first() else { return };
        for party in 0..self.floor.len() {
            if self.ratios.ranges[party] > 0 {
                let needed = self.ratios.origin[party].saturating_add(least.reaching(self.ratios.ranges[party]));
                self.floor[party] = needed.max(self.ratios.base[party]);
            }
        }
    }
}

/// The ratios of an outcome, smallest first, over the parties that can gain.
#[must_use]
pub fn sorted(ratios: &LeastRatio, utilities: &[i64]) -> Vec<Ratio> {
    let active = (0..utilities.len()).filter(|&i| ratios.ranges[i] > 0);
    let mut sorted: Vec<Ratio> = active
        .map(|i| Ratio { numerator: i128::from(utilities[i] - ratios.origin[i]), denominator: ratios.ranges[i] })
        .collect();
    sorted.sort_unstable();
    sorted
}

impl Goal for Leximin {
    fn floor(&self) -> &[i64] {
        &self.floor
    }

    fn threshold(&self, weights: &[i64]) -> i128 {
        wide_dot(weights, &self.floor)
    }

    fn offer(&mut self, utilities: &[i64]) -> bool {
        let offered = sorted(&self.ratios, utilities);
        if offered <= self.best {
            return false;
        }
        self.best = offered;
        self.lift();
        true
    }

    fn bound(&self, weights: &[i64], top: i64) -> Option<Rational> {
        self.ratios.bound(weights, top)
    }

    fn guide(&self) -> Guide {
        self.ratios.guide()
    }

    fn merit(&self, utilities: &[i64]) -> f64 {
        self.ratios.merit(utilities)
    }
}
