//! The answers in JSON.

use crate::shape::{Keyed, Number, Talks, by_party, package};
use serde::Serialize;
use std::path::PathBuf;
use zopa::model::Negotiation;
use zopa::solve::{Answer, Question, Settlement, Ties};

/// A question and its answer.
pub struct Row {
    /// What was asked.
    pub question: Question,
    /// What was answered.
    pub answer: Answer,
    /// What the solve alone took.
    pub seconds: f64,
    /// Where the certificate lies.
    pub certificate: Option<PathBuf>,
}

/// Everything that was asked in one go.
#[derive(Serialize)]
pub struct Solved {
    negotiation: Talks,
    /// What compiling the negotiation took, once for all questions.
    preparation_seconds: f64,
    solutions: Vec<RowShape>,
}

#[derive(Serialize)]
struct RowShape {
    solution: &'static str,
    weights: Option<Keyed<Number>>,
    status: &'static str,
    outcome: Option<Keyed<String>>,
    mixture: Option<Vec<Part>>,
    utilities: Option<Keyed<Number>>,
    gains: Option<Keyed<Number>>,
    value: Option<Number>,
    bound: Option<Number>,
    ties: Option<TiesShape>,
    seconds: f64,
    certificate: Option<String>,
}

#[derive(Serialize)]
struct Part {
    share: Number,
    outcome: Keyed<String>,
}

#[derive(Serialize)]
struct TiesShape {
    count: u64,
    exact: bool,
}

impl Solved {
    /// Puts answers into their JSON shape.
    pub fn new(negotiation: &Negotiation, preparation_seconds: f64, rows: &[Row]) -> Solved {
        let solutions = rows.iter().map(|row| row.shape(negotiation)).collect();
        Solved { negotiation: Talks::new(negotiation), preparation_seconds, solutions }
    }
}

impl Row {
    fn shape(&self, negotiation: &Negotiation) -> RowShape {
        let Row { question, answer, seconds, certificate } = self;
        let settlement = answer.settlement();
        let mixture = settlement.filter(|_| question.solution.is_mixture).map(|settlement| {
            let parts = settlement.mixture.iter();
            parts.map(|(outcome, share)| Part { share: share.into(), outcome: package(negotiation, outcome) }).collect()
        });
        let outcome = settlement.filter(|_| !question.solution.is_mixture).and_then(Settlement::package);
        RowShape {
            solution: question.solution.id,
            weights: question.solution.takes_weights.then(|| by_party(negotiation, &question.weights)),
            status: answer.status(),
            outcome: outcome.map(|outcome| package(negotiation, outcome)),
            mixture,
            utilities: settlement.map(|settlement| by_party(negotiation, &settlement.utilities)),
            gains: settlement.map(|settlement| by_party(negotiation, &settlement.gains)),
            value: settlement.map(|settlement| Number::from(&settlement.value)),
            bound: answer.bound().map(Number::from),
            ties: settlement.map(|settlement| match settlement.ties {
                Ties::Exactly(count) => TiesShape { count, exact: true },
                Ties::AtLeast(count) => TiesShape { count, exact: false },
            }),
            seconds: *seconds,
            certificate: certificate.as_ref().map(|path| path.display().to_string()),
        }
    }
}
