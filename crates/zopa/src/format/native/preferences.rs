//! What a party's preferences mean.

mod outcomes;
mod unknown;
mod values;

use super::fields::At;
use super::names::Names;
use super::written::{IssuePreferences, PreferencesFile};
use crate::exact::{self, Rational};
use crate::format::diagnostic::{Place, Problems, quote, quote_all};
use crate::model::{Additive, Distribution, Doubts, Issue, JointTerm, Party, Preferences, Quantity, RedLine, Utility};
use num_traits::{One, Signed, Zero};
use unknown::{Promise, note_of_unknowns};

/// What a party wants, promised and leaves unknown.
pub(super) struct Wants {
    pub preferences: Preferences,
    /// The numbers that are not known.
    pub unknowns: Vec<(Quantity, Distribution)>,
    /// Whether weights are divided by their sum, whatever they turn out to be.
    pub relative_weights: bool,
    pub promises: Vec<Promise>,
    /// How the numbers are read, a sentence each.
    pub notes: Vec<String>,
}

impl Wants {
    /// What is not known, as the doubts about a participant.
    pub fn doubts(&self, of: usize) -> Option<Doubts> {
        let unknowns = self.unknowns.clone();
        (!unknowns.is_empty()).then_some(Doubts { of, unknowns, relative_weights: self.relative_weights })
    }
}

/// What a party wants, and notes on how its numbers are read.
pub(super) fn preferences(
    file: PreferencesFile,
    party: &Party,
    names: &Names,
    problems: &mut Problems,
) -> Option<Wants> {
    let normalise = file.normalise.unwrap_or(true);
    let mut reader = Reader { party, names, problems, place: file.place, normalise, unknowns: Vec::new() };
    let by_issue = reader.by_issue(&file.issues);
    let mut red_lines = reader.issue_red_lines(&by_issue);
    red_lines.extend(reader.red_lines(&file));
    let discount = reader.discount(file.discount.as_ref());
    reader.warn_of_closed_issues(&red_lines);
    let promises = reader.promises(&file);
    let (utility, reading) = match &file.outcomes {
        Some(outcomes) => reader.table(&file, outcomes, &by_issue)?,
        None => reader.additive(&file, &by_issue)?,
    };
    let reservation = reader.reservation(&file, matches!(utility, Utility::Table(_)))?;
    let unknowns = std::mem::take(&mut reader.unknowns);
    let mut notes = vec![format!("{}: {reading}; no agreement is worth {}", party.name, exact::write(&reservation))];
    notes.extend(note_of_unknowns(&party.name, unknowns.len()));
    let relative_weights = normalise && file.total.is_none() && matches!(utility, Utility::Additive(_));
    let preferences = Preferences { utility, red_lines, reservation_value: reservation, discount };
    Some(Wants { preferences, unknowns, relative_weights, promises, notes })
}

struct Reader<'a, 'p> {
    party: &'a Party,
    names: &'a Names<'a>,
    problems: &'p mut Problems,
    place: Place,
    normalise: bool,
    /// What is not known, as far as read.
    unknowns: Vec<(Quantity, Distribution)>,
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
        let central = &written.value.central;
        if self.normalise && !is_table && *central > Rational::one() {
            let value = exact::write(central);
            let percent = central / Rational::from_integer(100.into());
            let help = if percent <= Rational::one() {
                format!("utilities run from 0 to 1: write {}, not {value}", exact::write(&percent))
            } else {
                "utilities run from 0 to 1; for plain sums add normalise = false".to_string()
            };
            self.problems.error(written.place, format!("reservation {value} is above 1"), help);
            return None;
        }
        if self.normalise && !is_table && *written.value.high() > Rational::one() {
            let message = format!("reservation may reach {}, above 1", exact::write(written.value.high()));
            self.problems.warning(written.place, message, "utilities run from 0 to 1; write high = 1");
        }
        Some(self.central(Quantity::Reservation, written))
    }

    /// Weights, values and pair terms.
    fn additive(&mut self, file: &PreferencesFile, by_issue: &ByIssue) -> Option<(Utility, String)> {
        self.missing_issues(by_issue);
        let mut weights = Vec::with_capacity(by_issue.len());
        let mut values = Vec::with_capacity(by_issue.len());
        for (issue, preferences) in by_issue.iter().enumerate() {
            let Some(preferences) = preferences else { continue };
            let weight = self.weight(issue, preferences);
            values.push(self.values(issue, preferences, weight.is_zero()));
            weights.push(weight);
        }
        self.all_may_vanish(by_issue, file.total.is_some());
        let joint_terms = self.joint_terms(file);
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
            self.warn_above_scale(by_issue, value_scale.as_ref().or(largest.as_ref()));
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
        Some((Utility::Additive(Additive { weights, values, joint_terms, weight_total, value_scale }), reading))
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

    fn joint_terms(&mut self, file: &PreferencesFile) -> Vec<JointTerm> {
        let mut terms = Vec::new();
        for pair in &file.together {
            let conditions = self.names.conditions(&pair.when, pair.place, self.problems);
            let (Some(conditions), Some(worth)) = (conditions, &pair.worth) else { continue };
            let mut issues: Vec<usize> = conditions.iter().map(|condition| condition.issue).collect();
            issues.sort_unstable();
            issues.dedup();
            if issues.len() < conditions.len().max(2) {
                let help = "write when = { first-issue = \"option\", second-issue = \"option\" }";
                self.problems.error(pair.place, "`together` needs two or more different issues", help);
                continue;
            }
            let worth = self.central(Quantity::JointTerm { term: terms.len() }, worth);
            terms.push(JointTerm { conditions, worth });
        }
        terms
    }
}
