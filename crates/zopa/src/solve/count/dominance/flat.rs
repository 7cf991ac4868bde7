//! Dominance counting in two and three coordinates.

use super::weight::Weight;
use crate::solve::count::watch::Watch;

/// A vector of small integers with its multiplicity.
#[derive(Clone, Copy, Debug)]
pub struct Point<W, const D: usize> {
    /// The coordinates, none negative.
    pub at: [i32; D],
    /// How often it occurs.
    pub weight: W,
}

/// Where one list has at most so many points, pairs are compared one by one: comparisons run
/// several to an instruction, steps in a tree do not.
const BLOCK: usize = 128;

/// From so many points on, parts of a task may run on different threads.
const PARALLEL: usize = 1 << 15;

/// A tree over at most so many values stays in the first-level cache.
const SMALL_TREE: usize = 1 << 13;

/// A tree may have so many times more values than the task has points before values are ranked anew.
const SPARSE: usize = 16;

/// Pairs of which the first is at least the second in both coordinates. Both lists are sorted by
/// the second coordinate; first coordinates are below `universe`.
pub fn two<W: Weight>(a: &mut [Point<W, 2>], b: &mut [Point<W, 2>], universe: usize, watch: &Watch) -> W::Total {
    let (mut spare_a, mut spare_b) = (a.to_vec(), b.to_vec());
    halve_two(Half::new(a, &mut spare_a), Half::new(b, &mut spare_b), 0, universe as i32, watch)
}

/// Pairs of which the first is at least the second in all three coordinates. Both lists are sorted
/// by the second coordinate; first and third coordinates are below `universes`.
pub fn three<W: Weight>(
    a: &mut [Point<W, 3>],
    b: &mut [Point<W, 3>],
    universes: [usize; 2],
    watch: &Watch,
) -> W::Total {
    let (mut spare_a, mut spare_b) = (a.to_vec(), b.to_vec());
    let (a, b) = (Half::new(a, &mut spare_a), Half::new(b, &mut spare_b));
    halve_three(a, b, [0, universes[0] as i32], universes[1], watch)
}

/// Sorts points by the coordinate at index 1, whose values are below `universe`; equal ones keep
/// their order.
pub fn sort_by_second<W: Weight, const D: usize>(points: &mut Vec<Point<W, D>>, universe: usize) {
    const DIGIT: usize = 11;
    if points.len() < 1 << DIGIT {
        points.sort_by_key(|point| point.at[1]);
        return;
    }
    let mut spare = points.clone();
    let mut shift = 0;
    while universe > 1 << shift {
        let digit = |point: &Point<W, D>| (point.at[1] as usize >> shift) & ((1 << DIGIT) - 1);
        let mut starts = vec![0usize; (1 << DIGIT) + 1];
        points.iter().for_each(|point| starts[digit(point) + 1] += 1);
        (0..1 << DIGIT).for_each(|d| starts[d + 1] += starts[d]);
        for point in points.iter() {
            let start = &mut starts[digit(point)];
            spare[*start] = *point;
            *start += 1;
        }
        std::mem::swap(points, &mut spare);
        shift += DIGIT;
    }
}

/// A list with as much room beside it.
struct Half<'p, W, const D: usize> {
    points: &'p mut [Point<W, D>],
    spare: &'p mut [Point<W, D>],
}

impl<'p, W: Weight, const D: usize> Half<'p, W, D> {
    fn new(points: &'p mut [Point<W, D>], spare: &'p mut [Point<W, D>]) -> Self {
        Half { points, spare }
    }

    fn len(&self) -> usize {
        self.points.len()
    }

    /// The points whose first coordinate is below `middle`, and the others, in their order.
    fn split(self, middle: i32) -> (Self, Self) {
        let Half { points, spare } = self;
        let (mut low, mut high) = (0, 0);
        for place in 0..points.len() {
            let point = points[place];
            let above = point.at[0] >= middle;
            points[low] = point;
            spare[high] = point;
            low += usize::from(!above);
            high += usize::from(above);
        }
        points[low..].copy_from_slice(&spare[..high]);
        let (low_points, high_points) = points.split_at_mut(low);
        let (low_spare, high_spare) = spare.split_at_mut(low);
        (Half::new(low_points, low_spare), Half::new(high_points, high_spare))
    }
}

/// Runs two tasks, on different threads where they are worth it.
fn both<T: Send>(size: usize, left: impl FnOnce() -> T + Send, right: impl FnOnce() -> T + Send) -> (T, T) {
    if size >= PARALLEL { rayon::join(left, right) } else { (left(), right()) }
}

fn halve_two<W: Weight>(a: Half<W, 2>, b: Half<W, 2>, low: i32, high: i32, watch: &Watch) -> W::Total {
    if a.len().min(b.len()) <= BLOCK || watch.stopped() {
        return compare(a.points, b.points);
    }
    if (high - low) as usize <= SMALL_TREE {
        return sweep(a.points, b.points, (high - low) as usize, |point| (point.at[0] - low) as usize);
    }
    let middle = low + (high - low) / 2;
    let size = a.len() + b.len();
    let (a_low, a_high) = a.split(middle);
    let (b_low, b_high) = b.split(middle);
    let mut total = merge(a_high.points, b_low.points);
    let (left, right) =
        both(size, || halve_two(a_low, b_low, low, middle, watch), || halve_two(a_high, b_high, middle, high, watch));
    total += left;
    total += right;
    total
}

