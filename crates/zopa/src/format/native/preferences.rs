//! What a party's preferences mean.

use super::fields::{At, Text};
use super::names::Names;
use super::written::{IssuePreferences, OutcomeFile, PreferencesFile};
use crate::exact::{self, Rational};
use crate::format::diagnostic::{Place, Problems, quote, quote_all};
use crate::model::{Additive, Issue, PairTerm, Party, Preferences, RedLine, Utility};
use num_traits::{One, Signed, Zero};

/// The most outcomes for which utilities can be listed one by one.
const MAX_TABLE: usize = 50_000;

/// What a party wants, and a note on how its numbers are read.
pub(super) fn preferences(
    file: PreferencesFile,
    party: &Party,
    names: &Names,
    problems: &mut Problems,
) -> Option<(Preferences, String)> {
    let mut reader = Reader { party, names, problems, place: file.place, normalise: file.normalise.unwrap_or(true) };
    let by_issue = reader.by_issue(&file.issues);
    let mut red_lines = reader.issue_red_lines(&by_issue);
    red_lines.extend(reader.red_lines(&file));
    let discount = reader.discount(file.discount.as_ref());
    reader.warn_of_closed_issues(&red_lines);
    let (utility, reading) = match &file.outcomes {
        Some(outcomes) => reader.table(&file, outcomes, &by_issue)?,
        None => reader.additive(&file, &by_issue)?,
    };
    let reservation = reader.reservation(&file, matches!(utility, Utility::Table(_)))?;
    let note = format!("{}: {reading}; no agreement is worth {}", party.name, exact::write(&reservation));
    Some((Preferences { utility, red_lines, reservation_value: reservation, discount }, note))
}

struct Reader<'a, 'p> {
    party: &'a Party,
    names: &'a Names<'a>,
    problems: &'p mut Problems,
    place: Place,
    normalise: bool,
}

/// Preferences issue by issue; none where the file does not speak of the issue.
type ByIssue<'f, 't> = [Option<&'f IssuePreferences<'t>>];

