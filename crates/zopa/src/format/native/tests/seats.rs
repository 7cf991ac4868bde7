//! Ratifiers, unknown numbers and promises.

use super::*;

/// The talks with a rule of ratification for `us`, and two ratifiers.
fn ratified(rule: &str) -> String {
    let ratifiers = "[[party]]\nid = \"house\"\nrole = \"ratifier\"\nof = \"us\"\nvotes = 3\nreservation = 0.5\n\
                     issue = { price = { weight = 1, line = [[0, 1], [10, 0]] }, place = { weight = 0 } }\n\
                     [[party]]\nid = \"senate\"\nrole = \"ratifier\"\nof = \"us\"\nreservation = { low = 0, high = 1 }\n\
                     issue = { price = { weight = 0 }, place = { weight = 1, value = { home = 1, away = 0 } } }\n[[issue]]";
    TALKS.replacen("id = \"us\"", &format!("id = \"us\"\n{rule}"), 1).replacen("[[issue]]", ratifiers, 1)
}

#[test]
fn ratifiers_with_a_rule_stand_apart_from_the_parties() {
    let loaded = load(&sources(&ratified("ratification = { votes = 3 }"), US, THEM)).expect("in order");
    let negotiation = &loaded.negotiation;
    assert_eq!(negotiation.parties().len(), 2);
    assert_eq!(
        negotiation.ratifiers().iter().map(|r| (r.party.id.as_str(), r.votes)).collect::<Vec<_>>(),
        [("house", 3), ("senate", 1)]
    );
    assert_eq!(negotiation.ratifications()[0].rule, crate::model::RatificationRule::Votes(3));
    assert_eq!(negotiation.doubts()[0].of, 3);
    assert!(
        loaded.notes.iter().any(|note| note.starts_with("us has what it signs ratified by house, senate: 3 votes"))
    );
    let without_rule = load(&sources(&ratified("").replace("votes = 3\n", ""), US, THEM)).expect("in order");
    assert_eq!(without_rule.negotiation.parties().len(), 4, "without a rule each of them must agree");
}

#[test]
fn slips_in_rules_of_ratification_are_told() {
    let slip = |rule: &str, expected: &str| check(&sources(&ratified(rule), US, THEM), &[expected]);
    slip(
        "ratification = { votes = 5 }",
        "talks.toml:5:16: error: not even all ratifiers of `us` together suffice\n  help: lower the number, or check `votes`",
    );
    slip(
        "ratification = { at_least = 0 }",
        "talks.toml:5:16: error: the rule of ratification of `us` needs nobody\n  help: write 1 or more, or leave the rule out",
    );
    slip(
        "ratification = \"al\"",
        "talks.toml:5:16: error: `al` is no rule of ratification\n  help: did you mean `all`?",
    );
    slip(
        "ratification = {}",
        "talks.toml:5:16: error: the rule of ratification is not complete or says several things\n  help: write \"all\", \"any\", { at_least = 2 } or { votes = 60 }",
    );
    check(
        &sources(&TALKS.replacen("id = \"us\"", "id = \"us\"\nvotes = 2\nratification = \"any\"", 1), US, THEM),
        &[
            "talks.toml:5:9: error: `votes` belongs to ratifiers only\n  help: remove it, or write role = \"ratifier\"",
            "talks.toml:6:16: error: `us` has a rule of ratification and no ratifier\n  help: add a [[party]] with role = \"ratifier\"",
        ],
    );
}

