//! NegMAS's definitions against the words in which they are stated, and the frontier against enumeration.

use super::negmas::{Figures, figures};
use crate::exact::{Rational, ratio};
use crate::model::{Additive, Issue, IssueOption, Negotiation, Parts, Party, Preferences, Role, Utility};
use crate::random::{Shape, negotiation, outcomes};
use crate::solve::Budget;

fn talks(values: &[&[[i64; 2]]], reservation: [i64; 2]) -> Negotiation {
    let option = |index: usize| IssueOption { id: index.to_string(), text: index.to_string(), amount: None };
    let issue = |(index, options): (usize, &&[[i64; 2]])| Issue {
        id: format!("i{index}"),
        title: format!("i{index}"),
        point: None,
        category: None,
        unit: None,
        options: (0..options.len()).map(option).collect(),
    };
    let party = |index: usize| Party { id: format!("p{index}"), name: format!("p{index}"), role: Role::Party };
    let preferences = |party: usize| Preferences {
        utility: Utility::Additive(Additive {
            weights: vec![ratio(1, 1); values.len()],
            values: values.iter().map(|own| own.iter().map(|worth| ratio(worth[party], 1)).collect()).collect(),
            joint_terms: Vec::new(),
            weight_total: ratio(1, 1),
            value_scale: ratio(1, 1),
        }),
        red_lines: Vec::new(),
        reservation_value: ratio(reservation[party], 1),
        discount: None,
    };
    let parts = Parts {
        issues: values.iter().enumerate().map(issue).collect(),
        parties: (0..2).map(party).collect(),
        preferences: (0..2).map(preferences).collect(),
        ..Parts::default()
    };
    Negotiation::new(parts).expect("in order")
}

fn said(negotiation: &Negotiation) -> Figures {
    figures(negotiation, &mut Budget::unlimited()).expect("no rules, no red lines")
}

fn picks(figures: &Figures, id: &str) -> Vec<Vec<i64>> {
    let pick = figures.picks.iter().find(|pick| pick.definition.id == id).expect("a definition");
    let whole = |utility: &Rational| i64::try_from(utility.to_integer()).expect("small");
    pick.points.as_ref().expect("points").iter().map(|point| point.utilities.iter().map(whole).collect()).collect()
}

#[test]
fn each_definition_picks_what_its_words_say() {
    // Points (10, 1), (7, 5), (4, 6) and (0, 7); no agreement is worth 2 to the first, and to the second
    // less than its worst outcome, which counts instead.
    let talks = talks(&[&[[10, 1], [7, 5], [4, 6], [0, 7]]], [2, -3]);
    let figures = said(&talks);
    assert_eq!(figures.ranges, [(ratio(0, 1), ratio(10, 1)), (ratio(1, 1), ratio(7, 1))]);
    assert_eq!(figures.sums, Some(vec![ratio(21, 1), ratio(19, 1)]));
    assert_eq!(figures.n_rational, Some(3));
    assert_eq!(figures.frontier.as_ref().map(Vec::len), Some(3));
    // Gains over (2, 1): (8, 0), (5, 4), (2, 5). Shares of (8, 6): (1, 0), (5/8, 2/3), (1/4, 5/6).
    assert_eq!(picks(&figures, "nash"), [[7, 5]]);
    assert_eq!(picks(&figures, "kalai"), [[7, 5]]);
    assert_eq!(picks(&figures, "ks"), [[7, 5]]);
    // Shares of (10, 7): (1, 1/7), (7/10, 5/7), (2/5, 6/7).
    assert_eq!(picks(&figures, "modified_ks"), [[7, 5]]);
    assert_eq!(picks(&figures, "modified_kalai"), [[7, 5]]);
    assert_eq!(picks(&figures, "max_welfare"), [[7, 5]]);
}

#[test]
fn the_spread_may_pick_a_point_that_is_poor_for_all() {
    // The textbook's Kalai-Smorodinsky lifts the least share: (8, 5). The least spread is at (4, 4).
    let talks = talks(&[&[[10, 0], [8, 5], [4, 6], [0, 10], [4, 6]]], [0, 0]);
    assert_eq!(picks(&said(&talks), "ks"), [[4, 6], [4, 6]][..1]);
    assert_eq!(picks(&said(&talks), "kalai"), [[8, 5]]);
}

#[test]
fn where_nothing_is_left_to_share_every_point_is_picked() {
    let talks = talks(&[&[[3, 1], [3, 2]]], [3, 0]);
    let figures = said(&talks);
    assert_eq!(picks(&figures, "nash"), [[3, 2]]);
    assert_eq!(picks(&figures, "max_welfare"), [[3, 2]]);
}

#[test]
fn the_frontier_is_that_of_enumeration() {
    for seed in 0..300 {
        let shape = Shape { parties: 5, values: 4, ..Shape::SMALL };
        let parts = negotiation(seed, &shape).into_parts();
        let preferences: Vec<Preferences> =
            parts.preferences.into_iter().map(|own| Preferences { red_lines: Vec::new(), ..own }).collect();
        let parts = Parts { rules: Vec::new(), preferences, ..parts };
        let talks = Negotiation::new(parts).expect("in order");
        let figures = said(&talks);
        let all: Vec<Vec<Rational>> = outcomes(&talks).iter().map(|outcome| talks.utilities(outcome)).collect();
        let is_rational = |utilities: &&Vec<Rational>| {
            utilities.iter().zip(talks.preferences()).all(|(utility, own)| *utility >= own.reservation_value)
        };
        let rational: Vec<&Vec<Rational>> = all.iter().filter(is_rational).collect();
        let betters = |a: &Vec<Rational>, b: &Vec<Rational>| a != b && a.iter().zip(b).all(|(a, b)| a >= b);
        let mut naive: Vec<Vec<Rational>> = rational
            .iter()
            .filter(|point| !rational.iter().any(|other| betters(other, point)))
            .map(|point| (*point).clone())
            .collect();
        naive.sort();
        naive.dedup();
        let frontier = figures.frontier.expect("small");
        assert!(frontier.iter().all(|point| talks.utilities(&point.outcome) == point.utilities), "{seed}");
        let mut found: Vec<Vec<Rational>> = frontier.into_iter().map(|point| point.utilities).collect();
        found.sort();
        assert_eq!(found, naive, "{seed}");
        assert_eq!(figures.n_rational, Some(rational.len()), "{seed}");
        for (party, range) in figures.ranges.iter().enumerate() {
            let own = || all.iter().map(|utilities| &utilities[party]);
            assert_eq!((Some(&range.0), Some(&range.1)), (own().min(), own().max()), "{seed}");
            assert_eq!(figures.sums.as_ref().map(|sums| &sums[party]), Some(&own().sum::<Rational>()), "{seed}");
        }
    }
}

#[test]
fn talks_that_negmas_cannot_state_are_refused() {
    let with_rules = (0..100).map(|seed| negotiation(seed, &Shape::SMALL)).find(|talks| !talks.rules().is_empty());
    let reasons = figures(&with_rules.expect("some talks have rules"), &mut Budget::unlimited()).expect_err("rules");
    assert!(reasons[0].contains("rules"), "{reasons:?}");
}
