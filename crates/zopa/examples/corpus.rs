//! Reads every scenario of the corpus, states NegMAS's figures of it and solves it exactly; prints what
//! that took. `cargo run --release --package zopa --example corpus`.

#[path = "../tests/corpus/scenario.rs"]
mod scenario;

use rayon::prelude::*;
use scenario::{Scenario, corpus, scenarios};
use std::time::Instant;
use zopa::format::{Part, Reading, Semantics, load_with, recognise};
use zopa::model::Negotiation;
use zopa::solve::peer::negmas::figures;
use zopa::solve::{Budget, Question, Solver, solution};

/// The most steps that a question may take.
const STEPS: u64 = 100_000_000;

fn main() {
    let Some(corpus) = corpus() else {
        println!("the corpus is not there");
        return;
    };
    let start = Instant::now();
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with("--"));
    let is_wanted =
        |scenario: &Scenario| wanted.as_ref().is_none_or(|wanted| scenario.name().contains(wanted.as_str()));
    let mut all: Vec<Scenario> = scenarios(&corpus).into_iter().filter(is_wanted).collect();
    // The largest first, so that no thread is left alone with one.
    all.sort_by_cached_key(|scenario| {
        let lengths = scenario.sources().iter().map(|source| source.bytes.len()).sum::<usize>();
        std::cmp::Reverse(lengths)
    });
    let mut lines: Vec<(f64, String)> = all.iter().par_bridge().map(run).collect();
    let elapsed = start.elapsed().as_secs_f64();
    lines.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("scenario: seconds, outcomes, frontier, and what is proved");
    for (seconds, line) in lines.iter().take(if std::env::args().any(|word| word == "--all") { 500 } else { 30 }) {
        println!("{seconds:8.3} s  {line}");
    }
    println!("{} scenarios in {elapsed:.1} s on {} threads", all.len(), rayon::current_num_threads());
}

fn run(scenario: &Scenario) -> (f64, String) {
    let start = Instant::now();
    let Some(negotiation) = read(scenario) else {
        return (start.elapsed().as_secs_f64(), format!("{}: not read", scenario.name()));
    };
    let figures = figures(&negotiation, &mut Budget { nodes: STEPS, interrupt: None });
    let counting = start.elapsed().as_secs_f64();
    let frontier = figures.ok().and_then(|figures| figures.frontier).map(|frontier| frontier.len());
    let proved = match Solver::new(&negotiation) {
        Err(error) => error.to_string(),
        Ok(solver) => ["nash", "egalitarian", "utilitarian", "kalai-smorodinsky"]
            .map(|id| {
                let question =
                    Question::plain(solution::solution(id).expect("a solution"), negotiation.parties().len());
                let before = Instant::now();
                let answer = solver.solve(&question, &mut Budget { nodes: STEPS, interrupt: None });
                format!("{id} {} in {:.3} s", answer.status(), before.elapsed().as_secs_f64())
            })
            .join(", "),
    };
    let frontier = frontier.map_or("-".to_string(), |n| n.to_string());
    let outcomes = negotiation.n_outcomes();
    let line = format!("{}: {outcomes} outcomes, {frontier} points in {counting:.3} s; {proved}", scenario.name());
    (start.elapsed().as_secs_f64(), line)
}

/// The scenario as it stands; of a pool of profiles, or where some are broken, the first three that are whole.
fn read(scenario: &Scenario) -> Option<Negotiation> {
    if let Ok(loaded) = scenario.load(Semantics::Own) {
        return Some(loaded.negotiation);
    }
    let is_party = |part: Option<Part>| part == Some(Part::Party);
    let sources = scenario.sources();
    let parties = sources.iter().filter(|source| is_party(recognise(source).map(|(_, part)| part)));
    let is_whole = |name: &String| load_with(&scenario.chosen(std::slice::from_ref(name)), &Reading::default()).is_ok();
    let whole: Vec<String> = parties.map(|source| source.stem().to_string()).filter(is_whole).take(3).collect();
    load_with(&scenario.chosen(&whole), &Reading::default()).ok().map(|loaded| loaded.negotiation)
}
