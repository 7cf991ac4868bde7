//! Joining two lists of half outcomes, where walking through all outcomes would take too long.
//!
//! An outcome is refuting only if its two halves lose no more than the slack together, in every
//! lane. Where the least losses among some first halves and some second halves exceed that already,
//! none of their pairs does; elsewhere the longer list is parted at the median of the lane in which
//! it differs most (Horowitz and Sahni 1974, "Computing partitions with applications to the knapsack
//! problem"; Bentley 1975, "Multidimensional binary search trees used for associative searching").

use super::sweep::{Lanes, TooLong, holds, minus};

/// Lists this short are compared pair by pair.
const SHORT: usize = 16;

/// The most partial outcomes that are listed.
const MOST: usize = 4_000_000;

/// A partial outcome: what it loses, and the last step to it.
#[derive(Clone, Copy)]
struct Half<const L: usize> {
    losses: Lanes<L>,
    step: u32,
}

/// A list of partial outcomes with how they came about.
struct Halves<const L: usize> {
    list: Vec<Half<L>>,
    /// For each step the one before it and the entry taken. The first step takes none.
    steps: Vec<(u32, usize)>,
}

/// What a variable can take: entries `start..end` of the losses.
pub(super) type Span = (usize, usize);

/// Looks for a choice of one entry in every span that stays within the slack and satisfies
/// `is_refuting`, which takes what remains of the slack; returns the entries. `weights` tell how much a
/// unit of each lane matters. `None` where the lists would be too long.
pub(super) fn search<const L: usize>(
    spans: &[Span],
    losses: &[Lanes<L>],
    slack: &Lanes<L>,
    weights: &Lanes<L>,
    work: &mut Work,
    is_refuting: &dyn Fn(&Lanes<L>) -> bool,
) -> Result<Option<Option<Vec<usize>>>, TooLong> {
    let side = |odd: usize| spans.iter().skip(odd).step_by(2).copied().collect::<Vec<Span>>();
    let (Some(first), Some(second)) = (list(&side(0), losses, slack), list(&side(1), losses, slack)) else {
        return Ok(None);
    };
    let steps = [first.steps, second.steps];
    let (lists, groups) = ([first.list, second.list], [Vec::new(), Vec::new()]);
    let found = Join { slack, weights, work, is_refuting, lists, groups }.refutation()?;
    Ok(Some(found.map(|(a, b)| {
        let [mut even, mut odd] = [entries(&steps[0], a).into_iter(), entries(&steps[1], b).into_iter()];
        let next = |at: usize| if at.is_multiple_of(2) { even.next() } else { odd.next() };
        (0..spans.len()).filter_map(next).collect()
    })))
}

/// How much a check has done, and how much it may do.
pub(super) struct Work {
    pub steps: u64,
    pub most_steps: u64,
}

/// Every choice of entries that loses no more than the slack; `None` where they are too many.
fn list<const L: usize>(spans: &[Span], losses: &[Lanes<L>], slack: &Lanes<L>) -> Option<Halves<L>> {
    let mut halves = Halves { list: vec![Half { losses: [0; L], step: 0 }], steps: vec![(0, 0)] };
    for &(start, end) in spans {
        let mut longer = Vec::with_capacity(2 * halves.list.len());
        for half in &halves.list {
            let left = minus(slack, &half.losses);
            for (entry, loss) in losses.iter().enumerate().take(end).skip(start) {
                if holds(&minus(&left, loss)) {
                    longer.push(Half {
                        losses: std::array::from_fn(|lane| half.losses[lane] + loss[lane]),
                        step: u32::try_from(halves.steps.len()).ok()?,
                    });
                    halves.steps.push((half.step, entry));
                }
            }
            if halves.steps.len() > MOST {
                return None;
            }
        }
        halves.list = longer;
    }
    Some(halves)
}

/// The entries that led to a step, in the order of the spans.
fn entries(steps: &[(u32, usize)], mut step: u32) -> Vec<usize> {
    let mut entries = Vec::new();
    while step > 0 {
        let (before, entry) = steps[step as usize];
        entries.push(entry);
        step = before;
    }
    entries.reverse();
    entries
}

