//! Find the best outcome and prove it: sweeps first, cases where a sweep takes too long.

use super::goal::Goal;
use super::incumbent::climb;
use super::joining::{LONGEST, LONGEST_AT_ROOT, Listing, Patience};
use super::multipliers::{Column, relax};
use super::space::{Fixed, Space, Tables};
use super::sweep::{Allowance, Ending, Task, sweep};
use crate::exact::Rational;
use crate::solve::certificate::Tree;
use crate::solve::network::Factor;
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

/// A sweep that takes longer than this is better split into cases with weights of their own.
const SWEEP_NODES: u64 = 20_000;

/// The same while factors between bonuses are left out of the tables: bounds get better with every case.
const CUT_NODES: u64 = 2_000;

/// How many outcomes of the relaxation to climb from.
const CLIMBS: usize = 3;

/// What a search may cost. Nodes are counted, not seconds: the same budget gives the same answer.
#[derive(Debug)]
pub struct Budget<'i> {
    /// Nodes that may still be visited.
    pub nodes: u64,
    /// Set from outside to stop early with the best so far.
    pub interrupt: Option<&'i AtomicBool>,
}

impl Budget<'_> {
    /// As long as it takes.
    #[must_use]
    pub fn unlimited() -> Budget<'static> {
        Budget { nodes: u64::MAX, interrupt: None }
    }

    /// Whether the search must stop.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.nodes == 0 || self.interrupt.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The best assignment offered to the goal, if any beat its first incumbent.
    pub assignment: Option<Vec<usize>>,
    /// What remains beyond it.
    pub remainder: Remainder,
}

/// What remains beyond the incumbent.
#[derive(Clone, Debug)]
pub enum Remainder {
    /// Nothing better: the proof.
    Nothing(Tree),
    /// The budget ended first. No outcome has a value above this, if the weights gave a bound.
    AtMost(Option<Rational>),
    /// The goal wanted nothing better.
    Unwanted,
}

/// Searches for the best outcome. `starts` are assignments to begin from, such as the answers to
/// related questions.
pub fn search(space: &Space, goal: &mut dyn Goal, budget: &mut Budget, starts: &[Vec<usize>]) -> Found {
    let mut best = None;
    let remainder = search_keeping(space, goal, budget, starts, &mut |assignment| best = Some(assignment.to_vec()));
    Found { assignment: best, remainder }
}

/// Searches for all outcomes that a goal takes, some of them more than once. Whether all were found.
pub fn search_all(space: &Space, goal: &mut dyn Goal, budget: &mut Budget, keep: &mut dyn FnMut(&[usize])) -> bool {
    matches!(search_keeping(space, goal, budget, &[], keep), Remainder::Nothing(_))
}

fn search_keeping(
    space: &Space,
    goal: &mut dyn Goal,
    budget: &mut Budget,
    starts: &[Vec<usize>],
    keep: &mut dyn FnMut(&[usize]),
) -> Remainder {
    let tables = Tables::default();
    let mut search = Search { space, goal, budget, tables, best: None, keep, density: Cell::new(1.0) };
    for start in starts {
        search.offer(start);
    }
    match search.explore(&mut vec![None; space.nodes.len()], Vec::new(), true) {
        Ok(tree) => Remainder::Nothing(tree),
        Err(_) if search.goal.is_satisfied() => Remainder::Unwanted,
        Err(bound) => Remainder::AtMost(bound),
    }
}

/// Walks once more through the cases of a proof, for a goal that lets more through. Returns
/// whether the walk was completed within the nodes given.
pub fn replay(space: &Space, tree: &Tree, goal: &mut dyn Goal, nodes: u64, found: &mut dyn FnMut(&[usize])) -> bool {
    replay_counting(space, tree, goal, &mut { nodes }, found)
}

/// The same, leaving the nodes that were not needed.
pub fn replay_counting(
    space: &Space,
    tree: &Tree,
    goal: &mut dyn Goal,
    nodes: &mut u64,
    found: &mut dyn FnMut(&[usize]),
) -> bool {
    let mut allowance = Allowance { nodes: *nodes, walk: *nodes };
    let mut fixed = vec![None; space.nodes.len()];
    let complete = replay_case(space, tree, goal, &mut fixed, &mut allowance, found);
    *nodes = allowance.nodes;
    complete
}

