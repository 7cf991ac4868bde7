//! The sheet of the talks, and what the sheets of the parties say about each party.

use super::super::grid::{Grid, Row};
use super::super::layout::*;
use super::super::quote::meant;
use super::cells::{Heads, beside, section};
use super::{CORNER, Roles, outcomes, party};
use crate::format::diagnostic::{did_you_mean, quote};
use crate::format::transcript::{At, Commas, Pen};

const SECTIONS: [&str; 2] = [PARTIES, DRAFTS];

/// Rows of a section that hold something below its heads, with the columns of some heads.
fn entries<'g, const N: usize>(
    grids: &'g [Grid],
    sheet: usize,
    heading: &str,
    heads: [&str; N],
    pen: &mut Pen,
) -> Option<(Vec<Row<'g>>, [u16; N])> {
    let Some(mut rows) = section(&grids[sheet], heading, &SECTIONS) else {
        let message = format!("the section \"{heading}\" is missing");
        pen.error(sheet, CORNER, message, "put its heading back into the first column");
        return None;
    };
    let Some(head) = rows.find(|row| row.text(0).eq_ignore_ascii_case(SHORT_NAME)) else {
        let message = format!("the section \"{heading}\" has no row that begins with \"{SHORT_NAME}\"");
        pen.error(sheet, CORNER, message, "put the heads of its columns back");
        return None;
    };
    let columns = Heads::of(head).all(heads, sheet, pen)?;
    Some((rows.filter(|row| !row.is_blank()).collect(), columns))
}

/// The short names of the drafts.
pub(super) fn draft_ids(grid: &Grid) -> Vec<String> {
    let rows = section(grid, DRAFTS, &SECTIONS).into_iter().flatten();
    let rows = rows.skip_while(|row| !row.text(0).eq_ignore_ascii_case(SHORT_NAME)).skip(1);
    rows.filter_map(|row| row.cell(0)).map(|found| meant(&found.text)).collect()
}

/// `"talks": {...}, "draft": [...], "party": [...]`
pub(super) fn talks(grids: &[Grid], sheet: usize, roles: &Roles, pen: &mut Pen) {
    pen.transcript.key("talks");
    pen.transcript.at(sheet, CORNER);
    pen.transcript.raw("{");
    let mut commas = Commas::default();
    for (label, key) in [(TITLE, "title"), (DRAFTED_BY, "drafted_by"), (FOOTING, "footing"), (SOURCE, "source")] {
        match beside(&grids[sheet], label, 1) {
            Some((at, Some(found))) => {
                commas.next(&mut pen.transcript);
                pen.transcript.key(key);
                pen.said(sheet, at, found);
            }
            found if label == TITLE => {
                let at = found.map_or(CORNER, |(at, _)| at);
                pen.error(sheet, at, "the talks have no title", "write what they are called beside \"Title\"");
                commas.next(&mut pen.transcript);
                pen.transcript.raw("\"title\":\"\"");
            }
            _ => {}
        }
    }
    pen.transcript.raw("},\"draft\":[");
    drafts(grids, sheet, pen);
    pen.transcript.raw("],\"party\":[");
    parties(grids, sheet, roles, pen);
    pen.transcript.raw("]");
}

/// The short name at the head of an entry.
fn short_name(sheet: usize, row: Row, column: u16, what: &str, commas: &mut Commas, pen: &mut Pen) -> bool {
    let named = pen.text("id", sheet, row, column, commas);
    if !named {
        let message = format!("{what} has no short name");
        pen.error(
            sheet,
            row.at(column),
            message,
            "write one, such as north; the other sheets speak of it by this name",
        );
    }
    named
}

fn drafts(grids: &[Grid], sheet: usize, pen: &mut Pen) {
    let heads = [SHORT_NAME, TITLE, DATE, PROVENANCE];
    let Some((rows, [id, title, date, provenance])) = entries(grids, sheet, DRAFTS, heads, pen) else { return };
    let mut list = Commas::default();
    // Untouched rows may hold nothing but a choice made in advance.
    for row in rows.into_iter().filter(|row| [id, title, date].iter().any(|column| row.cell(*column).is_some())) {
        list.next(&mut pen.transcript);
        pen.transcript.at(sheet, row.at(id));
        pen.transcript.raw("{");
        let mut commas = Commas::default();
        if !short_name(sheet, row, id, "a draft", &mut commas, pen) {
            commas.next(&mut pen.transcript);
            pen.transcript.raw(&format!("\"id\":\"row {}\"", row.row + 1));
        }
        pen.text("title", sheet, row, title, &mut commas);
        pen.text("date", sheet, row, date, &mut commas);
        pen.word("provenance", &PROVENANCES, (sheet, row, provenance), &mut commas);
        pen.transcript.raw("}");
    }
}

