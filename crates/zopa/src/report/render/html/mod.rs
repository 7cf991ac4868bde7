//! stub
use crate::report::brief::Brief;
/// A page.
#[must_use]
pub fn html(_brief: &Brief) -> String {
    String::new()
}
