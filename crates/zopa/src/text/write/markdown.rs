//! The agreement in Markdown. Numbers stand in headings: lists would be numbered anew where a number is
//! left out.

use super::super::Agreement;
use super::opening;

pub(super) fn write(agreement: &Agreement) -> String {
    let mut text = format!("# {}\n", escaped(&agreement.title, false));
    for line in opening(agreement) {
        text.push_str(&format!("\n{}\n", escaped(&line, true)));
    }
    for clause in &agreement.clauses {
        let title = clause.title.as_deref().map(|title| format!(" {}", escaped(title, false))).unwrap_or_default();
        text.push_str(&format!("\n## {}.{title}\n", clause.label()));
        for paragraph in clause.paragraphs() {
            text.push_str(&format!("\n{}\n", escaped(&paragraph, true)));
        }
    }
    text
}

/// A text whose characters mean nothing to Markdown; at the head of a line more of them would.
fn escaped(text: &str, is_line: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    let number = text.chars().take_while(|c| c.is_alphanumeric()).count();
    for (index, character) in text.chars().enumerate() {
        let special = "\\`*_[]<>&~|#!".contains(character);
        let at_head =
            is_line && ((index == 0 && "+-=:".contains(character)) || (index == number && ".)".contains(character)));
        if special || at_head {
            escaped.push('\\');
        }
        escaped.push(if character.is_control() { ' ' } else { character });
    }
    escaped
}
