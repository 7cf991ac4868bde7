//! The pages and the schema that the program writes are those that are published, and the schema
//! accepts what the program writes.

use super::*;
use serde_json::Value;

/// Compares a published file with what the program writes; with ZOPA_WRITE_DOCS set, writes it.
fn published(name: &str, written: &str) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/formats")).join(name);
    if std::env::var_os("ZOPA_WRITE_DOCS").is_some() {
        std::fs::write(&path, written).expect("the page can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == written, "{name} is stale: run the tests once with ZOPA_WRITE_DOCS=1");
}

#[test]
fn published_pages_are_up_to_date() {
    published("zopa.schema.json", &json_schema());
    published("keys.md", &key_reference());
    published("categories.md", &category_reference());
}

/// The keywords of JSON Schema that the published schema uses, each with its meaning.
fn accepts(root: &Value, schema: &Value, value: &Value) -> bool {
    schema.as_object().expect("a schema is an object").iter().all(|(keyword, says)| match keyword.as_str() {
        "$ref" => {
            let name = says.as_str().and_then(|path| path.strip_prefix("#/$defs/")).expect("a local reference");
            accepts(root, &root["$defs"][name], value)
        }
        "type" => match says.as_str().expect("a type") {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "number" => value.is_number(),
            "integer" => value.is_u64() || value.is_i64(),
            "boolean" => value.is_boolean(),
            other => panic!("unknown type {other}"),
        },
        "enum" => says.as_array().expect("a list").contains(value),
        "anyOf" => says.as_array().expect("a list").iter().any(|one| accepts(root, one, value)),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| accepts(root, says, item))),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= says.as_u64().expect("a number")),
        "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= says.as_u64().expect("a number")),
        "minLength" => value.as_str().is_none_or(|text| text.len() as u64 >= says.as_u64().expect("a number")),
        "minimum" => value.as_f64().is_none_or(|number| number >= says.as_f64().expect("a number")),
        "required" => {
            says.as_array().expect("a list").iter().all(|key| value.get(key.as_str().expect("a key")).is_some())
        }
        "properties" => says
            .as_object()
            .expect("an object")
            .iter()
            .all(|(key, schema)| value.get(key).is_none_or(|inner| accepts(root, schema, inner))),
        "additionalProperties" => value.as_object().is_none_or(|object| {
            let known = |key: &str| schema.get("properties").is_some_and(|properties| properties.get(key).is_some());
            object.iter().filter(|(key, _)| !known(key)).all(|(_, inner)| match says {
                Value::Bool(allowed) => *allowed,
                schema => accepts(root, schema, inner),
            })
        }),
        "$schema" | "$defs" | "title" | "description" | "format" => true,
        other => panic!("the test does not know the keyword {other}"),
    })
}

#[test]
fn the_schema_accepts_what_is_written_and_refuses_slips() {
    let schema: Value = serde_json::from_str(&json_schema()).expect("JSON");
    for sources in [folder(&talks_folder("plan28")), starter()] {
        let text = write_json(&shown(load(&sources)).negotiation);
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert!(accepts(&schema, &schema, &value));
        for (from, to) in
            [("\"title\"", "\"titel\""), ("\"weight\": 1", "\"wieght\": 1"), ("\"scale\": 100", "\"scale\": []")]
        {
            let faulty: Value = serde_json::from_str(&text.replacen(from, to, 1)).expect("JSON");
            assert!(faulty != value && !accepts(&schema, &schema, &faulty), "{to}");
        }
    }
}

/// The blocks of a page that are fenced as a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let blocks = page.split(fence.as_str()).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or_default().to_string()).collect()
}

#[test]
fn the_examples_of_the_manual_load() {
    let page = |name: &str| {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/formats")).join(name);
        std::fs::read_to_string(path).expect("a page")
    };
    for (name, language, file) in [("json.md", "json", "a.json"), ("lattice.md", "text", "a.txt")] {
        let [text] = blocks(&page(name), language).try_into().expect("one example");
        shown(load(&[Source::new(file, text)]));
    }
    // What the page on the native format shows piece by piece is TOML, and most of it is the starter.
    for block in blocks(&page("native.md"), "toml").iter().filter(|block| !block.starts_with("{{#include")) {
        let mut problems = Problems::default();
        crate::format::toml::read(0, block, &mut problems);
        assert!(!problems.failed(), "{block}");
    }
}
