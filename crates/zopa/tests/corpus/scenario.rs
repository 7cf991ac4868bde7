//! The corpus of scenarios of the research community, with NegMAS's answers.

use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use zopa::format::{Diagnostic, Loaded, Part, Reading, Semantics, Source, belonging, load_with, recognise};

/// A scenario and what NegMAS said of it.
pub struct Scenario {
    pub folder: PathBuf,
    pub reference: Json,
}

/// Where the corpus lies, if it is there.
pub fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    folder.join("reference.json").exists().then_some(folder)
}

/// Every scenario, in the order of the reference.
pub fn scenarios(corpus: &Path) -> Vec<Scenario> {
    let text = std::fs::read_to_string(corpus.join("reference.json")).expect("the reference is readable");
    let reference: Vec<Json> = serde_json::from_str(&text).expect("the reference is JSON");
    let scenario = |reference: Json| {
        let part = |key: &str| reference[key].as_str().expect("a text").to_string();
        Scenario { folder: corpus.join(part("source")).join(part("scenario")), reference }
    };
    reference.into_iter().map(scenario).collect()
}

impl Scenario {
    /// The source and the name of the scenario.
    pub fn name(&self) -> String {
        let part = |key: &str| self.reference[key].as_str().expect("a text");
        format!("{}/{}", part("source"), part("scenario"))
    }

    /// All files that belong to it, the domain first.
    pub fn sources(&self) -> Vec<Source> {
        let entries = std::fs::read_dir(&self.folder).expect("a folder");
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        let source = |file: &PathBuf| {
            let name = file.file_name().expect("a name").to_string_lossy();
            Source::new(name, std::fs::read(file).expect("a file"))
        };
        belonging(files.iter().map(source).collect()).expect("a scenario")
    }

    /// The domain and the parties whose files have these names.
    pub fn chosen(&self, parties: &[String]) -> Vec<Source> {
        let all = self.sources();
        let is_talks = |source: &&Source| recognise(source).is_some_and(|(_, part)| part == Part::Talks);
        let mut chosen: Vec<Source> = all.iter().filter(is_talks).cloned().collect();
        for party in parties {
            let own = all.iter().find(|source| source.stem() == party);
            chosen.push(own.unwrap_or_else(|| panic!("{}: no file of {party}", self.name())).clone());
        }
        chosen
    }

    /// The parties that NegMAS used, by the names of their files.
    pub fn parties_used(&self) -> Vec<String> {
        let names = self.reference["parties_used"].as_array().into_iter().flatten();
        let stem = |name: &Json| {
            let path = name.as_str().expect("a name");
            path.rsplit('/').next().unwrap_or(path).trim_end_matches(".xml").to_string()
        };
        names.map(stem).collect()
    }

    /// Reads it with the parties that NegMAS used, all where it used none.
    pub fn load(&self, semantics: Semantics) -> Result<Loaded, Vec<Diagnostic>> {
        let parties = self.parties_used();
        let sources = if parties.is_empty() { self.sources() } else { self.chosen(&parties) };
        load_with(&sources, &Reading { semantics, step: None })
    }
}
