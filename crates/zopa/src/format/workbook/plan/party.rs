//! The sheet of one party: what no agreement is worth to it, weights, values and red lines.

use super::super::layout::*;
use super::{Check, Content, Sheet, Style, rules::say};
use crate::exact::Rational;
use crate::format::Outline;
use crate::model::{
    Additive, Commitment, Condition, Distribution, Doubts, Issue, Preferences, Quantity, RedLine, Utility,
    is_normalised,
};

/// Places for further pairs, for further combinations, and rows for each of the latter.
const SPARE: usize = 5;
const ROWS: usize = 4;

const WORDS_COLUMN: u16 = 3;
const WEIGHT_COLUMN: u16 = 4;
const VALUE_COLUMN: u16 = 5;
const RED_LINE_COLUMN: u16 = 6;
const COLUMNS: u16 = 7;

/// A party that is written down: what it wants and what of that is not known.
#[derive(Clone, Copy)]
struct Wants<'o> {
    preferences: Option<&'o Preferences>,
    doubts: Option<&'o Doubts>,
}

impl<'o> Wants<'o> {
    fn additive(self) -> Option<&'o Additive> {
        match &self.preferences?.utility {
            Utility::Additive(additive) => Some(additive),
            Utility::Table(_) => None,
        }
    }

    fn unknown(self, quantity: Quantity) -> Option<&'o Distribution> {
        let unknowns = self.doubts.map_or(&[][..], |doubts| &doubts.unknowns);
        unknowns.iter().find(|(other, _)| *other == quantity).map(|(_, distribution)| distribution)
    }

    /// Whether weights and values are brought to a scale from 0 to 1, with nothing to complain about.
    fn is_normalised(self) -> bool {
        let (Some(preferences), Some(additive)) = (self.preferences, self.additive()) else { return true };
        match self.doubts {
            Some(doubts) => doubts.relative_weights,
            None => is_normalised(additive, &preferences.reservation_value),
        }
    }
}

pub(super) fn sheet(outline: &Outline, index: usize) -> Sheet {
    let party = &outline.parties[index];
    let wants = Wants { preferences: outline.preferences[index].as_ref(), doubts: outline.doubts_of(index) };
    let mut sheet = Sheet::new(Role::Party, party.name.clone(), &[7.0, 18.0, 18.0, 66.0, 10.0, 10.0, 10.0]);
    sheet.file.clone_from(&party.id);
    let whose = format!("{}: confidential. Write into the light yellow cells.", party.name);
    sheet.text(1, 0, &whose, Style::Subtitle);
    sheet.text(3, 0, PARTY, Style::Label);
    sheet.quoted(3, 2, &party.id, Style::Fixed);
    settings(&mut sheet, wants);
    let mut row = issues(&mut sheet, &outline.issues, wants, 11);
    row = together(&mut sheet, &outline.issues, wants, row + 1);
    let combined = wants.preferences.map_or(&[][..], |preferences| split(&preferences.red_lines).1);
    row = red_lines(&mut sheet, &outline.issues, combined, row + 1);
    let promises: Vec<&Commitment> = outline.commitments.iter().filter(|promise| promise.of == index).collect();
    commitments(&mut sheet, &outline.issues, &promises, row + 1);
    sheet
}

