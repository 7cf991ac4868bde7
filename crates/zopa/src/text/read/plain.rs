//! Plain text, as a newspaper's page or a mail leaves it: paragraphs between blank lines, lines perhaps
//! broken at a margin, labels typed at the head.

use super::super::paragraph::{Line, Origin};
use super::Found;

/// Shorter lines than this, in characters, were ended on purpose.
const MARGIN: usize = 45;

pub(super) fn read(text: &str) -> Found {
    Found {
        lines: paragraphs(text.lines().enumerate().map(|(index, line)| (index + 1, line))),
        passed_over: Vec::new(),
    }
}

/// Joins broken lines into paragraphs.
pub(super) fn paragraphs<'t>(lines: impl Iterator<Item = (usize, &'t str)>) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    // Whether the next line may go on with the last paragraph, because its last line reached the margin.
    let mut is_open = false;
    for (number, line) in lines {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            is_open = false;
            continue;
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let mut next = Line::typed(trimmed, number);
        let is_rule = trimmed.chars().all(|c| "-=_*~".contains(c)) && trimmed.chars().count() > 2;
        if is_rule {
            is_open = false;
            continue;
        }
        match found.last_mut().filter(|_| is_open && next.label.is_none()) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(trimmed);
            }
            None => {
                // Indented labels number lists of their own.
                if next.label.is_some() && indent > 1 {
                    next.origin = Origin::List(indent);
                }
                found.push(next);
            }
        }
        is_open = trimmed.chars().count() >= MARGIN;
    }
    found
}
