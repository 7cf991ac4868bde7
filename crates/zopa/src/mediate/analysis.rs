//! What the library's exact methods say about a room, from what a reader knows and nothing else.

use super::fact::{Body, Stance, Values, Version};
use super::names::PartyId;
use super::roster::Delegation;
use super::state::State;
use crate::assess::{Fewest, Freedom, Sure, Wish, nearest};
use crate::exact::{Rational, to_f64};
use crate::model::{
    Additive, Condition, Issue, IssueOption, Negotiation, PartialOutcome, Parts, Party, Preferences, RedLine, Role,
    Utility,
};
use crate::solve::solution::solution;
use crate::solve::{Budget, Measure, Question, Solver};
use num_traits::Zero;
use serde::Serialize;

/// Nodes that the search for the nearest text may visit: a page must not wait.
const NODES: u64 = 20_000;

/// How good a version is for the own party.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The version.
    pub version: u32,
    /// From 0, the worst, to 100, the best that the party wrote down.
    pub points: f64,
    /// What no agreement is worth.
    pub walk_away: u8,
    /// Whether the version is worth at least as much as no agreement.
    pub is_enough: bool,
    /// Points with a weight whose words stand for none of the choices: they count as 0.
    pub unvalued: Vec<String>,
    /// Points that the own party marked as a red line.
    pub red_lines: Vec<String>,
}

/// What the mediator sees of all parties at once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Map {
    /// Point by point.
    pub points: Vec<Convergence>,
    /// What stands in the way.
    pub blockers: Vec<Blocker>,
    /// The acceptable text nearest to the current one, where enough is known.
    pub nearest: NearestText,
    /// What to ask next, the most useful first.
    pub next: Vec<Hint>,
}

/// Where the parties stand on a point, as far as is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Convergence {
    /// The point's label.
    pub label: String,
    /// Its heading.
    pub title: String,
    /// Each party's stance on the current words; none where nothing is known.
    pub stances: Vec<(PartyId, Option<Stance>)>,
    /// Whether all parties accept it, as far as the mediator knows.
    pub converges: bool,
    /// Whether all parties know that they do.
    pub agreed: bool,
}

/// Something that stands in the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Blocker {
    /// The point's label.
    pub label: String,
    /// Who.
    pub party: PartyId,
    /// A reservation or a red line.
    pub stance: Stance,
    /// Why, in the party's words.
    pub reason: String,
}

/// The acceptable text nearest to the current one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum NearestText {
    /// Fewer than two parties have disclosed their values, or the talks name no choices.
    Unknown {
        /// Whose values are missing.
        missing: Vec<PartyId>,
    },
    /// The current text is acceptable to those whose values are known.
    Acceptable {
        /// Whose values are missing.
        missing: Vec<PartyId>,
    },
    /// These changes make it acceptable.
    Changes {
        /// Point by point: label, the words now, the words then.
        changes: Vec<(String, String, String)>,
        /// Whether it is proved that fewer do not suffice.
        proven: bool,
        /// Whose values are missing.
        missing: Vec<PartyId>,
    },
    /// Proved: no text made of the known choices is acceptable to all whose values are known.
    Impossible {
        /// Whose values are missing.
        missing: Vec<PartyId>,
    },
    /// The search ended before an answer was found.
    Open,
}

/// Something to ask.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hint {
    /// About which point.
    pub label: String,
    /// Whom.
    pub party: PartyId,
    /// Why now.
    pub why: String,
}

impl State {
    /// What a party wrote down last of what matters to it, as far as the reader knows.
    pub(super) fn values_of(&self, party: &PartyId) -> Option<&Values> {
        self.held_values(party).map(|(_, values)| values)
    }

    /// Such values, and where they were written down.
    pub(super) fn held_values(&self, party: &PartyId) -> Option<(&super::state::Held, &Values)> {
        let own = |held: &&super::state::Held| held.withdrawn.is_none() && held.item.owner.party() == Some(party);
        self.held_in_order().rev().filter(own).find_map(|held| match &held.item.body {
            Body::Values(values) => Some((held, values)),
            _ => None,
        })
    }

    /// How good a version is for a party by its values.
    pub(super) fn score(&self, version: &Version, party: &PartyId) -> Option<Score> {
        let values = self.values_of(party)?;
        let weighs = |label: &str| values.weights.get(label).is_some_and(|weight| *weight > 0);
        let unvalued = version.points.iter().filter(|point| weighs(&point.label) && point.choice.is_none());
        let red = |label: &str| self.known_mark(label, party).is_some_and(|(_, mark)| mark.stance == Stance::RedLine);
        let total: u64 = values.weights.values().map(|weight| u64::from(*weight)).sum();
        let worth = |point: &super::fact::Worded| -> u64 {
            let weight = values.weights.get(&point.label).copied().unwrap_or(0);
            let of_choice = |choice| values.choices.get(&point.label).and_then(|worths| worths.get(choice)).copied();
            u64::from(weight) * u64::from(point.choice.as_ref().and_then(of_choice).unwrap_or(0))
        };
        let sum: u64 = version.points.iter().map(worth).sum();
        let utility = Rational::new(sum.into(), total.max(1).into());
        Some(Score {
            version: version.number,
            points: to_f64(&utility),
            walk_away: values.walk_away,
            is_enough: total > 0 && utility >= Rational::from_integer(values.walk_away.into()),
            unvalued: unvalued.map(|point| point.label.clone()).collect(),
            red_lines: version
                .points
                .iter()
                .filter(|point| red(&point.label))
                .map(|point| point.label.clone())
                .collect(),
        })
    }

