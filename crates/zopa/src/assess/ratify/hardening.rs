//! What happens when a ratifier hardens: its reservation value rises, and the zone shrinks.

use super::best::{Aim, Cases, Confirmed, Stand, best_confirmed};
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, Role, Utility};
use crate::solve::count::{Count, Limits, count};
use crate::solve::{Budget, Question, Solver, TooLarge};
use num_traits::{One, Zero};

/// In how many steps the way to the closing of the zone is shown.
const STEPS: i64 = 8;

/// When the zone that ratification leaves closes.
#[derive(Clone, Debug, PartialEq)]
pub enum Closing {
    /// As soon as the ratifier wants more than this, which this package gives it. Exact.
    Above(Rational, Outcome),
    /// Never: the others suffice without it, as this package shows.
    Never(Outcome),
    /// It is closed, whatever the ratifier wants.
    Closed,
    /// The search stopped before it knew.
    Unknown,
}

/// The zone at one reservation value of the ratifier.
#[derive(Clone, Debug)]
pub struct Step {
    /// What the ratifier wants at least.
    pub reservation_value: Rational,
    /// The best package that would be signed and ratified then.
    pub best: Confirmed,
    /// How many packages all who negotiate and this ratifier accept.
    pub count: Option<Count>,
}

/// What happens when one ratifier hardens and all others stay as they are.
#[derive(Clone, Debug)]
pub struct Hardening {
    /// Index of the ratifier.
    pub ratifier: usize,
    /// When the zone closes.
    pub closing: Closing,
    /// The way there, from what the ratifier wants now.
    pub steps: Vec<Step>,
}

/// Looks at one ratifier.
///
/// # Errors
/// [`TooLarge`] where preferences are tables over too many outcomes.
pub fn hardening(
    negotiation: &Negotiation,
    ratifier: usize,
    question: &Question,
    budget: &mut Budget,
) -> Result<Hardening, TooLarge> {
    let closing = closing(negotiation, ratifier, budget);
    let mut steps = Vec::new();
    if let Closing::Above(last, _) = &closing {
        let now = &negotiation.ratifiers()[ratifier].preferences.reservation_value;
        let first = now.min(last);
        let width = last - first;
        let n_steps = if width.is_zero() { 0 } else { STEPS };
        for step in 0..=n_steps {
            let reservation_value = first + &width * Rational::new(step.into(), n_steps.max(1).into());
            let harder = hardened(negotiation, ratifier, &reservation_value);
            let best = best_confirmed(&harder, question, budget)?;
            let count = size(&harder, ratifier, budget)?;
            steps.push(Step { reservation_value, best, count });
        }
    }
    Ok(Hardening { ratifier, closing, steps })
}

fn closing(negotiation: &Negotiation, ratifier: usize, budget: &mut Budget) -> Closing {
    // Whoever the rule can do without cannot close the zone.
    let zero = |_: &Outcome| Rational::zero();
    let solver = Solver::new(negotiation).ok();
    let egalitarian = crate::registry::solution("egalitarian").expect("a solution");
    let question = Question::plain(egalitarian, negotiation.parties().len());
    let measure = solver.as_ref().and_then(|solver| crate::solve::Measure::of(solver, &question, budget).ok());
    let Some(measure) = measure else { return Closing::Unknown };
    let [least, most] = reach(negotiation, ratifier);
    let hard = hardened(negotiation, ratifier, &(most + Rational::one()));
    let without = Cases::new(&hard, Aim::Solution(&measure), budget).with(ratifier, Stand::Dropped).run(&zero);
    if let Confirmed::Package { outcome, .. } = without {
        return Closing::Never(outcome);
    }
    let utility =
        |outcome: &Outcome| negotiation.ratifiers()[ratifier].preferences.utility(outcome, negotiation.sizes());
    // Its own reservation value is put out of the way, and its best under the rule is looked for.
    let soft = hardened(negotiation, ratifier, &least);
    let most = Cases::new(&soft, Aim::Ratifier(ratifier), budget).with(ratifier, Stand::Consents).run(&utility);
    match most {
        Confirmed::Package { outcome, value, is_proven: true } if without == Confirmed::Nothing => {
            Closing::Above(value, outcome)
        }
        Confirmed::Nothing if without == Confirmed::Nothing => Closing::Closed,
        _ => Closing::Unknown,
    }
}

/// Something that no outcome is worth less than to a ratifier, and something that none is worth more than.
fn reach(negotiation: &Negotiation, ratifier: usize) -> [Rational; 2] {
    let preferences = &negotiation.ratifiers()[ratifier].preferences;
    let (mut least, mut most) = (Rational::zero(), Rational::zero());
    match &preferences.utility {
        Utility::Table(utilities) => {
            least = utilities.iter().min().cloned().unwrap_or_default();
            most = utilities.iter().max().cloned().unwrap_or_default();
        }
        Utility::Additive(additive) => {
            for (issue, values) in additive.values.iter().enumerate() {
                let options = (0..values.len()).map(|option| additive.contribution(issue, option));
                least += options.clone().min().unwrap_or_default();
                most += options.max().unwrap_or_default();
            }
            for term in &additive.joint_terms {
                let worth = &term.worth / &additive.weight_total;
                least += worth.clone().min(Rational::zero());
                most += worth.max(Rational::zero());
            }
        }
    }
    [least, most]
}

/// The same talks with another reservation value of a ratifier.
fn hardened(negotiation: &Negotiation, ratifier: usize, reservation_value: &Rational) -> Negotiation {
    let mut parts = negotiation.clone().into_parts();
    parts.ratifiers[ratifier].preferences.reservation_value = reservation_value.clone();
    parts.doubts.clear();
    Negotiation::new(parts).expect("a number changes, nothing else")
}

/// How many packages all who negotiate and one ratifier accept.
fn size(negotiation: &Negotiation, ratifier: usize, budget: &Budget) -> Result<Option<Count>, TooLarge> {
    let mut parts = negotiation.clone().into_parts();
    let own = parts.ratifiers.swap_remove(ratifier);
    if parts.parties.len() == crate::model::MAX_PARTIES {
        return Ok(None);
    }
    parts.parties.push(crate::model::Party { role: Role::Party, ..own.party });
    parts.preferences.push(own.preferences);
    parts.ratifiers.clear();
    parts.ratifications.clear();
    parts.commitments.clear();
    let joined = Negotiation::new(parts).expect("a ratifier is like a party");
    let solver = Solver::new(&joined)?;
    let limits = Limits { interrupt: budget.interrupt, ..Limits::quick() };
    Ok(Some(count(solver.network(), &limits).count))
}
