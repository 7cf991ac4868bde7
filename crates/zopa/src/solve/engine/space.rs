//! A network laid out along an elimination order, with exact maxima of weighted sums.

use super::elimination::{Bucket, Elimination};
use crate::solve::network::Network;

/// Tables may have this many cells: width 10 with 3 options, and a bit more. Where an order needs
/// larger tables, factors are left out of them and bounded by their best cell.
pub const MAX_CELLS: f64 = 262_144.0;

/// The same where bonuses are searched: there many cases with small tables take less than few with large ones.
const MAX_BONUS_CELLS: f64 = 2_048.0;

/// What a forbidden value counts: far below everything, far from overflow.
pub(super) const FORBIDDEN: i64 = -(1 << 61);

/// A network laid out for search.
pub struct Space {
    /// The network.
    pub network: Network,
    /// The variables in the order of assignment.
    pub order: Vec<usize>,
    /// Factors left out of the tables.
    pub loose: Vec<usize>,
    /// One node for each variable, in the order of assignment.
    pub(super) nodes: Vec<Node>,
    /// The best that each party can get, whatever the others get; an upper bound if factors are loose.
    pub tops: Vec<i64>,
    /// The worst that each party can get; a lower bound.
    pub bottoms: Vec<i64>,
    /// What no partial sum of a party's utilities exceeds, up or down, nor its reservation value.
    pub(super) magnitudes: Vec<i64>,
    /// Whether no assignment is possible at all, as far as the tables tell.
    pub is_void: bool,
}

/// A variable in its place.
pub(super) struct Node {
    pub variable: usize,
    pub size: usize,
    /// The context's variables and what a value of each adds to the index of a row of the tables.
    pub context: Vec<(usize, usize)>,
    pub n_contexts: usize,
    /// What a cell adds to the utilities: entry `(context * size + value) * n_parties + party`.
    pub local: Vec<i64>,
    pub forbidden: Vec<bool>,
    /// How much a cell takes from the best that a party can still get, laid out like `local`.
    pub losses: Vec<i64>,
    pub children: Vec<Child>,
    /// Loose factors whose last variable this is.
    pub loose: Vec<usize>,
    /// Their other variables.
    pub awaited: Vec<usize>,
    /// Loose factors between bonuses, with the other variable of each.
    pub cut: Vec<(usize, usize)>,
}

/// A later node whose best continuation depends on this one: for each cell, which row of its table.
pub(super) struct Child {
    pub place: usize,
    pub row: Vec<u32>,
}

/// Values fixed while cases are distinguished, variable by variable.
pub type Fixed = Vec<Option<usize>>;

impl Space {
    /// Lays out a network.
    #[must_use]
    pub fn new(network: Network) -> Space {
        let (elimination, loose) = bounded(&network);
        let place_of = places(&elimination, network.variables.len());
        let mut nodes: Vec<Node> = elimination.buckets.iter().map(|bucket| node(&network, bucket)).collect();
        for (place, bucket) in elimination.buckets.iter().enumerate() {
            let children = bucket.children.iter().map(|&child| link(&network, &elimination, place, child)).collect();
            nodes[place].children = children;
        }
        for &factor in &loose {
            let last = network.factors[factor].scope.iter().map(|&v| place_of[v]).max().expect("a factor has a scope");
            nodes[last].loose.push(factor);
            let others = network.factors[factor].scope.iter().copied().filter(|&v| place_of[v] != last);
            nodes[last].awaited.extend(others);
            // Elsewhere whoever checks a proof would not follow.
            if let ([a, b], true) = (&network.factors[factor].scope[..], network.has_bonuses()) {
                let (a, b) = (*a, *b);
                nodes[place_of[a]].cut.push((factor, b));
                nodes[place_of[b]].cut.push((factor, a));
            }
        }
        let order = elimination.buckets.iter().map(|bucket| bucket.variable).collect();
        let p = network.n_parties;
        let is_void = network.is_void();
        let magnitudes = (0..p).map(|party| magnitude(&network, party)).collect();
        let mut space =
            Space { network, order, loose, nodes, tops: vec![0; p], bottoms: vec![0; p], magnitudes, is_void };
        if !space.is_void {
            space.measure_parties();
        }
        space
    }

