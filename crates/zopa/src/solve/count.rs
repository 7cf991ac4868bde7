//! How many outcomes are in the zone of possible agreement.
//!
//! Every allowed outcome is one assignment of the network, because counters follow from the issues,
//! so assignments are counted. Exactly where the work bound permits: the network is cut in two, the
//! utility vectors of both sides are listed, and the pairs that satisfy everyone are counted without
//! looking at each (Horowitz and Sahni 1974; Bentley 1980). Otherwise lists are shortened by rounding
//! up and down, which proves an interval. Where that is wide, a confidence interval from random
//! draws narrows it, and the answer says so.

mod condition;
mod confidence;
mod dominance;
mod expand;
mod list;
mod meet;
mod random;
pub(crate) use random::SplitMix;
mod sampling;
mod split;
mod tables;
#[cfg(test)]
mod tests;
mod watch;

use super::network::{Network, Variable};
use expand::Rounding;
use num_bigint::BigUint;
use num_traits::{One, Zero};
use sampling::Effort;
use split::Split;
use std::sync::atomic::AtomicBool;
use watch::Watch;

pub use sampling::LEVEL;

/// What a count may take. Bounds are on operations and bytes, not on time, so that the same bounds
/// give the same answer on every machine.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// Steps of about a nanosecond on one core, as estimated beforehand.
    pub work: f64,
    /// Bytes, as estimated beforehand.
    pub memory: f64,
    /// Determines the random draws, where any are made.
    pub seed: u64,
    /// When raised, the count stops and returns what is proved.
    pub interrupt: Option<&'a AtomicBool>,
}

impl Limits<'_> {
    /// Up to half a minute on one core: enough for 28 issues of 3 options between 4 parties, exactly.
    #[must_use]
    pub fn thorough() -> Self {
        Limits { work: 3e10, memory: 2e9, seed: 1, interrupt: None }
    }

    /// A fraction of a second.
    #[must_use]
    pub fn quick() -> Self {
        Limits { work: 1e9, memory: 5e8, seed: 1, interrupt: None }
    }
}

/// The number of outcomes in the zone, as precisely as is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Count {
    /// The number.
    Exact(BigUint),
    /// Proved bounds.
    Interval {
        /// There are at least so many.
        at_least: BigUint,
        /// There are at most so many.
        at_most: BigUint,
    },
    /// A confidence interval: bounds that hold with probability at least `level` over the draws.
    Confidence {
        /// The lower bound.
        low: BigUint,
        /// The upper bound.
        high: BigUint,
        /// The probability that the bounds hold.
        level: f64,
        /// The number of draws.
        samples: usize,
        /// What determined them.
        seed: u64,
    },
}

impl Count {
    /// The lower and the upper bound; equal where the count is exact.
    #[must_use]
    pub fn bounds(&self) -> (&BigUint, &BigUint) {
        match self {
            Count::Exact(number) => (number, number),
            Count::Interval { at_least, at_most } => (at_least, at_most),
            Count::Confidence { low, high, .. } => (low, high),
        }
    }
}

/// The zone and what it is part of.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The number of outcomes in the zone.
    pub count: Count,
    /// The number of outcomes that obey the rules and cross no red line; `None` where rules and
    /// red lines are too entangled to count them within bounds.
    pub allowed: Option<BigUint>,
}

/// A proved interval is good enough where its width is at most this part of its upper end.
const TIGHT: u32 = 20;

/// Bytes for every vector of a list: the vector, its compact copies, its weight and key.
fn bytes_per_state(n_parties: usize) -> f64 {
    (28 * n_parties + 40) as f64
}

/// Counts the outcomes that obey the rules, cross no red line and give every party at least its
/// reservation value.
///
/// Where utilities had to be rounded to integers, two counts bound the number: one with utilities as
/// rounded, outward, and one that asks for so much more that rounding cannot be the reason to count
/// an outcome.
#[must_use]
pub fn count(network: &Network, limits: &Limits) -> Counted {
    let outer = count_integers(network, limits);
    if network.is_exact() {
        return outer;
    }
    let mut strict = network.clone();
    for (need, scale) in strict.reservation.iter_mut().zip(&network.scales).filter(|(_, scale)| !scale.is_exact()) {
        *need += scale.slack + 1;
    }
    let count = between(count_integers(&strict, limits).count, outer.count);
    Counted { count, ..outer }
}

/// What a count from below and one from above say together. Of a confidence interval, either end
/// fails with half of the permitted probability, so two of them together keep its level.
fn between(below: Count, above: Count) -> Count {
    let high = above.bounds().1.clone();
    // Only unlucky draws can put the lower end above the upper one.
    let low = below.bounds().0.min(&high).clone();
    match (below, above) {
        (Count::Confidence { level, samples, seed, .. }, _) | (_, Count::Confidence { level, samples, seed, .. }) => {
            Count::Confidence { low, high, level, samples, seed }
        }
        _ if low == high => Count::Exact(low),
        _ => Count::Interval { at_least: low, at_most: high },
    }
}

/// The same, taking integer utilities as they are.
fn count_integers(network: &Network, limits: &Limits) -> Counted {
    if let ([packages], true) = (&network.variables[..], network.factors.is_empty()) {
        return scan(network, packages);
    }
    // A few thousand cells take less than a millisecond, whatever the bound says.
    let most_cells = (limits.work / 1000.0).clamp(4096.0, (limits.memory / 200.0).max(4096.0));
    let allowed = if network.is_void() {
        Some(BigUint::zero())
    } else {
        tables::Tables::<BigUint>::new(network, most_cells).map(|tables| tables.total())
    };
    let count = match &allowed {
        Some(allowed) if allowed.is_zero() => Count::Exact(BigUint::zero()),
        _ => Counting { network, limits, allowed: allowed.as_ref(), most_cells }.count(),
    };
    Counted { count, allowed }
}

