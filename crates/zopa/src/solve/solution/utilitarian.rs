//! The utilitarian solution: the greatest total utility.
//!
//! `max sum u_i` over the zone. Harsanyi 1955, "Cardinal welfare, individualistic ethics, and
//! interpersonal comparisons of utility". Not when utilities of different parties cannot be compared.

use super::Solution;
use super::weighted_sum::sum;
use crate::exact::Rational;
use crate::solve::answer::Answer;
use crate::solve::engine::search::Budget;
use crate::solve::measure::Criterion;
use crate::solve::solver::{Case, Solver};
use num_traits::One;

pub(super) static UTILITARIAN: Solution = Solution {
    id: "utilitarian",
    aliases: &["welfare", "sum"],
    name: "Utilitarian",
    plain: "The greatest total: the sum of everyone's utilities, whoever gets it.",
    definition: "max of the sum of u_i over the zone",
    citation: "John C. Harsanyi, 1955, Cardinal Welfare, Individualistic Ethics, and Interpersonal Comparisons of Utility, Journal of Political Economy 63(4), 309-321",
    when_not: "When utilities of different parties cannot be compared: a point of one party counts like a point of another.",
    takes_weights: false,
    is_mixture: false,
    needs_ideals: false,
    criterion: Criterion::Sum,
    run,
};

fn run(solver: &Solver, _weights: &[Rational], budget: &mut Budget) -> Answer {
    let case = Case { solution: UTILITARIAN.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
    sum(solver, case, &vec![Rational::one(); solver.reservation().len()], budget)
}
