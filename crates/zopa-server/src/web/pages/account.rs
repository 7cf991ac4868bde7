//! The own account: passkeys, printed codes, sessions, tokens for programs.

use super::frame::Frame;
use super::words::Time;
use super::{page, problems, refused};
use crate::app::App;
use crate::clock;
use crate::store::SessionKind;
use crate::web::{Fail, Who, hex};
use askama::Template;
use axum::response::{IntoResponse, Response};

#[derive(Template)]
#[template(path = "account.html")]
struct Account {
    frame: Frame,
    problems: Vec<String>,
    id: String,
    is_confirmed: bool,
    passkeys: Vec<Passkey>,
    n_codes: usize,
    browsers: Vec<Session>,
    programs: Vec<Session>,
}

/// A passkey.
struct Passkey {
    which: String,
    label: String,
    since: Time,
}

/// A browser or a program that is signed in.
struct Session {
    which: String,
    label: String,
    since: Time,
    seen: Option<Time>,
    until: Time,
    is_this: bool,
}

/// The page.
pub async fn account(app: &App, who: &Who, fail: Option<Fail>) -> Result<Response, Fail> {
    let id = who.account.id.as_str();
    let now = clock::now();
    let time = |at| Time::new(at, now);
    let (mut browsers, mut programs) = (Vec::new(), Vec::new());
    for session in app.store.sessions_of(id).await?.into_iter().filter(|session| session.expires_at > now) {
        let list = if session.kind == SessionKind::Browser { &mut browsers } else { &mut programs };
        list.push(Session {
            which: hex(&session.hash.0),
            label: session.label.clone(),
            since: time(session.created_at),
            seen: session.seen_at.map(time),
            until: time(session.expires_at),
            is_this: session.hash == who.session.hash,
        });
    }
    let passkeys = app.store.passkeys(id).await?.into_iter().map(|passkey| Passkey {
        which: hex(&passkey.credential),
        label: passkey.label,
        since: time(passkey.created_at),
    });
    let account = Account {
        frame: Frame::outside(app, "Your account", Some(who)),
        problems: problems(fail.as_ref()),
        id: id.to_string(),
        is_confirmed: who.is_confirmed(),
        passkeys: passkeys.collect(),
        n_codes: app.store.recovery_codes(id).await?.len(),
        browsers,
        programs,
    };
    Ok(refused(fail.as_ref(), &account))
}

#[derive(Template)]
#[template(path = "machine.html")]
struct Machine {
    frame: Frame,
    token: String,
    address: String,
    until: Time,
}

/// A token for a program, shown once.
pub fn machine(app: &App, who: &Who, token: &str) -> Response {
    let now = clock::now();
    let machine = Machine {
        frame: Frame::outside(app, "A token", Some(who)),
        token: token.to_string(),
        address: app.settings.address.to_string(),
        until: Time::new(zopa::mediate::Moment(now.0 + crate::web::MACHINE_LIFE), now),
    };
    page(&machine).unwrap_or_else(IntoResponse::into_response)
}
