//! Ratification against enumeration, and against published examples.

use super::*;
use crate::exact::{Rational, parse, ratio};
use crate::model::{
    Additive, Issue, IssueOption, Negotiation, Outcome, Parts, Party, Preferences, Ratification as Law,
    RatificationRule, Ratifier, Role, Utility,
};
use crate::random::{Random, Shape, negotiation, outcomes};
use crate::registry::solution;
use crate::solve::{Budget, Question};
use num_traits::{One, Signed, Zero};

/// A random negotiation in which those beyond the first two ratify for one of these.
fn ratified(seed: u64) -> Option<Negotiation> {
    let mut random = Random(seed ^ 0x4A71);
    let mut parts = negotiation(seed, &Shape { issues: 4, options: 3, parties: 6, knots: 1, values: 6 }).into_parts();
    if parts.parties.len() < 3 {
        return None;
    }
    parts.preferences.iter_mut().for_each(|preferences| preferences.reservation_value /= ratio(2, 1));
    let parties = parts.parties.split_off(2);
    let preferences = parts.preferences.split_off(2);
    for (party, preferences) in parties.into_iter().zip(preferences) {
        let of = random.below(2);
        let party = Party { role: Role::Ratifier { of }, ..party };
        parts.ratifiers.push(Ratifier { party, preferences, votes: random.up_to(5) as u64 });
    }
    for of in 0..2 {
        let own = parts.ratifiers.iter().filter(|ratifier| ratifier.party.role == Role::Ratifier { of });
        let votes: Vec<u64> = own.map(|ratifier| ratifier.votes).collect();
        if !votes.is_empty() {
            let rule = match random.below(4) {
                0 => RatificationRule::All,
                1 => RatificationRule::Any,
                2 => RatificationRule::AtLeast(random.up_to(votes.len()) as u64),
                _ => RatificationRule::Votes(random.up_to(votes.iter().sum::<u64>() as usize) as u64),
            };
            parts.ratifications.push(Law { of, rule });
        }
    }
    Some(Negotiation::new(parts).expect("ratifiers fit their rules"))
}

fn is_ratified(negotiation: &Negotiation, outcome: &Outcome) -> bool {
    confirm(negotiation, outcome).iter().all(|ruling| ruling.is_met)
}

fn gains(negotiation: &Negotiation, outcome: &Outcome) -> Vec<Rational> {
    let utilities = negotiation.utilities(outcome);
    utilities.iter().zip(negotiation.preferences()).map(|(u, p)| u - &p.reservation_value).collect()
}

#[test]
fn the_best_ratified_package_is_that_of_enumeration() {
    let (mut n_found, mut n_changed) = (0, 0);
    for negotiation in (0..400).filter_map(ratified) {
        let every = outcomes(&negotiation);
        let zone: Vec<&Outcome> = every.iter().filter(|outcome| negotiation.in_zone(outcome)).collect();
        let both: Vec<&Outcome> = zone.iter().copied().filter(|outcome| is_ratified(&negotiation, outcome)).collect();
        for (name, value) in [
            ("nash", (|gains: Vec<Rational>| gains.into_iter().product()) as fn(Vec<Rational>) -> Rational),
            ("egalitarian", |gains| gains.into_iter().min().expect("a party")),
        ] {
            let question = Question::plain(solution(name).expect("a solution"), 2);
            let best = best_confirmed(&negotiation, &question, &mut Budget::unlimited()).expect("small");
            let expected = both.iter().map(|outcome| value(gains(&negotiation, outcome))).max();
            match best {
                Confirmed::Package { outcome, value: found, is_proven } => {
                    assert!(is_proven && both.contains(&&outcome), "{}", negotiation.title());
                    assert_eq!(Some(found), expected, "{}: {name}", negotiation.title());
                    n_found += 1;
                    n_changed += usize::from(expected != zone.iter().map(|o| value(gains(&negotiation, o))).max());
                }
                Confirmed::Nothing => assert_eq!(expected, None, "{}", negotiation.title()),
                Confirmed::Unknown => panic!("{}: small talks are solved", negotiation.title()),
            }
        }
    }
    assert!(n_found > 50 && n_changed > 10, "{n_found}, {n_changed}");
}

