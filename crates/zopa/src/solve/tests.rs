//! Every answer against plain enumeration, on random negotiations small enough for it.

mod loose;

use super::certificate::{Certificate, Proof, Verdict};
use super::fine::Fine;
use super::network::Network;
use super::solution::{Question, SOLUTIONS, solution};
use super::{Answer, Budget, Solver, Ties};
use crate::certify::{Checker, Limits};
use crate::exact::{Rational, ratio};
use crate::model::{Negotiation, Outcome, Parts, Utility};
use crate::random::{Random, Shape, negotiation, outcomes};
use num_traits::{One, Pow, Signed, Zero};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// The zone by enumeration: outcomes with gains.
fn zone(negotiation: &Negotiation) -> Vec<(Outcome, Vec<Rational>)> {
    let gains = |outcome: &Outcome| -> Vec<Rational> {
        let utilities = negotiation.utilities(outcome);
        utilities.into_iter().zip(negotiation.preferences()).map(|(u, p)| u - &p.reservation_value).collect()
    };
    outcomes(negotiation).into_iter().filter(|o| negotiation.in_zone(o)).map(|o| (o.clone(), gains(&o))).collect()
}

/// What a solution maximises, as a vector compared lexicographically; the first entry is the value.
fn key(
    id: &str,
    gains: &[Rational],
    ideals: &[Rational],
    reservation: &[Rational],
    weights: &[Rational],
) -> Vec<Rational> {
    let mut ratios: Vec<Rational> =
        gains.iter().zip(ideals).filter(|(_, i)| i.is_positive()).map(|(g, i)| g / i).collect();
    ratios.sort();
    let mut sorted = gains.to_vec();
    sorted.sort();
    match id {
        "nash" => vec![gains.iter().product()],
        "weighted-nash" => vec![gains.iter().zip(weights).map(|(g, w)| Pow::pow(g, w.to_integer())).product()],
        "egalitarian" => vec![sorted[0].clone()],
        "leximin" => sorted,
        "kalai-smorodinsky" if ratios.is_empty() => vec![Rational::one()],
        "kalai-smorodinsky" => ratios,
        "utilitarian" => vec![gains.iter().zip(reservation).map(|(g, r)| g + r).sum()],
        "weighted-sum" => vec![gains.iter().zip(reservation).zip(weights).map(|((g, r), w)| (g + r) * w).sum()],
        "utilitarian-normalised" => vec![ratios.iter().sum()],
        other => panic!("no oracle for {other}"),
    }
}

fn check(seed: u64, shape: &Shape) {
    check_answers(seed, &negotiation(seed, shape));
}

fn check_answers(seed: u64, negotiation: &Negotiation) {
    check_answers_in(seed, negotiation, Network::to_search(negotiation).unwrap());
}

