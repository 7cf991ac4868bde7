//! The least weighted sum of an outcome that satisfies a claim's conditions.

use super::claim::{Beats, Claim, PowerProduct, WeightedSum};
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Zero};

impl Claim {
    /// A number that `weights . utilities` reaches for all utilities that satisfy the conditions.
    pub fn threshold(&self, weights: &[i64]) -> BigInt {
        match &self.beats {
            Beats::Floors | Beats::Leximin(_) => dot(weights, &self.floors),
            Beats::Sum(sum) => dot(weights, &self.reservation) + sum.least_weighted_gain(weights),
            Beats::Product(product) => dot(weights, &self.reservation) + product.least_weighted_gain(weights),
        }
    }
}

fn dot(weights: &[i64], utilities: &[i64]) -> BigInt {
    weights.iter().zip(utilities).map(|(&w, &u)| BigInt::from(w) * u).sum()
}

impl WeightedSum {
    /// `weights . gains` is at least the weighted sum times the least quotient of weight and
    /// coefficient.
    fn least_weighted_gain(&self, weights: &[i64]) -> BigInt {
        let quotients = weights.iter().zip(&self.coefficients).filter(|(_, c)| !c.is_zero());
        let least = quotients.min_by(|(w, c), (v, d)| (*d * w.unsigned_abs()).cmp(&(*c * v.unsigned_abs())));
        least.map_or_else(BigInt::zero, |(weight, coefficient)| {
            (&self.least * weight.unsigned_abs()).div_ceil(coefficient).into()
        })
    }
}

impl PowerProduct {
    /// By the inequality of weighted means, gains `g` with exponents `a` of sum `A` have
    /// `(w.g)^A * product of a^a >= A^A * product of w^a * product of g^a`.
    fn least_weighted_gain(&self, weights: &[i64]) -> BigInt {
        let total: u32 = self.exponents.iter().sum();
        let mut reached = BigUint::from(total).pow(total) * &self.least;
        let mut scale = BigUint::one();
        for (weight, &exponent) in weights.iter().zip(&self.exponents) {
            reached *= BigUint::from(weight.unsigned_abs()).pow(exponent);
            scale *= BigUint::from(exponent).pow(exponent);
        }
        let least_power = reached.div_ceil(&scale);
        let root = least_power.nth_root(total);
        let exact = root.pow(total) == least_power;
        if exact { root.into() } else { (root + 1u32).into() }
    }
}
