//! What somebody with a seat does.

use crate::fault::{Ending, Fault};
use crate::online::{Server, online};
use crate::output::{Existing, Output, tell, write_file};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::io::Read;
use std::path::PathBuf;

/// Keep a server's address and your token for the other commands
#[derive(Args, Debug)]
pub struct Login {
    /// The server's address
    address: String,
}

impl Login {
    /// Reads the token from standard input, so that it stands in no list of processes.
    pub fn run(&self) -> Result<Ending, Fault> {
        tell("paste the token from your account page, then press Enter:");
        let mut token = String::new();
        let read = std::io::stdin().read_line(&mut token);
        read.map_err(|error| Fault::input(format!("error: the token cannot be read: {error}")))?;
        let server = online(self.address.clone(), token.trim().to_string())?;
        let me = server.get("/api/me")?;
        let path = server.keep()?;
        tell(&format!("signed in as {}; kept in {}", word(&me, "name"), path.display()));
        Ok(Ending::Answered)
    }
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn rows<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

/// List the rooms in which you have a seat
#[derive(Args, Debug)]
pub struct List {
    /// JSON instead of words
    #[arg(long)]
    json: bool,
}

impl List {
    /// Lists them.
    pub fn run(&self, server: &Server) -> Result<Ending, Fault> {
        let rooms = server.online()?.get("/api/rooms")?;
        let mut output = Output::new();
        if self.json {
            output.json(&rooms)?;
        } else {
            for room in rooms.as_array().into_iter().flatten() {
                output.words(&format!(
                    "{}  {}\n  {}, {}; {} waiting for you\n",
                    word(room, "room"),
                    word(room, "title"),
                    word(room, "delegation"),
                    word(room, "rank"),
                    room["waiting"]
                ))?;
            }
        }
        output.finish()?;
        Ok(Ending::Answered)
    }
}

/// Show the text, where its points stand, and what waits for you
#[derive(Args, Debug)]
pub struct Show {
    /// The room, as zopa room list names it
    room: String,
    /// Everything that you may see, as JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    /// Shows it.
    pub fn run(&self, server: &Server) -> Result<Ending, Fault> {
        let room = server.online()?.get(&format!("/api/rooms/{}", self.room))?;
        let mut output = Output::new();
        if self.json {
            output.json(&room)?;
            output.finish()?;
            return Ok(Ending::Answered);
        }
        let me = &room["me"];
        let version =
            room["versions"].as_array().and_then(|versions| versions.last()).map(|last| last["number"].clone());
        output.words(&format!(
            "{}\n{}, {} of {}; version {}\n\n",
            word(&room, "title"),
            word(me, "name"),
            word(me, "rank"),
            word(me, "delegation_name"),
            version.unwrap_or_default()
        ))?;
        for point in rows(&room, "points") {
            let mine = match point["mine"]["stance"].as_str() {
                Some(stance) if point["needs_mark"] == true => {
                    format!("; you marked older words \"{stance}\": mark again")
                }
                Some(stance) => format!("; you: {}", stance.replace('_', " ")),
                None if point["needs_mark"] == true => "; needs your mark".into(),
                None => String::new(),
            };
            output.words(&format!(
                "{:>4}  {} [{}{mine}]\n",
                word(point, "label"),
                word(point, "title"),
                word(point, "state")
            ))?;
        }
        let n_waiting = rows(&room, "queue").count();
        if n_waiting > 0 {
            output.words(&format!("\nwaiting for you: {n_waiting}\n"))?;
            rows(&room, "queue").try_for_each(|queued| output.words(&format!("  {}\n", word(queued, "words"))))?;
        }
        output.finish()?;
        Ok(Ending::Answered)
    }
}

/// Who may read something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// Your delegation alone
    Delegation,
    /// Your delegation and the mediator; from the mediator: one party
    Mediator,
    /// Everybody in the room
    Parties,
    /// Everybody
    Public,
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Level::Delegation => "delegation",
            Level::Mediator => "mediator",
            Level::Parties => "parties",
            Level::Public => "public",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stance {
    Accept,
    AcceptIfAmended,
    Reserve,
    RedLine,
}

/// Mark a point of the current text
#[derive(Args, Debug)]
pub struct Mark {
    /// The room
    room: String,
    /// The point's number, such as 7 or 21a
    point: String,
    /// Where your party stands
    #[arg(value_enum)]
    stance: Stance,
    /// The words that you would accept, with accept-if-amended
    #[arg(long, default_value = "")]
    words: String,
    /// Why
    #[arg(long, default_value = "")]
    reason: String,
    /// Who may know
    #[arg(long, value_enum, default_value_t = Level::Delegation)]
    level: Level,
    /// The version that you read [default: the current one]
    #[arg(long)]
    version: Option<u32>,
}

impl Mark {
    /// Marks it.
    pub fn run(&self, server: &Server) -> Result<Ending, Fault> {
        let online = server.online()?;
        let version = match self.version {
            Some(version) => version.into(),
            None => {
                let versions = online.get(&format!("/api/rooms/{}/versions", self.room))?;
                versions
                    .as_array()
                    .and_then(|versions| versions.last())
                    .map(|last| last["number"].clone())
                    .unwrap_or_default()
            }
        };
        let stance = match self.stance {
            Stance::Accept => "accept",
            Stance::AcceptIfAmended => "accept_if_amended",
            Stance::Reserve => "reserve",
            Stance::RedLine => "red_line",
        };
        let action = json!({
            "action": "set_mark", "point": self.point, "version": version, "stance": stance, "words": self.words,
            "reason": self.reason, "level": self.level.word(),
        });
        done(online.post(&format!("/api/rooms/{}/actions", self.room), &action))
    }
}

fn done(answered: Result<Value, Fault>) -> Result<Ending, Fault> {
    answered?;
    tell("done");
    Ok(Ending::Answered)
}

/// Say something
#[derive(Args, Debug)]
pub struct Say {
    /// The room
    room: String,
    /// The words; - reads them from standard input
    words: String,
    /// What it is: note, offer, question, non-paper or without-prejudice
    #[arg(long = "type", value_name = "TYPE", default_value = "note")]
    type_: String,
    /// Your side is bound by it
    #[arg(long)]
    binding: bool,
    /// A point that it is about; may stand several times
    #[arg(long, value_name = "POINT")]
    about: Vec<String>,
    /// Who may read it
    #[arg(long, value_enum, default_value_t = Level::Delegation)]
    level: Level,
    /// The party that the mediator shares it with, at level mediator
    #[arg(long, value_name = "PARTY")]
    with: Option<String>,
}

impl Say {
    /// Says it.
    pub fn run(&self, server: &Server) -> Result<Ending, Fault> {
        let action = json!({
            "action": "say", "type": self.type_.replace('-', "_"), "binding": self.binding, "words": typed(&self.words)?,
            "points": self.about, "level": self.level.word(), "with": self.with,
        });
        done(server.online()?.post(&format!("/api/rooms/{}/actions", self.room), &action))
    }
}

/// Words as typed, or from standard input.
fn typed(words: &str) -> Result<String, Fault> {
    if words != "-" {
        return Ok(words.to_string());
    }
    let mut read = String::new();
    let done = std::io::stdin().lock().take(1 << 20).read_to_string(&mut read);
    done.map_err(|error| Fault::input(format!("error: standard input cannot be read: {error}")))?;
    Ok(read)
}

/// Answer a question that has a deadline
#[derive(Args, Debug)]
pub struct Answer {
    /// The room
    room: String,
    /// The question, as zopa room show --json names it
    signal: String,
    /// The words; - reads them from standard input
    words: String,
}

impl Answer {
    /// Answers it.
    pub fn run(&self, server: &Server) -> Result<Ending, Fault> {
        let action = json!({"action": "reply", "signal": self.signal, "words": typed(&self.words)?});
        done(server.online()?.post(&format!("/api/rooms/{}/actions", self.room), &action))
    }
}

/// Do anything that a page can do, as JSON from standard input
///
/// The form of each action stands in the server's description, /api/openapi.json.
#[derive(Args, Debug)]
pub struct Act {
    /// The room
    room: String,
}

impl Act {
    /// Does it.
    pub fn run(&self, server: &Server) -> Result<Ending, Fault> {
        let action: Value = serde_json::from_str(&typed("-")?)
            .map_err(|error| Fault::input(format!("error: standard input is not an action in JSON: {error}")))?;
        done(server.online()?.post(&format!("/api/rooms/{}/actions", self.room), &action))
    }
}

/// Take away the log of what you may read
#[derive(Args, Debug)]
pub struct Log {
    /// The room
    room: String,
    /// The file to write
    file: PathBuf,
}

impl Log {
    /// Takes it away.
    pub fn run(&self, server: &Server) -> Result<Ending, Fault> {
        let text = server.online()?.text(&format!("/api/rooms/{}/log", self.room))?;
        write_file(&self.file, text.as_bytes(), Existing::Keep)?;
        tell(&format!("wrote {0}\nverify it: zopa log verify {0}", self.file.display()));
        Ok(Ending::Answered)
    }
}
