//! Bounds on mixtures: weights whose largest sum over outcomes no mixture can exceed.

use super::Flaw;
use super::layout::{Fixed, Layout, Tables, Value};
use super::solution::Facts;
use crate::exact::Rational;
use num_bigint::BigInt;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

/// A bound on mixtures that weights must prove.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// What is claimed, in words.
    pub what: String,
    pub kind: BoundKind,
}

/// What is bounded. Utilities and gains are in integer units.
#[derive(Clone, Debug)]
pub(super) enum BoundKind {
    /// No mixture gives all parties their reservation values.
    Nothing,
    /// No mixture that does gives this party more.
    Utility { party: usize, most: Rational },
    /// No mixture that does makes the least of the quotients of gains and ranges greater. A party
    /// whose range is zero is left out.
    LeastRatio { ranges: Vec<Rational>, most: Rational },
    /// No mixture that does makes the product of gains greater.
    Product { most: Rational },
    /// Holds because nobody can gain: every mixture gives everyone the same.
    Given,
}

impl Bound {
    /// Whether these weights prove the bound.
    pub fn verify(&self, weights: &[BigInt], facts: &Facts, layout: &Layout) -> Result<(), Flaw> {
        let fails = |why: &str| Err(Flaw::of(format!("{} is not proved: {why}", self.what)));
        if weights.len() != facts.n_parties() || weights.iter().any(Signed::is_negative) {
            return fails("it takes one weight for each party, none negative");
        }
        if weights.iter().all(Zero::is_zero) {
            return fails("all weights are zero");
        }
        let Some(largest) = largest(layout, weights) else {
            // No outcome obeys the rules and red lines, so there is no mixture either.
            return Ok(());
        };
        let reservation = weights.iter().zip(&facts.network.reservation).map(|(w, &r)| w * r).sum::<BigInt>();
        let excess = Rational::from(largest - reservation);
        if self.follows(weights, excess, facts) { Ok(()) } else { fails("the weights leave room for more") }
    }

    /// Whether the bound follows from `weights . gains <= excess`.
    fn follows(&self, weights: &[BigInt], excess: Rational, facts: &Facts) -> bool {
        let weight = |party: usize| Rational::from(weights[party].clone());
        match &self.kind {
            BoundKind::Nothing => excess.is_negative(),
            BoundKind::Utility { party, most } => {
                let reservation = Rational::from(BigInt::from(facts.network.reservation[*party]));
                weights[*party].is_positive() && excess <= (most - reservation) * weight(*party)
            }
            BoundKind::LeastRatio { ranges, most } => {
                let total: Rational = ranges.iter().enumerate().map(|(party, range)| range * weight(party)).sum();
                total.is_positive() && excess <= most * total
            }
            BoundKind::Product { most } => {
                let n = weights.len();
                let product = weights.iter().fold(BigInt::one(), |product, weight| product * weight);
                let scale = Rational::from(product * BigInt::from(n).pow(n));
                let excess = if excess.is_negative() { Rational::zero() } else { excess };
                Pow::pow(excess, n) <= most * scale
            }
            BoundKind::Given => true,
        }
    }
}

/// The largest weighted sum over all outcomes.
fn largest(layout: &Layout, weights: &[BigInt]) -> Option<BigInt> {
    let nothing_fixed: Fixed = vec![None; layout.network.variables.len()];
    // Weights of 80 bits, utilities of 41 bits and 16 parties stay within 125 bits.
    let machine: Option<Vec<i128>> = weights.iter().map(|w| (w.bits() <= 80).then(|| w.to_i128()).flatten()).collect();
    if let Some(weights) = machine {
        let value = |utility: &[i64]| weights.iter().zip(utility).map(|(w, &u)| w * i128::from(u)).sum::<i128>();
        return layout.largest(&value, &nothing_fixed, &mut Tables::default()).map(BigInt::from);
    }
    let value = |utility: &[i64]| weights.iter().zip(utility).map(|(w, &u)| w * u).sum::<BigInt>();
    layout.largest(&value, &nothing_fixed, &mut Tables::default())
}

impl Value for i128 {
    fn nothing() -> i128 {
        0
    }
    fn add(&mut self, other: &i128) {
        *self += other;
    }
    fn raise(&mut self, other: &i128) {
        *self = (*self).max(*other);
    }
}

impl Value for BigInt {
    fn nothing() -> BigInt {
        BigInt::zero()
    }
    fn add(&mut self, other: &BigInt) {
        *self += other;
    }
    fn raise(&mut self, other: &BigInt) {
        if *other > *self {
            self.clone_from(other);
        }
    }
}
