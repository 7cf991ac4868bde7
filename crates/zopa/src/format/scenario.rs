//! What the formats of the field share: a domain, and a profile of each party over it.

use super::diagnostic::{Place, Problems, did_you_mean, quote, quote_all};
use super::json;
use super::plain::Plain;
use super::tree::{Shape, Tree, Value};
use super::{Diagnostic, Loaded, MAX_ISSUES, MAX_OPTIONS, Reading, Source, utf8};
use crate::exact::{self, Rational};
use crate::model::{
    Additive, Condition, Issue, IssueOption, JointTerm, MAX_PARTIES, Negotiation, Parts, Party, Preferences, Role,
    Utility,
};
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::borrow::Cow;
use std::collections::HashMap;

/// What is negotiated.
pub(super) struct Domain {
    pub title: String,
    pub issues: Vec<Issue>,
}

impl Domain {
    pub fn issue(&self, id: &str) -> Option<usize> {
        self.issues.iter().position(|issue| issue.id == id)
    }

    pub fn option(&self, issue: usize, id: &str) -> Option<usize> {
        self.issues[issue].options.iter().position(|option| option.id == id)
    }
}

/// A range of numbers that an issue is about.
pub(super) struct Range {
    pub lower: Rational,
    pub upper: Rational,
    pub is_whole: bool,
}

/// Into how many steps a range of real numbers is divided where nobody says otherwise.
const STEPS: i64 = 20;

/// The issues of a domain as they are read.
pub(super) struct Issues<'r> {
    reading: &'r Reading,
    list: Vec<Issue>,
    n_options: usize,
    /// How ranges of numbers became options, a sentence each.
    pub notes: Vec<String>,
}

