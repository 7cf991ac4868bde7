//! How long counting the zone takes on the shared instances.
//!
//! `cargo bench -p zopa --bench count [-- PART_OF_NAME...]`; prints, for every instance, seconds and the count.

use num_traits::ToPrimitive;
use std::time::Instant;
use zopa::solve::count::{Count, Limits, count};
use zopa::solve::network::{Factor, Meaning, Network, Variable};
use zopa::solve::scale::Scale;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("skipped: run by `cargo bench`, not as a test");
        return;
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/bench/instances");
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: there are no instances at {folder}");
        return;
    };
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !wanted.is_empty() && !wanted.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("an instance is readable");
        let network = instance(&text);
        for (mode, limits) in [("quick", Limits::quick()), ("thorough", Limits::thorough())] {
            let start = Instant::now();
            let counted = count(&network, &limits);
            let seconds = start.elapsed().as_secs_f64();
            let allowed = counted.allowed.and_then(|allowed| allowed.to_f64()).unwrap_or(f64::NAN);
            println!("{name:20} {mode:8} {seconds:8.3} s  of {allowed:9.3e}: {}", describe(&counted.count));
        }
    }
}

fn describe(count: &Count) -> String {
    let (low, high) = count.bounds();
    let [low, high] = [low, high].map(|number| number.to_f64().unwrap_or(f64::INFINITY));
    match count {
        Count::Exact(number) => format!("exactly {number}"),
        Count::Interval { .. } => format!("proved {low:.4e} to {high:.4e}"),
        Count::Confidence { level, samples, .. } => {
            format!("{low:.4e} to {high:.4e} with confidence {level}, {samples} draws")
        }
    }
}

/// Reads an instance: `n k p`, the reservation values, the utilities of every option, then perhaps
/// the number of tables over two issues and the tables.
fn instance(text: &str) -> Network {
    let mut tokens = text.split_whitespace();
    let mut number = || tokens.next().map(|token| token.parse::<i64>().ok());
    let mut next = || number().flatten().expect("an instance is made of integers");
    let [n, k, p] = [(); 3].map(|()| next() as usize);
    let reservation = (0..p).map(|_| next()).collect();
    let mut variables = Vec::new();
    for issue in 0..n {
        let utility = (0..k * p).map(|_| next()).collect();
        let meaning = Meaning::Issue { issue, options: (0..k).collect() };
        variables.push(Variable { meaning, size: k, utility });
    }
    let mut factors = Vec::new();
    for _ in 0..number().flatten().unwrap_or(0) {
        let scope = vec![number().flatten().unwrap_or(0) as usize, number().flatten().unwrap_or(0) as usize];
        let mut factor = Factor { scope, forbidden: Vec::new(), utility: Vec::new() };
        for _ in 0..k * k {
            let first = number().expect("a table has an entry for every pair");
            factor.forbidden.push(first.is_none());
            factor.utility.push(first.unwrap_or(0));
            for _ in 1..p {
                factor.utility.push(if first.is_some() { number().flatten().unwrap_or(0) } else { 0 });
            }
        }
        factors.push(factor);
    }
    let scale = Scale { denominator: zopa::exact::ratio(1_000_000, 1), slack: 0 };
    Network { n_parties: p, n_issues: n, variables, factors, reservation, scales: vec![scale; p] }
}
