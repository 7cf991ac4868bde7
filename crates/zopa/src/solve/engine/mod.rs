//! How questions are answered: the machinery behind every solution.
//!
//! A question is a [`goal`](goal::Goal): find an outcome that beats the incumbent, or prove that
//! none does. The [`search`](search) turns it into integers: with weights `w` for the parties, every
//! outcome that beats the incumbent has `w.u` of at least a threshold, and few outcomes come that
//! near to the largest `w.u`. A [sweep](sweep) walks through those few. The weights are the [multipliers]
//! of the concave relaxation.

pub mod elimination;
pub mod goal;
mod incumbent;
mod joining;
pub(super) mod linear_program;
pub mod multipliers;
mod pairing;
pub mod search;
pub mod space;
pub(super) mod support;
mod sweep;
