//! The Pareto frontier of all outcomes in whole numbers of any size.
//!
//! Where utilities are sums, issues are added one after the other and dominated partial outcomes
//! dropped (Nemhauser and Ullmann 1969); else all outcomes are looked at.

use super::scaled::{Either, Scaled, Whole, scaled};
use crate::model::{Negotiation, Outcome};
use crate::solve::outcomes::n_outcomes;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The most partial outcomes that are kept, and the most comparisons of points of four parties and more.
const MAX_KEPT: usize = 2_000_000;
const MAX_COMPARISONS: usize = 2_000_000_000;

/// The most outcomes that are looked at one by one.
pub(super) const MAX_VISITED: usize = 5_000_000;

/// An outcome with its utilities.
pub(super) struct Point<T> {
    pub utilities: Vec<T>,
    pub outcome: Outcome,
}

/// The frontier, one outcome for each vector of utilities; `None` where it is too large.
pub(super) fn frontier<T: Whole>(scaled: &Scaled<T>) -> Option<Vec<Point<T>>> {
    if scaled.is_sum() {
        return merged(scaled);
    }
    n_outcomes(&scaled.sizes, MAX_VISITED)?;
    let mut points: Vec<Point<T>> = Vec::new();
    let mut threshold = 1024;
    let mut fits = true;
    scaled.visit(|settlement, utilities| {
        points.push(Point { utilities: utilities.to_vec(), outcome: Outcome(settlement.to_vec()) });
        if points.len() >= threshold && fits {
            fits = thin(&mut points);
            threshold = 2 * points.len() + 1024;
        }
    });
    (fits && thin(&mut points)).then_some(points)
}

/// An outcome for each point of the frontier of up to three parties' utilities that are sums and nothing else,
/// where no rule or red line forbids any; `None` where that is not so, or the frontier is too large.
pub(in crate::solve) fn frontier_of_sums(negotiation: &Negotiation) -> Option<Vec<Outcome>> {
    let preferences = negotiation.preferences();
    let is_free = negotiation.rules().is_empty() && preferences.iter().all(|own| own.red_lines.is_empty());
    if !is_free || preferences.len() > 3 {
        return None;
    }
    match scaled(negotiation) {
        Either::Machine(scaled) if scaled.is_sum() => Some(outcomes(merged(&scaled)?)),
        Either::Unlimited(scaled) if scaled.is_sum() => Some(outcomes(merged(&scaled)?)),
        _ => None,
    }
}

fn outcomes<T>(points: Vec<Point<T>>) -> Vec<Outcome> {
    points.into_iter().map(|point| point.outcome).collect()
}

/// Keeps the points of the frontier; false where that takes too long.
fn thin<T: Whole>(points: &mut Vec<Point<T>>) -> bool {
    let utilities: Vec<&[T]> = points.iter().map(|point| point.utilities.as_slice()).collect();
    let Some(kept) = undominated(&utilities) else { return false };
    let mut keep = vec![false; points.len()];
    kept.into_iter().for_each(|index| keep[index] = true);
    let mut index = 0;
    points.retain(|_| {
        index += 1;
        keep[index - 1]
    });
    true
}

fn merged<T: Whole>(scaled: &Scaled<T>) -> Option<Vec<Point<T>>> {
    let mut sums: Vec<Vec<T>> = vec![scaled.nothing()];
    // For each issue, which partial outcome and option a new one came from.
    let mut origins: Vec<Vec<(u32, u32)>> = Vec::new();
    for issue in 0..scaled.sizes.len() {
        if sums.len().checked_mul(scaled.sizes[issue])? > MAX_KEPT {
            return None;
        }
        let mut extended = Vec::new();
        let mut from = Vec::new();
        for (index, sum) in sums.iter().enumerate() {
            for option in 0..scaled.sizes[issue] {
                let mut sum = sum.clone();
                scaled.add(issue, option, &mut sum);
                extended.push(sum);
                from.push((index as u32, option as u32));
            }
        }
        let views: Vec<&[T]> = extended.iter().map(Vec::as_slice).collect();
        let kept = undominated(&views)?;
        origins.push(kept.iter().map(|&index| from[index]).collect());
        sums = kept.iter().map(|&index| std::mem::take(&mut extended[index])).collect();
    }
    let points = sums.into_iter().enumerate().map(|(mut index, utilities)| {
        let mut settlement = vec![0; origins.len()];
        for (issue, origins) in origins.iter().enumerate().rev() {
            let (before, option) = origins[index];
            settlement[issue] = option as usize;
            index = before as usize;
        }
        Point { utilities, outcome: Outcome(settlement) }
    });
    Some(points.collect())
}