/// Counts the values of the only variable, each of which is an allowed outcome.
fn scan(network: &Network, packages: &Variable) -> Counted {
    let satisfied = |utilities: &&[i64]| utilities.iter().zip(&network.reservation).all(|(u, need)| u >= need);
    let zone = packages.utility.chunks(network.n_parties).filter(satisfied).count();
    Counted { count: Count::Exact(zone.into()), allowed: Some(packages.size.into()) }
}

struct Counting<'c> {
    network: &'c Network,
    limits: &'c Limits<'c>,
    allowed: Option<&'c BigUint>,
    most_cells: f64,
}

impl Counting<'_> {
    fn count(&self) -> Count {
        let (least, most) = meet::reach(self.network);
        let reservation = &self.network.reservation;
        if most.iter().zip(reservation).any(|(most, need)| most < need) {
            return Count::Exact(BigUint::zero());
        }
        let open: Vec<bool> = least.iter().zip(reservation).map(|(least, need)| least < need).collect();
        if let (Some(allowed), false) = (self.allowed, open.contains(&true)) {
            return Count::Exact(allowed.clone());
        }
        let split = split::best_split(self.network, &open);
        if let Some(count) = self.exact(&split) {
            return Count::Exact(count);
        }
        let most = self
            .allowed
            .cloned()
            .unwrap_or_else(|| self.network.variables.iter().map(|variable| BigUint::from(variable.size)).product());
        let (at_least, at_most) = self.rounded(&split, &open).unwrap_or((BigUint::zero(), most));
        if at_least == at_most {
            return Count::Exact(at_least);
        }
        if (&at_most - &at_least) * TIGHT <= at_most {
            return Count::Interval { at_least, at_most };
        }
        self.sampled(&open, &at_least, &at_most).unwrap_or(Count::Interval { at_least, at_most })
    }

    fn watch(&self) -> Watch<'_> {
        Watch(self.limits.interrupt)
    }

    /// The most states that a list may have.
    fn most_states(&self) -> usize {
        (self.limits.memory / bytes_per_state(self.network.n_parties) / 2.0).min(2e9) as usize
    }

    /// The exact count where it is within bounds.
    fn exact(&self, split: &Split) -> Option<BigUint> {
        let bytes = (split.lengths[0] + split.lengths[1]) * bytes_per_state(self.network.n_parties);
        let affordable = split.work <= self.limits.work && bytes <= self.limits.memory;
        let meet = || meet::meet(self.network, split, Rounding::Never, self.most_states(), &self.watch());
        affordable.then(meet).flatten()
    }

    /// Proved bounds from shortened lists, where those are within bounds.
    fn rounded(&self, split: &Split, open: &[bool]) -> Option<(BigUint, BigUint)> {
        if split.work.is_infinite() {
            return None;
        }
        let n_open = open.iter().filter(|open| **open).count();
        let conditions: f64 = split.separator.iter().map(|&v| self.network.variables[v].size as f64).product();
        let work = |states: f64| {
            2.0 * conditions * (split::pairing([states; 2], n_open) + split::merging(self.network, states))
        };
        // A step multiplies the states by the values of a variable before they are merged again.
        let largest = self.network.variables.iter().map(|variable| variable.size).max().unwrap_or(1);
        let room = 2 * self.most_states() / largest.max(1);
        let affordable = |&states: &usize| states <= room && work(states as f64) <= self.limits.work / 2.0;
        let states = (6..22).rev().map(|bits| 1usize << bits).find(affordable)?;
        let meet = |rounding| meet::meet(self.network, split, rounding, states, &self.watch());
        let at_most = meet(Rounding::Up)?;
        let at_most = self.allowed.map_or(at_most.clone(), |allowed| at_most.min(allowed.clone()));
        let at_least = if at_most.is_zero() { BigUint::zero() } else { meet(Rounding::Down)? };
        Some((at_least, at_most))
    }

    /// A confidence interval within proved bounds.
    fn sampled(&self, open: &[bool], at_least: &BigUint, at_most: &BigUint) -> Option<Count> {
        let allowed = self.allowed?;
        let per_draw = 100.0 * self.network.variables.len() as f64;
        let per_vector = open.len() as f64;
        // Half of the bound; eight times as many draws as vectors in the list.
        let longest_list = (self.limits.work / 2.0 / 8.0 / per_vector).sqrt().clamp(16.0, 8192.0);
        let samples = (self.limits.work / 2.0 / (per_draw + longest_list * per_vector)).clamp(1000.0, 1e6) as usize;
        let effort = Effort {
            samples,
            longest_list: longest_list as usize,
            seed: self.limits.seed,
            most_cells: self.most_cells,
        };
        let (low, high) = sampling::share_interval(self.network, &effort, &self.watch())?;
        let part = |share: f64| allowed * BigUint::from((share * (1u64 << 53) as f64) as u64);
        let low = (part(low) >> 53u8).max(at_least.clone());
        let high = ((part(high) >> 53u8) + BigUint::one()).min(at_most.clone());
        if low > high {
            // The draws were among the unlucky one in a hundred, as the proof shows.
            return None;
        }
        Some(Count::Confidence { low, high, level: LEVEL, samples, seed: self.limits.seed })
    }
}
