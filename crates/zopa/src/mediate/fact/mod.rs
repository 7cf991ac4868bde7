//! What ledgers say.

mod item;

use super::ledger::Ledger;
use super::moment::Moment;
use super::names::{ItemId, PartyId, SeatId};
use super::roster::{Rank, Seat};
pub use item::{Amendment, Answer, Body, Item, Level, Mark, Message, MessageKind, Paper, Ruling, Stance, Values};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line of a ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Which ledger it stands in.
    pub ledger: Ledger,
    /// Its place there, from 0.
    pub index: u64,
    /// When it was written.
    pub at: Moment,
    /// Whose doing it is; none where the room itself acts, as when a deadline passes.
    pub by: Option<SeatId>,
    /// What it says.
    pub fact: Fact,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// The room opens on a text.
    Opened(Opened),
    /// Somebody has a seat.
    Admitted(Seat),
    /// A seat has another rank.
    Ranked {
        /// Whose.
        seat: SeatId,
        /// The rank from now on.
        rank: Rank,
    },
    /// A seat is taken away.
    Removed {
        /// Whose.
        seat: SeatId,
    },
    /// Whether a delegation's marks need a second person.
    TwoPersons {
        /// Whether they do from now on.
        on: bool,
    },
    /// A version of the one text.
    Issued(Version),
    /// Something waits for a second person of its delegation.
    Drafted {
        /// As it would count.
        item: Item,
    },
    /// It has been seconded. A copy that counts follows.
    Seconded {
        /// What.
        item: ItemId,
    },
    /// Something that a delegation put down, or made known to these readers.
    Put {
        /// The thing, whole.
        item: Item,
    },
    /// Its owner takes it back.
    Withdrawn {
        /// What.
        item: ItemId,
    },
    /// The mediator's ruling on an amendment.
    Ruled {
        /// Which amendment.
        item: ItemId,
        /// Taken into the text, or not.
        ruling: Ruling,
        /// Why.
        note: String,
    },
    /// Work on a point is suspended or resumed.
    Frozen {
        /// Its label.
        point: String,
        /// Suspended.
        on: bool,
        /// Why.
        note: String,
    },
    /// A question with a deadline.
    Asked(Signal),
    /// A party has answered; what, is not said here.
    Responded {
        /// Which question.
        signal: ItemId,
        /// Who.
        party: PartyId,
    },
    /// A deadline is moved.
    Extended {
        /// Which question's.
        signal: ItemId,
        /// The new deadline.
        due: Moment,
        /// Why.
        note: String,
    },
    /// A question is closed; hidden answers follow.
    Closed {
        /// Which.
        signal: ItemId,
    },
    /// Whether nothing is agreed until everything is.
    Everything {
        /// Whether it holds from now on.
        on: bool,
    },
    /// A version lies ready for signature.
    Tabled {
        /// Its number.
        version: u32,
        /// The labels of the points that are agreed.
        points: Vec<String>,
        /// SHA-256 of the agreement's text, in hexadecimal.
        digest: String,
    },
    /// A party signs.
    Signed {
        /// Who.
        party: PartyId,
        /// What, as in the entry that laid it ready.
        digest: String,
    },
}

/// How a room opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// What the talks are called.
    pub title: String,
    /// What its numbers rest on, where the file says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footing: Option<String>,
    /// Whether it is a rehearsal, in which no seat is protected.
    #[serde(default)]
    pub demo: bool,
    /// Who must agree.
    pub parties: Vec<PartyAtTable>,
    /// How points can be settled, where the file says so, by their labels.
    #[serde(default)]
    pub choices: BTreeMap<String, Vec<Choice>>,
    /// Whether nothing is agreed until everything is.
    pub everything: bool,
    /// The first version of the text.
    pub text: Vec<Worded>,
}

/// A party of the talks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyAtTable {
    /// Its short name.
    pub id: PartyId,
    /// What people call it.
    pub name: String,
}

/// A way in which a point can be settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its short name.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// A point of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worded {
    /// Its number as printed: 21a.
    pub label: String,
    /// Its heading.
    pub title: String,
    /// Its words.
    pub text: String,
    /// Which of the point's choices the words stand for, where they stand for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
}

/// A version of the one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// What the mediator says about it.
    pub note: String,
    /// Until when points may be contested; what nobody contests by then counts as agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// Its points in order.
    pub points: Vec<Worded>,
}

/// A question with a deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Its short name.
    pub id: ItemId,
    /// Of whom it is asked.
    pub whom: Vec<PartyId>,
    /// Whether all parties know of it; else each of those asked learns of it alone.
    pub open: bool,
    /// What is asked.
    pub words: String,
    /// About which points.
    pub points: Vec<String>,
    /// By when.
    pub due: Moment,
    /// How long before that a reminder appears, in milliseconds.
    pub remind: u64,
    /// Whether answers stay hidden until the close, from the mediator too.
    pub hidden: bool,
    /// Whether it stays hidden, too, who has answered.
    pub quiet: bool,
    /// Who reads the answers in the end: the mediator, or all parties.
    pub answers: Level,
}

impl Entry {
    /// Whether it stands in a ledger in which such a thing is said.
    pub(super) fn is_in_place(&self) -> bool {
        let ledger = &self.ledger;
        let is_caucus = matches!(ledger, Ledger::Caucus(_));
        match &self.fact {
            Fact::Drafted { item } => *ledger == Ledger::Internal(item.owner.clone()),
            Fact::Put { item } => *ledger == item.ledger(),
            Fact::TwoPersons { .. } | Fact::Seconded { .. } => matches!(ledger, Ledger::Internal(_)),
            Fact::Asked(signal) => signal.ledgers().contains(ledger),
            Fact::Responded { party, .. } => *ledger == Ledger::Parties || *ledger == Ledger::Caucus(party.clone()),
            Fact::Extended { .. } | Fact::Closed { .. } => *ledger == Ledger::Parties || is_caucus,
            Fact::Withdrawn { .. } => true,
            Fact::Ruled { .. } => *ledger == Ledger::Public || *ledger == Ledger::Parties || is_caucus,
            Fact::Opened(_)
            | Fact::Admitted(_)
            | Fact::Ranked { .. }
            | Fact::Removed { .. }
            | Fact::Issued(_)
            | Fact::Frozen { .. }
            | Fact::Everything { .. }
            | Fact::Tabled { .. }
            | Fact::Signed { .. } => *ledger == Ledger::Parties,
        }
    }
}

impl Signal {
    /// The ledgers in which it stands.
    #[must_use]
    pub fn ledgers(&self) -> Vec<Ledger> {
        if self.open { vec![Ledger::Parties] } else { self.whom.iter().cloned().map(Ledger::Caucus).collect() }
    }

    /// The ledger in which a party's answer will be read in the end.
    #[must_use]
    pub fn answers_of(&self, party: &PartyId) -> Ledger {
        if self.answers >= Level::Parties { Ledger::Parties } else { Ledger::Caucus(party.clone()) }
    }
}
