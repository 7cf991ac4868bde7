//! The binary `zopa`: reads files, asks the library, writes what a person or a program can read.
//!
//! Standard output carries the answer and nothing else; warnings and errors go to standard error.

mod arguments;
mod commands;
mod control;
mod database;
mod fault;
mod online;
mod output;
mod read;
mod shape;
mod tabled;
mod telling;
mod texts;
mod words;

use arguments::Arguments;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let control = control::Control::new(&arguments.limits);
    let ended = control.and_then(|control| commands::run(arguments.command, &control));
    fault::exit_code(ended)
}
