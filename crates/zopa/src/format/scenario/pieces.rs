//! Names, numbers and tables in the files of the field.

use crate::exact::{self, Rational};
use crate::format::diagnostic::{Place, Problems, did_you_mean, quote, quote_all};
use crate::format::tree::{Shape, Tree, Value};
use crate::format::{Source, json, utf8};
use crate::model::Issue;
use std::borrow::Cow;
use std::collections::HashMap;

/// What a value of a tree is called, if it can be the name of an option: a text, or as it is written.
pub(in crate::format) fn label(value: Value) -> Option<String> {
    match value.shape() {
        Shape::Table | Shape::List => None,
        Shape::Text => value.text().map(Cow::into_owned),
        _ => Some(value.raw().to_string()),
    }
}

/// A number of a tree.
pub(in crate::format) fn tree_number(value: Value, what: &str, problems: &mut Problems) -> Option<Rational> {
    match value.shape() {
        Shape::Number => number(value.raw(), what, value.place(), problems),
        shape => {
            problems.error(value.place(), format!("{what} is {}, not a number", shape.described()), "write a number");
            None
        }
    }
}

/// What stands under a key that must be there.
pub(in crate::format) fn required<'t>(table: Value<'t>, key: &str, problems: &mut Problems) -> Option<Value<'t>> {
    let found = table.get(key);
    if found.is_none() {
        problems.error(table.place(), format!("{} is missing here", quote(key)), "add it");
    }
    found
}

/// A number for each option of an issue, from a table by their names. Options that the domain does not
/// have are complained of; what is missing is `otherwise`, or complained of too.
pub(in crate::format) fn option_values(
    table: Value,
    issue: &Issue,
    otherwise: Option<Rational>,
    problems: &mut Problems,
) -> Option<Vec<Rational>> {
    let errors_before = problems.n_errors();
    let mut values: Vec<Option<Rational>> = vec![None; issue.options.len()];
    let index: HashMap<&str, usize> =
        issue.options.iter().enumerate().map(|(o, option)| (option.id.as_str(), o)).collect();
    for child in table.children() {
        let key = child.key();
        let amount =
            || exact::parse(&key).ok().and_then(|a| issue.options.iter().position(|o| o.amount.as_ref() == Some(&a)));
        match index.get(key.as_ref()).copied().or_else(amount) {
            Some(option) => values[option] = tree_number(child, &format!("the value of {}", quote(&key)), problems),
            None if problems.full() => problems.error(child.key_place(), "", ""),
            None => {
                let message = format!("{} is no option of {} in the domain", quote(&key), quote(&issue.id));
                let help = did_you_mean(&key, issue.options.iter().map(|option| option.id.as_str()), "options");
                problems.error(child.key_place(), message, help);
            }
        }
    }
    if problems.n_errors() > errors_before {
        return None;
    }
    let missing = issue.options.iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(o, _)| o.id.as_str());
    let missing: Vec<&str> = missing.collect();
    match (missing.is_empty(), otherwise) {
        (true, _) => Some(values.into_iter().flatten().collect()),
        (false, Some(otherwise)) => Some(values.into_iter().map(|v| v.unwrap_or_else(|| otherwise.clone())).collect()),
        (false, None) => {
            let message = format!("there is no value of {} of {}", quote_all(missing), quote(&issue.id));
            problems.error(table.place(), message, "give every option of the domain a value");
            None
        }
    }
}

/// Trees of JSON files; `None` where the syntax of one is faulty.
pub(in crate::format) fn json_trees<'s>(sources: &'s [Source], problems: &mut Problems) -> Vec<Option<Tree<'s>>> {
    let tree = |(index, source): (usize, &'s Source)| {
        let start = Place { source: index as u32, offset: 0 };
        let text = utf8(source, start, problems)?;
        let errors_before = problems.n_errors();
        let tree = json::read(start.source, text, problems);
        (problems.n_errors() == errors_before).then_some(tree)
    };
    sources.iter().enumerate().map(tree).collect()
}

/// A number as files of the field write it, with a place for complaints.
pub(in crate::format) fn number(text: &str, what: &str, place: Place, problems: &mut Problems) -> Option<Rational> {
    match exact::parse(text.trim()) {
        Ok(number) => Some(number),
        Err(error) => {
            problems.error(place, format!("{what}: {error}"), "");
            None
        }
    }
}
