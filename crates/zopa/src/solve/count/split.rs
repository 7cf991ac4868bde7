//! Where to cut a network in two.
//!
//! Once the variables of a separator are fixed, the others fall into two sides that no factor ties
//! together. The utility vectors of each side are listed and the pairs that satisfy everyone are
//! counted: meet in the middle (Horowitz and Sahni 1974, "Computing partitions with applications to
//! the knapsack problem").

use super::condition::part;
use super::expand::grid;
use super::tables::Tables;
use crate::solve::network::Network;

/// Estimates fill no table beyond this many cells.
const MOST_ESTIMATED_CELLS: f64 = 1e6;

/// With more assignments on a side, by estimate, multiplicities might not fit 128 bits.
const MOST_ASSIGNMENTS: f64 = 1e37;

/// A separator, two sides, and what counting by them will take.
#[derive(Clone, Debug)]
pub struct Split {
    /// The variables whose values are tried one by one.
    pub separator: Vec<usize>,
    /// The variables of each side, in the order of assignment.
    pub sides: [Vec<usize>; 2],
    /// The estimated work, in steps of about a nanosecond; infinite where multiplicities would
    /// outgrow the integers that they are kept in.
    pub work: f64,
    /// The estimated length of each list, agreeing vectors taken as one.
    pub lengths: [f64; 2],
}

/// Variables that stay together, and the estimated length of the list of their utility vectors.
struct Component {
    variables: Vec<usize>,
    length: f64,
}

/// The split that takes the least work; `open` marks the parties whose needs are not met anyway.
pub fn best_split(network: &Network, open: &[bool]) -> Split {
    let splits = candidates(network, open).into_iter();
    splits.min_by(|a, b| a.work.total_cmp(&b.work)).expect("there is a split without a separator")
}

/// The splits considered: without a separator, and by the boundary of each beginning of an order.
pub fn candidates(network: &Network, open: &[bool]) -> Vec<Split> {
    let order = linear_order(network);
    let mut separators = vec![Vec::new()];
    for end in 1..order.len() {
        let boundary = boundary(network, &order[..end]);
        if !boundary.is_empty() && !separators.contains(&boundary) {
            separators.push(boundary);
        }
    }
    separators.into_iter().flat_map(|separator| splits(network, &order, separator, open)).collect()
}

impl Split {
    /// The connected components of a network, and the number of allowed assignments of each.
    pub fn components(network: &Network, order: &[usize]) -> Vec<(Vec<usize>, f64)> {
        components(network, order, &[]).into_iter().map(|component| (component.variables, component.length)).collect()
    }
}

/// The splits that a separator allows: sides as even as may be, and everything on one side.
fn splits(network: &Network, order: &[usize], separator: Vec<usize>, open: &[bool]) -> Vec<Split> {
    let conditions: f64 = separator.iter().map(|&v| network.variables[v].size as f64).product();
    let mut components = components(network, order, &separator);
    components.sort_by(|a, b| b.length.total_cmp(&a.length));
    let mut sides = [Vec::new(), Vec::new()];
    let mut lengths = [1.0f64; 2];
    for component in &components {
        let side = usize::from(lengths[1] < lengths[0]);
        sides[side].extend_from_slice(&component.variables);
        lengths[side] *= component.length;
    }
    let all = [order.iter().copied().filter(|v| !separator.contains(v)).collect(), Vec::new()];
    let options = [(sides, lengths), (all, [lengths[0] * lengths[1], 1.0])];
    let n_open = open.iter().filter(|open| **open).count();
    let split = |(sides, assignments): ([Vec<usize>; 2], [f64; 2])| {
        let length = |side: usize| assignments[side].min(distinct(network, &sides[side], open));
        let lengths = [length(0), length(1)];
        let list = |side: usize| {
            let merged = assignments[side] > lengths[side];
            2000.0 * sides[side].len() as f64
                + if merged { merging(network, lengths[side]) } else { 40.0 * lengths[side] }
        };
        let work = conditions * (list(0) + list(1) + pairing(lengths, n_open));
        let countable = assignments.iter().all(|assignments| assignments * conditions < MOST_ASSIGNMENTS);
        let work = if countable { work } else { f64::INFINITY };
        Split { separator: separator.clone(), sides, work, lengths }
    };
    options.into_iter().map(split).collect()
}

/// Steps to list utility vectors of which so many are kept at a time.
pub fn merging(network: &Network, states: f64) -> f64 {
    let n_values: usize = network.variables.iter().map(|variable| variable.size).sum();
    15.0 * states * n_values as f64
}

