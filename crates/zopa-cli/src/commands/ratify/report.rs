//! Ratification in JSON.

use super::Findings;
use crate::shape::{Keyed, Number, Talks, package};
use serde::Serialize;
use zopa::assess::promises::audience_costs;
use zopa::assess::ratify::{Closing, Confirmed, Hardening, Ruling, WinSet};
use zopa::model::{Outcome, RatificationRule};
use zopa::solve::Answer;
use zopa::solve::count::Count;

/// What was found, as printed.
#[derive(Serialize)]
pub struct Shape {
    negotiation: Talks,
    solution: &'static str,
    with_audience_costs: bool,
    rules: Vec<RuleShape>,
    drafts: Vec<DraftShape>,
    /// The best package for those who negotiate.
    signed: Option<PackageShape>,
    best: BestShape,
    hardening: Vec<HardeningShape>,
    promises: Vec<PromiseShape>,
    zone: &'static str,
    zone_with_audience_costs: &'static str,
    seconds: f64,
}

#[derive(Serialize)]
struct RuleShape {
    party: String,
    rule: LawShape,
    ratifiers: Vec<RatifierShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
enum LawShape {
    All,
    Any,
    AtLeast { ratifiers: u64 },
    Votes { votes: u64 },
}

#[derive(Serialize)]
struct RatifierShape {
    id: String,
    name: String,
    votes: u64,
    reservation_value: Number,
}

#[derive(Serialize)]
struct DraftShape {
    id: Option<String>,
    title: String,
    completed: bool,
    package: Option<PackageShape>,
}

#[derive(Serialize)]
struct PackageShape {
    outcome: Keyed<String>,
    signed: bool,
    ratified: bool,
    rulings: Vec<RulingShape>,
    audience_costs: Vec<CostShape>,
}

#[derive(Serialize)]
struct RulingShape {
    party: String,
    met: bool,
    reached: u64,
    needed: u64,
    consents: Keyed<ConsentShape>,
    blockers: Vec<String>,
    pivotal: Vec<String>,
}

#[derive(Serialize)]
struct ConsentShape {
    given: bool,
    utility: Number,
    gain: Number,
    red_lines: usize,
}

#[derive(Serialize)]
struct CostShape {
    party: String,
    broken: Vec<usize>,
    cost: Number,
    gain: Number,
    decisive: bool,
}

#[derive(Serialize)]
struct BestShape {
    /// `proven`, `best-found`, `nothing` or `unknown`.
    status: &'static str,
    value: Option<Number>,
    #[serde(flatten)]
    package: Option<PackageShape>,
}

#[derive(Serialize)]
struct HardeningShape {
    ratifier: String,
    closing: ClosingShape,
    steps: Vec<StepShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
enum ClosingShape {
    Above { value: Number, outcome: Keyed<String> },
    Never { outcome: Keyed<String> },
    Closed,
    Unknown,
}

#[derive(Serialize)]
struct StepShape {
    reservation_value: Number,
    status: &'static str,
    value: Option<Number>,
    outcome: Option<Keyed<String>>,
    /// Packages that all who negotiate and this ratifier accept: lower and upper ends.
    packages: Option<[String; 2]>,
}

#[derive(Serialize)]
struct PromiseShape {
    party: String,
    issue: String,
    promised: Vec<String>,
    cost: Number,
    text: Option<String>,
    source: Option<String>,
}

impl Findings<'_> {
    /// Puts the findings into their JSON shape.
    pub fn shape(&self) -> Shape {
        let found = &self.ratification;
        let drafts = self.texts.iter().zip(&found.drafts).map(|(text, win_set)| DraftShape {
            id: text.text.id.clone(),
            title: text.text.title.clone(),
            completed: text.is_open(),
            package: win_set.as_ref().map(|win_set| self.package(win_set)),
        });
        Shape {
            negotiation: Talks::new(self.negotiation),
            solution: self.solution,
            with_audience_costs: self.with_audience_costs,
            rules: (0..self.negotiation.ratifications().len()).map(|rule| self.rule(rule)).collect(),
            drafts: drafts.collect(),
            signed: found.signed.as_ref().map(|win_set| self.package(win_set)),
            best: BestShape {
                status: status(&found.best),
                value: value(&found.best),
                package: found.ratified.as_ref().map(|win_set| self.package(win_set)),
            },
            hardening: found.hardening.iter().map(|hardening| self.hardening(hardening)).collect(),
            promises: self.promises(),
            zone: zone(&self.zones[0]),
            zone_with_audience_costs: zone(&self.zones[1]),
            seconds: self.seconds,
        }
    }

