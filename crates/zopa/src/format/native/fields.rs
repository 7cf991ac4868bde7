//! The fields of a table, read by their kinds.

use super::figure::{Figure, figure_or_one, is_unknown};
use super::keys::{CONDITION, Kind, RATIFICATION, RATIFICATION_WORDS, Table, table_of};
use crate::exact::{self, Rational};
use crate::format::diagnostic::{Place, Problems, did_you_mean, nearest, quote};
use crate::format::tree::{Shape, Value};
use crate::model::{Date, RatificationRule};
use num_traits::One;
use std::borrow::Cow;

/// Something that the user wrote, with its place.
#[derive(Clone)]
pub(super) struct At<T> {
    pub value: T,
    pub place: Place,
}

/// A text or name.
pub(super) type Text<'t> = At<Cow<'t, str>>;

/// `{ issue = "...", is = [...] }`.
pub(super) struct ConditionFile<'t> {
    pub issue: Text<'t>,
    pub options: Vec<Text<'t>>,
}

/// The fields of one table, in which every key is known and every required one is there.
pub(super) struct Fields<'t> {
    table: &'static Table,
    pub place: Place,
    found: Vec<(&'static str, Value<'t>)>,
}

pub(super) fn mismatch(value: Value, expected: &str, help: &str, problems: &mut Problems) {
    let subject = match value.key() {
        key if key.is_empty() => "this".to_string(),
        key => quote(&key),
    };
    let message = format!("{subject} must be {expected}, not {}", value.shape().described());
    let help = match value.shape() {
        Shape::Nothing => "leave the key out",
        _ => help,
    };
    problems.error(value.place(), message, help);
}

