//! What everybody may read: communiques and what was made public.

use super::{Fail, pages};
use crate::app::App;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

/// Whether the server and its store are at work.
pub async fn health(State(app): State<Arc<App>>) -> Result<&'static str, Fail> {
    app.store.ping().await?;
    Ok("at work\n")
}

/// The public page of a room. A room that has published nothing is no other than one that does not exist.
pub async fn page(State(app): State<Arc<App>>, Path(room): Path<String>) -> Result<Response, Fail> {
    let is_name = crate::token::is_name(&room);
    let live = if is_name { app.hall.room(&room).await? } else { None };
    let live = live.ok_or(Fail::Missing)?;
    pages::public(&app, &live)
}
