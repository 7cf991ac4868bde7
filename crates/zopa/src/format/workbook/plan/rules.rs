//! The sheet of rules: each a group of rows that begins with its number.

use super::super::layout::*;
use super::super::quote::condition;
use super::{Check, Content, Sheet, Style};
use crate::exact::Rational;
use crate::format::Outline;
use crate::model::{Condition, Issue, Rule, RuleKind};

/// Places for further rules, and rows for each.
const SPARE: usize = 6;
const ROWS: usize = 4;

pub(super) fn sheet(outline: &Outline) -> Sheet {
    let mut sheet = Sheet::new(Role::Rules, "Rules", &[7.0, 16.0, 84.0, 10.0, 10.0]);
    sheet.text(
        1,
        0,
        "Each rule begins with its number. It says \"if ... then ...\", or \"not together\", or how many of some \
         options may hold.",
        Style::Subtitle,
    );
    sheet.heads(3, &[NUMBER, PART, RULE_WORDS, AT_LEAST, AT_MOST]);
    sheet.head = Some(3);
    sheet.is_frozen = true;
    let mut row = 4;
    for (index, rule) in outline.rules.iter().enumerate() {
        row = write_rule(&mut sheet, row, index, rule, &outline.issues);
    }
    for index in outline.rules.len()..outline.rules.len() + SPARE {
        for part in [IN_WORDS].into_iter().map(Some).chain(std::iter::repeat_n(None, ROWS - 1)) {
            let is_first = part.is_some();
            write_row(&mut sheet, row, is_first.then_some(index), part, None, is_first);
            row += 1;
        }
    }
    sheet
}

/// One row of a rule: its number where it is the first, the part, and words or a condition.
fn write_row(sheet: &mut Sheet, row: u32, number: Option<usize>, part: Option<&str>, text: Option<&str>, words: bool) {
    let number = number.map(|index| Content::Number(Rational::from_integer((index + 1).into())));
    let style = if number.is_some() { Style::Issue } else { Style::Key };
    sheet.put(row, 0, number.unwrap_or(Content::Empty), style, Some(Check::Count));
    sheet.field(row, 1, part, Style::Choice, Some(Check::RulePart));
    let content = text.map_or(Content::Empty, |text| Content::Text(text.to_string()));
    sheet.put(row, 2, content, Style::Words, (!words).then_some(Check::Condition));
    sheet.number(row, 3, None, Check::Count);
    sheet.number(row, 4, None, Check::Count);
}

fn write_rule(sheet: &mut Sheet, start: u32, index: usize, rule: &Rule, issues: &[Issue]) -> u32 {
    let words = super::shown(&rule.text).into_owned();
    write_row(sheet, start, Some(index), Some(IN_WORDS), Some(&words), true);
    let mut row = start + 1;
    let mut part = |sheet: &mut Sheet, part: &str, conditions: &[Condition]| {
        for said in conditions {
            write_row(sheet, row, None, Some(part), Some(&say(said, issues)), false);
            row += 1;
        }
    };
    match &rule.kind {
        RuleKind::Implies { when, then } => {
            part(sheet, IF, when);
            part(sheet, THEN, then);
        }
        RuleKind::Excludes(conditions) => part(sheet, NOT_TOGETHER, conditions),
        RuleKind::Count { at_least, at_most, of } => {
            part(sheet, OF, of);
            for (column, bound) in [(3, at_least), (4, at_most)] {
                let cell = sheet.cells.iter_mut().find(|cell| cell.row == start + 1 && cell.column == column);
                if let Some(cell) = cell {
                    cell.content = Content::Number(Rational::from_integer((*bound).into()));
                }
            }
        }
    }
    row
}

/// A condition as a cell says it.
pub(super) fn say(said: &Condition, issues: &[Issue]) -> String {
    let issue = &issues[said.issue];
    condition(&issue.id, said.options.iter().map(|&option| issue.options[option].id.as_str()))
}
