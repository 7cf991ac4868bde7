//! Numbers as people read them. Exact values stay beside them in the machine-readable renderers.

use crate::assess::shares::Shares;
use crate::assess::worlds::Chance;
use crate::exact::Rational;
use crate::model::{Negotiation, Utility};
use num_bigint::{BigInt, BigUint};
use num_traits::{Pow, Signed, ToPrimitive, Zero};

/// A number with so many decimals, rounded half away from zero.
#[must_use]
pub fn decimal(value: &Rational, decimals: u32) -> String {
    let scaled = (value.abs() * BigInt::from(10).pow(decimals)).round().to_integer();
    let sign = if value.is_negative() && !scaled.is_zero() { "−" } else { "" };
    let digits = format!("{:0>width$}", scaled.to_string(), width = decimals as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
    let point = if decimals == 0 { "" } else { "." };
    format!("{sign}{}{point}{fraction}", grouped(whole))
}

/// A difference with its sign, never rounded to nothing: "+0.04", "−0.02", "±0.00", "+<0.01".
#[must_use]
pub fn signed(value: &Rational, decimals: u32) -> String {
    let size = value.abs();
    let least = Rational::new(1.into(), BigInt::from(10).pow(decimals));
    let text = decimal(&size, decimals);
    if size.is_zero() {
        return format!("±{text}");
    }
    let sign = if value.is_negative() { '−' } else { '+' };
    if &size * BigInt::from(2) < least {
        format!("{sign}<{}", decimal(&least, decimals))
    } else {
        format!("{sign}{text}")
    }
}

/// An amount above zero that is never rounded to nothing: "0.04", "less than 0.01".
#[must_use]
pub fn amount(value: &Rational, decimals: u32) -> String {
    let least = Rational::new(1.into(), BigInt::from(10).pow(decimals));
    if value.is_positive() && *value < least {
        return format!("less than {}", decimal(&least, decimals));
    }
    decimal(value, decimals)
}

/// A number with so many digits from its first that is not zero, and at least two decimals.
#[must_use]
pub fn significant(value: &Rational, digits: u32) -> String {
    let magnitude = value.abs().to_f64().unwrap_or(f64::INFINITY);
    if magnitude == 0.0 || magnitude >= 10.0 {
        return decimal(value, 2);
    }
    let lead = -magnitude.log10().floor() as i32;
    decimal(value, (lead.clamp(0, 30) as u32 + digits - 1).max(2))
}

/// A share of one as whole percent, never rounded to nothing or to everything.
#[must_use]
pub fn percent(share: &Rational) -> String {
    let hundred = share * BigInt::from(100);
    let one = Rational::from(BigInt::from(1));
    if share.is_positive() && hundred < &one / BigInt::from(2) {
        return "under 1%".into();
    }
    if *share < one && hundred.round() == Rational::from(BigInt::from(100)) {
        return "over 99%".into();
    }
    format!("{}%", decimal(&hundred, 0))
}

/// A whole number: separated by thousands up to a million, then with words, then as a power of ten.
#[must_use]
pub fn whole(n: &BigUint) -> String {
    let digits = n.to_string();
    if digits.len() <= 6 {
        return grouped(&digits);
    }
    const NAMES: [&str; 3] = ["million", "billion", "trillion"];
    let group = (digits.len() - 1) / 3;
    match NAMES.get(group - 2) {
        Some(name) => format!("{} {name}", three_digits(&digits, digits.len() - 3 * group)),
        None => format!("{} × 10{}", three_digits(&digits, 1), superscript(digits.len() - 1)),
    }
}

/// How rare something is: `total / part`, rounded to two digits beyond a hundred.
#[must_use]
pub fn one_in(part: &BigUint, total: &BigUint) -> String {
    let times = (total + part / 2u32) / part;
    let digits = times.to_string();
    if digits.len() <= 2 {
        return digits;
    }
    let unit = BigUint::from(10u32).pow(digits.len() as u32 - 2);
    whole(&((times + &unit / 2u32) / &unit * unit))
}

/// The number of decimals that suits utilities of this magnitude.
#[must_use]
pub fn decimals_for(magnitude: &Rational) -> u32 {
    match magnitude.abs().to_f64().unwrap_or(f64::INFINITY) {
        m if m <= 10.0 => 2,
        m if m <= 200.0 => 1,
        _ => 0,
    }
}

/// The number of decimals that suits a party's utilities: enough for all that its points can add up to.
#[must_use]
pub fn decimals_of(negotiation: &Negotiation, party: usize) -> u32 {
    let preferences = &negotiation.preferences()[party];
    let magnitude = match &preferences.utility {
        Utility::Table(values) => values.iter().map(Signed::abs).max().unwrap_or_default(),
        Utility::Additive(_) => Shares::of(negotiation).hope(party).unwrap_or_default().abs(),
    };
    decimals_for(&magnitude.max(preferences.reservation_value.abs()))
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The leading digits with a decimal point after the first `whole` of them, cut to about three.
fn three_digits(digits: &str, whole: usize) -> String {
    let places = 3usize.saturating_sub(whole).min(1);
    let kept = &digits[..whole + places];
    let rounded = match digits.as_bytes().get(whole + places) {
        Some(b'5'..) => (kept.parse::<u64>().unwrap_or(0) + 1).to_string(),
        _ => kept.to_string(),
    };
    let (before, after) = rounded.split_at(rounded.len() - places);
    if after.is_empty() || after == "0" { before.to_string() } else { format!("{before}.{after}") }
}

fn superscript(n: usize) -> String {
    let sign = |digit: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize - '0' as usize);
    n.to_string().chars().filter_map(sign).collect()
}

/// A probability in a few characters; `~` marks an estimate.
#[must_use]
pub fn chance(chance: &Chance) -> String {
    match chance {
        Chance::Exact(exact) if exact.is_integer() => format!("{:.0} %", 100.0 * chance.share()),
        Chance::Exact(_) => format!("{:.1} %", 100.0 * chance.share()),
        Chance::Estimated { share, .. } => format!("~{:.1} %", 100.0 * share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::{parse, ratio};

    #[test]
    fn rounds_for_people() {
        let check =
            |text: &str, decimals, expected: &str| assert_eq!(decimal(&parse(text).unwrap(), decimals), expected);
        check("0.125", 2, "0.13");
        check("-0.001", 2, "0.00");
        check("-1/3", 2, "−0.33");
        check("1234567.8", 0, "1,234,568");
        check("2", 2, "2.00");
    }

    #[test]
    fn never_rounds_something_to_nothing() {
        assert_eq!(amount(&ratio(1, 1000), 2), "less than 0.01");
        assert_eq!(percent(&ratio(1, 1000)), "under 1%");
        assert_eq!(percent(&ratio(999, 1000)), "over 99%");
        assert_eq!(percent(&ratio(1, 1)), "100%");
        assert_eq!(signed(&ratio(-1, 25), 2), "−0.04");
        assert_eq!(signed(&ratio(0, 1), 2), "±0.00");
        assert_eq!(signed(&ratio(-1, 1000), 2), "−<0.01");
    }

    #[test]
    fn small_values_keep_their_digits() {
        let check = |text: &str, expected: &str| assert_eq!(significant(&parse(text).unwrap(), 3), expected);
        check("0.0001234", "0.000123");
        check("0.5", "0.500");
        check("1.23456", "1.23");
        check("1234.5", "1,234.50");
        check("0", "0.00");
    }

    #[test]
    fn large_counts_have_names() {
        let check = |text: &str, expected: &str| assert_eq!(whole(&text.parse().unwrap()), expected);
        check("999999", "999,999");
        check("1234567", "1.2 million");
        check("22876792454961", "22.9 trillion");
        check("999999999999", "1000 billion");
        check("1000000000000000000", "1 × 10¹⁸");
        check("1960000000000000000", "2 × 10¹⁸");
    }

    #[test]
    fn rarity_keeps_two_digits() {
        let check = |part: u64, total: u64, expected: &str| assert_eq!(one_in(&part.into(), &total.into()), expected);
        check(1, 27, "27");
        check(3, 16000, "5,300");
        check(1, 22_876_792_454_961, "23 trillion");
    }
}
