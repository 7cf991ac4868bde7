//! The one-text step: one text for all instead of a text for each.
//!
//! First a common base: a package that gives every party at least what the text it accepted gives it,
//! and lets the party that gains most gain as little as possible, so that nobody gets ahead. Then the
//! improvement: among the packages that give everyone at least as much as the base, the one whose least
//! gain over the base is greatest (then the second least, and so on). Thiessen 1996, US Patent 5,495,412
//! (ICANS); Thiessen and Loucks 1992, "Computer-assisted negotiation of multiobjective water resources
//! conflicts", Water Resources Bulletin 28(1). Not for parties whose utilities cannot be compared: both
//! steps compare gains.

use super::betterment::with_walk_away;
use super::integer_ranges;
use super::purse::Purse;
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome};
use crate::registry::solution;
use crate::solve::engine::goal::LeastRatio;
use crate::solve::engine::search::{Remainder, search};
use crate::solve::engine::space::Space;
use crate::solve::network::Network;
use crate::solve::{Answer, Question, Solver};
use num_bigint::BigInt;

/// One text for all.
#[derive(Clone, Debug)]
pub struct OneText {
    /// What every party must at least get: what its own text gives it, or its walk-away value where that is more.
    pub floors: Vec<Rational>,
    /// The common base.
    pub base: Base,
    /// The improvement: its value is the least gain over the base; `None` where there is no base.
    pub improvement: Option<Answer>,
}

/// The common base of several texts.
#[derive(Clone, Debug, PartialEq)]
pub enum Base {
    /// A package.
    Found {
        /// The package.
        outcome: Outcome,
        /// What it gives everyone beyond the floors.
        gains: Vec<Rational>,
        /// The greatest of these gains.
        largest: Rational,
        /// No base has a smaller greatest gain; equal to `largest` where that is proved.
        at_least: Option<Rational>,
    },
    /// Proved: no package gives everyone as much as its own text.
    Empty {
        /// If everyone accepted less than its floor by this, there would be a package; with that package, if found in time.
        short: Option<(Rational, Outcome)>,
    },
    /// The search ended first.
    Unknown,
}

/// Finds one text for all. `accepted` is what the text that each party accepted gives it. Each
/// question may visit so many nodes.
#[must_use]
pub fn one_text(solver: &Solver, accepted: &[Rational], purse: &Purse, each: u64) -> OneText {
    let negotiation = solver.negotiation();
    let walk_away = negotiation.preferences().iter().map(|p| &p.reservation_value);
    let floors: Vec<Rational> = accepted.iter().zip(walk_away).map(|(a, r)| a.max(r).clone()).collect();
    let lifted = with_walk_away(negotiation, &floors);
    let Ok(own) = Solver::new(&lifted) else { return OneText { floors, base: Base::Unknown, improvement: None } };
    let base = base(&own, &lifted, &floors, purse, each);
    let improvement = match &base {
        Base::Found { outcome, .. } => Some(improvement(&lifted, outcome, purse, each)),
        Base::Empty { .. } | Base::Unknown => None,
    };
    OneText { floors, base, improvement }
}

fn improvement(negotiation: &Negotiation, base: &Outcome, purse: &Purse, each: u64) -> Answer {
    let lifted = with_walk_away(negotiation, &negotiation.utilities(base));
    let question = Question::plain(solution("leximin").expect("leximin is a solution"), lifted.parties().len());
    match Solver::new(&lifted) {
        Ok(solver) => purse.ask(each, |budget| solver.solve(&question, budget)),
        Err(_) => Answer::Unknown { bound: None },
    }
}

/// The package with the smallest greatest gain: every party is mirrored by one that wants it to gain as little as
/// possible, and the least of the mirrors' gains is made large.
fn base(solver: &Solver, lifted: &Negotiation, floors: &[Rational], purse: &Purse, each: u64) -> Base {
    let network = solver.network();
    let p = network.n_parties;
    if let Answer::Empty { .. } = purse.ask(each, |budget| solver.zone(budget)) {
        return Base::Empty { short: short(network, lifted, floors, purse, each) };
    }
    let space = Space::new(mirrored(network));
    let mut least = network.reservation.clone();
    least.extend_from_slice(&space.bottoms[p..]);
    let origin = network.reservation.iter().copied().chain(network.reservation.iter().map(|r| -r)).collect();
    let ranges = vec![0; p].into_iter().chain(integer_ranges(network)).collect();
    let mut goal = LeastRatio::new(least, origin, ranges);
    let found = purse.ask(each, |budget| search(&space, &mut goal, budget, &[]));
    let Some(assignment) = found.assignment else { return Base::Unknown };
    let outcome = space.network.outcome(&assignment);
    let utilities = lifted.utilities(&outcome);
    let gains: Vec<Rational> = utilities.iter().zip(floors).map(|(u, floor)| u - floor).collect();
    let largest = gains.iter().max().cloned().unwrap_or_default();
    let unit = network.scales.iter().fold(BigInt::from(1), |m, s| num_integer::Integer::lcm(&m, s.denominator.denom()));
    let at_least = match found.remainder {
        _ if !network.is_exact() => None,
        Remainder::AtMost(bound) => bound.map(|bound| (-bound * unit).max(Rational::default()).min(largest.clone())),
        Remainder::Nothing(_) | Remainder::Unwanted => Some(largest.clone()),
    };
    Base::Found { outcome, gains, largest, at_least }
}

/// How much less everyone must accept for a package to exist.
fn short(
    network: &Network,
    negotiation: &Negotiation,
    floors: &[Rational],
    purse: &Purse,
    each: u64,
) -> Option<(Rational, Outcome)> {
    let space = Space::new(network.clone());
    if space.is_void {
        return None;
    }
    let mut goal = LeastRatio::new(space.bottoms.clone(), network.reservation.clone(), integer_ranges(network));
    let found = purse.ask(each, |budget| search(&space, &mut goal, budget, &[]));
    let outcome = network.outcome(&found.assignment?);
    let utilities = negotiation.utilities(&outcome);
    let by = floors.iter().zip(&utilities).map(|(floor, u)| floor - u).max()?;
    Some((by, outcome))
}

/// The network with a mirror of every party, who wants the opposite.
fn mirrored(network: &Network) -> Network {
    let p = network.n_parties;
    let both = |utility: &[i64]| -> Vec<i64> {
        let rows = utility.chunks_exact(p);
        rows.flat_map(|row| row.iter().copied().chain(row.iter().map(|u| -u))).collect()
    };
    let mut mirrored = network.clone();
    mirrored.n_parties = 2 * p;
    mirrored.scales.extend_from_slice(&network.scales);
    mirrored.reservation.extend(network.reservation.iter().map(|r| -r));
    mirrored.variables.iter_mut().for_each(|variable| variable.utility = both(&variable.utility));
    mirrored.factors.iter_mut().for_each(|factor| factor.utility = both(&factor.utility));
    mirrored
}
