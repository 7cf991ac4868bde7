//! From what was typed for a draft to a draft.

use crate::fault::Fault;
use crate::read::source;
use std::path::Path;
use zopa::format::{issues_called, parse_draft, read_draft, unknown_draft};
use zopa::model::{Negotiation, PartialOutcome};
use zopa::registry::solution;
use zopa::solve::{Budget, Question, Solver};

/// How a draft can be typed, for the help of every command that takes one.
pub const FORMS: &str = "A draft is given as the id of a draft on the table; as ISSUE=OPTION,... (after an id, \
    what differs from that draft; ISSUE=? leaves an issue open); as [OPTION,...] in the order of the issues; as \
    {\"ISSUE\": \"OPTION\"} as in the JSON of other commands; as a file that holds such a table in TOML or JSON; or as \
    @SOLUTION, such as @nash, the package that a solution picks.";

/// A draft as typed.
pub struct Text {
    /// Its id among the drafts on the table, where it is one of them.
    pub id: Option<String>,
    /// What it is called.
    pub title: String,
    /// What it settles.
    pub settles: PartialOutcome,
}

/// Reads what was typed for a draft.
pub fn text(typed: &str, solver: &Solver, budget: &mut Budget) -> Result<Text, Fault> {
    let negotiation = solver.negotiation();
    if let Some(draft) = negotiation.drafts().iter().find(|draft| draft.id == typed) {
        let title = if draft.title.trim().is_empty() { &draft.id } else { &draft.title };
        return Ok(Text { id: Some(draft.id.clone()), title: title.clone(), settles: draft.settles.clone() });
    }
    if let Some(name) = typed.strip_prefix('@') {
        return picked(name, solver, budget);
    }
    let path = Path::new(typed);
    if path.is_file() {
        let read = read_draft(&source(path)?, negotiation);
        let read = read.map_err(|problems| Fault::Input(problems.iter().map(ToString::to_string).collect()))?;
        return Ok(Text { id: None, title: read.title.unwrap_or_else(|| typed.to_string()), settles: read.settles });
    }
    if !typed.contains(['=', ',', '[', '{']) {
        let help = "a file of that name does not exist either";
        return Err(Fault::Usage(format!("{}\n  help: {help}", unknown_draft(typed, negotiation))));
    }
    let settles = parse_draft(typed, negotiation)
        .map_err(|problems| Fault::Usage(format!("the draft cannot be read: {}", problems.join("\n  and: "))))?;
    let short: String = typed.chars().take(48).collect();
    let title = if short.len() < typed.len() { format!("{short}…") } else { short };
    Ok(Text { id: None, title, settles })
}

/// The package that a solution picks.
fn picked(name: &str, solver: &Solver, budget: &mut Budget) -> Result<Text, Fault> {
    let Some(solution) = solution(&name.to_lowercase()) else {
        return Err(Fault::Usage(format!("there is no solution `{name}`\n  help: see: zopa list solutions")));
    };
    let question = Question::plain(solution, solver.negotiation().parties().len());
    let answer = solver.solve(&question, budget);
    let Some(package) = answer.settlement().and_then(|settlement| settlement.package()) else {
        let why = format!("the solution {name} picks no single package here ({})", answer.status());
        return Err(Fault::Usage(format!("{why}\n  help: name a draft instead")));
    };
    let settles = PartialOutcome(package.0.iter().copied().map(Some).collect());
    Ok(Text { id: None, title: format!("{} package", solution.name), settles })
}

/// Which issues stay as they are: those named by `keep`, or all but those named by `open`.
pub fn kept(keep: &[String], open: &[String], negotiation: &Negotiation) -> Result<Vec<bool>, Fault> {
    let named = |names: &[String]| -> Result<Vec<usize>, Fault> {
        let found: Result<Vec<Vec<usize>>, String> =
            names.iter().map(|name| issues_called(name.trim(), negotiation)).collect();
        Ok(found.map_err(Fault::Usage)?.concat())
    };
    if keep.is_empty() && open.is_empty() {
        return Ok(Vec::new());
    }
    let (keep, may_move) = (named(keep)?, named(open)?);
    let is_kept = |issue| keep.contains(&issue) || (!open.is_empty() && !may_move.contains(&issue));
    Ok((0..negotiation.issues().len()).map(is_kept).collect())
}
