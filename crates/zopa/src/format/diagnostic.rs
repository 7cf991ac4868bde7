//! What is wrong with a file: the thing, the place and the remedy.

use super::Source;
use super::transcript::Transcript;
use std::borrow::Cow;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be read until this is mended.
    Error,
    /// Read all the same, but perhaps not what was meant.
    Warning,
}

/// One problem of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it stands in the way.
    pub severity: Severity,
    /// Name of the file, as it was given.
    pub file: String,
    /// Cell of a spreadsheet, where the file is one.
    pub cell: Option<Box<SheetCell>>,
    /// Line, or row of a spreadsheet, counted from 1.
    pub line: usize,
    /// Character in the line, or column of a spreadsheet, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty where the message says all.
    pub help: String,
}

/// A cell of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetCell {
    /// Name of the sheet, where the file has several.
    pub sheet: Option<String>,
    /// The cell as spreadsheets name it: C14.
    pub name: String,
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        match self.cell.as_deref() {
            None => write!(f, "{}:{}:{}", self.file, self.line, self.column)?,
            Some(SheetCell { sheet: None, name }) => write!(f, "{}, cell {name}", self.file)?,
            Some(SheetCell { sheet: Some(sheet), name }) => write!(f, "{}, sheet \"{sheet}\", cell {name}", self.file)?,
        }
        write!(f, ": {severity}: {}", self.message)?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

/// A byte of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Index of the source.
    pub source: u32,
    /// Byte of its text.
    pub offset: u32,
}

/// The most problems that are listed; whoever made more has a slip that repeats.
const MAX_PROBLEMS: usize = 500;

/// The most characters that a message or remedy quotes from a file.
const MAX_QUOTE: usize = 60;

struct Problem {
    place: Place,
    severity: Severity,
    message: String,
    help: String,
}

/// The problems found so far, in the order found.
#[derive(Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    unlisted: usize,
    n_errors: usize,
}

impl Problems {
    /// Notes what stands in the way.
    pub fn error(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.n_errors += 1;
        self.note(Problem { place, severity: Severity::Error, message: message.into(), help: help.into() });
    }

    /// Notes what may not be meant.
    pub fn warning(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.note(Problem { place, severity: Severity::Warning, message: message.into(), help: help.into() });
    }

    fn note(&mut self, problem: Problem) {
        if self.list.len() < MAX_PROBLEMS {
            self.list.push(problem);
        } else {
            self.unlisted += 1;
        }
    }

    /// Whether anything stands in the way.
    pub fn failed(&self) -> bool {
        self.n_errors > 0
    }

    /// How many things stand in the way.
    pub fn n_errors(&self) -> usize {
        self.n_errors
    }

    /// Whether further problems are only counted, so that no remedy need be thought up.
    pub fn full(&self) -> bool {
        self.list.len() >= MAX_PROBLEMS
    }

    /// The problems by file and line.
    pub fn finish(self, sources: &[Source]) -> Vec<Diagnostic> {
        self.finish_told(sources, &[])
    }

    /// The problems by file and line, or by file, sheet and cell where a file was told anew.
    pub fn finish_told(mut self, sources: &[Source], transcripts: &[Option<Transcript>]) -> Vec<Diagnostic> {
        let transcript = |problem: &Problem| transcripts.get(problem.place.source as usize)?.as_ref();
        // Sheets are told in the order in which the native reader wants them, not as a reader turns them.
        let order = |problem: &Problem| match transcript(problem) {
            Some(transcript) => transcript.order(problem.place.offset),
            None => (0, problem.place.offset, 0),
        };
        self.list.sort_by_key(|problem| (problem.place.source, order(problem), problem.severity));
        let mut scan = Scan::new(sources, usize::MAX);
        let mut diagnostics: Vec<Diagnostic> = self
            .list
            .iter()
            .map(|problem| match transcript(problem) {
                Some(transcript) => in_a_cell(problem, transcript, sources),
                None => scan.diagnostic(problem),
            })
            .collect();
        diagnostics.dedup();
        if let (true, Some(last)) = (self.unlisted > 0, diagnostics.last().cloned()) {
            let message = format!("{} more problems are not listed", self.unlisted);
            diagnostics.push(Diagnostic { message, help: "mend the first ones and check again".into(), ..last });
        }
        diagnostics
    }
}

/// Walks through the sources once, counting lines, as the problems are sorted by place.
struct Scan<'s> {
    sources: &'s [Source],
    source: usize,
    text: Cow<'s, str>,
    offset: usize,
    line: usize,
    column: usize,
}

