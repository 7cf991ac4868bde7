//! The exact maximum of a weighted sum for weights of any size.

use super::space::Space;
use num_bigint::BigInt;

/// The largest `weights . u` and an assignment that reaches it, or `None` if there is no outcome.
/// With loose factors the maximum is an upper bound. Slow: for the few weights that a proof on
/// mixtures rests on.
pub(in crate::solve) fn support(space: &Space, weights: &[BigInt]) -> Option<(BigInt, Vec<usize>)> {
    if space.is_void {
        return None;
    }
    let p = weights.len();
    let mut total = BigInt::ZERO;
    for &index in &space.loose {
        let factor = &space.network.factors[index];
        let cells = (0..factor.forbidden.len()).filter(|&cell| !factor.forbidden[cell]);
        let value = |cell: usize| {
            if factor.utility.is_empty() { BigInt::ZERO } else { dot(weights, &factor.utility[cell * p..][..p]) }
        };
        total += cells.map(value).max()?;
    }
    let mut best: Vec<Vec<Option<(BigInt, usize)>>> = vec![Vec::new(); space.nodes.len()];
    for (place, node) in space.nodes.iter().enumerate().rev() {
        let value = |cell: usize| {
            let own = (!node.forbidden[cell]).then(|| dot(weights, &node.local[cell * p..][..p]))?;
            node.children.iter().try_fold(own, |sum, child| {
                best[child.place][child.row[cell] as usize].as_ref().map(|(value, _)| sum + value)
            })
        };
        let row = |context: usize| {
            let values = (0..node.size).filter_map(|v| value(context * node.size + v).map(|value| (value, v)));
            values.reduce(|a, b| if b.0 > a.0 { b } else { a })
        };
        let rows: Vec<Option<(BigInt, usize)>> = (0..node.n_contexts).map(row).collect();
        if node.context.is_empty() {
            total += &rows[0].as_ref()?.0;
        }
        best[place] = rows;
    }
    let mut assignment = vec![0; space.nodes.len()];
    for (node, rows) in space.nodes.iter().zip(&best) {
        assignment[node.variable] = rows[node.row(&assignment)].as_ref()?.1;
    }
    Some((total, assignment))
}

fn dot(weights: &[BigInt], utility: &[i64]) -> BigInt {
    weights.iter().zip(utility).map(|(w, &u)| w * u).sum()
}
