//! Whether a delegation's marks need a second person.

use super::super::fact::Fact;
use super::super::ledger::Ledger;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Switches the two-person rule of the own delegation on or off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoPersons {
    /// Whether it holds from now on.
    pub on: bool,
}

impl Act for TwoPersons {
    const KIND: Kind = Kind {
        name: "two_persons",
        title: "Switch the two-person rule",
        who: Who::Parties,
        least: Rank::Head,
        weighty: true,
    };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        if self.on && desk.state.n_of_rank(desk.delegation(), Rank::Member) < 2 {
            return Err(Refusal::conflict(
                "The rule needs two people who may mark: admit another head or member to your delegation first.",
            ));
        }
        Ok(vec![(Ledger::Internal(desk.delegation().clone()), Fact::TwoPersons { on: self.on })])
    }
}
