//! What each option of each point is worth to each party, where utilities can be told apart by points.

use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, PartialOutcome, Utility};
use num_traits::{Signed, Zero};

/// Contributions of options to utilities: party, issue, option. `None` for parties whose utility is
/// a table over whole packages, which cannot be split by points.
#[derive(Clone, Debug)]
pub struct Shares(Vec<Option<Vec<Vec<Rational>>>>);

impl Shares {
    /// The contributions of a negotiation.
    #[must_use]
    pub fn of(negotiation: &Negotiation) -> Shares {
        let by_party = negotiation.preferences().iter().map(|preferences| match &preferences.utility {
            Utility::Table(_) => None,
            Utility::Additive(additive) => {
                let sizes = negotiation.sizes().iter().enumerate();
                Some(sizes.map(|(i, &size)| (0..size).map(|o| additive.contribution(i, o)).collect()).collect())
            }
        });
        Shares(by_party.collect())
    }

    /// Whether a party's utility can be split by points.
    #[must_use]
    pub fn has(&self, party: usize) -> bool {
        self.0[party].is_some()
    }

    /// What an option adds to a party's utility.
    #[must_use]
    pub fn of_option(&self, party: usize, issue: usize, option: usize) -> Option<&Rational> {
        self.0[party].as_ref().map(|issues| &issues[issue][option])
    }

    /// The most that a point can add to a party's utility.
    #[must_use]
    pub fn best(&self, party: usize, issue: usize) -> Option<&Rational> {
        self.0[party].as_ref().and_then(|issues| issues[issue].iter().max())
    }

    /// The least that a point can add to a party's utility.
    #[must_use]
    pub fn worst(&self, party: usize, issue: usize) -> Option<&Rational> {
        self.0[party].as_ref().and_then(|issues| issues[issue].iter().min())
    }

    /// Best minus worst over all points: everything that a party has at stake.
    #[must_use]
    pub fn stake(&self, party: usize) -> Option<Rational> {
        let issues = self.0[party].as_ref()?;
        Some(issues.iter().filter_map(|options| Some(options.iter().max()? - options.iter().min()?)).sum())
    }

    /// The sum of what every point can add at most.
    #[must_use]
    pub fn hope(&self, party: usize) -> Option<Rational> {
        let issues = self.0[party].as_ref()?;
        Some(issues.iter().filter_map(|options| options.iter().max()).sum())
    }

    /// What an option gives a party as a share of its best on that point, where its best is above nothing.
    #[must_use]
    pub fn of_best(&self, party: usize, issue: usize, option: usize) -> Option<Rational> {
        let best = self.best(party, issue)?;
        best.is_positive().then(|| self.of_option(party, issue, option).map(|value| value / best))?
    }

    /// How a party's utility changes on one point from one option to another.
    #[must_use]
    pub fn change(&self, party: usize, issue: usize, from: usize, to: usize) -> Option<Rational> {
        Some(self.of_option(party, issue, to)? - self.of_option(party, issue, from)?)
    }
}

/// What joint terms add to a party's utility in an outcome, in the unit of utilities.
#[must_use]
pub fn joint_terms(negotiation: &Negotiation, party: usize, outcome: &Outcome) -> Rational {
    match &negotiation.preferences()[party].utility {
        Utility::Table(_) => Rational::zero(),
        Utility::Additive(additive) => {
            let held = additive.joint_terms.iter().filter(|term| term.holds(&outcome.0));
            held.map(|term| &term.worth / &additive.weight_total).sum()
        }
    }
}

/// How contested a point is.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Index of the issue.
    pub issue: usize,
    /// An option that is best for every party and that no red line of a single option forbids.
    pub agreed: Option<usize>,
    /// Whether every option by itself crosses somebody's red line.
    pub is_blocked: bool,
    /// Whatever is chosen here, some party gives up at least this share of everything that it has
    /// at stake. Zero where an option is best for all.
    pub contest: Rational,
}

/// Every point, the most contested first; equals in the order of the negotiation.
#[must_use]
pub fn points(negotiation: &Negotiation, shares: &Shares) -> Vec<Point> {
    let mut points: Vec<Point> =
        (0..negotiation.sizes().len()).map(|issue| point(negotiation, shares, issue)).collect();
    points.sort_by(|a, b| (b.is_blocked, &b.contest).cmp(&(a.is_blocked, &a.contest)).then(a.issue.cmp(&b.issue)));
    points
}

fn point(negotiation: &Negotiation, shares: &Shares, issue: usize) -> Point {
    let parties = 0..negotiation.parties().len();
    let loss = |option: usize| -> Rational {
        let losses = parties.clone().filter_map(|party| {
            let stake = shares.stake(party).filter(Signed::is_positive)?;
            Some((shares.best(party, issue)? - shares.of_option(party, issue, option)?) / stake)
        });
        losses.max().unwrap_or_else(Rational::zero)
    };
    let open: Vec<usize> = (0..negotiation.sizes()[issue])
        .filter(|&option| parties.clone().all(|party| forbidding_line(negotiation, party, issue, option).is_none()))
        .collect();
    let considered = if open.is_empty() { (0..negotiation.sizes()[issue]).collect() } else { open.clone() };
    let (contest, option) = considered.iter().map(|&option| (loss(option), option)).min().unwrap_or_default();
    let comparable = parties.clone().all(|party| shares.has(party));
    let agreed = (comparable && !open.is_empty() && contest.is_zero()).then_some(option);
    Point { issue, agreed, is_blocked: open.is_empty(), contest }
}

/// A party's red line that an option crosses by itself.
#[must_use]
pub fn forbidding_line(negotiation: &Negotiation, party: usize, issue: usize, option: usize) -> Option<usize> {
    let lines = &negotiation.preferences()[party].red_lines;
    lines.iter().position(|line| line.conditions.iter().all(|c| c.issue == issue && c.options.contains(&option)))
}

/// The issues that a draft settles otherwise than an outcome does.
#[must_use]
pub fn changes(draft: &PartialOutcome, outcome: &Outcome) -> Vec<usize> {
    let settled = draft.0.iter().zip(&outcome.0).enumerate();
    settled.filter(|(_, (draft, outcome))| draft.is_some_and(|draft| draft != **outcome)).map(|(i, _)| i).collect()
}