fn parties(grids: &[Grid], sheet: usize, roles: &Roles, pen: &mut Pen) {
    let heads = [SHORT_NAME, NAME, ROLE, RATIFIES_FOR, VOTES, RATIFICATION];
    let Some((rows, [id, name, role, of, votes, rule])) = entries(grids, sheet, PARTIES, heads, pen) else { return };
    let rows: Vec<Row> = rows.into_iter().filter(|row| row.cell(id).is_some() || row.cell(name).is_some()).collect();
    let ids: Vec<String> = rows.iter().filter_map(|row| row.cell(id)).map(|found| meant(&found.text)).collect();
    let sheets = sheets_by_party(grids, roles, &ids, pen);
    let mut list = Commas::default();
    let mut told = vec![false; sheets.len()];
    for row in rows {
        list.next(&mut pen.transcript);
        pen.transcript.at(sheet, row.at(id));
        pen.transcript.raw("{");
        let mut commas = Commas::default();
        if !short_name(sheet, row, id, "a party", &mut commas, pen) {
            commas.next(&mut pen.transcript);
            pen.transcript.raw(&format!("\"id\":\"row {}\"", row.row + 1));
        }
        pen.text("name", sheet, row, name, &mut commas);
        pen.word("role", &ROLES, (sheet, row, role), &mut commas);
        pen.text("of", sheet, row, of, &mut commas);
        pen.number("votes", sheet, row, votes, &mut commas);
        ratification(sheet, row, rule, &mut commas, pen);
        let own = row.cell(id).map(|found| meant(&found.text));
        for (told, (_, party_sheet)) in told.iter_mut().zip(&sheets).filter(|(_, (id, _))| Some(id) == own.as_ref()) {
            let table = own.as_ref().and_then(|id| outcomes::sheet_of(grids, &roles.outcomes, id));
            let is_silent = table.is_none() && party::is_silent(&grids[*party_sheet]);
            if !std::mem::replace(told, true) && !is_silent {
                party::preferences(grids, *party_sheet, table, &mut commas, pen);
            }
        }
        pen.transcript.raw("}");
    }
}

/// What ratification takes: all, any, a number of ratifiers, or a number of votes.
fn ratification(sheet: usize, row: Row, column: u16, commas: &mut Commas, pen: &mut Pen) {
    let Some(found) = row.cell(column) else { return };
    let text = found.text.trim().to_lowercase();
    let counted = |unit: &str| text.strip_suffix(unit).map(|number| number.trim().parse::<u64>());
    let number =
        counted(RATIFIERS_NEEDED).map(|n| ("at_least", n)).or_else(|| counted(VOTES_NEEDED).map(|n| ("votes", n)));
    let json = match number {
        _ if text == ALL_RATIFY || text == ANY_RATIFIES => format!("\"{text}\""),
        Some((key, Ok(number))) => format!("{{\"{key}\":{number}}}"),
        _ => {
            let help = format!("write {ALL_RATIFY}, {ANY_RATIFIES}, 2 {RATIFIERS_NEEDED} or 60 {VOTES_NEEDED}");
            pen.error(sheet, row.at(column), format!("{} is no rule of ratification", quote(&found.text)), help);
            return;
        }
    };
    commas.next(&mut pen.transcript);
    pen.transcript.key("ratification");
    pen.transcript.at(sheet, row.at(column));
    pen.transcript.raw(&json);
}

/// The sheets of the parties with whose they are; complains of those that belong to nobody, or twice.
fn sheets_by_party(grids: &[Grid], roles: &Roles, ids: &[String], pen: &mut Pen) -> Vec<(String, usize)> {
    let mut sheets: Vec<(String, usize)> = Vec::new();
    for &grid in &roles.parties {
        let Some((at, id)) = party::whose(&grids[grid]) else {
            let help = "write the party's short name beside \"Party\"";
            pen.error(grid, CORNER, "the sheet does not say whose it is", help);
            continue;
        };
        if !ids.contains(&id) {
            let help = did_you_mean(&id, ids.iter().map(String::as_str), "the parties");
            pen.error(grid, at, format!("the talks have no party {}", quote(&id)), help);
        } else if sheets.iter().any(|(known, _)| *known == id) {
            pen.error(grid, at, format!("a second sheet speaks for {}", quote(&id)), "keep one of them");
        } else {
            sheets.push((id, grid));
        }
    }
    for &grid in &roles.outcomes {
        let owner = outcomes::whose(&grids[grid]);
        if !owner.as_ref().is_some_and(|(_, id)| sheets.iter().any(|(known, _)| known == id)) {
            let at = owner.map_or(At { row: 1, column: 1 }, |(at, _)| at);
            let help = "write the short name of a party that has a sheet of its own beside \"Party\"";
            pen.error(grid, at, "the sheet of outcomes belongs to no party", help);
        }
    }
    sheets
}
