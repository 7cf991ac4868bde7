//! `zopa list`: what there is to choose from.

use crate::fault::{Ending, Fault};
use crate::output::Output;
use crate::words::wrapped;
use clap::{Args, ValueEnum};
use std::fmt::Write;
use zopa::format::{FORMATS, Writer};
use zopa::registry::SOLUTIONS;

/// List what there is to choose from
#[derive(Args, Debug)]
pub struct List {
    /// Which family
    #[arg(value_enum)]
    family: Family,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Family {
    /// Rules that pick a package from the zone
    Solutions,
    /// Formats of files
    Formats,
}

/// Prints the family.
pub fn run(command: &List) -> Result<Ending, Fault> {
    let mut output = Output::new();
    output.words(&match command.family {
        Family::Solutions => solutions(),
        Family::Formats => formats(),
    })?;
    output.finish()?;
    Ok(Ending::Answered)
}

fn solutions() -> String {
    let mut text = String::new();
    for solution in SOLUTIONS {
        let names: Vec<&str> = [solution.id].into_iter().chain(solution.aliases.iter().copied()).collect();
        let _ = writeln!(text, "{}", names.join(", "));
        text.push_str(&wrapped(solution.plain, "    "));
        text.push_str(&wrapped(&format!("{}. {}.", solution.definition, solution.citation), "    "));
        if solution.takes_weights {
            text.push_str("    Takes --weights.\n");
        }
    }
    text
}

fn formats() -> String {
    let line = |format: &zopa::format::Format| {
        let endings: Vec<String> = format.extensions.iter().map(|ending| format!(".{ending}")).collect();
        let written = match format.writer {
            Some(Writer::File(_)) => "read and written",
            Some(Writer::Folder(_)) => "read and written, as a folder",
            None => "read",
        };
        format!("{} ({}; {written})\n{}", format.id, endings.join(", "), wrapped(format.title, "    "))
    };
    FORMATS.iter().map(line).collect()
}
