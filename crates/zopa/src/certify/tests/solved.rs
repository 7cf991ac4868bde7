//! Certificates as the solver hands them out.

use super::negotiations;
use super::oracle::{gains, random_weights};
use crate::certify::{check, read, write};
use crate::exact::{Rational, ratio};
use crate::model::{
    Additive, Condition, Issue, IssueOption, Negotiation, Outcome, Parts, Party, Preferences, Role, Rule, RuleKind,
    Utility,
};
use crate::random::{Random, Shape, negotiation};
use crate::solve::certificate::{Certificate, Verdict};
use crate::solve::solution::{SOLUTIONS, solution};
use crate::solve::{Budget, Question, Solver};
use num_traits::One;

/// Too many outcomes to enumerate, knotted enough that proofs distinguish cases.
const LARGE: Shape = Shape { issues: 18, options: 4, parties: 5, knots: 4, values: 9973 };

/// The certificates of all solutions and of the zone; questions without a proved answer give none.
fn certificates(negotiation: &Negotiation, seed: u64) -> Vec<Certificate> {
    let solver = Solver::new(negotiation).unwrap();
    // Nodes to spend on a question: enough for all but the hardest.
    let budget = || Budget { nodes: 2_000_000, ..Budget::unlimited() };
    let mut certificates: Vec<Certificate> = solver.zone(&mut budget()).certificate().cloned().into_iter().collect();
    for solution in SOLUTIONS {
        let n = negotiation.parties().len();
        let weights = random_weights(solution.id, n, &mut Random(seed));
        let question = if solution.takes_weights {
            Question::weighted(solution, weights).unwrap()
        } else {
            Question::plain(solution, n)
        };
        certificates.extend(solver.solve(&question, &mut budget()).certificate().cloned());
    }
    certificates
}

/// Checks all certificates and returns how many there are, and how many cases they distinguish.
fn accept_all(seed: u64, negotiation: &Negotiation) -> [u64; 2] {
    let certificates = certificates(negotiation, seed);
    let mut cases = 0;
    for certificate in &certificates {
        let text = write(certificate, negotiation);
        assert_eq!(read(&text, negotiation).as_ref(), Ok(certificate), "seed {seed}");
        match check(certificate, negotiation) {
            Ok(verified) => cases += verified.cases,
            Err(flaws) => panic!("seed {seed}, {}: {flaws:?}", certificate.solution),
        }
    }
    [certificates.len() as u64, cases]
}

fn accept_each(negotiations: impl Iterator<Item = (u64, Negotiation)>) -> [u64; 2] {
    negotiations
        .map(|(seed, negotiation)| accept_all(seed, &negotiation))
        .fold([0; 2], |a, b| [a[0] + b[0], a[1] + b[1]])
}

#[test]
fn whatever_is_solved_is_accepted() {
    let [found, _] = accept_each(negotiations(300));
    assert!(found > 300 * 10, "{found}");
    let [found, _] = accept_each((0..60).map(|seed| (seed, negotiation(seed, &LARGE))));
    assert!(found > 60 * 9, "{found}");
}