/// Steps to count the pairs of two lists that satisfy everyone.
pub fn pairing(lengths: [f64; 2], n_open: usize) -> f64 {
    let size = lengths[0] + lengths[1];
    if lengths[0].min(lengths[1]) <= 1.0 {
        return 4.0 * size;
    }
    let levels = (size.log2() - 7.0).max(1.0);
    // Fitted to lists of 1e5 to 1e7 vectors between 2 and 8 parties, with a margin.
    let divided = match n_open {
        0..=2 => 60.0 * size,
        _ => 12.0 * size * levels * (levels / 2.5).max(1.0).powi(n_open as i32 - 3),
    };
    divided.min(0.15 * n_open as f64 * lengths[0] * lengths[1] + 60.0 * size)
}

/// At most so many utility vectors differ, by the grid on which utilities lie.
fn distinct(network: &Network, side: &[usize], open: &[bool]) -> f64 {
    let p = network.n_parties;
    let inside = part(network, side, &[]).network;
    let grid = grid(network);
    let tables = inside.variables.iter().map(|v| &v.utility).chain(inside.factors.iter().map(|f| &f.utility));
    let mut range = vec![0i64; p];
    for table in tables {
        for (party, range) in range.iter_mut().enumerate() {
            let column = || table.iter().skip(party).step_by(p);
            *range += column().max().unwrap_or(&0) - column().min().unwrap_or(&0);
        }
    }
    let divisions = range.iter().zip(&grid).map(|(range, grid)| (range / grid + 1) as f64);
    divisions.zip(open).filter(|(_, open)| **open).map(|(divisions, _)| divisions).product()
}

/// The parts into which the network falls once the separator is fixed.
fn components(network: &Network, order: &[usize], separator: &[usize]) -> Vec<Component> {
    let mut found: Vec<Component> = Vec::new();
    for &variable in order.iter().filter(|v| !separator.contains(v)) {
        if found.iter().any(|component| component.variables.contains(&variable)) {
            continue;
        }
        let mut variables = vec![variable];
        let mut next = 0;
        while next < variables.len() {
            for tied in neighbours(network, variables[next]) {
                if !separator.contains(&tied) && !variables.contains(&tied) {
                    variables.push(tied);
                }
            }
            next += 1;
        }
        variables.sort_by_key(|v| order.iter().position(|o| o == v));
        let length = average_length(network, &variables, separator);
        found.push(Component { variables, length });
    }
    found
}

/// The number of allowed assignments of a component, on average over the values of its neighbours
/// in the separator.
fn average_length(network: &Network, component: &[usize], separator: &[usize]) -> f64 {
    let tied = |v: &&usize| neighbours(network, **v).iter().any(|n| component.contains(n));
    let border: Vec<usize> = separator.iter().filter(tied).copied().collect();
    let keep: Vec<usize> = component.iter().chain(&border).copied().collect();
    let size = |variables: &[usize]| variables.iter().map(|&v| network.variables[v].size as f64).product::<f64>();
    let network = part(network, &keep, &[]).network;
    match Tables::<f64>::new(&network, MOST_ESTIMATED_CELLS) {
        Some(tables) => (tables.total() / size_of_border(&network, component.len())).max(1.0),
        None => size(component),
    }
}

fn size_of_border(kept: &Network, n_component: usize) -> f64 {
    kept.variables[n_component..].iter().map(|v| v.size as f64).product()
}

/// The variables that share a factor with a variable.
fn neighbours(network: &Network, variable: usize) -> Vec<usize> {
    let factors = network.factors.iter().filter(|factor| factor.scope.contains(&variable));
    factors.flat_map(|factor| factor.scope.iter().copied()).filter(|&v| v != variable).collect()
}

/// The variables of a beginning of the order that are tied to later ones.
fn boundary(network: &Network, beginning: &[usize]) -> Vec<usize> {
    let tied = |v: &&usize| neighbours(network, **v).iter().any(|n| !beginning.contains(n));
    beginning.iter().filter(tied).copied().collect()
}

/// An order in which few earlier variables are tied to later ones: the next variable is always one
/// that leaves the smallest boundary; ties go to the smaller index.
pub fn linear_order(network: &Network) -> Vec<usize> {
    let n = network.variables.len();
    let neighbours: Vec<Vec<usize>> = (0..n).map(|v| neighbours(network, v)).collect();
    let mut placed = vec![false; n];
    let mut order: Vec<usize> = Vec::with_capacity(n);
    while order.len() < n {
        let open = |v: usize, next: usize, placed: &[bool]| neighbours[v].iter().any(|&t| t != next && !placed[t]);
        let cost = |next: usize| -> f64 {
            let size = |v: usize| (network.variables[v].size.max(1) as f64).ln().max(0.01);
            let kept = order.iter().filter(|&&v| open(v, next, &placed)).map(|&v| size(v)).sum::<f64>();
            kept + if open(next, next, &placed) { size(next) } else { 0.0 }
        };
        let remaining = (0..n).filter(|&v| !placed[v]);
        let next = remaining.map(|v| (cost(v), v)).min_by(|a, b| a.0.total_cmp(&b.0)).expect("a variable remains").1;
        placed[next] = true;
        order.push(next);
    }
    order
}
