//! What can go wrong with a backup.

use crate::store::StoreError;
use std::fmt;
use std::path::PathBuf;
use zopa::mediate::Ledger;

/// Something went wrong with a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupError {
    /// A file cannot be used.
    File {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        problem: String,
        /// What helps.
        remedy: &'static str,
    },
    /// A passphrase or key has another form.
    Secret(&'static str),
    /// The log of a room does not hold.
    Room {
        /// The room.
        room: String,
        /// The ledger.
        ledger: Ledger,
        /// Its entry, counted from 0.
        place: u64,
        /// What is wrong.
        problem: String,
    },
    /// What comes out is not what went in.
    Differs,
    /// The store failed.
    Store(StoreError),
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            BackupError::File { path, problem, remedy } => {
                write!(f, "the backup {} {problem}; {remedy}", path.display())
            }
            BackupError::Secret(problem) => f.write_str(problem),
            BackupError::Room { room, ledger, place, problem } => write!(
                f,
                "the log of room {room} does not hold: ledger {ledger}, entry {place}: {problem}; \
                 keep the last good backup, and find out who altered the database"
            ),
            BackupError::Differs => f.write_str(
                "what comes out of the backup is not what went in; try again, and report this as a defect if it stays",
            ),
            BackupError::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BackupError {}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> BackupError {
        BackupError::Store(error)
    }
}
