//! Every scenario is read, or refused for a true reason.

use crate::scenario::{corpus, scenarios};
use zopa::format::{Reading, Severity, load_with};

/// The scenarios that are refused as they stand, with all their files, and every reason.
const REFUSED: &[(&str, &[&str])] = &[];

#[test]
fn every_scenario_is_read_or_refused_for_a_true_reason() {
    let Some(corpus) = corpus() else {
        println!("skipped: the corpus is not there");
        return;
    };
    let mut refused: Vec<(String, Vec<String>)> = Vec::new();
    let all = scenarios(&corpus);
    for scenario in &all {
        if let Err(problems) = load_with(&scenario.sources(), &Reading::default()) {
            let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
            let reasons: Vec<String> = errors.map(|problem| format!("{}: {}", problem.file, problem.message)).collect();
            refused.push((scenario.name(), reasons));
        }
    }
    assert_eq!(all.len(), 464);
    let expected: Vec<(String, Vec<String>)> = REFUSED
        .iter()
        .map(|(name, reasons)| (name.to_string(), reasons.iter().map(ToString::to_string).collect()))
        .collect();
    assert_eq!(refused, expected);
}
