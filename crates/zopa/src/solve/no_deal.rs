//! Why there is no zone of possible agreement, and what would open one.

use super::engine::goal::{Goal, LeastRatio, Sum};
use super::engine::multipliers::relax;
use super::engine::search::{Budget, Remainder, search};
use super::engine::space::{Space, Tables};
use super::engine::support::support;
use super::network::{Network, Selection, TooLarge};
use super::scale::{IntegerPreferences, integers};
use super::solver::integer_ranges as ranges_of;
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

/// Why no package is acceptable to all.
#[derive(Clone, Debug)]
pub struct NoDeal {
    /// The proof in a line, where there is one.
    pub by_weights: Option<ByWeights>,
    /// Demands that cannot all be met, although any of them could be dropped to make room.
    pub causes: Vec<Cause>,
    /// Whether really none of the causes can be spared; otherwise the budget ended first.
    pub is_irreducible: bool,
    /// The smallest relaxation of walk-away values that opens a zone; absent where rules and red
    /// lines alone leave nothing.
    pub relaxation: Option<Relaxation>,
}

/// With these weights no package's sum of utilities reaches that of the walk-away values.
#[derive(Clone, Debug, PartialEq)]
pub struct ByWeights {
    /// Weights of the parties; they sum to one.
    pub weights: Vec<Rational>,
    /// The largest weighted sum that any package reaches.
    pub largest: Rational,
    /// The weighted sum of the walk-away values.
    pub needed: Rational,
}

/// A demand that stands in the way together with others.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// The demand.
    pub demand: Demand,
    /// A package that meets all other causes once this one is dropped, if one was found in time.
    pub without: Option<Outcome>,
}

/// Something that an agreement must satisfy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// The rule at this index.
    Rule(usize),
    /// A party's red line.
    RedLine {
        /// Index of the party.
        party: usize,
        /// Index among the party's red lines.
        line: usize,
    },
    /// The walk-away value of the party at this index.
    WalkAway(usize),
}

/// How far walk-away values must fall.
#[derive(Clone, Debug, PartialEq)]
pub struct Relaxation {
    /// If every party's walk-away value fell by this, there would be a package.
    pub by: Rational,
    /// That package.
    pub outcome: Outcome,
    /// For each party: how far its value would have to fall if all others stay, and the package
    /// that this opens; `None` where no fall of its value alone opens anything.
    pub alone: Vec<Option<(Rational, Outcome)>>,
}

/// Explains why the zone is empty. For a negotiation with a zone, the causes are not minimal.
///
/// # Errors
/// [`TooLarge`] where preferences are tables over too many outcomes.
pub fn explain(negotiation: &Negotiation, budget: &mut Budget) -> Result<NoDeal, TooLarge> {
    let space = Space::new(Network::new(negotiation)?);
    let by_weights = by_weights(&space, negotiation);
    let (causes, is_irreducible) = causes(negotiation, budget)?;
    let relaxation = relaxation(&space, negotiation, budget);
    Ok(NoDeal { by_weights, causes, is_irreducible, relaxation })
}

/// The weights of the relaxation as round as the proof allows.
fn by_weights(space: &Space, negotiation: &Negotiation) -> Option<ByWeights> {
    if space.is_void {
        return None;
    }
    let network = &space.network;
    let goal = LeastRatio::new(network.reservation.clone(), network.reservation.clone(), integer_ranges(network));
    let fixed = vec![None; network.variables.len()];
    let relaxation = relax(space, &fixed, &goal.guide(), Vec::new(), &mut Tables::default())?;
    let per_utility = |i: usize| relaxation.weights[i] as f64 * crate::exact::to_f64(&network.scales[i].denominator);
    let total: f64 = (0..network.n_parties).map(per_utility).sum();
    [10i64, 100, 1_000, 10_000, 1_000_000, 1_000_000_000].iter().find_map(|&steps| {
        let steps_of = |i: usize| (per_utility(i) / total * steps as f64).round().to_i64().unwrap_or(0);
        let whole: Vec<i64> = (0..network.n_parties).map(steps_of).collect();
        let sum: i64 = whole.iter().sum();
        let weights = whole.iter().map(|&w| Rational::new(w.into(), sum.max(1).into())).collect();
        proves(space, negotiation, weights)
    })
}

/// The proof by these weights of utilities, if they make one.
fn proves(space: &Space, negotiation: &Negotiation, weights: Vec<Rational>) -> Option<ByWeights> {
    let per_integer: Vec<Rational> =
        weights.iter().zip(&space.network.scales).map(|(w, scale)| w / &scale.denominator).collect();
    let whole = super::mixture::whole(&per_integer);
    let (top, _) = support(space, &whole)?;
    let (index, pivot) = whole.iter().enumerate().find(|(_, w)| w.is_positive())?;
    let largest = Rational::from(top) * &per_integer[index] / Rational::from(pivot.clone());
    let needed = weights.iter().zip(negotiation.preferences()).map(|(w, p)| w * &p.reservation_value).sum();
    (largest < needed).then_some(ByWeights { weights, largest, needed })
}

