//! Which negotiation a certificate speaks of.

use crate::exact::Rational;
use crate::model::{Condition, Negotiation, Preferences, RuleKind, Utility};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The SHA-256, in hexadecimal, of everything about a negotiation that matters to its solutions:
/// identifiers of issues, options and parties, exact utilities, reservation values, red lines and
/// rules, in order. Titles, texts, roles and drafts do not count, nor does how a utility is split
/// into weight and value.
#[must_use]
pub fn fingerprint(negotiation: &Negotiation) -> String {
    digest(canonical(negotiation).as_bytes())
}

/// The SHA-256 of some bytes in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// An identifier as one word: whitespace, control characters and what separates words are replaced
/// by their bytes, `%` and two hexadecimal digits each.
pub(super) fn word(id: &str) -> String {
    let mut word = String::with_capacity(id.len());
    for character in id.chars() {
        if character.is_whitespace() || character.is_control() || matches!(character, '=' | '%') {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(word, "%{byte:02X}");
            }
        } else {
            word.push(character);
        }
    }
    word
}

/// The text that is hashed: a line for each fact, fractions in lowest terms.
fn canonical(negotiation: &Negotiation) -> String {
    let mut lines = vec!["zopa negotiation 1".to_string()];
    for issue in negotiation.issues() {
        let options: Vec<String> = issue.options.iter().map(|option| word(&option.id)).collect();
        lines.push(format!("issue {} {}", word(&issue.id), options.join(" ")));
    }
    for (party, preferences) in negotiation.parties().iter().zip(negotiation.preferences()) {
        lines.push(format!("party {} {}", word(&party.id), fraction(&preferences.reservation_value)));
        utility(preferences, negotiation, &mut lines);
        for line in &preferences.red_lines {
            lines.push(format!("red-line {}", conditions(&line.conditions)));
        }
    }
    for rule in negotiation.rules() {
        lines.push(match &rule.kind {
            RuleKind::Implies { when, then } => format!("implies {} then {}", conditions(when), conditions(then)),
            RuleKind::Excludes(of) => format!("excludes {}", conditions(of)),
            RuleKind::Count { at_least, at_most, of } => format!("count {at_least} {at_most} {}", conditions(of)),
        });
    }
    lines.join("\n")
}

fn utility(preferences: &Preferences, negotiation: &Negotiation, lines: &mut Vec<String>) {
    match &preferences.utility {
        Utility::Table(values) => lines.push(format!("table {}", fractions(values.iter()))),
        Utility::Additive(additive) => {
            for (issue, &size) in negotiation.sizes().iter().enumerate() {
                let values: Vec<Rational> = (0..size).map(|option| additive.contribution(issue, option)).collect();
                lines.push(format!("values {}", fractions(values.iter())));
            }
            for term in &additive.joint_terms {
                let worth = fraction(&(&term.worth / &additive.weight_total));
                lines.push(format!("joint {worth} {}", conditions(&term.conditions)));
            }
        }
    }
}

fn fraction(value: &Rational) -> String {
    format!("{}/{}", value.numer(), value.denom())
}

fn fractions<'a>(values: impl Iterator<Item = &'a Rational>) -> String {
    values.map(fraction).collect::<Vec<_>>().join(" ")
}

fn conditions(conditions: &[Condition]) -> String {
    conditions.iter().map(condition).collect::<Vec<_>>().join(" ")
}

/// An issue and its options by index; the options are a set, so their order does not count.
fn condition(condition: &Condition) -> String {
    let mut options = condition.options.clone();
    options.sort_unstable();
    options.dedup();
    let options: Vec<String> = options.iter().map(usize::to_string).collect();
    format!("{}:{}", condition.issue, options.join(","))
}
