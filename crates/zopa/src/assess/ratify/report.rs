//! Everything about ratification, gathered once.

use super::best::{Confirmed, best_confirmed};
use super::consent::{Ruling, confirm};
use super::hardening::{Hardening, hardening};
use crate::model::{Negotiation, Outcome};
use crate::solve::{Answer, Budget, Question, Solver, TooLarge};

/// A package and what ratifiers make of it.
#[derive(Clone, Debug)]
pub struct WinSet {
    /// The package.
    pub outcome: Outcome,
    /// Whether all who negotiate would sign it.
    pub is_signed: bool,
    /// How each rule of ratification decides.
    pub rulings: Vec<Ruling>,
}

impl WinSet {
    fn new(negotiation: &Negotiation, outcome: &Outcome) -> WinSet {
        let is_signed = negotiation.in_zone(outcome);
        WinSet { outcome: outcome.clone(), is_signed, rulings: confirm(negotiation, outcome) }
    }

    /// Whether it would be signed and ratified.
    #[must_use]
    pub fn is_ratified(&self) -> bool {
        self.is_signed && self.rulings.iter().all(|ruling| ruling.is_met)
    }
}

/// What ratification does to the talks.
#[derive(Clone, Debug)]
pub struct Ratification {
    /// The drafts, each with the package that it stands for; none where no package was given for it.
    pub drafts: Vec<Option<WinSet>>,
    /// The package that is best for those who negotiate.
    pub signed: Option<WinSet>,
    /// The same question among packages that would be ratified.
    pub best: Confirmed,
    /// What ratifiers make of that.
    pub ratified: Option<WinSet>,
    /// What happens when each ratifier hardens.
    pub hardening: Vec<Hardening>,
}

/// Gathers it. `drafts` are the packages that the drafts stand for, draft by draft. The interrupt of
/// the budget ends searches early.
///
/// # Errors
/// [`TooLarge`] where preferences are tables over too many outcomes.
pub fn ratification(
    negotiation: &Negotiation,
    drafts: &[Option<Outcome>],
    question: &Question,
    budget: &mut Budget,
) -> Result<Ratification, TooLarge> {
    let answer: Answer = Solver::new(negotiation)?.solve(question, budget);
    let signed = answer.settlement().and_then(|settlement| settlement.package());
    let best = best_confirmed(negotiation, question, budget)?;
    let ratified = best.outcome().map(|outcome| WinSet::new(negotiation, outcome));
    let ratifiers = 0..negotiation.ratifiers().len();
    Ok(Ratification {
        drafts: drafts.iter().map(|draft| draft.as_ref().map(|o| WinSet::new(negotiation, o))).collect(),
        signed: signed.map(|outcome| WinSet::new(negotiation, outcome)),
        ratified,
        hardening: ratifiers.map(|r| hardening(negotiation, r, question, budget)).collect::<Result<_, _>>()?,
        best,
    })
}
