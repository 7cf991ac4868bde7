//! What holds where numbers are not known: worlds in which every unknown number falls somewhere.
//!
//! [`Worlds`] draws them, or lists them all where they are few; each is solved anew. [`outlook`] says
//! what they have in common: how likely agreement is, which package is acceptable in most worlds and
//! which is regretted least, and which number to ask for next. What can be told for whole ranges of
//! numbers is told exactly, by their [extremes](Extreme).

mod chance;
mod extreme;
mod fall;
mod grid;
mod likeliest;
mod outlook;
mod question;
mod regret;
mod resolve;
mod sample;
#[cfg(test)]
mod tests;
mod wording;

pub use chance::Chance;
pub use extreme::{Extreme, at_extreme};
pub use outlook::{Best, Certainty, Outlook, Prospect, outlook};
pub use question::QuestionValue;
pub use resolve::Solved;
pub use sample::{Draws, TooMany, Worlds};
pub use wording::{asked, named};
