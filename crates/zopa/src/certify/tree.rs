//! Verifying the proofs, case by case.

use super::claim::{Beats, Claim};
use super::derive::Obligation;
use super::layout::{Fixed, Layout, Tables};
use super::mixture::Bound;
use super::solution::Facts;
use super::sweep::{Case, Sweep, TooLong};
use super::{Flaw, Limits, MAX_DEPTH, Verified};
use crate::solve::certificate::{Certificate, Proof, Tree};
use crate::solve::network::Network;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Weighted sums stay below this, so that differences of two fit 64 bits.
const MAX_WEIGHTED_SUM: i64 = 1 << 62;

/// Verifies a proof for every obligation.
pub(super) fn verify(
    certificate: &Certificate,
    facts: &Facts,
    obligations: &[Obligation],
    limits: &Limits,
) -> Result<Verified, Vec<Flaw>> {
    let (found, needed) = (certificate.proofs.len(), obligations.len());
    if found != needed {
        return Err(vec![Flaw::of(format!("there are {found} proofs where {needed} are needed"))]);
    }
    if obligations.is_empty() {
        return Ok(Verified::default());
    }
    let layout = Layout::new(facts.network, &certificate.order, &certificate.loose, limits).map_err(|f| vec![f])?;
    let job = Job { facts, layout: &layout, limits, obligations, proofs: &certificate.proofs };
    // One lane for the weighted sum and one for each party; a few widths serve all.
    match facts.n_parties() {
        1 => job.run::<2>(),
        2 => job.run::<3>(),
        3 => job.run::<4>(),
        4 => job.run::<5>(),
        5 => job.run::<6>(),
        6..=7 => job.run::<8>(),
        8..=11 => job.run::<12>(),
        _ => job.run::<17>(),
    }
}

/// All proofs of a certificate with all that they must prove.
struct Job<'a> {
    facts: &'a Facts<'a>,
    layout: &'a Layout<'a>,
    limits: &'a Limits,
    obligations: &'a [Obligation],
    proofs: &'a [Proof],
}

impl Job<'_> {
    fn run<const L: usize>(&self) -> Result<Verified, Vec<Flaw>> {
        let mut checker = Checker::<L> {
            facts: self.facts,
            layout: self.layout,
            magnitudes: magnitudes(self.facts.network),
            sweep: Sweep::new(self.layout, self.limits.steps),
            tables: Tables::default(),
            fixed: vec![None; self.facts.network.variables.len()],
            cases: 0,
        };
        let mut flaws = Vec::new();
        for (obligation, proof) in self.obligations.iter().zip(self.proofs) {
            if let Err(flaw) = checker.proof(obligation, proof) {
                flaws.push(flaw);
            }
        }
        let verified = Verified { claims: self.obligations.len(), cases: checker.cases, steps: checker.sweep.steps };
        if flaws.is_empty() { Ok(verified) } else { Err(flaws) }
    }
}

/// The largest magnitude that each party's utility can have, sum by sum.
fn magnitudes(network: &Network) -> Vec<i128> {
    let tables = network.variables.iter().map(|v| &v.utility).chain(network.factors.iter().map(|f| &f.utility));
    let mut magnitudes = vec![0; network.n_parties];
    for table in tables {
        for (party, magnitude) in magnitudes.iter_mut().enumerate() {
            let entries = table.iter().skip(party).step_by(network.n_parties);
            *magnitude += entries.map(|u| i128::from(*u).abs()).max().unwrap_or(0);
        }
    }
    magnitudes
}

struct Checker<'a, const L: usize> {
    facts: &'a Facts<'a>,
    layout: &'a Layout<'a>,
    magnitudes: Vec<i128>,
    sweep: Sweep<'a, L>,
    tables: Tables<i64>,
    fixed: Fixed,
    cases: u64,
}

