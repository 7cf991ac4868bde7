//! Markdown: headings, lists and paragraphs; emphasis and links leave their words behind.

use super::super::label::label;
use super::super::paragraph::Line;
use super::Found;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Stands where the source escapes a character, so that no label is seen there.
const ESCAPED: char = '\u{e000}';

/// Stands where a line is broken for good.
const BROKEN: char = '\u{e001}';

pub(super) fn read(text: &str) -> Found {
    let mut reader =
        Reader { source: text, found: Found::default(), block: None, items: Vec::new(), skipped: 0, line: 1, seen: 0 };
    for (event, range) in
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter()
    {
        reader.event(event, range);
    }
    reader.flush();
    reader.found
}

/// A block of running text.
#[derive(Default)]
struct Block {
    text: String,
    heading: Option<u8>,
    is_code: bool,
    /// Bytes of bold text at the head, while nothing else has come.
    bold: usize,
    is_bold: bool,
    line: usize,
}

struct Reader<'s> {
    source: &'s str,
    found: Found,
    block: Option<Block>,
    /// Labels of the items around, as written; taken by the first block of each.
    items: Vec<Option<String>>,
    /// Tables around, whose cells are passed over.
    skipped: usize,
    line: usize,
    seen: usize,
}

impl Reader<'_> {
    /// The line of an offset; offsets rise, but for what stands within something else.
    fn line_of(&mut self, offset: usize) -> usize {
        if offset > self.seen {
            self.line += self.source.as_bytes()[self.seen..offset].iter().filter(|byte| **byte == b'\n').count();
            self.seen = offset;
        }
        self.line
    }

    fn event(&mut self, event: Event, range: Range<usize>) {
        let line = self.line_of(range.start);
        match event {
            Event::Start(Tag::Table(_)) => {
                self.flush();
                self.skipped += 1;
                self.found.passed_over.push((line, "a table is left out".to_string()));
            }
            Event::End(TagEnd::Table) => self.skipped = self.skipped.saturating_sub(1),
            _ if self.skipped > 0 => {}
            Event::Start(Tag::Heading { level, .. }) => {
                self.begin(Block { heading: Some(level as u8), line, ..Block::default() })
            }
            Event::Start(Tag::CodeBlock(_)) => self.begin(Block { is_code: true, line, ..Block::default() }),
            Event::Start(Tag::Paragraph) => self.begin(Block { line, ..Block::default() }),
            Event::Start(Tag::Item) => {
                self.flush();
                let written = self.source[range].trim_start();
                let end = written.find(char::is_whitespace).unwrap_or(written.len());
                self.items.push(Some(written[..end].to_string()));
            }
            Event::End(TagEnd::Item) => {
                self.flush();
                self.items.pop();
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::List(_)) => self.flush(),
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => self.flush(),
            Event::Start(Tag::Strong) => self.bold(true),
            Event::End(TagEnd::Strong) => self.bold(false),
            Event::Text(text) => {
                let escaped = range.start > 0 && self.source.as_bytes()[range.start - 1] == b'\\';
                self.text(&text, escaped, line);
            }
            Event::Code(text) => self.text(&text, false, line),
            Event::SoftBreak => self.text("\n", false, line),
            Event::HardBreak => self.text(&format!("{BROKEN}\n"), false, line),
            _ => {}
        }
    }

    fn begin(&mut self, block: Block) {
        self.flush();
        self.block = Some(block);
    }

    fn bold(&mut self, is_bold: bool) {
        let line = self.line;
        self.block.get_or_insert_with(|| Block { line, ..Block::default() }).is_bold = is_bold;
    }

    fn text(&mut self, text: &str, escaped: bool, line: usize) {
        let block = self.block.get_or_insert_with(|| Block { line, ..Block::default() });
        if escaped {
            block.text.push(ESCAPED);
        }
        let was_bold_so_far = block.bold == block.text.len();
        block.text.push_str(text);
        if block.is_bold && was_bold_so_far {
            block.bold = block.text.len();
        }
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        let Some(block) = self.block.take() else { return };
        if block.text.trim().is_empty() && block.heading.is_none() {
            return;
        }
        if let Some(level) = block.heading {
            let text = block.text.replace('\n', " ");
            let mut line = Line::heading(&text, level, block.line);
            line.text = clean(&line.text);
            self.found.lines.push(line);
            return;
        }
        let depth = self.items.len();
        let item = self.items.last_mut().and_then(Option::take);
        let mut parts = parts(&block).into_iter();
        if let Some(shown) = item
            && let Some(first) = parts.next()
        {
            let mut line = Line::item(&shown, &clean(&first.text), depth, block.line);
            line.bold = first.bold;
            self.found.lines.push(line);
        }
        for part in parts {
            let mut line = Line::typed(&part.text, block.line + part.line);
            let label = line.label.as_ref().map_or(0, |_| part.text.trim().len() - line.text.len());
            line.bold = part.bold.saturating_sub(label);
            line.text = clean(&line.text);
            self.found.lines.push(line);
        }
    }
}

/// A paragraph within a block: lines that begin with a label stand for themselves.
struct Part {
    text: String,
    bold: usize,
    line: usize,
}

fn parts(block: &Block) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut offset = 0;
    let mut is_broken = true;
    for (index, line) in block.text.split('\n').enumerate() {
        let is_own = is_broken || block.is_code || label(line.trim()).is_some();
        let text = line.trim().trim_end_matches(BROKEN);
        match parts.last_mut().filter(|_| !is_own) {
            Some(last) if !text.is_empty() => {
                last.text.push(' ');
                last.text.push_str(text);
            }
            Some(_) => {}
            None if text.is_empty() => {}
            None => {
                let bold = clean(
                    &block.text
                        [offset.min(block.bold)..block.bold.min(offset + text.len()).max(offset.min(block.bold))],
                )
                .len();
                parts.push(Part { text: text.to_string(), bold, line: index });
            }
        }
        is_broken = line.ends_with(BROKEN);
        offset += line.len() + 1;
    }
    parts
}

/// A text without the marks of this reader.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !matches!(*c, ESCAPED | BROKEN)).collect::<String>().trim().to_string()
}
