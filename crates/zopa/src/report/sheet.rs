//! What every renderer shows: titled sheets of sentences and tables, free of any format.

use super::phrase::Phrase;
use crate::exact::Rational;

/// One part of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Short name, stable, for links and machine readers.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// Sentences that come first.
    pub lead: Vec<Phrase>,
    /// Tables in order.
    pub tables: Vec<Table>,
    /// What the figures mean, and other remarks.
    pub notes: Vec<Phrase>,
}

impl Sheet {
    /// A sheet without content.
    #[must_use]
    pub fn new(id: &'static str, title: impl Into<String>) -> Sheet {
        Sheet { id, title: title.into(), lead: Vec::new(), tables: Vec::new(), notes: Vec::new() }
    }
}

/// Rows under named columns. The first cell of a row names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Short name, stable, unique in the report.
    pub id: &'static str,
    /// What the table shows.
    pub caption: Phrase,
    /// Its columns, at least one.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Short name, stable, unique in the table, for machine readers.
    pub key: String,
    /// Heading.
    pub title: Phrase,
    /// Whether its cells are figures, to be aligned by their decimal point.
    pub is_figure: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(key: impl Into<String>, title: impl Into<Phrase>) -> Column {
        Column { key: key.into(), title: title.into(), is_figure: false }
    }

    /// A column of figures.
    #[must_use]
    pub fn figures(key: impl Into<String>, title: impl Into<Phrase>) -> Column {
        Column { key: key.into(), title: title.into(), is_figure: true }
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing to say.
    Empty,
    /// A sentence or a few words.
    Words(Phrase),
    /// Several sentences, each for itself.
    Lines(Vec<Phrase>),
    /// Something of the negotiation, with its identifier in the files.
    Named {
        /// The identifier.
        id: String,
        /// What people call it.
        name: Phrase,
    },
    /// An exact number.
    Number {
        /// The value.
        value: Rational,
        /// The value as people read it.
        shown: String,
    },
    /// Anything between two numbers, both included.
    Range {
        /// The least.
        least: Rational,
        /// The most.
        most: Rational,
        /// The range as people read it.
        shown: String,
    },
}

impl Cell {
    /// A cell of words, empty where there are none.
    #[must_use]
    pub fn words(phrase: impl Into<Phrase>) -> Cell {
        let phrase = phrase.into();
        if phrase.is_empty() { Cell::Empty } else { Cell::Words(phrase) }
    }

    /// The cell as phrases, one a line.
    #[must_use]
    pub fn lines(&self) -> Vec<Phrase> {
        match self {
            Cell::Empty => Vec::new(),
            Cell::Words(phrase) | Cell::Named { name: phrase, .. } => vec![phrase.clone()],
            Cell::Lines(lines) => lines.clone(),
            Cell::Number { shown, .. } | Cell::Range { shown, .. } => vec![Phrase::from(shown.as_str())],
        }
    }
}
