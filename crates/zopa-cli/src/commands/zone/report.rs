//! The zone in JSON.

use crate::shape::{Keyed, Number, Talks, by_party, package};
use serde::Serialize;
use zopa::model::{Negotiation, Outcome};
use zopa::solve::count::{Count, Counted};
use zopa::solve::no_deal::{Cause, Demand, NoDeal, Relaxation};
use zopa::solve::{Answer, Settlement};

/// What was found out about the zone.
pub struct Findings {
    /// Whether there is one.
    pub answer: Answer,
    /// What finding that out took.
    pub zone_seconds: f64,
    /// How large it is.
    pub counted: Option<Counted>,
    /// What counting took.
    pub count_seconds: Option<f64>,
    /// Why there is none.
    pub no_deal: Option<NoDeal>,
}

/// The zone as printed.
#[derive(Serialize)]
pub struct ZoneShape {
    negotiation: Talks,
    /// `open`, `empty` or `unknown`.
    status: &'static str,
    witness: Option<Witness>,
    count: Option<CountShape>,
    /// Packages that obey the rules and cross no red line.
    allowed: Option<String>,
    no_deal: Option<NoDealShape>,
    seconds: Seconds,
}

#[derive(Serialize)]
struct Seconds {
    zone: f64,
    count: Option<f64>,
}

#[derive(Serialize)]
struct Witness {
    outcome: Keyed<String>,
    utilities: Keyed<Number>,
    gains: Keyed<Number>,
}

/// Counts are strings, as they may exceed any float.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum CountShape {
    Exact { count: String },
    Interval { at_least: String, at_most: String },
    Confidence { low: String, high: String, level: f64, samples: usize, seed: u64 },
}

#[derive(Serialize)]
struct NoDealShape {
    irreducible: bool,
    causes: Vec<CauseShape>,
    by_weights: Option<ByWeightsShape>,
    relaxation: Option<RelaxationShape>,
}

#[derive(Serialize)]
struct CauseShape {
    #[serde(flatten)]
    demand: DemandShape,
    /// The package that meets the other demands once this one is dropped.
    without: Option<Keyed<String>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum DemandShape {
    Rule { text: String },
    RedLine { party: String, line: String },
    WalkAway { party: String, value: Number },
}

#[derive(Serialize)]
struct ByWeightsShape {
    weights: Keyed<Number>,
    largest: Number,
    needed: Number,
}

#[derive(Serialize)]
struct RelaxationShape {
    by: Number,
    outcome: Keyed<String>,
    alone: Keyed<Option<Step>>,
}

#[derive(Serialize)]
struct Step {
    by: Number,
    outcome: Keyed<String>,
}

impl Findings {
    /// Puts the findings into their JSON shape.
    pub fn shape(&self, negotiation: &Negotiation) -> ZoneShape {
        let named = |outcome: &Outcome| package(negotiation, outcome);
        let witness = |settlement: &Settlement| {
            settlement.package().map(|outcome| Witness {
                outcome: named(outcome),
                utilities: by_party(negotiation, &settlement.utilities),
                gains: by_party(negotiation, &settlement.gains),
            })
        };
        ZoneShape {
            negotiation: Talks::new(negotiation),
            status: match self.answer {
                Answer::Optimum { .. } | Answer::Bounded { .. } => "open",
                Answer::Empty { .. } => "empty",
                Answer::Unknown { .. } => "unknown",
            },
            witness: self.answer.settlement().and_then(witness),
            count: self.counted.as_ref().map(|counted| count(&counted.count)),
            allowed: self.counted.as_ref().and_then(|counted| counted.allowed.as_ref()).map(ToString::to_string),
            no_deal: self.no_deal.as_ref().map(|no_deal| NoDealShape {
                irreducible: no_deal.is_irreducible,
                causes: no_deal.causes.iter().map(|cause| cause_shape(negotiation, cause)).collect(),
                by_weights: no_deal.by_weights.as_ref().map(|proof| ByWeightsShape {
                    weights: by_party(negotiation, &proof.weights),
                    largest: (&proof.largest).into(),
                    needed: (&proof.needed).into(),
                }),
                relaxation: no_deal.relaxation.as_ref().map(|relaxation| relaxed(negotiation, relaxation)),
            }),
            seconds: Seconds { zone: self.zone_seconds, count: self.count_seconds },
        }
    }
}

fn count(count: &Count) -> CountShape {
    match count {
        Count::Exact(count) => CountShape::Exact { count: count.to_string() },
        Count::Interval { at_least, at_most } => {
            CountShape::Interval { at_least: at_least.to_string(), at_most: at_most.to_string() }
        }
        Count::Confidence { low, high, level, samples, seed } => CountShape::Confidence {
            low: low.to_string(),
            high: high.to_string(),
            level: *level,
            samples: *samples,
            seed: *seed,
        },
    }
}

fn cause_shape(negotiation: &Negotiation, cause: &Cause) -> CauseShape {
    let id = |party: usize| negotiation.parties()[party].id.clone();
    let demand = match cause.demand {
        Demand::Rule(rule) => DemandShape::Rule { text: negotiation.rules()[rule].text.clone() },
        Demand::RedLine { party, line } => {
            DemandShape::RedLine { party: id(party), line: super::text::red_line(negotiation, party, line) }
        }
        Demand::WalkAway(party) => DemandShape::WalkAway {
            party: id(party),
            value: (&negotiation.preferences()[party].reservation_value).into(),
        },
    };
    CauseShape { demand, without: cause.without.as_ref().map(|outcome| package(negotiation, outcome)) }
}

fn relaxed(negotiation: &Negotiation, relaxation: &Relaxation) -> RelaxationShape {
    let steps = relaxation.alone.iter().map(|alone| {
        alone.as_ref().map(|(by, outcome)| Step { by: by.into(), outcome: package(negotiation, outcome) })
    });
    let ids = negotiation.parties().iter().map(|party| party.id.clone());
    RelaxationShape {
        by: (&relaxation.by).into(),
        outcome: package(negotiation, &relaxation.outcome),
        alone: Keyed(ids.zip(steps).collect()),
    }
}