fn replay_case(
    space: &Space,
    tree: &Tree,
    goal: &mut dyn Goal,
    fixed: &mut Fixed,
    allowance: &mut Allowance,
    found: &mut dyn FnMut(&[usize]),
) -> bool {
    match tree {
        Tree::Branch { variable, cases } => cases.iter().enumerate().all(|(value, case)| {
            fixed[*variable] = Some(value);
            let complete = replay_case(space, case, goal, fixed, allowance, found);
            fixed[*variable] = None;
            complete
        }),
        Tree::Leaf(weights) => {
            let mut tables = Tables::default();
            let Some(top) = space.maximise(weights, fixed, &mut tables) else { return true };
            let listing = Listing { patience: Patience::Insist, longest: LONGEST_AT_ROOT, density: &Cell::new(1.0) };
            let task = Task { space, fixed, weights, top, tables: &tables, listing };
            sweep(&task, goal, allowance, found) == Ending::Exhausted
        }
    }
}

struct Search<'s, 'b, 'i> {
    space: &'s Space,
    goal: &'s mut dyn Goal,
    budget: &'b mut Budget<'i>,
    tables: Tables,
    best: Option<Vec<usize>>,
    /// Is shown every outcome that the goal takes.
    keep: &'s mut dyn FnMut(&[usize]),
    /// How long lists of halves are against what is expected.
    density: Cell<f64>,
}