impl<'t> Fields<'t> {
    /// Reads the keys of a table.
    pub fn read(table: &'static Table, value: Value<'t>, problems: &mut Problems) -> Option<Fields<'t>> {
        if value.shape() != Shape::Table {
            mismatch(value, "a table", &format!("write the keys of {} here", table.what), problems);
            return None;
        }
        let mut found = Vec::new();
        for child in value.children() {
            let name = child.key();
            match table.keys().find(|key| key.name == name) {
                Some(key) => found.push((key.name, child)),
                None => {
                    let known = table.keys().map(|key| key.name);
                    let help = match problems.full() {
                        true => String::new(),
                        false => did_you_mean(&name, known, &format!("keys of {}", table.what)),
                    };
                    problems.error(child.key_place(), format!("{} has no key {}", table.what, quote(&name)), help);
                }
            }
        }
        let fields = Fields { table, place: value.key_place(), found };
        for key in table.keys().filter(|key| key.required && fields.get(key.name).is_none()) {
            let message = format!("{} needs `{}`", table.what, key.name);
            problems.error(fields.place, message, format!("add `{}`: {}", key.name, key.meaning));
        }
        Some(fields)
    }

    pub fn get(&self, name: &str) -> Option<Value<'t>> {
        self.found.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    /// A text, which may be empty.
    pub fn text(&self, name: &str, problems: &mut Problems) -> Option<Text<'t>> {
        text(self.get(name)?, problems)
    }

    /// A name, which may not be empty.
    pub fn id(&self, name: &str, problems: &mut Problems) -> Option<Text<'t>> {
        id(self.get(name)?, problems)
    }

    pub fn ids(&self, name: &str, problems: &mut Problems) -> Vec<Text<'t>> {
        self.get(name).map(|value| ids(value, problems)).unwrap_or_default()
    }

    pub fn number(&self, name: &str, problems: &mut Problems) -> Option<At<Rational>> {
        number(self.get(name)?, problems)
    }

    /// A number; one where what stands there is none, which has then been reported.
    pub fn number_or_one(&self, name: &str, problems: &mut Problems) -> Option<At<Rational>> {
        number_or_one(self.get(name)?, problems)
    }

    /// A number or how it may fall; one where what stands there is neither, which has then been reported.
    pub fn figure_or_one(&self, name: &str, problems: &mut Problems) -> Option<At<Figure>> {
        Some(figure_or_one(self.get(name)?, problems))
    }

    /// A list of numbers, where it is there.
    pub fn numbers(&self, name: &str, problems: &mut Problems) -> Option<Vec<At<Rational>>> {
        let value = self.get(name)?;
        if value.shape() != Shape::List {
            mismatch(value, "a list of numbers", "write [40, 60]", problems);
            return None;
        }
        value.children().map(|child| number(child, problems)).collect()
    }

    /// A whole number, not negative.
    pub fn count(&self, name: &str, problems: &mut Problems) -> Option<At<u64>> {
        let value = self.get(name)?;
        let number = number(value, problems)?;
        let count = number.value.is_integer().then(|| number.value.to_integer().try_into().ok()).flatten();
        if count.is_none() {
            let message = format!("{} must be a whole number, not {}", quote(&value.key()), quote(value.raw()));
            problems.error(value.place(), message, "write 0, 1, 2, ...");
        }
        Some(At { value: count?, place: number.place })
    }

    pub fn boolean(&self, name: &str, problems: &mut Problems) -> Option<bool> {
        let value = self.get(name)?;
        if value.shape() != Shape::Boolean {
            mismatch(value, "true or false", "write it without quotation marks", problems);
            return None;
        }
        Some(value.raw() == "true")
    }

    /// One of the words that the key allows.
    pub fn word(&self, name: &str, problems: &mut Problems) -> Option<&'static str> {
        let text = self.text(name, problems)?;
        let Kind::Word(words) = self.table.keys().find(|key| key.name == name)?.kind else { return None };
        let found = words.iter().find(|word| **word == text.value);
        if found.is_none() {
            let help = did_you_mean(&text.value, words.iter().copied(), &format!("what `{name}` may be"));
            problems.error(text.place, format!("`{name}` cannot be {}", quote(&text.value)), help);
        }
        found.copied()
    }

    /// `"all"`, `"any"`, `{ at_least = 2 }` or `{ votes = 60 }`.
    pub fn ratification(&self, name: &str, problems: &mut Problems) -> Option<At<RatificationRule>> {
        let value = self.get(name)?;
        let help = "write \"all\", \"any\", { at_least = 2 } or { votes = 60 }";
        let rule = match value.shape() {
            Shape::Table => {
                let fields = Fields::read(&RATIFICATION, value, problems)?;
                let mut count = |name: &str| fields.count(name, problems).map(|at| at.value);
                match (count("at_least"), count("votes")) {
                    (Some(number), None) => Some(RatificationRule::AtLeast(number)),
                    (None, Some(needed)) => Some(RatificationRule::Votes(needed)),
                    _ => None,
                }
            }
            _ => match text(value, problems)?.value.as_ref() {
                "all" => Some(RatificationRule::All),
                "any" => Some(RatificationRule::Any),
                word => {
                    let help = did_you_mean(word, RATIFICATION_WORDS.iter().copied(), "what a word may say");
                    problems.error(value.place(), format!("{} is no rule of ratification", quote(word)), help);
                    return None;
                }
            },
        };
        if rule.is_none() {
            problems.error(value.place(), "the rule of ratification is not complete or says several things", help);
        }
        Some(At { value: rule?, place: value.place() })
    }

    pub fn date(&self, name: &str, problems: &mut Problems) -> Option<Date> {
        let value = self.get(name)?;
        let written = match value.shape() {
            Shape::Date => Cow::Borrowed(value.raw()),
            Shape::Text => value.text()?,
            _ => {
                mismatch(value, "a date", "write year, month and day: 2025-11-20", problems);
                return None;
            }
        };
        let date = parse_date(&written);
        if date.is_none() {
            let message = format!("{} is not a day of the calendar", quote(&written));
            problems.error(value.place(), message, "write year, month and day: 2025-11-20");
        }
        date
    }

    /// The tables of a list of tables.
    pub fn tables(&self, name: &str, problems: &mut Problems) -> Vec<Fields<'t>> {
        let Some(value) = self.get(name) else { return Vec::new() };
        if value.shape() != Shape::List {
            let help = format!("write [[{name}]] with two brackets on each side; in JSON, a list of objects");
            mismatch(value, "a list of tables", &help, problems);
            return Vec::new();
        }
        let table = table_of(self.table, name);
        value.children().filter_map(|child| Fields::read(table, child, problems)).collect()
    }

    /// The tables of a table of tables, with their names.
    pub fn named_tables(&self, name: &str, problems: &mut Problems) -> Vec<(Text<'t>, Fields<'t>)> {
        let Some(value) = self.get(name) else { return Vec::new() };
        if value.shape() != Shape::Table {
            mismatch(value, "a table", &format!("write [{name}.issue-id] for each issue"), problems);
            return Vec::new();
        }
        let table = table_of(self.table, name);
        let read = |child: Value<'t>| {
            let key = At { value: child.key(), place: child.key_place() };
            Some((key, Fields::read(table, child, problems)?))
        };
        value.children().filter_map(read).collect()
    }

    pub fn table(&self, name: &str, problems: &mut Problems) -> Option<Fields<'t>> {
        Fields::read(table_of(self.table, name), self.get(name)?, problems)
    }

    /// `{ issue = "...", is = "..." }`, or a list of such.
    pub fn conditions(&self, name: &str, problems: &mut Problems) -> Vec<ConditionFile<'t>> {
        let Some(value) = self.get(name) else { return Vec::new() };
        match value.shape() {
            Shape::Table => condition(value, problems).into_iter().collect(),
            Shape::List => value.children().filter_map(|child| condition(child, problems)).collect(),
            _ => {
                mismatch(value, "a condition", "write { issue = \"...\", is = \"...\" }", problems);
                Vec::new()
            }
        }
    }

    /// `{ issue = "option", ... }`, or a list of `{ issue = "...", is = "..." }`.
    pub fn when(&self, name: &str, problems: &mut Problems) -> Vec<ConditionFile<'t>> {
        let Some(value) = self.get(name) else { return Vec::new() };
        match value.shape() {
            Shape::Table => {
                let read = |child: Value<'t>| ConditionFile {
                    issue: At { value: child.key(), place: child.key_place() },
                    options: some_ids(child, problems),
                };
                value.children().map(read).collect()
            }
            _ => self.conditions(name, problems),
        }
    }

    /// `{ issue = "option", ... }`.
    pub fn settles(&self, name: &str, problems: &mut Problems) -> Vec<(Text<'t>, Text<'t>)> {
        self.entries(name, "write { issue = \"option\", ... }", id, problems)
    }

    /// `{ option = number, ... }`, where it is there; numbers may be unknown.
    pub fn values(&self, name: &str, problems: &mut Problems) -> Option<Vec<(Text<'t>, At<Figure>)>> {
        self.get(name)?;
        let read = |value: Value<'t>, problems: &mut Problems| Some(figure_or_one(value, problems));
        Some(self.entries(name, "write { option = number, ... }", read, problems))
    }

    fn entries<T>(
        &self,
        name: &str,
        help: &str,
        read: fn(Value<'t>, &mut Problems) -> Option<T>,
        problems: &mut Problems,
    ) -> Vec<(Text<'t>, T)> {
        let Some(value) = self.get(name) else { return Vec::new() };
        if value.shape() != Shape::Table {
            mismatch(value, "a table", help, problems);
            return Vec::new();
        }
        let mut entry = |child: Value<'t>| {
            if child.shape() == Shape::Table && !child.key().is_empty() && !is_unknown(child) {
                let message = format!("{} holds a table where one entry belongs", quote(&child.key()));
                problems.error(child.place(), message, "put a name that contains a dot in quotation marks");
                return None;
            }
            Some((At { value: child.key(), place: child.key_place() }, read(child, problems)?))
        };
        value.children().filter_map(&mut entry).collect()
    }

    /// `[[amount, value], ...]`, where it is there; empty where it is faulty, which has been reported.
    pub fn line(&self, name: &str, problems: &mut Problems) -> Option<Vec<(At<Rational>, At<Rational>)>> {
        let help = "write points of amount and value: [[0, 100], [50, 80], [100, 0]]";
        let value = self.get(name)?;
        if value.shape() != Shape::List {
            mismatch(value, "a list of points", help, problems);
            return Some(Vec::new());
        }
        let mut points = Vec::new();
        for child in value.children() {
            let numbers: Vec<Value> = child.children().take(3).collect();
            let point = match (child.shape(), numbers.as_slice()) {
                (Shape::List, [amount, worth]) => number(*amount, problems).zip(number(*worth, problems)),
                _ => {
                    problems.error(child.place(), "a point of the line needs two numbers", help);
                    None
                }
            };
            let Some(point) = point else { return Some(Vec::new()) };
            points.push(point);
        }
        if points.is_empty() {
            problems.error(value.place(), "the line has no point", help);
        }
        Some(points)
    }
}