/// The same, where that network is searched.
fn check_answers_in(seed: u64, negotiation: &Negotiation, network: Network) {
    let zone = zone(negotiation);
    let p = negotiation.parties().len();
    let solver = Solver::searching(negotiation, network.clone()).unwrap();
    let (is_exact, has_bonuses) = (network.is_exact(), network.has_bonuses());
    let is_certified = is_exact && !solver.is_cut();
    let checker = Checker::on(negotiation, network);
    let check_certificate = |certificate: &Option<Certificate>, id: &str| {
        assert_eq!(certificate.is_some(), is_certified, "seed {seed} {id}: what is exact in 64 bits is certified");
        let checked = certificate.as_ref().map(|certificate| checker.check(certificate, &Limits::default()));
        assert!(checked.as_ref().is_none_or(Result::is_ok), "seed {seed} {id}: {checked:?}");
    };
    let witness = solver.zone(&mut Budget::unlimited());
    assert_eq!(matches!(witness, Answer::Empty { .. }), zone.is_empty(), "seed {seed}: zone");
    let ideals: Vec<Rational> =
        (0..p).map(|i| zone.iter().map(|(_, g)| g[i].clone()).max().unwrap_or_default()).collect();
    let reservation: Vec<Rational> = negotiation.preferences().iter().map(|p| p.reservation_value.clone()).collect();
    let mut random = Random(seed);
    let weights: Vec<Rational> = (0..p).map(|_| Rational::from_integer((random.up_to(3) as i64).into())).collect();
    for solution in SOLUTIONS.iter().filter(|solution| !solution.is_mixture) {
        let question = if solution.takes_weights {
            Question::weighted(solution, weights.clone()).unwrap()
        } else {
            Question::plain(solution, p)
        };
        let answer = solver.solve(&question, &mut Budget::unlimited());
        let weights: Vec<Rational> = match super::solution::exponents(&question.weights) {
            Some(exponents) if solution.id == "weighted-nash" => {
                exponents.iter().map(|&e| Rational::from_integer(e.into())).collect()
            }
            _ => weights.clone(),
        };
        let keys: Vec<Vec<Rational>> =
            zone.iter().map(|(_, g)| key(solution.id, g, &ideals, &reservation, &weights)).collect();
        let Some(best) = keys.iter().max() else {
            let Answer::Empty { certificate } = &answer else { panic!("seed {seed}: {answer:?}") };
            check_certificate(certificate, solution.id);
            continue;
        };
        let Answer::Optimum { settlement, certificate } = &answer else {
            // Choices of bonuses that come close in rounded numbers can be too many to compare.
            let may_be_bounded = has_bonuses && !is_exact;
            let Answer::Bounded { settlement, bound } = &answer else {
                panic!("seed {seed} {}: {answer:?}", solution.id)
            };
            assert!(may_be_bounded && settlement.value <= best[0], "seed {seed} {}: {answer:?}", solution.id);
            assert!(bound.as_ref().is_none_or(|bound| *bound >= best[0]), "seed {seed} {}: {answer:?}", solution.id);
            continue;
        };
        let package = settlement.package().unwrap();
        let (_, gains) = zone.iter().find(|(outcome, _)| outcome == package).expect("the package is in the zone");
        assert_eq!(&settlement.gains, gains, "seed {seed} {}", solution.id);
        assert_eq!(&key(solution.id, gains, &ideals, &reservation, &weights), best, "seed {seed} {}", solution.id);
        assert_eq!(settlement.value, best[0], "seed {seed} {}: value", solution.id);
        let vectors: BTreeSet<&Vec<Rational>> =
            zone.iter().zip(&keys).filter(|(_, key)| *key == best).map(|((_, g), _)| g).collect();
        match settlement.ties {
            Ties::Exactly(n) => assert_eq!(n, vectors.len() as u64, "seed {seed} {}: ties", solution.id),
            Ties::AtLeast(n) => assert!(n <= vectors.len() as u64, "seed {seed} {}: ties", solution.id),
        }
        check_certificate(certificate, solution.id);
    }
    for (party, ideal) in ideals.iter().enumerate().filter(|_| !zone.is_empty()) {
        let answer = solver.ideal(party, &mut Budget::unlimited());
        let Answer::Optimum { settlement, .. } = &answer else {
            assert!(has_bonuses && !is_exact, "seed {seed}: ideal {party}: {answer:?}");
            continue;
        };
        assert_eq!(&settlement.gains[party], ideal, "seed {seed}: ideal {party}");
    }
}

/// How many instances to try: `percent` of 10,000, or of what the environment asks for.
fn seeds(percent: u64) -> std::ops::Range<u64> {
    let total = std::env::var("ZOPA_TRUST").ok().and_then(|n| n.parse::<u64>().ok()).unwrap_or(10_000);
    0..total * percent / 100
}

/// Rules, pair terms, red lines, ties, tables, degenerate utilities: everything that small can be.
#[test]
fn answers_agree_with_enumeration() {
    seeds(80).into_par_iter().for_each(|seed| check(seed, &Shape::SMALL));
}

#[test]
fn answers_agree_where_values_are_fine() {
    let shape = Shape { values: 1_000_003, issues: 6, parties: 5, ..Shape::SMALL };
    seeds(10).into_par_iter().for_each(|seed| check(seed, &shape));
}

#[test]
fn answers_agree_where_nearly_everything_ties() {
    let shape = Shape { values: 1, knots: 4, parties: 3, ..Shape::SMALL };
    seeds(10).into_par_iter().for_each(|seed| check(seed, &shape));
    // Here tables that are merged cancel out, and weights fit their sums only before.
    [6816, 9044].into_iter().for_each(|seed| check(seed, &shape));
}

/// Searching bonuses finds what searching issues finds, with certificates, and in rounded numbers too.
#[test]
fn answers_agree_where_bonuses_are_searched() {
    let shape = Shape { knots: 7, parties: 3, ..Shape::SMALL };
    let has_bonuses = |seed| {
        let mut negotiation = negotiation(seed, &shape);
        if seed % 4 > 0 {
            negotiation = unruled(negotiation);
        }
        if seed % 3 == 0 {
            negotiation = stretched(&negotiation);
        }
        let network = Network::by_bonuses(&negotiation).unwrap();
        let has_bonuses = network.has_bonuses();
        if has_bonuses {
            check_answers_in(seed, &negotiation, network);
        }
        has_bonuses
    };
    let n_searched = seeds(10).into_par_iter().filter(|&seed| has_bonuses(seed)).count();
    assert!(n_searched > 400, "{n_searched}");
}

