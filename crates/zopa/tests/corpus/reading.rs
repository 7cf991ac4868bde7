//! Every scenario is read, or refused for a true reason.

use crate::scenario::{Scenario, corpus, scenarios};
use zopa::format::{Part, Reading, Severity, load_with, recognise};

/// The scenarios that are refused as they stand, with all their files, and every reason. More than 16
/// profiles are a pool to choose from. GENIUS finds the same profiles incomplete, or of another domain.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "negmas/genius10.4__ANAC2015__group10-building_construction",
        &["building_construction.xml: there are 19 parties' files, more than 16"],
    ),
    (
        "negmas/genius10.4__ItexvsCypressDomain",
        &["ItexvsCypress_domain.xml: there are 22 parties' files, more than 16"],
    ),
    (
        "negmas/genius10.4__Railway",
        &[
            "Copy of MinisterProfile.xml: the option `None` of `WhoShowup` has no rank",
            "Copy of MinisterProfile.xml: no rank of `WhoShowup` is above zero",
            "Copy of MinisterProfile.xml: the option `500` of `MoneyFlowToProRail` has no rank",
            "Copy of MinisterProfile.xml: `issue` has no `index`",
            "Copy of MinisterProfile.xml: `constraint` has no `index`",
            "Copy of MinisterProfile.xml: a constraint has no type",
            "MinisterProfile.xml: the option `500` of `MoneyFlowToProRail` has no rank",
        ],
    ),
    ("negmas/genius10.4__SON", &["son_domain.xml: there are 26 parties' files, more than 16"]),
    ("negmas/genius10.4__partydomain", &["party_domain.xml: there are 17 parties' files, more than 16"]),
    (
        "negmas/scenarios__other__ItexvsCypressDomain",
        &["ItexvsCypress_domain.xml: there are 20 parties' files, more than 16"],
    ),
    (
        "negmas/scenarios__other__journal_learning__four_issues",
        &["four_issues.xml: there are 65 parties' files, more than 16"],
    ),
    ("anac2019/ItexvsCypressDomain", &["ItexvsCypress_domain.xml: there are 20 parties' files, more than 16"]),
    (
        "genius-anac-2015/partydomain",
        &[
            "party_utility_empty.xml: `Food` gives no evaluation of `Chips and Nuts`, `Finger-Food`, `Handmade Food`, `Catering`",
            "party_utility_empty.xml: `Drinks` gives no evaluation of `Non-Alcoholic`, `Beer Only`, `Handmade Cocktails`, `Catering`",
            "party_utility_empty.xml: `Location` gives no evaluation of `Party Tent`, `Your Dorm`, `Party Room`, `Ballroom`",
            "party_utility_empty.xml: `Invitations` gives no evaluation of `Plain`, `Photo`, `Custom, Handmade`, `Custom, Printed`",
            "party_utility_empty.xml: `Music` gives no evaluation of `MP3`, `DJ`, `Band`",
            "party_utility_empty.xml: `Cleanup` gives no evaluation of `Water and Soap`, `Specialized Materials`, `Special Equiment`, `Hired Help`",
        ],
    ),
    (
        "tudelft-ai2017/partydomain",
        &[
            "party7_utility.xml: the profile says nothing on `Music`, `Cleanup`",
            "party7_utility.xml: `Drinks` gives no evaluation of `Catering`",
            "party7_utility.xml: `CateringDrinks` is no option of `Drinks` in the domain",
            "party8_utility.xml: the profile says nothing on `Music`, `Cleanup`",
            "party8_utility.xml: `Drinks` gives no evaluation of `Catering`",
            "party8_utility.xml: `CateringDrinks` is no option of `Drinks` in the domain",
            "party9_utility.xml: the profile says nothing on `Music`, `Cleanup`",
            "party9_utility.xml: `Drinks` gives no evaluation of `Catering`",
            "party9_utility.xml: `CateringDrinks` is no option of `Drinks` in the domain",
        ],
    ),
    (
        "tudelft-ai2017/partydomain__smaller",
        &[
            "party7_utility.xml: `Catering` is no option of `Food` in the domain",
            "party7_utility.xml: `CateringDrinks` is no option of `Drinks` in the domain",
            "party7_utility.xml: `Ballroom` is no option of `Location` in the domain",
            "party7_utility.xml: the domain has no issue with the index 4",
            "party8_utility.xml: `Catering` is no option of `Food` in the domain",
            "party8_utility.xml: `CateringDrinks` is no option of `Drinks` in the domain",
            "party8_utility.xml: `Ballroom` is no option of `Location` in the domain",
            "party8_utility.xml: the domain has no issue with the index 4",
            "party9_utility.xml: `Catering` is no option of `Food` in the domain",
            "party9_utility.xml: `CateringDrinks` is no option of `Drinks` in the domain",
            "party9_utility.xml: `Ballroom` is no option of `Location` in the domain",
            "party9_utility.xml: the domain has no issue with the index 4",
        ],
    ),
    (
        "madagent/partydomain",
        &[
            "party_utility_empty.xml: `Food` gives no evaluation of `Chips and Nuts`, `Finger-Food`, `Handmade Food`, `Catering`",
            "party_utility_empty.xml: `Drinks` gives no evaluation of `Non-Alcoholic`, `Beer Only`, `Handmade Cocktails`, `Catering`",
            "party_utility_empty.xml: `Location` gives no evaluation of `Party Tent`, `Your Dorm`, `Party Room`, `Ballroom`",
            "party_utility_empty.xml: `Invitations` gives no evaluation of `Plain`, `Photo`, `Custom, Handmade`, `Custom, Printed`",
            "party_utility_empty.xml: `Music` gives no evaluation of `MP3`, `DJ`, `Band`",
            "party_utility_empty.xml: `Cleanup` gives no evaluation of `Water and Soap`, `Specialized Materials`, `Special Equiment`, `Hired Help`",
        ],
    ),
    ("negmas-app/other__ItexvsCypress", &["ItexvsCypress_domain.yml: there are 20 parties' files, more than 16"]),
];

