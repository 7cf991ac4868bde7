//! Moments, as handed in by whoever has a clock.

use serde::{Deserialize, Serialize};

/// Milliseconds since the beginning of 1970 in universal time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub u64);

impl Moment {
    /// The moment so many milliseconds earlier, or the first.
    #[must_use]
    pub fn before(self, milliseconds: u64) -> Moment {
        Moment(self.0.saturating_sub(milliseconds))
    }
}
