//! Several texts side by side: points added, dropped and changed, and what each change costs whom.

use super::shares::Shares;
use crate::exact::Rational;
use crate::model::{Negotiation, PartialOutcome};

/// How a text differs from the first on one issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Settled alike, or left open by both.
    Same,
    /// Settled otherwise.
    Changed,
    /// Left open by the first, settled by the other.
    Added,
    /// Settled by the first, left open by the other.
    Dropped,
}

impl Difference {
    /// The difference in a word, stable.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Difference::Same => "same",
            Difference::Changed => "changed",
            Difference::Added => "added",
            Difference::Dropped => "dropped",
        }
    }
}

/// How a text differs from the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Issue by issue, how it differs.
    pub differences: Vec<Difference>,
    /// Issue by issue and party by party, what a changed point by itself brings; `None` where it is not changed, and
    /// for parties whose utility cannot be split by points.
    pub brings: Vec<Option<Vec<Option<Rational>>>>,
    /// What the whole text brings, party by party; `None` where one of the two leaves points open.
    pub total: Option<Vec<Rational>>,
}

/// Compares a text with the first.
#[must_use]
pub fn compare(negotiation: &Negotiation, first: &PartialOutcome, other: &PartialOutcome) -> Comparison {
    let shares = Shares::of(negotiation);
    let parties = 0..negotiation.parties().len();
    let settled = || first.0.iter().zip(&other.0);
    let difference = |(before, after): (&Option<usize>, &Option<usize>)| match (before, after) {
        (None, Some(_)) => Difference::Added,
        (Some(_), None) => Difference::Dropped,
        (before, after) if before == after => Difference::Same,
        _ => Difference::Changed,
    };
    let brings = |(issue, (before, after)): (usize, (&Option<usize>, &Option<usize>))| {
        let (before, after) = (*before).zip(*after).filter(|(before, after)| before != after)?;
        Some(parties.clone().map(|party| shares.change(party, issue, before, after)).collect())
    };
    let total = first.complete().zip(other.complete()).map(|(first, other)| {
        let (before, after) = (negotiation.utilities(&first), negotiation.utilities(&other));
        after.iter().zip(&before).map(|(after, before)| after - before).collect()
    });
    Comparison {
        differences: settled().map(difference).collect(),
        brings: settled().enumerate().map(brings).collect(),
        total,
    }
}
