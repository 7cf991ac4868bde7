//! Looks up the names of issues and options.

use super::fields::{ConditionFile, Text, unknown};
use crate::format::diagnostic::{Place, Problems, quote};
use crate::model::{Condition, Issue};
use std::collections::HashMap;

/// Issues and options by name.
pub(super) struct Names<'a> {
    pub issues: &'a [Issue],
    issue_index: HashMap<&'a str, usize>,
    option_index: Vec<HashMap<&'a str, usize>>,
}

impl<'a> Names<'a> {
    pub fn new(issues: &'a [Issue]) -> Names<'a> {
        let options = |issue: &'a Issue| issue.options.iter().enumerate().map(|(i, o)| (o.id.as_str(), i)).collect();
        Names {
            issues,
            issue_index: issues.iter().enumerate().map(|(i, issue)| (issue.id.as_str(), i)).collect(),
            option_index: issues.iter().map(options).collect(),
        }
    }

    pub fn issue(&self, name: &Text, problems: &mut Problems) -> Option<usize> {
        let found = self.issue_index.get(name.value.as_ref()).copied();
        if found.is_none() {
            unknown(name, "issue", "the issues are", self.issues.iter().map(|issue| issue.id.as_str()), problems);
        }
        found
    }

    pub fn known_option(&self, issue: usize, name: &str) -> Option<usize> {
        self.option_index[issue].get(name).copied()
    }

    pub fn option(&self, issue: usize, name: &Text, problems: &mut Problems) -> Option<usize> {
        let found = self.known_option(issue, &name.value);
        if found.is_none() {
            let what = format!("option of {} called", quote(&self.issues[issue].id));
            let options = self.issues[issue].options.iter().map(|option| option.id.as_str());
            unknown(name, &what, "its options are", options, problems);
        }
        found
    }

    pub fn condition(&self, written: &ConditionFile, problems: &mut Problems) -> Option<Condition> {
        let issue = self.issue(&written.issue, problems)?;
        if written.options.is_empty() {
            return None;
        }
        let options: Vec<Option<usize>> =
            written.options.iter().map(|option| self.option(issue, option, problems)).collect();
        Some(Condition { issue, options: options.into_iter().collect::<Option<_>>()? })
    }

    /// At least one condition.
    pub fn conditions(
        &self,
        written: &[ConditionFile],
        place: Place,
        problems: &mut Problems,
    ) -> Option<Vec<Condition>> {
        if written.is_empty() {
            problems.error(place, "no condition stands here", "name an issue and the option meant");
            return None;
        }
        self.any_conditions(written, problems)
    }

    /// Conditions, or none.
    pub fn any_conditions(&self, written: &[ConditionFile], problems: &mut Problems) -> Option<Vec<Condition>> {
        // Every condition is looked up before any failure counts: all slips are told at once.
        let found: Vec<Option<Condition>> = written.iter().map(|one| self.condition(one, problems)).collect();
        found.into_iter().collect()
    }

    /// One option for some issues.
    pub fn settlement(&self, written: &[(Text, Text)], problems: &mut Problems) -> Vec<Option<usize>> {
        let mut settled = vec![None; self.issues.len()];
        for (issue, option) in written {
            if let Some(issue) = self.issue(issue, problems) {
                settled[issue] = self.option(issue, option, problems);
            }
        }
        settled
    }
}
