//! A front cut into small boxes, so that most comparisons are between boxes.

use super::point::{Code, Coordinate, Point};

/// The most points of a leaf.
pub(super) const LEAF: usize = 32;

/// Sorting pieces smaller than this on another core costs more than it saves.
const PARALLEL: usize = 1 << 15;

/// How many children a box has; as many are compared at once.
pub(super) const FAN: usize = 4;

/// A complete tree over points, halved along the widest side, and halved again (Bentley 1975,
/// "Multidimensional binary search trees used for associative searching").
pub(super) struct Tree<C, const P: usize, K> {
    /// The points, leaf by leaf.
    pub points: Vec<Point<C, P, K>>,
    /// The number of leaves is [`FAN`] to this power.
    pub height: u32,
    /// The greatest utilities of the children of every box, party by party; level by level.
    most: Vec<[[C; FAN]; P]>,
    /// The least utilities in the same form.
    least: Vec<[[C; FAN]; P]>,
    /// The greatest utilities of every leaf.
    pub tops: Vec<[C; P]>,
    /// The utilities of every leaf, party by party, filled up with what dominates nothing.
    pub leaves: Vec<[[C; LEAF]; P]>,
}

/// The number of boxes on a level.
fn boxes(level: u32) -> usize {
    1 << (2 * level)
}

/// The number of boxes above a level.
fn above(level: u32) -> usize {
    (boxes(level) - 1) / 3
}

/// The least and greatest utilities in a box.
#[derive(Clone, Copy)]
struct Bounds<C, const P: usize> {
    least: [C; P],
    most: [C; P],
}

impl<C: Coordinate, const P: usize> Bounds<C, P> {
    fn of<K>(points: &[Point<C, P, K>]) -> Bounds<C, P> {
        let first = points.first().map_or([C::default(); P], |point| point.utility);
        let mut bounds = Bounds { least: first, most: first };
        for point in points {
            for i in 0..P {
                bounds.least[i] = bounds.least[i].min(point.utility[i]);
                bounds.most[i] = bounds.most[i].max(point.utility[i]);
            }
        }
        bounds
    }
}

impl<C: Coordinate, const P: usize, K: Code> Tree<C, P, K> {
    /// Arranges points.
    pub fn new(mut points: Vec<Point<C, P, K>>) -> Tree<C, P, K> {
        let mut height = 0;
        while points.len().div_ceil(boxes(height)) > LEAF {
            height += 1;
        }
        let bounds = Bounds::of(&points);
        let sides = std::array::from_fn(|i| 1.0 / ((bounds.most[i] - bounds.least[i]).wide() as f64).max(1.0));
        let n = points.len();
        arrange(&mut points, &Halving { n, leaves: boxes(height), sides }, 0, boxes(height), bounds);
        let mut tree =
            Tree { points, height, most: Vec::new(), least: Vec::new(), tops: Vec::new(), leaves: Vec::new() };
        tree.bound();
        tree
    }

    /// The points of a leaf, as a range.
    pub fn leaf(&self, leaf: usize) -> std::ops::Range<usize> {
        let n = self.points.len();
        leaf * n / boxes(self.height)..(leaf + 1) * n / boxes(self.height)
    }

    /// The greatest utilities of the children of a box.
    #[inline]
    pub fn most(&self, level: u32, node: usize) -> &[[C; FAN]; P] {
        &self.most[above(level) + node]
    }

    /// The least utilities of the children of a box.
    #[inline]
    pub fn least(&self, level: u32, node: usize) -> &[[C; FAN]; P] {
        &self.least[above(level) + node]
    }

    fn bound(&mut self) {
        let count = boxes(self.height);
        self.leaves = vec![[[C::LOWEST; LEAF]; P]; count];
        self.most = vec![[[C::default(); FAN]; P]; above(self.height)];
        self.least = self.most.clone();
        for leaf in 0..count {
            let points = &self.points[self.leaf(leaf)];
            for (slot, point) in points.iter().enumerate() {
                for party in 0..P {
                    self.leaves[leaf][party][slot] = point.utility[party];
                }
            }
            let bounds = Bounds::of(points);
            self.tops.push(bounds.most);
            self.note(self.height, leaf, &bounds);
        }
        for level in (1..self.height).rev() {
            for node in 0..boxes(level) {
                let (most, least) = (self.most(level, node), self.least(level, node));
                let bounds = Bounds {
                    most: most.map(|children| children.into_iter().fold(children[0], C::max)),
                    least: least.map(|children| children.into_iter().fold(children[0], C::min)),
                };
                self.note(level, node, &bounds);
            }
        }
    }

    /// Enters a box among the children of its parent.
    fn note(&mut self, level: u32, node: usize, bounds: &Bounds<C, P>) {
        if level > 0 {
            let parent = above(level - 1) + node / FAN;
            for party in 0..P {
                self.most[parent][party][node % FAN] = bounds.most[party];
                self.least[parent][party][node % FAN] = bounds.least[party];
            }
        }
    }
}

/// How the leaves divide the points, and one over the sides of the whole.
struct Halving<const P: usize> {
    n: usize,
    leaves: usize,
    sides: [f64; P],
}

/// Halves the points of leaves `first..end` until single leaves remain. `bounds` encloses the points.
fn arrange<C: Coordinate, const P: usize, K: Code>(
    points: &mut [Point<C, P, K>],
    halving: &Halving<P>,
    first: usize,
    end: usize,
    bounds: Bounds<C, P>,
) {
    if end - first <= 1 {
        return;
    }
    let middle = first.midpoint(end);
    let at = |leaf: usize| leaf * halving.n / halving.leaves;
    let half = at(middle) - at(first);
    let side = |i: usize| (bounds.most[i] - bounds.least[i]).wide() as f64 * halving.sides[i];
    let widest = (1..P).fold(0, |widest, i| if side(i) > side(widest) { i } else { widest });
    let (_, cut, _) = points.select_nth_unstable_by_key(half, |point| point.utility[widest]);
    let cut = cut.utility[widest];
    let (low, high) = points.split_at_mut(half);
    let (mut below, mut above) = (bounds, bounds);
    below.most[widest] = cut;
    above.least[widest] = cut;
    if high.len() > PARALLEL {
        rayon::join(|| arrange(low, halving, first, middle, below), || arrange(high, halving, middle, end, above));
    } else {
        arrange(low, halving, first, middle, below);
        arrange(high, halving, middle, end, above);
    }
}
