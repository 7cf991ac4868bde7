//! Word documents: paragraphs with the numbers that Word itself gives them.

mod numbering;

use super::super::paragraph::{Line, Origin};
use super::{Flaw, Found, MAX_PARAGRAPHS};
use crate::format::archive;
use numbering::{Counters, Numbering, Place};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::Cursor;

pub(super) fn read(bytes: &[u8]) -> Result<Found, Flaw> {
    const SAVE: &str = "open it in a word processor and save it again as .docx";
    if !archive::is_archive(bytes) {
        return Err(("the file is no document of the kind .docx".into(), SAVE));
    }
    archive::check(bytes)?;
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ("the file is damaged".to_string(), SAVE))?;
    let document = archive::file(&mut archive, "word/document.xml")
        .ok_or_else(|| ("the file holds no text of a document".to_string(), SAVE))?;
    let numbering = archive::file(&mut archive, "word/numbering.xml").unwrap_or_default();
    let styles = archive::file(&mut archive, "word/styles.xml").unwrap_or_default();
    let numbering = Numbering::read(&numbering, &styles);
    let mut body =
        Body { numbering: &numbering, counters: Counters::default(), found: Found::default(), n_paragraphs: 0 };
    body.read(&document).map_err(|error| (format!("the document cannot be read: {error}"), SAVE))?;
    Ok(body.found)
}

/// The value of an attribute by its name without prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// Whether a switch such as w:b is on: it is where it stands without a value.
fn is_on(element: &BytesStart) -> bool {
    !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "none" | "off"))
}

struct Body<'n> {
    numbering: &'n Numbering,
    counters: Counters,
    found: Found,
    n_paragraphs: usize,
}

/// A paragraph being read.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    place: Place,
    bold: usize,
    /// Whether the style of the run says bold.
    is_bold: bool,
    in_run: bool,
    in_text: bool,
}

impl Body<'_> {
    fn read(&mut self, document: &[u8]) -> Result<(), quick_xml::Error> {
        let mut reader = Reader::from_reader(document);
        let mut paragraph: Option<Paragraph> = None;
        let (mut tables, mut skipped) = (0usize, 0usize);
        loop {
            match reader.read_event()? {
                Event::Eof => break,
                Event::Start(element) => match element.local_name().as_ref() {
                    "tbl" => {
                        if tables == 0 && skipped == 0 {
                            self.found.passed_over.push((self.n_paragraphs + 1, "a table is left out".to_string()));
                        }
                        tables += 1;
                    }
                    // What was deleted, and what stands for programs that cannot show the rest.
                    "del" | "moveFrom" | "Fallback" | "instrText" | "txbxContent" => skipped += 1,
                    _ if tables > 0 || skipped > 0 => {}
                    "p" => paragraph = Some(Paragraph::default()),
                    name => open(name, &element, &mut paragraph),
                },
                Event::Empty(element) if tables == 0 && skipped == 0 => {
                    let name = element.local_name();
                    match name.as_ref() {
                        "p" => self.n_paragraphs += 1,
                        name => {
                            open(name, &element, &mut paragraph);
                            close(name, &mut paragraph);
                        }
                    }
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "tbl" => tables = tables.saturating_sub(1),
                    "del" | "moveFrom" | "Fallback" | "instrText" | "txbxContent" => {
                        skipped = skipped.saturating_sub(1)
                    }
                    _ if tables > 0 || skipped > 0 => {}
                    "p" => self.end(paragraph.take()),
                    name => close(name, &mut paragraph),
                },
                Event::Text(text) if tables == 0 && skipped == 0 => {
                    if let Some(paragraph) = paragraph.as_mut().filter(|paragraph| paragraph.in_text) {
                        paragraph.push(&text);
                    }
                }
                Event::GeneralRef(reference) if tables == 0 && skipped == 0 => {
                    if let Some(paragraph) = paragraph.as_mut().filter(|paragraph| paragraph.in_text) {
                        paragraph.push(&resolved(&reference));
                    }
                }
                _ => {}
            }
            if self.found.lines.len() > MAX_PARAGRAPHS {
                break;
            }
        }
        Ok(())
    }

    fn end(&mut self, paragraph: Option<Paragraph>) {
        self.n_paragraphs += 1;
        let Some(paragraph) = paragraph else { return };
        let style = paragraph.style.as_deref();
        let place = self.numbering.place(paragraph.place, style);
        // Empty paragraphs count where they carry a number.
        let shown = place.and_then(|(list, level)| self.counters.next(self.numbering, list, level));
        let heading = self.numbering.heading(style);
        let text = paragraph.text.trim();
        if text.is_empty() && shown.is_none() {
            return;
        }
        let mut lines = text.split('\n').map(str::trim);
        let first = lines.next().unwrap_or("");
        let mut line = match (&shown, heading) {
            (Some(shown), _) => {
                let depth = place.map_or(0, |(_, level)| level) + 1;
                let mut line = Line::item(shown, first, depth, self.n_paragraphs);
                line.bold = paragraph.bold.min(first.len());
                line
            }
            (None, Some(level)) => Line::heading(first, level, self.n_paragraphs),
            (None, None) => {
                let mut line = Line::typed(first, self.n_paragraphs);
                line.bold = paragraph.bold.min(first.len()).saturating_sub(first.len() - line.text.len());
                line
            }
        };
        if let Some(level) = heading {
            line.origin = Origin::Heading(level);
            line.bold = 0;
        }
        self.found.lines.push(line);
        let number = self.n_paragraphs;
        self.found.lines.extend(lines.filter(|line| !line.is_empty()).map(|line| Line::typed(line, number)));
    }
}

impl Paragraph {
    fn push(&mut self, text: &str) {
        let bold_so_far = self.bold == self.text.len();
        self.text.push_str(text);
        if self.is_bold && bold_so_far {
            self.bold = self.text.len();
        }
    }
}

fn open(name: &str, element: &BytesStart, paragraph: &mut Option<Paragraph>) {
    let Some(paragraph) = paragraph else { return };
    match name {
        "pStyle" => paragraph.style = attribute(element, "val"),
        "numId" => paragraph.place.list = attribute(element, "val").and_then(|value| value.parse().ok()),
        "ilvl" => paragraph.place.level = attribute(element, "val").and_then(|value| value.parse().ok()),
        "r" => (paragraph.in_run, paragraph.is_bold) = (true, false),
        "b" if paragraph.in_run => paragraph.is_bold = is_on(element),
        "t" => paragraph.in_text = true,
        "tab" if paragraph.in_run => paragraph.push(" "),
        "br" | "cr" if paragraph.in_run => paragraph.push("\n"),
        "noBreakHyphen" => paragraph.push("-"),
        _ => {}
    }
}

fn close(name: &str, paragraph: &mut Option<Paragraph>) {
    let Some(paragraph) = paragraph else { return };
    match name {
        "r" => (paragraph.in_run, paragraph.is_bold) = (false, false),
        "t" => paragraph.in_text = false,
        _ => {}
    }
}

/// The character behind a reference such as &amp;.
fn resolved(reference: &quick_xml::events::BytesRef) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    match &**reference {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_string()
}
