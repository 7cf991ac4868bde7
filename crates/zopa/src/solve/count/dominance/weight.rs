//! Multiplicities in the cheapest arithmetic that holds them.

use num_bigint::BigUint;
use std::ops::AddAssign;

/// How often a vector occurs.
pub trait Weight: Copy + Send + Sync {
    /// A sum of multiplicities of one list.
    type Sum: Copy + Default + Send + Sync + AddAssign;
    /// A sum of products of the two lists' multiplicities.
    type Total: Default + Send + AddAssign;
    /// From an exact multiplicity, which is known to fit.
    fn new(multiplicity: u128) -> Self;
    /// As a sum of one.
    fn sum(self) -> Self::Sum;
    /// Adds `self * sum` to a total.
    fn add_product(self, sum: Self::Sum, total: &mut Self::Total);
    /// Adds itself to a sum where the condition holds; written so that no branch is needed.
    fn add_if(self, condition: bool, sum: &mut Self::Sum);
}

/// Every vector occurs once; fewer than 2^32 of them in a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unit;

impl Weight for Unit {
    type Sum = u32;
    type Total = u64;
    fn new(_: u128) -> Self {
        Unit
    }
    fn sum(self) -> u32 {
        1
    }
    fn add_product(self, sum: u32, total: &mut u64) {
        *total += u64::from(sum);
    }
    fn add_if(self, condition: bool, sum: &mut u32) {
        *sum += u32::from(condition);
    }
}

/// The multiplicities of a list add up to less than 2^64.
#[derive(Clone, Copy, Debug, Default)]
pub struct Small(u64);

impl Weight for Small {
    type Sum = u64;
    type Total = u128;
    fn new(multiplicity: u128) -> Self {
        Small(multiplicity as u64)
    }
    fn sum(self) -> u64 {
        self.0
    }
    fn add_product(self, sum: u64, total: &mut u128) {
        *total += u128::from(self.0) * u128::from(sum);
    }
    fn add_if(self, condition: bool, sum: &mut u64) {
        *sum += self.0 & u64::from(condition).wrapping_neg();
    }
}

/// The multiplicities of a list add up to less than 2^128.
#[derive(Clone, Copy, Debug, Default)]
pub struct Large(u128);

impl Weight for Large {
    type Sum = u128;
    type Total = BigUint;
    fn new(multiplicity: u128) -> Self {
        Large(multiplicity)
    }
    fn sum(self) -> u128 {
        self.0
    }
    fn add_product(self, sum: u128, total: &mut BigUint) {
        if sum > 0 {
            *total += BigUint::from(self.0) * sum;
        }
    }
    fn add_if(self, condition: bool, sum: &mut u128) {
        *sum += self.0 & u128::from(condition).wrapping_neg();
    }
}
