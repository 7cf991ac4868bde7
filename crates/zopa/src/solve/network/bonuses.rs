//! Which bonuses are searched instead of the issues that they speak of.
//!
//! Preferences over hyper-rectangles give little but bonuses for combinations of options (Ito, Hattori and
//! Klein 2007, "Multi-issue negotiation protocol for agents: exploring nonlinear utility spaces"). Issue by
//! issue, everything depends on everything. But which bonuses can be had together is simple: where each
//! asks for a span of an issue's options, spans that overlap two by two have an option in common (Helly
//! 1923, in one dimension). So a choice of bonuses is possible where no two of them exclude each other,
//! and the graph of those that do is sparse.

mod replace;

use self::replace::drop_replaceable;
use crate::exact::Rational;
use crate::model::{Condition, JointTerm, Negotiation, RuleKind};
use crate::solve::scale::IntegerPreferences;

/// The most ways to earn bonuses that are compared with each other.
const MAX_COMPARED: usize = 1_000;

/// Which issues are left to bonuses, and these bonuses.
pub(super) struct Bonuses<'n> {
    /// Issue by issue.
    pub released: Vec<bool>,
    pub all: Vec<Bonus<'n>>,
    /// What each party gets whatever it earns.
    pub base: Vec<i64>,
}

/// What a party gets once for options within one of some boxes.
pub(super) struct Bonus<'n> {
    pub party: usize,
    pub worth: i64,
    pub boxes: Vec<Vec<Span>>,
    /// Conditions on issues that are not left to bonuses.
    pub others: Vec<&'n Condition>,
}

/// Options of an issue from the lowest to the highest.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub issue: usize,
    pub lowest: usize,
    pub highest: usize,
}

impl<'n> Bonuses<'n> {
    /// No issue is left to bonuses.
    pub fn none(negotiation: &Negotiation) -> Bonuses<'n> {
        Bonuses {
            released: vec![false; negotiation.issues().len()],
            all: Vec::new(),
            base: vec![0; negotiation.parties().len()],
        }
    }

    /// Leaves to bonuses every issue that joint terms speak of, and no rule or red line.
    pub fn of(negotiation: &'n Negotiation, integers: &[IntegerPreferences]) -> Bonuses<'n> {
        let mut bonuses = Bonuses::none(negotiation);
        let terms = || negotiation.preferences().iter().flat_map(|own| own.utility.joint_terms());
        for condition in terms().flat_map(|term| &term.conditions) {
            bonuses.released[condition.issue] = true;
        }
        for (issue, released) in bonuses.released.iter_mut().enumerate() {
            *released &= is_free(negotiation, issue) && terms().all(|term| is_single(term, issue));
        }
        // A malus that depends on other issues too could not be given back by spans.
        let is_mixed = |term: &JointTerm, released: &[bool]| {
            let n_within = term.conditions.iter().filter(|condition| released[condition.issue]).count();
            term.worth < Rational::default() && 0 < n_within && n_within < term.conditions.len()
        };
        while let Some(term) = terms().find(|term| is_mixed(term, &bonuses.released)) {
            term.conditions.iter().for_each(|condition| bonuses.released[condition.issue] = false);
        }
        for (party, preferences) in negotiation.preferences().iter().enumerate() {
            for (term, &worth) in preferences.utility.joint_terms().iter().zip(&integers[party].joint_terms) {
                bonuses.add_term(party, term, worth, negotiation.sizes());
                if bonuses.n_boxes() > MAX_COMPARED {
                    return Bonuses::none(negotiation);
                }
            }
            bonuses.add_layers(party, &integers[party].contributions);
        }
        if bonuses.n_boxes() > MAX_COMPARED {
            return Bonuses::none(negotiation);
        }
        let is_exact: Vec<bool> = integers.iter().map(|own| own.scale.is_exact()).collect();
        drop_replaceable(&mut bonuses.all, &is_exact);
        bonuses
    }

    fn n_boxes(&self) -> usize {
        self.all.iter().map(|bonus| bonus.boxes.len()).sum()
    }

    /// Whether a joint term is among the bonuses.
    pub fn hold(&self, term: &JointTerm) -> bool {
        term.conditions.iter().any(|condition| self.released[condition.issue])
    }

    /// A malus is taken from everything, and given back as a bonus for missing one of its conditions.
    fn add_term(&mut self, party: usize, term: &'n JointTerm, worth: i64, sizes: &[usize]) {
        if !self.hold(term) {
            return;
        }
        let (within, others): (Vec<&Condition>, Vec<&Condition>) =
            term.conditions.iter().partition(|condition| self.released[condition.issue]);
        let runs_of = |condition: &Condition, met: bool| {
            runs(condition.issue, sizes[condition.issue], |option| condition.options.contains(&option) == met)
        };
        let boxes = if worth >= 0 {
            boxes(within.iter().map(|condition| runs_of(condition, true)))
        } else {
            self.base[party] += worth;
            within.iter().flat_map(|condition| runs_of(condition, false)).map(|run| vec![run]).collect()
        };
        if worth != 0 && !boxes.is_empty() {
            self.all.push(Bonus { party, worth: worth.abs(), boxes, others });
        }
    }

    /// What options of an issue are worth alone, in layers: one for each run of options that are worth
    /// more than the options around it.
    fn add_layers(&mut self, party: usize, contributions: &[Vec<i64>]) {
        for (issue, worths) in
            contributions.iter().enumerate().filter(|(issue, _)| self.released[*issue]).collect::<Vec<_>>()
        {
            let mut levels = worths.clone();
            levels.sort_unstable();
            levels.dedup();
            for level in levels.windows(2) {
                let layer = runs(issue, worths.len(), |option| worths[option] >= level[1]);
                let boxes = layer.into_iter().map(|run| vec![run]).collect();
                self.all.push(Bonus { party, worth: level[1] - level[0], boxes, others: Vec::new() });
            }
        }
    }
}

