//! Files of GeniusWeb, in order and not.

use crate::exact::ratio;
use crate::format::{Loaded, Source, load};
use crate::model::Outcome;

const DOMAIN: &str = r#"{"name": "d", "issuesValues": {
    "food": {"values": ["chips", "cake"]},
    "price": {"range": ["10", "12", "1"]}}}"#;

const LINEAR: &str = r#"{"LinearAdditiveUtilitySpace": {
    "issueUtilities": {
        "food": {"DISCRETE": {"valueUtilities": {"chips": 0.5, "cake": 1}}},
        "price": {"NUMBERS": {"lowValue": 10, "lowUtility": 1, "highValue": 12, "highUtility": 0}}},
    "issueWeights": {"food": 0.4, "price": 0.6},
    "reservationBid": {"issuevalues": {"food": "chips", "price": "12"}}}}"#;

fn read(profile: &str) -> Result<Loaded, String> {
    let sources = [Source::new("domain.json", DOMAIN), Source::new("ann.json", profile)];
    load(&sources).map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn both_spellings_are_read() {
    for (names, numbers) in [("discreteutils", "numberutils"), ("DiscreteValueSetUtilities", "NumberValueSetUtilities")]
    {
        let loaded = read(&LINEAR.replace("DISCRETE", names).replace("NUMBERS", numbers)).expect("in order");
        let utility = |food, price| loaded.negotiation.utility(0, &Outcome(vec![food, price]));
        assert_eq!([utility(0, 0), utility(0, 1), utility(1, 2)], [ratio(8, 10), ratio(5, 10), ratio(4, 10)]);
        assert_eq!(loaded.negotiation.preferences()[0].reservation_value, ratio(2, 10));
    }
}

#[test]
fn groups_are_worth_what_their_combinations_are() {
    let profile = r#"{"SumOfGroupsUtilitySpace": {"partUtilities": {"all": {"partsutils": {
        "issues": ["food", "price"],
        "utilslist": [{"values": ["cake", "10"], "util": 0.9}, {"values": ["chips", "12"], "util": 0.3}]}}}}}"#;
    let loaded = read(profile).expect("in order");
    let utility = |food, price| loaded.negotiation.utility(0, &Outcome(vec![food, price]));
    assert_eq!([utility(1, 0), utility(0, 2), utility(0, 0)], [ratio(9, 10), ratio(3, 10), ratio(0, 1)]);
}

#[test]
fn slips_are_named_with_their_places() {
    let broken = LINEAR.replace("DISCRETE", "discreteutils").replace("NUMBERS", "numberutils");
    let broken = broken.replace("\"chips\": 0.5", "\"crisps\": 0.5").replace("\"price\": 0.6", "\"prize\": 0.6");
    let expected = "\
ann.json:3:55: error: `crisps` is no option of `food` in the domain
  help: did you mean `chips`?
ann.json:5:21: error: `price` is missing here
  help: add it
ann.json:5:35: error: the domain has no issue `prize`
  help: name issues of the domain";
    assert_eq!(read(&broken).expect_err("broken"), expected);
    let ordering = r#"{"DefaultPartialOrdering": {}}"#;
    let problems = read(ordering).expect_err("no utilities");
    assert!(problems.contains("`DefaultPartialOrdering` gives no utilities"), "{problems}");
}
