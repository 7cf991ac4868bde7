//! An owner takes something back. Those who read it still know that it was there.

use super::super::fact::{Body, Fact, Level};
use super::super::names::ItemId;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::{Act, Deeds, Desk, Kind, Who};
use crate::mediate::ledger::Ledger;
use serde::{Deserialize, Serialize};

/// Takes back an item of the own delegation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    /// The item.
    pub item: ItemId,
}

impl Act for Withdraw {
    const KIND: Kind =
        Kind { name: "withdraw", title: "Take it back", who: Who::All, least: Rank::Adviser, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let held = desk.own_item(&self.item)?;
        let is_note = held.item.level == Level::Delegation && matches!(held.item.body, Body::Message(_));
        let is_theirs = held.by.as_ref() == Some(&desk.seat.id) && (is_note || !held.counts);
        if desk.seat.rank < Rank::Member && !is_theirs {
            return Err(Refusal::forbidden(
                "Advisers take back their own drafts and notes; of this, a member or the head takes it back.",
            ));
        }
        if held.item.point().is_some() {
            desk.not_signed()?;
        }
        match &held.item.body {
            Body::Mark(mark) if desk.state.is_locked(&mark.point) => {
                return Err(Refusal::conflict(format!("Point {} is agreed; its marks stay.", mark.point)));
            }
            Body::Amendment(_) if held.ruling.is_some() => {
                return Err(Refusal::conflict("The mediator has ruled on this amendment; it stays on record."));
            }
            Body::Minutes(_) | Body::Communique(_) => {
                return Err(Refusal::conflict("Minutes and communiques stay; issue a correction instead."));
            }
            Body::Answer(_) => {
                return Err(Refusal::conflict("An answer stays; answer again instead, while the question is open."));
            }
            _ => {}
        }
        let ledger = if held.counts { held.item.ledger() } else { Ledger::Internal(desk.delegation().clone()) };
        Ok(vec![(ledger, Fact::Withdrawn { item: self.item.clone() })])
    }
}
