//! The package that is acceptable in most worlds.
//!
//! Found by climbing from good packages, one changed point at a time. Nothing can be acceptable in
//! more worlds than have a zone at all: where a package reaches that, it is proved the best; where
//! there are few packages, all are tried; otherwise the share of worlds with a zone is the bound.

use super::sample::Worlds;
use crate::model::{Negotiation, Outcome};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Packages times worlds up to which all packages are tried.
const MAX_TRIED: u64 = 20_000_000;

/// How many packages to climb from, and the most steps of each climb.
const CLIMBS: usize = 4;
const STEPS: usize = 60;

/// The package that is acceptable to all parties in most worlds.
#[derive(Clone, Debug)]
pub(super) struct Likeliest {
    pub outcome: Outcome,
    /// How much the worlds count in which all parties accept it.
    pub count: u64,
    /// No package is acceptable in worlds that count more.
    pub bound: u64,
}

/// The best package found, if any obeys the rules and red lines. `starts` are good packages, the best
/// first; `most` is how much the worlds count that may have a zone.
pub(super) fn likeliest(
    worlds: &Worlds,
    starts: &[Outcome],
    most: u64,
    interrupt: Option<&AtomicBool>,
) -> Option<Likeliest> {
    if let Some(packages) = every_package(worlds.negotiation(), MAX_TRIED / worlds.n_worlds() as u64) {
        let best = best_of(worlds, &packages)?;
        return Some(Likeliest { bound: best.1, outcome: best.0, count: best.1 });
    }
    let tried: Vec<(u64, &Outcome)> =
        starts.par_iter().map(|start| (worlds.count(&worlds.all_accept(start)), start)).collect();
    let mut order: Vec<usize> = (0..tried.len()).collect();
    order.sort_by_key(|&index| (std::cmp::Reverse(tried[index].0), index));
    let mut best: Option<(Outcome, u64)> = None;
    for index in order.into_iter().take(CLIMBS) {
        let climbed = climb(worlds, tried[index].1.clone(), tried[index].0, most);
        if best.as_ref().is_none_or(|(_, count)| climbed.1 > *count) {
            best = Some(climbed);
        }
        if interrupt.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            break;
        }
    }
    best.map(|(outcome, count)| Likeliest { outcome, count, bound: most.max(count) })
}

/// Every package that obeys the rules and crosses no red line, where there are not too many packages.
pub(super) fn every_package(negotiation: &Negotiation, most: u64) -> Option<Vec<Outcome>> {
    use num_traits::ToPrimitive;
    let total = negotiation.n_outcomes().to_u64().filter(|total| *total <= most)?;
    let sizes = negotiation.sizes();
    let decode = |mut index: u64| {
        let mut options = vec![0; sizes.len()];
        for (option, &size) in options.iter_mut().zip(sizes).rev() {
            *option = (index % size as u64) as usize;
            index /= size as u64;
        }
        Outcome(options)
    };
    Some((0..total).map(decode).filter(|outcome| is_permitted(negotiation, outcome)).collect())
}

/// Whether an outcome obeys the rules and crosses no party's red line.
pub(super) fn is_permitted(negotiation: &Negotiation, outcome: &Outcome) -> bool {
    negotiation.broken_rules(outcome).is_empty()
        && negotiation.preferences().iter().all(|party| !party.red_lines.iter().any(|line| line.crossed(&outcome.0)))
}

fn best_of(worlds: &Worlds, packages: &[Outcome]) -> Option<(Outcome, u64)> {
    let counts: Vec<u64> = packages.par_iter().map(|package| worlds.count(&worlds.all_accept(package))).collect();
    let best = (0..packages.len()).max_by_key(|&index| (counts[index], std::cmp::Reverse(index)))?;
    Some((packages[best].clone(), counts[best]))
}

/// Changes one point at a time while that makes the package acceptable in more worlds.
fn climb(worlds: &Worlds, mut outcome: Outcome, mut count: u64, most: u64) -> (Outcome, u64) {
    let negotiation = worlds.negotiation();
    for _ in 0..STEPS {
        if count >= most {
            break;
        }
        let change = |(issue, option): (usize, usize)| {
            let mut changed = outcome.clone();
            changed.0[issue] = option;
            changed
        };
        let sizes = negotiation.sizes().iter().enumerate();
        let options = sizes.flat_map(|(issue, &size)| (0..size).map(move |option| (issue, option)));
        let neighbours: Vec<Outcome> = options
            .filter(|&(issue, option)| outcome.0[issue] != option)
            .map(change)
            .filter(|neighbour| is_permitted(negotiation, neighbour))
            .collect();
        match best_of(worlds, &neighbours) {
            Some((better, more)) if more > count => (outcome, count) = (better, more),
            _ => break,
        }
    }
    (outcome, count)
}
