//! The sheet of one party: weights, values and red lines, and what no agreement is worth to it.

use super::super::grid::{Found, Grid, Row};
use super::super::layout::*;
use super::super::quote::{meant, read_condition};
use super::cells::{Heads, beside, section};
use super::{CORNER, outcomes};
use crate::format::diagnostic::quote;
use crate::format::transcript::{At, Commas, Pen};

const SECTIONS: [&str; 3] = [TOGETHER, RED_LINES, PROMISES];

/// The column of the values beside the labels at the head of the sheet.
const BESIDE: u16 = 2;

/// Labels of numbers at the head of the sheet, with the keys that they fill.
const NUMBERS: [(&str, &str); 4] =
    [(WALK_AWAY, "reservation"), (SCALE, "scale"), (DISCOUNT, "discount"), (TOTAL, "total")];

/// Whose the sheet is, and where it says so.
pub(super) fn whose(grid: &Grid) -> Option<(At, String)> {
    let (at, found) = beside(grid, PARTY, BESIDE)?;
    Some((at, meant(&found?.text)))
}

/// Rows of the points, with the columns of issue, option, weight, value and red line.
fn points(grid: &Grid) -> Option<(Heads, Vec<Row<'_>>)> {
    let heads = Heads::find(grid, POINT, 0)?;
    let ends = |row: &Row| SECTIONS.iter().any(|heading| row.text(0).eq_ignore_ascii_case(heading));
    let start = heads.row;
    let rows = grid.rows().filter(|row| row.row > start).take_while(|row| !ends(row)).filter(|row| !row.is_blank());
    Some((heads, rows.collect()))
}

/// Whether nothing is filled in yet.
pub(super) fn is_silent(grid: &Grid) -> bool {
    let settings =
        NUMBERS.iter().any(|(label, _)| beside(grid, label, BESIDE).is_some_and(|(_, found)| found.is_some()));
    let by_issue = points(grid).is_some_and(|(heads, rows)| {
        let columns: Vec<u16> = [WEIGHT, VALUE, RED_LINE].iter().filter_map(|head| heads.get(head)).collect();
        rows.iter().any(|row| columns.iter().any(|column| row.cell(*column).is_some()))
    });
    let combined = SECTIONS.iter().any(|heading| groups(grid, heading).is_some_and(|(_, groups)| !groups.is_empty()));
    !settings && !by_issue && !combined
}

/// The keys of a party's preferences, into a table that has been begun.
pub(super) fn preferences(grids: &[Grid], sheet: usize, table: Option<usize>, commas: &mut Commas, pen: &mut Pen) {
    let grid = &grids[sheet];
    for (label, key) in NUMBERS {
        match beside(grid, label, BESIDE) {
            Some((at, Some(found))) => {
                commas.next(&mut pen.transcript);
                pen.transcript.key(key);
                match label {
                    WALK_AWAY => pen.quantity(sheet, at, found),
                    _ => pen.amount(sheet, at, found),
                }
            }
            found if label == WALK_AWAY => {
                let help = "write a number from 0 to 1; 0 if any agreement is better than none";
                let at = found.map_or(CORNER, |(at, _)| at);
                pen.error(sheet, at, "the party does not say what no agreement is worth to it", help);
                commas.next(&mut pen.transcript);
                pen.transcript.raw("\"reservation\":\"0\"");
            }
            _ => {}
        }
    }
    let plain = match beside(grid, NORMALISE, BESIDE) {
        Some((at, Some(found))) => pen.choice(&[YES, NO], sheet, at, found) == Some(NO),
        _ => false,
    };
    // Utilities of outcomes are taken as written: there the choice means nothing.
    if plain && table.is_none() {
        commas.next(&mut pen.transcript);
        pen.transcript.raw("\"normalise\":false");
    }
    commas.next(&mut pen.transcript);
    pen.transcript.raw("\"issue\":{");
    by_issue(grid, sheet, Wanted { weights: table.is_none() && !plain, values: table.is_none() }, pen);
    pen.transcript.raw("}");
    together(grid, sheet, commas, pen);
    red_lines(grid, sheet, commas, pen);
    commitments(grid, sheet, commas, pen);
    if let Some(table) = table {
        commas.next(&mut pen.transcript);
        pen.transcript.key("outcome");
        outcomes::outcomes(grids, table, pen);
    }
}

/// What a sheet must say about every issue.
#[derive(Clone, Copy)]
struct Wanted {
    weights: bool,
    values: bool,
}

struct Columns {
    sheet: usize,
    issue: u16,
    option: u16,
    weight: u16,
    value: u16,
    red_line: u16,
}

