//! Numbers too fine for 64 bits: candidates by rounded numbers, the best of them by exact ones.
//!
//! Rounded up, no utility is less than it is. So whatever is as good as a package already known reaches,
//! in rounded numbers, what that package has exactly. All that does is listed, commonly a handful, and
//! compared in fractions of any size. The answer is proved, but has no certificate: the checker counts in
//! 64 bits.

use super::answer::{Answer, Settlement, Ties};
use super::engine::goal::{Every, Goal, LeastRatio, Product, Sum};
use super::engine::search::{Budget, search_all};
use super::measure::Criterion;
use super::peer::frontier_of_sums;
use super::scale::Scale;
use super::solution::{Question, exponents};
use super::solver::Solver;
use crate::exact::Rational;
use crate::model::Outcome;
use num_bigint::BigInt;
use num_traits::{One, Pow, Signed, Zero};
use std::collections::BTreeSet;

/// The most candidates to compare, counting each as often as it is found.
const MAX_CANDIDATES: usize = 20_000;

/// What a solution makes large, and what settles ties after it.
type Key = Vec<Rational>;

/// A package acceptable to all by exact numbers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    outcome: Outcome,
    utilities: Vec<Rational>,
}

/// The same negotiation rounded up, to list candidates with.
pub(super) struct Fine<'s, 'n> {
    outer: &'s Solver<'n>,
    reservation: Vec<Rational>,
}

impl<'s, 'n> Fine<'s, 'n> {
    /// `outer` reads utilities rounded up and walk-away values rounded down.
    pub fn new(outer: &'s Solver<'n>) -> Self {
        let reservation = outer.negotiation().preferences().iter().map(|own| own.reservation_value.clone()).collect();
        Fine { outer, reservation }
    }

    /// The exact answer to a question; `known` are answers on rounded numbers, to begin from. `None` for
    /// mixtures, where too many packages come close, and where the budget ends.
    pub fn answer(&self, question: &Question, known: &[&Answer], budget: &mut Budget) -> Option<Answer> {
        if question.solution.criterion == Criterion::Mixture {
            return None;
        }
        self.by_candidates(question, known, budget).or_else(|| self.by_frontier(question))
    }

    fn by_candidates(&self, question: &Question, known: &[&Answer], budget: &mut Budget) -> Option<Answer> {
        let mut packages = self.known(known);
        if packages.is_empty() {
            packages = self.reaching(&self.floors(&self.reservation), budget)?;
        }
        if packages.is_empty() {
            return Some(Answer::Empty { certificate: None });
        }
        let ranges = if question.solution.needs_ideals { self.ranges(&mut packages, budget)? } else { Vec::new() };
        let measure = Measure { question, reservation: &self.reservation, ranges: &ranges };
        let best = packages.iter().map(|package| measure.key(&package.utilities)).max()?;
        packages.extend(self.as_good(&measure, best.first(), budget)?);
        Some(self.optimum(&measure, &packages))
    }

    /// The answer by the frontier of all outcomes in exact numbers, where it is small: more for everybody is
    /// better by every solution, so that one of the best is there.
    pub(super) fn by_frontier(&self, question: &Question) -> Option<Answer> {
        let outcomes = frontier_of_sums(self.outer.negotiation())?;
        let packages: BTreeSet<Package> = outcomes.into_iter().filter_map(|outcome| self.acceptable(outcome)).collect();
        if packages.is_empty() {
            return Some(Answer::Empty { certificate: None });
        }
        let most = |party: usize| packages.iter().map(|package| &package.utilities[party]).max();
        let ranges = self.reservation.iter().enumerate().filter_map(|(party, least)| Some(most(party)? - least));
        let ranges: Vec<Rational> = ranges.collect();
        let measure = Measure { question, reservation: &self.reservation, ranges: &ranges };
        match self.optimum(&measure, &packages) {
            Answer::Optimum { mut settlement, certificate } => {
                // What is not on the frontier may tie too.
                settlement.ties = Ties::AtLeast(1);
                Some(Answer::Optimum { settlement, certificate })
            }
            other => Some(other),
        }
    }

    /// The most that a party can get within the zone.
    pub fn ideal(&self, party: usize, known: &[&Answer], budget: &mut Budget) -> Option<Answer> {
        let mut packages = self.known(known);
        let best = self.best_for(party, &mut packages, budget)?;
        let value = best.utilities[party].clone();
        let settlement = self.settlement(&best, value, Ties::AtLeast(1));
        Some(Answer::Optimum { settlement, certificate: None })
    }

