//! Hyper-rectangles: a worth for every outcome inside bounds on some issues, or outside of them.
//!
//! Ito, Klein and Hattori 2008, "A multi-issue negotiation protocol among agents with nonlinear
//! utility functions". GENIUS divides the sum by `maxutility`, NegMAS does not. A rectangle becomes a
//! joint term, so that no table over all outcomes is needed.

use super::profile::Reader;
use super::{is_negmas, number, quote, whole};
use crate::exact::Rational;
use crate::format::scenario::Sum;
use crate::format::xml::Element;
use crate::model::Condition;
use num_traits::{One, Signed};

/// The most options that all rectangles of a profile may name.
const MAX_NAMED: usize = 500_000;

/// Adds what the hyper-rectangles of a profile are worth.
pub(super) fn read(reader: &mut Reader, utility: Element, sum: &mut Sum) {
    let largest = number(utility, "maxutility", reader.problems);
    let scale = match largest {
        _ if is_negmas(reader.reading) => Rational::one(),
        Some(largest) if largest.is_positive() => largest.recip(),
        _ => {
            reader.problems.error(utility.place(), "there is no `maxutility` above zero", "add maxutility=\"...\"");
            return;
        }
    };
    let mut named = 0;
    for function in utility.named("ufun") {
        add_function(reader, function, &scale, sum, &mut named);
    }
    if utility.first("ufun").is_none() {
        reader.problems.error(utility.place(), "there is no `ufun`", "add the hyper-rectangles");
    }
    if named > MAX_NAMED {
        let message = format!("the hyper-rectangles name more than {MAX_NAMED} options in all");
        reader.problems.error(utility.place(), message, "choose a greater distance with --step");
    }
}

/// A sum of hyper-rectangles and of further functions, each with its weight.
fn add_function(reader: &mut Reader, function: Element, scale: &Rational, sum: &mut Sum, named: &mut usize) {
    // Functions stand in each other no deeper than elements may.
    let aggregation = function.attribute("aggregation").map_or("sum".to_string(), |a| a.text.to_ascii_lowercase());
    if aggregation != "sum" {
        let message = format!("hyper-rectangles are joined by {}, which is not a sum", quote(&aggregation));
        reader.problems.error(function.place(), message, "only sums can be read");
        return;
    }
    let weight = number(function, "weight", reader.problems).unwrap_or_else(Rational::one);
    let scale = scale * weight;
    for rectangle in function.named("hyperRectangle") {
        add_rectangle(reader, rectangle, &scale, sum, named);
    }
    for inner in function.named("ufun") {
        add_function(reader, inner, &scale, sum, named);
    }
}

fn add_rectangle(reader: &mut Reader, rectangle: Element, scale: &Rational, sum: &mut Sum, named: &mut usize) {
    let weight = number(rectangle, "weight", reader.problems).unwrap_or_else(Rational::one);
    let Some(utility) = number(rectangle, "utility", reader.problems) else {
        reader.problems.error(rectangle.place(), "a hyper-rectangle has no utility", "add utility=\"...\"");
        return;
    };
    let worth = utility * weight * scale;
    let excludes = rectangle.first("EXCLUDES").is_some();
    let mut conditions: Vec<Condition> = Vec::new();
    for bound in rectangle.named(if excludes { "EXCLUDES" } else { "INCLUDES" }) {
        let Some(condition) = condition(reader, bound) else { return };
        *named += condition.options.len();
        if *named > MAX_NAMED {
            return;
        }
        match conditions.iter_mut().find(|other| other.issue == condition.issue) {
            Some(other) => other.options.retain(|option| condition.options.contains(option)),
            None => conditions.push(condition),
        }
    }
    // Bounds that hold for every option say nothing; where one holds for none, nobody is inside.
    conditions.retain(|condition| condition.options.len() < reader.domain.issues[condition.issue].options.len());
    let nobody = conditions.iter().any(|condition| condition.options.is_empty());
    if excludes {
        sum.add(Vec::new(), worth.clone());
    }
    if !nobody {
        sum.add(conditions, if excludes { -worth } else { worth });
    }
}

/// The options of an issue between two bounds.
fn condition(reader: &mut Reader, bound: Element) -> Option<Condition> {
    let index = whole(bound, "index", reader.problems)?;
    let Some(issue) = reader.domain.numbered(index) else {
        let message = format!("the domain has no issue with the index {index}");
        reader.problems.error(bound.place(), message, "name an issue of the domain");
        return None;
    };
    let [least, most] = ["min", "max"].map(|name| number(bound, name, reader.problems));
    let (Some(least), Some(most)) = (least, most) else {
        reader.problems.error(bound.place(), "a bound needs `min` and `max`", "add both");
        return None;
    };
    let options = reader.domain.issues[issue].options.iter();
    if options.clone().any(|option| option.amount.is_none()) {
        let message =
            format!("{} is not about numbers, so that it has no bounds", quote(&reader.domain.issues[issue].id));
        reader.problems.error(bound.place(), message, "let hyper-rectangles speak of issues of numbers");
        return None;
    }
    let inside = |amount: &Rational| least <= *amount && *amount <= most;
    let options = options.enumerate().filter(|(_, option)| option.amount.as_ref().is_some_and(inside));
    Some(Condition { issue, options: options.map(|(option, _)| option).collect() })
}
