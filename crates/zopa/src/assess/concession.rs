//! What each party gives up on each point.

use super::shares::Shares;
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, PartialOutcome};
use num_traits::Signed;

/// What a party gives up, point by point.
#[derive(Clone, Debug, PartialEq)]
pub struct Concessions {
    /// Issue by issue, its best option there less the one in the text, in utility; `None` where the text leaves the
    /// issue open.
    pub by_issue: Vec<Option<Rational>>,
    /// The sum.
    pub total: Rational,
    /// The sum as a share of everything that it has at stake: its best less its worst, over all issues.
    pub of_stake: Option<Rational>,
}

/// What each party gives up in a text; `None` for parties whose utility cannot be split by points. What
/// points are worth in combination is left out.
#[must_use]
pub fn concessions(negotiation: &Negotiation, text: &PartialOutcome) -> Vec<Option<Concessions>> {
    let shares = Shares::of(negotiation);
    (0..negotiation.parties().len()).map(|party| of_party(&shares, party, text)).collect()
}

/// The same for a whole package.
#[must_use]
pub fn concessions_of(negotiation: &Negotiation, outcome: &Outcome) -> Vec<Option<Concessions>> {
    concessions(negotiation, &PartialOutcome(outcome.0.iter().copied().map(Some).collect()))
}

fn of_party(shares: &Shares, party: usize, text: &PartialOutcome) -> Option<Concessions> {
    let stake = shares.stake(party)?;
    let given = |(issue, option): (usize, &Option<usize>)| {
        Some(shares.best(party, issue)? - shares.of_option(party, issue, (*option)?)?)
    };
    let by_issue: Vec<Option<Rational>> = text.0.iter().enumerate().map(given).collect();
    let total: Rational = by_issue.iter().flatten().sum();
    let of_stake = stake.is_positive().then(|| &total / &stake);
    Some(Concessions { by_issue, total, of_stake })
}
