//! How an unknown number falls: draws on a grid of integers.

use crate::exact::{Rational, to_f64};
use crate::model::{Distribution, Form};
use crate::solve::count::SplitMix;
use num_traits::ToPrimitive;

/// Into how many cells the density of a normal distribution is cut.
const CELLS: usize = 1_000;

/// A number on the grid: what it is, or how it falls.
#[derive(Clone, Debug)]
pub(super) enum Number {
    Known(i64),
    Between {
        low: i64,
        high: i64,
    },
    Around {
        low: i64,
        likely: i64,
        high: i64,
    },
    /// Cells of equal width from `low` to `high`, with the chance of each and of all before it, out
    /// of 2^64; the same density everywhere in a cell.
    Cells {
        low: i64,
        high: i64,
        reached: Vec<u64>,
    },
    /// Several numbers, with the chance of each and of all before it, out of 2^64.
    OneOf {
        cases: Vec<i64>,
        reached: Vec<u64>,
    },
}

impl Number {
    /// A distribution on the grid; `place` takes a number to the nearest point of it.
    pub fn unknown(distribution: &Distribution, place: &dyn Fn(&Rational) -> i64) -> Number {
        match distribution.form() {
            Form::Between { low, high } => Number::Between { low: place(low), high: place(high) },
            Form::Around { low, likely, high } => {
                Number::Around { low: place(low), likely: place(likely), high: place(high) }
            }
            Form::Normal { mean, deviation, low, high } => {
                let standard = |number: &Rational| to_f64(&((number - mean) / deviation));
                let reached = normal_cells(standard(low), standard(high));
                Number::Cells { low: place(low), high: place(high), reached }
            }
            Form::OneOf(cases) => {
                let mut sum = Rational::default();
                let mut reach = |chance: &Rational| {
                    sum += chance;
                    let out_of = Rational::from(num_bigint::BigInt::from(1u128 << 64));
                    (&sum * out_of).to_integer().to_u64().unwrap_or(u64::MAX)
                };
                let reached = cases.iter().map(|(_, chance)| reach(chance)).collect();
                Number::OneOf { cases: cases.iter().map(|(number, _)| place(number)).collect(), reached }
            }
        }
    }

    /// What it is in the world whose random numbers these are. A known number takes none.
    pub fn draw(&self, random: &mut SplitMix) -> i64 {
        match self {
            Number::Known(number) => *number,
            Number::Between { low, high } => low + below(high.abs_diff(*low) + 1, random.next()) as i64,
            Number::Around { low, likely, high } => {
                let [low, likely, high] = [*low, *likely, *high].map(|number| number as f64);
                let share = unit(random.next());
                // The inverse of the distribution function of the triangle.
                let number = if share * (high - low) < likely - low {
                    low + (share * (high - low) * (likely - low)).sqrt()
                } else {
                    high - ((1.0 - share) * (high - low) * (high - likely)).sqrt()
                };
                (number.round() as i64).clamp(low as i64, high as i64)
            }
            Number::Cells { low, high, reached } => {
                let bits = random.next();
                let cell = reached.partition_point(|&sum| sum <= bits);
                let within = unit(random.next());
                let share = (cell.min(CELLS - 1) as f64 + within) / CELLS as f64;
                (*low as f64 + share * (*high - *low) as f64).round() as i64
            }
            Number::OneOf { cases, reached } => {
                let bits = random.next();
                cases[reached.partition_point(|&sum| sum <= bits).min(cases.len() - 1)]
            }
        }
    }
}

/// A number below `n`, from 64 random bits.
fn below(n: u64, bits: u64) -> u64 {
    ((u128::from(bits) * u128::from(n)) >> 64) as u64
}

/// A number from 0 up to 1, from 64 random bits.
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// The chances of cells of the standard normal density between two ends, summed up, out of 2^64.
fn normal_cells(low: f64, high: f64) -> Vec<u64> {
    let width = (high - low) / CELLS as f64;
    let density = |cell: usize| {
        let middle = low + (cell as f64 + 0.5) * width;
        bell(middle)
    };
    let total: f64 = (0..CELLS).map(density).sum();
    let mut sum = 0.0;
    let mut reach = |cell: usize| {
        sum += density(cell) / total;
        // A float above the largest integer becomes the largest integer.
        (sum * 18_446_744_073_709_551_616.0) as u64
    };
    (0..CELLS).map(&mut reach).collect()
}

/// `exp(-x^2 / 2)`, by nothing but products, so that every machine draws the same numbers.
fn bell(x: f64) -> f64 {
    let step = -x * x / 2.0 / 1024.0;
    // Ten squarings of the exponential of a small number.
    let series = 1.0 + step * (1.0 + step / 2.0 * (1.0 + step / 3.0 * (1.0 + step / 4.0)));
    (0..10).fold(series, |power, _| power * power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::ratio;

    fn drawn(distribution: &Distribution, n: u64) -> Vec<f64> {
        let place = |number: &Rational| (number * ratio(1000, 1)).round().to_integer().to_i64().expect("small");
        let number = Number::unknown(distribution, &place);
        (0..n).map(|world| number.draw(&mut SplitMix::stream(7, world)) as f64 / 1000.0).collect()
    }

    /// Mean and variance of many draws against those of the distribution.
    fn check(distribution: Result<Distribution, String>, mean: f64, variance: f64) {
        let distribution = distribution.expect("valid");
        let numbers = drawn(&distribution, 40_000);
        let n = numbers.len() as f64;
        let found = numbers.iter().sum::<f64>() / n;
        let spread = numbers.iter().map(|number| (number - found).powi(2)).sum::<f64>() / n;
        assert!((found - mean).abs() < 4.0 * (variance / n).sqrt() + 1e-3, "mean {found}, not {mean}");
        assert!((spread / variance - 1.0).abs() < 0.05, "variance {spread}, not {variance}");
        let (low, high) = (to_f64(distribution.low()), to_f64(distribution.high()));
        assert!(numbers.iter().all(|&number| (low..=high).contains(&number)));
    }

    #[test]
    fn draws_have_the_moments_of_their_distributions() {
        let n = |number: i64| ratio(number, 1);
        check(Distribution::between(n(3), n(7)), 5.0, 16.0 / 12.0);
        // The variance of a triangle is (a^2 + b^2 + c^2 - ab - ac - bc) / 18.
        check(Distribution::around(n(0), n(1), n(5)), 2.0, (1.0 + 25.0 - 5.0) / 18.0);
        // Cut off at three deviations, the variance is 0.97334 of the whole.
        check(Distribution::normal(n(5), n(1), None, None), 5.0, 0.97334);
        check(Distribution::one_of(vec![n(2), n(6)], Some(vec![ratio(1, 4), ratio(3, 4)])), 5.0, 3.0);
    }

    #[test]
    fn the_bell_is_the_exponential() {
        for x in [0.0, 0.5, 1.0, 2.0, 3.0] {
            assert!((bell(x) / (-x * x / 2.0f64).exp() - 1.0).abs() < 1e-9, "{x}");
        }
    }
}
