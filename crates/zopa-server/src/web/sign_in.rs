//! Signing in and out, and confirming once more who one is: by passkey, or by a printed code.

use super::who::{COOKIE_NAME, Maybe};
use super::{Fail, Who, pages};
use crate::app::App;
use crate::clock;
use crate::limits::Rate;
use crate::store::{Session, SessionKind};
use crate::token::{self, Kind};
use argon2::{Argon2, PasswordHash, PasswordVerifier};
use axum::extract::{Form, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Json, response::AppendHeaders};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use webauthn_rs::prelude::{DiscoverableAuthentication, Passkey, PasskeyAuthentication, PublicKeyCredential};
use zopa::mediate::Moment;

/// How often codes may be tried, by account.
const CODES: Rate = Rate { burst: 5.0, per_second: 1.0 / 60.0 };
/// How long a ceremony may take.
const CEREMONY_LIFE: u64 = 5 * 60_000;

/// What a browser needs for a ceremony.
#[derive(Debug, Serialize)]
pub struct Begun {
    /// What to hand in with the answer.
    pub ceremony: String,
    /// The options for the browser's own interface.
    pub options: Value,
}

/// The answer of a browser.
#[derive(Debug, Deserialize)]
pub struct Answered {
    /// Which ceremony.
    pub ceremony: String,
    /// What the passkey said.
    pub credential: PublicKeyCredential,
}

/// The page.
pub async fn page(Maybe(who): Maybe, State(app): State<Arc<App>>) -> Response {
    if who.is_some() { Redirect::to("/").into_response() } else { pages::sign_in(&app, None) }
}

/// Begins to sign in with a passkey.
pub async fn begin(State(app): State<Arc<App>>) -> Result<Json<Begun>, Fail> {
    let (options, state) = app.webauthn.start_discoverable_authentication().map_err(|_| Fail::Broken)?;
    begun(&app, &options, &state).await.map(Json)
}

/// Signs in with a passkey.
pub async fn finish(State(app): State<Arc<App>>, Json(answered): Json<Answered>) -> Result<Response, Fail> {
    let state: DiscoverableAuthentication = ceremony(&app, &answered.ceremony).await?;
    let refused = || Fail::invalid("The passkey was not accepted. Try again, or sign in with a printed code.");
    let credential = &answered.credential;
    let (_, id) = app.webauthn.identify_discoverable_authentication(credential).map_err(|_| refused())?;
    let account = app.store.passkey_owner(id).await?.ok_or_else(refused)?;
    let mut passkeys = passkeys(&app, &account).await?;
    let own = passkeys.iter_mut().find(|passkey| passkey.cred_id().as_slice() == id).ok_or_else(refused)?;
    let result = app.webauthn.finish_discoverable_authentication_v2(credential, state, &*own).map_err(|_| refused())?;
    if own.update_credential(&result) == Some(true) {
        keep(&app, own).await?;
    }
    let cookie = start(&app, &account).await?;
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Json(serde_json::json!({"next": "/"}))).into_response())
}

/// A printed code, typed.
#[derive(Debug, Deserialize)]
pub struct Code {
    /// The account's short name, as it stands on the printed sheet.
    pub account: String,
    /// The code.
    pub code: String,
}

/// Signs in with a printed code; works without script.
pub async fn code(State(app): State<Arc<App>>, Form(form): Form<Code>) -> Response {
    match spend(&app, form.account.trim(), &form.code).await {
        Ok(()) => match start(&app, form.account.trim()).await {
            Ok(cookie) => (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to("/account")).into_response(),
            Err(fail) => fail.into_response(),
        },
        Err(fail @ (Fail::Invalid(_) | Fail::Slower(_))) => pages::sign_in(&app, Some(fail)),
        Err(fail) => fail.into_response(),
    }
}

