//! What was found in the cells of a sheet.

use crate::format::transcript::At;

/// The most cells that the sheets of a file may fill.
pub(super) const MAX_CELLS: usize = 400_000;

/// A sheet as read: the cells that hold something, row by row.
pub(super) struct Grid {
    /// The sheet's name; of a CSV file there is none.
    pub sheet: Option<String>,
    /// Index of the file it stands in.
    pub source: u32,
    rows: Vec<(u32, Vec<Found>)>,
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub column: u16,
    /// What it holds, numbers as exact decimals and dates as year, month and day.
    pub text: String,
    pub kind: Kind,
}

/// What kind of thing a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    /// A number that the spreadsheet has rounded.
    Rounded,
    Date,
    /// An error of the spreadsheet, such as #REF!.
    Failure,
}

impl Grid {
    /// Cells come in any order; of two in one place the later counts.
    pub fn new(sheet: Option<String>, source: u32, mut cells: Vec<(u32, Found)>) -> Grid {
        cells.sort_by_key(|(row, found)| (*row, found.column));
        let mut rows: Vec<(u32, Vec<Found>)> = Vec::new();
        for (row, found) in cells {
            match rows.last_mut() {
                Some((same, list)) if *same == row => {
                    match list.last_mut().filter(|last| last.column == found.column) {
                        Some(last) => *last = found,
                        None => list.push(found),
                    }
                }
                _ => rows.push((row, vec![found])),
            }
        }
        Grid { sheet, source, rows }
    }

    /// Rows that hold something, with their numbers.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> + Clone {
        self.rows.iter().map(|(row, cells)| Row { row: *row, cells })
    }

    /// What the first cell says.
    pub fn title(&self) -> &str {
        match self.rows.first() {
            Some((0, cells)) if cells[0].column == 0 => cells[0].text.trim(),
            _ => "",
        }
    }
}

/// A row of a sheet.
#[derive(Clone, Copy)]
pub(super) struct Row<'g> {
    pub row: u32,
    cells: &'g [Found],
}

impl<'g> Row<'g> {
    /// The cell in a column, if it holds more than blanks.
    pub fn cell(self, column: u16) -> Option<&'g Found> {
        let index = self.cells.binary_search_by_key(&column, |found| found.column).ok()?;
        Some(&self.cells[index]).filter(|found| !found.text.trim().is_empty())
    }

    /// What the cell in a column says, without blanks around it; empty where there is none.
    pub fn text(self, column: u16) -> &'g str {
        self.cell(column).map_or("", |found| found.text.trim())
    }

    pub fn at(self, column: u16) -> At {
        At { row: self.row, column }
    }

    pub fn cells(self) -> impl Iterator<Item = &'g Found> {
        self.cells.iter().filter(|found| !found.text.trim().is_empty())
    }

    pub fn is_blank(self) -> bool {
        self.cells().next().is_none()
    }
}
