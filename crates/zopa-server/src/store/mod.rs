//! Where everything is kept: SQLite, or PostgreSQL.
//!
//! The two differ in how they connect, how they tell of changes, and how they overwrite what was erased
//! (`sqlite`, `postgres`). Tables and statements are the same, and are written once. Whatever must hold when two act
//! at once rests on keys and single statements of the database, never on what was read before.
//!
//! Data and errors show no secret, no name and no text when they are logged.

mod error;
mod value;
mod changes;
mod database;
mod accounts;
mod sessions;
mod log;
mod invitations;
mod seats;
mod settings;
mod archive;
mod migrations;
mod postgres;
mod sqlite;

pub use accounts::{Account, Accounts, Passkey};
pub use archive::{Archive, Row};
pub use changes::Change;
pub use error::StoreError;
pub use invitations::{Invitation, Invitations};
pub use log::{AppendError, Commit, Log, Room};
pub use postgres::Postgres;
pub use seats::Seats;
pub use sessions::{Session, SessionKind, Sessions};
pub use settings::Settings;
pub use sqlite::Sqlite;
pub use value::TokenHash;

use std::sync::Arc;

/// Everything that the server keeps.
pub trait Store: Log + Accounts + Sessions + Invitations + Seats + Settings + Archive + Send + Sync {}

impl<D: database::Database> Store for D {}

/// Opens a store by its address: `sqlite:PATH` or `postgres://USER@HOST/DATABASE`; `sqlite::memory:` is gone with the
/// program.
///
/// # Errors
/// The address has another form, or what it names cannot be opened.
pub async fn open(url: &str) -> Result<Arc<dyn Store>, StoreError> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        let store = if path == ":memory:" { Sqlite::in_memory().await } else { Sqlite::open(path.as_ref()).await };
        return Ok(Arc::new(store?));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Arc::new(Postgres::open(url).await?));
    }
    // The address may hold a password: only its beginning is shown.
    let scheme = url.split(':').next().unwrap_or_default();
    Err(StoreError::unavailable(
        format!("no store has an address that begins with \"{scheme}\""),
        "write sqlite:PATH, or postgres://USER@HOST/DATABASE",
    ))
}

/// Debug output of some fields only, so that a secret or a name cannot slip into a log.
macro_rules! shown {
    ($type:ident: $($field:ident),+) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.debug_struct(stringify!($type))$(.field(stringify!($field), &self.$field))+.finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use shown;
