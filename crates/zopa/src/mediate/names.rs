//! Short names of seats, items and parties.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> $name {
                $name(text.to_string())
            }
        }
    };
}

name! {
    /// A seat in a room. Drawn at random, so that it tells nothing about how many others there are.
    SeatId
}
name! {
    /// Something that a delegation put down: a mark, a message, an amendment. Drawn at random, for the same reason.
    ItemId
}
name! {
    /// A party's short name, as in the talks' file.
    PartyId
}
