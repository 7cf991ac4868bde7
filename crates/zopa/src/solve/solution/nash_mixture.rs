//! The Nash solution over mixtures of packages: Nash's own setting.
//!
//! `max prod g_i` over mixtures. Nash 1950, "The bargaining problem". The optimum may be irrational
//! for three parties or more; then the answer is a mixture next to it with a bound. Not when packages
//! cannot be mixed.

use super::Solution;
use crate::exact::Rational;
use crate::solve::answer::Answer;
use crate::solve::certificate::{Proof, Verdict};
use crate::solve::engine::goal::Guide;
use crate::solve::engine::multipliers::relax;
use crate::solve::engine::search::Budget;
use crate::solve::engine::space::Tables;
use crate::solve::engine::support::support;
use crate::solve::measure::Criterion;
use crate::solve::mixed_answer::{Mixing, efficient};
use crate::solve::mixture::whole;
use crate::solve::solver::{Case, Solver};
use num_bigint::BigInt;
use num_traits::{One, Pow, Signed, Zero};

pub(super) static NASH_MIXTURE: Solution = Solution {
    id: "nash-mixture",
    aliases: &["nash-hull"],
    name: "Nash, mixtures",
    plain: "Like Nash, where packages may be mixed: by lottery, by turns, by shares.",
    definition: "max of the product of g_i over mixtures of packages, g_i the average gain",
    citation: "John F. Nash, 1950, The Bargaining Problem, Econometrica 18(2), 155-162",
    when_not: "When packages cannot be mixed: then the mixture is only a yardstick.",
    takes_weights: false,
    is_mixture: true,
    needs_ideals: false,
    criterion: Criterion::Mixture,
    run,
};

/// Shares are rounded to this many steps where the optimum is irrational.
const STEPS: f64 = (1u64 << 50) as f64;

/// Assignments with their shares.
type Shares = Vec<(Vec<usize>, Rational)>;

fn run(solver: &Solver, _weights: &[Rational], _budget: &mut Budget) -> Answer {
    let case = Case { solution: NASH_MIXTURE.id, weights: &[], ideals: Vec::new(), proofs: Vec::new() };
    let p = solver.reservation().len();
    let direction: Vec<Rational> = solver
        .space
        .tops
        .iter()
        .zip(solver.reservation())
        .map(|(top, r)| Rational::from(BigInt::from((top - r).max(1))))
        .collect();
    let start = match efficient(solver, &direction) {
        Mixing::Empty(weights) => return solver.no_mixture(case, weights),
        Mixing::Found { mixed, .. } => mixed,
    };
    let mut candidates = vec![start.shares];
    candidates.extend(near_optimum(solver));
    let gains = |shares: &Shares| -> Vec<Rational> {
        solver.average(shares).iter().zip(solver.exact_reservation()).map(|(u, r)| u - r).collect()
    };
    let product = |shares: &Shares| {
        if gains(shares).iter().any(Signed::is_negative) { -Rational::one() } else { gains(shares).iter().product() }
    };
    let shares = candidates.into_iter().max_by(|a, b| product(a).cmp(&product(b))).expect("there is a start");
    let value = |utilities: &[Rational], reservation: &[Rational]| -> Rational {
        utilities.iter().zip(reservation).map(|(u, r)| u - r).product()
    };
    let settlement = solver.mixed_settlement(&shares, &value);
    let gains = gains(&shares);
    if gains.iter().any(Zero::is_zero) {
        return Answer::Bounded { settlement, bound: None };
    }
    // At the optimum these weights support all mixtures: the inequality of means is then an equation.
    let weights = whole(&gains.iter().map(Rational::recip).collect::<Vec<_>>());
    let Some((top, _)) = support(&solver.space, &weights) else { return Answer::Unknown { bound: None } };
    let room = top - weights.iter().zip(solver.reservation()).map(|(w, &r)| w * r).sum::<BigInt>();
    let mean = Rational::new(room, BigInt::from(p));
    let scales: Rational = solver.network().scales.iter().map(|scale| scale.denominator.clone()).product();
    let bound = Pow::pow(&mean, p as u32) / (Rational::from(weights.iter().product::<BigInt>()) * scales);
    let proven = bound == settlement.value;
    let verdict =
        Verdict::Mixture { mixture: settlement.mixture.clone(), value: settlement.value.clone(), bound: bound.clone() };
    let certificate = solver.certificate(case.proved(Proof::Support(weights)), verdict);
    if proven {
        Answer::Optimum { settlement, certificate }
    } else {
        Answer::Bounded { settlement, bound: Some(bound) }
    }
}

