//! In which order to assign the variables of a network, so that tables stay small.
//!
//! Bucket elimination (Dechter 1999, "Bucket elimination: a unifying framework for reasoning"):
//! going backwards through the order, each variable is maximised out, which leaves a table over the
//! earlier variables that it was tied to, its context. The order is found by the min-fill rule.

use crate::solve::network::Network;

/// An order of the variables and, for each, what it depends on.
#[derive(Clone, Debug)]
pub struct Elimination {
    /// One bucket for every variable, in the order of assignment.
    pub buckets: Vec<Bucket>,
}

/// A variable together with everything that is settled once it is assigned.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Index of the variable.
    pub variable: usize,
    /// The earlier variables on which the best continuation depends, in the order of assignment.
    pub context: Vec<usize>,
    /// Indices of the factors whose last variable this is.
    pub factors: Vec<usize>,
    /// Positions of the later buckets whose tables this variable is the last to be tied to.
    pub children: Vec<usize>,
    /// Position of the earlier bucket that takes this one's table, if the context is not empty.
    pub parent: Option<usize>,
}

impl Elimination {
    /// Finds an order by min-fill; ties go to the variable with the smaller index.
    #[must_use]
    pub fn new(network: &Network) -> Elimination {
        let all: Vec<usize> = (0..network.factors.len()).collect();
        Elimination::over(network, &all)
    }

    /// The same, looking at some of the factors only.
    #[must_use]
    pub fn over(network: &Network, factors: &[usize]) -> Elimination {
        let n = network.variables.len();
        let mut neighbours = neighbours(network, factors);
        let mut eliminated = vec![false; n];
        let mut backwards: Vec<(usize, Vec<usize>)> = Vec::with_capacity(n);
        for _ in 0..n {
            let remaining = (0..n).filter(|&v| !eliminated[v]);
            let variable = remaining.min_by_key(|&v| cost(v, &neighbours, network)).expect("a variable remains");
            eliminated[variable] = true;
            let tied = std::mem::take(&mut neighbours[variable]);
            for &a in &tied {
                neighbours[a].retain(|&v| v != variable);
                for &b in &tied {
                    if a != b && !neighbours[a].contains(&b) {
                        neighbours[a].push(b);
                    }
                }
            }
            backwards.push((variable, tied));
        }
        backwards.reverse();
        Elimination { buckets: link(&backwards, network, factors) }
    }

    /// The number of cells of the table over a bucket's variable and its context; the memory and time
    /// that exact bounds need grow with it.
    #[must_use]
    pub fn table(&self, bucket: &Bucket, network: &Network) -> f64 {
        let size = |v: usize| network.variables[v].size as f64;
        size(bucket.variable) * bucket.context.iter().map(|&v| size(v)).product::<f64>()
    }

    /// The largest number of variables in a context: the width of the order.
    #[must_use]
    pub fn width(&self) -> usize {
        self.buckets.iter().map(|bucket| bucket.context.len()).max().unwrap_or(0)
    }
}

fn neighbours(network: &Network, factors: &[usize]) -> Vec<Vec<usize>> {
    let mut neighbours = vec![Vec::new(); network.variables.len()];
    for factor in factors.iter().map(|&factor| &network.factors[factor]) {
        for &a in &factor.scope {
            for &b in &factor.scope {
                if a != b && !neighbours[a].contains(&b) {
                    neighbours[a].push(b);
                }
            }
        }
    }
    neighbours
}

/// Edges that eliminating the variable would add, then the size of its table.
fn cost(variable: usize, neighbours: &[Vec<usize>], network: &Network) -> (usize, usize) {
    let tied = &neighbours[variable];
    let missing = |(i, &a): (usize, &usize)| tied[..i].iter().filter(|b| !neighbours[a].contains(b)).count();
    let fill = tied.iter().enumerate().map(missing).sum();
    let table = tied.iter().fold(1usize, |table, &v| table.saturating_mul(network.variables[v].size));
    (fill, table)
}

fn link(order: &[(usize, Vec<usize>)], network: &Network, factors: &[usize]) -> Vec<Bucket> {
    let mut position = vec![0; order.len()];
    for (place, (variable, _)) in order.iter().enumerate() {
        position[*variable] = place;
    }
    let mut buckets: Vec<Bucket> = order
        .iter()
        .map(|(variable, tied)| {
            let mut context = tied.clone();
            context.sort_unstable_by_key(|&v| position[v]);
            let parent = context.last().map(|&v| position[v]);
            Bucket { variable: *variable, context, factors: Vec::new(), children: Vec::new(), parent }
        })
        .collect();
    for place in 0..buckets.len() {
        if let Some(parent) = buckets[place].parent {
            buckets[parent].children.push(place);
        }
    }
    for &index in factors {
        let last = network.factors[index].scope.iter().map(|&v| position[v]).max().expect("a factor has a scope");
        buckets[last].factors.push(index);
    }
    buckets
}
