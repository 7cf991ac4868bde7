//! The machine interface: JSON for everything that the pages do, by the same authorisation.

use super::fail::Problem;
use super::{Fail, InRoom, Who, act, rooms};
use crate::app::App;
use crate::clock;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{OpenApi, ToSchema};
use zopa::mediate::seal::{self, Hash};
use zopa::mediate::{Action, ItemId, Ledger, Level, Opened, view};

/// The most items on a page of a list.
const MOST_ITEMS: usize = 500;

/// Reads a body. Whatever is wrong with it is told in the same form as everything else.
fn read<T: serde::de::DeserializeOwned>(bytes: &Bytes) -> Result<T, Fail> {
    serde_json::from_slice(bytes).map_err(|error| {
        Fail::invalid(format!("The request is not what is expected here: {error}. See /api/openapi.json."))
    })
}

/// Something by its short name.
#[derive(Serialize, ToSchema)]
pub struct Named {
    /// The short name.
    pub id: String,
    /// The name that people read.
    pub name: String,
}

/// Who one is.
#[utoipa::path(get, path = "/api/me", responses((status = 200, body = Named), (status = 401, body = Problem)))]
pub async fn me(who: Who) -> Json<Named> {
    Json(Named { id: who.account.id, name: who.account.name })
}

/// A room in which one has a seat.
#[derive(Serialize, ToSchema)]
pub struct Seated {
    /// The room's short name.
    pub room: String,
    /// What the talks are called.
    pub title: String,
    /// The own seat.
    pub seat: String,
    /// The own delegation.
    pub delegation: String,
    /// The own rank.
    pub rank: String,
    /// How many things wait for one.
    pub waiting: usize,
}

/// The rooms in which one has a seat.
#[utoipa::path(get, path = "/api/rooms", responses((status = 200, body = [Seated]), (status = 401, body = Problem)))]
pub async fn rooms(who: Who, State(app): State<Arc<App>>) -> Result<Json<Vec<Seated>>, Fail> {
    Ok(Json(seated(&app, &who).await?))
}

/// The rooms in which somebody has a seat.
pub async fn seated(app: &App, who: &Who) -> Result<Vec<Seated>, Fail> {
    let mut seated = Vec::new();
    for (id, seat) in app.store.rooms_of(&who.account.id).await? {
        let Some(live) = app.hall.room(&id).await? else { continue };
        seated.extend(live.look(|room| {
            let view = view(room, Some(&seat), clock::now())?;
            let me = view.me()?;
            Some(Seated {
                room: id,
                title: view.title().unwrap_or_default().to_string(),
                seat: seat.to_string(),
                delegation: me.delegation_name,
                rank: me.rank.word().to_string(),
                waiting: view.queue().len(),
            })
        }));
    }
    Ok(seated)
}

/// A room that was opened.
#[derive(Serialize, ToSchema)]
pub struct New {
    /// Its short name.
    pub room: String,
    /// The mediator's seat.
    pub seat: String,
}

/// Opens a room.
#[utoipa::path(post, path = "/api/rooms", request_body(content = Object, description = "How the room opens: \
    title, parties, choices, everything, text"), responses((status = 200, body = New), (status = 422, body = Problem)))]
pub async fn open(who: Who, State(app): State<Arc<App>>, bytes: Bytes) -> Result<Json<New>, Fail> {
    rooms::may_open(&who)?;
    let mut opened: Opened = read(&bytes)?;
    opened.demo = false;
    let (room, seat) = app.hall.open(opened, &who.account.id, &who.account.name).await?;
    Ok(Json(New { room, seat: seat.to_string() }))
}

/// Everything that the own seat may see.
#[utoipa::path(get, path = "/api/rooms/{room}", params(("room" = String, Path)), responses((status = 200,
    body = Object), (status = 404, body = Problem)))]
pub async fn room(room: InRoom) -> Result<Response, Fail> {
    room.look(|view| Json(view.whole()).into_response())
}

