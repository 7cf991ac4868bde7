//! Paragraphs of a text, whatever file they came from, before it is split into points.

use super::label::{Form, Label, label};

/// A paragraph with what its file says about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// The label at its head, with the words behind it in `text`.
    pub label: Option<Label>,
    /// Where the label comes from.
    pub origin: Origin,
    /// Its words without the label.
    pub text: String,
    /// How many of the leading characters of the text are bold, up to the first that is not.
    pub bold: usize,
    /// The line or paragraph of the file on which it begins, counted from 1.
    pub number: usize,
}

/// Where a label comes from: those of one origin number one list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Origin {
    /// Typed at the head of a paragraph, so many columns from the margin.
    #[default]
    Typed,
    /// Of an item of a list, so many levels deep.
    List(usize),
    /// Of a heading of this level; 0 is the title.
    Heading(u8),
}

impl Line {
    /// A paragraph whose label, if it has one, is typed at its head.
    pub fn typed(text: &str, number: usize) -> Line {
        Line::labelled(text, Origin::Typed, number)
    }

    /// A heading, with or without a number.
    pub fn heading(text: &str, level: u8, number: usize) -> Line {
        Line::labelled(text, Origin::Heading(level), number)
    }

    fn labelled(text: &str, origin: Origin, number: usize) -> Line {
        let text = text.trim();
        match label(text) {
            Some((label, rest)) => Line { label: Some(label), origin, text: rest.trim().to_string(), bold: 0, number },
            None => Line { label: None, origin, text: text.to_string(), bold: 0, number },
        }
    }

    /// An item whose label the file makes itself.
    pub fn item(shown: &str, text: &str, depth: usize, number: usize) -> Line {
        let found = label(&format!("{shown} ")).map(|(label, _)| label);
        let bullet = Label { form: Form::Bullet, number: 0, letter: None, shown: shown.to_string() };
        Line {
            label: Some(found.unwrap_or(bullet)),
            origin: Origin::List(depth),
            text: text.trim().to_string(),
            bold: 0,
            number,
        }
    }

    /// Whether it is a heading.
    pub fn is_heading(&self) -> bool {
        matches!(self.origin, Origin::Heading(_))
    }

    /// The words with the label before them.
    pub fn whole(&self) -> String {
        match &self.label {
            Some(label) if self.text.is_empty() => label.shown.clone(),
            Some(label) => format!("{} {}", label.shown, self.text),
            None => self.text.clone(),
        }
    }
}
