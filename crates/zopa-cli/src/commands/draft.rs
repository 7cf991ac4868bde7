//! `zopa draft`: what a draft amounts to, and what must change in it so that all sign.

mod points;
mod report;
mod text;

use super::solve::questions;
use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::{Existing, Output, make_folder, write_file};
use crate::read;
use crate::texts::{self, FORMS, Text};
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;
use zopa::assess::movement::{Opening, openings};
use zopa::assess::{Assessment, Counting, Fewest, Freedom, Purse, Sure, Wish, assess, nearest};
use zopa::model::Negotiation;
use zopa::registry::solution;
use zopa::solve::{Budget, Criterion, Measure, Question, Solver};

/// Say what a draft gives everyone, and what must change in it so that all sign
///
/// The nearest acceptable draft changes the fewest points, proved; among equals it is the best by the solution.
#[derive(Args, Debug)]
#[command(after_help = FORMS)]
pub struct Draft {
    #[command(flatten)]
    talks: read::Talks,
    /// The draft: an id, ISSUE=OPTION,..., a file, or @SOLUTION (see below)
    draft: String,
    /// What makes one acceptable draft better than another with as many changes (see: zopa list solutions)
    #[arg(long, value_name = "NAME", default_value = "nash")]
    solution: String,
    /// Parties' weights, for solutions that take them
    #[arg(long, value_name = "PARTY=WEIGHT", value_delimiter = ',')]
    weights: Vec<String>,
    /// How many of the nearest acceptable drafts to tell
    #[arg(long, value_name = "K", default_value = "3")]
    best: NonZeroUsize,
    /// Points that must stay as the draft has them: numbers of points or ids of issues
    #[arg(long, value_name = "POINT", value_delimiter = ',')]
    keep: Vec<String>,
    /// The only points that may change; points that the draft leaves open may always be filled
    #[arg(long, value_name = "POINT", value_delimiter = ',', conflicts_with = "keep")]
    open: Vec<String>,
    /// What counts as one change: an issue, or a numbered point however many issues split it
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Count::Issues)]
    count: Count,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Write the certificate that nothing betters the draft by more, with the talks that it speaks of, into this folder
    #[arg(long, value_name = "DIR")]
    certificate: Option<PathBuf>,
}

/// What counts as one change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Count {
    Issues,
    Points,
}

/// What was found out about a draft.
struct Findings<'n> {
    negotiation: &'n Negotiation,
    text: Text,
    question: Question,
    freedom: Freedom,
    assessment: Assessment,
    openings: Vec<Opening>,
    seconds: Seconds,
}

/// What the work took.
struct Seconds {
    nearest: f64,
    total: f64,
}

/// Assesses the draft and prints what was found.
pub fn run(command: &Draft, control: &Control) -> Result<Ending, Fault> {
    let negotiation = command.talks.negotiation()?;
    let question = questions::one(&command.solution, &command.weights, &negotiation)?;
    if question.solution.criterion == Criterion::Mixture {
        return Err(Fault::Usage(format!(
            "the solution `{}` mixes packages, but a draft is one package; choose another (see: zopa list solutions)",
            question.solution.id
        )));
    }
    let kept = texts::kept(&command.keep, &command.open, &negotiation)?;
    let counting = if command.count == Count::Points { Counting::Points } else { Counting::Issues };
    let freedom = Freedom { kept, counting };
    control.listen()?;
    let start = Instant::now();
    let solver = Solver::new(&negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
    let text = texts::text(&command.draft, &solver, &mut Budget::unlimited())?;
    let found = control.ask("Assessing the draft", 1, |budget| {
        let purse = Purse::of(budget);
        // Some thirty questions may be hard; what an easy one leaves is not lost, as none takes what it does not need.
        let each = budget.nodes / 32;
        let measure = measure(&solver, &question, &purse, each);
        let begin = Instant::now();
        let wish = Wish { measure: &measure, freedom: &freedom, most: command.best.get() };
        let near = purse.ask(each, |budget| nearest(&solver, &text.settles, &wish, budget));
        let seconds = begin.elapsed().as_secs_f64();
        let assessment = assess(&solver, &text.settles, &measure, near, &purse, each);
        let openings = openings(&solver, &measure, &purse, each / 16);
        let is_limited = budget.nodes < u64::MAX && solver.outer_network().is_none();
        // A share that was too small for its question is a budget that ended, whatever others left.
        let has_ended = is_limited && !is_proved(&assessment);
        budget.nodes = if has_ended { 0 } else { budget.nodes.saturating_sub(purse.spent()) };
        (assessment, openings, seconds)
    });
    let (assessment, openings, nearest) = found;
    let seconds = Seconds { nearest, total: start.elapsed().as_secs_f64() };
    let findings = Findings { negotiation: &negotiation, text, question, freedom, assessment, openings, seconds };
    if let Some(folder) = &command.certificate {
        findings.certify(folder)?;
    }
    let mut output = Output::new();
    if command.json {
        output.json(&findings.shape())?;
    } else {
        output.words(&findings.words())?;
    }
    output.finish()?;
    Ok(control.ending(is_proved(&findings.assessment)))
}

/// Whether it is proved how near the nearest acceptable draft is, and that it is the best of these.
fn is_proved(assessment: &Assessment) -> bool {
    let nearest = &assessment.nearest;
    matches!(nearest.fewest, Fewest::Exactly(_) | Fewest::Impossible) && nearest.sure == Sure::Proven
}

/// What the question makes large; leximin, which needs nothing else, where there is no zone to measure ideals in.
fn measure(solver: &Solver, question: &Question, purse: &Purse, each: u64) -> Measure {
    let n_parties = solver.negotiation().parties().len();
    let leximin = || Question::plain(solution("leximin").expect("leximin is a solution"), n_parties);
    purse
        .ask(each, |budget| Measure::of(solver, question, budget))
        .or_else(|_| purse.ask(each, |budget| Measure::of(solver, &leximin(), budget)))
        .expect("leximin needs no ideals")
}

impl Findings<'_> {
    /// Writes the certificate of the draft's distance from the frontier, if there is one, and the talks it speaks of.
    fn certify(&self, folder: &std::path::Path) -> Result<(), Fault> {
        let betterment = self.assessment.text.as_ref().map(|text| &text.betterment);
        let Some((betterment, certificate)) = betterment.and_then(|b| Some((b, b.certificate.as_ref()?))) else {
            return Ok(());
        };
        make_folder(folder)?;
        let talks = zopa::format::write_toml(&betterment.negotiation);
        write_file(&folder.join("better.toml"), talks, Existing::Replace)?;
        let certificate = zopa::certify::write(certificate, &betterment.negotiation);
        write_file(&folder.join("better.certificate"), certificate, Existing::Replace)
    }
}
