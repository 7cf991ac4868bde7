//! Checking a certificate: is the answer really what it claims to be?
//!
//! Whoever receives an answer can check it without trusting whoever solved: [`read`] accepts a file
//! only if every byte is as [`write`] puts it, and [`check`] derives from the solution's definition
//! what must be proved, then verifies a proof for each claim. Nothing here comes from the search:
//! what is picked is measured on the negotiation itself, what is excluded is counted on the integer
//! [`Network`]. Integers and fractions only, no floats.
//!
//! A [`Tree`](crate::solve::certificate::Tree) distinguishes cases. In each, weights `w >= 0` make
//! the largest `w.u` over the case's outcomes, found by eliminating variables one by one (Bertelè
//! and Brioschi 1972, "Nonserial dynamic programming"), fall close to what any outcome that
//! satisfies the claim's conditions must reach. The outcomes in between are walked through.

mod claim;
mod derive;
mod fingerprint;
mod layout;
mod leximin;
mod line;
mod mixture;
mod pairs;
mod read;
mod solution;
mod sweep;
mod threshold;
mod tree;
mod write;

#[cfg(test)]
mod tests;

use crate::model::Negotiation;
use crate::solve::certificate::Certificate;
use crate::solve::network::Network;

pub use fingerprint::fingerprint;
pub use read::read;
pub use write::write;

/// How much work a check may cost, so that a useless certificate cannot keep a reader busy forever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most cells that one table of the elimination may have.
    pub table_cells: usize,
    /// The most cells that all tables may have together.
    pub total_cells: usize,
    /// The most partial outcomes to walk through.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { table_cells: 1 << 20, total_cells: 1 << 24, steps: 1 << 40 }
    }
}

/// What a successful check did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The number of claims, each with a proof that holds.
    pub claims: usize,
    /// The number of cases that the proofs distinguish.
    pub cases: u64,
    /// The number of partial outcomes walked through.
    pub steps: u64,
}

/// Why a certificate is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The line of the file, counted from 1, where the flaw is one of the text.
    pub line: Option<usize>,
    /// What is wrong, and with what.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "{}; {}", self.problem, self.remedy)
    }
}

impl std::error::Error for Flaw {}

/// Cases may be nested this deep. Searches stay far below; hostile files must not exhaust the stack.
const MAX_DEPTH: usize = 1000;

/// What to do about a certificate that does not prove what it should.
const SOLVE_AGAIN: &str = "do not rely on it, solve the negotiation again";

impl Flaw {
    fn of(problem: impl Into<String>) -> Flaw {
        Flaw { line: None, problem: problem.into(), remedy: SOLVE_AGAIN.into() }
    }

    fn with_remedy(problem: impl Into<String>, remedy: impl Into<String>) -> Flaw {
        Flaw { line: None, problem: problem.into(), remedy: remedy.into() }
    }
}

/// A negotiation prepared to check certificates about it: its fingerprint and its integers, made once.
pub struct Checker<'n> {
    negotiation: &'n Negotiation,
    network: Network,
    fingerprint: String,
}

impl<'n> Checker<'n> {
    /// Prepares a negotiation.
    ///
    /// # Errors
    /// It is too large, or its numbers are too fine to be kept exactly: no certificate speaks of it.
    pub fn new(negotiation: &'n Negotiation) -> Result<Checker<'n>, Vec<Flaw>> {
        let network = solution::compile(negotiation).map_err(|flaw| vec![flaw])?;
        Ok(Checker::on(negotiation, network))
    }

    /// Prepares a negotiation that is already compiled, exactly.
    pub(crate) fn on(negotiation: &'n Negotiation, network: Network) -> Checker<'n> {
        Checker { negotiation, network, fingerprint: fingerprint(negotiation) }
    }

    /// Reads a certificate like [`read`].
    ///
    /// # Errors
    /// Like [`read`].
    pub fn read(&self, text: &str) -> Result<Certificate, Vec<Flaw>> {
        read::read_of(text, self.negotiation, &self.fingerprint)
    }

    /// Checks that an answer is what it claims to be.
    ///
    /// # Errors
    /// Every claim that is not proved, and every other reason not to accept the certificate; also where
    /// the limits do not suffice.
    pub fn check(&self, certificate: &Certificate, limits: &Limits) -> Result<Verified, Vec<Flaw>> {
        let facts = solution::Facts { negotiation: self.negotiation, network: &self.network };
        let obligations = derive::obligations(certificate, &facts).map_err(|flaw| vec![flaw])?;
        tree::verify(certificate, &facts, &obligations, limits)
    }
}

/// Checks a single certificate: [`Checker::new`], then [`Checker::check`] within the usual limits.
///
/// # Errors
/// Like these two.
pub fn check(certificate: &Certificate, negotiation: &Negotiation) -> Result<Verified, Vec<Flaw>> {
    Checker::new(negotiation)?.check(certificate, &Limits::default())
}
