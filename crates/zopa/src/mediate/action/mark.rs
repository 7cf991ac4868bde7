//! Where a party stands on a point, in private or openly.

use super::super::fact::{Body, Fact, Item, Level, Mark, Stance};
use super::super::ledger::Ledger;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TEXT, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Marks a point of the current text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetMark {
    /// The point's label.
    pub point: String,
    /// The version that was read; refused if another is current.
    pub version: u32,
    /// Where the party stands.
    pub stance: Stance,
    /// Words that would be accepted.
    #[serde(default)]
    pub words: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// Who may know.
    pub level: Level,
}

/// Whether something counts, or waits for a second person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafted {
    /// It counts.
    Counts,
    /// It waits.
    Waits,
}

impl Act for SetMark {
    const KIND: Kind =
        Kind { name: "set_mark", title: "Mark a point", who: Who::Parties, least: Rank::Adviser, weighty: true };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        desk.not_signed()?;
        desk.point(&self.point)?;
        let mut check = Check::new();
        check.allowed("the reason", &self.reason, MAX_TEXT);
        check.allowed("the proposed words", &self.words, MAX_TEXT);
        if self.stance == Stance::AcceptIfAmended && self.words.trim().is_empty() {
            check.problem("\"accept if amended\" needs the words that you would accept");
        }
        check.finish()?;
        let current = desk.state.current().map_or(0, |version| version.number);
        if self.version != current {
            let old = self.version;
            return Err(Refusal::conflict(format!(
                "You read version {old}, but version {current} is current. Read the point again, then mark it."
            )));
        }
        if desk.state.is_locked(&self.point) {
            return Err(Refusal::conflict(format!("Point {} is agreed and can no longer be marked.", self.point)));
        }
        let mark = Mark {
            point: self.point.clone(),
            version: current,
            stance: self.stance,
            words: tidy(&self.words),
            reason: tidy(&self.reason),
        };
        let waits = desk.state.two_persons || desk.seat.rank < Rank::Member;
        if !waits {
            desk.may_show(self.level)?;
        }
        let item = desk.new_item(self.level, None, Body::Mark(mark));
        Ok(enter(desk, item, if waits { Drafted::Waits } else { Drafted::Counts }))
    }
}

/// A mark in the ledger of its readers, or in the delegation's until it is seconded.
fn enter(desk: &Desk, item: Item, drafted: Drafted) -> Deeds {
    match drafted {
        Drafted::Counts => super::desk::put(item),
        Drafted::Waits => vec![(Ledger::Internal(desk.delegation().clone()), Fact::Drafted { item })],
    }
}
