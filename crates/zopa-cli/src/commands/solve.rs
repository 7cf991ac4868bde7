//! `zopa solve`: the packages that solutions pick, with proof.

pub mod questions;
mod report;
mod text;

use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::{Existing, Output, make_folder, write_file};
use crate::read::Talks;
use clap::Args;
use report::{Row, Solved};
use std::path::{Path, PathBuf};
use std::time::Instant;
use zopa::model::Negotiation;
use zopa::solve::{Answer, Question, Solver};

/// Find the packages that solutions pick, with proof
///
/// Solutions that need weights weigh all parties equally unless --weights says otherwise.
#[derive(Args, Debug)]
pub struct Solve {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// Solutions, comma between them (see: zopa list solutions), or all that need no weights
    #[arg(long, value_name = "NAME", default_value = "nash", value_delimiter = ',')]
    solution: Vec<String>,
    /// Parties' weights, such as farmers=2,city=1; parties left out weigh 1
    #[arg(long, value_name = "PARTY=WEIGHT", value_delimiter = ',')]
    weights: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Write a certificate for each proved answer into this folder
    #[arg(long, value_name = "DIR")]
    certificate: Option<PathBuf>,
}

/// Asks for each solution and prints the answers.
pub fn run(command: &Solve, control: &Control) -> Result<Ending, Fault> {
    let negotiation = command.talks.negotiation()?;
    let questions = questions::questions(&command.solution, &command.weights, &negotiation)?;
    if let Some(folder) = &command.certificate {
        make_folder(folder)?;
    }
    control.listen()?;
    let start = Instant::now();
    let solver = Solver::new(&negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
    let preparation = start.elapsed();
    let mut rows = Vec::new();
    for (asked, question) in questions.iter().enumerate() {
        let what = format!("{} ({} of {})", question.solution.name, asked + 1, questions.len());
        let start = Instant::now();
        let answer = control.ask(&what, questions.len() - asked, |budget| solver.solve(question, budget));
        let seconds = start.elapsed().as_secs_f64();
        let certificate = certificate(command.certificate.as_deref(), question, &answer, &negotiation)?;
        rows.push(Row { question: question.clone(), answer, seconds, certificate });
    }
    let is_proved = rows.iter().all(|row| matches!(row.answer, Answer::Optimum { .. } | Answer::Empty { .. }));
    let mut output = Output::new();
    if command.json {
        output.json(&Solved::new(&negotiation, preparation.as_secs_f64(), &rows))?;
    } else {
        output.words(&text::text(&negotiation, &rows, solver.network().is_exact()))?;
    }
    output.finish()?;
    Ok(control.ending(is_proved))
}

/// Writes an answer's certificate, if it has one and a folder is given.
fn certificate(
    folder: Option<&Path>,
    question: &Question,
    answer: &Answer,
    negotiation: &Negotiation,
) -> Result<Option<PathBuf>, Fault> {
    let (Some(folder), Some(certificate)) = (folder, answer.certificate()) else { return Ok(None) };
    let path = folder.join(format!("{}.certificate", question.solution.id));
    write_file(&path, zopa::certify::write(certificate, negotiation), Existing::Replace)?;
    Ok(Some(path))
}
