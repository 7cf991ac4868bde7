//! The mediator writes minutes.

use super::super::fact::{Body, Level, Paper};
use super::super::names::PartyId;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TEXT, MAX_TITLE, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Writes minutes, for the own team, for one party, or for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minute {
    /// The heading.
    pub title: String,
    /// The words.
    pub words: String,
    /// Who may read them.
    pub level: Level,
    /// The party that they are shared with, at level `mediator`.
    #[serde(default)]
    pub with: Option<PartyId>,
}

impl Act for Minute {
    const KIND: Kind =
        Kind { name: "minute", title: "Write minutes", who: Who::Mediator, least: Rank::Member, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let mut check = Check::new();
        check.line("the heading", &self.title, MAX_TITLE);
        check.needed("the minutes", &self.words, MAX_TEXT);
        if self.level == Level::Public {
            check.problem("minutes are not for the public; publish a communique");
        }
        check.finish()?;
        let with = desk.with(self.level, self.with.as_ref())?;
        let paper = Paper { title: tidy(&self.title), words: tidy(&self.words) };
        let item = desk.new_item(self.level, with, Body::Minutes(paper));
        Ok(super::desk::put(item))
    }
}
