//! What stands in which cell, before a workbook or CSV files hold it.

mod instructions;
mod lists;
mod outcomes;
mod party;
mod points;
mod rules;
mod talks;

use super::figure;
use super::layout::Role;
use super::quote::{MAX_CELL, shown};
use crate::exact::Rational;
use crate::format::Outline;
use crate::model::{Date, Distribution, Utility};
use std::collections::HashSet;

/// The sheets of a workbook, in order.
pub(super) struct Plan {
    pub title: String,
    pub sheets: Vec<Sheet>,
}

/// A sheet and what stands in it.
pub(super) struct Sheet {
    pub name: String,
    pub role: Role,
    /// Name of the file, without ending, where every sheet is a file.
    pub file: String,
    /// Widths of the columns, in characters.
    pub widths: Vec<f64>,
    /// The row of the heads of the columns, which every printed page repeats.
    pub head: Option<u32>,
    /// Whether the rows down to the heads stay in sight.
    pub is_frozen: bool,
    pub cells: Vec<Cell>,
}

/// A cell, empty ones with a style included.
pub(super) struct Cell {
    pub row: u32,
    pub column: u16,
    pub content: Content,
    pub style: Style,
    pub check: Option<Check>,
}

/// What a cell holds.
#[derive(Clone, PartialEq)]
pub(super) enum Content {
    Empty,
    Text(String),
    Number(Rational),
    Date(Date),
}

/// What a cell looks like, and whether one may write into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Style {
    Title,
    Subtitle,
    Section,
    Head,
    Label,
    Remark,
    /// Running text over the width of the sheet.
    Prose,
    /// An issue above its options.
    Band,
    BandFaint,
    /// The same where it may be changed.
    Issue,
    IssueFaint,
    /// Words of an option where they may not be changed.
    Fixed,
    Faint,
    /// Where to write words, a number, or a choice.
    Words,
    Number,
    Choice,
    /// A place for more, which may stay empty.
    Key,
}

/// What may be written into a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Check {
    Weight,
    Value,
    WalkAway,
    Discount,
    Positive,
    AnyNumber,
    Worth,
    Count,
    Date,
    YesOrNo,
    Tick,
    Never,
    Role,
    Provenance,
    RulePart,
    Ratification,
    PartyName,
    Category,
    Condition,
}

impl Sheet {
    fn new(role: Role, name: impl Into<String>, widths: &[f64]) -> Sheet {
        let name = name.into();
        let file = name.to_lowercase();
        let mut sheet =
            Sheet { name, role, file, widths: widths.to_vec(), head: None, is_frozen: false, cells: Vec::new() };
        sheet.text(0, 0, role.title(), Style::Title);
        sheet
    }

    fn put(&mut self, row: u32, column: u16, content: Content, style: Style, check: Option<Check>) {
        self.cells.push(Cell { row, column, content, style, check });
    }

    /// Words of the workbook itself.
    fn text(&mut self, row: u32, column: u16, text: &str, style: Style) {
        self.put(row, column, Content::Text(text.to_string()), style, None);
    }

    /// Words of the talks.
    fn quoted(&mut self, row: u32, column: u16, text: &str, style: Style) {
        self.put(row, column, Content::Text(shown(text).into_owned()), style, None);
    }

    fn empty(&mut self, row: u32, columns: std::ops::Range<u16>, style: Style) {
        columns.for_each(|column| self.put(row, column, Content::Empty, style, None));
    }

    fn heads(&mut self, row: u32, heads: &[&str]) {
        for (column, head) in heads.iter().enumerate() {
            self.text(row, column as u16, head, Style::Head);
        }
    }

    /// A cell to write in, with or without a text.
    fn field(&mut self, row: u32, column: u16, text: Option<&str>, style: Style, check: Option<Check>) {
        let content = text.map_or(Content::Empty, |text| Content::Text(shown(text).into_owned()));
        self.put(row, column, content, style, check);
    }

    /// A number, or how it may fall where it is not known.
    fn figure(
        &mut self,
        row: u32,
        column: u16,
        number: Option<&Rational>,
        unknown: Option<&Distribution>,
        check: Check,
    ) {
        match unknown {
            Some(unknown) => self.put(row, column, Content::Text(figure::shown(unknown)), Style::Number, Some(check)),
            None => self.number(row, column, number, check),
        }
    }