/// Does something in the room.
#[utoipa::path(post, path = "/api/rooms/{room}/actions", params(("room" = String, Path)), request_body(content = Object,
    description = "An action: its name as `action`, and its fields"), responses((status = 200, body = Object,
    description = "How much the own delegation has read"), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(room: InRoom, bytes: Bytes) -> Result<Response, Fail> {
    let action: Action = read(&bytes)?;
    act::needs_confirmation(&room, &action)?;
    act::commit(&room, action).await?;
    room.look(|view| Json(serde_json::json!({"reading": view.reading()})).into_response())
}

/// The points of the current text.
#[utoipa::path(get, path = "/api/rooms/{room}/points", params(("room" = String, Path)), responses((status = 200, body = Object)))]
pub async fn points(room: InRoom) -> Result<Response, Fail> {
    room.look(|view| Json(view.points()).into_response())
}

/// A point with its history.
#[utoipa::path(get, path = "/api/rooms/{room}/points/{label}", params(("room" = String, Path), ("label" = String, Path)),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub async fn point(room: InRoom, Path((_, label)): Path<(String, String)>) -> Result<Response, Fail> {
    room.look(|view| {
        let point = view.point(&label)?;
        Some(Json(serde_json::json!({"point": point, "history": view.history(&label)})).into_response())
    })?
    .ok_or(Fail::Missing)
}

/// What waits for one.
#[utoipa::path(get, path = "/api/rooms/{room}/queue", params(("room" = String, Path)), responses((status = 200, body = Object)))]
pub async fn queue(room: InRoom) -> Result<Response, Fail> {
    room.look(|view| Json(view.queue()).into_response())
}

/// The versions.
#[utoipa::path(get, path = "/api/rooms/{room}/versions", params(("room" = String, Path)), responses((status = 200, body = Object)))]
pub async fn versions(room: InRoom) -> Result<Response, Fail> {
    room.look(|view| Json(view.versions()).into_response())
}

/// A version's text.
#[utoipa::path(get, path = "/api/rooms/{room}/versions/{number}", params(("room" = String, Path), ("number" = u32, Path)),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub async fn version(room: InRoom, Path((_, number)): Path<(String, u32)>) -> Result<Response, Fail> {
    room.look(|view| view.version(number).map(|version| Json(version).into_response()))?.ok_or(Fail::Missing)
}

/// Which items.
#[derive(Deserialize)]
pub struct Which {
    #[serde(default)]
    from: usize,
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    point: Option<String>,
}

/// What was put down, 500 at a time.
#[utoipa::path(get, path = "/api/rooms/{room}/items", params(("room" = String, Path), ("from" = Option<usize>, Query),
    ("level" = Option<String>, Query), ("point" = Option<String>, Query)), responses((status = 200, body = Object)))]
pub async fn items(room: InRoom, Query(which): Query<Which>) -> Result<Response, Fail> {
    room.look(|view| {
        let items = view.items(|item| {
            which.level.is_none_or(|level| item.level == level)
                && which.point.as_ref().is_none_or(|label| item.concerns(label))
        });
        let page: Vec<_> = items.into_iter().skip(which.from).take(MOST_ITEMS).collect();
        Json(page).into_response()
    })
}

/// Somebody who read something.
#[derive(Serialize, ToSchema)]
pub struct Read {
    /// Who.
    pub name: String,
    /// When first, in milliseconds since the beginning of 1970.
    pub at: u64,
}

/// Who read an item of the own delegation, and when first.
#[utoipa::path(get, path = "/api/rooms/{room}/items/{item}/reads", params(("room" = String, Path), ("item" = String, Path)),
    responses((status = 200, body = [Read]), (status = 404, body = Problem)))]
pub async fn reads(room: InRoom, Path((_, item)): Path<(String, String)>) -> Result<Json<Vec<Read>>, Fail> {
    Ok(Json(readers(&room, &ItemId(item)).await?))
}

