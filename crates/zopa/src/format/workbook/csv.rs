//! Sheets as CSV files, one for each: what a spreadsheet or a script takes where it takes no workbook.

use super::grid::{Found, Grid, Kind, MAX_CELLS};
use super::layout::{self, Role};
use super::plan::{self, Content, Sheet};
use crate::exact;
use crate::format::{Outline, Source, Written};
use std::collections::BTreeMap;

/// A mark that tells spreadsheets that the file is in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The folder of the parties' files, as in the native format.
const PARTIES: &str = "parties";

/// A file for each sheet: the talks, the points, the rules, and each party in a folder of parties; or
/// the file of one party alone.
pub(super) fn write(outline: &Outline, only: Option<usize>) -> Result<Written, Vec<String>> {
    let plan = plan::plan(outline, only);
    let is_kept = |sheet: &&Sheet| !matches!(sheet.role, Role::Instructions | Role::Lists);
    let files: Vec<Source> = plan
        .sheets
        .iter()
        .filter(is_kept)
        .map(|sheet| {
            let is_party = matches!(sheet.role, Role::Party | Role::Outcomes);
            let folder = if is_party && only.is_none() { format!("{PARTIES}/") } else { String::new() };
            Source::new(format!("{folder}{}.csv", sheet.file), text(sheet))
        })
        .collect();
    Ok(Written { files, left_out: Vec::new() })
}

fn text(sheet: &Sheet) -> Vec<u8> {
    let mut cells: BTreeMap<(u32, u16), String> = BTreeMap::new();
    for cell in &sheet.cells {
        let text = match &cell.content {
            Content::Empty => continue,
            Content::Text(text) => text.clone(),
            Content::Number(number) => exact::write(number),
            Content::Date(date) => date.to_string(),
        };
        cells.insert((cell.row, cell.column), text);
    }
    let columns = sheet.widths.len().max(cells.keys().map(|(_, column)| usize::from(*column) + 1).max().unwrap_or(1));
    let last = cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    for row in 0..=last {
        let record = (0..columns).map(|column| cells.get(&(row, column as u16)).map_or("", String::as_str));
        // Writing into memory fails for rows of unequal length only, and these are equal.
        let _ = writer.write_record(record);
    }
    let body = writer.into_inner().unwrap_or_default();
    [BYTE_ORDER_MARK.as_bytes(), &body].concat()
}

/// The cells of a CSV file, as a spreadsheet may have saved it.
///
/// # Errors
/// Why it cannot be read, and the remedy.
pub(super) fn read(source: &Source, id: u32) -> Result<Grid, (String, &'static str)> {
    let text = source
        .utf8()
        .map_err(|_| ("the file is not in UTF-8".to_string(), "save it as CSV UTF-8, or as a workbook (.xlsx)"))?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut cells = Vec::new();
    let (mut record, mut row) = (::csv::StringRecord::new(), 0);
    let mut last_line = 1;
    loop {
        let more = reader.read_record(&mut record).map_err(|error| {
            (format!("the file cannot be read: {error}"), "save it again as CSV, or as a workbook (.xlsx)")
        })?;
        if !more {
            break;
        }
        // The reader skips empty lines, which spreadsheets count; only there do the lines run ahead.
        let line = record.position().map_or(last_line, |position| position.line());
        row += u32::try_from(line.saturating_sub(last_line)).unwrap_or(0);
        for (column, field) in record.iter().enumerate().filter(|(_, field)| !field.is_empty()) {
            let Ok(column) = u16::try_from(column) else { continue };
            if cells.len() == MAX_CELLS {
                let message = format!("the file fills more than {MAX_CELLS} cells");
                return Err((message, "leave out what is not part of the talks"));
            }
            cells.push((row, Found { column, text: field.to_string(), kind: Kind::Text }));
        }
        row += 1;
        last_line = reader.position().line();
    }
    Ok(Grid::new(None, id, cells))
}

/// What stands between the fields: where a comma is the decimal sign, spreadsheets write semicolons.
fn delimiter(text: &str) -> u8 {
    const HEADS: [&str; 4] = [layout::SHORT_NAME, layout::POINT, layout::NUMBER, layout::PARTY];
    let separator = |line: &str| {
        let rest = HEADS.iter().find_map(|head| line.trim_matches('"').strip_prefix(head))?;
        rest.trim_start_matches('"').bytes().next().filter(|byte| b",;\t".contains(byte))
    };
    text.lines().find_map(separator).unwrap_or(b',')
}