/// Parties that want the opposite of each other: each option splits the worth of its issue anew.
fn opposed(seed: u64, n_issues: usize, n_parties: usize, rules: Vec<Rule>) -> Negotiation {
    const OPTIONS: usize = 4;
    let mut random = Random(seed);
    let option = |i| IssueOption { id: format!("o{i}"), text: format!("Option {i}"), amount: None };
    let issue = |i| Issue {
        id: format!("i{i}"),
        title: format!("Issue {i}"),
        point: None,
        category: None,
        unit: None,
        options: (0..OPTIONS).map(option).collect(),
    };
    let party = |i| Party { id: format!("p{i}"), name: format!("Party {i}"), role: Role::Party };
    let mut values = vec![vec![Vec::new(); n_issues]; n_parties];
    for issue in 0..n_issues {
        let worth = random.up_to(100_000);
        for _ in 0..OPTIONS {
            let mut rest = worth;
            for values in &mut values[1..] {
                let share = random.below(rest + 1);
                values[issue].push(ratio(share as i64, 1));
                rest -= share;
            }
            values[0][issue].push(ratio(rest as i64, 1));
        }
    }
    let preferences = values.into_iter().map(|values| Preferences {
        utility: Utility::Additive(Additive {
            weights: vec![Rational::one(); n_issues],
            values,
            joint_terms: Vec::new(),
            weight_total: Rational::one(),
            value_scale: Rational::one(),
        }),
        red_lines: Vec::new(),
        reservation_value: ratio(0, 1),
        discount: None,
    });
    let parts = Parts {
        issues: (0..n_issues).map(issue).collect(),
        parties: (0..n_parties).map(party).collect(),
        preferences: preferences.collect(),
        rules,
        ..Parts::default()
    };
    Negotiation::new(parts).unwrap()
}

#[test]
fn proofs_that_distinguish_cases_are_accepted() {
    // A rule ties two issues, so that halves of outcomes cannot be listed apart.
    let first = |issue| Condition { issue, options: vec![0] };
    let rule = || Rule { text: "not both".into(), kind: RuleKind::Excludes(vec![first(0), first(1)]) };
    let [found, cases] = accept_each((0..3).map(|seed| (seed, opposed(seed, 20, 4, vec![rule()]))));
    assert!(found > 24 && cases > 2 * found, "{found}, {cases}");
}

#[test]
fn proofs_by_joined_halves_are_accepted() {
    let [found, _] = accept_each((0..3).map(|seed| (seed, opposed(seed, 20, 4, Vec::new()))));
    assert!(found > 24, "{found}");
}

/// The outcome that a solution picks, with its certificate.
fn picked(solver: &Solver, id: &str) -> Option<(Outcome, Certificate)> {
    let question = Question::plain(solution(id).unwrap(), solver.negotiation().parties().len());
    let certificate = solver.solve(&question, &mut Budget::unlimited()).certificate()?.clone();
    match &certificate.verdict {
        Verdict::Optimum { outcome, .. } => Some((outcome.clone(), certificate)),
        _ => None,
    }
}

#[test]
fn what_one_solution_picks_passes_for_another_only_if_it_ties() {
    let value = |id: &str, negotiation: &Negotiation, outcome: &Outcome| -> Rational {
        let gains = gains(negotiation, outcome);
        match id {
            "nash" => gains.iter().fold(Rational::one(), |product, gain| product * gain),
            "egalitarian" => gains.into_iter().min().unwrap(),
            _ => negotiation.utilities(outcome).into_iter().sum(),
        }
    };
    const IDS: [&str; 3] = ["nash", "egalitarian", "utilitarian"];
    let mut rejected = 0;
    for seed in 0..150 {
        let negotiation = negotiation(seed, &LARGE);
        let solver = Solver::new(&negotiation).unwrap();
        let picks: Vec<(Outcome, Certificate)> = IDS.iter().filter_map(|id| picked(&solver, id)).collect();
        if picks.len() < IDS.len() {
            continue;
        }
        for (own, id) in IDS.iter().enumerate() {
            for other in (0..IDS.len()).filter(|&other| other != own) {
                let (best, certificate) = &picks[own];
                let mut certificate = certificate.clone();
                let outcome = picks[other].0.clone();
                let ties = value(id, &negotiation, &outcome) == value(id, &negotiation, best);
                certificate.verdict = Verdict::Optimum { value: value(id, &negotiation, &outcome), outcome };
                assert_eq!(check(&certificate, &negotiation).is_ok(), ties, "seed {seed}, {id} from {}", IDS[other]);
                rejected += usize::from(!ties);
            }
        }
    }
    assert!(rejected > 50, "{rejected}");
}