/// Who read an item; told to its owner alone.
pub async fn readers(room: &InRoom, item: &ItemId) -> Result<Vec<Read>, Fail> {
    if !room.look(|view| view.item(item).is_some_and(|item| item.own))? {
        return Err(Fail::Missing);
    }
    let reads = room.app.store.reads(&room.live.id, item).await?;
    room.look(|view| {
        let named = reads.iter().filter_map(|(seat, at)| Some(Read { name: view.person(Some(seat))?, at: at.0 }));
        named.collect()
    })
}

/// The questions with deadlines.
#[utoipa::path(get, path = "/api/rooms/{room}/signals", params(("room" = String, Path)), responses((status = 200, body = Object)))]
pub async fn signals(room: InRoom) -> Result<Response, Fail> {
    room.look(|view| Json(view.signals()).into_response())
}

/// The mediator's map.
#[utoipa::path(get, path = "/api/rooms/{room}/map", params(("room" = String, Path)), responses((status = 200, body = Object),
    (status = 404, body = Problem)))]
pub async fn map(room: InRoom) -> Result<Response, Fail> {
    room.look(|view| view.map().map(|map| Json(map).into_response()))?.ok_or(Fail::Missing)
}

/// Everybody in the room.
#[utoipa::path(get, path = "/api/rooms/{room}/roster", params(("room" = String, Path)), responses((status = 200, body = Object)))]
pub async fn roster(room: InRoom) -> Result<Response, Fail> {
    room.look(|view| Json(view.roster()).into_response())
}

/// An invitation that can be used.
#[derive(Serialize, ToSchema)]
pub struct Open {
    /// Its short name.
    pub id: String,
    /// Into which delegation.
    pub delegation: String,
    /// As what.
    pub rank: String,
    /// For whom.
    pub name: String,
    /// Until when, in milliseconds since the beginning of 1970.
    pub expires_at: u64,
}

/// The invitations that can be used.
#[utoipa::path(get, path = "/api/rooms/{room}/invitations", params(("room" = String, Path)), responses((status = 200, body = [Open])))]
pub async fn invitations(room: InRoom) -> Result<Json<Vec<Open>>, Fail> {
    let open = rooms::invitations(&room).await?.into_iter().map(|invitation| Open {
        id: invitation.id,
        delegation: invitation.delegation.unwrap_or_default(),
        rank: invitation.rank.map(|rank| rank.word().to_string()).unwrap_or_default(),
        name: invitation.name_hint.unwrap_or_default(),
        expires_at: invitation.expires_at.0,
    });
    Ok(Json(open.collect()))
}

/// Whom to invite.
#[derive(Deserialize, ToSchema)]
pub struct Invite {
    /// Into which delegation.
    delegation: String,
    /// As what.
    rank: String,
    /// For whom.
    #[serde(default)]
    name: String,
}

/// A link that works once.
#[derive(Serialize, ToSchema)]
pub struct Link {
    /// The link.
    pub link: String,
}

/// Makes an invitation.
#[utoipa::path(post, path = "/api/rooms/{room}/invitations", params(("room" = String, Path)), request_body = Invite,
    responses((status = 200, body = Link), (status = 403, body = Problem)))]
pub async fn invite(room: InRoom, bytes: Bytes) -> Result<Json<Link>, Fail> {
    let invite: Invite = read(&bytes)?;
    let link = rooms::make_invitation(&room, &invite.delegation, &invite.rank, &invite.name).await?;
    Ok(Json(Link { link }))
}

/// A text to look through.
#[derive(Deserialize, ToSchema)]
pub struct Text {
    text: String,
}

/// The places of a text that repeat something that is not public.
#[utoipa::path(post, path = "/api/rooms/{room}/leaks", params(("room" = String, Path)), request_body = Text,
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub async fn leaks(room: InRoom, bytes: Bytes) -> Result<Response, Fail> {
    let text: Text = read(&bytes)?;
    room.look(|view| view.is_mediator().then(|| Json(zopa::mediate::leaks(&view, &text.text)).into_response()))?
        .ok_or(Fail::Missing)
}

