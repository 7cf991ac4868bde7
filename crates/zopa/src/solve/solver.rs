//! A negotiation compiled once, to answer many questions.

use super::answer::{Answer, Settlement, Ties};
use super::certificate::{Certificate, Mixture, Proof, Tree, Verdict};
use super::engine::goal::{Every, Goal, LeastRatio};
use super::engine::search::{Budget, Found, Remainder, replay, search};
use super::engine::space::Space;
use super::fine::Fine;
use super::network::{Network, TooLarge};
use super::scale::Scale;
use super::solution::Question;
use crate::exact::Rational;
use crate::model::Negotiation;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

/// The most tied utility vectors to list, and the most nodes to visit for them.
const MAX_TIES: usize = 1_000;
const TIE_NODES: u64 = 100_000;

/// A negotiation compiled once, to answer many questions.
pub struct Solver<'n> {
    negotiation: &'n Negotiation,
    pub(super) space: Space,
    /// Where numbers are too fine to be kept exactly: the same with everything rounded so that no
    /// acceptable package is missed. Its utilities are upper bounds of the exact ones.
    outer: Option<Box<Solver<'n>>>,
    reads_integers: bool,
    /// The negotiation issue by issue, where the space is searched by bonuses.
    by_issue: Option<Network>,
}

impl<'n> Solver<'n> {
    /// Compiles a negotiation.
    ///
    /// # Errors
    /// [`TooLarge`] where preferences are tables over too many outcomes.
    pub fn new(negotiation: &'n Negotiation) -> Result<Solver<'n>, TooLarge> {
        Solver::searching(negotiation, Network::to_search(negotiation)?)
    }

    /// The same, where the negotiation is compiled already.
    pub(super) fn searching(negotiation: &'n Negotiation, network: Network) -> Result<Solver<'n>, TooLarge> {
        let by_issue = network.has_bonuses().then(|| Network::new(negotiation)).transpose()?;
        if network.is_exact() {
            return Ok(Solver {
                negotiation,
                space: Space::new(network),
                outer: None,
                reads_integers: false,
                by_issue,
            });
        }
        let (inner, inner_by_issue) = (cautious(&network), by_issue.as_ref().map(cautious));
        let outer = Solver { negotiation, space: Space::new(network), outer: None, reads_integers: true, by_issue };
        Ok(Solver {
            negotiation,
            space: Space::new(inner),
            outer: Some(Box::new(outer)),
            reads_integers: false,
            by_issue: inner_by_issue,
        })
    }

    /// The negotiation in integers.
    #[must_use]
    pub fn network(&self) -> &Network {
        self.by_issue.as_ref().unwrap_or(&self.space.network)
    }

    /// Where numbers are too fine to be kept exactly: the network rounded so that no acceptable package
    /// is missed, while [`Solver::network`] lets nothing unacceptable pass.
    #[must_use]
    pub fn outer_network(&self) -> Option<&Network> {
        self.outer.as_ref().map(|outer| outer.network())
    }

    /// The negotiation itself.
    #[must_use]
    pub fn negotiation(&self) -> &'n Negotiation {
        self.negotiation
    }

    /// Whether there is a zone of possible agreement: a package that shows it, or the proof that
    /// there is none.
    #[must_use]
    pub fn zone(&self, budget: &mut Budget) -> Answer {
        let answer = self.witness(budget);
        match &self.outer {
            None => answer,
            Some(outer) => match answer {
                Answer::Optimum { settlement, .. } => Answer::Optimum { settlement, certificate: None },
                _ => {
                    let softened = soften(answer, &outer.witness(budget), false);
                    settled(softened, |_| Fine::new(outer).zone(budget))
                }
            },
        }
    }

    fn witness(&self, budget: &mut Budget) -> Answer {
        let goal = &mut LeastRatio::feasibility(self.reservation().to_vec(), self.denominators());
        let found = search(&self.space, goal, budget, &[]);
        let question = Case { solution: "zone", weights: &[], ideals: Vec::new(), proofs: Vec::new() };
        self.conclude(question, found, Ties::AtLeast(1), &|_, _| Rational::zero(), &Rational::one())
    }

    /// The most that a party can get within the zone, and a package that gives it.
    #[must_use]
    pub fn ideal(&self, party: usize, budget: &mut Budget) -> Answer {
        let goal = &mut self.ideal_goal(party);
        let found = search(&self.space, goal, budget, &[]);
        let case = Case { solution: "ideal", weights: &[], ideals: Vec::new(), proofs: Vec::new() };
        let unit = self.space.network.scales[party].denominator.recip();
        let answer = self.conclude(case, found, Ties::AtLeast(1), &|utilities, _| utilities[party].clone(), &unit);
        let uncertified = match answer {
            Answer::Optimum { settlement, .. } => Answer::Optimum { settlement, certificate: None },
            other => other,
        };
        match &self.outer {
            None => uncertified,
            Some(outer) => {
                let above = outer.ideal(party, budget);
                let softened = soften(uncertified, &above, true);
                settled(softened, |known| Fine::new(outer).ideal(party, &[known, &above], budget))
            }
        }
    }

    /// Answers a question.
    #[must_use]
    pub fn solve(&self, question: &Question, budget: &mut Budget) -> Answer {
        let answer = question.solution.run(self, &question.weights, budget);
        match &self.outer {
            None => answer,
            Some(outer) => {
                let above = question.solution.run(outer, &question.weights, budget);
                let softened = soften(answer, &above, !question.solution.needs_ideals);
                settled(softened, |known| Fine::new(outer).answer(question, &[known, &above], budget))
            }
        }
    }

    pub(super) fn reservation(&self) -> &[i64] {
        &self.space.network.reservation
    }

    /// The parties' denominators as integers, up to a common factor.
    pub(super) fn denominators(&self) -> Vec<i128> {
        integer_ranges(&self.space.network.scales)
    }

    /// What the denominators were multiplied by to become integers.
    pub(super) fn denominator_unit(&self) -> Rational {
        let multiple = self.space.network.scales.iter().fold(BigInt::one(), |m, s| m.lcm(s.denominator.denom()));
        Rational::from(multiple)
    }

    /// Coefficients of integer utilities that make a sum of exact utilities times `weights`, and
    /// what such a sum must be multiplied by to be the exact one.
    pub(super) fn sum_coefficients(&self, weights: &[Rational]) -> (Vec<BigInt>, Rational) {
        let scales = &self.space.network.scales;
        let exact: Vec<Rational> = weights.iter().zip(scales).map(|(w, scale)| w / &scale.denominator).collect();
        let multiple = exact.iter().fold(BigInt::one(), |multiple, c| multiple.lcm(c.denom()));
        let integers: Vec<BigInt> = exact.iter().map(|c| (c * &multiple).to_integer()).collect();
        let divisor = integers.iter().fold(BigInt::zero(), |divisor, c| divisor.gcd(c)).max(BigInt::one());
        (integers.iter().map(|c| c / &divisor).collect(), Rational::new(divisor, multiple))
    }

    /// The utilities of an assignment: exact, unless rounded integers are what this reads.
    pub(super) fn utilities(&self, assignment: &[usize]) -> Vec<Rational> {
        let integers_say_all =
            self.reads_integers || (self.space.network.is_exact() && !self.space.network.has_bonuses());
        if !integers_say_all {
            return self.negotiation.utilities(&self.space.network.outcome(assignment));
        }
        let integers = self.integers(assignment);
        self.space.network.scales.iter().zip(integers).map(|(scale, u)| scale.exact(&u.into())).collect()
    }

    /// The integer utilities of an assignment that obeys the rules.
    pub(super) fn integers(&self, assignment: &[usize]) -> Vec<i64> {
        self.space.network.utilities(assignment).expect("assignments found by a search obey the rules")
    }

    pub(super) fn reservation_values(&self) -> Vec<Rational> {
        if !self.reads_integers {
            return self.negotiation.preferences().iter().map(|p| p.reservation_value.clone()).collect();
        }
        let network = &self.space.network;
        network.scales.iter().zip(&network.reservation).map(|(scale, &r)| scale.exact(&r.into())).collect()
    }

    /// A settlement by one package. `value` takes utilities and reservation values.
    pub(super) fn settlement(&self, assignment: &[usize], ties: Ties, value: Value) -> Settlement {
        let outcome = self.space.network.outcome(assignment);
        let utilities = self.utilities(assignment);
        let reservation = self.reservation_values();
        let value = value(&utilities, &reservation);
        let gains = utilities.iter().zip(&reservation).map(|(u, r)| u - r).collect();
        // Several choices of bonuses stand for one outcome, and some for less than it gives.
        let ties = if self.space.network.has_bonuses() { Ties::AtLeast(1) } else { ties };
        Settlement { mixture: vec![(outcome, Rational::one())], utilities, gains, value, ties }
    }

    /// Turns what a search found into an answer. `unit` is what the goal's bound must be multiplied by
    /// to be in the unit of the value.
    pub(super) fn conclude(&self, case: Case, found: Found, ties: Ties, value: Value, unit: &Rational) -> Answer {
        match (found.assignment, found.remainder) {
            (None, Remainder::Nothing(tree)) => {
                Answer::Empty { certificate: self.certificate(case.emptied(tree), Verdict::Empty) }
            }
            (None, Remainder::AtMost(bound)) => Answer::Unknown { bound: bound.map(|bound| bound * unit) },
            (None, Remainder::Unwanted) => Answer::Unknown { bound: None },
            (Some(assignment), Remainder::AtMost(bound)) => {
                let settlement = self.settlement(&assignment, Ties::AtLeast(1), value);
                let bound = bound.map(|bound| (bound * unit).max(settlement.value.clone()));
                Answer::Bounded { settlement, bound }
            }
            (Some(assignment), remainder) => {
                let settlement = self.settlement(&assignment, ties, value);
                let case = match remainder {
                    Remainder::Nothing(tree) => case.proved(Proof::Direct(tree)),
                    _ => case,
                };
                self.proven(case, settlement)
            }
        }
    }

    /// An optimum with its certificate.
    pub(super) fn proven(&self, case: Case, settlement: Settlement) -> Answer {
        let outcome = settlement.mixture[0].0.clone();
        let certificate = self.certificate(case, Verdict::Optimum { outcome, value: settlement.value.clone() });
        Answer::Optimum { settlement, certificate }
    }

    pub(super) fn certificate(&self, case: Case, verdict: Verdict) -> Option<Certificate> {
        let Case { solution, weights, ideals, proofs } = case;
        // Whoever checks cannot tell that a case is free of what was cut.
        (self.space.network.is_exact() && !self.is_cut()).then(|| Certificate {
            solution: solution.to_string(),
            weights: weights.to_vec(),
            verdict,
            ideals,
            order: self.space.order.clone(),
            loose: self.space.loose.clone(),
            proofs,
        })
    }

    /// Whether bonuses exclude each other in so many ways that the tables leave some out.
    pub(super) fn is_cut(&self) -> bool {
        self.space.network.has_bonuses() && !self.space.loose.is_empty()
    }

    /// Walks through the proof again for everything that is as good as the optimum, and gives the
    /// number of tied utility vectors and one assignment for each found. `relaxed` lets through
    /// whatever is at least as good.
    pub(super) fn ties(
        &self,
        tree: &Tree,
        relaxed: &dyn Goal,
        is_tie: &dyn Fn(&[i64]) -> bool,
    ) -> (Ties, Vec<Vec<usize>>) {
        // The relaxed goal stands one step below the optimum, so that whatever equals it gets through.
        let mut found: Vec<Vec<i64>> = Vec::new();
        let mut is_new_tie = |utilities: &[i64]| {
            let is_new = is_tie(utilities) && !found.iter().any(|found| found == utilities);
            if is_new {
                found.push(utilities.to_vec());
            }
            is_new
        };
        let mut assignments = Vec::new();
        let mut keep = |assignment: &[usize]| assignments.push(assignment.to_vec());
        let mut goal = Every::new(relaxed, MAX_TIES, &mut is_new_tie);
        let complete = replay(&self.space, tree, &mut goal, TIE_NODES, &mut keep) && !goal.is_satisfied();
        let count = (found.len() as u64).max(1);
        (if complete { Ties::Exactly(count) } else { Ties::AtLeast(count) }, assignments)
    }

    /// The certificate's way to write a single package.
    pub(super) fn pure(&self, assignment: &[usize]) -> Mixture {
        vec![(self.space.network.outcome(assignment), Rational::one())]
    }
}

/// The same network with walk-away values raised so that, however utilities were rounded, whatever reaches
/// them reaches the exact ones.
fn cautious(network: &Network) -> Network {
    let mut network = network.clone();
    for (reservation, scale) in network.reservation.iter_mut().zip(&network.scales) {
        *reservation += if scale.is_exact() { 0 } else { 1 + scale.slack };
    }
    network
}

/// Denominators as integers, up to a common factor: a ratio of gain to these is a gain in utility.
pub(super) fn integer_ranges(scales: &[Scale]) -> Vec<i128> {
    let multiple = scales.iter().fold(BigInt::one(), |multiple, scale| multiple.lcm(scale.denominator.denom()));
    let whole = scales.iter().map(|scale| (&scale.denominator * &multiple).to_integer());
    whole.map(|d| d.to_i128().unwrap_or(i128::MAX >> 43).min(i128::MAX >> 43)).collect()
}

/// The value of utilities, given reservation values.
pub(super) type Value<'v> = &'v dyn Fn(&[Rational], &[Rational]) -> Rational;

/// What a certificate says besides its verdict.
pub(super) struct Case<'c> {
    pub solution: &'c str,
    pub weights: &'c [Rational],
    pub ideals: Vec<Mixture>,
    pub proofs: Vec<Proof>,
}

