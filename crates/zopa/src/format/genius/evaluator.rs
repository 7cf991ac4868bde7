//! What an issue's evaluator says: an evaluation for each option, or a function of its number.
//!
//! GENIUS divides an evaluation by the largest of its issue, counts whole numbers from the lower
//! bound, and cuts functions to 0 and 1. NegMAS takes evaluations and functions as they are.

use super::profile::Reader;
use super::{is_negmas, number, quote};
use crate::exact::{self, Rational};
use crate::format::diagnostic::{did_you_mean, quote_all};
use crate::format::xml::Element;
use num_traits::{One, Signed, Zero};

/// Below this largest evaluation GENIUS counts every option as 0.
fn smallest_largest() -> Rational {
    Rational::new(1.into(), 100_000.into())
}

/// The value of every option of an issue; where it does not count, evaluations may be missing.
pub(super) fn values(reader: &mut Reader, element: Element, issue: usize, indifferent: bool) -> Option<Vec<Rational>> {
    let own = &reader.domain.issues[issue];
    if own.options.iter().all(|option| option.amount.is_some()) && element.named("item").next().is_none() {
        return function(reader, element, issue, indifferent);
    }
    let mut values: Vec<Option<Rational>> = vec![None; own.options.len()];
    for item in element.named("item") {
        let Some(option) = option(reader, item, issue) else { continue };
        let Some(evaluation) = item.attribute("evaluation").filter(|evaluation| evaluation.text != "null") else {
            continue;
        };
        let what = format!("the evaluation of {}", quote(&own.options[option].id));
        let Some(value) = crate::format::scenario::number(&evaluation.text, &what, evaluation.place, reader.problems)
        else {
            values[option] = Some(Rational::zero());
            continue;
        };
        values[option] = Some(value);
    }
    let missing: Vec<&str> =
        own.options.iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(o, _)| o.id.as_str()).collect();
    if !missing.is_empty() && !indifferent {
        let message = format!("{} gives no evaluation of {}", quote(&own.id), quote_all(missing.iter().copied()));
        reader.problems.error(element.place(), message, "evaluate every option of the domain");
        return None;
    }
    if !missing.is_empty() {
        let message = format!(
            "{} gives no evaluation of {}: as it weighs nothing, they count 0",
            quote(&own.id),
            quote_all(missing)
        );
        reader.problems.warning(element.place(), message, "evaluate every option of the domain");
    }
    let values: Vec<Rational> = values.into_iter().map(Option::unwrap_or_default).collect();
    Some(if is_negmas(reader.reading) { values } else { shares(values) })
}

/// Evaluations divided by the largest of them.
fn shares(values: Vec<Rational>) -> Vec<Rational> {
    let largest = values.iter().max().cloned().unwrap_or_default();
    if largest < smallest_largest() {
        return vec![Rational::zero(); values.len()];
    }
    values.into_iter().map(|value| value / &largest).collect()
}

/// The option that an item means: by its value, else by its index.
fn option(reader: &mut Reader, item: Element, issue: usize) -> Option<usize> {
    let own = &reader.domain.issues[issue];
    let Some(value) = item.attribute("value") else {
        let message = format!("an item of {} has no value: it was left out", quote(&own.id));
        reader.problems.warning(item.place(), message, "add value=\"...\"");
        return None;
    };
    let exactly = own.options.iter().position(|option| option.id == *value.text);
    let found = exactly.or_else(|| {
        let amount = exact::parse(value.text.trim()).ok();
        let same = |option: &crate::model::IssueOption| {
            option.id.trim() == value.text.trim() || (amount.is_some() && option.amount == amount)
        };
        own.options.iter().position(same)
    });
    if found.is_none() {
        let message = format!("{} is no option of {} in the domain", quote(&value.text), quote(&own.id));
        let help = did_you_mean(&value.text, own.options.iter().map(|option| option.id.as_str()), "options");
        reader.problems.error(value.place, message, help);
    }
    found
}

/// The values of a function of an issue's number.
fn function(reader: &mut Reader, element: Element, issue: usize, indifferent: bool) -> Option<Vec<Rational>> {
    let own = &reader.domain.issues[issue];
    let Some(evaluator) = element.first("evaluator") else {
        if !indifferent {
            let message = format!("{} has no evaluator", quote(&own.id));
            reader.problems.error(element.place(), message, "add <evaluator ftype=\"linear\" ...>");
        }
        return indifferent.then(|| vec![Rational::zero(); own.options.len()]);
    };
    let errors_before = reader.problems.n_errors();
    let mut parameter = |names: [&str; 2], otherwise: Rational| {
        let found = names.iter().find(|name| evaluator.attribute(name).is_some());
        found.map_or(Some(otherwise), |name| number(evaluator, name, reader.problems)).unwrap_or_default()
    };
    let kind = evaluator.attribute("ftype").map_or("linear".to_string(), |kind| kind.text.to_ascii_lowercase());
    let negmas = is_negmas(reader.reading);
    let function: Box<dyn Fn(&Rational) -> Rational> = match kind.as_str() {
        "linear" => {
            let slope = parameter(["slope", "parameter1"], if negmas { Rational::one() } else { Rational::zero() });
            let offset = parameter(["offset", "parameter0"], Rational::zero());
            let counts_from_bound = element.attribute("type").is_some_and(|kind| kind.text == "integer") && !negmas;
            let lower = if counts_from_bound { number(element, "lowerbound", reader.problems) } else { None };
            let lower = lower.unwrap_or_default();
            Box::new(move |x| {
                let value = (x - &lower) * &slope + &offset;
                if negmas { value } else { value.max(Rational::zero()).min(Rational::one()) }
            })
        }
        "constant" => {
            let value = parameter(["parameter0", "offset"], Rational::zero());
            Box::new(move |_| value.clone())
        }
        "triangular" => {
            let lower = parameter(["parameter0", "start"], Rational::zero());
            let upper = parameter(["parameter1", "end"], Rational::one());
            let top = parameter(["parameter2", "middle"], Rational::one());
            Box::new(move |x| triangle(x, &lower, &upper, &top))
        }
        other => {
            let message = format!("the evaluator of {} is {}", quote(&own.id), quote(other));
            reader.problems.error(evaluator.place(), message, "evaluators are linear, constant or triangular");
            return None;
        }
    };
    let values = own.options.iter().map(|option| function(&option.amount.clone().unwrap_or_default())).collect();
    (reader.problems.n_errors() == errors_before).then_some(values)
}

/// 0 outside the bounds, 1 at the top, straight lines between.
fn triangle(x: &Rational, lower: &Rational, upper: &Rational, top: &Rational) -> Rational {
    if x < lower || x >= upper && x != top {
        return Rational::zero();
    }
    let (run, length) = if x < top { (x - lower, top - lower) } else { (upper - x, upper - top) };
    if length.is_positive() { run / length } else { Rational::one() }
}
