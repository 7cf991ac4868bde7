//! `zopa frontier`: the packages that no other betters for everyone.

mod points;
mod write;

use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::{Output, tell};
use crate::read::Talks;
use clap::Args;
use num_traits::{Signed, ToPrimitive};
use points::{List, Points};
use std::time::Instant;
use zopa::exact::{self, Rational};
use zopa::solve::Solver;
use zopa::solve::frontier::{Cover, FrontierAnswer, Limits, cover, frontier};
use zopa::solve::network::Network;
use zopa::solve::scale::{MAX_MAGNITUDE, Scale};

/// List the packages that no other package betters for someone without costing another
///
/// One package is listed for each combination of utilities, the first party's best first.
#[derive(Args, Debug)]
pub struct Frontier {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// Print JSON, with exact utilities
    #[arg(long)]
    json: bool,
    /// Print CSV, for a spreadsheet
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// How far the list may fall short of a package, in utility to each party, to be a shorter list;
    /// without this the list is exact as long as memory allows
    #[arg(long, value_name = "UTILITY", value_parser = utility)]
    epsilon: Option<Rational>,
}

/// A utility as typed: a decimal or a fraction, not below zero.
fn utility(typed: &str) -> Result<Rational, String> {
    match exact::parse(typed)? {
        utility if utility.is_negative() => Err(format!("`{typed}` is below zero")),
        utility => Ok(utility),
    }
}

/// Finds the frontier and writes it as it goes.
pub fn run(command: &Frontier, control: &Control) -> Result<Ending, Fault> {
    let negotiation = command.talks.negotiation()?;
    control.listen()?;
    let solver = Solver::new(&negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
    let network = solver.network();
    let start = Instant::now();
    let answer = control.ask("Merging packages", 1, |budget| {
        let limits = Limits { interrupt: budget.interrupt, ..Limits::default() };
        match &command.epsilon {
            None => frontier(network, &limits),
            Some(epsilon) => cover(network, &integers(network, epsilon), &limits),
        }
    });
    let seconds = start.elapsed().as_secs_f64();
    let (lists, epsilon) = match answer {
        FrontierAnswer::Exact(frontier) => (vec![(List::Frontier, frontier)], None),
        FrontierAnswer::Cover(Cover { frontier, short, epsilon }) => {
            let exact = epsilon.iter().zip(&network.scales).map(|(&integer, scale)| scale.exact(&integer.into()));
            (vec![(List::Frontier, frontier), (List::Short, short)], Some(exact.collect()))
        }
        FrontierAnswer::TooLarge { .. } => {
            let remedy = "leave --epsilon out for as near a cover as memory allows, or give a larger one";
            return Err(Fault::input(format!("error: the frontier is too large for memory\n  help: {remedy}")));
        }
        FrontierAnswer::Interrupted => {
            tell("the work ended before the frontier was known");
            return Ok(Ending::Unfinished);
        }
    };
    let points = Points { negotiation: &negotiation, network, lists, epsilon, seconds };
    let mut output = Output::new();
    match (command.json, command.csv) {
        (true, _) => write::json(&points, &mut output)?,
        (_, true) => write::csv(&points, &mut output)?,
        _ => output.words(&write::text(&points))?,
    }
    output.finish()?;
    Ok(Ending::Answered)
}

/// A utility in each party's integers, rounded down.
fn integers(network: &Network, utility: &Rational) -> Vec<i64> {
    let integer = |scale: &Scale| (utility * &scale.denominator).to_integer().to_i64().unwrap_or(MAX_MAGNITUDE);
    network.scales.iter().map(integer).collect()
}
