//! `zopa convert`: the same talks in another format.

use crate::fault::{Ending, Fault};
use crate::output::{Existing, make_folder, tell, write_file};
use crate::read::Talks;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};
use zopa::format::{FORMATS, Format, Source, Writer, endings};

/// Write the talks in another format
///
/// What is written holds the preferences of every party: keep it as confidential as their own files.
/// What the format has no place for is told, and refused where it would change a utility or a rule.
#[derive(Args, Debug)]
pub struct Convert {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// The file to write, or the folder where the format takes several; existing files are left alone
    out: PathBuf,
    /// The format to write (see: zopa list formats) [default: by the ending of OUT]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(written().map(|format| format.id)))]
    to: Option<String>,
}

/// Reads and writes.
pub fn run(command: &Convert) -> Result<Ending, Fault> {
    let (format, writer) = target(command)?;
    let written = writer.write(&command.talks.negotiation()?).map_err(|reasons| {
        let refusal =
            |reason: &String| format!("error: {} cannot be written as {}: {reason}", shown(command), format.id);
        Fault::Input(reasons.iter().map(refusal).collect())
    })?;
    match writer {
        Writer::File(_) => written.files.iter().try_for_each(|file| put(&command.out, file))?,
        Writer::Folder(_) => {
            make_folder(&command.out)?;
            written.files.iter().try_for_each(|file| put(&command.out.join(&file.name), file))?;
        }
    }
    written.left_out.iter().for_each(|what| tell(&format!("warning: {what}")));
    Ok(Ending::Answered)
}

fn shown(command: &Convert) -> String {
    command.talks.path.display().to_string()
}

fn put(path: &Path, file: &Source) -> Result<(), Fault> {
    write_file(path, &file.bytes, Existing::Keep)
}

/// The formats that can be written.
fn written() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.writer.is_some())
}

/// What to write: the format that is named, else the one of single files that ends like OUT.
fn target(command: &Convert) -> Result<(&'static Format, Writer), Fault> {
    let with_writer = |format: &'static Format| format.writer.map(|writer| (format, writer));
    let chosen = match &command.to {
        Some(id) => written().find(|format| format.id == id),
        None => {
            let extension = command.out.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            let ends_so = |format: &&Format| extension.as_deref().is_some_and(|e| format.extensions.contains(&e));
            written().filter(|format| is_file(format)).find(ends_so)
        }
    };
    chosen.and_then(with_writer).ok_or_else(|| {
        let known = endings(is_file);
        Fault::Usage(format!("{} ends in none of {known}, and no --to names a format", command.out.display()))
    })
}

fn is_file(format: &Format) -> bool {
    matches!(format.writer, Some(Writer::File(_)))
}
