//! The law of writing: what is written reads as the same negotiation.

use super::*;
use crate::exact::Rational;
use crate::model::{
    Additive, Commitment, Condition, Date, Distribution, Doubts, Draft, Issue, IssueOption, JointTerm, Negotiation,
    PartialOutcome, Parts, Party, Preferences, Provenance, Quantity, Ratification, RatificationRule, Ratifier, RedLine,
    Role, Rule, RuleKind,
};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

fn any_number() -> impl Strategy<Value = Rational> {
    (-1_000_000i64..1_000_000, 1i64..1000).prop_map(|(numerator, denominator)| ratio(numerator, denominator))
}

fn any_words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[ -~]{0,12}", "\\PC{1,6}", Just("a\"b\\c\n\t\u{7f}\u{1}d".to_string())]
}

fn any_ids(size: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<String>> {
    let id = prop_oneof![3 => "[a-z0-9-]{1,6}", 1 => "[ -~]{1,6}", 1 => "\\PC{1,4}"];
    btree_set(id, size).prop_map(|ids| ids.into_iter().collect())
}

fn any_options() -> impl Strategy<Value = (Option<String>, Vec<IssueOption>)> {
    let listed = any_ids(1..=4).prop_flat_map(|ids| {
        let n = ids.len();
        (vec(any_words(), n), vec(option::of(any_number()), n), option::of(any_words())).prop_map(
            move |(texts, amounts, unit)| {
                let rest = texts.into_iter().zip(amounts);
                let options = ids.iter().cloned().zip(rest);
                (unit, options.map(|(id, (text, amount))| IssueOption { id, text, amount }).collect())
            },
        )
    });
    let range = (any_number(), 1i64..50, 1usize..5, any_words()).prop_map(|(from, step, steps, unit)| {
        let step = ratio(step, 4);
        let amounts = (0..=steps).map(|n| &from + &step * Rational::from_integer(n.into()));
        let option = |amount: Rational| {
            let id = crate::exact::write(&amount);
            let text = if unit.is_empty() { id.clone() } else { format!("{id} {unit}") };
            IssueOption { id, text, amount: Some(amount) }
        };
        let options = amounts.map(option).collect();
        (Some(unit), options)
    });
    prop_oneof![listed, range]
}

fn any_condition(sizes: Vec<usize>) -> impl Strategy<Value = Condition> {
    (0..sizes.len())
        .prop_flat_map(move |issue| vec(0..sizes[issue], 1..3).prop_map(move |options| Condition { issue, options }))
}

fn any_rule(sizes: Vec<usize>) -> impl Strategy<Value = Rule> {
    let some = |range: std::ops::Range<usize>| vec(any_condition(sizes.clone()), range);
    let implies = (some(0..3), some(1..3)).prop_map(|(when, then)| RuleKind::Implies { when, then });
    let counts = (some(1..4), 0usize..5, 0usize..5).prop_map(|(of, at_least, at_most)| RuleKind::Count {
        at_least,
        at_most,
        of,
    });
    let kind = prop_oneof![implies, some(1..4).prop_map(RuleKind::Excludes), counts];
    (any_words(), kind).prop_map(|(text, kind)| Rule { text, kind })
}

fn any_utility(sizes: Vec<usize>) -> impl Strategy<Value = Utility> {
    let n_outcomes = sizes.iter().product::<usize>();
    let weight = prop_oneof![Just(Rational::default()), Just(ratio(1, 1)), (0i64..100).prop_map(|n| ratio(n, 7))];
    let value = prop_oneof![Just(Rational::default()), (0i64..=100).prop_map(|n| ratio(n, 100)), any_number()];
    let values: Vec<_> = sizes.iter().map(|&size| vec(value.clone(), size)).collect();
    let positive = prop_oneof![Just(ratio(1, 1)), (1i64..1000).prop_map(|n| ratio(n, 9))];
    let joint = match sizes.len() {
        0 | 1 => Just(Vec::new()).boxed(),
        _ => vec((vec(any_condition(sizes.clone()), 2..5), any_number()), 0..4).boxed(),
    };
    let additive = (vec(weight, sizes.len()), values, joint, positive.clone(), positive, any::<bool>()).prop_map(
        |(weights, values, joint, total, value_scale, sum_up)| {
            let sum: Rational = weights.iter().sum();
            let weight_total = if sum_up && sum > Rational::default() { sum } else { total };
            let joint = joint.into_iter().map(|(mut conditions, worth): (Vec<Condition>, Rational)| {
                let mut seen = Vec::new();
                conditions.retain(|condition| {
                    let is_new = !seen.contains(&condition.issue);
                    seen.push(condition.issue);
                    is_new
                });
                JointTerm { conditions, worth }
            });
            let joint_terms = joint.filter(|term| term.conditions.len() > 1).collect();
            Utility::Additive(Additive { weights, values, joint_terms, weight_total, value_scale })
        },
    );
    if n_outcomes <= 30 {
        prop_oneof![3 => additive, 1 => vec(any_number(), n_outcomes).prop_map(Utility::Table)].boxed()
    } else {
        additive.boxed()
    }
}

fn any_preferences(sizes: Vec<usize>) -> impl Strategy<Value = Preferences> {
    let red_line = (vec(any_condition(sizes.clone()), 1..3), option::of(any_words()))
        .prop_map(|(conditions, text)| RedLine { conditions, text });
    let reservation = prop_oneof![(0i64..=20).prop_map(|n| ratio(n, 20)), any_number()];
    let discount = option::of((1i64..=20).prop_map(|n| ratio(n, 20)));
    (any_utility(sizes), vec(red_line, 0..4), reservation, discount).prop_map(
        |(utility, red_lines, reservation_value, discount)| Preferences {
            utility,
            red_lines,
            reservation_value,
            discount,
        },
    )
}

fn any_draft(sizes: Vec<usize>) -> impl Strategy<Value = Draft> {
    let settles: Vec<_> = sizes.iter().map(|&size| option::of(0..size)).collect();
    let provenance = prop_oneof![Just(Provenance::Tabled), Just(Provenance::Leaked), Just(Provenance::Public)];
    let date = option::of((0u16..20_000, 1u8..=12, 1u8..=28).prop_filter_map("a day", |(y, m, d)| Date::new(y, m, d)));
    ("[a-z]{1,8}", any_words(), date, provenance, settles).prop_map(|(id, title, date, provenance, settles)| Draft {
        id,
        title,
        date,
        provenance,
        settles: PartialOutcome(settles),
    })
}

fn any_parties(n_parties: usize) -> impl Strategy<Value = Vec<Party>> {
    (any_ids(n_parties..=n_parties), vec((any_words(), 0usize..3, 0..n_parties), n_parties)).prop_map(|(ids, rest)| {
        let party = |(index, (id, (name, role, of))): (usize, (String, (String, usize, usize)))| {
            let role = match role {
                0 => Role::Party,
                1 => Role::Mediator,
                _ if of == index => Role::Party,
                _ => Role::Ratifier { of },
            };
            Party { id, name, role }
        };
        ids.into_iter().zip(rest).enumerate().map(party).collect()
    })
}

fn any_distribution() -> impl Strategy<Value = Distribution> {
    let rising = || {
        vec(0i64..1000, 3).prop_map(|mut n| {
            n.sort_unstable();
            n.into_iter().map(|n| ratio(n, 7)).collect::<Vec<_>>()
        })
    };
    let case = (0i64..1000, 1i64..9);
    prop_oneof![
        rising().prop_map(|n| Distribution::between(n[0].clone(), n[2].clone())),
        rising().prop_map(|n| Distribution::around(n[0].clone(), n[1].clone(), n[2].clone())),
        (rising(), 1i64..9).prop_map(|(n, d)| Distribution::normal(
            n[1].clone(),
            ratio(d, 3),
            Some(n[0].clone()),
            Some(n[2].clone())
        )),
        vec(case, 1..4).prop_map(|cases| {
            let total: i64 = cases.iter().map(|case| case.1).sum();
            let numbers = cases.iter().map(|case| ratio(case.0, 3)).collect();
            Distribution::one_of(numbers, Some(cases.iter().map(|case| ratio(case.1, total)).collect()))
        }),
    ]
    .prop_filter_map("numbers differ", Result::ok)
}

/// What may be doubted about one participant: which numbers, by large indices, and whether weights are relative.
type AnyDoubts = (Vec<(usize, usize, Distribution)>, bool);

fn any_doubts() -> impl Strategy<Value = AnyDoubts> {
    (vec((0usize..1000, 0usize..1000, any_distribution()), 0..4), any::<bool>())
}

/// Puts the central values of what is doubted into the preferences.
fn doubt(of: usize, preferences: &mut Preferences, (doubts, relative_weights): AnyDoubts) -> Doubts {
    let mut unknowns: Vec<(Quantity, Distribution)> = Vec::new();
    for (kind, index, distribution) in doubts {
        let quantity = match &mut preferences.utility {
            Utility::Additive(additive) if kind % 4 > 0 => {
                let issue = index % additive.weights.len();
                let option = index / 7 % additive.values[issue].len();
                let n_terms = additive.joint_terms.len();
                let (quantity, number) = match kind % 4 {
                    1 => (Quantity::Weight { issue }, &mut additive.weights[issue]),
                    2 if n_terms > 0 => {
                        let term = index % n_terms;
                        (Quantity::JointTerm { term }, &mut additive.joint_terms[term].worth)
                    }
                    _ => (Quantity::Value { issue, option }, &mut additive.values[issue][option]),
                };
                *number = distribution.central();
                quantity
            }
            _ => {
                preferences.reservation_value = distribution.central();
                Quantity::Reservation
            }
        };
        unknowns.retain(|(other, _)| *other != quantity);
        unknowns.push((quantity, distribution));
    }
    if let (Utility::Additive(additive), true) = (&mut preferences.utility, relative_weights) {
        additive.weight_total = additive.weights.iter().sum();
    }
    Doubts { of, unknowns, relative_weights }
}

/// Ratifiers, rules, doubts and promises around a negotiation; what does not fit is left out.
fn surrounded(
    mut parts: Parts,
    ratifiers: Vec<(String, Preferences, u64, usize)>,
    rule: usize,
    doubts: Vec<AnyDoubts>,
    promises: Vec<(usize, Condition, i64, Option<String>)>,
) -> Option<Negotiation> {
    let n_parties = parts.parties.len();
    if parts.parties.iter().all(|party| party.role == Role::Party) {
        for (id, preferences, votes, of) in ratifiers {
            let party = Party { name: id.clone(), id, role: Role::Ratifier { of: of % n_parties } };
            parts.ratifiers.push(Ratifier { party, preferences, votes });
        }
        for of in 0..n_parties {
            let own = parts.ratifiers.iter().filter(|ratifier| ratifier.party.role == Role::Ratifier { of });
            let total: u64 = own.map(|ratifier| ratifier.votes).sum();
            let rules = [
                RatificationRule::All,
                RatificationRule::Any,
                RatificationRule::AtLeast(1),
                RatificationRule::Votes(total),
            ];
            if total > 0 {
                parts.ratifications.push(Ratification { of, rule: rules[rule % 4] });
            }
        }
    }
    let n_participants = n_parties + parts.ratifiers.len();
    for (of, doubts) in doubts.into_iter().enumerate().take(n_participants) {
        let preferences = match of.checked_sub(n_parties) {
            None => &mut parts.preferences[of],
            Some(ratifier) => &mut parts.ratifiers[ratifier].preferences,
        };
        let doubts = doubt(of, preferences, doubts);
        parts.doubts.push(doubts);
    }
    parts.commitments = promises
        .into_iter()
        .map(|(of, promised, cost, text)| Commitment {
            of: of % n_participants,
            promised,
            cost: ratio(cost, 3),
            source: text.clone(),
            text,
        })
        .collect();
    let mut absolute = parts.clone();
    absolute.doubts.iter_mut().for_each(|doubts| doubts.relative_weights = false);
    Negotiation::new(parts).or_else(|_| Negotiation::new(absolute)).ok()
}

pub(in crate::format) fn any_negotiation() -> impl Strategy<Value = Negotiation> {
    let issues = |n_issues| vec((any_words(), option::of(0u32..100), option::of(any_words()), any_options()), n_issues);
    (any_ids(1..=4), 1usize..4)
        .prop_flat_map(move |(ids, n_parties)| (issues(ids.len()), Just(ids), Just(n_parties)))
        .prop_flat_map(|(issues, ids, n_parties)| {
            let issue =
                |(id, (title, point, category, (unit, options)))| Issue { id, title, point, category, unit, options };
            let issues: Vec<Issue> = ids.into_iter().zip(issues).map(issue).collect();
            let sizes: Vec<usize> = issues.iter().map(|issue| issue.options.len()).collect();
            let texts = (any_words(), option::of(any_words()), option::of(any_words()));
            let preferences = vec(any_preferences(sizes.clone()), n_parties);
            let rules = vec(any_rule(sizes.clone()), 0..3);
            let drafts = vec(any_draft(sizes.clone()), 0..3);
            let ratifier = ("R[a-z]{1,6}", any_preferences(sizes.clone()), 1u64..100, 0usize..4);
            let promise = (0usize..8, any_condition(sizes), 0i64..9, option::of(any_words()));
            let around = (vec(ratifier, 0..3), 0usize..4, vec(any_doubts(), 0..5), vec(promise, 0..3));
            (texts, Just(issues), any_parties(n_parties), preferences, rules, drafts, around)
        })
        .prop_filter_map(
            "ids differ",
            |((title, footing, source), issues, parties, preferences, rules, drafts, around)| {
                let parts =
                    Parts { title, footing, source, issues, parties, preferences, rules, drafts, ..Parts::default() };
                let (ratifiers, rule, doubts, promises) = around;
                surrounded(parts, ratifiers, rule, doubts, promises)
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_written_reads_as_the_same(negotiation in any_negotiation()) {
        for (name, text) in [("all.toml", write_toml(&negotiation)), ("all.json", write_json(&negotiation))] {
            match load(&[Source::new(name, text.clone())]) {
                Ok(loaded) => prop_assert_eq!(&loaded.negotiation, &negotiation, "{}", text),
                Err(problems) => {
                    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                    prop_assert!(false, "{}\n{text}", problems.join("\n"));
                }
            }
        }
    }
}
