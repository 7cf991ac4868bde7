//! The encrypted file: a head, a line for each row, and an end that says how many there are.

use super::error::BackupError;
use super::secret::Secret;
use crate::store::{Row, StoreError};
use age::{DecryptError, Decryptor, Encryptor};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    /// What the file is.
    Backup { version: u32 },
    /// A row.
    Row(Row),
    /// The end, with the number of rows before it.
    End { rows: u64 },
}

/// The form that this program writes and reads.
const VERSION: u32 = 1;

/// Rows as lines of JSON.
pub(super) fn lines(rows: &[Row]) -> Result<Vec<String>, BackupError> {
    rows.iter().map(json).collect()
}

fn json<T: Serialize>(thing: &T) -> Result<String, BackupError> {
    serde_json::to_string(thing).map_err(|_| StoreError::Corrupt("a row cannot be written as JSON".into()).into())
}

/// A file that was written and does not have its name yet. It is removed unless it is published.
pub(super) struct Written {
    partial: PathBuf,
    path: PathBuf,
}

impl Written {
    /// Where it is for now.
    pub(super) fn partial(&self) -> &Path {
        &self.partial
    }

    /// Gives it its name, in place of a file that had it before.
    pub(super) fn publish(self) -> Result<(), BackupError> {
        let place = |error| unusable(&self.path, &error);
        std::fs::rename(&self.partial, &self.path).map_err(place)?;
        // The name itself must outlive a crash.
        File::open(folder(&self.path)).and_then(|folder| folder.sync_all()).map_err(place)
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        // Once it was published nothing is there.
        let _ = std::fs::remove_file(&self.partial);
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn unusable(path: &Path, error: &io::Error) -> BackupError {
    BackupError::File {
        path: path.to_path_buf(),
        problem: format!("cannot be written or read: {error}"),
        remedy: "name a file on a disk with room, in a folder where this user may write",
    }
}

/// Encrypts rows, given as their lines, into a file beside the one that is meant, and has the disk keep it.
pub(super) async fn write(lines: Vec<String>, secret: &Secret, path: &Path) -> Result<Written, BackupError> {
    let (secret, path) = (secret.clone(), path.to_path_buf());
    in_background(&path.clone(), move || {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let number = getrandom::u64().map_err(|_| unusable(&path, &io::Error::other("no random numbers")))?;
        let partial = folder(&path).join(format!(".{name}.{number:016x}.partial"));
        let file = create(&partial).map_err(|error| unusable(&path, &error))?;
        let written = Written { partial, path };
        encrypt(&lines, &secret, file).map_err(|error| unusable(&written.path, &error))?;
        Ok(written)
    })
    .await
}

/// A new file that nobody but its owner may read.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn encrypt(lines: &[String], secret: &Secret, file: File) -> io::Result<()> {
    let recipient = secret.recipient();
    let encryptor = Encryptor::with_recipients(std::iter::once(&*recipient)).map_err(io::Error::other)?;
    let mut output = encryptor.wrap_output(BufWriter::new(file))?;
    let mut write = |line: String| output.write_all((line + "\n").as_bytes());
    let head = serde_json::to_string(&Line::Backup { version: VERSION }).map_err(io::Error::other)?;
    write(head)?;
    for line in lines {
        write(format!("{{\"row\":{line}}}"))?;
    }
    write(serde_json::to_string(&Line::End { rows: lines.len() as u64 }).map_err(io::Error::other)?)?;
    output.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// Opens a file and reads its rows.
pub(super) async fn read(path: &Path, secret: &Secret) -> Result<Vec<Row>, BackupError> {
    let (secret, path) = (secret.clone(), path.to_path_buf());
    in_background(&path.clone(), move || decrypt(&path, &secret)).await
}

fn decrypt(path: &Path, secret: &Secret) -> Result<Vec<Row>, BackupError> {
    let identity = secret.identity().ok_or(BackupError::Secret(
        "a public key locks backups and opens none; give the secret key that belongs to it",
    ))?;
    let file = File::open(path).map_err(|error| unusable(path, &error))?;
    let refused = |error| locked(path, &error);
    let decryptor = Decryptor::new_buffered(BufReader::new(file)).map_err(refused)?;
    let input = BufReader::new(decryptor.decrypt(std::iter::once(&*identity)).map_err(refused)?);
    let numbered = (1_u64..).zip(input.lines());
    let mut lines = numbered.map(|(number, line)| parse(path, number, line).map(|line| (number, line)));
    match lines.next().transpose()? {
        Some((_, Line::Backup { version: VERSION })) => {}
        _ => return Err(damaged(path, "is of another version of this program, or no backup")),
    }
    let mut rows = Vec::new();
    loop {
        match lines.next().transpose()? {
            Some((_, Line::Row(row))) => rows.push(row),
            Some((_, Line::End { rows: n })) if n == rows.len() as u64 => break,
            Some((number, _)) => return Err(damaged(path, &format!("is out of order at line {number}"))),
            None => return Err(damaged(path, "lacks its end")),
        }
    }
    match lines.next().transpose()? {
        None => Ok(rows),
        Some((number, _)) => Err(damaged(path, &format!("goes on behind its end, at line {number}"))),
    }
}

fn parse(path: &Path, number: u64, line: io::Result<String>) -> Result<Line, BackupError> {
    let line =
        line.map_err(|_| damaged(path, &format!("was cut off or altered; it can be read up to line {number}")))?;
    // The parser's own message would quote what it read.
    serde_json::from_str(&line).map_err(|_| damaged(path, &format!("cannot be understood at line {number}")))
}

fn damaged(path: &Path, problem: &str) -> BackupError {
    BackupError::File { path: path.to_path_buf(), problem: problem.to_string(), remedy: "take another backup" }
}

fn locked(path: &Path, error: &DecryptError) -> BackupError {
    let (problem, remedy) = match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys => (
            "is locked with another passphrase or key, or its beginning was altered",
            "give the one that it was written with",
        ),
        DecryptError::ExcessiveWork { .. } => {
            ("asks for more work than a passphrase is worth", "open it with the program age, and see who made it")
        }
        _ => ("is no backup, or was cut off or altered at its beginning", "take another backup"),
    };
    BackupError::File { path: path.to_path_buf(), problem: problem.into(), remedy }
}

/// Runs what keeps a processor or the disk busy where it does not hold up others.
async fn in_background<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(damaged(path, "could not be processed, which is a defect of this program")))
}
