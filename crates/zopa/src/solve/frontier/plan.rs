//! In which order variables are merged into a frontier, and what the rest can still add.
//!
//! Variables are added one by one. What was assigned earlier matters to later factors only through
//! the boundary, the assigned variables that still share a factor with an unassigned one; a cell is
//! an assignment of the boundary, and every cell has a front of its own. Variables that no factor
//! ties come last and leave no boundary at all.

use crate::solve::network::Network;

/// Marks a value that is forbidden or from which no package can be completed.
pub(super) const DEAD: u32 = u32::MAX;

/// The most entries of a step's tables; ties that need larger ones are beyond this method.
const MAX_ENTRIES: usize = 1 << 22;

/// A network's variables in order.
pub(super) struct Plan {
    pub steps: Vec<Step>,
    /// The least that the variables can add, party by party; coordinates count from it.
    pub base: Vec<i64>,
    /// The largest coordinate, party by party.
    pub ranges: Vec<i64>,
}

/// A variable is assigned, and boundary variables that nothing needs any more are forgotten.
pub(super) struct Step {
    pub variable: usize,
    /// The number of values of the variable.
    pub size: usize,
    /// The cell that follows, entry `cell_before * size + value`; [`DEAD`] where none does.
    pub target: Vec<u32>,
    /// What the factors that the variable completes add, entry `(cell_before * size + value) * p + party`;
    /// empty where there are none.
    extra: Vec<i64>,
    /// The number of cells after the step.
    pub cells_after: usize,
    /// The least that the step adds, party by party.
    pub base: Vec<i64>,
    /// The most that later steps add, entry `cell_after * p + party`; `None` where nothing can follow.
    pub most: Vec<Option<i64>>,
    /// The least that later steps add, in the same form.
    pub least: Vec<Option<i64>>,
}

impl Plan {
    /// The plan, or the number of variables after which the boundary is too large.
    pub fn new(network: &Network) -> Result<Plan, usize> {
        let order = order(network);
        let mut boundary = Vec::new();
        let step = |position| Step::new(network, &order, position, &mut boundary).ok_or(position);
        let mut steps = (0..order.len()).map(step).collect::<Result<Vec<Step>, usize>>()?;
        let p = network.n_parties;
        for position in (0..steps.len()).rev() {
            let (earlier, later) = steps.split_at_mut(position + 1);
            complete(&mut earlier[position], later.first(), network);
        }
        let mut base = vec![0; p];
        let mut ranges = vec![0; p];
        for step in &mut steps {
            let (least, most) = step.extremes(network);
            for party in 0..p {
                base[party] += least[party];
                ranges[party] += most[party] - least[party];
            }
            step.base = least;
        }
        Ok(Plan { steps, base, ranges })
    }
}

impl Step {
    /// The step and its boundary, unless its tables would be too large.
    fn new(network: &Network, order: &[usize], position: usize, boundary: &mut Vec<usize>) -> Option<Step> {
        let variable = order[position];
        let size = network.variables[variable].size;
        let assigned = &order[..=position];
        let cells_before = cells(network, boundary);
        let mut extended = boundary.clone();
        extended.push(variable);
        let completed: Vec<usize> = (0..network.factors.len())
            .filter(|&f| {
                let scope = &network.factors[f].scope;
                scope.contains(&variable) && scope.iter().all(|v| assigned.contains(v))
            })
            .collect();
        let open = |v: &usize| {
            let tied = network.factors.iter().filter(|f| f.scope.contains(v));
            tied.flat_map(|f| &f.scope).any(|other| !assigned.contains(other))
        };
        let kept: Vec<usize> = extended.iter().copied().filter(open).collect();
        let tabulated = extended.len() > 1 || !kept.is_empty();
        if tabulated && cells_before.saturating_mul(size) > MAX_ENTRIES {
            return None;
        }
        let mut step = Step {
            variable,
            size,
            target: vec![0; cells_before * size],
            extra: Vec::new(),
            cells_after: cells(network, &kept),
            base: Vec::new(),
            most: Vec::new(),
            least: Vec::new(),
        };
        if tabulated {
            step.tabulate(network, &extended, &kept, &completed);
        }
        *boundary = kept;
        Some(step)
    }

    /// Fills the tables of a step that has a boundary.
    fn tabulate(&mut self, network: &Network, extended: &[usize], kept: &[usize], completed: &[usize]) {
        let p = network.n_parties;
        if completed.iter().any(|&f| !network.factors[f].utility.is_empty()) {
            self.extra = vec![0; self.target.len() * p];
        }
        let mut assignment = vec![0; network.variables.len()];
        for cell in 0..self.target.len() {
            let mut rest = cell;
            for &v in extended.iter().rev() {
                assignment[v] = rest % network.variables[v].size;
                rest /= network.variables[v].size;
            }
            self.target[cell] = kept.iter().fold(0, |c, &v| c * network.variables[v].size + assignment[v]) as u32;
            for factor in completed.iter().map(|&f| &network.factors[f]) {
                let entry = network.cell(factor, &assignment);
                if factor.forbidden[entry] {
                    self.target[cell] = DEAD;
                } else if !factor.utility.is_empty() {
                    let terms = &factor.utility[entry * p..][..p];
                    self.extra[cell * p..][..p].iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
                }
            }
        }
    }