/// Where too many candidates come close, the exact frontier has one of the best.
#[test]
fn the_exact_frontier_has_the_best() {
    let mut n_found = 0;
    for seed in 0..400 {
        let negotiation = unruled(negotiation(seed, &Shape { knots: 0, parties: 3, ..Shape::SMALL }));
        let zone = zone(&negotiation);
        let p = negotiation.parties().len();
        let solver = Solver::new(&negotiation).unwrap();
        let ideals: Vec<Rational> =
            (0..p).map(|i| zone.iter().map(|(_, g)| g[i].clone()).max().unwrap_or_default()).collect();
        let reservation: Vec<Rational> =
            negotiation.preferences().iter().map(|own| own.reservation_value.clone()).collect();
        for solution in SOLUTIONS.iter().filter(|solution| !solution.is_mixture && !solution.takes_weights) {
            let question = Question::plain(solution, p);
            let Some(answer) = Fine::new(&solver).by_frontier(&question) else { continue };
            let keys = zone.iter().map(|(_, g)| key(solution.id, g, &ideals, &reservation, &[]));
            let Some(best) = keys.max() else {
                assert!(matches!(answer, Answer::Empty { .. }), "seed {seed} {}", solution.id);
                continue;
            };
            let settlement = answer.settlement().unwrap();
            assert_eq!(key(solution.id, &settlement.gains, &ideals, &reservation, &[]), best, "seed {seed}");
            assert_eq!(settlement.value, best[0], "seed {seed} {}", solution.id);
            n_found += 1;
        }
    }
    assert!(n_found > 500, "{n_found}");
}

/// The same without rules and red lines.
fn unruled(negotiation: Negotiation) -> Negotiation {
    let mut parts: Parts = negotiation.into_parts();
    parts.rules.clear();
    parts.preferences.iter_mut().for_each(|own| own.red_lines.clear());
    Negotiation::new(parts).unwrap()
}

/// Where common denominators exceed 64 bits, rounding would make ties of what differs, and break what ties.
#[test]
fn answers_agree_where_numbers_are_too_fine_for_64_bits() {
    let shape = Shape { values: 3, ..Shape::SMALL };
    let is_fine = |seed| {
        let negotiation = stretched(&negotiation(seed, &shape));
        check_answers(seed, &negotiation);
        !Solver::new(&negotiation).unwrap().network().is_exact()
    };
    let n_fine = seeds(10).into_par_iter().filter(|&seed| is_fine(seed)).count();
    assert!(n_fine > 900, "{n_fine}");
}

/// The same, with every party's utilities a little larger: by fractions of long numbers.
fn stretched(negotiation: &Negotiation) -> Negotiation {
    let mut preferences = negotiation.preferences().to_vec();
    for (party, own) in preferences.iter_mut().enumerate() {
        let factor = ratio((1 << 41) + 7 + 4 * party as i64, (1 << 41) - 21);
        own.reservation_value *= &factor;
        match &mut own.utility {
            Utility::Table(values) => values.iter_mut().for_each(|value| *value *= &factor),
            Utility::Additive(additive) => additive.weight_total /= &factor,
        }
    }
    let parts = Parts {
        title: String::new(),
        issues: negotiation.issues().to_vec(),
        parties: negotiation.parties().to_vec(),
        rules: negotiation.rules().to_vec(),
        preferences,
        ..Parts::default()
    };
    Negotiation::new(parts).unwrap()
}

