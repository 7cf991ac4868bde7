//! Parts of a network: some variables fixed, some left out.

use crate::solve::network::{Factor, Meaning, Network, Variable};

/// What remains of a network once some variables have their values and others are left out.
#[derive(Clone, Debug)]
pub struct Part {
    /// The kept variables, in the order given. Here a factor may bind a single variable.
    pub network: Network,
    /// What the factors among fixed variables alone add to the utilities.
    pub base: Vec<i64>,
    /// Whether those factors allow the fixed values.
    pub allowed: bool,
}

/// Keeps some variables and fixes others. Factors that speak of any further variable are dropped,
/// and so are the utilities of the fixed variables themselves.
pub fn part(network: &Network, keep: &[usize], fixed: &[(usize, usize)]) -> Part {
    let p = network.n_parties;
    let mut place = vec![None; network.variables.len()];
    keep.iter().enumerate().for_each(|(index, &variable)| place[variable] = Some(index));
    let mut value = vec![None; network.variables.len()];
    fixed.iter().for_each(|&(variable, given)| value[variable] = Some(given));
    let light = |&variable: &usize| {
        let Variable { size, ref utility, .. } = network.variables[variable];
        Variable { meaning: Meaning::Counter, size, utility: utility.clone() }
    };
    let mut part = Part {
        network: Network {
            n_parties: p,
            n_issues: network.n_issues,
            variables: keep.iter().map(light).collect(),
            factors: Vec::new(),
            reservation: network.reservation.clone(),
            scales: network.scales.clone(),
        },
        base: vec![0; p],
        allowed: true,
    };
    for factor in &network.factors {
        if factor.scope.iter().all(|&v| place[v].is_some() || value[v].is_some()) {
            let factor = restricted(network, factor, &place, &value);
            if factor.scope.is_empty() {
                part.allowed &= !factor.forbidden[0];
                part.base.iter_mut().zip(&factor.utility).for_each(|(sum, term)| *sum += term);
            } else {
                part.network.factors.push(factor);
            }
        }
    }
    part
}

/// A factor with the fixed variables put in.
fn restricted(network: &Network, factor: &Factor, place: &[Option<usize>], value: &[Option<usize>]) -> Factor {
    let p = network.n_parties;
    let mut open: Vec<(usize, usize)> = factor
        .scope
        .iter()
        .filter(|&&v| value[v].is_none())
        .filter_map(|&v| place[v].map(|index| (index, v)))
        .collect();
    open.sort_unstable();
    let cells: usize = open.iter().map(|&(_, v)| network.variables[v].size).product();
    let mut result =
        Factor { scope: open.iter().map(|&(index, _)| index).collect(), forbidden: Vec::new(), utility: Vec::new() };
    let mut assignment: Vec<usize> = value.iter().map(|v| v.unwrap_or(0)).collect();
    for cell in 0..cells {
        let mut rest = cell;
        for &(_, variable) in open.iter().rev() {
            assignment[variable] = rest % network.variables[variable].size;
            rest /= network.variables[variable].size;
        }
        let source = network.cell(factor, &assignment);
        result.forbidden.push(factor.forbidden[source]);
        if !factor.utility.is_empty() {
            result.utility.extend_from_slice(&factor.utility[source * p..][..p]);
        }
    }
    result
}
