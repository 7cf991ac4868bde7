//! A bar to both sides: what a party gives up on a point, and what it gets.

use super::at;

/// `gives_up` and `gets` are lengths from 0 to 1, hollow to the left and solid to the right.
#[must_use]
pub fn concession(gives_up: f64, gets: f64) -> String {
    let (left, right) = (gives_up.clamp(0.0, 1.0) * 78.0, gets.clamp(0.0, 1.0) * 78.0);
    let mut out = String::new();
    if left > 0.0 {
        out.push_str(&format!(
            "<rect class=\"gives\" fill=\"none\" stroke=\"currentColor\" x=\"{}\" y=\"2.5\" width=\"{}\" height=\"9\"/>",
            at(80.0 - left),
            at(left.max(0.6))
        ));
    }
    if right > 0.0 {
        out.push_str(&format!(
            "<rect class=\"gets\" fill=\"currentColor\" x=\"80\" y=\"2.5\" width=\"{}\" height=\"9\"/>",
            at(right.max(0.6))
        ));
    }
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 160 14\" aria-hidden=\"true\">{out}<path class=\"axis\" stroke=\"currentColor\" d=\"M80 0v14\"/></svg>"
    )
}
