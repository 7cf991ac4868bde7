//! The Pareto frontier of the zone: its outcomes that no other outcome of the zone betters.
//!
//! An outcome betters another if every party likes it at least as much and some party more. The
//! frontier is found by adding one variable after the other and keeping the partial packages that no
//! other betters (Nemhauser and Ullmann 1969, "Discrete dynamic programming and capital allocation"),
//! without those from which some walk-away value is out of reach. Where too many remain, the answer
//! is a [`Cover`] that says how far it may fall short.
//!
//! A partial package of p parties takes 4 p bytes and 8 for its name; twice as much where utilities
//! exceed a billion units or outcomes 2^63. While a variable with k values is merged, about k + 2 times
//! the number of partial packages are in memory.

mod cover;
mod cross;
mod merge;
mod plan;
mod point;
mod sorted;
#[cfg(test)]
mod tests;
mod tree;

use super::network::Network;
use crate::model::Outcome;
use cover::Precision;
use merge::{Merge, Merged, Stop};
use plan::Plan;
use point::{Code, Coordinate, Digits, Layout, Point};
use rayon::slice::ParallelSliceMut;
use std::sync::atomic::AtomicBool;

/// How far a frontier may grow.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// The most partial packages kept after a step.
    pub max_states: usize,
    /// Stops the work when set.
    pub interrupt: Option<&'a AtomicBool>,
}

impl Default for Limits<'_> {
    /// Ten million partial packages: with four parties, about 1 GB.
    fn default() -> Self {
        Limits { max_states: 10_000_000, interrupt: None }
    }
}

/// What came of the search for a frontier.
#[derive(Clone, Debug)]
pub enum FrontierAnswer {
    /// All of it.
    Exact(Frontier),
    /// Packages that come close to all of it.
    Cover(Cover),
    /// More partial packages than allowed, at the precision asked for or at any; or too many ties
    /// between issues.
    TooLarge {
        /// After how many of the network's variables.
        variables: usize,
    },
    /// The interrupt was set.
    Interrupted,
}

/// Packages that come close to every point of the frontier.
///
/// For every outcome of the zone, `frontier` or `short` lists a package that gives no party less than
/// that outcome does, less `epsilon`; where the outcome gives every party its walk-away value plus
/// `epsilon` or more, `frontier` does.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Packages of the zone, none of which betters another.
    pub frontier: Frontier,
    /// Packages that obey the rules but leave some party up to `epsilon` short of its walk-away value.
    /// They mark where the frontier may reach the border of the zone unseen.
    pub short: Frontier,
    /// How far a package may fall short of what it stands for, party by party, in integer utilities.
    pub epsilon: Vec<i64>,
}

/// Utility vectors, each once, with a package each: sorted by descending utility to the first party,
/// then to the second, and so on.
#[derive(Clone, Debug)]
pub struct Frontier {
    n_parties: usize,
    utilities: Vec<i64>,
    codes: Codes,
    layout: Layout,
}

/// The names of packages in one of three widths.
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

    /// Whether there is no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.utilities.is_empty()
    }

    /// The integer utilities of a point, party by party.
    #[must_use]
    pub fn utilities(&self, point: usize) -> &[i64] {
        &self.utilities[point * self.n_parties..][..self.n_parties]
    }

    /// The integer utilities of all points, party by party, point by point.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[i64]> {
        self.utilities.chunks_exact(self.n_parties)
    }

    /// The package of a point; where several have its utilities, [`frontier`] finds the
    /// lexicographically smallest. `network` is the one whose frontier this is.
    #[must_use]
    pub fn package(&self, network: &Network, point: usize) -> Outcome {
        let assignment = match &self.codes {
            Codes::Narrow(codes) => self.layout.assignment(&codes[point]),
            Codes::Broad(codes) => self.layout.assignment(&codes[point]),
            Codes::Digits(codes) => self.layout.assignment(&codes[point]),
        };
        network.outcome(&assignment)
    }

    /// The points that no other betters in the eyes of two parties, by descending utility to the
    /// first; of points that are the same to both, the one listed first.
    #[must_use]
    pub fn pair(&self, first: usize, second: usize) -> Vec<usize> {
        let utility = |point: usize, party: usize| self.utilities[point * self.n_parties + party];
        let mut points: Vec<usize> = (0..self.len()).collect();
        points.sort_by_key(|&point| std::cmp::Reverse((utility(point, first), utility(point, second))));
        let mut best = None;
        points.retain(|&point| {
            let better = best.is_none_or(|best| utility(point, second) > best);
            if better {
                best = Some(utility(point, second));
            }
            better
        });
        points
    }
}

/// The frontier of the zone: exact, or a cover where the limits do not allow more.
#[must_use]
pub fn frontier(network: &Network, limits: &Limits<'_>) -> FrontierAnswer {
    answer(network, &(0..network.n_parties).collect::<Vec<_>>(), Precision::Automatic, limits)
}