    fn rule(&self, rule: usize) -> RuleShape {
        let ratification = &self.negotiation.ratifications()[rule];
        let own = self.negotiation.ratifiers().iter();
        let own = own.filter(|ratifier| ratifier.party.role == zopa::model::Role::Ratifier { of: ratification.of });
        RuleShape {
            party: self.negotiation.parties()[ratification.of].id.clone(),
            rule: match ratification.rule {
                RatificationRule::All => LawShape::All,
                RatificationRule::Any => LawShape::Any,
                RatificationRule::AtLeast(ratifiers) => LawShape::AtLeast { ratifiers },
                RatificationRule::Votes(votes) => LawShape::Votes { votes },
            },
            ratifiers: own
                .map(|ratifier| RatifierShape {
                    id: ratifier.party.id.clone(),
                    name: ratifier.party.name.clone(),
                    votes: ratifier.votes,
                    reservation_value: (&ratifier.preferences.reservation_value).into(),
                })
                .collect(),
        }
    }

    fn ids(&self, ratifiers: &[usize]) -> Vec<String> {
        ratifiers.iter().map(|&index| self.negotiation.ratifiers()[index].party.id.clone()).collect()
    }

    fn ruling(&self, ruling: &Ruling) -> RulingShape {
        let consent = |consent: &zopa::assess::ratify::Consent| ConsentShape {
            given: consent.is_given(),
            utility: (&consent.utility).into(),
            gain: (&consent.gain).into(),
            red_lines: consent.crossed.len(),
        };
        let ratifiers: Vec<usize> = ruling.consents.iter().map(|consent| consent.ratifier).collect();
        let of = self.negotiation.ratifications()[ruling.rule].of;
        RulingShape {
            party: self.negotiation.parties()[of].id.clone(),
            met: ruling.is_met,
            reached: ruling.reached,
            needed: ruling.needed,
            consents: Keyed(self.ids(&ratifiers).into_iter().zip(ruling.consents.iter().map(consent)).collect()),
            blockers: self.ids(&ruling.blockers()),
            pivotal: self.ids(&ruling.pivotal),
        }
    }

    fn package(&self, win_set: &WinSet) -> PackageShape {
        PackageShape {
            outcome: self.outcome(&win_set.outcome),
            signed: win_set.is_signed,
            ratified: win_set.is_ratified(),
            rulings: win_set.rulings.iter().map(|ruling| self.ruling(ruling)).collect(),
            audience_costs: self.costs(&win_set.outcome),
        }
    }

    fn costs(&self, outcome: &Outcome) -> Vec<CostShape> {
        let costs = audience_costs(self.uncounted, outcome);
        let shape = |cost: zopa::assess::promises::AudienceCost| CostShape {
            party: self.uncounted.participant(cost.of).0.id.clone(),
            decisive: cost.is_decisive(),
            cost: (&cost.cost).into(),
            gain: (&cost.gain).into(),
            broken: cost.broken,
        };
        costs.into_iter().map(shape).collect()
    }

    fn outcome(&self, outcome: &Outcome) -> Keyed<String> {
        package(self.negotiation, outcome)
    }

    fn hardening(&self, hardening: &Hardening) -> HardeningShape {
        let ends = |count: &Count| {
            let (low, high) = count.bounds();
            [low.to_string(), high.to_string()]
        };
        HardeningShape {
            ratifier: self.negotiation.ratifiers()[hardening.ratifier].party.id.clone(),
            closing: match &hardening.closing {
                Closing::Above(value, outcome) => {
                    ClosingShape::Above { value: value.into(), outcome: self.outcome(outcome) }
                }
                Closing::Never(outcome) => ClosingShape::Never { outcome: self.outcome(outcome) },
                Closing::Closed => ClosingShape::Closed,
                Closing::Unknown => ClosingShape::Unknown,
            },
            steps: hardening
                .steps
                .iter()
                .map(|step| StepShape {
                    reservation_value: (&step.reservation_value).into(),
                    status: status(&step.best),
                    value: value(&step.best),
                    outcome: step.best.outcome().map(|outcome| self.outcome(outcome)),
                    packages: step.count.as_ref().map(ends),
                })
                .collect(),
        }
    }

    fn promises(&self) -> Vec<PromiseShape> {
        let promise = |commitment: &zopa::model::Commitment| {
            let issue = &self.uncounted.issues()[commitment.promised.issue];
            PromiseShape {
                party: self.uncounted.participant(commitment.of).0.id.clone(),
                issue: issue.id.clone(),
                promised: commitment.promised.options.iter().map(|&o| issue.options[o].id.clone()).collect(),
                cost: (&commitment.cost).into(),
                text: commitment.text.clone(),
                source: commitment.source.clone(),
            }
        };
        self.uncounted.commitments().iter().map(promise).collect()
    }
}

fn status(best: &Confirmed) -> &'static str {
    match best {
        Confirmed::Package { is_proven: true, .. } => "proven",
        Confirmed::Package { .. } => "best-found",
        Confirmed::Nothing => "nothing",
        Confirmed::Unknown => "unknown",
    }
}

fn value(best: &Confirmed) -> Option<Number> {
    match best {
        Confirmed::Package { value, .. } => Some(value.into()),
        Confirmed::Nothing | Confirmed::Unknown => None,
    }
}

fn zone(answer: &Answer) -> &'static str {
    match answer {
        Answer::Optimum { .. } | Answer::Bounded { .. } => "open",
        Answer::Empty { .. } => "empty",
        Answer::Unknown { .. } => "unknown",
    }
}
