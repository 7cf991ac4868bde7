//! Following an invitation: a seat in a room, or the right to open rooms for the first mediator.

use super::who::Maybe;
use super::{Fail, pages, sign_in};
use crate::app::App;
use crate::clock;
use crate::hall::{Failure, Live, Request};
use crate::store::{Account, AppendError, Commit, Invitation};
use crate::token::{self, Kind};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, SaltString};
use axum::Json;
use axum::extract::{Form, Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, RegisterPublicKeyCredential, Uuid};
use zopa::mediate::action::Admit;
use zopa::mediate::{Action, Delegation, Rank, SeatId, view};

/// How many codes a sheet has.
const CODES: usize = 10;

/// The invitation behind a link, while it can be used.
pub async fn invitation(app: &App, token: &str) -> Result<Invitation, Fail> {
    let over =
        || Fail::invalid("This invitation was used, has expired or was taken back. Ask whoever sent it for another.");
    let hash = token::hash(Kind::Invitation, token).ok_or_else(over)?;
    let invitation = app.store.invitation(&hash).await?.ok_or_else(over)?;
    let is_open =
        invitation.spent_at.is_none() && invitation.revoked_at.is_none() && invitation.expires_at > clock::now();
    if is_open { Ok(invitation) } else { Err(over()) }
}

/// What an invitation is to, in words for its page.
pub struct To {
    /// What the talks are called; none for the first mediator.
    pub title: Option<String>,
    /// How the delegation is called.
    pub delegation: String,
    /// The rank.
    pub rank: Rank,
}

async fn to(app: &App, invitation: &Invitation) -> Result<To, Fail> {
    let (rank, delegation) = (invitation.rank.unwrap_or(Rank::Head), delegation(invitation));
    let (Some(room), Some(by)) = (&invitation.room, &invitation.by_seat) else {
        return Ok(To { title: None, delegation: "Mediator".into(), rank });
    };
    let live = app.hall.room(room).await?.ok_or(Fail::Missing)?;
    // The words are those that whoever invited may see; an invitation of somebody who was removed is void.
    let told = live.look(|room| {
        let view = view(room, Some(by), clock::now())?;
        let delegation = match invitation.delegation {
            Some(_) => delegation,
            None => view.me()?.delegation,
        };
        Some(To { title: view.title().map(str::to_string), delegation: view.name_of(&delegation), rank })
    });
    told.ok_or_else(|| Fail::invalid("Whoever sent this invitation is no longer in the room. Ask for another."))
}

fn delegation(invitation: &Invitation) -> Delegation {
    invitation.delegation.clone().map_or(Delegation::Mediator, Delegation::from)
}

/// The page.
pub async fn page(Maybe(who): Maybe, State(app): State<Arc<App>>, Path(token): Path<String>) -> Response {
    let told = async {
        let invitation = invitation(&app, &token).await?;
        Ok((to(&app, &invitation).await?, invitation.name_hint.unwrap_or_default()))
    };
    match told.await {
        Ok((to, hint)) => pages::join(&app, who.as_ref(), &token, &to, &hint, None),
        Err(fail) => Fail::into_response(fail),
    }
}

/// The name that somebody goes by.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// The name.
    pub name: String,
}

/// A registration that was begun.
#[derive(Serialize, Deserialize)]
struct Registration {
    invitation: String,
    account: Uuid,
    name: String,
    state: PasskeyRegistration,
}

/// Begins to make a passkey.
pub async fn begin(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Json(named): Json<Named>,
) -> Result<Json<sign_in::Begun>, Fail> {
    let invitation = invitation(&app, &token).await?;
    to(&app, &invitation).await?;
    let (name, account) = (checked(&named.name)?, Uuid::new_v4());
    rehearse(&app, &invitation, &name).await?;
    let (options, state) = start_registration(&app, account, &name, &[])?;
    let registration = Registration { invitation: token, account, name, state };
    sign_in::begun(&app, &options, &registration).await.map(Json)
}

