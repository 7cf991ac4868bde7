//! GENIUS XML: a domain, and a utility profile of each party.
//!
//! Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker 2014, "Genius: An integrated environment for
//! supporting the design of generic automated negotiators". Utilities are those that GENIUS 10
//! computes, except that nothing is cut at 1; with NegMAS's semantics they are those of NegMAS 0.16.

mod constraints;
mod domain;
mod evaluator;
mod profile;
mod rectangles;
#[cfg(test)]
mod tests;
mod write;

use super::diagnostic::{Diagnostic, Place, Problems, quote};
use super::scenario::{self, Domain, Profile};
use super::xml::{self, Element, Xml};
use super::{Format, Loaded, Part, Reading, Semantics, Source, Writer};
use crate::exact::Rational;
use std::borrow::Cow;

pub(super) const FORMAT: Format = Format {
    id: "genius",
    title: "GENIUS XML: a domain and a utility profile of each party",
    extensions: &["xml"],
    recognise,
    read: load,
    check_party: |files, reading| scenario::check_party(files, reading, load),
    writer: Some(Writer::Folder(write::write)),
    forms: None,
};

fn recognise(source: &Source) -> Option<Part> {
    if source.extension() != "xml" {
        return None;
    }
    let is_domain = contains(&source.bytes, b"<negotiation_template");
    if is_domain {
        return Some(Part::Talks);
    }
    contains(&source.bytes, b"<utility_space").then_some(Part::Party)
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// Reads a domain and the profiles over it.
fn load(sources: &[Source], reading: &Reading) -> Result<Loaded, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let texts: Vec<Option<Cow<str>>> =
        sources.iter().enumerate().map(|(index, source)| xml::text(source, index as u32, &mut problems)).collect();
    let mut files: Vec<(usize, Xml)> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let xml = text.as_deref().and_then(|text| xml::read(index as u32, text, &mut problems));
        files.extend(xml.map(|xml| (index, xml)));
    }
    let mut notes = Vec::new();
    let scenario = domain::domain(&files, reading, &mut notes, &mut problems).map(|domain| {
        let profiles = profiles(&files, sources, &domain, reading, &mut notes, &mut problems);
        (Domain { title: domain.title, issues: domain.issues }, profiles)
    });
    scenario::finish(scenario, notes, problems, sources)
}

/// A domain whose issues have numbers, by which profiles refer to them.
struct Numbered {
    title: String,
    issues: Vec<crate::model::Issue>,
    numbers: Vec<i64>,
}

impl Numbered {
    /// The issue with a number.
    fn numbered(&self, number: i64) -> Option<usize> {
        self.numbers.iter().position(|own| *own == number)
    }
}

fn profiles(
    files: &[(usize, Xml)],
    sources: &[Source],
    domain: &Numbered,
    reading: &Reading,
    notes: &mut Vec<String>,
    problems: &mut Problems,
) -> Vec<Profile> {
    let mut profiles = Vec::new();
    for (index, xml) in files.iter().filter(|(_, xml)| xml.root().name() != domain::ROOT) {
        let root = xml.root();
        if root.name() != "utility_space" {
            let message = format!("the file begins with {}, not with `utility_space`", quote(root.name()));
            problems.error(root.place(), message, "is it a utility profile of GENIUS?");
            continue;
        }
        let mut reader = profile::Reader { domain, reading, problems, notes: Vec::new() };
        let read = reader.profile(root);
        let name = sources[*index].stem();
        notes.extend(reader.notes.into_iter().map(|note| format!("{name}: {note}")));
        profiles.extend(read.map(|read| Profile { file: name.to_string(), ..read }));
    }
    profiles
}

/// Whether numbers mean what they mean to NegMAS.
fn is_negmas(reading: &Reading) -> bool {
    reading.semantics == Semantics::Negmas
}

/// An attribute that is a number.
fn number(element: Element, name: &str, problems: &mut Problems) -> Option<Rational> {
    let attribute = element.attribute(name)?;
    scenario::number(&attribute.text, &format!("`{name}`"), attribute.place, problems)
}

/// An attribute that is a whole number, usually of an issue.
fn whole(element: Element, name: &str, problems: &mut Problems) -> Option<i64> {
    let Some(attribute) = element.attribute(name) else {
        let message = format!("{} has no {}", quote(element.name()), quote(name));
        problems.error(element.place(), message, "add it");
        return None;
    };
    let parsed = attribute.text.trim().parse();
    if parsed.is_err() {
        let message = format!("`{name}` is {}, not a whole number", quote(&attribute.text));
        problems.error(attribute.place, message, "write a whole number");
    }
    parsed.ok()
}

/// Where a problem of a file as a whole stands.
fn start(source: usize) -> Place {
    Place { source: source as u32, offset: 0 }
}
