//! The acceptable packages nearest to a draft: the fewest points changed, then the best of these.
//!
//! An observer joins the parties whose utility is the number of points that stay as the draft has
//! them. First the search finds how many can stay at most, and proves that more cannot. Then it
//! looks for the best packages among those in which so many stay.

use super::best::{Best, Kept, Part, Sure};
use super::freedom::Freedom;
use super::observer::{observed, units};
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, PartialOutcome};
use crate::solve::engine::goal::Sum;
use crate::solve::engine::search::{Budget, Found, Remainder, search};
use crate::solve::engine::space::Space;
use crate::solve::network::Network;
use crate::solve::{Measure, Solver};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The acceptable packages nearest to a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// The fewest changes that make the draft acceptable.
    pub fewest: Fewest,
    /// Packages, those with fewer changes first and then the better first; at most as many as asked for.
    pub packages: Vec<Candidate>,
    /// Whether nothing with the fewest changes is better than the first package.
    pub sure: Sure,
}

/// How few changes make a draft acceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fewest {
    /// So many, and proved: not with fewer.
    Exactly(usize),
    /// So many suffice, so many are needed; the search ended first.
    Between {
        /// Fewer do not suffice.
        least: usize,
        /// So many suffice.
        most: usize,
    },
    /// Proved: no changes to what may change make it acceptable.
    Impossible,
    /// Nothing found, and fewer than this many do not suffice.
    Unknown {
        /// Fewer do not suffice.
        least: usize,
    },
}

/// A package near a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The package.
    pub outcome: Outcome,
    /// The issues settled otherwise than in the draft.
    pub changed: Vec<usize>,
    /// The issues that the draft leaves open.
    pub filled: Vec<usize>,
    /// How many changes these are, as counted.
    pub changes: usize,
    /// Utilities, party by party.
    pub utilities: Vec<Rational>,
    /// Utilities less walk-away values, party by party.
    pub gains: Vec<Rational>,
    /// The value under the solution.
    pub value: Option<Rational>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'w> {
    /// What makes a package better than another with as many changes.
    pub measure: &'w Measure,
    /// Which points may change, and what counts as one change.
    pub freedom: &'w Freedom,
    /// How many packages are wanted, at least one.
    pub most: usize,
}

/// Finds the acceptable packages nearest to a draft.
#[must_use]
pub fn nearest(solver: &Solver, draft: &PartialOutcome, wish: &Wish, budget: &mut Budget) -> Nearest {
    let negotiation = solver.negotiation();
    let allowed = |issue: usize, option: usize| wish.freedom.allows(draft, issue, option);
    let units = units(negotiation, draft, wish.freedom.counting);
    let space_of = |network: &Network| Space::new(observed(&network.restricted(&allowed), draft, &units));
    let space = space_of(solver.network());
    let near = Near { negotiation, draft, units: &units, wish };
    let found = most_kept(&space, budget);
    let (mut fewest, kept) = near.fewest(&found, &space);
    if let Some(outer) = solver.outer_network() {
        // What was rounded so that nothing unacceptable passes cannot prove that fewer do not suffice.
        let (outer_fewest, _) = near.fewest(&most_kept(&space_of(outer), budget), &space);
        fewest = loosened(fewest, outer_fewest);
    }
    let Some(kept) = kept else { return Nearest { fewest, packages: Vec::new(), sure: Sure::Proven } };
    let mut packages = Vec::new();
    let mut sure = Sure::Proven;
    for layer in (0..=kept).rev() {
        let part =
            Part { space: &space, base: solver.network().reservation.as_slice(), kept: Some(kept_in(layer, kept)) };
        let Best { assignments, sure: own } = part.best(wish.measure, wish.most - packages.len(), budget);
        if layer == kept {
            sure = own.clone();
            if assignments.is_empty() {
                packages.extend(found.assignment.as_ref().map(|a| near.candidate(space.network.outcome(a))));
            }
        }
        packages.extend(assignments.iter().map(|assignment| near.candidate(space.network.outcome(assignment))));
        if packages.len() >= wish.most || budget.is_spent() || own != Sure::Proven {
            break;
        }
    }
    if solver.outer_network().is_some() && sure == Sure::Proven {
        sure = Sure::AtMost(None);
    }
    Nearest { fewest, packages, sure }
}

/// In the first layer nothing keeps more, as was proved or could not be found out.
fn kept_in(layer: i64, most: i64) -> Kept {
    if layer == most { Kept::AtLeast(layer) } else { Kept::Exactly(layer) }
}

/// A package in which as much of the draft as possible stays.
fn most_kept(space: &Space, budget: &mut Budget) -> Found {
    let p = space.network.n_parties - 1;
    let coefficients = (0..=p).map(|i| BigInt::from(u8::from(i == p))).collect();
    search(space, &mut Sum::new(space.network.reservation.clone(), coefficients), budget, &[])
}

/// What holds for the exact numbers, if `inner` holds where less is acceptable and `outer` where more is.
fn loosened(inner: Fewest, outer: Fewest) -> Fewest {
    let least = match outer {
        Fewest::Exactly(n) => n,
        Fewest::Between { least, .. } | Fewest::Unknown { least } => least,
        Fewest::Impossible => return Fewest::Impossible,
    };
    match inner {
        Fewest::Exactly(most) | Fewest::Between { most, .. } if most > least => Fewest::Between { least, most },
        Fewest::Exactly(most) | Fewest::Between { most, .. } => Fewest::Exactly(most),
        Fewest::Impossible | Fewest::Unknown { .. } => Fewest::Unknown { least },
    }
}

struct Near<'n> {
    negotiation: &'n Negotiation,
    draft: &'n PartialOutcome,
    units: &'n [Vec<usize>],
    wish: &'n Wish<'n>,
}

impl Near<'_> {
    /// The fewest changes as far as a search told, and how much stays in what it found.
    fn fewest(&self, found: &Found, space: &Space) -> (Fewest, Option<i64>) {
        let n = self.units.len();
        let least = match &found.remainder {
            Remainder::AtMost(Some(bound)) => n.saturating_sub(bound.floor().to_integer().to_usize().unwrap_or(0)),
            _ => 0,
        };
        let Some(assignment) = &found.assignment else {
            let is_proved = matches!(found.remainder, Remainder::Nothing(_));
            return (if is_proved { Fewest::Impossible } else { Fewest::Unknown { least } }, None);
        };
        let kept = space.network.utilities(assignment).and_then(|u| u.last().copied()).unwrap_or(0);
        let most = n - kept as usize;
        match found.remainder {
            Remainder::AtMost(_) if least < most => (Fewest::Between { least, most }, Some(kept)),
            _ => (Fewest::Exactly(most), Some(kept)),
        }
    }

    fn candidate(&self, outcome: Outcome) -> Candidate {
        let utilities = self.negotiation.utilities(&outcome);
        let reservation = self.negotiation.preferences().iter().map(|p| &p.reservation_value);
        let differs = |issue: &usize| self.draft.0[*issue].is_some_and(|option| option != outcome.0[*issue]);
        let changed: Vec<usize> = (0..outcome.0.len()).filter(differs).collect();
        Candidate {
            changes: self.units.iter().filter(|unit| unit.iter().any(|issue| changed.contains(issue))).count(),
            filled: self.draft.open_issues(),
            changed,
            gains: utilities.iter().zip(reservation).map(|(u, r)| u - r).collect(),
            value: self.wish.measure.value(&utilities),
            utilities,
            outcome,
        }
    }
}
