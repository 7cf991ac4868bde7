//! The frontier, variable by variable.

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
    /// There were this many partial packages after so many steps.
    TooMany { states: usize, steps: usize },
    /// The interrupt was set.
    Interrupted,
}

/// What a merge needs to know.
pub(super) struct Merge<'a> {
    pub network: &'a Network,
    pub plan: &'a Plan,
    pub layout: &'a Layout,
    pub max_states: usize,
    pub interrupt: Option<&'a AtomicBool>,
}

/// A partial package's front in every cell.
type Fronts<C, const P: usize, K> = Vec<Vec<Point<C, P, K>>>;

impl Merge<'_> {
    /// The front of the whole network, in no particular order.
    pub fn run<C: Coordinate, const P: usize, K: Code>(&self) -> Result<Vec<Point<C, P, K>>, Stop> {
        let origin = Point { utility: [C::default(); P], code: K::default() };
        let mut fronts: Fronts<C, P, K> = vec![vec![origin]];
        let mut base = vec![0; self.network.n_parties];
        for (position, step) in self.plan.steps.iter().enumerate() {
            base.iter_mut().zip(&step.base).for_each(|(sum, term)| *sum += term);
            fronts = self.step(step, &base, fronts);
            if self.interrupt.is_some_and(|interrupt| interrupt.load(Ordering::Relaxed)) {
                return Err(Stop::Interrupted);
            }
            let states = fronts.iter().map(Vec::len).sum();
            if std::env::var("TRACE").is_ok() {
                eprintln!("step {position} variable {} cells {} states {states}", step.variable, step.cells_after);
            }
            if states > self.max_states {
                return Err(Stop::TooMany { states, steps: position + 1 });
            }
        }
        Ok(fronts.into_iter().next().unwrap_or_default())
    }

    fn step<C: Coordinate, const P: usize, K: Code>(
        &self,
        step: &Step,
        base: &[i64],
        fronts: Fronts<C, P, K>,
    ) -> Fronts<C, P, K> {
        let sources = sources(step);
        if P <= 3 {
            let after = |cell: usize| {
                let floor = self.floor(step, base, cell);
                match self.parts(step, &sources[cell], |before| &fronts[before]) {
                    Some(parts) => sorted::merge(&parts, &floor),
                    None => self.listed(step, &sources[cell], &floor, |before| &fronts[before], sorted::maxima),
                }
            };
            return (0..step.cells_after).map(after).collect();
        }
        let trees: Vec<Tree<C, P, K>> = fronts.into_iter().map(Tree::new).collect();
        let after = |cell: usize| {
            let floor = self.floor(step, base, cell);
            match self.parts(step, &sources[cell], |before| &trees[before].points) {
                Some(parts) => {
                    let trees = sources[cell].iter().map(|(before, _)| &trees[*before as usize]);
                    let trees = trees.filter(|tree| !tree.points.is_empty()).collect();
                    Union { trees, parts: &parts, floor, interrupt: self.interrupt }.front()
                }
                None => self.listed(step, &sources[cell], &floor, |before| &trees[before].points, cross::maxima),
            }
        };
        (0..step.cells_after).into_par_iter().map(after).collect()
    }

    /// The least utilities in a cell from which the walk-away values can still be reached.
    fn floor<C: Coordinate, const P: usize>(&self, step: &Step, base: &[i64], cell: usize) -> [C; P] {
        let p = self.network.n_parties;
        let need = |party: usize| match step.most[cell * p + party] {
            Some(rest) => self.network.reservation[party] - base[party] - rest,
            None => C::LARGEST,
        };
        std::array::from_fn(|party| if party < p { C::saturating(need(party)) } else { C::default() })
    }

    fn shift<C: Coordinate, const P: usize>(&self, step: &Step, before: usize, value: usize) -> [C; P] {
        let p = self.network.n_parties;
        let added = |party: usize| step.addition(self.network, before, value, party) - step.base[party];
        std::array::from_fn(|party| if party < p { C::saturating(added(party)) } else { C::default() })
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
        maxima: impl Fn(Vec<Point<C, P, K>>) -> Vec<Point<C, P, K>>,
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
            if kept.len() > limit {
                kept = maxima(kept);
                limit = BATCH.max(2 * kept.len());
            }
        }
        maxima(kept)
    }
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
