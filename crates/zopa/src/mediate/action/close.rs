//! The mediator closes a question; hidden answers open.

use super::super::fact::Fact;
use super::super::names::ItemId;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Closes a question before its deadline, or after it where it stayed open for those who were late. Where answers are
/// hidden they open to their readers, all at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Close {
    /// Which question.
    pub signal: ItemId,
}

impl Act for Close {
    const KIND: Kind =
        Kind { name: "close", title: "Close a question", who: Who::Mediator, least: Rank::Member, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let known = desk.signal(&self.signal)?;
        if known.closed.is_some() {
            return Err(Refusal::conflict("The question is closed already."));
        }
        let fact = Fact::Closed { signal: self.signal.clone() };
        Ok(known.signal.ledgers().into_iter().map(|ledger| (ledger, fact.clone())).collect())
    }
}
