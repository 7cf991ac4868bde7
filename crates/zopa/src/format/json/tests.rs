//! What is JSON and what is not; the judge is `serde_json`.

use super::*;
use crate::format::Source;
use proptest::prelude::*;

fn problems(text: &str) -> Vec<String> {
    let mut problems = Problems::default();
    read(0, text, &mut problems);
    let source = [Source::new("a.json", text)];
    problems.finish(&source).iter().map(ToString::to_string).collect()
}

#[test]
fn slips_are_refused_with_the_place() {
    for (text, expected) in [
        ("", "1:1: error: the file does not begin with `{`\n  help: put everything into one object: { ... }"),
        (
            "{\"a\": 1,\n}",
            "2:1: error: a key in double quotation marks must stand here\n  help: write { \"key\": value }, without a comma after the last entry",
        ),
        ("{\"a\": 1\n \"b\": 2}", "2:2: error: `,` is missing here\n  help: put a comma between two entries"),
        ("{\"a\" 1}", "1:6: error: `:` is missing here\n  help: put a colon between key and value"),
        ("{\"a\": [1,]}", "1:10: error: a value is missing here\n  help: remove the comma before a closing bracket"),
        ("{\"a\": .5}", "1:7: error: this is not JSON\n  help: a value is a text, number, list, object, true or false"),
        (
            "{\"a\": 05}",
            "1:7: error: `05` is not a JSON number\n  help: write digits, with a point for decimals and a digit on each side of it",
        ),
        (
            "{\"a\": yes}",
            "1:7: error: this is not JSON\n  help: a value is a text, number, list, object, true or false",
        ),
        (
            "{\"a\": \"b}",
            "1:7: error: a text is not closed on its line\n  help: end it with \"; write \\n for a new line",
        ),
        (
            "{\"a\": \"\\q\"}",
            "1:7: error: a text holds a backslash that means nothing\n  help: write \\\\ for a backslash and \\\" for a quotation mark",
        ),
        ("{\"a\": {}", "1:9: error: the file ends too early\n  help: close every { and ["),
        ("{} x", "1:4: error: something follows the end of the object\n  help: remove it"),
        ("{\"a\": 1, \"\\u0061\": 2}", "1:10: error: `a` stands here for the second time\n  help: keep one of them"),
    ] {
        assert_eq!(problems(text), [format!("a.json:{expected}")], "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_reader_accepts_what_serde_json_accepts(
        text in r#"\{("(a|b|\\n|\\u00e9|\\ud83d|\\ude00|é)?" ?: ?(-?0?[0-9]?(\.[0-9])?(e[+-]?[0-9])?|true|fals|null|"x"|\[ ?1?,?2?\]|\{\}),?){0,2}\}? ?"#
    ) {
        let accepted = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        let found = problems(&text);
        let doubled = found.iter().all(|problem| problem.contains("second time"));
        prop_assert_eq!(found.is_empty() || doubled, accepted, "{} {:?}", text, found);
    }
}