#[test]
fn unknown_numbers_stand_by_their_central_value() {
    let us = US.replace("reservation = 0.25", "reservation = { one_of = [0.2, 0.3], chances = [0.25, 0.75] }").replace(
        "weight = 1\nvalue = { home = 1, away = 0 }",
        "weight = { low = 1, high = 4 }\nvalue = { home = 1, away = { low = 0, likely = 0.1, high = 0.5 } }",
    );
    let loaded = load(&sources(TALKS, &us, THEM)).expect("in order");
    assert_eq!(loaded.warnings, []);
    let preferences = &loaded.negotiation.preferences()[0];
    assert_eq!(preferences.reservation_value, crate::exact::ratio(3, 10));
    let crate::model::Utility::Additive(additive) = &preferences.utility else { panic!("weights and values") };
    assert_eq!(
        (additive.weights[1].clone(), additive.values[1][1].clone()),
        (crate::exact::ratio(5, 2), crate::exact::ratio(1, 10))
    );
    let [doubts] = loaded.negotiation.doubts() else { panic!("doubts of one party") };
    assert_eq!((doubts.of, doubts.unknowns.len(), doubts.relative_weights), (0, 3, true));
    assert!(loaded.notes[1].starts_with("us: 3 numbers are not known"), "{:?}", loaded.notes);
}

#[test]
fn slips_in_unknown_numbers_are_told() {
    let help = "\n  help: write { low = 3, high = 7 }, { low = 3, likely = 4, high = 7 }, { mean = 5, deviation = 1 } or \
                { one_of = [4, 6], chances = [0.3, 0.7] }";
    for (weight, message) in [
        ("{ low = 3, high = 2 }", "low 3 is above high 2"),
        ("{ low = 3 }", "the keys of an unknown number do not go together"),
        ("{ one_of = [1, 2], chances = [0.5] }", "2 numbers have 1 chances"),
        ("{ one_of = [1, 2], chances = [0.5, 0.6] }", "the chances sum to 1.1, not to 1"),
    ] {
        let us = US.replacen("weight = 1\nvalue", &format!("weight = {weight}\nvalue"), 1);
        check(&sources(TALKS, &us, THEM), &[&format!("us.toml:7:10: error: {message}{help}")]);
    }
    let us = US.replacen("weight = 1\nvalue", "weight = { low = -1, high = 2 }\nvalue", 1);
    check(
        &sources(TALKS, &us, THEM),
        &[
            "us.toml:7:10: error: weight -1 is negative\n  help: write a weight of 0 or more; let the values say what is bad",
        ],
    );
    let us = US.replacen("home = 1", "home = { low = 0.9, high = 1.1 }", 1);
    check(
        &sources(TALKS, &us, THEM),
        &[
            "us.toml:8:18: warning: the value of `home` may reach 1.1, above the scale of 1\n  help: write high = 1, or raise the scale",
        ],
    );
    let us = US.replacen("weight = 1\nline", "weight = { low = 0, high = 2 }\nline", 1).replacen(
        "weight = 1\nvalue",
        "weight = 0\nvalue",
        1,
    );
    check(
        &sources(TALKS, &us, THEM),
        &[
            "us.toml:1:1: error: all weights of `us` may be zero at once\n  help: raise the lowest weight of one issue above zero",
        ],
    );
}

#[test]
fn promises_are_held_apart() {
    let promise =
        "[[commitment]]\nissue = \"place\"\npromised = \"home\"\ncost = 0.5\ntext = \"At home or not at all\"\n";
    let loaded = load(&sources(TALKS, &format!("{US}{promise}"), THEM)).expect("in order");
    let [commitment] = loaded.negotiation.commitments() else { panic!("one promise") };
    assert_eq!((commitment.of, commitment.promised.options.as_slice()), (0, &[0][..]));
    assert!(!commitment.is_kept(&crate::model::Outcome(vec![0, 1])));
    let slip = promise.replace("cost = 0.5", "cost = -1").replace("\"home\"", "[]");
    check(
        &sources(TALKS, &format!("{US}{slip}"), THEM),
        &[
            "us.toml:9:3: error: a commitment promises no option\n  help: add promised = \"...\": the option that keeps the promise, or a list of them",
            "us.toml:12:8: error: cost -1 is negative\n  help: write what moving away costs, 0 or more",
        ],
    );
}
