//! A single draft, in a file of its own or in a line.
//!
//! A file is TOML or JSON: a table from issues to options, at the top or under `settles`, beside an
//! optional `title`. A line is one of
//!
//! - `canal=shared,price=3`: issues with their options; `price=?` leaves one open;
//! - `tabled,price=3`: a draft on the table with some issues settled otherwise;
//! - `[shared, 3, ?]`: an option for every issue, in order;
//! - `{"canal": "shared"}`: the table of a file in JSON.
//!
//! An issue goes by its id, or by the number of its point where no other issue has it.

use super::diagnostic::{Problems, did_you_mean, quote, quote_all};
use super::tree::{Shape, Value};
use super::{Diagnostic, Source, json, toml};
use crate::model::{Issue, Negotiation, PartialOutcome};

/// A draft as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftText {
    /// What it is called, where it says so.
    pub title: Option<String>,
    /// What it settles.
    pub settles: PartialOutcome,
}

/// Reads a draft from a file.
///
/// # Errors
/// Every problem found, by file and line.
pub fn read_draft(source: &Source, negotiation: &Negotiation) -> Result<DraftText, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let text = source.text();
    let tree = match source.extension().as_str() {
        "json" => json::read(0, &text, &mut problems),
        _ => toml::read(0, &text, &mut problems),
    };
    let draft = (!problems.failed()).then(|| table(tree.root(), negotiation, &mut problems));
    match draft.filter(|_| !problems.failed()) {
        Some(draft) => Ok(draft),
        None => Err(problems.finish(std::slice::from_ref(source))),
    }
}

