//! How long 10,000 worlds of the 28 points take, each solved anew with proof.
//!
//! `cargo bench -p zopa --bench worlds [-- WORLDS]`; every weight, value and walk-away value of every
//! party may be a fifth higher or lower. Prints seconds for drawing, for solving, and for everything
//! that `zopa worlds` says.

use std::path::Path;
use std::time::Instant;
use zopa::assess::worlds::{Draws, Solved, Worlds, outlook};
use zopa::exact::{Rational, ratio};
use zopa::format::{Source, load};
use zopa::model::{Distribution, Doubts, Negotiation, Quantity, Utility};
use zopa::solve::Budget;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("skipped: run by `cargo bench`, not as a test");
        return;
    }
    let n_worlds = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let negotiation = doubtful(plan28());
    let n_unknowns: usize = negotiation.doubts().iter().map(|doubts| doubts.unknowns.len()).sum();
    let start = Instant::now();
    let worlds = Worlds::new(&negotiation, &Draws { worlds: n_worlds, seed: 1 }).expect("they fit");
    println!("{n_worlds} worlds of {n_unknowns} unknown numbers drawn in {:.2} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let solved = worlds.solve(&Budget::unlimited()).expect("no tables");
    let seconds = start.elapsed().as_secs_f64();
    let n_of = |is: fn(&Solved) -> bool| solved.iter().filter(|solved| is(solved)).count();
    println!(
        "solved in {seconds:.2} s ({:.2} ms a world): {} fair packages proved, {} proved empty, {} unsolved",
        seconds * 1e3 / n_worlds as f64,
        n_of(|solved| matches!(solved, Solved::Package(_))),
        n_of(|solved| matches!(solved, Solved::Empty)),
        n_of(|solved| matches!(solved, Solved::Unsolved(_))),
    );
    let drafts: Vec<_> = negotiation.drafts().iter().map(|draft| draft.settles.complete()).collect();
    let start = Instant::now();
    let outlook = outlook(&worlds, &drafts, &Budget::unlimited()).expect("no tables");
    println!("everything in {:.2} s", start.elapsed().as_secs_f64());
    println!("zone in {:.4} of worlds", outlook.zone.share());
    for (name, best) in [("acceptable in most worlds", &outlook.likeliest), ("least regret", &outlook.least_regret)] {
        let Some(best) = best else { continue };
        let [value, bound] = [&best.value, &best.bound].map(zopa::exact::to_f64);
        println!("{name}: {value:.4}, bound {bound:.4}, accepted in {:.4}", best.prospect.all.share());
    }
}

fn plan28() -> Negotiation {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../talks/plan28"));
    let names =
        ["talks.toml", "parties/ukraine.toml", "parties/russia.toml", "parties/usa.toml", "parties/europe.toml"];
    let source = |name: &str| Source::new(name, std::fs::read(folder.join(name)).expect("the catalog has it"));
    load(&names.map(source)).expect("in order").negotiation
}

/// Every number that is not zero may be a fifth lower or higher.
fn doubtful(negotiation: Negotiation) -> Negotiation {
    let mut parts = negotiation.into_parts();
    for (of, preferences) in parts.preferences.iter().enumerate() {
        let Utility::Additive(additive) = &preferences.utility else { continue };
        let around =
            |number: &Rational| Distribution::between(number * ratio(4, 5), number * ratio(6, 5)).expect("rises");
        let mut unknowns = vec![(Quantity::Reservation, around(&preferences.reservation_value))];
        for (issue, (weight, values)) in additive.weights.iter().zip(&additive.values).enumerate() {
            unknowns.push((Quantity::Weight { issue }, around(weight)));
            let values = values.iter().enumerate();
            unknowns.extend(values.map(|(option, value)| (Quantity::Value { issue, option }, around(value))));
        }
        parts.doubts.push(Doubts { of, unknowns, relative_weights: true });
    }
    Negotiation::new(parts).expect("numbers are doubted, nothing else")
}
