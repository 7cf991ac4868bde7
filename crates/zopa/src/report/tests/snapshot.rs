//! The terminal's screen, to the letter.

use super::fixtures::{brief, no_deal, small};
use crate::report::render::text;
use crate::solve::Budget;

#[test]
fn room() {
    let negotiation = small().negotiation();
    assert_eq!(text(&brief(&negotiation, &mut Budget::unlimited())), "");
}

#[test]
fn no_room() {
    let negotiation = no_deal().negotiation();
    assert_eq!(text(&brief(&negotiation, &mut Budget::unlimited())), "");
}
