//! A network with an observer as its last party, who counts what stays as a draft has it.

use super::freedom::Counting;
use crate::exact::Rational;
use crate::model::{Negotiation, PartialOutcome};
use crate::solve::network::{Factor, Meaning, Network, Variable};
use crate::solve::scale::Scale;
use num_traits::One;

/// What is counted as one change: the issues of each unit that the draft settles.
pub(super) fn units(negotiation: &Negotiation, draft: &PartialOutcome, counting: Counting) -> Vec<Vec<usize>> {
    let mut units: Vec<(Option<u32>, Vec<usize>)> = Vec::new();
    for (issue, _) in draft.0.iter().enumerate().filter(|(_, option)| option.is_some()) {
        let point = negotiation.issues()[issue].point.filter(|_| counting == Counting::Points);
        match units.iter_mut().find(|(other, _)| point.is_some() && *other == point) {
            Some((_, issues)) => issues.push(issue),
            None => units.push((point, vec![issue])),
        }
    }
    units.into_iter().map(|(_, issues)| issues).collect()
}

/// The network with the observer, whose utility is the number of units that stay whole.
pub(super) fn observed(network: &Network, draft: &PartialOutcome, units: &[Vec<usize>]) -> Network {
    let kept = |issue: usize, option: usize| draft.0[issue] == Some(option);
    let alone: Vec<usize> = units.iter().filter(|unit| unit.len() == 1).map(|unit| unit[0]).collect();
    let mut observed = network.clone();
    observed.n_parties += 1;
    observed.reservation.push(0);
    observed.scales.push(Scale { denominator: Rational::one(), slack: 0 });
    for variable in &mut observed.variables {
        let meaning = &variable.meaning;
        let count = |value: usize| match meaning {
            Meaning::Counter | Meaning::Bonus { .. } => 0,
            Meaning::Issue { issue, options } => i64::from(alone.contains(issue) && kept(*issue, options[value])),
            Meaning::Package { outcomes } => {
                let whole = |unit: &&Vec<usize>| unit.iter().all(|&issue| kept(issue, outcomes[value].0[issue]));
                units.iter().filter(whole).count() as i64
            }
        };
        variable.utility = widened(&variable.utility, network.n_parties, &count);
    }
    for factor in &mut observed.factors {
        factor.utility = widened(&factor.utility, network.n_parties, &|_| 0);
    }
    if !matches!(observed.variables.first().map(|v| &v.meaning), Some(Meaning::Package { .. })) {
        units.iter().filter(|unit| unit.len() > 1).for_each(|unit| chain(&mut observed, unit, &kept));
    }
    observed
}

fn widened(utility: &[i64], p: usize, last: &dyn Fn(usize) -> i64) -> Vec<i64> {
    let rows = utility.chunks_exact(p).enumerate();
    rows.flat_map(|(row, utility)| utility.iter().copied().chain([last(row)])).collect()
}

/// Follows a unit of several issues: after each of them, whether something changed so far. The
/// observer gains where nothing did in the end.
fn chain(network: &mut Network, unit: &[usize], kept: &dyn Fn(usize, usize) -> bool) {
    let p = network.n_parties;
    let mut before: Option<usize> = None;
    for (place, &issue) in unit.iter().enumerate() {
        let Meaning::Issue { options, .. } = &network.variables[issue].meaning else { continue };
        let mut forbidden = Vec::new();
        for &option in options {
            for changed in 0..before.map_or(1, |_| 2) {
                let now = usize::from(changed == 1 || !kept(issue, option));
                forbidden.extend([now != 0, now != 1]);
            }
        }
        let counter = network.variables.len();
        let mut utility = vec![0; 2 * p];
        utility[p - 1] = i64::from(place + 1 == unit.len());
        network.variables.push(Variable { meaning: Meaning::Counter, size: 2, utility });
        let scope = [Some(issue), before, Some(counter)].into_iter().flatten().collect();
        network.factors.push(Factor { scope, forbidden, utility: Vec::new() });
        before = Some(counter);
    }
}