/// Options for a passkey that can sign in without a name being typed.
pub fn start_registration(
    app: &App,
    account: Uuid,
    name: &str,
    has: &[Passkey],
) -> Result<(webauthn_rs::prelude::CreationChallengeResponse, PasskeyRegistration), Fail> {
    let exclude = has.iter().map(|passkey| passkey.cred_id().clone()).collect();
    let started = app.webauthn.start_passkey_registration(account, name, name, Some(exclude));
    let (mut options, state) = started.map_err(|_| Fail::Broken)?;
    if let Some(selection) = &mut options.public_key.authenticator_selection {
        selection.require_resident_key = true;
        selection.resident_key = Some(webauthn_rs_proto::ResidentKeyRequirement::Required);
    }
    Ok((options, state))
}

/// The answer of a browser that made a passkey.
#[derive(Debug, Deserialize)]
pub struct Made {
    /// Which ceremony.
    pub ceremony: String,
    /// What the passkey said.
    pub credential: RegisterPublicKeyCredential,
}

/// Makes the account and takes the seat. The answer holds the printed codes, shown once.
pub async fn finish(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Json(made): Json<Made>,
) -> Result<Response, Fail> {
    let begun: Registration = sign_in::ceremony(&app, &made.ceremony).await?;
    if begun.invitation != token {
        return Err(Fail::invalid("This ceremony belongs to another invitation. Begin again."));
    }
    let passkey = app
        .webauthn
        .finish_passkey_registration(&made.credential, &begun.state)
        .map_err(|_| Fail::invalid("The passkey was not accepted. Try again, or continue without one."))?;
    let account = begun.account.to_string();
    enter(&app, &token, &account, &begun.name, Some(&passkey)).await?;
    let codes = new_codes(&app, &account).await?;
    let cookie = sign_in::start(&app, &account).await?;
    let answer = serde_json::json!({"account": account, "codes": codes, "next": "/"});
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Json(answer)).into_response())
}

/// Joins without script: an account that signs in with printed codes. Somebody who is signed in takes the seat as they
/// are.
pub async fn plain(
    Maybe(who): Maybe,
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Form(named): Form<Named>,
) -> Response {
    let joined = async {
        if let Some(who) = &who {
            enter_as(&app, &token, &who.account, None).await?;
            return Ok(Redirect::to("/").into_response());
        }
        let (account, name) = (Uuid::new_v4().to_string(), checked(&named.name)?);
        enter(&app, &token, &account, &name, None).await?;
        let codes = new_codes(&app, &account).await?;
        let cookie = sign_in::start(&app, &account).await?;
        Ok((AppendHeaders([(SET_COOKIE, cookie)]), pages::codes(&app, &account, &codes)).into_response())
    };
    match joined.await {
        Ok(response) => response,
        Err(fail @ (Fail::Refused(_) | Fail::Invalid(_))) => match invitation(&app, &token).await {
            Ok(invitation) => match to(&app, &invitation).await {
                Ok(to) => pages::join(&app, who.as_ref(), &token, &to, &named.name, Some(fail)),
                Err(fail) => fail.into_response(),
            },
            Err(fail) => fail.into_response(),
        },
        Err(fail) => Fail::into_response(fail),
    }
}

fn checked(name: &str) -> Result<String, Fail> {
    let name = name.trim();
    zopa::mediate::check_name(name).map_err(Fail::Refused)?;
    Ok(name.to_string())
}

/// Makes the account, then takes the seat; without the seat the account is of no use, and is left without a room.
async fn enter(app: &App, token: &str, id: &str, name: &str, passkey: Option<&Passkey>) -> Result<(), Fail> {
    let invited = invitation(app, token).await?;
    let may_open = invited.room.is_none();
    let account = Account { id: id.to_string(), name: name.to_string(), created_at: clock::now(), may_open };
    app.store.create_account(&account).await?;
    if let Some(passkey) = passkey {
        let json = serde_json::to_string(passkey).map_err(|_| Fail::Broken)?;
        let label = "first passkey".to_string();
        let credential = passkey.cred_id().to_vec();
        let kept = crate::store::Passkey {
            credential,
            account: id.to_string(),
            passkey: json,
            label,
            created_at: clock::now(),
        };
        app.store.add_passkey(&kept).await?;
    }
    enter_as(app, token, &account, Some(name)).await
}