impl Case<'_> {
    /// An empty zone needs one proof, whatever the solution.
    fn emptied(self, tree: Tree) -> Self {
        Case { ideals: Vec::new(), proofs: vec![Proof::Direct(tree)], ..self }
    }

    /// One more claim is proved.
    pub fn proved(mut self, proof: Proof) -> Self {
        self.proofs.push(proof);
        self
    }
}

/// What exact numbers make of an answer on rounded ones, unless that proves enough.
fn settled(answer: Answer, exactly: impl FnOnce(&Answer) -> Option<Answer>) -> Answer {
    match answer {
        Answer::Empty { .. } => answer,
        _ => exactly(&answer).unwrap_or(answer),
    }
}

/// Weakens an answer on rounded numbers to what holds for the exact ones. `above` is the answer
/// where everything is rounded up.
fn soften(answer: Answer, above: &Answer, bounds: bool) -> Answer {
    let bound = above.bound().filter(|_| bounds).cloned();
    match (answer, above) {
        (Answer::Empty { .. }, Answer::Empty { .. }) => Answer::Empty { certificate: None },
        (Answer::Empty { .. } | Answer::Unknown { .. }, _) => Answer::Unknown { bound },
        (Answer::Optimum { settlement, .. } | Answer::Bounded { settlement, .. }, _) => {
            let bound = bound.map(|bound| bound.max(settlement.value.clone()));
            Answer::Bounded { settlement, bound }
        }
    }
}
