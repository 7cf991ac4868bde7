//! The few best packages of a part of the zone, with proof that nothing is better.

use crate::exact::Rational;
use crate::solve::Measure;
use crate::solve::engine::goal::{Beating, Few, Goal, Within, place};
use crate::solve::engine::search::{Budget, Found, Remainder, replay_counting, search};
use crate::solve::engine::space::Space;

/// Where to look.
pub(super) struct Part<'p> {
    pub space: &'p Space,
    /// What every party must at least get, in integers.
    pub base: &'p [i64],
    /// How many units of a draft must stay, where an observer counts them.
    pub kept: Option<Kept>,
}

/// How many units of a draft stay.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept {
    AtLeast(i64),
    Exactly(i64),
}

/// What was found.
pub(super) struct Best {
    /// Assignments, the best first.
    pub assignments: Vec<Vec<usize>>,
    /// How sure it is.
    pub sure: Sure,
}

/// How sure it is that the packages found are the best.
#[derive(Clone, Debug, PartialEq)]
pub enum Sure {
    /// Proved: nothing is better.
    Proven,
    /// The search ended first. Nothing has a value above the bound, in the unit of the goal, if there is one.
    AtMost(Option<Rational>),
}

impl Part<'_> {
    /// Finds the best packages, at most `most`.
    pub fn best(&self, measure: &Measure, most: usize, budget: &mut Budget) -> Best {
        let found = self.search(&mut *measure.beating(self.base, None), budget);
        let Some(first) = found.assignment else {
            let sure = match found.remainder {
                Remainder::AtMost(_) => Sure::AtMost(None),
                _ => Sure::Proven,
            };
            return Best { assignments: Vec::new(), sure };
        };
        let tree = match found.remainder {
            Remainder::Nothing(tree) => Some(tree),
            Remainder::AtMost(bound) => return Best { assignments: vec![first], sure: Sure::AtMost(bound) },
            // Where nobody can gain, every package is as good as the first.
            Remainder::Unwanted => None,
        };
        let Some(tree) = tree.filter(|_| most > 1 || measure.is_lexicographic()) else {
            return Best { assignments: vec![first], sure: Sure::Proven };
        };
        let p = self.base.len();
        let utilities = |assignment: &[usize]| -> Vec<i64> {
            let all = self.space.network.utilities(assignment).expect("a search finds what the rules permit");
            all[..p].to_vec()
        };
        let beating = |incumbent: Option<&[i64]>| measure.beating(self.base, incumbent);
        let mut taken: Vec<Vec<usize>> = Vec::new();
        let mut take = |assignment: &[usize]| taken.push(assignment.to_vec());
        // One alone begins at the first: only better ones are of interest.
        let start = utilities(&first);
        let single = |incumbent: Option<&[i64]>| beating(Some(incumbent.unwrap_or(&start)));
        let gate: Beating = if most == 1 { &single } else { &beating };
        let mut few = Few::new(gate, most);
        let complete = match self.kept {
            None => replay_counting(self.space, &tree, &mut few, &mut budget.nodes, &mut take),
            Some(kept) => replay_counting(self.space, &tree, &mut kept.within(&mut few), &mut budget.nodes, &mut take),
        };
        // The first stays first among its equals, however many were asked for.
        taken.retain(|assignment| *assignment != first);
        let mut sorted = vec![start.clone()];
        let mut assignments = vec![first];
        for assignment in taken {
            let own = utilities(&assignment);
            let place = place(&beating, &sorted, &own);
            sorted.insert(place, own);
            assignments.insert(place, assignment);
        }
        assignments.truncate(most);
        Best { assignments, sure: if complete { Sure::Proven } else { Sure::AtMost(None) } }
    }

    /// Searches for a goal over the parties, within what must stay of the draft.
    pub fn search(&self, goal: &mut dyn Goal, budget: &mut Budget) -> Found {
        match self.kept {
            None => search(self.space, goal, budget, &[]),
            Some(kept) => search(self.space, &mut kept.within(goal), budget, &[]),
        }
    }
}

impl Kept {
    fn within(self, goal: &mut dyn Goal) -> Within<'_> {
        match self {
            Kept::AtLeast(least) => Within::at_least(goal, least),
            Kept::Exactly(number) => Within::exactly(goal, number),
        }
    }
}
