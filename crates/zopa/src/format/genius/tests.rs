//! Files of GENIUS, in order and not.

use crate::exact::{Rational, ratio};
use crate::format::{Loaded, Reading, Semantics, Source, load, load_with};
use crate::model::Outcome;

const DOMAIN: &str = r#"<negotiation_template><utility_space number_of_issues="2">
<objective index="0" name="party" type="objective">
<issue index="1" name="food" type="discrete"><item index="1" value="chips"/><item index="2" value="finger food"/></issue>
<issue index="2" name="guests" type="integer" lowerbound="10" upperbound="12"/>
</objective></utility_space></negotiation_template>"#;

const PROFILE: &str = r#"<utility_space><objective index="0" name="party">
<weight index="1" value="0.4"/><weight index="2" value="0.6"/>
<issue index="1" name="food" type="discrete">
<item index="1" value="chips" evaluation="3"/><item index="2" value="finger food" evaluation="5"/></issue>
<issue index="2" name="guests" type="integer" lowerbound="10" upperbound="12">
<evaluator ftype="linear" slope="0.5" offset="0"/></issue>
</objective><discount_factor value="0.8"/><reservation value="0.25"/></utility_space>"#;

fn read(domain: &str, profile: &str, semantics: Semantics) -> Result<Loaded, String> {
    // The order of the files does not count.
    let sources = [Source::new("ann.xml", profile), Source::new("domain.xml", domain)];
    load_with(&sources, &Reading { semantics, step: None })
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn utilities(loaded: &Loaded) -> Vec<Rational> {
    let sizes = loaded.negotiation.sizes().to_vec();
    let all = (0..sizes[0]).flat_map(|first| (0..sizes[1]).map(move |second| Outcome(vec![first, second])));
    all.map(|outcome| loaded.negotiation.utility(0, &outcome)).collect()
}

#[test]
fn genius_divides_by_the_largest_and_counts_from_the_bound() {
    let loaded = read(DOMAIN, PROFILE, Semantics::Own).expect("in order");
    let expected = [(24, 100), (54, 100), (84, 100), (40, 100), (70, 100), (1, 1)];
    assert_eq!(utilities(&loaded), expected.map(|(n, d)| ratio(n, d)));
    let preferences = &loaded.negotiation.preferences()[0];
    assert_eq!(preferences.reservation_value, ratio(1, 4));
    assert_eq!(preferences.discount, Some(ratio(4, 5)));
    assert_eq!(loaded.negotiation.parties()[0].id, "ann");
    assert_eq!(loaded.warnings, []);
}

#[test]
fn negmas_takes_numbers_as_they_are() {
    let loaded = read(DOMAIN, PROFILE, Semantics::Negmas).expect("in order");
    let expected = [(42, 10), (45, 10), (48, 10), (50, 10), (53, 10), (56, 10)];
    assert_eq!(utilities(&loaded), expected.map(|(n, d)| ratio(n, d)));
}

#[test]
fn functions_are_cut_to_shares() {
    let steep = PROFILE.replace("slope=\"0.5\" offset=\"0\"", "slope=\"0.75\" offset=\"-0.25\"");
    let loaded = read(DOMAIN, &steep, Semantics::Own).expect("in order");
    assert_eq!(utilities(&loaded)[3..], [ratio(40, 100), ratio(70, 100), ratio(1, 1)]);
}

#[test]
fn what_is_sloppy_is_read_with_a_warning() {
    let warned = |domain: &str, profile: &str, expected: &str| {
        let loaded = read(domain, profile, Semantics::Own).unwrap_or_else(|problems| panic!("{problems}"));
        let shown: Vec<String> = loaded.warnings.iter().map(|warning| warning.message.clone()).collect();
        assert_eq!(shown.join("; "), expected);
        utilities(&loaded)
    };
    let plain = warned(DOMAIN, PROFILE, "");
    let bare = |text: &str| text.replace("finger food", "fingers & food");
    let twice = "a bare `&` stands here: it was read as it stands";
    assert_eq!(warned(&bare(DOMAIN), &bare(PROFILE), &format!("{twice}; {twice}")), plain);
    warned(
        DOMAIN,
        &PROFILE.replace("<reservation value=\"0.25\"/>", ""),
        "the profile does not say what no agreement is worth: it counts 0",
    );
    warned(
        DOMAIN,
        &PROFILE.replace("0.25", "none"),
        "no agreement is worth `none`, which is not a number: it counts 0",
    );
    warned(
        DOMAIN,
        &PROFILE.replace("value=\"0.8\"", "value=\"s\""),
        "the discount factor is `s`, which is not a number: it was left out",
    );
    warned(
        &DOMAIN.replace("<item index=\"2\"", "<item index=\"3\" value=\"chips\"/><item index=\"2\""),
        PROFILE,
        "the option `chips` of `food` stands twice: it was read once",
    );
    warned(
        DOMAIN,
        &PROFILE.replace("<weight index=\"1\"", "<weight index=\"7\" value=\"0.1\"/><weight index=\"1\""),
        "a weight of 0.1 is for issue 7, which the domain does not have: it was left out",
    );
}

#[test]
fn latin_1_under_another_header_is_read() {
    let latin = |text: &str| -> Vec<u8> {
        let text = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{}", text.replace("chips", "caf\u{e9}"));
        text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect()
    };
    let sources = [Source::new("domain.xml", latin(DOMAIN)), Source::new("ann.xml", latin(PROFILE))];
    let loaded = load(&sources).expect("in order");
    assert_eq!(loaded.negotiation.issues()[0].options[0].id, "caf\u{e9}");
    assert!(loaded.warnings.iter().all(|warning| warning.message.contains("Latin-1")) && loaded.warnings.len() == 2);
}

#[test]
fn what_cannot_be_meant_is_refused_with_every_reason() {
    let broken = PROFILE
        .replace(" evaluation=\"5\"", "")
        .replace("<weight index=\"2\" value=\"0.6\"/>", "")
        .replace("value=\"chips\"", "value=\"crisps\"");
    let problems = read(DOMAIN, &broken, Semantics::Own).expect_err("broken");
    let expected = "\
ann.xml:3:2: error: `food` gives no evaluation of `chips`, `finger food`
  help: evaluate every option of the domain
ann.xml:4:24: error: `crisps` is no option of `food` in the domain
  help: did you mean `chips`?
ann.xml:5:2: error: the issue `guests` has no weight
  help: add <weight index=\"...\" value=\"...\">";
    assert_eq!(problems, expected);
}

const INTEGERS: &str = r#"<negotiation_template><utility_space><objective name="root">
<issue index="1" name="a" type="integer" lowerbound="0" upperbound="2"/>
<issue index="2" name="b" type="integer" lowerbound="0" upperbound="1"/>
</objective></utility_space></negotiation_template>"#;

#[test]
fn rectangles_add_what_they_are_worth_inside_or_outside() {
    let profile = r#"<utility_space type="nonlinear"><objective name="root">
<utility maxutility="10"><ufun type="PlainUfun" weight="1" aggregation="sum">
<hyperRectangle utility="4"><INCLUDES index="1" min="1" max="2"/><INCLUDES index="2" min="1" max="1"/></hyperRectangle>
<hyperRectangle utility="3"><EXCLUDES index="1" min="0" max="1"/></hyperRectangle>
<hyperRectangle utility="1"/>
</ufun></utility></objective><reservation value="0.1"/></utility_space>"#;
    let loaded = read(INTEGERS, profile, Semantics::Own).expect("in order");
    let expected = [1, 1, 1, 5, 4, 8].map(|tenths| ratio(tenths, 10));
    assert_eq!(utilities(&loaded), expected);
    let loaded = read(INTEGERS, profile, Semantics::Negmas).expect("in order");
    assert_eq!(utilities(&loaded), [1, 1, 1, 5, 4, 8].map(|whole| ratio(whole, 1)));
}

#[test]
fn constraints_make_ranks_count_nothing() {
    let domain = r#"<negotiation_template><utility_space><objective name="root">
<issue index="1" name="money" type="discrete"><item index="1" value="-1"/><item index="2" value="0"/><item index="3" value="5"/></issue>
<issue index="2" name="act" type="discrete"><item index="1" value="A=penalty"/><item index="2" value="A=warning"/></issue>
</objective></utility_space></negotiation_template>"#;
    let profile = |constraints: &str| {
        format!(
            r#"<utility_space type="constraint"><objective name="root"><rules><ranks>
<issue index="1"><item value="-1" rank="1"/><item value="0" rank="2"/><item value="5" rank="4"/></issue>
<issue index="2"><item value="A=penalty" rank="2"/><item value="A=warning" rank="1"/></issue></ranks>
<constraints>{constraints}</constraints></rules></objective><reservation value="0"/></utility_space>"#
        )
    };
    let eighths = |constraints: &str, expected: [i64; 6]| {
        let loaded =
            read(domain, &profile(constraints), Semantics::Own).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(utilities(&loaded), expected.map(|n| ratio(n, 8)), "{constraints}");
    };
    eighths("", [5, 3, 6, 4, 8, 6]);
    let zero =
        r#"<constraint type="zeroConstraint" index="1"><valueassignment index="2" value="A=warning"/></constraint>"#;
    eighths(zero, [5, 2, 6, 2, 8, 2]);
    let outcome = r#"<constraint type="inclusiveZeroOutcomeConstraint">
<checkassignment index="1" condition="numeric=positive"/><checkassignment index="2" condition="penalty"/></constraint>"#;
    eighths(outcome, [5, 3, 0, 4, 0, 6]);
    eighths(&format!("{zero}{outcome}{outcome}"), [5, 2, 0, 2, 0, 2]);
    let conditional = r#"<constraint type="conditionalZeroOutcomeConstraint">
<checkassignment index="1" condition="numeric=positive"/><checkassignment index="2" condition="A=penalty"/></constraint>"#;
    eighths(conditional, [5, 3, 6, 4, 8, 0]);
    let sum = r#"<constraint type="sumZeroConstraint" index="2" value="penalty" min="0" max="9"><item index="1"/></constraint>"#;
    eighths(sum, [5, 3, 2, 4, 4, 6]);
    let sum_not = sum.replace("sumZeroConstraint", "sumZeroNotConstraint");
    eighths(&sum_not, [5, 3, 6, 2, 8, 4]);
}
