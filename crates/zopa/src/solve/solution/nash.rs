//! The Nash solution: the greatest product of gains.
//!
//! `max prod g_i` over the zone. Nash 1950, "The bargaining problem", Econometrica 18(2).
//! Independent of each party's scale of utility. Not when one party's gain is always zero: then every
//! package ties.

use super::Solution;
use super::weighted_nash::product;
use crate::exact::Rational;
use crate::solve::answer::Answer;
use crate::solve::engine::search::Budget;
use crate::solve::measure::Criterion;
use crate::solve::solver::{Case, Solver};

pub(super) static NASH: Solution = Solution {
    id: "nash",
    aliases: &["nash-product"],
    name: "Nash",
    plain: "Balances everyone's gains: the product of what each party gains over walking away is greatest.",
    definition: "max of the product of g_i over the zone",
    citation: "John F. Nash, 1950, The Bargaining Problem, Econometrica 18(2), 155-162",
    when_not: "When some party can gain nothing in any package: all products are zero and every package ties.",
    takes_weights: false,
    is_mixture: false,
    needs_ideals: false,
    criterion: Criterion::Product,
    run,
};

fn run(solver: &Solver, _weights: &[Rational], budget: &mut Budget) -> Answer {
    let exponents = vec![1; solver.reservation().len()];
    let case = Case { solution: NASH.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
    product(solver, case, exponents, budget)
}
