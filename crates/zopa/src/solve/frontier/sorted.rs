//! Fronts of up to three parties: lists in descending order, merged in one sweep.
//!
//! In descending order a point can only be dominated by an earlier one. For two parties the sweep
//! remembers the best second utility; for three, the staircase of second and third utilities (Kung,
//! Luccio and Preparata 1975, "On finding the maxima of a set of vectors").

use super::merge::Part;
use super::point::{Code, Coordinate, Point, covers, sum};

/// Merges lists, each sorted in descending order, and keeps what is not dominated and not below `floor`.
pub(super) fn merge<C: Coordinate, const P: usize, K: Code>(
    parts: &[Part<'_, C, P, K>],
    floor: &[C; P],
) -> Vec<Point<C, P, K>> {
    let total: usize = parts.iter().map(|part| part.points.len()).sum();
    let mut kept = Vec::with_capacity(total / 2 + 1);
    let mut sweep = Sweep::new();
    let mut heads: Vec<Head<'_, C, P, K>> = parts.iter().filter_map(Head::new).collect();
    while let Some(first) = leader(&heads) {
        let utility = heads[first].utility;
        if covers(&utility, floor) && sweep.admits(&utility) {
            kept.push(Point { utility, code: heads[first].code() });
        }
        if !heads[first].advance(&sweep) {
            heads.swap_remove(first);
        }
    }
    kept
}

/// Keeps what is not dominated of points in any order; the result is sorted in descending order.
pub(super) fn maxima<C: Coordinate, const P: usize, K: Code>(mut points: Vec<Point<C, P, K>>) -> Vec<Point<C, P, K>> {
    points.sort_unstable_by(|a, b| b.utility.cmp(&a.utility).then_with(|| a.code.cmp(&b.code)));
    let mut sweep = Sweep::new();
    points.retain(|point| sweep.admits(&point.utility));
    points
}

/// The next point of a list.
struct Head<'a, C, const P: usize, K> {
    utility: [C; P],
    rest: &'a [Point<C, P, K>],
    part: &'a Part<'a, C, P, K>,
}

impl<'a, C: Coordinate, const P: usize, K: Code> Head<'a, C, P, K> {
    fn new(part: &'a Part<'a, C, P, K>) -> Option<Self> {
        let first = part.points.first()?;
        Some(Head { utility: sum(&first.utility, &part.shift), rest: part.points, part })
    }

    /// Moves on; false at the end of the list. Of two parties' lists, what is already dominated is
    /// skipped at once, without comparing it with the other heads.
    #[inline]
    fn advance(&mut self, sweep: &Sweep<C>) -> bool {
        loop {
            self.rest = &self.rest[1..];
            let Some(next) = self.rest.first() else { return false };
            self.utility = sum(&next.utility, &self.part.shift);
            if P > 2 || sweep.staircase.first().is_none_or(|best| best.0 < self.utility[1]) {
                return true;
            }
        }
    }

    fn code(&self) -> K {
        self.rest[0].code.plus(&self.part.code)
    }
}

/// The head with the greatest utilities; among equals, the one with the smallest code.
#[inline]
fn leader<C: Coordinate, const P: usize, K: Code>(heads: &[Head<'_, C, P, K>]) -> Option<usize> {
    let mut best = 0;
    for challenger in 1..heads.len() {
        let order = heads[challenger].utility.cmp(&heads[best].utility);
        if order.is_gt() || (order.is_eq() && heads[challenger].code() < heads[best].code()) {
            best = challenger;
        }
    }
    (!heads.is_empty()).then_some(best)
}

/// What the points so far dominate.
struct Sweep<C> {
    /// Second and third utilities that no other pair dominates, by ascending second utility. For two
    /// parties there is at most one.
    staircase: Vec<(C, C)>,
}

impl<C: Coordinate> Sweep<C> {
    fn new() -> Sweep<C> {
        Sweep { staircase: Vec::new() }
    }

    /// Takes the next point in descending order unless an earlier one dominates or equals it.
    #[inline]
    fn admits<const P: usize>(&mut self, utility: &[C; P]) -> bool {
        let second = utility[1];
        let third = if P > 2 { utility[2] } else { C::default() };
        let position = self.staircase.partition_point(|step| step.0 < second);
        if self.staircase.get(position).is_some_and(|step| step.1 >= third) {
            return false;
        }
        let keep = self.staircase[..position].iter().rposition(|step| step.1 > third).map_or(0, |last| last + 1);
        let end = position + usize::from(self.staircase.get(position).is_some_and(|step| step.0 == second));
        self.staircase.splice(keep..end, [(second, third)]);
        true
    }
}
