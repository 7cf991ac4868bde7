//! From the fields of a form to an action.
//!
//! A form names its action; the rest are the action's fields as people type them. The same actions come as JSON from
//! programs, so this only translates.

use crate::clock;
use serde_json::{Map, Value, json};
use zopa::mediate::Action;

/// Fields in the order in which they came.
pub type Fields = Vec<(String, String)>;

/// The first field of a name.
#[must_use]
pub fn field<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The action that a form asks for.
///
/// # Errors
/// Every field that cannot be understood.
pub fn action(fields: &Fields) -> Result<Action, Vec<String>> {
    let mut object = Map::new();
    let mut problems = Vec::new();
    for (name, text) in fields {
        match name.as_str() {
            "back" | "code" => {}
            "version" | "after" => match text.parse::<u32>() {
                Ok(number) => _ = object.insert(name.clone(), number.into()),
                Err(_) => problems.push(format!("\"{text}\" is not the number of a version")),
            },
            "binding" | "open" | "hidden" | "quiet" | "on" | "reviewed" => {
                object.insert(name.clone(), matches!(text.as_str(), "on" | "true" | "yes").into());
            }
            "due" | "until" => moment(name, text, &mut object, &mut problems),
            "remind_hours" => match text.parse::<u64>() {
                Ok(hours) => _ = object.insert("remind".into(), hours.saturating_mul(3_600_000).into()),
                Err(_) if text.trim().is_empty() => {}
                Err(_) => problems.push(format!("\"{text}\" is not a number of hours")),
            },
            "whom" | "points" => push(&mut object, name, text.clone().into()),
            "with" if text.is_empty() => {}
            "walk_away" => {
                _ = number(text, "the walk-away value", &mut problems)
                    .map(|n| values(&mut object).insert("walk_away".into(), n))
            }
            _ if name.starts_with("weight.") || name.starts_with("worth.") => {
                worth(name, text, &mut object, &mut problems)
            }
            _ if name.starts_with("point.") => point(name, text, &mut object),
            _ => _ = object.insert(name.clone(), text.replace("\r\n", "\n").into()),
        }
    }
    complete(&mut object);
    if !problems.is_empty() {
        return Err(problems);
    }
    serde_json::from_value(Value::Object(object))
        .map_err(|error| vec![format!("the form cannot be understood: {error}")])
}

/// What a form leaves out where nothing was chosen: lists without an entry, boxes without a tick, rows without words.
fn complete(object: &mut Map<String, Value>) {
    let action = object.get("action").and_then(Value::as_str).unwrap_or_default().to_string();
    let (lists, ticks): (&[&str], &[&str]) = match action.as_str() {
        "say" => (&["points"], &[]),
        "ask" => (&["whom", "points"], &["open"]),
        "freeze" | "two_persons" | "everything" => (&[], &["on"]),
        _ => (&[], &[]),
    };
    for list in lists {
        object.entry(*list).or_insert_with(|| json!([]));
    }
    for tick in ticks {
        object.entry(*tick).or_insert(false.into());
    }
    if action == "set_values" {
        let values = values(object);
        values.entry("weights").or_insert_with(|| json!({}));
        values.entry("choices").or_insert_with(|| json!({}));
        values.entry("walk_away").or_insert(0.into());
    }
    if let (true, Some(Value::Array(points))) = (action == "issue", object.get_mut("points")) {
        let is_empty = |point: &Value, part: &str| point[part].as_str().is_none_or(|text| text.trim().is_empty());
        points.retain(|point| !is_empty(point, "label") || !is_empty(point, "text"));
    }
}

fn moment(name: &str, text: &str, object: &mut Map<String, Value>, problems: &mut Vec<String>) {
    if text.trim().is_empty() {
        return;
    }
    match clock::parse(text.trim()) {
        Some(moment) => _ = object.insert(name.into(), moment.0.into()),
        None => problems.push(format!("\"{text}\" is not a time; write it as 2026-11-25T14:00, in universal time")),
    }
}

fn number(text: &str, what: &str, problems: &mut Vec<String>) -> Option<Value> {
    match text.trim() {
        "" => None,
        text => match text.parse::<u8>() {
            Ok(number) if number <= 100 => Some(number.into()),
            _ => {
                problems.push(format!("{what} is \"{text}\"; use a whole number from 0 to 100"));
                None
            }
        },
    }
}

fn values(object: &mut Map<String, Value>) -> &mut Map<String, Value> {
    inner(object, "values")
}

fn inner<'o>(object: &'o mut Map<String, Value>, key: &str) -> &'o mut Map<String, Value> {
    let value = object.entry(key).or_insert_with(|| json!({}));
    if !value.is_object() {
        *value = json!({});
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("it was made an object above"),
    }
}

/// `weight|LABEL`, `worth|LABEL|CHOICE`, with points between the parts.
fn worth(name: &str, text: &str, object: &mut Map<String, Value>, problems: &mut Vec<String>) {
    let Some((kind, rest)) = name.split_once('.') else { return };
    let values = values(object);
    if kind == "weight" {
        if let Some(weight) = number(text, &format!("the weight of point {rest}"), problems) {
            inner(values, "weights").insert(rest.into(), weight);
        }
        return;
    }
    // Labels may hold points themselves; choices never hold a slash, which parts the two.
    let Some((label, choice)) = rest.split_once('/') else { return };
    if let Some(worth) = number(text, &format!("the worth of a choice of point {label}"), problems) {
        inner(inner(values, "choices"), label).insert(choice.into(), worth);
    }
}

/// `point.INDEX.label`, `point.INDEX.title`, `point.INDEX.text`, `point.INDEX.choice`; a point without words is left out.
fn point(name: &str, text: &str, object: &mut Map<String, Value>) {
    let mut parts = name.splitn(3, '.').skip(1);
    let (Some(index), Some(part)) = (parts.next().and_then(|index| index.parse::<usize>().ok()), parts.next()) else {
        return;
    };
    if index > zopa::mediate::MAX_POINTS {
        return;
    }
    let list = object.entry("points").or_insert_with(|| json!([]));
    let Value::Array(list) = list else { return };
    while list.len() <= index {
        list.push(json!({"label": "", "title": "", "text": ""}));
    }
    if part == "choice" && text.is_empty() {
        return;
    }
    if let Some(Value::Object(point)) = list.get_mut(index) {
        point.insert(part.into(), text.replace("\r\n", "\n").into());
    }
}

fn push(object: &mut Map<String, Value>, name: &str, value: Value) {
    if let Value::Array(list) = object.entry(name).or_insert_with(|| json!([])) {
        list.push(value);
    }
}
