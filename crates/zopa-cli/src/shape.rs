//! The shapes of the JSON that commands print; `docs/src/json.md` documents them.

use serde::{Serialize, Serializer};
use zopa::assess::worlds::Chance;
use zopa::certify::fingerprint;
use zopa::exact::{Rational, to_f64, write};
use zopa::model::{Negotiation, Outcome, PartialOutcome, Role};

/// An exact number with the nearest float beside it.
#[derive(Debug, Serialize)]
pub struct Number {
    exact: String,
    float: f64,
}

impl From<&Rational> for Number {
    fn from(value: &Rational) -> Number {
        Number { exact: write(value), float: to_f64(value) }
    }
}

/// A probability: exact where it is known so, else a share of worlds drawn with its standard error.
#[derive(Debug, Serialize)]
pub struct ChanceShape {
    exact: Option<String>,
    share: f64,
    standard_error: f64,
}

impl From<&Chance> for ChanceShape {
    fn from(chance: &Chance) -> ChanceShape {
        let exact = match chance {
            Chance::Exact(chance) => Some(write(chance)),
            Chance::Estimated { .. } => None,
        };
        ChanceShape { exact, share: chance.share(), standard_error: chance.standard_error() }
    }
}

/// An object whose keys keep their order.
#[derive(Debug)]
pub struct Keyed<V>(pub Vec<(String, V)>);

impl<V: Serialize> Serialize for Keyed<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// Party id to number.
pub fn by_party(negotiation: &Negotiation, values: &[Rational]) -> Keyed<Number> {
    let ids = negotiation.parties().iter().map(|party| party.id.clone());
    Keyed(ids.zip(values.iter().map(Number::from)).collect())
}

/// Issue id to option id.
pub fn package(negotiation: &Negotiation, outcome: &Outcome) -> Keyed<String> {
    let issues = negotiation.issues().iter().zip(&outcome.0);
    Keyed(issues.map(|(issue, &option)| (issue.id.clone(), issue.options[option].id.clone())).collect())
}

/// Issue id to option id, or `null` where the issue is left open.
pub fn partial(negotiation: &Negotiation, settles: &PartialOutcome) -> Keyed<Option<String>> {
    let issues = negotiation.issues().iter().zip(&settles.0);
    Keyed(issues.map(|(issue, option)| (issue.id.clone(), option.map(|o| issue.options[o].id.clone()))).collect())
}

/// What was asked about.
#[derive(Debug, Serialize)]
pub struct Talks {
    title: String,
    footing: Option<String>,
    /// SHA-256 of the negotiation, as certificates name it.
    fingerprint: String,
    issues: usize,
    /// The number of packages, with those that break rules; a string, as it may exceed any float.
    packages: String,
    parties: Vec<Seat>,
}

#[derive(Debug, Serialize)]
struct Seat {
    id: String,
    name: String,
    role: &'static str,
    reservation_value: Number,
}

impl Talks {
    /// Describes a negotiation.
    pub fn new(negotiation: &Negotiation) -> Talks {
        let seats = negotiation.parties().iter().zip(negotiation.preferences()).map(|(party, preferences)| Seat {
            id: party.id.clone(),
            name: party.name.clone(),
            role: match party.role {
                Role::Party => "party",
                Role::Mediator => "mediator",
                Role::Ratifier { .. } => "ratifier",
            },
            reservation_value: Number::from(&preferences.reservation_value),
        });
        Talks {
            title: negotiation.title().to_string(),
            footing: negotiation.footing().map(str::to_string),
            fingerprint: fingerprint(negotiation),
            issues: negotiation.issues().len(),
            packages: negotiation.n_outcomes().to_string(),
            parties: seats.collect(),
        }
    }
}
