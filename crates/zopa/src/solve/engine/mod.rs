//! How questions are answered: the machinery behind every solution.

pub mod elimination;