/// Indices of the points that no other betters, one for each vector, the first party's best first.
fn undominated<T: Whole>(points: &[&[T]]) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| points[b].cmp(points[a]).then(a.cmp(&b)));
    order.dedup_by(|later, earlier| points[*later] == points[*earlier]);
    let n_parties = points.first().map_or(0, |point| point.len());
    // Whatever could better a point stands before it.
    match n_parties {
        0 | 1 => order.truncate(1),
        2 => {
            let mut best: Option<&T> = None;
            order.retain(|&index| {
                let is_better = best.is_none_or(|best| points[index][1] > *best);
                if is_better {
                    best = Some(&points[index][1]);
                }
                is_better
            });
        }
        3 => order = staircase(points, &order),
        _ => order = maxima(points, order)?,
    }
    Some(order)
}

/// More parties: one by one, those with the best places in all first, as these better most others.
fn maxima<T: Whole>(points: &[&[T]], order: Vec<usize>) -> Option<Vec<usize>> {
    let n_parties = points[order[0]].len();
    // Places are compared faster than numbers.
    let mut places = vec![0u32; order.len() * n_parties];
    for party in 0..n_parties {
        let mut by_party: Vec<usize> = (0..order.len()).collect();
        by_party.sort_by(|&a, &b| points[order[a]][party].cmp(&points[order[b]][party]));
        let mut place = 0;
        for pair in 0..by_party.len() {
            let is_more = pair > 0 && points[order[by_party[pair]]][party] > points[order[by_party[pair - 1]]][party];
            place += u32::from(is_more);
            places[by_party[pair] * n_parties + party] = place;
        }
    }
    let places_of = |at: usize| &places[at * n_parties..(at + 1) * n_parties];
    let mut sequence: Vec<usize> = (0..order.len()).collect();
    sequence.sort_by_key(|&at| Reverse(places_of(at).iter().map(|&place| u64::from(place)).sum::<u64>()));
    let mut kept: Vec<usize> = Vec::new();
    let mut front: Vec<u32> = Vec::new();
    let mut n_comparisons = 0;
    for at in sequence {
        let own = places_of(at);
        n_comparisons += kept.len();
        if n_comparisons > MAX_COMPARISONS {
            return None;
        }
        if !front.chunks_exact(n_parties).any(|other| other.iter().zip(own).all(|(o, own)| o >= own)) {
            kept.push(at);
            front.extend(own);
        }
    }
    kept.sort_unstable();
    Some(kept.into_iter().map(|at| order[at]).collect())
}

/// Three parties: the second and third utilities of what was kept so far form a descending staircase.
fn staircase<T: Whole>(points: &[&[T]], order: &[usize]) -> Vec<usize> {
    let mut steps: BTreeMap<&T, &T> = BTreeMap::new();
    let mut kept = Vec::new();
    for &index in order {
        let (second, third) = (&points[index][1], &points[index][2]);
        if steps.range::<&T, _>(second..).next().is_some_and(|(_, best)| *best >= third) {
            continue;
        }
        let below: Vec<&T> = steps
            .range::<&T, _>(..=second)
            .rev()
            .take_while(|(_, other)| **other <= third)
            .map(|(key, _)| *key)
            .collect();
        for key in below {
            steps.remove(key);
        }
        steps.insert(second, third);
        kept.push(index);
    }
    kept
}
