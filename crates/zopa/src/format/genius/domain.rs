//! What a GENIUS domain says: issues, each with its number.

use super::{Numbered, number, quote, start, whole};
use crate::format::Reading;
use crate::format::diagnostic::{Place, Problems};
use crate::format::scenario::{Issues, Range};
use crate::format::xml::{Element, Xml};

/// The outermost element of a domain.
pub(super) const ROOT: &str = "negotiation_template";

/// The domain among the files. Where there are several, that to which the first profile fits.
pub(super) fn domain(
    files: &[(usize, Xml)],
    reading: &Reading,
    notes: &mut Vec<String>,
    problems: &mut Problems,
) -> Option<Numbered> {
    let domains: Vec<&(usize, Xml)> = files.iter().filter(|(_, xml)| xml.root().name() == ROOT).collect();
    let profile = files.iter().find(|(_, xml)| xml.root().name() != ROOT).map(|(_, xml)| names(xml.root()));
    let fits = |xml: &Xml| {
        let own = names(xml.root());
        profile.iter().flatten().all(|name| own.contains(name))
    };
    let Some((chosen, xml)) = domains.iter().find(|(_, xml)| fits(xml)).or(domains.first()) else {
        if !problems.failed() {
            problems.error(
                start(0),
                "no file is a domain",
                "give the domain's file too; it begins with <negotiation_template>",
            );
        }
        return None;
    };
    for (other, _) in domains.iter().filter(|(other, _)| other != chosen) {
        problems.warning(start(*other), "a second domain: it was left out", "keep one domain in a folder");
    }
    read(xml.root(), reading, notes, problems)
}

/// The names of the issues below an element, at any depth.
fn names(root: Element) -> Vec<String> {
    issues(root).iter().filter_map(|issue| issue.attribute("name")).map(|name| name.text.into_owned()).collect()
}

/// The issues below an element, at any depth, in the order written; those of rules are not meant.
pub(super) fn issues(root: Element) -> Vec<Element> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(element) = waiting.pop() {
        if element.name() == "issue" {
            found.push(element);
        } else if element.name() != "rules" {
            let children: Vec<Element> = element.children().collect();
            waiting.extend(children.into_iter().rev());
        }
    }
    found
}

fn read(root: Element, reading: &Reading, notes: &mut Vec<String>, problems: &mut Problems) -> Option<Numbered> {
    let mut read = Issues::new(reading);
    let mut numbers = Vec::new();
    let errors_before = problems.n_errors();
    for issue in issues(root) {
        let Some(name) = issue.attribute("name") else {
            problems.error(issue.place(), "an issue has no name", "add name=\"...\"");
            continue;
        };
        let Some(number) = whole(issue, "index", problems) else { continue };
        if numbers.contains(&number) {
            let message = format!("two issues have the index {number}");
            problems.error(issue.place(), message, "give each issue an index of its own");
        }
        numbers.push(number);
        match range(issue, problems) {
            Some(range) => read.ranged(&name.text, issue.place(), &range, problems),
            None => {
                let value = |item: Element| item.attribute("value").map(|value| (value.text.into_owned(), value.place));
                let mut options: Vec<(String, Place)> = Vec::new();
                for item in issue.named("item") {
                    match value(item) {
                        Some((option, place)) => {
                            if options.iter().any(|(other, _)| *other == option) {
                                let (option, issue) = (quote(&option), quote(&name.text));
                                let message = format!("the option {option} of {issue} stands twice: it was read once");
                                problems.warning(place, message, "remove one of them");
                            } else {
                                options.push((option, place));
                            }
                        }
                        None => {
                            let message = format!("an item of {} has no value: it was left out", quote(&name.text));
                            problems.warning(item.place(), message, "add value=\"...\"");
                        }
                    }
                }
                read.named(&name.text, issue.place(), options, problems);
            }
        }
    }
    let objective = root.first("utility_space").and_then(|space| space.first("objective"));
    let title = objective.and_then(|objective| objective.attribute("name")).map(|name| name.text.into_owned());
    let (domain, said) = read.finish(&title.unwrap_or_default());
    notes.extend(said);
    let complete = problems.n_errors() == errors_before;
    complete.then_some(Numbered { title: domain.title, issues: domain.issues, numbers })
}

/// The range of an issue of whole or real numbers; none for an issue of names.
fn range(issue: Element, problems: &mut Problems) -> Option<Range> {
    let kind = issue.attribute("type").or_else(|| issue.attribute("vtype"))?;
    let is_whole = match kind.text.as_ref() {
        "integer" => true,
        "real" => false,
        _ => return None,
    };
    let bounds = issue.first("range").unwrap_or(issue);
    let errors_before = problems.n_errors();
    let [lower, upper] = ["lowerbound", "upperbound"].map(|name| number(bounds, name, problems));
    match (lower, upper) {
        (Some(lower), Some(upper)) => Some(Range { lower, upper, is_whole }),
        _ => {
            if problems.n_errors() == errors_before {
                problems.error(
                    bounds.place(),
                    "the issue has no bounds",
                    "add lowerbound=\"...\" and upperbound=\"...\"",
                );
            }
            None
        }
    }
}
