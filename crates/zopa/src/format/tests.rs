//! Files in, meanings and complaints out.

use super::*;
use crate::exact::ratio;
use crate::model::{Outcome, Utility};
use std::path::{Path, PathBuf};

mod catalog;
mod corpus;
mod manual;
pub(super) mod round_trip;

pub(crate) fn talks_folder(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../talks")).join(name)
}

/// The files of a folder of talks, the talks file first.
pub(crate) fn folder(path: &Path) -> Vec<Source> {
    let source = |path: &Path| {
        let name = path.file_name().expect("a file").to_string_lossy();
        Source::new(name, std::fs::read(path).expect("a file"))
    };
    let mut sources = vec![source(&path.join("talks.toml"))];
    if let Ok(parties) = std::fs::read_dir(path.join("parties")) {
        let mut parties: Vec<PathBuf> = parties.map(|entry| entry.expect("an entry").path()).collect();
        parties.sort();
        sources.extend(parties.iter().map(|path| source(path)));
    }
    sources
}

pub(crate) fn shown(result: Result<Loaded, Vec<Diagnostic>>) -> Loaded {
    result.unwrap_or_else(|diagnostics| {
        let text: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        panic!("{}", text.join("\n"))
    })
}

#[test]
fn the_28_points_load() {
    let loaded = shown(load(&folder(&talks_folder("plan28"))));
    let negotiation = &loaded.negotiation;
    assert_eq!(loaded.warnings, []);
    assert_eq!(negotiation.issues().len(), 28);
    assert_eq!(
        negotiation.parties().iter().map(|p| p.id.as_str()).collect::<Vec<_>>(),
        ["ukraine", "russia", "usa", "europe"]
    );
    assert_eq!(negotiation.n_outcomes().to_string(), "8358844170240");
    assert_eq!(negotiation.rules().len(), 3);
    assert_eq!(negotiation.preferences().iter().map(|p| p.red_lines.len()).sum::<usize>(), 15);
    let open: Vec<usize> = negotiation.drafts().iter().map(|draft| draft.settles.open_issues().len()).collect();
    assert_eq!(open.len(), 3);
    assert_eq!(open[0], 0, "the 28-point draft names an option for every issue");
    assert_eq!(negotiation.preferences()[0].reservation_value, ratio(11, 20));
    let Utility::Additive(additive) = &negotiation.preferences()[0].utility else { panic!("weights and values") };
    assert_eq!((additive.weight_total.clone(), additive.value_scale.clone()), (ratio(117, 1), ratio(100, 1)));
    assert!(
        loaded.notes[1].starts_with("Ukraine: values on a scale of 0 to 100, weights sum to 117"),
        "{:?}",
        loaded.notes
    );
    let best = Outcome(negotiation.drafts()[0].settles.complete().expect("complete").0);
    assert!(negotiation.utility(2, &best) > ratio(9, 10), "the author likes its draft");
}

#[test]
fn every_instance_of_the_benchmarks_loads() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/bench/instances"));
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: the shared instances are not there");
        return;
    };
    let mut n_read = 0;
    for entry in entries {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        let loaded = shown(load(&[Source::new(path.display().to_string(), text.clone())]));
        let numbers: Vec<usize> =
            text.lines().next().expect("a line").split(' ').map(|word| word.parse().expect("a number")).collect();
        assert_eq!(loaded.negotiation.issues().len(), numbers[0]);
        assert_eq!(loaded.negotiation.parties().len(), numbers[2]);
        assert_eq!(loaded.negotiation.rules().len(), text.matches('X').count());
        n_read += 1;
    }
    assert_eq!(n_read, 51);
}

#[test]
fn what_is_written_reads_as_the_same() {
    for sources in [folder(&talks_folder("plan28")), starter()] {
        let negotiation = shown(load(&sources)).negotiation;
        for (name, text) in [("all.toml", write_toml(&negotiation)), ("all.json", write_json(&negotiation))] {
            let again = shown(load(&[Source::new(name, text.clone())])).negotiation;
            assert!(again == negotiation, "{text}");
        }
    }
}

/// Loads files and compares the complaints.
fn refused(files: &[(&str, &str)], expected: &[&str]) {
    let sources: Vec<Source> = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let problems = load(&sources).expect_err("refused");
    assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
}

#[test]
fn the_name_of_a_file_chooses_the_format() {
    refused(&[], &[":1:1: error: no file was given\n  help: name the folder or the file of the talks"]);
    refused(
        &[("talks.odt", "")],
        &[&format!(
            "talks.odt:1:1: error: the format is not known by the name of the file\n  help: names of files end in {}",
            endings(|_| true)
        )],
    );
    refused(
        &[("talks.yaml", "a: 1")],
        &[
            "talks.yaml:1:1: error: the file is of no format that is known\n  help: it might be NegMAS YAML: an outcome space and a utility function of each party",
        ],
    );
    refused(
        &[("a.txt", "1 1 1\n0\n1\n"), ("b.toml", "")],
        &[
            "b.toml:1:1: error: an instance of this format is one file: no other can follow\n  help: give one file alone",
        ],
    );
    let talks = "[talks]\ntitle = \"t\"\n[[party]]\nid = \"p\"\n[[issue]]\nid = \"i\"\noption = [{ id = \"o\" }]\n";
    refused(
        &[("a.TOML", talks), ("b.txt", "")],
        &[
            "a.TOML:4:6: error: party `p` has no preferences\n  help: add a file with party = \"p\" or fill in its sheet, or make it a mediator, or leave it out",
            "b.txt:1:1: error: the format is not known by the name of the file\n  help: names of files end in .toml, .json, .xlsx or .csv",
        ],
    );
}

#[test]
fn preferences_may_stand_in_one_file_or_in_several_but_not_twice() {
    let talks = "{\"talks\": {\"title\": \"t\"},\n \"party\": [{\"id\": \"p\",\n  \"reservation\": 0, \"issue\": {\"i\": {\"weight\": 1, \"value\": {\"o\": 1}}}}],\n \"issue\": [{\"id\": \"i\", \"option\": [{\"id\": \"o\"}]}]}";
    let party = "party = \"p\"\nreservation = 0\nissue.i = { weight = 1, value.o = 1 }\n";
    shown(load(&[Source::new("a.json", talks)]));
    refused(
        &[("a.json", talks), ("p.toml", party)],
        &["p.toml:1:1: error: the preferences of `p` stand twice\n  help: keep one file, or one entry, for each party"],
    );
    refused(
        &[("a.json", &talks.replace("\"weight\": 1", "\"weight\": null").replace("\"o\": 1", "\"O\": 1"))],
        &[
            "a.json:3:47: error: `weight` must be a number, not null\n  help: leave the key out",
            "a.json:3:63: error: there is no option of `i` called `O`\n  help: did you mean `o`?",
        ],
    );
}
