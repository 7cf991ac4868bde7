//! What each change to a text costs whom.

use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, PartialOutcome};

/// What the changes from a draft to a package cost everyone.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    /// Change by change: the issue and, party by party, what the change brings (negative: costs), all other changes
    /// made. Undoing this change alone would take it back.
    pub by_change: Vec<(usize, Vec<Rational>)>,
    /// What all changes bring together, party by party; `None` where the draft leaves points open.
    pub total: Option<Vec<Rational>>,
}

impl Prices {
    /// What the changes bring together beyond the sum of what each brings, party by party: where points are worth
    /// something in combination.
    #[must_use]
    pub fn together(&self) -> Option<Vec<Rational>> {
        let rest = |(party, total): (usize, &Rational)| {
            total - self.by_change.iter().map(|(_, brings)| &brings[party]).sum::<Rational>()
        };
        Some(self.total.as_ref()?.iter().enumerate().map(rest).collect())
    }
}

/// The prices of the changes that make a draft into a package.
#[must_use]
pub fn prices(negotiation: &Negotiation, draft: &PartialOutcome, package: &Outcome) -> Prices {
    let after = negotiation.utilities(package);
    let against = |other: &Outcome| -> Vec<Rational> {
        after.iter().zip(negotiation.utilities(other)).map(|(after, before)| after - before).collect()
    };
    let settled = draft.0.iter().enumerate().filter_map(|(issue, option)| Some((issue, (*option)?)));
    let by_change = settled
        .filter(|&(issue, option)| package.0[issue] != option)
        .map(|(issue, option)| {
            let mut undone = package.clone();
            undone.0[issue] = option;
            (issue, against(&undone))
        })
        .collect();
    Prices { by_change, total: draft.complete().map(|draft| against(&draft)) }
}
