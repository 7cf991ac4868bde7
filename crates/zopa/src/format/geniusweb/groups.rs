//! Sums of groups: utilities of the combinations of options of some issues, group by group.
//!
//! A combination that is not named is worth nothing.

use crate::format::diagnostic::{Problems, quote};
use crate::format::scenario::{self, Domain, Sum, required, tree_number};
use crate::format::tree::{Shape, Value};
use crate::model::Condition;

/// Adds the groups of a profile.
pub(super) fn read(space: Value, domain: &Domain, sum: &mut Sum, problems: &mut Problems) {
    let mut spoken = vec![false; domain.issues.len()];
    let parts = space.get("partUtilities").or_else(|| space.get("partsUtilities"));
    let Some(parts) = parts.or_else(|| required(space, "partUtilities", problems)) else { return };
    for part in parts.children() {
        // The object is wrapped in its class's name in some versions.
        let part = part.get("partsutils").or_else(|| part.get("PartsUtilities")).unwrap_or(part);
        let Some(issues) = issues(part, domain, &mut spoken, problems) else { continue };
        let named = part.get("utilslist").or_else(|| part.get("utilities"));
        let Some(utilities) = named.or_else(|| required(part, "utilslist", problems)) else { continue };
        for entry in utilities.children() {
            add_entry(entry, &issues, domain, sum, problems);
        }
    }
}

/// The issues of a group; no issue may be in two.
fn issues(part: Value, domain: &Domain, spoken: &mut [bool], problems: &mut Problems) -> Option<Vec<usize>> {
    let mut issues = Vec::new();
    for name in required(part, "issues", problems)?.children() {
        let label = scenario::label(name).unwrap_or_default();
        match domain.issue(&label) {
            Some(issue) if !std::mem::replace(&mut spoken[issue], true) => issues.push(issue),
            Some(_) => {
                let message = format!("{} stands in two groups", quote(&label));
                problems.error(name.place(), message, "let every issue stand in one group");
            }
            None => {
                let message = format!("the domain has no issue {}", quote(&label));
                problems.error(name.place(), message, "name issues of the domain");
            }
        }
    }
    Some(issues)
}

/// A combination and its utility: `{"values": [...], "util": 0.3}`, or a key of values.
fn add_entry(entry: Value, issues: &[usize], domain: &Domain, sum: &mut Sum, problems: &mut Problems) {
    let values = entry.get("values").or_else(|| entry.get("value"));
    let utility = entry.get("util").or_else(|| entry.get("utility"));
    let (Some(values), Some(utility)) = (values, utility) else {
        let help = "write { \"values\": [...], \"util\": 0.3 }";
        problems.error(entry.place(), "a combination needs its values and its utility", help);
        return;
    };
    let labels: Vec<Option<String>> = match values.shape() {
        Shape::List => values.children().map(scenario::label).collect(),
        _ => issues.iter().map(|&issue| values.get(&domain.issues[issue].id).and_then(scenario::label)).collect(),
    };
    let worth = tree_number(utility, "the utility", problems);
    if labels.len() != issues.len() {
        let message = format!("a combination has {} values, and its group {} issues", labels.len(), issues.len());
        problems.error(values.place(), message, "give a value for each issue of the group");
        return;
    }
    let mut conditions = Vec::new();
    for (&issue, label) in issues.iter().zip(labels) {
        match label.as_ref().and_then(|label| domain.option(issue, label)) {
            Some(option) => conditions.push(Condition { issue, options: vec![option] }),
            None => {
                let label = quote(&label.unwrap_or_default());
                let message = format!("{label} is no option of {}", quote(&domain.issues[issue].id));
                problems.error(values.place(), message, "name options of the domain");
            }
        }
    }
    if let (Some(worth), true) = (worth, conditions.len() == issues.len()) {
        sum.add(conditions, worth);
    }
}
