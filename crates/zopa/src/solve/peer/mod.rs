//! Figures as other tools of the field define them, under the names of those tools.
//!
//! The tools use the same words for different things; whoever compares with their results needs their
//! definitions, computed exactly.

pub mod negmas;
mod points;
mod scaled;
#[cfg(test)]
mod tests;

pub(super) use points::frontier_of_sums;
