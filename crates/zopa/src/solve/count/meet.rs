//! Counting by a split: list both sides under every assignment of the separator, count the pairs.

use super::condition::part;
use super::dominance::count_pairs;
use super::expand::{Expansion, Rounding, expand};
use super::list::List;
use super::split::Split;
use super::watch::Watch;
use crate::solve::network::Network;
use num_bigint::BigUint;
use rayon::prelude::*;

/// Lists longer than this are worked on one assignment of the separator at a time, by all threads.
const LONG: f64 = 65536.0;

/// The number of assignments that satisfy everyone; with rounding, a bound on it from above or
/// below. `None` where a list would outgrow `most_states` or the watch says to stop.
pub fn meet(
    network: &Network,
    split: &Split,
    rounding: Rounding,
    most_states: usize,
    watch: &Watch,
) -> Option<BigUint> {
    let conditions: usize = split.separator.iter().map(|&v| network.variables[v].size).product();
    let one = |condition: usize| under(network, split, condition, rounding, most_states, watch);
    if split.lengths.iter().any(|length| *length > LONG) {
        (0..conditions).map(one).sum()
    } else {
        (0..conditions).into_par_iter().map(one).sum()
    }
}

/// The least and the most that the variables and factors of a network add, party by party.
pub fn reach(network: &Network) -> (Vec<i64>, Vec<i64>) {
    let p = network.n_parties;
    let tables = network.variables.iter().map(|v| &v.utility).chain(network.factors.iter().map(|f| &f.utility));
    let (mut least, mut most) = (vec![0; p], vec![0; p]);
    for table in tables {
        for party in 0..p {
            let column = || table.iter().skip(party).step_by(p);
            least[party] += column().min().unwrap_or(&0);
            most[party] += column().max().unwrap_or(&0);
        }
    }
    (least, most)
}

/// The count where the separator has the assignment with a number.
fn under(
    network: &Network,
    split: &Split,
    mut condition: usize,
    rounding: Rounding,
    most_states: usize,
    watch: &Watch,
) -> Option<BigUint> {
    let p = network.n_parties;
    let mut fixed = Vec::with_capacity(split.separator.len());
    for &variable in &split.separator {
        fixed.push((variable, condition % network.variables[variable].size));
        condition /= network.variables[variable].size;
    }
    let alone = part(network, &[], &fixed);
    if !alone.allowed {
        return Some(BigUint::ZERO);
    }
    let mut target = network.reservation.clone();
    for (party, target) in target.iter_mut().enumerate() {
        let own = fixed.iter().map(|&(variable, value)| network.variables[variable].utility[value * p + party]);
        *target -= alone.base[party] + own.sum::<i64>();
    }
    let sides = [0, 1].map(|side| part(network, &split.sides[side], &fixed).network);
    let reaches = [reach(&sides[0]), reach(&sides[1])];
    let list = |side: usize| -> Option<List> {
        let (least, most) = &reaches[1 - side];
        let minus = |other: &[i64]| -> Vec<i64> { target.iter().zip(other).map(|(t, o)| t - o).collect() };
        let order: Vec<usize> = (0..sides[side].variables.len()).collect();
        let least_need = minus(most);
        // Not below the worst of the side itself: cutting off both sides must leave enough.
        let own = &reaches[side].0;
        let most_need: Vec<i64> = minus(least).iter().zip(own).map(|(need, own)| *need.max(own)).collect();
        let expansion =
            Expansion { order: &order, least_need: &least_need, most_need: &most_need, most_states, rounding };
        expand(&sides[side], &expansion, watch)
    };
    let (first, second) = rayon::join(|| list(0), || list(1));
    count_pairs(&first?, &second?, &target, watch)
}
