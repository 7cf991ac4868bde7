//! From the contents of files to a [`Negotiation`] and back.
//!
//! A format is one file and one line of [`FORMATS`]. Nothing here opens files: whoever calls hands
//! over their names and bytes. Every problem of every file is reported at once, each with its place
//! and its remedy.

pub(crate) mod archive;
mod diagnostic;
mod draft;
mod genius;
mod geniusweb;
mod json;
mod lattice;
mod native;
mod negmas;
mod negolog;
mod plain;
mod scenario;
mod outline;
mod source;
mod starter;
mod toml;
mod transcript;
mod tree;
mod xml;
mod yaml;
mod workbook;

pub use archive::MAX_UNPACKED;
pub use diagnostic::{Diagnostic, Severity, SheetCell};
pub use draft::{DraftText, issues_called, parse_draft, read_draft, unknown_draft};
pub(crate) use native::toml_text;
pub use native::{category_reference, json_schema, key_reference, write_json, write_toml};
pub use outline::Outline;
pub use source::Source;
pub use starter::starter;

use crate::exact::Rational;
use crate::model::Negotiation;
use diagnostic::{Place, Problems};

/// The longest file that is read, in bytes.
pub const MAX_BYTES: usize = 16_000_000;

/// The most issues that a file may declare.
pub const MAX_ISSUES: usize = 1_000;

/// The most options that the issues of a file may have in all.
pub const MAX_OPTIONS: usize = 10_000;

/// A negotiation as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What the files mean.
    pub negotiation: Negotiation,
    /// What may not be meant.
    pub warnings: Vec<Diagnostic>,
    /// How the numbers were read, a sentence each.
    pub notes: Vec<String>,
}

/// A party's file, found in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What may not be meant.
    pub warnings: Vec<Diagnostic>,
    /// How the numbers were read, a sentence each.
    pub notes: Vec<String>,
}

/// A negotiation as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The files, with the names they have in their folder.
    pub files: Vec<Source>,
    /// What the format has no place for, a sentence each; no utility and no rule is among it.
    pub left_out: Vec<String>,
}

/// What a file is to its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What is negotiated, perhaps with everything else.
    Talks,
    /// What one party wants.
    Party,
}

/// How to read what leaves a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Which tool's meaning the numbers have, where tools disagree.
    pub semantics: Semantics,
    /// The distance between the options that an issue of whole or real numbers is divided into; where
    /// none is given, the format decides and says so in a note.
    pub step: Option<Rational>,
}

/// Which tool's meaning the numbers of a file have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Semantics {
    /// That of the tool whose format it is.
    #[default]
    Own,
    /// GENIUS: evaluations are divided by the largest of their issue, weights by their sum.
    Genius,
    /// NegMAS: weights and evaluations are taken as they are.
    Negmas,
}

/// A way to write negotiations down.
pub struct Format {
    /// Short name.
    pub id: &'static str,
    /// What it is, in a line.
    pub title: &'static str,
    /// What the names of its files end in.
    pub extensions: &'static [&'static str],
    /// What a file is to this format, judged by name and content; none where it is of another.
    recognise: fn(&Source) -> Option<Part>,
    /// Reads all files of a negotiation, the talks before the parties.
    read: Reader,
    /// Checks a party's file, the second, against the talks alone.
    check_party: fn(&[Source; 2], &Reading) -> Result<Checked, Vec<Diagnostic>>,
    /// Writes a negotiation, where the format can say what it means.
    pub writer: Option<Writer>,
    /// Writes talks in which some parties have not spoken yet, or one party's part of them alone.
    pub forms: Option<Forms>,
}

/// From all files of a negotiation to what they mean, or to every problem.
type Reader = fn(&[Source], &Reading) -> Result<Loaded, Vec<Diagnostic>>;

/// From a negotiation to its files, or to every reason why the format cannot express it.
type Write = fn(&Negotiation) -> Result<Written, Vec<String>>;

/// From talks as far as they are written, and perhaps the one party to write for, to the files; or to
/// every reason why the format cannot express them.
pub type Forms = fn(&Outline, Option<usize>) -> Result<Written, Vec<String>>;

/// How a format is written.
#[derive(Clone, Copy)]
pub enum Writer {
    /// One file that holds everything.
    File(Write),
    /// Several files in a folder.
    Folder(Write),
}

impl Writer {
    /// Writes a negotiation; the caller chooses where the files go.
    ///
    /// # Errors
    /// Every reason why the format cannot express it, a sentence each.
    pub fn write(self, negotiation: &Negotiation) -> Result<Written, Vec<String>> {
        match self {
            Writer::File(write) | Writer::Folder(write) => write(negotiation),
        }
    }
}

/// Every format. The first that recognises a file reads it, so the choosy stand before the patient.
pub static FORMATS: &[Format] = &[
    native::TOML,
    workbook::XLSX,
    workbook::CSV,
    genius::FORMAT,
    geniusweb::FORMAT,
    negmas::YAML,
    negmas::JSON,
    negolog::FORMAT,
    lattice::FORMAT,
    native::JSON,
];

/// Formats that say the same things, so that each party may use the one it likes.
const KIN: [&str; 4] = ["toml", "json", "xlsx", "csv"];

fn are_kin(one: &Format, other: &Format) -> bool {
    std::ptr::eq(one, other) || (KIN.contains(&one.id) && KIN.contains(&other.id))
}

