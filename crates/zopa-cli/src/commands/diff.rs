//! `zopa diff`: several drafts side by side.

use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::{Existing, Output, tell, write_file};
use crate::read;
use crate::shape::{Keyed, Number, Talks, by_party, partial};
use crate::telling::{Telling, heading, item};
use crate::texts::{self, FORMS};
use crate::words::{counted, table};
use clap::Args;
use num_traits::Signed;
use serde::Serialize;
use std::path::{Path, PathBuf};
use zopa::assess::Purse;
use zopa::assess::comparison::{Comparison, Difference};
use zopa::exact::Rational;
use zopa::report::phrase::Phrase;
use zopa::report::side_by_side::SideBySide;
use zopa::solve::{Budget, Solver};

/// Put drafts side by side: words compared, points added, dropped and changed, and what each change costs whom
#[derive(Args, Debug)]
#[command(after_help = FORMS)]
pub struct Diff {
    #[command(flatten)]
    talks: read::Talks,
    /// The drafts; all others are compared with the first
    #[arg(required = true, num_args = 2..)]
    drafts: Vec<String>,
    /// Also write a page to read or edit; the name's ending chooses what: .html or .md
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Compares the drafts, prints what differs, and writes the page that was asked for.
pub fn run(command: &Diff, control: &Control) -> Result<Ending, Fault> {
    let page = command.out.as_deref().map(page_for).transpose()?;
    let negotiation = command.talks.negotiation()?;
    control.listen()?;
    let solver = Solver::new(&negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
    let mut drafts = Vec::new();
    let mut ids = Vec::new();
    for typed in &command.drafts {
        let text = texts::text(typed, &solver, &mut Budget::unlimited())?;
        ids.push(text.id);
        drafts.push((text.title, text.settles));
    }
    let compared = control.ask("Comparing the drafts", 1, |budget| {
        let purse = Purse::of(budget);
        let each = budget.nodes / (drafts.len() as u64 * negotiation.parties().len() as u64 * 4 + 1);
        let compared = SideBySide::of(&negotiation, drafts, &|question| purse.ask(each, question));
        budget.nodes = budget.nodes.saturating_sub(purse.spent());
        compared
    });
    let mut output = Output::new();
    if command.json {
        output.json(&shape(&compared, &ids))?;
    } else {
        output.words(&words(&compared))?;
    }
    output.finish()?;
    if let (Some(path), Some(page)) = (&command.out, page) {
        write_file(path, page(&compared), Existing::Replace)?;
        tell(&format!("wrote {}", path.display()));
    }
    let is_known = compared.standings.iter().all(|standing| standing.utilities.iter().all(|span| span.is_tight));
    Ok(control.ending(is_known))
}

type Page = fn(&SideBySide) -> String;

/// The page that a file's name asks for.
fn page_for(path: &Path) -> Result<Page, Fault> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "html" | "htm" => Ok(|compared| compared.html()),
        "md" | "markdown" => Ok(|compared| compared.markdown()),
        _ => Err(Fault::Usage(format!("{} does not end in .html or .md", path.display()))),
    }
}

#[derive(Serialize)]
struct Shape {
    negotiation: Talks,
    drafts: Vec<DraftShape>,
    /// Issues on which some draft differs from the first.
    points: Vec<PointShape>,
}

#[derive(Serialize)]
struct DraftShape {
    id: Option<String>,
    title: String,
    settles: Keyed<Option<String>>,
    utilities: Keyed<SpanShape>,
    /// Against the first; `null` for the first.
    against_first: Option<AgainstShape>,
}

#[derive(Serialize)]
struct SpanShape {
    least: Number,
    most: Number,
    reached: bool,
}

#[derive(Serialize)]
struct AgainstShape {
    changed: Vec<String>,
    added: Vec<String>,
    dropped: Vec<String>,
    total: Option<Keyed<Number>>,
}

#[derive(Serialize)]
struct PointShape {
    issue: String,
    drafts: Vec<CellShape>,
}

#[derive(Serialize)]
struct CellShape {
    option: Option<String>,
    difference: &'static str,
    /// The words compared with the first draft's: `[-gone-]`, `{+new+}`.
    words: Option<String>,
    brings: Option<Keyed<Option<Number>>>,
}

