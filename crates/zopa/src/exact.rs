//! Exact numbers: what the user wrote, without rounding.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

/// An exact fraction of unlimited size.
pub type Rational = num_rational::BigRational;

/// The most digits that a number may have, and the largest exponent of ten: more is a slip, and
/// would let a line of text demand gigabytes.
const MAX_DIGITS: usize = 60;
const MAX_EXPONENT: i32 = 60;

/// Reads a decimal (`0.55`, `-3`, `1e-3`, `1_000`) or a fraction (`1/3`) exactly.
///
/// # Errors
/// A sentence that says what is wrong with the text.
pub fn parse(text: &str) -> Result<Rational, String> {
    match text.split_once('/') {
        None => parse_decimal(text.trim()),
        Some((numerator, denominator)) => {
            let numerator = parse_decimal(numerator.trim())?;
            let denominator = parse_decimal(denominator.trim())?;
            if denominator.is_zero() {
                return Err(format!("`{text}` divides by zero"));
            }
            Ok(numerator / denominator)
        }
    }
}

/// The sum of products. Over one denominator and reduced once, at the end: to reduce at every step is
/// what makes fractions slow.
pub(crate) fn sum_of_products<'r>(terms: impl Iterator<Item = (&'r Rational, &'r Rational)>) -> Rational {
    let mut numerator = BigInt::zero();
    let mut denominator = BigInt::one();
    for (a, b) in terms {
        let (n, d) = (a.numer() * b.numer(), a.denom() * b.denom());
        if d == denominator {
            numerator += n;
            continue;
        }
        let common = denominator.lcm(&d);
        numerator = numerator * (&common / denominator) + n * (&common / d);
        denominator = common;
    }
    Rational::new(numerator, denominator)
}

fn parse_decimal(text: &str) -> Result<Rational, String> {
    let not_a_number = || format!("`{text}` is not a number; write a decimal like 0.55 or a fraction like 1/3");
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        None => (text, 0),
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| not_a_number())?),
    };
    let (negative, magnitude) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = magnitude.split_once('.').unwrap_or((magnitude, ""));
    let digits: String = whole.chars().chain(fraction.chars()).filter(|c| *c != '_').collect();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(not_a_number());
    }
    if digits.len() > MAX_DIGITS || exponent.abs() > MAX_EXPONENT {
        return Err(format!(
            "`{text}` is out of range; write at most {MAX_DIGITS} digits and exponents up to {MAX_EXPONENT}"
        ));
    }
    let shift = exponent - fraction.chars().filter(|c| *c != '_').count() as i32;
    let value: BigInt = digits.parse().map_err(|_| not_a_number())?;
    let power = BigInt::from(10).pow(shift.unsigned_abs());
    let value = if shift < 0 { Rational::new(value, power) } else { Rational::from(value * power) };
    Ok(if negative { -value } else { value })
}

/// Writes a number exactly: as a decimal where one ends, else as a fraction.
///
/// ```
/// use zopa::exact::{parse, write};
/// assert_eq!(write(&parse("0.550").unwrap()), "0.55");
/// assert_eq!(write(&parse("2/6").unwrap()), "1/3");
/// ```
#[must_use]
pub fn write(value: &Rational) -> String {
    let mut rest = value.denom().clone();
    let mut places = [0usize; 2];
    for (place, prime) in places.iter_mut().zip([2, 5]) {
        let prime = BigInt::from(prime);
        while rest.is_multiple_of(&prime) {
            rest /= &prime;
            *place += 1;
        }
    }
    let places = places[0].max(places[1]);
    if !rest.is_one() || places > 30 {
        return format!("{}/{}", value.numer(), value.denom());
    }
    if places == 0 {
        return value.numer().to_string();
    }
    let scaled = (value.abs() * BigInt::from(10).pow(places)).to_integer().to_string();
    let padded = format!("{scaled:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    format!("{}{whole}.{fraction}", if value.is_negative() { "-" } else { "" })
}

/// The nearest float; infinite where the number is beyond the range of floats.
#[must_use]
pub fn to_f64(value: &Rational) -> f64 {
    value.to_f64().unwrap_or(f64::INFINITY)
}

/// A fraction of two machine integers.
#[must_use]
pub fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into())
}

#[cfg(test)]
mod tests {
    use super::{Rational, ratio, sum_of_products};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sum_of_products_is_what_reducing_at_every_step_gives(
            terms in prop::collection::vec((-99i64..99, 1i64..30, -99i64..99, 1i64..30), 0..12),
        ) {
            let terms: Vec<(Rational, Rational)> =
                terms.into_iter().map(|(a, b, c, d)| (ratio(a, b), ratio(c, d))).collect();
            let reduced = terms.iter().map(|(a, b)| a * b).sum::<Rational>();
            prop_assert_eq!(sum_of_products(terms.iter().map(|(a, b)| (a, b))), reduced);
        }
    }
}