impl<'r> Issues<'r> {
    pub fn new(reading: &'r Reading) -> Issues<'r> {
        Issues { reading, list: Vec::new(), n_options: 0, notes: Vec::new() }
    }

    /// Adds an issue whose options are names, each given with its place.
    pub fn named(&mut self, id: &str, place: Place, options: Vec<(String, Place)>, problems: &mut Problems) {
        let mut seen: HashMap<String, ()> = HashMap::new();
        for (option, place) in &options {
            if seen.insert(option.clone(), ()).is_some() {
                let message = format!("the option {} of {} stands twice", quote(option), quote(id));
                problems.error(*place, message, "remove one, or give it another name");
            }
        }
        let option = |(id, _): (String, Place)| IssueOption { text: id.clone(), id, amount: None };
        self.add(id, place, None, options.into_iter().map(option).collect(), problems);
    }

    /// Adds an issue whose options are the numbers of a range, a step apart; a note says which.
    pub fn ranged(&mut self, id: &str, place: Place, range: &Range, problems: &mut Problems) {
        self.ranged_by(id, place, range, self.reading.step.clone(), problems);
    }

    /// The same with a step of its own; without one, 1 or a twentieth of the range.
    pub fn ranged_by(
        &mut self,
        id: &str,
        place: Place,
        range: &Range,
        step: Option<Rational>,
        problems: &mut Problems,
    ) {
        let width = &range.upper - &range.lower;
        if width.is_negative() {
            problems.error(
                place,
                format!("the range of {} ends below its beginning", quote(id)),
                "exchange the bounds",
            );
            return;
        }
        let step = match step {
            Some(step) => step,
            None if range.is_whole || width.is_zero() => Rational::one(),
            None => &width / Rational::from_integer(STEPS.into()),
        };
        let Some(n_steps) = (&width / &step).floor().to_integer().to_usize().filter(|n| *n < MAX_OPTIONS) else {
            let message = format!("{} would have more than {MAX_OPTIONS} options", quote(id));
            problems.error(place, message, "choose a greater distance with --step");
            return;
        };
        let amounts = (0..=n_steps).map(|n| &range.lower + &step * Rational::from_integer(n.into()));
        let option = |amount: Rational| {
            let id = exact::write(&amount);
            IssueOption { text: id.clone(), id, amount: Some(amount) }
        };
        let options: Vec<IssueOption> = amounts.map(option).collect();
        if !range.is_whole || !step.is_one() {
            let ends = [&options[0].id, &options[n_steps].id];
            let (kind, step) = (if range.is_whole { "whole" } else { "real" }, exact::write(&step));
            let note =
                format!("{id}: a range of {kind} numbers, read as {} to {} in steps of {step}", ends[0], ends[1]);
            self.notes.push(note);
        }
        self.add(id, place, Some(String::new()), options, problems);
    }

    /// Adds an issue whose options are names, or numbers where all of them are numbers.
    pub fn listed(&mut self, id: &str, place: Place, options: Vec<(String, Place)>, problems: &mut Problems) {
        let amounts: Option<Vec<Rational>> =
            options.iter().map(|(option, _)| exact::parse(option).ok().filter(|_| !option.contains('/'))).collect();
        let n_before = self.list.len();
        self.named(id, place, options, problems);
        if let (Some(amounts), Some(issue)) = (amounts, self.list.get_mut(n_before)) {
            issue.unit = Some(String::new());
            issue.options.iter_mut().zip(amounts).for_each(|(option, amount)| option.amount = Some(amount));
        }
    }

    fn add(
        &mut self,
        id: &str,
        place: Place,
        unit: Option<String>,
        options: Vec<IssueOption>,
        problems: &mut Problems,
    ) {
        if id.is_empty() || options.is_empty() {
            let message =
                if id.is_empty() { "an issue has no name".into() } else { format!("{} has no option", quote(id)) };
            problems.error(place, message, "complete it, or leave it out");
            return;
        }
        if self.list.iter().any(|issue| issue.id == id) {
            problems.error(place, format!("the issue {} stands twice", quote(id)), "give one of them another name");
            return;
        }
        self.n_options += options.len();
        if self.list.len() >= MAX_ISSUES || self.n_options > MAX_OPTIONS {
            let message = format!("the domain has more than {MAX_ISSUES} issues or {MAX_OPTIONS} options");
            problems.error(place, message, "leave out what nobody disputes, or choose a greater distance with --step");
            return;
        }
        let (id, title) = (id.to_string(), id.to_string());
        self.list.push(Issue { id, title, point: None, category: None, unit, options });
    }

    /// The domain of these issues.
    pub fn finish(self, title: &str) -> (Domain, Vec<String>) {
        (Domain { title: title.to_string(), issues: self.list }, self.notes)
    }
}

/// Utilities as they are built up: plain sums over issues, and terms for issues settled together.
pub(super) struct Sum {
    pub weights: Vec<Rational>,
    pub values: Vec<Vec<Rational>>,
    pub constant: Rational,
    pub terms: Vec<(Vec<Condition>, Rational)>,
}

impl Sum {
    /// Nothing is worth anything yet.
    pub fn nothing(domain: &Domain) -> Sum {
        Sum {
            weights: vec![Rational::one(); domain.issues.len()],
            values: domain.issues.iter().map(|issue| vec![Rational::zero(); issue.options.len()]).collect(),
            constant: Rational::zero(),
            terms: Vec::new(),
        }
    }

    /// Adds a worth for conditions that hold together: to all outcomes where there are none, to the
    /// options of the issue where there is one.
    pub fn add(&mut self, conditions: Vec<Condition>, worth: Rational) {
        match conditions.as_slice() {
            [] => self.constant += worth,
            [condition] => {
                let worth = worth / &self.weights[condition.issue];
                condition.options.iter().for_each(|&option| self.values[condition.issue][option] += &worth);
            }
            _ => self.terms.push((conditions, worth)),
        }
    }

