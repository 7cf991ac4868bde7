//! What a solve hands over so that others can check it.
//!
//! A certificate names the solution, the package that it picks and the proofs that nothing is
//! better. It does not state what the proofs prove: the checker derives that from the solution's
//! definition and the negotiation, so that a certificate cannot prove the wrong thing.
//!
//! # What must be proved
//! Utilities and bounds are integers in each party's scale, `r` the reservation values, "outcome"
//! means one that obeys the rules and crosses no red line. Each line is one [`Proof`], in this order.
//!
//! | solution | claims |
//! | --- | --- |
//! | zone, if empty, and every solution of an empty zone | no outcome has `u >= r` |
//! | egalitarian, least gain `t` | no outcome has `u_i > r_i + t * denominator_i` for all `i` |
//! | leximin | no outcome has `u >= r` and a gain vector that is better by leximin |
//! | utilitarian, weighted sum | no outcome has `u >= r` and a greater (weighted) sum |
//! | Nash, weighted Nash | no outcome has `u >= r` and a greater product of gains |
//! | Kalai-Smorodinsky | for each party, no outcome has `u >= r` and `u_i >` its ideal; then no outcome has `u >= r` and ratios `(u_i - r_i) / (ideal_i - r_i)` that are better by leximin |
//! | normalised utilitarian | the ideals, then no greater sum of these ratios |
//!
//! Parties whose ideal equals their reservation value can gain nothing; ratios leave them out.
//! Vectors are compared by leximin after sorting, smallest first (Sen 1970; Imai 1983).

use crate::exact::Rational;
use crate::model::Outcome;
use num_bigint::BigInt;

/// An answer with everything needed to check it against the negotiation.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    /// Identifier of the solution in the registry, or `zone`.
    pub solution: String,
    /// The parties' weights, where the solution takes some; otherwise empty.
    pub weights: Vec<Rational>,
    /// What is claimed.
    pub verdict: Verdict,
    /// For each party an outcome of the zone (or a mixture) that is its best, where the solution refers to ideals.
    pub ideals: Vec<Mixture>,
    /// Variables of the network in the order in which the tables of the proofs eliminate them:
    /// the last is eliminated first.
    pub order: Vec<usize>,
    /// Factors left out of the tables because these would grow too large. Each counts with its
    /// best cell until all its variables are assigned.
    pub loose: Vec<usize>,
    /// One proof for each claim.
    pub proofs: Vec<Proof>,
}

/// What a certificate claims.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// This outcome is best, with this value.
    Optimum {
        /// The package.
        outcome: Outcome,
        /// Its value under the solution, as reported.
        value: Rational,
    },
    /// This mixture of outcomes has this value, and no mixture has more than the bound.
    Mixture {
        /// The packages and their shares.
        mixture: Mixture,
        /// Its value under the solution.
        value: Rational,
        /// No mixture has a greater value; equal to `value` where the optimum is rational and found.
        bound: Rational,
    },
    /// No outcome is acceptable to all.
    Empty,
}

/// Packages with shares that sum to one; a single package has share one.
pub type Mixture = Vec<(Outcome, Rational)>;

/// A proof of one claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// One case tree for the whole claim.
    Direct(Tree),
    /// A leximin claim split by which parties may stay low: a tree for every case. With the sorted
    /// vector `s` of the `m` parties that can gain, stage `k = 1..=m` and parties `j_1 .. j_(k-1)`
    /// in lexicographic order (ascending among equal neighbours in `s`): no outcome has a ratio of
    /// at least `s_l` for each `j_l` and more than `s_k` for all others.
    Stages(Vec<Tree>),
    /// For mixtures: weights `w` whose largest `w.u` over outcomes bounds every mixture.
    Support(Vec<BigInt>),
}

/// A proof by cases that no outcome satisfies a claim's conditions.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Weights `w >= 0` of the parties. Any outcome that satisfies the conditions has `w.u` of at
    /// least some threshold; few outcomes come that near to the largest `w.u`, and none of these
    /// satisfies the conditions.
    Leaf(Vec<i64>),
    /// One case for every value of a variable, in order.
    Branch {
        /// Index of the variable in the network.
        variable: usize,
        /// The cases.
        cases: Vec<Tree>,
    },
}
