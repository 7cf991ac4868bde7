//! Writes an agreement down.

mod docx;
mod html;
mod markdown;

use super::Agreement;

/// A way to write an agreement down.
pub struct TextWriter {
    /// Short name.
    pub id: &'static str,
    /// What it is, in a line.
    pub title: &'static str,
    /// What the names of its files end in.
    pub extensions: &'static [&'static str],
    /// From the agreement to the bytes of the file.
    pub write: fn(&Agreement) -> Vec<u8>,
}

/// Every way to write an agreement down.
pub static WRITERS: &[TextWriter] = &[
    TextWriter {
        id: "markdown",
        title: "Markdown",
        extensions: &["md", "markdown"],
        write: |agreement| markdown::write(agreement).into_bytes(),
    },
    TextWriter {
        id: "html",
        title: "a self-contained page, to read or print",
        extensions: &["html", "htm"],
        write: |agreement| html::write(agreement).into_bytes(),
    },
    TextWriter { id: "docx", title: "a Word document", extensions: &["docx"], write: docx::write },
];

/// The way that an ending of a file's name asks for.
#[must_use]
pub fn text_writer(extension: &str) -> Option<&'static TextWriter> {
    WRITERS.iter().find(|writer| writer.extensions.contains(&extension))
}

/// The lines between title and points.
fn opening(agreement: &Agreement) -> Vec<String> {
    let date = agreement.date.map(super::split::spelled);
    agreement.subtitle.clone().into_iter().chain(date).chain(agreement.between()).collect()
}
