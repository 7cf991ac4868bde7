//! The mediator publishes a communique.

use super::super::communique::leaks_in;
use super::super::fact::{Body, Level, Paper};
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TEXT, MAX_TITLE, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Publishes a communique. Where it repeats words that are not public it is refused, unless each of those places was
/// looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publish {
    /// The heading.
    pub title: String,
    /// The words.
    pub words: String,
    /// Whether the places that repeat what is not public were looked at, and shall stay.
    #[serde(default)]
    pub reviewed: bool,
}

impl Act for Publish {
    const KIND: Kind =
        Kind { name: "publish", title: "Publish a communique", who: Who::Mediator, least: Rank::Head, weighty: true };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let mut check = Check::new();
        check.line("the heading", &self.title, MAX_TITLE);
        check.needed("the communique", &self.words, MAX_TEXT);
        check.finish()?;
        if !self.reviewed {
            let leaks = leaks_in(desk.state, &format!("{}\n{}", self.title, self.words));
            if !leaks.is_empty() {
                let told = leaks.iter().map(|leak| {
                    format!("\"{}\" repeats {}, which is not public. Take it out, or confirm it.", leak.words, leak.from)
                });
                return Err(Refusal { reason: super::super::Reason::Conflict, problems: told.collect() });
            }
        }
        let paper = Paper { title: tidy(&self.title), words: tidy(&self.words) };
        let item = desk.new_item(Level::Public, None, Body::Communique(paper));
        Ok(super::desk::put(item))
    }
}
