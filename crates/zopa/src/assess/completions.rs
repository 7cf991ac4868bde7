//! What a draft can become when its open points are filled: exact extremes of each party's utility.
//!
//! For one party alone a solve over the draft's completions gives its best; with all utilities
//! negated, its worst.

use super::standing::Span;
use crate::exact::Rational;
use crate::model::{Additive, Condition, Negotiation, Outcome, PartialOutcome, Preferences, Rule, RuleKind, Utility};
use crate::solve::{Answer, Budget, Solver};
use num_traits::Zero;

/// What is looked for among the completions of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    /// The party's best that obeys the rules.
    Best,
    /// The party's worst that obeys the rules.
    Worst,
    /// The party's best, whether rules are obeyed or not.
    BestWithoutRules,
    /// The party's worst, whether rules are obeyed or not.
    WorstWithoutRules,
    /// The party's best that obeys the rules, crosses none of its red lines and reaches its walk-away value.
    BestAcceptable,
    /// The party's best that obeys the rules and crosses the red line at this index.
    Crossing(usize),
}

/// The ways to fill a draft's open points.
pub(super) struct Completions<'n> {
    negotiation: &'n Negotiation,
    draft: &'n PartialOutcome,
    complete: Option<Outcome>,
}

impl<'n> Completions<'n> {
    pub(super) fn new(negotiation: &'n Negotiation, draft: &'n PartialOutcome) -> Self {
        Completions { negotiation, draft, complete: draft.complete() }
    }

