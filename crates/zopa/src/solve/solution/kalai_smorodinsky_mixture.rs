//! The Kalai-Smorodinsky solution over mixtures of packages.
//!
//! `max min g_i / (I_i - r_i)`, all over mixtures whose average utilities reach the walk-away values.
//! Kalai and Smorodinsky 1975, "Other solutions to Nash's bargaining problem". Not when packages cannot be mixed.

use super::Solution;
use crate::exact::Rational;
use crate::solve::answer::Answer;
use crate::solve::certificate::Proof;
use crate::solve::engine::search::Budget;
use crate::solve::measure::Criterion;
use crate::solve::mixed_answer::{Mixing, efficient, settle};
use crate::solve::mixture::Aim;
use crate::solve::solver::{Case, Solver};
use num_traits::{One, Signed, Zero};

pub(super) static KALAI_SMORODINSKY_MIXTURE: Solution = Solution {
    id: "kalai-smorodinsky-mixture",
    aliases: &["ks-mixture", "ks-hull"],
    name: "Kalai-Smorodinsky, mixtures",
    plain: "Like Kalai-Smorodinsky, where packages may be mixed: by lottery, by turns, by shares.",
    definition: "max of min g_i / (I_i - r_i) over mixtures of packages, I_i the most that a mixture in the zone gives; among ties one with the greatest sum of ratios",
    citation: "Ehud Kalai and Meir Smorodinsky, 1975, Other Solutions to Nash's Bargaining Problem, Econometrica 43(3), 513-518",
    when_not: "When packages cannot be mixed: then the mixture is only a yardstick.",
    takes_weights: false,
    is_mixture: true,
    needs_ideals: true,
    criterion: Criterion::Mixture,
    run,
};

fn run(solver: &Solver, _weights: &[Rational], _budget: &mut Budget) -> Answer {
    let mut case =
        Case { solution: KALAI_SMORODINSKY_MIXTURE.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
    let origin = solver.exact_reservation();
    let p = origin.len();
    let mut ranges = Vec::with_capacity(p);
    for party in 0..p {
        let coefficients: Vec<Rational> =
            (0..p).map(|i| if i == party { Rational::one() } else { Rational::zero() }).collect();
        let Some(ideal) = solver.mix(&Aim::Sum { origin: &origin, coefficients: &coefficients }) else {
            return match efficient(solver, &vec![Rational::one(); p]) {
                Mixing::Empty(weights) => solver.no_mixture(case, weights),
                Mixing::Found { .. } => Answer::Unknown { bound: None },
            };
        };
        ranges.push(&ideal.utilities[party] - &origin[party]);
        case.ideals.push(solver.packages(&ideal.shares));
        case.proofs.push(Proof::Support(ideal.weights));
    }
    let exact: Vec<Rational> =
        ranges.iter().zip(&solver.network().scales).map(|(r, scale)| r / &scale.denominator).collect();
    let value = |utilities: &[Rational], reservation: &[Rational]| -> Rational {
        let gains = utilities.iter().zip(reservation).map(|(u, r)| u - r).zip(&exact);
        gains
            .filter(|(_, range)| range.is_positive())
            .map(|(gain, range)| gain / range)
            .min()
            .unwrap_or_else(Rational::one)
    };
    match efficient(solver, &ranges) {
        Mixing::Empty(weights) => solver.no_mixture(case, weights),
        Mixing::Found { mixed, weights } => settle(solver, case, &mixed, weights, &value),
    }
}
