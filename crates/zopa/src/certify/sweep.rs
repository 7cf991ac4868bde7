//! Walking through the outcomes that come near to the largest weighted sum.
//!
//! A walk assigns variable by variable. It keeps, in lanes side by side, how much of the weighted
//! sum may still be lost before it falls below the threshold, and for each party how much of its
//! utility may be lost before it falls below its floor. What a value loses is known exactly from
//! the tables; where a lane turns negative, the walk turns back.

use super::claim::Claim;
use super::layout::{Fixed, Layout, Tables, Value, choices};
use super::line::{Free, Line};

/// The weighted sum, then the utility of each party; lanes beyond that stay zero.
pub(super) type Lanes<const L: usize> = [i64; L];

impl<const L: usize> Value for Lanes<L> {
    fn nothing() -> Self {
        [0; L]
    }
    fn add(&mut self, other: &Self) {
        self.iter_mut().zip(other).for_each(|(sum, term)| *sum += term);
    }
    fn raise(&mut self, other: &Self) {
        self.iter_mut().zip(other).for_each(|(best, value)| *best = (*best).max(*value));
    }
}

/// What remains of some slack after a loss. An intermediate may wrap around, the result does not.
pub(super) fn minus<const L: usize>(slack: &Lanes<L>, loss: &Lanes<L>) -> Lanes<L> {
    std::array::from_fn(|lane| slack[lane].wrapping_sub(loss[lane]))
}

/// Whether no lane is negative.
pub(super) fn holds<const L: usize>(slack: &Lanes<L>) -> bool {
    slack.iter().fold(0, |bits, lane| bits | lane) >= 0
}

/// The walk was longer than allowed.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooLong;

/// One case to walk through.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub claim: &'a Claim,
    pub weights: &'a [i64],
    /// Every outcome that refutes the claim has a weighted sum of at least this much.
    pub threshold: i64,
    pub fixed: &'a Fixed,
}

/// Walks, and the room that they need, kept from one to the next.
pub(super) struct Sweep<'a, const L: usize> {
    layout: &'a Layout<'a>,
    tables: Tables<Lanes<L>>,
    free: Vec<Free<L>>,
    line: Line<L>,
    assignment: Vec<usize>,
    levels: Vec<Level<L>>,
    /// The number of partial outcomes walked through so far.
    pub steps: u64,
    most_steps: u64,
}

/// Where the walk stands at a tied variable.
#[derive(Clone, Copy)]
struct Level<const L: usize> {
    /// The first cell of the row that earlier values select.
    start: usize,
    next_value: usize,
    /// The slack before this variable, less the best that its row can reach.
    base: Lanes<L>,
}

impl<'a, const L: usize> Sweep<'a, L> {
    pub fn new(layout: &'a Layout<'a>, most_steps: u64) -> Self {
        let start = Level { start: 0, next_value: 0, base: [0; L] };
        Sweep {
            layout,
            tables: Tables::default(),
            free: layout.isolated.iter().map(|&variable| Free::new(variable)).collect(),
            line: Line::default(),
            assignment: vec![0; layout.network.variables.len()],
            levels: vec![start; layout.tied.len()],
            steps: 0,
            most_steps,
        }
    }

    /// Looks for an assignment that refutes the claim.
    pub fn refutation(&mut self, case: &Case) -> Result<Option<Vec<usize>>, TooLong> {
        let value = |utility: &[i64]| {
            let mut lanes = [0; L];
            lanes[1..=utility.len()].copy_from_slice(utility);
            lanes[0] = case.weights.iter().zip(utility).map(|(weight, utility)| weight * utility).sum();
            lanes
        };
        let Some(tied) = self.layout.largest_tied(&value, case.fixed, &mut self.tables) else { return Ok(None) };
        let Some(slack) = self.narrow(case, tied, &value) else { return Ok(None) };
        self.line.lay(&mut self.free, &mut self.assignment);
        let found = if self.levels.is_empty() {
            let mut weights = [0; L];
            weights[0] = 1;
            weights[1..=case.weights.len()].copy_from_slice(case.weights);
            self.line.search(slack, case.claim, &weights, &mut self.steps, self.most_steps)?
        } else {
            self.walk_tied(case.claim, slack, &value)?
        };
        if found {
            self.line.settle(&mut self.assignment);
        }
        Ok(found.then(|| self.assignment.clone()))
    }

