//! The same work by this library and by peers, on the same files in the same run.
//!
//! `cargo bench --bench peers` reads the instances of `../shared/bench/instances` beside the
//! project, or of the folder in `ZOPA_INSTANCES`, or else makes similar ones. With `ZOPA_PEERS` set
//! to a Python that has HiGHS and NegMAS (`make bench` sees to that) the peers run too, and the
//! ratios are printed. Times of this library are medians of several solves, each with its
//! certificate; the check of the certificate is timed beside it.

mod instances;
mod ours;
mod peers;
mod table;

use instances::{GROUPS, Group, Instance};
use ours::{OBJECTIVES, Timed};
use peers::Peer;
use std::collections::HashMap;

fn main() {
    let instances = instances::all();
    println!("{} instances from {}", instances.files.len(), instances.origin);
    let timed: Vec<(&Instance, Vec<Timed>)> = instances.files.iter().map(|file| (file, ours::time(file))).collect();
    for group in GROUPS {
        own_times(group, &timed);
    }
    match peers::python() {
        None => println!("\nNo peers: set ZOPA_PEERS to a Python with highspy and negmas, or use `make bench`."),
        Some(python) => {
            let objectives: Vec<&str> = OBJECTIVES.iter().filter(|o| o.is_asked_of_peer).map(|o| o.id).collect();
            let highs = peers::highs(&python, &objectives, &instances.files);
            for group in GROUPS {
                ratios(group, &timed, &highs);
            }
            frontier(&python);
        }
    }
}

/// Medians and worst cases of a group.
fn own_times(group: &Group, timed: &[(&Instance, Vec<Timed>)]) {
    let rows = timed.iter().filter(|(instance, _)| instance.is_in(group)).collect::<Vec<_>>();
    if rows.is_empty() {
        return;
    }
    println!("\n{}: {} instances, milliseconds", group.title, rows.len());
    let mut lines = vec![table::line(["", "not proved", "solve median", "worst", "check median", "worst"])];
    for (index, objective) in OBJECTIVES.iter().enumerate() {
        let solves: Vec<f64> = rows.iter().map(|(_, timed)| timed[index].solve).collect();
        let checks: Vec<f64> = rows.iter().filter_map(|(_, timed)| timed[index].check).collect();
        let unproved = rows.iter().filter(|(_, timed)| !timed[index].is_proved).count();
        let mut cells = vec![objective.id.to_string(), unproved.to_string()];
        cells.extend([table::milliseconds(table::median(&solves)), table::milliseconds(table::worst(&solves))]);
        if !checks.is_empty() {
            cells.extend([table::milliseconds(table::median(&checks)), table::milliseconds(table::worst(&checks))]);
        }
        lines.push(cells);
    }
    table::print(&lines);
}

/// How many times longer HiGHS takes, and whether it finds the same.
fn ratios(group: &Group, timed: &[(&Instance, Vec<Timed>)], highs: &HashMap<(String, String), Peer>) {
    let rows = timed.iter().filter(|(instance, _)| instance.is_in(group)).collect::<Vec<_>>();
    if rows.is_empty() {
        return;
    }
    println!("\n{}: HiGHS's time divided by ours (HiGHS alone; with building its model)", group.title);
    let mut lines = vec![table::line(["", "geometric mean", "least", "with model", "HiGHS median ms", "same optimum"])];
    let (mut all, mut different) = (Vec::new(), Vec::new());
    for (index, objective) in OBJECTIVES.iter().enumerate().filter(|(_, objective)| objective.is_asked_of_peer) {
        let pairs: Vec<(&Timed, &Peer, &str)> = rows
            .iter()
            .filter_map(|(instance, timed)| {
                let key = (instance.name.clone(), objective.id.to_string());
                highs.get(&key).map(|peer| (&timed[index], peer, instance.name.as_str()))
            })
            .collect();
        if pairs.is_empty() {
            continue;
        }
        let alone: Vec<f64> = pairs.iter().map(|(ours, peer, _)| peer.seconds / ours.solve).collect();
        let with_model: Vec<f64> = pairs.iter().map(|(ours, peer, _)| peer.seconds_with_model / ours.solve).collect();
        let medians: Vec<f64> = pairs.iter().map(|(_, peer, _)| peer.seconds).collect();
        let differing = pairs.iter().filter(|(ours, peer, _)| !peer.agrees(ours.value, objective.tolerance));
        let differing: Vec<String> =
            differing.map(|(ours, peer, name)| describe(objective.id, name, ours, peer)).collect();
        lines.push(vec![
            objective.id.to_string(),
            format!("{:.0}", table::geometric_mean(&alone)),
            format!("{:.1}", alone.iter().copied().fold(f64::INFINITY, f64::min)),
            format!("{:.0}", table::geometric_mean(&with_model)),
            table::milliseconds(table::median(&medians)),
            format!("{} of {}", pairs.len() - differing.len(), pairs.len()),
        ]);
        all.extend(alone);
        different.extend(differing);
    }
    table::print(&lines);
    let slower = all.iter().filter(|ratio| **ratio < 1.0).count();
    println!(
        "all objectives: geometric mean {:.0}; slower than HiGHS on {slower} of {}",
        table::geometric_mean(&all),
        all.len()
    );
    different.iter().for_each(|line| println!("  differs: {line}"));
}

fn describe(objective: &str, name: &str, ours: &Timed, peer: &Peer) -> String {
    format!("{objective} of {name}: {:?} here, {:?} by HiGHS ({})", ours.value, peer.value, peer.status)
}

/// The frontier of 3^11 outcomes between two parties, beside NegMAS.
fn frontier(python: &str) {
    let instance = instances::two_parties(11, 3);
    let (points, seconds) = ours::frontier(&instance);
    println!("\nFrontier of 3^11 packages, 2 parties: {points} points in {} ms", table::milliseconds(seconds));
    if let Some((peer_points, peer_seconds)) = peers::negmas_frontier(python, &instance) {
        println!(
            "NegMAS: {peer_points} points in {} ms, {:.0} times as long",
            table::milliseconds(peer_seconds),
            peer_seconds / seconds
        );
    }
}
