//! The weighted Nash solution: the greatest product of gains raised to weights.
//!
//! `max prod g_i ^ a_i` over the zone. Kalai 1977, "Nonsymmetric Nash solutions and replications of
//! 2-person bargaining". The weights say whose gain counts more; not when nobody can say why.

use super::{Solution, exponents};
use crate::exact::Rational;
use crate::solve::answer::{Answer, Ties};
use crate::solve::engine::goal::Product;
use crate::solve::engine::search::{Budget, Remainder, search};
use crate::solve::measure::Criterion;
use crate::solve::solver::{Case, Solver};
use num_bigint::BigUint;
use num_traits::{One, Pow, Zero};

pub(super) static WEIGHTED_NASH: Solution = Solution {
    id: "weighted-nash",
    aliases: &["nash-weighted"],
    name: "Weighted Nash",
    plain: "Like Nash, but some parties' gains count more, by weights that you state.",
    definition: "max of the product of g_i ^ a_i over the zone, a_i the weights as smallest whole numbers",
    citation: "Ehud Kalai, 1977, Nonsymmetric Nash Solutions and Replications of 2-Person Bargaining, International Journal of Game Theory 6, 129-133",
    when_not: "When nobody can say why one party's gain should count more than another's.",
    takes_weights: true,
    is_mixture: false,
    needs_ideals: false,
    criterion: Criterion::Product,
    run,
};

fn run(solver: &Solver, weights: &[Rational], budget: &mut Budget) -> Answer {
    let case = Case { solution: WEIGHTED_NASH.id, weights, ideals: Vec::new(), proofs: Vec::new() };
    let exponents = exponents(weights).expect("a question checks its weights");
    product(solver, case, exponents, budget)
}

/// The greatest product of `gain_i ^ exponent_i`.
pub(super) fn product(solver: &Solver, case: Case, exponents: Vec<u32>, budget: &mut Budget) -> Answer {
    let mut goal = Product::new(solver.reservation().to_vec(), exponents.clone());
    let found = search(&solver.space, &mut goal, budget, &[]);
    let ties = match (&found.remainder, goal.best.clone()) {
        (Remainder::Nothing(tree), Some(best)) => {
            let mut relaxed = goal.clone();
            relaxed.best = if best.is_zero() { None } else { Some(&best - BigUint::one()) };
            solver.ties(tree, &relaxed, &|utilities| goal.value(utilities) == best).0
        }
        _ => Ties::AtLeast(1),
    };
    let power = |base: &Rational, exponent: u32| Pow::pow(base, exponent);
    let scales = solver.network().scales.iter().zip(&exponents);
    let unit: Rational = scales.map(|(scale, &exponent)| power(&scale.denominator, exponent).recip()).product();
    let value = |utilities: &[Rational], reservation: &[Rational]| -> Rational {
        let gains = utilities.iter().zip(reservation).map(|(u, r)| u - r);
        gains.zip(&exponents).map(|(gain, &exponent)| power(&gain, exponent)).product()
    };
    solver.conclude(case, found, ties, &value, &unit)
}
