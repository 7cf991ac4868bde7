//! Each party's best within the zone: what several solutions measure gains against.

use super::answer::{Answer, Ties};
use super::certificate::{Mixture, Proof};
use super::engine::goal::Sum;
use super::engine::search::{Budget, Remainder, search};
use super::solver::{Case, Solver};
use crate::exact::Rational;
use num_bigint::BigInt;
use num_traits::Zero;

/// The ideals with the packages that reach them and the proofs that nothing gives more.
pub(super) struct Ideals {
    /// The ideal less the reservation value, in integer units.
    pub ranges: Vec<i128>,
    /// A package for each party.
    pub assignments: Vec<Vec<usize>>,
    pub packages: Vec<Mixture>,
    pub proofs: Vec<Proof>,
    /// The exact ideals less reservation values.
    pub exact_ranges: Vec<Rational>,
}

impl Solver<'_> {
    pub(super) fn ideal_goal(&self, party: usize) -> Sum {
        let coefficients = (0..self.reservation().len()).map(|i| BigInt::from(u8::from(i == party))).collect();
        Sum::new(self.reservation().to_vec(), coefficients)
    }

    /// Finds all ideals, or says why not: the zone is empty, or the budget ended.
    pub(super) fn ideals(&self, case: &Case, budget: &mut Budget) -> Result<Ideals, Box<Answer>> {
        let mut ideals = Ideals {
            ranges: Vec::new(),
            assignments: Vec::new(),
            packages: Vec::new(),
            proofs: Vec::new(),
            exact_ranges: Vec::new(),
        };
        let reservation_values = self.reservation_values();
        for (party, reservation_value) in reservation_values.iter().enumerate() {
            let found = search(&self.space, &mut self.ideal_goal(party), budget, &ideals.assignments);
            match (&found.assignment, &found.remainder) {
                (Some(assignment), Remainder::Nothing(tree)) => {
                    ideals.ranges.push(i128::from(self.integers(assignment)[party] - self.reservation()[party]));
                    ideals.exact_ranges.push(&self.utilities(assignment)[party] - reservation_value);
                    ideals.packages.push(self.pure(assignment));
                    ideals.proofs.push(Proof::Direct(tree.clone()));
                    ideals.assignments.push(assignment.clone());
                }
                _ => {
                    // Without the ideal the value is not known; the package found still is acceptable.
                    let case = Case { solution: case.solution, weights: case.weights, ideals: vec![], proofs: vec![] };
                    let answer =
                        self.conclude(case, found, Ties::AtLeast(1), &|_, _| Rational::zero(), &Rational::zero());
                    return Err(Box::new(match answer {
                        Answer::Bounded { settlement, .. } => Answer::Bounded { settlement, bound: None },
                        Answer::Unknown { .. } => Answer::Unknown { bound: None },
                        other => other,
                    }));
                }
            }
        }
        Ok(ideals)
    }
}
