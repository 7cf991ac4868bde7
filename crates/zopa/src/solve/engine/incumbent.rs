//! Hill climbing from an outcome of the relaxation to a good incumbent.

use super::goal::Goal;
use crate::solve::network::Network;

/// Above this many pairs of changes, only single changes are tried.
const MAX_PAIRS: usize = 100_000;

/// After so many steps, an incumbent is good enough to start from.
const MAX_STEPS: usize = 200;

/// A change of one variable with what it does to the utilities.
struct Change {
    variable: usize,
    value: usize,
    difference: Vec<i64>,
}

/// Improves an assignment by changing one or two variables at a time while its merit rises.
pub(super) fn climb(network: &Network, goal: &dyn Goal, assignment: &mut [usize]) -> Option<Vec<i64>> {
    let touching = touching(network);
    let mut utilities = network.utilities(assignment)?;
    let mut merit = goal.merit(&utilities);
    for _ in 0..MAX_STEPS {
        let changes = changes(network, &touching, assignment);
        let Some((step, better)) = best_step(goal, &changes, &touching, &utilities, merit) else { break };
        for change in step {
            assignment[change.variable] = change.value;
            utilities.iter_mut().zip(&change.difference).for_each(|(u, d)| *u += d);
        }
        merit = better;
    }
    Some(utilities)
}

/// The single change or, failing that, the pair of changes that raises the merit most.
fn best_step<'c>(
    goal: &dyn Goal,
    changes: &'c [Change],
    touching: &[Vec<usize>],
    utilities: &[i64],
    merit: f64,
) -> Option<(Vec<&'c Change>, f64)> {
    let mut best = (Vec::new(), merit);
    let mut after = vec![0; utilities.len()];
    for change in changes {
        add(&mut after, utilities, &change.difference);
        let reached = goal.merit(&after);
        if reached > best.1 {
            best = (vec![change], reached);
        }
    }
    if !best.0.is_empty() || changes.len() * changes.len() / 2 > MAX_PAIRS {
        return (!best.0.is_empty()).then_some(best);
    }
    let mut halfway = after.clone();
    for (index, first) in changes.iter().enumerate() {
        add(&mut halfway, utilities, &first.difference);
        for second in &changes[index + 1..] {
            let tied = || touching[first.variable].iter().any(|factor| touching[second.variable].contains(factor));
            if first.variable == second.variable || tied() {
                continue;
            }
            add(&mut after, &halfway, &second.difference);
            let reached = goal.merit(&after);
            if reached > best.1 {
                best = (vec![first, second], reached);
            }
        }
    }
    (!best.0.is_empty()).then_some(best)
}

fn add(sum: &mut [i64], first: &[i64], second: &[i64]) {
    for ((sum, a), b) in sum.iter_mut().zip(first).zip(second) {
        *sum = a + b;
    }
}

/// The factors of each variable.
fn touching(network: &Network) -> Vec<Vec<usize>> {
    let mut touching = vec![Vec::new(); network.variables.len()];
    for (index, factor) in network.factors.iter().enumerate() {
        for &variable in &factor.scope {
            touching[variable].push(index);
        }
    }
    touching
}

/// Every permitted change of one variable.
fn changes(network: &Network, touching: &[Vec<usize>], assignment: &mut [usize]) -> Vec<Change> {
    let p = network.n_parties;
    let mut changes = Vec::new();
    for variable in 0..assignment.len() {
        let now = assignment[variable];
        let own = &network.variables[variable].utility;
        if network.variables[variable].size > MAX_PAIRS {
            continue;
        }
        for value in (0..network.variables[variable].size).filter(|&value| value != now) {
            let mut difference: Vec<i64> = (0..p).map(|i| own[value * p + i] - own[now * p + i]).collect();
            let mut permitted = true;
            for factor in touching[variable].iter().map(|&factor| &network.factors[factor]) {
                let before = network.cell(factor, assignment);
                assignment[variable] = value;
                let after = network.cell(factor, assignment);
                assignment[variable] = now;
                permitted &= !factor.forbidden[after];
                if !factor.utility.is_empty() {
                    for (i, d) in difference.iter_mut().enumerate() {
                        *d += factor.utility[after * p + i] - factor.utility[before * p + i];
                    }
                }
            }
            if permitted {
                changes.push(Change { variable, value, difference });
            }
        }
    }
    changes
}
