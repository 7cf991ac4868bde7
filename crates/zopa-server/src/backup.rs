//! Backups that were tried out before anybody relies on them.
//!
//! A backup is everything the store holds but sessions, as lines of JSON, encrypted by age (<https://age-encryption.org/v1>:
//! the program `age` opens it too). It is read back, put into a store in memory and compared there, and the log of every
//! room is verified, before it takes its name. So a backup that cannot be restored never replaces one that can.

mod error;
mod secret;
mod file;
mod verify;

pub use error::BackupError;
pub use secret::Secret;
pub use verify::{Counts, check_rooms};

use crate::store::{Archive, Row, Sqlite, Store};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use zopa::mediate::seal::VerifyingKey;

/// What a backup holds, and what was done to be sure of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many rows each table has.
    pub rows: BTreeMap<&'static str, u64>,
    /// What was verified in the logs of rooms.
    pub counts: Counts,
    /// Whether the file itself was opened and restored; else only what went into it.
    pub is_read_back: bool,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let rows: Vec<String> = self.rows.iter().map(|(table, n)| format!("{n} {}", table.replace('_', " "))).collect();
        let contents = if rows.is_empty() { "nothing yet".to_string() } else { rows.join(", ") };
        writeln!(f, "holds {contents}")?;
        writeln!(f, "verified {}", self.counts)?;
        f.write_str(if self.is_read_back {
            "the file was opened, restored into memory and compared"
        } else {
            "verified before encryption only, as the secret key is not here; where it is, check the file with it"
        })
    }
}

/// Writes a backup. Where the key is given with which checkpoints were signed, signatures are verified too.
///
/// # Errors
/// The store cannot be read or its logs do not hold; the file cannot be written, or does not give back what was written.
/// A file that was there before stays then.
pub async fn write_backup(
    store: &dyn Store,
    secret: &Secret,
    key: Option<&VerifyingKey>,
    path: &Path,
) -> Result<Report, BackupError> {
    let rows = store.dump().await?;
    let lines = file::lines(&rows)?;
    if !secret.opens() {
        let counts = try_out(&rows, &lines, key).await?;
        file::write(lines, secret, path).await?.publish()?;
        return Ok(Report { rows: count(&rows), counts, is_read_back: false });
    }
    let written = file::write(lines.clone(), secret, path).await?;
    let read = file::read(written.partial(), secret).await?;
    let counts = try_out(&read, &lines, key).await?;
    written.publish()?;
    Ok(Report { rows: count(&read), counts, is_read_back: true })
}

/// Opens a backup, restores it into memory and verifies it. Nothing is changed.
///
/// # Errors
/// It cannot be opened with this secret, is damaged, or its logs do not hold.
pub async fn check_backup(path: &Path, secret: &Secret, key: Option<&VerifyingKey>) -> Result<Report, BackupError> {
    let rows = file::read(path, secret).await?;
    let counts = try_out(&rows, &file::lines(&rows)?, key).await?;
    Ok(Report { rows: count(&rows), counts, is_read_back: true })
}

/// Restores a backup into an empty store, after it was tried out in memory.
///
/// # Errors
/// It cannot be opened with this secret, is damaged, or its logs do not hold; the store is not empty or fails. Nothing is
/// written then.
pub async fn restore_backup(
    path: &Path,
    secret: &Secret,
    key: Option<&VerifyingKey>,
    store: &dyn Store,
) -> Result<Report, BackupError> {
    let rows = file::read(path, secret).await?;
    let lines = file::lines(&rows)?;
    try_out(&rows, &lines, key).await?;
    store.restore(&rows).await?;
    let counts = compare(store, &lines, key).await?;
    Ok(Report { rows: count(&rows), counts, is_read_back: true })
}

/// Restores rows into memory, and verifies what is there.
async fn try_out(rows: &[Row], lines: &[String], key: Option<&VerifyingKey>) -> Result<Counts, BackupError> {
    let scratch = Sqlite::in_memory().await?;
    scratch.restore(rows).await?;
    compare(&scratch, lines, key).await
}

/// Whether a store gives back just these lines, and its logs hold.
async fn compare(store: &dyn Store, lines: &[String], key: Option<&VerifyingKey>) -> Result<Counts, BackupError> {
    if file::lines(&store.dump().await?)? != lines {
        return Err(BackupError::Differs);
    }
    check_rooms(store, key).await
}

fn count(rows: &[Row]) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row.table()).or_insert(0) += 1;
    }
    counts
}