fn by_issue(grid: &Grid, sheet: usize, wanted: Wanted, pen: &mut Pen) {
    let Some((heads, rows)) = points(grid) else {
        let message = format!("no row begins with \"{POINT}\"");
        pen.error(sheet, CORNER, message, "put the row with the heads of the columns back");
        return;
    };
    let found = heads.all([ISSUE, OPTION, WEIGHT, VALUE, RED_LINE], sheet, pen);
    let Some([issue, option, weight, value, red_line]) = found else { return };
    let columns = Columns { sheet, issue, option, weight, value, red_line };
    let mut list = Commas::default();
    let mut rest = rows.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if first.cell(option).is_some() || first.cell(issue).is_none() {
            let message = if first.cell(option).is_some() {
                "an option stands before any issue"
            } else {
                "the row names neither an issue nor an option"
            };
            pen.error(sheet, first.at(issue), message, "put the short names back, as on the sheet of the points");
            rest = after;
            continue;
        }
        let n_options = after.iter().take_while(|row| row.cell(option).is_some()).count();
        let (options, others) = after.split_at(n_options);
        rest = others;
        list.next(&mut pen.transcript);
        one_issue(*first, options, &columns, wanted, pen);
    }
}

fn one_issue(row: Row, options: &[Row], columns: &Columns, wanted: Wanted, pen: &mut Pen) {
    let sheet = columns.sheet;
    let name = row.cell(columns.issue).map(|found| meant(&found.text)).unwrap_or_default();
    pen.transcript.at(sheet, row.at(columns.issue));
    pen.transcript.key(&name);
    pen.transcript.raw("{");
    let mut commas = Commas::default();
    let weighed = pen.figure("weight", sheet, row, columns.weight, &mut commas);
    if !weighed && wanted.weights {
        let help = "write how much it matters beside the others; 0 if the party does not care";
        pen.error(sheet, row.at(columns.weight), format!("issue {} has no weight", quote(&name)), help);
        commas.next(&mut pen.transcript);
        pen.transcript.raw("\"weight\":\"1\"");
    }
    let indifferent = row
        .cell(columns.weight)
        .is_some_and(|found| crate::exact::parse(found.text.trim()).is_ok_and(|w| num_traits::Zero::is_zero(&w)));
    let valued = options.iter().filter(|row| row.cell(columns.value).is_some()).count();
    if wanted.values && !(indifferent && valued == 0) || valued > 0 {
        commas.next(&mut pen.transcript);
        pen.transcript.raw("\"value\":{");
        values(&name, options, columns, pen);
        pen.transcript.raw("}");
    }
    commas.next(&mut pen.transcript);
    pen.transcript.raw("\"red_lines\":[");
    let mut list = Commas::default();
    for row in options {
        let Some(found) = row.cell(columns.red_line) else { continue };
        if pen.choice(&[NEVER], sheet, row.at(columns.red_line), found).is_some() {
            list.next(&mut pen.transcript);
            pen.transcript.at(sheet, row.at(columns.red_line));
            pen.transcript.string(&meant(row.text(columns.option)));
        }
    }
    pen.transcript.raw("]}");
}

fn values(issue: &str, options: &[Row], columns: &Columns, pen: &mut Pen) {
    let mut list = Commas::default();
    for row in options {
        let option = meant(row.text(columns.option));
        list.next(&mut pen.transcript);
        pen.transcript.at(columns.sheet, row.at(columns.option));
        pen.transcript.key(&option);
        match row.cell(columns.value) {
            Some(found) => pen.quantity(columns.sheet, row.at(columns.value), found),
            None => {
                let message = format!("option {} of issue {} has no value", quote(&option), quote(issue));
                let help = "write how good it is for the party; 0 is the worst";
                pen.error(columns.sheet, row.at(columns.value), message, help);
                pen.transcript.string("0");
            }
        }
    }
}

