//! What ledgers say.

use super::ledger::Ledger;
use super::moment::Moment;
use super::names::{ItemId, PartyId, SeatId};
use super::roster::{Delegation, Rank, Seat};
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

/// Who may read something, in widening circles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The delegation alone.
    Delegation,
    /// The delegation and the mediator; from the mediator: one party.
    Mediator,
    /// Everybody in the room.
    Parties,
    /// Everybody.
    Public,
}

impl Level {
    /// Every level, the narrowest first.
    pub const ALL: [Level; 4] = [Level::Delegation, Level::Mediator, Level::Parties, Level::Public];
}

/// Something that a delegation put down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its short name.
    pub id: ItemId,
    /// Whose it is.
    pub owner: Delegation,
    /// Who may read it.
    pub level: Level,
    /// The party that the mediator shares it with, at level [`Level::Mediator`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<PartyId>,
    /// What it is.
    pub body: Body,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// A mark on a point.
    Mark(Mark),
    /// A proposal of other words.
    Amendment(Amendment),
    /// A message.
    Message(Message),
    /// What matters how much.
    Values(Values),
    /// An answer to a question.
    Answer(Answer),
    /// Minutes.
    Minutes(Paper),
    /// A communique.
    Communique(Paper),
}

/// Where a party stands on a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The point's label.
    pub point: String,
    /// On which version it was made.
    pub version: u32,
    /// What it says.
    pub stance: Stance,
    /// Words that would be accepted, where it is `AcceptIfAmended`.
    pub words: String,
    /// Why.
    pub reason: String,
}

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// The point is accepted as it stands.
    Accept,
    /// It is accepted with other words.
    AcceptIfAmended,
    /// The party does not commit itself.
    Reserve,
    /// The party will never accept it.
    RedLine,
}

impl Stance {
    /// Every stance, the friendliest first.
    pub const ALL: [Stance; 4] = [Stance::Accept, Stance::AcceptIfAmended, Stance::Reserve, Stance::RedLine];

    /// The words for it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Stance::Accept => "accept",
            Stance::AcceptIfAmended => "accept if amended",
            Stance::Reserve => "reserve",
            Stance::RedLine => "red line",
        }
    }
}

/// Other words for a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// The point's label.
    pub point: String,
    /// To which version.
    pub version: u32,
    /// The words.
    pub words: String,
    /// Why.
    pub reason: String,
}

/// What became of an amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It goes into the next version.
    Taken,
    /// It does not.
    Refused,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What kind.
    pub type_: MessageKind,
    /// Whether its author is bound by it.
    pub binding: bool,
    /// Its words.
    pub words: String,
    /// Which points it is about.
    #[serde(default)]
    pub points: Vec<String>,
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// An offer.
    Offer,
    /// A question.
    Question,
    /// A note that nobody has written.
    NonPaper,
    /// Said without prejudice to the position of whoever says it.
    WithoutPrejudice,
    /// A note.
    Note,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [MessageKind; 5] = [
        MessageKind::Note,
        MessageKind::Offer,
        MessageKind::Question,
        MessageKind::NonPaper,
        MessageKind::WithoutPrejudice,
    ];

    /// The words for it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            MessageKind::Offer => "offer",
            MessageKind::Question => "question",
            MessageKind::NonPaper => "non-paper",
            MessageKind::WithoutPrejudice => "without prejudice",
            MessageKind::Note => "note",
        }
    }
}

/// What matters to a party how much. All numbers run from 0 to 100.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// How much each point weighs, by its label; points that are not named weigh nothing.
    pub weights: BTreeMap<String, u8>,
    /// How good each choice of a point is, by the point's label and the choice's name; what is not named is worth 0.
    pub choices: BTreeMap<String, BTreeMap<String, u8>>,
    /// What no agreement is worth.
    pub walk_away: u8,
}

/// An answer to a question with a deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which question.
    pub signal: ItemId,
    /// Its words.
    pub words: String,
    /// When it was given.
    pub at: Moment,
}

/// Minutes or a communique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its heading.
    pub title: String,
    /// Its words.
    pub words: String,
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

impl Item {
    /// The ledger of its readers.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        match (self.level, &self.owner, &self.with) {
            (Level::Public, ..) => Ledger::Public,
            (Level::Parties, ..) => Ledger::Parties,
            (Level::Mediator, Delegation::Party(party), _) | (Level::Mediator, Delegation::Mediator, Some(party)) => {
                Ledger::Caucus(party.clone())
            }
            _ => Ledger::Internal(self.owner.clone()),
        }
    }

    /// The point that it is about, where it is about one.
    #[must_use]
    pub fn point(&self) -> Option<&str> {
        match &self.body {
            Body::Mark(mark) => Some(&mark.point),
            Body::Amendment(amendment) => Some(&amendment.point),
            _ => None,
        }
    }

    /// Whether it is about a point.
    #[must_use]
    pub fn concerns(&self, label: &str) -> bool {
        match &self.body {
            Body::Message(message) => message.points.iter().any(|point| point == label),
            _ => self.point() == Some(label),
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
