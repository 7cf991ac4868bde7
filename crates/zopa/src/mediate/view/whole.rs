//! Everything at once: for other programs, and for laws.

use super::super::analysis::{Map, Score};
use super::super::fact::Values;
use super::super::ledger::Ledger;
use super::super::names::PartyId;
use super::super::roster::Seat;
use super::{ItemView, Mine, PointView, Queued, Right, SignalView, SigningView, VersionView, View};
use serde::Serialize;

/// Everything at once: for other programs, and for laws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Whole {
    /// What the talks are called; the public learns it from communiques alone.
    pub title: Option<String>,
    /// What the numbers rest on.
    pub footing: Option<String>,
    /// Whether it is a rehearsal.
    pub demo: bool,
    /// The seat that looks.
    pub me: Option<Mine>,
    /// The parties: short names and names.
    pub parties: Vec<(PartyId, String)>,
    /// Whether nothing is agreed until everything is.
    pub everything: bool,
    /// Everybody in the room.
    pub roster: Vec<Seat>,
    /// What the seat may do.
    pub rights: Vec<Right>,
    /// The versions.
    pub versions: Vec<VersionView>,
    /// The points of the current one.
    pub points: Vec<PointView>,
    /// What waits for the viewer.
    pub queue: Vec<Queued>,
    /// Everything put down.
    pub items: Vec<ItemView>,
    /// The questions.
    pub signals: Vec<SignalView>,
    /// The own party's values.
    pub values: Option<Values>,
    /// How good each version is for the own party.
    pub scores: Vec<Score>,
    /// The mediator's map.
    pub map: Option<Map>,
    /// A text that lies ready for signature.
    pub signing: Option<SigningView>,
    /// How long each ledger is.
    pub ledgers: Vec<(Ledger, u64)>,
}

impl<'r> View<'r> {
    /// Everything at once.
    #[must_use]
    pub fn whole(&self) -> Whole {
        Whole {
            title: self.title().map(str::to_string),
            footing: self.opened().and_then(|opened| opened.footing.clone()),
            demo: self.is_demo(),
            me: self.me(),
            parties: self.parties(),
            everything: self.everything(),
            roster: self.roster().into_iter().cloned().collect(),
            rights: self.rights(),
            versions: self.versions(),
            points: self.points(),
            queue: self.queue(),
            items: self.items(|_| true),
            signals: self.signals(),
            values: self.values().cloned(),
            scores: self.scores(),
            map: self.map(),
            signing: self.signing(),
            ledgers: self.ledgers(),
        }
    }
}
