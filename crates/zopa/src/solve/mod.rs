//! How questions are answered exactly.

pub mod scale;
pub mod network;
pub mod certificate;
pub mod engine;
pub mod count;
mod fine;
mod outcomes;
pub mod frontier;
mod answer;
mod solver;
mod ideals;
mod lexicographic;
mod mixture;
mod mixed_answer;
mod measure;
pub mod solution;
pub mod no_deal;
pub mod peer;

pub use answer::{Answer, Settlement, Ties};
pub use engine::search::Budget;
pub use measure::{Criterion, Measure};
pub use network::TooLarge;
pub use solution::{Question, Solution};
pub use solver::Solver;

#[cfg(test)]
mod tests;
