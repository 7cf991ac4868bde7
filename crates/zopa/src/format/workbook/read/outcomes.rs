//! The sheet of a party that states its utility of every outcome.

use super::super::grid::{Grid, Row};
use super::super::layout::*;
use super::super::quote::meant;
use super::cells::{Heads, beside};
use crate::format::transcript::{At, Commas, Pen};

/// Whose the sheet is, and where it says so.
pub(super) fn whose(grid: &Grid) -> Option<(At, String)> {
    let (at, found) = beside(grid, PARTY, 1)?;
    Some((at, meant(&found?.text)))
}

/// The sheet of a party's outcomes among those of all parties.
pub(super) fn sheet_of(grids: &[Grid], sheets: &[usize], party: &str) -> Option<usize> {
    sheets.iter().copied().find(|&sheet| whose(&grids[sheet]).is_some_and(|(_, id)| id == party))
}

/// A list of outcomes with their utilities.
pub(super) fn outcomes(grids: &[Grid], sheet: usize, pen: &mut Pen) {
    pen.transcript.raw("[");
    let is_head = |row: &Row| row.cells().any(|cell| cell.text.trim().eq_ignore_ascii_case(UTILITY));
    match grids[sheet].rows().find(is_head) {
        Some(head) => rows(grids, sheet, &Heads::of(head), pen),
        None => {
            let help = "put the row with the issues and \"Utility\" back";
            pen.error(sheet, super::CORNER, "the heads of the columns are missing", help);
        }
    }
    pen.transcript.raw("]");
}

fn rows(grids: &[Grid], sheet: usize, heads: &Heads, pen: &mut Pen) {
    // Of two columns with this head the last is the utility: an issue may be called so.
    let known = [UTILITY];
    let all: Vec<(u16, &str)> = heads.others(&[]).collect();
    let Some(utility) = all.iter().rfind(|(_, head)| head.eq_ignore_ascii_case(known[0])).map(|(column, _)| *column)
    else {
        return;
    };
    let mut list = Commas::default();
    for row in grids[sheet].rows().filter(|row| row.row > heads.row && !row.is_blank()) {
        list.next(&mut pen.transcript);
        pen.transcript.at(sheet, row.at(0));
        pen.transcript.raw("{\"when\":{");
        let mut commas = Commas::default();
        for (column, issue) in all.iter().filter(|(column, _)| *column != utility) {
            pen.text(issue, sheet, row, *column, &mut commas);
        }
        pen.transcript.raw("}");
        let mut commas = Commas::default();
        commas.next(&mut pen.transcript);
        if !pen.number("utility", sheet, row, utility, &mut commas) {
            pen.error(sheet, row.at(utility), "the outcome has no utility", "write what it is worth to the party");
            pen.transcript.raw(",\"utility\":\"0\"");
        }
        pen.transcript.raw("}");
    }
}
