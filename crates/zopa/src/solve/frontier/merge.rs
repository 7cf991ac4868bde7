//! The frontier, variable by variable.

use super::cover::{Coarsening, Precision};
use super::cross::{self, Union};
use super::plan::{DEAD, Plan, Step};
use super::point::{Code, Coordinate, Layout, Point, covers, sum};
use super::sorted;
use super::tree::Tree;
use crate::solve::network::Network;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// A front shifted by what an assignment adds.
pub(super) struct Part<'a, C, const P: usize, K> {
    pub points: &'a [Point<C, P, K>],
    pub shift: [C; P],
    pub code: K,
}

/// With more parts than this it is better to list their points than to keep them apart.
const MANY_PARTS: usize = 12;

/// So many points are listed before what is dominated among them is dropped.
const BATCH: usize = 1 << 20;

/// Why a merge ended early.
pub(super) enum Stop {
    /// There were too many partial packages after so many steps.
    TooMany { steps: usize },
    /// The interrupt was set.
    Interrupted,
}

/// What a merge needs to know.
pub(super) struct Merge<'a> {
    pub network: &'a Network,
    pub plan: &'a Plan,
    pub layout: &'a Layout,
    /// The party of every coordinate.
    pub slots: Vec<usize>,
    /// So many parties, the first ones, want as much as they can get; of the others it only counts
    /// whether they reach their walk-away values.
    pub seekers: usize,
    pub precision: Precision,
    pub max_states: usize,
    pub interrupt: Option<&'a AtomicBool>,
}

/// The fronts of partial packages, cell by cell.
pub(super) type Fronts<C, const P: usize, K> = Vec<Vec<Point<C, P, K>>>;

/// What a merge ends with.
pub(super) struct Merged<C, const P: usize, K> {
    /// In descending order for up to three parties, else in an order that depends on the network alone.
    pub points: Vec<Point<C, P, K>>,
    /// How far the points may fall short of what they stand for, slot by slot.
    pub spent: Vec<i64>,
}

/// Where a merge stands after a step.
struct Stand<'a> {
    step: &'a Step,
    /// The least utility that all steps so far add, party by party.
    base: &'a [i64],
    /// How far states may fall short of what they stand for, slot by slot.
    spent: &'a [i64],
}