fn settings(sheet: &mut Sheet, wants: Wants) {
    let preferences = wants.preferences;
    let normalised = wants.is_normalised();
    let scale = wants.additive().map(|additive| &additive.value_scale);
    let total = wants.additive().filter(|_| !normalised).map(|additive| &additive.weight_total);
    let walk_away = preferences.map(|preferences| &preferences.reservation_value);
    let discount = preferences.and_then(|preferences| preferences.discount.as_ref());
    let numbers = [
        (
            WALK_AWAY,
            (walk_away, wants.unknown(Quantity::Reservation)),
            Check::WalkAway,
            "What no agreement is worth, from 0 to 1: the party signs nothing that gives it less.",
        ),
        (
            SCALE,
            (scale, None),
            Check::Positive,
            "The value of full satisfaction, such as 100. Empty: the largest value below.",
        ),
        (
            DISCOUNT,
            (discount, None),
            Check::Discount,
            "What a round of delay leaves of the gain, above 0 and up to 1. Empty: nothing is lost.",
        ),
    ];
    for (row, (label, (number, unknown), check, remark)) in (4..).zip(numbers) {
        sheet.text(row, 0, label, Style::Label);
        sheet.figure(row, 2, number, unknown, check);
        sheet.text(row, 3, remark, Style::Remark);
    }
    sheet.text(7, 0, NORMALISE, Style::Label);
    sheet.field(7, 2, Some(if normalised { YES } else { NO }), Style::Choice, Some(Check::YesOrNo));
    let remark = "yes: utilities run from 0 to 1, whatever the weights sum to. no: plain sums of weight times value.";
    sheet.text(7, 3, remark, Style::Remark);
    sheet.text(8, 0, TOTAL, Style::Label);
    sheet.number(8, 2, total, Check::Positive);
    sheet.text(8, 3, "For plain sums: what they are divided by. Empty: 1, or the sum of the weights.", Style::Remark);
}

fn issues(sheet: &mut Sheet, issues: &[Issue], wants: Wants, start: u32) -> u32 {
    sheet.heads(start - 1, &[POINT, ISSUE, OPTION, WORDS, WEIGHT, VALUE, RED_LINE]);
    sheet.head = Some(start - 1);
    let additive = wants.additive();
    let own = wants.preferences.map_or(&[][..], |preferences| split(&preferences.red_lines).0);
    let mut own: std::collections::HashSet<(usize, usize)> =
        own.iter().map(|line| (line.conditions[0].issue, line.conditions[0].options[0])).collect();
    let mut row = start;
    for (index, issue) in issues.iter().enumerate() {
        let point = issue.point.map(|point| Content::Number(Rational::from_integer(point.into())));
        sheet.put(row, 0, point.unwrap_or(Content::Empty), Style::Band, None);
        sheet.quoted(row, 1, &issue.id, Style::BandFaint);
        sheet.empty(row, 2..3, Style::BandFaint);
        sheet.quoted(row, WORDS_COLUMN, &issue.title, Style::Band);
        let weight = additive.map(|additive| &additive.weights[index]);
        sheet.figure(row, WEIGHT_COLUMN, weight, wants.unknown(Quantity::Weight { issue: index }), Check::Weight);
        sheet.empty(row, VALUE_COLUMN..COLUMNS, Style::Band);
        row += 1;
        for (option_index, option) in issue.options.iter().enumerate() {
            sheet.empty(row, 0..2, Style::Faint);
            sheet.quoted(row, 2, &option.id, Style::Faint);
            sheet.quoted(row, WORDS_COLUMN, &option.text, Style::Fixed);
            sheet.empty(row, WEIGHT_COLUMN..VALUE_COLUMN, Style::Fixed);
            let value = additive.map(|additive| &additive.values[index][option_index]);
            let unknown = wants.unknown(Quantity::Value { issue: index, option: option_index });
            sheet.figure(row, VALUE_COLUMN, value, unknown, Check::Value);
            let never = own.remove(&(index, option_index)).then_some(NEVER);
            sheet.field(row, RED_LINE_COLUMN, never, Style::Choice, Some(Check::Never));
            row += 1;
        }
    }
    row
}

/// The red lines at the head of a list that can stand beside their options, where they are read in
/// the order of the options, and the others.
fn split(red_lines: &[RedLine]) -> (&[RedLine], &[RedLine]) {
    let option = |line: &RedLine| match line.conditions.as_slice() {
        [Condition { issue, options }] if options.len() == 1 && line.text.is_none() => Some((*issue, options[0])),
        _ => None,
    };
    let mut last = None;
    let own = red_lines.iter().take_while(|line| {
        let stands = option(line).filter(|option| last.is_none_or(|last| last < *option));
        last = stands.or(last);
        stands.is_some()
    });
    red_lines.split_at(own.count())
}

fn section(sheet: &mut Sheet, row: u32, title: &str, remark: &str) {
    sheet.text(row, 0, title, Style::Section);
    sheet.empty(row, 1..COLUMNS, Style::Section);
    sheet.text(row + 1, 0, remark, Style::Subtitle);
}

