//! The next question: what to ask in a caucus, by what the answer would be worth.
//!
//! A package is worth, in a world, its product of gains as a share of the largest there (1 for the
//! fair package of that world, 0 where some party refuses). Without asking, the best proposal is the
//! one that is worth most on average. Knowing one number, another proposal may be best in some cases:
//! the average rise is the expected value of partial perfect information, estimated by cutting the
//! worlds into groups by that number (Mark Strong and Jeremy E. Oakley, 2013, "An Efficient Method
//! for Computing Single-Parameter Partial Expected Value of Perfect Information", Medical Decision
//! Making 33(6)). Proposals are chosen on one half of the worlds and judged on the other, for a choice
//! judged by the worlds that it was made in looks better than it is.

use super::resolve::Solved;
use super::sample::Worlds;
use crate::model::{Distribution, Form, Outcome, Quantity};
use rayon::prelude::*;

/// Into how many groups the worlds are cut by a number that varies continuously.
const GROUPS: usize = 10;

/// What an answer to a question is worth.
#[derive(Clone, Debug)]
pub struct QuestionValue {
    /// Whom to ask: a participant's index.
    pub participant: usize,
    /// What to ask for.
    pub quantity: Quantity,
    /// How much better the best proposal would do on average, as a share of the largest product of
    /// gains; negative where the estimate is.
    pub rise: f64,
    /// One standard error of the rise; zero where all worlds were looked at.
    pub standard_error: f64,
    /// The share of worlds in which another package would be proposed.
    pub changes: f64,
    /// What would be proposed where the number is lowest and where it is highest: indices of packages.
    pub proposals: [usize; 2],
    /// Between which numbers the lowest and the highest group lie.
    pub ends: [f64; 2],
}

/// What packages are worth in every world.
pub(super) struct Worth {
    pub packages: Vec<Outcome>,
    /// Entry `world * packages.len() + package`, from 0 to 1.
    worth: Vec<f32>,
    counts: Vec<f64>,
    is_every_world: bool,
}

impl Worth {
    /// Measures packages, which obey the rules.
    pub fn new(worlds: &Worlds, solved: &[Solved], packages: Vec<Outcome>) -> Worth {
        let n_parties = worlds.negotiation().parties().len();
        let best: Vec<f64> = (0..worlds.n_worlds())
            .into_par_iter()
            .map(|world| {
                solved[world].package().map_or(-1.0, |outcome| {
                    let margin = |party: usize| {
                        let row = worlds.row(party, world);
                        (worlds.utility(party, world, outcome) - row[row.len() - 1]) as f64
                    };
                    (0..n_parties).map(margin).product()
                })
            })
            .collect();
        let columns: Vec<Vec<f32>> = packages
            .par_iter()
            .map(|package| {
                let margins: Vec<Vec<i64>> = (0..n_parties).map(|party| worlds.margins(party, package)).collect();
                let accepted = worlds.all_accept(package);
                let worth = |world: usize| {
                    if !accepted[world] || best[world] < 0.0 {
                        return 0.0;
                    }
                    let product: f64 = margins.iter().map(|m| m[world.min(m.len() - 1)] as f64).product();
                    if best[world] > 0.0 { (product / best[world]).min(1.0) as f32 } else { 1.0 }
                };
                (0..worlds.n_worlds()).map(worth).collect()
            })
            .collect();
        let by_world = (0..worlds.n_worlds()).flat_map(|world| columns.iter().map(move |column| column[world]));
        let counts = worlds.counts().iter().map(|&count| count as f64 / worlds.total() as f64).collect();
        Worth { worth: by_world.collect(), packages, counts, is_every_world: worlds.is_every_world() }
    }

    fn n_worlds(&self) -> usize {
        self.counts.len()
    }

    fn of(&self, world: usize, package: usize) -> f64 {
        f64::from(self.worth[world * self.packages.len() + package])
    }

    /// The package that is worth most on average over some worlds.
    fn best_over(&self, group: impl Iterator<Item = usize>) -> usize {
        let mut sums = vec![0.0; self.packages.len()];
        for world in group {
            let row = &self.worth[world * sums.len()..][..sums.len()];
            sums.iter_mut().zip(row).for_each(|(sum, &worth)| *sum += f64::from(worth) * self.counts[world]);
        }
        (0..sums.len()).max_by(|&a, &b| sums[a].total_cmp(&sums[b]).then(b.cmp(&a))).unwrap_or(0)
    }

