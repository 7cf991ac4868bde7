//! JSON (RFC 8259), read strictly into a [`Tree`]; the same keys as in TOML.
//!
//! The reader keeps its own stack, leaves numbers as they are written and refuses a key that stands
//! twice, on which the standard leaves the meaning open.

use super::diagnostic::{Problems, quote};
use super::tree::{Builder, MAX_DEPTH, ROOT, Shape, Span, Spelling, Tree};
use std::borrow::Cow;

/// Reads a file; what is wrong with it goes to `problems`.
pub(super) fn read<'s>(source: u32, text: &'s str, problems: &mut Problems) -> Tree<'s> {
    let builder = Builder::new(source, text, Spelling { key: decode, text: decode });
    let mut reader = Reader { text, at: 0, builder, problems };
    if let Err(flaw) = reader.document() {
        let place = reader.builder.place(flaw.offset as u32);
        reader.problems.error(place, flaw.message, flaw.help);
    }
    reader.builder.finish()
}

fn decode(raw: &str) -> Cow<'_, str> {
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        _ => Cow::Owned(serde_json::from_str(raw).unwrap_or_default()),
    }
}

struct Flaw {
    offset: usize,
    message: String,
    help: &'static str,
}

/// A table or list whose bracket is open; without a node where there is no room for it.
struct Open {
    node: Option<u32>,
    is_table: bool,
}

struct Reader<'s, 'p> {
    text: &'s str,
    at: usize,
    builder: Builder<'s>,
    problems: &'p mut Problems,
}

impl Reader<'_, '_> {
    fn document(&mut self) -> Result<(), Flaw> {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        if self.peek() != Some(b'{') {
            return Err(self.flaw("the file does not begin with `{`", "put everything into one object: { ... }"));
        }
        self.at += 1;
        let mut open = vec![Open { node: Some(ROOT), is_table: true }];
        let mut first = true;
        while let Some(container) = open.last() {
            let (node, is_table) = (container.node, container.is_table);
            if self.closed(is_table) {
                open.pop();
                first = false;
                continue;
            }
            if !first {
                self.expect(b',', "put a comma between two entries")?;
            }
            let key = if is_table { Some(self.key(node)?) } else { None };
            first = match self.value(node, key, open.len())? {
                Some(opened) => {
                    open.push(opened);
                    true
                }
                None => false,
            };
        }
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.flaw("something follows the end of the object", "remove it")),
        }
    }

    fn flaw(&self, message: impl Into<String>, help: &'static str) -> Flaw {
        Flaw { offset: self.at, message: message.into(), help }
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')).count();
        self.text.as_bytes().get(self.at).copied()
    }

    fn closed(&mut self, is_table: bool) -> bool {
        let closed = self.peek() == Some(if is_table { b'}' } else { b']' });
        self.at += usize::from(closed);
        closed
    }

    fn expect(&mut self, byte: u8, help: &'static str) -> Result<(), Flaw> {
        match self.peek() {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(self.flaw(format!("`{}` is missing here", char::from(byte)), help)),
            None => Err(self.flaw("the file ends too early", "close every { and [")),
        }
    }

    /// Reads a key and its colon.
    fn key(&mut self, table: Option<u32>) -> Result<Span, Flaw> {
        if self.peek() != Some(b'"') {
            return Err(self.flaw(
                "a key in double quotation marks must stand here",
                "write { \"key\": value }, without a comma after the last entry",
            ));
        }
        let key = self.string()?;
        if table.is_some_and(|table| self.builder.find(table, key).is_some()) {
            let message = format!("{} stands here for the second time", quote(&self.builder.key(key)));
            self.problems.error(self.builder.place(key.start), message, "keep one of them");
        }
        self.expect(b':', "put a colon between key and value")?;
        Ok(key)
    }

    /// Reads a value, or the bracket that opens one.
    fn value(&mut self, parent: Option<u32>, key: Option<Span>, depth: usize) -> Result<Option<Open>, Flaw> {
        let next = self.peek();
        let start = self.at;
        let shape = match next {
            Some(b'{') => Shape::Table,
            Some(b'[') => Shape::List,
            Some(b'"') => Shape::Text,
            Some(b'-' | b'0'..=b'9') => Shape::Number,
            Some(b't' | b'f') => Shape::Boolean,
            Some(b'n') => Shape::Nothing,
            Some(b']' | b'}') => {
                return Err(self.flaw("a value is missing here", "remove the comma before a closing bracket"));
            }
            Some(_) => {
                return Err(self.flaw("this is not JSON", "a value is a text, number, list, object, true or false"));
            }
            None => return Err(self.flaw("the file ends too early", "close every { and [")),
        };
        let opens = matches!(shape, Shape::Table | Shape::List);
        match shape {
            Shape::Text => drop(self.string()?),
            Shape::Number => self.number()?,
            Shape::Boolean | Shape::Nothing => self.word()?,
            _ if depth >= MAX_DEPTH => {
                let message = format!("objects and lists stand more than {MAX_DEPTH} deep in each other");
                return Err(self.flaw(message, "remove brackets"));
            }
            _ => self.at += 1,
        }
        let span = Span { start: start as u32, end: self.at as u32 };
        let node = parent.and_then(|parent| self.builder.add(parent, key, span, shape, self.problems));
        Ok(opens.then_some(Open { node, is_table: shape == Shape::Table }))
    }

    fn string(&mut self) -> Result<Span, Flaw> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut end = start + 1;
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(0..=31) | None => {
                    return Err(
                        self.flaw("a text is not closed on its line", "end it with \"; write \\n for a new line")
                    );
                }
                Some(_) => end += 1,
            }
        }
        self.at = end + 1;
        let raw = &self.text[start..self.at];
        if raw.contains('\\') && serde_json::from_str::<String>(raw).is_err() {
            self.at = start;
            return Err(self.flaw(
                "a text holds a backslash that means nothing",
                "write \\\\ for a backslash and \\\" for a quotation mark",
            ));
        }
        Ok(Span { start: start as u32, end: self.at as u32 })
    }

    fn number(&mut self) -> Result<(), Flaw> {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
        if !is_number(&rest.as_bytes()[..length]) {
            return Err(self.flaw(
                format!("{} is not a JSON number", quote(&rest[..length])),
                "write digits, with a point for decimals and a digit on each side of it",
            ));
        }
        self.at += length;
        Ok(())
    }

    fn word(&mut self) -> Result<(), Flaw> {
        let rest = &self.text[self.at..];
        match ["true", "false", "null"].into_iter().find(|word| rest.starts_with(word)) {
            Some(word) => {
                self.at += word.len();
                Ok(())
            }
            None => Err(self.flaw("this word is not JSON", "put texts in double quotation marks")),
        }
    }
}

/// Whether bytes are a number of RFC 8259.
fn is_number(bytes: &[u8]) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let rest = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest[0] == b'0') {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let places = digits(fraction);
        if places == 0 {
            return false;
        }
        rest = &fraction[places..];
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or(rest.strip_prefix(b"E")) {
        let exponent = exponent.strip_prefix(b"-").or(exponent.strip_prefix(b"+")).unwrap_or(exponent);
        let length = digits(exponent);
        return length > 0 && length == exponent.len();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests;
