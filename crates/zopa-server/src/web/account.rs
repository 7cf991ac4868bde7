//! One's own account: passkeys, printed codes, sessions, and tokens for programs.

use super::{Fail, Who, act, pages, sign_in};
use crate::app::App;
use crate::clock;
use crate::store::{Session, SessionKind};
use crate::token::{self, Kind};
use axum::Json;
use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, RegisterPublicKeyCredential, Uuid};
use zopa::mediate::Moment;

/// The page.
pub async fn page(who: Who, State(app): State<Arc<App>>) -> Response {
    pages::account(&app, &who, None).await.unwrap_or_else(IntoResponse::into_response)
}

#[derive(Serialize, Deserialize)]
struct Another {
    account: String,
    state: PasskeyRegistration,
}

/// Begins to make a further passkey.
pub async fn begin(who: Who, State(app): State<Arc<App>>) -> Result<Json<sign_in::Begun>, Fail> {
    confirmed(&who)?;
    let stored = app.store.passkeys(&who.account.id).await?;
    let has: Vec<Passkey> = stored.iter().filter_map(|stored| serde_json::from_str(&stored.passkey).ok()).collect();
    let id = Uuid::parse_str(&who.account.id).map_err(|_| Fail::Broken)?;
    let (options, state) = super::join::start_registration(&app, id, &who.account.name, &has)?;
    sign_in::begun(&app, &options, &Another { account: who.account.id, state }).await.map(Json)
}

/// The answer of a browser.
#[derive(Debug, Deserialize)]
pub struct Made {
    ceremony: String,
    credential: RegisterPublicKeyCredential,
}

/// Keeps the further passkey.
pub async fn finish(
    who: Who,
    State(app): State<Arc<App>>,
    Json(made): Json<Made>,
) -> Result<Json<serde_json::Value>, Fail> {
    confirmed(&who)?;
    let begun: Another = sign_in::ceremony(&app, &made.ceremony).await?;
    if begun.account != who.account.id {
        return Err(Fail::invalid("This was begun by somebody else. Begin again."));
    }
    let passkey = app.webauthn.finish_passkey_registration(&made.credential, &begun.state);
    let passkey = passkey.map_err(|_| Fail::invalid("The passkey was not accepted. Try again."))?;
    let json = serde_json::to_string(&passkey).map_err(|_| Fail::Broken)?;
    let label = "further passkey".to_string();
    let credential = passkey.cred_id().to_vec();
    let kept =
        crate::store::Passkey { credential, account: who.account.id, passkey: json, label, created_at: clock::now() };
    app.store.add_passkey(&kept).await?;
    Ok(Json(serde_json::json!({"next": "/account"})))
}

/// What changes how one signs in is done only by somebody who confirmed a moment ago who they are.
fn confirmed(who: &Who) -> Result<(), Fail> {
    if who.is_confirmed() { Ok(()) } else { Err(Fail::StepUp) }
}

/// Everything else that the page does, by the field `do`.
pub async fn change(who: Who, State(app): State<Arc<App>>, RawForm(form): RawForm) -> Response {
    let changed = async {
        let fields = act::parse(&form)?;
        let field = |name| super::forms::field(&fields, name).unwrap_or_default();
        if !field("code").trim().is_empty() {
            sign_in::confirm_by_code(&app, &who, field("code")).await?;
        } else if field("do") != "end-session" && field("do") != "end-others" {
            confirmed(&who)?;
        }
        change_by(&app, &who, field("do"), field("which"), field("label")).await
    };
    match changed.await {
        Ok(response) => response,
        Err(fail @ (Fail::StepUp | Fail::Invalid(_))) => {
            pages::account(&app, &who, Some(fail)).await.unwrap_or_else(IntoResponse::into_response)
        }
        Err(fail) => Fail::into_response(fail),
    }
}

async fn change_by(app: &App, who: &Who, what: &str, which: &str, label: &str) -> Result<Response, Fail> {
    let account = who.account.id.as_str();
    let home = || Redirect::to("/account").into_response();
    match what {
        "confirm" => Ok(home()),
        "codes" => Ok(pages::codes(app, account, &super::join::new_codes(app, account).await?)),
        "remove-passkey" => {
            let id = zopa::mediate::seal::unhex(which).ok_or_else(|| Fail::invalid("There is no such passkey."))?;
            let n_passkeys = app.store.passkeys(account).await?.len();
            if n_passkeys < 2 && app.store.recovery_codes(account).await?.is_empty() {
                return Err(Fail::invalid("This is your only way to sign in. Print codes or add a passkey first."));
            }
            app.store.remove_passkey(account, &id).await?;
            Ok(home())
        }
        "end-session" | "end-others" => {
            for session in app.store.sessions_of(account).await? {
                let is_own = session.hash == who.session.hash;
                if what == "end-others" && !is_own || super::hex(&session.hash.0) == which {
                    app.store.end_session(&session.hash).await?;
                }
            }
            Ok(home())
        }
        "machine" => {
            let label = Some(label.trim()).filter(|label| !label.is_empty()).unwrap_or("program");
            zopa::mediate::check_name(label).map_err(Fail::Refused)?;
            let token = machine(app, account, label).await?;
            Ok(pages::machine(app, who, &token))
        }
        _ => Err(Fail::invalid("The form does not say what to do. Open the page again.")),
    }
}

/// A token for a program that acts for an account, marks and signatures included.
pub async fn machine(app: &App, account: &str, label: &str) -> Result<String, Fail> {
    let (token, hash) = token::new(Kind::Machine);
    let now = clock::now();
    let expires_at = Moment(now.0 + super::MACHINE_LIFE);
    let session = Session {
        hash,
        account: account.to_string(),
        kind: SessionKind::Machine,
        label: label.to_string(),
        created_at: now,
        expires_at,
        // Whoever made the token confirmed for all that it does.
        stepped_up_at: Some(expires_at),
        seen_at: Some(now),
    };
    app.store.create_session(&session).await?;
    Ok(token)
}
