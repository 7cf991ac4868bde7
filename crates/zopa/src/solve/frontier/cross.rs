//! Fronts of four and more parties: dominance between shifted copies of fronts.
//!
//! Within one front nothing dominates anything, and a shift does not change that, so every point
//! need only be compared with the other parts. Boxes of a part descend together with the list of the
//! boxes of other parts that may hold something at least as good; near the bottom that list is short.

use super::merge::Part;
use super::point::{Code, Coordinate, Point, covers, difference, sum};
use super::tree::{Bounds, LEAF, Tree};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Subtrees of this many leaves are not divided among cores.
const TASK: usize = 64;

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

/// A box of a part.
#[derive(Clone, Copy)]
struct Entry {
    part: u32,
    node: u32,
}

/// What becomes of a box of candidates when it is compared with a box of another part.
enum Verdict {
    /// Something there may dominate something here.
    Open,
    /// Nothing there dominates anything here.
    Apart,
    /// Everything here is dominated.
    Dominated,
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
        let entries: Vec<Entry> = others.map(|part| Entry { part: part as u32, node: 1 }).collect();
        let mut pieces = Vec::new();
        let mut survivors = Vec::new();
        if self.compare(1, &entries, &mut survivors) {
            self.divide(1, &survivors, &mut pieces);
        }
        pieces
    }

    fn is_leaf(&self, node: usize) -> bool {
        node >> self.tree.height != 0
    }

    /// Descends on several cores as long as the subtrees are large.
    fn divide(&self, node: usize, entries: &[Entry], pieces: &mut Vec<Vec<Point<C, P, K>>>) {
        let depth = node.ilog2();
        if (1usize << (self.tree.height - depth)) <= TASK {
            let mut found = Vec::new();
            let mut stack = entries.to_vec();
            self.descend(node, 0, &mut stack, &mut found);
            pieces.push(found);
            return;
        }
        let side = |child: usize| {
            let (mut pieces, mut survivors) = (Vec::new(), Vec::new());
            if self.compare(child, &self.opened(entries), &mut survivors) {
                self.divide(child, &survivors, &mut pieces);
            }
            pieces
        };
        let (low, high) = rayon::join(|| side(2 * node), || side(2 * node + 1));
        pieces.extend(low);
        pieces.extend(high);
    }

    /// The halves of boxes, leaves as they are.
    fn opened(&self, entries: &[Entry]) -> Vec<Entry> {
        let mut opened = Vec::with_capacity(2 * entries.len());
        for entry in entries {
            if entry.node >> self.union.trees[entry.part as usize].height != 0 {
                opened.push(*entry);
            } else {
                opened.push(Entry { node: 2 * entry.node + 1, ..*entry });
                opened.push(Entry { node: 2 * entry.node, ..*entry });
            }
        }
        opened
    }

    /// Appends the boxes that may hold something at least as good as something in a box of this
    /// part; false if nothing of the box can remain.
    fn compare(&self, node: usize, entries: &[Entry], survivors: &mut Vec<Entry>) -> bool {
        let own = &self.tree.boxes[node];
        if !covers(&sum(&own.most, &self.union.parts[self.own].shift), &self.union.floor) {
            return false;
        }
        for entry in entries {
            match self.verdict(own, *entry) {
                Verdict::Open => survivors.push(*entry),
                Verdict::Apart => {}
                Verdict::Dominated => return false,
            }
        }
        true
    }

    #[inline]
    fn verdict(&self, own: &Bounds<C, P>, entry: Entry) -> Verdict {
        let offset = &self.offsets[entry.part as usize];
        let other = &self.union.trees[entry.part as usize].boxes[entry.node as usize];
        if !covers(&other.most, &sum(&own.least, offset)) {
            return Verdict::Apart;
        }
        let best = sum(&own.most, offset);
        if covers(&other.least, &best) && other.least != best { Verdict::Dominated } else { Verdict::Open }
    }

    /// Handles a subtree on one core; its entries are those from `start` on the stack.
    fn descend(&self, node: usize, start: usize, stack: &mut Vec<Entry>, found: &mut Vec<Point<C, P, K>>) {
        if self.union.interrupt.is_some_and(|interrupt| interrupt.load(Ordering::Relaxed)) {
            return;
        }
        if self.is_leaf(node) {
            self.leaf(node, start, stack, found);
            return;
        }
        let end = stack.len();
        for child in [2 * node, 2 * node + 1] {
            if self.open(child, start..end, stack) {
                self.descend(child, end, stack, found);
            }
            stack.truncate(end);
        }
    }

    /// Pushes the halves of entries that matter to a box; false if nothing of the box can remain.
    fn open(&self, child: usize, range: std::ops::Range<usize>, stack: &mut Vec<Entry>) -> bool {
        let own = &self.tree.boxes[child];
        if !covers(&sum(&own.most, &self.union.parts[self.own].shift), &self.union.floor) {
            return false;
        }
        for position in range {
            let entry = stack[position];
            let halves = if entry.node >> self.union.trees[entry.part as usize].height != 0 {
                entry.node..entry.node + 1
            } else {
                2 * entry.node..2 * entry.node + 2
            };
            for node in halves.rev() {
                let half = Entry { node, ..entry };
                match self.verdict(own, half) {
                    Verdict::Open => stack.push(half),
                    Verdict::Apart => {}
                    Verdict::Dominated => return false,
                }
            }
        }
        true
    }

    /// Compares the points of a leaf one by one.
    fn leaf(&self, node: usize, start: usize, stack: &mut Vec<Entry>, found: &mut Vec<Point<C, P, K>>) {
        let leaf = node - (1 << self.tree.height);
        let mut from = start;
        while stack[from..].iter().any(|e| e.node >> self.union.trees[e.part as usize].height == 0) {
            let end = stack.len();
            if !self.open(node, from..end, stack) {
                return;
            }
            from = end;
        }
        let part = &self.union.parts[self.own];
        let entries = &mut stack[from..];
        for point in &self.tree.points[self.tree.leaf(leaf)] {
            let utility = sum(&point.utility, &part.shift);
            if !covers(&utility, &self.union.floor) {
                continue;
            }
            let code = point.code.plus(&part.code);
            match entries.iter().position(|entry| self.beaten(point, &code, *entry)) {
                // What beat this point is likely to beat its neighbours.
                Some(position) => entries[..=position].rotate_right(1),
                None => found.push(Point { utility, code }),
            }
        }
    }

    /// Whether a leaf of another part holds something better than a point, or equal with a smaller code.
    #[inline]
    fn beaten(&self, point: &Point<C, P, K>, code: &K, entry: Entry) -> bool {
        let tree = self.union.trees[entry.part as usize];
        let target = sum(&point.utility, &self.offsets[entry.part as usize]);
        if !covers(&tree.boxes[entry.node as usize].most, &target) {
            return false;
        }
        let leaf = entry.node as usize - (1 << tree.height);
        let columns = &tree.leaves[leaf];
        let mut covering = [true; LEAF];
        for party in 0..P {
            for slot in 0..LEAF {
                covering[slot] &= columns[party][slot] >= target[party];
            }
        }
        if !covering.iter().any(|c| *c) {
            return false;
        }
        let rival = |slot: usize| &tree.points[tree.leaf(leaf).start + slot];
        (0..LEAF).filter(|&slot| covering[slot]).any(|slot| {
            let rival = rival(slot);
            rival.utility != target || rival.code.plus(&self.union.parts[entry.part as usize].code) < *code
        })
    }
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
