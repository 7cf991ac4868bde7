//! What to keep of too many partial packages, and what that costs.
//!
//! Utilities are rounded down to a grid, and of the packages whose rounded utilities another's cover
//! one is enough: it falls short of what it stands for by less than a side of the grid. Whatever
//! completes a package adds the same to both, so the shortfalls of all steps add up, and their sum is
//! the epsilon of the answer (compare Papadimitriou and Yannakakis 2000, "On the approximability of
//! trade-offs and optimal access of web sources").

use super::merge::{Fronts, maxima};
use super::point::{Code, Coordinate, Point};

/// How exact a frontier must be.
#[derive(Clone, Debug)]
pub(super) enum Precision {
    /// Exact as long as the states are few enough, else as exact as they allow.
    Automatic,
    /// Short by no more than this, slot by slot.
    Within(Vec<i64>),
}

/// Below so many states nothing is spent of a given epsilon.
const FEW: usize = 4096;

/// How fast the grid is made coarser and finer in search of the one that just fits.
const REFINEMENT: f64 = 1.25;

/// Keeps the number of states within bounds and books what that costs.
pub(super) struct Coarsening {
    precision: Precision,
    max_states: usize,
    /// The largest coordinate, slot by slot.
    ranges: Vec<i64>,
    /// How far states may fall short of what they stand for, slot by slot.
    pub spent: Vec<i64>,
    /// The side of the grid that fitted last, as a share of the ranges.
    share: f64,
}

impl Coarsening {
    pub fn new(precision: Precision, max_states: usize, ranges: Vec<i64>) -> Coarsening {
        let surface = ranges.len().saturating_sub(1).max(1) as f64;
        let share = (max_states.max(1) as f64).powf(-1.0 / surface);
        Coarsening { precision, max_states, spent: vec![0; ranges.len()], ranges, share }
    }

    /// Makes fronts fit, with `steps` more steps to come after this one.
    pub fn apply<C: Coordinate, const P: usize, K: Code>(
        &mut self,
        fronts: Fronts<C, P, K>,
        steps: usize,
    ) -> Option<Fronts<C, P, K>> {
        let states = count(&fronts);
        match &self.precision {
            Precision::Within(epsilon) if states > FEW => {
                let left = epsilon.iter().zip(&self.spent).map(|(epsilon, spent)| epsilon - spent);
                let grid: Vec<i64> = left.map(|left| 1 + left / (steps as i64 + 1)).collect();
                let fronts = self.spend(fronts, &grid);
                (count(&fronts) <= self.max_states).then_some(fronts)
            }
            Precision::Automatic if states > self.max_states => self.fit(fronts),
            _ => (states <= self.max_states).then_some(fronts),
        }
    }

    /// Finds about the finest grid on which the states are few enough.
    fn fit<C: Coordinate, const P: usize, K: Code>(&mut self, fronts: Fronts<C, P, K>) -> Option<Fronts<C, P, K>> {
        let fits = |fronts: &Fronts<C, P, K>| count(fronts) <= self.max_states;
        let mut fitting = coarse(&fronts, &self.grid(self.share));
        while fits(&fitting) {
            let finer = coarse(&fronts, &self.grid(self.share / REFINEMENT));
            if !fits(&finer) {
                break;
            }
            self.share /= REFINEMENT;
            fitting = finer;
        }
        while !fits(&fitting) {
            if self.share > 2.0 {
                return None;
            }
            self.share *= REFINEMENT;
            fitting = coarse(&fronts, &self.grid(self.share));
        }
        self.book(&self.grid(self.share));
        Some(fitting)
    }

    fn grid(&self, share: f64) -> Vec<i64> {
        self.ranges.iter().map(|range| 1 + (share * *range as f64) as i64).collect()
    }

    fn spend<C: Coordinate, const P: usize, K: Code>(
        &mut self,
        fronts: Fronts<C, P, K>,
        grid: &[i64],
    ) -> Fronts<C, P, K> {
        if grid.iter().all(|side| *side == 1) {
            return fronts;
        }
        self.book(grid);
        coarse(&fronts, grid)
    }

    fn book(&mut self, grid: &[i64]) {
        self.spent.iter_mut().zip(grid).for_each(|(spent, side)| *spent += side - 1);
    }
}

fn count<C, const P: usize, K>(fronts: &Fronts<C, P, K>) -> usize {
    fronts.iter().map(Vec::len).sum()
}

/// Keeps what no other rounded point covers; of equal rounded points the first.
fn coarse<C: Coordinate, const P: usize, K: Code>(fronts: &Fronts<C, P, K>, grid: &[i64]) -> Fronts<C, P, K> {
    let rounded = |point: &Point<C, P, K>| {
        std::array::from_fn(|slot| C::saturating(point.utility[slot].wide() / grid.get(slot).unwrap_or(&1)))
    };
    let front = |points: &Vec<Point<C, P, K>>| {
        let indexed =
            points.iter().zip(0u64..).map(|(point, code)| Point::<C, P, u64> { utility: rounded(point), code });
        let mut kept: Vec<u64> = maxima(indexed.collect()).into_iter().map(|point| point.code).collect();
        kept.sort_unstable();
        kept.into_iter().map(|index| points[index as usize].clone()).collect()
    };
    fronts.iter().map(front).collect()
}
