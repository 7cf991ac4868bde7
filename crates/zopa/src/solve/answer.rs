//! What a solve returns: four cases, none of them an error.

use super::certificate::{Certificate, Mixture};
use crate::exact::Rational;
use crate::model::Outcome;

/// The answer to a question.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The best there is, with proof.
    Optimum {
        /// The package.
        settlement: Settlement,
        /// What others need to check it; absent only for questions that have no certificate.
        certificate: Option<Certificate>,
    },
    /// The best found; the budget ended first, or the numbers are too fine to be kept exactly.
    Bounded {
        /// The package.
        settlement: Settlement,
        /// Nothing has a value above this, where a bound is known.
        bound: Option<Rational>,
    },
    /// Proved: no outcome is acceptable to all.
    Empty {
        /// What others need to check it.
        certificate: Option<Certificate>,
    },
    /// Neither found nor excluded before the budget ended.
    Unknown {
        /// Nothing has a value above this, where a bound is known.
        bound: Option<Rational>,
    },
}

/// A package (or a mixture of packages) and what it gives everyone.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    /// The packages and their shares; a single package has share one.
    pub mixture: Mixture,
    /// Utilities, party by party.
    pub utilities: Vec<Rational>,
    /// Utilities less reservation values, party by party.
    pub gains: Vec<Rational>,
    /// The value under the solution.
    pub value: Rational,
    /// How many utility vectors are equally good.
    pub ties: Ties,
}

/// The number of optimal utility vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// Exactly so many.
    Exactly(u64),
    /// So many were found; there may be more.
    AtLeast(u64),
}

impl Settlement {
    /// The package, unless this is a mixture of several.
    #[must_use]
    pub fn package(&self) -> Option<&Outcome> {
        match &self.mixture[..] {
            [(outcome, _)] => Some(outcome),
            _ => None,
        }
    }
}

impl Answer {
    /// The case in a word: `proven`, `bounded`, `empty` or `unknown`.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self {
            Answer::Optimum { .. } => "proven",
            Answer::Bounded { .. } => "bounded",
            Answer::Empty { .. } => "empty",
            Answer::Unknown { .. } => "unknown",
        }
    }

    /// The package found, if any.
    #[must_use]
    pub fn settlement(&self) -> Option<&Settlement> {
        match self {
            Answer::Optimum { settlement, .. } | Answer::Bounded { settlement, .. } => Some(settlement),
            Answer::Empty { .. } | Answer::Unknown { .. } => None,
        }
    }

    /// What others need to check the answer, if it is proved.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        match self {
            Answer::Optimum { certificate, .. } | Answer::Empty { certificate } => certificate.as_ref(),
            Answer::Bounded { .. } | Answer::Unknown { .. } => None,
        }
    }

    /// A value that nothing exceeds: the optimum's own, or a bound.
    #[must_use]
    pub fn bound(&self) -> Option<&Rational> {
        match self {
            Answer::Optimum { settlement, .. } => Some(&settlement.value),
            Answer::Bounded { bound, .. } | Answer::Unknown { bound } => bound.as_ref(),
            Answer::Empty { .. } => None,
        }
    }
}
