//! How texts and conditions stand in cells.
//!
//! A text stands as it is wherever a spreadsheet keeps it so. Anything else (empty texts, blanks at
//! the edges, control characters, what looks like a formula) stands in quotation marks as in JSON, so
//! that whatever can be written can be read again.

use std::borrow::Cow;

/// The most UTF-16 units that a cell of a workbook holds.
pub(super) const MAX_CELL: usize = 32_767;

/// A text as a cell shows it.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if keeps(text) { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

/// What a cell with a text means.
pub(super) fn meant(cell: &str) -> String {
    let trimmed = cell.trim();
    match trimmed.starts_with('"').then(|| serde_json::from_str(trimmed)) {
        Some(Ok(text)) => text,
        _ => trimmed.to_string(),
    }
}

/// Whether spreadsheets keep a text as it is, and readers take it for nothing else.
fn keeps(text: &str) -> bool {
    let command = text.starts_with(['=', '@', '+']) || (text.starts_with('-') && crate::exact::parse(text).is_err());
    let odd = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}');
    // Workbooks spell odd characters as _x0001_, so a text that holds such a spelling is quoted.
    !(text.is_empty()
        || text.trim() != text
        || text.starts_with(['"', '\''])
        || command
        || text.contains("_x")
        || text.contains(odd))
}

fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut quoted = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' | '\u{feff}' => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            '_' => quoted.push_str("\\u005f"),
            _ => quoted.push(character),
        }
    }
    quoted
}

/// What stands between the options of a condition.
const OR: &str = " or ";

/// `issue: option or option`.
pub(super) fn condition<'n>(issue: &str, options: impl IntoIterator<Item = &'n str>) -> String {
    let options: Vec<Cow<str>> = options.into_iter().map(name).collect();
    format!("{}: {}", name(issue), options.join(OR))
}

/// A name as it stands in a condition.
fn name(text: &str) -> Cow<'_, str> {
    let ambiguous = text.contains([':', '"', '\n']) || format!(" {} ", text.to_lowercase()).contains(OR);
    if ambiguous { Cow::Owned(quoted(text)) } else { shown(text) }
}

/// The issue and the options that a cell names; none where it does not name both.
pub(super) fn read_condition(cell: &str) -> Option<(String, Vec<String>)> {
    let (issue, rest) = take_name(cell, |rest| rest.find(':'))?;
    let mut rest = rest.strip_prefix(':')?;
    let mut options = Vec::new();
    loop {
        let end = |rest: &str| {
            let lower = rest.to_ascii_lowercase();
            lower.find(OR).or(Some(rest.len()))
        };
        let (option, after) = take_name(rest, end)?;
        options.push(option);
        if after.trim().is_empty() {
            return Some((issue, options));
        }
        let after = after.trim_start();
        let word = after.get(..OR.trim().len())?;
        rest = word.eq_ignore_ascii_case(OR.trim()).then(|| &after[word.len()..])?;
    }
}

/// The name at the head of a text, in quotation marks or up to where `end` says, and what follows.
fn take_name(text: &str, end: impl Fn(&str) -> Option<usize>) -> Option<(String, &str)> {
    let text = text.trim_start();
    if !text.starts_with('"') {
        let (name, rest) = text.split_at(end(text)?);
        let name = name.trim();
        return (!name.is_empty()).then(|| (name.to_string(), rest));
    }
    let mut escaped = false;
    let close = text.char_indices().skip(1).find(|(_, c)| {
        let closes = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        closes
    });
    let close = close?.0 + 1;
    let name = serde_json::from_str(&text[..close]).ok()?;
    Some((name, text[close..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_texts_stand_as_they_are() {
        for text in ["Ceasefire", "600k", "-5", "two\nlines", "Мир", "שלום", "3 to 5", "a \"b\""] {
            assert_eq!(shown(text), text);
        }
        for (text, cell) in [("", "\"\""), (" a", "\" a\""), ("=A1", "\"=A1\""), ("a\u{1}", "\"a\\u0001\"")] {
            assert_eq!(shown(text), cell);
        }
    }

    #[test]
    fn conditions_are_read_as_people_type_them() {
        let read = |cell: &str| read_condition(cell).map(|(issue, options)| (issue, options.join("|")));
        let found = |issue: &str, options: &str| Some((issue.to_string(), options.to_string()));
        assert_eq!(read("force-cap: 600k"), found("force-cap", "600k"));
        assert_eq!(read("  force-cap :600k or 800k OR none "), found("force-cap", "600k|800k|none"));
        assert_eq!(read("\"a: b\": \"x or y\" or z"), found("a: b", "x or y|z"));
        assert_eq!(read("orchard: oranges"), found("orchard", "oranges"));
        for cell in ["", "force-cap", "force-cap:", ": x", "a: \"x", "a: x or ", "\"a\" b: c"] {
            assert_eq!(read(cell), None, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_shown_is_meant(text in prop_oneof!["\\PC{0,8}", ".{0,8}", "[ -~\n\r\t]{0,12}", "_x00[0-9]{2}_"]) {
            let cell = shown(&text);
            prop_assert_eq!(meant(&cell), text.clone());
            prop_assert!(!cell.chars().any(|c| c.is_control() && c != '\n'));
        }

        #[test]
        fn conditions_return(
            issue in ".{1,6}|[a-z: \"o]{1,9}",
            options in proptest::collection::vec(".{1,6}|[a or:\"\\\\]{1,9}", 1..4),
        ) {
            let cell = condition(&issue, options.iter().map(String::as_str));
            prop_assert_eq!(read_condition(&cell), Some((issue, options)), "{}", cell);
        }
    }
}
