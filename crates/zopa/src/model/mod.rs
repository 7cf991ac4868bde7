//! What is negotiated, by whom, and what each of them wants.
//!
//! [`Negotiation`] is valid by construction: [`Negotiation::new`] is the only way in, and everything
//! behind it relies on what it checked.

mod category;
mod draft;
mod issue;
mod negotiation;
mod outcome;
mod party;
mod preferences;
mod rule;

pub use category::{CATEGORIES, Category, PAM_CITATION, PAX_CITATION, is_verified_pam, is_verified_pax};
pub use draft::{Date, Draft, Provenance};
pub use issue::{Issue, IssueOption};
pub use negotiation::{MAX_PARTIES, Negotiation, Parts};
pub use outcome::{Outcome, PartialOutcome};
pub use party::{Party, Role};
pub use preferences::{Additive, JointTerm, Preferences, RedLine, Utility};
pub use rule::{Condition, Rule, RuleKind};