impl<const L: usize> Checker<'_, L> {
    fn proof(&mut self, obligation: &Obligation, proof: &Proof) -> Result<(), Flaw> {
        match (obligation, proof) {
            (Obligation::Mixtures(bound), Proof::Support(weights)) => {
                self.cases += 1;
                bound.verify(weights, self.facts, self.layout)
            }
            (Obligation::Outcomes(claim), Proof::Direct(tree)) => self.tree(claim, tree, 0),
            (Obligation::Outcomes(claim), Proof::Stages(trees)) => self.stages(claim, trees),
            (Obligation::Mixtures(Bound { what, .. }) | Obligation::Outcomes(Claim { what, .. }), _) => {
                Err(Flaw::of(format!("the proof {what} is of the wrong kind")))
            }
        }
    }

    /// A leximin claim, stage by stage.
    fn stages(&mut self, claim: &Claim, trees: &[Tree]) -> Result<(), Flaw> {
        let wrong_number = || Flaw::of(format!("the proof {} has the wrong number of stages", claim.what));
        let mut remaining = trees.iter();
        match &claim.beats {
            Beats::Leximin(best) => best.stages(self.facts.n_parties(), &mut |gains| {
                let floors = claim.reservation.iter().zip(gains).map(|(r, gain)| r + gain).collect();
                let what = claim.what.clone();
                let stage = Claim { what, floors, reservation: claim.reservation.clone(), beats: Beats::Floors };
                self.tree(&stage, remaining.next().ok_or_else(wrong_number)?, 0)
            })?,
            _ => return Err(Flaw::of(format!("the proof {} is of the wrong kind", claim.what))),
        }
        if remaining.next().is_none() { Ok(()) } else { Err(wrong_number()) }
    }

    fn tree(&mut self, claim: &Claim, tree: &Tree, depth: usize) -> Result<(), Flaw> {
        match tree {
            Tree::Leaf(weights) => self.leaf(claim, weights),
            Tree::Branch { variable, cases } => {
                let unproved = |why: String| Err(Flaw::of(format!("{} is not proved: {why}", claim.what)));
                let Some(entries) = self.facts.network.variables.get(*variable) else {
                    return unproved(format!("there is no variable {variable}"));
                };
                if self.fixed[*variable].is_some() {
                    return unproved(format!("variable {variable} is distinguished twice"));
                }
                if cases.len() != entries.size {
                    return unproved(format!("variable {variable} has {} cases, not {}", entries.size, cases.len()));
                }
                if depth == MAX_DEPTH {
                    return unproved(format!("cases are nested more than {MAX_DEPTH} deep"));
                }
                for (value, case) in cases.iter().enumerate() {
                    self.fixed[*variable] = Some(value);
                    let verified = self.tree(claim, case, depth + 1);
                    self.fixed[*variable] = None;
                    verified?;
                }
                Ok(())
            }
        }
    }

    fn leaf(&mut self, claim: &Claim, weights: &[i64]) -> Result<(), Flaw> {
        self.cases += 1;
        let unproved = |why: &str| Err(Flaw::of(format!("{} is not proved: {why}", claim.what)));
        if weights.len() != self.facts.n_parties() || weights.iter().any(|w| *w < 0) {
            return unproved("it takes one weight for each party, none negative");
        }
        let bounds = weights.iter().zip(&self.magnitudes).map(|(&w, &u)| i128::from(w) * u);
        if bounds.sum::<i128>() >= i128::from(MAX_WEIGHTED_SUM) {
            return unproved("the weights are too large");
        }
        let value = |utility: &[i64]| weights.iter().zip(utility).map(|(w, u)| w * u).sum::<i64>();
        let Some(largest) = self.layout.largest(&value, &self.fixed, &mut self.tables) else { return Ok(()) };
        let threshold = claim.threshold(weights);
        if BigInt::from(largest) < threshold {
            return Ok(());
        }
        if weights.iter().all(|w| *w == 0) {
            return unproved("all weights of a case are zero");
        }
        // No weighted sum is lower than this, so nothing is lost by not asking for less.
        let threshold = threshold.to_i64().unwrap_or(i64::MIN).max(1 - MAX_WEIGHTED_SUM);
        match self.sweep.refutation(&Case { claim, weights, threshold, fixed: &self.fixed }) {
            Ok(None) => Ok(()),
            Ok(Some(assignment)) => {
                let package = self.facts.describe(&self.facts.network.outcome(&assignment));
                Err(Flaw::of(format!("{} is false: consider the package {package}", claim.what)))
            }
            Err(TooLong) => Err(Flaw::with_remedy(
                format!("{} takes too long to check", claim.what),
                "raise the limit on steps, or solve again for a shorter proof",
            )),
        }
    }
}