    /// What assigning a value in a cell adds to a party's utility.
    #[inline]
    pub fn addition(&self, network: &Network, cell: usize, value: usize, party: usize) -> i64 {
        let p = network.n_parties;
        let unary = network.variables[self.variable].utility[value * p + party];
        if self.extra.is_empty() { unary } else { unary + self.extra[(cell * self.size + value) * p + party] }
    }

    /// The least and the most that the step adds, party by party, over what is not dead.
    fn extremes(&self, network: &Network) -> (Vec<i64>, Vec<i64>) {
        let p = network.n_parties;
        let mut least = vec![i64::MAX; p];
        let mut most = vec![i64::MIN; p];
        for (entry, _) in self.target.iter().enumerate().filter(|(_, target)| **target != DEAD) {
            for party in 0..p {
                let addition = self.addition(network, entry / self.size, entry % self.size, party);
                least[party] = least[party].min(addition);
                most[party] = most[party].max(addition);
            }
        }
        if least.first().is_none_or(|least| *least == i64::MAX) { (vec![0; p], vec![0; p]) } else { (least, most) }
    }
}

/// Finds what the steps after this one add at most and at least, and buries values that lead nowhere.
fn complete(step: &mut Step, next: Option<&Step>, network: &Network) {
    let p = network.n_parties;
    let Some(next) = next else {
        (step.most, step.least) = (vec![Some(0); p], vec![Some(0); p]);
        return;
    };
    step.most = vec![None; step.cells_after * p];
    step.least = vec![None; step.cells_after * p];
    for (entry, &target) in next.target.iter().enumerate().filter(|(_, target)| **target != DEAD) {
        let (cell, value) = (entry / next.size, entry % next.size);
        for party in 0..p {
            let addition = next.addition(network, cell, value, party);
            let after = target as usize * p + party;
            let most = next.most[after].map(|rest| rest + addition);
            let least = next.least[after].map(|rest| rest + addition);
            let slot = cell * p + party;
            step.most[slot] = step.most[slot].max(most);
            step.least[slot] = [step.least[slot], least].into_iter().flatten().min();
        }
    }
    for target in step.target.iter_mut().filter(|target| **target != DEAD) {
        if step.most[*target as usize * p].is_none() {
            *target = DEAD;
        }
    }
}

fn cells(network: &Network, boundary: &[usize]) -> usize {
    boundary.iter().fold(1, |cells, &v| cells.saturating_mul(network.variables[v].size))
}

/// Tied variables first, component by component, each next one such that the boundary stays small;
/// then the others. For three and more parties those that move utilities least come first: trials
/// found that the fronts grow no larger in the end, and that copies of a front that lie far apart are
/// quickly told apart. For two parties comparing is cheap and only the sizes of the fronts count, which
/// stay smallest with the largest moves first.
fn order(network: &Network) -> Vec<usize> {
    let n = network.variables.len();
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); n];
    for factor in &network.factors {
        for &a in &factor.scope {
            for &b in factor.scope.iter().filter(|b| **b != a) {
                if !neighbours[a].contains(&b) {
                    neighbours[a].push(b);
                }
            }
        }
    }
    let mut order: Vec<usize> = Vec::with_capacity(n);
    let mut assigned = vec![false; n];
    let mut boundary: Vec<usize> = Vec::new();
    let tied = neighbours.iter().filter(|tied| !tied.is_empty()).count();
    while order.len() < tied {
        let after = |v: usize, assigned: &[bool]| -> Vec<usize> {
            let open = |u: &usize| neighbours[*u].iter().any(|w| !assigned[*w] && *w != v);
            boundary.iter().copied().chain([v]).filter(open).collect()
        };
        let eligible = (0..n).filter(|&v| !assigned[v] && !neighbours[v].is_empty());
        let reachable = |v: &usize| boundary.is_empty() || neighbours[*v].iter().any(|u| assigned[*u]);
        let next = eligible.filter(reachable).min_by_key(|&v| {
            let kept = after(v, &assigned);
            (cells(network, &kept), neighbours[v].len(), v)
        });
        let next = next.expect("a component with a boundary has a variable next to it");
        boundary = after(next, &assigned);
        assigned[next] = true;
        order.push(next);
    }
    let free = (0..n).filter(|&v| neighbours[v].is_empty());
    order.extend(by_move(network, free.collect()));
    order
}

/// Sorts variables by how far they move utilities, as shares of what all of these move together,
/// summed over the parties. The shares only guide, so floats do.
fn by_move(network: &Network, variables: Vec<usize>) -> Vec<usize> {
    let p = network.n_parties;
    let moves: Vec<Vec<f64>> = variables
        .iter()
        .map(|&v| {
            let utility = &network.variables[v].utility;
            let of = |party: usize| utility.iter().skip(party).step_by(p);
            (0..p).map(|party| of(party).max().zip(of(party).min()).map_or(0.0, |(a, b)| (a - b) as f64)).collect()
        })
        .collect();
    let totals: Vec<f64> = (0..p).map(|party| moves.iter().map(|m| m[party]).sum::<f64>().max(1.0)).collect();
    let share = |moves: &Vec<f64>| moves.iter().zip(&totals).map(|(m, total)| m / total).sum::<f64>();
    let mut keyed: Vec<(f64, usize)> = moves.iter().map(share).zip(variables).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    if p <= 2 {
        keyed.reverse();
    }
    keyed.into_iter().map(|(_, v)| v).collect()
}
