//! A party answers a question, in time or late.

use super::super::fact::{Answer, Body, Fact, Level};
use super::super::ledger::Ledger;
use super::super::names::ItemId;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TEXT, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Answers a question. Until it is closed an answer may be replaced by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Which question.
    pub signal: ItemId,
    /// The words.
    pub words: String,
}

impl Act for Reply {
    const KIND: Kind =
        Kind { name: "reply", title: "Answer a question", who: Who::Parties, least: Rank::Member, weighty: true };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let party = desk.party()?.clone();
        let known = desk.signal(&self.signal)?;
        let mut check = Check::new();
        check.needed("the answer", &self.words, MAX_TEXT);
        check.finish()?;
        if !known.signal.whom.contains(&party) {
            return Err(Refusal::forbidden("Your delegation was not asked."));
        }
        let has_answered = known.responded.contains_key(&party);
        if known.closed.is_some() && has_answered {
            return Err(Refusal::conflict("The question is closed, and your delegation has answered it."));
        }
        let signal = known.signal.clone();
        let waits = signal.hidden && known.closed.is_none() && !known.is_over(desk.now);
        // Others who are late may be read from now on; whoever could still change an answer would have seen theirs.
        if signal.hidden && !waits && has_answered {
            return Err(Refusal::conflict("The deadline has passed, and your delegation has answered."));
        }
        let level = if waits { Level::Delegation } else { signal.answers };
        let answer = Answer { signal: self.signal.clone(), words: tidy(&self.words), at: desk.now };
        let item = desk.new_item(level, None, Body::Answer(answer));
        let mut deeds = super::desk::put(item);
        let ledger = if signal.open { Ledger::Parties } else { Ledger::Caucus(party.clone()) };
        let is_told_by_answer = !waits && signal.answers_of(&party) == ledger;
        if signal.hidden && !signal.quiet && !has_answered && !is_told_by_answer {
            deeds.push((ledger, Fact::Responded { signal: self.signal.clone(), party }));
        }
        Ok(deeds)
    }
}
