//! Fronts of four and more parties: dominance between shifted copies of fronts.
//!
//! Within one front nothing dominates anything, and a shift does not change that, so every point
//! need only be compared with the other parts. Boxes of a part descend together with the list of the
//! boxes of other parts that may hold something at least as good; near the bottom that list is short.

use super::merge::Part;
use super::point::{Code, Coordinate, Point, covers, difference, sum};
use super::tree::{FAN, LEAF, Tree};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Subtrees of no more than this height are not divided among cores.
const TASK: u32 = 4;

/// The parts of a union and what is asked of its points.
pub(super) struct Union<'a, C, const P: usize, K> {
    /// The trees of the parts, part by part.
    pub trees: Vec<&'a Tree<C, P, K>>,
    /// The parts.
    pub parts: &'a [Part<'a, C, P, K>],
    /// Points below this are dropped.
    pub floor: [C; P],
    /// Stops the work when set; the result is then incomplete.
    pub interrupt: Option<&'a AtomicBool>,
}

/// A box of a part, on the level of the own box or, where the part's tree is lower, a leaf.
#[derive(Clone, Copy)]
struct Entry {
    part: u32,
    node: u32,
}

/// A leaf of another part that may hold something at least as good as a point of an own leaf.
#[derive(Clone, Copy)]
struct Rival<C, const P: usize> {
    /// Its greatest utilities, less what makes own utilities comparable with them.
    top: [C; P],
    leaf: Entry,
}

/// Memory for one descent.
struct Work<C, const P: usize, K> {
    /// Boxes of other parts, level by level.
    stack: Vec<Entry>,
    rivals: Vec<Rival<C, P>>,
    /// What remains.
    found: Vec<Point<C, P, K>>,
}

impl<C: Coordinate, const P: usize, K: Code> Union<'_, C, P, K> {
    /// The points that no other point of the union dominates, not below the floor; of equal ones the
    /// one with the smallest code. The order depends on the trees alone.
    pub fn front(&self) -> Vec<Point<C, P, K>> {
        let pieces: Vec<Vec<Point<C, P, K>>> =
            (0..self.parts.len()).into_par_iter().flat_map(|own| Filter::new(self, own).whole()).collect();
        let mut front = Vec::with_capacity(pieces.iter().map(Vec::len).sum());
        for piece in pieces {
            front.extend(piece);
        }
        front
    }
}

/// Compares one part with all others.
struct Filter<'a, C, const P: usize, K> {
    union: &'a Union<'a, C, P, K>,
    own: usize,
    tree: &'a Tree<C, P, K>,
    /// What to add to an own utility to compare it with the utilities of another part.
    offsets: Vec<[C; P]>,
}

impl<'a, C: Coordinate, const P: usize, K: Code> Filter<'a, C, P, K> {
    fn new(union: &'a Union<'a, C, P, K>, own: usize) -> Self {
        let shift = &union.parts[own].shift;
        let offsets = union.parts.iter().map(|part| difference(shift, &part.shift)).collect();
        Filter { union, own, tree: union.trees[own], offsets }
    }

    fn whole(&self) -> Vec<Vec<Point<C, P, K>>> {
        let others = (0..self.union.parts.len()).filter(|&part| part != self.own);
        let entries = others.map(|part| Entry { part: part as u32, node: 0 }).collect();
        let mut pieces = Vec::new();
        self.divide(0, 0, entries, &mut pieces);
        pieces
    }

    /// Handles a box, on several cores as long as its leaves are many.
    fn divide(&self, level: u32, node: usize, stack: Vec<Entry>, pieces: &mut Vec<Vec<Point<C, P, K>>>) {
        if self.tree.height <= level + TASK {
            let mut work = Work { stack, rivals: Vec::new(), found: Vec::new() };
            self.descend(level, node, 0, &mut work);
            pieces.push(work.found);
            return;
        }
        let child = |child: usize| {
            let (mut pieces, mut below) = (Vec::new(), stack.clone());
            if self.open(level, node, child, 0..stack.len(), &mut below) {
                below.drain(..stack.len());
                self.divide(level + 1, FAN * node + child, below, &mut pieces);
            }
            pieces
        };
        let children: Vec<Vec<Vec<Point<C, P, K>>>> = (0..FAN).into_par_iter().map(child).collect();
        pieces.extend(children.into_iter().flatten());
    }

    /// Handles a box on one core; its entries are those from `start` on the stack.
    fn descend(&self, level: u32, node: usize, start: usize, work: &mut Work<C, P, K>) {
        if level == self.tree.height {
            self.leaf(node, start, work);
            return;
        }
        if self.union.interrupt.is_some_and(|interrupt| interrupt.load(Ordering::Relaxed)) {
            return;
        }
        let end = work.stack.len();
        for child in 0..FAN {
            if self.open(level, node, child, start..end, &mut work.stack) {
                self.descend(level + 1, FAN * node + child, end, work);
            }
            work.stack.truncate(end);
        }
    }

