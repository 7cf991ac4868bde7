//! Style and scripts, carried in the program.

use super::Fail;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// Every file: its name, its kind, its content.
pub const ASSETS: [(&str, &str, &str); 4] = [
    ("style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("live.js", "text/javascript; charset=utf-8", include_str!("assets/live.js")),
    ("passkey.js", "text/javascript; charset=utf-8", include_str!("assets/passkey.js")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

/// A file. Pages ask for it with the version of the program, so that browsers may keep it.
pub async fn asset(Path(name): Path<String>) -> Result<Response, Fail> {
    let (_, kind, content) = ASSETS.iter().find(|(known, ..)| *known == name).ok_or(Fail::Missing)?;
    Ok(([(CONTENT_TYPE, *kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], *content).into_response())
}
