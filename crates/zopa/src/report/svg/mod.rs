//! Pictures as SVG strings, the same wherever they are shown.
//!
//! Shapes, outlines and words carry every distinction; colours only help. Colours are classes that a
//! page may style; without a style sheet everything is drawn in the current colour.

mod bar;
mod cell;
mod frontier;
mod mark;
mod range;
mod scale;

pub use bar::concession;
pub use cell::{LineMark, vessel};
pub use frontier::frontier;
pub use mark::{Mark, marks};
pub use range::range;
pub use scale::Scales;

/// Text for XML and HTML, in elements and in quoted attributes. Characters that XML does not permit
/// are left out.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A coordinate with one decimal at most.
fn at(value: f64) -> String {
    let rounded = format!("{value:.1}");
    let short = rounded.strip_suffix(".0").unwrap_or(&rounded);
    if short == "-0" { "0".into() } else { short.to_string() }
}
