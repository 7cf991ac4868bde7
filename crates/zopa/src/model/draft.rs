//! A text on the table.

use super::PartialOutcome;

/// A named text on the table; it may leave issues open.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Short name used in files, unique in the negotiation.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// When it was tabled or published.
    pub date: Option<Date>,
    /// How it became known.
    pub provenance: Provenance,
    /// What it settles.
    pub settles: PartialOutcome,
}

/// How a draft became known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Provenance {
    /// Put forward in the talks.
    #[default]
    Tabled,
    /// Became known without being published.
    Leaked,
    /// Published by its authors.
    Public,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if the calendar has it.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        };
        (1..=days).contains(&day).then_some(Date { year, month, day })
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
