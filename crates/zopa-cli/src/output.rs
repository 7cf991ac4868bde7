//! Where words go: the answer to standard output, everything else to standard error.

use crate::fault::Fault;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{BufWriter, ErrorKind, StdoutLock, Write};
use std::path::Path;

/// Standard output, buffered; large answers are written as they come.
pub struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    /// Takes standard output for the rest of the command.
    pub fn new() -> Output {
        Output(BufWriter::new(std::io::stdout().lock()))
    }

    /// Writes text as it is.
    pub fn text(&mut self, text: &str) -> Result<(), Fault> {
        self.0.write_all(text.as_bytes()).map_err(unwritten)
    }

    /// Writes words for a reader. Texts come from files, so nothing in them may command the terminal.
    pub fn words(&mut self, words: &str) -> Result<(), Fault> {
        self.text(&harmless(words))
    }

    /// Writes a value as indented JSON.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Fault> {
        let text = serde_json::to_string_pretty(value).map_err(|error| Fault::input(format!("error: {error}")))?;
        self.text(&text)?;
        self.text("\n")
    }

    /// Sees to it that everything is written.
    pub fn finish(mut self) -> Result<(), Fault> {
        self.0.flush().map_err(unwritten)
    }
}

fn unwritten(error: std::io::Error) -> Fault {
    match error.kind() {
        ErrorKind::BrokenPipe => Fault::Unread,
        _ => Fault::input(format!("error: the output cannot be written: {error}")),
    }
}

/// Says something on standard error; whoever closed it does not want to know.
pub fn tell(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", harmless(message));
}

/// Control characters, other than ends of lines, made visible.
fn harmless(words: &str) -> Cow<'_, str> {
    let commands = |c: char| c.is_control() && c != '\n';
    match words.contains(commands) {
        true => words.replace(commands, "\u{FFFD}").into(),
        false => words.into(),
    }
}

/// Writes a file whole. With [`Existing::Keep`] a file that is there already stays as it is.
pub fn write_file(path: &Path, content: impl AsRef<[u8]>, existing: Existing) -> Result<(), Fault> {
    let mut options = std::fs::OpenOptions::new();
    match existing {
        Existing::Keep => options.write(true).create_new(true),
        Existing::Replace => options.write(true).create(true).truncate(true),
    };
    options.open(path).and_then(|mut file| file.write_all(content.as_ref())).map_err(|error| {
        let remedy = match error.kind() {
            ErrorKind::AlreadyExists => "\n  help: choose another name, or move the file away",
            ErrorKind::NotFound => "\n  help: make the folder first",
            _ => "",
        };
        Fault::input(format!("error: {} cannot be written: {error}{remedy}", path.display()))
    })
}

/// Makes a folder and those above it, where they do not exist.
pub fn make_folder(path: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(path)
        .map_err(|error| Fault::input(format!("error: the folder {} cannot be made: {error}", path.display())))
}

/// What to do about a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and complain.
    Keep,
    /// Write over it.
    Replace,
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn texts_cannot_command_the_terminal() {
        assert_eq!(harmless("two\nlines: naïve"), "two\nlines: naïve");
        assert_eq!(harmless("\u{1b}[2Jgone\r\u{9b}1m"), "\u{FFFD}[2Jgone\u{FFFD}\u{FFFD}1m");
    }
}
