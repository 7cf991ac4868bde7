//! The sheet of a party that states its utility of every outcome.

use super::super::layout::*;
use super::{Check, Sheet, Style};
use crate::exact::Rational;
use crate::format::Outline;

pub(super) fn sheet(outline: &Outline, party: usize, utilities: &[Rational]) -> Sheet {
    let party = &outline.parties[party];
    let n_issues = outline.issues.len() as u16;
    let mut widths = vec![16.0; usize::from(n_issues)];
    widths.push(12.0);
    let mut sheet = Sheet::new(Role::Outcomes, format!("{} outcomes", party.name), &widths);
    sheet.file = format!("{}-outcomes", party.id);
    sheet.text(1, 0, PARTY, Style::Label);
    sheet.quoted(1, 1, &party.id, Style::Fixed);
    for (column, issue) in (0..).zip(&outline.issues) {
        sheet.quoted(3, column, &issue.id, Style::Head);
    }
    sheet.text(3, n_issues, UTILITY, Style::Head);
    sheet.head = Some(3);
    sheet.is_frozen = true;
    for (index, (row, utility)) in (4..).zip(utilities).enumerate() {
        let mut rest = index;
        for (column, issue) in (0..n_issues).zip(&outline.issues).rev() {
            let option = &issue.options[rest % issue.options.len()];
            rest /= issue.options.len();
            sheet.quoted(row, column, &option.id, Style::Faint);
        }
        sheet.number(row, n_issues, Some(utility), Check::AnyNumber);
    }
    sheet
}
