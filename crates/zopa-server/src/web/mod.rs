//! The room over HTTP: pages, forms, events and the machine interface.
//!
//! [`ROUTES`] is the one table of everything that can be asked for, and of whom; the router is built from it, and a test
//! walks through it with every role.

mod account;
mod act;
mod api;
mod assets;
mod demo;
mod events;
mod export;
mod fail;
mod forms;
mod guard;
mod join;
mod pages;
mod public;
mod rooms;
mod sign_in;
mod who;

use crate::app::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::timeout::TimeoutLayer;

pub use account::machine;
pub use demo::open as open_demo;
pub use fail::Fail;
pub use who::{InRoom, Who};

/// How long an invitation can be used: three days.
pub const INVITATION_LIFE: u64 = 3 * 24 * 3_600_000;
/// How long somebody stays signed in: twelve hours.
pub const SESSION_LIFE: u64 = 12 * 3_600_000;
/// How long a program may act for somebody: thirty days.
pub const MACHINE_LIFE: u64 = 30 * 24 * 3_600_000;
/// How long a confirmation with a passkey lasts: fifteen minutes.
pub const STEP_UP_LIFE: u64 = 15 * 60_000;
/// The largest request, in bytes.
pub const MAX_BODY: usize = 2_000_000;
/// How long a request may take; event streams are none.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Who may ask for something. What a seat may do within a room is decided by the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Anybody.
    Anybody,
    /// Whoever holds the link.
    Invited,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever has a seat in the room.
    InRoom,
    /// The mediator's team.
    Mediator,
    /// Whoever sits at this machine, in a rehearsal.
    Demo,
}

/// Something that can be asked for.
pub struct Route {
    /// The method.
    pub method: &'static str,
    /// The path.
    pub path: &'static str,
    /// Of whom it can be asked.
    pub audience: Audience,
    handler: fn() -> MethodRouter<Arc<App>>,
}

macro_rules! routes {
    ($($method:ident $path:literal $audience:ident $handler:expr;)*) => {
        &[$(Route {
            method: stringify!($method),
            path: $path,
            audience: Audience::$audience,
            handler: || $method($handler),
        }),*]
    };
}

/// Everything that can be asked for.
pub static ROUTES: &[Route] = routes! {
    get "/" Anybody rooms::list;
    get "/health" Anybody public::health;
    get "/assets/{name}" Anybody assets::asset;
    get "/public/{room}" Anybody public::page;
    get "/sign-in" Anybody sign_in::page;
    post "/sign-in/begin" Anybody sign_in::begin;
    post "/sign-in/finish" Anybody sign_in::finish;
    post "/sign-in/code" Anybody sign_in::code;
    post "/sign-out" SignedIn sign_in::out;
    post "/confirm/begin" SignedIn sign_in::confirm_begin;
    post "/confirm/finish" SignedIn sign_in::confirm_finish;
    get "/join/{token}" Invited join::page;
    post "/join/{token}" Invited join::plain;
    post "/join/{token}/begin" Invited join::begin;
    post "/join/{token}/finish" Invited join::finish;
    post "/demo/sit" Demo demo::sit;
    get "/account" SignedIn account::page;
    post "/account" SignedIn account::change;
    post "/account/passkey/begin" SignedIn account::begin;
    post "/account/passkey/finish" SignedIn account::finish;
    get "/rooms/new" SignedIn rooms::new;
    post "/rooms/new" SignedIn rooms::open;
    get "/rooms/{room}" InRoom pages::draft;
    get "/rooms/{room}/points/{label}" InRoom pages::point;
    get "/rooms/{room}/versions" InRoom pages::versions;
    get "/rooms/{room}/versions/{number}" InRoom pages::version;
    get "/rooms/{room}/issue" Mediator pages::issue;
    get "/rooms/{room}/values" InRoom pages::values;
    get "/rooms/{room}/talk" InRoom pages::talk;
    get "/rooms/{room}/inside" InRoom pages::inside;
    get "/rooms/{room}/caucus/{party}" InRoom pages::caucus;
    get "/rooms/{room}/signals" InRoom pages::signals;
    get "/rooms/{room}/signals/{signal}" InRoom pages::signal;
    get "/rooms/{room}/map" Mediator pages::map;
    get "/rooms/{room}/minutes" InRoom pages::minutes;
    get "/rooms/{room}/agreement" InRoom pages::agreement;
    get "/rooms/{room}/agreement/{ending}" InRoom export::agreement;
    get "/rooms/{room}/roster" InRoom pages::roster;
    get "/rooms/{room}/log" InRoom pages::log;
    get "/rooms/{room}/log/file" InRoom export::log;
    get "/rooms/{room}/events" InRoom events::events;
    post "/rooms/{room}/act" InRoom act::act;
    post "/rooms/{room}/invitations" InRoom rooms::invite;
    post "/rooms/{room}/invitations/{id}/revoke" InRoom rooms::revoke;
    get "/api/openapi.json" Anybody api::openapi;
    get "/api/me" SignedIn api::me;
    get "/api/rooms" SignedIn api::rooms;
    post "/api/rooms" SignedIn api::open;
    get "/api/rooms/{room}" InRoom api::room;
    post "/api/rooms/{room}/actions" InRoom api::act;
    get "/api/rooms/{room}/points" InRoom api::points;
    get "/api/rooms/{room}/points/{label}" InRoom api::point;
    get "/api/rooms/{room}/queue" InRoom api::queue;
    get "/api/rooms/{room}/versions" InRoom api::versions;
    get "/api/rooms/{room}/versions/{number}" InRoom api::version;
    get "/api/rooms/{room}/items" InRoom api::items;
    get "/api/rooms/{room}/items/{item}/reads" InRoom api::reads;
    get "/api/rooms/{room}/signals" InRoom api::signals;
    get "/api/rooms/{room}/map" Mediator api::map;
    get "/api/rooms/{room}/roster" InRoom api::roster;
    get "/api/rooms/{room}/invitations" InRoom api::invitations;
    post "/api/rooms/{room}/invitations" InRoom api::invite;
    post "/api/rooms/{room}/leaks" Mediator api::leaks;
    get "/api/rooms/{room}/agreement/{ending}" InRoom export::agreement;
    get "/api/rooms/{room}/log" InRoom export::log;
    get "/api/rooms/{room}/log/{ledger}/checkpoint" InRoom api::checkpoint;
    get "/api/rooms/{room}/log/{ledger}/proof" InRoom api::proof;
    get "/api/rooms/{room}/events" InRoom events::events;
};

/// The router over all routes, with what holds for every request around it.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        router = router.route(route.path, (route.handler)());
    }
    let squeezed = SizeAbove::new(512).and(NotForContentType::const_new("text/event-stream"));
    router
        .fallback(|| async { Fail::Missing })
        .method_not_allowed_fallback(|| async { Fail::Missing })
        .layer(middleware::from_fn_with_state(app.clone(), pages::told))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .layer(CompressionLayer::new().compress_when(squeezed))
        .with_state(app)
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    zopa::mediate::seal::hex(bytes)
}
