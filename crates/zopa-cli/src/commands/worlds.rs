//! `zopa worlds`: what holds where numbers are not known.

mod report;
mod text;

use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::{Output, tell};
use crate::read;
use crate::tabled::{Tabled, tabled};
use crate::texts::FORMS;
use clap::Args;
use std::num::NonZeroUsize;
use std::time::Instant;
use zopa::assess::worlds::{self, Best, Draws, Outlook, outlook};
use zopa::model::Negotiation;
use zopa::solve::Solver;

/// Say what holds where numbers are not known: how likely agreement is, and what to ask next
///
/// Every number that the files leave unknown falls somewhere in each of many worlds, and every world is solved anew.
#[derive(Args, Debug)]
#[command(after_help = FORMS)]
pub struct Worlds {
    #[command(flatten)]
    talks: read::Talks,
    /// Further texts to look at, beside the drafts on the table
    #[arg(value_name = "DRAFT")]
    drafts: Vec<String>,
    /// How many worlds to draw; where fewer are possible, all are looked at
    #[arg(long, value_name = "N", default_value = "10000")]
    draws: NonZeroUsize,
    /// How many questions to tell
    #[arg(long, value_name = "K", default_value = "5")]
    questions: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What was found out.
struct Findings<'n> {
    negotiation: &'n Negotiation,
    texts: Vec<Tabled>,
    outlook: Outlook,
    draws: Draws,
    n_questions: usize,
    seconds: f64,
}

/// Draws the worlds, solves them and prints what they have in common.
pub fn run(command: &Worlds, control: &Control) -> Result<Ending, Fault> {
    let negotiation = command.talks.negotiation()?;
    control.listen()?;
    let too_large = |error: &dyn std::fmt::Display| Fault::input(format!("error: {error}"));
    let solver = Solver::new(&negotiation).map_err(|error| too_large(&error))?;
    let texts = tabled(&solver, &command.drafts)?;
    let packages: Vec<_> = texts.iter().map(|text| text.package.clone()).collect();
    let start = Instant::now();
    let draws = Draws { worlds: command.draws.get(), seed: control.seed };
    let worlds = worlds::Worlds::new(&negotiation, &draws)
        .map_err(|error| Fault::Usage(format!("{error}\n  help: write --draws {}", error.most)))?;
    if negotiation.doubts().is_empty() {
        tell("note: every number is known; write { low = ..., high = ... } in a party's file for one that is not");
    }
    let outlook = control
        .ask("Solving worlds", 1, |budget| {
            let found = outlook(&worlds, &packages, budget);
            let is_cut = found.as_ref().is_ok_and(|found| found.solved[2] > 0);
            // That some worlds are open is what tells that the limit on steps was met.
            if is_cut && budget.nodes < u64::MAX {
                budget.nodes = 0;
            }
            found
        })
        .map_err(|error| too_large(&error))?;
    let seconds = start.elapsed().as_secs_f64();
    let is_proved = outlook.solved[2] == 0 && outlook.least_regret.as_ref().is_none_or(Best::is_proven);
    let n_questions = command.questions;
    let findings = Findings { negotiation: &negotiation, texts, outlook, draws, n_questions, seconds };
    let mut output = Output::new();
    if command.json {
        output.json(&findings.shape())?;
    } else {
        output.words(&findings.words())?;
    }
    output.finish()?;
    Ok(control.ending(is_proved))
}
