//! Reads the cells of a workbook, as Excel or LibreOffice saved it.

use super::super::grid::{Found, Grid, Kind, MAX_CELLS};
use crate::exact;
use crate::format::archive;
use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxError, XlsxFormulaMetadata};
use std::io::Cursor;

/// A message and its remedy.
type Flaw = (String, &'static str);

/// The sheets of a workbook.
///
/// # Errors
/// Why it cannot be read, and the remedy.
pub(in super::super) fn read(bytes: &[u8], source: u32) -> Result<Vec<Grid>, Flaw> {
    if !archive::is_archive(bytes) {
        return Err((
            "the file is no workbook of the kind .xlsx".into(),
            "open it and save it as Excel workbook (.xlsx)",
        ));
    }
    archive::check(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut room = MAX_CELLS;
    let mut grids = Vec::new();
    for name in sheets {
        let cells = cells(&mut workbook, &name, &mut room)?;
        grids.push(Grid::new(Some(name), source, cells));
    }
    Ok(grids)
}

fn unreadable(error: XlsxError) -> Flaw {
    (format!("the workbook cannot be read: {error}"), "open it in a spreadsheet program and save it again as .xlsx")
}

fn cells(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, room: &mut usize) -> Result<Vec<(u32, Found)>, Flaw> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(unreadable)?;
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(unreadable)? {
        let (row, column) = cell.pos;
        let Ok(column) = u16::try_from(column) else { continue };
        let Some((text, kind)) = content(&cell.value, cell.formula.as_ref()) else { continue };
        if *room == 0 {
            return Err((
                format!("the workbook fills more than {MAX_CELLS} cells"),
                "leave out what is not part of the talks",
            ));
        }
        *room -= 1;
        cells.push((row, Found { column, text, kind }));
    }
    Ok(cells)
}

/// What a cell says; none where it is empty.
fn content(value: &DataRef, formula: Option<&XlsxFormulaMetadata>) -> Option<(String, Kind)> {
    if let Some(exact) = formula.and_then(exact_formula) {
        return Some((exact, Kind::Number));
    }
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => (number.to_string(), Kind::Number),
        DataRef::Float(number) => decimal(*number),
        DataRef::String(text) => (text.clone(), Kind::Text),
        DataRef::SharedString(text) => ((*text).to_string(), Kind::Text),
        DataRef::Bool(value) => (value.to_string(), Kind::Text),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(text) => (text.chars().take(10).collect(), Kind::Date),
        DataRef::DurationIso(text) => (text.clone(), Kind::Text),
        DataRef::Error(error) => (error.to_string(), Kind::Failure),
    })
}

/// The number that a formula such as 1/3 spells exactly.
fn exact_formula(formula: &XlsxFormulaMetadata) -> Option<String> {
    let XlsxFormulaMetadata::Normal { formula } = formula else { return None };
    let formula = formula.trim();
    exact::parse(formula).is_ok().then(|| formula.to_string())
}

/// The shortest decimal that a spreadsheet means by a float.
fn decimal(float: f64) -> (String, Kind) {
    /// Whoever types more digits than a spreadsheet keeps, or computes with it, meets its rounding.
    const DIGITS: usize = 15;
    let text = float.to_string();
    let significant = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    let significant = if text.contains('.') { significant } else { text.trim_end_matches('0').len().min(significant) };
    (text, if significant > DIGITS { Kind::Rounded } else { Kind::Number })
}

fn day(moment: &calamine::ExcelDateTime) -> (String, Kind) {
    /// Days from the beginning of the calendar of spreadsheets up to the end of the year 9999.
    const DAYS: std::ops::Range<f64> = 0.0..2_958_466.0;
    if !DAYS.contains(&moment.as_f64()) || moment.is_duration() {
        return decimal(moment.as_f64());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    (format!("{year:04}-{month:02}-{day:02}"), Kind::Date)
}
