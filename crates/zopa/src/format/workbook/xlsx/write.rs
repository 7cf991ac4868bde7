//! Writes planned sheets as a workbook, the same bytes every time.

mod check;
mod style;

use super::super::layout::Role;
use super::super::plan::{Cell, Content, Plan, Sheet, Style};
use super::super::quote::shown;
use crate::exact::{self, Rational};
use check::validations;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, ProtectionOptions, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;
use style::Styles;

/// A4 in the numbering of paper sizes.
const A4: u8 = 9;

/// The height of the title, in points, and the width of a column that has none of its own.
const TITLE_HEIGHT: f64 = 28.0;
const NARROW: f64 = 9.0;

/// Whether long texts run on in further lines of their cell.
fn is_wrapped(style: Style) -> bool {
    matches!(style, Style::Prose | Style::Words | Style::Fixed | Style::Band | Style::Issue)
}

/// The workbook's bytes.
pub(in super::super) fn write(plan: &Plan) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date and no names: the same talks give the same bytes, and nothing tells who wrote them.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(shown(&plan.title)).set_creation_datetime(&created));
    let styles = Styles::new();
    for sheet in &plan.sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        set_up(worksheet, sheet)?;
        for cell in &sheet.cells {
            write_cell(worksheet, cell, &styles)?;
        }
        for validation in validations(sheet, plan)? {
            let [first_row, last_row] = validation.rows;
            worksheet.add_data_validation(
                first_row,
                validation.column,
                last_row,
                validation.column,
                &validation.rule,
            )?;
        }
    }
    workbook.save_to_buffer()
}

fn set_up(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(&sheet.widths) {
        worksheet.set_column_width(column, *width)?;
    }
    if let Some(head) = sheet.head {
        worksheet.set_repeat_rows(head, head)?;
        if sheet.is_frozen {
            worksheet.set_freeze_panes(head + 1, 0)?;
        }
    }
    worksheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    worksheet.set_footer("&L&A&RPage &P of &N").set_screen_gridlines(false);
    worksheet.set_tab_color(style::tab_colour(sheet.role));
    // No password: the protection guards against slips, not against anyone.
    worksheet.protect_with_options(&ProtectionOptions {
        insert_rows: true,
        delete_rows: true,
        format_rows: true,
        format_columns: true,
        ..ProtectionOptions::new()
    });
    worksheet.set_hidden(sheet.role == Role::Lists);
    worksheet.set_default_row_height(style::ROW);
    let mut heights: BTreeMap<u32, f64> = BTreeMap::from([(0, TITLE_HEIGHT)]);
    for cell in &sheet.cells {
        let (Content::Text(text), true) = (&cell.content, is_wrapped(cell.style)) else { continue };
        let width = sheet.widths.get(usize::from(cell.column)).copied().unwrap_or(NARROW);
        if let Some(height) = style::height(text, width) {
            let row = heights.entry(cell.row).or_default();
            *row = row.max(height);
        }
    }
    for (row, height) in heights {
        worksheet.set_row_height(row, height)?;
    }
    Ok(())
}

fn write_cell(worksheet: &mut Worksheet, cell: &Cell, styles: &Styles) -> Result<(), XlsxError> {
    let (row, column) = (cell.row, cell.column);
    let format = styles.of(cell.style, matches!(cell.content, Content::Date(_)));
    match &cell.content {
        Content::Empty => worksheet.write_blank(row, column, format)?,
        Content::Text(text) => worksheet.write_string_with_format(row, column, text, format)?,
        Content::Number(number) => match as_float(number) {
            Some(float) => worksheet.write_number_with_format(row, column, float, format)?,
            None => worksheet.write_string_with_format(row, column, exact::write(number), format)?,
        },
        Content::Date(date) => {
            let written = date.to_string();
            let mut parts = written.split('-').map(|part| part.parse().unwrap_or(0u16));
            let [year, month, day] = [0; 3].map(|_| parts.next().unwrap_or(0));
            // Spreadsheets know days from 1900 on, and believe that that year was a leap year.
            match ExcelDateTime::from_ymd(year, month as u8, day as u8) {
                Ok(day) if (1901..=9999).contains(&year) => worksheet.write_with_format(row, column, &day, format)?,
                _ => worksheet.write_string_with_format(row, column, written, format)?,
            }
        }
    };
    Ok(())
}

/// The float that a spreadsheet keeps and shows as the very same number; none where it would not.
fn as_float(number: &Rational) -> Option<f64> {
    /// Spreadsheets show and keep fifteen digits.
    const DIGITS: usize = 15;
    let written = exact::write(number);
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let float: f64 = (digits <= DIGITS && !written.contains('/')).then(|| written.parse().ok())??;
    (exact::parse(&float.to_string()).as_ref() == Ok(number)).then_some(float)
}
