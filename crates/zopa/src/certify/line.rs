//! Walking through the variables that no factor speaks of: each loses what it loses, whatever the others.

use super::claim::Claim;
use super::layout::Value;
use super::pairs::{self, Span, Work};
use super::sweep::{Lanes, TooLong, holds, minus};
use crate::model::MAX_PARTIES;

/// A walk of more steps is long.
const LONG_WALK: u64 = 5_000;

/// A variable that no factor speaks of, with the values that are still possible.
pub(super) struct Free<const L: usize> {
    pub variable: usize,
    /// The best of each lane among the values.
    pub best: Lanes<L>,
    values: Vec<(usize, Lanes<L>)>,
}

impl<const L: usize> Free<L> {
    pub fn new(variable: usize) -> Self {
        Free { variable, best: [0; L], values: Vec::new() }
    }

    /// Takes the values that lose no more than the slack.
    pub fn collect(&mut self, values: impl Iterator<Item = (usize, Lanes<L>)>, slack: &Lanes<L>) {
        let best = self.best;
        self.values.clear();
        self.values.extend(values.filter(|(_, lanes)| fits(&best, lanes, slack)));
    }

    /// Drops the values that lose more than the slack.
    pub fn retain(&mut self, slack: &Lanes<L>) {
        let best = self.best;
        self.values.retain(|(_, lanes)| fits(&best, lanes, slack));
    }

    /// Finds the best of each lane anew and returns how much lower it is; `None` if no value is left.
    pub fn tighten(&mut self) -> Option<Lanes<L>> {
        let (_, mut best) = *self.values.first()?;
        self.values.iter().for_each(|(_, lanes)| best.raise(lanes));
        let lost = minus(&self.best, &best);
        self.best = best;
        Some(lost)
    }
}

fn fits<const L: usize>(best: &Lanes<L>, lanes: &Lanes<L>, slack: &Lanes<L>) -> bool {
    holds(&minus(slack, &minus(best, lanes)))
}

/// The free variables that have a choice left, those with most to lose first. Values are sorted by
/// what they lose of the weighted sum; the first loses nothing of it.
pub(super) struct Line<const L: usize> {
    variables: Vec<usize>,
    /// Where the values of each variable begin, and where the last ones end.
    starts: Vec<usize>,
    values: Vec<usize>,
    losses: Vec<Lanes<L>>,
    /// The least that any value but the first loses of the weighted sum, descending.
    least: Vec<i64>,
    /// What the first values of all variables before a position lose together.
    before: Vec<Lanes<L>>,
    stack: Vec<Frame<L>>,
    /// The variables that do not take their first value, by position, and the entry that they take.
    departures: Vec<(usize, usize)>,
}

/// A place to go on from: all variables before `position` are settled, the last one by `entry`.
struct Frame<const L: usize> {
    position: usize,
    entry: usize,
    n_departures: usize,
    slack: Lanes<L>,
}

impl<const L: usize> Default for Line<L> {
    fn default() -> Self {
        Line {
            variables: Vec::new(),
            starts: Vec::new(),
            values: Vec::new(),
            losses: Vec::new(),
            least: Vec::new(),
            before: Vec::new(),
            stack: Vec::new(),
            departures: Vec::new(),
        }
    }
}

impl<const L: usize> Line<L> {
    /// Lays out the free variables; those with a single value left are settled at once.
    pub fn lay(&mut self, free: &mut [Free<L>], assignment: &mut [usize]) {
        let mut order = Vec::with_capacity(free.len());
        for (index, free) in free.iter_mut().enumerate() {
            let best = free.best[0];
            free.values.sort_unstable_by_key(|(value, lanes)| (best.wrapping_sub(lanes[0]), *value));
            match free.values.as_slice() {
                [(only, _)] => assignment[free.variable] = *only,
                [_, (_, second), ..] => order.push((best.wrapping_sub(second[0]), index)),
                [] => {}
            }
        }
        order.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        self.variables.clear();
        self.values.clear();
        self.losses.clear();
        self.least.clear();
        self.starts.clear();
        self.before.clear();
        let mut before = [0; L];
        for (least, index) in order {
            let free = &free[index];
            self.variables.push(free.variable);
            self.starts.push(self.values.len());
            self.least.push(least);
            self.before.push(before);
            for (value, lanes) in &free.values {
                self.values.push(*value);
                self.losses.push(minus(&free.best, lanes));
            }
            before.add(&self.losses[self.starts[self.starts.len() - 1]]);
        }
        self.starts.push(self.values.len());
        self.before.push(before);
    }

