//! The best outcome by leximin of ratios, with proof: the end of several solutions.

use super::answer::{Answer, Ties};
use super::certificate::{Proof, Tree};
use super::engine::goal::{LeastRatio, Leximin, Ratio, sorted};
use super::engine::search::{Budget, Found, Remainder, replay, search};
use super::solver::{Case, Solver, Value};
use crate::exact::Rational;

/// Nodes for walking once more through everything with the best least ratio, at least; as many as the search
/// took, where it took more. Where many outcomes share the best, going up stage by stage is faster.
const REPLAY_NODES: u64 = 200_000;

/// The most cases that going up stage by stage may take.
const MAX_STAGES: usize = 2_500;

/// Maximises the least ratio, then the second least, and so on. `unit` turns a bound on ratios
/// into one on values.
pub(super) fn best_by_leximin(
    solver: &Solver,
    case: Case,
    mut goal: LeastRatio,
    starts: &[Vec<usize>],
    value: Value,
    unit: &Rational,
    budget: &mut Budget,
) -> Answer {
    let before = budget.nodes;
    let found = search(&solver.space, &mut goal, budget, starts);
    let replay_nodes = REPLAY_NODES.max(before - budget.nodes);
    let (Some(mut assignment), Remainder::Nothing(tree)) = (found.assignment.clone(), found.remainder.clone()) else {
        // Where nobody can gain, the first outcome is as good as any, and the ideals' proofs suffice.
        return solver.conclude(case, found, Ties::AtLeast(1), value, unit);
    };
    let mut polish = Leximin::new(goal.clone(), &solver.integers(&assignment));
    let complete = replay(&solver.space, &tree, &mut polish, replay_nodes, &mut |better| assignment = better.to_vec());
    let stages = count_stages(goal.ranges.iter().filter(|range| **range > 0).count());
    let proof = if complete {
        Ok(Proof::Direct(tree.clone()))
    } else if stages <= MAX_STAGES {
        climb_stages(solver, &goal, &mut assignment, budget)
    } else {
        let nodes = budget.nodes;
        let complete = replay(&solver.space, &tree, &mut polish, nodes, &mut |better| assignment = better.to_vec());
        if complete { Ok(Proof::Direct(tree.clone())) } else { Err(()) }
    };
    let best = sorted(&goal, &solver.integers(&assignment));
    let mut relaxed = goal.clone();
    if let Some(least) = best.first() {
        relaxed.raise_to(*least);
    }
    match proof {
        Ok(proof) => {
            let ties = solver.ties(&tree, &relaxed, &|utilities| sorted(&goal, utilities) == best).0;
            solver.proven(case.proved(proof), solver.settlement(&assignment, ties, value))
        }
        Err(()) => {
            let found = Found { assignment: Some(assignment), remainder: Remainder::AtMost(None) };
            match solver.conclude(case, found, Ties::AtLeast(1), value, unit) {
                // The least ratio is proved to be best; what is open is the order behind it.
                Answer::Bounded { settlement, .. } => {
                    let bound = Some(settlement.value.clone());
                    Answer::Bounded { settlement, bound }
                }
                other => other,
            }
        }
    }
}

/// The number of cases for `m` parties that can gain: stage k has `m (m - 1) .. (m - k + 2)`.
fn count_stages(m: usize) -> usize {
    let mut tuples = 1usize;
    (0..m).fold(0usize, |total, k| {
        let now = total.saturating_add(tuples);
        tuples = tuples.saturating_mul(m - k);
        now
    })
}

/// Improves the assignment to the best by leximin, a stage for each position of the sorted vector, and
/// proves it case by case. Fails where the budget ends.
fn climb_stages(
    solver: &Solver,
    goal: &LeastRatio,
    assignment: &mut Vec<usize>,
    budget: &mut Budget,
) -> Result<Proof, ()> {
    let active: Vec<usize> = (0..goal.ranges.len()).filter(|&i| goal.ranges[i] > 0).collect();
    let mut trees: Vec<Tree> = Vec::new();
    for stage in 0..active.len() {
        let settled = sorted(goal, &solver.integers(assignment))[..stage].to_vec();
        for low in tuples(&active, &settled) {
            let mut target = with_low(goal, &low, &settled);
            target.raise(sorted(goal, &solver.integers(assignment))[stage]);
            let found = search(&solver.space, &mut target, budget, &[]);
            if let Some(better) = found.assignment {
                *assignment = better;
            }
            match found.remainder {
                Remainder::Nothing(tree) => trees.push(tree),
                _ => return Err(()),
            }
        }
    }
    Ok(Proof::Stages(trees))
}

/// Every way to say which party has which of the settled ratios, in lexicographic order; equal
/// neighbours only ascending, since their order does not matter.
fn tuples(active: &[usize], settled: &[Ratio]) -> Vec<Vec<usize>> {
    let mut tuples = vec![Vec::new()];
    for (place, ratio) in settled.iter().enumerate() {
        let equal_to_last = place > 0 && settled[place - 1] == *ratio;
        let extend = |tuple: &Vec<usize>| -> Vec<Vec<usize>> {
            let ascends = |party: usize| !equal_to_last || tuple[place - 1] < party;
            let fits = |party: &&usize| !tuple.contains(party) && ascends(**party);
            active.iter().filter(fits).map(|&party| tuple.iter().copied().chain([party]).collect()).collect()
        };
        tuples = tuples.iter().flat_map(extend).collect();
    }
    tuples
}

/// The goal for the other parties, while the low ones get their settled ratios.
fn with_low(goal: &LeastRatio, low: &[usize], settled: &[Ratio]) -> LeastRatio {
    let mut base = goal.base.clone();
    let mut ranges = goal.ranges.clone();
    for (&party, ratio) in low.iter().zip(settled) {
        base[party] = base[party].max(goal.origin[party] + ratio.reaching(goal.ranges[party]));
        ranges[party] = 0;
    }
    LeastRatio::new(base, goal.origin.clone(), ranges)
}