fn condition<'t>(value: Value<'t>, problems: &mut Problems) -> Option<ConditionFile<'t>> {
    let fields = Fields::read(&CONDITION, value, problems)?;
    let issue = fields.id("issue", problems);
    let options = fields.get("is").map(|value| some_ids(value, problems));
    Some(ConditionFile { issue: issue?, options: options? })
}

fn text<'t>(value: Value<'t>, problems: &mut Problems) -> Option<Text<'t>> {
    match value.text() {
        Some(text) => Some(At { value: text, place: value.place() }),
        None => {
            mismatch(value, "a text", &format!("write \"{}\"", short(value.raw())), problems);
            None
        }
    }
}

/// The raw characters where they are short enough to be shown in a remedy.
fn short(raw: &str) -> &str {
    if raw.len() <= 40 && !raw.contains(['"', '\n']) { raw } else { "..." }
}

fn id<'t>(value: Value<'t>, problems: &mut Problems) -> Option<Text<'t>> {
    let text = text(value, problems)?;
    if text.value.is_empty() {
        problems.error(text.place, "a name is empty", "write a short name, such as force-cap");
        return None;
    }
    Some(text)
}

fn ids<'t>(value: Value<'t>, problems: &mut Problems) -> Vec<Text<'t>> {
    match value.shape() {
        Shape::List => value.children().filter_map(|child| id(child, problems)).collect(),
        _ => id(value, problems).into_iter().collect(),
    }
}

