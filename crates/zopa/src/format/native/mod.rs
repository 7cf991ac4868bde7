//! The native format: a talks file and a file for each party, or everything in one file; in TOML or,
//! with the same keys, in JSON.

mod assemble;
mod document;
mod fields;
mod figure;
mod issues;
mod keys;
mod manual;
mod names;
mod preferences;
mod talks;
mod write;
mod written;

use super::diagnostic::{Place, Problems, quote};
use super::tree::Tree;
use super::{Checked, Diagnostic, Format, Loaded, Part, Source, Writer, Written, json, toml, utf8};
use crate::model::{Negotiation, Role};
pub use manual::{category_reference, json_schema, key_reference};
pub use write::{write_json, write_toml};

use assemble::assemble;
use names::Names;
use preferences::Wants;
use talks::{Talks, find_party};
use written::{PreferencesFile, TalksFile};

pub(super) const TOML: Format = Format {
    id: "toml",
    title: "native format: a talks file and a file for each party, or one file",
    extensions: &["toml"],
    recognise: |source| (source.extension() == "toml").then(|| part(source, |line| line.starts_with("[talks]"))),
    read: |sources, _| load(sources),
    check_party: |files, _| check_party(files),
    writer: Some(Writer::File(|negotiation| Ok(written("talks.toml", write_toml(negotiation))))),
};

pub(super) const JSON: Format = Format {
    id: "json",
    title: "the native format's keys in JSON",
    extensions: &["json"],
    recognise: |source| (source.extension() == "json").then(|| part(source, |line| line.contains("\"talks\""))),
    read: |sources, _| load(sources),
    check_party: |files, _| check_party(files),
    writer: Some(Writer::File(|negotiation| Ok(written("talks.json", write_json(negotiation))))),
};

/// The talks open with a line of their own; a party's file has none like it.
fn part(source: &Source, opens_talks: impl Fn(&str) -> bool) -> Part {
    if source.text().lines().any(|line| opens_talks(line.trim_start())) { Part::Talks } else { Part::Party }
}

fn written(name: &str, text: String) -> Written {
    Written { files: vec![Source::new(name, text)], left_out: Vec::new() }
}

/// Reads a file into a tree.
type Syntax = for<'s> fn(u32, &'s str, &mut Problems) -> Tree<'s>;

/// The syntax of a file, by its name.
fn syntax_of(source: &Source) -> Option<Syntax> {
    match source.extension().as_str() {
        "toml" => Some(toml::read),
        "json" => Some(json::read),
        _ => None,
    }
}

/// Reads a talks file and the parties' files after it.
fn load(sources: &[Source]) -> Result<Loaded, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let loaded = Reading { sources, problems: &mut problems, notes: Vec::new() }.load();
    finish(loaded, problems, sources).map(|((negotiation, notes), warnings)| Loaded { negotiation, warnings, notes })
}

/// Checks one party's file against the talks.
fn check_party(files: &[Source; 2]) -> Result<Checked, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let notes = Reading { sources: files, problems: &mut problems, notes: Vec::new() }.check_party();
    finish(notes, problems, files).map(|(notes, warnings)| Checked { warnings, notes })
}

fn finish<T>(
    read: Option<T>,
    mut problems: Problems,
    sources: &[Source],
) -> Result<(T, Vec<Diagnostic>), Vec<Diagnostic>> {
    match read {
        Some(read) if !problems.failed() => Ok((read, problems.finish(sources))),
        _ => {
            if !problems.failed() {
                let start = Place { source: 0, offset: 0 };
                problems.error(start, "nothing could be read", "compare the file with the manual");
            }
            Err(problems.finish(sources))
        }
    }
}

struct Reading<'s, 'p> {
    sources: &'s [Source],
    problems: &'p mut Problems,
    notes: Vec<String>,
}

