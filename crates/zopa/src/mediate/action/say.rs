//! Somebody says something: to the own delegation, in caucus, to all parties, or to everybody.

use super::super::fact::{Body, Level, Message, MessageKind};
use super::super::names::PartyId;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TEXT, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Says something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Say {
    /// What kind of message it is.
    #[serde(rename = "type")]
    pub type_: MessageKind,
    /// Whether the own side is bound by it.
    #[serde(default)]
    pub binding: bool,
    /// Its words.
    pub words: String,
    /// Which points it is about.
    #[serde(default)]
    pub points: Vec<String>,
    /// Who may read it.
    pub level: Level,
    /// The party that the mediator meets alone, at level `mediator`.
    #[serde(default)]
    pub with: Option<PartyId>,
}

impl Act for Say {
    const KIND: Kind = Kind { name: "say", title: "Say something", who: Who::All, least: Rank::Adviser, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        desk.may_show(self.level)?;
        let mut check = Check::new();
        check.needed("the message", &self.words, MAX_TEXT);
        desk.known_points(&self.points, &mut check);
        if self.binding && matches!(self.type_, MessageKind::NonPaper | MessageKind::WithoutPrejudice) {
            check.problem(format!("a message that is {} binds nobody; choose one of both", self.type_.words()));
        }
        check.finish()?;
        if self.binding && desk.seat.rank < Rank::Member {
            return Err(Refusal::forbidden("A binding message needs a member or the head of the delegation."));
        }
        let with = desk.with(self.level, self.with.as_ref())?;
        let message = Message {
            type_: self.type_,
            binding: self.binding,
            words: tidy(&self.words),
            points: self.points.clone(),
        };
        let item = desk.new_item(self.level, with, Body::Message(message));
        Ok(super::desk::put(item))
    }
}
