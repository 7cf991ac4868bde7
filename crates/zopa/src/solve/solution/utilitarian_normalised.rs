//! The utilitarian solution with utilities normalised to [0, 1]: walk-away is 0, the ideal 1.
//!
//! `max sum g_i / (I_i - r_i)` over the zone. Cao 1982, "Preference functions and bargaining
//! solutions"; Dhillon and Mertens 1999, "Relative utilitarianism". Not when ideals are far out of reach for some.

use super::Solution;
use crate::exact::Rational;
use crate::solve::answer::{Answer, Ties};
use crate::solve::engine::goal::Sum;
use crate::solve::engine::search::{Budget, Remainder, search};
use crate::solve::ideals::Ideals;
use crate::solve::measure::Criterion;
use crate::solve::solver::{Case, Solver};
use num_traits::{Signed, Zero};

pub(super) static UTILITARIAN_NORMALISED: Solution = Solution {
    id: "utilitarian-normalised",
    aliases: &["utilitarian-normalized", "relative-utilitarian"],
    name: "Normalised utilitarian",
    plain: "The greatest total where each party's walk-away counts 0 and its best counts 1.",
    definition: "max of the sum of g_i / (I_i - r_i) over the zone",
    citation: "Xi-Ren Cao, 1982, Preference Functions and Bargaining Solutions, IEEE Conference on Decision and Control; Amrita Dhillon and Jean-Francois Mertens, 1999, Relative Utilitarianism, Econometrica 67(3), 471-498",
    when_not: "When a party's best package is a remote possibility: it makes its gains look small.",
    takes_weights: false,
    is_mixture: false,
    needs_ideals: true,
    criterion: Criterion::SumOfShares,
    run,
};

fn run(solver: &Solver, _weights: &[Rational], budget: &mut Budget) -> Answer {
    let case = Case { solution: UTILITARIAN_NORMALISED.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
    let ideals = match solver.ideals(&case, budget) {
        Ok(ideals) => ideals,
        Err(answer) => return *answer,
    };
    let Ideals { assignments, packages, proofs, exact_ranges, .. } = ideals;
    let case = Case { ideals: packages, proofs, ..case };
    let value = |utilities: &[Rational], reservation: &[Rational]| -> Rational {
        let gains = utilities.iter().zip(reservation).map(|(u, r)| u - r).zip(&exact_ranges);
        gains.filter(|(_, range)| range.is_positive()).map(|(gain, range)| gain / range).sum()
    };
    let weights: Vec<Rational> =
        exact_ranges.iter().map(|range| if range.is_positive() { range.recip() } else { Rational::zero() }).collect();
    if weights.iter().all(Zero::is_zero) {
        // Nobody can gain anything: the ideals' packages are as good as any, and their proofs suffice.
        return solver.proven(case, solver.settlement(&assignments[0], Ties::AtLeast(1), &value));
    }
    let (coefficients, unit) = solver.sum_coefficients(&weights);
    let mut goal = Sum::new(solver.reservation().to_vec(), coefficients);
    let offset = solver.reservation().to_vec();
    let found = search(&solver.space, &mut goal, budget, &assignments);
    let ties = match (&found.remainder, goal.best().cloned()) {
        (Remainder::Nothing(tree), Some(best)) => {
            let relaxed = goal.at_least(&best);
            solver.ties(tree, &relaxed, &|utilities| goal.value(utilities) == best).0
        }
        _ => Ties::AtLeast(1),
    };
    let walk_away = Rational::from(goal.value(&offset)) * &unit;
    match solver.conclude(case, found, ties, &value, &unit) {
        // The goal's bound counts utilities, the value gains.
        Answer::Bounded { settlement, bound } => {
            let bound = bound.map(|bound| (bound - &walk_away).max(settlement.value.clone()));
            Answer::Bounded { settlement, bound }
        }
        other => other,
    }
}
