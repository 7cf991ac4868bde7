//! Tables for a spreadsheet. Every row begins with the name of its table, so that one file holds all.

use crate::exact::{Rational, to_f64};
use crate::report::brief::Brief;
use crate::report::phrase::Phrase;
use crate::report::sheet::Cell;
use crate::report::sheets;

/// The tables of a report as CSV (RFC 4180), a header row before each.
#[must_use]
pub fn csv(brief: &Brief) -> String {
    let mut out = String::new();
    for table in sheets(brief).iter().flat_map(|sheet| &sheet.tables) {
        let header = table.columns.iter().map(|column| words(&column.title.plain()));
        row(&mut out, std::iter::once("table".to_string()).chain(header));
        for cells in &table.rows {
            row(&mut out, std::iter::once(table.id.to_string()).chain(cells.iter().map(cell)));
        }
    }
    out
}

fn row(out: &mut String, fields: impl Iterator<Item = String>) {
    out.push_str(&fields.collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Words(_) | Cell::Lines(_) | Cell::Named { .. } => {
            words(&cell.lines().iter().map(Phrase::plain).collect::<Vec<_>>().join("; "))
        }
        Cell::Number { value, .. } => number(value),
        Cell::Range { least, most, .. } => format!("{} to {}", number(least), number(most)),
    }
}

/// A decimal that spreadsheets read as a number; fractions would pass for dates.
fn number(value: &Rational) -> String {
    let rounded = format!("{:.9}", to_f64(value));
    let trimmed = rounded.trim_end_matches('0').trim_end_matches('.');
    if trimmed == "-0" { "0".into() } else { trimmed.to_string() }
}

/// A quoted field. What a spreadsheet would take for a formula is led by an apostrophe.
fn words(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '|', '%']);
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
