//! A seat is taken away, at once.

use super::super::fact::Fact;
use super::super::ledger::Ledger;
use super::super::names::SeatId;
use super::super::refusal::Refusal;
use super::super::roster::{Delegation, Rank, Seat};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Takes a seat away. The mediator may remove anybody; a head anybody of the own delegation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    /// Whose.
    pub seat: SeatId,
}

impl Act for Remove {
    const KIND: Kind =
        Kind { name: "remove", title: "Take a seat away", who: Who::All, least: Rank::Head, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        if may_change(desk, &self.seat)?.delegation == Delegation::Mediator {
            keeps_a_mediator(desk, &self.seat)?;
        }
        Ok(vec![(Ledger::Parties, Fact::Removed { seat: self.seat.clone() })])
    }
}

/// The seat, if whoever acts decides over it.
pub(super) fn may_change<'r>(desk: &Desk<'r, '_>, seat: &SeatId) -> Result<&'r Seat, Refusal> {
    let seat = desk.state.seat(seat).ok_or_else(|| Refusal::missing("There is no such seat, or it was taken away."))?;
    if *desk.delegation() != Delegation::Mediator && *desk.delegation() != seat.delegation {
        return Err(Refusal::forbidden("This seat belongs to another delegation."));
    }
    Ok(seat)
}

/// A room without a head of the mediator's team could never be changed again.
pub(super) fn keeps_a_mediator(desk: &Desk, leaving: &SeatId) -> Result<(), Refusal> {
    let mut heads = desk.state.members(&Delegation::Mediator).filter(|seat| seat.rank == Rank::Head);
    if heads.any(|seat| seat.id != *leaving) {
        return Ok(());
    }
    Err(Refusal::conflict("The room would have no mediator left; make somebody else head of the mediator's team first."))
}
