//! A walk through the few outcomes that come near to the largest weighted sum.
//!
//! With weights `w`, each choice loses something against the best continuation; an outcome that
//! beats the incumbent may lose at most `max w.u - threshold` in all. Likewise each party may lose
//! at most its top minus its floor. One vector of these slacks is all that a node of the walk needs.

use super::goal::Goal;
use super::joining::Listing;
use super::space::{FORBIDDEN, Fixed, Node, Space, Tables, dot};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Nothing that beats the incumbent remains.
    Exhausted,
    /// The walk took more nodes than allowed; what remains is unknown.
    CutShort,
}

/// What a walk may cost, and what it cost.
pub(super) struct Allowance {
    /// Nodes that may still be visited.
    pub nodes: u64,
    /// Nodes that a single walk may visit.
    pub walk: u64,
}

/// The best assignment found, if any: what the walk hands back through.
pub(super) type Found<'f> = &'f mut dyn FnMut(&[usize]);

/// Walks through every assignment that may beat the goal's incumbent. `top` is the largest
/// `weights . u` that [`Space::maximise`] found, and `tables` what it left behind.
pub(super) fn sweep(task: &Task, goal: &mut dyn Goal, allowance: &mut Allowance, found: Found) -> Ending {
    match task.space.network.n_parties {
        0..=3 => Sweep::<4>::new(task).run(goal, allowance, found),
        4..=5 => Sweep::<6>::new(task).run(goal, allowance, found),
        6..=7 => Sweep::<8>::new(task).run(goal, allowance, found),
        // Sixteen parties, the observer that looks for the nearest package, and the loss.
        8..=17 => Sweep::<18>::new(task).run(goal, allowance, found),
        // As many parties, each with a mirror that wants the opposite.
        _ => Sweep::<34>::new(task).run(goal, allowance, found),
    }
}

/// What to walk through.
pub(super) struct Task<'t> {
    pub space: &'t Space,
    pub fixed: &'t Fixed,
    pub weights: &'t [i64],
    pub top: i64,
    pub tables: &'t Tables,
    /// How outcomes may be listed in halves.
    pub listing: Listing<'t>,
}

/// Lane 0 is the weighted sum, lane `1 + i` is party `i`; unused lanes stay zero.
pub(super) type Lanes<const L: usize> = [i64; L];

/// The options of a node in one context, least loss first.
pub(super) struct Rows<const L: usize> {
    pub losses: Vec<Lanes<L>>,
    pub values: Vec<u32>,
    /// Where each context's rows start; one more than there are contexts.
    starts: Vec<u32>,
}

pub(super) struct Sweep<'t, const L: usize> {
    pub task: &'t Task<'t>,
    /// Places of the nodes in the order of the walk.
    pub sequence: Vec<usize>,
    /// By place.
    pub rows: Vec<Rows<L>>,
    /// What the goal demands, lane by lane.
    pub demands: Lanes<L>,
    /// The most that each loose factor with utilities can add.
    best_loose: BTreeMap<usize, Lanes<L>>,
}

impl<'t, const L: usize> Sweep<'t, L> {
    pub fn new(task: &'t Task<'t>) -> Self {
        let nodes = &task.space.nodes;
        let rows: Vec<Rows<L>> = (0..nodes.len()).map(|place| rows(task, &nodes[place], place)).collect();
        Sweep { task, sequence: Vec::new(), rows, demands: [0; L], best_loose: best_loose(task) }
    }

    fn run(mut self, goal: &mut dyn Goal, allowance: &mut Allowance, found: Found) -> Ending {
        match self.prepare(goal) {
            None => Ending::Exhausted,
            Some(slack) if self.is_better_joined(&slack) => self.join_halves(slack, goal, allowance, found),
            Some(slack) => self.walk(slack, goal, allowance, found),
        }
    }

    /// The slack to begin with, once options that lose more are dropped; `None` if nothing remains.
    pub fn prepare(&mut self, goal: &dyn Goal) -> Option<Lanes<L>> {
        self.demands = self.demand(goal)?;
        let mut slack = [0; L];
        slack[0] = self.task.top - self.demands[0];
        for (party, top) in self.task.space.tops.iter().enumerate() {
            slack[1 + party] = top - self.demands[1 + party];
        }
        if slack.iter().any(|&s| s < 0) || !self.narrow(&mut slack) {
            return None;
        }
        self.sequence = sequence(&self.task.space.nodes, &self.rows);
        Some(slack)
    }

