//! `zopa convert`: the same talks in another format.

use crate::fault::{Ending, Fault};
use crate::output::{Existing, write_file};
use crate::read;
use clap::Args;
use std::path::PathBuf;
use zopa::format::{write_json, write_toml};

/// Write the talks as one file of another format
///
/// The file holds the preferences of every party: keep it as confidential as their own files.
#[derive(Args, Debug)]
pub struct Convert {
    /// Folder or file of the talks
    path: PathBuf,
    /// The file to write, ending in .toml or .json; an existing file is left alone
    out: PathBuf,
}

/// Reads and writes.
pub fn run(command: &Convert) -> Result<Ending, Fault> {
    let extension = command.out.extension().map(|extension| extension.to_ascii_lowercase());
    let write = match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("toml") => write_toml,
        Some("json") => write_json,
        _ => return Err(Fault::Usage(format!("{} ends in neither .toml nor .json", command.out.display()))),
    };
    write_file(&command.out, &write(&read::negotiation(&command.path)?), Existing::Keep)?;
    Ok(Ending::Answered)
}
