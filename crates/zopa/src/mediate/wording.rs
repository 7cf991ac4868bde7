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
        let text = tidy(text);
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
        if tidy(text).contains('\n') {
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
        let own = disguises(name);
        let passes_for = |other: &&str| disguises(other).iter().zip(&own).any(|(theirs, own)| theirs == own);
        if let Some(other) = others.into_iter().find(passes_for) {
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

/// Whether a person can go by a name at all; whether it passes for somebody else's is asked where they sit down.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check_name(name: &str) -> Result<(), super::Refusal> {
    let mut check = Check::new();
    check.name(name, std::iter::empty());
    check.finish()
}

/// What a name looks like at a glance: as written, and in small letters. A capital I looks like a small l, and yet a name
/// in capitals is the same name.
fn disguises(name: &str) -> [String; 2] {
    let visible: String = name.chars().filter(|character| !is_invisible(*character)).collect();
    let spaced = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let shape = |text: &str| skeleton(text).collect::<String>().to_lowercase();
    [shape(&spaced), shape(&spaced.to_lowercase())]
}

/// Controls other than line breaks and tabs, separators of lines that no other place knows, marks that turn the direction
/// of what follows, and invisible fillers. Joiners (U+200C, U+200D) stay, as Persian and others need them; so do the marks
/// of direction U+061C, U+200E and U+200F, and the signs that choose between forms of a letter (U+FE00 to U+FE0F).
fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' => true,
        '\u{200B}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' => true,
        '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => true,
        other => other.is_control(),
    }
}

/// What takes no room: whatever is hidden, and the signs that a text may hold but by which no two names are told apart.
fn is_invisible(character: char) -> bool {
    let is_sign = matches!(character, '\u{61C}' | '\u{200C}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}');
    is_sign || (is_hidden(character) && !character.is_whitespace())
}

/// Line breaks as one character, and no blanks at the ends. Browsers send line breaks as two.
pub(super) fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_string()
}

/// Whether a text can be a short name in ledgers: letters, digits and dashes, at most 64. A dash alone stands for nobody.
pub(super) fn is_short_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text != "-" && (1..=64).contains(&text.len()) && text.chars().all(is_plain)
}
