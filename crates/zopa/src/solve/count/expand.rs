//! Every utility vector that a part of a network reaches, with multiplicities.
//!
//! Variables are assigned one after another. A state is what is known of an assignment: the values
//! on which later factors depend, and the utilities so far. States that agree are merged where they
//! are likely to, and what a party has beyond its needs is cut off, which makes more of them agree;
//! states from which some party cannot reach its need are dropped.

use super::list::List;
use super::watch::Watch;
use crate::solve::network::{Factor, Network};
use num_integer::Integer;
use std::collections::HashMap;

/// What to do with more states than there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Give up: every vector is exact.
    Never,
    /// Merge close states into one that is at least each of them.
    Up,
    /// Merge close states into one that is at most each of them.
    Down,
}

/// How to expand.
#[derive(Clone, Copy, Debug)]
pub struct Expansion<'e> {
    /// The variables in the order of assignment.
    pub order: &'e [usize],
    /// What each party's utility must reach together with the best that lies outside the part.
    pub least_need: &'e [i64],
    /// What each party's utility must reach together with the worst that lies outside the part: more is no use.
    pub most_need: &'e [i64],
    /// The most states.
    pub most_states: usize,
    /// What to do with more.
    pub rounding: Rounding,
}

/// Lists the utility vectors of the allowed assignments. `None` where there are more states than
/// there is room for, or where the watch says to stop.
pub fn expand(network: &Network, expansion: &Expansion, watch: &Watch) -> Option<List> {
    let mut states = States::new(network, expansion);
    for step in 0..expansion.order.len() {
        if watch.stopped() || !states.assign(step) {
            return None;
        }
    }
    Some(states.list)
}

struct States<'e> {
    network: &'e Network,
    expansion: &'e Expansion<'e>,
    /// The greatest common divisor of all differences, party by party.
    grid: Vec<i64>,
    /// Step by step, what all later steps together add at least and at most.
    rest: Vec<(Vec<i64>, Vec<i64>)>,
    /// The position in the order of every variable; the end for one that is not assigned.
    position: Vec<usize>,
    /// The assigned variables on which later factors depend.
    live: Vec<usize>,
    /// The values of the live variables of every state as one number; empty while all are zero.
    keys: Vec<u64>,
    list: List,
}

/// What a value does to a state with a certain key.
#[derive(Clone)]
struct Move {
    key: u64,
    gain: Vec<i64>,
}