/// The rows of a combination that hold something.
struct Group<'g> {
    start: At,
    words: Option<(At, &'g Found)>,
    place: Option<(At, &'g Found)>,
    conditions: Vec<(At, &'g Found)>,
    worth: Option<(Row<'g>, u16)>,
}

/// Groups of rows below a heading, each beginning with a number; blank ones are left out.
fn groups<'g>(grid: &'g Grid, heading: &str) -> Option<(u32, Vec<Group<'g>>)> {
    let mut rows = section(grid, heading, &SECTIONS)?;
    let head = rows.find(|row| row.text(0).eq_ignore_ascii_case(NUMBER))?;
    let heads = Heads::of(head);
    let (part, condition) = (heads.get(PART)?, heads.get(CONDITION)?);
    let worth = heads.get(WORTH).or_else(|| heads.get(COST));
    let mut groups: Vec<Group> = Vec::new();
    for row in rows.filter(|row| !row.is_blank()) {
        if row.cell(0).is_some() || groups.is_empty() {
            groups.push(Group { start: row.at(0), words: None, place: None, conditions: Vec::new(), worth: None });
        }
        let Some(group) = groups.last_mut() else { continue };
        if let Some(worth) = worth.filter(|worth| row.cell(*worth).is_some()) {
            group.worth = group.worth.or(Some((row, worth)));
        }
        let Some(found) = row.cell(condition) else { continue };
        let cell = (row.at(condition), found);
        match row.text(part).to_lowercase().as_str() {
            IN_WORDS => group.words = group.words.or(Some(cell)),
            WHERE => group.place = group.place.or(Some(cell)),
            _ => group.conditions.push(cell),
        }
    }
    groups.retain(|group| {
        group.words.is_some() || group.place.is_some() || !group.conditions.is_empty() || group.worth.is_some()
    });
    Some((head.row, groups))
}

fn together(grid: &Grid, sheet: usize, commas: &mut Commas, pen: &mut Pen) {
    let Some((_, groups)) = groups(grid, TOGETHER).filter(|(_, groups)| !groups.is_empty()) else { return };
    commas.next(&mut pen.transcript);
    pen.transcript.raw("\"together\":[");
    let mut list = Commas::default();
    for group in groups {
        if !pen.readable(sheet, &group.conditions) {
            continue;
        }
        let mut issues: Vec<String> =
            group.conditions.iter().filter_map(|(_, found)| Some(read_condition(&found.text)?.0)).collect();
        issues.sort_unstable();
        issues.dedup();
        if issues.len() < group.conditions.len().max(2) {
            let message = "what is worth more or less together must be options of two or more different issues";
            let help = "write one option in the row \"this\", another in a row \"together with\"";
            pen.error(sheet, group.start, message, help);
            continue;
        }
        list.next(&mut pen.transcript);
        pen.transcript.at(sheet, group.start);
        pen.transcript.raw("{\"when\":");
        pen.conditions(sheet, &group.conditions);
        let mut inner = Commas::default();
        inner.next(&mut pen.transcript);
        match group.worth {
            Some((row, column)) => {
                pen.figure("worth", sheet, row, column, &mut inner);
            }
            None => {
                let help = "write what both together add, in the unit of the weights";
                pen.error(sheet, group.start, "the combination does not say what it is worth", help);
                pen.transcript.raw(",\"worth\":\"0\"");
            }
        }
        pen.transcript.raw("}");
    }
    pen.transcript.raw("]");
}

fn red_lines(grid: &Grid, sheet: usize, commas: &mut Commas, pen: &mut Pen) {
    let Some((_, groups)) = groups(grid, RED_LINES).filter(|(_, groups)| !groups.is_empty()) else { return };
    commas.next(&mut pen.transcript);
    pen.transcript.raw("\"red_line\":[");
    let mut list = Commas::default();
    for group in groups {
        if !pen.readable(sheet, &group.conditions) {
            continue;
        }
        if group.conditions.is_empty() {
            pen.error(sheet, group.start, "the combination names no option", "write one in each row below its words");
            continue;
        }
        list.next(&mut pen.transcript);
        pen.transcript.at(sheet, group.start);
        pen.transcript.raw("{");
        let mut inner = Commas::default();
        if let Some((at, found)) = group.words {
            inner.next(&mut pen.transcript);
            pen.transcript.key("text");
            pen.said(sheet, at, found);
        }
        inner.next(&mut pen.transcript);
        pen.transcript.raw("\"when\":");
        pen.conditions(sheet, &group.conditions);
        pen.transcript.raw("}");
    }
    pen.transcript.raw("]");
}

fn commitments(grid: &Grid, sheet: usize, commas: &mut Commas, pen: &mut Pen) {
    let Some((_, groups)) = groups(grid, PROMISES).filter(|(_, groups)| !groups.is_empty()) else { return };
    commas.next(&mut pen.transcript);
    pen.transcript.raw("\"commitment\":[");
    let mut list = Commas::default();
    for group in groups {
        if !pen.readable(sheet, &group.conditions) {
            continue;
        }
        let Some((at, issue, options)) = (match group.conditions.as_slice() {
            [(at, found)] => read_condition(&found.text).map(|(issue, options)| (*at, issue, options)),
            _ => None,
        }) else {
            let help = "write the issue and the option that keeps the promise in the row \"promised\"";
            pen.error(sheet, group.start, "a promise needs one issue", help);
            continue;
        };
        list.next(&mut pen.transcript);
        pen.transcript.at(sheet, at);
        pen.transcript.raw("{\"issue\":");
        pen.transcript.string(&issue);
        pen.transcript.raw(",\"promised\":[");
        let mut names = Commas::default();
        for option in options {
            names.next(&mut pen.transcript);
            pen.transcript.string(&option);
        }
        pen.transcript.raw("]");
        let mut inner = Commas::default();
        inner.next(&mut pen.transcript);
        match group.worth {
            Some((row, column)) => {
                pen.number("cost", sheet, row, column, &mut inner);
            }
            None => {
                let help = "write what moving away costs, in the unit of the weights; 0 if nothing";
                pen.error(sheet, group.start, "the promise does not say what breaking it costs", help);
                pen.transcript.raw(",\"cost\":\"0\"");
            }
        }
        for (key, cell) in [("text", group.words), ("source", group.place)] {
            if let Some((at, found)) = cell {
                inner.next(&mut pen.transcript);
                pen.transcript.key(key);
                pen.said(sheet, at, found);
            }
        }
        pen.transcript.raw("}");
    }
    pen.transcript.raw("]");
}
