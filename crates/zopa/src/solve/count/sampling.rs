//! An interval for the size of the zone from random draws.
//!
//! Some components of the network, together no longer than a list, are counted exactly; the others
//! are drawn, each of their allowed assignments with the same probability. For every draw the share
//! of the list that satisfies everyone is exact, so draws vary less than whole assignments would.

use super::condition::part;
use super::confidence::mean_interval;
use super::expand::{Expansion, Rounding, expand};
use super::list::List;
use super::meet::reach;
use super::random::SplitMix;
use super::split::{Split, linear_order};
use super::tables::{Drawing, Tables};
use super::watch::Watch;
use crate::solve::network::Network;
use num_bigint::BigUint;
use rayon::prelude::*;

/// How much to draw.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// The number of draws.
    pub samples: usize,
    /// The longest list that is counted exactly for every draw.
    pub longest_list: usize,
    /// Determines the draws.
    pub seed: u64,
    /// Tables of more cells are not filled.
    pub most_cells: f64,
}

/// The confidence that the interval contains the number.
pub const LEVEL: f64 = 0.99;

/// An interval that contains, with confidence [`LEVEL`], the share of the allowed assignments that
/// satisfies everyone. `None` where tables would outgrow their room or the watch says to stop.
pub fn share_interval(network: &Network, effort: &Effort, watch: &Watch) -> Option<(f64, f64)> {
    let (drawn, listed) = divide(network, effort.longest_list as f64);
    let listed = part(network, &listed, &[]).network;
    let drawn = part(network, &drawn, &[]).network;
    let order: Vec<usize> = (0..listed.variables.len()).collect();
    let (below, above) = bounds(&listed);
    // Nothing is dropped or cut off: shares refer to the whole list.
    let expansion = Expansion {
        order: &order,
        least_need: &below,
        most_need: &above,
        most_states: 4 * effort.longest_list.max(16),
        rounding: Rounding::Never,
    };
    let ranked = Ranked::new(&expand(&listed, &expansion, watch)?, &network.reservation);
    let drawing = Drawing::new(Tables::<BigUint>::new(&drawn, effort.most_cells)?)?;
    let draw = |sample: usize| {
        let mut assignment = vec![0; drawn.variables.len()];
        drawing.draw(&mut SplitMix::stream(effort.seed, sample as u64), &mut assignment);
        match drawn.utilities(&assignment) {
            Some(utilities) if !watch.stopped() => ranked.share(&utilities),
            _ => 0.0,
        }
    };
    let draws: Vec<f64> = (0..effort.samples).into_par_iter().with_min_len(64).map(draw).collect();
    (!watch.stopped()).then(|| mean_interval(&draws, LEVEL))
}

/// Needs that everything meets, and needs that nothing exceeds.
fn bounds(network: &Network) -> (Vec<i64>, Vec<i64>) {
    let (least, most) = reach(network);
    (least, most.iter().map(|most| most + 1).collect())
}

/// The variables to draw and those to list: the components that matter most to the parties are listed.
fn divide(network: &Network, longest_list: f64) -> (Vec<usize>, Vec<usize>) {
    let order = linear_order(network);
    let (least, most) = reach(network);
    let mut components = Split::components(network, &order);
    let spread = |variables: &[usize]| -> f64 {
        let inside = reach(&part(network, variables, &[]).network);
        let shares = (0..least.len()).map(|party| {
            let whole = (most[party] - least[party]).max(1) as f64;
            (inside.1[party] - inside.0[party]) as f64 / whole
        });
        shares.sum()
    };
    // Room in a list is multiplied, so what a component costs is its logarithm.
    let worth = |component: &(Vec<usize>, f64)| spread(&component.0) / component.1.ln().max(1e-3);
    components.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    let (mut drawn, mut listed) = (Vec::new(), Vec::new());
    let mut length = 1.0;
    for (variables, ways) in components {
        if length * ways <= longest_list {
            length *= ways;
            listed.extend(variables);
        } else {
            drawn.extend(variables);
        }
    }
    (drawn, listed)
}

/// A list whose coordinates are ranked, so that many are compared with one instruction.
struct Ranked {
    /// Party by party, what a draw must reach for each vector, ascending.
    thresholds: Vec<Vec<i64>>,
    /// Party by party, the rank of each vector's threshold.
    ranks: Vec<Vec<u32>>,
    weights: Vec<u32>,
    total: f64,
}

impl Ranked {
    fn new(list: &List, reservation: &[i64]) -> Ranked {
        let column = |party: usize| (0..list.len).map(move |row| reservation[party] - list.row(row)[party]);
        let sorted = |party: usize| {
            let mut thresholds: Vec<i64> = column(party).collect();
            thresholds.sort_unstable();
            thresholds.dedup();
            thresholds
        };
        let thresholds: Vec<Vec<i64>> = (0..reservation.len()).map(sorted).collect();
        let rank = |party: usize| {
            let thresholds = &thresholds[party];
            column(party).map(|threshold| thresholds.partition_point(|t| *t < threshold) as u32).collect()
        };
        let ranks = (0..reservation.len()).map(rank).collect();
        // The number of assignments behind the list is bounded by the longest list, hence fits.
        let weights = (0..list.len).map(|row| list.weight(row) as u32).collect();
        Ranked { thresholds, ranks, weights, total: list.total() as f64 }
    }

    /// The share of the list that satisfies everyone together with a draw.
    fn share(&self, utilities: &[i64]) -> f64 {
        let own: Vec<u32> = utilities
            .iter()
            .zip(&self.thresholds)
            .map(|(utility, thresholds)| thresholds.partition_point(|t| t <= utility) as u32)
            .collect();
        if own.contains(&0) {
            return 0.0;
        }
        const BLOCK: usize = 1024;
        let mut hits = 0u64;
        for start in (0..self.weights.len()).step_by(BLOCK) {
            let weights = &self.weights[start..self.weights.len().min(start + BLOCK)];
            let mut reached = [u32::MAX; BLOCK];
            for (ranks, own) in self.ranks.iter().zip(&own) {
                let ranks = &ranks[start..start + weights.len()];
                reached.iter_mut().zip(ranks).for_each(|(hit, rank)| *hit &= u32::from(*rank < *own).wrapping_neg());
            }
            hits += reached.iter().zip(weights).map(|(hit, weight)| u64::from(hit & weight)).sum::<u64>();
        }
        hits as f64 / self.total
    }
}