    /// The utility that it makes.
    pub fn finish(mut self) -> Utility {
        for (weight, values) in self.weights.iter_mut().zip(&mut self.values) {
            if weight.is_negative() {
                *weight = -weight.clone();
                values.iter_mut().for_each(|value| *value = -value.clone());
            }
        }
        // Without issues there is nothing to bear it; the domain is refused.
        if !self.constant.is_zero() && !self.weights.is_empty() {
            let bearer = self.weights.iter().position(|weight| !weight.is_zero()).unwrap_or(0);
            if self.weights[bearer].is_zero() {
                self.weights[bearer] = Rational::one();
                self.values[bearer].iter_mut().for_each(|value| *value = Rational::zero());
            }
            let worth = self.constant / &self.weights[bearer];
            self.values[bearer].iter_mut().for_each(|value| *value += &worth);
        }
        let terms = self.terms.into_iter().filter(|(_, worth)| !worth.is_zero());
        Utility::Additive(Additive {
            weights: self.weights,
            values: self.values,
            joint_terms: terms.map(|(conditions, worth)| JointTerm { conditions, worth }).collect(),
            weight_total: Rational::one(),
            value_scale: Rational::one(),
        })
    }
}

/// A number that no utility is below: the least one, where nothing depends on issues together.
pub(super) fn least(utility: &Utility) -> Rational {
    match utility {
        Utility::Table(values) => values.iter().min().cloned().unwrap_or_default(),
        Utility::Additive(additive) => {
            let issues = additive.values.iter().enumerate();
            let worst = issues.filter_map(|(i, options)| (0..options.len()).map(|o| additive.contribution(i, o)).min());
            let terms = additive.joint_terms.iter().map(|term| &term.worth / &additive.weight_total);
            worst.sum::<Rational>() + terms.filter(Signed::is_negative).sum::<Rational>()
        }
    }
}

/// What a party's file says of no agreement.
pub(super) enum NoAgreement {
    Worth(Rational),
    /// Worse than any agreement.
    Worst,
}

/// What a party's file says.
pub(super) struct Profile {
    /// The file, by its name.
    pub file: String,
    /// The name in the file, where it has one.
    pub name: Option<String>,
    pub utility: Utility,
    pub no_agreement: NoAgreement,
    pub discount: Option<Rational>,
}

/// The negotiation that a domain and profiles make, or every problem.
pub(super) fn finish(
    read: Option<(Domain, Vec<Profile>)>,
    mut notes: Vec<String>,
    mut problems: Problems,
    sources: &[Source],
) -> Result<Loaded, Vec<Diagnostic>> {
    let start = Place { source: 0, offset: 0 };
    let negotiation = match read {
        Some((domain, profiles)) if !problems.failed() => assemble(domain, profiles, &mut notes, &mut problems),
        _ => None,
    };
    match negotiation {
        Some(negotiation) if !problems.failed() => {
            Ok(Loaded { negotiation, warnings: problems.finish(sources), notes })
        }
        _ => {
            if !problems.failed() {
                problems.error(start, "nothing could be read", "is it the right file?");
            }
            Err(problems.finish(sources))
        }
    }
}

fn assemble(
    domain: Domain,
    profiles: Vec<Profile>,
    notes: &mut Vec<String>,
    problems: &mut Problems,
) -> Option<Negotiation> {
    let start = Place { source: 0, offset: 0 };
    if profiles.is_empty() {
        problems.error(start, "no file says what a party wants", "give the parties' files too, with --parties");
        return None;
    }
    if profiles.len() > MAX_PARTIES {
        let message = format!("there are {} parties' files, more than {MAX_PARTIES}", profiles.len());
        problems.error(start, message, "choose the parties that take part with --parties FILE FILE ...");
        return None;
    }
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut parties = Vec::new();
    let mut preferences = Vec::new();
    for profile in profiles {
        let times = taken.entry(profile.file.clone()).or_insert(0);
        *times += 1;
        let id = if *times == 1 { profile.file.clone() } else { format!("{} ({times})", profile.file) };
        let name = profile.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| id.clone());
        let reservation_value = match profile.no_agreement {
            NoAgreement::Worth(worth) => worth,
            NoAgreement::Worst => {
                let worth = least(&profile.utility);
                let shown = exact::write(&worth);
                notes.push(format!("{name} prefers any agreement to none: no agreement counts {shown}, as its worst"));
                worth
            }
        };
        parties.push(Party { id, name, role: Role::Party });
        preferences.push(Preferences {
            utility: profile.utility,
            red_lines: Vec::new(),
            reservation_value,
            discount: profile.discount,
        });
    }
    let parts = Parts { title: domain.title, issues: domain.issues, parties, preferences, ..Parts::default() };
    match Negotiation::new(parts) {
        Ok(negotiation) => Some(negotiation),
        Err(flaws) => {
            flaws.into_iter().for_each(|flaw| problems.error(start, flaw, ""));
            None
        }
    }
}

/// What a value of a tree is called, if it can be the name of an option: a text, or as it is written.
pub(super) fn label(value: Value) -> Option<String> {
    match value.shape() {
        Shape::Table | Shape::List => None,
        Shape::Text => value.text().map(Cow::into_owned),
        _ => Some(value.raw().to_string()),
    }
}

