//! The rules of the house: who may depend on what, under which licence.

use crate::common::{files, root};
use std::path::Path;
use std::process::Command;

/// Licences under which code may become part of the program.
const ALLOWED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// What the library must not know: terminals, networks, databases, other languages.
const NOT_IN_THE_LIBRARY: [&str; 10] =
    ["clap", "ctrlc", "indicatif", "tokio", "axum", "hyper", "sqlx", "pyo3", "chrono", "tempfile"];

/// What `cargo tree` prints, a line for each crate.
fn cargo_tree(arguments: &[&str]) -> Vec<String> {
    let tree = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--offline", "--prefix", "none", "--no-dedupe"])
        .args(arguments)
        .output()
        .expect("cargo starts");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let mut lines: Vec<String> = String::from_utf8_lossy(&tree.stdout).lines().map(str::to_string).collect();
    lines.retain(|line| !line.is_empty());
    lines.sort();
    lines.dedup();
    lines
}

#[test]
fn the_library_knows_no_terminal_network_or_database() {
    let tree = cargo_tree(&["--package", "zopa", "--edges", "normal,build", "--format", "{p}"]);
    let names: Vec<&str> = tree.iter().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"num-bigint"), "the tree was not understood: {names:?}");
    let wrong: Vec<&&str> = NOT_IN_THE_LIBRARY.iter().filter(|name| names.contains(name)).collect();
    assert!(wrong.is_empty(), "crates/zopa depends on {wrong:?}; these belong into the crates around it");
}

#[test]
fn every_dependency_has_an_allowed_licence() {
    let tree = cargo_tree(&["--workspace", "--edges", "normal,build,dev", "--format", "{p}|{l}"]);
    assert!(tree.len() > 20, "the tree was not understood: {tree:?}");
    let refused: Vec<&String> =
        tree.iter().filter(|line| !line.split_once('|').is_some_and(|(_, licence)| is_allowed(licence))).collect();
    assert!(refused.is_empty(), "licences that are not allowed, or missing:\n{refused:#?}");
}

/// Whether an SPDX expression can be satisfied by the allowed licences. A slash is an old "or".
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let allowed = any(&mut words);
    allowed && words.next().is_none()
}

type Words<'w> = std::iter::Peekable<std::str::SplitWhitespace<'w>>;

fn any(words: &mut Words) -> bool {
    let mut allowed = all(words);
    while words.next_if_eq(&"OR").is_some() {
        allowed |= all(words);
    }
    allowed
}

fn all(words: &mut Words) -> bool {
    let mut allowed = one(words);
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(words);
    }
    allowed
}

fn one(words: &mut Words) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let allowed = any(words);
        return words.next() == Some(")") && allowed;
    }
    let allowed = words.next().is_some_and(|word| ALLOWED.contains(&word));
    if words.next_if_eq(&"WITH").is_some() {
        // An exception only adds permissions.
        words.next();
    }
    allowed
}

#[test]
fn licence_expressions_are_understood() {
    for (expression, expected) in [
        ("MIT OR Apache-2.0", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only", false),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND AGPL-3.0-only", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("", false),
        ("(MIT", false),
    ] {
        assert_eq!(is_allowed(expression), expected, "{expression}");
    }
}

#[test]
fn a_module_imports_only_from_those_above_it() {
    let source = root().join("crates/zopa/src");
    let story = std::fs::read_to_string(source.join("lib.rs")).expect("lib.rs is there");
    let order: Vec<&str> = story.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(order.len() >= 4, "lib.rs was not understood: {order:?}");
    let mut wrong = Vec::new();
    for (position, module) in order.iter().enumerate() {
        // Tests may look at everything.
        let is_test = |file: &std::path::PathBuf| file.iter().any(|part| part == "tests" || part == "tests.rs");
        let files = module_files(&source, module).into_iter().filter(|file| {
            !is_test(file.strip_prefix(&source).map(std::path::Path::to_path_buf).as_ref().unwrap_or(file))
        });
        for file in files {
            let code = production_code(&std::fs::read_to_string(&file).expect("sources are readable"));
            for (below, later) in order.iter().enumerate().skip(position + 1) {
                let imports = [format!("crate::{later}::"), format!("crate::{later};")];
                if imports.iter().any(|import| code.contains(import)) {
                    wrong.push(format!("{} imports {later}, number {below} in lib.rs", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn module_files(source: &Path, module: &str) -> Vec<std::path::PathBuf> {
    let (file, folder) = (source.join(format!("{module}.rs")), source.join(module));
    let mut found = if folder.exists() { files(&folder) } else { Vec::new() };
    found.extend(file.exists().then_some(file));
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    assert!(!found.is_empty(), "module {module} has no file");
    found
}

/// A source without its comments and tests.
fn production_code(text: &str) -> String {
    let ends_at = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..ends_at].lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}