    /// Whether any package is acceptable to all.
    pub fn zone(&self, budget: &mut Budget) -> Option<Answer> {
        let packages = self.reaching(&self.floors(&self.reservation), budget)?;
        Some(match packages.first() {
            None => Answer::Empty { certificate: None },
            Some(package) => {
                let settlement = self.settlement(package, Rational::zero(), Ties::AtLeast(1));
                Answer::Optimum { settlement, certificate: None }
            }
        })
    }

    /// The packages of answers, where they are acceptable by exact numbers.
    fn known(&self, answers: &[&Answer]) -> BTreeSet<Package> {
        let outcomes = answers.iter().filter_map(|answer| answer.settlement()?.package());
        outcomes.filter_map(|outcome| self.acceptable(outcome.clone())).collect()
    }

    fn acceptable(&self, outcome: Outcome) -> Option<Package> {
        let utilities = self.outer.negotiation().utilities(&outcome);
        let reaches = utilities.iter().zip(&self.reservation).all(|(utility, least)| utility >= least);
        reaches.then_some(Package { outcome, utilities })
    }

    /// Every acceptable package that gets through a goal in rounded numbers, and maybe others.
    fn reaching(&self, goal: &dyn Goal, budget: &mut Budget) -> Option<BTreeSet<Package>> {
        let mut assignments = BTreeSet::new();
        let mut all = |_: &[i64]| true;
        let mut every = Every::new(goal, MAX_CANDIDATES, &mut all);
        let is_complete = search_all(&self.outer.space, &mut every, budget, &mut |assignment| {
            assignments.insert(assignment.to_vec());
        });
        let outcomes = assignments.iter().map(|assignment| self.outer.space.network.outcome(assignment));
        is_complete.then(|| outcomes.filter_map(|outcome| self.acceptable(outcome)).collect())
    }

    /// Whatever gives every party at least this.
    fn floors(&self, least: &[Rational]) -> LeastRatio {
        let base: Vec<i64> = self.scales().iter().zip(least).map(|(scale, least)| scale.rounded_up(least)).collect();
        LeastRatio::new(base.clone(), base, self.outer.denominators())
    }

    /// Every acceptable package that may be as good as a value, at least.
    fn as_good(&self, measure: &Measure, value: Option<&Rational>, budget: &mut Budget) -> Option<BTreeSet<Package>> {
        // Where nobody can gain, all are equally good.
        let Some(value) = value else { return Some(BTreeSet::new()) };
        let base = || self.floors(&self.reservation).base;
        match measure.question.solution.criterion {
            Criterion::Product => {
                let exponents = measure.exponents();
                let mut goal = Product::new(self.outer.reservation().to_vec(), exponents.clone());
                let units = self.scales().iter().zip(exponents).map(|(scale, e)| Pow::pow(&scale.denominator, e));
                let needed = (value * units.product::<Rational>()).ceil().to_integer();
                goal.best = (needed - BigInt::one()).to_biguint();
                self.reaching(&goal, budget)
            }
            Criterion::Sum | Criterion::SumOfShares => {
                let weights = measure.weights();
                if !weights.iter().any(Signed::is_positive) {
                    return Some(BTreeSet::new());
                }
                let (coefficients, unit) = self.outer.sum_coefficients(&weights);
                let walk_away: Rational = match measure.question.solution.criterion {
                    Criterion::Sum => Rational::zero(),
                    _ => weights.iter().zip(&self.reservation).map(|(weight, r)| weight * r).sum(),
                };
                let needed = ((value + walk_away) / unit).ceil().to_integer();
                self.reaching(&Sum::new(base(), coefficients).at_least(&needed), budget)
            }
            Criterion::Least | Criterion::LeastShare => {
                let ranges = measure.ranges();
                let least: Vec<Rational> =
                    self.reservation.iter().zip(&ranges).map(|(r, range)| r + value * range).collect();
                self.reaching(&self.floors(&least), budget)
            }
            Criterion::Mixture => None,
        }
    }

    /// What each party can gain at most; the packages that reach it join those known.
    fn ranges(&self, packages: &mut BTreeSet<Package>, budget: &mut Budget) -> Option<Vec<Rational>> {
        let range = |party: usize| {
            let best = self.best_for(party, packages, budget)?;
            Some(&best.utilities[party] - &self.reservation[party])
        };
        (0..self.reservation.len()).map(range).collect()
    }

