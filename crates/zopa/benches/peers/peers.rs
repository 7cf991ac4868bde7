//! The peers, run by scripts of their own.

use crate::instances::Instance;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// What HiGHS found.
pub struct Peer {
    /// What HiGHS itself took.
    pub seconds: f64,
    /// The same with building its model.
    pub seconds_with_model: f64,
    /// The value of its optimum.
    pub value: Option<f64>,
    /// How it ended.
    pub status: String,
}

impl Peer {
    /// Whether both found the same optimum, or none. Where HiGHS ran out of time, whether it found
    /// nothing better.
    pub fn agrees(&self, ours: Option<f64>, tolerance: f64) -> bool {
        match (ours, self.value, self.status.as_str()) {
            (Some(ours), Some(value), "Optimal") => (ours - value).abs() <= tolerance,
            (Some(ours), Some(value), _) => value <= ours + tolerance,
            (None, _, "Infeasible") => true,
            (ours, _, "Time limit reached") => ours.is_some(),
            _ => false,
        }
    }
}

/// The Python with the peers in it, if one is named.
pub fn python() -> Option<String> {
    std::env::var("ZOPA_PEERS").ok().filter(|python| !python.is_empty())
}

fn script(name: &str) -> String {
    format!("{}/../../benches/peers/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Runs HiGHS on all instances: by file and objective, what it found.
pub fn highs(python: &str, objectives: &[&str], instances: &[Instance]) -> HashMap<(String, String), Peer> {
    let mut peer = Command::new(python)
        .args([script("highs.py"), objectives.join(",")])
        .args(instances.iter().map(|instance| &instance.path))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{python} cannot be started: {error}"));
    let lines = BufReader::new(peer.stdout.take().expect("the output is piped")).lines();
    let mut found = HashMap::new();
    for line in lines {
        let line = line.expect("the peer writes text");
        let row: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line}"));
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_string();
        let seconds = |key: &str| row[key].as_f64().unwrap_or(f64::NAN);
        let result = Peer {
            seconds: seconds("seconds"),
            seconds_with_model: seconds("seconds_with_model"),
            value: row["value"].as_f64(),
            status: text("status"),
        };
        found.insert((text("file"), text("objective")), result);
    }
    let ended = peer.wait().expect("the peer can be waited for");
    assert!(ended.success(), "the peer failed: {ended}");
    found
}

/// The number of points and the seconds that NegMAS takes to list a frontier.
pub fn negmas_frontier(python: &str, instance: &Instance) -> Option<(u64, f64)> {
    let output = Command::new(python).arg(script("negmas_frontier.py")).arg(&instance.path).output().ok()?;
    let row: Value = serde_json::from_slice(&output.stdout).ok()?;
    Some((row["points"].as_u64()?, row["seconds"].as_f64()?))
}
