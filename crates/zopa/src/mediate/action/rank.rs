//! A seat gets another rank.

use super::super::fact::Fact;
use super::super::ledger::Ledger;
use super::super::names::SeatId;
use super::super::refusal::Refusal;
use super::super::roster::{Delegation, Rank};
use super::remove::{keeps_a_mediator, may_change};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Gives a seat another rank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetRank {
    /// Whose.
    pub seat: SeatId,
    /// The rank from now on.
    pub rank: Rank,
}

impl Act for SetRank {
    const KIND: Kind =
        Kind { name: "set_rank", title: "Change somebody's rank", who: Who::All, least: Rank::Head, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let seat = may_change(desk, &self.seat)?;
        if seat.delegation == Delegation::Mediator && self.rank < Rank::Head {
            keeps_a_mediator(desk, &self.seat)?;
        }
        Ok(vec![(Ledger::Parties, Fact::Ranked { seat: self.seat.clone(), rank: self.rank })])
    }
}
