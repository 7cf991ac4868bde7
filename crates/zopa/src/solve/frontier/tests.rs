//! Frontiers against enumeration.

use super::{Cover, Frontier, FrontierAnswer, Limits, cover, frontier, frontier_between};
use crate::exact::ratio;
use crate::model::{Negotiation, Outcome};
use crate::random::{Random, Shape, negotiation, outcomes};
use crate::solve::network::{Factor, Meaning, Network, Variable};
use crate::solve::scale::Scale;
use std::sync::atomic::AtomicBool;

type Points = Vec<(Vec<i64>, Outcome)>;

/// Every outcome that obeys the rules and crosses no red line, with its integer utilities.
fn permitted(negotiation: &Negotiation, network: &Network) -> Points {
    let integer = |outcome: &Outcome| -> Vec<i64> {
        let exact = negotiation.utilities(outcome);
        let scaled = exact.iter().zip(&network.scales).map(|(u, scale)| (u * &scale.denominator).to_integer());
        scaled.map(|u| i64::try_from(u).unwrap()).collect()
    };
    let allowed = |outcome: &Outcome| {
        negotiation.broken_rules(outcome).is_empty()
            && (0..network.n_parties).all(|party| negotiation.crossed_red_lines(party, outcome).is_empty())
    };
    outcomes(negotiation).into_iter().filter(allowed).map(|outcome| (integer(&outcome), outcome)).collect()
}

/// Those of the points that give every party its walk-away value.
fn zone(permitted: &Points, network: &Network) -> Points {
    permitted.iter().filter(|(utility, _)| covers(utility, &network.reservation, &[])).cloned().collect()
}

/// Whether nobody gets less, up to `epsilon`.
fn covers(a: &[i64], b: &[i64], epsilon: &[i64]) -> bool {
    (0..a.len()).all(|party| a[party] >= b[party] - epsilon.get(party).unwrap_or(&0))
}

/// What no other point of the zone betters, descending, with the first package of each.
fn naive(zone: &Points) -> Points {
    let mut front: Points = Vec::new();
    for (utility, outcome) in zone {
        let new = front.iter().all(|(other, _)| other != utility);
        if new && !zone.iter().any(|(other, _)| other != utility && covers(other, utility, &[])) {
            front.push((utility.clone(), outcome.clone()));
        }
    }
    front.sort_by(|a, b| b.0.cmp(&a.0));
    front
}

fn listed(frontier: &Frontier, network: &Network) -> Points {
    (0..frontier.len()).map(|i| (frontier.utilities(i).to_vec(), frontier.package(network, i))).collect()
}

fn exact(answer: FrontierAnswer) -> Frontier {
    match answer {
        FrontierAnswer::Exact(frontier) => frontier,
        other => panic!("expected an exact frontier, not {other:?}"),
    }
}

fn check(seed: u64, shape: &Shape) {
    let negotiation = negotiation(seed, shape);
    let network = Network::new(&negotiation).unwrap();
    let expected = naive(&zone(&permitted(&negotiation, &network), &network));
    assert_eq!(listed(&exact(frontier(&network, &Limits::default())), &network), expected, "seed {seed}");
}

const WIDE: Shape = Shape { issues: 6, options: 4, parties: 8, knots: 1, values: 40 };
const KNOTTED: Shape = Shape { knots: 4, values: 3, ..Shape::SMALL };
const PLAIN: Shape = Shape { knots: 0, values: 1000, ..Shape::SMALL };

#[test]
fn equals_enumeration() {
    for seed in 0..1500 {
        check(seed, &Shape::SMALL);
        check(seed, &KNOTTED);
        check(seed, &PLAIN);
        if seed % 5 == 0 {
            check(seed, &WIDE);
        }
    }
}

/// Issues without ties between them and with large numbers; a party's value falls where the first's rises.
fn opposed(issues: usize, options: usize, parties: usize, most: u64, seed: u64) -> Network {
    let mut random = Random(seed);
    let variable = |issue: usize| {
        let mut utility = Vec::new();
        for option in 0..options as u64 {
            for party in 0..parties as u64 {
                let rank = if (issue as u64 + party).is_multiple_of(2) { option } else { options as u64 - 1 - option };
                utility.push((rank * most + random.next() % most) as i64 - most as i64);
            }
        }
        Variable { meaning: Meaning::Issue { issue, options: (0..options).collect() }, size: options, utility }
    };
    Network {
        n_parties: parties,
        n_issues: issues,
        variables: (0..issues).map(variable).collect(),
        factors: Vec::new(),
        reservation: vec![i64::MIN / 4; parties],
        scales: vec![Scale { denominator: ratio(1, 1), slack: 0 }; parties],
    }
}

