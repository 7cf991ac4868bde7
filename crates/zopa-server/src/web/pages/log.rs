//! The log: what the seat may read of it, and how to verify it without the server.

use super::frame::Frame;
use super::{Fail, InRoom, page};
use askama::Template;
use axum::response::Response;
use zopa::mediate::{Delegation, Ledger, View};

#[derive(Template)]
#[template(path = "log.html")]
struct Log {
    frame: Frame,
    ledgers: Vec<Listed>,
    key: String,
}

/// A ledger.
struct Listed {
    name: String,
    words: String,
    length: u64,
    checkpoint: String,
}

/// The page.
pub async fn log(room: InRoom) -> Result<Response, Fail> {
    let (frame, listed) = room.look(|view| {
        let listed: Vec<(Ledger, String, u64)> = view
            .ledgers()
            .into_iter()
            .map(|(ledger, length)| {
                let words = words(&ledger, &view);
                (ledger, words, length)
            })
            .collect();
        (Frame::inside(&room, &view, "/log", "Log"), listed)
    })?;
    let mut ledgers = Vec::new();
    for (ledger, words, length) in listed {
        let latest = room.app.store.latest_checkpoint(&room.live.id, &ledger).await?;
        let checkpoint = latest.map(|(_, _, note)| note).unwrap_or_default();
        ledgers.push(Listed { name: ledger.to_string(), words, length, checkpoint });
    }
    let key = room.app.hall.signer().verifying_key().to_string();
    page(&Log { frame, ledgers, key })
}

/// Who reads a ledger, in words.
fn words(ledger: &Ledger, view: &View) -> String {
    match ledger {
        Ledger::Public => "everybody".into(),
        Ledger::Parties => "everybody in the room".into(),
        Ledger::Caucus(party) if view.is_mediator() => {
            format!("{} and the mediator’s team", view.name_of(&Delegation::Party(party.clone())))
        }
        Ledger::Caucus(_) => "our delegation and the mediator’s team".into(),
        Ledger::Internal(_) if view.is_mediator() => "the mediator’s team alone".into(),
        Ledger::Internal(_) => "our delegation alone".into(),
    }
}