    /// What the mediator sees of all parties at once.
    pub(super) fn map(&self) -> Map {
        let points: Vec<Convergence> = self.current().map(|text| self.convergences(text)).unwrap_or_default();
        Map { blockers: self.blockers(&points), nearest: self.nearest_text(), next: hints(self, &points), points }
    }

    fn convergences(&self, text: &Version) -> Vec<Convergence> {
        let convergence = |point: &super::fact::Worded| {
            let stance = |party: &PartyId| {
                let known = self.known_mark(&point.label, party).filter(|(_, mark)| !self.is_stale(mark));
                (party.clone(), known.map(|(_, mark)| mark.stance))
            };
            let stances: Vec<_> = self.parties().map(stance).collect();
            Convergence {
                label: point.label.clone(),
                title: point.title.clone(),
                converges: stances.iter().all(|(_, stance)| *stance == Some(Stance::Accept)),
                stances,
                agreed: self.is_agreed(&point.label),
            }
        };
        text.points.iter().map(convergence).collect()
    }

    fn blockers(&self, points: &[Convergence]) -> Vec<Blocker> {
        let mut blockers: Vec<Blocker> = points
            .iter()
            .flat_map(|point| point.stances.iter().map(move |(party, stance)| (point, party, *stance)))
            .filter_map(|(point, party, stance)| {
                let stance = stance.filter(|stance| matches!(stance, Stance::Reserve | Stance::RedLine))?;
                let reason = self.known_mark(&point.label, party).map(|(_, mark)| mark.reason.clone());
                let reason = reason.unwrap_or_default();
                Some(Blocker { label: point.label.clone(), party: party.clone(), stance, reason })
            })
            .collect();
        blockers.sort_by_key(|blocker| std::cmp::Reverse(blocker.stance));
        blockers
    }

    fn nearest_text(&self) -> NearestText {
        let (known, missing): (Vec<&PartyId>, Vec<&PartyId>) =
            self.parties().partition(|party| self.values_of(party).is_some());
        let missing: Vec<PartyId> = missing.into_iter().cloned().collect();
        let Some((negotiation, draft)) = (known.len() > 1).then(|| self.negotiation(&known)).flatten() else {
            return NearestText::Unknown { missing };
        };
        let Some((fewest, changed)) = search(&negotiation, &draft) else { return NearestText::Open };
        let words = |issue: usize, option: Option<usize>| {
            option.map(|option| negotiation.issues()[issue].options[option].text.clone()).unwrap_or_default()
        };
        match (fewest, changed) {
            (Fewest::Impossible, _) => NearestText::Impossible { missing },
            (_, Some(changed)) if changed.is_empty() => NearestText::Acceptable { missing },
            (fewest, Some(changed)) => {
                let change = |(issue, option): (usize, usize)| {
                    let label = negotiation.issues()[issue].id.clone();
                    (label, words(issue, draft.0[issue]), words(issue, Some(option)))
                };
                let proven = matches!(fewest, Fewest::Exactly(_));
                NearestText::Changes { changes: changed.into_iter().map(change).collect(), proven, missing }
            }
            (_, None) => NearestText::Open,
        }
    }

    /// The talks as a negotiation between the parties whose values are known, and the current text in it.
    fn negotiation(&self, parties: &[&PartyId]) -> Option<(Negotiation, PartialOutcome)> {
        let (opened, _) = self.opened.as_ref()?;
        let text = self.current()?;
        let named: Vec<_> = text
            .points
            .iter()
            .filter_map(|point| Some((point, opened.choices.get(&point.label).filter(|choices| choices.len() > 1)?)))
            .collect();
        let issue = |(point, choices): &(&super::fact::Worded, &Vec<super::fact::Choice>)| Issue {
            id: point.label.clone(),
            title: point.title.clone(),
            point: None,
            category: None,
            unit: None,
            options: choices
                .iter()
                .map(|choice| IssueOption { id: choice.id.clone(), text: choice.text.clone(), amount: None })
                .collect(),
        };
        let issues: Vec<Issue> = named.iter().map(issue).collect();
        let place = |issue: &Issue, choice: &str| issue.options.iter().position(|option| option.id == choice);
        let settled = named.iter().zip(&issues).map(|((point, _), issue)| place(issue, point.choice.as_ref()?));
        let draft = PartialOutcome(settled.collect());
        let preferences = parties.iter().map(|party| self.preferences(party, &issues)).collect::<Option<Vec<_>>>()?;
        let party = |party: &&PartyId| Party {
            id: party.to_string(),
            name: self.name_of(&Delegation::Party((*party).clone())),
            role: Role::Party,
        };
        let parts = Parts {
            title: opened.title.clone(),
            issues,
            parties: parties.iter().map(party).collect(),
            preferences,
            ..Parts::default()
        };
        Some((Negotiation::new(parts).ok()?, draft))
    }

