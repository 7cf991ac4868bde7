//! Times the nearest acceptable draft and prints each time with how many points change.
//!
//! `cargo bench --bench nearest -- PATH...` times talks in files and folders; without paths, the
//! example. Names of solutions among them choose what makes one package better than another.

use std::path::{Path, PathBuf};
use std::time::Instant;
use zopa::assess::{Fewest, Freedom, Wish, nearest};
use zopa::format::{Source, load};
use zopa::model::{Negotiation, PartialOutcome};
use zopa::solve::solution::solution;
use zopa::solve::{Budget, Measure, Question, Solver};

/// Nodes after which an instance counts as too hard.
const NODES: u64 = 200_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let names: Vec<&str> = arguments.iter().filter(|a| solution(a).is_some()).map(String::as_str).collect();
    let names = if names.is_empty() { vec!["nash"] } else { names };
    let paths: Vec<&String> = arguments.iter().filter(|a| solution(a).is_none()).collect();
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../../talks/plan28").to_string();
    let paths = if paths.is_empty() { vec![&plan] } else { paths };
    for path in paths {
        let negotiation = read(path);
        let mut drafts: Vec<(String, PartialOutcome)> =
            negotiation.drafts().iter().map(|draft| (draft.id.clone(), draft.settles.clone())).collect();
        drafts.push(("worst corner".into(), corner(&negotiation, None)));
        let dictates = |party: usize| (format!("dictate of {party}"), corner(&negotiation, Some(party)));
        drafts.extend((0..negotiation.parties().len()).map(dictates));
        drafts.extend((0..3).map(|seed| (format!("random {seed}"), random(&negotiation, seed))));
        for (draft, settles) in &drafts {
            for name in &names {
                time(&format!("{} {draft} {name}", stem(path)), &negotiation, settles, name);
            }
        }
    }
}

fn time(name: &str, negotiation: &Negotiation, draft: &PartialOutcome, of: &str) {
    let question = Question::plain(solution(of).expect("a solution"), negotiation.parties().len());
    let (mut seconds, mut said) = (Vec::new(), String::new());
    let start = Instant::now();
    while seconds.is_empty() || (start.elapsed().as_secs_f64() < 0.3 && seconds.len() < 20) {
        let begin = Instant::now();
        let solver = Solver::new(negotiation).expect("talks that can be solved");
        let mut budget = Budget { nodes: NODES, interrupt: None };
        let Ok(measure) = Measure::of(&solver, &question, &mut budget) else {
            println!("{name}: no measure");
            return;
        };
        let found =
            nearest(&solver, draft, &Wish { measure: &measure, freedom: &Freedom::default(), most: 1 }, &mut budget);
        seconds.push(begin.elapsed().as_secs_f64());
        let changes = match found.fewest {
            Fewest::Exactly(n) => format!("{n} changes, proven minimal"),
            other => format!("{other:?}"),
        };
        said = format!("{changes}; best among these: {:?}; {} nodes", found.sure, NODES - budget.nodes);
    }
    seconds.sort_by(f64::total_cmp);
    println!("{name}: {:.2} ms; {said}", seconds[seconds.len() / 2] * 1e3);
}

/// What nobody wants: on every issue the option with the smallest sum of values; or what one party wants.
fn corner(negotiation: &Negotiation, party: Option<usize>) -> PartialOutcome {
    let sizes = negotiation.sizes();
    let worst = |issue: usize| {
        let sum = |option: usize| -> f64 {
            let mut outcome = zopa::model::Outcome(vec![0; sizes.len()]);
            outcome.0[issue] = option;
            let utilities: Vec<f64> = negotiation.utilities(&outcome).iter().map(zopa::exact::to_f64).collect();
            party.map_or_else(|| utilities.iter().sum(), |party| -utilities[party])
        };
        (0..sizes[issue]).min_by(|&a, &b| sum(a).total_cmp(&sum(b)))
    };
    PartialOutcome((0..sizes.len()).map(worst).collect())
}

fn random(negotiation: &Negotiation, seed: u64) -> PartialOutcome {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % n
    };
    PartialOutcome(negotiation.sizes().iter().map(|&size| Some(below(size))).collect())
}

fn stem(path: &str) -> String {
    Path::new(path).file_stem().map_or_else(|| path.to_string(), |stem| stem.to_string_lossy().to_string())
}

fn read(path: &str) -> Negotiation {
    let mut files = vec![PathBuf::from(path)];
    if files[0].is_dir() {
        let parties = std::fs::read_dir(files[0].join("parties")).expect("a folder of parties");
        let mut parties: Vec<PathBuf> = parties.map(|entry| entry.expect("an entry").path()).collect();
        parties.sort();
        files = vec![files[0].join("talks.toml")];
        files.extend(parties);
    }
    let source =
        |file: &PathBuf| Source::new(file.display().to_string(), std::fs::read(file).expect("the file is readable"));
    let sources: Vec<Source> = files.iter().map(source).collect();
    load(&sources).unwrap_or_else(|problems| panic!("{path}: {problems:?}")).negotiation
}
