//! Which points of a draft may change, and what counts as one change.

use crate::model::PartialOutcome;

/// What counts as one change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    /// Every issue that is settled otherwise: each of them is negotiated by itself.
    #[default]
    Issues,
    /// Every numbered point of the draft in which anything is settled otherwise, however many issues split it.
    Points,
}

/// Which points may change, and what counts as one change. Points that the draft leaves open may
/// always be filled, and filling them is no change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freedom {
    /// Issue by issue, whether it stays as the draft has it; empty where all may change.
    pub kept: Vec<bool>,
    /// What counts as one change.
    pub counting: Counting,
}

impl Freedom {
    /// Whether an issue may be settled by an option.
    #[must_use]
    pub fn allows(&self, draft: &PartialOutcome, issue: usize, option: usize) -> bool {
        let is_kept = self.kept.get(issue).is_some_and(|kept| *kept);
        !is_kept || draft.0[issue].is_none_or(|settled| settled == option)
    }
}
