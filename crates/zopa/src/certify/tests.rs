//! The checker accepts what enumeration confirms and nothing else.

mod claims;
mod mixtures;
mod oracle;
mod parts;
mod solved;
mod text;

use crate::model::Negotiation;
use crate::random::{Shape, negotiation};

/// Few values, so many ties and rules that leave little.
const COARSE: Shape = Shape::SMALL;

/// Many values, so hardly any ties; up to three parties.
const FINE: Shape = Shape { issues: 5, options: 3, parties: 3, knots: 1, values: 997 };

/// Nothing but weights and values.
const PLAIN: Shape = Shape { issues: 6, options: 3, parties: 4, knots: 0, values: 50 };

/// A sequence of small negotiations of all shapes.
fn negotiations(count: u64) -> impl Iterator<Item = (u64, Negotiation)> {
    (0..count).map(|seed| {
        let shape = [COARSE, FINE, PLAIN][seed as usize % 3];
        (seed, negotiation(seed, &shape))
    })
}