    pub(super) fn negotiation(&self) -> &'n Negotiation {
        self.negotiation
    }

    /// Whether some completion obeys the rules, given the first party's best among these; taken for
    /// granted where the search ends first.
    pub(super) fn obeys_rules(&self, best: impl FnOnce() -> Answer) -> bool {
        match &self.complete {
            Some(outcome) => self.negotiation.broken_rules(outcome).is_empty(),
            None => !matches!(best(), Answer::Empty { .. }),
        }
    }

    /// The rules that every completion breaks; of rules that only together exclude all, none is named.
    pub(super) fn broken_rules(&self, obeys_rules: bool) -> Vec<usize> {
        if obeys_rules {
            return Vec::new();
        }
        (0..self.negotiation.rules().len())
            .filter(|&rule| self.always_broken(&self.negotiation.rules()[rule]))
            .collect()
    }

    fn always_broken(&self, rule: &Rule) -> bool {
        let surely =
            |condition: &Condition| self.draft.0[condition.issue].is_some_and(|o| condition.options.contains(&o));
        let never =
            |condition: &Condition| self.draft.0[condition.issue].is_some_and(|o| !condition.options.contains(&o));
        match &rule.kind {
            RuleKind::Implies { when, then } => when.iter().all(surely) && then.iter().any(never),
            RuleKind::Excludes(conditions) => conditions.iter().all(surely),
            RuleKind::Count { at_least, at_most, of } => {
                let sure = of.iter().filter(|condition| surely(condition)).count();
                let possible = of.iter().filter(|condition| !never(condition)).count();
                sure > *at_most || possible < *at_least
            }
        }
    }

    /// A party's red lines that every completion crosses by what is settled.
    pub(super) fn crossed_red_lines(&self, party: usize) -> Vec<usize> {
        self.lines_where(party, |condition, draft| draft.is_some_and(|option| condition.options.contains(&option)))
    }

    /// A party's red lines that some completion might cross, as far as each point by itself shows.
    pub(super) fn crossable_red_lines(&self, party: usize) -> Vec<usize> {
        self.lines_where(party, |condition, draft| draft.is_none_or(|option| condition.options.contains(&option)))
    }

    fn lines_where(&self, party: usize, holds: impl Fn(&Condition, Option<usize>) -> bool) -> Vec<usize> {
        let lines = self.negotiation.preferences()[party].red_lines.iter().enumerate();
        let held = lines.filter(|(_, line)| line.conditions.iter().all(|c| holds(c, self.draft.0[c.issue])));
        held.map(|(index, _)| index).collect()
    }

    /// What a party's utility can be.
    pub(super) fn span(&self, party: usize, obeys_rules: bool, ask: &dyn Fn(Extreme) -> Answer) -> Span {
        let (worst, best) = match obeys_rules {
            true => (Extreme::Worst, Extreme::Best),
            false => (Extreme::WorstWithoutRules, Extreme::BestWithoutRules),
        };
        let (worst, best) = (ask(worst), ask(best));
        let is_tight = [&worst, &best].iter().all(|answer| matches!(answer, Answer::Optimum { .. }));
        // Where the search leaves no bound, what each point can give by itself is one.
        let preferences = &self.negotiation.preferences()[party];
        let least = self.least(worst).unwrap_or_else(|| floor(preferences));
        let most = self.most(best).unwrap_or_else(|| {
            let mut negated = preferences.clone();
            negate(&mut negated);
            -floor(&negated)
        });
        Span { least, most, is_tight }
    }

    /// The most that a search for a best allows.
    pub(super) fn most(&self, answer: Answer) -> Option<Rational> {
        answer.bound().cloned()
    }

    /// The least that a search for a worst allows.
    pub(super) fn least(&self, answer: Answer) -> Option<Rational> {
        answer.bound().map(|bound| -bound)
    }

    /// Solves for an extreme of one party alone.
    pub(super) fn find(&self, party: usize, extreme: Extreme, budget: &mut Budget) -> Answer {
        let alone = self.alone(party, extreme);
        match Solver::new(&alone) {
            Ok(solver) => solver.ideal(0, budget),
            Err(_) => Answer::Unknown { bound: None },
        }
    }

    /// The negotiation with one party, where everything that the draft settles is fixed.
    fn alone(&self, party: usize, extreme: Extreme) -> Negotiation {
        let mut parts = self.negotiation.clone().into_parts().at_the_table();
        let mut preferences = parts.preferences.swap_remove(party);
        let keeps_rules = !matches!(extreme, Extreme::BestWithoutRules | Extreme::WorstWithoutRules);
        if !keeps_rules {
            parts.rules.clear();
        }
        if extreme != Extreme::BestAcceptable {
            preferences.red_lines.clear();
            if matches!(extreme, Extreme::Worst | Extreme::WorstWithoutRules) {
                negate(&mut preferences);
            }
            preferences.reservation_value = floor(&preferences);
        }
        parts.parties = vec![parts.parties.swap_remove(party)];
        parts.preferences = vec![preferences];
        let settled = self.draft.0.iter().enumerate();
        let mut fixed: Vec<Condition> =
            settled.filter_map(|(issue, option)| Some(Condition { issue, options: vec![(*option)?] })).collect();
        if let Extreme::Crossing(line) = extreme {
            fixed.extend(self.negotiation.preferences()[party].red_lines[line].conditions.iter().cloned());
        }
        for Condition { issue, options: kept } in fixed {
            let options: Vec<usize> =
                (0..self.negotiation.sizes()[issue]).filter(|option| !kept.contains(option)).collect();
            if !options.is_empty() {
                let kind = RuleKind::Excludes(vec![Condition { issue, options }]);
                parts.rules.push(Rule { text: String::new(), kind });
            }
        }
        Negotiation::new(parts).expect("fixing options and leaving parties out keeps a negotiation valid")
    }
}

fn negate(preferences: &mut Preferences) {
    match &mut preferences.utility {
        Utility::Table(values) => values.iter_mut().for_each(|value| *value = -value.clone()),
        Utility::Additive(Additive { values, joint_terms, .. }) => {
            values.iter_mut().flatten().for_each(|value| *value = -value.clone());
            joint_terms.iter_mut().for_each(|term| term.worth = -term.worth.clone());
        }
    }
}

/// A number that no outcome's utility is below.
fn floor(preferences: &Preferences) -> Rational {
    match &preferences.utility {
        Utility::Table(values) => values.iter().min().cloned().unwrap_or_default(),
        Utility::Additive(additive) => {
            let issues = additive.values.iter().enumerate();
            let worst = issues.filter_map(|(i, options)| (0..options.len()).map(|o| additive.contribution(i, o)).min());
            let terms =
                additive.joint_terms.iter().map(|term| (&term.worth / &additive.weight_total).min(Rational::zero()));
            worst.sum::<Rational>() + terms.sum::<Rational>()
        }
    }
}
