//! Minutes, and communiques for the public.

use super::asked::Asked;
use super::circle::Circle;
use super::frame::Frame;
use super::items::{Card, Page, read};
use super::{Fail, InRoom, page, reads};
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use zopa::mediate::{Leak, Level, View, leaks};

#[derive(Template)]
#[template(path = "minutes.html")]
struct Minutes {
    frame: Frame,
    list: Page,
    communiques: Vec<Card>,
    writing: Option<Circle>,
    publishing: Option<Publishing>,
    public: String,
}

/// The form for a communique.
struct Publishing {
    draft: String,
    leaks: Vec<Leak>,
    readers: String,
}

/// The page.
pub async fn minutes(room: InRoom, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let mut minutes = room.look(|view| Minutes::new(&room, &view, asked.before.as_deref()))?;
    let noted = read(&minutes.list.cards).into_iter().chain(read(&minutes.communiques)).collect();
    reads::note(&room, noted).await?;
    reads::tell(&room, &mut minutes.list.cards).await?;
    page(&minutes)
}

impl Minutes {
    fn new(room: &InRoom, view: &View, before: Option<&str>) -> Minutes {
        let communiques = view.communiques();
        let mut cards: Vec<Card> = communiques.iter().rev().take(100).map(|item| Card::new(item, view)).collect();
        // Readers of what is public are not noted.
        cards.iter_mut().for_each(|card| card.tells_readers = false);
        let publishing = view.may("publish").then(|| {
            let draft = view.communique_draft();
            Publishing { leaks: leaks(view, &draft), draft, readers: view.circle(Level::Public, None) }
        });
        Minutes {
            frame: Frame::inside(room, view, "/minutes", "Minutes"),
            list: Page::new(&view.minutes(), before, view),
            communiques: cards,
            writing: view.may("minute").then(|| Circle::of(view, Level::Parties, None, |level| level < Level::Public)),
            publishing,
            public: format!("/public/{}", room.live.id),
        }
    }
}
