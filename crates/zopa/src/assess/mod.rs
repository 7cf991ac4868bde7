//! What a draft on the table amounts to, and what would have to change in it.

mod best;
mod freedom;
mod nearest;
mod observer;

pub use best::{Sure, picks_packages};
pub use freedom::{Counting, Freedom};
pub use nearest::{Candidate, Fewest, Nearest, Wish, nearest};

#[cfg(test)]
mod tests;
