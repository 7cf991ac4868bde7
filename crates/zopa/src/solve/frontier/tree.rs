//! A front cut into small boxes, so that most comparisons are between boxes.

use super::point::{Code, Coordinate, Point};

/// The most points of a leaf.
pub(super) const LEAF: usize = 16;

/// Sorting pieces smaller than this on another core costs more than it saves.
const PARALLEL: usize = 1 << 15;

/// A complete binary tree over points, halved along the widest side (Bentley 1975,
/// "Multidimensional binary search trees used for associative searching").
pub(super) struct Tree<C, const P: usize, K> {
    /// The points, leaf by leaf.
    pub points: Vec<Point<C, P, K>>,
    /// The number of leaves is two to this power.
    pub height: u32,
    /// The root is box 1; box `b` halves into boxes `2 b` and `2 b + 1`.
    pub boxes: Vec<Bounds<C, P>>,
    /// The utilities of every leaf, party by party, filled up with what dominates nothing.
    pub leaves: Vec<[[C; LEAF]; P]>,
}

/// The least and greatest utilities in a box.
#[derive(Clone, Copy)]
pub(super) struct Bounds<C, const P: usize> {
    pub least: [C; P],
    pub most: [C; P],
}

impl<C: Coordinate, const P: usize> Bounds<C, P> {
    fn of<K>(points: &[Point<C, P, K>]) -> Bounds<C, P> {
        let first = points.first().map_or([C::default(); P], |point| point.utility);
        points.iter().fold(Bounds { least: first, most: first }, |bounds, point| {
            bounds.joined(&Bounds { least: point.utility, most: point.utility })
        })
    }

    fn joined(&self, other: &Bounds<C, P>) -> Bounds<C, P> {
        Bounds {
            least: std::array::from_fn(|i| self.least[i].min(other.least[i])),
            most: std::array::from_fn(|i| self.most[i].max(other.most[i])),
        }
    }
}

impl<C: Coordinate, const P: usize, K: Code> Tree<C, P, K> {
    /// Arranges points; there must be at least one.
    pub fn new(mut points: Vec<Point<C, P, K>>) -> Tree<C, P, K> {
        let mut height = 0;
        while points.len().div_ceil(1 << height) > LEAF {
            height += 1;
        }
        let bounds = Bounds::of(&points);
        let sides = std::array::from_fn(|i| 1.0 / ((bounds.most[i] - bounds.least[i]).wide() as f64).max(1.0));
        let n = points.len();
        arrange(&mut points, &Halving { n, height, sides }, 0, 1 << height, bounds);
        let mut tree = Tree { points, height, boxes: Vec::new(), leaves: Vec::new() };
        tree.bound();
        tree
    }

    /// The points of a leaf, as a range.
    pub fn leaf(&self, leaf: usize) -> std::ops::Range<usize> {
        let n = self.points.len();
        (leaf * n) >> self.height..((leaf + 1) * n) >> self.height
    }

    fn bound(&mut self) {
        let count = 1 << self.height;
        self.boxes = vec![Bounds { least: [C::default(); P], most: [C::default(); P] }; 2 * count];
        self.leaves = vec![[[C::LOWEST; LEAF]; P]; count];
        for leaf in 0..count {
            let points = &self.points[self.leaf(leaf)];
            for (slot, point) in points.iter().enumerate() {
                for party in 0..P {
                    self.leaves[leaf][party][slot] = point.utility[party];
                }
            }
            self.boxes[count + leaf] = Bounds::of(points);
        }
        for node in (1..count).rev() {
            self.boxes[node] = self.boxes[2 * node].joined(&self.boxes[2 * node + 1]);
        }
    }
}

/// How the leaves divide the points, and one over the sides of the whole.
struct Halving<const P: usize> {
    n: usize,
    height: u32,
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
    let at = |leaf: usize| (leaf * halving.n) >> halving.height;
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
