//! How questions are answered exactly.

mod answer;
pub mod certificate;
pub mod count;
pub mod engine;
mod ideals;
mod lexicographic;
mod mixed_answer;
mod mixture;
mod nearest;
pub mod network;
pub mod no_deal;
pub mod scale;
pub mod solution;
mod solver;

pub use answer::{Answer, Settlement, Ties};
pub use engine::search::Budget;
pub use network::TooLarge;
pub use solution::{Question, Solution};
pub use solver::Solver;

#[cfg(test)]
mod tests;
