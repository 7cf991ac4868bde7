//! A claim that no outcome satisfies some conditions.

use super::leximin::Leximin;
use crate::model::MAX_PARTIES;
use num_bigint::BigUint;
use num_traits::{One, ToPrimitive, Zero};

/// That no outcome gives every party at least its floor and beats something besides.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// What is claimed, in words.
    pub what: String,
    /// The least integer utility of each party; none below its reservation value.
    pub floors: Vec<i64>,
    /// What gains are counted from.
    pub reservation: Vec<i64>,
    /// What must be beaten.
    pub beats: Beats,
}

/// What an outcome must beat, by its gains, to refute a claim.
#[derive(Clone, Debug)]
pub(super) enum Beats {
    /// Nothing: reaching the floors is enough.
    Floors,
    /// A weighted sum.
    Sum(WeightedSum),
    /// A product of powers.
    Product(PowerProduct),
    /// A vector of ratios.
    Leximin(Leximin),
}

/// `sum of coefficient * gain >= least`, with some coefficient above zero.
#[derive(Clone, Debug)]
pub(super) struct WeightedSum {
    pub coefficients: Vec<BigUint>,
    pub least: BigUint,
    /// The coefficients and the least sum without their last `dropped_bits` bits, the former
    /// rounded up and the latter down.
    rounded: Vec<u128>,
    rounded_least: u128,
    dropped_bits: u64,
}

/// `product of gain ^ exponent >= least`, where `least` is positive.
#[derive(Clone, Debug)]
pub(super) struct PowerProduct {
    pub exponents: Vec<u32>,
    pub least: BigUint,
    rounded_least: Rounded,
}

impl Claim {
    /// Whether integer utilities, none below the floors, satisfy the conditions.
    pub fn refuted_by(&self, utilities: &[i64]) -> bool {
        let mut gains = [0; MAX_PARTIES];
        let gains = &mut gains[..utilities.len()];
        for ((gain, utility), reservation) in gains.iter_mut().zip(utilities).zip(&self.reservation) {
            *gain = utility - reservation;
        }
        match &self.beats {
            Beats::Floors => true,
            Beats::Sum(sum) => sum.reached_by(gains),
            Beats::Product(product) => product.reached_by(gains),
            Beats::Leximin(best) => best.beaten_by(gains),
        }
    }
}

impl WeightedSum {
    /// So many bits of a coefficient leave room for 16 gains of 43 bits in 128.
    const COEFFICIENT_BITS: u64 = 80;

    pub fn new(coefficients: Vec<BigUint>, least: BigUint) -> WeightedSum {
        let bits = coefficients.iter().map(BigUint::bits).max().unwrap_or(0);
        let dropped_bits = bits.saturating_sub(Self::COEFFICIENT_BITS);
        let round = |value: &BigUint| value >> dropped_bits;
        let rounded = coefficients
            .iter()
            .map(|c| {
                let down = round(c);
                let up = if &down << dropped_bits == *c { down } else { down + 1u32 };
                up.to_u128().expect("a rounded coefficient has at most 81 bits")
            })
            .collect();
        let rounded_least = round(&least).to_u128().unwrap_or(u128::MAX);
        WeightedSum { coefficients, least, rounded, rounded_least, dropped_bits }
    }

    fn reached_by(&self, gains: &[i64]) -> bool {
        let terms = self.rounded.iter().zip(gains).map(|(c, gain)| c * u128::from(gain.unsigned_abs()));
        if terms.sum::<u128>() < self.rounded_least {
            return false;
        }
        let exact = || self.coefficients.iter().zip(gains).map(|(c, gain)| c * gain.unsigned_abs()).sum::<BigUint>();
        (self.dropped_bits == 0 && self.rounded_least < u128::MAX) || exact() >= self.least
    }
}

impl PowerProduct {
    pub fn new(exponents: Vec<u32>, least: BigUint) -> PowerProduct {
        let bits = least.bits();
        let exponent = bits.saturating_sub(64);
        let mantissa = (&least >> exponent).to_u64().expect("64 bits remain");
        PowerProduct { exponents, rounded_least: Rounded { mantissa, exponent }, least }
    }

    fn reached_by(&self, gains: &[i64]) -> bool {
        let mut upper = Rounded { mantissa: 1, exponent: 0 };
        for (gain, &exponent) in gains.iter().zip(&self.exponents) {
            for _ in 0..exponent {
                upper = upper.times_up(gain.unsigned_abs());
            }
        }
        if upper.is_below(self.rounded_least) {
            return false;
        }
        let powers = gains.iter().zip(&self.exponents).map(|(gain, &a)| BigUint::from(gain.unsigned_abs()).pow(a));
        powers.fold(BigUint::one(), |product, power| product * power) >= self.least
    }
}

/// A number `mantissa * 2^exponent`.
#[derive(Clone, Copy, Debug)]
struct Rounded {
    mantissa: u64,
    exponent: u64,
}

impl Rounded {
    /// The product with a factor, rounded up.
    fn times_up(self, factor: u64) -> Rounded {
        let wide = u128::from(self.mantissa) * u128::from(factor);
        let excess = u64::from(128 - wide.leading_zeros()).saturating_sub(64);
        let down = (wide >> excess) as u64;
        let inexact = u128::from(down) << excess != wide;
        let exponent = self.exponent + excess;
        match down.checked_add(u64::from(inexact)) {
            Some(mantissa) => Rounded { mantissa, exponent },
            None => Rounded { mantissa: 1 << 63, exponent: exponent + 1 },
        }
    }

    fn is_below(self, other: Rounded) -> bool {
        let bits = |number: Rounded| u64::from(64 - number.mantissa.leading_zeros()) + number.exponent;
        if self.mantissa.is_zero() || bits(self) != bits(other) {
            return bits(self) < bits(other) || self.mantissa.is_zero();
        }
        let aligned = |number: Rounded| number.mantissa << number.mantissa.leading_zeros();
        aligned(self) < aligned(other)
    }
}
