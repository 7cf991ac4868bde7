//! From a path to a negotiation.

use crate::fault::Fault;
use crate::output::tell;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use zopa::format::{Loaded, MAX_BYTES, Source, load};
use zopa::model::Negotiation;

/// The most files that a folder of parties may hold: more is the wrong folder.
const MAX_FILES: usize = 100;

/// The longest edit that "did you mean" bridges.
const MAX_SLIP: usize = 3;

/// Reads a negotiation, telling its warnings.
pub fn negotiation(path: &Path) -> Result<Negotiation, Fault> {
    let loaded = loaded(path)?;
    loaded.warnings.iter().for_each(|warning| tell(&warning.to_string()));
    Ok(loaded.negotiation)
}

/// Reads a negotiation with its warnings and notes.
pub fn loaded(path: &Path) -> Result<Loaded, Fault> {
    load(&sources(path)?).map_err(|problems| Fault::Input(problems.iter().map(ToString::to_string).collect()))
}

/// The files behind a path: the file itself, or the talks file of a folder and its parties' files.
pub fn sources(path: &Path) -> Result<Vec<Source>, Fault> {
    if !fs::metadata(path).map_err(|error| missing(path, &error))?.is_dir() {
        return Ok(vec![source(path)?]);
    }
    let talks = ["talks.toml", "talks.json"].map(|name| path.join(name)).into_iter().find(|file| file.exists());
    let Some(talks) = talks else {
        let help = "name a folder with talks.toml in it, or begin one with: zopa new DIR";
        return Err(Fault::input(format!("error: the folder {} has no talks.toml\n  help: {help}", path.display())));
    };
    let mut sources = vec![source(&talks)?];
    for party in party_files(&path.join("parties"))? {
        sources.push(source(&party)?);
    }
    Ok(sources)
}

/// The parties' files, by name; none where the folder does not exist.
fn party_files(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let unlisted = |error| Fault::input(format!("error: {} cannot be listed: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unlisted)? {
        let file = entry.map_err(unlisted)?.path();
        let is_hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !is_hidden && file.extension().is_some_and(|extension| extension == "toml" || extension == "json") {
            files.push(file);
        }
        if files.len() > MAX_FILES {
            return Err(Fault::input(format!(
                "error: {} holds more than {MAX_FILES} files\n  help: keep one file for each party there",
                folder.display()
            )));
        }
    }
    files.sort();
    Ok(files)
}

/// Reads one file whole.
pub fn source(path: &Path) -> Result<Source, Fault> {
    let name = path.display();
    let kind = fs::metadata(path).map_err(|error| missing(path, &error))?;
    if !kind.is_file() {
        return Err(Fault::input(format!("error: {name} is not a file\n  help: name a file, or a folder of talks")));
    }
    let mut bytes = Vec::new();
    // One byte beyond the limit tells a file that is too long from one that just fits.
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| Fault::input(format!("error: {name} cannot be read: {error}")))?;
    if bytes.len() > MAX_BYTES {
        return Err(Fault::input(format!(
            "error: {name} is longer than {} MB\n  help: is it the right file? Talks take some kilobytes",
            MAX_BYTES / 1_000_000
        )));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        Fault::input(format!("{name}:{}:1: error: the file is not in UTF-8\n  help: save it as UTF-8", line + 1))
    })?;
    Ok(Source { name: name.to_string(), text })
}

/// What to say of a path that leads nowhere.
fn missing(path: &Path, error: &std::io::Error) -> Fault {
    let help = match similar(path) {
        Some(name) if error.kind() == std::io::ErrorKind::NotFound => format!("\n  help: did you mean {name}?"),
        _ => String::new(),
    };
    Fault::input(format!("error: {} cannot be read: {error}{help}", path.display()))
}

/// What stands beside a missing path under nearly the same name.
fn similar(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let name = nearest(wanted, names)?;
    Some(folder.map_or_else(|| name.clone(), |folder| folder.join(&name).display().to_string()))
}

/// The known name that a slip of the pen most likely meant.
pub fn nearest(written: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let slips = |name: &String| strsim::damerau_levenshtein(&written.to_lowercase(), &name.to_lowercase());
    let tolerance = (written.chars().count() / 3).clamp(1, MAX_SLIP);
    known.filter(|name| slips(name) <= tolerance).min_by_key(slips)
}