/// At least one name; empty where they are faulty, which has been reported.
fn some_ids<'t>(value: Value<'t>, problems: &mut Problems) -> Vec<Text<'t>> {
    if value.shape() == Shape::List && value.children().next().is_none() {
        problems.error(value.place(), "a condition names no option", "write the option, or a list of options");
    }
    ids(value, problems)
}

pub(super) fn number(value: Value, problems: &mut Problems) -> Option<At<Rational>> {
    let written = match value.shape() {
        Shape::Number => Cow::Borrowed(value.raw()),
        Shape::Text => value.text()?,
        _ => {
            mismatch(
                value,
                "a number",
                "write a decimal like 0.55, or a fraction in quotation marks: \"1/3\"",
                problems,
            );
            return None;
        }
    };
    // The message of the exact parser quotes the text: shorten it first.
    if written.len() > 200 {
        problems.error(value.place(), "a number has more than 200 characters", "round it; 60 digits are the most");
        return None;
    }
    match exact::parse(&written) {
        Ok(number) => Some(At { value: number, place: value.place() }),
        Err(flaw) => {
            let (message, help) = flaw.split_once("; ").unwrap_or((&flaw, ""));
            problems.error(value.place(), message, help);
            None
        }
    }
}

fn number_or_one(value: Value, problems: &mut Problems) -> Option<At<Rational>> {
    Some(number(value, problems).unwrap_or_else(|| At { value: Rational::one(), place: value.place() }))
}

fn parse_date(written: &str) -> Option<Date> {
    let mut parts = written.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, least: usize| part.len() >= least && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Says that a name is unknown, with the nearest known ones.
pub(super) fn unknown<'n>(
    name: &Text,
    what: &str,
    all: &str,
    known: impl Iterator<Item = &'n str> + Clone,
    problems: &mut Problems,
) {
    let help = if problems.full() { String::new() } else { did_you_mean(&name.value, known, all) };
    problems.error(name.place, format!("there is no {what} {}", quote(&name.value)), help);
}

/// The known name that was most likely meant, as half a sentence.
pub(super) fn perhaps<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    nearest(name, known).map(|near| format!("did you mean {}? ", quote(near))).unwrap_or_default()
}
