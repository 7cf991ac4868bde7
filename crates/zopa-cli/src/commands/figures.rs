//! `zopa figures`: what another tool of the field would say of the same talks.

use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::Output;
use crate::read::Talks;
use crate::shape::{self, Keyed, Number, by_party, package};
use crate::words::{figure, table, wrapped};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::fmt::Write;
use zopa::exact::Rational;
use zopa::model::Negotiation;
use zopa::solve::peer::negmas::{self, FrontierPoint};

/// State the figures that another tool would, by its own definitions but exactly
///
/// For comparison with published results. The words mean what they mean to the tool: see the page on
/// its format in the manual.
#[derive(Args, Debug)]
pub struct Figures {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// The tool whose definitions count
    #[arg(long, value_enum, value_name = "TOOL", default_value_t = Tool::Negmas)]
    of: Tool,
    /// Print JSON, with exact numbers
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Tool {
    Negmas,
}

/// Computes the figures and prints them.
pub fn run(command: &Figures, control: &Control) -> Result<Ending, Fault> {
    let Tool::Negmas = command.of;
    let negotiation = command.talks.negotiation()?;
    control.listen()?;
    let figures = control.ask("Working out the figures", 1, |budget| negmas::figures(&negotiation, budget));
    let figures = figures
        .map_err(|reasons| Fault::Input(reasons.into_iter().map(|reason| format!("error: {reason}")).collect()))?;
    let mut output = Output::new();
    if command.json {
        output.json(&shape(&negotiation, &figures))?;
    } else {
        output.words(&text(&negotiation, &figures))?;
    }
    output.finish()?;
    Ok(control.ending(figures.picks.iter().all(|pick| pick.points.is_some())))
}

/// The figures as printed in JSON.
#[derive(Serialize)]
struct Shape {
    negotiation: shape::Talks,
    tool: &'static str,
    least: Keyed<Number>,
    most: Keyed<Number>,
    sums: Option<Keyed<Number>>,
    rational: Option<String>,
    frontier: Option<Vec<PointShape>>,
    picks: Keyed<Option<Vec<PointShape>>>,
}

#[derive(Serialize)]
struct PointShape {
    utilities: Keyed<Number>,
    outcome: Keyed<String>,
}

fn shape(negotiation: &Negotiation, figures: &negmas::Figures) -> Shape {
    let point = |point: &FrontierPoint| PointShape {
        utilities: by_party(negotiation, &point.utilities),
        outcome: package(negotiation, &point.outcome),
    };
    let points = |points: &Vec<FrontierPoint>| points.iter().map(point).collect();
    let ends = |end: fn(&(Rational, Rational)) -> Rational| {
        by_party(negotiation, &figures.ranges.iter().map(end).collect::<Vec<_>>())
    };
    let picks = figures.picks.iter().map(|pick| (pick.definition.id.to_string(), pick.points.as_ref().map(points)));
    Shape {
        negotiation: shape::Talks::new(negotiation),
        tool: "negmas",
        least: ends(|range| range.0.clone()),
        most: ends(|range| range.1.clone()),
        sums: figures.sums.as_ref().map(|sums| by_party(negotiation, sums)),
        rational: figures.n_rational.map(|count| count.to_string()),
        frontier: figures.frontier.as_ref().map(points),
        picks: Keyed(picks.collect()),
    }
}

/// How many points of a pick are shown.
const SHOWN: usize = 5;

fn text(negotiation: &Negotiation, figures: &negmas::Figures) -> String {
    let mut text = format!("By NegMAS's definitions, {} outcomes", figures.n_outcomes);
    if let Some(count) = figures.n_rational {
        let _ = write!(text, ", {count} of them no worse than no agreement for anyone");
    }
    match &figures.frontier {
        Some(frontier) => {
            let _ = writeln!(text, "; {} points on the frontier.\n", frontier.len());
        }
        None => text.push_str("; the frontier is too large to list.\n\n"),
    }
    let mut rows = vec![vec![String::new(), "no agreement".into(), "least".into(), "most".into(), "mean".into()]];
    let total = Rational::from_integer(figures.n_outcomes.clone().into());
    for (party, own) in negotiation.parties().iter().enumerate() {
        let range = &figures.ranges[party];
        let mean = figures.sums.as_ref().map_or("unknown".to_string(), |sums| figure(&(&sums[party] / &total)));
        let reservation = &negotiation.preferences()[party].reservation_value;
        rows.push(vec![own.name.clone(), figure(reservation), figure(&range.0), figure(&range.1), mean]);
    }
    text.push_str(&table(&rows));
    text.push('\n');
    let mut rows: Vec<Vec<String>> = Vec::new();
    rows.push([String::new()].into_iter().chain(negotiation.parties().iter().map(|own| own.name.clone())).collect());
    for pick in &figures.picks {
        let id = pick.definition.id.to_string();
        let said = |what: String| vec![id.clone(), what];
        match &pick.points {
            None => rows.push(said("not known".into())),
            Some(points) if points.is_empty() => rows.push(said("none".into())),
            Some(points) => {
                for (index, point) in points.iter().take(SHOWN).enumerate() {
                    let name = if index == 0 { id.clone() } else { String::new() };
                    rows.push([name].into_iter().chain(point.utilities.iter().map(figure)).collect());
                }
                if points.len() > SHOWN {
                    rows.push(vec![String::new(), format!("and {} more", points.len() - SHOWN)]);
                }
            }
        }
    }
    text.push_str(&table(&rows));
    text.push('\n');
    for pick in &figures.picks {
        text.push_str(&wrapped(&format!("{}: {}", pick.definition.id, pick.definition.plain), ""));
    }
    text
}