/// Reads a negotiation with the usual choices; see [`load_with`].
///
/// # Errors
/// Every problem found, by file and line.
pub fn load(sources: &[Source]) -> Result<Loaded, Vec<Diagnostic>> {
    load_with(sources, &Reading::default())
}

/// Reads a negotiation from all its files, in any order; parties keep the order of their files.
///
/// # Errors
/// Every problem found, by file and line.
pub fn load_with(sources: &[Source], reading: &Reading) -> Result<Loaded, Vec<Diagnostic>> {
    let Some(first) = sources.first() else {
        return Err(vec![flaw("", "no file was given", "name the folder or the file of the talks")]);
    };
    let Some((format, _)) = recognise(first) else { return Err(vec![unknown(first)]) };
    let mut sources = sources.to_vec();
    sources.sort_by_key(|source| (format.recognise)(source).unwrap_or(Part::Party));
    (format.read)(&sources, reading)
}

/// Reads talks as far as they are written: parties may be silent. Formats that know no silent parties
/// are read whole.
///
/// # Errors
/// Every problem found, by file and line.
pub fn outline(sources: &[Source], reading: &Reading) -> Result<(Outline, Vec<Diagnostic>), Vec<Diagnostic>> {
    match sources.first().and_then(recognise) {
        Some((format, _)) if KIN.contains(&format.id) => {
            let mut sources = sources.to_vec();
            sources.sort_by_key(|source| (format.recognise)(source).unwrap_or(Part::Party));
            native::outline(&sources)
        }
        _ => load_with(sources, reading).map(|loaded| (Outline::from(&loaded.negotiation), loaded.warnings)),
    }
}

/// Of the files of a folder, those that make up its negotiation: all files of one format, or of
/// formats that say the same, talks first.
///
/// # Errors
/// Where no file says what is negotiated.
pub fn belonging(files: Vec<Source>) -> Result<Vec<Source>, Diagnostic> {
    let leads = |source: &Source| recognise(source).filter(|(_, part)| *part == Part::Talks);
    // Where no file is the talks', the format of the parties' files may do without one.
    let Some((format, _)) = files.iter().find_map(leads).or_else(|| files.iter().find_map(recognise)) else {
        let help = format!("files of talks end in {}", endings(|_| true));
        return Err(flaw("", "no file says what is negotiated", &help));
    };
    let is_own = |source: &Source| recognise(source).filter(|(own, _)| are_kin(own, format));
    let mut own: Vec<(Part, Source)> =
        files.into_iter().filter_map(|source| is_own(&source).map(|(_, part)| (part, source))).collect();
    own.sort_by_key(|(part, _)| *part);
    Ok(own.into_iter().map(|(_, source)| source).collect())
}

/// The format of a file and what the file is to it, by its name and content.
#[must_use]
pub fn recognise(source: &Source) -> Option<(&'static Format, Part)> {
    FORMATS.iter().find_map(|format| (format.recognise)(source).map(|part| (format, part)))
}

/// What the names of files of some formats end in, for a message.
#[must_use]
pub fn endings(of: impl Fn(&Format) -> bool) -> String {
    let mut all: Vec<String> = Vec::new();
    for extension in FORMATS.iter().filter(|format| of(format)).flat_map(|format| format.extensions) {
        let ending = format!(".{extension}");
        if !all.contains(&ending) {
            all.push(ending);
        }
    }
    all.join(", ")
}

/// Checks one party's file against the talks, without the files of the others.
///
/// # Errors
/// Every problem found in the two files, by file and line.
pub fn check_party(talks: &[Source], party: &Source, reading: &Reading) -> Result<Checked, Vec<Diagnostic>> {
    let Some(first) = talks.first() else {
        return Err(vec![flaw("", "no file was given", "name the folder or the file of the talks")]);
    };
    let Some((format, _)) = recognise(first) else { return Err(vec![unknown(first)]) };
    match KIN.contains(&format.id) {
        // Talks may take several CSV files.
        true => native::check_party(talks, party),
        false => (format.check_party)(&[first.clone(), party.clone()], reading),
    }
}

fn unknown(source: &Source) -> Diagnostic {
    let extension = source.extension();
    let alike: Vec<&str> = FORMATS
        .iter()
        .filter(|format| format.extensions.contains(&extension.as_str()))
        .map(|format| format.title)
        .collect();
    if alike.is_empty() {
        let help = format!("names of files end in {}", endings(|_| true));
        return flaw(&source.name, "the format is not known by the name of the file", &help);
    }
    flaw(&source.name, "the file is of no format that is known", &format!("it might be {}", alike.join("; or ")))
}

fn flaw(file: &str, message: &str, help: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        file: file.to_string(),
        cell: None,
        line: 1,
        column: 1,
        message: message.to_string(),
        help: help.to_string(),
    }
}

/// Whether a text is short enough to be read.
fn is_small_enough(source: &Source, start: Place, problems: &mut Problems) -> bool {
    let small = source.bytes.len() <= MAX_BYTES;
    if !small {
        let message = format!("the file has {} bytes, more than {MAX_BYTES}", source.bytes.len());
        problems.error(start, message, "split the talks, or shorten the texts");
    }
    small
}

/// The text of a file whose format allows nothing but UTF-8.
fn utf8<'s>(source: &'s Source, start: Place, problems: &mut Problems) -> Option<&'s str> {
    if !is_small_enough(source, start, problems) {
        return None;
    }
    match source.utf8() {
        Ok(text) => Some(text),
        Err(offset) => {
            let place = Place { offset: offset as u32, ..start };
            problems.error(place, "the file is not in UTF-8", "save it as UTF-8");
            None
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
