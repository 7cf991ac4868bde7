//! Whether nothing is agreed until everything is.

use super::super::fact::Fact;
use super::super::ledger::Ledger;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Switches "nothing is agreed until everything is agreed" on or off. While it is off, a point that all parties have
/// openly accepted is locked; while it is on, acceptance can be taken back until all have signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Everything {
    /// Whether it holds from now on.
    pub on: bool,
}

impl Act for Everything {
    const KIND: Kind = Kind {
        name: "everything",
        title: "Switch \"nothing is agreed until everything is agreed\"",
        who: Who::Mediator,
        least: Rank::Head,
        weighty: true,
    };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        desk.not_signed()?;
        if desk.state.everything == self.on {
            return Err(Refusal::conflict("That is how it is already."));
        }
        Ok(vec![(Ledger::Parties, Fact::Everything { on: self.on })])
    }
}
