//! The points of a frontier, one at a time: there may be millions.

use serde::Serialize;
use zopa::exact::Rational;
use zopa::model::{Negotiation, Outcome};
use zopa::solve::frontier::Frontier;
use zopa::solve::network::Network;

/// What a list of points holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// Acceptable packages.
    Frontier,
    /// Packages that leave some party short of its walk-away value by no more than epsilon.
    Short,
}

/// A frontier and what it belongs to.
pub struct Points<'p> {
    /// The talks.
    pub negotiation: &'p Negotiation,
    /// The talks in integers.
    pub network: &'p Network,
    /// The points.
    pub lists: Vec<(List, Frontier)>,
    /// By how much each party may get less than in a package that is not listed; `None` where nothing
    /// is missing.
    pub epsilon: Option<Vec<Rational>>,
    /// What finding them took.
    pub seconds: f64,
}

impl Points<'_> {
    /// The number of points in a list.
    pub fn len(&self, list: List) -> usize {
        self.lists.iter().filter(|(name, _)| *name == list).map(|(_, points)| points.len()).sum()
    }

    /// A point: the exact utilities, party by party, and a package that gives them.
    pub fn point(&self, list: &Frontier, index: usize) -> (Vec<Rational>, Outcome) {
        let outcome = list.package(self.network, index);
        if !self.network.is_exact() {
            return (self.negotiation.utilities(&outcome), outcome);
        }
        let integers = list.utilities(index).iter().zip(&self.network.scales);
        (integers.map(|(&integer, scale)| scale.exact(&integer.into())).collect(), outcome)
    }

    /// What the lists promise, in a word.
    pub fn guarantee(&self) -> &'static str {
        match (&self.epsilon, self.network.is_exact()) {
            (None, true) => "exact",
            (Some(_), true) => "cover",
            (_, false) => "rounded",
        }
    }
}
