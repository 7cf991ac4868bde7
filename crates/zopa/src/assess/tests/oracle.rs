//! What enumeration says: outcomes with utilities, and how a solution ranks them.

use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, PartialOutcome};
use crate::random::{Random, Shape, negotiation, outcomes};
use crate::solve::{Criterion, Question, Solution};
use num_traits::{One, Pow, Signed, Zero};

/// A random negotiation whose issues share points, and a random draft that may leave some open.
pub fn talks(seed: u64, shape: &Shape) -> (Negotiation, PartialOutcome) {
    let mut random = Random(seed ^ 0xD4AF);
    let mut parts = negotiation(seed, shape).into_parts();
    for issue in &mut parts.issues {
        issue.point = (random.below(3) > 0).then(|| random.up_to(3) as u32);
    }
    let negotiation = Negotiation::new(parts).expect("points are free");
    let settle = |size: &usize| (random.below(5) > 0).then(|| random.below(*size));
    let draft = PartialOutcome(negotiation.sizes().iter().map(settle).collect());
    (negotiation, draft)
}

/// Utilities less walk-away values.
pub fn gains(negotiation: &Negotiation, outcome: &Outcome) -> Vec<Rational> {
    let utilities = negotiation.utilities(outcome);
    utilities.into_iter().zip(negotiation.preferences()).map(|(u, p)| u - &p.reservation_value).collect()
}

/// The zone by enumeration.
pub fn zone(negotiation: &Negotiation) -> Vec<Outcome> {
    outcomes(negotiation).into_iter().filter(|outcome| negotiation.in_zone(outcome)).collect()
}

/// Whether an outcome obeys the rules and crosses no red line.
pub fn permitted(negotiation: &Negotiation, outcome: &Outcome) -> bool {
    negotiation.broken_rules(outcome).is_empty()
        && (0..negotiation.parties().len()).all(|party| negotiation.crossed_red_lines(party, outcome).is_empty())
}

/// What a question makes large, as a vector compared lexicographically. `ideals` are ideal gains.
pub fn key(question: &Question, negotiation: &Negotiation, outcome: &Outcome, ideals: &[Rational]) -> Vec<Rational> {
    let gains = gains(negotiation, outcome);
    let mut shares: Vec<Rational> =
        gains.iter().zip(ideals).filter(|(_, i)| i.is_positive()).map(|(g, i)| g / i).collect();
    shares.sort();
    let mut sorted = gains.clone();
    sorted.sort();
    let weights = |i: usize| question.weights.get(i).cloned().unwrap_or_else(Rational::one);
    match question.solution.criterion {
        Criterion::Product => {
            vec![gains.iter().enumerate().map(|(i, g)| Pow::pow(g, weights(i).to_integer())).product()]
        }
        Criterion::Sum => {
            vec![negotiation.utilities(outcome).iter().enumerate().map(|(i, u)| u * weights(i)).sum()]
        }
        Criterion::SumOfShares => vec![shares.iter().sum()],
        Criterion::Least => sorted,
        Criterion::LeastShare if shares.is_empty() => vec![Rational::one()],
        Criterion::LeastShare => shares,
        Criterion::Mixture => panic!("mixtures have no packages to rank"),
    }
}

/// The ideal gains within the zone.
pub fn ideals(negotiation: &Negotiation, zone: &[Outcome]) -> Vec<Rational> {
    let most = |party: usize| zone.iter().map(|outcome| gains(negotiation, outcome)[party].clone()).max();
    (0..negotiation.parties().len()).map(|party| most(party).unwrap_or_else(Rational::zero)).collect()
}

/// Whether a solution picks packages and weighs parties equally.
pub fn is_plain(solution: &Solution) -> bool {
    solution.criterion != Criterion::Mixture
}
