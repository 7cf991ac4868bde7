//! Text that remembers whose words it holds, so that every renderer can escape and set them apart.

use crate::assess::wording::{self, Step};

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// The report's own words.
    Ours(String),
    /// The report's own words, stressed.
    Strong(String),
    /// Words from the negotiation's files: any script, any direction, possibly hostile.
    Theirs(String),
    /// Words from the files that another text has and this one lacks.
    Gone(String),
    /// Words from the files that this text has and another one lacks.
    New(String),
}

/// A text made of runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase(Vec<Run>);

impl Phrase {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Phrase {
        Phrase::default()
    }

    /// Words from the negotiation's files.
    #[must_use]
    pub fn theirs(text: &str) -> Phrase {
        Phrase::new().quote(text)
    }

    /// Appends words of our own.
    #[must_use]
    pub fn say(mut self, text: impl Into<String>) -> Phrase {
        let text = text.into();
        match self.0.last_mut() {
            Some(Run::Ours(last)) => last.push_str(&text),
            _ if text.is_empty() => {}
            _ => self.0.push(Run::Ours(text)),
        }
        self
    }

    /// Appends stressed words of our own.
    #[must_use]
    pub fn strong(mut self, text: impl Into<String>) -> Phrase {
        self.0.push(Run::Strong(text.into()));
        self
    }

    /// Appends words from the negotiation's files.
    #[must_use]
    pub fn quote(mut self, text: &str) -> Phrase {
        self.0.push(Run::Theirs(clean(text)));
        self
    }

    /// Appends words from the files, compared word by word with those of another text; whole, after a sign for
    /// "otherwise", where the two have little in common.
    #[must_use]
    pub fn compared(mut self, before: &str, after: &str) -> Phrase {
        let (before, after) = (clean(before), clean(after));
        let Some(steps) = wording::compared(&before, &after) else { return self.say("≠ ").quote(&after) };
        for (place, step) in steps.iter().enumerate() {
            if place > 0 {
                self = self.say(" ");
            }
            // Neighbours of one kind are one run, so that they are marked as one.
            let (run, joins): (fn(String) -> Run, bool) = match (step, place.checked_sub(1).map(|last| steps[last])) {
                (Step::Kept(_), last) => (Run::Theirs, matches!(last, Some(Step::Kept(_)))),
                (Step::Gone(_), last) => (Run::Gone, matches!(last, Some(Step::Gone(_)))),
                (Step::New(_), last) => (Run::New, matches!(last, Some(Step::New(_)))),
            };
            let (Step::Kept(word) | Step::Gone(word) | Step::New(word)) = step;
            if joins {
                self.0.pop();
            }
            match self.0.last_mut() {
                Some(Run::Theirs(text) | Run::Gone(text) | Run::New(text)) if joins => {
                    text.push(' ');
                    text.push_str(word);
                }
                _ => self.0.push(run((*word).to_string())),
            }
        }
        self
    }

    /// Appends another phrase.
    #[must_use]
    pub fn then(mut self, other: Phrase) -> Phrase {
        for run in other.0 {
            match run {
                Run::Ours(text) => self = self.say(text),
                other => self.0.push(other),
            }
        }
        self
    }

    /// The runs in order.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.0
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words alone.
    #[must_use]
    pub fn plain(&self) -> String {
        let words = |run: &Run| match run {
            Run::Ours(text) | Run::Strong(text) | Run::Theirs(text) => text.clone(),
            Run::Gone(text) => format!("[-{text}-]"),
            Run::New(text) => format!("{{+{text}+}}"),
        };
        self.0.iter().map(words).collect()
    }

    /// Items in a row: "a, b and c".
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = Phrase>) -> Phrase {
        let items: Vec<Phrase> = items.into_iter().collect();
        let n = items.len();
        items.into_iter().enumerate().fold(Phrase::new(), |row, (i, item)| {
            let separator = match i {
                0 => "",
                _ if i + 1 == n => " and ",
                _ => ", ",
            };
            row.say(separator).then(item)
        })
    }

    /// Items with something between them.
    #[must_use]
    pub fn joined(items: impl IntoIterator<Item = Phrase>, separator: &str) -> Phrase {
        items.into_iter().enumerate().fold(
            Phrase::new(),
            |row, (i, item)| {
                if i == 0 { item } else { row.say(separator).then(item) }
            },
        )
    }
}

impl From<&str> for Phrase {
    fn from(text: &str) -> Phrase {
        Phrase::new().say(text)
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Phrase {
        Phrase::new().say(text)
    }
}

/// One line without what could steer a terminal or reorder the text around it: control characters
/// become spaces, marks that embed or override a direction disappear, runs of spaces shrink to one.
#[must_use]
pub fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'));
    let spaced: String = kept.map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text holds letters that are written from right to left.
#[must_use]
pub fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    })
}

/// At most so many characters, the last an ellipsis where something was cut.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A count in words up to twelve, else in digits.
#[must_use]
pub fn number_word(n: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_string())
}

/// A count and what is counted: "one point", "three points".
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number_word(n), if n == 1 { one } else { many })
}

/// With a capital first letter.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_do_not_survive() {
        assert_eq!(clean("a\u{1b}[31mred\u{202e}x\u{2069}\n\tb"), "a [31mredx b");
    }

    #[test]
    fn lists_read_like_sentences() {
        let list = |n: usize| Phrase::list(["a", "b", "c"].into_iter().take(n).map(Phrase::from)).plain();
        assert_eq!([list(0), list(1), list(2), list(3)], ["", "a", "a and b", "a, b and c"]);
    }

    #[test]
    fn compared_words_are_marked() {
        let told = |before: &str, after: &str| Phrase::new().compared(before, after).plain();
        assert_eq!(told("at most 600 men", "at most 800 men"), "at most [-600-] {+800+} men");
        assert_eq!(told("a big dog and cats", "a dog and five small cats"), "a [-big-] dog and {+five small+} cats");
        assert_eq!(told("a b", "x y z"), "≠ x y z");
    }

    #[test]
    fn cut_texts_say_so() {
        assert_eq!(shorten("abcdef", 6), "abcdef");
        assert_eq!(shorten("abc def", 5), "abc…");
    }
}