    fn number(&mut self, row: u32, column: u16, number: Option<&Rational>, check: Check) {
        self.put(row, column, number.cloned().map_or(Content::Empty, Content::Number), Style::Number, Some(check));
    }
}

/// The whole workbook, or that of one party alone, which holds nothing that another party said.
pub(super) fn plan(outline: &Outline, only: Option<usize>) -> Plan {
    let mut sheets = Vec::new();
    sheets.push(instructions::sheet(outline, only));
    if only.is_none() {
        sheets.extend([talks::sheet(outline), points::sheet(outline), rules::sheet(outline)]);
    }
    for party in (0..outline.parties.len()).filter(|party| only.is_none_or(|only| only == *party)) {
        sheets.push(party::sheet(outline, party));
        if let Some(preferences) = &outline.preferences[party]
            && let Utility::Table(utilities) = &preferences.utility
        {
            sheets.push(outcomes::sheet(outline, party, utilities));
        }
    }
    sheets.push(lists::sheet(outline));
    name_apart(&mut sheets);
    Plan { title: outline.title.clone(), sheets }
}

/// The columns of the lists, for whoever offers a choice from them: column and number of entries.
pub(super) fn list_of(plan: &Plan, check: Check) -> Option<(u16, u32)> {
    let column = lists::column(check)?;
    let lists = plan.sheets.iter().find(|sheet| sheet.role == Role::Lists)?;
    let entries = lists.cells.iter().filter(|cell| cell.column == column && cell.row >= lists::FIRST_ROW).count();
    (entries > 0).then_some((column, entries as u32))
}

/// The first row of the lists.
pub(super) use lists::FIRST_ROW as FIRST_OF_LIST;

/// Cells that hold more than a cell can, in words.
pub(super) fn overflows(plan: &Plan) -> Vec<String> {
    let too_long = |cell: &&Cell| matches!(&cell.content, Content::Text(text) if text.len() > MAX_CELL && text.encode_utf16().count() > MAX_CELL);
    let said = |sheet: &Sheet, cell: &Cell| {
        let Content::Text(text) = &cell.content else { return String::new() };
        let start: String = text.chars().take(40).collect();
        format!("the text \"{start}...\" of sheet \"{}\" has more than the {MAX_CELL} characters of a cell", sheet.name)
    };
    plan.sheets
        .iter()
        .filter(|sheet| sheet.role != Role::Lists)
        .flat_map(|sheet| sheet.cells.iter().filter(too_long).map(|cell| said(sheet, cell)))
        .collect()
}

/// The most UTF-16 units of a sheet's name.
const MAX_NAME: usize = 31;

/// Gives every sheet a name that spreadsheets take, and a file name of its own.
fn name_apart(sheets: &mut [Sheet]) {
    let (mut names, mut files) = (HashSet::new(), HashSet::new());
    // A spreadsheet keeps this name for itself.
    names.insert("history".to_string());
    for sheet in sheets {
        let forbidden = |c: char| c.is_control() || "[]:*?/\\".contains(c);
        let clean: String = sheet.name.chars().map(|c| if forbidden(c) { ' ' } else { c }).collect();
        let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        let clean = if clean.is_empty() { "Party" } else { clean };
        sheet.name = (1..)
            .map(|n| shortened(clean, if n == 1 { String::new() } else { format!(" {n}") }))
            .find(|name| names.insert(name.to_lowercase()))
            .unwrap_or_default();
        let slug: String =
            sheet.file.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '-' }).take(60).collect();
        sheet.file = (1..)
            .map(|n| if n == 1 { slug.clone() } else { format!("{slug}-{n}") })
            .find(|file| files.insert(file.to_lowercase()))
            .unwrap_or_default();
    }
}

fn shortened(name: &str, ending: String) -> String {
    let mut room = MAX_NAME - ending.len();
    let kept: String = name
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room -= if fits { c.len_utf16() } else { room };
            fits
        })
        .collect();
    kept.trim_end().trim_end_matches('\'').to_string() + &ending
}
