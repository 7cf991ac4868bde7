//! Where each point of a text stands: agreed, tradable, contested or blocked.

use super::shares::{Shares, points};
use super::trades::Trades;
use crate::model::Negotiation;

/// Where a point stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// One option is best for every party and crosses no red line by itself: this one.
    Agreed(usize),
    /// Some trade changes it: together with at most two other points it can be changed so that nobody is worse off
    /// and somebody better off.
    Tradable,
    /// The parties want different things, and no such trade touches it.
    Contested,
    /// Every option by itself crosses somebody's red line.
    Blocked,
}

/// A state with its definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Short name, stable.
    pub id: &'static str,
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub definition: &'static str,
}

/// The states in the order in which they are told, each with its definition.
pub const STATES: [Meaning; 4] = [
    Meaning { id: "blocked", word: "blocked", definition: "Every option by itself crosses some party's red line." },
    Meaning {
        id: "contested",
        word: "contested",
        definition: "The parties want different things here, and no change of this point together with at most two \
            others leaves nobody worse off and somebody better off.",
    },
    Meaning {
        id: "tradable",
        word: "tradable",
        definition: "This point can be changed, alone or together with at most two others, so that nobody is worse \
            off than under the text and somebody is better off.",
    },
    Meaning {
        id: "agreed",
        word: "all agree",
        definition: "One option is best for every party, looking at this point alone, and crosses no red line by itself.",
    },
];

impl State {
    /// The state with its definition.
    #[must_use]
    pub fn meaning(self) -> Meaning {
        STATES[match self {
            State::Blocked => 0,
            State::Contested => 1,
            State::Tradable => 2,
            State::Agreed(_) => 3,
        }]
    }
}

/// Where each issue stands in a text whose trades are known.
#[must_use]
pub fn convergence(negotiation: &Negotiation, trades: &Trades) -> Vec<State> {
    let mut states = vec![State::Contested; negotiation.issues().len()];
    for point in points(negotiation, &Shares::of(negotiation)) {
        states[point.issue] = match point.agreed {
            _ if point.is_blocked => State::Blocked,
            Some(option) => State::Agreed(option),
            None if trades.issues.contains(&point.issue) => State::Tradable,
            None => State::Contested,
        };
    }
    states
}
