//! Value functions of NegMAS: from an option of an issue to a number.
//!
//! Those whose values are not fractions (exponentials, logarithms, sines) cannot be exact, so they are
//! refused.

use super::class;
use crate::exact::{self, Rational};
use crate::format::diagnostic::{Problems, quote};
use crate::format::scenario::{option_values, required, tree_number};
use crate::format::tree::{Shape, Value};
use crate::model::Issue;
use num_traits::{One, Zero};

/// The value of every option of an issue.
pub(super) fn values(function: Value, issue: &Issue, problems: &mut Problems) -> Option<Vec<Rational>> {
    let kind = class(function);
    let mut parameter = |keys: &[&str], otherwise: i64| {
        let found = keys.iter().find_map(|key| function.get(key)).filter(|value| value.shape() != Shape::Nothing);
        match found {
            Some(value) => tree_number(value, &format!("`{}`", value.key()), problems),
            None => Some(exact::ratio(otherwise, 1)),
        }
    };
    match kind.as_str() {
        "TableFun" => option_values(required(function, "mapping", problems)?, issue, None, problems),
        "" if function.shape() == Shape::Table => option_values(function, issue, None, problems),
        "ConstFun" => {
            let value = parameter(&["bias", "value"], 0)?;
            Some(vec![value; issue.options.len()])
        }
        "IdentityFun" => on_amounts(function, issue, problems, |x| x.clone()),
        "LinearFun" | "AffineFun" => {
            let (slope, bias) = (parameter(&["slope"], 1)?, parameter(&["bias"], 0)?);
            on_amounts(function, issue, problems, |x| x * &slope + &bias)
        }
        "QuadraticFun" => {
            let (a2, a1, bias) = (parameter(&["a2"], 0)?, parameter(&["a1"], 0)?, parameter(&["bias"], 0)?);
            on_amounts(function, issue, problems, |x| &a2 * x * x + &a1 * x + &bias)
        }
        "PolynomialFun" => {
            let bias = parameter(&["bias"], 0)?;
            let coefficients = required(function, "coefficients", problems)?;
            let read = |value| tree_number(value, "a coefficient", problems);
            let coefficients: Vec<Rational> = coefficients.children().map(read).collect::<Option<_>>()?;
            on_amounts(function, issue, problems, |x| {
                let horner = coefficients.iter().rev().fold(Rational::zero(), |sum, c| (sum + c) * x);
                horner + &bias
            })
        }
        "TriangularFun" => {
            let [start, middle, end] = [&["start"], &["middle"], &["end"]].map(|key| parameter(key, 0));
            let (start, middle, end) = (start?, middle?, end?);
            let (scale, bias) = (parameter(&["scale"], 1)?, parameter(&["bias"], 0)?);
            on_amounts(function, issue, problems, |x| {
                let share = if x < &start || x > &end {
                    Rational::zero()
                } else if x <= &middle && start < middle {
                    (x - &start) / (&middle - &start)
                } else if x >= &middle && middle < end {
                    (&end - x) / (&end - &middle)
                } else {
                    Rational::one()
                };
                share * &scale + &bias
            })
        }
        other => {
            let message = format!("the function {} cannot be read exactly", quote(other));
            problems.error(function.place(), message, "functions of value are TableFun, AffineFun, LinearFun, ConstFun, IdentityFun, QuadraticFun, PolynomialFun and TriangularFun");
            None
        }
    }
}

/// A function of the number that an option is.
pub(super) fn on_amounts(
    place: Value,
    issue: &Issue,
    problems: &mut Problems,
    function: impl Fn(&Rational) -> Rational,
) -> Option<Vec<Rational>> {
    let amounts: Option<Vec<&Rational>> = issue.options.iter().map(|option| option.amount.as_ref()).collect();
    if amounts.is_none() {
        let message = format!("the options of {} are not numbers", quote(&issue.id));
        problems.error(place.place(), message, "give a table of values for names");
    }
    Some(amounts?.into_iter().map(function).collect())
}
