//! The laws of workbooks: what is written reads as the same, in a workbook and in CSV files.

mod complaints;
mod forms;
mod office;

use super::*;
use crate::format::tests::round_trip::any_negotiation;
use crate::format::tests::{folder, shown, talks_folder};
use crate::format::{Reading, load, outline};
use crate::model::Negotiation;
use crate::random;
use proptest::prelude::*;

/// A negotiation with everything that lawyers meet.
fn plan28() -> Vec<Source> {
    folder(&talks_folder("plan28"))
}

#[track_caller]
fn check_round_trip(negotiation: &Negotiation) {
    let whole = Outline::from(negotiation);
    for (format, write) in [("xlsx", workbook as crate::format::Forms), ("csv", csv::write)] {
        let written = write(&whole, None).expect("everything fits into cells");
        assert_eq!(&shown(load(&written.files)).negotiation, negotiation, "{format}");
    }
}

#[test]
fn random_negotiations_return() {
    (0..60).for_each(|seed| check_round_trip(&random::negotiation(seed, &random::Shape::SMALL)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_texts_and_numbers_a_negotiation_holds_return(negotiation in any_negotiation()) {
        check_round_trip(&negotiation);
    }
}

#[test]
fn the_same_talks_give_the_same_bytes() {
    let (outline, _) = outline(&plan28(), &Reading::default()).expect("plan28 is in order");
    let bytes = || workbook(&outline, None).expect("plan28 fits").files;
    assert_eq!(bytes(), bytes());
}

/// The problems as people read them.
fn messages<T>(result: Result<T, Vec<crate::format::Diagnostic>>) -> Vec<String> {
    result.err().unwrap_or_default().iter().map(ToString::to_string).collect()
}
