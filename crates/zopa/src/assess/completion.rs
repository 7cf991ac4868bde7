//! The best way to fill the points that a draft leaves open.

use super::best::{Part, Sure};
use super::integer_ranges;
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, PartialOutcome};
use crate::solve::engine::goal::LeastRatio;
use crate::solve::engine::search::{Budget, Remainder, search};
use crate::solve::engine::space::Space;
use crate::solve::network::{Network, Selection};
use crate::solve::{Measure, Solver};

/// A whole text made of a draft: the draft itself where it leaves nothing open.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// The package.
    pub outcome: Outcome,
    /// Utilities, party by party.
    pub utilities: Vec<Rational>,
    /// Utilities less walk-away values, party by party.
    pub gains: Vec<Rational>,
    /// The value under the solution, where it has one.
    pub value: Option<Rational>,
    /// What the completion had to give up to exist.
    pub kind: Kind,
    /// Whether no completion of that kind is better.
    pub sure: Sure,
}

/// Which completions there are to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Acceptable to all; the best by the solution.
    Acceptable,
    /// None is acceptable; of those that obey the rules and cross no red line, the one that leaves whoever is
    /// worst off against its walk-away value best off.
    BelowWalkAway,
    /// None of those either; chosen in the same way from those that obey the rules.
    AcrossRedLines,
    /// Every completion breaks a rule; chosen in the same way from all.
    AgainstRules,
}

/// The best completion of a draft. `None` only if the budget ended before any was found.
#[must_use]
pub fn completion(
    solver: &Solver,
    draft: &PartialOutcome,
    measure: &Measure,
    budget: &mut Budget,
) -> Option<Completion> {
    let negotiation = solver.negotiation();
    if let Some(outcome) = draft.complete() {
        let kind = kind_of(negotiation, &outcome);
        return Some(told(negotiation, outcome, measure, kind, Sure::Proven));
    }
    let settled = |issue: usize, option: usize| draft.0[issue].is_none_or(|settled| settled == option);
    let space = Space::new(solver.network().restricted(&settled));
    let part = Part { space: &space, base: &solver.network().reservation, kept: None };
    let best = part.best(measure, 1, budget);
    if let Some(assignment) = best.assignments.first() {
        return Some(told(negotiation, space.network.outcome(assignment), measure, Kind::Acceptable, best.sure));
    }
    let parties = || negotiation.preferences().iter();
    let rules = vec![true; negotiation.rules().len()];
    let red_lines: Vec<Vec<bool>> = parties().map(|p| vec![true; p.red_lines.len()]).collect();
    let no_lines: Vec<Vec<bool>> = parties().map(|p| vec![false; p.red_lines.len()]).collect();
    let tries = [
        (Kind::BelowWalkAway, Selection { rules: rules.clone(), red_lines }),
        (Kind::AcrossRedLines, Selection { rules: rules.clone(), red_lines: no_lines.clone() }),
        (Kind::AgainstRules, Selection { rules: vec![false; rules.len()], red_lines: no_lines }),
    ];
    tries.into_iter().find_map(|(kind, selection)| {
        let network = Network::with(negotiation, &selection).ok()?.restricted(&settled);
        let (outcome, sure) = least_short(network, budget)?;
        let sure = if best.sure == Sure::Proven { sure } else { Sure::AtMost(None) };
        Some(told(negotiation, outcome, measure, kind, sure))
    })
}

/// The outcome that leaves whoever is worst off against its walk-away value best off.
fn least_short(network: Network, budget: &mut Budget) -> Option<(Outcome, Sure)> {
    let space = Space::new(network);
    let ranges = integer_ranges(&space.network);
    let mut goal = LeastRatio::new(space.bottoms.clone(), space.network.reservation.clone(), ranges);
    let found = search(&space, &mut goal, budget, &[]);
    let outcome = space.network.outcome(&found.assignment?);
    let is_proved = matches!(found.remainder, Remainder::Nothing(_)) && space.network.is_exact();
    Some((outcome, if is_proved { Sure::Proven } else { Sure::AtMost(None) }))
}

fn kind_of(negotiation: &Negotiation, outcome: &Outcome) -> Kind {
    let crosses = |party: usize| !negotiation.crossed_red_lines(party, outcome).is_empty();
    match () {
        () if negotiation.in_zone(outcome) => Kind::Acceptable,
        () if !negotiation.broken_rules(outcome).is_empty() => Kind::AgainstRules,
        () if (0..negotiation.parties().len()).any(crosses) => Kind::AcrossRedLines,
        () => Kind::BelowWalkAway,
    }
}

fn told(negotiation: &Negotiation, outcome: Outcome, measure: &Measure, kind: Kind, sure: Sure) -> Completion {
    let utilities = negotiation.utilities(&outcome);
    let reservation = negotiation.preferences().iter().map(|p| &p.reservation_value);
    let gains = utilities.iter().zip(reservation).map(|(u, r)| u - r).collect();
    Completion { value: measure.value(&utilities), gains, utilities, outcome, kind, sure }
}
