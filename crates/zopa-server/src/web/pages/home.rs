//! Pages outside rooms: the list of rooms, opening one, and the seats of a rehearsal.

use super::frame::Frame;
use super::{page, problems, refused};
use crate::app::App;
use crate::clock;
use crate::web::api::{self, Seated};
use crate::web::rooms::NewRoom;
use crate::web::{Fail, Who};
use askama::Template;
use axum::response::Response;
use zopa::mediate::{Delegation, Fact, SeatId, view};

#[derive(Template)]
#[template(path = "rooms.html")]
struct Rooms {
    frame: Frame,
    seated: Vec<Seated>,
    may_open: bool,
}

/// The rooms in which somebody has a seat.
pub async fn rooms(app: &App, who: &Who) -> Result<Response, Fail> {
    let seated = api::seated(app, who).await?;
    page(&Rooms { frame: Frame::outside(app, "Rooms", Some(who)), seated, may_open: who.account.may_open })
}

#[derive(Template)]
#[template(path = "new_room.html")]
struct New {
    frame: Frame,
    problems: Vec<String>,
    title: String,
    parties: String,
    text: String,
    file: Option<String>,
}

/// Opening a room. Browsers do not fill in files again: the page says so.
pub fn new_room(app: &App, who: &Who, typed: &NewRoom, fail: Option<Fail>) -> Response {
    let fail = fail.as_ref();
    let new = New {
        frame: Frame::outside(app, "Open a room", Some(who)),
        problems: problems(fail),
        title: typed.title.clone(),
        parties: typed.parties.clone(),
        text: typed.text.clone(),
        file: typed.file.as_ref().map(|(name, _)| name.clone()),
    };
    refused(fail, &new)
}

#[derive(Template)]
#[template(path = "demo.html")]
struct Demo {
    frame: Frame,
    rooms: Vec<Rehearsal>,
}

/// A rehearsal.
struct Rehearsal {
    id: String,
    title: String,
    delegations: Vec<(String, Vec<Seat>)>,
}

/// A seat of it.
struct Seat {
    seat: String,
    name: String,
    rank: &'static str,
}

/// Every seat of every rehearsal, one click away.
pub async fn demo(app: &App) -> Result<Response, Fail> {
    let mut rooms = Vec::new();
    for row in app.store.rooms().await?.into_iter().filter(|row| row.demo).rev().take(20) {
        rooms.extend(rehearsal(app, &row.id).await?);
    }
    page(&Demo { frame: Frame::outside(app, "A rehearsal", None), rooms })
}

async fn rehearsal(app: &App, id: &str) -> Result<Option<Rehearsal>, Fail> {
    // The first seat stands near the beginning of the log; by it everybody in the room is known.
    let entries = app.store.entries_after(id, 0).await?;
    let seat = entries.iter().take(10).find_map(|sealed| match sealed.open().ok()??.fact {
        Fact::Admitted(seat) => Some(seat.id),
        _ => None,
    });
    let (Some(seat), Some(live)) = (seat, app.hall.room(id).await?) else { return Ok(None) };
    Ok(live.look(|room| told(id, room, &seat)))
}

fn told(id: &str, room: &zopa::mediate::Room, seat: &SeatId) -> Option<Rehearsal> {
    let view = view(room, Some(seat), clock::now()).filter(zopa::mediate::View::is_demo)?;
    let parties = view.parties().into_iter().map(|(id, _)| Delegation::Party(id));
    let roster = view.roster();
    let seats = |delegation: Delegation| {
        let own = roster.iter().filter(|seat| seat.delegation == delegation);
        let seat = |seat: &&zopa::mediate::Seat| Seat {
            seat: seat.id.to_string(),
            name: seat.name.clone(),
            rank: seat.rank.word(),
        };
        (view.name_of(&delegation), own.map(seat).collect())
    };
    Some(Rehearsal {
        id: id.to_string(),
        title: view.title().unwrap_or_default().to_string(),
        delegations: std::iter::once(Delegation::Mediator).chain(parties).map(seats).collect(),
    })
}
