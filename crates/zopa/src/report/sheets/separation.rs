//! What separates the drafts, point by point.

use crate::report::brief::Brief;
use crate::report::phrase::{Phrase, counted};
use crate::report::sheet::{Cell, Column, Sheet, Table};

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let drafts = brief.negotiation.drafts();
    if drafts.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new("separation", "Drafts side by side");
    let n_issues = brief.negotiation.issues().len();
    let differ = (0..n_issues).filter(|&issue| drafts.iter().any(|d| d.settles.0[issue] != drafts[0].settles.0[issue]));
    let apart = differ.count();
    if drafts.len() > 1 {
        sheet.lead.push(Phrase::from(match apart {
            0 => "The drafts say the same on every point.".to_string(),
            _ => format!("The drafts say different things on {} of {n_issues}.", counted(apart, "point", "points")),
        }));
    }
    let mut columns = vec![Column::words("point", "Point")];
    columns.extend(
        (0..drafts.len()).map(|draft| Column::words(format!("draft_{}", draft + 1), brief.numbered_draft(draft))),
    );
    let package = brief.package();
    if package.is_some() {
        columns.push(Column::words("package", brief.package_name()));
    }
    let rows = (0..n_issues).map(|issue| {
        let of_drafts = drafts.iter().map(|draft| match draft.settles.0[issue] {
            Some(option) => brief.option_cell(issue, option),
            None => Cell::words("left open"),
        });
        let of_package = package.map(|package| brief.option_cell(issue, package.0[issue]));
        std::iter::once(brief.point_cell(issue)).chain(of_drafts).chain(of_package).collect()
    });
    sheet.tables.push(Table {
        id: "separation",
        caption: Phrase::from("What each draft says on each point"),
        columns,
        rows: rows.collect(),
    });
    Some(sheet)
}
