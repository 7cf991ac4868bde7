//! A party that states its utility of every outcome.

use super::{ByIssue, Reader};
use crate::exact::Rational;
use crate::format::native::written::{OutcomeFile, PreferencesFile};
use crate::model::Utility;

/// The most outcomes for which utilities can be listed one by one.
const MAX_TABLE: usize = 50_000;

impl Reader<'_, '_> {
    /// A utility for every outcome.
    pub(super) fn table(
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
