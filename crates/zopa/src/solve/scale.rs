//! Utilities as integers: one denominator per party.

use crate::exact::Rational;
use crate::model::{Negotiation, Preferences, Utility};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// The largest magnitude that a party's utility may take as an integer. Weighted sums over parties
/// then fit 64 bits with room for precise weights.
pub const MAX_MAGNITUDE: i64 = 1 << 40;

/// Denominators have at most this many bits, so that a utility times a denominator fits 128.
const MAX_DENOMINATOR_BITS: u64 = 80;

/// How a party's exact utilities became integers: `utility = integer / denominator`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// What an integer utility is divided by; positive.
    pub denominator: Rational,
    /// How far an integer utility may lie above the exact one, in integer units. Zero unless the
    /// exact common denominator was too large.
    pub slack: i64,
}

impl Scale {
    /// The scale of a party: exact where the numbers allow, else rounded and saying so.
    #[must_use]
    pub fn of(negotiation: &Negotiation, party: usize) -> Scale {
        let preferences = &negotiation.preferences()[party];
        let (denominator, magnitude, terms) = survey(preferences, negotiation.sizes());
        let integer_magnitude = &magnitude * Rational::from(denominator.clone());
        if integer_magnitude <= Rational::from(BigInt::from(MAX_MAGNITUDE))
            && denominator.bits() <= MAX_DENOMINATOR_BITS
        {
            return Scale { denominator: Rational::from(denominator), slack: 0 };
        }
        let terms = i64::try_from(terms).unwrap_or(i64::MAX).min(MAX_MAGNITUDE / 2);
        let fitting = Rational::from(BigInt::from(MAX_MAGNITUDE - terms)) / magnitude.max(tiny());
        let denominator = if fitting >= Rational::one() { fitting.floor() } else { fitting.recip().ceil().recip() };
        Scale { denominator, slack: terms }
    }

    /// Whether integers stand for utilities without rounding.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.slack == 0
    }

    /// The least integer that is not below the scaled value: rounding outward for utilities.
    pub(super) fn ceil(&self, value: &Rational) -> i64 {
        machine(&(value * &self.denominator).ceil())
    }

    /// The greatest integer that is not above the scaled value: rounding outward for bounds.
    pub(super) fn floor(&self, value: &Rational) -> i64 {
        machine(&(value * &self.denominator).floor())
    }

    /// The exact value that an integer stands for.
    #[must_use]
    pub fn exact(&self, integer: &BigInt) -> Rational {
        Rational::from(integer.clone()) / &self.denominator
    }
}

/// Utilities that never exceed this in magnitude are rounded away.
fn tiny() -> Rational {
    Rational::new(BigInt::one(), BigInt::one() << (MAX_DENOMINATOR_BITS - 41))
}

/// Values are within [`MAX_MAGNITUDE`] by construction.
fn machine(value: &Rational) -> i64 {
    value.to_integer().to_i64().expect("utilities and reservation values were scaled to fit")
}

/// The common denominator, the largest magnitude that a utility can take, and the number of terms.
fn survey(preferences: &Preferences, sizes: &[usize]) -> (BigInt, Rational, usize) {
    let mut denominator = BigInt::one();
    let mut note = |value: &Rational| denominator = denominator.lcm(value.denom());
    note(&preferences.reservation_value);
    let mut magnitude = preferences.reservation_value.abs();
    match &preferences.utility {
        Utility::Table(values) => {
            for value in values {
                note(value);
                magnitude = magnitude.max(value.abs());
            }
            (denominator, magnitude, 1)
        }
        Utility::Additive(additive) => {
            let mut reach = Rational::zero();
            for (issue, &size) in sizes.iter().enumerate() {
                let values = (0..size).map(|option| additive.contribution(issue, option));
                let mut largest = Rational::zero();
                for value in values {
                    note(&value);
                    largest = largest.max(value.abs());
                }
                reach += largest;
            }
            for term in &additive.pair_terms {
                let value = &term.worth / &additive.weight_total;
                note(&value);
                reach += value.abs();
            }
            (denominator, magnitude.max(reach), sizes.len() + additive.pair_terms.len())
        }
    }
}