    /// The package that is worth most on average, and how much.
    pub fn best(&self) -> Option<(&Outcome, f64)> {
        let best = self.best_over(0..self.n_worlds());
        let outcome = self.packages.get(best)?;
        Some((outcome, (0..self.n_worlds()).map(|world| self.of(world, best) * self.counts[world]).sum()))
    }

    /// The value of asking for each unknown number, the most valuable first.
    pub fn questions(&self, worlds: &Worlds) -> Vec<QuestionValue> {
        if self.packages.is_empty() {
            return Vec::new();
        }
        let negotiation = worlds.negotiation();
        let n_participants = negotiation.parties().len();
        let all = (0..n_participants)
            .flat_map(|participant| (0..worlds.unknowns(participant).len()).map(move |unknown| (participant, unknown)));
        let all: Vec<(usize, usize)> = all.collect();
        let mut values: Vec<QuestionValue> =
            all.into_par_iter().map(|(participant, unknown)| self.question(worlds, participant, unknown)).collect();
        values.sort_by(|a, b| b.rise.total_cmp(&a.rise));
        values
    }

    fn question(&self, worlds: &Worlds, participant: usize, unknown: usize) -> QuestionValue {
        let quantity = worlds.unknowns(participant)[unknown];
        let doubts = worlds.negotiation().doubts().iter().find(|doubts| doubts.of == participant);
        let distribution = doubts.and_then(|doubts| doubts.unknowns.iter().find(|(other, _)| *other == quantity));
        let (fallen, steps) = worlds.fallen(participant, unknown);
        let groups = groups(fallen, distribution.map(|(_, distribution)| distribution));
        // Both halves take part in both roles; where all worlds are known there is nothing to guard against.
        let halves: &[(usize, usize)] = if self.is_every_world { &[(2, 2)] } else { &[(0, 1), (1, 0)] };
        let mut rises = vec![0.0; self.n_worlds()];
        let mut changes = 0.0;
        for &(chosen_on, judged_on) in halves {
            let in_half = |half: usize| move |world: &usize| half == 2 || world % 2 == half;
            let without = self.best_over((0..self.n_worlds()).filter(in_half(chosen_on)));
            for group in &groups {
                let within = self.best_over(group.iter().copied().filter(in_half(chosen_on)));
                for world in group.iter().copied().filter(in_half(judged_on)) {
                    rises[world] = self.of(world, within) - self.of(world, without);
                    changes += if within == without { 0.0 } else { self.counts[world] };
                }
            }
        }
        let rise: f64 = rises.iter().zip(&self.counts).map(|(rise, count)| rise * count).sum();
        let spread: f64 = rises.iter().map(|one| (one - rise).powi(2)).sum();
        let n = self.n_worlds() as f64;
        let standard_error = if self.is_every_world { 0.0 } else { (spread / n / (n - 1.0).max(1.0)).sqrt() };
        let ends = [&groups[0], &groups[groups.len() - 1]];
        let number = |world: usize| fallen[world] as f64 / steps as f64;
        QuestionValue {
            participant,
            quantity,
            rise,
            standard_error,
            changes,
            proposals: ends.map(|group| self.best_over(group.iter().copied())),
            ends: [
                ends[0].last().map_or(0.0, |&world| number(world)),
                ends[1].first().map_or(0.0, |&world| number(world)),
            ],
        }
    }
}

/// Worlds cut into groups by how a number fell, lowest first.
fn groups(fallen: &[i64], distribution: Option<&Distribution>) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..fallen.len()).collect();
    order.sort_by_key(|&world| (fallen[world], world));
    if let Some(Form::OneOf(_)) = distribution.map(Distribution::form) {
        return order.chunk_by(|&a, &b| fallen[a] == fallen[b]).map(<[usize]>::to_vec).collect();
    }
    let size = order.len().div_ceil(GROUPS).max(1);
    order.chunks(size).map(<[usize]>::to_vec).collect()
}