impl<'e> States<'e> {
    fn new(network: &'e Network, expansion: &'e Expansion) -> States<'e> {
        let mut position = vec![expansion.order.len(); network.variables.len()];
        expansion.order.iter().enumerate().for_each(|(step, &variable)| position[variable] = step);
        let mut states = States {
            network,
            expansion,
            grid: grid(network),
            rest: Vec::new(),
            position,
            live: Vec::new(),
            keys: Vec::new(),
            list: List::origin(network.n_parties),
        };
        states.rest = states.rests();
        states
    }

    /// Assigns the variable of a step. Says whether the states found room.
    fn assign(&mut self, step: usize) -> bool {
        let variable = self.expansion.order[step];
        let finished: Vec<&Factor> = self.network.factors.iter().filter(|f| self.last(f) == step).collect();
        let pending = |v: &usize| self.network.factors.iter().any(|f| f.scope.contains(v) && self.last(f) > step);
        let live: Vec<usize> = self.live.iter().copied().chain([variable]).filter(pending).collect();
        // Keys are machine integers.
        if live.iter().map(|&v| self.network.variables[v].size as f64).product::<f64>() > 1e18 {
            return false;
        }
        let keyed = !self.live.is_empty() || !live.is_empty();
        let (floor, ceiling) = self.bounds(step);
        let p = self.network.n_parties;
        let mut next = List { n_parties: p, ..List::default() };
        let mut keys = Vec::new();
        let mut weights = self.list.weights.is_some().then(Vec::new);
        let mut known: HashMap<u64, Vec<Move>> = HashMap::new();
        let limit = match self.expansion.rounding {
            Rounding::Never => 2 * self.expansion.most_states,
            _ => usize::MAX,
        };
        let start = self.moves(0, variable, &finished, &live);
        next.rows.reserve(p * (self.list.len * start.len()).min(limit));
        for state in 0..self.list.len {
            let key = self.keys.get(state).copied().unwrap_or(0);
            let moves = match key {
                0 => &start,
                _ => known.entry(key).or_insert_with(|| self.moves(key, variable, &finished, &live)),
            };
            let row = self.list.row(state);
            for Move { key, gain } in moves {
                let reached = row.iter().zip(gain).zip(&floor).all(|((u, g), f)| u + g >= *f);
                if reached {
                    next.rows.extend(row.iter().zip(gain).zip(&ceiling).map(|((u, g), c)| (u + g).min(*c)));
                    if keyed {
                        keys.push(*key);
                    }
                    if let Some(weights) = &mut weights {
                        weights.push(self.list.weight(state));
                    }
                }
            }
            if next.rows.len() > limit.saturating_mul(p) {
                return false;
            }
        }
        next.len = next.rows.len() / p;
        next.weights = weights;
        self.live = live;
        self.keys = keys;
        self.list = next;
        self.settle()
    }

    /// Merges states where that pays or must be. Says whether there is room for what remains.
    fn settle(&mut self) -> bool {
        let Some(cells) = Cells::of(self) else { return true };
        if cells.number <= 2.0 * self.list.len as f64 && self.list.len > 1 {
            self.merge(&cells);
        }
        if self.list.len <= self.expansion.most_states {
            return true;
        }
        if self.expansion.rounding == Rounding::Never {
            return false;
        }
        let coarse = Cells::of(self).and_then(|cells| cells.coarsened(self.expansion.most_states as f64));
        let Some(cells) = coarse else { return false };
        self.merge(&cells);
        true
    }

    /// One state for each cell with any.
    fn merge(&mut self, cells: &Cells) {
        let p = self.network.n_parties;
        let mut slots = vec![u32::MAX; cells.number as usize];
        let mut merged = List { n_parties: p, len: 0, rows: Vec::new(), weights: None };
        let (mut weights, mut keys) = (Vec::new(), Vec::new());
        for state in 0..self.list.len {
            let row = self.list.row(state);
            let key = self.keys.get(state).copied().unwrap_or(0);
            let slot = &mut slots[cells.index(key, row)];
            let weight = self.list.weight(state);
            if *slot == u32::MAX {
                *slot = merged.len as u32;
                merged.len += 1;
                merged.rows.extend_from_slice(row);
                weights.push(weight);
                if !self.keys.is_empty() {
                    keys.push(key);
                }
            } else {
                let slot = *slot as usize;
                weights[slot] += weight;
                for (kept, value) in merged.rows[slot * p..][..p].iter_mut().zip(row) {
                    match self.expansion.rounding {
                        Rounding::Up => *kept = (*kept).max(*value),
                        _ => *kept = (*kept).min(*value),
                    }
                }
            }
        }
        merged.weights = (self.list.weights.is_some() || merged.len < self.list.len).then_some(weights);
        self.list = merged;
        self.keys = keys;
    }

    /// What each value of a variable does to a state with a key; forbidden values are left out.
    fn moves(&self, key: u64, variable: usize, finished: &[&Factor], live: &[usize]) -> Vec<Move> {
        let p = self.network.n_parties;
        let mut assignment = vec![0; self.network.variables.len()];
        let mut rest = key;
        for &v in self.live.iter().rev() {
            let size = self.network.variables[v].size as u64;
            assignment[v] = (rest % size) as usize;
            rest /= size;
        }
        let mut moves = Vec::new();
        'values: for value in 0..self.network.variables[variable].size {
            assignment[variable] = value;
            let mut gain = self.network.variables[variable].utility[value * p..][..p].to_vec();
            for factor in finished {
                let cell = self.network.cell(factor, &assignment);
                if factor.forbidden[cell] {
                    continue 'values;
                }
                if !factor.utility.is_empty() {
                    gain.iter_mut().zip(&factor.utility[cell * p..][..p]).for_each(|(sum, term)| *sum += term);
                }
            }
            let fold = |key, &v: &usize| key * self.network.variables[v].size as u64 + assignment[v] as u64;
            moves.push(Move { key: live.iter().fold(0, fold), gain });
        }
        moves
    }

    /// The step at which a factor's last variable is assigned.
    fn last(&self, factor: &Factor) -> usize {
        factor.scope.iter().map(|&variable| self.position[variable]).max().unwrap_or(0)
    }

    /// After a step: below the first a state cannot reach its need, above the second it cannot miss it.
    fn bounds(&self, step: usize) -> (Vec<i64>, Vec<i64>) {
        let (least, most) = &self.rest[step];
        let minus = |need: &[i64], rest: &[i64]| need.iter().zip(rest).map(|(n, r)| n - r).collect();
        (minus(self.expansion.least_need, most), minus(self.expansion.most_need, least))
    }

    fn rests(&self) -> Vec<(Vec<i64>, Vec<i64>)> {
        let p = self.network.n_parties;
        let mut rests = Vec::new();
        let mut rest = (vec![0; p], vec![0; p]);
        for (step, &variable) in self.expansion.order.iter().enumerate().rev() {
            rests.push(rest.clone());
            let mut add = |cells: &mut dyn Iterator<Item = &[i64]>| {
                let cells: Vec<&[i64]> = cells.collect();
                for party in 0..p {
                    rest.0[party] += cells.iter().map(|cell| cell[party]).min().unwrap_or(0);
                    rest.1[party] += cells.iter().map(|cell| cell[party]).max().unwrap_or(0);
                }
            };
            add(&mut self.network.variables[variable].utility.chunks(p));
            for factor in self.network.factors.iter().filter(|f| !f.utility.is_empty() && self.last(f) == step) {
                let allowed = factor.utility.chunks(p).zip(&factor.forbidden).filter(|(_, forbidden)| !**forbidden);
                add(&mut allowed.map(|(cell, _)| cell));
            }
        }
        rests.reverse();
        rests
    }
}

