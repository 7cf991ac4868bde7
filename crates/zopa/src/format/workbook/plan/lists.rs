//! The sheet behind the cells with a choice.

use super::super::layout::*;
use super::super::quote::{condition, shown};
use super::{Check, Sheet, Style};
use crate::format::Outline;
use crate::model::CATEGORIES;

pub(in super::super) const FIRST_ROW: u32 = 2;

/// The column that holds what a cell may say.
pub(super) fn column(check: Check) -> Option<u16> {
    match check {
        Check::Condition => Some(0),
        Check::Category => Some(1),
        Check::PartyName => Some(2),
        _ => None,
    }
}

pub(super) fn sheet(outline: &Outline) -> Sheet {
    let mut sheet = Sheet::new(Role::Lists, "Lists", &[60.0, 30.0, 30.0]);
    sheet.heads(1, &[CONDITION, CATEGORY, PARTY]);
    let options = outline
        .issues
        .iter()
        .flat_map(|issue| issue.options.iter().map(|option| condition(&issue.id, std::iter::once(option.id.as_str()))));
    let categories = CATEGORIES.iter().map(|category| category.id.to_string());
    let parties = outline.parties.iter().map(|party| shown(&party.id).into_owned());
    let lists: [Vec<String>; 3] = [options.collect(), categories.collect(), parties.collect()];
    for (column, list) in (0..).zip(&lists) {
        for (row, entry) in (FIRST_ROW..).zip(list) {
            sheet.text(row, column, entry, Style::Faint);
        }
    }
    sheet
}
