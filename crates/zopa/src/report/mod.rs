//! What a mediator reads: answer before evidence, words before numbers.
//!
//! A [`Brief`] holds everything that a report says, gathered once and exact. [`sheets`] turn it into
//! sentences and tables free of any format; the renderers in [`RENDERERS`] write them as text for a
//! terminal, Markdown, a page of HTML with pictures, CSV or JSON. Words from the negotiation's files
//! travel as [`phrase::Run::Theirs`], so that each renderer escapes them and sets them apart.

pub mod brief;
pub mod figure;
mod gather;
pub mod phrase;
pub mod render;
pub mod sheet;
pub mod sheets;
pub mod side_by_side;
pub mod svg;
mod words;

pub use crate::assess::shares;
pub use brief::Brief;
pub use gather::Request;
pub use render::{RENDERERS, Renderer, renderer};
pub use sheets::sheets;

#[cfg(test)]
mod tests;
