//! Maximise a weighted sum of utilities: utilitarian, weighted sum, and each party's ideal.

use super::{Goal, Guide, floats, wide_dot};
use crate::exact::Rational;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

/// The largest `coefficients . u` among outcomes with `u >= base`.
#[derive(Clone, Debug)]
pub struct Sum {
    base: Vec<i64>,
    /// Where one party alone counts, its floor rises with the incumbent.
    floor: Vec<i64>,
    /// Not negative, not all zero.
    coefficients: Vec<BigInt>,
    /// The coefficients as shares of the largest.
    shares: Vec<f64>,
    /// The incumbent's sum, or what must be beaten.
    best: Option<BigInt>,
}

impl Sum {
    /// A goal without incumbent. Coefficients are not negative and not all zero.
    #[must_use]
    pub fn new(base: Vec<i64>, coefficients: Vec<BigInt>) -> Sum {
        debug_assert!(coefficients.iter().any(BigInt::is_positive));
        let float = |coefficient: &BigInt| coefficient.to_f64().unwrap_or(f64::MAX);
        let largest = coefficients.iter().map(float).fold(0.0, f64::max);
        let shares = coefficients.iter().map(|coefficient| float(coefficient) / largest).collect();
        Sum { floor: base.clone(), base, coefficients, shares, best: None }
    }

    /// Only outcomes with a greater sum than this beat the incumbent.
    pub fn raise(&mut self, best: BigInt) {
        let counting: Vec<usize> = self.positive().collect();
        if let [party] = counting[..] {
            let needed: BigInt = best.div_floor(&self.coefficients[party]) + 1;
            self.floor[party] = needed.to_i64().unwrap_or(i64::MAX / 4).max(self.base[party]);
        }
        self.best = Some(best);
    }

    /// The same goal, letting through whatever reaches this sum.
    #[must_use]
    pub fn at_least(&self, sum: &BigInt) -> Sum {
        let mut goal = Sum::new(self.base.clone(), self.coefficients.clone());
        goal.raise(sum - 1);
        goal
    }

    /// The incumbent's sum, or what must be beaten.
    #[must_use]
    pub fn best(&self) -> Option<&BigInt> {
        self.best.as_ref()
    }

    /// The sum of an outcome.
    #[must_use]
    pub fn value(&self, utilities: &[i64]) -> BigInt {
        self.coefficients.iter().zip(utilities).map(|(c, &u)| c * u).sum()
    }

    fn positive(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.coefficients.len()).filter(|&i| self.coefficients[i].is_positive())
    }

    /// The party whose weight is smallest for its coefficient: raising its utility reaches a sum
    /// at the least weighted cost.
    fn cheapest(&self, weights: &[i64]) -> usize {
        let cheaper =
            |a: &usize, b: &usize| (&self.coefficients[*b] * weights[*a]).cmp(&(&self.coefficients[*a] * weights[*b]));
        self.positive().min_by(cheaper).expect("some coefficient is positive")
    }
}

impl Goal for Sum {
    fn floor(&self) -> &[i64] {
        &self.floor
    }

    fn threshold(&self, weights: &[i64]) -> i128 {
        if self.floor != self.base {
            return wide_dot(weights, &self.floor);
        }
        let least = wide_dot(weights, &self.base);
        let Some(best) = &self.best else { return least };
        let missing: BigInt = best + 1 - self.value(&self.base);
        if !missing.is_positive() {
            return least;
        }
        let party = self.cheapest(weights);
        let extra = (missing * weights[party]).div_ceil(&self.coefficients[party]);
        extra.to_i128().and_then(|extra| least.checked_add(extra)).unwrap_or(i128::MAX)
    }

    fn offer(&mut self, utilities: &[i64]) -> bool {
        let value = self.value(utilities);
        if self.best.as_ref().is_some_and(|best| value <= *best) {
            return false;
        }
        self.raise(value);
        true
    }

    fn bound(&self, weights: &[i64], top: i64) -> Option<Rational> {
        let party = self.cheapest(weights);
        if weights[party].is_zero() {
            return None;
        }
        let room = BigInt::from(i128::from(top) - wide_dot(weights, &self.base));
        let extra = Rational::new(room * &self.coefficients[party], weights[party].into());
        Some(Rational::from(self.value(&self.base)) + extra)
    }

    fn guide(&self) -> Guide {
        let coefficients = self.coefficients.iter().map(|c| c.to_f64().unwrap_or(f64::MAX)).collect();
        Guide::Sum { origin: floats(&self.base), coefficients }
    }

    fn merit(&self, utilities: &[i64]) -> f64 {
        let mut sum = 0.0;
        let mut shortfall = 0;
        for ((share, base), utility) in self.shares.iter().zip(&self.base).zip(utilities) {
            sum += share * *utility as f64;
            shortfall += (base - utility).max(0);
        }
        sum - 1e6 * shortfall as f64
    }
}