impl Reader<'_, '_> {
    fn issues(&self) -> &'_ [Issue] {
        self.names.issues
    }

    fn by_issue<'f, 't>(&mut self, written: &'f [IssuePreferences<'t>]) -> Vec<Option<&'f IssuePreferences<'t>>> {
        let mut by_issue = vec![None; self.issues().len()];
        for preferences in written {
            if let Some(issue) = self.names.issue(&preferences.issue, self.problems) {
                by_issue[issue] = Some(preferences);
            }
        }
        by_issue
    }

    fn issue_red_lines(&mut self, by_issue: &ByIssue) -> Vec<RedLine> {
        let mut red_lines = Vec::new();
        for (issue, preferences) in by_issue.iter().enumerate() {
            for option in preferences.iter().flat_map(|preferences| &preferences.red_lines) {
                if let Some(option) = self.names.option(issue, option, self.problems) {
                    let conditions = vec![crate::model::Condition { issue, options: vec![option] }];
                    red_lines.push(RedLine { conditions, text: None });
                }
            }
        }
        red_lines
    }

    fn red_lines(&mut self, file: &PreferencesFile) -> Vec<RedLine> {
        let mut read = |line: &super::written::RedLineFile| {
            let conditions = self.names.conditions(&line.when, line.place, self.problems)?;
            Some(RedLine { conditions, text: line.text.as_ref().map(|text| text.value.to_string()) })
        };
        file.red_lines.iter().filter_map(&mut read).collect()
    }

    fn warn_of_closed_issues(&mut self, red_lines: &[RedLine]) {
        let mut barred: Vec<Vec<bool>> = self.issues().iter().map(|issue| vec![false; issue.options.len()]).collect();
        for line in red_lines {
            if let [condition] = line.conditions.as_slice() {
                condition.options.iter().for_each(|&option| barred[condition.issue][option] = true);
            }
        }
        for (issue, barred) in self.names.issues.iter().zip(barred) {
            if !barred.is_empty() && barred.iter().all(|&barred| barred) {
                let message = format!("{} accepts no option of issue {}", quote(&self.party.name), quote(&issue.id));
                self.problems.warning(
                    self.place,
                    message,
                    "no agreement is possible so; add the option that it accepts",
                );
            }
        }
    }

    fn discount(&mut self, written: Option<&At<Rational>>) -> Option<Rational> {
        let written = written?;
        if !written.value.is_positive() || written.value > Rational::one() {
            let message = format!("discount {} is not above 0 and at most 1", exact::write(&written.value));
            self.problems.error(written.place, message, "write 0.95 where a round of delay costs a twentieth");
        }
        Some(written.value.clone())
    }

    fn reservation(&mut self, file: &PreferencesFile, is_table: bool) -> Option<Rational> {
        let Some(written) = &file.reservation else {
            let message = format!("{} does not say what no agreement is worth to it", quote(&self.party.name));
            let help = if self.normalise && !is_table {
                "add reservation = 0.5, a utility from 0 to 1; 0 if any agreement beats none"
            } else {
                "add reservation = ..., in the unit of the utilities"
            };
            self.problems.error(self.place, message, help);
            return None;
        };
        if self.normalise && !is_table && written.value > Rational::one() {
            let value = exact::write(&written.value);
            let percent = &written.value / Rational::from_integer(100.into());
            let help = if percent <= Rational::one() {
                format!("utilities run from 0 to 1: write {}, not {value}", exact::write(&percent))
            } else {
                "utilities run from 0 to 1; for plain sums add normalise = false".to_string()
            };
            self.problems.error(written.place, format!("reservation {value} is above 1"), help);
            return None;
        }
        Some(written.value.clone())
    }

    /// Weights, values and pair terms.
    fn additive(&mut self, file: &PreferencesFile, by_issue: &ByIssue) -> Option<(Utility, String)> {
        self.missing_issues(by_issue);
        let mut weights = Vec::with_capacity(by_issue.len());
        let mut values = Vec::with_capacity(by_issue.len());
        for (issue, preferences) in by_issue.iter().enumerate() {
            let Some(preferences) = preferences else { continue };
            let weight = self.weight(preferences);
            values.push(self.values(issue, preferences, weight.is_zero()));
            weights.push(weight);
        }
        let pair_terms = self.pair_terms(file);
        let one = |written: &Option<At<Rational>>| written.as_ref().map(|at| at.value.clone());
        let (mut weight_total, mut value_scale) = (one(&file.total), one(&file.scale));
        for (name, written) in [("total", &file.total), ("scale", &file.scale)] {
            if let Some(written) = written.as_ref().filter(|written| !written.value.is_positive()) {
                self.problems.error(written.place, format!("`{name}` is not above zero"), "leave it out");
            }
        }
        let largest = values.iter().flatten().max().cloned().filter(Signed::is_positive);
        let sum: Rational = weights.iter().sum();
        if self.normalise {
            if !sum.is_positive() && weights.len() == by_issue.len() && !weights.iter().any(Signed::is_negative) {
                self.problems.error(
                    self.place,
                    format!("all weights of {} are zero", quote(&self.party.name)),
                    "give the issues that matter to it a weight above zero",
                );
            }
            self.check_scale(file, largest.as_ref());
            weight_total = weight_total.or(Some(sum.clone()));
            value_scale = value_scale.or(largest);
        }
        let complete = weights.len() == by_issue.len()
            && values.iter().zip(self.issues()).all(|(v, i)| v.len() == i.options.len());
        if !complete {
            return None;
        }
        let weight_total = weight_total.unwrap_or_else(Rational::one);
        let value_scale = value_scale.unwrap_or_else(Rational::one);
        let reading = self.reading(&sum, &weight_total, &value_scale);
        Some((Utility::Additive(Additive { weights, values, pair_terms, weight_total, value_scale }), reading))
    }

    /// How the numbers are read, in words.
    fn reading(&self, sum: &Rational, total: &Rational, scale: &Rational) -> String {
        let (sum, total, scale) = (exact::write(sum), exact::write(total), exact::write(scale));
        match (self.normalise, total == "1" && scale == "1") {
            (true, _) if sum == total => {
                format!("values on a scale of 0 to {scale}, weights sum to {sum}; utilities run from 0 to 1")
            }
            (false, true) => "utilities are plain sums in the units written".to_string(),
            _ => format!("values are divided by {scale}, weights (which sum to {sum}) by {total}"),
        }
    }

    fn missing_issues(&mut self, by_issue: &ByIssue) {
        let issues = self.names.issues.iter().zip(by_issue);
        let missing: Vec<&str> = issues.filter(|(_, p)| p.is_none()).map(|(issue, _)| issue.id.as_str()).collect();
        if let Some(first) = missing.first() {
            let noun = if missing.len() == 1 { "issue" } else { "issues" };
            let message =
                format!("{} says nothing about {noun} {}", quote(&self.party.name), quote_all(missing.iter().copied()));
            let help = format!("give {} a weight and values; weight = 0 if the party does not care", quote(first));
            self.problems.error(self.place, message, help);
        }
    }

    fn weight(&mut self, preferences: &IssuePreferences) -> Rational {
        match &preferences.weight {
            Some(weight) if weight.value.is_negative() => {
                let help = "write a weight of 0 or more; let the values say what is bad";
                self.problems.error(weight.place, format!("weight {} is negative", exact::write(&weight.value)), help);
                Rational::one()
            }
            Some(weight) => weight.value.clone(),
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
    fn values(&mut self, issue: usize, preferences: &IssuePreferences, indifferent: bool) -> Vec<Rational> {
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
        written: &[(Text, At<Rational>)],
    ) -> Vec<Rational> {
        let options = &self.names.issues[issue].options;
        let mut values: Vec<Option<Rational>> = vec![None; options.len()];
        let mut all_known = true;
        for (name, value) in written {
            match self.names.option(issue, name, self.problems) {
                Some(option) => values[option] = Some(self.not_negative(name, value)),
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

    fn not_negative(&mut self, name: &Text, value: &At<Rational>) -> Rational {
        if self.normalise && value.value.is_negative() {
            let message = format!("the value of {} is negative: {}", quote(&name.value), exact::write(&value.value));
            let help = "raise all values until the worst is 0, or add normalise = false for plain sums";
            self.problems.error(value.place, message, help);
        }
        value.value.clone()
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

    fn check_scale(&mut self, file: &PreferencesFile, largest: Option<&Rational>) {
        if let (Some(scale), Some(largest)) = (&file.scale, largest)
            && *largest > scale.value
            && scale.value.is_positive()
        {
            let (scale_value, largest) = (exact::write(&scale.value), exact::write(largest));
            let message = format!("a value of {largest} is above the scale of {scale_value}");
            self.problems.error(scale.place, message, format!("write scale = {largest}, or lower the value"));
        }
    }

    fn pair_terms(&mut self, file: &PreferencesFile) -> Vec<PairTerm> {
        let mut terms = Vec::new();
        for pair in &file.together {
            let conditions = self.names.conditions(&pair.when, pair.place, self.problems);
            let (Some(mut conditions), Some(worth)) = (conditions, &pair.worth) else { continue };
            if conditions.len() != 2 || conditions[0].issue == conditions[1].issue {
                let help = "write when = { first-issue = \"option\", second-issue = \"option\" }";
                self.problems.error(pair.place, "`together` needs exactly two issues", help);
                continue;
            }
            let (second, first) = (conditions.swap_remove(1), conditions.swap_remove(0));
            terms.push(PairTerm { first, second, worth: worth.value.clone() });
        }
        terms
    }

    /// A utility for every outcome.
    fn table(
        &mut self,
        file: &PreferencesFile,
        outcomes: &[OutcomeFile],
        by_issue: &ByIssue,
    ) -> Option<(Utility, String)> {
        let mixed = by_issue.iter().flatten().find(|p| p.weight.is_some() || p.values.is_some() || p.line.is_some());
        if let Some(mixed) = mixed {
            let message = "a party has both outcomes with utilities and values of options";
            self.problems.error(mixed.issue.place, message, "keep one of them; red_lines may stay");
        }
        let odd = [file.scale.as_ref(), file.total.as_ref()].into_iter().flatten().next();
        if file.normalise == Some(true) || odd.is_some() || !file.together.is_empty() {
            let place = odd.map_or(self.place, |at| at.place);
            let message = "utilities of outcomes are taken as written";
            self.problems.error(place, message, "remove scale, total, normalise and [[together]]");
        }
        let names = self.names;
        let sizes = names.issues.iter().map(|issue| issue.options.len());
        let Some(n_outcomes) = sizes.clone().try_fold(1usize, usize::checked_mul).filter(|n| *n <= MAX_TABLE) else {
            let message = format!("there are more than {MAX_TABLE} outcomes, too many to list");
            self.problems.error(self.place, message, "give weights and values issue by issue");
            return None;
        };
        let mut utilities: Vec<Option<Rational>> = vec![None; n_outcomes];
        for outcome in outcomes {
            let settled = names.settlement(&outcome.settles, self.problems);
            let Some(settled) = settled.into_iter().collect::<Option<Vec<usize>>>() else {
                let message = "an outcome does not name an option for every issue";
                self.problems.error(outcome.place, message, "write when = { issue = \"option\", ... }");
                continue;
            };
            let index = settled.iter().zip(sizes.clone()).fold(0, |index, (option, size)| index * size + option);
            let utility = outcome.utility.as_ref().map(|utility| utility.value.clone());
            if utilities[index].is_some() {
                self.problems.error(outcome.place, "an outcome stands here for the second time", "keep one of them");
            }
            utilities[index] = utility.or(utilities[index].take());
        }
        let known: Vec<Rational> = utilities.iter().flatten().cloned().collect();
        if known.len() < n_outcomes {
            self.missing_outcomes(&utilities, n_outcomes - known.len());
            return None;
        }
        Some((Utility::Table(known), format!("a utility for each of the {n_outcomes} outcomes, in the unit written")))
    }

    fn missing_outcomes(&mut self, utilities: &[Option<Rational>], n_missing: usize) {
        let Some(mut index) = utilities.iter().position(Option::is_none) else { return };
        let mut options: Vec<String> = Vec::new();
        for issue in self.issues().iter().rev() {
            let size = issue.options.len();
            options.push(format!("{} = \"{}\"", issue.id, issue.options[index % size].id));
            index /= size;
        }
        options.reverse();
        let message = format!("{n_missing} of {} outcomes have no utility", utilities.len());
        let help = format!("add [[outcome]] when = {{ {} }}", options.join(", "));
        self.problems.error(self.place, message, help);
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
