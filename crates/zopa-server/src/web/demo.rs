//! Rehearsals: every seat one click away.

use super::{Fail, act, forms, sign_in};
use crate::app::App;
use crate::clock;
use crate::hall::Request;
use crate::store::{Account, StoreError};
use crate::token;
use axum::extract::{RawForm, State};
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use std::sync::Arc;
use zopa::mediate::action::Admit;
use zopa::mediate::{Action, Delegation, Opened, Rank, SeatId};

/// Opens a rehearsal on talks, with a head, a member and an adviser for every delegation.
///
/// # Errors
/// The talks do not make a room, or the store failed.
pub async fn open(app: &App, mut opened: Opened) -> Result<String, Fail> {
    opened.demo = true;
    let parties = opened.parties.clone();
    let mediator = account(app, "Mediator, head").await?;
    let (room, seat) = app.hall.open(opened, &mediator.id, &mediator.name).await?;
    let live = app.hall.room(&room).await?.ok_or(Fail::Missing)?;
    let delegations = parties.iter().map(|party| (Delegation::Party(party.id.clone()), party.name.as_str()));
    for (delegation, name) in delegations.chain([(Delegation::Mediator, "Mediator")]) {
        let ranks = if delegation == Delegation::Mediator { &Rank::ALL[1..2] } else { &Rank::ALL[..3] };
        for rank in ranks {
            let account = account(app, &format!("{name}, {}", rank.word())).await?;
            let own = SeatId(token::name());
            let admit =
                Admit { seat: own.clone(), name: account.name.clone(), delegation: delegation.clone(), rank: *rank };
            let binds = vec![(account.id.clone(), own)];
            live.act(Request { seat: seat.clone(), action: Action::Admit(admit), binds, spends: None }).await?;
        }
    }
    Ok(room)
}

async fn account(app: &App, name: &str) -> Result<Account, StoreError> {
    let id = webauthn_rs::prelude::Uuid::new_v4().to_string();
    let account = Account { id, name: name.to_string(), created_at: clock::now(), may_open: false };
    app.store.create_account(&account).await?;
    Ok(account)
}

/// Takes a seat.
pub async fn sit(State(app): State<Arc<App>>, RawForm(form): RawForm) -> Result<Response, Fail> {
    if !app.settings.demo {
        return Err(Fail::Missing);
    }
    let fields = act::parse(&form)?;
    let field = |name| forms::field(&fields, name).unwrap_or_default();
    let (room, seat) = (field("room"), SeatId(field("seat").to_string()));
    if !token::is_name(room) || !token::is_name(seat.as_str()) {
        return Err(Fail::Missing);
    }
    let account = app.store.account_of(room, &seat).await?.ok_or(Fail::Missing)?;
    let cookie = sign_in::start(&app, &account).await?;
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(&format!("/rooms/{room}"))).into_response())
}
