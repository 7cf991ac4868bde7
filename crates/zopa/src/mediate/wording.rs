//! What a text that people type must be like.

use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

/// The longest text: words of a point, a message, minutes.
pub const MAX_TEXT: usize = 20_000;
/// The longest heading or short reason.
pub const MAX_TITLE: usize = 300;
/// The longest name of a person.
pub const MAX_NAME: usize = 80;
/// The most points that a text has.
pub const MAX_POINTS: usize = 300;
/// The most people who ever had a seat in a room.
pub const MAX_SEATS: usize = 500;

/// What is wrong with a text; `what` names it in messages.
pub(super) struct Check {
    problems: Vec<String>,
}

impl Check {
    pub(super) fn new() -> Check {
        Check { problems: Vec::new() }
    }

    /// A text that must not be empty.
    pub(super) fn needed(&mut self, what: &str, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.problems.push(format!("{what} must not be empty; write something"));
        }
        self.allowed(what, text, most);
    }

    /// A text that may be empty.
    pub(super) fn allowed(&mut self, what: &str, text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            self.problems.push(format!("{what} has {length} characters, at most {most} are allowed; shorten it"));
        }
        if let Some(character) = text.chars().find(|character| is_hidden(*character)) {
            let code = u32::from(character);
            self.problems.push(format!(
                "{what} contains the invisible character U+{code:04X}, which can make a text read otherwise than it is; remove it"
            ));
        }
    }

    /// A text on one line.
    pub(super) fn line(&mut self, what: &str, text: &str, most: usize) {
        self.needed(what, text, most);
        if text.contains('\n') {
            self.problems.push(format!("{what} must stand on one line"));
        }
    }

    /// A person's name, which must not pass for somebody else's.
    pub(super) fn name<'n>(&mut self, name: &str, others: impl Iterator<Item = &'n str>) {
        self.line("the name", name, MAX_NAME);
        if name.split_whitespace().any(|word| !word.is_single_script()) {
            self.problems.push(format!(
                "the name \"{name}\" mixes letters of several scripts in one word, as forgers do; write it in one script"
            ));
        }
        let own = disguise(name);
        if let Some(other) = others.into_iter().find(|other| disguise(other) == own) {
            self.problems.push(format!(
                "the name \"{name}\" looks like \"{other}\", who is in the room; add something that tells them apart"
            ));
        }
    }

    /// Something else that is wrong.
    pub(super) fn problem(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    pub(super) fn finish(self) -> Result<(), super::Refusal> {
        super::Refusal::unless_empty(self.problems)
    }
}

/// What a name looks like at a glance.
fn disguise(name: &str) -> String {
    let spaced = name.split_whitespace().collect::<Vec<_>>().join(" ");
    skeleton(&spaced).collect::<String>().to_lowercase()
}

/// Controls other than line breaks and tabs, marks that turn the direction of what follows, and invisible fillers.
/// Joiners (U+200C, U+200D) stay, as Persian and others need them; so do the marks U+200E and U+200F.
fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}' => true,
        '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => true,
        other => other.is_control(),
    }
}

/// Line breaks as one character, and no blanks at the ends.
pub(super) fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_string()
}
