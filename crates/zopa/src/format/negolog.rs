//! NegoLog JSON: a profile of each party, which names the issues too; `specs.json` only repeats them.
//!
//! Doğru, Keskin, Jonker, Baarslag and Aydoğan 2024, "NegoLog: An integrated Python-based automated
//! negotiation framework with enhanced assessment components". Utility is the sum of weights times values,
//! as written.

use super::diagnostic::{Place, Problems, quote};
use super::plain::{self, Plain};
use super::scenario::{self, Decimals, Domain, Issues, NoAgreement, Profile, Sum, file_names, option_values, survey};
use super::tree::{Shape, Value};
use super::{Diagnostic, Format, Loaded, Part, Reading, Source, Writer, Written};
use crate::model::{Negotiation, Utility};
use num_traits::{One, Zero};

pub(super) const FORMAT: Format = Format {
    id: "negolog",
    title: "NegoLog JSON: a profile of each party",
    extensions: &["json"],
    recognise,
    read: load,
    check_party: |files, reading| scenario::check_party(files, reading, load),
    writer: Some(Writer::Folder(write)),
    forms: None,
};

fn recognise(source: &Source) -> Option<Part> {
    let text = source.utf8().ok().filter(|_| source.extension() == "json")?;
    let says = |keys: &[&str]| keys.iter().all(|key| text.contains(&format!("\"{key}\"")));
    if says(&["issueWeights", "issues"]) && !says(&["issueUtilities"]) {
        return Some(Part::Party);
    }
    says(&["NumberOfBids", "IssueValues"]).then_some(Part::Talks)
}

fn load(sources: &[Source], reading: &Reading) -> Result<Loaded, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let trees = scenario::json_trees(sources, &mut problems);
    let mut domain: Option<Domain> = None;
    let mut title = String::new();
    let mut profiles = Vec::new();
    let mut notes = Vec::new();
    for (tree, source) in trees.iter().zip(sources) {
        let Some(root) = tree.as_ref().map(|tree| tree.root()) else { continue };
        if root.get("issueWeights").is_none() {
            title = root.get("Name").and_then(scenario::label).unwrap_or(title);
            continue;
        }
        if domain.is_none() {
            let (read, said) = issues(root, reading, &mut problems);
            notes.extend(said);
            domain = Some(read);
        }
        if let Some(domain) = domain.as_ref().filter(|_| !problems.failed()) {
            profiles.extend(profile(root, source.stem(), domain, &mut problems));
        }
    }
    if domain.is_none() && !problems.failed() {
        let start = Place { source: 0, offset: 0 };
        problems.error(start, "no file is a profile", "give the parties' files too, with --parties");
    }
    let domain = domain.map(|domain| Domain { title, ..domain });
    scenario::finish(domain.map(|domain| (domain, profiles)), notes, problems, sources)
}

/// The issues that the first profile names.
fn issues(root: Value, reading: &Reading, problems: &mut Problems) -> (Domain, Vec<String>) {
    let mut issues = Issues::new(reading);
    for issue in scenario::required(root, "issues", problems).into_iter().flat_map(Value::children) {
        let options = issue.children().map(|option| (option.key().into_owned(), option.key_place()));
        issues.named(&issue.key(), issue.key_place(), options.collect(), problems);
    }
    issues.finish("")
}

fn profile(root: Value, name: &str, domain: &Domain, problems: &mut Problems) -> Option<Profile> {
    let errors_before = problems.n_errors();
    let weights = scenario::required(root, "issueWeights", problems)?;
    let values = scenario::required(root, "issues", problems)?;
    for unknown in values.children().chain(weights.children()).filter(|child| domain.issue(&child.key()).is_none()) {
        let message = format!("the first profile has no issue {}", quote(&unknown.key()));
        problems.error(unknown.key_place(), message, "let all profiles speak of the same issues");
    }
    let mut sum = Sum::nothing(domain);
    for (index, issue) in domain.issues.iter().enumerate() {
        let weight = scenario::required(weights, &issue.id, problems);
        let options = scenario::required(values, &issue.id, problems);
        let (Some(weight), Some(options)) = (weight, options) else { continue };
        let what = format!("the weight of {}", quote(&issue.id));
        sum.weights[index] = scenario::tree_number(weight, &what, problems).unwrap_or_default();
        sum.values[index] = option_values(options, issue, None, problems).unwrap_or_default();
    }
    let no_agreement = match root.get("reservationValue").filter(|value| value.shape() != Shape::Nothing) {
        Some(value) => scenario::tree_number(value, "`reservationValue`", problems).unwrap_or_default(),
        None => {
            let message = "the profile does not say what no agreement is worth: it counts 0";
            problems.warning(root.place(), message, "add \"reservationValue\"");
            Zero::zero()
        }
    };
    (problems.n_errors() == errors_before).then(|| Profile {
        file: name.to_string(),
        name: None,
        utility: sum.finish(),
        no_agreement: NoAgreement::Worth(no_agreement),
        discount: None,
    })
}

/// Writes the files, or says why NegoLog could not read them as they are meant.
fn write(negotiation: &Negotiation) -> Result<Written, Vec<String>> {
    let (mut reasons, mut left_out) = survey(negotiation);
    let mut decimals = Decimals::default();
    let issues = negotiation.issues();
    let mut files = vec![Source::new("specs.json", plain::json(&specs(negotiation)))];
    for (party, name) in file_names(negotiation, "specs").iter().enumerate() {
        let preferences = &negotiation.preferences()[party];
        let additive = match &preferences.utility {
            Utility::Additive(additive) if additive.joint_terms.is_empty() => additive,
            _ => {
                let name = &negotiation.parties()[party].name;
                reasons.push(format!("it knows weights and values only, and {name} ties issues together"));
                continue;
            }
        };
        let mut weights = Vec::new();
        let mut values = Vec::new();
        for (index, issue) in issues.iter().enumerate() {
            let (weight, worths) = scenario::weight_and_values(additive, index);
            weights.push((issue.id.clone(), decimals.plain(&weight)));
            let options = issue.options.iter().zip(&worths);
            let worths = options.map(|(option, worth)| (option.id.clone(), decimals.plain(worth))).collect();
            values.push((issue.id.clone(), Plain::Table(worths)));
        }
        if preferences.discount.as_ref().is_some_and(|discount| !discount.is_one()) {
            left_out.push(format!("left out: the discount of {}", negotiation.parties()[party].name));
        }
        let profile = Plain::table([
            ("reservationValue", decimals.plain(&preferences.reservation_value)),
            ("issueWeights", Plain::Table(weights)),
            ("issues", Plain::Table(values)),
        ]);
        files.push(Source::new(format!("{name}.json"), plain::json(&profile)));
    }
    left_out.extend(decimals.remark());
    if reasons.is_empty() { Ok(Written { files, left_out }) } else { Err(reasons) }
}

fn specs(negotiation: &Negotiation) -> Plain {
    let count = |number: usize| Plain::Number(number.to_string());
    Plain::table([
        ("Name", Plain::text(negotiation.title())),
        ("NumberOfBids", Plain::Number(negotiation.n_outcomes().to_string())),
        ("NumberOfIssues", count(negotiation.issues().len())),
        ("IssueValues", Plain::List(negotiation.sizes().iter().map(|&size| count(size)).collect())),
    ])
}