impl Bonus<'_> {
    /// Whether some ways to earn two bonuses exclude each other.
    pub fn is_rival(&self, other: &Bonus) -> bool {
        self.boxes.iter().any(|own| other.boxes.iter().any(|spans| apart(own, spans)))
    }
}

/// Whether no outcome is within two boxes.
pub(super) fn apart(a: &[Span], b: &[Span]) -> bool {
    let parts = |own: &Span| {
        let same_issue = b.iter().filter(|span| span.issue == own.issue);
        same_issue.into_iter().any(|span| own.highest < span.lowest || span.highest < own.lowest)
    };
    a.iter().any(parts)
}

/// Whether no rule or red line speaks of an issue.
fn is_free(negotiation: &Negotiation, issue: usize) -> bool {
    let speaks = |conditions: &[Condition]| conditions.iter().any(|condition| condition.issue == issue);
    let is_ruled = negotiation.rules().iter().any(|rule| match &rule.kind {
        RuleKind::Excludes(conditions) | RuleKind::Count { of: conditions, .. } => speaks(conditions),
        RuleKind::Implies { when, then } => speaks(when) || speaks(then),
    });
    let lines = negotiation.preferences().iter().flat_map(|own| &own.red_lines);
    !is_ruled && lines.into_iter().all(|line| !speaks(&line.conditions))
}

/// Whether a term has at most one condition on an issue.
fn is_single(term: &JointTerm, issue: usize) -> bool {
    term.conditions.iter().filter(|condition| condition.issue == issue).count() <= 1
}

/// The spans of an issue's options, as long as they can be, that are wanted.
fn runs(issue: usize, size: usize, is_wanted: impl Fn(usize) -> bool) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for option in (0..size).filter(|&option| is_wanted(option)) {
        match runs.last_mut() {
            Some(run) if run.highest + 1 == option => run.highest = option,
            _ => runs.push(Span { issue, lowest: option, highest: option }),
        }
    }
    runs
}

/// A box for each choice of one span from each list.
fn boxes(spans: impl Iterator<Item = Vec<Span>>) -> Vec<Vec<Span>> {
    spans.fold(vec![Vec::new()], |boxes, runs| {
        let extended =
            boxes.iter().flat_map(|spans| runs.iter().map(|run| spans.iter().copied().chain([*run]).collect()));
        extended.take(MAX_COMPARED + 1).collect()
    })
}
