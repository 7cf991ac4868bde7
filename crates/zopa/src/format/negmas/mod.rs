//! NegMAS scenarios in YAML or JSON: an outcome space, and a utility function of each party.
//!
//! Mohammad, Nakadai and Greenwald 2020, "NegMAS: A platform for situated negotiations". Weights and
//! values are taken as written. A reserved value of minus infinity means that any agreement is better
//! than none: no agreement then counts as the worst outcome.

mod functions;
#[cfg(test)]
mod tests;
mod utility;
mod write;

use super::diagnostic::{Diagnostic, Place, Problems, quote};
use super::scenario::{self, Domain, Issues, Range, required, tree_number};
use super::tree::{Shape, Tree, Value};
use super::{Format, Loaded, Part, Reading, Source, Writer, json, utf8, yaml};

pub(super) const YAML: Format = Format {
    id: "negmas",
    title: "NegMAS YAML: an outcome space and a utility function of each party",
    extensions: &["yml", "yaml"],
    recognise: |source| matches!(source.extension().as_str(), "yml" | "yaml").then(|| part(source)).flatten(),
    read: load,
    check_party: |files, reading| scenario::check_party(files, reading, load),
    writer: Some(Writer::Folder(write::yaml)),
    forms: None,
};

pub(super) const JSON: Format = Format {
    id: "negmas-json",
    title: "the same in JSON",
    extensions: &["json"],
    recognise: |source| (source.extension() == "json").then(|| part(source)).flatten(),
    read: load,
    check_party: |files, reading| scenario::check_party(files, reading, load),
    writer: Some(Writer::Folder(write::json)),
    forms: None,
};

/// NegMAS names the class of everything that it writes.
fn part(source: &Source) -> Option<Part> {
    let text = source.utf8().ok()?;
    if text.contains("OutcomeSpace") {
        return Some(Part::Talks);
    }
    let is_function = ["UtilityFunction", "UFun", "Ufun"].iter().any(|class| text.contains(class));
    is_function.then_some(Part::Party)
}

fn load(sources: &[Source], reading: &Reading) -> Result<Loaded, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let trees: Vec<Option<Tree>> =
        sources.iter().enumerate().map(|(index, source)| tree(index, source, &mut problems)).collect();
    let roots: Vec<(Value, &Source)> =
        trees.iter().zip(sources).filter_map(|(tree, source)| Some((tree.as_ref()?.root(), source))).collect();
    let mut spaces = roots.iter().filter(|(root, _)| root.get("issues").is_some());
    let Some((space, _)) = spaces.next() else {
        if !problems.failed() {
            let start = Place { source: 0, offset: 0 };
            problems.error(start, "no file is an outcome space", "give the domain's file too; it lists the issues");
        }
        return scenario::finish(None, Vec::new(), problems, sources);
    };
    for (other, _) in spaces {
        problems.warning(other.place(), "a second outcome space: it was left out", "keep one in a folder");
    }
    let Some((domain, mut notes)) = read_space(*space, reading, &mut problems) else {
        return scenario::finish(None, Vec::new(), problems, sources);
    };
    let mut profiles = Vec::new();
    for (root, source) in roots.iter().filter(|(root, _)| root.get("issues").is_none()) {
        let profile = utility::profile(*root, source.stem(), &domain, &mut problems);
        if let Some((profile, said)) = profile {
            notes.extend(said.into_iter().map(|note| format!("{}: {note}", source.stem())));
            profiles.push(profile);
        }
    }
    scenario::finish(Some((domain, profiles)), notes, problems, sources)
}

/// The tree of a file. Python writes infinities into JSON, which YAML knows and JSON does not.
fn tree<'s>(index: usize, source: &'s Source, problems: &mut Problems) -> Option<Tree<'s>> {
    let start = Place { source: index as u32, offset: 0 };
    let text = utf8(source, start, problems)?;
    let errors_before = problems.n_errors();
    let is_json = source.extension() == "json" && !text.contains("Infinity") && !text.contains("NaN");
    let read = if is_json { json::read } else { yaml::read };
    let tree = read(start.source, text, problems);
    (problems.n_errors() == errors_before).then_some(tree)
}

/// The name of a value's class, without the modules that it stands in.
fn class(value: Value) -> String {
    let named = ["type", "__python_class__", "__class__", "$type"].iter().find_map(|key| value.get(key));
    let full = named.and_then(scenario::label).unwrap_or_default();
    full.rsplit('.').next().unwrap_or_default().to_string()
}

fn read_space(root: Value, reading: &Reading, problems: &mut Problems) -> Option<(Domain, Vec<String>)> {
    let errors_before = problems.n_errors();
    let mut issues = Issues::new(reading);
    for issue in required(root, "issues", problems)?.children() {
        let name = required(issue, "name", problems).and_then(scenario::label).unwrap_or_default();
        let Some(values) = required(issue, "values", problems) else { continue };
        let kind = class(issue);
        match (kind.as_str(), values.shape()) {
            ("ContiguousIssue" | "ContinuousIssue", Shape::List) => {
                let ends: Vec<Value> = values.children().collect();
                let [lower, upper] = ends.as_slice() else {
                    problems.error(values.place(), "a range needs its two ends", "write [lower, upper]");
                    continue;
                };
                let ends = [lower, upper].map(|end| tree_number(*end, "an end of the range", problems));
                if let [Some(lower), Some(upper)] = ends {
                    let range = Range { lower, upper, is_whole: kind == "ContiguousIssue" };
                    issues.ranged(&name, issue.place(), &range, problems);
                }
            }
            (_, Shape::Number) => {
                // A number of values stands for the whole numbers below it.
                if let Some(count) = tree_number(values, "`values`", problems) {
                    let one = crate::exact::ratio(1, 1);
                    let range = Range { lower: crate::exact::ratio(0, 1), upper: count - one, is_whole: true };
                    issues.ranged(&name, issue.place(), &range, problems);
                }
            }
            (_, Shape::List) => {
                let option = |value: Value| Some((scenario::label(value)?, value.place()));
                issues.listed(&name, issue.place(), values.children().filter_map(option).collect(), problems);
            }
            _ => {
                let message = format!("the values of {} are {}", quote(&name), values.shape().described());
                problems.error(values.place(), message, "write a list of values");
            }
        }
    }
    let title = root.get("name").and_then(scenario::label).unwrap_or_default();
    (problems.n_errors() == errors_before).then(|| issues.finish(&title))
}
