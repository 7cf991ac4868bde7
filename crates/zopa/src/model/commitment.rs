//! What a party has promised in public.

use super::{Condition, Outcome};
use crate::exact::Rational;

/// A public position with a cost of moving away from it: an audience cost (James D. Fearon, 1994,
/// "Domestic Political Audiences and the Escalation of International Disputes", American Political
/// Science Review 88(3)). It is held apart from what the party prefers.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// Whose: the index of a party, or, counted on from the parties, of a ratifier.
    pub of: usize,
    /// The issue and the options that keep the promise.
    pub promised: Condition,
    /// What settling the issue otherwise costs the party, in the unit of its weights; not negative.
    pub cost: Rational,
    /// The promise in the party's words.
    pub text: Option<String>,
    /// Where it was made.
    pub source: Option<String>,
}

impl Commitment {
    /// Whether an outcome keeps the promise.
    #[must_use]
    pub fn is_kept(&self, outcome: &Outcome) -> bool {
        self.promised.holds(&outcome.0)
    }
}
