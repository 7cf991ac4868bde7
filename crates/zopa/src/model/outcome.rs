//! One option for every issue, or for some.

/// One option for every issue: the index of the option, issue by issue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outcome(pub Vec<usize>);

impl Outcome {
    /// The issues on which two outcomes differ.
    #[must_use]
    pub fn differences(&self, other: &Outcome) -> Vec<usize> {
        (0..self.0.len()).filter(|&issue| self.0[issue] != other.0[issue]).collect()
    }
}

/// One option for some issues; `None` leaves an issue open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartialOutcome(pub Vec<Option<usize>>);

impl PartialOutcome {
    /// The issues left open.
    #[must_use]
    pub fn open_issues(&self) -> Vec<usize> {
        (0..self.0.len()).filter(|&issue| self.0[issue].is_none()).collect()
    }

    /// The outcome, where no issue is left open.
    #[must_use]
    pub fn complete(&self) -> Option<Outcome> {
        self.0.iter().copied().collect::<Option<Vec<_>>>().map(Outcome)
    }
}
