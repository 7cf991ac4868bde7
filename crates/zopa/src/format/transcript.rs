//! Sheets told anew in the keys of the native format, so that one reader says what they mean.
//!
//! The text is JSON; beside it stands which cell each part of it came from. Whatever the native reader
//! has to complain about thus leads back to a cell.

use super::diagnostic::{Place, Problems};

/// JSON in the keys of the native format, and where it came from.
pub(super) struct Transcript {
    pub text: String,
    /// Whether the text is all there.
    pub is_whole: bool,
    /// The file that complaints name where they name no cell.
    id: u32,
    /// Where the text of a cell begins; offsets rise.
    marks: Vec<(u32, u16, At)>,
    /// Names of the sheets.
    sheets: Vec<Option<String>>,
    /// Sources of the sheets: CSV files of one negotiation are files of their own.
    sources: Vec<u32>,
}

impl Transcript {
    /// Of sheets with their names, if they have any, and the files that they stand in.
    pub fn new(id: u32, sheets: impl Iterator<Item = (Option<String>, u32)>) -> Transcript {
        let (sheets, sources) = sheets.unzip();
        Transcript { text: String::new(), is_whole: false, id, marks: Vec::new(), sheets, sources }
    }

    /// Says that what is written next comes from a cell, and where that stands in the text.
    pub fn at(&mut self, grid: usize, at: At) -> Place {
        // A blank gives every cell an offset of its own.
        self.text.push(' ');
        let offset = self.text.len() as u32;
        self.marks.push((offset, grid as u16, at));
        Place { source: self.id, offset }
    }

    /// Writes characters of JSON.
    pub fn raw(&mut self, json: &str) {
        self.text.push_str(json);
    }

    /// Writes a text.
    pub fn string(&mut self, text: &str) {
        self.text.push_str(&serde_json::Value::from(text).to_string());
    }

    /// `"key":`
    pub fn key(&mut self, key: &str) {
        self.string(key);
        self.text.push(':');
    }

    /// Where an offset of the text stands among the sheets, their rows and columns.
    pub fn order(&self, offset: u32) -> (u32, u32, u16) {
        let index = self.marks.partition_point(|(start, ..)| *start <= offset).checked_sub(1);
        index.map_or((0, 0, 0), |index| {
            (u32::from(self.marks[index].1), self.marks[index].2.row, self.marks[index].2.column)
        })
    }

    /// The cell that an offset of the text came from: file, sheet and cell.
    pub fn origin(&self, offset: u32) -> Option<Origin<'_>> {
        let index = self.marks.partition_point(|(start, ..)| *start <= offset).checked_sub(1)?;
        let (_, grid, at) = self.marks[index];
        let grid = usize::from(grid);
        // A workbook without sheets is told too, and what it lacks has no cell.
        Some(Origin { source: *self.sources.get(grid)?, sheet: self.sheets.get(grid)?.as_deref(), at })
    }
}

/// Where a part of a transcript came from.
pub(super) struct Origin<'t> {
    pub source: u32,
    pub sheet: Option<&'t str>,
    pub at: At,
}

/// A list or table being written: commas stand between its entries.
#[derive(Default)]
pub(super) struct Commas(bool);

impl Commas {
    pub fn next(&mut self, transcript: &mut Transcript) {
        if std::mem::replace(&mut self.0, true) {
            transcript.raw(",");
        }
    }
}

/// A transcript in the making, with the problems found on the way.
pub(super) struct Pen<'p> {
    pub transcript: Transcript,
    pub problems: &'p mut Problems,
}

impl Pen<'_> {
    pub fn error(&mut self, grid: usize, at: At, message: impl Into<String>, help: impl Into<String>) {
        let place = self.transcript.at(grid, at);
        self.problems.error(place, message, help);
    }

    pub fn warning(&mut self, grid: usize, at: At, message: impl Into<String>, help: impl Into<String>) {
        let place = self.transcript.at(grid, at);
        self.problems.warning(place, message, help);
    }
}

/// A cell by row and column, both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub row: u32,
    pub column: u16,
}

impl At {
    /// The cell as spreadsheets name it: C14.
    pub fn name(self) -> String {
        let mut letters = Vec::new();
        let mut column = u32::from(self.column) + 1;
        while column > 0 {
            letters.push(char::from(b'A' + ((column - 1) % 26) as u8));
            column = (column - 1) / 26;
        }
        letters.iter().rev().collect::<String>() + &(self.row + 1).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (row, column, name) in [(0, 0, "A1"), (13, 2, "C14"), (9, 25, "Z10"), (0, 26, "AA1"), (0, 16_383, "XFD1")] {
            assert_eq!(At { row, column }.name(), name);
        }
    }

    #[test]
    fn what_is_told_leads_back_to_its_cell() {
        let mut transcript = Transcript::new(3, [(Some("Talks".to_string()), 3), (None, 4)].into_iter());
        transcript.raw("{");
        let title = transcript.at(0, At { row: 3, column: 1 });
        transcript.key("title");
        let place = transcript.at(1, At { row: 8, column: 0 });
        assert_eq!((title.source, place.source), (3, 3));
        let name = |offset| transcript.origin(offset).map(|origin| (origin.source, origin.sheet, origin.at.name()));
        assert_eq!(name(title.offset + 3), Some((3, Some("Talks"), "B4".to_string())));
        assert_eq!(name(place.offset), Some((4, None, "A9".to_string())));
        assert_eq!(name(0), None);
    }
}
