//! What LibreOffice makes of a workbook, where it is installed.

use super::*;
use crate::exact::ratio;
use crate::model::{Commitment, Condition, Distribution, Doubts, Quantity};
use crate::office::{office, saved_again, scratch};

#[test]
fn libre_office_opens_and_saves_workbooks_without_loss() {
    let Some(office) = office() else {
        eprintln!("skipped: LibreOffice is not installed (apt-get install libreoffice-calc)");
        return;
    };
    let folder = scratch("workbook");
    let plan28 = Outline::from(&shown(load(&plan28())).negotiation);
    // Texts and numbers at the edge of what a cell can hold.
    let mut odd = plan28.clone();
    odd.title = "=1+1".into();
    odd.issues[0].title = " \"quoted\"\tand\u{1}controlled ".into();
    odd.issues[0].options[0].text = "=HYPERLINK(\"x\")\nשלום, мир".into();
    odd.issues[0].options[1].text = String::new();
    if let Some(preferences) = &mut odd.preferences[0] {
        preferences.reservation_value = crate::exact::ratio(1, 3);
        preferences.discount = crate::exact::parse("0.9999999999999999999").ok();
    }
    // What is not known, promised and ratified.
    let mut doubtful = plan28.clone();
    if let (Some(preferences), Ok(unknown)) =
        (&mut doubtful.preferences[1], Distribution::between(ratio(1, 3), ratio(2, 3)))
    {
        preferences.reservation_value = unknown.central();
        doubtful.doubts =
            vec![Doubts { of: 1, unknowns: vec![(Quantity::Reservation, unknown)], relative_weights: true }];
    }
    doubtful.commitments = vec![Commitment {
        of: 0,
        promised: Condition { issue: 0, options: vec![0, 1] },
        cost: ratio(5, 1),
        text: Some("We shall not move.".into()),
        source: None,
    }];
    for (name, outline) in [("plan28", &plan28), ("odd", &odd), ("doubtful", &doubtful)] {
        let file = folder.join(format!("{name}.xlsx"));
        std::fs::write(&file, &workbook(outline, None).expect("it fits").files[0].bytes).expect("written");
        let saved = saved_again(&office, &file, "xlsx", &folder);
        let (again, _) = crate::format::outline(&[Source::new("again.xlsx", saved)], &Reading::default())
            .unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!(&again, outline, "{name}");
    }
    let page = saved_again(&office, &folder.join("plan28.xlsx"), "pdf", &folder);
    assert!(page.starts_with(b"%PDF"));
    let _ = std::fs::remove_dir_all(&folder);
}
