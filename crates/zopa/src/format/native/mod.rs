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
use super::workbook::{Told, tell};
use super::{Checked, Diagnostic, Format, Loaded, Outline, Part, Source, Writer, Written, json, toml, utf8};
use crate::model::{Negotiation, Role};
pub use manual::{category_reference, json_schema, key_reference};
pub(crate) use write::toml_text;
pub use write::{write_json, write_toml};

use assemble::{Heard, assemble};
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
    check_party: |[talks, party], _| check_party(std::slice::from_ref(talks), party),
    writer: Some(Writer::File(|negotiation| Ok(written("talks.toml", write_toml(negotiation))))),
    forms: Some(|outline, only| Ok(written("talks.toml", write::form_toml(outline, only)?))),
};

pub(super) const JSON: Format = Format {
    id: "json",
    title: "the native format's keys in JSON",
    extensions: &["json"],
    recognise: |source| (source.extension() == "json").then(|| part(source, |line| line.contains("\"talks\""))),
    read: |sources, _| load(sources),
    check_party: |[talks, party], _| check_party(std::slice::from_ref(talks), party),
    writer: Some(Writer::File(|negotiation| Ok(written("talks.json", write_json(negotiation))))),
    forms: Some(|outline, only| Ok(written("talks.json", write::form_json(outline, only)?))),
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
pub(super) fn load(sources: &[Source]) -> Result<Loaded, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let told = tell(sources, 0, false, &mut problems);
    let loaded = Reading { sources, told: &told, problems: &mut problems, notes: Vec::new() }.load();
    finish(loaded, problems, sources, &told).map(|((negotiation, notes), warnings)| Loaded {
        negotiation,
        warnings,
        notes,
    })
}

/// Reads a talks file and those parties' files that are there; with warnings.
pub(super) fn outline(sources: &[Source]) -> Result<(Outline, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let told = tell(sources, 0, false, &mut problems);
    let heard = Reading { sources, told: &told, problems: &mut problems, notes: Vec::new() }.hear();
    let outline = heard.filter(|_| !problems.failed()).map(Heard::outline);
    finish(outline, problems, sources, &told)
}

/// Checks one party's file against the talks.
pub(super) fn check_party(talks: &[Source], party: &Source) -> Result<Checked, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let mut told = tell(talks, 0, true, &mut problems);
    let party_told = tell(std::slice::from_ref(party), talks.len() as u32, false, &mut problems);
    told.transcripts.extend(party_told.transcripts);
    told.is_elsewhere.extend(party_told.is_elsewhere);
    let mut sources = talks.to_vec();
    sources.push(party.clone());
    let notes = Reading { sources: &sources, told: &told, problems: &mut problems, notes: Vec::new() }.check_party();
    finish(notes, problems, &sources, &told).map(|(notes, warnings)| Checked { warnings, notes })
}

fn finish<T>(
    read: Option<T>,
    mut problems: Problems,
    sources: &[Source],
    told: &Told,
) -> Result<(T, Vec<Diagnostic>), Vec<Diagnostic>> {
    match read {
        Some(read) if !problems.failed() => Ok((read, problems.finish_told(sources, &told.transcripts))),
        _ => {
            if !problems.failed() {
                let start = Place { source: 0, offset: 0 };
                problems.error(start, "nothing could be read", "compare the file with the manual");
            }
            Err(problems.finish_told(sources, &told.transcripts))
        }
    }
}

struct Reading<'s, 'p> {
    sources: &'s [Source],
    told: &'s Told,
    problems: &'p mut Problems,
    notes: Vec<String>,
}

impl<'s> Reading<'s, '_> {
    fn hear(&mut self) -> Option<Heard> {
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
        let text = |text: &Option<fields::Text>| text.as_ref().map(|text| text.value.to_string());
        let (title, footing, source) = (text(&file.title), text(&file.footing), text(&file.source));
        Some(Heard { title, footing, source, place: file.place, talks, wants, spoken })
    }

    fn load(mut self) -> Option<(Negotiation, Vec<String>)> {
        let mut heard = self.hear()?;
        self.silent_parties(&heard.talks, &heard.spoken);
        let drafted_by = heard.talks.drafted_by.map(|party| &heard.talks.parties[party].party.name);
        self.notes.extend(drafted_by.map(|name| format!("{name} holds the pen")));
        self.notes.extend(heard.wants.iter_mut().flatten().flat_map(|wants| std::mem::take(&mut wants.notes)));
        self.notes.extend(heard.talks.notes_of_ratification());
        if self.problems.failed() {
            return None;
        }
        let negotiation = assemble(heard, self.problems)?;
        Some((negotiation, self.notes))
    }

    fn check_party(mut self) -> Option<Vec<String>> {
        let (tree, party_tree) = (self.tree(0), self.tree(self.sources.len() - 1));
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
        let told = self.told;
        if let Some(transcript) = &told.transcripts[source] {
            // What could not be told has been complained of.
            return if transcript.is_whole { self.parsed(start, &transcript.text, json::read) } else { None };
        }
        if self.told.is_elsewhere[source] {
            return None;
        }
        let Some(read) = syntax_of(&self.sources[source]) else {
            let help = "names of files end in .toml, .json, .xlsx or .csv";
            self.problems.error(start, "the format is not known by the name of the file", help);
            return None;
        };
        let sources = self.sources;
        let text = utf8(&sources[source], start, self.problems)?;
        self.parsed(start, text, read)
    }

    fn parsed(&mut self, start: Place, text: &'s str, read: Syntax) -> Option<Tree<'s>> {
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
                let help = format!(
                    "add a file with party = \"{}\" or fill in its sheet, or make it a mediator, or leave it out",
                    party.id
                );
                self.problems.error(declared.place, message, help);
            }
        }
    }
}

#[cfg(test)]
mod tests;
