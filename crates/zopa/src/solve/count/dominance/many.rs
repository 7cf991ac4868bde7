//! Dominance counting in four coordinates and more.

use super::compact::Side;
use super::flat::{Point, three};
use super::weight::Weight;
use crate::solve::count::watch::Watch;
use std::ops::Range;

/// Where one list has at most so many rows, pairs are compared one by one.
const BLOCK: usize = 256;

/// From so many rows on, parts of a task may run on different threads.
const PARALLEL: usize = 1 << 13;

/// Pairs of rows of which the first is at least the second in every column.
pub fn count<W: Weight>(first: &Side, second: &Side, universes: &[usize], watch: &Watch) -> W::Total {
    let weights = |side: &Side| (0..side.len()).map(|row| side.weight(row)).collect();
    let columns = Columns::<W> {
        first: &first.columns,
        second: &second.columns,
        weights: [weights(first), weights(second)],
        universes,
        watch,
    };
    let sweep = universes.len() - 1;
    let sorted = |side: &Side| {
        let mut rows: Vec<u32> = (0..side.len() as u32).collect();
        rows.sort_by_key(|&row| side.columns[sweep][row as usize]);
        rows
    };
    columns.descend(sorted(first), sorted(second), sweep)
}

/// The columns of both lists. Row lists handed around are sorted by the last column.
struct Columns<'c, W> {
    first: &'c [Vec<i32>],
    second: &'c [Vec<i32>],
    weights: [Vec<W>; 2],
    universes: &'c [usize],
    watch: &'c Watch<'c>,
}

impl<W: Weight> Columns<'_, W> {
    /// Pairs that reach each other in the columns before `axis` and in the last one.
    fn descend(&self, a: Vec<u32>, b: Vec<u32>, axis: usize) -> W::Total {
        if a.is_empty() || b.is_empty() {
            return W::Total::default();
        }
        let Some(axis) = axis.checked_sub(1) else { return self.compare(&a, &b, 0) };
        if a.len().min(b.len()) <= BLOCK || self.watch.stopped() {
            return self.compare(&a, &b, axis + 1);
        }
        if axis == 1 {
            return self.inner(&a, &b);
        }
        let value = |column: &[i32], row: &u32| column[*row as usize];
        let low = a.iter().map(|row| value(&self.first[axis], row)).min().unwrap_or(0);
        let high = b.iter().map(|row| value(&self.second[axis], row)).max().unwrap_or(0);
        if low >= high { self.descend(a, b, axis) } else { self.halve(a, b, axis, low..high + 1) }
    }

    /// Pairs that reach each other in the columns up to `axis`, whose values at `axis` count within
    /// a range, and in the last column.
    fn halve(&self, a: Vec<u32>, b: Vec<u32>, axis: usize, range: Range<i32>) -> W::Total {
        if a.is_empty() || b.is_empty() {
            return W::Total::default();
        }
        if a.len().min(b.len()) <= BLOCK || self.watch.stopped() {
            return self.compare(&a, &b, axis + 1);
        }
        if range.len() == 1 {
            return self.descend(a, b, axis);
        }
        let middle = range.start + (range.end - range.start) / 2;
        let parallel = a.len() + b.len() >= PARALLEL;
        let split = |rows: Vec<u32>, column: &[i32]| -> (Vec<u32>, Vec<u32>) {
            rows.into_iter().partition(|&row| column[row as usize] < middle)
        };
        let (a_low, a_high) = split(a, &self.first[axis]);
        let (b_low, b_high) = split(b, &self.second[axis]);
        let (a_cross, b_cross) = (a_high.clone(), b_low.clone());
        let cross = || self.descend(a_cross, b_cross, axis);
        let left = || self.halve(a_low, b_low, axis, range.start..middle);
        let right = || self.halve(a_high, b_high, axis, middle..range.end);
        let (mut total, (left, right)) =
            if parallel { rayon::join(cross, || rayon::join(left, right)) } else { (cross(), (left(), right())) };
        total += left;
        total += right;
        total
    }

    /// Pairs that reach each other in the first two columns and the last.
    fn inner(&self, a: &[u32], b: &[u32]) -> W::Total {
        let sweep = self.universes.len() - 1;
        let points = |rows: &[u32], columns: &[Vec<i32>], weights: &[W]| -> Vec<Point<W, 3>> {
            let point = |&row: &u32| {
                let row = row as usize;
                Point { at: [columns[1][row], columns[sweep][row], columns[0][row]], weight: weights[row] }
            };
            rows.iter().map(point).collect()
        };
        let mut a = points(a, self.first, &self.weights[0]);
        let mut b = points(b, self.second, &self.weights[1]);
        three(&mut a, &mut b, [self.universes[1], self.universes[0]], self.watch)
    }

    /// Pairs that reach each other in the columns before `end` and in the last one, compared one by one.
    fn compare(&self, a: &[u32], b: &[u32], end: usize) -> W::Total {
        let mut total = W::Total::default();
        let sweep = self.universes.len() - 1;
        for block in b.chunks(BLOCK) {
            let gather = |column: usize| block.iter().map(move |&row| self.second[column][row as usize]);
            let last: Vec<i32> = gather(sweep).collect();
            let columns: Vec<Vec<i32>> = (0..end).map(|column| gather(column).collect()).collect();
            let weights: Vec<W> = block.iter().map(|&row| self.weights[1][row as usize]).collect();
            let mut reached = 0;
            let mut hits = [0u8; BLOCK];
            for &row in a {
                let row = row as usize;
                while reached < block.len() && last[reached] <= self.first[sweep][row] {
                    reached += 1;
                }
                let hits = &mut hits[..reached];
                hits.fill(1);
                for (column, own) in columns.iter().zip(self.first) {
                    let own = own[row];
                    hits.iter_mut().zip(&column[..reached]).for_each(|(hit, value)| *hit &= u8::from(*value <= own));
                }
                let mut sum = W::Sum::default();
                hits.iter().zip(&weights).for_each(|(hit, weight)| weight.add_if(*hit == 1, &mut sum));
                self.weights[0][row].add_product(sum, &mut total);
            }
        }
        total
    }
}
