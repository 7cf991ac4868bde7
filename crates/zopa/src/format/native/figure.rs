//! Numbers that may be unknown.

use super::fields::{At, Fields, number};
use super::keys::UNKNOWN;
use crate::exact::Rational;
use crate::format::diagnostic::{Place, Problems};
use crate::format::tree::{Shape, Value};
use crate::model::Distribution;
use num_traits::One;

/// How an unknown number is written.
const HELP: &str = "write { low = 3, high = 7 }, { low = 3, likely = 4, high = 7 }, { mean = 5, deviation = 1 } or \
                    { one_of = [4, 6], chances = [0.3, 0.7] }";

/// A number, and how it may fall where it is not known.
#[derive(Clone)]
pub(super) struct Figure {
    /// The number; the central value where it is not known.
    pub central: Rational,
    pub distribution: Option<Distribution>,
}

impl Figure {
    fn certain(number: Rational) -> Figure {
        Figure { central: number, distribution: None }
    }

    /// The least that it can be.
    pub fn low(&self) -> &Rational {
        self.distribution.as_ref().map_or(&self.central, Distribution::low)
    }

    /// The most that it can be.
    pub fn high(&self) -> &Rational {
        self.distribution.as_ref().map_or(&self.central, Distribution::high)
    }
}

/// Whether a value speaks of an unknown number: a table with one of its keys.
pub(super) fn is_unknown(value: Value) -> bool {
    value.shape() == Shape::Table && value.children().any(|child| UNKNOWN.keys().any(|key| key.name == child.key()))
}

/// A number or how it may fall; one where what stands there is neither, which has then been reported.
pub(super) fn figure_or_one(value: Value, problems: &mut Problems) -> At<Figure> {
    let place = value.place();
    let figure = match value.shape() {
        Shape::Table => unknown(value, problems)
            .map(|distribution| Figure { central: distribution.central(), distribution: Some(distribution) }),
        _ => number(value, problems).map(|number| Figure::certain(number.value)),
    };
    At { value: figure.unwrap_or_else(|| Figure::certain(Rational::one())), place }
}

fn unknown(value: Value, problems: &mut Problems) -> Option<Distribution> {
    let n_errors = problems.n_errors();
    let fields = Fields::read(&UNKNOWN, value, problems)?;
    let mut number = |name: &str| fields.number(name, problems).map(|at| at.value);
    let [low, likely, high, mean, deviation] = ["low", "likely", "high", "mean", "deviation"].map(&mut number);
    let mut numbers = |name: &str| {
        let numbers = fields.numbers(name, problems)?;
        Some(numbers.into_iter().map(|at| at.value).collect::<Vec<Rational>>())
    };
    let (one_of, chances) = (numbers("one_of"), numbers("chances"));
    if problems.n_errors() > n_errors {
        return None;
    }
    let distribution = match (low, likely, high, mean, deviation, one_of, chances) {
        (Some(low), None, Some(high), None, None, None, None) => Distribution::between(low, high),
        (Some(low), Some(likely), Some(high), None, None, None, None) => Distribution::around(low, likely, high),
        (low, None, high, Some(mean), Some(deviation), None, None) => Distribution::normal(mean, deviation, low, high),
        (None, None, None, None, None, Some(numbers), chances) => Distribution::one_of(numbers, chances),
        _ => Err("the keys of an unknown number do not go together".to_string()),
    };
    refuse(distribution, value.place(), problems)
}

fn refuse(distribution: Result<Distribution, String>, place: Place, problems: &mut Problems) -> Option<Distribution> {
    distribution.map_err(|flaw| problems.error(place, flaw, HELP)).ok()
}
