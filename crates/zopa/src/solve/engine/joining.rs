//! When to join lists of halves instead of walking, and which.

use super::goal::Goal;
use super::pairing::{Join, halves, outcomes_within};
use super::sweep::{Allowance, Ending, Found, Lanes, Sweep, is_alone};
use std::cell::Cell;

/// Where more outcomes than this may pass by their weighted sum alone, halves are joined instead of
/// walking.
const WALKABLE: f64 = 100_000.0;

/// The longest list of halves that is better than distinguishing cases within a case.
pub(super) const LONGEST: f64 = 20_000.0;

/// The same before any case is distinguished: nothing is known yet, so a look at more is worth it.
pub(super) const LONGEST_AT_ROOT: f64 = 150_000.0;

/// How long the lists of the first look at the most promising outcomes are.
const GLIMPSE: f64 = 20_000.0;

/// Lists that turn out to hold more integers than this are given up, however long they were expected to be.
const MOST_INTEGERS: usize = 8_000_000;

/// How much longer the list is at the next look.
const DEEPER: f64 = 6.0;

/// How outcomes may be listed in halves.
pub(super) struct Listing<'d> {
    /// What to do where the lists would be too long.
    pub patience: Patience,
    /// The longest list that is better than distinguishing cases.
    pub longest: f64,
    /// How long the last lists were against what was expected.
    pub density: &'d Cell<f64>,
}

/// What to do where lists of halves would be too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// Give up: cases will be distinguished.
    GiveUp,
    /// Look at the most promising outcomes first, as many as there is room for.
    Glimpse,
    /// List them all the same: it was done before.
    Insist,
}

impl<const L: usize> Sweep<'_, L> {
    /// Whether a walk would be long, and halves can be joined because no variable depends on another.
    pub fn is_better_joined(&self, slack: &Lanes<L>) -> bool {
        let rows = || self.rows.iter();
        self.task.space.nodes.iter().all(is_alone) && outcomes_within(rows(), slack[0]) > WALKABLE
    }

    /// Joins halves: all at once where the lists are short enough, otherwise as the task says.
    pub fn join_halves(
        &mut self,
        mut slack: Lanes<L>,
        goal: &mut dyn Goal,
        allowance: &mut Allowance,
        found: Found,
    ) -> Ending {
        let places = halves(&self.rows, &self.sequence);
        let Listing { patience, longest: limit, .. } = self.task.listing;
        let fits = self.length(&places, slack[0]) <= limit;
        let mut longest = match patience {
            _ if fits => f64::INFINITY,
            Patience::GiveUp => return Ending::CutShort,
            Patience::Insist => f64::INFINITY,
            Patience::Glimpse => GLIMPSE,
        };
        while longest.is_infinite() || longest <= limit {
            let most = self.largest_loss(&places, slack[0], longest);
            match self.join(&places, &mut slack, most, goal, allowance, found) {
                // Whatever beats the incumbent loses at most the slack.
                Ending::Exhausted if slack[0] > most => longest *= DEEPER,
                ending => return ending,
            }
        }
        Ending::CutShort
    }

    /// The largest loss up to which lists are expected to be no longer than `longest`.
    fn largest_loss(&self, places: &[Vec<usize>; 2], slack: i64, longest: f64) -> i64 {
        if self.length(places, slack) <= longest {
            return slack;
        }
        let (mut low, mut high) = (0, slack);
        while high - low > slack / 64 + 1 {
            let middle = low + (high - low) / 2;
            if self.length(places, middle) > longest { high = middle } else { low = middle }
        }
        low
    }

    /// About how long the longer list of halves that lose no more than `most` is.
    fn length(&self, places: &[Vec<usize>; 2], most: i64) -> f64 {
        self.task.listing.density.get() * self.length_by_loss(places, most)
    }

    fn length_by_loss(&self, places: &[Vec<usize>; 2], most: i64) -> f64 {
        let side = |places: &Vec<usize>| outcomes_within(places.iter().map(|&place| &self.rows[place]), most);
        places.iter().map(side).fold(0.0, f64::max)
    }

    /// Joins the halves that lose no more than `most`, and lowers the slack by what is found.
    fn join(
        &mut self,
        places: &[Vec<usize>; 2],
        slack: &mut Lanes<L>,
        most: i64,
        goal: &mut dyn Goal,
        allowance: &mut Allowance,
        found: Found,
    ) -> Ending {
        let mut part = *slack;
        part[0] = part[0].min(most);
        let longest = usize::try_from(allowance.nodes).unwrap_or(usize::MAX).min(MOST_INTEGERS / L);
        let Some(mut join) = Join::new(&self.rows, places, &part, self.scale(), longest) else {
            return Ending::CutShort;
        };
        self.task.listing.density.set(join.longest() as f64 / self.length_by_loss(places, most).max(1.0));
        let mut row_of = vec![0; self.rows.len()];
        let mut assignment = vec![0; self.rows.len()];
        let is_complete = join.pairs(&mut part.clone(), allowance.nodes, &mut |rest, settle| {
            let utilities: Vec<i64> =
                (0..self.task.space.tops.len()).map(|party| rest[1 + party] + self.demands[1 + party]).collect();
            if !goal.offer(&utilities) {
                return Some(part);
            }
            settle(&mut row_of);
            for (place, node) in self.task.space.nodes.iter().enumerate() {
                assignment[node.variable] = self.rows[place].values[row_of[place]] as usize;
            }
            found(&assignment);
            // Where nothing can beat the incumbent any more, no slack is left.
            let demands = self.demand(goal);
            for lane in 0..L {
                slack[lane] = demands.map_or(-1, |demands| slack[lane] + self.demands[lane] - demands[lane]);
                part[lane] = slack[lane];
            }
            part[0] = slack[0].min(most);
            self.demands = demands?;
            Some(part)
        });
        allowance.nodes = allowance.nodes.saturating_sub(join.steps);
        if is_complete { Ending::Exhausted } else { Ending::CutShort }
    }

    /// How much a unit of each lane matters: the weight of the party in the first.
    fn scale(&self) -> [f64; L] {
        let mut scale = [1.0; L];
        for (scale, weight) in scale[1..].iter_mut().zip(self.task.weights) {
            *scale = *weight as f64;
        }
        scale
    }
}

#[cfg(test)]
mod tests;