    /// Pushes those children of entries that may hold something at least as good as something in a
    /// child of an own box; false if nothing of the child can remain.
    fn open(&self, level: u32, node: usize, child: usize, range: Range<usize>, stack: &mut Vec<Entry>) -> bool {
        let most = self.tree.most(level, node).map(|children| children[child]);
        let least = self.tree.least(level, node).map(|children| children[child]);
        if !covers(&sum(&most, &self.union.parts[self.own].shift), &self.union.floor) {
            return false;
        }
        for position in range {
            let entry = stack[position];
            let tree = self.union.trees[entry.part as usize];
            if level >= tree.height {
                stack.push(entry);
                continue;
            }
            let offset = &self.offsets[entry.part as usize];
            let open = covering(tree.most(level, entry.node as usize), &sum(&least, offset));
            if open == [false; FAN] {
                continue;
            }
            let best = sum(&most, offset);
            let worst = tree.least(level, entry.node as usize);
            let dominating = covering(worst, &best);
            for child in 0..FAN {
                if dominating[child] && (0..P).any(|party| worst[party][child] != best[party]) {
                    return false;
                }
                if open[child] {
                    stack.push(Entry { node: FAN as u32 * entry.node + child as u32, ..entry });
                }
            }
        }
        true
    }

    /// Compares the points of a leaf one by one.
    fn leaf(&self, leaf: usize, start: usize, work: &mut Work<C, P, K>) {
        let part = &self.union.parts[self.own];
        let points = &self.tree.points[self.tree.leaf(leaf)];
        let Work { stack, rivals, found } = work;
        rivals.clear();
        for entry in &stack[start..] {
            self.enlist(points, *entry, self.tree.height, rivals);
        }
        for point in points {
            let utility = sum(&point.utility, &part.shift);
            if !covers(&utility, &self.union.floor) {
                continue;
            }
            let code = point.code.plus(&part.code);
            let beaten = |rival: &Rival<C, P>| covers(&rival.top, &point.utility) && self.beaten(point, &code, rival);
            match rivals.iter().position(beaten) {
                // What beat this point is likely to beat its neighbours.
                Some(position) => rivals[..=position].rotate_right(1),
                None => found.push(Point { utility, code }),
            }
        }
    }

    /// Lists the leaves of an entry that may matter to points.
    fn enlist(&self, points: &[Point<C, P, K>], entry: Entry, level: u32, rivals: &mut Vec<Rival<C, P>>) {
        let tree = self.union.trees[entry.part as usize];
        if level >= tree.height {
            let offset = &self.offsets[entry.part as usize];
            rivals.push(Rival { top: difference(&tree.tops[entry.node as usize], offset), leaf: entry });
            return;
        }
        let offset = &self.offsets[entry.part as usize];
        let most = tree.most(level, entry.node as usize);
        for child in 0..FAN {
            let top = difference(&most.map(|children| children[child]), offset);
            if points.iter().any(|point| covers(&top, &point.utility)) {
                let node = FAN as u32 * entry.node + child as u32;
                self.enlist(points, Entry { node, ..entry }, level + 1, rivals);
            }
        }
    }

    /// Whether a leaf of another part holds something better than a point, or equal with a smaller code.
    #[inline]
    fn beaten(&self, point: &Point<C, P, K>, code: &K, rival: &Rival<C, P>) -> bool {
        let Entry { part, node } = rival.leaf;
        let tree = self.union.trees[part as usize];
        let target = sum(&point.utility, &self.offsets[part as usize]);
        let covering = covering(&tree.leaves[node as usize], &target);
        if covering == [false; LEAF] {
            return false;
        }
        let start = tree.leaf(node as usize).start;
        (0..LEAF).filter(|&slot| covering[slot]).any(|slot| {
            let rival = &tree.points[start + slot];
            rival.utility != target || rival.code.plus(&self.union.parts[part as usize].code) < *code
        })
    }
}

/// Which columns are at least the target in every entry.
#[inline]
fn covering<C: Coordinate, const P: usize, const N: usize>(columns: &[[C; N]; P], target: &[C; P]) -> [bool; N] {
    let mut covering = [true; N];
    for party in 0..P {
        for column in 0..N {
            covering[column] &= columns[party][column] >= target[party];
        }
    }
    covering
}

/// Keeps what is not dominated of points in any order.
pub(super) fn maxima<C: Coordinate, const P: usize, K: Code>(points: Vec<Point<C, P, K>>) -> Vec<Point<C, P, K>> {
    if points.len() <= 4 * LEAF {
        return few(points);
    }
    let mut low = points;
    let high = low.split_off(low.len() / 2);
    let (low, high) = rayon::join(|| maxima(low), || maxima(high));
    let trees = [Tree::new(low), Tree::new(high)];
    let parts: Vec<Part<'_, C, P, K>> =
        trees.iter().map(|t| Part { points: &t.points, shift: [C::default(); P], code: K::default() }).collect();
    let floor = [C::LOWEST; P];
    Union { trees: trees.iter().collect(), parts: &parts, floor, interrupt: None }.front()
}

fn few<C: Coordinate, const P: usize, K: Code>(points: Vec<Point<C, P, K>>) -> Vec<Point<C, P, K>> {
    let beats = |a: &Point<C, P, K>, b: &Point<C, P, K>| {
        covers(&a.utility, &b.utility) && (a.utility != b.utility || a.code < b.code)
    };
    points.iter().filter(|b| !points.iter().any(|a| beats(a, b))).cloned().collect()
}
