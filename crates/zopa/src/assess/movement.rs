//! What moving a single point would open.

use super::best::{Part, Sure};
use super::purse::Purse;
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome};
use crate::solve::engine::space::Space;
use crate::solve::{Measure, Solver};
use rayon::prelude::*;

/// A text with one issue settled otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// Index of the issue.
    pub issue: usize,
    /// Index of the option that it is to have.
    pub option: usize,
    /// Utilities less those of the text, party by party.
    pub rises: Vec<Rational>,
    /// Whether each party could sign the text with this change alone.
    pub signs: Vec<bool>,
    /// Parties that could not sign the text and could sign it with this change.
    pub wins: Vec<usize>,
    /// Parties that could sign the text and could not sign it with this change.
    pub loses: Vec<usize>,
    /// Whether the text with this change is acceptable to all.
    pub is_acceptable: bool,
}

/// What the zone holds where an issue has a certain option.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// Index of the issue.
    pub issue: usize,
    /// Index of its option.
    pub option: usize,
    /// Whether some acceptable package has it; `None` where the search ended first.
    pub has_room: Option<bool>,
    /// The best such package under the solution, with its utilities and value.
    pub best: Option<(Outcome, Vec<Rational>, Option<Rational>)>,
    /// Whether nothing better has this option.
    pub sure: Sure,
}

/// Every change of a single issue of a text.
#[must_use]
pub fn movements(negotiation: &Negotiation, text: &Outcome) -> Vec<Movement> {
    let before = negotiation.utilities(text);
    let signed = signs(negotiation, text, &before);
    let options = negotiation.sizes().iter().enumerate();
    let moves = options.flat_map(|(issue, &size)| (0..size).map(move |option| (issue, option)));
    moves
        .filter(|&(issue, option)| text.0[issue] != option)
        .map(|(issue, option)| {
            let mut outcome = text.clone();
            outcome.0[issue] = option;
            let after = negotiation.utilities(&outcome);
            let signs = signs(negotiation, &outcome, &after);
            let parties = || 0..signs.len();
            Movement {
                issue,
                option,
                rises: after.iter().zip(&before).map(|(after, before)| after - before).collect(),
                wins: parties().filter(|&party| signs[party] && !signed[party]).collect(),
                loses: parties().filter(|&party| !signs[party] && signed[party]).collect(),
                is_acceptable: negotiation.in_zone(&outcome),
                signs,
            }
        })
        .collect()
}

/// Who could sign a text: it crosses none of the party's red lines and gives it its walk-away value.
fn signs(negotiation: &Negotiation, text: &Outcome, utilities: &[Rational]) -> Vec<bool> {
    let reaches = |party: usize| utilities[party] >= negotiation.preferences()[party].reservation_value;
    let parties = 0..utilities.len();
    parties.map(|party| reaches(party) && negotiation.crossed_red_lines(party, text).is_empty()).collect()
}

/// The most nodes for an option where bounds are loose: there are many options, and what is not known of one is said.
const LOOSE_NODES: u64 = 100_000;

/// What the zone holds for every option of every issue. Each question may visit so many nodes.
#[must_use]
pub fn openings(solver: &Solver, measure: &Measure, purse: &Purse, each: u64) -> Vec<Opening> {
    let sizes = solver.negotiation().sizes().iter().enumerate();
    let options: Vec<(usize, usize)> =
        sizes.flat_map(|(issue, &size)| (0..size).map(move |option| (issue, option))).collect();
    options.into_par_iter().map(|(issue, option)| opening(solver, measure, issue, option, purse, each)).collect()
}

fn opening(solver: &Solver, measure: &Measure, issue: usize, option: usize, purse: &Purse, each: u64) -> Opening {
    if purse.is_stopped() {
        return Opening { issue, option, has_room: None, best: None, sure: Sure::AtMost(None) };
    }
    let space = Space::new(solver.network().restricted(&|i, o| i != issue || o == option));
    let part = Part { space: &space, base: &solver.network().reservation, kept: None };
    let each = if space.loose.is_empty() { each } else { each.min(LOOSE_NODES) };
    let best = purse.ask(each, |budget| part.best(measure, 1, budget));
    let is_exact = solver.network().is_exact();
    let found = best.assignments.first().map(|assignment| {
        let outcome = space.network.outcome(assignment);
        let utilities = solver.negotiation().utilities(&outcome);
        let value = measure.value(&utilities);
        (outcome, utilities, value)
    });
    let has_room = match (&found, &best.sure) {
        (Some(_), _) => Some(true),
        (None, Sure::Proven) if is_exact => Some(false),
        (None, _) => None,
    };
    let sure = if is_exact { best.sure } else { Sure::AtMost(None) };
    Opening { issue, option, has_room, best: found, sure }
}
