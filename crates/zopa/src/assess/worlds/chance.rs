//! Probabilities: exact where they can be, else estimated with a standard error.

use super::extreme::{Extreme, margin};
use super::sample::Worlds;
use crate::exact::{Rational, ratio, to_f64};
use crate::model::{Distribution, Form, Outcome, Quantity};
use num_traits::{One, Zero};

/// A probability.
#[derive(Clone, Debug, PartialEq)]
pub enum Chance {
    /// Known exactly.
    Exact(Rational),
    /// Estimated from worlds drawn at random.
    Estimated {
        /// The share of worlds.
        share: f64,
        /// How far the share is likely to be off (one standard error).
        standard_error: f64,
    },
}

impl Chance {
    /// As a float between 0 and 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        match self {
            Chance::Exact(chance) => to_f64(chance),
            Chance::Estimated { share, .. } => *share,
        }
    }

    /// One standard error; zero where the chance is exact.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        match self {
            Chance::Exact(_) => 0.0,
            Chance::Estimated { standard_error, .. } => *standard_error,
        }
    }

    /// The share of drawn worlds in which something holds.
    fn estimated(count: u64, n_worlds: u64) -> Chance {
        let (count, n) = (count as f64, n_worlds as f64);
        // Where it holds in all or none, the error of one more world in either case is the honest one.
        let smoothed = (count + 1.0) / (n + 2.0);
        Chance::Estimated { share: count / n, standard_error: (smoothed * (1.0 - smoothed) / n).sqrt() }
    }
}

impl Worlds<'_> {
    /// The chance of the worlds in which something holds.
    #[must_use]
    pub fn chance(&self, holds: &[bool]) -> Chance {
        let count = self.count(holds);
        if self.is_every_world() {
            Chance::Exact(Rational::new(count.into(), self.total().into()))
        } else {
            Chance::estimated(count, self.total())
        }
    }

    /// The chance that a participant accepts an outcome. Exact where it accepts in every world that
    /// is possible or in none, and where only its reservation value is unknown.
    #[must_use]
    pub fn chance_of_consent(&self, participant: usize, outcome: &Outcome) -> Chance {
        self.certain(participant, outcome).unwrap_or_else(|| self.chance(&self.accepts(participant, outcome)))
    }

    /// The chance that all of some participants accept an outcome. Draws for different participants
    /// are independent: exact chances multiply.
    #[must_use]
    pub fn chance_that_all_consent(&self, participants: &[usize], outcome: &Outcome) -> Chance {
        let certain: Vec<Option<Chance>> = participants.iter().map(|&p| self.certain(p, outcome)).collect();
        let zero = Chance::Exact(Rational::zero());
        if certain.contains(&Some(zero.clone())) {
            return zero;
        }
        let exact = certain.iter().map(|chance| match chance {
            Some(Chance::Exact(chance)) => Some(chance),
            _ => None,
        });
        if let Some(chances) = exact.collect::<Option<Vec<&Rational>>>() {
            return Chance::Exact(chances.into_iter().product());
        }
        let mut all = vec![true; self.n_worlds()];
        for &participant in participants {
            all.iter_mut().zip(self.accepts(participant, outcome)).for_each(|(all, accepts)| *all &= accepts);
        }
        self.chance(&all)
    }

    /// The chance where it can be told without drawing worlds.
    fn certain(&self, participant: usize, outcome: &Outcome) -> Option<Chance> {
        let negotiation = self.negotiation();
        let never = || Some(Chance::Exact(Rational::zero()));
        if self.is_barred(participant, outcome)
            || margin(negotiation, participant, outcome, Extreme::Best) < Rational::zero()
        {
            return never();
        }
        if margin(negotiation, participant, outcome, Extreme::Worst) >= Rational::zero() {
            return Some(Chance::Exact(Rational::one()));
        }
        let doubts = negotiation.doubts().iter().find(|doubts| doubts.of == participant)?;
        let [(Quantity::Reservation, distribution)] = doubts.unknowns.as_slice() else { return None };
        let utility = negotiation.participant(participant).1.utility(outcome, negotiation.sizes());
        at_most(distribution, &utility).map(Chance::Exact)
    }
}

/// The chance that a number is at most `limit`, where that is a fraction.
fn at_most(distribution: &Distribution, limit: &Rational) -> Option<Rational> {
    if limit < distribution.low() {
        return Some(Rational::zero());
    }
    if limit >= distribution.high() {
        return Some(Rational::one());
    }
    match distribution.form() {
        Form::Between { low, high } => Some((limit - low) / (high - low)),
        Form::Around { low, likely, high } if limit <= likely => {
            Some((limit - low) * (limit - low) / ((high - low) * (likely - low)))
        }
        Form::Around { low, likely, high } => {
            Some(ratio(1, 1) - (high - limit) * (high - limit) / ((high - low) * (high - likely)))
        }
        Form::OneOf(cases) => Some(cases.iter().filter(|(number, _)| number <= limit).map(|(_, chance)| chance).sum()),
        Form::Normal { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distribution_function_is_exact() {
        let n = |number: i64| ratio(number, 1);
        let check = |distribution: Result<Distribution, String>, limit: Rational, expected: Rational| {
            assert_eq!(at_most(&distribution.expect("valid"), &limit), Some(expected));
        };
        check(Distribution::between(n(2), n(6)), n(3), ratio(1, 4));
        check(Distribution::between(n(2), n(6)), n(7), n(1));
        check(Distribution::around(n(0), n(1), n(4)), n(1), ratio(1, 4));
        check(Distribution::around(n(0), n(1), n(4)), n(2), ratio(2, 3));
        check(Distribution::one_of(vec![n(1), n(2)], Some(vec![ratio(1, 3), ratio(2, 3)])), n(1), ratio(1, 3));
    }
}
