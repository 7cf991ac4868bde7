//! Rooms: the list, opening one, and invitations into one.

use super::{Fail, InRoom, Who, act, forms, pages};
use crate::app::App;
use crate::clock;
use crate::store::Invitation;
use crate::token::{self, Kind};
use axum::extract::{Multipart, Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;
use zopa::format::Source;
use zopa::mediate::{Delegation, Moment, Opened, PartyAtTable, PartyId, Rank, View};
use zopa::text::read_text;

/// The list.
pub async fn list(who: super::who::Maybe, State(app): State<Arc<App>>) -> Response {
    let Some(who) = who.0 else {
        let page =
            if app.settings.demo { pages::demo(&app).await } else { Ok(Redirect::to("/sign-in").into_response()) };
        return page.unwrap_or_else(IntoResponse::into_response);
    };
    pages::rooms(&app, &who).await.unwrap_or_else(IntoResponse::into_response)
}

/// The page on which a room is opened.
pub async fn new(who: Who, State(app): State<Arc<App>>) -> Response {
    match may_open(&who) {
        Ok(()) => pages::new_room(&app, &who, &NewRoom::default(), None),
        Err(fail) => fail.into_response(),
    }
}

/// Who may open rooms: whoever came by a first link, or got the right from one.
pub fn may_open(who: &Who) -> Result<(), Fail> {
    if who.account.may_open { Ok(()) } else { Err(Fail::Missing) }
}

/// What was typed to open a room.
#[derive(Clone, Debug, Default)]
pub struct NewRoom {
    /// The title.
    pub title: String,
    /// The parties, a line each.
    pub parties: String,
    /// The text in numbered points.
    pub text: String,
    /// The name of a file, and its bytes.
    pub file: Option<(String, Vec<u8>)>,
}

/// Opens a room on a text.
pub async fn open(who: Who, State(app): State<Arc<App>>, form: Multipart) -> Response {
    if let Err(fail) = may_open(&who) {
        return fail.into_response();
    }
    let typed = match typed(form).await {
        Ok(typed) => typed,
        Err(fail) => return fail.into_response(),
    };
    let opened = async {
        let opened = opening(&typed)?;
        Ok(app.hall.open(opened, &who.account.id, &who.account.name).await?)
    };
    match opened.await {
        Ok((room, _)) => Redirect::to(&format!("/rooms/{room}/roster")).into_response(),
        Err(fail) => pages::new_room(&app, &who, &typed, Some(fail)),
    }
}

async fn typed(mut form: Multipart) -> Result<NewRoom, Fail> {
    let unread = |_| Fail::invalid("The form could not be read whole. Try again with a smaller file (at most 2 MB).");
    let mut typed = NewRoom::default();
    while let Some(field) = form.next_field().await.map_err(unread)? {
        let name = field.name().unwrap_or_default().to_string();
        let file = field.file_name().map(str::to_string);
        let bytes = field.bytes().await.map_err(unread)?;
        let text = || String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        match name.as_str() {
            "title" => typed.title = text(),
            "parties" => typed.parties = text(),
            "text" => typed.text = text(),
            "file" if !bytes.is_empty() => typed.file = Some((file.unwrap_or_default(), bytes.to_vec())),
            _ => {}
        }
    }
    Ok(typed)
}

/// How the room opens, from what was typed.
fn opening(typed: &NewRoom) -> Result<Opened, Fail> {
    let source = match &typed.file {
        Some((name, bytes)) => Source::new(name.clone(), bytes.clone()),
        None => Source::new("text.md", typed.text.clone()),
    };
    let (read, _) = read_text(&source).map_err(|problems| {
        Fail::Invalid(
            problems
                .iter()
                .map(|problem| format!("Line {}: {}. {}", problem.line, problem.message, problem.help))
                .collect(),
        )
    })?;
    let lines = typed.parties.lines().map(str::trim).filter(|line| !line.is_empty());
    let parties = lines.map(|name| PartyAtTable { id: short_name(name), name: name.to_string() });
    let mut opened = Opened::on_text(&read, parties.collect());
    if !typed.title.trim().is_empty() {
        opened.title = typed.title.trim().to_string();
    }
    Ok(opened)
}

/// A short name for a party: its letters and digits in small, with dashes between words.
fn short_name(name: &str) -> PartyId {
    let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let plain: String = plain.collect();
    let short = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if short.is_empty() {
        // Names in other scripts get a number that depends on the name alone.
        let sum = name.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        return PartyId(format!("party-{sum}"));
    }
    PartyId(short.chars().take(40).collect())
}

/// Makes an invitation and shows its link, once.
pub async fn invite(room: InRoom, RawForm(form): RawForm) -> Response {
    let invited = async {
        let fields = act::parse(&form)?;
        let field = |name| forms::field(&fields, name).unwrap_or_default();
        make_invitation(&room, field("delegation"), field("rank"), field("name")).await
    };
    match invited.await {
        Ok(link) => pages::invited(&room, &link).await.unwrap_or_else(IntoResponse::into_response),
        Err(fail) => pages::roster_with(&room, Some(fail)).await.unwrap_or_else(IntoResponse::into_response),
    }
}

/// A link into the room, if the seat may invite there.
pub async fn make_invitation(room: &InRoom, delegation: &str, rank: &str, name: &str) -> Result<String, Fail> {
    let delegation = Delegation::from(delegation.to_string());
    let rank = Rank::ALL.into_iter().find(|known| known.word() == rank);
    let rank = rank.ok_or_else(|| Fail::invalid("Choose a rank: head, member, adviser or observer."))?;
    if name.chars().count() > zopa::mediate::MAX_NAME {
        return Err(Fail::invalid(format!("A name has at most {} characters.", zopa::mediate::MAX_NAME)));
    }
    // The library decides who may invite whom; whether it still holds is asked again when the link is followed.
    let (now, seat) = (clock::now(), zopa::mediate::SeatId(token::name()));
    let name_or = if name.trim().is_empty() { "Somebody invited" } else { name };
    let admit = zopa::mediate::action::Admit { seat, name: name_or.to_string(), delegation: delegation.clone(), rank };
    room.live
        .look(|live| live.act(now, &room.seat, &zopa::mediate::Action::Admit(admit), &mut token::name))
        .map_err(Fail::Refused)?;
    let (token, hash) = token::new(Kind::Invitation);
    let invitation = Invitation {
        hash: Some(hash),
        id: token::name(),
        room: Some(room.live.id.clone()),
        delegation: Some(delegation.to_string()),
        rank: Some(rank),
        name_hint: Some(name.trim().to_string()).filter(|name| !name.is_empty()),
        by_seat: Some(room.seat.clone()),
        created_at: now,
        expires_at: Moment(now.0 + super::INVITATION_LIFE),
        spent_at: None,
        revoked_at: None,
    };
    room.app.store.create_invitation(&invitation).await?;
    Ok(format!("{}join/{token}", room.app.settings.address))
}

/// The invitations that a seat may know of: all for the mediator, those of the own delegation for its members.
pub async fn invitations(room: &InRoom) -> Result<Vec<Invitation>, Fail> {
    let all = room.app.store.invitations(&room.live.id).await?;
    let own = room.look(|view: View| view.me().map(|me| me.delegation))?;
    let mine = |invitation: &Invitation| {
        own == Some(Delegation::Mediator) || own.as_ref().map(ToString::to_string) == invitation.delegation
    };
    let is_open = |invitation: &Invitation| {
        invitation.spent_at.is_none() && invitation.revoked_at.is_none() && invitation.expires_at > room.now
    };
    Ok(all.into_iter().filter(|invitation| mine(invitation) && is_open(invitation)).collect())
}

/// Takes an invitation back.
pub async fn revoke(room: InRoom, Path((_, id)): Path<(String, String)>) -> Result<Response, Fail> {
    if !room.look(|view| view.may("admit"))? || !invitations(&room).await?.iter().any(|known| known.id == id) {
        return Err(Fail::Missing);
    }
    room.app.store.revoke_invitation(&room.live.id, &id, room.now).await?;
    Ok(Redirect::to(&format!("/rooms/{}/roster", room.live.id)).into_response())
}