/// Reads a draft from a line, as the head of this module describes.
///
/// # Errors
/// Every problem found, a sentence each.
pub fn parse_draft(line: &str, negotiation: &Negotiation) -> Result<PartialOutcome, Vec<String>> {
    let line = line.trim();
    if line.starts_with('{') {
        let source = Source::new("DRAFT.json", line);
        let told = |problem: &Diagnostic| match problem.help.is_empty() {
            true => problem.message.clone(),
            false => format!("{}; {}", problem.message, problem.help),
        };
        let read = read_draft(&source, negotiation).map(|draft| draft.settles);
        return read.map_err(|problems| problems.iter().map(told).collect());
    }
    if let Some(list) = line.strip_prefix('[') {
        return in_order(list.strip_suffix(']').unwrap_or(list), negotiation);
    }
    let mut settles = PartialOutcome(vec![None; negotiation.issues().len()]);
    let mut problems = Vec::new();
    let mut seen = vec![false; settles.0.len()];
    for (place, part) in line.split(',').map(str::trim).filter(|part| !part.is_empty()).enumerate() {
        match part.split_once('=') {
            None if place == 0 => match negotiation.drafts().iter().find(|draft| draft.id == part) {
                Some(draft) => settles = draft.settles.clone(),
                None => problems.push(unknown_draft(part, negotiation)),
            },
            None => problems.push(format!("{} is no pair of an issue and an option; write ISSUE=OPTION", quote(part))),
            Some((issue, option)) => {
                let settled = issue_called(issue.trim(), negotiation)
                    .and_then(|issue| Ok((issue, option_called(option.trim(), &negotiation.issues()[issue])?)));
                match settled {
                    Ok((issue, _)) if std::mem::replace(&mut seen[issue], true) => {
                        problems.push(format!("issue {} is settled twice", quote(&negotiation.issues()[issue].id)));
                    }
                    Ok((issue, option)) => settles.0[issue] = option,
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
    if problems.is_empty() { Ok(settles) } else { Err(problems) }
}

/// What to say of a draft that is not on the table.
#[must_use]
pub fn unknown_draft(name: &str, negotiation: &Negotiation) -> String {
    let ids = || negotiation.drafts().iter().map(|draft| draft.id.as_str());
    let help = match negotiation.drafts().is_empty() {
        true => "the talks have no drafts; name a file, or write ISSUE=OPTION,...".to_string(),
        false => did_you_mean(name, ids(), &format!("the drafts are {}", quote_all(ids()))),
    };
    format!("there is no draft {}; {help}", quote(name))
}

/// The issues that a name stands for: the one with this id, or all that split the point with this number.
///
/// # Errors
/// A sentence that says which names there are.
pub fn issues_called(name: &str, negotiation: &Negotiation) -> Result<Vec<usize>, String> {
    let issues = negotiation.issues();
    if let Some(issue) = issues.iter().position(|issue| issue.id == name) {
        return Ok(vec![issue]);
    }
    let number = name.parse::<u32>().ok();
    let split: Vec<usize> =
        (0..issues.len()).filter(|&issue| number.is_some() && issues[issue].point == number).collect();
    if split.is_empty() {
        let ids = || issues.iter().map(|issue| issue.id.as_str());
        let all = format!("the issues are {}", quote_all(ids()));
        return Err(format!("there is no issue or point {}; {}", quote(name), did_you_mean(name, ids(), &all)));
    }
    Ok(split)
}

fn issue_called(name: &str, negotiation: &Negotiation) -> Result<usize, String> {
    match issues_called(name, negotiation)?[..] {
        [issue] => Ok(issue),
        ref several => {
            let ids = several.iter().map(|&issue| negotiation.issues()[issue].id.as_str());
            Err(format!("point {} is split; name one of its issues: {}", quote(name), quote_all(ids)))
        }
    }
}

/// An option by its id; `?` and `-` leave the issue open, unless they are options.
fn option_called(name: &str, issue: &Issue) -> Result<Option<usize>, String> {
    let name = name.trim_matches('"');
    let found = issue.options.iter().position(|option| option.id == name);
    if found.is_some() || matches!(name, "?" | "-" | "") {
        return Ok(found);
    }
    let ids = || issue.options.iter().map(|option| option.id.as_str());
    let all = format!("its options are {}", quote_all(ids()));
    Err(format!("issue {} has no option {}; {}", quote(&issue.id), quote(name), did_you_mean(name, ids(), &all)))
}

fn in_order(list: &str, negotiation: &Negotiation) -> Result<PartialOutcome, Vec<String>> {
    let names: Vec<&str> = list.split(',').map(str::trim).collect();
    let issues = negotiation.issues();
    if names.len() != issues.len() {
        return Err(vec![format!(
            "the list settles {} issues, but there are {}; write ? for those left open",
            names.len(),
            issues.len()
        )]);
    }
    let read: Vec<Result<Option<usize>, String>> =
        names.iter().zip(issues).map(|(name, issue)| option_called(name, issue)).collect();
    let problems: Vec<String> = read.iter().filter_map(|option| option.as_ref().err().cloned()).collect();
    if problems.is_empty() { Ok(PartialOutcome(read.into_iter().flatten().collect())) } else { Err(problems) }
}

fn table(root: Value, negotiation: &Negotiation, problems: &mut Problems) -> DraftText {
    let find = |key: &str| root.children().find(|child| child.key() == key);
    let is_issue = |key: &str| negotiation.issues().iter().any(|issue| issue.id == key);
    let under = find("settles").filter(|table| table.shape() == Shape::Table && !is_issue("settles"));
    let title = find("title").filter(|_| under.is_some() || !is_issue("title")).and_then(Value::text);
    let mut settles = PartialOutcome(vec![None; negotiation.issues().len()]);
    for entry in under.unwrap_or(root).children() {
        let key = entry.key();
        if under.is_none() && (key == "title" || key == "id") && !is_issue(&key) {
            continue;
        }
        let issue = match issue_called(&key, negotiation) {
            Ok(issue) => issue,
            Err(problem) => {
                problems.error(entry.key_place(), problem, "");
                continue;
            }
        };
        let name = match entry.shape() {
            Shape::Nothing => continue,
            Shape::Text => entry.text().unwrap_or_default().to_string(),
            Shape::Number | Shape::Boolean => entry.raw().to_string(),
            other => {
                problems.error(entry.place(), format!("an option is meant here, not {}", other.described()), "");
                continue;
            }
        };
        match option_called(&name, &negotiation.issues()[issue]) {
            Ok(option) => settles.0[issue] = option,
            Err(problem) => problems.error(entry.place(), problem, ""),
        }
    }
    DraftText { title: title.map(|title| title.to_string()), settles }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Shape, negotiation};

    fn talks() -> Negotiation {
        let shape = Shape { issues: 3, options: 3, ..Shape::SMALL };
        let seed = (0..500).find(|&seed| negotiation(seed, &shape).sizes() == [3, 3, 3]).expect("such talks");
        let mut parts = negotiation(seed, &shape).into_parts();
        parts.issues[1].point = Some(7);
        parts.drafts = vec![crate::model::Draft {
            id: "tabled".into(),
            title: "Tabled".into(),
            date: None,
            provenance: crate::model::Provenance::Tabled,
            settles: PartialOutcome(vec![Some(1), Some(1), None]),
        }];
        Negotiation::new(parts).expect("a draft of existing options fits")
    }

    #[test]
    fn lines_are_read_in_every_form() {
        let check = |line: &str, expected: [Option<usize>; 3]| {
            assert_eq!(parse_draft(line, &talks()).map(|draft| draft.0), Ok(expected.to_vec()), "{line}");
        };
        check("i0=o2, i2=o0", [Some(2), None, Some(0)]);
        check("7=o2", [None, Some(2), None]);
        check("tabled", [Some(1), Some(1), None]);
        check("tabled,i0=?,7=o0", [None, Some(0), None]);
        check("[o0, ?, \"o2\"]", [Some(0), None, Some(2)]);
        check(r#"{"i0": "o1", "i1": null}"#, [Some(1), None, None]);
        check(r#"{"title": "x", "settles": {"7": "o1"}}"#, [None, Some(1), None]);
        check("", [None; 3]);
    }

    #[test]
    fn every_slip_is_named_with_its_remedy() {
        let check = |line: &str, expected: &[&str]| {
            let said = parse_draft(line, &talks()).expect_err(line);
            assert_eq!(said.len(), expected.len(), "{line}: {said:?}");
            assert!(said.iter().zip(expected).all(|(said, part)| said.contains(part)), "{line}: {said:?}");
        };
        check("i0=o9,i7=o1", &["has no option `o9`", "no issue or point `i7`"]);
        check("tablet", &["did you mean `tabled`"]);
        check("tabled,o1", &["write ISSUE=OPTION"]);
        check("i0=o1,i0=o2", &["settled twice"]);
        check("[o0,o1]", &["settles 2 issues, but there are 3"]);
        check(r#"{"i0": ["o1"]}"#, &["an option is meant here, not a list"]);
    }

    #[test]
    fn files_are_read_and_slips_have_places() {
        let toml = Source::new("d.toml", "title = \"Joint\"\n[settles]\ni0 = \"o1\"\n7 = \"o2\"\n");
        let read = read_draft(&toml, &talks()).expect("a draft");
        assert_eq!((read.title.as_deref(), read.settles.0), (Some("Joint"), vec![Some(1), Some(2), None]));
        let wrong = Source::new("d.toml", "i0 = \"o1\"\ni1 = \"o5\"\n");
        let said = read_draft(&wrong, &talks()).expect_err("a slip");
        assert_eq!((said.len(), said[0].line, said[0].column), (1, 2, 6));
    }

    proptest::proptest! {
        /// Whatever is typed ends in a draft of these talks or in sentences that say why not.
        #[test]
        fn whatever_is_typed_is_read_or_refused(
            line in "[\\PC]{0,60}|[i0-2o=?,\\[\\]{}\": tabled-]{0,40}",
        ) {
            let talks = talks();
            match parse_draft(&line, &talks) {
                Ok(draft) => {
                    proptest::prop_assert!(draft.0.len() == 3 && draft.0.iter().flatten().all(|option| *option < 3));
                }
                Err(problems) => proptest::prop_assert!(!problems.is_empty()),
            }
        }
    }
}