impl<'s> Reading<'s, '_> {
    fn load(mut self) -> Option<(Negotiation, Vec<String>)> {
        let Some(tree) = self.tree(0) else {
            (1..self.sources.len()).for_each(|source| drop(self.tree(source)));
            return None;
        };
        let mut file = TalksFile::read(tree.root(), self.problems)?;
        let talks = Talks::new(&file, self.problems);
        let names = Names::new(&talks.issues);
        let mut wants: Vec<Option<Wants>> = talks.parties.iter().map(|_| None).collect();
        let mut spoken: Vec<bool> = vec![false; talks.parties.len()];
        let mut hear = |party: usize, read: PreferencesFile, problems: &mut Problems| {
            let place = read.place;
            if std::mem::replace(&mut spoken[party], true) {
                let message = format!("the preferences of {} stand twice", quote(&talks.parties[party].party.id));
                problems.error(place, message, "keep one file, or one entry, for each party");
            }
            wants[party] = preferences::preferences(read, &talks.parties[party].party, &names, problems);
        };
        for (party, declared) in talks.parties.iter().enumerate() {
            if let Some(read) = file.parties[declared.entry].preferences.take() {
                hear(party, read, self.problems);
            }
        }
        for source in 1..self.sources.len() {
            let Some(tree) = self.tree(source) else { continue };
            let Some((Some(name), read)) = PreferencesFile::read(tree.root(), self.problems) else { continue };
            if let Some(party) = find_party(&name, &talks.parties, self.problems) {
                hear(party, read, self.problems);
            }
        }
        self.silent_parties(&talks, &spoken);
        self.notes.extend(talks.drafted_by.iter().map(|name| format!("{name} holds the pen")));
        self.notes.extend(wants.iter_mut().flatten().flat_map(|wants| std::mem::take(&mut wants.notes)));
        self.notes.extend(talks.notes_of_ratification());
        if self.problems.failed() {
            return None;
        }
        let negotiation = assemble(&file, talks, wants, self.problems)?;
        Some((negotiation, self.notes))
    }

    fn check_party(mut self) -> Option<Vec<String>> {
        let (tree, party_tree) = (self.tree(0), self.tree(1));
        let (tree, party_tree) = (tree?, party_tree?);
        let file = TalksFile::read(tree.root(), self.problems)?;
        let talks = Talks::new(&file, self.problems);
        let (name, read) = PreferencesFile::read(party_tree.root(), self.problems)?;
        let party = find_party(&name?, &talks.parties, self.problems)?;
        let names = Names::new(&talks.issues);
        let wants = preferences::preferences(read, &talks.parties[party].party, &names, self.problems)?;
        Some(wants.notes)
    }

    /// The tree of a file; none where its syntax is faulty, lest what is half read be complained of.
    fn tree(&mut self, source: usize) -> Option<Tree<'s>> {
        let start = Place { source: source as u32, offset: 0 };
        let Some(read) = syntax_of(&self.sources[source]) else {
            let help = "names of files end in .toml or .json";
            self.problems.error(start, "the file is neither TOML nor JSON by its name", help);
            return None;
        };
        let text = utf8(&self.sources[source], start, self.problems)?;
        let errors_before = self.problems.n_errors();
        let tree = read(start.source, text, self.problems);
        (self.problems.n_errors() == errors_before).then_some(tree)
    }

    /// Parties that were declared but say nothing.
    fn silent_parties(&mut self, talks: &Talks, spoken: &[bool]) {
        for (declared, _) in talks.parties.iter().zip(spoken).filter(|(_, spoken)| !**spoken) {
            let party = &declared.party;
            if party.role == Role::Mediator {
                let note = format!(
                    "{} mediates without preferences of its own: it takes no part in the utilities",
                    party.name
                );
                self.notes.push(note);
            } else {
                let message = format!("party {} has no preferences", quote(&party.id));
                let help = format!("add a file with party = \"{}\", or make it a mediator, or leave it out", party.id);
                self.problems.error(declared.place, message, help);
            }
        }
    }
}

#[cfg(test)]
mod tests;
