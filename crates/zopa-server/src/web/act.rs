//! Forms that do something in a room.

use super::forms::{self, Fields};
use super::{Fail, InRoom, pages, sign_in};
use crate::hall::Request;
use axum::extract::RawForm;
use axum::response::{IntoResponse, Redirect, Response};
use zopa::mediate::Action;

/// Does what a form asks for, then leads back. What is refused comes back with everything that was typed.
pub async fn act(room: InRoom, RawForm(form): RawForm) -> Response {
    let fields = match parse(&form) {
        Ok(fields) => fields,
        Err(fail) => return fail.into_response(),
    };
    match attempt(&room, &fields).await {
        Ok(()) => Redirect::to(&back(&room.live.id, &fields)).into_response(),
        Err(fail) => pages::again(&room, &fail, &fields),
    }
}

/// Fields of a form, in order.
pub fn parse(form: &[u8]) -> Result<Fields, Fail> {
    serde_urlencoded::from_bytes(form).map_err(|error| Fail::invalid(format!("The form cannot be read: {error}.")))
}

async fn attempt(room: &InRoom, fields: &Fields) -> Result<(), Fail> {
    let action = forms::action(fields).map_err(Fail::Invalid)?;
    if let Some(code) = forms::field(fields, "code").filter(|code| !code.trim().is_empty()) {
        sign_in::confirm_by_code(&room.app, &room.who, code).await?;
    } else {
        needs_confirmation(room, &action)?;
    }
    commit(room, action).await
}

/// What commits the delegation is done only by somebody who confirmed a moment ago who they are.
pub fn needs_confirmation(room: &InRoom, action: &Action) -> Result<(), Fail> {
    if action.kind().weighty && !room.app.settings.demo && !room.who.is_confirmed() {
        Err(Fail::StepUp)
    } else {
        Ok(())
    }
}

/// Does it.
pub async fn commit(room: &InRoom, action: Action) -> Result<(), Fail> {
    // Seats are given by invitations, which also know whose they are.
    if matches!(action, Action::Admit(_)) {
        return Err(Fail::invalid("Seats are given by invitations: send one from the roster."));
    }
    let request = Request { seat: room.seat.clone(), action, binds: Vec::new(), spends: None };
    room.live.act(request).await?;
    Ok(())
}

/// Where a form leads back to: a page of the same room, nowhere else.
pub fn back(room: &str, fields: &Fields) -> String {
    let base = format!("/rooms/{room}");
    let asked = forms::field(fields, "back").unwrap_or_default();
    let is_plain = asked.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.?=&#%".contains(c));
    let rest = asked.strip_prefix(base.as_str()).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    match rest {
        Some(_) if is_plain && !asked.contains("//") && !asked.contains("..") => asked.to_string(),
        _ => base,
    }
}