/// Every package of a network without factors, with its utilities.
fn enumerated(network: &Network) -> Points {
    let mut points = vec![(vec![0; network.n_parties], Vec::new())];
    for variable in &network.variables {
        let rows: Vec<&[i64]> = variable.utility.chunks_exact(network.n_parties).collect();
        let extend = |(utility, package): &(Vec<i64>, Vec<usize>)| {
            let add = |row: &[i64]| utility.iter().zip(row).map(|(a, b)| a + b).collect::<Vec<_>>();
            rows.iter()
                .enumerate()
                .map(|(value, row)| (add(row), [&package[..], &[value]].concat()))
                .collect::<Vec<_>>()
        };
        points = points.iter().flat_map(extend).collect();
    }
    points.into_iter().map(|(utility, package)| (utility, Outcome(package))).collect()
}

/// Long fronts reach what short ones do not: trees with several levels and comparisons between them.
#[test]
fn long_fronts_equal_enumeration() {
    for (seed, (issues, parties)) in [(8, 2), (8, 3), (7, 4), (6, 5), (5, 7)].into_iter().enumerate() {
        for most in [3, 1000, 1 << 33] {
            let network = opposed(issues, 3, parties, most, seed as u64);
            let found = listed(&exact(frontier(&network, &Limits::default())), &network);
            assert_eq!(found, naive(&enumerated(&network)), "{issues} issues, {parties} parties, up to {most}");
        }
    }
}

/// A package's name may exceed 64 and 128 bits.
#[test]
fn long_names_equal_short_ones() {
    for parties in [2, 3, 4] {
        let short = opposed(7, 3, parties, 50, 11);
        let expected = listed(&exact(frontier(&short, &Limits::default())), &short);
        for (idle, options) in [(12, 50), (30, 50)] {
            let mut long = short.clone();
            long.n_issues += idle;
            long.variables.extend((0..idle).map(|issue| Variable {
                meaning: Meaning::Issue { issue: 7 + issue, options: (0..options).collect() },
                size: options,
                utility: vec![0; options * parties],
            }));
            let found = exact(frontier(&long, &Limits::default()));
            let found: Points = listed(&found, &long);
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found.0, expected.0);
                assert_eq!(found.1.0[..7], expected.1.0);
                assert!(found.1.0[7..].iter().all(|option| *option == 0));
            }
        }
    }
}

/// One variable with many values, as preferences given as tables make it.
#[test]
fn one_large_variable() {
    for parties in 1..=5 {
        let mut random = Random(parties as u64);
        let outcomes: Vec<Outcome> = (0..3000).map(|option| Outcome(vec![option])).collect();
        let utility: Vec<i64> = (0..3000 * parties).map(|_| random.below(200) as i64).collect();
        let rows = utility.chunks_exact(parties).map(<[i64]>::to_vec);
        let expected = naive(&rows.zip(outcomes.iter().cloned()).collect());
        let network = Network {
            variables: vec![Variable { meaning: Meaning::Package { outcomes }, size: 3000, utility }],
            ..opposed(1, 1, parties, 1, 0)
        };
        assert_eq!(listed(&exact(frontier(&network, &Limits::default())), &network), expected, "{parties} parties");
    }
}

#[test]
fn same_on_any_number_of_threads() {
    let network = opposed(10, 3, 4, 100, 5);
    let limits = [Limits::default(), Limits { max_states: 500, interrupt: None }];
    let texts: Vec<String> = [1, 2, 3]
        .into_iter()
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| format!("{:?}", limits.map(|limits| frontier(&network, &limits))))
        })
        .collect();
    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[0], texts[2]);
}

/// Everything that a cover promises, against all permitted outcomes.
fn check_cover(cover: &Cover, permitted: &Points, network: &Network, label: &str) {
    let Cover { frontier, short, epsilon } = cover;
    let (inside, outside) = (listed(frontier, network), listed(short, network));
    for (list, in_zone) in [(&inside, true), (&outside, false)] {
        for point in list {
            assert!(permitted.contains(point), "{label}: {point:?} is no package");
            assert_eq!(covers(&point.0, &network.reservation, &[]), in_zone, "{label}: {point:?}");
            assert!(covers(&point.0, &network.reservation, epsilon), "{label}: {point:?}");
        }
    }
    assert_eq!(inside, naive(&inside), "{label}: one listed package betters another");
    let secure: Vec<i64> = network.reservation.iter().zip(epsilon).map(|(r, e)| r + e).collect();
    for (utility, _) in zone(permitted, network) {
        let near = |list: &Points| list.iter().any(|(listed, _)| covers(listed, &utility, epsilon));
        let certain = covers(&utility, &secure, &[]);
        assert!(near(&inside) || (!certain && near(&outside)), "{label}: {utility:?} is not covered");
    }
}

