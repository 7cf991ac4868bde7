//! Fewer bonuses, and fewer ways to earn them, with the same best.

use super::{Bonus, apart};

/// Leaves out bonuses and ways to earn them that others replace, until none is left. Rounded worths cannot
/// tell which bonus is worth more, so `is_exact` says of which parties' they can.
pub(super) fn drop_replaceable(bonuses: &mut Vec<Bonus>, is_exact: &[bool]) {
    let mut ways = Ways::of(bonuses);
    while ways.drop_some(bonuses, is_exact) {}
    let mut left = ways.is_left.iter();
    for bonus in bonuses.iter_mut() {
        bonus.boxes.retain(|_| *left.next().expect("a way for each box"));
    }
    bonuses.retain(|bonus| !bonus.boxes.is_empty());
}

/// Every way to earn a bonus, bonus after bonus.
struct Ways {
    /// The bonus that a way earns.
    bonus: Vec<usize>,
    is_left: Vec<bool>,
    /// In bits, the ways left that cannot be had with a way.
    excluded: Vec<Vec<u64>>,
}

impl Ways {
    fn of(bonuses: &[Bonus]) -> Ways {
        let ways =
            bonuses.iter().enumerate().flat_map(|(index, bonus)| bonus.boxes.iter().map(move |way| (index, way)));
        let ways: Vec<_> = ways.collect();
        let mut excluded = vec![vec![0; ways.len().div_ceil(64)]; ways.len()];
        for (a, (own, way)) in ways.iter().enumerate() {
            for (b, (other, spans)) in ways[..a].iter().enumerate() {
                if own != other && apart(way, spans) {
                    excluded[a][b / 64] |= 1 << (b % 64);
                    excluded[b][a / 64] |= 1 << (a % 64);
                }
            }
        }
        Ways { bonus: ways.iter().map(|(index, _)| *index).collect(), is_left: vec![true; ways.len()], excluded }
    }

    /// Drops every way that is replaceable now; whether there was one.
    fn drop_some(&mut self, bonuses: &[Bonus], is_exact: &[bool]) -> bool {
        let mut n_ways = vec![0; bonuses.len()];
        for (way, bonus) in self.bonus.iter().enumerate() {
            n_ways[*bonus] += usize::from(self.is_left[way]);
        }
        let mut has_dropped = false;
        for way in 0..self.bonus.len() {
            let replaces = |&other: &usize| {
                let (own, another) = (self.bonus[way], self.bonus[other]);
                if own == another {
                    return other != way && self.excludes_no_more(other, way);
                }
                // One bonus instead of another of the same party, where each can be earned in one way alone.
                let (one, better) = (&bonuses[own], &bonuses[another]);
                n_ways[own] == 1
                    && n_ways[another] == 1
                    && one.party == better.party
                    && is_exact[one.party]
                    && better.worth >= one.worth
                    && better.others.is_empty()
                    && self.excludes(way, other)
                    && self.excludes_no_more(other, way)
            };
            let mut left = (0..self.bonus.len()).filter(|&other| self.is_left[other]);
            if self.is_left[way] && left.any(|other| replaces(&other)) {
                self.drop(way);
                n_ways[self.bonus[way]] -= 1;
                has_dropped = true;
            }
        }
        has_dropped
    }

    fn drop(&mut self, way: usize) {
        self.is_left[way] = false;
        self.excluded.iter_mut().for_each(|excluded| excluded[way / 64] &= !(1 << (way % 64)));
    }

    fn excludes(&self, way: usize, other: usize) -> bool {
        self.excluded[way][other / 64] >> (other % 64) & 1 == 1
    }

    /// Whether all that a way excludes is excluded by another way too, or is that other way.
    fn excludes_no_more(&self, way: usize, than: usize) -> bool {
        let words = self.excluded[way].iter().zip(&self.excluded[than]).enumerate();
        let own = |word: usize| if than / 64 == word { 1 << (than % 64) } else { 0 };
        words.into_iter().all(|(word, (more, less))| more & !less & !own(word) == 0)
    }
}
