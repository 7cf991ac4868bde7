//! The sheets of a report, built once from a [`Brief`] for every renderer.

mod answer;
mod better;
mod changes;
mod definitions;
mod drafts;
mod footing;
mod no_deal;
mod openings;
mod package;
mod parties;
mod points;
mod ratification;
mod separation;
mod solutions;
mod states;
mod trades;
mod worlds;

pub use answer::headline;
pub use definitions::{Definition, definitions};
pub use drafts::{open_line, signing_lines};
pub use footing::footing_lines;
pub use no_deal::{cause_lines, relaxation_line, weights_line};
pub use package::{Move, moves, package_lead};
pub use points::{deciding_line, points_lead};
pub use ratification::{promise_lines, ratification_lines};
pub use worlds::unknown_lines;

use super::brief::Brief;
use super::sheet::Sheet;

/// Every sheet that the brief has something to say on, in reading order.
#[must_use]
pub fn sheets(brief: &Brief) -> Vec<Sheet> {
    const SHEETS: [fn(&Brief) -> Option<Sheet>; 21] = [
        answer::sheet,
        no_deal::sheet,
        parties::sheet,
        drafts::sheet,
        package::sheet,
        points::sheet,
        worlds::sheet,
        ratification::sheet,
        ratification::promises,
        footing::sheet,
        points::matrix,
        separation::sheet,
        changes::sheet,
        better::sheet,
        trades::sheet,
        states::sheet,
        openings::sheet,
        points::wishes_sheet,
        solutions::sheet,
        definitions::sheet,
        footing::proofs,
    ];
    SHEETS.iter().filter_map(|sheet| sheet(brief)).collect()
}