/// A number of a tree.
pub(super) fn tree_number(value: Value, what: &str, problems: &mut Problems) -> Option<Rational> {
    match value.shape() {
        Shape::Number => number(value.raw(), what, value.place(), problems),
        shape => {
            problems.error(value.place(), format!("{what} is {}, not a number", shape.described()), "write a number");
            None
        }
    }
}

/// What stands under a key that must be there.
pub(super) fn required<'t>(table: Value<'t>, key: &str, problems: &mut Problems) -> Option<Value<'t>> {
    let found = table.get(key);
    if found.is_none() {
        problems.error(table.place(), format!("{} is missing here", quote(key)), "add it");
    }
    found
}

/// A number for each option of an issue, from a table by their names. Options that the domain does not
/// have are complained of; what is missing is `otherwise`, or complained of too.
pub(super) fn option_values(
    table: Value,
    issue: &Issue,
    otherwise: Option<Rational>,
    problems: &mut Problems,
) -> Option<Vec<Rational>> {
    let errors_before = problems.n_errors();
    let mut values: Vec<Option<Rational>> = vec![None; issue.options.len()];
    let index: HashMap<&str, usize> =
        issue.options.iter().enumerate().map(|(o, option)| (option.id.as_str(), o)).collect();
    for child in table.children() {
        let key = child.key();
        let amount =
            || exact::parse(&key).ok().and_then(|a| issue.options.iter().position(|o| o.amount.as_ref() == Some(&a)));
        match index.get(key.as_ref()).copied().or_else(amount) {
            Some(option) => values[option] = tree_number(child, &format!("the value of {}", quote(&key)), problems),
            None if problems.full() => problems.error(child.key_place(), "", ""),
            None => {
                let message = format!("{} is no option of {} in the domain", quote(&key), quote(&issue.id));
                let help = did_you_mean(&key, issue.options.iter().map(|option| option.id.as_str()), "options");
                problems.error(child.key_place(), message, help);
            }
        }
    }
    if problems.n_errors() > errors_before {
        return None;
    }
    let missing = issue.options.iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(o, _)| o.id.as_str());
    let missing: Vec<&str> = missing.collect();
    match (missing.is_empty(), otherwise) {
        (true, _) => Some(values.into_iter().flatten().collect()),
        (false, Some(otherwise)) => Some(values.into_iter().map(|v| v.unwrap_or_else(|| otherwise.clone())).collect()),
        (false, None) => {
            let message = format!("there is no value of {} of {}", quote_all(missing), quote(&issue.id));
            problems.error(table.place(), message, "give every option of the domain a value");
            None
        }
    }
}

/// Trees of JSON files; `None` where the syntax of one is faulty.
pub(super) fn json_trees<'s>(sources: &'s [Source], problems: &mut Problems) -> Vec<Option<Tree<'s>>> {
    let tree = |(index, source): (usize, &'s Source)| {
        let start = Place { source: index as u32, offset: 0 };
        let text = utf8(source, start, problems)?;
        let errors_before = problems.n_errors();
        let tree = json::read(start.source, text, problems);
        (problems.n_errors() == errors_before).then_some(tree)
    };
    sources.iter().enumerate().map(tree).collect()
}

/// A number as files of the field write it, with a place for complaints.
pub(super) fn number(text: &str, what: &str, place: Place, problems: &mut Problems) -> Option<Rational> {
    match exact::parse(text.trim()) {
        Ok(number) => Some(number),
        Err(error) => {
            problems.error(place, format!("{what}: {error}"), "");
            None
        }
    }
}

/// Checks a party's file against the domain alone.
pub(super) fn check_party(
    files: &[Source; 2],
    reading: &Reading,
    load: impl Fn(&[Source], &Reading) -> Result<Loaded, Vec<Diagnostic>>,
) -> Result<super::Checked, Vec<Diagnostic>> {
    load(files, reading).map(|loaded| super::Checked { warnings: loaded.warnings, notes: loaded.notes })
}