    fn best_for(&self, party: usize, packages: &mut BTreeSet<Package>, budget: &mut Budget) -> Option<Package> {
        let best = |packages: &BTreeSet<Package>| {
            packages.iter().rev().max_by(|a, b| a.utilities[party].cmp(&b.utilities[party])).cloned()
        };
        packages.extend(self.known(&[&self.outer.ideal(party, budget)]));
        let known = best(packages)?;
        let most = &known.utilities[party];
        // What it dreams of may come true in more packages than can be listed; that nothing is better is plain.
        if *most == self.outer.negotiation().preferences()[party].utility.upper_bound() {
            return Some(known);
        }
        let coefficients = (0..self.reservation.len()).map(|i| BigInt::from(u8::from(i == party))).collect();
        let needed = BigInt::from(self.scales()[party].rounded_up(most));
        let goal = Sum::new(self.floors(&self.reservation).base, coefficients).at_least(&needed);
        packages.extend(self.reaching(&goal, budget)?);
        best(packages)
    }

    fn optimum(&self, measure: &Measure, packages: &BTreeSet<Package>) -> Answer {
        let keys: Vec<(Key, &Package)> =
            packages.iter().map(|package| (measure.key(&package.utilities), package)).collect();
        let (key, best) = keys.iter().rev().max_by(|a, b| a.0.cmp(&b.0)).expect("some package is known");
        let tied: BTreeSet<&Vec<Rational>> =
            keys.iter().filter(|(other, _)| measure.ties(other, key)).map(|(_, package)| &package.utilities).collect();
        let (value, ties) = match key.first() {
            // What other bonuses replace may tie too.
            Some(value) if self.outer.space.network.has_bonuses() => (value.clone(), Ties::AtLeast(1)),
            Some(value) => (value.clone(), Ties::Exactly(tied.len() as u64)),
            None => (Rational::one(), Ties::AtLeast(1)),
        };
        Answer::Optimum { settlement: self.settlement(best, value, ties), certificate: None }
    }

    fn settlement(&self, package: &Package, value: Rational, ties: Ties) -> Settlement {
        let gains = package.utilities.iter().zip(&self.reservation).map(|(utility, r)| utility - r).collect();
        let mixture = vec![(package.outcome.clone(), Rational::one())];
        Settlement { mixture, utilities: package.utilities.clone(), gains, value, ties }
    }

    fn scales(&self) -> &[Scale] {
        &self.outer.space.network.scales
    }
}

/// What a question makes large, exactly.
struct Measure<'m> {
    question: &'m Question,
    reservation: &'m [Rational],
    /// What each party can gain at most, where the solution asks.
    ranges: &'m [Rational],
}

impl Measure<'_> {
    fn key(&self, utilities: &[Rational]) -> Key {
        let gains: Vec<Rational> = utilities.iter().zip(self.reservation).map(|(utility, r)| utility - r).collect();
        let weighted = |values: &[Rational]| self.weights().iter().zip(values).map(|(weight, v)| weight * v).sum();
        match self.question.solution.criterion {
            Criterion::Product => {
                vec![gains.iter().zip(self.exponents()).map(|(gain, exponent)| Pow::pow(gain, exponent)).product()]
            }
            Criterion::Sum => vec![weighted(utilities)],
            Criterion::SumOfShares => vec![weighted(&gains)],
            Criterion::Least | Criterion::LeastShare => {
                let ranges = self.ranges();
                let counting = gains.iter().zip(&ranges).filter(|(_, range)| range.is_positive());
                let mut shares: Key = counting.map(|(gain, range)| gain / range).collect();
                shares.sort();
                shares
            }
            Criterion::Mixture => Vec::new(),
        }
    }

    /// Whether a package is as good as another under the solution: the egalitarian one looks at the least
    /// gain alone, whatever settles which of several is shown.
    fn ties(&self, a: &Key, b: &Key) -> bool {
        if self.question.solution.id == "egalitarian" { a.first() == b.first() } else { a == b }
    }

    fn exponents(&self) -> Vec<u32> {
        exponents(&self.question.weights).unwrap_or_else(|| vec![1; self.reservation.len()])
    }

    /// What a unit of each party's utility, or gain, counts in a sum.
    fn weights(&self) -> Vec<Rational> {
        match self.question.solution.criterion {
            Criterion::SumOfShares => {
                let share = |range: &Rational| if range.is_positive() { range.recip() } else { Rational::zero() };
                self.ranges.iter().map(share).collect()
            }
            _ if self.question.solution.takes_weights => self.question.weights.clone(),
            _ => vec![Rational::one(); self.reservation.len()],
        }
    }

    /// What makes a share of one.
    fn ranges(&self) -> Vec<Rational> {
        match self.question.solution.criterion {
            Criterion::LeastShare => self.ranges.to_vec(),
            _ => vec![Rational::one(); self.reservation.len()],
        }
    }
}
