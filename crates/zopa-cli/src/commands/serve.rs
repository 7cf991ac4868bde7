//! `zopa serve`: the room over HTTP.

use crate::control::Control;
use crate::database::Database;
use crate::fault::{Ending, Fault};
use crate::output::Output;
use crate::read::Talks;
use crate::texts::{self, FORMS};
use clap::Args;
use std::net::SocketAddr;
use zopa::mediate::Opened;
use zopa::solve::{Budget, Solver};
use zopa_server::run::{Announced, Options, serve};

/// Serve rooms for live, confidential talks
///
/// Prints the address and, while nobody has an account, a link by which the first mediator comes in;
/// the link works once. Passkeys need an address with a name: http://localhost on this machine, an
/// https:// address of a proxy with TLS elsewhere.
#[derive(Args, Debug)]
#[command(after_help = FORMS)]
pub struct Serve {
    /// Where rooms are kept.
    #[command(flatten)]
    database: Database,
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8421")]
    listen: SocketAddr,
    /// The address that people type, where it is another than that: https://talks.example
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// A proxy in front says in X-Forwarded-For where people come from
    #[arg(long)]
    behind_proxy: bool,
    /// Print a link for a further mediator
    #[arg(long)]
    invite_mediator: bool,
    /// Open a rehearsal on these talks, with every seat one click away, on this machine alone; nothing is kept
    #[arg(long, value_name = "TALKS", conflicts_with_all = ["db", "address", "invite_mediator", "behind_proxy"])]
    demo: Option<std::path::PathBuf>,
    /// The draft that the rehearsal begins with [default: the first of the talks]
    #[arg(long, value_name = "DRAFT", requires = "demo")]
    draft: Option<String>,
}

/// Serves until stopped.
pub fn run(command: &Serve, _: &Control) -> Result<Ending, Fault> {
    let scratch = Scratch::new(command.demo.is_some())?;
    let (db, demo) = match (&command.demo, &scratch) {
        (Some(path), Some(scratch)) => {
            let db = format!("sqlite:{}", scratch.0.join("rehearsal.db").display());
            (db, Some(opened(&Talks::at(path.clone()), command.draft.as_deref())?))
        }
        _ => (command.database.address()?, None),
    };
    let options = Options {
        db,
        listen: command.listen,
        address: command.address.clone(),
        behind_proxy: command.behind_proxy,
        invite_mediator: command.invite_mediator,
        demo,
    };
    let told = serve(options, announce);
    told.map_err(|trouble| Fault::input(format!("error: {trouble}")))?;
    Ok(Ending::Answered)
}

fn announce(announced: &Announced) {
    let mut words = format!("serving on {}\n", announced.address);
    if announced.demo {
        words.push_str("rehearsal: every seat is open to whoever sits at this machine, and nothing is kept\n");
    }
    if let Some(link) = &announced.link {
        words.push_str(&format!("the first mediator comes in by this link, once:\n  {link}\n"));
    }
    words.push_str("stop with Ctrl-C\n");
    let mut output = Output::new();
    // Whoever reads no output still wants the server.
    let _ = output.words(&words).and_then(|()| output.finish());
}

/// How a room on talks opens: on a draft, or on the first of the talks.
pub fn opened(talks: &Talks, draft: Option<&str>) -> Result<Opened, Fault> {
    let negotiation = talks.negotiation()?;
    let settles = match (draft, negotiation.drafts().first()) {
        (None, Some(first)) => first.settles.clone(),
        (typed, _) => {
            let typed = typed.ok_or_else(|| {
                Fault::Usage("the talks hold no draft; say with --draft which text the room begins with".into())
            })?;
            let solver = Solver::new(&negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
            texts::text(typed, &solver, &mut Budget::unlimited())?.settles
        }
    };
    Ok(Opened::on_draft(&negotiation, &settles))
}

/// A folder that is gone with the rehearsal.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(is_wanted: bool) -> Result<Option<Scratch>, Fault> {
        if !is_wanted {
            return Ok(None);
        }
        let folder = std::env::temp_dir().join(format!("zopa-rehearsal-{}", std::process::id()));
        crate::output::make_folder(&folder)?;
        Ok(Some(Scratch(folder)))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
