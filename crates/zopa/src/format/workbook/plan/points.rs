//! The sheet of points: every issue above its options, and which drafts contain which option.

use super::super::layout::*;
use super::{Check, Content, Sheet, Style};
use crate::exact::Rational;
use crate::format::Outline;

/// Places for further issues and options.
const SPARE: u32 = 24;

/// Columns before those of the drafts.
const FIXED: u16 = 7;

pub(super) fn sheet(outline: &Outline) -> Sheet {
    let mut sheet = Sheet::new(Role::Points, "Points", &[7.0, 18.0, 18.0, 62.0, 20.0, 10.0, 10.0]);
    sheet.text(
        1,
        0,
        "A shaded row names an issue; the rows below it are its options. A cross under a draft says that it contains \
         the option.",
        Style::Subtitle,
    );
    sheet.heads(3, &[POINT, ISSUE, OPTION, WORDS, CATEGORY, UNIT, AMOUNT]);
    sheet.head = Some(3);
    sheet.is_frozen = true;
    let columns = FIXED + outline.drafts.len() as u16;
    for (column, draft) in (FIXED..).zip(&outline.drafts) {
        sheet.quoted(3, column, &draft.id, Style::Head);
        sheet.widths.push((draft.id.chars().count() as f64 + 3.0).clamp(7.0, 16.0));
    }
    let mut row = 4;
    for (index, issue) in outline.issues.iter().enumerate() {
        let point = issue.point.map(|point| Content::Number(Rational::from_integer(point.into())));
        sheet.put(row, 0, point.unwrap_or(Content::Empty), Style::Issue, Some(Check::Count));
        sheet.field(row, 1, Some(&issue.id), Style::IssueFaint, None);
        sheet.empty(row, 2..3, Style::IssueFaint);
        sheet.field(row, 3, (issue.title != issue.id).then_some(&issue.title), Style::Issue, None);
        sheet.field(row, 4, issue.category.as_deref(), Style::IssueFaint, Some(Check::Category));
        sheet.field(row, 5, issue.unit.as_deref(), Style::IssueFaint, None);
        sheet.empty(row, 6..columns, Style::Issue);
        row += 1;
        for (option_index, option) in issue.options.iter().enumerate() {
            sheet.empty(row, 0..2, Style::Faint);
            sheet.field(row, 2, Some(&option.id), Style::Key, None);
            sheet.field(row, 3, (option.text != option.id).then_some(&option.text), Style::Words, None);
            sheet.empty(row, 4..6, Style::Faint);
            sheet.number(row, 6, option.amount.as_ref(), Check::AnyNumber);
            for (column, draft) in (FIXED..).zip(&outline.drafts) {
                let ticked = draft.settles.0[index] == Some(option_index);
                sheet.field(row, column, ticked.then_some(TICK), Style::Choice, Some(Check::Tick));
            }
            row += 1;
        }
    }
    for row in row..row + SPARE {
        sheet.put(row, 0, Content::Empty, Style::Number, Some(Check::Count));
        (1..3).for_each(|column| sheet.field(row, column, None, Style::Key, None));
        sheet.field(row, 3, None, Style::Words, None);
        sheet.field(row, 4, None, Style::Choice, Some(Check::Category));
        sheet.field(row, 5, None, Style::Choice, None);
        sheet.number(row, 6, None, Check::AnyNumber);
        (FIXED..columns).for_each(|column| sheet.field(row, column, None, Style::Choice, Some(Check::Tick)));
    }
    sheet
}
