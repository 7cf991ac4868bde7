//! A second person stands behind a mark.

use super::super::fact::{Body, Fact};
use super::super::ledger::Ledger;
use super::super::names::ItemId;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Seconds a mark that somebody else of the delegation prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Second {
    /// The mark.
    pub item: ItemId,
}

impl Act for Second {
    const KIND: Kind =
        Kind { name: "second", title: "Second a mark", who: Who::Parties, least: Rank::Member, weighty: true };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        desk.not_signed()?;
        let held = desk.own_item(&self.item)?;
        if held.counts {
            return Err(Refusal::conflict("This counts already."));
        }
        if held.by.as_ref() == Some(&desk.seat.id) {
            return Err(Refusal::forbidden("Somebody other than you must second your own mark."));
        }
        if let Body::Mark(mark) = &held.item.body {
            if desk.state.current().map(|version| version.number) != Some(mark.version) {
                return Err(Refusal::conflict(format!(
                    "This mark was made on version {}, and another is current. Mark the point again.",
                    mark.version
                )));
            }
            if desk.state.is_locked(&mark.point) {
                return Err(Refusal::conflict(format!("Point {} is agreed and can no longer be marked.", mark.point)));
            }
        }
        desk.may_show(held.item.level)?;
        let internal = Ledger::Internal(desk.delegation().clone());
        let mut deeds = vec![(internal, Fact::Seconded { item: self.item.clone() })];
        deeds.extend(super::desk::put(held.item.clone()));
        Ok(deeds)
    }
}