/// Whether the seat would be given under this name: before a passkey is made that would be of no use.
async fn rehearse(app: &App, invited: &Invitation, name: &str) -> Result<(), Fail> {
    let (Some(room), Some(by), Some(_)) = (&invited.room, &invited.by_seat, &invited.delegation) else { return Ok(()) };
    let live = app.hall.room(room).await?.ok_or(Fail::Missing)?;
    let action = Action::Admit(admit(invited, SeatId(token::name()), name));
    live.look(|room| room.act(clock::now(), by, &action, &mut token::name)).map_err(Fail::Refused)?;
    Ok(())
}

fn admit(invited: &Invitation, seat: SeatId, name: &str) -> Admit {
    let rank = invited.rank.unwrap_or(Rank::Observer);
    Admit { seat, name: name.to_string(), delegation: delegation(invited), rank }
}

/// Spends the invitation: the seat and the invitation change hands in one transaction.
async fn enter_as(app: &App, token: &str, account: &Account, name: Option<&str>) -> Result<(), Fail> {
    let invited = invitation(app, token).await?;
    let (Some(room), Some(by)) = (&invited.room, &invited.by_seat) else {
        let hash = token::hash(Kind::Invitation, token).ok_or(Fail::Missing)?;
        let spent = app.store.spend_invitation(&hash, clock::now()).await?;
        return match spent {
            Some(_) if name.is_some() => Ok(()),
            Some(_) => Ok(app.store.allow_opening(&account.id).await?),
            None => Err(Failure::Spent.into()),
        };
    };
    if app.store.seat_of(&account.id, room).await?.is_some() {
        return Err(Fail::invalid("You have a seat in this room already; this invitation is for somebody else."));
    }
    let live = app.hall.room(room).await?.ok_or(Fail::Missing)?;
    if invited.delegation.is_none() {
        return sit_down(app, &live, &invited, account, by).await;
    }
    let seat = SeatId(token::name());
    let action = Action::Admit(admit(&invited, seat.clone(), name.unwrap_or(&account.name)));
    let request = Request { seat: by.clone(), action, binds: vec![(account.id.clone(), seat)], spends: invited.hash };
    live.act(request).await?;
    Ok(())
}

/// Takes a seat that is there already, as after a room was brought in from elsewhere.
async fn sit_down(app: &App, live: &Live, invited: &Invitation, account: &Account, seat: &SeatId) -> Result<(), Fail> {
    let binds = vec![(account.id.clone(), seat.clone())];
    let commit = Commit { at: clock::now(), binds, spends: invited.hash, ..Commit::default() };
    for _ in 0..20 {
        match app.store.append(&live.id, live.seq(), &commit).await {
            Ok(()) => return Ok(()),
            Err(AppendError::Conflict) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
            Err(AppendError::Spent) => return Err(Failure::Spent.into()),
            Err(AppendError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Fail::Slower(1))
}

/// New printed codes; those before stop working.
pub async fn new_codes(app: &App, account: &str) -> Result<Vec<String>, Fail> {
    let codes: Vec<String> = (0..CODES).map(|_| code()).collect();
    let typed = codes.clone();
    let hashed = tokio::task::spawn_blocking(move || typed.iter().map(|code| hashed(code)).collect::<Option<Vec<_>>>());
    let hashed = hashed.await.ok().flatten().ok_or(Fail::Broken)?;
    app.store.set_recovery_codes(account, &hashed).await?;
    Ok(codes)
}

/// Sixteen letters and digits in groups of four, none that looks like another: 80 random bits.
fn code() -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let letters: Vec<char> =
        token::random::<16>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn hashed(code: &str) -> Option<String> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let salt = SaltString::encode_b64(&token::random::<16>()).ok()?;
    // Codes are random, not chosen: one pass over little memory is slow enough for whoever stole the hashes.
    Argon2::default().hash_password(plain.as_bytes(), &salt).ok().map(|hash| hash.to_string())
}
