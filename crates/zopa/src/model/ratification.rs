//! Who must confirm what a party signs, and by which rule.

use super::{Party, Preferences};

/// A constituency whose consent counts by the rule of ratification of the party that signs. It is
/// not one of those who must agree: the rule says what its consent is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratifier {
    /// Who it is; its role says for whom it ratifies.
    pub party: Party,
    /// What it wants.
    pub preferences: Preferences,
    /// How many votes it has, where the rule counts votes.
    pub votes: u64,
}

/// The rule by which the ratifiers of a party confirm what it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratification {
    /// Index of the party that signs.
    pub of: usize,
    /// What it takes.
    pub rule: RatificationRule,
}

/// What ratification takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatificationRule {
    /// Every ratifier consents.
    All,
    /// One ratifier consents, whichever.
    Any,
    /// So many ratifiers consent: a quorum of consent.
    AtLeast(u64),
    /// The votes of those who consent reach so many: a weighted majority.
    Votes(u64),
}

impl RatificationRule {
    /// The rule as a sum that must be reached: what each ratifier's consent counts, and the sum
    /// needed. `votes` are the votes of the party's ratifiers.
    #[must_use]
    pub fn counted(self, votes: &[u64]) -> (Vec<u64>, u64) {
        let heads = vec![1; votes.len()];
        match self {
            RatificationRule::All => (heads, votes.len() as u64),
            RatificationRule::Any => (heads, 1),
            RatificationRule::AtLeast(number) => (heads, number),
            RatificationRule::Votes(needed) => (votes.to_vec(), needed),
        }
    }

    /// Whether those who consent suffice.
    #[must_use]
    pub fn is_met(self, votes: &[u64], consents: &[bool]) -> bool {
        let (counts, needed) = self.counted(votes);
        let reached = counts.iter().zip(consents).filter(|(_, consents)| **consents);
        // Sums of votes may exceed 64 bits.
        reached.map(|(count, _)| u128::from(*count)).sum::<u128>() >= u128::from(needed)
    }
}
