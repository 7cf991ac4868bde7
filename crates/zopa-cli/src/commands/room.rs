//! `zopa room`: rooms from the command line.

mod open;
mod operate;
mod take_part;

use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::online::Server;
use clap::{Args, Subcommand};

/// Take part in rooms, and run them, from the command line
///
/// Most of it talks to a server, with a token that its account page gives out: run zopa room login
/// first. export and import work on the database itself, for whoever runs the server.
#[derive(Args, Debug)]
pub struct Room {
    /// Which server.
    #[command(flatten)]
    server: Server,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Login(take_part::Login),
    List(take_part::List),
    Show(take_part::Show),
    Mark(take_part::Mark),
    Say(take_part::Say),
    Answer(take_part::Answer),
    Act(take_part::Act),
    Log(take_part::Log),
    Open(open::Open),
    Invite(open::Invite),
    Export(operate::Export),
    Import(operate::Import),
}

/// Does it.
pub fn run(command: &Room, _: &Control) -> Result<Ending, Fault> {
    match &command.what {
        What::Login(what) => what.run(),
        What::List(what) => what.run(&command.server),
        What::Show(what) => what.run(&command.server),
        What::Mark(what) => what.run(&command.server),
        What::Say(what) => what.run(&command.server),
        What::Answer(what) => what.run(&command.server),
        What::Act(what) => what.run(&command.server),
        What::Log(what) => what.run(&command.server),
        What::Open(what) => what.run(&command.server),
        What::Invite(what) => what.run(&command.server),
        What::Export(what) => what.run(),
        What::Import(what) => what.run(),
    }
}