/// Mixtures: no weights separate the answer from what the parties could have.
#[test]
fn mixtures_are_supported_by_their_weights() {
    for seed in 0..500 {
        let negotiation = negotiation(seed, &Shape::SMALL);
        let solver = Solver::new(&negotiation).unwrap();
        let p = negotiation.parties().len();
        for id in ["nash-mixture", "egalitarian-mixture", "kalai-smorodinsky-mixture"] {
            let answer = solver.solve(&Question::plain(solution(id).unwrap(), p), &mut Budget::unlimited());
            if let Some(certificate) = answer.certificate() {
                let checked = crate::certify::check(certificate, &negotiation);
                assert!(checked.is_ok(), "seed {seed} {id}: {checked:?} {certificate:?}");
            }
            if let Some(settlement) = answer.settlement() {
                let total: Rational = settlement.mixture.iter().map(|(_, share)| share).sum();
                assert!(total.is_one() && settlement.mixture.iter().all(|(_, share)| share.is_positive()));
                assert!(settlement.gains.iter().all(|gain| !gain.is_negative()), "seed {seed} {id}");
            }
            match &answer {
                Answer::Optimum { certificate: Some(certificate), settlement } => {
                    let Verdict::Mixture { value, bound, .. } = &certificate.verdict else { panic!() };
                    assert!(value == bound && *value == settlement.value);
                    assert!(matches!(certificate.proofs.last(), Some(Proof::Support(_))));
                }
                Answer::Bounded { settlement, bound: Some(bound) } => {
                    assert!(*bound >= settlement.value, "seed {seed} {id}");
                    let gap = crate::exact::to_f64(&(bound - &settlement.value));
                    assert!(gap <= 1e-6 * (1.0 + crate::exact::to_f64(bound)), "seed {seed} {id}: gap {gap}");
                }
                Answer::Bounded { settlement, bound: None } => assert!(settlement.value.is_zero(), "seed {seed} {id}"),
                Answer::Empty { .. } => assert!(zone(&negotiation).is_empty(), "seed {seed} {id}"),
                other => panic!("seed {seed} {id}: {other:?}"),
            }
        }
    }
}

/// The explanation of an empty zone: every cause is needed, and together they suffice.
#[test]
fn causes_of_no_deal_are_irreducible() {
    use super::no_deal::{Demand, explain};
    let mut empty = 0;
    for seed in 0..3_000 {
        let negotiation = negotiation(seed, &Shape::SMALL);
        if !zone(&negotiation).is_empty() {
            continue;
        }
        empty += 1;
        let no_deal = explain(&negotiation, &mut Budget::unlimited()).unwrap();
        let meets = |outcome: &Outcome, demand: &Demand| match *demand {
            Demand::Rule(rule) => negotiation.rules()[rule].obeyed(&outcome.0),
            Demand::RedLine { party, line } => !negotiation.preferences()[party].red_lines[line].crossed(&outcome.0),
            Demand::WalkAway(party) => {
                negotiation.utility(party, outcome) >= negotiation.preferences()[party].reservation_value
            }
        };
        assert!(no_deal.is_irreducible);
        assert!(
            !outcomes(&negotiation).iter().any(|o| no_deal.causes.iter().all(|c| meets(o, &c.demand))),
            "seed {seed}"
        );
        for cause in &no_deal.causes {
            let package = cause.without.as_ref().unwrap();
            let others = no_deal.causes.iter().filter(|other| *other != cause);
            assert!(others.into_iter().all(|other| meets(package, &other.demand)), "seed {seed}");
        }
        if let Some(proof) = &no_deal.by_weights {
            assert!(proof.weights.iter().sum::<Rational>().is_one() && proof.largest < proof.needed, "seed {seed}");
        }
        check_relaxation(seed, &negotiation, no_deal.relaxation.as_ref());
    }
    assert!(empty > 500, "the random negotiations should often have no zone: {empty}");
}

fn check_relaxation(seed: u64, negotiation: &Negotiation, relaxation: Option<&super::no_deal::Relaxation>) {
    let permitted: Vec<Vec<Rational>> = outcomes(negotiation)
        .into_iter()
        .filter(|o| negotiation.broken_rules(o).is_empty())
        .filter(|o| (0..negotiation.parties().len()).all(|p| negotiation.crossed_red_lines(p, o).is_empty()))
        .map(|o| {
            let reservation = negotiation.preferences().iter().map(|p| &p.reservation_value);
            negotiation.utilities(&o).iter().zip(reservation).map(|(u, r)| r - u).collect()
        })
        .collect();
    let smallest = permitted.iter().filter_map(|shortfalls| shortfalls.iter().max()).min();
    assert_eq!(relaxation.map(|r| &r.by), smallest, "seed {seed}");
    for (party, alone) in relaxation.iter().flat_map(|r| r.alone.iter().enumerate()) {
        let others_met = |s: &&Vec<Rational>| s.iter().enumerate().all(|(i, s)| i == party || !s.is_positive());
        let least = permitted.iter().filter(others_met).map(|s| &s[party]).min();
        assert_eq!(alone.as_ref().map(|(by, _)| by), least, "seed {seed}, party {party}");
    }
}
