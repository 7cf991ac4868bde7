//! The same sheets in several formats.
//!
//! A file for each. Adding one takes a file and a line in [`RENDERERS`].

mod csv;
pub mod html;
mod json;
pub(super) mod markdown;
mod text;

pub use csv::csv;
pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use text::{Emphasis, text, text_with};

use super::brief::Brief;

/// A way to write a report down.
pub struct Renderer {
    /// Short name.
    pub id: &'static str,
    /// What it is, in a line.
    pub title: &'static str,
    /// What the names of its files end in.
    pub extensions: &'static [&'static str],
    /// Writes a report.
    pub render: fn(&Brief) -> String,
}

/// Every way to write a report down.
pub static RENDERERS: &[Renderer] = &[
    Renderer { id: "text", title: "one screen of a terminal", extensions: &["txt"], render: text },
    Renderer { id: "markdown", title: "Markdown, to be edited", extensions: &["md", "markdown"], render: markdown },
    Renderer {
        id: "html",
        title: "one page with pictures, to be read or printed",
        extensions: &["html", "htm"],
        render: html,
    },
    Renderer { id: "csv", title: "tables for a spreadsheet", extensions: &["csv"], render: csv },
    Renderer { id: "json", title: "everything, with exact numbers", extensions: &["json"], render: json },
];

/// The renderer with an identifier or for files whose names end so.
#[must_use]
pub fn renderer(name: &str) -> Option<&'static Renderer> {
    RENDERERS.iter().find(|renderer| renderer.id == name || renderer.extensions.contains(&name))
}