    /// Fills in what each party can get at best and at worst, and what each choice costs it.
    fn measure_parties(&mut self) {
        let p = self.network.n_parties;
        let nothing_fixed = vec![None; self.nodes.len()];
        for node in &mut self.nodes {
            node.losses = vec![0; node.local.len()];
        }
        for party in 0..p {
            let mut weights = vec![0; p];
            weights[party] = -1;
            let mut tables = Tables::default();
            self.bottoms[party] = -self.maximise(&weights, &nothing_fixed, &mut tables).unwrap_or(0);
            weights[party] = 1;
            let Some(top) = self.maximise(&weights, &nothing_fixed, &mut tables) else {
                self.is_void = true;
                return;
            };
            self.tops[party] = top;
            for (place, node) in self.nodes.iter_mut().enumerate() {
                for cell in 0..node.n_contexts * node.size {
                    let best = tables.best[place][cell / node.size];
                    let value = tables.cell[place][cell];
                    node.losses[cell * p + party] = if value <= FORBIDDEN / 2 { -FORBIDDEN } else { best - value };
                }
            }
        }
    }

    /// The largest `weights . utilities` over assignments that agree with what is fixed, or `None`
    /// if there is no such assignment. An upper bound if factors are loose.
    #[must_use]
    pub fn maximise(&self, weights: &[i64], fixed: &Fixed, tables: &mut Tables) -> Option<i64> {
        tables.resize(self);
        let p = self.network.n_parties;
        let mut total = self.loose.iter().map(|&factor| self.best_loose_cell(factor, weights)).sum::<Option<i64>>()?;
        for (place, node) in self.nodes.iter().enumerate().rev() {
            let (earlier, later) = tables.best.split_at_mut(place + 1);
            let best = &mut earlier[place];
            let cells = &mut tables.cell[place];
            for (cell, value) in cells.iter_mut().enumerate() {
                *value = if node.forbidden[cell] { FORBIDDEN } else { dot(weights, &node.local[cell * p..][..p]) };
            }
            self.cut(node, fixed, cells);
            if let Some(only) = fixed[node.variable] {
                for (cell, value) in cells.iter_mut().enumerate() {
                    if cell % node.size != only {
                        *value = FORBIDDEN;
                    }
                }
            }
            for child in &node.children {
                let continuation = &later[child.place - place - 1];
                for (value, &row) in cells.iter_mut().zip(&child.row) {
                    // Two forbidden summands would overflow once enough of them meet.
                    *value = (*value + continuation[row as usize]).max(FORBIDDEN);
                }
            }
            for (best, options) in best.iter_mut().zip(cells.chunks_exact(node.size)) {
                *best = options.iter().copied().max().unwrap_or(FORBIDDEN);
            }
            if node.context.is_empty() {
                if best[0] <= FORBIDDEN / 2 {
                    return None;
                }
                total += best[0];
            }
        }
        Some(total)
    }

    /// Forbids what loose factors forbid together with what is fixed.
    fn cut(&self, node: &Node, fixed: &Fixed, cells: &mut [i64]) {
        for &(factor, other) in &node.cut {
            let Some(fixed) = fixed[other] else { continue };
            let factor = &self.network.factors[factor];
            let last = self.network.variables[factor.scope[1]].size;
            let is_first = factor.scope[0] == node.variable;
            for (cell, value) in cells.iter_mut().enumerate() {
                let own = cell % node.size;
                if factor.forbidden[if is_first { own * last + fixed } else { fixed * last + own }] {
                    *value = FORBIDDEN;
                }
            }
        }
    }

    /// The largest weighted sum that a loose factor can add, or `None` if it forbids everything.
    fn best_loose_cell(&self, factor: usize, weights: &[i64]) -> Option<i64> {
        let factor = &self.network.factors[factor];
        let p = self.network.n_parties;
        if factor.utility.is_empty() {
            return factor.forbidden.contains(&false).then_some(0);
        }
        let cells = factor.utility.chunks_exact(p).zip(&factor.forbidden).filter(|(_, forbidden)| !**forbidden);
        cells.map(|(utility, _)| dot(weights, utility)).max()
    }

    /// The assignment that the last call of [`Space::maximise`] found best; it may break loose factors.
    #[must_use]
    pub fn best_assignment(&self, tables: &Tables) -> Vec<usize> {
        let mut assignment = vec![0; self.nodes.len()];
        for (place, node) in self.nodes.iter().enumerate() {
            let options = &tables.cell[place][node.row(&assignment) * node.size..][..node.size];
            let best = (0..node.size).rev().max_by_key(|&value| options[value]).expect("a variable has values");
            assignment[node.variable] = best;
        }
        assignment
    }

