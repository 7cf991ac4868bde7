//! What everybody may read of a room.

use super::frame::Frame;
use super::items::Card;
use super::{Fail, page};
use crate::app::App;
use crate::clock;
use crate::hall::Live;
use askama::Template;
use axum::response::Response;
use zopa::mediate::{Body, ItemView, View, view};

/// So many items are told.
const MOST_ITEMS: usize = 100;

#[derive(Template)]
#[template(path = "public.html")]
struct Public {
    frame: Frame,
    communiques: Vec<Card>,
    items: Vec<Card>,
}

/// The public page; missing where nothing is public.
pub fn public(app: &App, live: &Live) -> Result<Response, Fail> {
    let told = live.look(|room| {
        let view = view(room, None, clock::now())?;
        let is_communique = |item: &ItemView| matches!(item.body, Body::Communique(_));
        let (communiques, items): (Vec<ItemView>, Vec<ItemView>) =
            view.items(|_| true).into_iter().partition(is_communique);
        let has_any = !communiques.is_empty() || !items.is_empty();
        has_any.then(|| (cards(&communiques, &view), cards(&items, &view)))
    });
    let (communiques, items) = told.ok_or(Fail::Missing)?;
    page(&Public { frame: Frame::outside(app, "Communiques", None), communiques, items })
}

fn cards(items: &[ItemView], view: &View) -> Vec<Card> {
    items.iter().rev().take(MOST_ITEMS).map(|item| Card::new(item, view)).collect()
}
