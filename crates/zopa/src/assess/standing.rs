//! Where a draft stands: what it gives everyone, who could sign it, and what stands in the way.

use super::completions::{Completions, Extreme};
use crate::exact::Rational;
use crate::model::{Negotiation, PartialOutcome};
use crate::solve::{Answer, Budget};
use num_traits::Signed;
use rayon::prelude::*;

/// Where a draft stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The issues that it leaves open.
    pub open: Vec<usize>,
    /// Rules broken by what it settles, however the open points are filled.
    pub broken_rules: Vec<usize>,
    /// Whether ranges run over the ways to fill open points that obey the rules; otherwise over all
    /// ways, because none obeys them.
    pub obeys_rules: bool,
    /// Utilities, party by party: what they can be, depending on the open points.
    pub utilities: Vec<Span>,
    /// Who could sign it, party by party.
    pub signers: Vec<Signer>,
}

/// Anything between two numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The least.
    pub least: Rational,
    /// The most.
    pub most: Rational,
    /// Whether both ends are reached; otherwise they are bounds that nothing exceeds.
    pub is_tight: bool,
}

/// Whether a party could sign a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Signer {
    /// The verdict.
    pub signature: Signature,
    /// Its red lines that the draft crosses, however open points are filled.
    pub crossed: Vec<usize>,
    /// By how much the draft stays below its walk-away value at best, where it does.
    pub shortfall: Option<Rational>,
}

/// Whether a party could sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// However open points are filled.
    Yes,
    /// Depending on how open points are filled.
    Depends,
    /// However open points are filled, it could not.
    No,
    /// The search ended first.
    Unknown,
}

/// Asks a question with a budget of its own.
pub type Ask<'a> = &'a (dyn Fn(&dyn Fn(&mut Budget) -> Answer) -> Answer + Sync);

/// Where a draft stands, from exact extremes over the ways to fill its open points.
#[must_use]
pub fn standing(negotiation: &Negotiation, draft: &PartialOutcome, ask: Ask) -> Standing {
    let completions = Completions::new(negotiation, draft);
    let find = |extreme: Extreme, party: usize| ask(&|budget| completions.find(party, extreme, budget));
    let obeys_rules = completions.obeys_rules(|| find(Extreme::Best, 0));
    let parties = || (0..negotiation.parties().len()).into_par_iter();
    Standing {
        open: draft.open_issues(),
        broken_rules: completions.broken_rules(obeys_rules),
        obeys_rules,
        utilities: parties()
            .map(|party| completions.span(party, obeys_rules, &|extreme| find(extreme, party)))
            .collect(),
        signers: parties()
            .map(|party| signer(&completions, party, obeys_rules, &|extreme| find(extreme, party)))
            .collect(),
    }
}

/// Whether a party could sign a draft, given its extremes over the ways to fill open points.
fn signer(completions: &Completions, party: usize, obeys_rules: bool, ask: &dyn Fn(Extreme) -> Answer) -> Signer {
    let walk_away = &completions.negotiation().preferences()[party].reservation_value;
    let crossed = completions.crossed_red_lines(party);
    let best = completions.most(ask(if obeys_rules { Extreme::Best } else { Extreme::BestWithoutRules }));
    let shortfall = best.as_ref().map(|best| walk_away - best).filter(Signed::is_positive);
    if shortfall.is_some() || !crossed.is_empty() || !obeys_rules {
        return Signer { signature: Signature::No, crossed, shortfall };
    }
    let signature = match ask(Extreme::BestAcceptable) {
        Answer::Empty { .. } => Signature::No,
        Answer::Unknown { .. } => Signature::Unknown,
        Answer::Optimum { .. } | Answer::Bounded { .. } => {
            let reaches = completions.least(ask(Extreme::Worst)).is_some_and(|least| least >= *walk_away);
            let crosses = |line: usize| !matches!(ask(Extreme::Crossing(line)), Answer::Empty { .. });
            let always = reaches && !completions.crossable_red_lines(party).into_iter().any(crosses);
            if always { Signature::Yes } else { Signature::Depends }
        }
    };
    Signer { signature, crossed, shortfall: None }
}
