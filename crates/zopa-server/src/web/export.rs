//! What somebody takes away: the log of what they may read, and the agreement.

use super::{Fail, InRoom};
use crate::transfer::book;
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use zopa::text::{WRITERS, text_writer};

/// The log, as far as the seat may read it, as a file that can be verified without the server.
pub async fn log(room: InRoom) -> Result<Response, Fail> {
    let reader = room.look(|view| view.reader().clone())?;
    let (store, signer) = (room.app.store.as_ref(), room.app.hall.signer());
    let text = book(store, &room.live.id, signer, |ledger| ledger.is_read_by(&reader), false).await?;
    Ok(file("log.jsonl", "application/jsonl", text.into_bytes()))
}

/// The agreement in a form that an ending asks for.
pub async fn agreement(room: InRoom, Path((_, ending)): Path<(String, String)>) -> Result<Response, Fail> {
    let writer = text_writer(&ending).ok_or_else(|| {
        let known: Vec<&str> = WRITERS.iter().filter_map(|writer| writer.extensions.first().copied()).collect();
        Fail::invalid(format!("The agreement comes as {}; \"{ending}\" is none of these.", known.join(", ")))
    })?;
    let agreement = room.look(|view| view.agreement())?.ok_or(Fail::Missing)?;
    let kind = match writer.id {
        "html" => "text/html; charset=utf-8",
        "markdown" => "text/markdown; charset=utf-8",
        "pdf" => "application/pdf",
        _ => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    };
    Ok(file(&format!("agreement.{ending}"), kind, (writer.write)(&agreement)))
}

fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}
