//! `zopa backup`: everything that the server keeps, encrypted and tried out.

use crate::database::{Database, failed};
use crate::fault::{Ending, Fault};
use crate::output::Output;
use clap::Args;
use std::path::{Path, PathBuf};
use zopa_server::backup::{BackupError, Secret, check_backup, write_backup};
use zopa_server::keys;

/// What locks a backup, and opens it.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub struct Lock {
    /// A file whose first line is the passphrase
    #[arg(long, value_name = "FILE")]
    passphrase: Option<PathBuf>,
    /// A file with a key of age: a public key only locks, a secret key also opens
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

impl Lock {
    /// Reads it.
    pub fn secret(&self) -> Result<Secret, Fault> {
        let line = |path: &Path| {
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|error| Fault::input(format!("error: {}: {error}", path.display())))?;
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# "));
            Ok::<String, Fault>(lines.map(str::to_string).next().unwrap_or_default())
        };
        let secret = match (&self.passphrase, &self.key) {
            (Some(path), _) => Secret::passphrase(&line(path)?),
            (None, Some(path)) => Secret::key(&line(path)?),
            (None, None) => return Err(Fault::Usage("give --passphrase FILE or --key FILE".into())),
        };
        secret.map_err(broken)
    }
}

/// Write a backup of everything that the server keeps, encrypted with age
///
/// The backup is opened, restored into memory and compared, and the log of every room in it is verified,
/// before it takes its name. The server may go on meanwhile.
#[derive(Args, Debug)]
pub struct Backup {
    /// The file to write
    file: PathBuf,
    /// What locks it.
    #[command(flatten)]
    lock: Lock,
    /// Check a backup that is there, instead of writing one
    #[arg(long)]
    check: bool,
    /// Where rooms are kept.
    #[command(flatten)]
    database: Database,
}

/// Writes it, or checks it.
pub fn run(command: &Backup) -> Result<Ending, Fault> {
    let secret = command.lock.secret()?;
    let report = command.database.with(|store| async move {
        if command.check {
            return check_backup(&command.file, &secret, None).await.map_err(broken);
        }
        let key = keys::signer(store.as_ref(), "localhost").await.map_err(failed)?.verifying_key();
        write_backup(store.as_ref(), &secret, Some(&key), &command.file).await.map_err(broken)
    })?;
    let mut output = Output::new();
    output.words(&format!("{}\n{report}\n", command.file.display()))?;
    output.finish()?;
    Ok(Ending::Answered)
}

/// What a backup says, as a fault.
pub fn broken(error: BackupError) -> Fault {
    Fault::input(format!("error: {error}"))
}
