//! The weighted sum of utilities.
//!
//! `max sum a_i u_i` over the zone. Harsanyi 1955, "Cardinal welfare, individualistic ethics, and
//! interpersonal comparisons of utility". Not when utilities of different parties cannot be compared.

use super::Solution;
use crate::exact::Rational;
use crate::solve::answer::{Answer, Ties};
use crate::solve::engine::goal::Sum;
use crate::solve::engine::search::{Budget, Remainder, search};
use crate::solve::measure::Criterion;
use crate::solve::solver::{Case, Solver};

pub(super) static WEIGHTED_SUM: Solution = Solution {
    id: "weighted-sum",
    aliases: &["weighted-utilitarian"],
    name: "Weighted sum",
    plain: "The greatest total, where some parties' utilities count more, by weights that you state.",
    definition: "max of the sum of a_i u_i over the zone",
    citation: "John C. Harsanyi, 1955, Cardinal Welfare, Individualistic Ethics, and Interpersonal Comparisons of Utility, Journal of Political Economy 63(4), 309-321",
    when_not: "When utilities of different parties cannot be compared, or when nobody can say why one should count more.",
    takes_weights: true,
    is_mixture: false,
    needs_ideals: false,
    criterion: Criterion::Sum,
    run,
};

fn run(solver: &Solver, weights: &[Rational], budget: &mut Budget) -> Answer {
    let case = Case { solution: WEIGHTED_SUM.id, weights, ideals: Vec::new(), proofs: Vec::new() };
    sum(solver, case, weights, budget)
}

/// The greatest sum of `weight_i * u_i`.
pub(super) fn sum(solver: &Solver, case: Case, weights: &[Rational], budget: &mut Budget) -> Answer {
    let (coefficients, unit) = solver.sum_coefficients(weights);
    let mut goal = Sum::new(solver.reservation().to_vec(), coefficients);
    let found = search(&solver.space, &mut goal, budget, &[]);
    let ties = match (&found.remainder, goal.best().cloned()) {
        (Remainder::Nothing(tree), Some(best)) => {
            let relaxed = goal.at_least(&best);
            solver.ties(tree, &relaxed, &|utilities| goal.value(utilities) == best).0
        }
        _ => Ties::AtLeast(1),
    };
    let value = |utilities: &[Rational], _: &[Rational]| -> Rational {
        utilities.iter().zip(weights).map(|(u, w)| u * w).sum()
    };
    solver.conclude(case, found, ties, &value, &unit)
}
