//! The egalitarian solution: the greatest least gain.
//!
//! `max min g_i` over the zone. Kalai 1977, "Proportional solutions to bargaining situations:
//! interpersonal utility comparisons". Not when a unit of utility means different things to the parties.

use super::Solution;
use crate::exact::Rational;
use crate::solve::answer::{Answer, Ties};
use crate::solve::engine::goal::{LeastRatio, sorted};
use crate::solve::engine::search::{Budget, Remainder, search};
use crate::solve::measure::Criterion;
use crate::solve::solver::{Case, Solver};

pub(super) static EGALITARIAN: Solution = Solution {
    id: "egalitarian",
    aliases: &["maximin", "kalai"],
    name: "Egalitarian",
    plain: "Lifts whoever gains least as high as possible.",
    definition: "max of min g_i over the zone; among ties the one best by leximin of those found",
    citation: "Ehud Kalai, 1977, Proportional Solutions to Bargaining Situations: Interpersonal Utility Comparisons, Econometrica 45(7), 1623-1630",
    when_not: "When a unit of utility means different things to different parties; Kalai-Smorodinsky compares shares of what each could gain.",
    takes_weights: false,
    is_mixture: false,
    needs_ideals: false,
    criterion: Criterion::Least,
    run,
};

fn run(solver: &Solver, _weights: &[Rational], budget: &mut Budget) -> Answer {
    let reservation = solver.reservation().to_vec();
    let mut goal = LeastRatio::new(reservation.clone(), reservation, solver.denominators());
    let mut found = search(&solver.space, &mut goal, budget, &[]);
    let mut ties = Ties::AtLeast(1);
    if let (Remainder::Nothing(tree), Some(best)) = (&found.remainder, goal.best) {
        let mut relaxed = goal.clone();
        relaxed.raise_to(best);
        let (count, assignments) = solver.ties(tree, &relaxed, &|utilities| goal.least(utilities) == best);
        ties = count;
        let key = |assignment: &Vec<usize>| sorted(&goal, &solver.integers(assignment));
        found.assignment = assignments.into_iter().rev().max_by(|a, b| key(a).cmp(&key(b))).or(found.assignment);
    }
    let case = Case { solution: EGALITARIAN.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
    solver.conclude(case, found, ties, &least_gain, &solver.denominator_unit())
}

pub(super) fn least_gain(utilities: &[Rational], reservation: &[Rational]) -> Rational {
    utilities.iter().zip(reservation).map(|(u, r)| u - r).min().expect("there is a party")
}
