//! Reports of all kinds of talks, read by machines that are hard to please.

mod fixtures;
mod markup;
mod oracle;
mod renderers;
mod snapshot;
