//! Writes a negotiation as one file of the native format, in TOML or JSON.

use super::document::{Entry, Fields, document, number_text, party_document};
use super::keys::{FILE, Kind, PARTY_FILE, Table};
use crate::format::Outline;
use crate::model::Negotiation;

/// One TOML file that holds everything; reading it gives the same negotiation again, as long as no
/// number needs more digits than a file may hold.
#[must_use]
pub fn write_toml(negotiation: &Negotiation) -> String {
    let mut text = String::new();
    toml_table(&document(&negotiation.into()), &FILE, "", &mut text);
    text
}

/// The same in JSON.
#[must_use]
pub fn write_json(negotiation: &Negotiation) -> String {
    let mut text = String::new();
    json(&Entry::Table(document(&negotiation.into())), 0, &mut text);
    text.push('\n');
    text
}

/// The talks as far as they are written, or one party's file, in TOML.
pub(super) fn form_toml(outline: &Outline, only: Option<usize>) -> Result<String, Vec<String>> {
    let (fields, table) = form(outline, only)?;
    let mut text = String::new();
    toml_table(&fields, table, "", &mut text);
    Ok(text)
}

/// The same in JSON.
pub(super) fn form_json(outline: &Outline, only: Option<usize>) -> Result<String, Vec<String>> {
    let mut text = String::new();
    json(&Entry::Table(form(outline, only)?.0), 0, &mut text);
    text.push('\n');
    Ok(text)
}

fn form(outline: &Outline, only: Option<usize>) -> Result<(Fields, &'static Table), Vec<String>> {
    let Some(party) = only else { return Ok((document(outline), &FILE)) };
    match party_document(party, outline) {
        Some(fields) => Ok((fields, &PARTY_FILE)),
        None => {
            let name = &outline.parties[party].name;
            Err(vec![format!("{name} has not said yet what it wants; a form to fill in ends in .xlsx")])
        }
    }
}

/// Fields first, then what has a header of its own.
fn toml_table(fields: &Fields, table: &'static Table, path: &str, text: &mut String) {
    let kind = |name: &str| table.keys().find(|key| key.name == name).map(|key| key.kind);
    let headed = |name: &str| match kind(name) {
        Some(Kind::Table(inner) | Kind::Tables(inner) | Kind::ByIssue(inner)) => Some(inner),
        _ => None,
    };
    for (name, entry) in fields.iter().filter(|(name, _)| headed(name).is_none()) {
        text.push_str(&toml_key(name));
        text.push_str(" = ");
        toml_inline(entry, text);
        text.push('\n');
    }
    for (name, entry) in fields {
        let Some(inner) = headed(name) else { continue };
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match entry {
            Entry::List(tables) => {
                for entry in tables {
                    header("[[", &path, "]]", text);
                    toml_fields(entry, inner, &path, text);
                }
            }
            Entry::Table(issues) if matches!(kind(name), Some(Kind::ByIssue(_))) => {
                for (issue, entry) in issues {
                    let path = format!("{path}.{}", toml_key(issue));
                    header("[", &path, "]", text);
                    toml_fields(entry, inner, &path, text);
                }
            }
            entry => {
                header("[", &path, "]", text);
                toml_fields(entry, inner, &path, text);
            }
        }
    }
}

fn toml_fields(entry: &Entry, table: &'static Table, path: &str, text: &mut String) {
    if let Entry::Table(fields) = entry {
        toml_table(fields, table, path, text);
    }
}

fn header(open: &str, path: &str, close: &str, text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(open);
    text.push_str(path);
    text.push_str(close);
    text.push('\n');
}

fn toml_key(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { key.to_string() } else { toml_text(key) }
}

/// A text as TOML spells it.
pub(crate) fn toml_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\u{0}'..='\u{1f}' | '\u{7f}' => quoted.push_str(&format!("\\u{:04X}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

fn toml_inline(entry: &Entry, text: &mut String) {
    match entry {
        Entry::Text(value) => text.push_str(&toml_text(value)),
        Entry::Number(number) => text.push_str(&number_text(number).unwrap_or_else(|long| toml_text(&long))),
        Entry::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
        // A year of five digits is no TOML date.
        Entry::Date(date) if date.len() == 10 => text.push_str(date),
        Entry::Date(date) => text.push_str(&toml_text(date)),
        Entry::List(list) => {
            text.push('[');
            for (index, entry) in list.iter().enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                toml_inline(entry, text);
            }
            text.push(']');
        }
        Entry::Table(fields) => {
            text.push_str("{ ");
            for (index, (key, entry)) in fields.iter().enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                text.push_str(&toml_key(key));
                text.push_str(" = ");
                toml_inline(entry, text);
            }
            text.push_str(" }");
        }
    }
}

/// The widest table or list that stands on one line.
const JSON_LINE: usize = 100;

fn json(entry: &Entry, depth: usize, text: &mut String) {
    let start = text.len();
    json_spread(entry, None, text);
    if text.len() - start <= JSON_LINE && depth > 0 {
        return;
    }
    text.truncate(start);
    json_spread(entry, Some(depth), text);
}

/// Writes an entry on one line, or its parts on lines of their own at a depth of indentation.
fn json_spread(entry: &Entry, depth: Option<usize>, text: &mut String) {
    match entry {
        Entry::Text(value) | Entry::Date(value) => text.push_str(&json_text(value)),
        Entry::Number(number) => text.push_str(&number_text(number).unwrap_or_else(|long| json_text(&long))),
        Entry::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
        Entry::List(list) => {
            bracketed(['[', ']'], list.len(), depth, text, |index, text| part(&list[index], depth, text));
        }
        Entry::Table(fields) => bracketed(['{', '}'], fields.len(), depth, text, |index, text| {
            let (key, entry) = &fields[index];
            text.push_str(&json_text(key));
            text.push_str(": ");
            part(entry, depth, text);
        }),
    }
}

fn part(entry: &Entry, depth: Option<usize>, text: &mut String) {
    match depth {
        None => json_spread(entry, None, text),
        Some(depth) => json(entry, depth + 1, text),
    }
}

fn bracketed(
    [open, close]: [char; 2],
    length: usize,
    depth: Option<usize>,
    text: &mut String,
    write: impl Fn(usize, &mut String),
) {
    let line = |depth: usize, text: &mut String| {
        text.push('\n');
        text.push_str(&"  ".repeat(depth));
    };
    text.push(open);
    for index in 0..length {
        text.push_str(if index > 0 { "," } else { "" });
        match depth {
            Some(depth) => line(depth + 1, text),
            None if index > 0 => text.push(' '),
            None => {}
        }
        write(index, text);
    }
    if let (Some(depth), true) = (depth, length > 0) {
        line(depth, text);
    }
    text.push(close);
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
