//! Solutions by their definitions, outcome by outcome, and certificates that claim what one wants.

use crate::certify::solution::Solution;
use crate::exact::{Rational, ratio};
use crate::model::{Negotiation, Outcome};
use crate::random::{Random, outcomes};
use crate::solve::certificate::{Certificate, Proof, Tree, Verdict};
use crate::solve::network::Network;
use num_integer::Integer;
use num_traits::{One, Pow, Zero};
use std::cmp::Ordering;

/// The solutions that pick a single package.
pub const SINGLE: [&str; 8] = [
    "egalitarian",
    "leximin",
    "utilitarian",
    "weighted-sum",
    "nash",
    "weighted-nash",
    "kalai-smorodinsky",
    "utilitarian-normalised",
];

/// A negotiation with all that enumeration tells about it.
pub struct Known<'a> {
    pub negotiation: &'a Negotiation,
    pub network: Network,
    /// The outcomes acceptable to all.
    pub zone: Vec<Outcome>,
    /// Their gains.
    pub gains: Vec<Vec<Rational>>,
    /// The best gain of each party in the zone, and where.
    pub ideals: Vec<(Rational, Outcome)>,
}

impl<'a> Known<'a> {
    pub fn new(negotiation: &'a Negotiation) -> Known<'a> {
        let zone: Vec<Outcome> = outcomes(negotiation).into_iter().filter(|o| negotiation.in_zone(o)).collect();
        let gains: Vec<Vec<Rational>> = zone.iter().map(|outcome| gains(negotiation, outcome)).collect();
        let n = if zone.is_empty() { 0 } else { negotiation.parties().len() };
        let best = |party: usize| zone.iter().zip(&gains).map(|(o, g)| (g[party].clone(), o.clone())).max().unwrap();
        let ideals = (0..n).map(best).collect();
        Known { negotiation, network: Network::new(negotiation).unwrap(), zone, gains, ideals }
    }

    /// What a solution compares: greater is better, entry by entry.
    pub fn merit(&self, solution: &str, weights: &[Rational], gains: &[Rational]) -> Vec<Rational> {
        let utility = |party: usize| &gains[party] + &self.negotiation.preferences()[party].reservation_value;
        let n = gains.len();
        match solution {
            "egalitarian" => vec![gains.iter().min().unwrap().clone()],
            "leximin" => sorted(gains.to_vec()),
            "utilitarian" => vec![(0..n).map(utility).sum()],
            "weighted-sum" => vec![(0..n).map(|party| utility(party) * &weights[party]).sum()],
            "nash" => vec![gains.iter().fold(Rational::one(), |product, gain| product * gain)],
            "weighted-nash" => {
                let powers = gains.iter().zip(weights).map(|(gain, w)| Pow::pow(gain, whole_exponent(w, weights)));
                vec![powers.fold(Rational::one(), |product, power| product * power)]
            }
            "kalai-smorodinsky" => sorted(self.ratios(gains)),
            "utilitarian-normalised" => vec![self.ratios(gains).into_iter().sum()],
            _ => panic!("{solution} picks no single package"),
        }
    }

    /// Gains divided by the best gains, for those who can gain.
    fn ratios(&self, gains: &[Rational]) -> Vec<Rational> {
        let able = gains.iter().zip(&self.ideals).filter(|(_, (best, _))| !best.is_zero());
        able.map(|(gain, (best, _))| gain / best).collect()
    }

    /// The value that a solution reports for gains.
    pub fn value(&self, solution: &str, weights: &[Rational], gains: &[Rational]) -> Rational {
        self.merit(solution, weights, gains).first().cloned().unwrap_or_else(Rational::one)
    }

    /// Whether an outcome of the zone is best.
    pub fn is_best(&self, solution: &str, weights: &[Rational], index: usize) -> bool {
        let own = self.merit(solution, weights, &self.gains[index]);
        self.gains.iter().all(|gains| self.merit(solution, weights, gains).cmp(&own) != Ordering::Greater)
    }

    /// Whether what a certificate claims is so, whatever its proofs.
    pub fn confirms(&self, certificate: &Certificate) -> bool {
        match &certificate.verdict {
            Verdict::Empty => self.zone.is_empty(),
            Verdict::Optimum { outcome, value } => {
                let Some(index) = self.zone.iter().position(|o| o == outcome) else { return false };
                let (id, weights) = (certificate.solution.as_str(), &certificate.weights);
                if id == "zone" {
                    return value.is_zero();
                }
                self.is_best(id, weights, index) && *value == self.value(id, weights, &self.gains[index])
            }
            Verdict::Mixture { .. } => panic!("mixtures are checked elsewhere"),
        }
    }
}

pub fn gains(negotiation: &Negotiation, outcome: &Outcome) -> Vec<Rational> {
    let reservation = negotiation.preferences().iter().map(|p| &p.reservation_value);
    negotiation.utilities(outcome).into_iter().zip(reservation).map(|(u, r)| u - r).collect()
}

fn sorted(mut ratios: Vec<Rational>) -> Vec<Rational> {
    ratios.sort();
    ratios
}

/// A weight over the greatest number that divides all weights into whole numbers.
fn whole_exponent(weight: &Rational, weights: &[Rational]) -> u32 {
    let unit = weights
        .iter()
        .fold(Rational::zero(), |unit, w| Rational::new(unit.numer().gcd(w.numer()), unit.denom().lcm(w.denom())));
    (weight / unit).to_integer().try_into().unwrap()
}

/// Weights that a solution accepts, where it takes some.
pub fn random_weights(solution: &str, n: usize, random: &mut Random) -> Vec<Rational> {
    match solution {
        "weighted-nash" => (0..n).map(|_| ratio(random.up_to(4) as i64, 2)).collect(),
        "weighted-sum" => (0..n).map(|_| ratio(random.up_to(9) as i64, random.up_to(5) as i64)).collect(),
        _ => Vec::new(),
    }
}

/// A certificate that claims the outcome at this index of the zone to be best, or the zone to be
/// empty, with trees and an order that mean well but know nothing.
pub fn claim(
    known: &Known,
    solution: &str,
    weights: Vec<Rational>,
    index: Option<usize>,
    random: &mut Random,
) -> Certificate {
    let n = known.negotiation.parties().len();
    let mut n_proofs = 1;
    let mut ideals = Vec::new();
    let verdict = match index {
        None => Verdict::Empty,
        Some(index) => {
            if Solution::from_id(solution).unwrap().has_ideals() {
                ideals = known.ideals.iter().map(|(_, outcome)| vec![(outcome.clone(), Rational::one())]).collect();
                n_proofs = n + usize::from(known.ideals.iter().any(|(best, _)| !best.is_zero()));
            }
            let value = known.value(solution, &weights, &known.gains[index]);
            Verdict::Optimum { outcome: known.zone[index].clone(), value }
        }
    };
    let mut proofs: Vec<Proof> = (0..n_proofs).map(|_| Proof::Direct(random_tree(known, random))).collect();
    let is_leximin = solution == "leximin" || (solution == "kalai-smorodinsky" && n_proofs > n);
    let by_stages = is_leximin && index.is_some() && random.below(2) == 0;
    if let Some(index) = index.filter(|_| by_stages) {
        let stages = n_stages(&known.merit(solution, &weights, &known.gains[index]));
        proofs.pop();
        proofs.push(Proof::Stages((0..stages).map(|_| random_tree(known, random)).collect()));
    }
    let order = shuffled(known.network.variables.len(), random);
    let loose = (0..known.network.factors.len()).filter(|_| random.below(4) == 0).collect();
    Certificate { solution: solution.into(), weights, verdict, ideals, order, loose, proofs }
}

/// The number of trees of a proof by stages: sequences of distinct parties, ascending among equals.
fn n_stages(sorted: &[Rational]) -> usize {
    let m = sorted.len();
    let mut sequences: Vec<Vec<usize>> = vec![Vec::new()];
    let mut count = 0;
    for stage in 0..m {
        count += sequences.len();
        let extend = |sequence: &Vec<usize>| -> Vec<Vec<usize>> {
            let fits = |party: &usize| {
                let ascends = stage == 0 || sorted[stage - 1] != sorted[stage] || sequence[stage - 1] < *party;
                !sequence.contains(party) && ascends
            };
            (0..m).filter(fits).map(|party| sequence.iter().copied().chain([party]).collect()).collect()
        };
        sequences = sequences.iter().flat_map(extend).collect();
    }
    count
}

pub fn shuffled(n: usize, random: &mut Random) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        order.swap(i, random.below(i + 1));
    }
    order
}

/// Cases distinguished at random, weights at random.
pub fn random_tree(known: &Known, random: &mut Random) -> Tree {
    grow(known, &mut vec![false; known.network.variables.len()], random)
}

fn grow(known: &Known, fixed: &mut Vec<bool>, random: &mut Random) -> Tree {
    let variable = random.below(fixed.len());
    let size = known.network.variables[variable].size;
    if fixed[variable] || random.below(3) > 0 || size > 100 {
        let n = known.negotiation.parties().len();
        let mut weights: Vec<i64> = (0..n).map(|_| random.below(1000) as i64).collect();
        weights[random.below(n)] += 1;
        return Tree::Leaf(weights);
    }
    fixed[variable] = true;
    let cases = (0..size).map(|_| grow(known, fixed, random)).collect();
    fixed[variable] = false;
    Tree::Branch { variable, cases }
}