#[test]
fn a_ratifier_closes_the_zone_where_enumeration_says() {
    let question = Question::plain(solution("nash").expect("a solution"), 2);
    let mut seen = [0; 3];
    for negotiation in (0..250).filter_map(ratified) {
        let every = outcomes(&negotiation);
        let zone: Vec<&Outcome> = every.iter().filter(|outcome| negotiation.in_zone(outcome)).collect();
        if zone.is_empty() {
            continue;
        }
        for ratifier in 0..negotiation.ratifiers().len() {
            // Enumeration: with the ratifier's walk-away value out of the way, and beyond reach.
            let with = |reservation: i64| {
                let mut parts = negotiation.clone().into_parts();
                parts.ratifiers[ratifier].preferences.reservation_value = ratio(reservation, 1);
                let other = Negotiation::new(parts).expect("a number changes");
                zone.iter().copied().filter(|outcome| is_ratified(&other, outcome)).collect::<Vec<_>>()
            };
            let utility =
                |outcome: &Outcome| negotiation.ratifiers()[ratifier].preferences.utility(outcome, negotiation.sizes());
            let found = hardening(&negotiation, ratifier, &question, &mut Budget::unlimited()).expect("small");
            match found.closing {
                Closing::Never(outcome) => {
                    assert!(with(1_000).contains(&&outcome), "{}", negotiation.title());
                    seen[0] += 1;
                }
                Closing::Above(value, outcome) => {
                    assert!(with(1_000).is_empty(), "{}", negotiation.title());
                    let soft = with(-1_000);
                    assert_eq!(soft.iter().map(|outcome| utility(outcome)).max(), Some(value.clone()));
                    assert_eq!(utility(&outcome), value);
                    let at_last = &found.steps[found.steps.len() - 1];
                    assert!(at_last.best.outcome().is_some(), "the zone is open at the last value");
                    let value_of = |step: &Step| match &step.best {
                        Confirmed::Package { value, .. } => value.clone(),
                        _ => -Rational::one(),
                    };
                    let values: Vec<Rational> = found.steps.iter().map(value_of).collect();
                    assert!(values.windows(2).all(|pair| pair[0] >= pair[1]), "what is best never rises");
                    seen[1] += 1;
                }
                Closing::Closed => {
                    assert!(with(-1_000).is_empty(), "{}", negotiation.title());
                    seen[2] += 1;
                }
                Closing::Unknown => panic!("{}: small talks are solved", negotiation.title()),
            }
        }
    }
    assert!(seen.iter().all(|&n| n > 5), "{seen:?}");
}

#[test]
fn blockers_refuse_and_pivots_would_make_the_difference() {
    let mut n_blocked = 0;
    for negotiation in (0..300).filter_map(ratified) {
        for outcome in outcomes(&negotiation).iter().step_by(5) {
            for ruling in confirm(&negotiation, outcome) {
                assert_eq!(ruling.is_met, ruling.reached >= ruling.needed);
                assert_eq!(ruling.blockers().is_empty(), ruling.is_met);
                assert!(ruling.pivotal.iter().all(|ratifier| ruling.blockers().contains(ratifier)));
                n_blocked += usize::from(!ruling.is_met);
            }
        }
    }
    assert!(n_blocked > 50);
}

#[test]
fn a_large_council_decides_by_majority_without_listing_its_coalitions() {
    // Eleven members who each like another option of one issue best; six must consent.
    let mut parts = negotiation(5, &Shape { issues: 1, options: 2, parties: 1, knots: 0, values: 6 }).into_parts();
    let options = 12;
    parts.issues[0].options =
        (0..options).map(|i| IssueOption { id: format!("o{i}"), text: format!("Option {i}"), amount: None }).collect();
    let line = |values: Vec<i64>, reservation: i64| Preferences {
        utility: Utility::Additive(Additive {
            weights: vec![Rational::one()],
            values: vec![values.into_iter().map(|value| ratio(value, 1)).collect()],
            joint_terms: Vec::new(),
            weight_total: Rational::one(),
            value_scale: ratio(12, 1),
        }),
        red_lines: Vec::new(),
        reservation_value: ratio(reservation, 12),
        discount: None,
    };
    parts.preferences = vec![line((0..options).collect(), 0)];
    parts.rules.clear();
    for member in 0..11 {
        let party =
            Party { id: format!("m{member}"), name: format!("Member {member}"), role: Role::Ratifier { of: 0 } };
        let values = (0..options).map(|option| 12 - (option - member).abs()).collect();
        parts.ratifiers.push(Ratifier { party, preferences: line(values, 9), votes: 1 });
    }
    parts.ratifications.push(Law { of: 0, rule: RatificationRule::AtLeast(6) });
    let council = Negotiation::new(parts).expect("fits");
    let question = Question::plain(solution("nash").expect("a solution"), 1);
    let best = best_confirmed(&council, &question, &mut Budget::unlimited()).expect("small");
    let expected = outcomes(&council).into_iter().filter(|o| is_ratified(&council, o)).map(|o| o.0[0]).max();
    assert_eq!(best.outcome().map(|outcome| outcome.0[0]), expected);
    assert_eq!(expected, Some(8), "members 5 to 10 are within three of option 8");
}