/// The demands still kept while superfluous ones are dropped.
struct Kept {
    selection: Selection,
    walk_away: Vec<bool>,
}

impl Kept {
    fn set(&mut self, demand: Demand, kept: bool) {
        match demand {
            Demand::Rule(rule) => self.selection.rules[rule] = kept,
            Demand::RedLine { party, line } => self.selection.red_lines[party][line] = kept,
            Demand::WalkAway(party) => self.walk_away[party] = kept,
        }
    }
}

/// Drops demands one by one while there still is no package: red lines first, then rules, then
/// walk-away values, so that what remains speaks of what is at stake rather than of details.
fn causes(negotiation: &Negotiation, budget: &mut Budget) -> Result<(Vec<Cause>, bool), TooLarge> {
    let parties = 0..negotiation.parties().len();
    let lines = |party: usize| {
        (0..negotiation.preferences()[party].red_lines.len()).map(move |line| Demand::RedLine { party, line })
    };
    let mut demands: Vec<Demand> = parties.clone().flat_map(lines).collect();
    demands.extend((0..negotiation.rules().len()).map(Demand::Rule));
    demands.extend(parties.clone().map(Demand::WalkAway));
    let mut kept = Kept { selection: Selection::all(negotiation), walk_away: parties.map(|_| true).collect() };
    let integers = integers(negotiation);
    let mut causes = Vec::new();
    let mut is_irreducible = true;
    for demand in demands {
        kept.set(demand, false);
        match possible(negotiation, &integers, &kept, budget)? {
            Possible::No => continue,
            Possible::Yes(outcome) => causes.push(Cause { demand, without: Some(outcome) }),
            Possible::Unknown => {
                is_irreducible = false;
                causes.push(Cause { demand, without: None });
            }
        }
        kept.set(demand, true);
    }
    Ok((causes, is_irreducible))
}

/// Whether a package meets the demands kept.
enum Possible {
    Yes(Outcome),
    No,
    Unknown,
}

fn possible(
    negotiation: &Negotiation,
    integers: &[IntegerPreferences],
    kept: &Kept,
    budget: &mut Budget,
) -> Result<Possible, TooLarge> {
    let space = Space::new(Network::from_integers(negotiation, &kept.selection, integers)?);
    let mut base = space.network.reservation.clone();
    let mut ranges = integer_ranges(&space.network);
    for (party, _) in kept.walk_away.iter().enumerate().filter(|(_, kept)| !**kept) {
        base[party] = space.bottoms[party];
        ranges[party] = 0;
    }
    let found = search(&space, &mut LeastRatio::feasibility(base, ranges), budget, &[]);
    Ok(match (found.assignment, found.remainder) {
        (Some(assignment), _) => Possible::Yes(space.network.outcome(&assignment)),
        (None, Remainder::Nothing(_)) => Possible::No,
        (None, _) => Possible::Unknown,
    })
}

fn relaxation(space: &Space, negotiation: &Negotiation, budget: &mut Budget) -> Option<Relaxation> {
    if space.is_void {
        return None;
    }
    let network = &space.network;
    let shortfall = |party: usize, outcome: &Outcome| {
        &negotiation.preferences()[party].reservation_value - negotiation.utility(party, outcome)
    };
    let mut goal = LeastRatio::new(space.bottoms.clone(), network.reservation.clone(), integer_ranges(network));
    let outcome = network.outcome(&search(space, &mut goal, budget, &[]).assignment?);
    let by = (0..network.n_parties).map(|party| shortfall(party, &outcome)).max()?.max(Rational::zero());
    let mut alone = |party: usize| {
        let mut base = network.reservation.clone();
        base[party] = space.bottoms[party];
        let coefficients = (0..network.n_parties).map(|i| BigInt::from(u8::from(i == party))).collect();
        let found = search(space, &mut Sum::new(base, coefficients), budget, &[]);
        let outcome = network.outcome(&found.assignment?);
        Some((shortfall(party, &outcome).max(Rational::zero()), outcome))
    };
    Some(Relaxation { by, outcome, alone: (0..network.n_parties).map(&mut alone).collect() })
}

/// Denominators as ranges: a ratio of one is a utility of one.
fn integer_ranges(network: &Network) -> Vec<i128> {
    ranges_of(&network.scales)
}
