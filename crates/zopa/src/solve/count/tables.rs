//! How many assignments a network allows, by bucket elimination, and drawing one at random.

use super::random::SplitMix;
use crate::solve::engine::elimination::{Bucket, Elimination};
use crate::solve::network::Network;
use num_bigint::BigUint;
use num_traits::{One, Zero};
use std::ops::{AddAssign, Mul};

/// A number to count in: floats for estimates, big integers for answers.
pub trait Number: Clone + One + Zero + AddAssign + for<'a> Mul<&'a Self, Output = Self> {}
impl Number for f64 {}
impl Number for BigUint {}

/// For every bucket and every assignment of its context, the number of allowed ways to assign its
/// variable and everything that hangs on it (Dechter 1999).
pub struct Tables<'n, T> {
    network: &'n Network,
    elimination: Elimination,
    ways: Vec<Vec<T>>,
}

impl<'n, T: Number> Tables<'n, T> {
    /// Fills the tables; `None` where one would have more than `most_cells` cells.
    pub fn new(network: &'n Network, most_cells: f64) -> Option<Tables<'n, T>> {
        let elimination = Elimination::new(network);
        if elimination.buckets.iter().any(|bucket| elimination.table(bucket, network) > most_cells) {
            return None;
        }
        let n = elimination.buckets.len();
        let mut tables = Tables { network, elimination, ways: vec![Vec::new(); n] };
        let mut assignment = vec![0; n];
        for position in (0..n).rev() {
            let bucket = &tables.elimination.buckets[position];
            let ways = (0..tables.cells(bucket)).map(|cell| {
                tables.decode(bucket, cell, &mut assignment);
                let mut sum = T::zero();
                for value in 0..network.variables[bucket.variable].size {
                    if let Some(ways) = tables.ways_with(bucket, value, &mut assignment) {
                        sum += ways;
                    }
                }
                sum
            });
            let ways = ways.collect();
            tables.ways[position] = ways;
        }
        Some(tables)
    }

    /// The number of allowed assignments.
    pub fn total(&self) -> T {
        let roots = self.elimination.buckets.iter().zip(&self.ways).filter(|(bucket, _)| bucket.parent.is_none());
        roots.fold(T::one(), |product, (_, ways)| product * &ways[0])
    }

    fn cells(&self, bucket: &Bucket) -> usize {
        bucket.context.iter().map(|&variable| self.network.variables[variable].size).product()
    }

    /// Writes the values of a bucket's context into an assignment.
    fn decode(&self, bucket: &Bucket, mut cell: usize, assignment: &mut [usize]) {
        for &variable in bucket.context.iter().rev() {
            assignment[variable] = cell % self.network.variables[variable].size;
            cell /= self.network.variables[variable].size;
        }
    }

    /// The cell of a bucket's table that an assignment selects.
    fn cell(&self, bucket: &Bucket, assignment: &[usize]) -> usize {
        let fold = |cell, &variable: &usize| cell * self.network.variables[variable].size + assignment[variable];
        bucket.context.iter().fold(0, fold)
    }

    /// The number of ways that go on from a value under an assigned context; `None` if it is forbidden.
    fn ways_with(&self, bucket: &Bucket, value: usize, assignment: &mut [usize]) -> Option<T> {
        assignment[bucket.variable] = value;
        let forbidden = |&factor: &usize| {
            let factor = &self.network.factors[factor];
            factor.forbidden[self.network.cell(factor, assignment)]
        };
        if bucket.factors.iter().any(forbidden) {
            return None;
        }
        let children = bucket.children.iter().map(|&child| {
            let below = &self.elimination.buckets[child];
            &self.ways[child][self.cell(below, assignment)]
        });
        Some(children.fold(T::one(), |product, ways| product * ways))
    }
}

/// Draws allowed assignments, each with the same probability up to rounding of at most 2^-63 for
/// every variable.
pub struct Drawing<'n> {
    tables: Tables<'n, BigUint>,
    /// Bucket by bucket: for every context and value, the share of the ways that belong to it or an
    /// earlier value, in units of 2^-64; the last value with any way has the largest number.
    thresholds: Vec<Vec<u64>>,
}

impl<'n> Drawing<'n> {
    /// Prepares to draw; `None` where nothing is allowed.
    pub fn new(tables: Tables<'n, BigUint>) -> Option<Drawing<'n>> {
        if tables.total().is_zero() {
            return None;
        }
        let mut assignment = vec![0; tables.network.variables.len()];
        let mut thresholds = Vec::new();
        for bucket in &tables.elimination.buckets {
            let size = tables.network.variables[bucket.variable].size;
            let mut shares = Vec::with_capacity(tables.cells(bucket) * size);
            for cell in 0..tables.cells(bucket) {
                tables.decode(bucket, cell, &mut assignment);
                let mut sums = Vec::with_capacity(size);
                let mut sum = BigUint::zero();
                for value in 0..size {
                    if let Some(ways) = tables.ways_with(bucket, value, &mut assignment) {
                        sum += ways;
                    }
                    sums.push(sum.clone());
                }
                let share = |part: &BigUint| {
                    if *part == sum { u64::MAX } else { u64::try_from((part << 64u8) / &sum).unwrap_or(u64::MAX - 1) }
                };
                shares.extend(sums.iter().map(share));
            }
            thresholds.push(shares);
        }
        Some(Drawing { tables, thresholds })
    }

    /// Draws an assignment.
    pub fn draw(&self, random: &mut SplitMix, assignment: &mut [usize]) {
        for (bucket, thresholds) in self.tables.elimination.buckets.iter().zip(&self.thresholds) {
            let size = self.tables.network.variables[bucket.variable].size;
            let shares = &thresholds[self.tables.cell(bucket, assignment) * size..][..size];
            // The largest draw is left out, so that it cannot fall behind the last share.
            let drawn = random.next().min(u64::MAX - 1);
            assignment[bucket.variable] = shares.partition_point(|&share| share <= drawn);
        }
    }
}
