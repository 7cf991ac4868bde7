//! What whoever runs the server does with a room as a whole.

use crate::commands::log::checked;
use crate::database::{Database, failed};
use crate::fault::{Ending, Fault};
use crate::output::{Existing, Output, tell, write_file};
use clap::Args;
use std::path::PathBuf;
use zopa_server::transfer;

/// Write a room's whole log to a file, from the database
///
/// The file holds every secret of the room: keep it as you keep the database.
#[derive(Args, Debug)]
pub struct Export {
    /// The room
    room: String,
    /// The file to write
    file: PathBuf,
    /// Where rooms are kept.
    #[command(flatten)]
    database: Database,
}

impl Export {
    /// Writes it, and verifies what was written.
    pub fn run(&self) -> Result<Ending, Fault> {
        let exported = self
            .database
            .with(|store| async move { transfer::export(store.as_ref(), &self.room).await.map_err(failed) })?;
        let text = exported.ok_or_else(|| Fault::input(format!("error: the database has no room {}", self.room)))?;
        write_file(&self.file, text.as_bytes(), Existing::Keep)?;
        match checked(&self.file)? {
            Ok(_) => tell(&format!("wrote {}, verified", self.file.display())),
            Err(flaws) => {
                let told = flaws.iter().map(|flaw| format!("error: {}: {flaw}", self.file.display()));
                return Err(Fault::Input(told.collect()));
            }
        }
        Ok(Ending::Answered)
    }
}

/// Bring a room's whole log from a file into the database
///
/// The log is verified first. Its checkpoints are signed anew by this server's key. Nobody has an
/// account here yet, so a link is printed for each seat that is still taken; it works once.
#[derive(Args, Debug)]
pub struct Import {
    /// The file, as zopa room export writes it
    file: PathBuf,
    /// The address of the server that will use the database, for the links
    #[arg(long, value_name = "ADDRESS", default_value = "http://localhost:8421")]
    address: String,
    /// Where rooms are kept.
    #[command(flatten)]
    database: Database,
}

impl Import {
    /// Verifies the file and brings it in.
    pub fn run(&self) -> Result<Ending, Fault> {
        let checked = checked(&self.file)?.map_err(|flaws| {
            Fault::Input(flaws.iter().map(|flaw| format!("error: {}: {flaw}", self.file.display())).collect())
        })?;
        let host =
            self.address.split("://").nth(1).and_then(|rest| rest.split([':', '/']).next()).unwrap_or("localhost");
        let links = self.database.with(|store| async move {
            let imported = transfer::import(store.as_ref(), &checked, host).await;
            imported.map_err(|problem| Fault::input(format!("error: {}: {problem}", self.file.display())))
        })?;
        let mut output = Output::new();
        for (name, delegation, token) in links {
            let address = self.address.trim_end_matches('/');
            output.words(&format!("{name}, {delegation}: {address}/join/{token}\n"))?;
        }
        output.finish()?;
        Ok(Ending::Answered)
    }
}