    /// Drops the options of variables without ties that lose more than there is slack, lowers the best
    /// cases to what remains, and repeats until nothing changes. `false` if some variable has no option left.
    fn narrow(&mut self, slack: &mut Lanes<L>) -> bool {
        let nodes = &self.task.space.nodes;
        loop {
            let mut changed = false;
            for rows in self.rows.iter_mut().zip(nodes).filter(|(_, node)| is_alone(node)).map(|(rows, _)| rows) {
                let fits = |losses: &Lanes<L>| losses.iter().zip(slack.iter()).all(|(loss, slack)| loss <= slack);
                let kept: Vec<usize> = (0..rows.losses.len()).filter(|&row| fits(&rows.losses[row])).collect();
                if kept.len() == rows.losses.len() {
                    continue;
                }
                if kept.is_empty() {
                    return false;
                }
                changed = true;
                rows.values = kept.iter().map(|&row| rows.values[row]).collect();
                rows.losses = kept.iter().map(|&row| rows.losses[row]).collect();
                rows.starts = vec![0, kept.len() as u32];
                for (lane, slack) in slack.iter_mut().enumerate() {
                    let least = rows.losses.iter().map(|losses| losses[lane]).min().unwrap_or(0);
                    rows.losses.iter_mut().for_each(|losses| losses[lane] -= least);
                    *slack -= least;
                }
            }
            if !changed {
                return slack.iter().all(|&slack| slack >= 0);
            }
        }
    }

    /// Goes through the outcomes one by one.
    pub fn walk(&mut self, slack: Lanes<L>, goal: &mut dyn Goal, allowance: &mut Allowance, found: Found) -> Ending {
        let depth_of_leaf = self.sequence.len();
        let nodes = &self.task.space.nodes;
        let mut assignment = vec![0; depth_of_leaf];
        let mut slacks = vec![slack; depth_of_leaf + 1];
        let mut cursors = vec![(0, 0); depth_of_leaf];
        let mut depth = 0;
        let mut left = allowance.walk.min(allowance.nodes);
        cursors[0] = self.span(0, &assignment);
        loop {
            let (cursor, end) = &mut cursors[depth];
            if cursor == end {
                if depth == 0 {
                    return Ending::Exhausted;
                }
                depth -= 1;
                continue;
            }
            let place = self.sequence[depth];
            let row = *cursor;
            *cursor += 1;
            let mut next = slacks[depth];
            for (slack, loss) in next.iter_mut().zip(&self.rows[place].losses[row]) {
                *slack -= loss;
            }
            if next[0] < 0 {
                // Options are sorted by this loss: the rest lose even more.
                *cursor = *end;
                continue;
            }
            if next.iter().fold(0, |signs, slack| signs | slack) < 0 {
                continue;
            }
            if left == 0 {
                return Ending::CutShort;
            }
            left -= 1;
            allowance.nodes -= 1;
            let node = &nodes[place];
            assignment[node.variable] = self.rows[place].values[row] as usize;
            if !self.task.space.loose.is_empty() && !self.lose_loosely(place, &assignment, &mut next) {
                continue;
            }
            depth += 1;
            slacks[depth] = next;
            if depth < depth_of_leaf {
                cursors[depth] = self.span(depth, &assignment);
                continue;
            }
            depth -= 1;
            let utilities: Vec<i64> =
                (0..self.task.space.tops.len()).map(|party| next[1 + party] + self.demands[1 + party]).collect();
            if goal.offer(&utilities) {
                found(&assignment);
                let Some(demands) = self.demand(goal) else { return Ending::Exhausted };
                for slack in &mut slacks[..=depth] {
                    for lane in 0..L {
                        slack[lane] -= demands[lane] - self.demands[lane];
                    }
                }
                self.demands = demands;
            }
        }
    }

    /// What beating the incumbent takes, or `None` if nothing can.
    pub fn demand(&self, goal: &dyn Goal) -> Option<Lanes<L>> {
        let mut demands = [0; L];
        demands[0] = i64::try_from(goal.threshold(self.task.weights)).ok().filter(|d| *d <= self.task.top)?;
        for (lane, floor) in demands[1..].iter_mut().zip(goal.floor()) {
            *lane = *floor;
        }
        Some(demands)
    }

    /// The rows to try at a depth, given what is assigned before.
    fn span(&self, depth: usize, assignment: &[usize]) -> (usize, usize) {
        let place = self.sequence[depth];
        let context = self.task.space.nodes[place].row(assignment);
        let starts = &self.rows[place].starts;
        (starts[context] as usize, starts[context + 1] as usize)
    }

