//! The documents tell the truth: their commands run, and what the program writes is not stale.
//!
//! With `ZOPA_WRITE_DOCS` set, the documents that the program writes are written anew (`make docs`).

use crate::common::{files, root, scratch, text, zopa};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use zopa::registry::SOLUTIONS;

/// Compares a document with what the program makes of it now, or writes it.
#[track_caller]
fn check_document(name: &str, expected: &str) {
    let path = root().join("docs/src").join(name);
    if std::env::var_os("ZOPA_WRITE_DOCS").is_some() {
        std::fs::write(&path, expected).expect("documents can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "docs/src/{name} is stale: run `make docs`");
}

#[test]
fn definitions_are_those_of_the_program() {
    let mut page = String::from(
        "# Definitions\n\n<!-- Written by the program from its registry: run `make docs`. -->\n\n\
         Party i has utility u_i and walk-away value r_i. The zone holds all packages that obey the rules, cross no red \
         line and give every party at least its walk-away value. I_i is the ideal of party i, the most that it can get \
         in the zone; g_i = u_i - r_i is its gain. A mixture is a lottery over packages, or taking turns with them.\n",
    );
    for solution in SOLUTIONS {
        let _ = write!(page, "\n## {}\n\n{}\n\n", solution.name, solution.plain);
        let mut names: Vec<String> = vec![format!("`{}`", solution.id)];
        names.extend(solution.aliases.iter().map(|alias| format!("`{alias}`")));
        let _ = writeln!(page, "- **Picks**: {}", solution.definition);
        let _ = writeln!(page, "- **Source**: {}", solution.citation);
        let _ = writeln!(page, "- **Look at another**: {}", solution.when_not);
        let _ = writeln!(page, "- **Names**: {}", names.join(", "));
        if solution.takes_weights {
            page.push_str("- **Weights**: `--weights PARTY=WEIGHT,...`; all equal where left out\n");
        }
    }
    check_document("definitions.md", &page);
}

#[test]
fn the_reference_of_commands_is_that_of_the_program() {
    let help = |arguments: &[&str]| {
        let output = zopa().args(arguments).env_remove("COLUMNS").output().expect("zopa starts");
        let help = String::from_utf8(output.stdout).expect("help is UTF-8");
        help.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>()
    };
    let overview = help(&["--help"]);
    let listed = overview.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let commands: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.contains(&"brief") && commands.contains(&"man"), "{overview}");
    let mut page = format!(
        "# Commands\n\n<!-- Written by the program from its help: run `make docs`. -->\n\n```text\n{overview}```\n"
    );
    for command in commands.iter().filter(|command| **command != "help") {
        let _ = write!(page, "\n## zopa {command}\n\n```text\n{}```\n", help(&[command, "--help"]));
    }
    check_document("commands.md", &page);
}

/// The commands in the `sh` blocks of a document that call `zopa`.
fn shown_commands(document: &Path) -> Vec<Vec<String>> {
    let written = std::fs::read_to_string(document).expect("documents are readable");
    let mut in_block = false;
    let mut commands = Vec::new();
    for line in written.lines() {
        if line.starts_with("```") {
            in_block = !in_block && line == "```sh";
        } else if in_block {
            let line = line.split(" #").next().unwrap_or_default().trim();
            let arguments = line.strip_prefix("zopa ").or_else(|| {
                let (cargo, arguments) = line.split_once(" -- ")?;
                cargo.starts_with("cargo run").then_some(arguments)
            });
            commands.extend(arguments.map(|arguments| arguments.split_whitespace().map(str::to_string).collect()));
        }
    }
    commands
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("files lie in their folder"));
        std::fs::create_dir_all(target.parent().expect("files lie in a folder")).expect("folders can be made");
        std::fs::copy(&file, &target).expect("files can be copied");
    }
}

#[test]
fn every_command_that_a_document_shows_runs() {
    let mut documents: Vec<PathBuf> = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    documents
        .extend(files(&root().join("docs/src")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "md")));
    let mut n_commands = 0;
    for document in &documents {
        let commands = shown_commands(document);
        if commands.is_empty() {
            continue;
        }
        // Each document is followed from its beginning, in a folder of its own beside the catalog.
        let name = document.file_stem().expect("documents have names").to_string_lossy().to_string();
        let place = scratch(&format!("docs-{name}"));
        copy(&root().join("talks"), &place.join("talks"));
        for arguments in commands {
            let output = Command::new(env!("CARGO_BIN_EXE_zopa")).current_dir(&place).args(&arguments).output();
            let output = output.expect("zopa starts");
            let error = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: zopa {}\n{error}", text(document), arguments.join(" "));
            n_commands += 1;
        }
    }
    assert!(n_commands > 10, "only {n_commands} commands were found");
}

#[test]
fn the_book_lists_every_page_and_links_lead_somewhere() {
    let pages = root().join("docs/src");
    let summary = std::fs::read_to_string(pages.join("SUMMARY.md")).expect("the book has a summary");
    let mut documents = vec![root().join("README.md"), root().join("ARCHITECTURE.md"), root().join("CONTRIBUTING.md")];
    for page in files(&pages).into_iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
        let name = page.strip_prefix(&pages).expect("pages lie in the book").to_string_lossy().to_string();
        assert!(name == "SUMMARY.md" || summary.contains(&format!("({name})")), "{name} is not in SUMMARY.md");
        documents.push(page);
    }
    for document in documents {
        let written = std::fs::read_to_string(&document).expect("documents are readable");
        for target in written.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            let path = document.parent().expect("documents lie in a folder").join(file);
            assert!(path.exists(), "{} links to {target}, which is not there", document.display());
        }
    }
}
