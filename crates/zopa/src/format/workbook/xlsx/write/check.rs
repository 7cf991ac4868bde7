//! What may be typed into which cell: choices, and rules for numbers.

use super::super::super::layout::*;
use super::super::super::plan::{Check, FIRST_OF_LIST, Plan, Sheet, list_of};
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, XlsxError};
use std::collections::BTreeMap;

/// Cells of one column that follow each other and take the same.
pub(super) struct Validation {
    pub rows: [u32; 2],
    pub column: u16,
    pub rule: DataValidation,
}

pub(super) fn validations(sheet: &Sheet, plan: &Plan) -> Result<Vec<Validation>, XlsxError> {
    let mut checks: BTreeMap<(u16, u32), Check> = BTreeMap::new();
    for cell in &sheet.cells {
        if let Some(check) = cell.check {
            checks.insert((cell.column, cell.row), check);
        }
    }
    let mut runs: Vec<(u16, [u32; 2], Check)> = Vec::new();
    for ((column, row), check) in checks {
        match runs.last_mut() {
            Some((same, rows, last)) if *same == column && *last == check && rows[1] + 1 == row => rows[1] = row,
            _ => runs.push((column, [row; 2], check)),
        }
    }
    let rule = |(column, rows, check): (u16, [u32; 2], Check)| {
        let rule = validation(check, plan, &reference(rows[0], column))?;
        Ok(rule.map(|rule| Validation { rows, column, rule }))
    };
    runs.into_iter().filter_map(|run| rule(run).transpose()).collect()
}

fn reference(row: u32, column: u16) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, column)
}

/// A number that satisfies a condition, or a fraction as a text.
fn number(cell: &str, condition: &str, title: &str, message: &str) -> Result<DataValidation, XlsxError> {
    let formula = format!("=OR(AND(ISNUMBER({cell}),{condition}),ISNUMBER(FIND(\"/\",{cell})))");
    said(DataValidation::new().allow_custom(Formula::new(formula)), title, message)
}

/// The same, or how the number may fall where it is not known.
fn figure(cell: &str, condition: &str, title: &str, message: &str) -> Result<DataValidation, XlsxError> {
    let unknown = |word: &str| format!("ISNUMBER(SEARCH(\"{word}\",{cell}))");
    let words = ["/", " to ", " or ", "mean ", "("].map(unknown).join(",");
    let formula = format!("=OR(AND(ISNUMBER({cell}),{condition}),{words})");
    said(DataValidation::new().allow_custom(Formula::new(formula)), title, &format!("{message} Not known: 3 to 7."))
}

fn said(rule: DataValidation, title: &str, message: &str) -> Result<DataValidation, XlsxError> {
    rule.set_input_title(title)?.set_input_message(message)?.set_error_title(title)?.set_error_message(message)
}

fn choice(words: &[&str], title: &str, message: &str) -> Result<DataValidation, XlsxError> {
    said(DataValidation::new().allow_list_strings(words)?, title, message)
}

fn validation(check: Check, plan: &Plan, cell: &str) -> Result<Option<DataValidation>, XlsxError> {
    let rule = match check {
        Check::Weight => figure(
            cell,
            &format!("{cell}>=0"),
            WEIGHT,
            "How much the point matters beside the others: 0 or more. A fraction: =1/3.",
        )?,
        Check::Value => figure(
            cell,
            "TRUE",
            VALUE,
            "How good the option is: usually from 0, the worst, to 100, the best. A fraction: =1/3.",
        )?,
        Check::WalkAway => {
            number(cell, "TRUE", WALK_AWAY, "What no agreement is worth: from 0 to 1, or in the unit of plain sums.")?
        }
        Check::Discount => {
            number(cell, &format!("AND({cell}>0,{cell}<=1)"), DISCOUNT, "Above 0 and up to 1, such as 0.95; or empty.")?
        }
        Check::Positive => number(cell, &format!("{cell}>0"), "Scale", "A number above 0, such as 100; or empty.")?,
        Check::AnyNumber => number(cell, "TRUE", "Number", "A number, such as 12.5. A fraction: =1/3.")?,
        Check::Worth => figure(
            cell,
            "TRUE",
            WORTH,
            "What both together add, in the unit of the weights; negative where they clash.",
        )?,
        Check::Ratification => choice(
            &[ALL_RATIFY, ANY_RATIFIES],
            RATIFICATION,
            "How its ratifiers confirm its signature: all, any, 2 ratifiers, 60 votes. Empty: each of them must agree.",
        )?
        .set_error_style(DataValidationErrorStyle::Warning),
        Check::Count => {
            let rule = DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0));
            said(rule, "Number", "A whole number: 0, 1, 2, ...")?
        }
        Check::Date => {
            let rule =
                DataValidation::new().allow_custom(Formula::new(format!("=OR(ISNUMBER({cell}),LEN({cell})>=10)")));
            said(rule, DATE, "Year, month and day: 2025-11-20.")?
        }
        _ => return choices(check, plan),
    };
    Ok(Some(rule))
}

/// A cell with a choice.
fn choices(check: Check, plan: &Plan) -> Result<Option<DataValidation>, XlsxError> {
    let rule = match check {
        Check::YesOrNo => choice(&[YES, NO], NORMALISE, "yes or no")?,
        Check::Tick => {
            choice(&[TICK], "Draft", "x if the draft at the head of the column contains the option; otherwise empty.")?
        }
        Check::Never => choice(
            &[NEVER],
            RED_LINE,
            "never, if the party would not sign this option under any circumstances; otherwise empty.",
        )?,
        Check::Role => {
            choice(&ROLES, ROLE, "party; or mediator; or ratifier, who must confirm what another party signs.")?
        }
        Check::Provenance => choice(&PROVENANCES, PROVENANCE, "tabled, leaked or public")?,
        Check::RulePart => choice(
            &RULE_PARTS,
            PART,
            "if and then; or not together; or count of, with at least and at most. In words: the rule as people say it.",
        )?,
        _ => return listed(check, plan),
    };
    Ok(Some(rule))
}

/// A choice from the sheet of lists.
fn listed(check: Check, plan: &Plan) -> Result<Option<DataValidation>, XlsxError> {
    let Some((column, entries)) = list_of(plan, check) else { return Ok(None) };
    let [first, last] = [FIRST_OF_LIST, FIRST_OF_LIST + entries - 1]
        .map(|row| rust_xlsxwriter::utility::row_col_to_cell_absolute(row, column));
    let list = DataValidation::new().allow_list_formula(Formula::new(format!("=Lists!{first}:{last}")));
    // What is not in the list may still be right: several options, a name that is new.
    let list = list.set_error_style(DataValidationErrorStyle::Warning);
    let (title, message) = match check {
        Check::PartyName => (PARTY, "The party's short name."),
        Check::Category => (CATEGORY, "The kind of provision; the list has the usual ones."),
        _ => (CONDITION, "Choose one; or write several options of an issue with \"or\" between them."),
    };
    said(list, title, message).map(Some)
}