#[test]
fn covers_keep_their_promise() {
    let shape = Shape { issues: 6, options: 4, parties: 5, knots: 1, values: 1000 };
    let mut covers = 0;
    for seed in 0..400 {
        let negotiation = negotiation(seed, &shape);
        let mut network = Network::new(&negotiation).unwrap();
        if seed % 4 > 0 {
            // Low walk-away values leave more to cover.
            network.reservation.iter_mut().for_each(|least| *least /= 2);
        }
        let permitted = permitted(&negotiation, &network);
        for max_states in [2, 6] {
            match frontier(&network, &Limits { max_states, interrupt: None }) {
                FrontierAnswer::Cover(cover) => {
                    assert!(cover.frontier.len() + cover.short.len() <= max_states, "seed {seed}");
                    check_cover(&cover, &permitted, &network, &format!("seed {seed}"));
                    covers += 1;
                }
                FrontierAnswer::Exact(found) => {
                    assert_eq!(listed(&found, &network), naive(&zone(&permitted, &network)), "seed {seed}");
                }
                FrontierAnswer::TooLarge { .. } => {
                    let knotted = !network.factors.is_empty();
                    assert!(knotted, "seed {seed}: without factors one state is enough");
                }
                FrontierAnswer::Interrupted => panic!("nobody interrupts"),
            }
        }
    }
    assert!(covers > 100, "only {covers} covers were made");
}

#[test]
fn covers_stay_within_what_was_asked() {
    for parties in [2, 3, 4] {
        let mut network = opposed(if parties == 2 { 13 } else { 9 }, 3, parties, 1000, 3);
        let points = enumerated(&network);
        let middle = |party: usize| points.iter().map(|(u, _)| u[party]).sum::<i64>() / points.len() as i64;
        network.reservation = (0..parties).map(|party| middle(party) - 2000).collect();
        let exact = exact(frontier(&network, &Limits::default()));
        for share in [0, 50, 500] {
            let epsilon = vec![share; parties];
            match cover(&network, &epsilon, &Limits::default()) {
                FrontierAnswer::Exact(found) => assert_eq!(listed(&found, &network), listed(&exact, &network)),
                FrontierAnswer::Cover(cover) => {
                    assert!(cover.epsilon.iter().all(|epsilon| *epsilon <= share) && share > 0);
                    assert!(cover.frontier.len() < exact.len());
                    let mut relevant = naive(&zone(&points, &network));
                    relevant
                        .extend(listed(&cover.frontier, &network).into_iter().chain(listed(&cover.short, &network)));
                    check_cover(&cover, &relevant, &network, &format!("{parties} parties, {share}"));
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn in_the_eyes_of_two() {
    for seed in 0..600 {
        let negotiation = negotiation(seed, &Shape { parties: 5, ..Shape::SMALL });
        let network = Network::new(&negotiation).unwrap();
        if network.n_parties < 2 {
            continue;
        }
        let zone = zone(&permitted(&negotiation, &network), &network);
        let whole = exact(frontier(&network, &Limits::default()));
        for (first, second) in [(0, 1), (1, 0), (network.n_parties - 1, 0)] {
            let seen = |utility: &[i64]| vec![utility[first], utility[second]];
            let projected = zone.iter().map(|(utility, outcome)| (seen(utility), outcome.clone())).collect();
            let expected: Vec<Vec<i64>> = naive(&projected).into_iter().map(|(utility, _)| utility).collect();
            let pair: Vec<Vec<i64>> = whole.pair(first, second).iter().map(|&i| seen(whole.utilities(i))).collect();
            assert_eq!(pair, expected, "seed {seed}, parties {first} and {second}");
            let between = exact(frontier_between(&network, &[first, second], &Limits::default()));
            assert_eq!(between.iter().map(seen).collect::<Vec<_>>(), expected, "seed {seed}, {first} and {second}");
            for point in listed(&between, &network) {
                assert!(zone.contains(&point), "seed {seed}: {point:?} is not in the zone");
            }
        }
    }
}

#[test]
fn stops_when_told() {
    let network = opposed(6, 3, 4, 100, 5);
    let stop = AtomicBool::new(true);
    let answer = frontier(&network, &Limits { max_states: 1000, interrupt: Some(&stop) });
    assert!(matches!(answer, FrontierAnswer::Interrupted));
}

#[test]
fn nothing_permitted_gives_an_empty_frontier() {
    let mut network = opposed(2, 2, 3, 10, 0);
    network.variables[1].size = 0;
    network.variables[1].utility.clear();
    assert!(exact(frontier(&network, &Limits::default())).is_empty());
}

/// Fourteen issues of four options, each tied to each: no boundary is small.
#[test]
fn too_many_ties_are_reported() {
    let mut network = opposed(14, 4, 2, 10, 0);
    for a in 0..14 {
        for b in a + 1..14 {
            network.factors.push(Factor { scope: vec![a, b], forbidden: vec![false; 16], utility: Vec::new() });
        }
    }
    assert!(matches!(frontier(&network, &Limits::default()), FrontierAnswer::TooLarge { .. }));
}
