//! How many pairs, one vector from each of two lists, reach a sum in every coordinate.
//!
//! The second list is turned around, so that a pair counts where the first vector is at least the
//! second in every coordinate: dominance counting. Three coordinates and more are divided and
//! conquered, a coordinate at a time (Bentley 1980, "Multidimensional divide-and-conquer"); prefix
//! sums lie in a binary indexed tree (Fenwick 1994, "A new data structure for cumulative frequency
//! tables"). Tasks are cut by size, never by the number of threads, and sums are integers, so the
//! result is the same on any number of threads.

mod compact;
mod flat;
mod many;
mod weight;

use super::list::List;
use super::watch::Watch;
use num_bigint::BigUint;
use weight::{Large, Small, Unit};

/// Counts the pairs, by multiplicity, whose sums reach `target` in every coordinate.
///
/// `None` where the watch stopped the count.
pub fn count_pairs(first: &List, second: &List, target: &[i64], watch: &Watch) -> Option<BigUint> {
    let Some(problem) = compact::Problem::new(first, second, target) else { return Some(BigUint::ZERO) };
    let largest = first.total().max(second.total());
    let unit = first.weights.is_none() && second.weights.is_none() && largest <= u128::from(u32::MAX);
    let counted = if unit {
        BigUint::from(problem.count::<Unit>(watch))
    } else if largest <= u128::from(u64::MAX) {
        BigUint::from(problem.count::<Small>(watch))
    } else {
        problem.count::<Large>(watch)
    };
    (!watch.stopped()).then_some(counted)
}

#[cfg(test)]
mod tests;
