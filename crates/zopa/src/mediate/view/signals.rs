//! Questions with a deadline, and who has answered.

use super::super::fact::{Answer, Body, Level, Signal};
use super::super::moment::Moment;
use super::super::names::{ItemId, PartyId};
use super::super::roster::Delegation;
use super::super::state::Signalled;
use super::View;
use serde::Serialize;

/// A question with a deadline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignalView {
    /// The question.
    pub signal: Signal,
    /// When it was asked.
    pub at: Moment,
    /// Earlier deadlines, why each was moved, and when.
    pub extensions: Vec<(Moment, String, Moment)>,
    /// When it was closed.
    pub closed: Option<Moment>,
    /// Whether the deadline has passed.
    pub over: bool,
    /// Whether the reminder is due.
    pub reminds: bool,
    /// Party by party, as far as the viewer may know.
    pub replies: Vec<ReplyView>,
}

/// A party's answer to a question, or that there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplyView {
    /// Who.
    pub party: PartyId,
    /// How the party is called.
    pub party_name: String,
    /// When the party answered; none where it has not, or the viewer may not know.
    pub answered: Option<Moment>,
    /// Whether that was after the deadline; where it has not answered, whether the deadline has passed.
    pub late: bool,
    /// The answer, where the viewer may read it.
    pub words: Option<String>,
    /// Whether the viewer may know whether there is an answer.
    pub known: bool,
}

impl<'r> View<'r> {
    /// The questions, the newest last.
    #[must_use]
    pub fn signals(&self) -> Vec<SignalView> {
        self.state.signal_order.iter().filter_map(|id| self.signal(id)).collect()
    }

    /// A question.
    #[must_use]
    pub fn signal(&self, id: &ItemId) -> Option<SignalView> {
        let known = self.state.signals.get(id)?;
        let remind_at = known.signal.due.before(known.signal.remind);
        Some(SignalView {
            signal: known.signal.clone(),
            at: known.at,
            extensions: known.extensions.clone(),
            closed: known.closed,
            over: known.is_over(self.now),
            reminds: known.closed.is_none() && known.signal.remind > 0 && self.now >= remind_at,
            replies: known.signal.whom.iter().map(|party| self.reply(known, party)).collect(),
        })
    }

    fn reply(&self, known: &Signalled, party: &PartyId) -> ReplyView {
        let answer =
            known.answers.get(party).and_then(|id| self.state.items.get(id)).and_then(|held| match &held.item.body {
                Body::Answer(answer) => Some(answer),
                _ => None,
            });
        let answered = answer.map(|answer: &Answer| answer.at).or(known.responded.get(party).copied());
        let is_known = self.party() == Some(party) || answered.is_some() || self.is_told(known);
        // Who answers once the question is closed is late, even if the deadline had not come.
        let end = known.closed.map_or(known.signal.due, |closed| closed.min(known.signal.due));
        ReplyView {
            party: party.clone(),
            party_name: self.state.name_of(&Delegation::Party(party.clone())),
            answered,
            late: is_known && answered.unwrap_or(self.now) >= end,
            words: answer.map(|answer| answer.words.clone()),
            known: is_known,
        }
    }

    /// Whether the viewer would by now have been told of an answer of somebody else, had there been one.
    fn is_told(&self, known: &Signalled) -> bool {
        let signal = &known.signal;
        let reads_words = self.is_mediator() || (self.seat.is_some() && signal.answers >= Level::Parties);
        match (signal.hidden, signal.quiet) {
            (false, _) => reads_words,
            (true, false) => true,
            (true, true) => reads_words && known.closed.is_some(),
        }
    }
}
