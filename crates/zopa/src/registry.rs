//! One table for each family. Lists, help, docs and menus derive from these.

pub use crate::solve::solution::{SOLUTIONS, Solution, solution};
