//! Everything that there is to say on one draft, gathered once.

use super::betterment::{Betterment, betterment};
use super::completion::{Completion, completion};
use super::convergence::{State, convergence};
use super::movement::{Movement, movements};
use super::nearest::Nearest;
use super::purse::Purse;
use super::standing::{Standing, standing};
use super::trades::{Trades, trades};
use crate::model::PartialOutcome;
use crate::solve::{Measure, Solver};

/// Trades told of a text.
pub const TRADES_TOLD: usize = 10;

/// Everything that there is to say on one draft.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// What it gives everyone, who could sign it, and what stands in the way.
    pub standing: Standing,
    /// The acceptable packages nearest to it.
    pub nearest: Nearest,
    /// The whole text that the rest speaks of: the draft, with its open points filled as well as possible.
    pub text: Option<Text>,
}

/// What there is to say on a whole text.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub completion: Completion,
    /// How far it is from the frontier, and what would be better for all.
    pub betterment: Betterment,
    /// What can be traded in it.
    pub trades: Trades,
    /// Where each point stands.
    pub states: Vec<State>,
    /// What changing a single point brings.
    pub movements: Vec<Movement>,
}

/// Says everything on a draft whose nearest acceptable packages are known. Each question may visit so
/// many nodes.
#[must_use]
pub fn assess(
    solver: &Solver,
    draft: &PartialOutcome,
    measure: &Measure,
    nearest: Nearest,
    purse: &Purse,
    each: u64,
) -> Assessment {
    let negotiation = solver.negotiation();
    let standing = standing(negotiation, draft, &|question| purse.ask(each, question));
    let text = purse.ask(each, |budget| completion(solver, draft, measure, budget)).map(|completion| {
        let trades = trades(negotiation, &completion.outcome, TRADES_TOLD);
        Text {
            betterment: betterment(negotiation, &completion.outcome, purse, each),
            states: convergence(negotiation, &trades),
            trades,
            movements: movements(negotiation, &completion.outcome),
            completion,
        }
    });
    Assessment { standing, nearest, text }
}
