//! Our exact figures, by NegMAS's definitions, against those that NegMAS 0.16.0 computed in floats.
//!
//! Floats err. Where NegMAS's answer differs from the exact one by more than that, the test shows what
//! rounding did: an outcome that it kept though another betters it, or one that it dropped because a
//! utility equal to the reservation value came out below it.

use crate::scenario::{Scenario, corpus, scenarios};
use serde_json::Value as Json;
use zopa::exact::{Rational, to_f64};
use zopa::format::Semantics;
use zopa::model::Negotiation;
use zopa::solve::Budget;
use zopa::solve::peer::negmas::{Figures, figures};

/// How far a float may be from the exact number.
const NEAR: f64 = 1e-9;

/// What rounding did to NegMAS's answers, scenario by scenario; the test finds the same, each with its
/// evidence.
const ROUNDED: &[(&str, &str)] = &[
    ("negmas/genius10.4__ANAC2016__Terra", "keeps 8 bettered points"),
    ("negmas/external__genius10.4__src__test__resources__partydomain", "keeps 1 bettered points"),
    ("negmas/external__genius10.4__src__test__resources__partydomain", "kalai: picks a point that another betters"),
    (
        "negmas/external__genius10.4__src__test__resources__partydomain",
        "modified_kalai: picks a point that another betters",
    ),
    ("genius-core/bin__resources__partydomain", "keeps 4 bettered points"),
    ("genius-core/bin__resources__partydomain", "kalai: picks a point that another betters"),
    ("genius-core/bin__resources__partydomain", "modified_kalai: picks a point that another betters"),
    ("ai-negotiation/partydomain", "keeps 4 bettered points"),
    ("ai-negotiation/partydomain", "kalai: picks a point that another betters"),
    ("ai-negotiation/partydomain", "modified_kalai: picks a point that another betters"),
    ("negolog/domain26", "keeps 1 bettered points"),
    ("negolog/domain49", "keeps 1 bettered points"),
    ("negolog/domain61", "keeps 2 bettered points"),
    ("negolog/domainUnbalancedHighOpp", "keeps 1 bettered points"),
    ("negolog/domainUnbalancedHighOpp", "modified_ks: picks a point that another betters"),
    ("negolog/domainUnbalancedLowOpp", "drops 1 points that only digits beyond the sixteenth keep apart"),
    ("negolog/domainUnbalancedLowOpp", "ks: misses a point that it dropped"),
    ("negmas-app/anac2013__DefensiveCharms", "keeps 1 bettered points"),
    ("negmas-app/anac2013__DefensiveCharms", "drops 1 points that only digits beyond the sixteenth keep apart"),
    ("negmas-app/anac2016__NewDomain", "keeps 3 bettered points"),
    ("negmas-app/anac2016__NewDomain", "drops 2 points that only digits beyond the sixteenth keep apart"),
    ("negmas-app/anac2018__MengWan", "keeps 1 bettered points"),
    ("negmas-app/anac2018__MengWan", "drops 1 points that only digits beyond the sixteenth keep apart"),
    ("negmas-app/anac2020__Fitness", "drops 1 points that only digits beyond the sixteenth keep apart"),
    ("negmas-app/other__partydomain", "keeps 1 bettered points"),
    ("negmas-app/other__partydomain", "drops 1 points that only digits beyond the sixteenth keep apart"),
];

type Point = Vec<f64>;

fn points(value: &Json) -> Vec<Point> {
    let point =
        |point: &Json| point.as_array().expect("a point").iter().map(|u| u.as_f64().expect("a float")).collect();
    value.as_array().expect("points").iter().map(point).collect()
}

fn floats(utilities: &[Rational]) -> Point {
    utilities.iter().map(to_f64).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= NEAR * (1.0 + a.abs().max(b.abs()))
}

fn same(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| near(*a, *b))
}

