//! Whether to go on.

use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that someone else may raise to stop a count.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watch<'a>(pub Option<&'a AtomicBool>);

impl Watch<'_> {
    /// Whether the flag is up. Whatever a count has found by then is incomplete.
    pub fn stopped(&self) -> bool {
        self.0.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}
