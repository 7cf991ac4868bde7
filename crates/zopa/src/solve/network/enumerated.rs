//! Every outcome that obeys the rules and crosses no red line, with its integer utilities.

use super::compile::{Ban, MAX_ENUMERATED, MAX_TERM_CELLS, TooLarge};
use crate::model::{Condition, JointTerm, Negotiation, Outcome, Preferences, Utility};
use crate::solve::outcomes::{Terms, Visitor, bits, n_outcomes};
use crate::solve::scale::IntegerPreferences;

/// The most outcomes to list where tables over terms would do as well.
const MAX_LISTED: usize = 1_000_000;

/// Tables with no more cells than this are small.
const FEW_CELLS: usize = 100_000;

/// The outcomes found so far.
pub(super) struct Enumerated<'a> {
    integers: &'a [IntegerPreferences],
    bans: &'a [Ban],
    preferences: &'a [Preferences],
    /// To whom each joint term is worth what.
    terms: Vec<(usize, &'a JointTerm, i64)>,
    /// By how many issues are settled, what these are worth to each party.
    sums: Vec<Vec<i64>>,
    /// How many outcomes were visited.
    n_visited: usize,
    pub outcomes: Vec<Outcome>,
    /// Entry `outcome * n_parties + party`.
    pub utility: Vec<i64>,
}

/// Whether the tables over joint terms would have more cells than there are outcomes.
pub(super) fn has_more_cells_than_outcomes(negotiation: &Negotiation) -> bool {
    let sizes = negotiation.sizes();
    let cells = |term: &JointTerm| {
        let product = term.conditions.iter().fold(1, |n: usize, condition| n.saturating_mul(sizes[condition.issue]));
        // Larger ones are followed along chains.
        product.min(MAX_TERM_CELLS)
    };
    n_outcomes(sizes, MAX_LISTED).is_some_and(|n_outcomes| {
        let terms = negotiation.preferences().iter().flat_map(|own| own.utility.joint_terms());
        terms.map(cells).sum::<usize>() > n_outcomes.max(FEW_CELLS)
    })
}

impl<'a> Enumerated<'a> {
    /// Visits all outcomes.
    ///
    /// # Errors
    /// [`TooLarge`] where there are too many.
    pub fn of(
        negotiation: &'a Negotiation,
        integers: &'a [IntegerPreferences],
        bans: &'a [Ban],
    ) -> Result<Enumerated<'a>, TooLarge> {
        let sizes = negotiation.sizes();
        n_outcomes(sizes, MAX_ENUMERATED).ok_or(TooLarge)?;
        let preferences = negotiation.preferences();
        let of_party = |(party, own): (usize, &'a Preferences)| {
            let terms = own.utility.joint_terms().iter().zip(&integers[party].joint_terms);
            terms.map(move |(term, &worth)| (party, term, worth))
        };
        let mut enumerated = Enumerated {
            integers,
            bans,
            preferences,
            terms: preferences.iter().enumerate().flat_map(of_party).collect(),
            sums: vec![vec![0; preferences.len()]; sizes.len() + 1],
            n_visited: 0,
            outcomes: Vec::new(),
            utility: Vec::new(),
        };
        let conditions: Vec<&[Condition]> = enumerated.terms.iter().map(|(_, term, _)| &term.conditions[..]).collect();
        Terms::new(sizes, conditions.into_iter()).visit(&mut enumerated);
        Ok(enumerated)
    }
}

impl Visitor for Enumerated<'_> {
    fn settle(&mut self, issue: usize, option: usize, earned: &[u64]) {
        let (before, after) = self.sums.split_at_mut(issue + 1);
        for (party, own) in self.integers.iter().enumerate() {
            // Tables have no contributions.
            let contribution = own.contributions.get(issue).map_or(0, |options| options[option]);
            after[0][party] = before[issue][party] + contribution;
        }
        for &(party, _, worth) in bits(earned).map(|term| &self.terms[term]) {
            after[0][party] += worth;
        }
    }

    fn outcome(&mut self, settlement: &[usize]) {
        let index = self.n_visited;
        self.n_visited += 1;
        if !self.bans.iter().all(|ban| ban.permits(settlement)) {
            return;
        }
        for (party, sum) in self.sums[settlement.len()].iter().enumerate() {
            self.utility.push(match &self.preferences[party].utility {
                Utility::Table(values) => self.integers[party].scale.ceil(&values[index]),
                Utility::Additive(_) => *sum,
            });
        }
        self.outcomes.push(Outcome(settlement.to_vec()));
    }
}
