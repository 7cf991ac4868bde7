//! Ranks under constraints: each issue counts the rank of its option, shared by the largest rank of
//! the issue, unless a constraint makes it count nothing; the utility is the mean over the issues,
//! unless a constraint makes the whole outcome count nothing.
//!
//! A product of "unless" is multiplied out into joint terms, so that no table is needed.

use super::profile::Reader;
use super::{number, quote, whole};
use crate::exact::{self, Rational};
use crate::format::diagnostic::Problems;
use crate::format::scenario::Sum;
use crate::format::xml::Element;
use crate::model::{Condition, Issue};
use num_traits::{Signed, Zero};
use std::collections::{BTreeMap, HashMap};

/// The most terms into which constraints are multiplied out.
const MAX_TERMS: usize = 20_000;

/// Issues, each with the options meant, ascending: all of them together.
type Together = BTreeMap<usize, Vec<usize>>;

/// Ranks by issue and option, and what makes an issue or everything count nothing.
#[derive(Default)]
struct Rules {
    ranks: Vec<(usize, Vec<Rational>)>,
    of_issue: HashMap<usize, Vec<Together>>,
    of_all: Vec<Together>,
}

/// Adds what ranks and constraints make of the outcomes.
pub(super) fn read(reader: &mut Reader, rules: Element, sum: &mut Sum) {
    let mut read = Rules::default();
    for issue in rules.named("ranks").flat_map(|ranks| ranks.named("issue")) {
        if let Some(index) = whole(issue, "index", reader.problems) {
            match reader.domain.numbered(index) {
                Some(own) => read.ranks.push((own, ranks(reader, issue, own))),
                None => unknown(reader, issue, index),
            }
        }
    }
    for constraint in rules.named("constraints").flat_map(|constraints| constraints.named("constraint")) {
        add_constraint(reader, constraint, &mut read);
    }
    if read.ranks.is_empty() {
        reader.problems.error(rules.place(), "no issue has ranks", "add <ranks> with the ranks of each issue");
        return;
    }
    if add_up(&read, sum).is_none() {
        let message = format!("the constraints overlap so much that they make more than {MAX_TERMS} terms");
        reader.problems.error(rules.place(), message, "leave out constraints that others imply");
    }
}

fn unknown(reader: &mut Reader, element: Element, index: i64) {
    let message = format!("the domain has no issue with the index {index}");
    reader.problems.error(element.place(), message, "name an issue of the domain");
}

/// The shares of the largest rank.
fn ranks(reader: &mut Reader, element: Element, issue: usize) -> Vec<Rational> {
    let own = &reader.domain.issues[issue];
    let mut ranks: Vec<Option<Rational>> = vec![None; own.options.len()];
    for item in element.named("item") {
        let option = match item.attribute("value") {
            Some(value) => own.options.iter().position(|option| option.id == *value.text),
            None => whole(item, "index", reader.problems).and_then(|index| usize::try_from(index - 1).ok()),
        };
        match option.and_then(|option| ranks.get_mut(option)) {
            Some(rank) => *rank = number(item, "rank", reader.problems),
            None => {
                let message = format!("an item of {} is no option in the domain", quote(&own.id));
                reader.problems.error(item.place(), message, "name an option by its value, or by its index");
            }
        }
    }
    let missing = own.options.iter().zip(&ranks).find(|(_, rank)| rank.is_none());
    if let Some((option, _)) = missing {
        let message = format!("the option {} of {} has no rank", quote(&option.id), quote(&own.id));
        reader.problems.error(element.place(), message, "rank every option of the domain");
    }
    let ranks: Vec<Rational> = ranks.into_iter().map(Option::unwrap_or_default).collect();
    let largest = ranks.iter().max().cloned().unwrap_or_default();
    if !largest.is_positive() {
        reader.problems.error(element.place(), format!("no rank of {} is above zero", quote(&own.id)), "rank from 1");
        return ranks;
    }
    ranks.into_iter().map(|rank| rank / &largest).collect()
}

