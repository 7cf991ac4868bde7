//! What a brief says about drafts and pairs, compared with trying everything.

use super::fixtures::brief;
use crate::exact::Rational;
use crate::model::{Draft, Negotiation, Outcome, PartialOutcome, Provenance};
use crate::random::{Random, Shape, negotiation, outcomes};
use crate::report::brief::{Brief, Signature};
use crate::solve::Budget;

/// A random negotiation with a random draft on the table.
fn talks(seed: u64) -> Negotiation {
    let mut parts = negotiation(seed, &Shape::SMALL).into_parts();
    let mut random = Random(seed ^ 0xD4AF);
    let settles = parts.issues.iter().map(|issue| (random.below(3) > 0).then(|| random.below(issue.options.len())));
    let settles = PartialOutcome(settles.collect());
    parts.drafts =
        vec![Draft { id: "d".into(), title: "Draft".into(), date: None, provenance: Provenance::Tabled, settles }];
    Negotiation::new(parts).expect("a draft of existing options fits")
}

#[test]
fn drafts_are_assessed_as_enumeration_does() {
    for seed in 0..120 {
        let negotiation = talks(seed);
        let brief = brief(&negotiation, &mut Budget::unlimited());
        let draft = &negotiation.drafts()[0].settles;
        let fits = |outcome: &Outcome| draft.0.iter().zip(&outcome.0).all(|(d, o)| d.is_none_or(|d| d == *o));
        let all: Vec<Outcome> = outcomes(&negotiation).into_iter().filter(fits).collect();
        let obeying: Vec<Outcome> = all.iter().filter(|o| negotiation.broken_rules(o).is_empty()).cloned().collect();
        let assessment = &brief.drafts[0];
        assert_eq!(assessment.standing.obeys_rules, !obeying.is_empty(), "seed {seed}");
        let counted = if obeying.is_empty() { &all } else { &obeying };
        for party in 0..negotiation.parties().len() {
            let utilities: Vec<Rational> = counted.iter().map(|o| negotiation.utility(party, o)).collect();
            let span = &assessment.standing.utilities[party];
            assert!(span.is_tight, "seed {seed}");
            assert_eq!(Some(&span.least), utilities.iter().min(), "seed {seed} party {party}");
            assert_eq!(Some(&span.most), utilities.iter().max(), "seed {seed} party {party}");
            let suits = |o: &Outcome| {
                negotiation.crossed_red_lines(party, o).is_empty()
                    && negotiation.utility(party, o) >= negotiation.preferences()[party].reservation_value
            };
            let suitable = obeying.iter().filter(|o| suits(o)).count();
            let expected = match suitable {
                0 => Signature::No,
                n if n == obeying.len() => Signature::Yes,
                _ => Signature::Depends,
            };
            assert_eq!(assessment.standing.signers[party].signature, expected, "seed {seed} party {party}");
        }
    }
}

#[test]
fn pairs_reach_what_enumeration_reaches() {
    let mut compared = 0;
    for seed in 0..60 {
        let negotiation = talks(seed);
        let brief = brief(&negotiation, &mut Budget::unlimited());
        let zone: Vec<Vec<Rational>> = outcomes(&negotiation)
            .iter()
            .filter(|o| negotiation.in_zone(o))
            .map(|o| negotiation.utilities(o))
            .collect();
        for pair in &brief.frontiers {
            let of = |u: &[Rational]| (u[pair.first].clone(), u[pair.second].clone());
            let found: Vec<_> = pair.points.iter().map(|point| of(&point.utilities)).collect();
            let beaten =
                |p: &(Rational, Rational)| zone.iter().map(|u| of(u)).any(|q| q != *p && q.0 >= p.0 && q.1 >= p.1);
            assert!(found.iter().all(|p| !beaten(p)), "seed {seed}");
            assert!(pair.points.iter().all(|point| negotiation.in_zone(&point.outcome)), "seed {seed}");
            if pair.is_complete {
                let mut expected: Vec<_> = zone.iter().map(|u| of(u)).filter(|p| !beaten(p)).collect();
                expected.sort_by(|a, b| b.cmp(a));
                expected.dedup();
                assert_eq!(found, expected, "seed {seed}");
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "only {compared} frontiers were complete");
}

#[test]
fn easy_points_are_best_for_all() {
    for seed in 0..60 {
        let negotiation = talks(seed);
        let brief: Brief = brief(&negotiation, &mut Budget { nodes: 0, interrupt: None });
        for point in &brief.points {
            let Some(agreed) = point.agreed else { continue };
            for party in 0..negotiation.parties().len() {
                assert_eq!(
                    brief.shares.of_option(party, point.issue, agreed),
                    brief.shares.best(party, point.issue),
                    "seed {seed}"
                );
            }
        }
    }
}