/// What a writer of the field has to know of a negotiation first: every reason against it that holds
/// for all these formats, and what none of them has a place for.
pub(super) fn survey(negotiation: &Negotiation) -> (Vec<String>, Vec<String>) {
    let mut reasons = Vec::new();
    let n_rules = negotiation.rules().len();
    if n_rules > 0 {
        reasons.push(format!("it has no rules, and these talks have {n_rules}"));
    }
    for (party, preferences) in negotiation.parties().iter().zip(negotiation.preferences()) {
        let n_lines = preferences.red_lines.len();
        if n_lines > 0 {
            reasons.push(format!("it has no red lines, and {} has {n_lines}", party.name));
        }
    }
    if !negotiation.ratifications().is_empty() {
        reasons.push("it has no rules of ratification, and these talks have some".to_string());
    }
    let mut left_out = Vec::new();
    let mut leave_out = |is_there: bool, what: &str| {
        if is_there {
            left_out.push(format!("left out: {what}"));
        }
    };
    leave_out(negotiation.footing().is_some() || negotiation.source().is_some(), "what the numbers rest on");
    leave_out(!negotiation.drafts().is_empty(), "the drafts");
    leave_out(!negotiation.doubts().is_empty(), "how far numbers are unknown");
    leave_out(!negotiation.commitments().is_empty(), "what was promised in public");
    leave_out(negotiation.issues().iter().any(|i| i.title != i.id || i.point.is_some()), "points and titles of issues");
    let mut options = negotiation.issues().iter().flat_map(|issue| &issue.options);
    leave_out(options.any(|option| option.text != option.id), "the texts of options");
    leave_out(negotiation.parties().iter().any(|party| party.role != Role::Party), "the roles of parties");
    (reasons, left_out)
}

/// Digits beyond those that the tools of the field keep.
const DIGITS: usize = 20;

/// Writes numbers as decimals, noting whether one had to be cut.
#[derive(Default)]
pub(super) struct Decimals {
    pub is_cut: bool,
}

impl Decimals {
    /// The decimal, cut where it has no end.
    pub fn write(&mut self, number: &Rational) -> String {
        let whole = exact::write(number);
        if !whole.contains('/') {
            return whole;
        }
        self.is_cut = true;
        // Numbers near zero get as many digits as others.
        let size = number.denom().to_string().len().saturating_sub(number.numer().magnitude().to_string().len());
        let power: Rational = Rational::from_integer(num_traits::pow(10.into(), DIGITS));
        let shift = Rational::from_integer(num_traits::pow(10.into(), size.min(40)));
        let mantissa = exact::write(&((number * &shift * &power).round() / power));
        if size == 0 { mantissa } else { format!("{mantissa}e-{}", size.min(40)) }
    }

    /// The same, to be written in JSON or YAML.
    pub fn plain(&mut self, number: &Rational) -> Plain {
        Plain::Number(self.write(number))
    }

    /// What to tell of numbers that were cut.
    pub fn remark(&self) -> Option<String> {
        let remark = format!("numbers without end, such as 1/3, were cut after {DIGITS} digits");
        self.is_cut.then_some(remark)
    }
}

/// File names for the parties: their ids, made fit for any file system and different from each other.
pub(super) fn file_names(negotiation: &Negotiation, reserved: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for party in negotiation.parties() {
        let is_plain = |c: char| c.is_alphanumeric() || " ._-()".contains(c);
        let plain: String = party.id.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
        let plain = plain.trim_matches(['.', ' ']).to_string();
        let mut name = if plain.is_empty() { "party".to_string() } else { plain.clone() };
        let mut times = 1;
        while names.iter().any(|other| other.to_lowercase() == name.to_lowercase()) || name.to_lowercase() == reserved {
            times += 1;
            name = format!("{plain}_{times}");
        }
        names.push(name);
    }
    names
}

/// An issue's weight, and its values in a unit in which that weight is what they are multiplied by.
/// Factors that have no end as decimals are kept apart from each other, as far as that helps.
pub(super) fn weight_and_values(additive: &Additive, issue: usize) -> (Rational, Vec<Rational>) {
    let ends = |number: &Rational| !exact::write(number).contains('/');
    let weight = &additive.weights[issue] / &additive.weight_total;
    let values: Vec<Rational> = additive.values[issue].iter().map(|value| value / &additive.value_scale).collect();
    if ends(&weight) && values.iter().all(ends) {
        return (weight, values);
    }
    let worths: Vec<Rational> = (0..values.len()).map(|option| additive.contribution(issue, option)).collect();
    if worths.iter().all(ends) {
        return (Rational::one(), worths);
    }
    (weight, values)
}
