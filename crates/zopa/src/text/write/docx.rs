//! The agreement as a Word document with styles and numbering of its own. It names no author, no program
//! and no time, and the same agreement gives the same bytes.

mod numbering;

use super::super::{Agreement, Clause, Settled};
use super::opening;
use numbering::Lists;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>\
</Types>";

const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
</Relationships>";

const PARTS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/>\
</Relationships>";

/// Styles: a title, lines below it, points, their words, sub-points, and alternatives in brackets.
const STYLES: &str = "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>\
<w:sz w:val=\"23\"/><w:szCs w:val=\"23\"/></w:rPr></w:rPrDefault>\
<w:pPrDefault><w:pPr><w:spacing w:after=\"100\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Subtitle\"/>\
<w:pPr><w:keepNext/><w:spacing w:before=\"240\" w:after=\"160\"/><w:jc w:val=\"center\"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val=\"34\"/><w:szCs w:val=\"34\"/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Subtitle\"><w:name w:val=\"Subtitle\"/><w:basedOn w:val=\"Normal\"/>\
<w:pPr><w:spacing w:after=\"60\"/><w:jc w:val=\"center\"/></w:pPr><w:rPr><w:color w:val=\"444444\"/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"BodyText\"/>\
<w:pPr><w:keepNext/><w:spacing w:before=\"260\" w:after=\"60\"/><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"BodyText\"><w:name w:val=\"Body Text\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:ind w:left=\"567\"/></w:pPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"SubPoint\"><w:name w:val=\"Sub-point\"/><w:basedOn w:val=\"BodyText\"/></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Alternative\"><w:name w:val=\"Alternative\"/><w:basedOn w:val=\"BodyText\"/></w:style>";

pub(super) fn write(agreement: &Agreement) -> Vec<u8> {
    let mut lists = Lists::default();
    let mut body = paragraph("Title", None, &agreement.title);
    opening(agreement).iter().for_each(|line| body.push_str(&paragraph("Subtitle", None, line)));
    for clause in &agreement.clauses {
        let number = lists.point(clause.number, clause.letter);
        body.push_str(&paragraph("Heading1", Some(number), clause.title.as_deref().unwrap_or("")));
        words(clause, &mut lists, &mut body);
    }
    // A4 with the margins of a letter.
    body.push_str("<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1418\" w:right=\"1418\" w:bottom=\"1418\" w:left=\"1418\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr>");
    let files = [
        ("[Content_Types].xml", TYPES.to_string()),
        ("_rels/.rels", RELATIONS.to_string()),
        ("word/document.xml", format!("<w:document {WORD}><w:body>{body}</w:body></w:document>")),
        ("word/_rels/document.xml.rels", PARTS.to_string()),
        ("word/styles.xml", format!("<w:styles {WORD}>{STYLES}</w:styles>")),
        ("word/numbering.xml", lists.xml()),
    ];
    packed(&files).unwrap_or_default()
}

/// The files in an archive; writing into memory does not fail.
fn packed(files: &[(&str, String)]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, content) in files {
        archive.start_file(*name, options).ok()?;
        archive.write_all(HEAD.as_bytes()).ok()?;
        archive.write_all(content.as_bytes()).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

/// The words of a point; lines that count (a), (b), ... become a list of Word's own.
fn words(clause: &Clause, lists: &mut Lists, body: &mut String) {
    let paragraphs = clause.paragraphs();
    if matches!(clause.settled, Settled::Open(_)) {
        paragraphs.iter().for_each(|line| body.push_str(&paragraph("Alternative", None, line)));
        return;
    }
    let mut rest = paragraphs.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let labels = (b'a'..=b'z').map(|letter| format!("({}) ", char::from(letter)));
        let n_items = rest.iter().zip(labels.clone()).take_while(|(line, label)| line.starts_with(label)).count();
        if n_items < 2 {
            body.push_str(&paragraph("BodyText", None, first));
            rest = after;
            continue;
        }
        let list = lists.letters();
        for (line, label) in rest[..n_items].iter().zip(labels) {
            body.push_str(&paragraph("SubPoint", Some(list), line[label.len()..].trim()));
        }
        rest = &rest[n_items..];
    }
}

fn paragraph(style: &str, list: Option<u32>, text: &str) -> String {
    let number = list
        .map(|list| format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>"))
        .unwrap_or_default();
    let right_to_left = is_right_to_left(text);
    let (bidi, rtl) = if right_to_left { ("<w:bidi/>", "<w:rPr><w:rtl/></w:rPr>") } else { ("", "") };
    let run = match text.is_empty() {
        true => String::new(),
        false => format!("<w:r>{rtl}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text)),
    };
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{number}{bidi}</w:pPr>{run}</w:p>")
}

/// Whether the first letter with a direction runs from right to left: Hebrew, Arabic and their kin.
pub(super) fn is_right_to_left(text: &str) -> bool {
    let runs_left = |c: char| matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff);
    text.chars().find(|c| c.is_alphabetic()).is_some_and(runs_left)
}

/// A text for XML; characters that it cannot hold become blanks.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
