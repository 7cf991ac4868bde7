//! The mediator and one party alone.

use super::asked::Asked;
use super::circle::{Choice, parties};
use super::frame::Frame;
use super::items::{Page, read};
use super::talk::Say;
use super::{Fail, InRoom, page, reads};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use zopa::mediate::{Delegation, Level, PartyId, View};

#[derive(Template)]
#[template(path = "caucus.html")]
struct Caucus {
    frame: Frame,
    name: String,
    lead: String,
    /// The parties that the mediator can turn to.
    parties: Vec<Choice>,
    list: Page,
    say: Option<Say>,
}

/// The page. A party sees its own caucus and no other.
pub async fn caucus(
    room: InRoom,
    Path((_, party)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    let party = PartyId(party);
    let mut caucus = room.find(|view| Caucus::new(&room, &view, &party, &asked))?;
    reads::note(&room, read(&caucus.list.cards)).await?;
    reads::tell(&room, &mut caucus.list.cards).await?;
    page(&caucus)
}

impl Caucus {
    fn new(room: &InRoom, view: &View, party: &PartyId, asked: &Asked) -> Option<Caucus> {
        let is_there = view.parties().iter().any(|(id, _)| id == party);
        if !is_there || view.party().is_some_and(|own| own != party) {
            return None;
        }
        let is_mediator = view.is_mediator();
        let with = Some(party).filter(|_| is_mediator);
        Some(Caucus {
            frame: Frame::inside(room, view, &format!("/caucus/{party}"), "Caucus"),
            name: view.name_of(&Delegation::Party(party.clone())),
            lead: view.circle(Level::Mediator, with),
            parties: if is_mediator { parties(view, Some(party.as_str())) } else { Vec::new() },
            list: Page::new(&view.caucus(party), asked.before.as_deref(), view),
            say: Say::new(view, Level::Mediator, with, asked.point.as_deref()),
        })
    }
}
