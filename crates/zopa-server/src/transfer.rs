//! Whole rooms as files: out of one database, into another.

use crate::store::{AppendError, Commit, Invitation, Room as Row, Store, StoreError};
use crate::token::{self, Kind};
use crate::{clock, keys};
use std::collections::BTreeMap;
use zopa::mediate::seal::{Checked, Checkpoint, Line, Tree, origin, write};
use zopa::mediate::{Ledger, Moment, Room, view};

/// A room's whole log as a signed file; none where there is no such room.
///
/// # Errors
/// The store failed.
pub async fn export(store: &dyn Store, room: &str) -> Result<Option<String>, StoreError> {
    if store.room(room).await?.is_none() {
        return Ok(None);
    }
    let signer = keys::signer(store, "localhost").await?;
    Ok(Some(book(store, room, &signer, |_| true, true).await?))
}

/// The log of a room, or of some of its ledgers, as a signed file.
///
/// # Errors
/// The store failed.
pub async fn book(
    store: &dyn Store,
    room: &str,
    signer: &zopa::mediate::seal::Signer,
    chosen: impl Fn(&Ledger) -> bool,
    whole: bool,
) -> Result<String, StoreError> {
    let mut lines =
        vec![Line::Log { version: 1, room: room.to_string(), key: signer.verifying_key().to_string(), whole }];
    let entries = store.entries_after(room, 0).await?;
    let n_entries = entries.len() as u64;
    // Whatever is written while this reads belongs to the next file.
    let mut checkpoints =
        store.checkpoints(room).await?.into_iter().filter(|(_, _, at, _)| *at <= n_entries).peekable();
    for (seq, sealed) in (1u64..).zip(entries) {
        if chosen(&sealed.ledger) {
            lines.push(Line::Entry(sealed));
        }
        while let Some((ledger, _, _, note)) = checkpoints.next_if(|(_, _, at, _)| *at <= seq) {
            if chosen(&ledger) {
                lines.push(Line::Checkpoint { ledger, note });
            }
        }
    }
    Ok(write(room, &lines, signer))
}

/// Brings a verified log into a database, and makes a link for each seat: its name, its delegation, the token.
///
/// # Errors
/// The log is not whole, the room is there already, or the store failed.
pub async fn import(store: &dyn Store, checked: &Checked, host: &str) -> Result<Vec<(String, String, String)>, String> {
    let book = &checked.book;
    if !book.whole {
        return Err("it holds the ledgers of one reader; only a whole log can be imported".into());
    }
    if store.room(&book.room).await.map_err(|error| error.to_string())?.is_some() {
        return Err(format!("the database has a room {} already; nothing was changed", book.room));
    }
    let mut entries = Vec::new();
    for sealed in &book.entries {
        let entry = sealed.open()?.ok_or("contents of its log were erased; it can be read, but not gone on with")?;
        entries.push(entry);
    }
    let room = Room::fold(&entries).map_err(|broken| broken.to_string())?;
    let signer = keys::signer(store, host).await.map_err(|error| error.to_string())?;
    let now = clock::now();
    let mut commit = Commit { at: now, entries: book.entries.clone(), ..Commit::default() };
    let mut trees: BTreeMap<Ledger, Tree> = BTreeMap::new();
    for sealed in &book.entries {
        trees.entry(sealed.ledger.clone()).or_default().push(sealed.computed_leaf());
    }
    for (ledger, tree) in &trees {
        let checkpoint = Checkpoint { origin: origin(&book.room, ledger), size: tree.size(), root: tree.root() };
        commit.checkpoints.push((ledger.clone(), tree.size(), signer.sign(&checkpoint)));
    }
    let row = Row { id: book.room.clone(), created_at: now, demo: false };
    store.create_room(&row, &commit).await.map_err(|error: AppendError| error.to_string())?;
    links(store, &book.room, &room, now).await.map_err(|error| error.to_string())
}

/// A link for every seat that is taken.
async fn links(
    store: &dyn Store,
    id: &str,
    room: &Room,
    now: Moment,
) -> Result<Vec<(String, String, String)>, StoreError> {
    let mut links = Vec::new();
    for seat in room.seats() {
        let Some(view) = view(room, Some(&seat.id), now) else { continue };
        let (token, hash) = token::new(Kind::Invitation);
        let invitation = Invitation {
            hash: Some(hash),
            id: token::name(),
            room: Some(id.to_string()),
            // Without a delegation it gives the very seat that it names.
            delegation: None,
            rank: Some(seat.rank),
            name_hint: Some(seat.name.clone()),
            by_seat: Some(seat.id.clone()),
            created_at: now,
            expires_at: Moment(now.0 + crate::web::INVITATION_LIFE),
            spent_at: None,
            revoked_at: None,
        };
        store.create_invitation(&invitation).await?;
        links.push((seat.name.clone(), view.name_of(&seat.delegation), token));
    }
    Ok(links)
}
