//! The largest sum of values over outcomes, by eliminating variables one by one.

use super::{Flaw, Limits};
use crate::solve::network::{Factor, Network};

/// Values fixed by distinguishing cases, variable by variable.
pub(super) type Fixed = Vec<Option<usize>>;

/// Something that utilities are turned into, to be added up and compared.
pub(super) trait Value: Clone {
    /// The empty sum.
    fn nothing() -> Self;
    /// Adds another value.
    fn add(&mut self, other: &Self);
    /// Becomes the greater of the two.
    fn raise(&mut self, other: &Self);
}

impl Value for i64 {
    fn nothing() -> i64 {
        0
    }
    fn add(&mut self, other: &i64) {
        *self += other;
    }
    fn raise(&mut self, other: &i64) {
        *self = (*self).max(*other);
    }
}

/// A network along an order of assignment.
pub(super) struct Layout<'n> {
    pub network: &'n Network,
    /// The variables that some factor speaks of, in the order of assignment.
    pub tied: Vec<Tied>,
    /// The variables that no factor speaks of.
    pub isolated: Vec<usize>,
    /// The factors left out of the tables.
    pub loose: Vec<usize>,
}

/// A variable in its place, with every kept factor of which it is the last variable.
pub(super) struct Tied {
    pub variable: usize,
    pub size: usize,
    /// The earlier variables that matter for what can still be reached, and what a value of each
    /// adds to the number of the row.
    pub context: Vec<(usize, usize)>,
    /// What a cell adds to the utilities: entry `(row * size + value) * n_parties + party`.
    local: Vec<i64>,
    /// Whether the factors forbid a cell.
    forbidden: Vec<bool>,
    /// Later variables whose rows are chosen by this one.
    inputs: Vec<Input>,
    /// The loose factors of which this is the last variable, as indices into [`Layout::loose`].
    pub loose: Vec<usize>,
}

/// For each cell of a variable, the row of a later one that it leads to.
struct Input {
    place: usize,
    row: Vec<u32>,
}

/// The tables of an elimination. `None` where no outcome is left.
pub(super) struct Tables<V> {
    /// For each tied variable and cell, the largest sum from here on with that value.
    pub cells: Vec<Vec<Option<V>>>,
    /// For each tied variable and row, the largest sum from here on.
    pub rows: Vec<Vec<Option<V>>>,
    /// For each loose factor, its largest cell.
    pub loose: Vec<Option<V>>,
}

impl<V> Default for Tables<V> {
    fn default() -> Self {
        Tables { cells: Vec::new(), rows: Vec::new(), loose: Vec::new() }
    }
}