fn readable(room: &InRoom, ledger: &str) -> Result<Ledger, Fail> {
    let ledger: Ledger = ledger.parse().map_err(|_| Fail::Missing)?;
    if room.look(|view| ledger.is_read_by(view.reader()))? { Ok(ledger) } else { Err(Fail::Missing) }
}

/// The latest signed checkpoint of a ledger.
#[utoipa::path(get, path = "/api/rooms/{room}/log/{ledger}/checkpoint", params(("room" = String, Path),
    ("ledger" = String, Path)), responses((status = 200, body = String), (status = 404, body = Problem)))]
pub async fn checkpoint(room: InRoom, Path((_, ledger)): Path<(String, String)>) -> Result<String, Fail> {
    let ledger = readable(&room, &ledger)?;
    let latest = room.app.store.latest_checkpoint(&room.live.id, &ledger).await?;
    latest.map(|(_, _, note)| note).ok_or(Fail::Missing)
}

/// Which proof.
#[derive(Deserialize)]
pub struct Proving {
    /// The entry that is in the tree, or
    index: Option<u64>,
    /// the size of the earlier tree that it continues.
    from: Option<u64>,
    /// The size of the tree; the present one where it is left out.
    size: Option<u64>,
}

/// A proof.
#[derive(Serialize, ToSchema)]
pub struct Proof {
    /// The size of the tree.
    pub size: u64,
    /// Its root, in hexadecimal.
    pub root: String,
    /// The hashes, the lowest first, in hexadecimal.
    pub proof: Vec<String>,
}

/// Proves that an entry is in a ledger, or that the ledger continues an earlier one (RFC 6962).
#[utoipa::path(get, path = "/api/rooms/{room}/log/{ledger}/proof", params(("room" = String, Path), ("ledger" = String, Path),
    ("index" = Option<u64>, Query), ("from" = Option<u64>, Query), ("size" = Option<u64>, Query)),
    responses((status = 200, body = Proof), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn proof(
    room: InRoom,
    Path((_, ledger)): Path<(String, String)>,
    Query(proving): Query<Proving>,
) -> Result<Json<Proof>, Fail> {
    let ledger = readable(&room, &ledger)?;
    let entries = room.app.store.entries_after(&room.live.id, 0).await?;
    let own = entries.iter().filter(|sealed| sealed.ledger == ledger);
    let leaves: Vec<Hash> = own.map(seal::Sealed::computed_leaf).collect();
    let size = proving.size.map_or(Some(leaves.len()), |size| usize::try_from(size).ok());
    let leaves =
        size.and_then(|size| leaves.get(..size)).ok_or_else(|| Fail::invalid("The ledger is shorter than that."))?;
    let place = |place: u64| usize::try_from(place).ok().filter(|place| *place <= leaves.len());
    let proof = match (proving.index.map(place), proving.from.map(place)) {
        (Some(Some(index)), None) if index < leaves.len() => seal::prove_inclusion(leaves, index),
        (None, Some(Some(from))) => seal::prove_consistency(leaves, from),
        _ => {
            return Err(Fail::invalid(
                "Give either `index`, an entry of the tree, or `from`, the size of an earlier one.",
            ));
        }
    };
    let proof = proof.iter().map(|hash| super::hex(hash)).collect();
    Ok(Json(Proof { size: leaves.len() as u64, root: super::hex(&seal::root_of(leaves)), proof }))
}

/// The description of this interface.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "zopa room",
        description = "Everything that the pages of a room do, for programs. Requests carry a \
        token from the account page as `Authorization: Bearer TOKEN`."
    ),
    paths(
        me,
        rooms,
        open,
        room,
        act,
        points,
        point,
        queue,
        versions,
        version,
        items,
        reads,
        signals,
        map,
        roster,
        invitations,
        invite,
        leaks,
        checkpoint,
        proof
    )
)]
pub struct Description;

/// The description of this interface, in the form of OpenAPI.
pub async fn openapi() -> Response {
    Json(Description::openapi()).into_response()
}
