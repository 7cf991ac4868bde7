//! `zopa check`: every problem of the files at once.

use crate::fault::{Ending, Fault};
use crate::output::Output;
use crate::read::{self, Talks};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;
use zopa::format::{Checked, Diagnostic, Loaded, Part, Source, check_party, load_with, recognise};

/// Report every problem of the files, with its place and remedy
///
/// With a second path, checks one party's file against the talks file alone, so that nobody
/// needs to see the others' files.
#[derive(Args, Debug)]
pub struct Check {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// One party's file, to check without the others'
    party: Option<PathBuf>,
}

/// Reads the files and says what is wrong with them.
pub fn run(command: &Check) -> Result<Ending, Fault> {
    let report = match &command.party {
        None => load_with(&command.talks.sources()?, &command.talks.reading()).map(|loaded| whole(command, &loaded)),
        Some(party) => {
            let mut talks = command.talks.sources()?;
            let is_talks = |source: &Source| recognise(source).is_some_and(|(_, part)| part == Part::Talks);
            if talks.iter().any(is_talks) {
                talks.retain(is_talks);
            }
            check_party(&talks, &read::source(party)?, &command.talks.reading())
                .map(|checked| in_order(&party.display().to_string(), "fits the talks", &checked))
        }
    };
    let (text, ending) = match report {
        Ok(text) => (text, Ending::Answered),
        Err(problems) => (lines(&problems) + &tally(&problems) + "\n", Ending::Refused),
    };
    let mut output = Output::new();
    output.words(&text)?;
    output.finish()?;
    Ok(ending)
}

/// What to say of talks that can be read.
fn whole(command: &Check, loaded: &Loaded) -> String {
    let negotiation = &loaded.negotiation;
    let size = format!(
        "is in order: {} issues, {} parties, {} rules, {} drafts; {} possible packages",
        negotiation.issues().len(),
        negotiation.parties().len(),
        negotiation.rules().len(),
        negotiation.drafts().len(),
        negotiation.n_outcomes()
    );
    let checked = Checked { warnings: loaded.warnings.clone(), notes: loaded.notes.clone() };
    in_order(&command.talks.path.display().to_string(), &size, &checked)
}

fn in_order(path: &str, verdict: &str, checked: &Checked) -> String {
    let mut text = lines(&checked.warnings);
    let _ = writeln!(text, "{path} {verdict}");
    for note in &checked.notes {
        let _ = writeln!(text, "  {note}");
    }
    text
}

fn lines(problems: &[Diagnostic]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn tally(problems: &[Diagnostic]) -> String {
    let n_errors = problems.iter().filter(|problem| problem.severity == zopa::format::Severity::Error).count();
    match (n_errors, problems.len() - n_errors) {
        (1, 0) => "1 error".to_string(),
        (errors, 0) => format!("{errors} errors"),
        (errors, warnings) => format!("errors: {errors}, warnings: {warnings}"),
    }
}
