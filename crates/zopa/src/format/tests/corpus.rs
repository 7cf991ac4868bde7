//! The inputs that fuzzing chose, and some that are large or deep, read again without panic.

use super::*;

/// Reads one text; problems must have places.
fn read(name: &str, text: &str) -> Result<Loaded, Vec<Diagnostic>> {
    let result = load(&[Source::new(name, text)]);
    if let Err(problems) = &result {
        assert!(!problems.is_empty(), "a failure without a problem");
        let lines = text.lines().count().max(1) + 1;
        for problem in problems {
            assert!((1..=lines).contains(&problem.line) && problem.column >= 1 && problem.file == name, "{problem}");
            assert!(!problem.message.is_empty());
        }
    }
    result
}

#[test]
fn the_corpus_reads_without_panic() {
    for (folder, name) in [("toml", "talks.toml"), ("json", "talks.json"), ("lattice", "instance.txt")] {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus")).join(folder);
        let mut n_read = 0;
        for entry in std::fs::read_dir(path).expect("a corpus") {
            let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
            let _ = read(name, &String::from_utf8_lossy(&bytes));
            n_read += 1;
        }
        assert!(n_read > 1, "{folder}");
    }
}

#[test]
fn scenarios_of_the_field_read_without_panic() {
    for (folder, extension) in
        [("genius", "xml"), ("geniusweb", "json"), ("negmas", "yml"), ("negmas-json", "json"), ("negolog", "json")]
    {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus")).join(folder);
        let mut n_loaded = 0;
        for entry in std::fs::read_dir(path).expect("a corpus") {
            let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
            let text = String::from_utf8_lossy(&bytes);
            let files = text.split("\n----\n").enumerate();
            let sources: Vec<Source> =
                files.map(|(index, file)| Source::new(format!("f{index}.{extension}"), file)).collect();
            n_loaded += usize::from(load(&sources).is_ok());
        }
        assert!(n_loaded > 0, "{folder}");
    }
}

#[test]
fn workbooks_read_without_panic() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/workbook"));
    let read = |name: &str| load(&[Source::new(name, std::fs::read(path.join(name)).expect("a workbook"))]);
    assert!(read("nash.xlsx").is_ok());
    let problems = read("without_sheets.xlsx").expect_err("there is nothing to read");
    assert!(problems.iter().all(|problem| problem.file == "without_sheets.xlsx" && !problem.help.is_empty()));
    assert!(!problems.is_empty());
}

#[test]
fn large_and_deep_files_are_refused_with_the_limit() {
    let refused = |name: &str, text: &str, limit: &str| {
        let problems = read(name, text).expect_err("refused");
        assert!(problems.iter().any(|problem| problem.message.contains(limit)), "{name}: {:?}", problems[0]);
    };
    refused("a.toml", &format!("a = {}", "[".repeat(100_000 / 2)), "deep");
    refused("a.toml", &format!("a{} = 1", ".a".repeat(1000)), "deep");
    refused("a.toml", &format!("[a{}]", ".a".repeat(1000)), "deep");
    refused("a.toml", &format!("a = [{}", "1,".repeat(200_000)), "statement");
    refused("a.json", &format!("{{\"a\": {}", "[".repeat(1_000_000)), "deep");
    refused("a.toml", &"[[issue]]\n".repeat(500_000), "values");
    refused("a.json", &format!("{{\"a\": [{}1]}}", "1,".repeat(500_000)), "values");
    for name in ["a.toml", "a.json", "a.txt"] {
        refused(name, &" ".repeat(MAX_BYTES + 1), "bytes");
    }
    refused("a.txt", "1000 10000 16\n", "10000 options");
    refused("a.txt", "10 10 1\n0\n", "ends before");
    let pairs = format!("2 100 10\n{}{}1000\n", "0 ".repeat(10) + "\n", ("0 ".repeat(10) + "\n").repeat(200));
    refused("a.txt", &pairs, "whole number from 0 to 4");
    let many_issues: String =
        (0..1001).map(|n| format!("[[issue]]\nid = \"i{n}\"\n[[issue.option]]\nid = \"o\"\n")).collect();
    refused("a.toml", &format!("[talks]\ntitle = \"\"\n[[party]]\nid = \"p\"\n{many_issues}"), "1000 issues");
    let many_parties: String = (0..17).map(|n| format!("[[party]]\nid = \"p{n}\"\n")).collect();
    refused("a.toml", &format!("[talks]\ntitle = \"\"\n{many_parties}"), "16 parties");
}

#[test]
fn the_corpus_reaches_whole_negotiations() {
    for (path, name) in [
        ("toml/complete.toml", "talks.toml"),
        ("toml/table.toml", "talks.toml"),
        ("json/everything.json", "talks.json"),
        ("lattice/pairs.txt", "instance.txt"),
    ] {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus")).join(path);
        let text = std::fs::read_to_string(path).expect("a text");
        shown(read(name, &text));
    }
}