    /// The utilities that an assignment gives if loose factors count with their best cell under
    /// `weights`: the point of the relaxation that belongs to [`Space::best_assignment`].
    #[must_use]
    pub fn relaxed_utilities(&self, assignment: &[usize], weights: &[i64]) -> Vec<i64> {
        let p = self.network.n_parties;
        let mut total = vec![0; p];
        let mut add = |utility: &[i64]| total.iter_mut().zip(utility).for_each(|(sum, term)| *sum += term);
        for node in &self.nodes {
            let cell = node.row(assignment) * node.size + assignment[node.variable];
            add(&node.local[cell * p..][..p]);
        }
        for &index in &self.loose {
            let factor = &self.network.factors[index];
            let cells = factor.utility.chunks_exact(p).zip(&factor.forbidden).filter(|(_, forbidden)| !**forbidden);
            if let Some((best, _)) = cells.max_by_key(|(utility, _)| dot(weights, utility)) {
                add(best);
            }
        }
        total
    }
}

impl Node {
    /// Index of the row of the tables that the context's values select.
    pub fn row(&self, assignment: &[usize]) -> usize {
        self.context.iter().map(|&(variable, stride)| assignment[variable] * stride).sum()
    }
}

/// Room for the tables of [`Space::maximise`], kept between calls.
#[derive(Default)]
pub struct Tables {
    /// For every node and context, the best continuation.
    pub(super) best: Vec<Vec<i64>>,
    /// For every node and cell, the best continuation with that value.
    pub(super) cell: Vec<Vec<i64>>,
}

impl Tables {
    fn resize(&mut self, space: &Space) {
        if self.best.len() != space.nodes.len() {
            self.best = space.nodes.iter().map(|node| vec![0; node.n_contexts]).collect();
            self.cell = space.nodes.iter().map(|node| vec![0; node.n_contexts * node.size]).collect();
        }
    }
}

pub(super) fn dot(weights: &[i64], utility: &[i64]) -> i64 {
    weights.iter().zip(utility).map(|(w, u)| w * u).sum()
}

/// The sum of the largest magnitudes that each table adds to a party's utility, before any are merged:
/// whoever checks a proof may add them up in another order.
fn magnitude(network: &Network, party: usize) -> i64 {
    let p = network.n_parties;
    let largest = |utility: &Vec<i64>| utility.iter().skip(party).step_by(p).map(|u| u.abs()).max().unwrap_or(0);
    let variables = network.variables.iter().map(|variable| largest(&variable.utility));
    let reach: i64 = variables.chain(network.factors.iter().map(|factor| largest(&factor.utility))).sum();
    // Weights are multiplied by reservation values too.
    reach.max(network.reservation[party].abs())
}

/// An elimination order whose tables fit, and the factors that had to be left out for that.
fn bounded(network: &Network) -> (Elimination, Vec<usize>) {
    let limit = if network.has_bonuses() { MAX_BONUS_CELLS } else { MAX_CELLS };
    let mut kept: Vec<usize> = (0..network.factors.len()).collect();
    loop {
        let elimination = Elimination::over(network, &kept);
        let is_large = |bucket: &&Bucket| elimination.table(bucket, network) > limit && !bucket.context.is_empty();
        let large: Vec<&Bucket> = elimination.buckets.iter().filter(is_large).collect();
        if large.is_empty() {
            let loose = (0..network.factors.len()).filter(|factor| !kept.contains(factor)).collect();
            return (elimination, loose);
        }
        if network.has_bonuses() {
            let cut = most_involved(network, &elimination, &large);
            kept.retain(|&factor| !network.factors[factor].scope.contains(&cut));
        } else {
            let least = least_important(network, &elimination, &large, &kept);
            kept.retain(|&factor| factor != least);
        }
    }
}

/// The variable that makes tables too large more than any other: once it is fixed, all that it was tied to
/// is free of it (Dechter 1990, "Enhancement schemes for constraint processing", on cycle cutsets).
fn most_involved(network: &Network, elimination: &Elimination, large: &[&Bucket]) -> usize {
    let mut involved = vec![0.0; network.variables.len()];
    for bucket in large {
        for &variable in bucket.context.iter().chain([&bucket.variable]) {
            involved[variable] += elimination.table(bucket, network).log2();
        }
    }
    let variables = 0..involved.len();
    variables.max_by(|&a, &b| involved[a].total_cmp(&involved[b])).expect("a large table has variables")
}