/// A tenth of a point on the line from -0.1 to 1.2, by its index.
fn place(index: usize) -> Rational {
    ratio(index as i64 - 1, 10)
}

/// The setter model on a line: a setter with an ideal point proposes, ratifiers with ideal points may
/// refuse and keep the status quo.
fn setter(ideal: &str, ratifiers: &[&str], status_quo: &str) -> Negotiation {
    let number = |text: &str| parse(text).expect("a number");
    let preferences = |ideal: &str| {
        let distance = |from: &Rational| -(from - number(ideal)).abs();
        Preferences {
            utility: Utility::Additive(Additive {
                weights: vec![Rational::one()],
                values: vec![(0..14).map(|index| distance(&place(index))).collect()],
                joint_terms: Vec::new(),
                weight_total: Rational::one(),
                value_scale: Rational::one(),
            }),
            red_lines: Vec::new(),
            reservation_value: distance(&number(status_quo)),
            discount: None,
        }
    };
    let option = |index: usize| IssueOption {
        id: format!("o{index}"),
        text: format!("Place {index}"),
        amount: Some(place(index)),
    };
    let issue = Issue {
        id: "place".into(),
        title: "Place".into(),
        point: None,
        category: None,
        unit: None,
        options: (0..14).map(option).collect(),
    };
    let party = |id: String, role| Party { name: id.clone(), id, role };
    let ratifier = |(index, ideal): (usize, &&str)| Ratifier {
        party: party(format!("ratifier{index}"), Role::Ratifier { of: 0 }),
        preferences: preferences(ideal),
        votes: 1,
    };
    Negotiation::new(Parts {
        title: "A setter and its ratifiers".into(),
        issues: vec![issue],
        parties: vec![party("setter".into(), Role::Party)],
        preferences: vec![preferences(ideal)],
        ratifiers: ratifiers.iter().enumerate().map(ratifier).collect(),
        ratifications: vec![Law { of: 0, rule: RatificationRule::All }],
        ..Parts::default()
    })
    .expect("fits")
}

/// Thomas Romer and Howard Rosenthal, 1978, "Political Resource Allocation, Controlled Agendas, and the
/// Status Quo", Public Choice 33(4), as used for two-level games: the win-set of a ratifier with ideal
/// point r and status quo q runs from min(q, 2r - q) to max(q, 2r - q), and the setter gets the point
/// of it that is nearest to its own.
#[test]
fn win_sets_on_a_line_are_as_published() {
    let check = |ratifiers: &[&str], win_set: [&str; 2], outcome: &str| {
        let talks = setter("0.2", ratifiers, "0.9");
        let every = outcomes(&talks);
        let confirmed: Vec<Rational> =
            every.iter().filter(|outcome| is_ratified(&talks, outcome)).map(|outcome| place(outcome.0[0])).collect();
        let ends = win_set.map(|end| parse(end).expect("a number"));
        assert_eq!([confirmed[0].clone(), confirmed[confirmed.len() - 1].clone()], ends, "{ratifiers:?}");
        let question = Question::plain(solution("egalitarian").expect("a solution"), 1);
        let best = best_confirmed(&talks, &question, &mut Budget::unlimited()).expect("small");
        assert_eq!(best.outcome().map(|best| place(best.0[0])), Some(parse(outcome).expect("a number")));
    };
    check(&["0.4"], ["-0.1", "0.9"], "0.2");
    check(&["0.7"], ["0.5", "0.9"], "0.5");
    check(&["0.7", "1.0"], ["0.9", "0.9"], "0.9");
}

/// Putnam 1988: a smaller win-set moves what is agreed towards its side, until win-sets no longer overlap.
#[test]
fn a_harder_ratifier_pulls_the_outcome_its_way_until_the_zone_closes() {
    let talks = setter("0.2", &["0.7"], "0.9");
    let question = Question::plain(solution("egalitarian").expect("a solution"), 1);
    let found = hardening(&talks, 0, &question, &mut Budget::unlimited()).expect("small");
    let Closing::Above(last, _) = &found.closing else { panic!("{:?}", found.closing) };
    assert!(last.is_zero(), "its ideal point is acceptable to the setter");
    let places: Vec<Rational> =
        found.steps.iter().map(|step| place(step.best.outcome().expect("open until the end").0[0])).collect();
    assert_eq!((places[0].clone(), places[places.len() - 1].clone()), (ratio(1, 2), ratio(7, 10)));
    assert!(places.windows(2).all(|pair| pair[0] <= pair[1]), "{places:?}");
    assert!(found.steps.windows(2).all(|pair| pair[0].reservation_value < pair[1].reservation_value));
}
