//! GeniusWeb JSON: a domain, and a profile of each party that is linear additive or a sum of groups.
//!
//! Jonker, Aydoğan, Baarslag et al., GeniusWeb, TU Delft. Weights and values are taken as written; no
//! agreement is worth what the reservation bid is, 0 where there is none. Both spellings of the values
//! are read: `discreteutils` and `DiscreteValueSetUtilities`, and those of numbers likewise.

mod groups;
#[cfg(test)]
mod tests;
mod write;

use super::diagnostic::{Diagnostic, Place, Problems, quote};
use super::scenario::{self, Domain, Issues, NoAgreement, Profile, Range, Sum, option_values, required, tree_number};
use super::tree::{Shape, Value};
use super::{Format, Loaded, Part, Reading, Source, Writer};
use crate::exact::Rational;
use crate::model::{Issue, Outcome, Preferences};
use num_traits::Zero;

pub(super) const FORMAT: Format = Format {
    id: "geniusweb",
    title: "GeniusWeb JSON: a domain and a profile of each party",
    extensions: &["json"],
    recognise,
    read: load,
    check_party: |files, reading| scenario::check_party(files, reading, load),
    writer: Some(Writer::Folder(write::write)),
    forms: None,
};

/// The kinds of profiles, each the name of the object that holds all.
const KINDS: [&str; 2] = ["LinearAdditiveUtilitySpace", "SumOfGroupsUtilitySpace"];

fn recognise(source: &Source) -> Option<Part> {
    let text = source.utf8().ok().filter(|_| source.extension() == "json")?;
    let says = |key: &str| text.contains(&format!("\"{key}\""));
    if KINDS.iter().any(|kind| says(kind)) || says("DefaultPartialOrdering") {
        return Some(Part::Party);
    }
    says("issuesValues").then_some(Part::Talks)
}

fn load(sources: &[Source], reading: &Reading) -> Result<Loaded, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let trees = scenario::json_trees(sources, &mut problems);
    let roots: Vec<(Value, &Source)> =
        trees.iter().zip(sources).filter_map(|(tree, source)| Some((tree.as_ref()?.root(), source))).collect();
    let bare = roots.iter().find(|(root, _)| root.get("issuesValues").is_some()).map(|(root, _)| *root);
    // A profile holds its domain too.
    let inner = || roots.iter().find_map(|(root, _)| root.children().next()?.get("domain"));
    let Some(domain) = bare.or_else(inner) else {
        if !problems.failed() {
            let start = Place { source: 0, offset: 0 };
            problems.error(start, "no file is a domain", "give the domain's file too; it holds \"issuesValues\"");
        }
        return scenario::finish(None, Vec::new(), problems, sources);
    };
    let (domain, notes) = read_domain(domain, reading, &mut problems);
    let mut profiles = Vec::new();
    for (root, source) in roots.iter().filter(|(root, _)| root.get("issuesValues").is_none()) {
        if !problems.failed() || !domain.issues.is_empty() {
            profiles.extend(profile(*root, source.stem(), &domain, &mut problems));
        }
    }
    scenario::finish(Some((domain, profiles)), notes, problems, sources)
}

fn read_domain(root: Value, reading: &Reading, problems: &mut Problems) -> (Domain, Vec<String>) {
    let mut issues = Issues::new(reading);
    for issue in required(root, "issuesValues", problems).into_iter().flat_map(Value::children) {
        let (name, place) = (issue.key(), issue.key_place());
        if let Some(values) = issue.get("values").filter(|values| values.shape() == Shape::List) {
            let option = |value: Value| Some((scenario::label(value)?, value.place()));
            issues.named(&name, place, values.children().filter_map(option).collect(), problems);
        } else if let Some(range) = issue.get("range").or(Some(issue)).and_then(|value| range(value, problems)) {
            // A range brings its own step, which a step that is asked for overrules.
            let step = reading.step.clone().or(range.1);
            issues.ranged_by(&name, place, &range.0, step, problems);
        } else {
            let message = format!("{} has neither values nor a range", quote(&name));
            problems.error(place, message, "write { \"values\": [...] } or { \"range\": [low, high, step] }");
        }
    }
    let title = root.get("name").and_then(scenario::label);
    issues.finish(&title.unwrap_or_default())
}

/// A range of numbers and its step: a list of three, or an object of `low`, `high` and `step`.
fn range(value: Value, problems: &mut Problems) -> Option<(Range, Option<Rational>)> {
    let parts: Vec<Value> = match value.shape() {
        Shape::List => value.children().collect(),
        _ => ["low", "high", "step"].iter().map_while(|key| value.get(key)).collect(),
    };
    let number = |value: &Value| match value.shape() {
        // Numbers of unlimited precision are written as texts.
        Shape::Text => crate::exact::parse(value.text()?.trim()).ok(),
        _ => crate::exact::parse(value.raw()).ok(),
    };
    let [Some(lower), Some(upper), step] = [0, 1, 2].map(|index| parts.get(index).and_then(number)) else {
        if !parts.is_empty() {
            problems.error(value.place(), "a range needs a lower and an upper number", "write [low, high, step]");
        }
        return None;
    };
    let step = step.filter(|step| *step > Rational::zero());
    let is_whole = [Some(&lower), Some(&upper), step.as_ref()].iter().flatten().all(|number| number.is_integer());
    Some((Range { lower, upper, is_whole }, step))
}

