//! Collect the few best outcomes instead of the best alone.

use super::{Goal, Guide};
use crate::exact::Rational;

/// The goal that whoever beats these utilities beats; without utilities, whoever reaches the floor.
pub type Beating<'g> = &'g dyn Fn(Option<&[i64]>) -> Box<dyn Goal + 'g>;

/// The best few outcomes. Every outcome must be offered once only, as a
/// [replay](crate::solve::engine::search::replay) does: two outcomes may have the same utilities.
pub struct Few<'g> {
    beating: Beating<'g>,
    most: usize,
    /// The utilities found, best first; among equals the first offered.
    found: Vec<Vec<i64>>,
    /// What a further outcome has to beat.
    gate: Box<dyn Goal + 'g>,
}

impl<'g> Few<'g> {
    /// Collects at most `most` outcomes, at least one.
    #[must_use]
    pub fn new(beating: Beating<'g>, most: usize) -> Few<'g> {
        Few { gate: beating(None), beating, most: most.max(1), found: Vec::new() }
    }
}

/// Where utilities belong among others that are sorted, the best first: after their equals.
#[must_use]
pub fn place(beating: Beating, sorted: &[Vec<i64>], utilities: &[i64]) -> usize {
    let beaten = |other: &Vec<i64>| {
        let mut goal = beating(Some(other));
        let reaches = goal.floor().iter().zip(utilities).all(|(floor, u)| u >= floor);
        reaches && goal.offer(utilities)
    };
    sorted.iter().position(beaten).unwrap_or(sorted.len())
}

impl Goal for Few<'_> {
    fn floor(&self) -> &[i64] {
        self.gate.floor()
    }

    fn threshold(&self, weights: &[i64]) -> i128 {
        self.gate.threshold(weights)
    }

    /// Every outcome that enters the few is reported, so that its assignment is kept.
    fn offer(&mut self, utilities: &[i64]) -> bool {
        let place = place(self.beating, &self.found, utilities);
        if place >= self.most {
            return false;
        }
        self.found.insert(place, utilities.to_vec());
        self.found.truncate(self.most);
        if let Some(last) = self.found.get(self.most - 1) {
            self.gate = (self.beating)(Some(last));
        }
        true
    }

    fn bound(&self, weights: &[i64], top: i64) -> Option<Rational> {
        self.gate.bound(weights, top)
    }

    fn guide(&self) -> Guide {
        self.gate.guide()
    }

    fn merit(&self, utilities: &[i64]) -> f64 {
        self.gate.merit(utilities)
    }
}
