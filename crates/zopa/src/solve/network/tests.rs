//! The compiled form says the same as the model, outcome by outcome.

use super::Network;
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome};
use crate::random::{Shape, negotiation};
use std::collections::BTreeMap;

/// Shows every assignment of a small network that is not forbidden, with its utilities.
fn visit(network: &Network, each: &mut dyn FnMut(&[usize], Vec<i64>)) {
    let sizes: Vec<usize> = network.variables.iter().map(|v| v.size).collect();
    let mut assignment = vec![0; sizes.len()];
    for _ in 0..sizes.iter().product::<usize>() {
        if let Some(utilities) = network.utilities(&assignment) {
            each(&assignment, utilities);
        }
        for (value, size) in assignment.iter_mut().zip(&sizes).rev() {
            *value += 1;
            if *value < *size {
                break;
            }
            *value = 0;
        }
    }
}

/// Every assignment of a small network with its utilities, by outcome.
fn enumerate(network: &Network) -> BTreeMap<Vec<usize>, Vec<i64>> {
    let mut found = BTreeMap::new();
    visit(network, &mut |assignment, utilities| {
        let before = found.insert(network.outcome(assignment).0, utilities);
        assert!(before.is_none(), "counters must follow from the issues");
    });
    found
}

fn is_permitted(negotiation: &Negotiation, outcome: &Outcome) -> bool {
    let crosses = |party: usize| !negotiation.crossed_red_lines(party, outcome).is_empty();
    negotiation.broken_rules(outcome).is_empty() && !(0..negotiation.parties().len()).any(crosses)
}

#[test]
fn network_agrees_with_model() {
    for seed in 0..300 {
        let negotiation = negotiation(seed, &Shape::SMALL);
        let network = Network::new(&negotiation).unwrap();
        let found = enumerate(&network);
        for outcome in crate::random::outcomes(&negotiation) {
            let permitted = is_permitted(&negotiation, &outcome);
            assert_eq!(found.contains_key(&outcome.0), permitted, "seed {seed}, {outcome:?}");
            if let Some(integers) = found.get(&outcome.0) {
                let exact: Vec<Rational> =
                    integers.iter().zip(&network.scales).map(|(&u, scale)| scale.exact(&u.into())).collect();
                assert_eq!(exact, negotiation.utilities(&outcome), "seed {seed}, {outcome:?}");
            }
        }
    }
}

/// No assignment of bonuses promises more than its outcome gives, and every outcome is matched by one that
/// gives everybody as much.
#[test]
fn bonuses_promise_what_outcomes_give() {
    let mut n_searched = 0;
    for seed in 0..600 {
        let mut negotiation = negotiation(seed, &Shape { knots: 4, parties: 2, issues: 4, ..Shape::SMALL });
        if seed % 3 > 0 {
            let mut parts = negotiation.into_parts();
            parts.rules.clear();
            parts.preferences.iter_mut().for_each(|own| own.red_lines.clear());
            negotiation = Negotiation::new(parts).unwrap();
        }
        let network = Network::by_bonuses(&negotiation).unwrap();
        n_searched += usize::from(network.has_bonuses());
        let mut promised: Vec<Vec<Rational>> = Vec::new();
        visit(&network, &mut |assignment, integers| {
            let outcome = network.outcome(assignment);
            let given = negotiation.utilities(&outcome);
            let exact = integers.iter().zip(&network.scales).map(|(&u, scale)| scale.exact(&u.into()));
            let exact: Vec<Rational> = exact.collect();
            assert!(is_permitted(&negotiation, &outcome), "seed {seed}, {outcome:?}");
            assert!(given.iter().zip(&exact).all(|(given, own)| given >= own), "seed {seed}, {outcome:?}");
            promised.push(exact);
        });
        for outcome in crate::random::outcomes(&negotiation).iter().filter(|o| is_permitted(&negotiation, o)) {
            let given = negotiation.utilities(outcome);
            let matches = |own: &Vec<Rational>| own.iter().zip(&given).all(|(own, given)| own >= given);
            assert!(promised.iter().any(matches), "seed {seed}, {outcome:?}");
        }
    }
    assert!(n_searched > 150, "{n_searched}");
}
