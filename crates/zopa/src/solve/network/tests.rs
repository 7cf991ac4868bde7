//! The compiled form says the same as the model, outcome by outcome.

use super::Network;
use crate::exact::Rational;
use crate::random::{Shape, negotiation};
use std::collections::BTreeMap;

/// Every assignment of a small network with its utilities, by outcome.
fn enumerate(network: &Network) -> BTreeMap<Vec<usize>, Vec<i64>> {
    let sizes: Vec<usize> = network.variables.iter().map(|v| v.size).collect();
    let mut found = BTreeMap::new();
    let mut assignment = vec![0; sizes.len()];
    for _ in 0..sizes.iter().product::<usize>() {
        if let Some(utilities) = network.utilities(&assignment) {
            let before = found.insert(network.outcome(&assignment).0, utilities);
            assert!(before.is_none(), "counters must follow from the issues");
        }
        for (value, size) in assignment.iter_mut().zip(&sizes).rev() {
            *value += 1;
            if *value < *size {
                break;
            }
            *value = 0;
        }
    }
    found
}

#[test]
fn network_agrees_with_model() {
    for seed in 0..300 {
        let negotiation = negotiation(seed, &Shape::SMALL);
        let network = Network::new(&negotiation).unwrap();
        let found = enumerate(&network);
        for outcome in crate::random::outcomes(&negotiation) {
            let permitted = negotiation.broken_rules(&outcome).is_empty()
                && (0..negotiation.parties().len()).all(|p| negotiation.crossed_red_lines(p, &outcome).is_empty());
            assert_eq!(found.contains_key(&outcome.0), permitted, "seed {seed}, {outcome:?}");
            if let Some(integers) = found.get(&outcome.0) {
                let exact: Vec<Rational> =
                    integers.iter().zip(&network.scales).map(|(&u, scale)| scale.exact(&u.into())).collect();
                assert_eq!(exact, negotiation.utilities(&outcome), "seed {seed}, {outcome:?}");
            }
        }
    }
}
