//! Exact analysis of negotiations over many issues between many parties.
//!
//! Modules stand in the order in which data flows; a module imports only from those above it.

pub mod exact;
pub mod model;
pub mod format;
pub mod text;
pub mod solve;
pub mod registry;
pub mod certify;
pub mod assess;
pub mod mediate;
pub mod report;

#[cfg(test)]
mod office;
#[cfg(test)]
mod random;
