//! The egalitarian solution over mixtures of packages.
//!
//! `max min g_i` over mixtures whose average utilities reach the walk-away values. Kalai 1977,
//! "Proportional solutions to bargaining situations". Not when packages cannot be mixed.

use super::Solution;
use super::egalitarian::least_gain;
use crate::exact::Rational;
use crate::solve::answer::Answer;
use crate::solve::engine::search::Budget;
use crate::solve::measure::Criterion;
use crate::solve::mixed_answer::{Mixing, efficient, settle};
use crate::solve::solver::{Case, Solver};

pub(super) static EGALITARIAN_MIXTURE: Solution = Solution {
    id: "egalitarian-mixture",
    aliases: &["egalitarian-hull", "kalai-hull"],
    name: "Egalitarian, mixtures",
    plain: "Like egalitarian, where packages may be mixed: by lottery, by turns, by shares.",
    definition: "max of min g_i over mixtures of packages, g_i the average gain; among ties one with the greatest sum",
    citation: "Ehud Kalai, 1977, Proportional Solutions to Bargaining Situations: Interpersonal Utility Comparisons, Econometrica 45(7), 1623-1630",
    when_not: "When packages cannot be mixed: then the mixture is only a yardstick.",
    takes_weights: false,
    is_mixture: true,
    needs_ideals: false,
    criterion: Criterion::Mixture,
    run,
};

fn run(solver: &Solver, _weights: &[Rational], _budget: &mut Budget) -> Answer {
    let case = Case { solution: EGALITARIAN_MIXTURE.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
    let direction: Vec<Rational> = solver.network().scales.iter().map(|scale| scale.denominator.clone()).collect();
    match efficient(solver, &direction) {
        Mixing::Empty(weights) => solver.no_mixture(case, weights),
        Mixing::Found { mixed, weights } => settle(solver, case, &mixed, weights, &least_gain),
    }
}
