//! The sheet of points: issues above their options.

use super::super::grid::{Grid, Row};
use super::super::layout::*;
use super::super::quote::meant;
use super::CORNER;
use super::cells::Heads;
use crate::format::diagnostic::{did_you_mean, quote};
use crate::format::transcript::{Commas, Pen};

struct Columns {
    sheet: usize,
    point: u16,
    issue: u16,
    option: u16,
    words: u16,
    category: u16,
    unit: u16,
    amount: u16,
    /// Columns of drafts with the drafts' short names.
    drafts: Vec<(u16, String)>,
}

const HEADS: [&str; 7] = [POINT, ISSUE, OPTION, WORDS, CATEGORY, UNIT, AMOUNT];

/// `"issue": [...]`
pub(super) fn points(grids: &[Grid], sheet: usize, drafts: &[String], pen: &mut Pen) {
    pen.transcript.raw("\"issue\":[");
    if let Some((head, columns)) = columns(grids, sheet, drafts, pen) {
        let rows = grids[sheet].rows().filter(|row| row.row > head && !row.is_blank());
        issues(rows, &columns, pen);
    }
    pen.transcript.raw("]");
}

fn columns(grids: &[Grid], sheet: usize, drafts: &[String], pen: &mut Pen) -> Option<(u32, Columns)> {
    let Some(heads) = Heads::find(&grids[sheet], POINT, 0) else {
        let message = format!("no row begins with \"{POINT}\"");
        pen.error(sheet, CORNER, message, "put the row with the heads of the columns back");
        return None;
    };
    let [point, issue, option, words, category, unit, amount] = heads.all(HEADS, sheet, pen)?;
    let mut columns = Columns { sheet, point, issue, option, words, category, unit, amount, drafts: Vec::new() };
    for (column, head) in heads.others(&HEADS) {
        if drafts.iter().any(|draft| draft == head) {
            columns.drafts.push((column, head.to_string()));
        } else {
            let at = super::At { row: heads.row, column };
            let help = did_you_mean(head, drafts.iter().map(String::as_str), "the drafts on the sheet of the talks");
            pen.error(sheet, at, format!("there is no draft {}", quote(head)), help);
        }
    }
    Some((heads.row, columns))
}

fn issues<'g>(rows: impl Iterator<Item = Row<'g>>, columns: &Columns, pen: &mut Pen) {
    let sheet = columns.sheet;
    let mut list = Commas::default();
    let mut current: Option<(String, Commas)> = None;
    for row in rows {
        let issue = row.cell(columns.issue).map(|found| meant(&found.text));
        if row.cell(columns.option).is_some() {
            let Some((own, options)) = &mut current else {
                let help = "write the issue's short name and title in a row above its options";
                pen.error(sheet, row.at(columns.option), "an option stands before any issue", help);
                continue;
            };
            if issue.as_ref().is_some_and(|issue| issue != own) {
                let message =
                    format!("an option of {} stands among those of {}", quote(&issue.unwrap_or_default()), quote(own));
                let help = "give the issue a row of its own above its options";
                pen.error(sheet, row.at(columns.issue), message, help);
            }
            options.next(&mut pen.transcript);
            option(row, columns, pen);
            continue;
        }
        if issue.is_none() && [columns.words, columns.point].iter().all(|column| row.cell(*column).is_none()) {
            let message = "the row names neither an issue nor an option";
            pen.error(sheet, row.at(columns.option), message, "write the option's short name, or clear the row");
            continue;
        }
        if current.take().is_some() {
            pen.transcript.raw("]}");
        }
        list.next(&mut pen.transcript);
        pen.transcript.at(sheet, row.at(columns.issue));
        pen.transcript.raw("{");
        begin_issue(row, columns, pen);
        pen.transcript.raw(",\"option\":[");
        current = Some((issue.unwrap_or_default(), Commas::default()));
    }
    if current.is_some() {
        pen.transcript.raw("]}");
    }
}

fn begin_issue(row: Row, columns: &Columns, pen: &mut Pen) {
    let sheet = columns.sheet;
    let mut commas = Commas::default();
    if !pen.text("id", sheet, row, columns.issue, &mut commas) {
        let help = "an issue's short name, such as force-cap, stands under \"Issue\"; an option's under \"Option\"";
        pen.error(sheet, row.at(columns.issue), "an issue has no short name", help);
        commas.next(&mut pen.transcript);
        pen.transcript.raw(&format!("\"id\":\"row {}\"", row.row + 1));
    }
    pen.number("point", sheet, row, columns.point, &mut commas);
    pen.text("title", sheet, row, columns.words, &mut commas);
    pen.text("category", sheet, row, columns.category, &mut commas);
    pen.text("unit", sheet, row, columns.unit, &mut commas);
}

fn option(row: Row, columns: &Columns, pen: &mut Pen) {
    let sheet = columns.sheet;
    pen.transcript.at(sheet, row.at(columns.option));
    pen.transcript.raw("{");
    let mut commas = Commas::default();
    pen.text("id", sheet, row, columns.option, &mut commas);
    pen.text("text", sheet, row, columns.words, &mut commas);
    pen.number("amount", sheet, row, columns.amount, &mut commas);
    commas.next(&mut pen.transcript);
    pen.transcript.raw("\"drafts\":[");
    let mut drafts = Commas::default();
    for (column, draft) in &columns.drafts {
        let Some(found) = row.cell(*column) else { continue };
        if pen.choice(&[TICK], sheet, row.at(*column), found).is_some() {
            drafts.next(&mut pen.transcript);
            pen.transcript.at(sheet, row.at(*column));
            pen.transcript.string(draft);
        }
    }
    pen.transcript.raw("]}");
}
