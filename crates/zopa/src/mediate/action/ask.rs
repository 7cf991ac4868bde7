//! The mediator asks parties something, by a deadline.

use super::super::fact::{Fact, Level, Signal};
use super::super::ledger::Ledger;
use super::super::moment::Moment;
use super::super::names::{ItemId, PartyId};
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TEXT, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The furthest deadline: ten years.
const FURTHEST: u64 = 10 * 366 * 24 * 3_600_000;

/// Asks parties something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Whom.
    pub whom: Vec<PartyId>,
    /// Whether all parties know of the question; else each of those asked learns of it alone.
    pub open: bool,
    /// What is asked.
    pub words: String,
    /// About which points.
    #[serde(default)]
    pub points: Vec<String>,
    /// By when.
    pub due: Moment,
    /// How long before that a reminder appears, in milliseconds.
    #[serde(default)]
    pub remind: u64,
    /// Whether answers stay hidden until the close, from the mediator too.
    #[serde(default)]
    pub hidden: bool,
    /// Whether it stays hidden, too, who has answered.
    #[serde(default)]
    pub quiet: bool,
    /// Who reads the answers in the end: `mediator` or `parties`.
    pub answers: Level,
}

impl Act for Ask {
    const KIND: Kind = Kind {
        name: "ask",
        title: "Ask for an answer by a deadline",
        who: Who::Mediator,
        least: Rank::Member,
        weighty: false,
    };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let mut check = Check::new();
        check.needed("the question", &self.words, MAX_TEXT);
        desk.known_points(&self.points, &mut check);
        if self.whom.is_empty() {
            check.problem("say which parties are asked");
        }
        if self.whom.iter().collect::<BTreeSet<_>>().len() != self.whom.len() {
            check.problem("a party is asked twice; name each once");
        }
        if self.due <= desk.now {
            check.problem("the deadline has passed; choose a later one");
        }
        if self.due.0 > desk.now.0.saturating_add(FURTHEST) {
            check.problem("the deadline is more than ten years away; choose an earlier one");
        }
        if !matches!(self.answers, Level::Mediator | Level::Parties) {
            check.problem("answers go to the mediator or to all parties; choose one of both");
        }
        if !self.open && self.answers == Level::Parties {
            check.problem("who is asked alone answers alone: choose answers to the mediator, or ask openly");
        }
        if self.quiet && !self.hidden {
            check.problem("who has answered can be hidden only where the answers are hidden until the close");
        }
        check.finish()?;
        for party in &self.whom {
            desk.known_party(party)?;
        }
        let signal = Signal {
            id: ItemId((desk.mint)()),
            whom: self.whom.clone(),
            open: self.open,
            words: tidy(&self.words),
            points: self.points.clone(),
            due: self.due,
            remind: self.remind,
            hidden: self.hidden,
            quiet: self.quiet,
            answers: self.answers,
        };
        if self.open {
            return Ok(vec![(Ledger::Parties, Fact::Asked(signal))]);
        }
        let alone = |party: &PartyId| Signal { whom: vec![party.clone()], ..signal.clone() };
        Ok(self.whom.iter().map(|party| (Ledger::Caucus(party.clone()), Fact::Asked(alone(party)))).collect())
    }
}
