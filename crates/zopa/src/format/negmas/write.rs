//! Writes an outcome space and a utility function for each party as NegMAS reads them.

use crate::exact::{Rational, ratio};
use crate::format::plain::{self, Plain};
use crate::format::scenario::{Decimals, file_names, survey, weight_and_values};
use crate::format::{Source, Written};
use crate::model::{Issue, Negotiation, Utility};
use num_traits::{One, ToPrimitive};

/// Writes YAML, or says why NegMAS could not read it as it is meant.
pub(super) fn yaml(negotiation: &Negotiation) -> Result<Written, Vec<String>> {
    write(negotiation, "yml", plain::yaml)
}

/// Writes JSON, or says why NegMAS could not read it as it is meant.
pub(super) fn json(negotiation: &Negotiation) -> Result<Written, Vec<String>> {
    write(negotiation, "json", plain::json)
}

fn write(negotiation: &Negotiation, extension: &str, spell: fn(&Plain) -> String) -> Result<Written, Vec<String>> {
    let (mut reasons, mut left_out) = survey(negotiation);
    let mut decimals = Decimals::default();
    let title = if negotiation.title().is_empty() { "domain" } else { negotiation.title() };
    let mut files = vec![Source::new(format!("domain.{extension}"), spell(&space(negotiation, title)))];
    for (party, name) in file_names(negotiation, "domain").iter().enumerate() {
        match function(negotiation, party, &mut decimals) {
            Ok(function) => files.push(Source::new(format!("{name}.{extension}"), spell(&function))),
            Err(reason) => reasons.push(format!("{reason} ({})", negotiation.parties()[party].name)),
        }
    }
    left_out.extend(decimals.remark());
    if reasons.is_empty() { Ok(Written { files, left_out }) } else { Err(reasons) }
}

fn space(negotiation: &Negotiation, title: &str) -> Plain {
    let issue = |issue: &Issue| {
        let (kind, values) = match whole_range(issue) {
            Some((lower, upper)) => {
                ("ContiguousIssue", [lower, upper].iter().map(|end| Plain::Number(end.to_string())).collect())
            }
            None => ("CategoricalIssue", issue.options.iter().map(|option| Plain::text(&option.id)).collect()),
        };
        Plain::table([("name", Plain::text(&issue.id)), ("type", Plain::text(kind)), ("values", Plain::List(values))])
    };
    Plain::table([
        ("issues", Plain::List(negotiation.issues().iter().map(issue).collect())),
        ("name", Plain::text(title)),
        ("type", Plain::text("DiscreteCartesianOutcomeSpace")),
    ])
}

/// The ends of an issue whose options are consecutive whole numbers, ascending.
fn whole_range(issue: &Issue) -> Option<(i64, i64)> {
    let amounts: Vec<&Rational> = issue.options.iter().map(|option| option.amount.as_ref()).collect::<Option<_>>()?;
    let spelled = issue.options.iter().all(|option| option.amount.as_ref().is_some_and(|a| a.to_string() == option.id));
    let consecutive = amounts.windows(2).all(|pair| (pair[1] - pair[0]).is_one());
    let end = |amount: &Rational| amount.to_integer().to_i64();
    (spelled && consecutive && amounts[0].is_integer())
        .then(|| Some((end(amounts[0])?, end(amounts[amounts.len() - 1])?)))
        .flatten()
}

