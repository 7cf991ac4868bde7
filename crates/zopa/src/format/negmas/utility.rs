//! Utility functions of NegMAS.

use super::{class, functions};
use crate::exact::{self, Rational};
use crate::format::diagnostic::{Problems, quote, quote_all};
use crate::format::scenario::{self, Domain, NoAgreement, Profile, Sum, required, tree_number};
use crate::format::tree::{Shape, Value};
use crate::model::Condition;
use num_traits::{One, Signed, Zero};

/// What can be read, for a complaint about what cannot.
const KINDS: [&str; 7] = [
    "LinearAdditiveUtilityFunction",
    "LinearUtilityFunction",
    "AffineUtilityFunction",
    "ConstUtilityFunction",
    "HyperRectangleUtilityFunction",
    "ExpDiscountedUFun",
    "LinDiscountedUFun",
];

/// A party's utility function, and how it was read.
pub(super) fn profile(
    root: Value,
    name: &str,
    domain: &Domain,
    problems: &mut Problems,
) -> Option<(Profile, Vec<String>)> {
    let errors_before = problems.n_errors();
    let mut notes = Vec::new();
    let mut sum = Sum::nothing(domain);
    let (function, discount) = discounted(root, &mut notes, problems);
    let function = function?;
    read(function, domain, &mut sum, problems);
    let reserved = [root, function].iter().find_map(|value| value.get("reserved_value"));
    let no_agreement = match reserved {
        Some(value) if value.shape() == Shape::Nothing => NoAgreement::Worst,
        Some(value) if is_minus_infinity(value) => NoAgreement::Worst,
        Some(value) => NoAgreement::Worth(tree_number(value, "`reserved_value`", problems).unwrap_or_default()),
        None => {
            let message = "the function does not say what no agreement is worth: any agreement counts as better";
            problems.warning(root.place(), message, "add reserved_value");
            NoAgreement::Worst
        }
    };
    if problems.n_errors() > errors_before {
        return None;
    }
    let profile = Profile { file: name.to_string(), name: None, utility: sum.finish(), no_agreement, discount };
    Some((profile, notes))
}

fn is_minus_infinity(value: Value) -> bool {
    let raw = value.raw().to_ascii_lowercase();
    raw.starts_with('-') && raw.contains("inf")
}

/// The function inside discounts, and the discount.
fn discounted<'t>(
    root: Value<'t>,
    notes: &mut Vec<String>,
    problems: &mut Problems,
) -> (Option<Value<'t>>, Option<Rational>) {
    let mut function = root;
    let mut discount: Option<Rational> = None;
    loop {
        match class(function).as_str() {
            "ExpDiscountedUFun" => {
                let own = function.get("discount").filter(|value| value.shape() != Shape::Nothing);
                if let Some(own) = own.and_then(|value| tree_number(value, "`discount`", problems)) {
                    discount = (own.is_positive() && own < Rational::one()).then_some(own).or(discount);
                }
            }
            "LinDiscountedUFun" => {
                let cost = function.get("cost").map(Value::raw).unwrap_or_default();
                notes.push(format!("a linear cost of delay of {cost} a step was left out"));
            }
            _ => return (Some(function), discount),
        }
        let Some(inner) = required(function, "ufun", problems) else { return (None, discount) };
        function = inner;
    }
}

fn read(function: Value, domain: &Domain, sum: &mut Sum, problems: &mut Problems) {
    match class(function).as_str() {
        "LinearAdditiveUtilityFunction" => {
            weights(function, domain, sum, problems);
            value_functions(function, domain, sum, problems);
        }
        "LinearUtilityFunction" | "AffineUtilityFunction" => {
            weights(function, domain, sum, problems);
            for (index, issue) in domain.issues.iter().enumerate() {
                let values = functions::on_amounts(function, issue, problems, Clone::clone);
                sum.values[index] = values.unwrap_or_else(|| vec![Rational::zero(); issue.options.len()]);
            }
        }
        "ConstUtilityFunction" => {
            let value = required(function, "value", problems);
            sum.constant += value.and_then(|value| tree_number(value, "`value`", problems)).unwrap_or_default();
        }
        "HyperRectangleUtilityFunction" => rectangles(function, domain, sum, problems),
        other => {
            let message = format!("utility functions of the kind {} cannot be read", quote(other));
            problems.error(function.place(), message, format!("kinds: {}", quote_all(KINDS)));
            return;
        }
    }
    if let Some(bias) = function.get("bias").filter(|bias| bias.shape() != Shape::Nothing) {
        sum.constant += tree_number(bias, "`bias`", problems).unwrap_or_default();
    }
}

