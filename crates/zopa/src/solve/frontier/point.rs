//! A partial package as the frontier sees it: utilities so far, and which package it is.

use crate::solve::network::{Meaning, Network};
use std::ops::{Add, Sub};

/// A utility counted from the least that the variables assigned so far can add, so never negative.
pub(super) trait Coordinate:
    Copy + Ord + Default + Send + Sync + Add<Output = Self> + Sub<Output = Self> + 'static
{
    /// Below every utility and every difference of utilities.
    const LOWEST: Self;
    /// The largest utility for which sums and differences of two do not overflow.
    const LARGEST: i64;
    /// Converts, saturating at [`Self::LARGEST`] on both sides.
    fn saturating(value: i64) -> Self;
    /// The same number.
    fn wide(self) -> i64;
}

impl Coordinate for i32 {
    const LOWEST: i32 = i32::MIN;
    const LARGEST: i64 = (1 << 30) - 1;
    fn saturating(value: i64) -> i32 {
        value.clamp(-Self::LARGEST, Self::LARGEST) as i32
    }
    fn wide(self) -> i64 {
        i64::from(self)
    }
}

impl Coordinate for i64 {
    const LOWEST: i64 = i64::MIN;
    const LARGEST: i64 = (1 << 62) - 1;
    fn saturating(value: i64) -> i64 {
        value.clamp(-Self::LARGEST, Self::LARGEST)
    }
    fn wide(self) -> i64 {
        self
    }
}

/// A partial package with `P` utilities; those beyond the number of parties are zero.
#[derive(Clone, Debug)]
pub(super) struct Point<C, const P: usize, K> {
    pub utility: [C; P],
    pub code: K,
}

/// Whether every entry of `a` is at least that of `b`.
#[inline]
pub(super) fn covers<C: Coordinate, const P: usize>(a: &[C; P], b: &[C; P]) -> bool {
    // Without early exit this compiles to one vector comparison.
    (0..P).fold(true, |all, i| all & (a[i] >= b[i]))
}

/// Entry by entry.
#[inline]
pub(super) fn sum<C: Coordinate, const P: usize>(a: &[C; P], b: &[C; P]) -> [C; P] {
    std::array::from_fn(|i| a[i] + b[i])
}

/// Entry by entry.
#[inline]
pub(super) fn difference<C: Coordinate, const P: usize>(a: &[C; P], b: &[C; P]) -> [C; P] {
    std::array::from_fn(|i| a[i] - b[i])
}

/// Names a partial package. Codes of packages compare as the packages do, issue by issue, and the
/// code of two parts of a package together is the sum of theirs. Hence the smallest code among equal
/// utilities at every step is the lexicographically smallest package in the end.
///
/// The default names the part in which nothing is assigned.
pub(super) trait Code: Clone + Default + Ord + Send + Sync + 'static {
    /// One variable is assigned.
    fn digit(layout: &Layout, variable: usize, value: usize) -> Self;
    /// Both parts together.
    fn plus(&self, other: &Self) -> Self;
    /// The value of a variable.
    fn value(&self, layout: &Layout, variable: usize) -> usize;
}

/// How packages are numbered: a digit for every issue, the first issue the most significant.
/// Counters follow from the issues and have none.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    sizes: Vec<usize>,
    /// Whether a variable has a digit.
    named: Vec<bool>,
    /// What a step of a variable's value adds to the number, modulo 2^128.
    weights: Vec<u128>,
    /// How many bits hold the number of a package.
    pub bits: f64,
}

impl Layout {
    pub fn new(network: &Network) -> Layout {
        let sizes: Vec<usize> = network.variables.iter().map(|variable| variable.size).collect();
        let named: Vec<bool> = network.variables.iter().map(|v| !matches!(v.meaning, Meaning::Counter)).collect();
        let mut weights = vec![0; sizes.len()];
        let mut weight = 1u128;
        let mut bits = 0.0;
        for index in (0..sizes.len()).rev().filter(|&index| named[index]) {
            weights[index] = weight;
            weight = weight.wrapping_mul(sizes[index] as u128);
            bits += (sizes[index].max(1) as f64).log2();
        }
        Layout { sizes, named, weights, bits }
    }

    /// The assignment that a code names; counters, which it does not name, are 0.
    pub fn assignment<K: Code>(&self, code: &K) -> Vec<usize> {
        (0..self.sizes.len()).map(|variable| code.value(self, variable)).collect()
    }
}

impl Code for u64 {
    fn digit(layout: &Layout, variable: usize, value: usize) -> u64 {
        layout.weights[variable] as u64 * value as u64
    }
    fn plus(&self, other: &u64) -> u64 {
        self + other
    }
    fn value(&self, layout: &Layout, variable: usize) -> usize {
        u128::from(*self).value(layout, variable)
    }
}

impl Code for u128 {
    fn digit(layout: &Layout, variable: usize, value: usize) -> u128 {
        layout.weights[variable] * value as u128
    }
    fn plus(&self, other: &u128) -> u128 {
        self + other
    }
    fn value(&self, layout: &Layout, variable: usize) -> usize {
        if !layout.named[variable] {
            return 0;
        }
        (self / layout.weights[variable] % layout.sizes[variable] as u128) as usize
    }
}

/// A digit for every variable, for packages whose number exceeds 128 bits.
pub(super) type Digits = Box<[u32]>;

impl Code for Digits {
    fn digit(layout: &Layout, variable: usize, value: usize) -> Digits {
        let mut digits: Digits = vec![0; layout.sizes.len()].into();
        if layout.named[variable] {
            digits[variable] = value as u32;
        }
        digits
    }
    fn plus(&self, other: &Digits) -> Digits {
        match (self.is_empty(), other.is_empty()) {
            (true, _) => other.clone(),
            (_, true) => self.clone(),
            _ => self.iter().zip(other).map(|(a, b)| a + b).collect(),
        }
    }
    fn value(&self, _: &Layout, variable: usize) -> usize {
        self.get(variable).map_or(0, |digit| *digit as usize)
    }
}
