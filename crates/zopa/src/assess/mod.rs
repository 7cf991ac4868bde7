//! What a draft on the table amounts to, and what would have to change in it so that all sign.
//!
//! [`assess`] gathers everything on one draft: where it [stands](standing), the [nearest] acceptable
//! drafts, what would be [better for all](betterment), [trades], the state of each [point](convergence),
//! and what [moving](movement) a single point would open. Texts are [compared](comparison) point by
//! point and [word by word](wording), and joined into [one](one_text).
//!
//! Where numbers are not known, [worlds] are drawn.

mod assessment;
mod best;
pub mod betterment;
pub mod comparison;
pub mod completion;
mod completions;
pub mod concession;
pub mod convergence;
mod freedom;
pub mod movement;
mod nearest;
mod observer;
pub mod one_text;
pub mod price;
pub mod promises;
mod purse;
pub mod ratify;
pub mod shares;
mod standing;
pub mod trades;
pub mod wording;
pub mod worlds;

pub use assessment::{Assessment, TRADES_TOLD, Text, assess};
pub use best::Sure;
pub use freedom::{Counting, Freedom};
pub use nearest::{Candidate, Fewest, Nearest, Wish, nearest};
pub use purse::Purse;
pub use standing::{Ask, Signature, Signer, Span, Standing, standing};

use crate::solve::network::Network;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

/// Denominators as integers, up to a common factor: a ratio of gain to these is a gain in utility.
fn integer_ranges(network: &Network) -> Vec<i128> {
    let scales = &network.scales;
    let multiple = scales.iter().fold(BigInt::one(), |multiple, scale| multiple.lcm(scale.denominator.denom()));
    let whole = scales.iter().map(|scale| (&scale.denominator * &multiple).to_integer());
    whole.map(|d| d.to_i128().unwrap_or(i128::MAX >> 43).min(i128::MAX >> 43)).collect()
}

#[cfg(test)]
mod tests;
