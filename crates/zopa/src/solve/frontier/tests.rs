//! Frontiers against enumeration.

use super::{Frontier, FrontierAnswer, Limits, frontier};
use crate::model::{Negotiation, Outcome};
use crate::random::{Random, Shape, negotiation, outcomes};
use crate::solve::network::Network;

const NO_LIMIT: Limits<'static> = Limits { max_states: usize::MAX, interrupt: None };

/// The zone's outcomes with their integer utilities, in lexicographic order.
fn zone(negotiation: &Negotiation, network: &Network) -> Vec<(Vec<i64>, Outcome)> {
    let integer = |outcome: &Outcome| -> Vec<i64> {
        let exact = negotiation.utilities(outcome);
        let scaled = exact.iter().zip(&network.scales).map(|(u, scale)| (u * &scale.denominator).to_integer());
        scaled.map(|u| i64::try_from(u).unwrap()).collect()
    };
    let inside = outcomes(negotiation).into_iter().filter(|outcome| negotiation.in_zone(outcome));
    inside.map(|outcome| (integer(&outcome), outcome)).collect()
}

/// What no other point of the zone betters, descending, with the first package of each.
fn naive(zone: &[(Vec<i64>, Outcome)]) -> Vec<(Vec<i64>, Outcome)> {
    let betters = |a: &[i64], b: &[i64]| a != b && a.iter().zip(b).all(|(a, b)| a >= b);
    let mut front: Vec<(Vec<i64>, Outcome)> = Vec::new();
    for (utility, outcome) in zone {
        let new = front.iter().all(|(other, _)| other != utility);
        if new && !zone.iter().any(|(other, _)| betters(other, utility)) {
            front.push((utility.clone(), outcome.clone()));
        }
    }
    front.sort_by(|a, b| b.0.cmp(&a.0));
    front
}

fn listed(frontier: &Frontier, network: &Network) -> Vec<(Vec<i64>, Outcome)> {
    (0..frontier.len()).map(|i| (frontier.utilities(i).to_vec(), frontier.package(network, i))).collect()
}

fn exact(network: &Network) -> Frontier {
    match frontier(network, &NO_LIMIT) {
        FrontierAnswer::Exact(frontier) => frontier,
        other => panic!("expected an exact frontier, not {other:?}"),
    }
}

fn check(seed: u64, shape: &Shape) {
    let negotiation = negotiation(seed, shape);
    let network = Network::new(&negotiation).unwrap();
    let expected = naive(&zone(&negotiation, &network));
    assert_eq!(listed(&exact(&network), &network), expected, "seed {seed}");
}

#[test]
fn equals_enumeration() {
    let wide = Shape { issues: 6, options: 4, parties: 6, knots: 1, values: 40 };
    let knotted = Shape { knots: 4, values: 3, ..Shape::SMALL };
    for seed in 0..1500 {
        check(seed, &Shape::SMALL);
        check(seed, &knotted);
        check(seed, &Shape { knots: 0, values: 1000, ..Shape::SMALL });
        if seed % 5 == 0 {
            check(seed, &wide);
        }
    }
}
