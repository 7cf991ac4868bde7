//! Whether a package would be ratified, and who blocks it.

use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, Role};
use num_traits::Signed;

/// What a ratifier makes of a package.
#[derive(Clone, Debug, PartialEq)]
pub struct Consent {
    /// Index of the ratifier.
    pub ratifier: usize,
    /// Its utility.
    pub utility: Rational,
    /// Its utility less what no agreement is worth to it.
    pub gain: Rational,
    /// Indices of its red lines that the package crosses.
    pub crossed: Vec<usize>,
}

impl Consent {
    /// Whether it consents: it crosses none of its red lines and is no worse than no agreement.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.crossed.is_empty() && !self.gain.is_negative()
    }
}

/// How a rule of ratification decides on a package.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    /// Index of the rule.
    pub rule: usize,
    /// Whether it is met.
    pub is_met: bool,
    /// What its ratifiers say, in their order.
    pub consents: Vec<Consent>,
    /// What the consents that are given count, and what is needed: heads, or votes.
    pub reached: u64,
    /// What is needed.
    pub needed: u64,
    /// Ratifiers who refuse and whose consent alone would make the difference.
    pub pivotal: Vec<usize>,
}

impl Ruling {
    /// Ratifiers who refuse, where the rule is not met: those who block.
    #[must_use]
    pub fn blockers(&self) -> Vec<usize> {
        let refusals = self.consents.iter().filter(|consent| !consent.is_given() && !self.is_met);
        refusals.map(|consent| consent.ratifier).collect()
    }
}

/// The ratifiers that a rule speaks of.
pub(super) fn ratifiers_of(negotiation: &Negotiation, rule: usize) -> Vec<usize> {
    let of = negotiation.ratifications()[rule].of;
    let own = |&index: &usize| negotiation.ratifiers()[index].party.role == Role::Ratifier { of };
    (0..negotiation.ratifiers().len()).filter(own).collect()
}

/// What a ratifier makes of a package.
pub(super) fn consent(negotiation: &Negotiation, ratifier: usize, outcome: &Outcome) -> Consent {
    let preferences = &negotiation.ratifiers()[ratifier].preferences;
    let utility = preferences.utility(outcome, negotiation.sizes());
    let lines = preferences.red_lines.iter().enumerate();
    let crossed = lines.filter(|(_, line)| line.crossed(&outcome.0)).map(|(index, _)| index).collect();
    Consent { ratifier, gain: &utility - &preferences.reservation_value, utility, crossed }
}

/// How every rule of ratification decides on a package, rule by rule.
#[must_use]
pub fn confirm(negotiation: &Negotiation, outcome: &Outcome) -> Vec<Ruling> {
    (0..negotiation.ratifications().len()).map(|rule| ruling(negotiation, rule, outcome)).collect()
}

fn ruling(negotiation: &Negotiation, rule: usize, outcome: &Outcome) -> Ruling {
    let own = ratifiers_of(negotiation, rule);
    let votes: Vec<u64> = own.iter().map(|&index| negotiation.ratifiers()[index].votes).collect();
    let consents: Vec<Consent> = own.iter().map(|&index| consent(negotiation, index, outcome)).collect();
    let given: Vec<bool> = consents.iter().map(Consent::is_given).collect();
    let law = negotiation.ratifications()[rule].rule;
    let (counts, needed) = law.counted(&votes);
    let reached = counts.iter().zip(&given).filter(|(_, given)| **given).map(|(count, _)| *count);
    let with = |seat: usize| {
        let mut given = given.clone();
        given[seat] = true;
        law.is_met(&votes, &given)
    };
    let is_met = law.is_met(&votes, &given);
    let pivotal = (0..own.len()).filter(|&seat| !is_met && !given[seat] && with(seat)).map(|seat| own[seat]).collect();
    Ruling { rule, is_met, reached: reached.fold(0, u64::saturating_add), needed, pivotal, consents }
}
