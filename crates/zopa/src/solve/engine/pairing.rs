//! Joining two lists of half outcomes, where a walk would take too long.
//!
//! The variables are parted in two halves. Each half's partial outcomes that lose no more than the
//! slack are listed; a pair of them is an outcome, and it passes if their losses together stay within
//! the slack in every lane (Horowitz and Sahni 1974, "Computing partitions with applications to the
//! knapsack problem"). Both lists are sorted into boxes (Bentley 1975, "Multidimensional binary search
//! trees used for associative searching"); two boxes whose least losses exceed the slack together
//! hold no pair that passes. So a join takes about as long as its lists, which are as long as
//! the square root of what a walk goes through.

use super::sweep::{Lanes, Rows};

/// Entries that a box holds before it is parted.
const BOX: usize = 16;

/// Where more pairs than this pass, the lanes tell too little: cases will be distinguished.
const MOST_PASSED: u64 = 20_000;

/// Steps of loss that [`outcomes_within`] tells apart.
const STEPS: usize = 128;

/// A partial outcome: what it loses, and which rows it takes, packed.
#[derive(Clone, Copy)]
struct Half<const L: usize> {
    losses: Lanes<L>,
    rows: u128,
}

/// The rows of a variable, and where its number is packed.
struct Part {
    place: usize,
    shift: u32,
}

/// Two lists of halves in boxes, ready to be joined.
pub(super) struct Join<const L: usize> {
    sides: [Side<L>; 2],
    scale: [f64; L],
    /// Boxes compared, entries listed, and pairs handed over.
    pub steps: u64,
    passed: u64,
}

struct Side<const L: usize> {
    parts: Vec<Part>,
    halves: Vec<Half<L>>,
    boxes: Vec<Bounds<L>>,
}

/// The least losses among some halves, lane by lane.
#[derive(Clone, Copy)]
struct Bounds<const L: usize> {
    least: Lanes<L>,
    start: u32,
    end: u32,
    /// The first of two boxes that these halves are parted into, the second is next to it; zero if none.
    children: u32,
    /// The lane in which the halves differ most, by how much it matters.
    widest: u32,
}

impl<const L: usize> Bounds<L> {
    fn len(&self) -> u32 {
        self.end - self.start
    }
}

/// About how many assignments lose no more than `most` in the first lane: an upper estimate.
pub(super) fn outcomes_within<'r, const L: usize>(rows: impl Iterator<Item = &'r Rows<L>>, most: i64) -> f64 {
    let step = most / STEPS as i64 + 1;
    let mut counts = [0.0; STEPS];
    counts[0] = 1.0;
    for rows in rows.filter(|rows| rows.losses.len() > 1) {
        let mut longer = [0.0; STEPS];
        for losses in rows.losses.iter().filter(|losses| losses[0] <= most) {
            let skip = (losses[0] / step) as usize;
            longer[skip..].iter_mut().zip(&counts).for_each(|(sum, count)| *sum += count);
        }
        counts = longer;
    }
    counts.iter().sum()
}

/// Places parted in two so that both halves have about as many partial outcomes.
pub(super) fn halves<const L: usize>(rows: &[Rows<L>], sequence: &[usize]) -> [Vec<usize>; 2] {
    let (settled, open): (Vec<usize>, Vec<usize>) = sequence.iter().partition(|&&place| rows[place].losses.len() == 1);
    let mut sides = [settled, Vec::new()];
    open.into_iter().enumerate().for_each(|(index, place)| sides[index % 2].push(place));
    sides
}

impl<const L: usize> Join<L> {
    /// Lists both halves; `None` where one is longer than allowed. `scale` tells how much a unit of each
    /// lane matters.
    pub fn new(
        rows: &[Rows<L>],
        places: &[Vec<usize>; 2],
        slack: &Lanes<L>,
        scale: [f64; L],
        longest: usize,
    ) -> Option<Join<L>> {
        let [first, second] = places.each_ref().map(|places| Side::list(rows, places, slack, longest));
        let mut sides = [first?, second?];
        for side in &mut sides {
            side.boxes.push(bounds(&side.halves, 0, &scale));
        }
        let steps = sides.iter().map(|side| side.halves.len() as u64).sum();
        Some(Join { sides, scale, steps, passed: 0 })
    }

    /// The length of the longer list.
    pub fn longest(&self) -> usize {
        self.sides.iter().map(|side| side.halves.len()).max().unwrap_or(0).max(1)
    }

    /// Hands over every pair that stays within the slack, which `take` may lower; it returns `None`
    /// to end the join. `false` if that took more than `most_steps`, or if too many pairs passed.
    pub fn pairs(&mut self, slack: &mut Lanes<L>, most_steps: u64, take: &mut Take<L>) -> bool {
        if self.sides.iter().any(|side| side.halves.is_empty()) {
            return true;
        }
        let mut stack = vec![(0, 0)];
        while let Some((first, second)) = stack.pop() {
            self.steps += 1;
            if self.steps > most_steps || self.passed > MOST_PASSED {
                return false;
            }
            if !self.compare(first, second, slack, &mut stack, take) {
                return true;
            }
        }
        true
    }

