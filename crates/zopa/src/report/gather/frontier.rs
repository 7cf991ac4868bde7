//! What two parties can have together within the zone.
//!
//! Points are found one by one: the most for one party where the other keeps at least so much, then
//! the most for the other. Starting from each party's best, the widest gap is split until nothing
//! lies in between, or enough points are known (epsilon-constraint method, Haimes, Lasdon and
//! Wismer 1971). Each point is exact.

use super::half;
use crate::assess::Purse;
use crate::exact::Rational;
use crate::model::Negotiation;
use crate::report::brief::{PairFrontier, PairPoint};
use crate::solve::scale::Scale;
use crate::solve::{Answer, Budget, Settlement, Solver};
use rayon::prelude::*;

/// The most points looked for in all pictures together, and in one.
const ALL_POINTS: usize = 240;
const MOST_POINTS: usize = 25;

/// The fewest points looked for in one picture.
const FEWEST_POINTS: usize = 3;

/// The frontier of every pair of parties.
pub(super) fn of_every_pair(solver: &Solver, purse: &Purse, nodes: u64) -> Vec<PairFrontier> {
    let (negotiation, scales) = (solver.negotiation(), &solver.network().scales[..]);
    let n = negotiation.parties().len();
    let pairs: Vec<(usize, usize)> =
        (0..n).flat_map(|first| (first + 1..n).map(move |second| (first, second))).collect();
    let points = (ALL_POINTS / pairs.len().max(1)).clamp(FEWEST_POINTS, MOST_POINTS);
    let each = nodes / (pairs.len().max(1) * points * 2) as u64;
    let find = |(first, second)| {
        let mut search = PairSearch { negotiation, scales, first, second, points: Vec::new(), is_complete: true };
        search.run(points, &|floors: &[(usize, &Rational)], party: usize| {
            purse.ask(each, |budget| best(negotiation, floors, party, budget))
        });
        PairFrontier { first, second, points: search.points, is_complete: search.is_complete }
    };
    pairs.into_par_iter().map(find).collect()
}

/// The most for a party where others keep at least so much.
fn best(negotiation: &Negotiation, floors: &[(usize, &Rational)], party: usize, budget: &mut Budget) -> Answer {
    let mut parts = negotiation.clone().into_parts().at_the_table();
    for &(party, floor) in floors {
        let reservation = &mut parts.preferences[party].reservation_value;
        *reservation = reservation.clone().max(floor.clone());
    }
    match Negotiation::new(parts) {
        Ok(constrained) => match Solver::new(&constrained) {
            Ok(solver) => solver.ideal(party, budget),
            Err(_) => Answer::Unknown { bound: None },
        },
        Err(_) => Answer::Unknown { bound: None },
    }
}

type Ask<'a> = &'a dyn Fn(&[(usize, &Rational)], usize) -> Answer;

struct PairSearch<'n> {
    negotiation: &'n Negotiation,
    scales: &'n [Scale],
    first: usize,
    second: usize,
    points: Vec<PairPoint>,
    is_complete: bool,
}

impl PairSearch<'_> {
    fn run(&mut self, most: usize, ask: Ask) {
        let ends = [self.corner(&[], self.first, self.second, ask), self.corner(&[], self.second, self.first, ask)];
        let [Some(first), Some(second)] = ends else {
            self.is_complete = false;
            return;
        };
        if first.utilities == second.utilities {
            self.points = vec![first];
            return;
        }
        self.points = vec![first, second];
        // Gaps in which a search found nothing more, by the utility of the first party at their upper end.
        let mut closed: Vec<Rational> = Vec::new();
        while let Some(gap) = self.widest_gap(&closed) {
            if self.points.len() >= most {
                self.is_complete = false;
                return;
            }
            let (upper, lower) = (&self.points[gap], &self.points[gap + 1]);
            match self.between(upper, lower, ask) {
                Split::Found(point) => self.points.insert(gap + 1, point),
                Split::Neighbour(point) => {
                    closed.push(upper.utilities[self.first].clone());
                    self.points.insert(gap + 1, point);
                }
                Split::Nothing => closed.push(upper.utilities[self.first].clone()),
                Split::Unknown => {
                    self.is_complete = false;
                    closed.push(upper.utilities[self.first].clone());
                }
            }
        }
    }

    /// The widest gap between neighbours that is not closed, measured along the first party's axis.
    fn widest_gap(&self, closed: &[Rational]) -> Option<usize> {
        let width = |gap: usize| &self.points[gap].utilities[self.first] - &self.points[gap + 1].utilities[self.first];
        let open = (0..self.points.len() - 1).filter(|&gap| !closed.contains(&self.points[gap].utilities[self.first]));
        open.max_by(|&a, &b| width(a).cmp(&width(b)).then(b.cmp(&a)))
    }

    /// A point of the frontier strictly between two neighbours.
    fn between(&self, upper: &PairPoint, lower: &PairPoint, ask: Ask) -> Split {
        let middle = half(&upper.utilities[self.first], &lower.utilities[self.first]);
        match self.corner(&[(self.first, &middle)], self.second, self.first, ask) {
            Some(point) if point.utilities[self.first] != upper.utilities[self.first] => return Split::Found(point),
            Some(_) => {}
            None => return Split::Unknown,
        }
        // Only the upper end lies above the middle. Its neighbour is the first party's best among all
        // that give the second a unit more.
        let scale = &self.scales[self.second];
        let floor = &upper.utilities[self.second] + scale.denominator.recip();
        match self.corner(&[(self.second, &floor)], self.first, self.second, ask) {
            Some(_) if !scale.is_exact() => Split::Unknown,
            Some(point) if point.utilities[self.first] == lower.utilities[self.first] => Split::Nothing,
            Some(point) => Split::Neighbour(point),
            None => Split::Unknown,
        }
    }

    /// The most for one party, then for the other.
    fn corner(&self, floors: &[(usize, &Rational)], main: usize, other: usize, ask: Ask) -> Option<PairPoint> {
        let reached = proven(ask(floors, main))?.utilities[main].clone();
        let floors: Vec<(usize, &Rational)> = floors.iter().copied().chain([(main, &reached)]).collect();
        let settlement = proven(ask(&floors, other))?;
        let outcome = settlement.package()?.clone();
        Some(PairPoint { utilities: self.negotiation.utilities(&outcome), outcome })
    }
}

/// What lies between two neighbours.
enum Split {
    /// A point.
    Found(PairPoint),
    /// A point with nothing between it and the upper end.
    Neighbour(PairPoint),
    /// Nothing.
    Nothing,
    /// The search ended first.
    Unknown,
}

fn proven(answer: Answer) -> Option<Settlement> {
    match answer {
        Answer::Optimum { settlement, .. } => Some(settlement),
        _ => None,
    }
}
