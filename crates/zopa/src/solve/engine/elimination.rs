//! In which order to assign the variables of a network, so that tables stay small.
//!
//! Bucket elimination (Dechter 1999, "Bucket elimination: a unifying framework for reasoning"):
//! going backwards through the order, each variable is maximised out, which leaves a table over the
//! earlier variables that it was tied to, its context. The order is found by the min-fill rule.

use crate::solve::network::Network;
use crate::solve::outcomes::bits;

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
        let mut graph = Graph::new(network, factors);
        let mut costs: Vec<Cost> = (0..n).map(|variable| graph.cost(variable)).collect();
        let mut remaining: Vec<usize> = (0..n).collect();
        let mut backwards: Vec<(usize, Vec<usize>)> = Vec::with_capacity(n);
        while let Some(next) = (0..remaining.len()).min_by_key(|&at| costs[remaining[at]]) {
            let variable = remaining.remove(next);
            let tied = graph.neighbours(variable);
            for changed in graph.eliminate(variable, &tied) {
                costs[changed] = graph.cost(changed);
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

/// Edges that eliminating a variable would add, then the size of its table.
type Cost = (usize, usize);

/// Which variables are tied to each other, in bits.
struct Graph<'n> {
    network: &'n Network,
    rows: Vec<Vec<u64>>,
}

impl<'n> Graph<'n> {
    fn new(network: &'n Network, factors: &[usize]) -> Graph<'n> {
        let n = network.variables.len();
        let mut graph = Graph { network, rows: vec![vec![0; n.div_ceil(64)]; n] };
        for factor in factors {
            graph.tie(&network.factors[*factor].scope);
        }
        graph
    }

    /// Ties variables to each other.
    fn tie(&mut self, variables: &[usize]) {
        for &a in variables {
            variables.iter().for_each(|&b| self.rows[a][b / 64] |= 1 << (b % 64));
            self.rows[a][a / 64] &= !(1 << (a % 64));
        }
    }

    fn neighbours(&self, variable: usize) -> Vec<usize> {
        bits(&self.rows[variable]).collect()
    }

    fn cost(&self, variable: usize) -> Cost {
        let own = &self.rows[variable];
        let missing =
            |a: usize| own.iter().zip(&self.rows[a]).map(|(own, other)| (own & !other).count_ones()).sum::<u32>();
        // Every neighbour misses itself, and every missing edge is missed from both of its ends.
        let fill = bits(own).map(|a| missing(a) as usize - 1).sum::<usize>() / 2;
        let sizes = bits(own).map(|v| self.network.variables[v].size);
        (fill, sizes.fold(1, usize::saturating_mul))
    }

    /// Takes a variable out and ties its neighbours to each other; the variables whose cost that may change.
    fn eliminate(&mut self, variable: usize, tied: &[usize]) -> Vec<usize> {
        self.tie(tied);
        let mut changed = vec![0; self.rows[variable].len()];
        for &a in tied {
            self.rows[a][variable / 64] &= !(1 << (variable % 64));
            changed[a / 64] |= 1 << (a % 64);
            changed.iter_mut().zip(&self.rows[a]).for_each(|(changed, row)| *changed |= row);
        }
        bits(&changed).collect()
    }
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
