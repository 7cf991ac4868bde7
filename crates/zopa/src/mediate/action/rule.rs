//! The mediator takes or refuses an amendment.

use super::super::fact::{Body, Fact, Ruling};
use super::super::names::ItemId;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TEXT, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Rules on an amendment. What is taken goes into the next version that the mediator issues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The amendment.
    pub item: ItemId,
    /// Taken or refused.
    pub ruling: Ruling,
    /// Why.
    #[serde(default)]
    pub note: String,
}

impl Act for Rule {
    const KIND: Kind =
        Kind { name: "rule", title: "Rule on an amendment", who: Who::Mediator, least: Rank::Member, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let held = desk.item(&self.item)?;
        let mut check = Check::new();
        check.allowed("the note", &self.note, MAX_TEXT);
        check.finish()?;
        if !matches!(held.item.body, Body::Amendment(_)) {
            return Err(Refusal::conflict("This is not an amendment."));
        }
        if held.withdrawn.is_some() {
            return Err(Refusal::conflict("Its owner has taken the amendment back."));
        }
        if held.ruling.is_some() {
            return Err(Refusal::conflict("You have ruled on this amendment already."));
        }
        let fact = Fact::Ruled { item: self.item.clone(), ruling: self.ruling, note: tidy(&self.note) };
        Ok(vec![(held.item.ledger(), fact)])
    }
}
