//! The mediator moves a deadline, in sight of all who were asked.

use super::super::fact::Fact;
use super::super::moment::Moment;
use super::super::names::ItemId;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TITLE, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Moves the deadline of a question that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extend {
    /// Which question.
    pub signal: ItemId,
    /// The new deadline.
    pub due: Moment,
    /// Why.
    pub note: String,
}

impl Act for Extend {
    const KIND: Kind =
        Kind { name: "extend", title: "Move a deadline", who: Who::Mediator, least: Rank::Member, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let known = desk.signal(&self.signal)?;
        let mut check = Check::new();
        check.line("the reason for the extension", &self.note, MAX_TITLE);
        if self.due <= known.signal.due || self.due <= desk.now {
            check.problem("the new deadline must be later than the old one, and not have passed");
        }
        check.finish()?;
        if known.closed.is_some() {
            return Err(Refusal::conflict("The question is closed; ask another."));
        }
        if known.signal.hidden && known.is_over(desk.now) {
            return Err(Refusal::conflict("The deadline has passed and the answers are being opened; ask another question."));
        }
        let fact = Fact::Extended { signal: self.signal.clone(), due: self.due, note: tidy(&self.note) };
        Ok(known.signal.ledgers().into_iter().map(|ledger| (ledger, fact.clone())).collect())
    }
}