/// Ends the session.
pub async fn out(who: Who, State(app): State<Arc<App>>) -> Result<Response, Fail> {
    app.store.end_session(&who.session.hash).await?;
    let gone = format!("{COOKIE_NAME}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok((AppendHeaders([(SET_COOKIE, gone)]), Redirect::to("/sign-in")).into_response())
}

/// Begins to confirm who one is.
pub async fn confirm_begin(who: Who, State(app): State<Arc<App>>) -> Result<Json<Begun>, Fail> {
    let passkeys = passkeys(&app, &who.account.id).await?;
    if passkeys.is_empty() {
        return Err(Fail::invalid("Your account has no passkey; confirm with a printed code."));
    }
    let (options, state) = app.webauthn.start_passkey_authentication(&passkeys).map_err(|_| Fail::Broken)?;
    begun(&app, &options, &state).await.map(Json)
}

/// Confirms who one is.
pub async fn confirm_finish(
    who: Who,
    State(app): State<Arc<App>>,
    Json(answered): Json<Answered>,
) -> Result<Json<Value>, Fail> {
    let state: PasskeyAuthentication = ceremony(&app, &answered.ceremony).await?;
    let refused = || Fail::invalid("The passkey was not accepted. Try again, or confirm with a printed code.");
    let result = app.webauthn.finish_passkey_authentication(&answered.credential, &state).map_err(|_| refused())?;
    // The ceremony may have been begun by another session: only the own account's passkeys count.
    let mut own = passkeys(&app, &who.account.id).await?;
    let used = own.iter_mut().find(|passkey| passkey.cred_id() == result.cred_id()).ok_or_else(refused)?;
    if used.update_credential(&result) == Some(true) {
        keep(&app, used).await?;
    }
    app.store.step_up(&who.session.hash, clock::now()).await?;
    Ok(Json(serde_json::json!({"confirmed": true})))
}

/// Confirms with a printed code.
pub async fn confirm_by_code(app: &App, who: &Who, code: &str) -> Result<(), Fail> {
    spend(app, &who.account.id, code).await?;
    app.store.step_up(&who.session.hash, clock::now()).await?;
    Ok(())
}

/// Spends a printed code.
async fn spend(app: &App, account: &str, code: &str) -> Result<(), Fail> {
    let wrong = || Fail::invalid("Account and code do not fit together, or the code was used. Each code works once.");
    if !token::is_name(account) || code.len() > 80 {
        return Err(wrong());
    }
    app.limiter.count(&format!("c {account}"), CODES, clock::now()).map_err(Fail::Slower)?;
    let typed: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let codes = app.store.recovery_codes(account).await?;
    // Hashing is slow by design, so it runs where it holds up nobody else.
    let found = tokio::task::spawn_blocking(move || {
        let fits = |hash: &str| {
            PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(typed.as_bytes(), &hash).is_ok())
        };
        codes.into_iter().find(|(_, hash)| fits(hash)).map(|(id, _)| id)
    });
    let id = found.await.map_err(|_| Fail::Broken)?.ok_or_else(wrong)?;
    if app.store.spend_recovery_code(id).await? { Ok(()) } else { Err(wrong()) }
}

/// Begins a session in a browser, confirmed just now; what the cookie says.
pub async fn start(app: &App, account: &str) -> Result<String, Fail> {
    let (token, hash) = token::new(Kind::Browser);
    let now = clock::now();
    let session = Session {
        hash,
        account: account.to_string(),
        kind: SessionKind::Browser,
        label: "browser".into(),
        created_at: now,
        expires_at: Moment(now.0 + super::SESSION_LIFE),
        stepped_up_at: Some(now),
        seen_at: Some(now),
    };
    app.store.create_session(&session).await?;
    Ok(format!(
        "{COOKIE_NAME}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}",
        super::SESSION_LIFE / 1000
    ))
}

/// Keeps the state of a ceremony, so that any replica can finish it.
pub async fn begun(app: &App, options: &impl Serialize, state: &impl Serialize) -> Result<Begun, Fail> {
    let (token, hash) = token::new(Kind::Ceremony);
    let state = serde_json::to_string(state).map_err(|_| Fail::Broken)?;
    app.store.put_challenge(&hash, &state, Moment(clock::now().0 + CEREMONY_LIFE)).await?;
    Ok(Begun { ceremony: token, options: serde_json::to_value(options).map_err(|_| Fail::Broken)? })
}

/// The state of a ceremony, once.
pub async fn ceremony<S: serde::de::DeserializeOwned>(app: &App, token: &str) -> Result<S, Fail> {
    let over = || Fail::invalid("This took too long, or was done already. Begin again.");
    let hash = token::hash(Kind::Ceremony, token).ok_or_else(over)?;
    let state = app.store.take_challenge(&hash, clock::now()).await?.ok_or_else(over)?;
    serde_json::from_str(&state).map_err(|_| over())
}

async fn passkeys(app: &App, account: &str) -> Result<Vec<Passkey>, Fail> {
    let stored = app.store.passkeys(account).await?;
    stored.iter().map(|stored| serde_json::from_str(&stored.passkey).map_err(|_| Fail::Broken)).collect()
}

async fn keep(app: &App, passkey: &Passkey) -> Result<(), Fail> {
    let json = serde_json::to_string(passkey).map_err(|_| Fail::Broken)?;
    app.store.update_passkey(passkey.cred_id(), &json).await?;
    Ok(())
}
