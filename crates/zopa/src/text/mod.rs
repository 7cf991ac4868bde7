//! Texts of agreements: numbered drafts in, clean agreements out.
//!
//! A draft is read from Markdown, plain text or a Word document into its points ([`read_text`]); several
//! drafts are laid beside each other ([`align`]) and become a talks file to begin from ([`starter`]). The
//! other way, any outcome becomes an [`Agreement`], which [`WRITERS`] put down. Nothing here opens files.

mod agreement;
mod align;
mod label;
mod paragraph;
mod read;
mod split;
mod starter;
mod write;

pub use agreement::{Agreement, Clause, Settled, broken_rules};
pub use align::{Aligned, Proposal, Worded, align};
pub use read::{MAX_POINTS, read_text, readable};
pub use starter::starter;
pub use write::{TextWriter, WRITERS, text_writer};

use crate::model::Date;

/// A text in numbered points, as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberedText {
    /// Name of the file, without folders and ending.
    pub name: String,
    /// What stands above everything, where something does.
    pub title: Option<String>,
    /// The date in the lines before the points, where there is one.
    pub date: Option<Date>,
    /// What stands before the points, paragraph by paragraph, the title apart.
    pub preamble: Vec<String>,
    /// The points, in the order of the text.
    pub points: Vec<Point>,
    /// What stands after the points: places for signatures and the like.
    pub closing: Vec<String>,
}

/// A point of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// Its number.
    pub number: u32,
    /// The letter behind the number, where a point is split: the `a` of 21a.
    pub letter: Option<char>,
    /// Its heading, where it has one.
    pub title: Option<String>,
    /// Its paragraphs and sub-points.
    pub paragraphs: Vec<Paragraph>,
    /// The line, or paragraph of a Word document, on which it begins, counted from 1.
    pub line: usize,
}

/// A paragraph of a point; a sub-point where it has a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its label as printed: `(a)`, `1.`, `–`.
    pub label: Option<String>,
    /// Its words.
    pub text: String,
}

impl Point {
    /// All its words, a line for each paragraph, labels of sub-points before them.
    #[must_use]
    pub fn words(&self) -> String {
        let line = |paragraph: &Paragraph| match &paragraph.label {
            Some(label) => format!("{label} {}", paragraph.text),
            None => paragraph.text.clone(),
        };
        self.paragraphs.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The bracketed alternatives of a point left open, as diplomats write them; empty where it is settled.
    #[must_use]
    pub fn alternatives(&self) -> Vec<String> {
        alternatives(&self.words())
    }

    /// Its number as printed: 21a.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}{}", self.number, self.letter.map(String::from).unwrap_or_default())
    }
}

/// The parts of a text that is nothing but two or more parts in brackets.
fn alternatives(words: &str) -> Vec<String> {
    let (mut parts, mut part, mut depth) = (Vec::new(), String::new(), 0usize);
    for character in words.chars() {
        match character {
            '[' => {
                depth += 1;
                if depth > 1 {
                    part.push(character);
                }
            }
            ']' if depth == 1 => {
                depth = 0;
                parts.push(std::mem::take(&mut part).trim().to_string());
            }
            ']' if depth > 1 => {
                depth -= 1;
                part.push(character);
            }
            _ if depth > 0 => part.push(character),
            _ if character.is_whitespace() || character == '/' => {}
            _ => return Vec::new(),
        }
    }
    if depth == 0 && parts.len() > 1 { parts } else { Vec::new() }
}

#[cfg(test)]
mod tests;