/// A cover of the frontier that falls short by no more than `epsilon`, party by party, in integer
/// utilities.
#[must_use]
pub fn cover(network: &Network, epsilon: &[i64], limits: &Limits<'_>) -> FrontierAnswer {
    let precision = Precision::Within(epsilon.iter().map(|epsilon| (*epsilon).max(0)).collect());
    answer(network, &(0..network.n_parties).collect::<Vec<_>>(), precision, limits)
}

/// The frontier of the zone in the eyes of some parties: outcomes of the zone of all that no other
/// betters to these, sorted by descending utility to the first of them, then to the second, and so on.
/// The other parties only want their walk-away values, so far fewer partial packages remain than for
/// [`frontier`]. Of several packages with the same utilities to these parties one is listed, always
/// the same. A cover keeps its promise to these parties; the others it only promises their walk-away
/// values, less epsilon.
#[must_use]
pub fn frontier_between(network: &Network, parties: &[usize], limits: &Limits<'_>) -> FrontierAnswer {
    answer(network, parties, Precision::Automatic, limits)
}

fn answer(network: &Network, parties: &[usize], precision: Precision, limits: &Limits<'_>) -> FrontierAnswer {
    let layout = Layout::new(network);
    let plan = match Plan::new(network) {
        Ok(plan) => plan,
        Err(variables) => return FrontierAnswer::TooLarge { variables },
    };
    let mut slots = Vec::with_capacity(network.n_parties);
    for party in parties.iter().copied().chain(0..network.n_parties) {
        if party < network.n_parties && !slots.contains(&party) {
            slots.push(party);
        }
    }
    let merge = Merge {
        network,
        plan: &plan,
        layout: &layout,
        seekers: slots.iter().filter(|party| parties.contains(party)).count(),
        slots,
        precision,
        max_states: limits.max_states,
        interrupt: limits.interrupt,
    };
    let found = by_width(&merge);
    match found {
        Ok(found) if found.epsilon.iter().all(|epsilon| *epsilon == 0) => FrontierAnswer::Exact(found.frontier),
        Ok(cover) => FrontierAnswer::Cover(cover),
        Err(Stop::TooMany { steps }) => FrontierAnswer::TooLarge { variables: steps },
        Err(Stop::Interrupted) => FrontierAnswer::Interrupted,
    }
}

/// Chooses the narrowest numbers that hold utilities and names of packages.
fn by_width(merge: &Merge<'_>) -> Result<Cover, Stop> {
    let small = merge.plan.ranges.iter().all(|range| *range <= i32::LARGEST);
    match merge.layout.bits {
        ..63.0 if small => by_parties::<i32, u64>(merge, Codes::Narrow),
        ..127.0 => by_parties::<i64, u128>(merge, Codes::Broad),
        _ => by_parties::<i64, Digits>(merge, Codes::Digits),
    }
}

/// Chooses the number of coordinates; those that no party needs stay zero.
fn by_parties<C: Coordinate, K: Code>(merge: &Merge<'_>, codes: fn(Vec<K>) -> Codes) -> Result<Cover, Stop> {
    match merge.network.n_parties {
        0..=2 => finish::<C, 2, K>(merge, codes),
        3 => finish::<C, 3, K>(merge, codes),
        4 => finish::<C, 4, K>(merge, codes),
        5..=6 => finish::<C, 6, K>(merge, codes),
        _ => finish::<C, 16, K>(merge, codes),
    }
}

/// Sorts the points and parts those in the zone from those short of it.
fn finish<C: Coordinate, const P: usize, K: Code>(
    merge: &Merge<'_>,
    codes: fn(Vec<K>) -> Codes,
) -> Result<Cover, Stop> {
    let p = merge.network.n_parties;
    let Merged { mut points, spent } = merge.run::<C, P, K>()?;
    if P > 3 {
        points.par_sort_unstable_by(|a, b| b.utility.cmp(&a.utility));
    }
    let mut epsilon = vec![0; p];
    for (&party, spent) in merge.slots.iter().zip(spent) {
        epsilon[party] = spent;
    }
    let listed = |points: Vec<Point<C, P, K>>| {
        let mut utilities = vec![0; points.len() * p];
        for (row, point) in utilities.chunks_exact_mut(p).zip(&points) {
            merge.utilities(point, row);
        }
        let codes = codes(points.into_iter().map(|point| point.code).collect());
        Frontier { n_parties: p, utilities, codes, layout: merge.layout.clone() }
    };
    if epsilon.iter().all(|epsilon| *epsilon == 0) {
        return Ok(Cover { frontier: listed(points), short: listed(Vec::new()), epsilon });
    }
    let (inside, short) = points.into_iter().partition(|point| {
        let mut utilities = vec![0; p];
        merge.utilities(point, &mut utilities);
        utilities.iter().zip(&merge.network.reservation).all(|(utility, least)| utility >= least)
    });
    Ok(Cover { frontier: listed(inside), short: listed(short), epsilon })
}
