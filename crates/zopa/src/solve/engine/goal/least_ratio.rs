//! Maximise the least ratio of gain to range: egalitarian, Kalai-Smorodinsky, and feasibility.

use super::{Goal, Guide, floats, wide_dot};
use crate::exact::Rational;
use num_bigint::BigInt;
use std::cmp::Ordering;

/// A fraction compared by cross-multiplication; the denominator is positive.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    /// At most 42 bits.
    pub numerator: i128,
    /// At most 84 bits.
    pub denominator: i128,
}

impl Ratio {
    /// The least integer `g` with `g / range` above this ratio.
    pub fn above(self, range: i128) -> i64 {
        let floor = (self.numerator * range).div_euclid(self.denominator);
        i64::try_from(floor + 1).unwrap_or(i64::MAX / 4)
    }

    /// The least integer `g` with `g / range` at least this ratio.
    pub fn reaching(self, range: i128) -> i64 {
        let ceiling = -((-self.numerator * range).div_euclid(self.denominator));
        i64::try_from(ceiling).unwrap_or(i64::MAX / 4)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Ratio) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

/// The largest least ratio `(u_i - origin_i) / range_i` among outcomes with `u >= base`.
#[derive(Clone, Debug)]
pub struct LeastRatio {
    /// What every party must get, whatever the incumbent.
    pub base: Vec<i64>,
    /// Where ratios are zero.
    pub origin: Vec<i64>,
    /// What makes a ratio of one; zero leaves a party out of the minimum.
    pub ranges: Vec<i128>,
    /// The incumbent's least ratio.
    pub best: Option<Ratio>,
    /// Stop at the first outcome found.
    pub any: bool,
    floor: Vec<i64>,
    /// The ratio that a unit of each party's utility makes, about.
    per_unit: Vec<f64>,
}

impl LeastRatio {
    /// A goal without incumbent.
    #[must_use]
    pub fn new(base: Vec<i64>, origin: Vec<i64>, ranges: Vec<i128>) -> LeastRatio {
        let per_unit = ranges.iter().map(|&range| 1.0 / range as f64).collect();
        LeastRatio { floor: base.clone(), base, origin, ranges, best: None, any: false, per_unit }
    }

    /// Any outcome with `u >= base` will do. The ranges only guide.
    #[must_use]
    pub fn feasibility(base: Vec<i64>, ranges: Vec<i128>) -> LeastRatio {
        LeastRatio { any: true, ..LeastRatio::new(base.clone(), base, ranges) }
    }

    /// Only outcomes whose least ratio is above this beat the incumbent.
    pub fn raise(&mut self, best: Ratio) {
        for party in 0..self.base.len() {
            if self.ranges[party] > 0 {
                let needed = self.origin[party].saturating_add(best.above(self.ranges[party]));
                self.floor[party] = needed.max(self.base[party]);
            }
        }
        self.best = Some(best);
    }

    /// Outcomes whose least ratio is at least this pass.
    pub fn raise_to(&mut self, least: Ratio) {
        for party in 0..self.base.len() {
            if self.ranges[party] > 0 {
                let needed = self.origin[party].saturating_add(least.reaching(self.ranges[party]));
                self.floor[party] = needed.max(self.base[party]);
            }
        }
    }

    /// The least ratio of an outcome; a ratio of one if no party can gain.
    #[must_use]
    pub fn least(&self, utilities: &[i64]) -> Ratio {
        let ratios = (0..utilities.len())
            .filter(|&i| self.ranges[i] > 0)
            .map(|i| Ratio { numerator: i128::from(utilities[i] - self.origin[i]), denominator: self.ranges[i] });
        ratios.min().unwrap_or(Ratio { numerator: 1, denominator: 1 })
    }
}

impl Goal for LeastRatio {
    fn floor(&self) -> &[i64] {
        &self.floor
    }

    fn threshold(&self, weights: &[i64]) -> i128 {
        if self.is_satisfied() {
            return i128::MAX;
        }
        wide_dot(weights, &self.floor)
    }

    fn offer(&mut self, utilities: &[i64]) -> bool {
        let least = self.least(utilities);
        if self.best.is_some_and(|best| least <= best) {
            return false;
        }
        self.raise(least);
        true
    }

    fn is_satisfied(&self) -> bool {
        let nobody_gains = self.ranges.iter().all(|&range| range == 0);
        self.best.is_some() && (self.any || nobody_gains)
    }

    fn bound(&self, weights: &[i64], top: i64) -> Option<Rational> {
        let slope: BigInt = weights.iter().zip(&self.ranges).map(|(&w, &range)| BigInt::from(w) * range).sum();
        let rise = BigInt::from(top) - BigInt::from(wide_dot(weights, &self.origin));
        (slope > BigInt::ZERO).then(|| Rational::new(rise, slope))
    }

    fn guide(&self) -> Guide {
        // A party outside the minimum only has to reach its base.
        let origin = |i: usize| if self.ranges[i] > 0 { self.origin[i] } else { self.base[i] };
        let origin: Vec<i64> = (0..self.base.len()).map(origin).collect();
        Guide::Least { origin: floats(&origin), direction: self.ranges.iter().map(|&r| r as f64).collect() }
    }

    fn merit(&self, utilities: &[i64]) -> f64 {
        let mut least = f64::INFINITY;
        let mut shortfall = 0;
        for (i, utility) in utilities.iter().enumerate() {
            if self.ranges[i] > 0 {
                least = least.min((utility - self.origin[i]) as f64 * self.per_unit[i]);
            }
            shortfall += (self.base[i] - utility).max(0);
        }
        if least.is_finite() { least - shortfall as f64 } else { -(shortfall as f64) }
    }
}
