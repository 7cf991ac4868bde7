//! Somebody gets a seat: the act of whoever invited them.

use super::super::fact::Fact;
use super::super::ledger::Ledger;
use super::super::names::SeatId;
use super::super::refusal::Refusal;
use super::super::roster::{Delegation, Rank, Seat};
use super::super::wording::{Check, MAX_SEATS, is_short_name, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Gives somebody a seat. The mediator invites anybody; a head invites into the own delegation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admit {
    /// The new seat's short name, hard to guess.
    pub seat: SeatId,
    /// The person's name.
    pub name: String,
    /// Into which delegation.
    pub delegation: Delegation,
    /// As what.
    pub rank: Rank,
}

impl Act for Admit {
    const KIND: Kind =
        Kind { name: "admit", title: "Give somebody a seat", who: Who::All, least: Rank::Head, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        if *desk.delegation() != Delegation::Mediator && *desk.delegation() != self.delegation {
            return Err(Refusal::forbidden("A head invites into the own delegation; others are invited by the mediator."));
        }
        if let Some(party) = self.delegation.party() {
            desk.known_party(party)?;
        }
        if desk.state.seats.len() >= MAX_SEATS {
            return Err(Refusal::conflict(format!("The room has had {MAX_SEATS} seats, which is the most.")));
        }
        if desk.state.seats.contains_key(&self.seat) {
            return Err(Refusal::conflict("This seat is taken."));
        }
        let mut check = Check::new();
        if !is_short_name(self.seat.as_str()) {
            check.problem("this cannot be a seat's short name; use letters, digits and dashes, at most 64");
        }
        let here = desk.state.seats.values().filter(|seated| seated.until.is_none());
        check.name(&self.name, here.map(|seated| seated.seat.name.as_str()));
        check.finish()?;
        let name = tidy(&self.name);
        let seat = Seat { id: self.seat.clone(), name, delegation: self.delegation.clone(), rank: self.rank };
        Ok(vec![(Ledger::Parties, Fact::Admitted(seat))])
    }
}
