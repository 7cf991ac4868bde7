//! How single cells are told: texts, numbers, choices, conditions; and how columns are found.

use super::super::figure;
use super::super::grid::{Found, Grid, Kind, Row};
use super::super::quote::{meant, read_condition};
use crate::format::diagnostic::{did_you_mean, quote};
use crate::format::transcript::{At, Commas, Pen};

/// Columns by what their heads say.
pub(super) struct Heads {
    /// The row of the heads.
    pub row: u32,
    columns: Vec<(u16, String)>,
}

impl Heads {
    /// The first row, from a given one on, whose first cell is the first head.
    pub fn find(grid: &Grid, first: &str, from: u32) -> Option<Heads> {
        let is_head = |row: &Row| row.row >= from && row.text(0).eq_ignore_ascii_case(first);
        grid.rows().find(is_head).map(Heads::of)
    }

    pub fn of(row: Row) -> Heads {
        Heads { row: row.row, columns: row.cells().map(|cell| (cell.column, meant(&cell.text))).collect() }
    }

    pub fn get(&self, head: &str) -> Option<u16> {
        self.columns.iter().find(|(_, text)| text.eq_ignore_ascii_case(head)).map(|(column, _)| *column)
    }

    /// The columns of all heads; complains of those that are missing.
    pub fn all<const N: usize>(&self, heads: [&str; N], grid: usize, pen: &mut Pen) -> Option<[u16; N]> {
        let found = heads.map(|head| self.get(head));
        for (head, _) in heads.iter().zip(&found).filter(|(_, found)| found.is_none()) {
            let message = format!("the column \"{head}\" is missing");
            pen.error(grid, At { row: self.row, column: 0 }, message, "put its head back into this row");
        }
        if found.iter().any(Option::is_none) {
            return None;
        }
        Some(found.map(Option::unwrap_or_default))
    }

    /// Heads other than those known.
    pub fn others<'h>(&'h self, known: &'h [&str]) -> impl Iterator<Item = (u16, &'h str)> {
        let is_known = |text: &str| known.iter().any(|head| head.eq_ignore_ascii_case(text));
        self.columns.iter().filter(move |(_, text)| !is_known(text)).map(|(column, text)| (*column, text.as_str()))
    }
}

/// The value beside a label of the first column.
pub(super) fn beside<'g>(grid: &'g Grid, label: &str, column: u16) -> Option<(At, Option<&'g Found>)> {
    let row = grid.rows().find(|row| row.text(0).eq_ignore_ascii_case(label))?;
    Some((row.at(column), row.cell(column)))
}

/// Rows after a heading of the first column, up to the next of the headings given.
pub(super) fn section<'g>(
    grid: &'g Grid,
    heading: &str,
    headings: &'g [&'g str],
) -> Option<impl Iterator<Item = Row<'g>> + Clone> {
    let start = grid.rows().find(|row| row.text(0).eq_ignore_ascii_case(heading))?.row;
    let ends = |row: &Row| headings.iter().any(|heading| row.text(0).eq_ignore_ascii_case(heading));
    Some(grid.rows().filter(move |row| row.row > start).take_while(move |row| !ends(row)))
}

