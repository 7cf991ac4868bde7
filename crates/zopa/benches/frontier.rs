//! Times the frontier on instances of growing size and prints each beside its target.
//!
//! `cargo bench --bench frontier -- PATH...` times talks in files and folders instead.

use std::path::{Path, PathBuf};
use std::time::Instant;
use zopa::exact::ratio;
use zopa::format::{Source, load};
use zopa::solve::frontier::{FrontierAnswer, Limits, frontier};
use zopa::solve::network::{Meaning, Network, Variable};
use zopa::solve::scale::Scale;

fn main() {
    for path in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")) {
        let network = read(&path);
        time(&path, &network);
        time(&format!("{path}, no walk-away"), &Network { reservation: vec![0; network.n_parties], ..network });
    }
    if let Ok(seed) = std::env::var("SEED") {
        let mut network = opposed(28, 3, 4, seed.parse().unwrap());
        time("two", &opposed(28, 3, 2, seed.parse().unwrap()));
        time("three", &opposed(28, 3, 3, seed.parse().unwrap()));
        time("four", &network);
        if let Ok(r) = std::env::var("RES") {
            network.reservation = vec![r.parse().unwrap(); 4];
            time("four res", &network);
        }
    }
    time("3^11 outcomes, 2 parties", &additive(11, 3, 2, 1));
}

/// Prints the number of points, the best and the median wall time.
fn time(name: &str, network: &Network) {
    let limits = Limits { max_states: 50_000_000, interrupt: None };
    let mut seconds = Vec::new();
    let mut cpu_seconds: Vec<f64> = Vec::new();
    let start = Instant::now();
    let mut points = 0;
    while seconds.is_empty() || (start.elapsed().as_secs_f64() < 1.0 && seconds.len() < 2000) {
        let begin = Instant::now();
        let cpu = processor_seconds();
        let answer = frontier(network, &limits);
        seconds.push(begin.elapsed().as_secs_f64());
        cpu_seconds.push(processor_seconds() - cpu);
        let FrontierAnswer::Exact(found) = answer else { panic!("{answer:?}") };
        points = found.len();
    }
    seconds.sort_by(f64::total_cmp);
    let median = seconds[seconds.len() / 2];
    let cpu = cpu_seconds.iter().sum::<f64>() / cpu_seconds.len() as f64;
    println!(
        "{name}: {points} points, best {:.3} ms, median {:.3} ms, processor {:.3} ms",
        seconds[0] * 1e3,
        median * 1e3,
        cpu * 1e3
    );
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
    let source = |file: &PathBuf| Source {
        name: file.display().to_string(),
        text: std::fs::read_to_string(file).expect("the file is readable"),
    };
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
            let weight = importance * (0.35 * random.normal()).exp();
            let upwards = party == 0 || (party > 1 && random.next() % 2 == 0);
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