/// Something for each issue: a list in the order of the issues, or a table by their names.
fn by_issue<'t>(value: Value<'t>, domain: &Domain, problems: &mut Problems) -> Option<Vec<Value<'t>>> {
    let found: Vec<Option<Value>> = match value.shape() {
        Shape::List => value.children().map(Some).collect(),
        _ => domain.issues.iter().map(|issue| value.get(&issue.id)).collect(),
    };
    let complete: Option<Vec<Value>> = found.into_iter().collect();
    let fits = complete.filter(|complete| complete.len() == domain.issues.len());
    if fits.is_none() {
        let message = format!("{} does not fit the {} issues", quote(&value.key()), domain.issues.len());
        problems.error(value.place(), message, "give one for each issue, in the order of the issues or by name");
    }
    fits
}

fn weights(function: Value, domain: &Domain, sum: &mut Sum, problems: &mut Problems) {
    let written = function.get("weights").filter(|weights| weights.shape() != Shape::Nothing);
    match written {
        Some(written) => {
            for (index, weight) in by_issue(written, domain, problems).into_iter().flatten().enumerate() {
                let what = format!("the weight of {}", quote(&domain.issues[index].id));
                sum.weights[index] = tree_number(weight, &what, problems).unwrap_or_default();
            }
        }
        // NegMAS weighs additive functions with 1 each, and affine ones equally.
        None if class(function) != "LinearAdditiveUtilityFunction" => {
            let share = exact::ratio(1, domain.issues.len().max(1) as i64);
            sum.weights.iter_mut().for_each(|weight| *weight = share.clone());
        }
        None => {}
    }
}

fn value_functions(function: Value, domain: &Domain, sum: &mut Sum, problems: &mut Problems) {
    let Some(written) = required(function, "values", problems) else { return };
    for (index, own) in by_issue(written, domain, problems).into_iter().flatten().enumerate() {
        let issue = &domain.issues[index];
        let values = functions::values(own, issue, problems);
        sum.values[index] = values.unwrap_or_else(|| vec![Rational::zero(); issue.options.len()]);
    }
}

/// The most options that all rectangles of a function may name.
const MAX_NAMED: usize = 500_000;

/// A sum of worths, each for the outcomes inside a rectangle.
fn rectangles(function: Value, domain: &Domain, sum: &mut Sum, problems: &mut Problems) {
    let ranges = required(function, "outcome_ranges", problems);
    let utilities = function.get("utilities").or_else(|| function.get("mappings"));
    let Some(utilities) = utilities.or_else(|| required(function, "utilities", problems)) else { return };
    let weights: Option<Vec<Value>> =
        function.get("weights").filter(|weights| weights.shape() == Shape::List).map(|w| w.children().collect());
    let mut named = 0;
    for (index, (range, utility)) in ranges.into_iter().flat_map(Value::children).zip(utilities.children()).enumerate()
    {
        let weight = match weights.as_ref().and_then(|weights| weights.get(index)) {
            Some(weight) => tree_number(*weight, "a weight", problems).unwrap_or_default(),
            None => Rational::one(),
        };
        let worth = tree_number(utility, "a utility", problems).unwrap_or_default() * weight;
        let mut conditions = Vec::new();
        for bound in range.children() {
            conditions.extend(condition(bound, domain, problems));
        }
        named += conditions.iter().map(|condition| condition.options.len()).sum::<usize>();
        if named > MAX_NAMED {
            let message = format!("the rectangles name more than {MAX_NAMED} options in all");
            problems.error(function.place(), message, "choose a greater distance with --step");
            return;
        }
        let whole = |c: &Condition| c.options.len() == domain.issues[c.issue].options.len();
        let nobody = conditions.iter().any(|condition| condition.options.is_empty());
        conditions.retain(|condition| !whole(condition));
        if !nobody {
            sum.add(conditions, worth);
        }
    }
}

/// The options of an issue, given by index or name, that a rectangle means: between two numbers, or one
/// of a list.
fn condition(bound: Value, domain: &Domain, problems: &mut Problems) -> Option<Condition> {
    let key = bound.key();
    let by_index = || key.parse::<usize>().ok().filter(|issue| *issue < domain.issues.len());
    let Some(issue) = domain.issue(&key).or_else(by_index) else {
        let message = format!("the domain has no issue {}", quote(&key));
        problems.error(bound.key_place(), message, "name an issue, or give its number from 0");
        return None;
    };
    let own = &domain.issues[issue].options;
    let members: Vec<Value> = if bound.shape() == Shape::List { bound.children().collect() } else { vec![bound] };
    let numbers: Option<Vec<Rational>> = members.iter().map(|member| exact::parse(member.raw()).ok()).collect();
    let ends = numbers.filter(|numbers| numbers.len() == 2 && own.iter().all(|option| option.amount.is_some()));
    let is_meant = |option: &crate::model::IssueOption| match (&ends, &option.amount) {
        (Some(ends), Some(amount)) => ends[0] <= *amount && *amount <= ends[1],
        _ => members.iter().any(|member| scenario::label(*member).as_ref() == Some(&option.id)),
    };
    let options = (0..own.len()).filter(|&option| is_meant(&own[option])).collect();
    Some(Condition { issue, options })
}
