//! `zopa log`: a room's log, verified without the server.

use crate::fault::{Ending, Fault};
use crate::output::Output;
use crate::read;
use crate::words::counted;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use zopa::mediate::seal::{Checked, Fault as Flaw, VerifyingKey, check};

/// Verify a room's log, without the server
#[derive(Args, Debug)]
pub struct Log {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Verify a log that was taken from a room
    ///
    /// Every byte is accounted for: contents match their commitments, entries are complete and in order,
    /// the room's key signed them, and the file as a whole. What does not hold is named by line, ledger
    /// and entry. The exit code is 0 if all holds, otherwise 1.
    Verify(Verify),
}

#[derive(Args, Debug)]
struct Verify {
    /// The file, as the room's log page or zopa room export writes it
    file: PathBuf,
    /// The room's key, as its log page shows it; without it, the key in the file is believed
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// An earlier checkpoint that the log must continue, as a file; may stand several times
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
}

/// Verifies.
pub fn run(command: &Log) -> Result<Ending, Fault> {
    let What::Verify(verify) = &command.what;
    let mut output = Output::new();
    let checked = match checked(&verify.file)? {
        Ok(checked) => checked,
        Err(flaws) => {
            output.words(&format!("{}: does not hold\n", verify.file.display()))?;
            for flaw in flaws {
                output.words(&format!("  {flaw}\n"))?;
            }
            output.finish()?;
            return Ok(Ending::Refused);
        }
    };
    let problems = compared(verify, &checked)?;
    let verdict = if problems.is_empty() { "holds" } else { "does not hold" };
    output.words(&format!("{}: {verdict}\n", verify.file.display()))?;
    problems.iter().try_for_each(|problem| output.words(&format!("  {problem}\n")))?;
    if problems.is_empty() {
        output.words(&told(verify, &checked))?;
    }
    output.finish()?;
    Ok(if problems.is_empty() { Ending::Answered } else { Ending::Refused })
}

/// Reads and verifies a file.
pub fn checked(path: &Path) -> Result<Result<Checked, Vec<Flaw>>, Fault> {
    let bytes = std::fs::read(path).map_err(|error| Fault::input(format!("error: {}: {error}", path.display())))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Fault::input(format!("error: {}: byte {at} is not text; this is not a log of a room", path.display()))
    })?;
    Ok(check(&text))
}

/// What does not fit the key or an earlier checkpoint.
fn compared(verify: &Verify, checked: &Checked) -> Result<Vec<String>, Fault> {
    let mut problems = Vec::new();
    if let Some(key) = &verify.key {
        let key = VerifyingKey::read(key).map_err(|problem| Fault::Usage(format!("--key: {problem}")))?;
        if key != checked.book.key {
            problems.push(format!("it is signed by another key: {}", checked.book.key));
        }
    }
    for path in &verify.checkpoint {
        if let Err(problem) = checked.continues(&read::source(path)?.text()) {
            problems.push(format!("{}: {problem}", path.display()));
        }
    }
    Ok(problems)
}

fn told(verify: &Verify, checked: &Checked) -> String {
    let mut words = format!("  room {}\n", checked.book.room);
    for (ledger, n_entries, n_erased) in &checked.ledgers {
        let n = usize::try_from(*n_entries).unwrap_or(usize::MAX);
        words.push_str(&format!("  ledger {ledger}: {}", counted(n, "entry")));
        if *n_erased > 0 {
            words.push_str(&format!(", {n_erased} of them erased"));
        }
        words.push('\n');
    }
    let whole = if checked.book.whole { "every ledger of the room" } else { "the ledgers of one reader" };
    words.push_str(&format!("  it holds {whole}\n"));
    match &verify.key {
        Some(_) => words.push_str("  signed by the given key\n"),
        None => words.push_str(&format!(
            "  signed by {}\n  compare the key with the one on the room's log page\n",
            checked.book.key
        )),
    }
    for path in &verify.checkpoint {
        words.push_str(&format!("  it continues {}\n", path.display()));
    }
    words
}
