//! The law of writing: what is written reads as the same negotiation.

use super::*;
use crate::exact::Rational;
use crate::model::{
    Additive, Condition, Date, Draft, Issue, IssueOption, JointTerm, Negotiation, PartialOutcome, Parts, Party,
    Preferences, Provenance, RedLine, Role, Rule, RuleKind,
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

fn any_negotiation() -> impl Strategy<Value = Negotiation> {
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
            (texts, Just(issues), any_parties(n_parties), preferences, rules, vec(any_draft(sizes), 0..3))
        })
        .prop_filter_map(
            "ids of drafts differ",
            |((title, footing, source), issues, parties, preferences, rules, drafts)| {
                Negotiation::new(Parts { title, footing, source, issues, parties, preferences, rules, drafts }).ok()
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