/// The greatest common divisor of the differences between utilities, party by party; at least 1.
pub fn grid(network: &Network) -> Vec<i64> {
    let p = network.n_parties;
    let tables = network.variables.iter().map(|v| &v.utility).chain(network.factors.iter().map(|f| &f.utility));
    let mut grid = vec![0i64; p];
    for table in tables {
        for cell in table.chunks(p) {
            for (party, divisor) in grid.iter_mut().enumerate() {
                *divisor = divisor.gcd(&(cell[party] - table[party]));
            }
        }
    }
    grid.iter().map(|divisor| (*divisor).max(1)).collect()
}

/// A grid over keys and utility vectors.
struct Cells {
    low: Vec<i64>,
    range: Vec<i64>,
    width: Vec<i64>,
    keys: f64,
    number: f64,
}

impl Cells {
    /// The cells of the finest grid, which tells all states apart; `None` without states.
    fn of(states: &States) -> Option<Cells> {
        let parties = 0..states.network.n_parties;
        let ranges: Vec<(i64, i64)> = parties.map(|party| states.list.range(party)).collect::<Option<_>>()?;
        let keys = states.live.iter().map(|&v| states.network.variables[v].size as f64).product();
        let (low, range) = ranges.iter().map(|(low, high)| (*low, high - low)).unzip();
        Some(Cells { low, range, width: states.grid.clone(), keys, number: 0.0 }.counted())
    }

    /// The number of cells along a coordinate. What was cut off at the need may lie between two
    /// grid points, above all others, so cells are closed above.
    fn divisions(&self, party: usize) -> i64 {
        (self.range[party] + self.width[party] - 1) / self.width[party] + 1
    }

    fn counted(mut self) -> Cells {
        self.number = (0..self.range.len()).map(|party| self.divisions(party) as f64).product::<f64>() * self.keys;
        self
    }

    /// The same with wider cells, so that there are at most so many; `None` if that cannot be.
    fn coarsened(mut self, most: f64) -> Option<Cells> {
        while self.number > most {
            let widest = (0..self.range.len()).max_by_key(|&party| self.divisions(party))?;
            let fewer = self.divisions(widest) * 15 / 16 - 1;
            if fewer < 1 {
                return None;
            }
            self.width[widest] = (self.range[widest] + fewer - 1) / fewer;
            self = self.counted();
        }
        Some(self)
    }

    fn index(&self, key: u64, row: &[i64]) -> usize {
        (0..row.len()).fold(key as usize, |index, party| {
            let cell = (row[party] - self.low[party] + self.width[party] - 1) / self.width[party];
            index * self.divisions(party) as usize + cell as usize
        })
    }
}
