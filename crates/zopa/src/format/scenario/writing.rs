//! What the writers of the field's formats share.

use crate::exact::{self, Rational};
use crate::format::plain::Plain;
use crate::model::{Additive, Negotiation, Role};
use num_traits::One;

/// What a writer of the field has to know of a negotiation first: every reason against it that holds
/// for all these formats, and what none of them has a place for.
pub(in crate::format) fn survey(negotiation: &Negotiation) -> (Vec<String>, Vec<String>) {
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
pub(in crate::format) struct Decimals {
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
pub(in crate::format) fn file_names(negotiation: &Negotiation, reserved: &str) -> Vec<String> {
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
pub(in crate::format) fn weight_and_values(additive: &Additive, issue: usize) -> (Rational, Vec<Rational>) {
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
