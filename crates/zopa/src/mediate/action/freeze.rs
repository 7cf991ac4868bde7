//! The mediator suspends work on a point, in sight of all, or resumes it.

use super::super::fact::Fact;
use super::super::ledger::Ledger;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TITLE, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Suspends or resumes work on a point. A suspended point cannot be amended and is not agreed by silence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freeze {
    /// The point's label.
    pub point: String,
    /// Suspend, or resume.
    pub on: bool,
    /// Why.
    #[serde(default)]
    pub note: String,
}

impl Act for Freeze {
    const KIND: Kind = Kind {
        name: "freeze",
        title: "Suspend or resume work on a point",
        who: Who::Mediator,
        least: Rank::Member,
        weighty: false,
    };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        desk.not_signed()?;
        desk.point(&self.point)?;
        let mut check = Check::new();
        check.allowed("the note", &self.note, MAX_TITLE);
        check.finish()?;
        if desk.state.frozen.contains_key(&self.point) == self.on {
            let state = if self.on { "suspended" } else { "going on" };
            return Err(Refusal::conflict(format!("Work on point {} is {state} already.", self.point)));
        }
        let fact = Fact::Frozen { point: self.point.clone(), on: self.on, note: tidy(&self.note) };
        Ok(vec![(Ledger::Parties, fact)])
    }
}
