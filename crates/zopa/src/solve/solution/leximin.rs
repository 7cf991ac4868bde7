//! The leximin solution: the worst-off first, then the second worst-off, and so on.
//!
//! Lexicographic maximum of the sorted gains over the zone. Sen 1970, "Collective choice and social
//! welfare"; Imai 1983, "Individual monotonicity and lexicographic maxmin solution". Not when a
//! unit of utility means different things to the parties.

use super::Solution;
use super::egalitarian::least_gain;
use crate::exact::Rational;
use crate::solve::answer::Answer;
use crate::solve::engine::goal::LeastRatio;
use crate::solve::engine::search::Budget;
use crate::solve::lexicographic::best_by_leximin;
use crate::solve::measure::Criterion;
use crate::solve::solver::{Case, Solver};

pub(super) static LEXIMIN: Solution = Solution {
    id: "leximin",
    aliases: &["lexicographic-maximin"],
    name: "Leximin",
    plain: "Lifts whoever gains least as high as possible, then whoever gains second least, and so on.",
    definition: "lexicographic max of the gains g_i sorted from the smallest, over the zone",
    citation: "Amartya Sen, 1970, Collective Choice and Social Welfare; Haruo Imai, 1983, Individual Monotonicity and Lexicographic Maxmin Solution, Econometrica 51(2), 389-401",
    when_not: "When a unit of utility means different things to different parties; Kalai-Smorodinsky compares shares of what each could gain.",
    takes_weights: false,
    is_mixture: false,
    needs_ideals: false,
    criterion: Criterion::Least,
    run,
};

fn run(solver: &Solver, _weights: &[Rational], budget: &mut Budget) -> Answer {
    let reservation = solver.reservation().to_vec();
    let goal = LeastRatio::new(reservation.clone(), reservation, solver.denominators());
    let case = Case { solution: LEXIMIN.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
    best_by_leximin(solver, case, goal, &[], &least_gain, &solver.denominator_unit(), budget)
}
