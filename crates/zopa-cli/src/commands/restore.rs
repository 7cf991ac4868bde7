//! `zopa restore`: a backup into an empty database.

use super::backup::{Lock, broken};
use crate::database::Database;
use crate::fault::{Ending, Fault};
use crate::output::Output;
use clap::Args;
use std::path::PathBuf;
use zopa_server::backup::restore_backup;

/// Restore a backup into an empty database
///
/// The backup is tried out in memory first, and what was restored is compared and verified. Either
/// kind of database takes the backup of either.
#[derive(Args, Debug)]
pub struct Restore {
    /// The backup
    file: PathBuf,
    /// What opens it.
    #[command(flatten)]
    lock: Lock,
    /// Where rooms are to be kept.
    #[command(flatten)]
    database: Database,
}

/// Restores it.
pub fn run(command: &Restore) -> Result<Ending, Fault> {
    let secret = command.lock.secret()?;
    let report = command.database.with(|store| async move {
        restore_backup(&command.file, &secret, None, store.as_ref()).await.map_err(broken)
    })?;
    let mut output = Output::new();
    output.words(&format!("restored {}\n{report}\n", command.file.display()))?;
    output.finish()?;
    Ok(Ending::Answered)
}
