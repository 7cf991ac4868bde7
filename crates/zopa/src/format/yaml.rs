//! YAML 1.2, read into a [`Tree`]; the first document of a file.
//!
//! The crate `saphyr-parser` finds the tokens; texts stay where they are in the file and are decoded
//! once somebody asks. A key that stands twice is refused. Aliases are copied, within the limit on
//! values, so that none can expand beyond it.

use super::diagnostic::{Problems, quote};
use super::tree::{Builder, MAX_DEPTH, ROOT, Shape, Span, Spelling, Tree};
use crate::exact;
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::borrow::Cow;
use std::collections::HashMap;

/// Reads a file; what is wrong with it goes to `problems`.
pub(super) fn read<'s>(source: u32, text: &'s str, problems: &mut Problems) -> Tree<'s> {
    let builder = Builder::new(source, text, Spelling { key: decode, text: decode });
    let mut reader = Reader { text, builder, problems, chars: 0, byte: 0, anchors: HashMap::new() };
    if let Err((offset, message)) = reader.document() {
        let place = reader.builder.place(offset as u32);
        reader.problems.error(place, message, "compare with the manual of the format");
    }
    reader.builder.finish()
}

/// What the raw characters of a scalar mean: plain ones on one line mean themselves.
fn decode(raw: &str) -> Cow<'_, str> {
    let is_plain = !raw.starts_with(['"', '\'', '|', '>']) && !raw.contains('\n');
    if is_plain {
        return Cow::Borrowed(raw.trim());
    }
    let mut parser = Parser::new_from_str(raw);
    while let Some(Ok((event, _))) = parser.next_event() {
        if let Event::Scalar(text, ..) = event {
            return Cow::Owned(text.into_owned());
        }
    }
    Cow::Borrowed(raw.trim())
}

type Flaw = (usize, String);

/// A mapping or sequence that is open; without a node where there is no room for it.
struct Open {
    node: Option<u32>,
    is_table: bool,
    /// The key that was read and waits for its value.
    key: Option<Span>,
}

struct Reader<'s, 'p> {
    text: &'s str,
    builder: Builder<'s>,
    problems: &'p mut Problems,
    /// How far characters are counted, in characters and in bytes.
    chars: usize,
    byte: usize,
    anchors: HashMap<usize, Option<u32>>,
}

impl Reader<'_, '_> {
    fn document(&mut self) -> Result<(), Flaw> {
        let text = self.text;
        let mut parser = Parser::new_from_str(text);
        let mut open: Vec<Open> = Vec::new();
        let mut begun = false;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| {
                let offset = self.offset(error.marker().index());
                (offset, format!("the file is not YAML: {}", error.info()))
            })?;
            let start = self.offset(span.start.index());
            match event {
                Event::Scalar(_, style, anchor, _) => {
                    let end = self.offset(span.end.index());
                    let span = self.trimmed(start, end, style);
                    let waits_for_key = open.last().is_some_and(|open| open.is_table && open.key.is_none());
                    if waits_for_key {
                        self.key(open.last_mut().expect("something is open"), span);
                        continue;
                    }
                    let Some(parent) = open.last_mut() else {
                        return Err((start, "the file is no mapping of keys to values".into()));
                    };
                    let shape = self.shape(span, style);
                    let node = self.add(parent, span, shape);
                    self.anchors.insert(anchor, node);
                }
                Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => {
                    let is_table = matches!(event, Event::MappingStart(..));
                    if open.len() >= MAX_DEPTH {
                        return Err((start, format!("values stand more than {MAX_DEPTH} deep in each other")));
                    }
                    let node = self.open(&mut open, start, is_table)?;
                    begun = true;
                    self.anchors.insert(anchor, node);
                    open.push(Open { node, is_table, key: None });
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    open.pop();
                }
                Event::Alias(anchor) => self.alias(&mut open, start, anchor)?,
                Event::DocumentEnd if begun => return Ok(()),
                _ => {}
            }
        }
        if begun { Ok(()) } else { Err((0, "the file is empty".into())) }
    }

    /// Makes room for a mapping or sequence that opens.
    fn open(&mut self, open: &mut [Open], start: usize, is_table: bool) -> Result<Option<u32>, Flaw> {
        let span = Span { start: start as u32, end: start as u32 };
        match open.last_mut() {
            None if is_table => Ok(Some(ROOT)),
            None => Err((start, "the file is no mapping of keys to values".into())),
            Some(parent) if parent.is_table && parent.key.is_none() => {
                Err((start, "a key is a list or a mapping, not a text".into()))
            }
            Some(parent) => Ok(self.add(parent, span, if is_table { Shape::Table } else { Shape::List })),
        }
    }

    fn alias(&mut self, open: &mut [Open], start: usize, anchor: usize) -> Result<(), Flaw> {
        let is_open = |node: &Option<u32>| node.is_some_and(|node| open.iter().any(|open| open.node == Some(node)));
        let Some(meant) = self.anchors.get(&anchor).copied().filter(|node| !is_open(node)) else {
            return Err((start, "an alias stands for nothing, or for what it is a part of".into()));
        };
        let Some(parent) = open.last_mut() else { return Err((start, "an alias stands alone".into())) };
        if parent.is_table && parent.key.is_none() {
            return Err((start, "a key is an alias".into()));
        }
        let key = parent.key.take();
        if let (Some(meant), Some(parent)) = (meant, parent.node) {
            self.builder.copy(meant, parent, key, self.problems);
        }
        Ok(())
    }

    fn key(&mut self, open: &mut Open, key: Span) {
        if open.node.is_some_and(|node| self.builder.find(node, key).is_some()) {
            let message = format!("{} stands here for the second time", quote(&self.builder.key(key)));
            self.problems.error(self.builder.place(key.start), message, "keep one of them");
        }
        open.key = Some(key);
    }

    fn add(&mut self, parent: &mut Open, value: Span, shape: Shape) -> Option<u32> {
        let key = parent.key.take();
        parent.node.and_then(|node| self.builder.add(node, key, value, shape, self.problems))
    }

    /// What kind of thing a scalar is.
    fn shape(&self, span: Span, style: ScalarStyle) -> Shape {
        let raw = &self.text[span.start as usize..span.end as usize];
        match raw {
            _ if style != ScalarStyle::Plain => Shape::Text,
            "" | "~" | "null" | "Null" | "NULL" => Shape::Nothing,
            "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Shape::Boolean,
            raw if is_number(raw) => Shape::Number,
            _ => Shape::Text,
        }
    }

    /// The characters of a scalar without the white space around it.
    fn trimmed(&self, start: usize, end: usize, style: ScalarStyle) -> Span {
        let end = end.clamp(start, self.text.len());
        let indicator = match style {
            ScalarStyle::Literal => Some('|'),
            ScalarStyle::Folded => Some('>'),
            _ => None,
        };
        // Blocks are found by their content; what they mean begins with their indicator.
        let before = indicator.and_then(|indicator| self.text[..start].rfind(indicator));
        let start = before.filter(|_| !self.text[start..].starts_with(['|', '>'])).unwrap_or(start);
        let raw = &self.text[start..end];
        let raw = if indicator.is_some() { raw } else { raw.trim_end() };
        Span { start: start as u32, end: (start + raw.len()) as u32 }
    }

    /// The byte at which a character stands, counted on from the one asked for before.
    fn offset(&mut self, index: usize) -> usize {
        let (before, after) = self.text.split_at(self.byte);
        if index < self.chars {
            let back = before.chars().rev().take(self.chars - index);
            self.byte -= back.map(char::len_utf8).sum::<usize>();
            self.chars = index;
        }
        for character in after.chars().take(index.saturating_sub(self.chars)) {
            self.byte += character.len_utf8();
            self.chars += 1;
        }
        self.byte
    }
}