    /// Keeps the values of free variables that some outcome within the slack may have, and returns
    /// the slack of the best that each lane can still reach; `None` if nothing is left.
    fn narrow(&mut self, case: &Case, tied: Lanes<L>, value: &impl Fn(&[i64]) -> Lanes<L>) -> Option<Lanes<L>> {
        let p = self.layout.network.n_parties;
        let mut total = tied;
        let utilities = |free: &Free<L>| {
            let entries = &self.layout.network.variables[free.variable];
            choices(entries.size, case.fixed[free.variable])
                .map(|option| (option, value(&entries.utility[option * p..][..p])))
        };
        for free in &mut self.free {
            let best = utilities(free).map(|(_, lanes)| lanes).reduce(|mut best, lanes| {
                best.raise(&lanes);
                best
            });
            free.best = best?;
            total.add(&free.best);
        }
        let mut needed = [0; L];
        needed[0] = case.threshold;
        needed[1..=p].copy_from_slice(&case.claim.floors);
        let mut slack = minus(&total, &needed);
        if !holds(&slack) {
            return None;
        }
        for free in &mut self.free {
            let values = utilities(free);
            free.collect(values, &slack);
        }
        loop {
            let mut tighter = slack;
            for free in &mut self.free {
                let lost = free.tighten()?;
                tighter = minus(&tighter, &lost);
            }
            if tighter == slack {
                return Some(slack);
            }
            if !holds(&tighter) {
                return None;
            }
            slack = tighter;
            self.free.iter_mut().for_each(|free| free.retain(&slack));
        }
    }

    /// Goes through the values of the tied variables; beyond the last one, the free variables follow.
    fn walk_tied(
        &mut self,
        claim: &Claim,
        slack: Lanes<L>,
        value: &impl Fn(&[i64]) -> Lanes<L>,
    ) -> Result<bool, TooLong> {
        let last = self.levels.len() - 1;
        let mut depth = 0;
        self.enter(0, slack);
        loop {
            let tied = &self.layout.tied[depth];
            let level = &mut self.levels[depth];
            if level.next_value == tied.size {
                if depth == 0 {
                    return Ok(false);
                }
                depth -= 1;
                continue;
            }
            let option = level.next_value;
            level.next_value += 1;
            let Some(reach) = &self.tables.cells[depth][level.start + option] else { continue };
            let mut slack = std::array::from_fn(|lane| level.base[lane].wrapping_add(reach[lane]));
            if !holds(&slack) {
                continue;
            }
            self.assignment[tied.variable] = option;
            if !tied.loose.is_empty() {
                match self.after_loose(depth, slack, value) {
                    Some(rest) => slack = rest,
                    None => continue,
                }
            }
            self.steps += 1;
            if self.steps > self.most_steps {
                return Err(TooLong);
            }
            if depth < last {
                depth += 1;
                self.enter(depth, slack);
            } else if self.line.walk(slack, claim, &mut self.steps, self.most_steps)? {
                return Ok(true);
            }
        }
    }

    /// Starts on a tied variable.
    fn enter(&mut self, depth: usize, slack: Lanes<L>) {
        let tied = &self.layout.tied[depth];
        let row = tied.row(&self.assignment);
        let best = self.tables.rows[depth][row].as_ref().unwrap_or(&slack);
        self.levels[depth] = Level { start: row * tied.size, next_value: 0, base: minus(&slack, best) };
    }

    /// The slack after counting the loose factors that end at a variable by their actual cells;
    /// `None` if one forbids them or too little is left.
    fn after_loose(&self, depth: usize, mut slack: Lanes<L>, value: &impl Fn(&[i64]) -> Lanes<L>) -> Option<Lanes<L>> {
        let network = self.layout.network;
        let p = network.n_parties;
        for &index in &self.layout.tied[depth].loose {
            let factor = &network.factors[self.layout.loose[index]];
            let cell = network.cell(factor, &self.assignment);
            if factor.forbidden[cell] {
                return None;
            }
            if !factor.utility.is_empty() {
                let loss = minus(self.tables.loose[index].as_ref()?, &value(&factor.utility[cell * p..][..p]));
                slack = minus(&slack, &loss);
            }
        }
        holds(&slack).then_some(slack)
    }
}