impl Pen<'_> {
    /// `"key": "text"`, where the cell holds anything.
    pub(in super::super) fn text(
        &mut self,
        key: &str,
        grid: usize,
        row: Row,
        column: u16,
        commas: &mut Commas,
    ) -> bool {
        let Some(found) = row.cell(column) else { return false };
        commas.next(&mut self.transcript);
        self.transcript.key(key);
        self.said(grid, row.at(column), found);
        true
    }

    /// A cell's text.
    pub(in super::super) fn said(&mut self, grid: usize, at: At, found: &Found) {
        if found.kind == Kind::Failure {
            let message = format!("the cell shows {}", found.text);
            self.error(grid, at, message, "write the words themselves instead of a formula");
        }
        self.transcript.at(grid, at);
        self.transcript.string(&meant(&found.text));
    }

    /// `"key": "number"`, where the cell holds anything.
    pub(in super::super) fn number(
        &mut self,
        key: &str,
        grid: usize,
        row: Row,
        column: u16,
        commas: &mut Commas,
    ) -> bool {
        let Some(found) = row.cell(column) else { return false };
        commas.next(&mut self.transcript);
        self.transcript.key(key);
        self.amount(grid, row.at(column), found);
        true
    }

    /// `"key": number`, where the cell holds anything; the number may be one that is not known.
    pub(in super::super) fn figure(
        &mut self,
        key: &str,
        grid: usize,
        row: Row,
        column: u16,
        commas: &mut Commas,
    ) -> bool {
        let Some(found) = row.cell(column) else { return false };
        commas.next(&mut self.transcript);
        self.transcript.key(key);
        self.quantity(grid, row.at(column), found);
        true
    }

    /// A cell's number, or how it may fall.
    pub(in super::super) fn quantity(&mut self, grid: usize, at: At, found: &Found) {
        match (found.kind == Kind::Text).then(|| figure::read(&found.text)).flatten() {
            None => self.amount(grid, at, found),
            Some(Ok(json)) => {
                self.transcript.at(grid, at);
                self.transcript.raw(&json);
            }
            Some(Err(flaw)) => {
                self.error(grid, at, flaw, figure::HELP);
                self.transcript.string("1");
            }
        }
    }

    /// A cell's number; one where there is none, which is then reported.
    pub(in super::super) fn amount(&mut self, grid: usize, at: At, found: &Found) {
        let text = found.text.trim();
        let flaw = match found.kind {
            Kind::Date => Some((
                format!("the cell holds a day, {text}: perhaps the spreadsheet took a fraction for a date"),
                "clear its format and write a decimal, or a fraction as a formula: =1/3",
            )),
            Kind::Failure => Some((format!("the cell shows {text}"), "write the number itself instead of a formula")),
            Kind::Text | Kind::Number | Kind::Rounded => None,
        };
        if let Some((message, help)) = flaw {
            self.error(grid, at, message, help);
            self.transcript.string("1");
            return;
        }
        if found.kind == Kind::Rounded {
            let message = format!("the spreadsheet rounded this number to {text}, which is taken as it stands");
            self.warning(grid, at, message, "if a fraction is meant, write it as a formula: =1/3");
        }
        self.transcript.at(grid, at);
        // The point of the native format; spreadsheets in many countries show and export a comma.
        let comma = text.matches(',').count() == 1 && !text.contains('.') && found.kind == Kind::Text;
        let text = if comma && has_decimal_comma(text) { text.replace(',', ".") } else { text.to_string() };
        self.transcript.string(&text);
    }

    /// `"key": "word"`, where the cell holds one of some words, or anything.
    pub(in super::super) fn word(
        &mut self,
        key: &str,
        words: &[&'static str],
        cell: (usize, Row, u16),
        commas: &mut Commas,
    ) -> Option<&'static str> {
        let (grid, row, column) = cell;
        let found = row.cell(column)?;
        let word = self.choice(words, grid, row.at(column), found)?;
        if !key.is_empty() {
            commas.next(&mut self.transcript);
            self.transcript.key(key);
            self.transcript.at(grid, row.at(column));
            self.transcript.string(word);
        }
        Some(word)
    }

    /// Which of some words a cell holds; complains of any other.
    pub(in super::super) fn choice(
        &mut self,
        words: &[&'static str],
        grid: usize,
        at: At,
        found: &Found,
    ) -> Option<&'static str> {
        let written = found.text.trim();
        let word = words.iter().copied().find(|word| word.eq_ignore_ascii_case(written));
        if word.is_none() {
            let help = did_you_mean(written, words.iter().copied(), "what may stand here");
            self.error(grid, at, format!("{} cannot stand here", quote(written)), help);
        }
        word
    }

    /// Whether every cell names an issue and options of it; complains of those that do not.
    pub(in super::super) fn readable(&mut self, grid: usize, cells: &[(At, &Found)]) -> bool {
        let mut all = true;
        for (at, found) in cells.iter().filter(|(_, found)| read_condition(&found.text).is_none()) {
            let message = format!("{} does not name an issue and an option of it", quote(found.text.trim()));
            let help =
                "choose from the list of the cell, or write issue: option; several options with \"or\" between them";
            self.error(grid, *at, message, help);
            all = false;
        }
        all
    }

    /// A list of conditions from cells that are all readable.
    pub(in super::super) fn conditions(&mut self, grid: usize, cells: &[(At, &Found)]) {
        self.transcript.raw("[");
        let mut commas = Commas::default();
        for (at, found) in cells {
            let Some((issue, options)) = read_condition(&found.text) else { continue };
            commas.next(&mut self.transcript);
            self.transcript.at(grid, *at);
            self.transcript.raw("{\"issue\":");
            self.transcript.string(&issue);
            self.transcript.raw(",\"is\":[");
            let mut commas = Commas::default();
            for option in options {
                commas.next(&mut self.transcript);
                self.transcript.string(&option);
            }
            self.transcript.raw("]}");
        }
        self.transcript.raw("]");
    }
}

/// Whether a comma in a number can only be a decimal one: 1,000 may be a thousand.
fn has_decimal_comma(text: &str) -> bool {
    text.split_once(',').is_some_and(|(whole, decimals)| {
        let whole = whole.trim_start_matches(['-', '+']);
        decimals.len() != 3 || whole == "0" || whole.len() > 3
    })
}
