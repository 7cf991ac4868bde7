//! The commands, a file each: what can be typed after it, then `run`, then what it needs.

mod backup;
mod brief;
mod certify;
mod check;
mod completions;
mod convert;
mod diff;
mod draft;
mod figures;
mod frontier;
mod import;
mod list;
mod log;
mod man;
mod new;
mod one_text;
mod ratify;
mod restore;
mod room;
mod serve;
mod solve;
mod worlds;
mod text;
mod zone;

use crate::control::Control;
use crate::fault::{Ending, Fault};
use clap::Subcommand;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    Brief(brief::Brief),
    Solve(solve::Solve),
    Zone(zone::Zone),
    Draft(draft::Draft),
    Diff(diff::Diff),
    #[command(name = "one-text")]
    OneText(one_text::OneTextCommand),
    Worlds(worlds::Worlds),
    Ratify(ratify::Ratify),
    Frontier(frontier::Frontier),
    Figures(figures::Figures),
    Certify(certify::Certify),
    Serve(serve::Serve),
    Room(room::Room),
    Log(log::Log),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Check(check::Check),
    New(new::New),
    Convert(convert::Convert),
    Import(import::Import),
    Text(text::Text),
    List(list::List),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Does it.
pub fn run(command: Command, control: &Control) -> Result<Ending, Fault> {
    match command {
        Command::Brief(command) => brief::run(&command, control),
        Command::Solve(command) => solve::run(&command, control),
        Command::Zone(command) => zone::run(&command, control),
        Command::Draft(command) => draft::run(&command, control),
        Command::Diff(command) => diff::run(&command, control),
        Command::OneText(command) => one_text::run(&command, control),
        Command::Worlds(command) => worlds::run(&command, control),
        Command::Ratify(command) => ratify::run(&command, control),
        Command::Frontier(command) => frontier::run(&command, control),
        Command::Figures(command) => figures::run(&command, control),
        Command::Certify(command) => certify::run(&command),
        Command::Serve(command) => serve::run(&command, control),
        Command::Room(command) => room::run(&command, control),
        Command::Log(command) => log::run(&command),
        Command::Backup(command) => backup::run(&command),
        Command::Restore(command) => restore::run(&command),
        Command::Check(command) => check::run(&command),
        Command::New(command) => new::run(&command),
        Command::Convert(command) => convert::run(&command),
        Command::Import(command) => import::run(&command),
        Command::Text(command) => text::run(&command, control),
        Command::List(command) => list::run(&command),
        Command::Completions(command) => completions::run(&command),
        Command::Man(command) => man::run(&command),
    }
}
