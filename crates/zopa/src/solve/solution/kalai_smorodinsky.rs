//! The Kalai-Smorodinsky solution: everyone gets as equal a share as possible of what it could gain.
//!
//! `max min g_i / (I_i - r_i)` over the zone, then leximin of the same ratios. Kalai and Smorodinsky
//! 1975, "Other solutions to Nash's bargaining problem". Not when some ideal is far out of reach.

use super::Solution;
use crate::exact::Rational;
use crate::solve::answer::Answer;
use crate::solve::engine::goal::LeastRatio;
use crate::solve::engine::search::Budget;
use crate::solve::lexicographic::best_by_leximin;
use crate::solve::measure::Criterion;
use crate::solve::solver::{Case, Solver};
use num_traits::{One, Signed};

pub(super) static KALAI_SMORODINSKY: Solution = Solution {
    id: "kalai-smorodinsky",
    aliases: &["ks", "kalai-smorodinski"],
    name: "Kalai-Smorodinsky",
    plain: "Everyone gets as equal a share as possible of the most it could gain.",
    definition: "max of min g_i / (I_i - r_i) over the zone, then leximin of the same ratios; parties that can gain nothing are left out",
    citation: "Ehud Kalai and Meir Smorodinsky, 1975, Other Solutions to Nash's Bargaining Problem, Econometrica 43(3), 513-518",
    when_not: "When a party's best package is a remote possibility: it raises that party's claim.",
    takes_weights: false,
    is_mixture: false,
    needs_ideals: true,
    criterion: Criterion::LeastShare,
    run,
};

fn run(solver: &Solver, _weights: &[Rational], budget: &mut Budget) -> Answer {
    let case = Case { solution: KALAI_SMORODINSKY.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
    let ideals = match solver.ideals(&case, budget) {
        Ok(ideals) => ideals,
        Err(answer) => return *answer,
    };
    let case = Case { ideals: ideals.packages, proofs: ideals.proofs, ..case };
    let reservation = solver.reservation().to_vec();
    let goal = LeastRatio::new(reservation.clone(), reservation, ideals.ranges);
    let ranges = ideals.exact_ranges;
    let value = |utilities: &[Rational], reservation: &[Rational]| -> Rational {
        let gains = utilities.iter().zip(reservation).map(|(u, r)| u - r).zip(&ranges);
        gains
            .filter(|(_, range)| range.is_positive())
            .map(|(gain, range)| gain / range)
            .min()
            .unwrap_or_else(Rational::one)
    };
    best_by_leximin(solver, case, goal, &ideals.assignments, &value, &Rational::one(), budget)
}
