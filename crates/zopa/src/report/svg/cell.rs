//! A cell of the matrix of points by parties.

use super::at;

/// What a party's red lines have to do with a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineMark {
    /// The party has no red line there.
    None,
    /// It has one that the option respects.
    Kept,
    /// The option crosses one.
    Crossed,
}

/// Where vessels stand.
const FLOOR: f64 = 31.0;

/// A vessel as large as the point weighs, filled as far as the party gets its best there.
/// `weight` is 0 to 1; `share` 0 to 1, or `None` where the point is left open.
#[must_use]
pub fn vessel(weight: f64, share: Option<f64>, line: LineMark) -> String {
    let side = 5.0 + 25.0 * weight.clamp(0.0, 1.0).sqrt();
    let (left, top) = (16.0 - side / 2.0, FLOOR - side);
    let mut out = String::new();
    if let Some(share) = share.filter(|share| *share > 0.0) {
        let height = side * share.min(1.0);
        out.push_str(&format!(
            "<rect class=\"fill\" fill=\"currentColor\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            at(left),
            at(FLOOR - height),
            at(side),
            at(height)
        ));
    }
    let dash = if share.is_none() { " stroke-dasharray=\"2 2\"" } else { "" };
    out.push_str(&format!(
        "<rect class=\"hull\" fill=\"none\" stroke=\"currentColor\"{dash} x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\"/>",
        at(left),
        at(top),
        side = at(side)
    ));
    match line {
        LineMark::None => {}
        LineMark::Kept => out.push_str("<path class=\"line\" stroke=\"currentColor\" stroke-width=\"2.5\" d=\"M4 34.5h24\"/>"),
        LineMark::Crossed => out.push_str(
            "<path class=\"line\" stroke=\"currentColor\" stroke-width=\"2.5\" d=\"M4 34.5h24M5 6l22 24M27 6l-22 24\"/>",
        ),
    }
    format!("<svg class=\"vessel\" width=\"32\" height=\"36\" viewBox=\"0 0 32 36\" aria-hidden=\"true\">{out}</svg>")
}