/// Whether characters are a number: as this program writes them, or without bound.
fn is_number(raw: &str) -> bool {
    let begins = raw.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let unbounded = ["inf", "infinity", "nan"];
    let bare = raw.trim_start_matches(['+', '-', '.']).to_ascii_lowercase();
    begins && (unbounded.contains(&bare.as_str()) || (!raw.contains(['/', '_']) && exact::parse(raw).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Source;
    use crate::format::tree::Value;

    fn said(value: Value) -> String {
        match value.shape() {
            Shape::Table => {
                let entries = value.children().map(|child| format!("{}={}", child.key(), said(child)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
            }
            Shape::List => format!("[{}]", value.children().map(said).collect::<Vec<_>>().join(" ")),
            Shape::Text => format!("'{}'", value.text().expect("a text")),
            Shape::Nothing => "-".to_string(),
            _ => value.raw().to_string(),
        }
    }

    fn check(text: &str, expected: &str) {
        let mut problems = Problems::default();
        let tree = read(0, text, &mut problems);
        let sources = [Source::new("a.yml", text)];
        let complaints: Vec<String> = problems.finish(&sources).iter().map(|problem| problem.to_string()).collect();
        let shown = if complaints.is_empty() { said(tree.root()) } else { complaints.join("\n") };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn what_dumps_hold_is_read() {
        check(
            "a: 1\nb:\n- x y\n- 'No'\n- -.inf\n- \"\\u00e9 \\\"\"\nc: {d: 1e-3, e: [~, true]}\n",
            "{a=1 b=['x y' 'No' -.inf 'é \"'] c={d=1e-3 e=[- true]}}",
        );
        check("'it''s': a\n  b\nk: |\n  x\n  y\n2012-01-01: z", "{it's='a b' k='x\ny\n' 2012-01-01='z'}");
        check("é: ü\nb: &x [1, 2]\nc: *x\nd: *x", "{é='ü' b=[1 2] c=[1 2] d=[1 2]}");
        check("{\"a\": [1, -Infinity]}", "{a=[1 -Infinity]}");
        check("---\na: 1\n---\nb: 2\n", "{a=1}");
    }

    #[test]
    fn what_is_no_mapping_is_refused() {
        let refused = |text: &str, place: &str, message: &str| {
            check(text, &format!("a.yml:{place}: error: {message}\n  help: compare with the manual of the format"));
        };
        refused("", "1:1", "the file is empty");
        refused("- a", "1:1", "the file is no mapping of keys to values");
        refused("a", "1:1", "the file is no mapping of keys to values");
        refused("? [a]\n: b", "1:3", "a key is a list or a mapping, not a text");
        refused("a: &x [*x]", "1:8", "an alias stands for nothing, or for what it is a part of");
        check("a: 1\na: 2", "a.yml:2:1: error: `a` stands here for the second time\n  help: keep one of them");
    }

    #[test]
    fn aliases_cannot_expand_beyond_the_limit() {
        let mut text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n".to_string();
        for n in 1..10 {
            let list = vec![format!("*a{}", n - 1); 10].join(", ");
            text.push_str(&format!("a{n}: &a{n} [{list}]\n"));
        }
        let mut problems = Problems::default();
        read(0, &text, &mut problems);
        assert!(problems.failed());
    }
}