impl<'n> Layout<'n> {
    /// Lays out a network along an order.
    ///
    /// # Errors
    /// The order leaves out a variable or repeats one, a loose factor does not exist, or the tables
    /// would be larger than the limits allow.
    pub fn new(network: &'n Network, order: &[usize], loose: &[usize], limits: &Limits) -> Result<Layout<'n>, Flaw> {
        require_permutation(order, network.variables.len())?;
        let ascending = loose.windows(2).all(|pair| pair[0] < pair[1]);
        if !ascending || loose.last().is_some_and(|&factor| factor >= network.factors.len()) {
            return Err(Flaw::of("the loose factors are not listed in order, or one does not exist"));
        }
        let mut speaks = vec![false; network.variables.len()];
        for factor in &network.factors {
            factor.scope.iter().for_each(|&variable| speaks[variable] = true);
        }
        let isolated = (0..speaks.len()).filter(|&variable| !speaks[variable]).collect();
        let chain: Vec<usize> = order.iter().copied().filter(|&variable| speaks[variable]).collect();
        let mut layout = Layout { network, tied: Vec::new(), isolated, loose: loose.to_vec() };
        if !network.is_void() {
            layout.tie(&chain, limits)?;
        }
        Ok(layout)
    }

    /// Lays out the variables that factors speak of, given in the order of assignment.
    fn tie(&mut self, chain: &[usize], limits: &Limits) -> Result<(), Flaw> {
        let network = self.network;
        let mut place = vec![0; network.variables.len()];
        chain.iter().enumerate().for_each(|(at, &variable)| place[variable] = at);
        let last = |factor: usize| network.factors[factor].scope.iter().map(|&v| place[v]).max().unwrap_or(0);
        let mut kept = vec![Vec::new(); chain.len()];
        let mut loose = vec![Vec::new(); chain.len()];
        for factor in 0..network.factors.len() {
            match self.loose.binary_search(&factor) {
                Ok(index) => loose[last(factor)].push(index),
                Err(_) => kept[last(factor)].push(factor),
            }
        }
        let contexts = contexts(network, chain, &kept, &place);
        let mut total = 0usize;
        for (&variable, context) in chain.iter().zip(&contexts) {
            let scope = context.iter().chain([&variable]);
            let cells = scope.fold(1usize, |cells, &v| cells.saturating_mul(network.variables[v].size));
            total = total.saturating_add(cells);
            if (cells > limits.table_cells.min(1 << 31) && !context.is_empty()) || total > limits.total_cells {
                return Err(Flaw::with_remedy(
                    "the tables that this order of the variables needs are too large",
                    "leave more factors out of them and solve again, or raise the limit",
                ));
            }
        }
        for at in 0..chain.len() {
            let mut tied = tabulate(network, chain[at], &contexts[at], &kept[at]);
            tied.loose = std::mem::take(&mut loose[at]);
            self.tied.push(tied);
        }
        for (at, context) in contexts.iter().enumerate() {
            if let Some(&receiver) = context.last() {
                let input = link(network, &self.tied[place[receiver]], &self.tied[at], at);
                self.tied[place[receiver]].inputs.push(input);
            }
        }
        Ok(())
    }

    /// The largest sum of `value` over the outcomes that agree with what is fixed, or `None` if
    /// there is none; an upper bound if factors are loose.
    pub fn largest<V: Value>(&self, value: &impl Fn(&[i64]) -> V, fixed: &Fixed, tables: &mut Tables<V>) -> Option<V> {
        let mut total = self.largest_tied(value, fixed, tables)?;
        for &variable in &self.isolated {
            total.add(&self.largest_isolated(variable, value, fixed)?);
        }
        Some(total)
    }

    /// The largest value of a variable that no factor speaks of.
    fn largest_isolated<V: Value>(&self, variable: usize, value: &impl Fn(&[i64]) -> V, fixed: &Fixed) -> Option<V> {
        let p = self.network.n_parties;
        let entries = &self.network.variables[variable];
        let mut best: Option<V> = None;
        for option in choices(entries.size, fixed[variable]) {
            raise(&mut best, value(&entries.utility[option * p..][..p]));
        }
        best
    }

    /// The largest sum over the variables that factors speak of; fills the tables.
    pub fn largest_tied<V: Value>(
        &self,
        value: &impl Fn(&[i64]) -> V,
        fixed: &Fixed,
        tables: &mut Tables<V>,
    ) -> Option<V> {
        if self.network.is_void() {
            return None;
        }
        if tables.cells.len() != self.tied.len() {
            tables.cells = self.tied.iter().map(|tied| vec![None; tied.forbidden.len()]).collect();
            tables.rows = self.tied.iter().map(|tied| vec![None; tied.rows()]).collect();
        }
        let mut total = V::nothing();
        tables.loose.clear();
        for &factor in &self.loose {
            let best = self.largest_loose(&self.network.factors[factor], value, fixed);
            total.add(best.as_ref()?);
            tables.loose.push(best);
        }
        let p = self.network.n_parties;
        for (place, tied) in self.tied.iter().enumerate().rev() {
            let (earlier, later) = tables.rows.split_at_mut(place + 1);
            let cells = &mut tables.cells[place];
            cells.fill(None);
            for cell in tied.open_cells(fixed[tied.variable]) {
                let inputs = tied.inputs.iter().map(|input| &later[input.place - place - 1][input.row[cell] as usize]);
                let mut sum = value(&tied.local[cell * p..][..p]);
                let mut reachable = true;
                for input in inputs {
                    match input {
                        Some(input) => sum.add(input),
                        None => reachable = false,
                    }
                }
                cells[cell] = reachable.then_some(sum);
            }
            for (row, options) in earlier[place].iter_mut().zip(cells.chunks_exact(tied.size)) {
                *row = None;
                options.iter().flatten().for_each(|sum| raise(row, sum.clone()));
            }
            if tied.context.is_empty() {
                total.add(earlier[place].first()?.as_ref()?);
            }
        }
        Some(total)
    }

    /// The largest permitted cell of a factor that agrees with what is fixed.
    fn largest_loose<V: Value>(&self, factor: &Factor, value: &impl Fn(&[i64]) -> V, fixed: &Fixed) -> Option<V> {
        let p = self.network.n_parties;
        let nothing = vec![0; p];
        let mut best: Option<V> = None;
        for (cell, forbidden) in factor.forbidden.iter().enumerate() {
            if !forbidden && self.agrees(factor, cell, fixed) {
                let utility = if factor.utility.is_empty() { &nothing } else { &factor.utility[cell * p..][..p] };
                raise(&mut best, value(utility));
            }
        }
        best
    }

    /// Whether a cell of a factor keeps to the values that are fixed.
    fn agrees(&self, factor: &Factor, mut cell: usize, fixed: &Fixed) -> bool {
        factor.scope.iter().rev().all(|&variable| {
            let size = self.network.variables[variable].size;
            let option = cell % size;
            cell /= size;
            fixed[variable].is_none_or(|only| only == option)
        })
    }
}

impl Tied {
    fn rows(&self) -> usize {
        self.forbidden.len() / self.size
    }