fn function(negotiation: &Negotiation, party: usize, decimals: &mut Decimals) -> Result<Plain, String> {
    let preferences = &negotiation.preferences()[party];
    let Utility::Additive(additive) = &preferences.utility else {
        return Err("utilities of whole outcomes have no place in a file of NegMAS".into());
    };
    let name = &negotiation.parties()[party].id;
    let reserved = decimals.plain(&preferences.reservation_value);
    let inner = if additive.joint_terms.is_empty() {
        let mut values = Vec::new();
        let mut weights = Vec::new();
        for (index, issue) in negotiation.issues().iter().enumerate() {
            let (weight, worths) = weight_and_values(additive, index);
            weights.push(decimals.plain(&weight));
            let options = issue.options.iter().zip(&worths);
            let mapping = options.map(|(option, worth)| (option.id.clone(), decimals.plain(worth))).collect();
            values.push(Plain::table([("mapping", Plain::Table(mapping)), ("type", Plain::text("TableFun"))]));
        }
        Plain::table([
            ("name", Plain::text(name)),
            ("reserved_value", reserved),
            ("type", Plain::text("LinearAdditiveUtilityFunction")),
            ("values", Plain::List(values)),
            ("weights", Plain::List(weights)),
        ])
    } else {
        rectangles(negotiation, party, reserved, decimals)?
    };
    Ok(match &preferences.discount {
        Some(discount) if *discount < ratio(1, 1) => Plain::table([
            ("discount", decimals.plain(discount)),
            ("dynamic_reservation", Plain::Flag(true)),
            ("name", Plain::text(name)),
            ("reserved_value", decimals.plain(&preferences.reservation_value)),
            ("type", Plain::text("ExpDiscountedUFun")),
            ("ufun", inner),
        ]),
        _ => inner,
    })
}

/// Options and terms as hyper-rectangles.
fn rectangles(
    negotiation: &Negotiation,
    party: usize,
    reserved: Plain,
    decimals: &mut Decimals,
) -> Result<Plain, String> {
    let Utility::Additive(additive) = &negotiation.preferences()[party].utility else {
        return Err("utilities of whole outcomes have no place in a file of NegMAS".into());
    };
    let mut ranges = Vec::new();
    let mut utilities = Vec::new();
    let mut add = |conditions: &[(usize, Vec<usize>)], worth: Rational| {
        let bound = |(issue, options): &(usize, Vec<usize>)| {
            let own = &negotiation.issues()[*issue];
            let options = options.iter().map(|&option| match whole_range(own) {
                Some(_) => Plain::Number(own.options[option].id.clone()),
                None => Plain::text(&own.options[option].id),
            });
            (issue.to_string(), Plain::List(options.collect()))
        };
        ranges.push(Plain::Table(conditions.iter().map(bound).collect()));
        utilities.push(decimals.plain(&worth));
    };
    for (issue, values) in additive.values.iter().enumerate() {
        for option in 0..values.len() {
            add(&[(issue, vec![option])], additive.contribution(issue, option));
        }
    }
    for term in &additive.joint_terms {
        let conditions: Vec<(usize, Vec<usize>)> =
            term.conditions.iter().map(|condition| (condition.issue, condition.options.clone())).collect();
        // Two numbers in a list would be the ends of a range.
        let ambiguous = |(issue, options): &(usize, Vec<usize>)| {
            options.len() == 2 && whole_range(&negotiation.issues()[*issue]).is_some()
        };
        let split = conditions.iter().position(ambiguous);
        let worth = &term.worth / &additive.weight_total;
        match split {
            None => add(&conditions, worth),
            Some(_) => {
                for combination in split_pairs(&conditions, &ambiguous) {
                    add(&combination, worth.clone());
                }
            }
        }
    }
    Ok(Plain::table([
        ("bias", Plain::Number("0".into())),
        ("name", Plain::text(&negotiation.parties()[party].id)),
        ("outcome_ranges", Plain::List(ranges)),
        ("reserved_value", reserved),
        ("type", Plain::text("HyperRectangleUtilityFunction")),
        ("utilities", Plain::List(utilities)),
    ]))
}

type Conditions = Vec<(usize, Vec<usize>)>;

/// Whether a condition is split.
type Split<'s> = &'s dyn Fn(&(usize, Vec<usize>)) -> bool;

/// Conditions with two options, each split into its two options.
fn split_pairs(conditions: &Conditions, is_split: Split) -> Vec<Conditions> {
    let mut all = vec![Vec::new()];
    for condition in conditions {
        let parts: Vec<(usize, Vec<usize>)> = if is_split(condition) {
            condition.1.iter().map(|&option| (condition.0, vec![option])).collect()
        } else {
            vec![condition.clone()]
        };
        let extended = all.iter().flat_map(|partial: &Conditions| {
            parts.iter().map(move |part| [partial.as_slice(), std::slice::from_ref(part)].concat())
        });
        all = extended.collect();
    }
    all
}
