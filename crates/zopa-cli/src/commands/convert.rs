//! `zopa convert`: the same talks in another format.

use crate::fault::{Ending, Fault};
use crate::output::{Existing, make_folder, tell, write_file};
use crate::read::{Talks, nearest};
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};
use zopa::format::{FORMATS, Format, Outline, Source, Writer, Written, endings};

/// Write the talks in another format
///
/// What is written holds the preferences of every party: keep it as confidential as their own files. With
/// --party it holds what that party said and nothing that another one did; a party that has not spoken
/// yet gets a form to fill in.
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
    /// Write one party's part alone, for it to fill in or to keep: its own workbook (.xlsx) or file
    #[arg(long, value_name = "PARTY")]
    party: Option<String>,
}

/// Reads and writes.
pub fn run(command: &Convert) -> Result<Ending, Fault> {
    let (format, writer) = target(command)?;
    let written = write(command, format, writer)?.map_err(|reasons| {
        let refusal =
            |reason: &String| format!("error: {} cannot be written as {}: {reason}", shown(command), format.id);
        Fault::Input(reasons.iter().map(refusal).collect())
    })?;
    match writer {
        Writer::Folder(_) if command.party.is_none() => {
            written.files.iter().try_for_each(|file| put(&command.out.join(&file.name), file))?;
        }
        _ => {
            for (index, file) in written.files.iter().enumerate() {
                // What a party's file has no room for stands beside it.
                let path = if index == 0 { command.out.clone() } else { command.out.with_file_name(&file.name) };
                put(&path, file)?;
            }
        }
    }
    written.left_out.iter().for_each(|what| tell(&format!("warning: {what}")));
    Ok(Ending::Answered)
}

/// The files, or the reasons why the format cannot express the talks.
fn write(command: &Convert, format: &Format, writer: Writer) -> Result<Result<Written, Vec<String>>, Fault> {
    let Some(forms) = format.forms else {
        if command.party.is_some() {
            let able = endings(|format| format.forms.is_some());
            return Err(Fault::Usage(format!("--party writes files that end in {able}, not {}", format.id)));
        }
        return Ok(writer.write(&command.talks.negotiation()?));
    };
    let outline = command.talks.outline()?;
    let only = command.party.as_deref().map(|name| party(name, &outline)).transpose()?;
    Ok(forms(&outline, only))
}

/// The party of a short name.
fn party(name: &str, outline: &Outline) -> Result<usize, Fault> {
    let ids = || outline.parties.iter().map(|party| party.id.clone());
    ids().position(|id| id == name).ok_or_else(|| {
        let help = match nearest(name, ids()) {
            Some(id) => format!("did you mean {id}?"),
            None => format!("the parties are {}", ids().collect::<Vec<_>>().join(", ")),
        };
        Fault::Usage(format!("the talks have no party {name}\n  help: {help}"))
    })
}

fn shown(command: &Convert) -> String {
    command.talks.path.display().to_string()
}

fn put(path: &Path, file: &Source) -> Result<(), Fault> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
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
            // A party's part is one file, whatever the whole takes.
            written().filter(|format| is_file(format) || command.party.is_some()).find(ends_so)
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
