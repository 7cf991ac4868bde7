//! From the contents of files to a [`Negotiation`] and back.
//!
//! A format is one file and one line of [`FORMATS`]. Nothing here opens files: whoever calls hands
//! over their names and texts. Every problem of every file is reported at once, each with its place
//! and its remedy.

mod diagnostic;
mod json;
mod lattice;
mod native;
mod starter;
mod toml;
mod tree;

pub use diagnostic::{Diagnostic, Severity};
pub use native::{category_reference, json_schema, key_reference, write_json, write_toml};
pub use starter::starter;

use crate::model::Negotiation;
use diagnostic::{Place, Problems, quote};

/// The longest file that is read, in bytes.
pub const MAX_BYTES: usize = 16_000_000;

/// The most issues that a file may declare.
pub const MAX_ISSUES: usize = 1_000;

/// The most options that the issues of a file may have in all.
pub const MAX_OPTIONS: usize = 10_000;

/// A file's name and content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name as the user typed it; its extension chooses the format.
    pub name: String,
    /// What the file holds.
    pub text: String,
}

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

/// A way to write negotiations down.
pub struct Format {
    /// Short name.
    pub id: &'static str,
    /// What it is, in a line.
    pub title: &'static str,
    /// What the names of its files end in.
    pub extensions: &'static [&'static str],
    reader: Reader,
}

/// Reads one file into a tree.
type Syntax = for<'s> fn(u32, &'s str, &mut Problems) -> tree::Tree<'s>;

enum Reader {
    /// The native keys in some syntax; parties may have files of their own.
    Native(Syntax),
    /// One file that holds everything.
    Single(fn(&Source) -> Result<Loaded, Vec<Diagnostic>>),
}

/// Every format that can be read.
pub static FORMATS: &[Format] = &[
    Format {
        id: "toml",
        title: "native format: a talks file and a file for each party, or one file",
        extensions: &["toml"],
        reader: Reader::Native(toml::read),
    },
    Format {
        id: "json",
        title: "the native format's keys in JSON",
        extensions: &["json"],
        reader: Reader::Native(json::read),
    },
    Format {
        id: "lattice",
        title: "plain text of integers, for benchmarks",
        extensions: &["txt"],
        reader: Reader::Single(lattice::load),
    },
];

/// Reads a negotiation: the talks file first and the parties' files after it, or one single file.
///
/// # Errors
/// Every problem found, by file and line.
pub fn load(sources: &[Source]) -> Result<Loaded, Vec<Diagnostic>> {
    let Some(first) = sources.first() else {
        return Err(vec![flaw("", "no file was given", "name the folder or the file of the talks")]);
    };
    match format_of(&first.name).map(|format| &format.reader) {
        Ok(Reader::Native(_)) => native::load(sources),
        Ok(Reader::Single(read)) => match sources.get(1) {
            None => read(first),
            Some(second) => {
                let message = format!("{} holds everything: no further file can follow", quote(&first.name));
                Err(vec![flaw(&second.name, &message, "give one file alone")])
            }
        },
        Err(help) => Err(vec![flaw(&first.name, "the format is not known by the name of the file", &help)]),
    }
}

/// Checks one party's file against the talks, without the files of the others.
///
/// # Errors
/// Every problem found in the two files, by file and line.
pub fn check_party(talks: &Source, party: &Source) -> Result<Checked, Vec<Diagnostic>> {
    native::check_party(talks, party)
}

fn flaw(file: &str, message: &str, help: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        file: file.to_string(),
        line: 1,
        column: 1,
        message: message.to_string(),
        help: help.to_string(),
    }
}

/// The format of a file by its name; else what the names of files may end in.
fn format_of(name: &str) -> Result<&'static Format, String> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str())).ok_or_else(|| {
        let all: Vec<String> = FORMATS.iter().flat_map(|f| f.extensions).map(|e| format!(".{e}")).collect();
        format!("names of files end in {}", all.join(", "))
    })
}

/// The syntax of a file of the native format.
fn syntax_of(name: &str) -> Result<Syntax, String> {
    match format_of(name)?.reader {
        Reader::Native(syntax) => Ok(syntax),
        Reader::Single(_) => Err("names of files end in .toml or .json".to_string()),
    }
}

/// Whether a text is short enough to be read.
fn is_small_enough(text: &str, start: Place, problems: &mut Problems) -> bool {
    let small = text.len() <= MAX_BYTES;
    if !small {
        let message = format!("the file has {} bytes, more than {MAX_BYTES}", text.len());
        problems.error(start, message, "split the talks, or shorten the texts");
    }
    small
}

#[cfg(test)]
mod tests;
