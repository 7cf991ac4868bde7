//! Fewer bonuses, and fewer ways to earn them, with the same best.

use super::{Bonus, apart};

/// Leaves out bonuses and ways to earn them that others replace, until none is left. Rounded worths cannot
/// tell which bonus is worth more, so `is_exact` says of which parties' they can.
pub(super) fn drop_replaceable(bonuses: &mut Vec<Bonus>, is_exact: &[bool]) {
    let mut rivals: Vec<Vec<usize>> = vec![Vec::new(); bonuses.len()];
    for a in 0..bonuses.len() {
        for b in (0..a).filter(|&b| bonuses[a].is_rival(&bonuses[b])) {
            rivals[a].push(b);
            rivals[b].push(a);
        }
    }
    loop {
        let mut changed = false;
        for own in 0..bonuses.len() {
            while let Some(way) = replaceable_way(bonuses, &rivals, own) {
                bonuses[own].boxes.remove(way);
                changed = true;
            }
            if is_exact[bonuses[own].party] && is_replaceable(bonuses, &rivals, own) {
                bonuses[own].boxes.clear();
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    bonuses.retain(|bonus| !bonus.boxes.is_empty());
}

/// A way to earn a bonus that excludes all that another way excludes.
fn replaceable_way(bonuses: &[Bonus], rivals: &[Vec<usize>], own: usize) -> Option<usize> {
    let boxes = &bonuses[own].boxes;
    let excludes_less = |better: usize, way: usize| {
        let mut others = rivals[own].iter().flat_map(|&rival| &bonuses[rival].boxes);
        others.all(|spans| apart(&boxes[way], spans) || !apart(&boxes[better], spans))
    };
    (0..boxes.len()).rev().find(|&way| (0..boxes.len()).any(|better| better != way && excludes_less(better, way)))
}

/// Whether another bonus of the same party is worth as much, and can be had with all that this one can be
/// had with, but for this one itself. Of bonuses with several ways nothing is said.
fn is_replaceable(bonuses: &[Bonus], rivals: &[Vec<usize>], own: usize) -> bool {
    let one = &bonuses[own];
    let [way] = &one.boxes[..] else { return false };
    rivals[own].iter().any(|&other| {
        let another = &bonuses[other];
        let [better] = &another.boxes[..] else { return false };
        let excludes_no_more = |&rival: &usize| {
            rival == own || bonuses[rival].boxes.iter().all(|spans| apart(way, spans) || !apart(better, spans))
        };
        apart(way, better)
            && another.party == one.party
            && another.worth >= one.worth
            && another.others.is_empty()
            && rivals[other].iter().all(excludes_no_more)
    })
}
