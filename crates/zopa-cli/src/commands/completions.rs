//! `zopa completions`: help for the shell while a command is typed.

use crate::arguments::Arguments;
use crate::fault::{Ending, Fault};
use crate::output::Output;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

/// Print the completions for a shell
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell that is to complete commands
    shell: Shell,
}

/// Prints them.
pub fn run(command: &Completions) -> Result<Ending, Fault> {
    let mut script = Vec::new();
    generate(command.shell, &mut Arguments::command(), "zopa", &mut script);
    let mut output = Output::new();
    output.text(&String::from_utf8_lossy(&script))?;
    output.finish()?;
    Ok(Ending::Answered)
}