fn add_constraint(reader: &mut Reader, constraint: Element, rules: &mut Rules) {
    let Some(kind) = constraint.attribute("type") else {
        reader.problems.error(constraint.place(), "a constraint has no type", "add type=\"...\"");
        return;
    };
    let cases = match kind.text.as_ref() {
        "inclusiveZeroOutcomeConstraint" => checks(reader, constraint).map(|checks| inclusive(reader, &checks)),
        "conditionalZeroOutcomeConstraint" => checks(reader, constraint).map(|checks| conditional(reader, &checks)),
        "zeroConstraint" => equalities(reader, constraint).map(|together| vec![together]),
        "conditionalZeroConstraint" => unless(reader, constraint),
        "sumZeroConstraint" => sums(reader, constraint, true),
        "sumZeroNotConstraint" => sums(reader, constraint, false),
        "sumZeroConstraintList" => sums(reader, constraint, true),
        other => {
            let message = format!("GENIUS knows no constraint {}: it was left out", quote(other));
            reader.problems.warning(constraint.place(), message, "remove it");
            return;
        }
    };
    let Some(cases) = cases else { return };
    let cases = cases.into_iter().filter(|together| together.values().all(|options| !options.is_empty()));
    if kind.text.ends_with("ZeroOutcomeConstraint") {
        rules.of_all.extend(cases);
    } else if let Some(issue) = issue(reader, constraint) {
        rules.of_issue.entry(issue).or_default().extend(cases);
    }
}

fn issue(reader: &mut Reader, element: Element) -> Option<usize> {
    let index = whole(element, "index", reader.problems)?;
    let issue = reader.domain.numbered(index);
    if issue.is_none() {
        unknown(reader, element, index);
    }
    issue
}

/// Adds a condition to others; those on one issue must hold together.
fn restrict(together: &mut Together, issue: usize, options: Vec<usize>) {
    match together.get_mut(&issue) {
        Some(own) => own.retain(|option| options.contains(option)),
        None => drop(together.insert(issue, options)),
    }
}

fn options(issue: &Issue, is_meant: impl Fn(&str) -> bool) -> Vec<usize> {
    (0..issue.options.len()).filter(|&option| is_meant(&issue.options[option].id)).collect()
}

/// Text that an element's attribute holds, or a complaint.
fn said(element: Element, name: &str, problems: &mut Problems) -> Option<String> {
    let text = element.attribute(name).map(|attribute| attribute.text.into_owned());
    if text.is_none() {
        let message = format!("{} has no {}", quote(element.name()), quote(name));
        problems.error(element.place(), message, "add it");
    }
    text
}

/// What each `checkassignment` asks of its issue, by the number of the issue.
fn checks(reader: &mut Reader, constraint: Element) -> Option<Vec<(usize, String)>> {
    let mut checks = BTreeMap::new();
    for check in constraint.named("checkassignment") {
        let index = whole(check, "index", reader.problems)?;
        let own = issue(reader, check)?;
        checks.insert(index, (own, said(check, "condition", reader.problems)?));
    }
    Some(checks.into_values().collect())
}

/// The numbers that the options of an issue are.
fn amounts(issue: &Issue) -> Vec<Option<Rational>> {
    issue.options.iter().map(|option| option.amount.clone().or_else(|| exact::parse(&option.id).ok())).collect()
}

fn inclusive(reader: &Reader, checks: &[(usize, String)]) -> Vec<Together> {
    let mut together = Together::new();
    for (issue, condition) in checks {
        let own = &reader.domain.issues[*issue];
        let amounts = amounts(own);
        let sign = |keeps: fn(&Rational) -> bool| {
            (0..amounts.len()).filter(|&option| amounts[option].as_ref().is_none_or(keeps)).collect()
        };
        let meant = match condition.as_str() {
            c if c.contains("numeric") && c.contains("positive") => sign(|amount| !amount.is_negative()),
            c if c.contains("numeric") && c.contains("negative") => sign(|amount| !amount.is_positive()),
            c => options(own, |option| option.contains(c)),
        };
        restrict(&mut together, *issue, meant);
    }
    vec![together]
}

/// Two checks: where the first, on a sign, holds, the second must hold too.
fn conditional(reader: &Reader, checks: &[(usize, String)]) -> Vec<Together> {
    let [(first, sign), (second, condition)] = checks else { return Vec::new() };
    let holds: fn(&Rational) -> bool = match sign.as_str() {
        "numeric=positive" => |amount| amount.is_positive(),
        "numeric=negative" => |amount| amount.is_negative(),
        _ => return Vec::new(),
    };
    let amounts = amounts(&reader.domain.issues[*first]);
    let signed = (0..amounts.len()).filter(|&option| amounts[option].as_ref().is_some_and(holds)).collect();
    let mut together = Together::from([(*first, signed)]);
    let others = options(&reader.domain.issues[*second], |option| !option.contains(condition.as_str()));
    restrict(&mut together, *second, others);
    vec![together]
}

