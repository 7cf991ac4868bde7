//! The catalog of talks is in order, and what is said of its answers fits its numbers.

use super::*;
use crate::exact::{self, Rational};
use crate::format::tree::{Shape, Value};
use num_traits::Signed;

/// Every folder with a talks file.
fn folders(path: &Path) -> Vec<PathBuf> {
    if path.join("talks.toml").exists() {
        return vec![path.to_path_buf()];
    }
    let entries = std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).flat_map(|path| folders(&path)).collect();
    folders.sort();
    folders
}

fn number(value: Value) -> Rational {
    let text = if value.shape() == Shape::Text { value.text().expect("a text") } else { value.raw().into() };
    exact::parse(&text).expect("a number")
}

fn child<'t>(value: Value<'t>, key: &str) -> Option<Value<'t>> {
    value.children().find(|child| child.key() == key)
}

/// Compares one answer with the utilities of its outcome, its reservation values and its gains.
fn check_answer(negotiation: &Negotiation, answer: Value, place: &str) {
    let tolerance = child(answer, "tolerance").map_or_else(Rational::default, number);
    let numbers = |key: &str| child(answer, key).map(|list| list.children().map(number).collect::<Vec<_>>());
    let is_mixture = child(answer, "space").is_some_and(|space| space.text().as_deref() == Some("mixtures"));
    let (utilities, gains) = (numbers("utilities"), numbers("gains"));
    for (party, preferences) in negotiation.preferences().iter().enumerate() {
        if let (Some(utilities), Some(gains)) = (&utilities, &gains) {
            let gain = &utilities[party] - &preferences.reservation_value;
            assert!((gain - &gains[party]).abs() <= tolerance, "{place}: gains");
        }
    }
    if let Some(outcome) = child(answer, "outcome") {
        let option = |issue: &crate::model::Issue| {
            let id = child(outcome, &issue.id)?.text()?.into_owned();
            issue.options.iter().position(|option| option.id == id)
        };
        let outcome = Outcome(negotiation.issues().iter().map(|issue| option(issue).expect("an option")).collect());
        assert!(negotiation.in_zone(&outcome) && !is_mixture, "{place}: zone");
        assert_eq!(Some(negotiation.utilities(&outcome)), utilities, "{place}: utilities");
    }
    for key in ["solution", "footing"] {
        assert!(child(answer, key).is_some_and(|value| value.text().is_some()), "{place}: {key}");
    }
}

#[test]
fn every_entry_of_the_catalog_is_in_order() {
    let mut n_answers = 0;
    let folders = folders(&talks_folder(""));
    for path in &folders {
        let loaded = shown(load(&folder(path)));
        assert_eq!(loaded.warnings, [], "{}", path.display());
        assert!(loaded.negotiation.footing().is_some(), "{} states its footing", path.display());
        let Ok(text) = std::fs::read_to_string(path.join("expected.toml")) else { continue };
        let mut problems = Problems::default();
        let tree = crate::format::toml::read(0, &text, &mut problems);
        assert!(!problems.failed(), "{}", path.display());
        let answers = child(tree.root(), "answer").expect("answers");
        for answer in answers.children() {
            check_answer(&loaded.negotiation, answer, &path.display().to_string());
            n_answers += 1;
        }
    }
    assert!(folders.len() >= 6 && n_answers >= 25, "{} folders, {n_answers} answers", folders.len());
}
