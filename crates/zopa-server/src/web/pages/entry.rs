//! How people come in: signing in, following an invitation, and the sheet of printed codes.

use super::frame::Frame;
use super::{page, problems, refused};
use crate::app::App;
use crate::web::join::To;
use crate::web::{Fail, Who};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    frame: Frame,
    problems: Vec<String>,
}

/// Signing in, by passkey or by a printed code. In a rehearsal seats are taken without.
pub fn sign_in(app: &App, fail: Option<Fail>) -> Response {
    if app.settings.demo {
        return Redirect::to("/").into_response();
    }
    let fail = fail.as_ref();
    refused(fail, &SignIn { frame: Frame::outside(app, "Sign in", None), problems: problems(fail) })
}

#[derive(Template)]
#[template(path = "join.html")]
struct Join {
    frame: Frame,
    problems: Vec<String>,
    action: String,
    title: Option<String>,
    delegation: String,
    rank: &'static str,
    can: &'static str,
    hint: String,
    is_known: bool,
}

/// Following an invitation.
pub fn join(app: &App, who: Option<&Who>, token: &str, to: &To, hint: &str, fail: Option<Fail>) -> Response {
    let fail = fail.as_ref();
    let join = Join {
        frame: Frame::outside(app, "An invitation", who),
        problems: problems(fail),
        // Tokens are letters, digits, dashes and lines: nothing in them can lead elsewhere.
        action: format!("/join/{token}"),
        title: to.title.clone(),
        delegation: to.delegation.clone(),
        rank: to.rank.word(),
        can: super::words::can(to.rank),
        hint: hint.to_string(),
        is_known: who.is_some(),
    };
    refused(fail, &join)
}

#[derive(Template)]
#[template(path = "codes.html")]
struct Codes {
    frame: Frame,
    account: String,
    codes: Vec<String>,
    address: String,
}

/// The sheet of printed codes, shown once.
pub fn codes(app: &App, account: &str, codes: &[String]) -> Response {
    let codes = Codes {
        frame: Frame::outside(app, "Printed codes", None),
        account: account.to_string(),
        codes: codes.to_vec(),
        address: app.settings.address.to_string(),
    };
    page(&codes).unwrap_or_else(IntoResponse::into_response)
}
