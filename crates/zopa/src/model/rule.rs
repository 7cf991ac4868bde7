//! What must hold in every agreement, whoever prefers what.

/// An issue is settled by one of some options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Index of the issue.
    pub issue: usize,
    /// Indices of the options that satisfy the condition.
    pub options: Vec<usize>,
}

impl Condition {
    /// Whether settling the issue by this option satisfies the condition.
    #[must_use]
    pub fn holds(&self, settlement: &[usize]) -> bool {
        self.options.contains(&settlement[self.issue])
    }
}

/// What must hold in every agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule in words.
    pub text: String,
    /// The rule in logic.
    pub kind: RuleKind,
}

/// The forms that a rule can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// Where all of `when` hold, all of `then` must hold.
    Implies {
        /// The premises.
        when: Vec<Condition>,
        /// The consequences.
        then: Vec<Condition>,
    },
    /// Not all of these may hold together.
    Excludes(Vec<Condition>),
    /// At least and at most so many of these must hold.
    Count {
        /// The fewest that must hold.
        at_least: usize,
        /// The most that may hold.
        at_most: usize,
        /// What is counted.
        of: Vec<Condition>,
    },
}

impl Rule {
    /// Whether an outcome, given option by option, obeys the rule.
    #[must_use]
    pub fn obeyed(&self, settlement: &[usize]) -> bool {
        let all = |conditions: &[Condition]| conditions.iter().all(|c| c.holds(settlement));
        match &self.kind {
            RuleKind::Implies { when, then } => !all(when) || all(then),
            RuleKind::Excludes(conditions) => !all(conditions),
            RuleKind::Count { at_least, at_most, of } => {
                let count = of.iter().filter(|c| c.holds(settlement)).count();
                (*at_least..=*at_most).contains(&count)
            }
        }
    }

    /// Every condition that the rule speaks of.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let (first, second): (&[Condition], &[Condition]) = match &self.kind {
            RuleKind::Implies { when, then } => (when, then),
            RuleKind::Excludes(conditions) | RuleKind::Count { of: conditions, .. } => (conditions, &[]),
        };
        first.iter().chain(second)
    }
}