    /// Takes from the slacks what the loose factors that end here cost, against the best of each for each
    /// lane; `false` if that is too much.
    fn lose_loosely(&self, place: usize, assignment: &[usize], slack: &mut Lanes<L>) -> bool {
        let network = &self.task.space.network;
        let p = network.n_parties;
        for &index in &self.task.space.nodes[place].loose {
            let factor = &network.factors[index];
            let cell = network.cell(factor, assignment);
            if factor.forbidden[cell] {
                return false;
            }
            if let Some(best) = self.best_loose.get(&index) {
                let utility = &factor.utility[cell * p..][..p];
                slack[0] -= best[0] - dot(self.task.weights, utility);
                for (party, utility) in utility.iter().enumerate() {
                    slack[1 + party] -= best[1 + party] - utility;
                }
            }
        }
        slack.iter().all(|&s| s >= 0)
    }
}

/// The most that each loose factor with utilities can add, lane by lane.
fn best_loose<const L: usize>(task: &Task) -> BTreeMap<usize, Lanes<L>> {
    let network = &task.space.network;
    let p = network.n_parties;
    let best_of = |&index: &usize| {
        let factor = &network.factors[index];
        let mut best = [i64::MIN; L];
        for (utility, _) in factor.utility.chunks_exact(p).zip(&factor.forbidden).filter(|(_, forbidden)| !**forbidden)
        {
            best[0] = best[0].max(dot(task.weights, utility));
            best[1..].iter_mut().zip(utility).for_each(|(best, &utility)| *best = (*best).max(utility));
        }
        (!factor.utility.is_empty()).then_some((index, best))
    };
    task.space.loose.iter().filter_map(best_of).collect()
}

/// Whether no factor speaks of a variable.
pub(super) fn is_alone(node: &Node) -> bool {
    node.context.is_empty() && node.children.is_empty() && node.loose.is_empty()
}

fn rows<const L: usize>(task: &Task, node: &Node, place: usize) -> Rows<L> {
    let p = task.space.tops.len();
    let mut rows = Rows { losses: Vec::new(), values: Vec::new(), starts: vec![0] };
    let mut order: Vec<(i64, usize)> = Vec::with_capacity(node.size);
    let only = task.fixed[node.variable];
    for context in 0..node.n_contexts {
        order.clear();
        let best = task.tables.best[place][context];
        for value in (0..node.size).filter(|&value| only.is_none_or(|only| only == value)) {
            let reach = task.tables.cell[place][context * node.size + value];
            if reach > FORBIDDEN / 2 {
                order.push((best - reach, value));
            }
        }
        order.sort_unstable();
        for &(loss, value) in &order {
            let mut lanes = [0; L];
            lanes[0] = loss;
            lanes[1..=p].copy_from_slice(&node.losses[(context * node.size + value) * p..][..p]);
            rows.losses.push(lanes);
            rows.values.push(value as u32);
        }
        rows.starts.push(rows.values.len() as u32);
    }
    rows
}

/// The order of the walk: variables that others depend on come before these; among those that may
/// come next, the one whose second choice loses most comes first, so that the walk is narrow where
/// it begins.
fn sequence<const L: usize>(nodes: &[Node], rows: &[Rows<L>]) -> Vec<usize> {
    let second_loss = |place: usize| {
        let starts = &rows[place].starts;
        let contexts = starts.windows(2).filter(|span| span[1] > span[0]);
        let loss =
            |span: &[u32]| if span[1] - span[0] < 2 { i64::MAX } else { rows[place].losses[span[0] as usize + 1][0] };
        contexts.map(loss).min().unwrap_or(i64::MAX)
    };
    let mut place_of = vec![0; nodes.len()];
    for (place, node) in nodes.iter().enumerate() {
        place_of[node.variable] = place;
    }
    let mut by_loss: Vec<usize> = (0..nodes.len()).collect();
    by_loss.sort_by_cached_key(|&place| Reverse(second_loss(place)));
    let mut placed = vec![false; nodes.len()];
    let mut sequence = Vec::with_capacity(nodes.len());
    while sequence.len() < nodes.len() {
        let ready = |place: usize| {
            // Loose factors are counted at their last variable, so that the others come before it.
            let context = nodes[place].context.iter().map(|(variable, _)| variable);
            context.chain(&nodes[place].awaited).all(|&variable| placed[place_of[variable]])
        };
        let next = by_loss.iter().copied().find(|&place| !placed[place] && ready(place));
        let next = next.expect("contexts point to earlier places only");
        placed[next] = true;
        sequence.push(next);
    }
    sequence
}