    /// Looks for values of all free variables that refute the claim, as [`Line::walk`] does, and joins
    /// lists of halves where a walk takes long. `weights` tell how much a unit of each lane matters.
    pub fn search(
        &mut self,
        slack: Lanes<L>,
        claim: &Claim,
        weights: &Lanes<L>,
        steps: &mut u64,
        most_steps: u64,
    ) -> Result<bool, TooLong> {
        let soon = steps.saturating_add(LONG_WALK).min(most_steps);
        match self.walk(slack, claim, steps, soon) {
            Err(TooLong) if soon < most_steps => {}
            known => return known,
        }
        let spans: Vec<Span> = self.starts.windows(2).map(|span| (span[0], span[1])).collect();
        let mut work = Work { steps: *steps, most_steps };
        let is_refuting = |rest: &Lanes<L>| refutes(rest, claim);
        let found = pairs::search(&spans, &self.losses, &slack, weights, &mut work, &is_refuting)?;
        *steps = work.steps;
        let Some(found) = found else { return self.walk(slack, claim, steps, most_steps) };
        let entries = found.iter().flatten().copied().enumerate();
        self.departures = entries.filter(|&(position, entry)| entry != self.starts[position]).collect();
        Ok(found.is_some())
    }

    /// Looks for values of all free variables that refute the claim. Slack tells for each party how
    /// far the best that it can still reach lies above its floor.
    pub fn walk(&mut self, slack: Lanes<L>, claim: &Claim, steps: &mut u64, most_steps: u64) -> Result<bool, TooLong> {
        self.departures.clear();
        self.stack.clear();
        if self.follow(0, slack, claim, steps) {
            return Ok(true);
        }
        while let Some(frame) = self.stack.pop() {
            if *steps > most_steps {
                return Err(TooLong);
            }
            self.departures.truncate(frame.n_departures);
            self.departures.push((frame.position - 1, frame.entry));
            if self.follow(frame.position, frame.slack, claim, steps) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Gives all variables from a position on their first values, and puts every other way that the
    /// slack allows on the stack. Whether the first values refute the claim.
    fn follow(&mut self, mut position: usize, mut slack: Lanes<L>, claim: &Claim, steps: &mut u64) -> bool {
        *steps += 1;
        let n = self.variables.len();
        // Early variables lose too much to take any other value; they are passed in one step.
        let mut first = position;
        while first < n && self.least[first] > slack[0] {
            first += 1;
        }
        if first > position {
            slack = minus(&slack, &minus(&self.before[first], &self.before[position]));
            position = first;
        }
        while position < n {
            if !holds(&slack) {
                return false;
            }
            let (start, end) = (self.starts[position], self.starts[position + 1]);
            for entry in start + 1..end {
                let rest = minus(&slack, &self.losses[entry]);
                if rest[0] < 0 {
                    break;
                }
                if holds(&rest) {
                    let n_departures = self.departures.len();
                    self.stack.push(Frame { position: position + 1, entry, n_departures, slack: rest });
                }
            }
            slack = minus(&slack, &self.losses[start]);
            position += 1;
        }
        holds(&slack) && refutes(&slack, claim)
    }

    /// Writes down the values of the walk that refuted the claim.
    pub fn settle(&self, assignment: &mut [usize]) {
        for (&variable, &start) in self.variables.iter().zip(&self.starts) {
            assignment[variable] = self.values[start];
        }
        for &(position, entry) in &self.departures {
            assignment[self.variables[position]] = self.values[entry];
        }
    }
}

/// Where everything is settled, the slack of a party is how far it lies above its floor.
fn refutes<const L: usize>(slack: &Lanes<L>, claim: &Claim) -> bool {
    let mut utilities = [0; MAX_PARTIES];
    let utilities = &mut utilities[..claim.floors.len()];
    for ((utility, floor), slack) in utilities.iter_mut().zip(&claim.floors).zip(&slack[1..]) {
        *utility = floor + slack;
    }
    claim.refuted_by(utilities)
}