    fn preferences(&self, party: &PartyId, issues: &[Issue]) -> Option<Preferences> {
        let values = self.values_of(party)?;
        let number = |number: u8| Rational::from_integer(number.into());
        let weights: Vec<Rational> =
            issues.iter().map(|issue| number(values.weights.get(&issue.id).copied().unwrap_or(0))).collect();
        let worth = |issue: &Issue, option: &IssueOption| {
            number(values.choices.get(&issue.id).and_then(|worths| worths.get(&option.id)).copied().unwrap_or(0))
        };
        let total: Rational = weights.iter().sum();
        let red_line = |(index, issue): (usize, &Issue)| {
            let (_, mark) = self.known_mark(&issue.id, party).filter(|(_, mark)| mark.stance == Stance::RedLine)?;
            let choice = self.version(mark.version)?.point(&mark.point)?.choice.as_ref()?;
            let option = issue.options.iter().position(|option| option.id == *choice)?;
            let text = Some(mark.reason.clone()).filter(|reason| !reason.is_empty());
            Some(RedLine { conditions: vec![Condition { issue: index, options: vec![option] }], text })
        };
        Some(Preferences {
            utility: Utility::Additive(Additive {
                values: issues
                    .iter()
                    .map(|issue| issue.options.iter().map(|option| worth(issue, option)).collect())
                    .collect(),
                joint_terms: Vec::new(),
                weight_total: if total.is_zero() { Rational::from_integer(1.into()) } else { total },
                weights,
                value_scale: number(100),
            }),
            red_lines: issues.iter().enumerate().filter_map(red_line).collect(),
            reservation_value: number(values.walk_away) / number(100),
            discount: None,
        })
    }
}

/// Issues with the options that they get.
type Changes = Vec<(usize, usize)>;

/// How few changes suffice, and such changes.
fn search(negotiation: &Negotiation, draft: &PartialOutcome) -> Option<(Fewest, Option<Changes>)> {
    let solver = Solver::new(negotiation).ok()?;
    let mut budget = Budget { nodes: NODES, interrupt: None };
    let question = Question::plain(solution("nash")?, negotiation.parties().len());
    let measure = match Measure::of(&solver, &question, &mut budget) {
        Ok(measure) => measure,
        Err(answer) if matches!(*answer, crate::solve::Answer::Empty { .. }) => {
            return Some((Fewest::Impossible, None));
        }
        Err(_) => return None,
    };
    let wish = Wish { measure: &measure, freedom: &Freedom::default(), most: 1 };
    let near = nearest(&solver, draft, &wish, &mut budget);
    debug_assert!(near.sure == Sure::Proven || budget.is_spent() || solver.outer_network().is_some());
    let changed = near.packages.first().map(|package| {
        let all = package.changed.iter().chain(&package.filled);
        all.map(|&issue| (issue, package.outcome.0[issue])).collect()
    });
    Some((near.fewest, changed))
}

/// What to ask: first where a single party's word is missing, or stands alone against all others.
fn hints(state: &State, points: &[Convergence]) -> Vec<Hint> {
    let mut hints = Vec::new();
    for point in points.iter().filter(|point| !point.agreed && !state.frozen.contains_key(&point.label)) {
        let others = |party: &PartyId| {
            let others = point.stances.iter().filter(|(other, _)| other != party);
            others.filter(|(_, stance)| *stance == Some(Stance::Accept)).count()
        };
        let n = point.stances.len();
        for (party, stance) in &point.stances {
            let accepting = others(party);
            let (rank, why) = match stance {
                Some(Stance::Accept) => continue,
                None if accepting + 1 == n => (0, "all others accept it; this party has not said".to_string()),
                Some(Stance::AcceptIfAmended) if accepting + 1 == n => {
                    (1, "all others accept it; this party proposes other words".to_string())
                }
                Some(stance) if accepting + 1 == n => {
                    (2, format!("all others accept it; this party marked it \"{}\"", stance.words()))
                }
                None => (3 + n - accepting, "this party has not said".to_string()),
                Some(_) => continue,
            };
            hints.push((rank, Hint { label: point.label.clone(), party: party.clone(), why }));
        }
    }
    hints.sort_by_key(|(rank, _)| *rank);
    hints.into_iter().map(|(_, hint)| hint).take(8).collect()
}
