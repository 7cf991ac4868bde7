//! An outcome as the text of an agreement.

use crate::model::{Condition, Date, Negotiation, PartialOutcome, Role, RuleKind};

/// A text ready to be written down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// What the talks are called.
    pub title: String,
    /// Which draft or package this is, where it should be said.
    pub subtitle: Option<String>,
    /// The date on it.
    pub date: Option<Date>,
    /// Who would sign.
    pub signatories: Vec<String>,
    /// Who mediates.
    pub mediators: Vec<String>,
    /// Whose confirmation it needs.
    pub ratifiers: Vec<String>,
    /// Its points in order.
    pub clauses: Vec<Clause>,
}

/// A point of an agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Its number.
    pub number: u32,
    /// The letter behind the number, where several issues split one point.
    pub letter: Option<char>,
    /// Its heading, where the issue has a title of its own.
    pub title: Option<String>,
    /// What it says.
    pub settled: Settled,
}

/// What a point says.
#[derive(Clone, Debug, PartialEq)]
pub enum Settled {
    /// These words.
    Words(String),
    /// It is open between these; a text shows them in brackets.
    Open(Vec<String>),
}

impl Clause {
    /// The number as printed: 21a.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}{}", self.number, self.letter.map(String::from).unwrap_or_default())
    }

    /// The paragraphs of its words; of each alternative, in brackets, where it is open.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<String> {
        let lines =
            |words: &str| words.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_string).collect();
        match &self.settled {
            Settled::Words(words) => lines(words),
            Settled::Open(alternatives) => {
                alternatives.iter().flat_map(|words| lines(&format!("[{}]", words.trim())) as Vec<_>).collect()
            }
        }
    }
}

impl Agreement {
    /// The points of an outcome, or of a draft that leaves some open, in the order of their numbers;
    /// issues without a number follow.
    #[must_use]
    pub fn new(negotiation: &Negotiation, settles: &PartialOutcome) -> Agreement {
        let names = |is: fn(&Role) -> bool| -> Vec<String> {
            negotiation.parties().iter().filter(|party| is(&party.role)).map(|party| party.name.clone()).collect()
        };
        let mut agreement = Agreement {
            title: negotiation.title().to_string(),
            signatories: names(|role| *role == Role::Party),
            mediators: names(|role| *role == Role::Mediator),
            ratifiers: names(|role| matches!(role, Role::Ratifier { .. })),
            ..Agreement::default()
        };
        let issues = negotiation.issues();
        let mut order: Vec<usize> = (0..issues.len()).collect();
        order.sort_by_key(|&issue| (issues[issue].point.is_none(), issues[issue].point));
        let mut last = 0;
        for (place, &index) in order.iter().enumerate() {
            let issue = &issues[index];
            let shares =
                |other: Option<&usize>| issue.point.is_some() && other.is_some_and(|&o| issues[o].point == issue.point);
            let before = order[..place].iter().rev().take_while(|&&other| shares(Some(&other))).count();
            let is_split = before > 0 || shares(order.get(place + 1));
            let number = issue.point.unwrap_or(last + 1);
            last = number;
            let letter = is_split.then(|| u8::try_from(before).ok().and_then(|n| b'a'.checked_add(n))).flatten();
            let letter = letter.filter(u8::is_ascii_lowercase).map(char::from);
            let words = |option: usize| issue.options[option].text.clone();
            let settled = match settles.0[index] {
                Some(option) => Settled::Words(words(option)),
                None if issue.options.len() == 1 => Settled::Words(words(0)),
                None => Settled::Open((0..issue.options.len()).map(words).collect()),
            };
            let title = (issue.title != issue.id).then(|| issue.title.clone());
            agreement.clauses.push(Clause { number, letter, title, settled });
        }
        agreement
    }

    /// Who stands in the line of the parties, as a sentence; none where nobody does.
    #[must_use]
    pub fn between(&self) -> Option<String> {
        let mut parts = Vec::new();
        if !self.signatories.is_empty() {
            parts.push(format!("between {}", listed(&self.signatories)));
        }
        if !self.mediators.is_empty() {
            parts.push(format!("mediated by {}", listed(&self.mediators)));
        }
        if !self.ratifiers.is_empty() {
            parts.push(format!("subject to ratification by {}", listed(&self.ratifiers)));
        }
        let sentence = parts.join(", ");
        let mut letters = sentence.chars();
        letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
    }
}

/// "Ukraine, Russia and Europe".
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Indices of the rules that a text breaks, however its open points are settled.
#[must_use]
pub fn broken_rules(negotiation: &Negotiation, settles: &PartialOutcome) -> Vec<usize> {
    let holds = |condition: &Condition| settles.0[condition.issue].map(|option| condition.options.contains(&option));
    let all = |conditions: &[Condition]| conditions.iter().all(|condition| holds(condition) == Some(true));
    let is_broken = |kind: &RuleKind| match kind {
        RuleKind::Implies { when, then } => all(when) && then.iter().any(|condition| holds(condition) == Some(false)),
        RuleKind::Excludes(conditions) => all(conditions),
        RuleKind::Count { at_least, at_most, of } => {
            let known = of.iter().filter(|condition| holds(condition) == Some(true)).count();
            let possible = of.iter().filter(|condition| holds(condition) != Some(false)).count();
            known > *at_most || possible < *at_least
        }
    };
    (0..negotiation.rules().len()).filter(|&rule| is_broken(&negotiation.rules()[rule].kind)).collect()
}
