//! What is negotiated, by whom, and what each of them wants.
//!
//! [`Negotiation`] is valid by construction: [`Negotiation::new`] is the only way in, and everything
//! behind it relies on what it checked.

mod category;
mod commitment;
mod draft;
mod issue;
mod negotiation;
mod outcome;
mod party;
mod preferences;
mod ratification;
mod rule;
mod uncertain;

pub use category::{CATEGORIES, Category, PAM_CITATION, PAX_CITATION, is_verified_pam, is_verified_pax};
pub use commitment::Commitment;
pub use draft::{Date, Draft, Provenance};
pub use issue::{Issue, IssueOption};
pub use negotiation::{MAX_PARTIES, Negotiation, Parts};
pub use outcome::{Outcome, PartialOutcome};
pub use party::{Party, Role};
pub use preferences::{Additive, JointTerm, Preferences, RedLine, Utility};
pub use ratification::{Ratification, RatificationRule, Ratifier};
pub use rule::{Condition, Rule, RuleKind};
pub(crate) use uncertain::is_normalised;
pub use uncertain::{Distribution, Doubts, Form, Quantity};