impl Search<'_, '_, '_> {
    /// A proof that nothing better agrees with what is fixed, or a bound if the search stopped.
    fn explore(&mut self, fixed: &mut Fixed, columns: Vec<Column>, is_root: bool) -> Result<Tree, Option<Rational>> {
        let any_weights = || Tree::Leaf(vec![1; self.space.network.n_parties]);
        if self.space.is_void {
            return Ok(any_weights());
        }
        let relaxation = relax(self.space, fixed, &self.goal.guide(), columns, &mut self.tables);
        let Some(relaxation) = relaxation else { return Ok(any_weights()) };
        for column in &relaxation.columns {
            self.offer(&column.assignment);
        }
        let weights = relaxation.weights;
        let Some(top) = self.space.maximise(&weights, fixed, &mut self.tables) else { return Ok(any_weights()) };
        if is_root && self.goal.threshold(&weights) <= i128::from(top) {
            self.climb(&relaxation.columns);
        }
        if self.goal.is_satisfied() {
            return Err(None);
        }
        match self.sweep(fixed, &weights, top) {
            Ending::Exhausted if !self.goal.is_satisfied() => return Ok(Tree::Leaf(weights)),
            Ending::Exhausted => return Err(None),
            Ending::CutShort => {}
        }
        let bound = self.goal.bound(&weights, top);
        let Some(variable) = self.branch_variable(fixed, &relaxation.columns, &relaxation.shares) else {
            return Err(bound);
        };
        if self.budget.is_spent() {
            return Err(bound);
        }
        self.distinguish(variable, fixed, &relaxation.columns, &relaxation.shares)
            .map_err(|deeper| tighter(bound, deeper))
    }

    /// Explores a case for every value of a variable, the most promising first.
    fn distinguish(
        &mut self,
        variable: usize,
        fixed: &mut Fixed,
        columns: &[Column],
        shares: &[f64],
    ) -> Result<Tree, Option<Rational>> {
        let size = self.space.network.variables[variable].size;
        let share = |value: usize| {
            let using = columns.iter().zip(shares).filter(|(column, _)| column.assignment[variable] == value);
            using.map(|(_, share)| share).sum::<f64>()
        };
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by(|&a, &b| share(b).total_cmp(&share(a)));
        let mut cases: Vec<Option<Tree>> = vec![None; size];
        let mut worst: Option<Option<Rational>> = None;
        for value in order {
            if self.budget.is_spent() || self.goal.is_satisfied() {
                return Err(None);
            }
            fixed[variable] = Some(value);
            let known = columns.iter().filter(|column| column.assignment[variable] == value).cloned().collect();
            match self.explore(fixed, known, false) {
                Ok(tree) => cases[value] = Some(tree),
                Err(bound) => worst = Some(worst.map_or(bound.clone(), |worst| looser(worst, bound))),
            }
            fixed[variable] = None;
        }
        match (cases.into_iter().collect::<Option<Vec<Tree>>>(), worst) {
            (Some(cases), None) => Ok(Tree::Branch { variable, cases }),
            (_, worst) => Err(worst.flatten()),
        }
    }

    fn offer(&mut self, assignment: &[usize]) {
        let Some(utilities) = self.space.network.utilities(assignment) else { return };
        let reaches = utilities.iter().zip(self.goal.floor()).all(|(u, floor)| u >= floor);
        if reaches && !self.goal.is_satisfied() && self.goal.offer(&utilities) {
            self.best = Some(assignment.to_vec());
            (self.keep)(assignment);
        }
    }

    /// Climbs from the incumbent and from the most promising outcomes of the relaxation.
    fn climb(&mut self, columns: &[Column]) {
        let network = &self.space.network;
        let merit = |column: &&Column| self.goal.merit(&column.utilities);
        let mut promising: Vec<&Column> = columns.iter().collect();
        promising.sort_by(|a, b| merit(b).total_cmp(&merit(a)));
        let starts = promising.into_iter().take(CLIMBS).map(|column| column.assignment.clone());
        for mut assignment in starts.chain(self.best.clone()).collect::<Vec<_>>() {
            if climb(network, self.goal, &mut assignment).is_some() {
                self.offer(&assignment);
            }
        }
    }

    fn sweep(&mut self, fixed: &Fixed, weights: &[i64], top: i64) -> Ending {
        // One variable is walked through to its end: cases would not be easier.
        let widest = self.space.network.variables.iter().map(|v| v.size).max().unwrap_or(0) as u64;
        let walk = if self.is_cut(fixed) { CUT_NODES } else { SWEEP_NODES.max(2 * widest) };
        let mut allowance = Allowance { nodes: self.budget.nodes, walk };
        let (best, keep) = (&mut self.best, &mut self.keep);
        let mut found = |assignment: &[usize]| {
            *best = Some(assignment.to_vec());
            keep(assignment);
        };
        let is_root = fixed.iter().all(Option::is_none);
        let (patience, longest) =
            if is_root { (Patience::Glimpse, LONGEST_AT_ROOT) } else { (Patience::GiveUp, LONGEST) };
        let listing = Listing { patience, longest, density: &self.density };
        let task = Task { space: self.space, fixed, weights, top, tables: &self.tables, listing };
        let ending = sweep(&task, self.goal, &mut allowance, &mut found);
        self.budget.nodes = allowance.nodes;
        ending
    }

    /// Whether factors between bonuses are left out of the tables, of which nothing is fixed yet.
    fn is_cut(&self, fixed: &Fixed) -> bool {
        self.cut_factors(fixed).next().is_some()
    }

    fn cut_factors<'f>(&'f self, fixed: &'f Fixed) -> impl Iterator<Item = &'f Factor> {
        let network = &self.space.network;
        let loose = self.space.loose.iter().filter(|_| network.has_bonuses()).map(|&factor| &network.factors[factor]);
        loose.filter(|factor| factor.scope.iter().all(|&v| fixed[v].is_none()))
    }

    /// The variable with most factors left out of the tables, if any; then the one on which the optimal
    /// mixture is most divided, else one with most values.
    fn branch_variable(&self, fixed: &Fixed, columns: &[Column], shares: &[f64]) -> Option<usize> {
        let variables = &self.space.network.variables;
        let division = |variable: usize| {
            let mut by_value = vec![0.0; variables[variable].size];
            for (column, share) in columns.iter().zip(shares) {
                by_value[column.assignment[variable]] += share;
            }
            1.0 - by_value.into_iter().fold(0.0, f64::max)
        };
        let open = (0..variables.len()).filter(|&v| fixed[v].is_none() && variables[v].size > 1);
        let n_cut = |v: usize| self.cut_factors(fixed).filter(|factor| factor.scope.contains(&v)).count() as f64;
        let cuts: Vec<f64> = (0..variables.len()).map(n_cut).collect();
        open.max_by(|&a, &b| {
            let ranks = |v: usize| (cuts[v] + division(v), variables[v].size);
            let ((x, m), (y, n)) = (ranks(a), ranks(b));
            x.total_cmp(&y).then(m.cmp(&n)).then(b.cmp(&a))
        })
    }
}

/// The smaller of two bounds, of which either may be missing.
fn tighter(a: Option<Rational>, b: Option<Rational>) -> Option<Rational> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The greater of two bounds; missing if either is.
fn looser(a: Option<Rational>, b: Option<Rational>) -> Option<Rational> {
    a.zip(b).map(|(a, b)| a.max(b))
}
