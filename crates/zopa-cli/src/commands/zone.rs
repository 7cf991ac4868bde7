//! `zopa zone`: whether there is room for agreement, how much, and if not, why.

mod report;
mod text;

use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::Output;
use crate::read::Talks;
use clap::Args;
use report::Findings;
use std::time::Instant;
use zopa::solve::count::{Limits, count};
use zopa::solve::no_deal::explain;
use zopa::solve::{Answer, Solver};

/// Say whether any package is acceptable to all, how many are, and if none, why
#[derive(Args, Debug)]
pub struct Zone {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Looks for room, then counts it or explains why there is none.
pub fn run(command: &Zone, control: &Control) -> Result<Ending, Fault> {
    let negotiation = command.talks.negotiation()?;
    control.listen()?;
    let solver = Solver::new(&negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
    let start = Instant::now();
    let answer = control.ask("Looking for room", 2, |budget| solver.zone(budget));
    let zone_seconds = start.elapsed().as_secs_f64();
    let mut findings = Findings { answer, zone_seconds, counted: None, count_seconds: None, no_deal: None };
    if let Answer::Empty { .. } = findings.answer {
        let explained = control.ask("Explaining why there is none", 1, |budget| explain(&negotiation, budget));
        findings.no_deal = Some(explained.map_err(|error| Fault::input(format!("error: {error}")))?);
    } else {
        let start = Instant::now();
        let counted = control.ask("Counting", 1, |budget| {
            let thorough = Limits::thorough();
            // A step of the count costs about what a node of the search does.
            let work = thorough.work.min(budget.nodes as f64);
            count(solver.network(), &Limits { work, seed: control.seed, interrupt: budget.interrupt, ..thorough })
        });
        findings.counted = Some(counted);
        findings.count_seconds = Some(start.elapsed().as_secs_f64());
    }
    let mut output = Output::new();
    if command.json {
        output.json(&findings.shape(&negotiation))?;
    } else {
        output.words(&text::text(&negotiation, &findings))?;
    }
    output.finish()?;
    let is_known = !matches!(findings.answer, Answer::Unknown { .. });
    Ok(control.ending(is_known && findings.no_deal.as_ref().is_none_or(|no_deal| no_deal.is_irreducible)))
}
