//! From a path to a negotiation.

use crate::fault::Fault;
use crate::output::tell;
use clap::{Args, ValueEnum};
use num_traits::Signed;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use zopa::exact::{self, Rational};
use zopa::format::{self, FORMATS, Loaded, MAX_BYTES, Outline, Part, Reading, Source, belonging, load_with, recognise};
use zopa::model::Negotiation;

/// The most files that a folder may hold: more is the wrong folder.
const MAX_FILES: usize = 200;

/// The folder of the parties' files, beside a talks file.
const PARTIES: &str = "parties";

/// The longest edit that "did you mean" bridges.
const MAX_SLIP: usize = 3;

/// Which talks, and how to read them.
#[derive(Args, Clone, Debug)]
pub struct Talks {
    /// Folder or file of the talks
    pub path: PathBuf,
    /// The parties' files, in this order, in place of those in the folder; names are looked up there too
    #[arg(long, alias = "profiles", value_name = "FILE", num_args = 1..)]
    pub parties: Vec<PathBuf>,
    /// Whose meaning the numbers have where tools disagree: own (the tool whose format it is), genius
    /// (evaluations are divided by the largest of their issue) or negmas (numbers as they are)
    #[arg(hide_possible_values = true, long, value_enum, value_name = "TOOL", default_value_t = Semantics::Own)]
    pub semantics: Semantics,
    /// The distance between the options of an issue that the files give as a range of numbers
    #[arg(long, value_name = "NUMBER", value_parser = step)]
    pub step: Option<Rational>,
}

/// Whose meaning the numbers have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Semantics {
    Own,
    Genius,
    Negmas,
}

impl Talks {
    /// Talks at a path, read as they are.
    pub fn at(path: PathBuf) -> Talks {
        Talks { path, parties: Vec::new(), semantics: Semantics::Own, step: None }
    }

    /// Reads the negotiation, telling its warnings.
    pub fn negotiation(&self) -> Result<Negotiation, Fault> {
        let loaded = self.loaded()?;
        loaded.warnings.iter().for_each(|warning| tell(&warning.to_string()));
        Ok(loaded.negotiation)
    }

    /// Reads the negotiation with its warnings and notes.
    pub fn loaded(&self) -> Result<Loaded, Fault> {
        load_with(&self.sources()?, &self.reading())
            .map_err(|problems| Fault::Input(problems.iter().map(ToString::to_string).collect()))
    }

    /// Reads the talks as far as they are written, telling warnings.
    pub fn outline(&self) -> Result<Outline, Fault> {
        let (outline, warnings) = format::outline(&self.sources()?, &self.reading())
            .map_err(|problems| Fault::Input(problems.iter().map(ToString::to_string).collect()))?;
        warnings.iter().for_each(|warning| tell(&warning.to_string()));
        Ok(outline)
    }

    /// How to read what leaves a choice.
    pub fn reading(&self) -> Reading {
        let semantics = match self.semantics {
            Semantics::Own => format::Semantics::Own,
            Semantics::Genius => format::Semantics::Genius,
            Semantics::Negmas => format::Semantics::Negmas,
        };
        Reading { semantics, step: self.step.clone() }
    }

    /// The files behind the path, the talks first, and the parties' files.
    pub fn sources(&self) -> Result<Vec<Source>, Fault> {
        let is_folder = fs::metadata(&self.path).map_err(|error| missing(&self.path, &error))?.is_dir();
        let mut sources = if is_folder { folder(&self.path)? } else { vec![source(&self.path)?] };
        if !self.parties.is_empty() {
            sources.retain(|source| recognise(source).is_some_and(|(_, part)| part == Part::Talks));
            for party in &self.parties {
                let inside = [party.clone(), self.path.join(party), self.path.join(PARTIES).join(party)];
                sources.push(source(inside.iter().find(|path| path.is_file()).unwrap_or(party))?);
            }
        }
        Ok(sources)
    }

    /// What to type to name the same talks again.
    pub fn again(&self) -> Vec<String> {
        let mut words = vec![self.path.display().to_string()];
        if !self.parties.is_empty() {
            words.push("--parties".to_string());
            words.extend(self.parties.iter().map(|party| party.display().to_string()));
        }
        if let Some(value) = self.semantics.to_possible_value().filter(|_| self.semantics != Semantics::Own) {
            words.extend(["--semantics".to_string(), value.get_name().to_string()]);
        }
        if let Some(step) = &self.step {
            words.extend(["--step".to_string(), exact::write(step)]);
        }
        words
    }
}

/// A step as typed: a decimal or a fraction above zero.
fn step(typed: &str) -> Result<Rational, String> {
    match exact::parse(typed)? {
        step if step.is_positive() => Ok(step),
        _ => Err(format!("`{typed}` is not above zero")),
    }
}

/// The files that make up the talks of a folder: a talks file and what stands in the folder of the
/// parties, or else all files of one format.
fn folder(path: &Path) -> Result<Vec<Source>, Fault> {
    let extensions = FORMATS.iter().flat_map(|format| format.extensions);
    let talks = extensions.map(|extension| path.join(format!("talks.{extension}"))).find(|file| file.exists());
    let Some(talks) = talks else {
        let files = files(path)?.iter().map(|file| source(file)).collect::<Result<_, _>>()?;
        return belonging(files).map_err(|problem| {
            let help = format!("{}, or begin talks with: zopa new DIR", problem.help);
            Fault::input(format!("error: in the folder {} {}\n  help: {help}", path.display(), problem.message))
        });
    };
    let mut sources = vec![source(&talks)?];
    // Talks as CSV files take several of them.
    if sources[0].extension() == "csv" {
        let beside = files(path)?.into_iter().filter(|file| *file != talks);
        for file in beside.filter(|file| file.extension().is_some_and(|extension| extension == "csv")) {
            sources.extend(Some(source(&file)?).filter(|source| recognise(source).is_some()));
        }
    }
    let parties = path.join(PARTIES);
    if parties.exists() {
        for party in files(&parties)? {
            sources.push(source(&party)?);
        }
    }
    Ok(sources)
}

/// The files of a folder that some format may know, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let unlisted = |error| Fault::input(format!("error: {} cannot be listed: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unlisted)? {
        let file = entry.map_err(unlisted)?.path();
        let is_hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        let is_known = extension
            .is_some_and(|extension| FORMATS.iter().any(|format| format.extensions.contains(&extension.as_str())));
        if !is_hidden && is_known && file.is_file() {
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
    Ok(Source::new(name.to_string(), bytes))
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
