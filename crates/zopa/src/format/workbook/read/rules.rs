//! The sheet of rules: groups of rows that begin with a number.

use super::super::grid::{Found, Grid, Row};
use super::super::layout::*;
use super::CORNER;
use super::cells::Heads;
use crate::format::transcript::{At, Commas, Pen};

/// The rows of one rule by their parts.
#[derive(Default)]
struct Group<'g> {
    start: Option<Row<'g>>,
    words: Option<(At, &'g Found)>,
    parts: [Vec<(At, &'g Found)>; 4],
    at_least: Option<(Row<'g>, u16)>,
    at_most: Option<(Row<'g>, u16)>,
}

/// Parts that hold conditions, in the order of [`Group::parts`].
const PARTS: [&str; 4] = [IF, THEN, NOT_TOGETHER, OF];

/// `"rule": [...]`
pub(super) fn rules(grids: &[Grid], sheet: usize, pen: &mut Pen) {
    pen.transcript.raw("\"rule\":[");
    match Heads::find(&grids[sheet], NUMBER, 0) {
        Some(heads) => {
            if let Some(columns) = heads.all([NUMBER, PART, RULE_WORDS, AT_LEAST, AT_MOST], sheet, pen) {
                let rows = grids[sheet].rows().filter(|row| row.row > heads.row && !row.is_blank());
                groups(rows, sheet, columns, pen);
            }
        }
        None => {
            let message = format!("no row begins with \"{NUMBER}\"");
            pen.error(sheet, CORNER, message, "put the row with the heads of the columns back");
        }
    }
    pen.transcript.raw("]");
}

fn groups<'g>(rows: impl Iterator<Item = Row<'g>>, sheet: usize, columns: [u16; 5], pen: &mut Pen) {
    let [number, part, words, at_least, at_most] = columns;
    let mut list = Commas::default();
    let mut group = Group::default();
    for row in rows {
        if row.cell(number).is_some() {
            tell(&std::mem::take(&mut group), sheet, &mut list, pen);
        }
        group.start.get_or_insert(row);
        group.at_least = group.at_least.or(row.cell(at_least).map(|_| (row, at_least)));
        group.at_most = group.at_most.or(row.cell(at_most).map(|_| (row, at_most)));
        let chosen = row.cell(part).and_then(|found| pen.choice(&RULE_PARTS, sheet, row.at(part), found));
        let Some(found) = row.cell(words) else { continue };
        let cell = (row.at(words), found);
        match chosen.and_then(|chosen| PARTS.iter().position(|part| *part == chosen)) {
            Some(part) => group.parts[part].push(cell),
            None if chosen.is_some() => group.words = group.words.or(Some(cell)),
            None if row.cell(part).is_none() => {
                let help = format!("choose one of: {}", RULE_PARTS.join(", "));
                pen.error(sheet, row.at(part), "the row does not say which part of the rule it is", help);
            }
            None => {}
        }
    }
    tell(&group, sheet, &mut list, pen);
}

/// One rule; nothing where its rows are blank.
fn tell(group: &Group, sheet: usize, list: &mut Commas, pen: &mut Pen) {
    let Some(start) = group.start else { return };
    let [when, then, excluded, counted] = &group.parts;
    let is_bounded = group.at_least.is_some() || group.at_most.is_some();
    if group.words.is_none() && group.parts.iter().all(Vec::is_empty) && !is_bounded {
        return;
    }
    let at = start.at(0);
    let kinds = [!when.is_empty() || !then.is_empty(), !excluded.is_empty(), !counted.is_empty()];
    let help = "write if and then; or not together; or count of, with at least or at most";
    if kinds.into_iter().filter(|kind| *kind).count() != 1 {
        let is_empty = kinds == [false; 3];
        let message = if is_empty { "the rule names no option" } else { "the rule says several things at once" };
        pen.error(sheet, at, message, help);
        return;
    }
    if is_bounded && counted.is_empty() {
        let (row, column) = group.at_least.or(group.at_most).unwrap_or((start, 0));
        pen.error(sheet, row.at(column), "only a rule that counts has bounds", "clear the cell, or choose count of");
    }
    if !is_bounded && !counted.is_empty() {
        pen.error(sheet, at, "the rule does not say how many may hold", "write at least or at most");
        return;
    }
    let all: Vec<(At, &Found)> = group.parts.iter().flatten().copied().collect();
    if !pen.readable(sheet, &all) {
        return;
    }
    list.next(&mut pen.transcript);
    pen.transcript.at(sheet, at);
    pen.transcript.raw("{");
    let mut commas = Commas::default();
    if let Some((at, found)) = group.words {
        commas.next(&mut pen.transcript);
        pen.transcript.key("text");
        pen.said(sheet, at, found);
    }
    let mut part = |key: &str, cells: &[(At, &Found)], pen: &mut Pen| {
        commas.next(&mut pen.transcript);
        pen.transcript.key(key);
        pen.conditions(sheet, cells);
    };
    if kinds[0] {
        part("if", when, pen);
        part("then", then, pen);
    } else if kinds[1] {
        part("exclude", excluded, pen);
    } else {
        part("of", counted, pen);
        for (key, bound) in [("at_least", group.at_least), ("at_most", group.at_most)] {
            if let Some((row, column)) = bound {
                pen.number(key, sheet, row, column, &mut commas);
            }
        }
    }
    pen.transcript.raw("}");
}