/// Some halves of a list, with the least that any of them loses in each lane.
#[derive(Clone, Copy)]
struct Group<const L: usize> {
    start: usize,
    end: usize,
    least: Lanes<L>,
    /// The lane in which the halves differ most, by how much it matters.
    widest: usize,
    /// Where the group is parted in two, once it is: the first part; the second follows it.
    parts: Option<usize>,
}

struct Join<'j, const L: usize> {
    slack: &'j Lanes<L>,
    weights: &'j Lanes<L>,
    work: &'j mut Work,
    is_refuting: &'j dyn Fn(&Lanes<L>) -> bool,
    lists: [Vec<Half<L>>; 2],
    groups: [Vec<Group<L>>; 2],
}

impl<const L: usize> Join<'_, L> {
    /// A refuting pair of halves, if there is one.
    fn refutation(&mut self) -> Result<Option<(u32, u32)>, TooLong> {
        for side in [0, 1] {
            if self.lists[side].is_empty() {
                return Ok(None);
            }
            let whole = self.group(side, 0, self.lists[side].len());
            self.groups[side].push(whole);
        }
        self.work.steps += (self.lists[0].len() + self.lists[1].len()) as u64;
        let mut open = vec![[0, 0]];
        while let Some(pair) = open.pop() {
            self.work.steps += 1;
            if self.work.steps > self.work.most_steps {
                return Err(TooLong);
            }
            let groups = [self.groups[0][pair[0]], self.groups[1][pair[1]]];
            if !holds(&minus(&minus(self.slack, &groups[0].least), &groups[1].least)) {
                continue;
            }
            let lengths = groups.map(|group| group.end - group.start);
            let longer = usize::from(lengths[0] < lengths[1]);
            if lengths[longer] <= SHORT {
                if let Some(found) = self.compare_each(&groups) {
                    return Ok(Some(found));
                }
                continue;
            }
            let first = self.part(longer, pair[longer]);
            for part in [first + 1, first] {
                let mut next = pair;
                next[longer] = part;
                open.push(next);
            }
        }
        Ok(None)
    }

    fn compare_each(&self, groups: &[Group<L>; 2]) -> Option<(u32, u32)> {
        let [first, second] = [0, 1].map(|side| &self.lists[side][groups[side].start..groups[side].end]);
        first.iter().find_map(|a| {
            let left = minus(self.slack, &a.losses);
            let refutes = |rest: Lanes<L>| holds(&rest) && (self.is_refuting)(&rest);
            let b = second.iter().find(|b| refutes(minus(&left, &b.losses)))?;
            Some((a.step, b.step))
        })
    }

    /// Parts a group at the median of the lane in which it differs most; returns the first part.
    fn part(&mut self, side: usize, index: usize) -> usize {
        let Group { start, end, widest, parts, .. } = self.groups[side][index];
        if let Some(first) = parts {
            return first;
        }
        let middle = start + (end - start) / 2;
        self.lists[side][start..end].select_nth_unstable_by_key(middle - start, |half| half.losses[widest]);
        let first = self.groups[side].len();
        self.groups[side][index].parts = Some(first);
        let parts = [self.group(side, start, middle), self.group(side, middle, end)];
        self.groups[side].extend(parts);
        first
    }

    fn group(&self, side: usize, start: usize, end: usize) -> Group<L> {
        let (mut least, mut most) = ([i64::MAX; L], [0; L]);
        for half in &self.lists[side][start..end] {
            for lane in 0..L {
                least[lane] = least[lane].min(half.losses[lane]);
                most[lane] = most[lane].max(half.losses[lane]);
            }
        }
        let spread = |lane: usize| i128::from(most[lane] - least[lane]) * i128::from(self.weights[lane]);
        let widest = (0..L).rev().max_by_key(|&lane| spread(lane)).unwrap_or(0);
        Group { start, end, least, widest, parts: None }
    }
}