/// Compares one scenario; returns what rounding did, each with its evidence.
fn compare(scenario: &Scenario, negotiation: &Negotiation, ours: &Figures) -> Vec<String> {
    let (name, theirs) = (scenario.name(), &scenario.reference);
    assert_eq!(Some(ours.n_outcomes.to_string()), theirs["n_outcomes"].as_u64().map(|n| n.to_string()), "{name}");
    for (party, preferences) in negotiation.preferences().iter().enumerate() {
        let least = to_f64(&ours.ranges[party].0);
        match theirs["reserved_values"][party].as_f64() {
            Some(reserved) => assert!(near(reserved, to_f64(&preferences.reservation_value)), "{name}: {reserved}"),
            // Minus infinity: no agreement counts as the worst outcome.
            None => assert!(near(to_f64(&preferences.reservation_value), least), "{name}"),
        }
        let range = &theirs["utility_ranges"][party];
        assert!(near(range[0].as_f64().expect("a float"), least), "{name}: {range} {least}");
        assert!(near(range[1].as_f64().expect("a float"), to_f64(&ours.ranges[party].1)), "{name}: {range}");
        let sum = to_f64(&ours.sums.as_ref().expect("sums are known")[party]);
        // NegMAS summed where there are not many outcomes.
        assert!(theirs["utility_sum"][party].as_f64().is_none_or(|their| near(their, sum)), "{name}: sum {sum}");
    }
    let mut rounded = frontiers(&name, negotiation, ours, theirs);
    rounded.extend(picks(&name, ours, theirs));
    rounded
}

/// Whether some point is as good for everyone, up to rounding.
fn is_bettered(point: &Point, others: &[Point]) -> bool {
    let betters = |other: &Point| other.iter().zip(point).all(|(o, u)| *o >= u - NEAR * (1.0 + u.abs()));
    others.iter().any(|other| betters(other) && !same(other, point))
}

/// Both frontiers hold the same points, except for what rounding did.
fn frontiers(name: &str, negotiation: &Negotiation, ours: &Figures, theirs: &Json) -> Vec<String> {
    let exact = ours.frontier.as_ref().expect("the frontier is known");
    let own: Vec<Point> = exact.iter().map(|point| floats(&point.utilities)).collect();
    let their = points(&theirs["frontier"]);
    let mut rounded = Vec::new();
    let surplus = their.iter().filter(|point| !own.iter().any(|other| same(point, other)));
    let mut n_kept = 0;
    for point in surplus {
        assert!(is_bettered(point, &own), "{name}: {point:?} is on NegMAS's frontier, and not near ours");
        n_kept += 1;
    }
    let (mut n_dropped, mut n_edge) = (0, 0);
    for (point, exact) in own.iter().zip(exact).filter(|(point, _)| !their.iter().any(|other| same(point, other))) {
        let reserved = negotiation.preferences().iter().map(|preferences| &preferences.reservation_value);
        let on_the_edge = exact.utilities.iter().zip(reserved).any(|(utility, r)| utility == r);
        if on_the_edge {
            n_edge += 1;
        } else {
            assert!(is_bettered(point, &their), "{name}: {point:?} is on our frontier, and not near NegMAS's");
            n_dropped += 1;
        }
    }
    if n_kept > 0 {
        rounded.push(format!("keeps {n_kept} bettered points"));
    }
    if n_dropped > 0 {
        rounded.push(format!("drops {n_dropped} points that only digits beyond the sixteenth keep apart"));
    }
    if n_edge > 0 {
        rounded.push(format!("drops {n_edge} points that give a party its reservation value exactly"));
    }
    rounded
}