impl Merge<'_> {
    /// The front of the whole network.
    pub fn run<C: Coordinate, const P: usize, K: Code>(&self) -> Result<Merged<C, P, K>, Stop> {
        let origin = Point { utility: [C::default(); P], code: K::default() };
        let mut fronts: Fronts<C, P, K> = vec![vec![origin]];
        let mut base = vec![0; self.network.n_parties];
        let ranges = self.slots.iter().map(|&party| self.plan.ranges[party]).collect();
        let mut coarsening = Coarsening::new(self.precision.clone(), self.max_states, ranges);
        for (position, step) in self.plan.steps.iter().enumerate() {
            base.iter_mut().zip(&step.base).for_each(|(sum, term)| *sum += term);
            fronts = self.step(&Stand { step, base: &base, spent: &coarsening.spent }, fronts);
            if self.interrupted() {
                return Err(Stop::Interrupted);
            }
            let rest = self.plan.steps.len() - position - 1;
            fronts = coarsening.apply(fronts, rest).ok_or(Stop::TooMany { steps: position + 1 })?;
        }
        Ok(Merged { points: fronts.into_iter().next().unwrap_or_default(), spent: coarsening.spent })
    }

    /// The exact utilities of a package, party by party.
    pub fn utilities<C: Coordinate, const P: usize, K: Code>(&self, point: &Point<C, P, K>, utilities: &mut [i64]) {
        for (&party, coordinate) in self.slots.iter().zip(&point.utility) {
            utilities[party] = self.plan.base[party] + coordinate.wide();
        }
        if self.seekers < self.slots.len() {
            let assignment = self.layout.assignment(&point.code);
            for &party in &self.slots[self.seekers..] {
                utilities[party] = worth(self.network, &assignment, party);
            }
        }
    }

    fn interrupted(&self) -> bool {
        self.interrupt.is_some_and(|interrupt| interrupt.load(Ordering::Relaxed))
    }

    fn step<C: Coordinate, const P: usize, K: Code>(
        &self,
        stand: &Stand<'_>,
        fronts: Fronts<C, P, K>,
    ) -> Fronts<C, P, K> {
        let step = stand.step;
        let sources = sources(step);
        // As a constant this keeps what it excludes from being compiled.
        if const { P <= 3 } {
            let after = |cell: usize| {
                let floor = self.floor(stand, cell);
                let front = match self.parts(step, &sources[cell], |before| &fronts[before]) {
                    Some(parts) => sorted::merge(&parts, &floor),
                    None => self.listed(step, &sources[cell], &floor, |before| &fronts[before]),
                };
                self.capped(stand, cell, front)
            };
            return (0..step.cells_after).map(after).collect();
        }
        let trees: Vec<Tree<C, P, K>> = fronts.into_iter().map(Tree::new).collect();
        let after = |cell: usize| {
            let floor = self.floor(stand, cell);
            let front = match self.parts(step, &sources[cell], |before| &trees[before].points) {
                Some(parts) => {
                    let trees = sources[cell].iter().map(|(before, _)| &trees[*before as usize]);
                    let trees = trees.filter(|tree| !tree.points.is_empty()).collect();
                    Union { trees, parts: &parts, floor, interrupt: self.interrupt }.front()
                }
                None => self.listed(step, &sources[cell], &floor, |before| &trees[before].points),
            };
            self.capped(stand, cell, front)
        };
        (0..step.cells_after).into_par_iter().map(after).collect()
    }

    /// A coordinate for every slot; those beyond the parties stay zero.
    fn coordinates<C: Coordinate, const P: usize>(&self, value: impl Fn(usize, usize) -> i64) -> [C; P] {
        let coordinate = |slot: usize| self.slots.get(slot).map(|&party| C::saturating(value(slot, party)));
        std::array::from_fn(|slot| coordinate(slot).unwrap_or_default())
    }

    /// The least utilities in a cell from which what a state stands for can reach the walk-away values.
    fn floor<C: Coordinate, const P: usize>(&self, stand: &Stand<'_>, cell: usize) -> [C; P] {
        self.coordinates(|slot, party| match stand.step.most[cell * self.network.n_parties + party] {
            Some(rest) => self.network.reservation[party] - stand.base[party] - rest - stand.spent[slot],
            None => C::LARGEST,
        })
    }

    /// Cuts the utilities of those who only want their walk-away values to what secures these.
    fn capped<C: Coordinate, const P: usize, K: Code>(
        &self,
        stand: &Stand<'_>,
        cell: usize,
        mut front: Vec<Point<C, P, K>>,
    ) -> Vec<Point<C, P, K>> {
        if self.seekers == self.slots.len() {
            return front;
        }
        let caps: [C; P] =
            self.coordinates(|slot, party| match stand.step.least[cell * self.network.n_parties + party] {
                Some(rest) if slot >= self.seekers => {
                    (self.network.reservation[party] - stand.base[party] - rest).max(0)
                }
                _ => C::LARGEST,
            });
        for point in &mut front {
            point.utility = std::array::from_fn(|slot| point.utility[slot].min(caps[slot]));
        }
        maxima(front)
    }

    fn shift<C: Coordinate, const P: usize>(&self, step: &Step, before: usize, value: usize) -> [C; P] {
        self.coordinates(|_, party| step.addition(self.network, before, value, party) - step.base[party])
    }

    /// The parts that make up a cell, unless there are too many to keep apart.
    fn parts<'f, C: Coordinate, const P: usize, K: Code>(
        &self,
        step: &Step,
        sources: &[(u32, u32)],
        front: impl Fn(usize) -> &'f Vec<Point<C, P, K>>,
    ) -> Option<Vec<Part<'f, C, P, K>>> {
        if sources.len() > MANY_PARTS {
            return None;
        }
        let part = |&(before, value): &(u32, u32)| {
            let points = front(before as usize);
            let shift = self.shift(step, before as usize, value as usize);
            (!points.is_empty()).then(|| Part { points, shift, code: self.digit(step, value) })
        };
        Some(sources.iter().filter_map(part).collect())
    }

    fn digit<K: Code>(&self, step: &Step, value: u32) -> K {
        K::digit(self.layout, step.variable, value as usize)
    }

    /// The front of a cell by listing all its points, batch by batch.
    fn listed<'f, C: Coordinate, const P: usize, K: Code>(
        &self,
        step: &Step,
        sources: &[(u32, u32)],
        floor: &[C; P],
        front: impl Fn(usize) -> &'f Vec<Point<C, P, K>>,
    ) -> Vec<Point<C, P, K>> {
        let mut kept = Vec::new();
        let mut limit = BATCH;
        for &(before, value) in sources {
            let shift = self.shift(step, before as usize, value as usize);
            let digit: K = self.digit(step, value);
            for point in front(before as usize) {
                let utility = sum(&point.utility, &shift);
                if covers(&utility, floor) {
                    kept.push(Point { utility, code: point.code.plus(&digit) });
                }
            }
            if self.interrupted() {
                break;
            }
            if kept.len() > limit {
                kept = maxima(kept);
                limit = BATCH.max(2 * kept.len());
            }
        }
        maxima(kept)
    }
}

/// Keeps what is not dominated of points in any order, and of equal ones the smallest code.
pub(super) fn maxima<C: Coordinate, const P: usize, K: Code>(points: Vec<Point<C, P, K>>) -> Vec<Point<C, P, K>> {
    if const { P <= 3 } { sorted::maxima(points) } else { cross::maxima(points) }
}

/// What a party gets from an assignment whose counters are not filled in; counters are worth nothing.
fn worth(network: &Network, assignment: &[usize], party: usize) -> i64 {
    let p = network.n_parties;
    let unary = network.variables.iter().zip(assignment).map(|(variable, value)| variable.utility[value * p + party]);
    let tied = network.factors.iter().filter(|factor| !factor.utility.is_empty());
    let tied = tied.map(|factor| factor.utility[network.cell(factor, assignment) * p + party]);
    unary.sum::<i64>() + tied.sum::<i64>()
}

/// For every cell after a step, the cells and values that lead to it.
fn sources(step: &Step) -> Vec<Vec<(u32, u32)>> {
    let mut sources = vec![Vec::new(); step.cells_after];
    for (entry, &target) in step.target.iter().enumerate() {
        if target != DEAD {
            sources[target as usize].push(((entry / step.size) as u32, (entry % step.size) as u32));
        }
    }
    sources
}
