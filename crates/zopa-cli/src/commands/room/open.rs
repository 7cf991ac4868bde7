//! Opening a room on talks, and inviting into it.

use super::super::serve::opened;
use crate::fault::{Ending, Fault};
use crate::online::Server;
use crate::output::Output;
use crate::read::Talks;
use clap::Args;
use serde_json::json;

/// Open a room on a draft of talks
#[derive(Args, Debug)]
pub struct Open {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// The draft that the room begins with [default: the first of the talks]
    #[arg(long, value_name = "DRAFT")]
    draft: Option<String>,
    /// Agreed points are locked at once, instead of nothing being agreed until everything is
    #[arg(long)]
    point_by_point: bool,
}

impl Open {
    /// Opens it. What parties prefer stays on this machine: only the text and its choices are sent.
    pub fn run(&self, server: &Server) -> Result<Ending, Fault> {
        let mut opened = opened(&self.talks, self.draft.as_deref())?;
        opened.everything = !self.point_by_point;
        let opened = serde_json::to_value(&opened).map_err(|error| Fault::input(format!("error: {error}")))?;
        let room = server.online()?.post("/api/rooms", &opened)?;
        let mut output = Output::new();
        output.words(&format!("{}\n", room["room"].as_str().unwrap_or_default()))?;
        output.finish()?;
        Ok(Ending::Answered)
    }
}

/// Make a link by which somebody takes a seat, once
#[derive(Args, Debug)]
pub struct Invite {
    /// The room
    room: String,
    /// The party's short name, or mediator
    delegation: String,
    /// head, member, adviser or observer
    rank: String,
    /// For whom; it can be changed by whoever follows the link
    #[arg(long, default_value = "")]
    name: String,
}

impl Invite {
    /// Makes it.
    pub fn run(&self, server: &Server) -> Result<Ending, Fault> {
        let body = json!({"delegation": self.delegation, "rank": self.rank, "name": self.name});
        let made = server.online()?.post(&format!("/api/rooms/{}/invitations", self.room), &body)?;
        let mut output = Output::new();
        output.words(&format!("{}\n", made["link"].as_str().unwrap_or_default()))?;
        output.finish()?;
        Ok(Ending::Answered)
    }
}
