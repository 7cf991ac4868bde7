//! `zopa man`: the manual pages.

use crate::arguments::Arguments;
use crate::fault::{Ending, Fault};
use crate::output::{Output, make_folder};
use clap::{Args, CommandFactory};
use std::path::PathBuf;

/// Print the manual page, or write one for each command into a folder
#[derive(Args, Debug)]
pub struct Man {
    /// The folder for the pages; without it the main page is printed
    folder: Option<PathBuf>,
}

/// Prints or writes them.
pub fn run(command: &Man) -> Result<Ending, Fault> {
    let unwritten = |error| Fault::input(format!("error: the manual cannot be written: {error}"));
    if let Some(folder) = &command.folder {
        make_folder(folder)?;
        clap_mangen::generate_to(Arguments::command(), folder).map_err(unwritten)?;
        return Ok(Ending::Answered);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page).map_err(unwritten)?;
    let mut output = Output::new();
    output.text(&String::from_utf8_lossy(&page))?;
    output.finish()?;
    Ok(Ending::Answered)
}
