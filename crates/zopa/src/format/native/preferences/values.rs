//! Weights and values of one issue.

use super::Reader;
use crate::exact::{self, Rational};
use crate::format::diagnostic::{quote, quote_all};
use crate::format::native::fields::{At, Text};
use crate::format::native::figure::Figure;
use crate::format::native::written::IssuePreferences;
use crate::model::Quantity;
use num_traits::{One, Signed, Zero};

impl Reader<'_, '_> {
    pub(super) fn weight(&mut self, issue: usize, preferences: &IssuePreferences) -> Rational {
        match &preferences.weight {
            Some(weight) if weight.value.low().is_negative() => {
                let help = "write a weight of 0 or more; let the values say what is bad";
                self.problems.error(
                    weight.place,
                    format!("weight {} is negative", exact::write(weight.value.low())),
                    help,
                );
                Rational::one()
            }
            Some(weight) => self.central(Quantity::Weight { issue }, weight),
            None => {
                if self.normalise {
                    let message = format!("issue {} has no weight", quote(&preferences.issue.value));
                    let help = "add weight = ..., larger for what matters more; 0 if the party does not care";
                    self.problems.error(preferences.issue.place, message, help);
                }
                Rational::one()
            }
        }
    }

    /// The value of every option; empty where that cannot be told.
    pub(super) fn values(&mut self, issue: usize, preferences: &IssuePreferences, indifferent: bool) -> Vec<Rational> {
        let options = &self.names.issues[issue].options;
        match (&preferences.values, &preferences.line) {
            (Some(_), Some(_)) => {
                self.problems.error(
                    preferences.issue.place,
                    "an issue has both `value` and `line`",
                    "keep one of them",
                );
                Vec::new()
            }
            (None, None) if indifferent => vec![Rational::zero(); options.len()],
            (None, None) => {
                let message = format!("issue {} has no values", quote(&preferences.issue.value));
                let help =
                    format!("add value = {{ {} = ..., ... }}; or weight = 0", options.first().map_or("", |o| &o.id));
                self.problems.error(preferences.issue.place, message, help);
                Vec::new()
            }
            (Some(values), None) => self.listed_values(issue, preferences, values),
            (None, Some(line)) => self.line_values(issue, preferences, line),
        }
    }

    fn listed_values(
        &mut self,
        issue: usize,
        preferences: &IssuePreferences,
        written: &[(Text, At<Figure>)],
    ) -> Vec<Rational> {
        let options = &self.names.issues[issue].options;
        let mut values: Vec<Option<Rational>> = vec![None; options.len()];
        let mut all_known = true;
        for (name, value) in written {
            match self.names.option(issue, name, self.problems) {
                Some(option) => {
                    self.not_negative(name, value);
                    values[option] = Some(self.central(Quantity::Value { issue, option }, value));
                }
                None => all_known = false,
            }
        }
        let missing: Vec<&str> =
            options.iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(o, _)| o.id.as_str()).collect();
        if missing.is_empty() {
            return values.into_iter().flatten().collect();
        }
        // A misspelt name is told once, not also as the absence of the right one.
        if all_known || missing.len() > 1 {
            let message = format!(
                "issue {} has no value for {}",
                quote(&preferences.issue.value),
                quote_all(missing.iter().copied())
            );
            self.problems.error(preferences.issue.place, message, "give every option a value; 0 is the worst");
        }
        Vec::new()
    }

    fn not_negative(&mut self, name: &Text, value: &At<Figure>) {
        let least = value.value.low();
        if self.normalise && least.is_negative() {
            let message = format!("the value of {} is negative: {}", quote(&name.value), exact::write(least));
            let help = "raise all values until the worst is 0, or add normalise = false for plain sums";
            self.problems.error(value.place, message, help);
        }
    }

    /// Values between the points of a line, exactly.
    fn line_values(
        &mut self,
        issue: usize,
        preferences: &IssuePreferences,
        line: &[(At<Rational>, At<Rational>)],
    ) -> Vec<Rational> {
        let id = quote(&preferences.issue.value);
        if line.is_empty() {
            return Vec::new();
        }
        if let Some(pair) = line.windows(2).find(|pair| pair[1].0.value <= pair[0].0.value) {
            self.problems.error(pair[1].0.place, "the amounts of a line must rise", "sort its points by amount");
            return Vec::new();
        }
        for (amount, value) in line {
            if self.normalise && value.value.is_negative() {
                let message = format!("the value at {} is negative", exact::write(&amount.value));
                let help = "raise all values until the worst is 0, or add normalise = false for plain sums";
                self.problems.error(value.place, message, help);
            }
        }
        let mut values = Vec::new();
        for option in &self.names.issues[issue].options {
            let value = option.amount.as_ref().and_then(|amount| interpolate(line, amount));
            let Some(value) = value else {
                let (message, help) = match &option.amount {
                    None => {
                        (format!("issue {id} is no range of amounts"), "write `value` instead of `line`".to_string())
                    }
                    Some(amount) => (
                        format!("the line of issue {id} does not reach {}", exact::write(amount)),
                        "add a point for the lowest and one for the highest amount".to_string(),
                    ),
                };
                self.problems.error(preferences.issue.place, message, help);
                return Vec::new();
            };
            values.push(value);
        }
        values
    }
}

/// The value at an amount, on the straight line between the points around it.
fn interpolate(line: &[(At<Rational>, At<Rational>)], amount: &Rational) -> Option<Rational> {
    let after = line.partition_point(|(at, _)| at.value < *amount);
    let (right, right_value) = line.get(after)?;
    if right.value == *amount {
        return Some(right_value.value.clone());
    }
    let (left, left_value) = line.get(after.checked_sub(1)?)?;
    let share = (amount - &left.value) / (&right.value - &left.value);
    Some(&left_value.value + share * (&right_value.value - &left_value.value))
}
