//! Reads a text from its file: plain text, Markdown or a Word document.

mod docx;
mod markdown;
mod plain;

use super::paragraph::Line;
use super::{NumberedText, split};
use crate::format::{Diagnostic, MAX_BYTES, Severity, Source};

/// The most points that a text may have.
pub const MAX_POINTS: usize = 300;

/// The most paragraphs that a text may have.
pub(super) const MAX_PARAGRAPHS: usize = 100_000;

/// Lines found in a file, and what was passed over, a sentence each with its line.
#[derive(Default)]
struct Found {
    lines: Vec<Line>,
    passed_over: Vec<(usize, String)>,
}

/// A message and its remedy.
type Flaw = (String, &'static str);

/// Whether a file is a text by its name.
#[must_use]
pub fn readable(source: &Source) -> bool {
    reader(source).is_some()
}

/// From a file to its lines.
type Reader = fn(&Source) -> Result<Found, Flaw>;

fn reader(source: &Source) -> Option<Reader> {
    match source.extension().as_str() {
        "txt" | "text" => Some(|source| Ok(plain::read(text(source)?))),
        "md" | "markdown" => Some(|source| Ok(markdown::read(text(source)?))),
        "docx" => Some(|source| docx::read(&source.bytes)),
        _ => None,
    }
}

fn text(source: &Source) -> Result<&str, Flaw> {
    let text = source.utf8().map_err(|_| ("the file is not in UTF-8".to_string(), "save it as UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Reads a text into its points, with what was passed over.
///
/// # Errors
/// Why it cannot be read as a numbered text, and the remedy.
pub fn read_text(source: &Source) -> Result<(NumberedText, Vec<Diagnostic>), Vec<Diagnostic>> {
    let refused = |(message, help): Flaw| vec![diagnostic(source, Severity::Error, 1, message, help)];
    let Some(read) = reader(source) else {
        let help = "texts end in .txt, .md or .docx; save other documents as one of these";
        return Err(refused(("the kind of text is not known by the name of the file".into(), help)));
    };
    if source.bytes.len() > MAX_BYTES {
        return Err(refused((format!("the file has more than {MAX_BYTES} bytes"), "is it the right file?")));
    }
    let found = read(source).map_err(refused)?;
    if found.lines.len() > MAX_PARAGRAPHS {
        return Err(refused((format!("the text has more than {MAX_PARAGRAPHS} paragraphs"), "is it the right file?")));
    }
    let text = split::split(source.stem(), found.lines);
    if text.points.is_empty() {
        let help =
            "number its points as 1. or 1) or Article 1 or Point 1: or § 1 or I., each in a paragraph of its own";
        return Err(refused(("no numbered point was found".into(), help)));
    }
    if text.points.len() > MAX_POINTS {
        return Err(refused((format!("the text has more than {MAX_POINTS} points"), "import its parts one by one")));
    }
    let warnings = found
        .passed_over
        .into_iter()
        .map(|(line, message)| diagnostic(source, Severity::Warning, line, message, "add by hand what it says"))
        .collect();
    Ok((text, warnings))
}

fn diagnostic(source: &Source, severity: Severity, line: usize, message: String, help: &str) -> Diagnostic {
    Diagnostic { severity, file: source.name.clone(), cell: None, line, column: 1, message, help: help.to_string() }
}
