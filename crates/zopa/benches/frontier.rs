//! Times the frontier and prints each time beside what it is compared with.
//!
//! `cargo bench --bench frontier -- PATH...` times talks in files and folders instead; a number in
//! place of a path is a seed of the instance with four parties.

use std::path::{Path, PathBuf};
use std::time::Instant;
use zopa::exact::ratio;
use zopa::format::{Source, load};
use zopa::model::Outcome;
use zopa::solve::frontier::{FrontierAnswer, Limits, frontier, frontier_between};
use zopa::solve::network::{Meaning, Network, Variable};
use zopa::solve::scale::Scale;

/// The seed whose frontier of four parties has about five million points.
const FOUR_PARTIES: u64 = 70;

/// Seconds that NegMAS 0.16.0 takes for the frontier of two parties over 3^11 outcomes, on one core
/// of the same machine.
const NEGMAS_SECONDS: f64 = 0.76;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for argument in &arguments {
        match argument.parse() {
            Ok(seed) => time(&format!("four parties, seed {seed}"), &opposed(28, 3, 4, seed), None),
            Err(_) => {
                let network = read(argument);
                time(argument, &network, None);
                let name = format!("{argument}, no walk-away");
                time(&name, &Network { reservation: vec![i64::MIN / 4; network.n_parties], ..network }, None);
            }
        }
    }
    if !arguments.is_empty() {
        return;
    }
    time("3^11 outcomes, 2 parties", &additive(11, 3, 2, 1), Some(NEGMAS_SECONDS));
    time("28 issues x 3 options, 2 opposed parties", &opposed(28, 3, 2, 2), Some(0.000_2));
    time("28 issues x 3 options, 3 opposed parties", &opposed(28, 3, 3, 2), Some(0.050));
    time("28 issues x 3 options, 4 opposed parties", &opposed(28, 3, 4, FOUR_PARTIES), Some(8.0));
    time("a table of a million outcomes, 4 parties", &table(1_000_000, 4, 1), None);
    time("60 issues x 5 options, 5 opposed parties", &opposed(60, 5, 5, 1), None);
    let plan = read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../talks/plan28"));
    time("28 points, 4 parties", &plan, Some(2.0));
    let start = Instant::now();
    for first in 0..plan.n_parties {
        for second in 0..first {
            let answer = frontier_between(&plan, &[first, second], &Limits::default());
            assert!(matches!(answer, FrontierAnswer::Exact(_)), "{answer:?}");
        }
    }
    println!("28 points, pair by pair: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
}

/// Prints the number of points and the best and the median wall time.
fn time(name: &str, network: &Network, reference: Option<f64>) {
    let limits = Limits { max_states: if network.n_parties > 4 { 100_000 } else { 50_000_000 }, interrupt: None };
    let mut seconds = Vec::new();
    let (start, processor) = (Instant::now(), processor_seconds());
    let mut what = String::new();
    while seconds.is_empty() || (start.elapsed().as_secs_f64() < 1.0 && seconds.len() < 2000) {
        let begin = Instant::now();
        let answer = frontier(network, &limits);
        seconds.push(begin.elapsed().as_secs_f64());
        what = match answer {
            FrontierAnswer::Exact(found) => format!("{} points", found.len()),
            FrontierAnswer::Cover(cover) => {
                format!("{} packages within {:?}, {} short", cover.frontier.len(), cover.epsilon, cover.short.len())
            }
            other => format!("{other:?}"),
        };
    }
    let processor = (processor_seconds() - processor) / seconds.len() as f64;
    seconds.sort_by(f64::total_cmp);
    let (best, median) = (seconds[0], seconds[seconds.len() / 2]);
    print!("{name}: {what}, best {:.3} ms, median {:.3} ms", best * 1e3, median * 1e3);
    print!(", processor {:.2} ms, peak so far {}", processor * 1e3, peak_memory());
    match reference {
        Some(reference) => println!(", {:.1} times faster than {reference} s", reference / median),
        None => println!(),
    }
}

/// The most memory used so far, where the system tells.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown".into(), |peak| peak.trim().into())
}

/// Processor time of all threads so far in user mode, where the system tells; in steps of 10 ms.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(11)?.parse::<f64>().ok());
    ticks.map_or(f64::NAN, |ticks| ticks / 100.0)
}

