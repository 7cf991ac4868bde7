//! Every outcome that obeys the rules and crosses no red line, with its integer utilities.

use super::compile::{Ban, MAX_ENUMERATED, TooLarge};
use crate::model::{Condition, JointTerm, Negotiation, Outcome, Preferences, Utility};
use crate::solve::outcomes::{Terms, Visitor, bits};
use crate::solve::scale::IntegerPreferences;

/// Tables with no more cells than this are small.
const FEW_CELLS: usize = 100_000;

/// The outcomes found so far.
pub(super) struct Listing<'a> {
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
    let product = sizes.iter().try_fold(1usize, |n, size| n.checked_mul(*size));
    let Some(n_outcomes) = product.filter(|n| *n <= MAX_ENUMERATED) else { return false };
    let cells = |term: &JointTerm| term.conditions.iter().map(|condition| sizes[condition.issue]).product::<usize>();
    let n_cells: usize = negotiation.preferences().iter().flat_map(joint_terms).map(cells).sum();
    n_cells > n_outcomes.max(FEW_CELLS)
}

fn joint_terms(preferences: &Preferences) -> &[JointTerm] {
    match &preferences.utility {
        Utility::Additive(additive) => &additive.joint_terms,
        Utility::Table(_) => &[],
    }
}

impl<'a> Listing<'a> {
    /// Visits all outcomes.
    ///
    /// # Errors
    /// [`TooLarge`] where there are too many.
    pub fn of(
        negotiation: &'a Negotiation,
        integers: &'a [IntegerPreferences],
        bans: &'a [Ban],
    ) -> Result<Listing<'a>, TooLarge> {
        let sizes = negotiation.sizes();
        let total = sizes.iter().try_fold(1usize, |n, size| n.checked_mul(*size)).filter(|n| *n <= MAX_ENUMERATED);
        total.ok_or(TooLarge)?;
        let preferences = negotiation.preferences();
        let of_party = |(party, own): (usize, &'a Preferences)| {
            let terms = joint_terms(own).iter().zip(&integers[party].joint_terms);
            terms.map(move |(term, &worth)| (party, term, worth))
        };
        let mut listing = Listing {
            integers,
            bans,
            preferences,
            terms: preferences.iter().enumerate().flat_map(of_party).collect(),
            sums: vec![vec![0; preferences.len()]; sizes.len() + 1],
            n_visited: 0,
            outcomes: Vec::new(),
            utility: Vec::new(),
        };
        let conditions: Vec<&[Condition]> = listing.terms.iter().map(|(_, term, _)| &term.conditions[..]).collect();
        Terms::new(sizes, conditions.into_iter()).visit(&mut listing);
        Ok(listing)
    }
}

impl Visitor for Listing<'_> {
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
