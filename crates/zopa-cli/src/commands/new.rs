//! `zopa new`: a folder of talks to begin from.

use crate::fault::{Ending, Fault};
use crate::output::{Existing, Output, make_folder, write_file};
use clap::Args;
use std::path::PathBuf;
use zopa::format::starter;

/// Begin a folder of talks with a commented example
#[derive(Args, Debug)]
pub struct New {
    /// The folder to make; one that holds anything is left alone
    folder: PathBuf,
}

/// Writes the example.
pub fn run(command: &New) -> Result<Ending, Fault> {
    let folder = &command.folder;
    let is_taken = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => folder.symlink_metadata().is_ok(),
    };
    if is_taken {
        return Err(Fault::input(format!(
            "error: {} is there already and not an empty folder\n  help: choose another name",
            folder.display()
        )));
    }
    let mut output = Output::new();
    for source in starter() {
        let path = folder.join(&source.name);
        if let Some(parent) = path.parent() {
            make_folder(parent)?;
        }
        write_file(&path, &source.bytes, Existing::Keep)?;
        output.words(&format!("wrote {}\n", path.display()))?;
    }
    let shown = folder.display();
    output.words(&format!("Change them into your own, then:\n  zopa check {shown}\n  zopa brief {shown}\n"))?;
    output.finish()?;
    Ok(Ending::Answered)
}
