//! Lines that fit the terminal, whatever script they hold.

use super::Emphasis;
use crate::report::phrase::{Phrase, Run, is_right_to_left};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Text under construction.
pub(super) struct Page {
    width: usize,
    emphasis: Emphasis,
    out: String,
}

/// A word with how it is shown.
struct Word {
    text: String,
    is_strong: bool,
}

impl Page {
    pub(super) fn new(width: usize, emphasis: Emphasis) -> Page {
        Page { width, emphasis, out: String::new() }
    }

    pub(super) fn title(&mut self, title: &Phrase) {
        if !title.plain().is_empty() {
            let text = cut(&isolated(&Run::Theirs(title.plain())), self.width);
            let text = self.bold(&text);
            self.line(&text);
        }
    }

    pub(super) fn heading(&mut self, heading: &str) {
        let heading = self.bold(&heading.to_uppercase());
        self.out.push('\n');
        self.line(&heading);
    }

    /// A heading with the names of columns from some column on.
    pub(super) fn heading_with(&mut self, heading: &str, from: usize, columns: &str) {
        let upper = heading.to_uppercase();
        let padding = " ".repeat(from.saturating_sub(upper.width()));
        let (heading, columns) = (self.bold(&upper), self.dimmed(columns));
        self.out.push('\n');
        self.line(&format!("{heading}{padding}{columns}"));
    }

    pub(super) fn paragraph(&mut self, phrase: &Phrase) {
        self.wrapped("", phrase);
    }

    /// A paragraph whose later lines are indented as far as its lead is wide.
    pub(super) fn item(&mut self, lead: &str, phrase: &Phrase) {
        self.wrapped(lead, phrase);
    }

    /// A single line, cut where it is too long.
    pub(super) fn short_item(&mut self, lead: &str, phrase: &Phrase) {
        let text: String = phrase.runs().iter().map(isolated).collect();
        self.line(&format!("{lead}{}", cut(&text, self.width - lead.width())));
    }

    pub(super) fn dim(&mut self, text: &str) {
        for line in wrap(&[Word { text: text.trim_start().into(), is_strong: false }], self.width - 2) {
            let indent = if text.starts_with(' ') { "  " } else { "" };
            let line = self.dimmed(&line.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "));
            self.line(&format!("{indent}{line}"));
        }
    }

    pub(super) fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    fn wrapped(&mut self, lead: &str, phrase: &Phrase) {
        let words: Vec<Word> = phrase
            .runs()
            .iter()
            .map(|run| Word { text: isolated(run), is_strong: matches!(run, Run::Strong(_)) })
            .collect();
        let indent = " ".repeat(lead.width());
        for (i, line) in wrap(&words, self.width - lead.width()).into_iter().enumerate() {
            let shown: Vec<String> = line
                .iter()
                .map(|word| if word.is_strong { self.bold(&word.text) } else { word.text.clone() })
                .collect();
            let lead = if i == 0 { lead } else { &indent };
            self.line(&format!("{lead}{}", shown.join(" ")));
        }
    }

    fn bold(&self, text: &str) -> String {
        self.styled("1", text)
    }

    fn dimmed(&self, text: &str) -> String {
        self.styled("2", text)
    }

    fn styled(&self, code: &str, text: &str) -> String {
        match self.emphasis {
            Emphasis::None => text.to_string(),
            Emphasis::Ansi => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}

/// A run's text; words that run from right to left are isolated so that they leave the rest in place.
fn isolated(run: &Run) -> String {
    match run {
        Run::Theirs(text) if is_right_to_left(text) => format!("\u{2068}{text}\u{2069}"),
        Run::Ours(text) | Run::Strong(text) | Run::Theirs(text) => text.clone(),
        Run::Gone(text) => format!("[-{text}-]"),
        Run::New(text) => format!("{{+{text}+}}"),
    }
}

/// Breaks runs into lines of words. Runs that touch without a space stay one word; a word wider than
/// a line is broken.
fn wrap(runs: &[Word], width: usize) -> Vec<Vec<Word>> {
    let mut words: Vec<Word> = Vec::new();
    let mut touches = false;
    for run in runs {
        for (i, piece) in run.text.split(' ').enumerate() {
            let continues = i == 0 && touches;
            match words.last_mut() {
                Some(last) if continues => {
                    last.text.push_str(piece);
                    last.is_strong &= run.is_strong;
                }
                _ if piece.is_empty() => {}
                _ => words.push(Word { text: piece.to_string(), is_strong: run.is_strong }),
            }
        }
        touches = !run.text.is_empty() && !run.text.ends_with(' ');
    }
    let mut lines: Vec<Vec<Word>> = vec![Vec::new()];
    let mut used = 0;
    for word in words.into_iter().flat_map(|word| broken(word, width)) {
        let needed = word.text.width();
        if used > 0 && used + 1 + needed > width {
            lines.push(Vec::new());
            used = 0;
        }
        used += needed + usize::from(used > 0);
        if let Some(line) = lines.last_mut() {
            line.push(word);
        }
    }
    lines
}

/// A word in pieces that fit a line.
fn broken(word: Word, width: usize) -> Vec<Word> {
    if word.text.width() <= width {
        return vec![word];
    }
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for character in word.text.chars() {
        let needed = character.width().unwrap_or(0);
        if used + needed > width {
            pieces.push(String::new());
            used = 0;
        }
        used += needed;
        if let Some(piece) = pieces.last_mut() {
            piece.push(character);
        }
    }
    pieces.into_iter().map(|text| Word { text, is_strong: word.is_strong }).collect()
}

/// At most so many columns, the last an ellipsis where something was cut.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|character| {
            used += character.width().unwrap_or(0);
            used < width
        })
        .collect();
    let closing = if kept.contains('\u{2068}') && !kept.contains('\u{2069}') { "\u{2069}" } else { "" };
    format!("{}…{closing}", kept.trim_end())
}

/// Exactly so many columns, isolated where the text runs from right to left.
pub(super) fn fill(text: &str, width: usize) -> String {
    let short = cut(text, width - 1);
    let padding = " ".repeat(width.saturating_sub(short.width()));
    format!("{}{padding}", isolated(&Run::Theirs(short)))
}