/// Reads talks from a file, or from a folder with a file for the talks and one for every party.
fn read(path: &str) -> Network {
    let mut files = vec![PathBuf::from(path)];
    if files[0].is_dir() {
        let parties = std::fs::read_dir(files[0].join("parties")).expect("the folder of the parties is readable");
        files = parties.map(|entry| entry.expect("a file").path()).collect();
        files.sort();
        files.insert(0, Path::new(path).join("talks.toml"));
    }
    let source =
        |file: &PathBuf| Source::new(file.display().to_string(), std::fs::read(file).expect("the file is readable"));
    let loaded = load(&files.iter().map(source).collect::<Vec<_>>()).expect("the talks are well formed");
    Network::new(&loaded.negotiation).expect("tables of preferences are small")
}

fn network(utilities: Vec<Vec<i64>>, k: usize, p: usize, reservation: Vec<i64>) -> Network {
    let variable =
        |(issue, utility)| Variable { meaning: Meaning::Issue { issue, options: (0..k).collect() }, size: k, utility };
    Network {
        n_parties: p,
        n_issues: utilities.len(),
        variables: utilities.into_iter().enumerate().map(variable).collect(),
        factors: Vec::new(),
        reservation,
        scales: vec![Scale { denominator: ratio(1_000_000, 1), slack: 0 }; p],
    }
}

/// The generator splitmix64 (Steele, Lea and Flood, 2014, "Fast splittable pseudorandom number generators").
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform from 0 to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Close to normal, with mean 0 and variance 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

/// Every party's best sums to a million. On every issue the first party ranks the options upwards and
/// the second downwards; the others take a side at random. What is important or a middle way to one
/// party is more or less so to the others.
fn opposed(n: usize, k: usize, p: usize, seed: u64) -> Network {
    let mut random = Random(seed);
    let mut utilities = vec![vec![0.0; k * p]; n];
    for issue in &mut utilities {
        let importance = (0.8 * random.normal()).exp();
        let ways: Vec<f64> = (1..k - 1).map(|_| random.share()).collect();
        for party in 0..p {
            let weight = importance * (0.25 * random.normal()).exp();
            let upwards = party == 0 || (party > 1 && random.next().is_multiple_of(2));
            for option in 0..k {
                let way = if option == 0 { 0.0 } else { ways.get(option - 1).map_or(1.0, |way| *way) };
                let noise = if option == 0 || option == k - 1 { 0.0 } else { 0.1 * random.normal() };
                let value = if upwards { way } else { 1.0 - way } + noise;
                issue[option * p + party] = weight * value.clamp(0.0, 1.0);
            }
        }
    }
    let best = |party: usize| -> f64 {
        utilities.iter().map(|issue| (0..k).map(|o| issue[o * p + party]).fold(0.0, f64::max)).sum()
    };
    let scales: Vec<f64> = (0..p).map(|party| 1e6 / best(party)).collect();
    let round = |(index, value): (usize, &f64)| (value * scales[index % p]).round() as i64;
    let utilities = utilities.iter().map(|issue| issue.iter().enumerate().map(round).collect()).collect();
    network(utilities, k, p, vec![0; p])
}

/// Values and weights uniform, for every party on its own; utilities are multiples of 2^-40.
fn additive(n: usize, k: usize, p: usize, seed: u64) -> Network {
    let mut random = Random(seed);
    let mut utilities = vec![vec![0; k * p]; n];
    for party in 0..p {
        let values: Vec<f64> = (0..n * k).map(|_| random.share()).collect();
        let weights: Vec<f64> = (0..n).map(|_| random.share() + 0.05).collect();
        let total: f64 = weights.iter().sum();
        for (index, value) in values.iter().enumerate() {
            let worth = value * weights[index / k] / total;
            utilities[index / k][index % k * p + party] = (worth * (1u64 << 40) as f64).round() as i64;
        }
    }
    network(utilities, k, p, vec![0; p])
}

/// Preferences as a table: utilities uniform over whole outcomes, which stand for one variable.
fn table(n: usize, p: usize, seed: u64) -> Network {
    let mut random = Random(seed);
    let outcomes = (0..n).map(|option| Outcome(vec![option])).collect();
    let utility = (0..n * p).map(|_| (random.next() % 1_000_000) as i64).collect();
    let variable = Variable { meaning: Meaning::Package { outcomes }, size: n, utility };
    Network { n_issues: 1, variables: vec![variable], ..network(Vec::new(), 1, p, vec![0; p]) }
}
