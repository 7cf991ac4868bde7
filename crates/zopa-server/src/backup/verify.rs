//! Verifies the logs of all rooms of a store, as the offline verifier does it for one room's file.

use super::error::BackupError;
use crate::store::Store;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::fmt;
use zopa::mediate::seal::{Checkpoint, Sealed, Tree, VerifyingKey, origin};
use zopa::mediate::{Ledger, Room};

/// What was verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rooms whose logs hold.
    pub rooms: u64,
    /// Their entries.
    pub entries: u64,
    /// Those of them whose content was erased.
    pub erased: u64,
    /// What was signed over them.
    pub checkpoints: u64,
    /// Whether the signatures were verified, and not the roots alone.
    pub signatures: bool,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Counts { rooms, entries, erased, checkpoints, signatures } = self;
        let what = if *signatures { "signatures and roots" } else { "roots" };
        write!(
            f,
            "the logs of {rooms} rooms: {entries} entries, {erased} of them erased; {what} of {checkpoints} checkpoints"
        )
    }
}

/// Verifies the logs of all rooms: seals, places, roots against checkpoints, signatures where the key is given, and
/// that a room can have written each of them.
///
/// # Errors
/// The first fault, with its place; or the store failed.
pub async fn check_rooms(store: &dyn Store, key: Option<&VerifyingKey>) -> Result<Counts, BackupError> {
    let mut counts = Counts { signatures: key.is_some(), ..Counts::default() };
    for room in store.rooms().await? {
        let entries = store.entries_after(&room.id, 0).await?;
        let checkpoints = store.checkpoints(&room.id).await?;
        check_room(&room.id, &entries, &checkpoints, key).map_err(|(ledger, place, problem)| BackupError::Room {
            room: room.id.clone(),
            ledger,
            place,
            problem,
        })?;
        counts.rooms += 1;
        counts.entries += entries.len() as u64;
        counts.erased += entries.iter().filter(|sealed| sealed.fact.is_none()).count() as u64;
        counts.checkpoints += checkpoints.len() as u64;
    }
    Ok(counts)
}

/// A ledger, a place in it, and what is wrong there.
type Fault = (Ledger, u64, String);

/// A ledger as far as it was read: its tree, and how many entries the last checkpoint covers.
type Trees = BTreeMap<Ledger, (Tree, u64)>;

fn check_room(
    room: &str,
    entries: &[Sealed],
    checkpoints: &[(Ledger, u64, u64, String)],
    key: Option<&VerifyingKey>,
) -> Result<(), Fault> {
    let mut trees = Trees::new();
    let mut opened = Vec::new();
    let mut notes = checkpoints.iter().peekable();
    for (seq, sealed) in (1..).zip(entries) {
        let (ledger, index) = (&sealed.ledger, sealed.index);
        let fault = |problem: String| (ledger.clone(), index, problem);
        let (tree, _) = trees.entry(ledger.clone()).or_default();
        if index != tree.size() {
            return Err(fault(format!("entry {} was to follow", tree.size())));
        }
        opened.extend(sealed.open().map_err(fault)?);
        tree.push(sealed.computed_leaf());
        while let Some((ledger, size, _, note)) = notes.next_if(|(_, _, seq_at, _)| *seq_at == seq) {
            check_note(room, ledger, *size, note, &mut trees, key)
                .map_err(|problem| (ledger.clone(), *size, problem))?;
        }
    }
    if let Some((ledger, size, ..)) = notes.next() {
        return Err((ledger.clone(), *size, "a checkpoint covers entries that are missing".into()));
    }
    let uncovered = trees.iter().find(|(_, (tree, covered))| *covered != tree.size());
    if let Some((ledger, (_, covered))) = uncovered {
        return Err((ledger.clone(), *covered, "no checkpoint covers it".into()));
    }
    if opened.len() == entries.len() {
        Room::fold(&opened).map_err(|broken| (broken.ledger, broken.index, broken.problem))?;
    }
    Ok(())
}

fn check_note(
    room: &str,
    ledger: &Ledger,
    size: u64,
    note: &str,
    trees: &mut Trees,
    key: Option<&VerifyingKey>,
) -> Result<(), String> {
    let (tree, covered) = trees.entry(ledger.clone()).or_default();
    let expected = Checkpoint { origin: origin(room, ledger), size: tree.size(), root: tree.root() };
    let body = format!("{}\n{}\n{}\n", expected.origin, expected.size, STANDARD.encode(expected.root));
    let is_same = match key {
        Some(key) => Checkpoint::verify(note, key)? == expected,
        None => note.split_once("\n\n").is_some_and(|(signed, _)| format!("{signed}\n") == body),
    };
    if !is_same || size != expected.size {
        return Err("its checkpoint was signed over other entries".into());
    }
    *covered = size;
    Ok(())
}