impl<'s> Scan<'s> {
    fn new(sources: &'s [Source], source: usize) -> Scan<'s> {
        let text = sources.get(source).map_or("".into(), Source::text);
        Scan { sources, source, text, offset: 0, line: 1, column: 1 }
    }

    fn diagnostic(&mut self, problem: &Problem) -> Diagnostic {
        let source = problem.place.source as usize;
        if source != self.source {
            *self = Scan::new(self.sources, source);
        }
        let (text, file) = (&self.text, self.sources.get(source).map_or("", |source| source.name.as_str()));
        let offset = (problem.place.offset as usize).min(text.len());
        let end = (0..=offset).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        for character in text[self.offset.min(end)..end].chars() {
            if character == '\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
        }
        self.offset = end;
        Diagnostic {
            severity: problem.severity,
            file: file.to_string(),
            cell: None,
            line: self.line,
            column: self.column,
            message: problem.message.clone(),
            help: problem.help.clone(),
        }
    }
}

/// A problem of a spreadsheet, by its cell.
fn in_a_cell(problem: &Problem, transcript: &Transcript, sources: &[Source]) -> Diagnostic {
    let origin = transcript.origin(problem.place.offset);
    let source = origin.as_ref().map_or(problem.place.source, |origin| origin.source);
    let at = origin.as_ref().map(|origin| origin.at);
    Diagnostic {
        severity: problem.severity,
        file: sources.get(source as usize).map_or("", |source| source.name.as_str()).to_string(),
        cell: origin
            .map(|origin| Box::new(SheetCell { sheet: origin.sheet.map(str::to_string), name: origin.at.name() })),
        line: at.map_or(1, |at| at.row as usize + 1),
        column: at.map_or(1, |at| usize::from(at.column) + 1),
        message: problem.message.clone(),
        help: problem.help.clone(),
    }
}

/// A name from a file between backticks, cut where it is long.
pub(super) fn quote(name: &str) -> String {
    let shown: String = name.chars().take(MAX_QUOTE).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if shown.len() < name.len() && shown.chars().count() == MAX_QUOTE {
        format!("`{shown}...`")
    } else {
        format!("`{shown}`")
    }
}

/// Names between backticks, the first few of them.
pub(super) fn quote_all<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const SHOWN: usize = 12;
    let mut names = names.into_iter();
    let shown: Vec<String> = names.by_ref().take(SHOWN).map(quote).collect();
    match names.count() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The remedy for an unknown name: the nearest known one, or what there is to choose from.
pub(super) fn did_you_mean<'n>(written: &str, known: impl Iterator<Item = &'n str> + Clone, all: &str) -> String {
    match nearest(written, known.clone()) {
        Some(name) => format!("did you mean {}?", quote(name)),
        None if known.clone().next().is_none() => format!("there are no {all} to choose from"),
        None => format!("{all}: {}", quote_all(known)),
    }
}

/// The known name that a slip of the pen most likely meant.
pub(super) fn nearest<'n>(written: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    const MAX_LENGTH: usize = 64;
    let fold = |name: &str| -> Vec<char> { name.chars().flat_map(char::to_lowercase).collect() };
    let written = fold(written);
    let tolerance = (written.len() / 3).clamp(1, 3);
    if written.len() > MAX_LENGTH {
        return None;
    }
    known
        .filter(|name| name.len() <= 4 * MAX_LENGTH)
        .filter_map(|name| {
            let folded = fold(name);
            let far = folded.len().abs_diff(written.len()) > tolerance || folded.len() > MAX_LENGTH;
            let distance = if far { usize::MAX } else { edit_distance(&written, &folded) };
            (distance <= tolerance).then_some((distance, name))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into another.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        rows[i][0] = i;
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let known = ["guarantees", "guarantee-terms", "force-cap"];
        for (written, expected) in [
            ("garantees", Some("guarantees")),
            ("gaurantees", Some("guarantees")),
            ("Force-Cap", Some("force-cap")),
            ("elections", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, known.into_iter()), expected, "{written}");
        }
    }

    #[test]
    fn problems_are_sorted_by_file_and_line_and_counted_in_characters() {
        let sources = [Source::new("a.toml", "é = 1\nb = 2\n"), Source::new("b.toml", "c = 3\n")];
        let mut problems = Problems::default();
        problems.error(Place { source: 1, offset: 4 }, "third", "");
        problems.warning(Place { source: 0, offset: 8 }, "second", "mend it");
        problems.error(Place { source: 0, offset: 2 }, "first", "");
        let shown: Vec<String> = problems.finish(&sources).iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            ["a.toml:1:2: error: first", "a.toml:2:2: warning: second\n  help: mend it", "b.toml:1:5: error: third"]
        );
    }
}
