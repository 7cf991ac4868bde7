//! `zopa ratify`: who must confirm what is signed, who blocks, and what public promises cost.

mod report;
mod text;

use super::solve::questions;
use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::{Output, tell};
use crate::read;
use crate::tabled::{Tabled, tabled};
use crate::texts::FORMS;
use clap::Args;
use std::time::Instant;
use zopa::assess::promises::counting_costs;
use zopa::assess::ratify::{Confirmed, Ratification, ratification};
use zopa::model::Negotiation;
use zopa::solve::{Answer, Criterion, Solver};

/// Say whether drafts would be ratified, who blocks, and what public promises cost
///
/// With --with-audience-costs, what moving away from a public promise costs counts as if it were a preference.
#[derive(Args, Debug)]
#[command(after_help = FORMS)]
pub struct Ratify {
    #[command(flatten)]
    talks: read::Talks,
    /// Further texts to look at, beside the drafts on the table
    #[arg(value_name = "DRAFT")]
    drafts: Vec<String>,
    /// What makes one package better than another (see: zopa list solutions)
    #[arg(long, value_name = "NAME", default_value = "nash")]
    solution: String,
    /// Parties' weights, for solutions that take them
    #[arg(long, value_name = "PARTY=WEIGHT", value_delimiter = ',')]
    weights: Vec<String>,
    /// Count the costs of public promises as if they were preferences
    #[arg(long)]
    with_audience_costs: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What was found out.
struct Findings<'n> {
    negotiation: &'n Negotiation,
    /// Before the costs of promises were counted.
    uncounted: &'n Negotiation,
    solution: &'static str,
    texts: Vec<Tabled>,
    ratification: Ratification,
    /// Whether there is a zone, and whether there would be one with the costs of promises counted.
    zones: [Answer; 2],
    with_audience_costs: bool,
    seconds: f64,
}

/// Looks at every rule and every ratifier, and prints what was found.
pub fn run(command: &Ratify, control: &Control) -> Result<Ending, Fault> {
    let uncounted = command.talks.negotiation()?;
    let counted = counting_costs(&uncounted);
    let negotiation = if command.with_audience_costs { &counted } else { &uncounted };
    let question = questions::one(&command.solution, &command.weights, negotiation)?;
    if question.solution.criterion == Criterion::Mixture {
        return Err(Fault::Usage(format!(
            "the solution `{}` mixes packages, but what is ratified is one package; choose another (see: zopa list solutions)",
            question.solution.id
        )));
    }
    if uncounted.ratifications().is_empty() && uncounted.commitments().is_empty() {
        tell(
            "note: no party states a rule of `ratification` and none a [[commitment]]: there is nothing to add to zopa zone",
        );
    }
    control.listen()?;
    let too_large = |error: zopa::solve::TooLarge| Fault::input(format!("error: {error}"));
    let solver = Solver::new(negotiation).map_err(too_large)?;
    let texts = tabled(&solver, &command.drafts)?;
    let packages: Vec<_> = texts.iter().map(|text| text.package.clone()).collect();
    let start = Instant::now();
    let ratification = control
        .ask("Asking ratifiers", 3, |budget| ratification(negotiation, &packages, &question, budget))
        .map_err(too_large)?;
    let zone = |of: &Negotiation| -> Result<Answer, Fault> {
        let solver = Solver::new(of).map_err(too_large)?;
        Ok(control.ask("Looking for room", 2, |budget| solver.zone(budget)))
    };
    let zones = [zone(&uncounted)?, zone(&counted)?];
    let findings = Findings {
        negotiation,
        uncounted: &uncounted,
        solution: question.solution.name,
        texts,
        ratification,
        zones,
        with_audience_costs: command.with_audience_costs,
        seconds: start.elapsed().as_secs_f64(),
    };
    let mut output = Output::new();
    if command.json {
        output.json(&findings.shape())?;
    } else {
        output.words(&findings.words())?;
    }
    output.finish()?;
    let is_proved =
        matches!(findings.ratification.best, Confirmed::Nothing | Confirmed::Package { is_proven: true, .. });
    Ok(control.ending(is_proved))
}
