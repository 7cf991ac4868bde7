//! What delegations put down.

use super::super::ledger::Ledger;
use super::super::moment::Moment;
use super::super::names::{ItemId, PartyId};
use super::super::roster::Delegation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
