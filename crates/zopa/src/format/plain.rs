//! What formats of JSON and YAML write: texts, numbers as they are spelled, lists and tables.

use serde_json::Value as Json;

/// A value to be written; tables keep their order.
pub(super) enum Plain {
    Text(String),
    /// Characters that are a number.
    Number(String),
    Flag(bool),
    List(Vec<Plain>),
    Table(Vec<(String, Plain)>),
}

impl Plain {
    pub fn text(text: &str) -> Plain {
        Plain::Text(text.to_string())
    }

    /// A table from keys and values.
    pub fn table<const N: usize>(entries: [(&str, Plain); N]) -> Plain {
        Plain::Table(entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect())
    }

    fn is_flat(&self) -> bool {
        matches!(self, Plain::Text(_) | Plain::Number(_) | Plain::Flag(_))
    }
}

/// Indented JSON; lists of texts and numbers stand on one line.
pub(super) fn json(value: &Plain) -> String {
    let mut text = String::new();
    json_value(value, 0, &mut text);
    text.push('\n');
    text
}

fn json_value(value: &Plain, depth: usize, text: &mut String) {
    match value {
        Plain::Text(value) => text.push_str(&Json::from(value.as_str()).to_string()),
        Plain::Number(number) => text.push_str(number),
        Plain::Flag(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Plain::List(list) => {
            let is_flat = list.iter().all(Plain::is_flat);
            spread(['[', ']'], list.len(), (!is_flat).then_some(depth), text, |index, text| {
                json_value(&list[index], depth + 1, text);
            });
        }
        Plain::Table(entries) => spread(['{', '}'], entries.len(), Some(depth), text, |index, text| {
            let (key, value) = &entries[index];
            text.push_str(&Json::from(key.as_str()).to_string());
            text.push_str(": ");
            json_value(value, depth + 1, text);
        }),
    }
}

/// Brackets around entries, on lines of their own where there is a depth.
fn spread(
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

/// YAML in blocks, with every text and key that could be mistaken between quotation marks.
pub(super) fn yaml(value: &Plain) -> String {
    let mut text = String::new();
    yaml_block(value, 0, &mut text);
    text
}

fn yaml_block(value: &Plain, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Plain::Table(entries) => {
            for (key, value) in entries {
                text.push_str(&indent);
                text.push_str(&yaml_text(key));
                text.push(':');
                yaml_inner(value, depth, text);
            }
        }
        Plain::List(list) => {
            for value in list {
                text.push_str(&indent);
                text.push('-');
                yaml_inner(value, depth, text);
            }
        }
        _ => yaml_inner(value, depth, text),
    }
}

fn yaml_inner(value: &Plain, depth: usize, text: &mut String) {
    match value {
        Plain::Text(value) => text.push_str(&format!(" {}\n", yaml_text(value))),
        Plain::Number(number) => text.push_str(&format!(" {number}\n")),
        Plain::Flag(flag) => text.push_str(if *flag { " true\n" } else { " false\n" }),
        Plain::List(list) if list.is_empty() => text.push_str(" []\n"),
        Plain::Table(entries) if entries.is_empty() => text.push_str(" {}\n"),
        Plain::List(_) | Plain::Table(_) => {
            text.push('\n');
            yaml_block(value, depth + 1, text);
        }
    }
}

/// A text that no reader takes for something else.
fn yaml_text(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-. /()".contains(c);
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_safe = value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.chars().all(plain)
        && value.trim() == value
        && !words.contains(&value.to_ascii_lowercase().as_str());
    if is_safe { value.to_string() } else { Json::from(value).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Plain {
        let number = |text: &str| Plain::Number(text.to_string());
        Plain::table([
            ("a b", Plain::List(vec![number("1"), Plain::text("no"), Plain::text("x")])),
            ("1", Plain::List(vec![Plain::table([("k: l", number("-.inf")), ("f", Plain::Flag(true))])])),
            ("none", Plain::List(Vec::new())),
        ])
    }

    #[test]
    fn json_keeps_the_order() {
        let expected = "{\n  \"a b\": [1, \"no\", \"x\"],\n  \"1\": [\n    {\n      \"k: l\": -.inf,\n      \"f\": true\n    }\n  ],\n  \"none\": []\n}\n";
        assert_eq!(json(&example()), expected);
    }

    #[test]
    fn yaml_quotes_what_could_be_mistaken() {
        let expected = "a b:\n  - 1\n  - \"no\"\n  - x\n\"1\":\n  -\n    \"k: l\": -.inf\n    f: true\nnone: []\n";
        assert_eq!(yaml(&example()), expected);
    }
}