/// Mixtures at or next to the optimum that floats find.
fn near_optimum(solver: &Solver) -> Vec<Shares> {
    let origin: Vec<f64> = solver.reservation().iter().map(|&r| r as f64).collect();
    let guide = Guide::Product { exponents: vec![1.0; origin.len()], origin };
    let fixed = vec![None; solver.space.order.len()];
    let Some(relaxation) = relax(&solver.space, &fixed, &guide, Vec::new(), &mut Tables::default()) else {
        return Vec::new();
    };
    let mut main: Vec<(Vec<usize>, f64)> = Vec::new();
    for (column, &share) in relaxation.columns.iter().zip(&relaxation.shares) {
        let permitted = solver.network().utilities(&column.assignment).is_some();
        match main.iter_mut().find(|(assignment, _)| *assignment == column.assignment) {
            Some((_, sum)) => *sum += share,
            None if permitted => main.push((column.assignment.clone(), share)),
            None => {}
        }
    }
    main.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut candidates: Vec<Shares> = main.iter().take(3).map(|(a, _)| vec![(a.clone(), Rational::one())]).collect();
    for (index, (first, _)) in main.iter().take(4).enumerate() {
        for (second, _) in main.iter().take(4).skip(index + 1) {
            candidates.extend(on_edge(solver, first, second));
        }
    }
    candidates.push(rounded(&main));
    candidates
}

/// For two parties, the best mixture of two packages: the product is a parabola in the share.
fn on_edge(solver: &Solver, first: &[usize], second: &[usize]) -> Option<Shares> {
    let (from, to) = (solver.integers(first), solver.integers(second));
    if from.len() != 2 {
        return None;
    }
    let [(gain_a, step_a), (gain_b, step_b)] = [0, 1]
        .map(|party| (BigInt::from(from[party] - solver.reservation()[party]), BigInt::from(to[party] - from[party])));
    let curvature: BigInt = &step_a * &step_b * 2;
    if !curvature.is_negative() {
        return None;
    }
    let share = Rational::new(-(gain_a * step_b + gain_b * step_a), curvature);
    let inside = share.is_positive() && share < Rational::one();
    inside.then(|| vec![(first.to_vec(), Rational::one() - &share), (second.to_vec(), share)])
}

/// Floats as fractions that sum to one.
fn rounded(main: &[(Vec<usize>, f64)]) -> Shares {
    let steps: Vec<(Vec<usize>, BigInt)> = main
        .iter()
        .map(|(a, share)| (a.clone(), BigInt::from((share * STEPS) as u64)))
        .filter(|(_, s)| s.is_positive())
        .collect();
    let total: BigInt = steps.iter().map(|(_, s)| s).sum();
    steps.into_iter().map(|(a, s)| (a, Rational::new(s, total.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Shares, rounded};
    use crate::exact::{Rational, to_f64};
    use num_traits::One;

    #[test]
    fn rounded_shares_sum_to_one() {
        let shares: Shares = rounded(&[(vec![0], 0.3), (vec![1], 0.7 - 1e-9), (vec![2], 1e-30)]);
        assert_eq!(shares.iter().map(|(_, s)| s).sum::<Rational>(), Rational::one());
        assert!((to_f64(&shares[0].1) - 0.3).abs() < 1e-8 && shares.len() == 2);
    }
}