/// The first three parties, in the order of their files, whose own files are in order.
fn whole_parties(scenario: &Scenario) -> Vec<String> {
    let parties =
        scenario.sources().into_iter().filter(|source| recognise(source).is_some_and(|(_, part)| part == Part::Party));
    let is_whole = |name: &String| load_with(&scenario.chosen(std::slice::from_ref(name)), &Reading::default()).is_ok();
    parties.map(|source| source.stem().to_string()).filter(is_whole).take(3).collect()
}

#[test]
fn every_scenario_is_read_or_refused_for_a_true_reason() {
    let Some(corpus) = corpus() else {
        println!("skipped: the corpus is not there");
        return;
    };
    let mut refused: Vec<(String, Vec<String>)> = Vec::new();
    let mut without_a_whole_party: Vec<String> = Vec::new();
    let all = scenarios(&corpus);
    for scenario in &all {
        if let Err(problems) = load_with(&scenario.sources(), &Reading::default()) {
            let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
            let mut reasons: Vec<String> = Vec::new();
            for reason in errors.map(|problem| format!("{}: {}", problem.file, problem.message)) {
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            // What is whole in it is read once it is chosen.
            let chosen = whole_parties(scenario);
            if chosen.is_empty() {
                without_a_whole_party.push(scenario.name());
            } else {
                assert!(load_with(&scenario.chosen(&chosen), &Reading::default()).is_ok(), "{}", scenario.name());
            }
            refused.push((scenario.name(), reasons));
        }
    }
    assert_eq!(all.len(), 464);
    assert_eq!(without_a_whole_party, ["tudelft-ai2017/partydomain__smaller"]);
    let expected: Vec<(String, Vec<String>)> = REFUSED
        .iter()
        .map(|(name, reasons)| (name.to_string(), reasons.iter().map(ToString::to_string).collect()))
        .collect();
    assert_eq!(refused, expected);
}