fn profile(root: Value, name: &str, domain: &Domain, problems: &mut Problems) -> Option<Profile> {
    let errors_before = problems.n_errors();
    let Some(space) = root.children().find(|child| KINDS.contains(&child.key().as_ref())) else {
        let kind = root.children().next().map(|child| child.key().into_owned()).unwrap_or_default();
        let message = format!("a profile of the kind {} gives no utilities", quote(&kind));
        problems.error(root.place(), message, "give a linear additive profile or a sum of groups");
        return None;
    };
    let mut sum = Sum::nothing(domain);
    if space.key() == KINDS[0] {
        additive(space, domain, &mut sum, problems);
    } else {
        groups::read(space, domain, &mut sum, problems);
    }
    if problems.n_errors() > errors_before {
        return None;
    }
    let utility = sum.finish();
    let mut preferences =
        Preferences { utility, red_lines: Vec::new(), reservation_value: Rational::zero(), discount: None };
    let bid = space.get("reservationBid").filter(|bid| bid.shape() == Shape::Table);
    let no_agreement = match bid {
        Some(bid) => outcome(bid, domain, problems).map(|outcome| {
            let sizes: Vec<usize> = domain.issues.iter().map(|issue| issue.options.len()).collect();
            preferences.utility(&outcome, &sizes)
        }),
        None => Some(Rational::zero()),
    };
    preferences.reservation_value = no_agreement?;
    let title = space.get("name").and_then(scenario::label);
    Some(Profile {
        file: name.to_string(),
        name: title,
        utility: preferences.utility,
        no_agreement: NoAgreement::Worth(preferences.reservation_value),
        discount: None,
    })
}

fn additive(space: Value, domain: &Domain, sum: &mut Sum, problems: &mut Problems) {
    let weights = required(space, "issueWeights", problems);
    let utilities = required(space, "issueUtilities", problems);
    let (Some(weights), Some(utilities)) = (weights, utilities) else { return };
    for unknown in utilities.children().chain(weights.children()).filter(|child| domain.issue(&child.key()).is_none()) {
        let message = format!("the domain has no issue {}", quote(&unknown.key()));
        problems.error(unknown.key_place(), message, "name issues of the domain");
    }
    for (index, issue) in domain.issues.iter().enumerate() {
        let weight = required(weights, &issue.id, problems);
        let values = required(utilities, &issue.id, problems);
        let (Some(weight), Some(values)) = (weight, values) else { continue };
        let what = format!("the weight of {}", quote(&issue.id));
        sum.weights[index] = tree_number(weight, &what, problems).unwrap_or_default();
        sum.values[index] = issue_values(values, issue, problems).unwrap_or_default();
    }
}

/// The values of an issue's options; an option that is not named is worth nothing.
fn issue_values(values: Value, issue: &Issue, problems: &mut Problems) -> Option<Vec<Rational>> {
    let any = |keys: [&str; 2]| keys.iter().find_map(|key| values.get(key));
    if let Some(discrete) = any(["discreteutils", "DiscreteValueSetUtilities"]) {
        let table = required(discrete, "valueUtilities", problems)?;
        return option_values(table, issue, Some(Rational::zero()), problems);
    }
    let Some(numbers) = any(["numberutils", "NumberValueSetUtilities"]) else {
        let message = format!("the values of {} are neither of names nor of numbers", quote(&issue.id));
        problems.error(values.place(), message, "write \"DiscreteValueSetUtilities\": { \"valueUtilities\": {...} }");
        return None;
    };
    let ends = ["lowValue", "lowUtility", "highValue", "highUtility"].map(|key| {
        required(numbers, key, problems).and_then(|value| tree_number(value, &format!("`{key}`"), problems))
    });
    let [Some(low), Some(low_utility), Some(high), Some(high_utility)] = ends else { return None };
    let value = |amount: &Rational| {
        if low == high {
            return low_utility.clone();
        }
        let share = (amount - &low) / (&high - &low);
        &low_utility + share * (&high_utility - &low_utility)
    };
    Some(issue.options.iter().map(|option| value(&option.amount.clone().unwrap_or_default())).collect())
}

/// The outcome that a complete bid names.
fn outcome(bid: Value, domain: &Domain, problems: &mut Problems) -> Option<Outcome> {
    let values = bid.get("issuevalues").or_else(|| bid.get("issueValues")).unwrap_or(bid);
    let mut settlement = Vec::new();
    for (index, issue) in domain.issues.iter().enumerate() {
        let label = values.get(&issue.id).and_then(scenario::label);
        match label.as_ref().and_then(|label| domain.option(index, label)) {
            Some(option) => settlement.push(option),
            None => {
                let message = format!("the reservation bid names no option of {}", quote(&issue.id));
                problems.error(values.place(), message, "let it name an option of every issue");
            }
        }
    }
    (settlement.len() == domain.issues.len()).then_some(Outcome(settlement))
}