/// Of the factors that are in the largest table, the one that matters least.
fn least_important(network: &Network, elimination: &Elimination, large: &[&Bucket], kept: &[usize]) -> usize {
    let table = |bucket: &Bucket| elimination.table(bucket, network);
    let largest = large.iter().max_by(|a, b| table(a).total_cmp(&table(b))).expect("some table is too large");
    let inside = |v: &usize| *v == largest.variable || largest.context.contains(v);
    let overlap = |factor: usize| network.factors[factor].scope.iter().filter(|v| inside(v)).count();
    let candidates = kept.iter().copied().filter(|&factor| overlap(factor) >= 2);
    candidates.min_by_key(|&factor| weight(network, factor)).unwrap_or(kept[0])
}

/// How much a factor matters to the bounds: what it forbids, then how far its utilities spread.
fn weight(network: &Network, factor: usize) -> (usize, i64) {
    let factor = &network.factors[factor];
    let spread = factor.utility.iter().map(|u| u.abs()).max().unwrap_or(0);
    (factor.forbidden.iter().filter(|f| **f).count() * 100 / factor.forbidden.len(), spread)
}

fn places(elimination: &Elimination, n: usize) -> Vec<usize> {
    let mut place_of = vec![0; n];
    for (place, bucket) in elimination.buckets.iter().enumerate() {
        place_of[bucket.variable] = place;
    }
    place_of
}

/// A node with its own tables, not yet linked to its children.
fn node(network: &Network, bucket: &Bucket) -> Node {
    let p = network.n_parties;
    let size = network.variables[bucket.variable].size;
    let strides = strides(network, &bucket.context);
    let n_contexts = bucket.context.iter().map(|&v| network.variables[v].size).product();
    let mut local = Vec::with_capacity(n_contexts * size * p);
    let mut forbidden = Vec::with_capacity(n_contexts * size);
    let mut assignment = vec![0; network.variables.len()];
    for row in 0..n_contexts {
        for (&variable, &stride) in bucket.context.iter().zip(&strides) {
            assignment[variable] = row / stride % network.variables[variable].size;
        }
        for value in 0..size {
            assignment[bucket.variable] = value;
            let start = local.len();
            local.extend_from_slice(&network.variables[bucket.variable].utility[value * p..][..p]);
            let mut banned = false;
            for &index in &bucket.factors {
                let factor = &network.factors[index];
                let cell = network.cell(factor, &assignment);
                banned |= factor.forbidden[cell];
                if !factor.utility.is_empty() {
                    let added = &factor.utility[cell * p..][..p];
                    local[start..].iter_mut().zip(added).for_each(|(sum, term)| *sum += term);
                }
            }
            forbidden.push(banned);
        }
    }
    let context = bucket.context.iter().copied().zip(strides).collect();
    Node {
        variable: bucket.variable,
        size,
        context,
        n_contexts,
        local,
        forbidden,
        losses: Vec::new(),
        children: Vec::new(),
        loose: Vec::new(),
        awaited: Vec::new(),
        cut: Vec::new(),
    }
}

/// What a value of each context variable adds to a row's index; the last changes fastest.
fn strides(network: &Network, context: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; context.len()];
    for i in (1..context.len()).rev() {
        strides[i - 1] = strides[i] * network.variables[context[i]].size;
    }
    strides
}

/// For every cell of a node, the row of a child's table.
fn link(network: &Network, elimination: &Elimination, place: usize, child: usize) -> Child {
    let bucket = &elimination.buckets[place];
    let child_context = &elimination.buckets[child].context;
    let child_strides = strides(network, child_context);
    let own_strides = strides(network, &bucket.context);
    let size = network.variables[bucket.variable].size;
    let n_contexts: usize = bucket.context.iter().map(|&v| network.variables[v].size).product();
    let mut row_of = Vec::with_capacity(n_contexts * size);
    for row in 0..n_contexts {
        for value in 0..size {
            let index: usize = child_context
                .iter()
                .zip(&child_strides)
                .map(|(&variable, &stride)| {
                    let own = bucket.context.iter().position(|&v| v == variable);
                    stride * own.map_or(value, |at| row / own_strides[at] % network.variables[variable].size)
                })
                .sum();
            row_of.push(u32::try_from(index).expect("tables have at most 2^18 cells, or no context"));
        }
    }
    Child { place: child, row: row_of }
}
