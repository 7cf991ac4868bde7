//! What makes a tree of headers, dots and brackets, and what may not stand twice.

use super::*;
use crate::format::Source as File;
use crate::format::tree::Value;

/// The tree as `key=value` in nested brackets.
fn shape(value: Value) -> String {
    let inner = || {
        let children: Vec<String> = value
            .children()
            .map(
                |child| if child.key().is_empty() { shape(child) } else { format!("{}={}", child.key(), shape(child)) },
            )
            .collect();
        children.join(" ")
    };
    match value.shape() {
        Shape::Table => format!("{{{}}}", inner()),
        Shape::List => format!("[{}]", inner()),
        Shape::Text => format!("'{}'", value.text().unwrap_or_default()),
        _ => value.raw().to_string(),
    }
}

#[test]
fn headers_dots_and_brackets_make_a_tree() {
    for (text, expected) in [
        ("", "{}"),
        ("a = 1 # one\r\nb.c = 0.50\nb.d = 2", "{a=1 b={c=0.50 d=2}}"),
        ("[a.b]\nc = 1\n[a]\nd = 2", "{a={b={c=1} d=2}}"),
        ("[[a]]\nb = 1\n[[a.c]]\nd = 2\n[a.e]\nf = 3\n[[a]]\ng = 4", "{a=[{b=1 c=[{d=2}] e={f=3}} {g=4}]}"),
        ("a = [1, [2, 3],\n  { b = 1, c.d = 2 }, ]", "{a=[1 [2 3] {b=1 c={d=2}}]}"),
        ("\"x y\" = 'a\\b'\n\"\\u00e9\".z = \"q\\tq\"", "{x y='a\\b' é={z='q\tq'}}"),
        ("a = \"\"\"\none\ntwo\"\"\"\nb = 2025-11-20\nc = true", "{a='one\ntwo' b=2025-11-20 c=true}"),
    ] {
        let mut problems = Problems::default();
        let tree = read(0, text, &mut problems);
        assert_eq!(shape(tree.root()), expected, "{text}");
        assert!(!problems.failed(), "{text}");
    }
}

#[test]
fn slips_are_refused_with_the_place() {
    for (text, expected) in [
        ("a = 1\na = 2", "2:1: error: `a` stands here for the second time\n  help: keep one of them"),
        ("[a]\n[a]", "2:2: error: `a` stands here for the second time\n  help: put everything under one header"),
        (
            "[[a]]\n[a]",
            "2:2: error: `a` stands here for the second time\n  help: write the header with two brackets on each side, like the others of its list",
        ),
        (
            "[a]\n[[a]]",
            "2:3: error: `a` stands here for the second time\n  help: write every header of this name with two brackets on each side",
        ),
        (
            "a = { b = 1 }\n[a.c]",
            "2:2: error: `a` stands here for the second time\n  help: it is already complete; move what is below into it",
        ),
        (
            "[a]\nb = 1\n[c]\n[d]\nx.y = 1\nx.y.z = 2",
            "6:3: error: `y` stands here for the second time\n  help: write what belongs to it in one place, without dots",
        ),
        (
            "a = \n",
            "1:5: error: a value is missing here\n  help: put texts in quotation marks; write numbers like 0.55, dates like 2025-11-20, true, false",
        ),
        ("a 1\n", "1:3: error: key with no value\n  help: expected `=`"),
        ("a = [1, 2\n", "1:10: error: unclosed array\n  help: expected `]`"),
        ("[a\nb = 1", "1:3: error: unclosed table\n  help: expected `]`"),
        ("a = 1 # \u{1}", "1:9: error: invalid comment character\n  help: expected printable characters"),
        (
            "a = inf1",
            "1:5: error: `inf1` is not a value\n  help: put texts in quotation marks; write numbers like 0.55, dates like 2025-11-20, true, false",
        ),
    ] {
        let mut problems = Problems::default();
        read(0, text, &mut problems);
        let file = [File::new("a.toml", text)];
        let shown: Vec<String> = problems.finish(&file).iter().map(ToString::to_string).collect();
        assert_eq!(shown, [format!("a.toml:{expected}")], "{text}");
    }
}