    /// The row that the values of the context select.
    pub fn row(&self, assignment: &[usize]) -> usize {
        self.context.iter().map(|&(variable, stride)| assignment[variable] * stride).sum()
    }

    /// The cells that no factor forbids and that agree with a fixed value.
    fn open_cells(&self, fixed: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let options = choices(self.size, fixed);
        (0..self.rows())
            .flat_map(move |row| options.clone().map(move |option| row * self.size + option))
            .filter(|&cell| !self.forbidden[cell])
    }
}

/// The values that a variable may take.
pub(super) fn choices(size: usize, fixed: Option<usize>) -> std::ops::Range<usize> {
    fixed.map_or(0..size, |only| only..only + 1)
}

fn raise<V: Value>(best: &mut Option<V>, value: V) {
    match best {
        Some(best) => best.raise(&value),
        None => *best = Some(value),
    }
}

fn require_permutation(order: &[usize], n: usize) -> Result<(), Flaw> {
    let mut listed = vec![false; n];
    for &variable in order {
        if variable >= n || listed[variable] {
            return Err(Flaw::of(format!("variable {variable} of the order does not exist or occurs twice")));
        }
        listed[variable] = true;
    }
    if order.len() == n { Ok(()) } else { Err(Flaw::of(format!("the order has {} of {n} variables", order.len()))) }
}

/// For each variable of the chain the earlier variables that its table depends on, in the order of
/// assignment: those of its factors, and those of later tables that it is the last to be tied to.
fn contexts(network: &Network, chain: &[usize], kept: &[Vec<usize>], place: &[usize]) -> Vec<Vec<usize>> {
    let mut contexts: Vec<Vec<usize>> = kept
        .iter()
        .map(|factors| factors.iter().flat_map(|&factor| network.factors[factor].scope.iter().copied()).collect())
        .collect();
    for at in (0..chain.len()).rev() {
        let mut context = std::mem::take(&mut contexts[at]);
        context.retain(|&variable| variable != chain[at]);
        context.sort_unstable_by_key(|&variable| place[variable]);
        context.dedup();
        if let Some(&receiver) = context.last() {
            contexts[place[receiver]].extend_from_slice(&context);
        }
        contexts[at] = context;
    }
    contexts
}

/// A variable with the sums of its own values and its factors.
fn tabulate(network: &Network, variable: usize, context: &[usize], factors: &[usize]) -> Tied {
    let size = network.variables[variable].size;
    let mut stride = 1;
    let mut strides: Vec<(usize, usize)> = Vec::with_capacity(context.len());
    for &earlier in context.iter().rev() {
        strides.push((earlier, stride));
        stride *= network.variables[earlier].size;
    }
    strides.reverse();
    let mut tied = Tied {
        variable,
        size,
        context: strides,
        local: Vec::with_capacity(stride * size * network.n_parties),
        forbidden: Vec::with_capacity(stride * size),
        inputs: Vec::new(),
        loose: Vec::new(),
    };
    let p = network.n_parties;
    let mut assignment = vec![0; network.variables.len()];
    for _ in 0..stride * size {
        let start = tied.local.len();
        tied.local.extend_from_slice(&network.variables[variable].utility[assignment[variable] * p..][..p]);
        let mut forbidden = false;
        for factor in factors.iter().map(|&factor| &network.factors[factor]) {
            let selected = network.cell(factor, &assignment);
            forbidden |= factor.forbidden[selected];
            if !factor.utility.is_empty() {
                let terms = &factor.utility[selected * p..][..p];
                tied.local[start..].iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
            }
        }
        tied.forbidden.push(forbidden);
        next_cell(network, &tied, &mut assignment);
    }
    tied
}

/// Goes on to the values that the next cell stands for: the variable's own changes fastest.
fn next_cell(network: &Network, tied: &Tied, assignment: &mut [usize]) {
    let context = tied.context.iter().rev().map(|&(variable, _)| variable);
    for variable in [tied.variable].into_iter().chain(context) {
        assignment[variable] += 1;
        if assignment[variable] < network.variables[variable].size {
            return;
        }
        assignment[variable] = 0;
    }
}

/// For each cell of the receiver, the row of the giver's table.
fn link(network: &Network, receiver: &Tied, giver: &Tied, place: usize) -> Input {
    let mut assignment = vec![0; network.variables.len()];
    let row = |_| {
        let row = giver.row(&assignment);
        next_cell(network, receiver, &mut assignment);
        u32::try_from(row).expect("the limits keep rows below 2^32")
    };
    Input { place, row: (0..receiver.forbidden.len()).map(row).collect() }
}
