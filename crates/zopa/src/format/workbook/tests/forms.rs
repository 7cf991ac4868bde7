//! A workbook for each party: blank or filled in, and gathered again.

use super::*;
use crate::format::{Part, check_party, recognise};

fn plan() -> Outline {
    outline(&plan28(), &Reading::default()).expect("plan28 is in order").0
}

/// The one file of a party.
fn form(outline: &Outline, party: usize, name: &str) -> Source {
    let write = if name.ends_with("csv") { csv::write } else { workbook as crate::format::Forms };
    Source::new(name, write(outline, Some(party)).expect("it fits").files.swap_remove(0).bytes)
}

#[test]
fn party_workbooks_are_gathered_into_the_same_talks() {
    let whole = plan();
    let expected = shown(load(&plan28())).negotiation;
    let silent = Outline { preferences: vec![None; whole.parties.len()], ..whole.clone() };
    for ending in ["xlsx", "csv"] {
        let parties = || (0..whole.parties.len()).map(|party| form(&whole, party, &format!("party-{party}.{ending}")));
        let talks = workbook(&silent, None).expect("it fits").files;
        let gathered: Vec<Source> = talks.into_iter().chain(parties()).collect();
        assert_eq!(shown(load(&gathered)).negotiation, expected);
        let beside: Vec<Source> = plan28().into_iter().take(1).chain(parties()).collect();
        assert_eq!(shown(load(&beside)).negotiation, expected);
    }
}

#[test]
fn a_party_workbook_holds_nothing_of_the_others() {
    let whole = plan();
    let mut changed = whole.clone();
    for party in [1, 2, 3] {
        changed.preferences[party] = None;
    }
    for name in ["ukraine.xlsx", "ukraine.csv"] {
        assert_eq!(form(&whole, 0, name), form(&changed, 0, name), "{name}");
        assert!(matches!(recognise(&form(&whole, 0, name)), Some((_, Part::Party))));
    }
}

#[test]
fn a_party_workbook_is_checked_without_the_others() {
    let whole = plan();
    let silent = Outline { preferences: vec![None; whole.parties.len()], ..whole.clone() };
    let talks_file = plan28().swap_remove(0);
    let talks_workbook = workbook(&silent, None).expect("it fits").files.swap_remove(0);
    let talks_sheets: Vec<Source> = csv::write(&silent, None).expect("it fits").files;
    let talks_sheets: Vec<Source> =
        talks_sheets.into_iter().filter(|file| !file.name.starts_with("parties/")).collect();
    for talks in [vec![talks_file], vec![talks_workbook], talks_sheets] {
        for name in ["ukraine.xlsx", "ukraine.csv"] {
            let checked = check_party(&talks, &form(&whole, 0, name), &Reading::default());
            assert_eq!(checked.expect("in order").notes.len(), 1);
            let blank = check_party(&talks, &form(&silent, 0, name), &Reading::default());
            let place =
                if name.ends_with("csv") { "ukraine.csv, cell C4" } else { "ukraine.xlsx, sheet \"Ukraine\", cell C4" };
            let expected = format!(
                "{place}: error: party `ukraine` has not filled in anything yet\n  help: fill in the light yellow cells"
            );
            assert_eq!(messages(blank), [expected]);
        }
    }
}

#[test]
fn blank_forms_are_talks_whose_parties_are_silent() {
    let silent = Outline { preferences: vec![None; 4], ..plan() };
    for write in [workbook as crate::format::Forms, csv::write] {
        let files = write(&silent, None).expect("it fits").files;
        let (again, warnings) = outline(&files, &Reading::default()).expect("in order");
        assert_eq!((again, warnings), (silent.clone(), Vec::new()));
        let complaints = messages(load(&files));
        assert!(complaints.iter().all(|message| message.contains("has no preferences")), "{complaints:#?}");
        assert_eq!(complaints.len(), 3, "the mediator may stay silent");
    }
}