fn equalities(reader: &mut Reader, constraint: Element) -> Option<Together> {
    let mut together = Together::new();
    for assignment in constraint.named("valueassignment") {
        let own = issue(reader, assignment)?;
        let value = said(assignment, "value", reader.problems)?;
        restrict(&mut together, own, options(&reader.domain.issues[own], |option| option == value));
    }
    Some(together)
}

/// Where the assignments hold, the issue must contain a value.
fn unless(reader: &mut Reader, constraint: Element) -> Option<Vec<Together>> {
    let mut together = equalities(reader, constraint)?;
    let own = issue(reader, constraint)?;
    let value = said(constraint, "value", reader.problems)?;
    restrict(&mut together, own, options(&reader.domain.issues[own], |option| !option.contains(&value)));
    Some(vec![together])
}

/// Where the numbers of some issues sum to something between bounds, the issue must not, or must,
/// contain one of some values. Every combination of those issues is a case of its own.
fn sums(reader: &mut Reader, constraint: Element, contained_is_nothing: bool) -> Option<Vec<Together>> {
    let own = issue(reader, constraint)?;
    let least = number(constraint, "min", reader.problems)?;
    let most = number(constraint, "max", reader.problems)?;
    let values: Vec<String> = match constraint.first("condition") {
        None => vec![said(constraint, "value", reader.problems)?],
        Some(_) => constraint
            .named("condition")
            .map(|condition| said(condition, "value", reader.problems))
            .collect::<Option<_>>()?,
    };
    let mut partial = vec![(Together::new(), Rational::zero())];
    for item in constraint.named("item") {
        let related = issue(reader, item)?;
        let amounts: Option<Vec<Rational>> = amounts(&reader.domain.issues[related]).into_iter().collect();
        let Some(amounts) = amounts.filter(|amounts| amounts.len() * partial.len() <= MAX_TERMS) else {
            let message = format!("{} is no issue of a few numbers", quote(&reader.domain.issues[related].id));
            reader.problems.error(item.place(), message, "let sums speak of few issues, whose options are numbers");
            return None;
        };
        let extended = partial.iter().flat_map(|(together, sum)| {
            amounts.iter().enumerate().map(move |(option, amount)| {
                let mut longer = together.clone();
                restrict(&mut longer, related, vec![option]);
                (longer, sum + amount)
            })
        });
        partial = extended.collect();
    }
    let meant = options(&reader.domain.issues[own], |option| {
        values.iter().any(|value| option.contains(value.as_str())) == contained_is_nothing
    });
    let within = partial.into_iter().filter(|(_, sum)| least <= *sum && *sum <= most);
    let cases = within.map(|(mut together, _)| {
        restrict(&mut together, own, meant.clone());
        together
    });
    Some(cases.collect())
}

/// Multiplies out and adds up; `None` where there would be too many terms.
fn add_up(rules: &Rules, sum: &mut Sum) -> Option<()> {
    let share = Rational::new(1.into(), rules.ranks.len().into());
    let mut n_terms = 0;
    for (issue, ranks) in &rules.ranks {
        for (option, rank) in ranks.iter().enumerate().filter(|(_, rank)| !rank.is_zero()) {
            let mut terms: HashMap<Together, i64> = HashMap::from([(Together::from([(*issue, vec![option])]), 1)]);
            for case in rules.of_issue.get(issue).into_iter().flatten().chain(&rules.of_all) {
                let overlaps: Vec<(Together, i64)> =
                    terms.iter().filter_map(|(term, times)| Some((both(term, case)?, *times))).collect();
                for (term, times) in overlaps {
                    *terms.entry(term).or_insert(0) -= times;
                }
                terms.retain(|_, times| *times != 0);
                if n_terms + terms.len() > MAX_TERMS {
                    return None;
                }
            }
            n_terms += terms.len();
            let mut terms: Vec<(Together, i64)> = terms.into_iter().collect();
            terms.sort();
            for (together, times) in terms {
                let conditions = together.into_iter().map(|(issue, options)| Condition { issue, options }).collect();
                sum.add(conditions, rank * &share * Rational::from_integer(times.into()));
            }
        }
    }
    Some(())
}

/// Where both hold; `None` where they cannot.
fn both(a: &Together, b: &Together) -> Option<Together> {
    let mut both = a.clone();
    for (&issue, options) in b {
        restrict(&mut both, issue, options.clone());
    }
    both.values().all(|options| !options.is_empty()).then_some(both)
}
