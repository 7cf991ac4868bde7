//! What the address of a page asks for beyond its path.

use serde::Deserialize;

/// What the address of a page asks for beyond its path.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Which points.
    #[serde(default)]
    pub show: Option<String>,
    /// The item before which a list continues.
    #[serde(default)]
    pub before: Option<String>,
    /// The version to compare with.
    #[serde(default)]
    pub against: Option<u32>,
    /// The point that a message is about.
    #[serde(default)]
    pub point: Option<String>,
}
