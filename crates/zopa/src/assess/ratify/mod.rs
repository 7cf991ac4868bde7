//! The game at home: who must confirm what a party signs, and what that does to the zone.
//!
//! Robert D. Putnam, 1988, "Diplomacy and Domestic Politics: The Logic of Two-Level Games",
//! International Organization 42(3). The win-set of a constituency holds the packages that it would
//! confirm; the win-set of a party those that its ratifiers confirm by their [rule](RatificationRule).
//! What would be signed and ratified lies in the zone of those who negotiate and in every win-set.

mod best;
mod consent;
mod hardening;
mod report;
#[cfg(test)]
mod tests;

#[cfg(doc)]
use crate::model::RatificationRule;

pub use best::{Confirmed, best_confirmed};
pub use consent::{Consent, Ruling, confirm};
pub use hardening::{Closing, Hardening, Step, hardening};
pub use report::{Ratification, WinSet, ratification};