    /// Compares two boxes; `false` to end the join.
    fn compare(
        &mut self,
        first: u32,
        second: u32,
        slack: &mut Lanes<L>,
        stack: &mut Vec<(u32, u32)>,
        take: &mut Take<L>,
    ) -> bool {
        let [a, b] = [self.sides[0].boxes[first as usize], self.sides[1].boxes[second as usize]];
        if rest(slack, &a.least, &b.least).is_none() {
            return true;
        }
        let larger = usize::from(a.len() < b.len());
        match self.sides[larger].children([first, second][larger], &self.scale) {
            0 => self.compare_halves(&a, &b, slack, take),
            child if larger == 0 => {
                stack.extend([(child + 1, second), (child, second)]);
                true
            }
            child => {
                stack.extend([(first, child + 1), (first, child)]);
                true
            }
        }
    }

    fn compare_halves(&mut self, a: &Bounds<L>, b: &Bounds<L>, slack: &mut Lanes<L>, take: &mut Take<L>) -> bool {
        let mut passed = 0;
        let [firsts, seconds] = [(0, a), (1, b)].map(|(side, bounds): (usize, &Bounds<L>)| {
            &self.sides[side].halves[bounds.start as usize..bounds.end as usize]
        });
        for first in firsts {
            if rest(slack, &first.losses, &b.least).is_none() {
                continue;
            }
            for second in seconds {
                if let Some(rest) = rest(slack, &first.losses, &second.losses) {
                    let settle = |row_of: &mut [usize]| {
                        self.sides[0].unpack(first.rows, row_of);
                        self.sides[1].unpack(second.rows, row_of);
                    };
                    passed += 1;
                    match take(&rest, &settle) {
                        Some(lower) => *slack = lower,
                        None => return false,
                    }
                }
            }
        }
        self.passed += passed;
        self.steps += passed;
        true
    }
}

/// What to do with a pair: its rest of the slack, and how to write down the row of each place.
/// Returns the slack to go on with, `None` to end.
pub(super) type Take<'t, const L: usize> = dyn FnMut(&Lanes<L>, &dyn Fn(&mut [usize])) -> Option<Lanes<L>> + 't;

/// What remains of the slack, unless some lane would turn negative.
fn rest<const L: usize>(slack: &Lanes<L>, first: &Lanes<L>, second: &Lanes<L>) -> Option<Lanes<L>> {
    let rest: Lanes<L> = std::array::from_fn(|lane| slack[lane] - first[lane] - second[lane]);
    (rest.iter().fold(0, |signs, lane| signs | lane) >= 0).then_some(rest)
}

impl<const L: usize> Side<L> {
    /// Every choice of rows for some places that loses no more than the slack.
    fn list(rows: &[Rows<L>], places: &[usize], slack: &Lanes<L>, longest: usize) -> Option<Side<L>> {
        let mut halves = vec![Half { losses: [0; L], rows: 0 }];
        let mut parts = Vec::with_capacity(places.len());
        let mut shift = 0;
        for &place in places {
            let options = &rows[place].losses;
            let bits = usize::BITS - (options.len() - 1).leading_zeros();
            if shift + bits > u128::BITS {
                return None;
            }
            let mut longer = Vec::with_capacity(halves.len() * 2);
            for half in &halves {
                for (row, losses) in options.iter().enumerate() {
                    let sum: Lanes<L> = std::array::from_fn(|lane| half.losses[lane] + losses[lane]);
                    if sum[0] > slack[0] {
                        // Rows are sorted by this loss.
                        break;
                    }
                    if rest(slack, &half.losses, losses).is_some() {
                        let packed = (row as u128).checked_shl(shift).unwrap_or(0);
                        longer.push(Half { losses: sum, rows: half.rows | packed });
                    }
                }
                if longer.len() > longest {
                    return None;
                }
            }
            halves = longer;
            parts.push(Part { place, shift });
            shift += bits;
        }
        Some(Side { parts, halves, boxes: Vec::new() })
    }

    fn unpack(&self, packed: u128, row_of: &mut [usize]) {
        let mut end = u128::BITS;
        for part in self.parts.iter().rev() {
            let bits = end.min(u128::BITS) - part.shift;
            let mask = if bits >= u128::BITS { u128::MAX } else { (1 << bits) - 1 };
            row_of[part.place] = (packed.checked_shr(part.shift).unwrap_or(0) & mask) as usize;
            end = part.shift;
        }
    }

    /// The boxes that a box is parted into, if it is: only those that are looked into are.
    fn children(&mut self, index: u32, scale: &[f64; L]) -> u32 {
        let Bounds { start, end, children, widest, .. } = self.boxes[index as usize];
        if children > 0 || (end - start) as usize <= BOX {
            return children;
        }
        let (start, end, lane) = (start as usize, end as usize, widest as usize);
        let middle = start + (end - start) / 2;
        self.halves[start..end].select_nth_unstable_by_key(middle - start, |half| half.losses[lane]);
        let children = self.boxes.len() as u32;
        self.boxes[index as usize].children = children;
        self.boxes.push(bounds(&self.halves[start..middle], start, scale));
        self.boxes.push(bounds(&self.halves[middle..end], middle, scale));
        children
    }
}

fn bounds<const L: usize>(halves: &[Half<L>], start: usize, scale: &[f64; L]) -> Bounds<L> {
    let (mut least, mut most) = ([i64::MAX; L], [0; L]);
    for half in halves {
        for lane in 0..L {
            least[lane] = least[lane].min(half.losses[lane]);
            most[lane] = most[lane].max(half.losses[lane]);
        }
    }
    let spread = |lane: usize| (most[lane] - least[lane]) as f64 * scale[lane];
    let widest = (0..L).rev().max_by(|&a, &b| spread(a).total_cmp(&spread(b))).expect("there are lanes");
    Bounds { least, start: start as u32, end: (start + halves.len()) as u32, children: 0, widest: widest as u32 }
}
