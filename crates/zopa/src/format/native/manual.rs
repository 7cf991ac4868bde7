//! The JSON Schema and the reference pages of the manual, derived from the table of keys.

use super::keys::{CONDITION, FILE, Key, Kind, PARTY_FILE, RATIFICATION, RATIFICATION_WORDS, Table, UNKNOWN};
use crate::model::{CATEGORIES, PAM_CITATION, PAX_CITATION, is_verified_pam, is_verified_pax};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of a negotiation in one JSON file.
#[must_use]
pub fn json_schema() -> String {
    let mut schema = table_schema(&FILE);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("A negotiation of zopa");
    schema["$defs"] = json!({
        "id": { "type": "string", "minLength": 1 },
        "ids": { "anyOf": [{ "$ref": "#/$defs/id" }, { "type": "array", "items": { "$ref": "#/$defs/id" } }] },
        "number": {
            "description": "A decimal, or a fraction as a text: \"1/3\".",
            "anyOf": [{ "type": "number" }, { "type": "string", "minLength": 1 }]
        },
        "figure": {
            "description": "A number, or how it may fall where it is not known.",
            "anyOf": [{ "$ref": "#/$defs/number" }, table_schema(&UNKNOWN)]
        },
        "condition": table_schema(&CONDITION),
        "conditions": {
            "anyOf": [
                { "$ref": "#/$defs/condition" },
                { "type": "array", "items": { "$ref": "#/$defs/condition" } }
            ]
        },
    });
    let mut text = format!("{schema:#}");
    text.push('\n');
    text
}

fn table_schema(table: &Table) -> Value {
    let properties: Map<String, Value> = table
        .keys()
        .map(|key| {
            let mut schema = kind_schema(key.kind);
            schema["description"] = json!(key.meaning);
            (key.name.to_string(), schema)
        })
        .collect();
    let required: Vec<&str> = table.keys().filter(|key| key.required).map(|key| key.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn kind_schema(kind: Kind) -> Value {
    let refer = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    let map = |inner: Value| json!({ "type": "object", "additionalProperties": inner });
    let list = |inner: Value| json!({ "type": "array", "items": inner });
    match kind {
        Kind::Id => refer("id"),
        Kind::Text => json!({ "type": "string" }),
        Kind::Number => refer("number"),
        Kind::Figure => refer("figure"),
        Kind::Numbers => list(refer("number")),
        Kind::Ratification => json!({ "anyOf": [{ "enum": RATIFICATION_WORDS }, table_schema(&RATIFICATION)] }),
        Kind::Count => json!({ "type": "integer", "minimum": 0 }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Ids => refer("ids"),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Conditions => refer("conditions"),
        Kind::When => json!({ "anyOf": [map(refer("ids")), list(refer("condition"))] }),
        Kind::Settles => map(refer("id")),
        Kind::Values => map(refer("figure")),
        Kind::Line => {
            let point = json!({ "type": "array", "items": refer("number"), "minItems": 2, "maxItems": 2 });
            json!({ "type": "array", "items": point, "minItems": 1 })
        }
        Kind::Table(inner) => table_schema(inner),
        Kind::Tables(inner) => list(table_schema(inner)),
        Kind::ByIssue(inner) => map(table_schema(inner)),
    }
}

/// Every key of the native format, as a page of the manual.
#[must_use]
pub fn key_reference() -> String {
    let mut page = String::from(
        "# Every key of the native format\n\n\
         <!-- Written by the program from its own table of keys. -->\n\n\
         Keys in bold must be there. In JSON the same keys stand in objects and lists.\n",
    );
    section("The talks file: `talks.toml`", "", &FILE, &mut page);
    section("A party's file: `parties/NAME.toml`", "", &PARTY_FILE, &mut page);
    section("A number that is not known: `{ low = ..., high = ... }`", "", &UNKNOWN, &mut page);
    section("A rule of ratification: `{ at_least = ... }`", "", &RATIFICATION, &mut page);
    section("A condition of a rule: `{ issue = ..., is = ... }`", "", &CONDITION, &mut page);
    page
}

fn section(title: &str, path: &str, table: &'static Table, page: &mut String) {
    page.push_str(&format!("\n## {title}\n\n| key | what it holds | meaning |\n| --- | --- | --- |\n"));
    for Key { name, kind, required, meaning } in table.keys() {
        let name = if *required { format!("**`{name}`**") } else { format!("`{name}`") };
        page.push_str(&format!("| {name} | {} | {meaning} |\n", kind_words(*kind)));
    }
    for key in table.keys() {
        let (inner, open, close) = match key.kind {
            Kind::Table(inner) => (inner, "[", "]"),
            Kind::Tables(inner) => (inner, "[[", "]]"),
            Kind::ByIssue(inner) => (inner, "[", ".NAME]"),
            _ => continue,
        };
        let path = if path.is_empty() { key.name.to_string() } else { format!("{path}.{}", key.name) };
        // What a party wants is described once, in its own file.
        let is_shared = path.starts_with("party.");
        if !is_shared {
            section(&format!("`{open}{path}{close}`"), &path, inner, page);
        }
    }
}

fn kind_words(kind: Kind) -> String {
    match kind {
        Kind::Id => "name".into(),
        Kind::Text => "text".into(),
        Kind::Number => "number".into(),
        Kind::Figure => "number, known or not".into(),
        Kind::Numbers => "list of numbers".into(),
        Kind::Ratification => "`\"all\"`, `\"any\"`, or a rule of ratification".into(),
        Kind::Count => "whole number".into(),
        Kind::Boolean => "`true` or `false`".into(),
        Kind::Date => "date".into(),
        Kind::Ids => "name, or list of names".into(),
        Kind::Word(words) => words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", "),
        Kind::Conditions => "condition, or list of conditions".into(),
        Kind::When => "`{ issue = option, ... }`".into(),
        Kind::Settles => "`{ issue = option, ... }`".into(),
        Kind::Values => "`{ option = number, ... }`, known or not".into(),
        Kind::Line => "`[[amount, value], ...]`".into(),
        Kind::Table(_) => "table".into(),
        Kind::Tables(_) => "tables".into(),
        Kind::ByIssue(_) => "a table for each issue".into(),
    }
}

/// The categories of issues, as a page of the manual.
#[must_use]
pub fn category_reference() -> String {
    let mut page = String::from(
        "# Categories of issues\n\n\
         <!-- Written by the program from its own table of categories. -->\n\n\
         `category` says what kind of provision an issue is, so that issues can be compared across talks. Your own \
         words are allowed. Which codes of the two data sets stand beside a category is this project's own reading; \
         codes and names in italics have not been compared with their source.\n\n\
         | category | what it covers | PA-X | PAM |\n| --- | --- | --- | --- |\n",
    );
    let names = |names: &[&str], is_verified: fn(&str) -> bool| {
        let shown = names.iter().map(|name| if is_verified(name) { (*name).to_string() } else { format!("*{name}*") });
        shown.collect::<Vec<_>>().join(", ")
    };
    for category in CATEGORIES {
        let (pax, pam) = (names(category.pax, is_verified_pax), names(category.pam, is_verified_pam));
        page.push_str(&format!("| `{}` | {} | {pax} | {pam} |\n", category.id, category.title));
    }
    page.push_str(&format!("\nPA-X: {PAX_CITATION}.\n\nPAM: {PAM_CITATION}.\n"));
    page
}
