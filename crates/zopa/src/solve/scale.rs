//! Utilities as integers: one denominator per party.

use crate::exact::Rational;
use crate::model::{Negotiation, Preferences, Utility};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive};

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
    /// The scale of a party.
    #[must_use]
    pub fn of(negotiation: &Negotiation, party: usize) -> Scale {
        convert(&negotiation.preferences()[party], negotiation.sizes()).scale
    }

    /// The scale for a common denominator and the largest magnitude of a utility that is the sum of
    /// so many terms: exact where the numbers allow, else rounded and saying so.
    fn fitting(denominator: BigInt, magnitude: Rational, terms: usize) -> Scale {
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
        if self.is_exact() {
            // Exact denominators are multiples of the value's own: no fraction needs reducing.
            return machine(&Rational::from(value.numer() * (self.denominator.numer() / value.denom())));
        }
        machine(&(value * &self.denominator).ceil())
    }

    /// The least integer utility, rounded up, that an outcome with at least this exact utility has.
    pub(super) fn rounded_up(&self, value: &Rational) -> i64 {
        let integer = (value * &self.denominator).ceil().to_integer();
        integer.to_i64().unwrap_or(if integer.is_negative() { i64::MIN / 4 } else { i64::MAX / 4 })
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

/// A party's preferences in integers.
pub(crate) struct IntegerPreferences {
    pub scale: Scale,
    /// Rounded down where the scale is not exact.
    pub reservation: i64,
    /// What each option of each issue adds, rounded up; empty where utilities are a table.
    pub contributions: Vec<Vec<i64>>,
    /// What each joint term adds, rounded up.
    pub joint_terms: Vec<i64>,
}

/// Every party's preferences in integers.
pub(super) fn integers(negotiation: &Negotiation) -> Vec<IntegerPreferences> {
    negotiation.preferences().iter().map(|preferences| convert(preferences, negotiation.sizes())).collect()
}

fn convert(preferences: &Preferences, sizes: &[usize]) -> IntegerPreferences {
    let mut denominator = preferences.reservation_value.denom().clone();
    let mut note = |value: &Rational| {
        if !denominator.is_multiple_of(value.denom()) {
            denominator = denominator.lcm(value.denom());
        }
    };
    let largest = |values: &[Rational]| values.iter().map(Signed::abs).max().unwrap_or_default();
    let mut magnitude = preferences.reservation_value.abs();
    let (contributions, worths): (Vec<Vec<Rational>>, Vec<Rational>) = match &preferences.utility {
        Utility::Table(values) => {
            values.iter().for_each(&mut note);
            magnitude = magnitude.max(largest(values));
            (Vec::new(), Vec::new())
        }
        Utility::Additive(additive) => {
            let options =
                |(issue, &size): (usize, &usize)| (0..size).map(|o| additive.contribution(issue, o)).collect();
            let contributions: Vec<Vec<Rational>> = sizes.iter().enumerate().map(options).collect();
            let worths: Vec<Rational> =
                additive.joint_terms.iter().map(|t| &t.worth / &additive.weight_total).collect();
            contributions.iter().flatten().chain(&worths).for_each(&mut note);
            let reach = contributions.iter().map(|values| largest(values)).chain(worths.iter().map(Signed::abs)).sum();
            magnitude = magnitude.max(reach);
            (contributions, worths)
        }
    };
    let scale = Scale::fitting(denominator, magnitude, sizes.len() + worths.len());
    IntegerPreferences {
        reservation: machine(&(&preferences.reservation_value * &scale.denominator).floor()),
        contributions: contributions.iter().map(|values| values.iter().map(|v| scale.ceil(v)).collect()).collect(),
        joint_terms: worths.iter().map(|worth| scale.ceil(worth)).collect(),
        scale,
    }
}
