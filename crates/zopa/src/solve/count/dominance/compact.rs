//! The lists in small integers, without what decides nothing.

use super::flat::{Point, three, two};
use super::many;
use super::weight::Weight;
use crate::solve::count::list::List;
use crate::solve::count::watch::Watch;

/// Two lists as columns of small integers: a pair counts where the first is at least the second in
/// every column.
pub struct Problem<'a> {
    first: Side<'a>,
    second: Side<'a>,
    /// The number of values that a column takes: they are below it.
    universes: Vec<usize>,
}

/// A list without the vectors that reach the target with no partner.
pub struct Side<'a> {
    list: &'a List,
    rows: Vec<u32>,
    /// Column by column, the value of each remaining row; none negative.
    pub columns: Vec<Vec<i32>>,
}

impl Side<'_> {
    /// The multiplicity of the row at a position among the remaining ones.
    pub fn weight<W: Weight>(&self, position: usize) -> W {
        W::new(self.list.weight(self.rows[position] as usize))
    }

    /// The number of rows that remain.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

impl<'a> Problem<'a> {
    /// Drops the vectors that no partner completes and the coordinates that every pair reaches.
    /// `None` where no pair is left.
    pub fn new(first: &'a List, second: &'a List, target: &[i64]) -> Option<Problem<'a>> {
        let mut rows = [(0..first.len as u32).collect::<Vec<_>>(), (0..second.len as u32).collect::<Vec<_>>()];
        let lists = [first, second];
        loop {
            let before = rows[0].len() + rows[1].len();
            for side in 0..2 {
                let most = extremes(lists[1 - side], &rows[1 - side])?.1;
                let list = lists[side];
                let floor: Vec<i64> = target.iter().zip(&most).map(|(t, m)| t - m).collect();
                rows[side].retain(|&row| list.row(row as usize).iter().zip(&floor).all(|(u, f)| u >= f));
            }
            if rows[0].len() + rows[1].len() == before {
                break;
            }
        }
        let (least_first, most_first) = extremes(first, &rows[0])?;
        let (least_second, most_second) = extremes(second, &rows[1])?;
        let [rows_first, rows_second] = rows;
        let mut first = Side { list: first, rows: rows_first, columns: Vec::new() };
        let mut second = Side { list: second, rows: rows_second, columns: Vec::new() };
        let mut open: Vec<(usize, Vec<i32>, Vec<i32>)> = Vec::new();
        for party in 0..target.len() {
            if least_first[party] + least_second[party] >= target[party] {
                continue;
            }
            // A value beyond all thresholds is as good as the largest of them, and the other way round.
            let low = least_first[party];
            let high = target[party] - least_second[party];
            debug_assert!(most_first[party] + most_second[party] >= target[party]);
            let p = target.len();
            let value = |&row: &u32| first.list.rows[row as usize * p + party].min(high);
            let threshold = |&row: &u32| (target[party] - second.list.rows[row as usize * p + party]).max(low);
            let values: Vec<i64> = first.rows.iter().map(value).collect();
            let thresholds: Vec<i64> = second.rows.iter().map(threshold).collect();
            open.push(small_integers(&values, &thresholds, low));
        }
        open.sort_by_key(|(universe, ..)| *universe);
        let mut universes = Vec::new();
        for (universe, values, thresholds) in open {
            universes.push(universe);
            first.columns.push(values);
            second.columns.push(thresholds);
        }
        Some(Problem { first, second, universes })
    }

    /// The number of pairs, by multiplicity.
    pub fn count<W: Weight>(&self, watch: &Watch) -> W::Total {
        match self.universes.len() {
            0 => self.all::<W>(),
            1 => two(
                &mut self.points(&self.first, [None, Some(0)]),
                &mut self.points::<W, 2>(&self.second, [None, Some(0)]),
                1,
                watch,
            ),
            2 => {
                let order = [Some(0), Some(1)];
                let (mut a, mut b) = (self.points::<W, 2>(&self.first, order), self.points(&self.second, order));
                two(&mut a, &mut b, self.universes[0], watch)
            }
            3 => {
                // The sweep goes over the column with most values and the tree holds the fewest.
                let order = [Some(1), Some(2), Some(0)];
                let (mut a, mut b) = (self.points::<W, 3>(&self.first, order), self.points(&self.second, order));
                three(&mut a, &mut b, [self.universes[1], self.universes[0]], watch)
            }
            _ => many::count::<W>(&self.first, &self.second, &self.universes, watch),
        }
    }

    fn all<W: Weight>(&self) -> W::Total {
        let mut sum = W::Sum::default();
        (0..self.second.len()).for_each(|row| sum += self.second.weight::<W>(row).sum());
        let mut total = W::Total::default();
        (0..self.first.len()).for_each(|row| self.first.weight::<W>(row).add_product(sum, &mut total));
        total
    }

    /// The rows of a side as points, sorted by the coordinate at index 1.
    fn points<W: Weight, const D: usize>(&self, side: &Side, columns: [Option<usize>; D]) -> Vec<Point<W, D>> {
        let at = |row: usize| columns.map(|column| column.map_or(0, |c| side.columns[c][row]));
        let mut points: Vec<_> = (0..side.len()).map(|row| Point { at: at(row), weight: side.weight(row) }).collect();
        let universe = columns[1].map_or(1, |column| self.universes[column]);
        super::flat::sort_by_second(&mut points, universe);
        points
    }
}

/// The least and the greatest value of every coordinate over some rows; `None` without rows.
fn extremes(list: &List, rows: &[u32]) -> Option<(Vec<i64>, Vec<i64>)> {
    let start = list.row(*rows.first()? as usize);
    let (mut least, mut most) = (start.to_vec(), start.to_vec());
    for &row in rows {
        for ((value, low), high) in list.row(row as usize).iter().zip(&mut least).zip(&mut most) {
            *low = (*low).min(*value);
            *high = (*high).max(*value);
        }
    }
    Some((least, most))
}

/// Values and thresholds as integers from 0 that compare the same way: by subtraction where the
/// range is small, else by rank.
fn small_integers(values: &[i64], thresholds: &[i64], low: i64) -> (usize, Vec<i32>, Vec<i32>) {
    let high = values.iter().chain(thresholds).copied().max().unwrap_or(low);
    let few = (4 * (values.len() + thresholds.len()) + 1024).min(i32::MAX as usize - 1);
    if (high - low) as usize <= few {
        let shift = |column: &[i64]| column.iter().map(|value| (value - low) as i32).collect();
        return ((high - low) as usize + 1, shift(values), shift(thresholds));
    }
    let mut sorted: Vec<i64> = thresholds.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    // A value stands above every threshold that it reaches: rank = number of those thresholds.
    let ranks = values.iter().map(|value| sorted.partition_point(|t| t <= value) as i32).collect();
    let rank = |threshold: &i64| sorted.partition_point(|t| t < threshold) as i32 + 1;
    (sorted.len() + 1, ranks, thresholds.iter().map(rank).collect())
}