fn shape(compared: &SideBySide, ids: &[Option<String>]) -> Shape {
    let negotiation = compared.negotiation;
    let issue = |issue: usize| negotiation.issues()[issue].id.clone();
    let against = |comparison: &Comparison| {
        let those = |wanted: Difference| {
            let issues = 0..comparison.differences.len();
            issues.filter(|&i| comparison.differences[i] == wanted).map(issue).collect()
        };
        AgainstShape {
            changed: those(Difference::Changed),
            added: those(Difference::Added),
            dropped: those(Difference::Dropped),
            total: comparison.total.as_ref().map(|total| by_party(negotiation, total)),
        }
    };
    let draft = |text: usize| {
        let spans = negotiation.parties().iter().zip(&compared.standings[text].utilities).map(|(party, span)| {
            let shape =
                SpanShape { least: Number::from(&span.least), most: Number::from(&span.most), reached: span.is_tight };
            (party.id.clone(), shape)
        });
        DraftShape {
            id: ids[text].clone(),
            title: compared.titles[text].clone(),
            settles: partial(negotiation, &compared.texts[text]),
            utilities: Keyed(spans.collect()),
            against_first: text.checked_sub(1).map(|index| against(&compared.comparisons[index])),
        }
    };
    let cell = |issue: usize, text: usize| {
        let comparison = text.checked_sub(1).map(|index| &compared.comparisons[index]);
        let option = compared.texts[text].0[issue];
        let brings = comparison.and_then(|comparison| comparison.brings[issue].as_ref());
        let by_party = |brings: &Vec<Option<Rational>>| {
            let ids = negotiation.parties().iter().map(|party| party.id.clone());
            Keyed(ids.zip(brings.iter().map(|change| change.as_ref().map(Number::from))).collect())
        };
        CellShape {
            option: option.map(|option| negotiation.issues()[issue].options[option].id.clone()),
            difference: comparison.map_or("first", |comparison| comparison.differences[issue].word()),
            words: option.map(|option| wording(compared, issue, text, option)),
            brings: brings.map(by_party),
        }
    };
    Shape {
        negotiation: Talks::new(negotiation),
        drafts: (0..compared.texts.len()).map(draft).collect(),
        points: compared
            .differing()
            .into_iter()
            .map(|i| PointShape { issue: issue(i), drafts: (0..compared.texts.len()).map(|k| cell(i, k)).collect() })
            .collect(),
    }
}

/// A draft's words on a point, compared with the first draft's where both have some.
fn wording(compared: &SideBySide, issue: usize, text: usize, option: usize) -> String {
    let own = compared.option(issue, option);
    let first = compared.texts[0].0[issue].filter(|&first| text > 0 && first != option);
    first.map_or_else(|| own.to_string(), |first| Phrase::new().compared(compared.option(issue, first), own).plain())
}

fn words(compared: &SideBySide) -> String {
    let negotiation = compared.negotiation;
    let telling = Telling::new(negotiation);
    let mut text = format!("{}\n\n", negotiation.title());
    for (place, title) in compared.titles.iter().enumerate() {
        text.push_str(&item(&format!("{} ", place + 1), title));
    }
    text.push_str(&heading("What each gives whom"));
    let mut rows =
        vec![std::iter::once(String::new()).chain((1..=compared.texts.len()).map(|k| k.to_string())).collect()];
    for party in 0..negotiation.parties().len() {
        let gives = (0..compared.texts.len()).map(|draft| compared.gives(party, draft));
        rows.push(std::iter::once(telling.party(party).to_string()).chain(gives).collect::<Vec<_>>());
    }
    text.push_str(&table(&rows));
    text.push_str("✓ could sign, ✗ could not, ? depends on the points left open\n");
    for (index, comparison) in compared.comparisons.iter().enumerate() {
        text.push_str(&against(compared, comparison, index + 1, &telling));
    }
    let same = negotiation.issues().len() - compared.differing().len();
    text.push_str(&format!("\nOn {} all drafts say the same.\n", counted(same, "point")));
    text
}

/// How one draft differs from the first.
fn against(compared: &SideBySide, comparison: &Comparison, text: usize, telling: &Telling) -> String {
    let count = |wanted: Difference| comparison.differences.iter().filter(|difference| **difference == wanted).count();
    let mut told = heading(&format!(
        "{} against 1: {} changed, {} added, {} dropped",
        text + 1,
        count(Difference::Changed),
        count(Difference::Added),
        count(Difference::Dropped)
    ));
    if let Some(total) = &comparison.total {
        told.push_str(&item("in all: ", &telling.effect(total)));
    }
    for (issue, difference) in comparison.differences.iter().enumerate() {
        let own = compared.texts[text].0[issue].map(|option| wording(compared, issue, text, option));
        match difference {
            Difference::Same => continue,
            Difference::Added => {
                told.push_str(&item("+ ", &format!("{} (left open by 1)", telling.point(issue))));
                told.push_str(&item("    ", &own.unwrap_or_default()));
            }
            Difference::Dropped => {
                told.push_str(&item("- ", &format!("{} (left open now)", telling.point(issue))));
                let first = compared.texts[0].0[issue].map_or("", |option| compared.option(issue, option));
                told.push_str(&item("    ", &format!("[-{first}-]")));
            }
            Difference::Changed => {
                told.push_str(&item("~ ", &telling.point(issue)));
                let own = own.unwrap_or_default();
                if let Some(own) = own.strip_prefix("≠ ") {
                    let first = compared.texts[0].0[issue].map_or("", |option| compared.option(issue, option));
                    told.push_str(&item("    ", &format!("[-{first}-]")));
                    told.push_str(&item("    ", &format!("{{+{own}+}}")));
                } else {
                    told.push_str(&item("    ", &own));
                }
                told.push_str(&effect(comparison, issue, telling));
            }
        }
    }
    told
}

/// What a change brings whom, looking at its point alone.
fn effect(comparison: &Comparison, issue: usize, telling: &Telling) -> String {
    let Some(brings) = &comparison.brings[issue] else { return String::new() };
    let changes: Vec<Rational> = brings.iter().map(|change| change.clone().unwrap_or_default()).collect();
    if brings.iter().flatten().any(|change| change.is_positive() || change.is_negative()) {
        return item("    ", &telling.effect(&changes));
    }
    String::new()
}
