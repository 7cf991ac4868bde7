//! What the issues of a talks file mean.

use super::fields::At;
use super::written::{IssueFile, OptionFile, RangeFile};
use crate::exact::{self, Rational};
use crate::format::diagnostic::{Place, Problems, nearest, quote};
use crate::format::{MAX_ISSUES, MAX_OPTIONS};
use crate::model::{CATEGORIES, Issue, IssueOption};
use num_traits::{Signed, ToPrimitive, Zero};
use std::collections::HashSet;

/// The most characters of a unit, which stands in the text of every amount.
const MAX_UNIT: usize = 100;

/// The issues, each with the entry that declares it; entries whose id is faulty are left out.
pub(super) fn issues<'f, 't>(
    written: &'f [IssueFile<'t>],
    problems: &mut Problems,
) -> (Vec<Issue>, Vec<&'f IssueFile<'t>>) {
    let (mut issues, mut entries) = (Vec::new(), Vec::new());
    let (mut seen, mut categories) = (HashSet::new(), HashSet::new());
    let mut room = MAX_OPTIONS;
    for entry in written {
        if issues.len() == MAX_ISSUES {
            let message = format!("there are more than {MAX_ISSUES} issues");
            problems.error(entry.place, message, "split the talks, or leave out what nobody disputes");
            break;
        }
        let Some(id) = &entry.id else { continue };
        if !seen.insert(id.value.as_ref()) {
            let message = format!("issue {} is declared for the second time", quote(&id.value));
            problems.error(id.place, message, "give every issue an id of its own");
            continue;
        }
        let options = match &entry.range {
            Some(range) if entry.options.is_empty() => amounts(range, entry, room, problems),
            _ => options(entry, problems),
        };
        if options.len() > room {
            let message = format!("the issues have more than {MAX_OPTIONS} options in all");
            problems.error(entry.place, message, "widen the steps of ranges, or split the talks");
            break;
        }
        room -= options.len();
        if let Some(category) = entry.category.as_ref().filter(|c| categories.insert(c.value.as_ref())) {
            check_category(&category.value, category.place, problems);
        }
        issues.push(Issue {
            id: id.value.to_string(),
            title: entry.title.as_ref().unwrap_or(id).value.to_string(),
            point: point(entry.point.as_ref(), problems),
            category: entry.category.as_ref().map(|category| category.value.to_string()),
            unit: entry.unit.as_ref().map(|unit| unit.value.to_string()),
            options,
        });
        entries.push(entry);
    }
    (issues, entries)
}

fn point(written: Option<&At<u64>>, problems: &mut Problems) -> Option<u32> {
    let written = written?;
    let point = u32::try_from(written.value).ok();
    if point.is_none() {
        problems.error(written.place, "a point has too large a number", "write the number that the draft gives it");
    }
    point
}

fn check_category(category: &str, place: Place, problems: &mut Problems) {
    let known = || CATEGORIES.iter().map(|category| category.id);
    if !known().any(|id| id == category) {
        let help = match nearest(category, known()) {
            Some(near) => format!("did you mean {}? otherwise leave it: your own words are allowed", quote(near)),
            None => "your own words are allowed; a listed category lets issues be compared across talks".to_string(),
        };
        problems.warning(place, format!("category {} is not in the list of categories", quote(category)), help);
    }
}

fn options(entry: &IssueFile, problems: &mut Problems) -> Vec<IssueOption> {
    let mut seen = HashSet::new();
    let mut options = Vec::new();
    for option in &entry.options {
        let Some(id) = &option.id else { continue };
        if !seen.insert(id.value.as_ref()) {
            let message = format!("option {} is declared for the second time in its issue", quote(&id.value));
            problems.error(id.place, message, "give every option of an issue an id of its own");
            continue;
        }
        let OptionFile { text, amount, .. } = option;
        options.push(IssueOption {
            id: id.value.to_string(),
            text: text.as_ref().unwrap_or(id).value.to_string(),
            amount: amount.clone(),
        });
    }
    options
}

/// The options of a range: one for each amount.
fn amounts(range: &RangeFile, entry: &IssueFile, room: usize, problems: &mut Problems) -> Vec<IssueOption> {
    let (Some(from), Some(to), Some(step)) = (&range.from, &range.to, &range.step) else {
        if !range.complete {
            problems.error(entry.place, "a range needs `from`, `to` and `step`", "from = 0, to = 100, step = 5");
        }
        return Vec::new();
    };
    let unit = entry.unit.as_ref().map_or("", |unit| unit.value.as_ref());
    if !step.value.is_positive() || to.value < from.value {
        problems.error(step.place, "a range must rise from `from` to `to` by a `step` above zero", "turn it round");
        return Vec::new();
    }
    if unit.chars().count() > MAX_UNIT {
        problems.error(entry.place, format!("the unit has more than {MAX_UNIT} characters"), "shorten it");
        return Vec::new();
    }
    let steps = (&to.value - &from.value) / &step.value;
    if !steps.is_integer() {
        let at = |steps: Rational| exact::write(&(&from.value + steps * &step.value));
        let (below, above) = (at(steps.floor()), at(steps.ceil()));
        let message = format!("steps of {} do not reach {}", exact::write(&step.value), exact::write(&to.value));
        problems.error(to.place, message, format!("the nearest ends are to = {below} and to = {above}"));
        return Vec::new();
    }
    let Some(n_steps) = steps.to_integer().to_usize().filter(|steps| *steps < room) else {
        let message = format!("the range leads to more than {MAX_OPTIONS} options in all");
        problems.error(step.place, message, "make the step larger");
        return Vec::new();
    };
    let mut amount = from.value.clone();
    let mut options = Vec::with_capacity(n_steps + 1);
    for _ in 0..=n_steps {
        options.push(amount_option(&amount, unit));
        amount += &step.value;
    }
    options
}

/// The option that stands for an amount.
pub(super) fn amount_option(amount: &Rational, unit: &str) -> IssueOption {
    let id = exact::write(amount);
    let text = if unit.is_empty() { id.clone() } else { format!("{id} {unit}") };
    IssueOption { id, text, amount: Some(amount.clone()) }
}

/// `from`, `to` and `step`, where the options of an issue are what such a range makes.
pub(super) fn as_range(issue: &Issue) -> Option<(Rational, Rational, Rational)> {
    let amount = |option: &IssueOption| option.amount.clone();
    let [first, second, ..] = issue.options.as_slice() else { return None };
    let (from, step) = (amount(first)?, amount(second)? - amount(first)?);
    let to = issue.options.last().and_then(amount)?;
    let unit = issue.unit.as_deref().unwrap_or("");
    let mut expected = from.clone();
    let same = issue.options.iter().all(|option| {
        let same = *option == amount_option(&expected, unit);
        expected += &step;
        same
    });
    let writable = step > Rational::zero() && unit.chars().count() <= MAX_UNIT;
    (same && writable).then_some((from, to, step))
}
