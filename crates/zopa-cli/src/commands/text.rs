//! `zopa text`: an outcome as the text of an agreement.

use super::solve::questions;
use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::{Existing, Output, tell, write_file};
use crate::read::Talks;
use crate::texts::{self, FORMS};
use clap::Args;
use std::path::{Path, PathBuf};
use zopa::model::{Date, Negotiation, PartialOutcome};
use zopa::solve::{Answer, Solver};
use zopa::text::{Agreement, TextWriter, WRITERS, broken_rules, text_writer};

/// Write a draft, or the package of a solution, as the text of an agreement
///
/// Points stand in their order with the words of their options; points that a draft leaves open show
/// the alternatives in brackets. Rules are not printed but checked: what the text breaks is told.
#[derive(Args, Debug)]
#[command(after_help = FORMS)]
pub struct Text {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// The draft to write, or the whole of one typed here
    #[arg(long, value_name = "DRAFT", required_unless_present = "solution", conflicts_with = "solution")]
    draft: Option<String>,
    /// The solution whose package to write (see: zopa list solutions)
    #[arg(long, value_name = "NAME")]
    solution: Option<String>,
    /// Parties' weights, for solutions that take them
    #[arg(long, value_name = "PARTY=WEIGHT", value_delimiter = ',', requires = "solution")]
    weights: Vec<String>,
    /// The date on the text, such as 2026-03-01 [default: that of the draft]
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<Date>,
    /// The file to write, ending in .md, .html or .docx [default: Markdown on the terminal]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Finds the outcome and writes its text.
pub fn run(command: &Text, control: &Control) -> Result<Ending, Fault> {
    let writer = command.out.as_deref().map(writer_for).transpose()?;
    let negotiation = command.talks.negotiation()?;
    let (settles, subtitle, date, ending) = match (&command.draft, &command.solution) {
        (Some(typed), _) => {
            let (settles, title, date) = draft(typed, &negotiation, control)?;
            (settles, Some(title), date, Ending::Answered)
        }
        (None, name) => {
            let name = name.as_deref().unwrap_or_default();
            let (settles, title, ending) = package(command, name, &negotiation, control)?;
            (settles, Some(title), None, ending)
        }
    };
    for rule in broken_rules(&negotiation, &settles) {
        tell(&format!("warning: the text breaks a rule: {}", negotiation.rules()[rule].text));
    }
    let open = settles.open_issues().len();
    if open > 0 {
        tell(&format!("{} left open; the alternatives stand in brackets", crate::words::counted(open, "issue")));
    }
    let agreement = Agreement { subtitle, date: command.date.or(date), ..Agreement::new(&negotiation, &settles) };
    match (&command.out, writer) {
        (Some(path), Some(writer)) => {
            write_file(path, (writer.write)(&agreement), Existing::Replace)?;
            tell(&format!("wrote {}", path.display()));
        }
        _ => {
            let mut output = Output::new();
            output.words(&String::from_utf8_lossy(&(WRITERS[0].write)(&agreement)))?;
            output.finish()?;
        }
    }
    Ok(ending)
}

/// A date as typed.
fn date(typed: &str) -> Result<Date, String> {
    let parts: Vec<u16> = typed.split('-').filter_map(|part| part.parse().ok()).collect();
    let found = match parts.as_slice() {
        [year, month, day] => Date::new(*year, u8::try_from(*month).unwrap_or(0), u8::try_from(*day).unwrap_or(0)),
        _ => None,
    };
    found.ok_or_else(|| format!("`{typed}` is no day; write year, month and day: 2026-03-01"))
}

/// The way to write that the file's ending asks for.
fn writer_for(path: &Path) -> Result<&'static TextWriter, Fault> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    text_writer(&ending).ok_or_else(|| {
        let endings = WRITERS.iter().flat_map(|writer| writer.extensions).map(|ending| format!(".{ending}"));
        Fault::Usage(format!("{} does not end in {}", path.display(), endings.collect::<Vec<_>>().join(", ")))
    })
}

/// The draft as typed, with its title and, where it lies on the table, its date.
fn draft(
    typed: &str,
    negotiation: &Negotiation,
    control: &Control,
) -> Result<(PartialOutcome, String, Option<Date>), Fault> {
    let solver = Solver::new(negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
    let draft = control.ask("Reading the draft", 1, |budget| texts::text(typed, &solver, budget))?;
    let tabled = negotiation.drafts().iter().find(|tabled| Some(&tabled.id) == draft.id.as_ref());
    Ok((draft.settles, draft.title, tabled.and_then(|tabled| tabled.date)))
}

/// The package of a solution, with what to call it.
fn package(
    command: &Text,
    name: &str,
    negotiation: &Negotiation,
    control: &Control,
) -> Result<(PartialOutcome, String, Ending), Fault> {
    let question = questions::one(name, &command.weights, negotiation)?;
    control.listen()?;
    let solver = Solver::new(negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
    let answer = control.ask(question.solution.name, 1, |budget| solver.solve(&question, budget));
    let ending = control.ending(matches!(answer, Answer::Optimum { .. } | Answer::Empty { .. }));
    let title = match &answer {
        Answer::Optimum { .. } => format!("Package of the {} solution", question.solution.name),
        _ => format!("Best package found under the {} solution", question.solution.name),
    };
    match answer {
        Answer::Optimum { settlement, .. } | Answer::Bounded { settlement, .. } => match settlement.package() {
            Some(package) => Ok((PartialOutcome(package.0.iter().copied().map(Some).collect()), title, ending)),
            None => Err(Fault::input(
                "error: the solution is a mixture of packages, which is no text\n  help: name one that picks a package, such as nash",
            )),
        },
        Answer::Empty { .. } => {
            Err(Fault::input("error: no package is acceptable to all, so there is no text\n  help: zopa zone says why"))
        }
        Answer::Unknown { .. } => {
            Err(Fault::input("error: the budget ended before a package was found\n  help: raise it: --budget"))
        }
    }
}
