//! Maximise a product of gains: Nash and weighted Nash.

use super::{Goal, Guide, floats, wide_dot};
use crate::exact::Rational;
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Pow, ToPrimitive, Zero};

/// The largest product of `(u_i - base_i) ^ exponent_i` among outcomes with `u >= base`.
///
/// The threshold is the inequality of weighted means: with `A` the sum of the exponents `a_i`,
/// `(w.g / A)^A >= product of (w_i g_i / a_i)^a_i`.
#[derive(Clone, Debug)]
pub struct Product {
    base: Vec<i64>,
    exponents: Vec<u32>,
    /// The incumbent's product, or what must be beaten.
    pub best: Option<BigUint>,
}

impl Product {
    /// A goal without incumbent. Exponents are positive.
    #[must_use]
    pub fn new(base: Vec<i64>, exponents: Vec<u32>) -> Product {
        debug_assert!(exponents.iter().all(|&exponent| exponent > 0));
        Product { base, exponents, best: None }
    }

    /// The product of an outcome that reaches the floor.
    #[must_use]
    pub fn value(&self, utilities: &[i64]) -> BigUint {
        let gains = utilities.iter().zip(&self.base).map(|(u, base)| BigUint::from(u.abs_diff(*base)));
        gains.zip(&self.exponents).map(|(gain, &exponent)| gain.pow(exponent)).product()
    }

    fn total(&self) -> u32 {
        self.exponents.iter().sum()
    }

    /// Product of `factors_i ^ exponent_i`.
    fn power(&self, factors: impl Iterator<Item = BigUint>) -> BigUint {
        factors.zip(&self.exponents).map(|(factor, &exponent)| factor.pow(exponent)).product()
    }

    fn own_power(&self) -> BigUint {
        self.power(self.exponents.iter().map(|&exponent| BigUint::from(exponent)))
    }

    fn weight_power(&self, weights: &[i64]) -> BigUint {
        self.power(weights.iter().map(|w| BigUint::from(w.unsigned_abs())))
    }
}

impl Goal for Product {
    fn floor(&self) -> &[i64] {
        &self.base
    }

    fn threshold(&self, weights: &[i64]) -> i128 {
        let least = wide_dot(weights, &self.base);
        let Some(best) = &self.best else { return least };
        let total = self.total();
        let needed = BigUint::from(total).pow(total) * (best + BigUint::one()) * self.weight_power(weights);
        let needed = Integer::div_ceil(&needed, &self.own_power());
        let root = ceiling_root(&needed, total);
        root.to_i128().and_then(|root| least.checked_add(root)).unwrap_or(i128::MAX)
    }

    fn offer(&mut self, utilities: &[i64]) -> bool {
        let value = self.value(utilities);
        if self.best.as_ref().is_some_and(|best| value <= *best) {
            return false;
        }
        self.best = Some(value);
        true
    }

    fn bound(&self, weights: &[i64], top: i64) -> Option<Rational> {
        let denominator = self.weight_power(weights);
        if denominator.is_zero() {
            return None;
        }
        let room = (BigInt::from(top) - BigInt::from(wide_dot(weights, &self.base))).max(BigInt::ZERO);
        let mean = Rational::new(room, self.total().into());
        Some(mean.pow(self.total()) * Rational::new(self.own_power().into(), denominator.into()))
    }

    fn guide(&self) -> Guide {
        Guide::Product { origin: floats(&self.base), exponents: self.exponents.iter().map(|&e| f64::from(e)).collect() }
    }

    fn merit(&self, utilities: &[i64]) -> f64 {
        let term = |i: usize| {
            let gain = (utilities[i] - self.base[i]) as f64;
            // Below the floor, being less below is better, and always worse than any gain.
            f64::from(self.exponents[i]) * if gain >= 1.0 { gain.ln() } else { 100.0 * (gain - 1.0) }
        };
        (0..utilities.len()).map(term).sum()
    }
}

/// The least integer whose power is at least `value`.
fn ceiling_root(value: &BigUint, degree: u32) -> BigUint {
    let root = value.nth_root(degree);
    if root.clone().pow(degree) == *value { root } else { root + BigUint::one() }
}

#[cfg(test)]
mod tests {
    use super::{Product, ceiling_root};
    use crate::solve::engine::goal::Goal;
    use num_bigint::BigUint;

    #[test]
    fn root_is_least_that_reaches() {
        for value in 0u32..2000 {
            for degree in 1..6 {
                let root = ceiling_root(&BigUint::from(value), degree);
                assert!(root.pow(degree) >= BigUint::from(value));
                assert!(root == BigUint::ZERO || (root - 1u32).pow(degree) < BigUint::from(value));
            }
        }
    }

    #[test]
    fn threshold_never_exceeds_what_a_better_outcome_has() {
        let mut goal = Product::new(vec![0, 0], vec![1, 2]);
        assert!(goal.offer(&[6, 7]));
        for (a, b) in (0..40).flat_map(|a| (0..40).map(move |b| (a, b))) {
            let better = goal.value(&[a, b]) > goal.value(&[6, 7]);
            for weights in [[1, 1], [3, 5], [10, 1], [0, 4]] {
                let reaches = i128::from(weights[0] * a + weights[1] * b) >= goal.threshold(&weights);
                assert!(!better || reaches, "{a} {b} {weights:?}");
            }
        }
    }
}