/// A row of a pair or combination.
fn combined(sheet: &mut Sheet, row: u32, number: Option<usize>, part: &str, text: Option<String>, is_condition: bool) {
    let number = number.map(|index| Content::Number(Rational::from_integer((index + 1).into())));
    let style = if number.is_some() { Style::Band } else { Style::Fixed };
    sheet.put(row, 0, number.unwrap_or(Content::Empty), style, None);
    sheet.empty(row, 1..2, Style::Fixed);
    sheet.text(row, 2, part, Style::Faint);
    let content = text.map_or(Content::Empty, Content::Text);
    sheet.put(row, WORDS_COLUMN, content, Style::Words, is_condition.then_some(Check::Condition));
}

fn together(sheet: &mut Sheet, issues: &[Issue], wants: Wants, start: u32) -> u32 {
    section(
        sheet,
        start,
        TOGETHER,
        "Added where both hold, in the unit of the weights; negative where they clash. Several options of an issue: a or b.",
    );
    sheet.heads(start + 2, &[NUMBER, "", PART, CONDITION, "", WORTH, ""]);
    let terms = wants.additive().map_or(&[][..], |additive| &additive.joint_terms);
    let mut row = start + 3;
    for index in 0..terms.len() + SPARE {
        let term = terms.get(index);
        let unknown = wants.unknown(Quantity::JointTerm { term: index });
        sheet.figure(row, VALUE_COLUMN, term.map(|term| &term.worth), unknown, Check::Worth);
        let conditions = term.map_or(&[][..], |term| &term.conditions);
        for place in 0..conditions.len().max(ROWS - 1) {
            let part = if place == 0 { THIS } else { WITH };
            let said = conditions.get(place).map(|condition| say(condition, issues));
            combined(sheet, row, (place == 0).then_some(index), part, said, true);
            row += 1;
        }
    }
    row
}

fn red_lines(sheet: &mut Sheet, issues: &[Issue], lines: &[RedLine], start: u32) -> u32 {
    section(
        sheet,
        start,
        RED_LINES,
        "An agreement in which all the options of a combination hold is out of the question for the party.",
    );
    sheet.heads(start + 2, &[NUMBER, "", PART, CONDITION, "", "", ""]);
    let mut row = start + 3;
    for index in 0..lines.len() + SPARE {
        let line = lines.get(index);
        let words = line.and_then(|line| line.text.as_deref()).map(|text| super::shown(text).into_owned());
        combined(sheet, row, Some(index), IN_WORDS, words, false);
        row += 1;
        let conditions = line.map_or(&[][..], |line| &line.conditions);
        for place in 0..conditions.len().max(ROWS - 1) {
            let part = if place == 0 { THIS } else { WITH };
            combined(sheet, row, None, part, conditions.get(place).map(|condition| say(condition, issues)), true);
            row += 1;
        }
    }
    row
}

fn commitments(sheet: &mut Sheet, issues: &[Issue], promises: &[&Commitment], start: u32) {
    section(
        sheet,
        start,
        PROMISES,
        "What moving away from a public promise costs the party at home, in the unit of the weights. It is held apart from \
         what the party wants.",
    );
    sheet.heads(start + 2, &[NUMBER, "", PART, CONDITION, "", COST, ""]);
    let mut row = start + 3;
    for index in 0..promises.len() + SPARE {
        let promise = promises.get(index);
        let quoted = |text: Option<&String>| text.map(|text| super::shown(text).into_owned());
        combined(sheet, row, Some(index), PROMISED, promise.map(|promise| say(&promise.promised, issues)), true);
        sheet.number(row, VALUE_COLUMN, promise.map(|promise| &promise.cost), Check::AnyNumber);
        combined(sheet, row + 1, None, IN_WORDS, quoted(promise.and_then(|promise| promise.text.as_ref())), false);
        combined(sheet, row + 2, None, WHERE, quoted(promise.and_then(|promise| promise.source.as_ref())), false);
        row += 3;
    }
}
