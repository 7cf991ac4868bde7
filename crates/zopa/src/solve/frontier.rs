//! The Pareto frontier of the zone: its outcomes that no other outcome of the zone betters.

mod cross;
mod merge;
mod plan;
mod point;
mod sorted;
mod tree;

#[cfg(test)]
mod tests;

use super::network::Network;
use crate::model::Outcome;
use merge::{Merge, Stop};
use plan::Plan;
use point::{Code, Coordinate, Digits, Layout, Point};
use std::sync::atomic::AtomicBool;

/// How far a frontier may grow.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// The most partial packages held after a step.
    pub max_states: usize,
    /// Stops the work when set.
    pub interrupt: Option<&'a AtomicBool>,
}

/// What came of the search for a frontier.
#[derive(Clone, Debug)]
pub enum FrontierAnswer {
    /// All of it.
    Exact(Frontier),
    /// More partial packages than allowed.
    TooLarge {
        /// How many there were.
        states: usize,
        /// After how many variables.
        steps: usize,
    },
    /// The interrupt was set.
    Interrupted,
}

/// Points with a package each, sorted by descending utilities, the first party's first.
#[derive(Clone, Debug)]
pub struct Frontier {
    n_parties: usize,
    utilities: Vec<i64>,
    codes: Codes,
    layout: Layout,
}

#[derive(Clone, Debug)]
enum Codes {
    Narrow(Vec<u64>),
    Broad(Vec<u128>),
    Digits(Vec<Digits>),
}

impl Frontier {
    /// The number of points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.utilities.len() / self.n_parties
    }

    /// Whether the zone is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.utilities.is_empty()
    }

    /// The integer utilities of a point, party by party.
    #[must_use]
    pub fn utilities(&self, point: usize) -> &[i64] {
        &self.utilities[point * self.n_parties..][..self.n_parties]
    }

    /// The lexicographically smallest package with the utilities of a point.
    #[must_use]
    pub fn package(&self, network: &Network, point: usize) -> Outcome {
        let assignment = match &self.codes {
            Codes::Narrow(codes) => self.layout.assignment(&codes[point]),
            Codes::Broad(codes) => self.layout.assignment(&codes[point]),
            Codes::Digits(codes) => self.layout.assignment(&codes[point]),
        };
        network.outcome(&assignment)
    }
}

/// Finds the frontier of the zone.
#[must_use]
pub fn frontier(network: &Network, limits: &Limits<'_>) -> FrontierAnswer {
    let layout = Layout::new(network);
    let plan = Plan::new(network);
    let merge =
        Merge { network, plan: &plan, layout: &layout, max_states: limits.max_states, interrupt: limits.interrupt };
    let short = plan.range <= i32::LARGEST;
    let found = if short && layout.bits < 63.0 {
        by_parties::<i32, u64>(&merge, Codes::Narrow)
    } else if short && layout.bits < 127.0 {
        by_parties::<i32, u128>(&merge, Codes::Broad)
    } else if layout.bits < 127.0 {
        by_parties::<i64, u128>(&merge, Codes::Broad)
    } else {
        by_parties::<i64, Digits>(&merge, Codes::Digits)
    };
    match found {
        Ok((utilities, codes)) => {
            FrontierAnswer::Exact(Frontier { n_parties: network.n_parties, utilities, codes, layout })
        }
        Err(Stop::TooMany { states, steps }) => FrontierAnswer::TooLarge { states, steps },
        Err(Stop::Interrupted) => FrontierAnswer::Interrupted,
    }
}

fn by_parties<C: Coordinate, K: Code>(
    merge: &Merge<'_>,
    codes: fn(Vec<K>) -> Codes,
) -> Result<(Vec<i64>, Codes), Stop> {
    match merge.network.n_parties {
        0..=2 => finish::<C, 2, K>(merge, codes),
        3 => finish::<C, 3, K>(merge, codes),
        4 => finish::<C, 4, K>(merge, codes),
        5..=6 => finish::<C, 6, K>(merge, codes),
        _ => finish::<C, 16, K>(merge, codes),
    }
}

fn finish<C: Coordinate, const P: usize, K: Code>(
    merge: &Merge<'_>,
    codes: fn(Vec<K>) -> Codes,
) -> Result<(Vec<i64>, Codes), Stop> {
    let mut points: Vec<Point<C, P, K>> = merge.run()?;
    if P > 3 {
        use rayon::slice::ParallelSliceMut;
        points.par_sort_unstable_by(|a, b| b.utility.cmp(&a.utility));
    }
    let base = &merge.plan.base;
    let utilities =
        points.iter().flat_map(|point| base.iter().zip(&point.utility).map(|(base, u)| base + u.wide())).collect();
    Ok((utilities, codes(points.into_iter().map(|point| point.code).collect())))
}
