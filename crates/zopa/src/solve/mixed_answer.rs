//! From mixtures to answers.

use super::answer::{Answer, Settlement, Ties};
use super::certificate::{Mixture, Proof, Verdict};
use super::mixture::{Aim, Mixed};
use super::solver::{Case, Solver, Value};
use crate::exact::Rational;
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

/// What looking for a mixture gives.
pub(super) enum Mixing {
    /// No mixture reaches the walk-away values, as these weights prove; without weights because
    /// there is no package at all.
    Empty(Option<Vec<BigInt>>),
    /// The best mixture, and the weights that prove its least ratio.
    Found { mixed: Mixed, weights: Vec<BigInt> },
}

/// Maximises the least of `gain_i / direction_i`, then the sum of these, so that no party is left
/// with less than it could have at nobody's cost.
pub(super) fn efficient(solver: &Solver, direction: &[Rational]) -> Mixing {
    let origin = solver.exact_reservation();
    // Where nobody can gain, every mixture has the same utilities; any direction finds one.
    let ones = vec![Rational::one(); origin.len()];
    let direction = if direction.iter().any(Signed::is_positive) { direction } else { &ones };
    let Some(best) = solver.mix(&Aim::Least { origin: &origin, direction }) else { return Mixing::Empty(None) };
    let gains = |i: usize| (&best.utilities[i] - &origin[i], &direction[i]);
    let ratios = (0..origin.len()).map(gains).filter(|(_, d)| d.is_positive()).map(|(gain, d)| gain / d);
    let least = ratios.min().unwrap_or_else(Rational::zero);
    if least.is_negative() {
        return Mixing::Empty(Some(best.weights));
    }
    let lifted: Vec<Rational> = origin.iter().zip(direction).map(|(r, d)| r + d * &least).collect();
    let coefficients: Vec<Rational> =
        direction.iter().map(|d| if d.is_positive() { d.recip() } else { Rational::zero() }).collect();
    let polished = solver.mix(&Aim::Sum { origin: &lifted, coefficients: &coefficients });
    let weights = best.weights.clone();
    Mixing::Found { mixed: polished.unwrap_or(best), weights }
}

/// An answer from a mixture whose value the weights prove best.
pub(super) fn settle(solver: &Solver, case: Case, mixed: &Mixed, weights: Vec<BigInt>, value: Value) -> Answer {
    let settlement = solver.mixed_settlement(&mixed.shares, value);
    if !solver.space.loose.is_empty() {
        // The weights' bound counts packages that loose factors forbid.
        return Answer::Bounded { settlement, bound: None };
    }
    let value = settlement.value.clone();
    let verdict = Verdict::Mixture { mixture: settlement.mixture.clone(), bound: value.clone(), value };
    let certificate = solver.certificate(case.proved(Proof::Support(weights)), verdict);
    Answer::Optimum { settlement, certificate }
}

impl Solver<'_> {
    pub(super) fn exact_reservation(&self) -> Vec<Rational> {
        self.reservation().iter().map(|&r| Rational::from(BigInt::from(r))).collect()
    }

    /// A mixture of assignments as one of packages, largest share first.
    pub(super) fn packages(&self, shares: &[(Vec<usize>, Rational)]) -> Mixture {
        let outcome = |assignment: &[usize]| self.space.network.outcome(assignment);
        let mut mixture: Mixture =
            shares.iter().map(|(assignment, share)| (outcome(assignment), share.clone())).collect();
        mixture.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        mixture
    }

    /// The settlement by a mixture.
    pub(super) fn mixed_settlement(&self, shares: &[(Vec<usize>, Rational)], value: Value) -> Settlement {
        let reservation = self.reservation_values();
        let mut utilities = vec![Rational::zero(); reservation.len()];
        for (assignment, share) in shares {
            for (sum, utility) in utilities.iter_mut().zip(self.utilities(assignment)) {
                *sum += share * utility;
            }
        }
        let value = value(&utilities, &reservation);
        let gains = utilities.iter().zip(&reservation).map(|(u, r)| u - r).collect();
        Settlement { mixture: self.packages(shares), utilities, gains, value, ties: Ties::AtLeast(1) }
    }

    /// No mixture reaches the walk-away values.
    pub(super) fn no_mixture(&self, case: Case, weights: Option<Vec<BigInt>>) -> Answer {
        let case = Case { ideals: Vec::new(), proofs: Vec::new(), ..case };
        let weights = weights.unwrap_or_else(|| vec![BigInt::one(); self.reservation().len()]);
        Answer::Empty { certificate: self.certificate(case.proved(Proof::Support(weights)), Verdict::Empty) }
    }
}