fn halve_three<W: Weight>(
    a: Half<W, 3>,
    b: Half<W, 3>,
    [low, high]: [i32; 2],
    mut universe: usize,
    watch: &Watch,
) -> W::Total {
    let size = a.len() + b.len();
    if a.len().min(b.len()) <= BLOCK || watch.stopped() {
        return compare(a.points, b.points);
    }
    if universe > SPARSE * size {
        universe = rank_third(a.points, b.points);
    }
    if high - low == 1 {
        return sweep(a.points, b.points, universe, |point| point.at[2] as usize);
    }
    let middle = low + (high - low) / 2;
    let (a_low, a_high) = a.split(middle);
    let (b_low, b_high) = b.split(middle);
    let mut total = across(a_high.points, b_low.points, universe, watch);
    let (left, right) = both(
        size,
        || halve_three(a_low, b_low, [low, middle], universe, watch),
        || halve_three(a_high, b_high, [middle, high], universe, watch),
    );
    total += left;
    total += right;
    total
}

/// Pairs that reach each other in the second and third coordinates.
fn across<W: Weight>(a: &[Point<W, 3>], b: &[Point<W, 3>], universe: usize, watch: &Watch) -> W::Total {
    if universe <= 4 * SMALL_TREE || a.len().min(b.len()) <= BLOCK {
        return sweep(a, b, universe, |point| point.at[2] as usize);
    }
    let flat = |point: &Point<W, 3>| Point { at: [point.at[2], point.at[1]], weight: point.weight };
    let (mut a, mut b): (Vec<_>, Vec<_>) = (a.iter().map(flat).collect(), b.iter().map(flat).collect());
    two(&mut a, &mut b, universe, watch)
}

/// Pairs that reach each other in the second coordinate, by which both lists are sorted.
fn merge<W: Weight, const D: usize>(a: &[Point<W, D>], b: &[Point<W, D>]) -> W::Total {
    let mut total = W::Total::default();
    let mut below = W::Sum::default();
    let mut next = 0;
    for point in a {
        while next < b.len() && b[next].at[1] <= point.at[1] {
            below += b[next].weight.sum();
            next += 1;
        }
        point.weight.add_product(below, &mut total);
    }
    total
}

/// Pairs that reach each other in the second coordinate, by which both lists are sorted, and in a
/// key below `universe`.
fn sweep<W: Weight, const D: usize>(
    a: &[Point<W, D>],
    b: &[Point<W, D>],
    universe: usize,
    key: impl Fn(&Point<W, D>) -> usize,
) -> W::Total {
    let mut total = W::Total::default();
    let mut tree = vec![W::Sum::default(); universe + 1];
    let mut next = 0;
    for point in a {
        while next < b.len() && b[next].at[1] <= point.at[1] {
            let sum = b[next].weight.sum();
            let mut node = key(&b[next]) + 1;
            while node <= universe {
                tree[node] += sum;
                node += node & node.wrapping_neg();
            }
            next += 1;
        }
        let mut below = W::Sum::default();
        let mut node = key(point) + 1;
        while node > 0 {
            below += tree[node];
            node &= node - 1;
        }
        point.weight.add_product(below, &mut total);
    }
    total
}

/// Pairs that reach each other in all coordinates, compared one by one. Both lists are sorted by
/// the second coordinate.
fn compare<W: Weight, const D: usize>(a: &[Point<W, D>], b: &[Point<W, D>]) -> W::Total {
    let last = if D == 3 { 2 } else { 0 };
    let mut total = W::Total::default();
    for block in b.chunks(BLOCK) {
        let mut first_column = [0; BLOCK];
        let mut last_column = [0; BLOCK];
        let mut weights = [W::new(1); BLOCK];
        for (place, point) in block.iter().enumerate() {
            first_column[place] = point.at[0];
            last_column[place] = point.at[last];
            weights[place] = point.weight;
        }
        let mut reached = 0;
        for point in a {
            while reached < block.len() && block[reached].at[1] <= point.at[1] {
                reached += 1;
            }
            let (one, other) = (point.at[0], point.at[last]);
            let mut sum = W::Sum::default();
            let columns = first_column[..reached].iter().zip(&last_column[..reached]).zip(&weights[..reached]);
            for ((x, y), weight) in columns {
                weight.add_if((*x <= one) & (*y <= other), &mut sum);
            }
            point.weight.add_product(sum, &mut total);
        }
    }
    total
}

/// Replaces third coordinates by ranks that compare the same way; returns the number of ranks.
fn rank_third<W: Weight>(a: &mut [Point<W, 3>], b: &mut [Point<W, 3>]) -> usize {
    let keys = a.iter().chain(b.iter()).enumerate();
    let mut order: Vec<u64> = keys.map(|(place, point)| (point.at[2] as u64) << 32 | place as u64).collect();
    order.sort_unstable();
    let (mut rank, mut before) = (0, order.first().map_or(0, |key| key >> 32));
    for key in order {
        rank += i32::from(key >> 32 != before);
        before = key >> 32;
        let place = (key & u64::from(u32::MAX)) as usize;
        match place.checked_sub(a.len()) {
            None => a[place].at[2] = rank,
            Some(place) => b[place].at[2] = rank,
        }
    }
    rank as usize + 1
}