/// Each definition picks the same points; or as good ones, which rounding tells apart; or NegMAS picks a
/// point that another betters, which rounding kept.
fn picks(name: &str, ours: &Figures, theirs: &Json) -> Vec<String> {
    let frontier: Vec<Point> = ours.frontier.iter().flatten().map(|point| floats(&point.utilities)).collect();
    let mut rounded = Vec::new();
    for pick in &ours.picks {
        let id = pick.definition.id;
        let own = pick.points.as_ref().expect("a frontier gives picks");
        let own: Vec<Point> = own.iter().map(|point| floats(&point.utilities)).collect();
        // Of a thousand points and more, the reference holds the number and the first.
        if let Some(count) = theirs[id]["count"].as_u64() {
            assert_eq!(count, own.len() as u64, "{name}: {id}");
            let first = points(&theirs[id]["first"]);
            assert!(first.iter().all(|their| own.iter().any(|point| same(point, their))), "{name}: {id}");
            continue;
        }
        let their = points(&theirs[id]);
        let missing = own.iter().filter(|point| !their.iter().any(|t| same(t, point))).count();
        let surplus: Vec<&Point> = their.iter().filter(|t| !own.iter().any(|point| same(t, point))).collect();
        if missing == 0 && surplus.is_empty() {
            continue;
        }
        let their_frontier = points(&theirs["frontier"]);
        let only = |point: &Point, others: &[Point]| !others.iter().any(|other| same(point, other));
        if !surplus.is_empty() && surplus.iter().all(|point| only(point, &frontier)) {
            rounded.push(format!("{id}: picks a point that another betters"));
            continue;
        }
        if own.iter().all(|point| only(point, &their_frontier)) && !own.is_empty() {
            rounded.push(format!("{id}: misses a point that it dropped"));
            continue;
        }
        let values: Vec<f64> = own.iter().chain(&their).map(|point| value(id, point, ours, theirs)).collect();
        let tie = values.iter().all(|value| near(*value, values[0]));
        assert!(tie && !own.is_empty() && !their.is_empty(), "{name}: {id}: {own:?}, {their:?}, {values:?}");
        rounded.push(format!("{id}: tells ties apart"));
    }
    rounded
}

/// The definitions anew, in floats, from NegMAS's own ranges and reserved values.
fn value(id: &str, point: &[f64], ours: &Figures, theirs: &Json) -> f64 {
    let range = |party: usize| (to_f64(&ours.ranges[party].0), to_f64(&ours.ranges[party].1));
    let from =
        |party: usize| theirs["reserved_values"][party].as_f64().map_or(range(party).0, |r| r.max(range(party).0));
    let share = |party: usize, from: f64| {
        let room = range(party).1 - from;
        (point[party] - from) / if room == 0.0 { 1.0 } else { room }
    };
    let parties = 0..point.len();
    let least = |values: Vec<f64>| values.into_iter().fold(f64::INFINITY, f64::min);
    let spread = |values: Vec<f64>| values.iter().copied().fold(f64::NEG_INFINITY, f64::max) - least(values);
    match id {
        "nash" => parties.map(|party| point[party] - from(party)).product(),
        "kalai" => least(parties.map(|party| point[party] - from(party)).collect()),
        "modified_kalai" => least(point.to_vec()),
        "ks" => spread(parties.map(|party| share(party, from(party))).collect()),
        "modified_ks" => spread(parties.map(|party| share(party, 0.0)).collect()),
        "max_welfare" => point.iter().sum(),
        "max_relative_welfare" => {
            let relative = |party: usize| {
                let room = range(party).1 - from(party);
                (point[party] - range(party).0) / if room == 0.0 { 1.0 } else { room }
            };
            parties.map(relative).sum()
        }
        other => panic!("the test does not know {other}"),
    }
}

#[test]
fn negmas_figures_are_met() {
    let Some(corpus) = corpus() else {
        println!("skipped: the corpus is not there");
        return;
    };
    let mut n_compared = 0;
    let mut rounded: Vec<(String, String)> = Vec::new();
    let is_answered = |scenario: &&Scenario| scenario.reference["status"] == "ok";
    for scenario in scenarios(&corpus).iter().filter(is_answered) {
        let loaded =
            scenario.load(Semantics::Negmas).unwrap_or_else(|problems| panic!("{}: {problems:?}", scenario.name()));
        let ours = figures(&loaded.negotiation, &mut Budget::unlimited()).expect("no rules, no red lines");
        let found = compare(scenario, &loaded.negotiation, &ours);
        rounded.extend(found.into_iter().map(|what| (scenario.name(), what)));
        n_compared += 1;
    }
    assert_eq!(n_compared, 422);
    let rounded: Vec<(&str, &str)> = rounded.iter().map(|(name, what)| (name.as_str(), what.as_str())).collect();
    assert_eq!(rounded, ROUNDED);
}
