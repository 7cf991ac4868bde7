//! Who asks: an account by its session, and a seat by its account.

use super::Fail;
use crate::app::App;
use crate::clock;
use crate::hall::Live;
use crate::limits::Rate;
use crate::store::{Account, Session, SessionKind, TokenHash};
use crate::token::{self, Kind};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use std::sync::Arc;
use zopa::mediate::{Moment, Room, SeatId, View, view};

/// The name of the cookie. Its prefix makes browsers insist on a secure connection and on this very host.
pub const COOKIE_NAME: &str = "__Host-zopa";

/// What a session may ask for.
const PER_SESSION: Rate = Rate { burst: 300.0, per_second: 40.0 };
/// What all sessions of an account may.
const PER_ACCOUNT: Rate = Rate { burst: 600.0, per_second: 80.0 };

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Who {
    /// The account.
    pub account: Account,
    /// The session by which they came.
    pub session: Session,
}

impl Who {
    /// Whether they confirmed a moment ago who they are.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.session.stepped_up_at.is_some_and(|at| clock::now().0 < at.0.saturating_add(super::STEP_UP_LIFE))
    }
}

/// The token of a request, and what it must be: programs send theirs apart from cookies.
fn presented(parts: &Parts) -> Option<(SessionKind, TokenHash)> {
    if let Some(header) = parts.headers.get(AUTHORIZATION) {
        let token = header.to_str().ok()?.strip_prefix("Bearer ")?;
        return Some((SessionKind::Machine, token::hash(Kind::Machine, token.trim())?));
    }
    let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    let mut pairs = cookies.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(name, _)| *name == COOKIE_NAME)?;
    Some((SessionKind::Browser, token::hash(Kind::Browser, token)?))
}

impl FromRequestParts<Arc<App>> for Who {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Who, Fail> {
        if let Some(who) = parts.extensions.get::<Who>() {
            return Ok(who.clone());
        }
        let (kind, hash) = presented(parts).ok_or(Fail::SignIn)?;
        let now = clock::now();
        let session = app.store.session(&hash).await?;
        let session = session.filter(|session| session.kind == kind && session.expires_at > now).ok_or(Fail::SignIn)?;
        // Programs have an interface of their own; a token that leaks there opens no page.
        if kind == SessionKind::Machine && !parts.uri.path().starts_with("/api/") {
            return Err(Fail::SignIn);
        }
        let account = app.store.account(&session.account).await?.ok_or(Fail::SignIn)?;
        app.limiter
            .count(&format!("s {}", crate::web::hex(&session.hash.0[..8])), PER_SESSION, now)
            .map_err(Fail::Slower)?;
        app.limiter.count(&format!("a {}", account.id), PER_ACCOUNT, now).map_err(Fail::Slower)?;
        let who = Who { account, session };
        parts.extensions.insert(who.clone());
        Ok(who)
    }
}

/// Somebody who is signed in, or nobody.
pub struct Maybe(pub Option<Who>);

impl FromRequestParts<Arc<App>> for Maybe {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Maybe, Fail> {
        match Who::from_request_parts(parts, app).await {
            Ok(who) => Ok(Maybe(Some(who))),
            Err(Fail::SignIn) => Ok(Maybe(None)),
            Err(fail) => Err(fail),
        }
    }
}

/// Somebody who is signed in and has a seat in the room that the address names.
pub struct InRoom {
    /// The server.
    pub app: Arc<App>,
    /// Who.
    pub who: Who,
    /// The room.
    pub live: Arc<Live>,
    /// Their seat.
    pub seat: SeatId,
    /// The moment of the request.
    pub now: Moment,
}

impl FromRequestParts<Arc<App>> for InRoom {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<InRoom, Fail> {
        let who = Who::from_request_parts(parts, app).await?;
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Fail::Missing)?;
        let room = params.iter().find(|(name, _)| *name == "room").map(|(_, room)| room.to_string());
        let room = room.filter(|room| token::is_name(room)).ok_or(Fail::Missing)?;
        // A room without a seat for them is no other than one that does not exist.
        let seat = app.store.seat_of(&who.account.id, &room).await?.ok_or(Fail::Missing)?;
        let live = app.hall.room(&room).await?.ok_or(Fail::Missing)?;
        let now = clock::now();
        if live.look(|room| view(room, Some(&seat), now).is_none()) {
            return Err(Fail::Missing);
        }
        Ok(InRoom { app: app.clone(), who, live, seat, now })
    }
}

impl InRoom {
    /// Lets a page look at what the seat may see.
    ///
    /// # Errors
    /// The seat was taken away since the request began.
    pub fn look<T>(&self, look: impl FnOnce(View) -> T) -> Result<T, Fail> {
        let looked = self.live.look(|room: &Room| view(room, Some(&self.seat), self.now).map(look));
        looked.ok_or(Fail::Missing)
    }
}
