//! How far a text is from the frontier: what all could have at once without anyone losing.
//!
//! The distance is the largest amount that every party could gain over the text at the same time, among
//! packages that obey the rules, cross no red line and give nobody less than the text does. It is
//! nothing where some party cannot gain unless another loses; the text may still be improved for the others.

use super::purse::Purse;
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome};
use crate::registry::solution;
use crate::solve::certificate::Certificate;
use crate::solve::{Answer, Question, Settlement, Solver};

/// What could be better for all.
#[derive(Clone, Debug)]
pub struct Betterment {
    /// How the text compares.
    pub verdict: Verdict,
    /// The largest amount, in utility, that every party could gain at once; `None` where no permitted package
    /// gives everyone as much as the text, or none was found in time.
    pub distance: Option<Rational>,
    /// Nothing exceeds this; the distance itself where it is proved.
    pub bound: Option<Rational>,
    /// Efficient packages that give nobody less and somebody more. The first reaches the distance; the others give
    /// one party as much as it can have without anyone losing.
    pub packages: Vec<Better>,
    /// The proof that nothing has a greater distance. It speaks of [`Betterment::negotiation`].
    pub certificate: Option<Certificate>,
    /// The negotiation with what the text gives in place of the walk-away values.
    pub negotiation: Negotiation,
}

/// How a text compares with what is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Proved: nobody can get more without another getting less.
    Efficient,
    /// Some package gives nobody less and somebody more.
    Dominated,
    /// Proved: no package that obeys the rules and crosses no red line gives everyone as much; the text itself breaks a
    /// rule or crosses a red line.
    OutOfReach,
    /// The search ended first.
    Unknown,
}

/// A package that is better than a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Better {
    /// The package.
    pub outcome: Outcome,
    /// The party that gets as much as it can; `None` for the package that reaches the distance.
    pub favours: Option<usize>,
    /// Utilities less those of the text, party by party.
    pub rises: Vec<Rational>,
    /// Whether it is acceptable to all.
    pub is_acceptable: bool,
    /// Whether it is proved that nobody can get more without another getting less.
    pub is_efficient: bool,
}

/// Compares a text with what is possible. Each question may visit so many nodes.
#[must_use]
pub fn betterment(negotiation: &Negotiation, text: &Outcome, purse: &Purse, each: u64) -> Betterment {
    let floors = negotiation.utilities(text);
    let lifted = with_walk_away(negotiation, &floors);
    let answer = leximin(&lifted, purse, each);
    let mut packages = Vec::new();
    let verdict = match &answer {
        Answer::Empty { .. } => Verdict::OutOfReach,
        Answer::Unknown { .. } => Verdict::Unknown,
        Answer::Optimum { settlement, .. } | Answer::Bounded { settlement, .. } => {
            let is_proved = matches!(answer, Answer::Optimum { .. });
            let dominates = settlement.gains.iter().any(|gain| *gain != Rational::default());
            match (dominates, is_proved) {
                (true, _) => {
                    packages.extend(better(negotiation, settlement, &floors, None, is_proved));
                    Verdict::Dominated
                }
                (false, true) => Verdict::Efficient,
                (false, false) => Verdict::Unknown,
            }
        }
    };
    if verdict == Verdict::Dominated {
        for party in 0..floors.len() {
            let favoured = favouring(&lifted, party, purse, each);
            let found = favoured.and_then(|(s, proved)| better(negotiation, &s, &floors, Some(party), proved));
            let is_new = |found: &Better| packages.iter().all(|known: &Better| known.outcome != found.outcome);
            packages.extend(found.filter(is_new).filter(|found| found.rises.iter().any(|r| *r != Rational::default())));
        }
    }
    Betterment {
        verdict,
        distance: answer.settlement().map(|settlement| settlement.value.clone()),
        bound: answer.bound().cloned(),
        packages,
        certificate: answer.certificate().cloned(),
        negotiation: lifted,
    }
}

/// A negotiation in which every party walks away below these utilities.
pub(super) fn with_walk_away(negotiation: &Negotiation, utilities: &[Rational]) -> Negotiation {
    let mut parts = negotiation.clone().into_parts().at_the_table();
    for (preferences, utility) in parts.preferences.iter_mut().zip(utilities) {
        preferences.reservation_value = utility.clone();
    }
    Negotiation::new(parts).expect("other walk-away values keep a negotiation valid")
}

fn leximin(negotiation: &Negotiation, purse: &Purse, nodes: u64) -> Answer {
    let leximin = solution("leximin").expect("leximin is a solution");
    let question = Question::plain(leximin, negotiation.parties().len());
    match Solver::new(negotiation) {
        Ok(solver) => purse.ask(nodes, |budget| solver.solve(&question, budget)),
        Err(_) => Answer::Unknown { bound: None },
    }
}

/// As much as possible for one party, then the best for the others by leximin; whether that is proved.
fn favouring(lifted: &Negotiation, party: usize, purse: &Purse, each: u64) -> Option<(Settlement, bool)> {
    let solver = Solver::new(lifted).ok()?;
    let ideal = purse.ask(each, |budget| solver.ideal(party, budget));
    let most = ideal.settlement()?.utilities[party].clone();
    let floors: Vec<Rational> = lifted.preferences().iter().map(|p| p.reservation_value.clone()).collect();
    let floors: Vec<Rational> =
        floors.into_iter().enumerate().map(|(i, floor)| if i == party { most.clone() } else { floor }).collect();
    let answer = leximin(&with_walk_away(lifted, &floors), purse, each);
    let proved = [&ideal, &answer].iter().all(|answer| matches!(answer, Answer::Optimum { .. }));
    Some((answer.settlement()?.clone(), proved))
}

fn better(
    negotiation: &Negotiation,
    settlement: &Settlement,
    floors: &[Rational],
    favours: Option<usize>,
    is_efficient: bool,
) -> Option<Better> {
    let outcome = settlement.package()?.clone();
    let rises = negotiation.utilities(&outcome).iter().zip(floors).map(|(u, floor)| u - floor).collect();
    Some(Better { is_acceptable: negotiation.in_zone(&outcome), outcome, favours, rises, is_efficient })
}
