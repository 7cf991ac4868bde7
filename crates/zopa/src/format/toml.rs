//! TOML, read into a [`Tree`] one statement at a time.
//!
//! Lexing and grammar are those of `toml_parser`; what is added here is what makes a tree of its
//! events: headers, dotted keys and what may be declared twice. Reading statement by statement
//! keeps the memory for tokens small whatever the size of the file.

use super::diagnostic::{Problems, quote};
use super::tree::{Builder, Growth, MAX_DEPTH, ROOT, Shape, Span, Spelling, Tree};
use std::borrow::Cow;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, Expected, ParseError, Raw, Source};

/// The most words and signs that one statement (a key with its value, a header) may have.
const MAX_TOKENS: usize = 100_000;

/// Reads a file; what is wrong with it goes to `problems`.
pub(super) fn read<'s>(source: u32, text: &'s str, problems: &mut Problems) -> Tree<'s> {
    let builder = Builder::new(source, text, Spelling { key: decode_key, text: decode_text });
    let mut reader = Reader { text, builder, problems, table: Some(ROOT), path: Vec::new(), open: Vec::new() };
    let mut tokens = Vec::new();
    let mut depth = 0usize;
    for token in Source::new(text).lex() {
        tokens.push(token);
        depth = match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth + 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth.saturating_sub(1),
            _ => depth,
        };
        let ended = matches!(token.kind(), TokenKind::Newline) && depth == 0 || token.kind() == TokenKind::Eof;
        if ended {
            reader.statement(&tokens);
            tokens.clear();
            depth = 0;
            if reader.problems.full() {
                break;
            }
        } else if tokens.len() >= MAX_TOKENS {
            let start = reader.builder.place(tokens[0].span().start() as u32);
            let message = format!("a statement of more than {MAX_TOKENS} words and signs begins here");
            reader.problems.error(start, message, "is a bracket left open? otherwise split the list");
            break;
        }
    }
    reader.builder.finish()
}

fn encoding(raw: &str) -> Option<Encoding> {
    [
        ("\"\"\"", Encoding::MlBasicString),
        ("'''", Encoding::MlLiteralString),
        ("\"", Encoding::BasicString),
        ("'", Encoding::LiteralString),
    ]
    .into_iter()
    .find_map(|(delimiter, encoding)| raw.starts_with(delimiter).then_some(encoding))
}

fn raw_of(raw: &str, start: usize) -> Raw<'_> {
    Raw::new_unchecked(raw, encoding(raw), toml_parser::Span::new_unchecked(start, start + raw.len()))
}

fn decode_key(raw: &str) -> Cow<'_, str> {
    let mut key = Cow::Borrowed("");
    raw_of(raw, 0).decode_key(&mut key, &mut ());
    key
}

fn decode_text(raw: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed("");
    let _ = raw_of(raw, 0).decode_scalar(&mut text, &mut ());
    text
}

/// A table or list whose bracket is open; without a node where its content is to be passed over.
struct Open {
    node: Option<u32>,
    is_table: bool,
}

struct Reader<'s, 'p> {
    text: &'s str,
    builder: Builder<'s>,
    problems: &'p mut Problems,
    /// The table of the last header; none where the header was faulty.
    table: Option<u32>,
    /// Keys read since the last value or header.
    path: Vec<Span>,
    open: Vec<Open>,
}

fn span(span: toml_parser::Span) -> Span {
    Span { start: span.start() as u32, end: span.end() as u32 }
}

fn said(expected: &Expected) -> String {
    match expected {
        Expected::Literal(sign) => format!("`{sign}`"),
        Expected::Description(words) => (*words).to_string(),
        _ => "something else".to_string(),
    }
}

impl<'s> Reader<'s, '_> {
    fn statement(&mut self, tokens: &[Token]) {
        let mut errors: Vec<ParseError> = Vec::new();
        parse_document(tokens, self, &mut errors);
        (self.path, self.open) = (Vec::new(), Vec::new());
        for error in errors {
            let at = error.unexpected().or(error.context()).map_or(0, |span| span.start());
            let expected: Vec<String> = error.expected().unwrap_or_default().iter().map(said).collect();
            let help = match expected.is_empty() {
                true => "texts stand in quotation marks, lists in [ ], tables in { }".to_string(),
                false => format!("expected {}", expected.join(" or ")),
            };
            let message = error.description().replace("basic string", "text").replace("literal string", "text");
            self.problems.error(self.builder.place(at as u32), message, help);
        }
    }

    fn raw(&self, span: Span) -> &'s str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The table reached by a header's keys but the last.
    fn walk_header(&mut self, keys: &[Span]) -> Option<u32> {
        let mut table = ROOT;
        for &key in keys {
            table = match self.builder.find(table, key) {
                None => {
                    let made = self.builder.add(table, Some(key), key, Shape::Table, self.problems)?;
                    self.builder.set_growth(made, Growth::Implied);
                    made
                }
                Some(found) if self.builder.growth(found) == Growth::Closed => {
                    return self.twice(key, "it is already complete; move what is below into it");
                }
                Some(found) if self.builder.growth(found) == Growth::Listed => self.builder.last_child(found)?,
                Some(found) => found,
            };
        }
        Some(table)
    }

    fn headed_table(&mut self, key: Span, parent: u32) -> Option<u32> {
        match self.builder.find(parent, key) {
            None => {
                let made = self.builder.add(parent, Some(key), key, Shape::Table, self.problems)?;
                self.builder.set_growth(made, Growth::Headed);
                Some(made)
            }
            Some(found) if self.builder.growth(found) == Growth::Implied => {
                self.builder.set_growth(found, Growth::Headed);
                Some(found)
            }
            Some(found) if self.builder.growth(found) == Growth::Listed => {
                self.twice(key, "write the header with two brackets on each side, like the others of its list")
            }
            Some(_) => self.twice(key, "put everything under one header"),
        }
    }

    fn listed_table(&mut self, key: Span, parent: u32) -> Option<u32> {
        let list = match self.builder.find(parent, key) {
            None => {
                let made = self.builder.add(parent, Some(key), key, Shape::List, self.problems)?;
                self.builder.set_growth(made, Growth::Listed);
                made
            }
            Some(found) if self.builder.growth(found) == Growth::Listed => found,
            Some(_) => return self.twice(key, "write every header of this name with two brackets on each side"),
        };
        let made = self.builder.add(list, None, key, Shape::Table, self.problems)?;
        self.builder.set_growth(made, Growth::Headed);
        Some(made)
    }

    fn twice(&mut self, key: Span, help: &str) -> Option<u32> {
        let message = format!("{} stands here for the second time", quote(&self.builder.key(key)));
        self.problems.error(self.builder.place(key.start), message, help);
        None
    }

    /// Adds a value where the keys read before it say.
    fn value(&mut self, value: Span, shape: Shape) -> Option<u32> {
        let keys = std::mem::take(&mut self.path);
        let container = match self.open.last() {
            Some(open) => open.node?,
            None => self.table?,
        };
        if self.open.last().is_some_and(|open| !open.is_table) {
            return self.builder.add(container, None, value, shape, self.problems);
        }
        let (&last, path) = keys.split_last()?;
        if !self.shallow(path.len(), value) {
            return None;
        }
        let mut table = container;
        for &key in path {
            table = match self.builder.find(table, key) {
                None => {
                    let made = self.builder.add(table, Some(key), key, Shape::Table, self.problems)?;
                    self.builder.set_growth(made, Growth::Dotted);
                    made
                }
                Some(found) if self.builder.growth(found) == Growth::Dotted => found,
                Some(_) => return self.twice(key, "write what belongs to it in one place, without dots"),
            };
        }
        if self.builder.find(table, last).is_some() {
            return self.twice(last, "keep one of them");
        }
        self.builder.add(table, Some(last), value, shape, self.problems)
    }

    /// Whether there is room for so many more levels.
    fn shallow(&mut self, more: usize, at: Span) -> bool {
        let shallow = self.open.len() + more <= MAX_DEPTH;
        if !shallow {
            let message = format!("tables and lists stand more than {MAX_DEPTH} deep in each other");
            self.problems.error(self.builder.place(at.start), message, "remove brackets or dots");
        }
        shallow
    }

    /// Opens a bracket; false where its content is to be passed over.
    fn open(&mut self, at: toml_parser::Span, shape: Shape) -> bool {
        let shallow = self.shallow(1, span(at));
        let node = if shallow { self.value(span(at), shape) } else { None };
        self.open.push(Open { node, is_table: shape == Shape::Table });
        shallow
    }
}

impl EventReceiver for Reader<'_, '_> {
    fn std_table_open(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.path.clear();
        self.table = None;
    }

    fn array_table_open(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.path.clear();
        self.table = None;
    }

    fn std_table_close(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) {
        let keys = std::mem::take(&mut self.path);
        if let (Some((&last, path)), true) = (keys.split_last(), self.shallow(keys.len(), span(at))) {
            self.table = self.walk_header(path).and_then(|parent| self.headed_table(last, parent));
        }
    }

    fn array_table_close(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) {
        let keys = std::mem::take(&mut self.path);
        if let (Some((&last, path)), true) = (keys.split_last(), self.shallow(keys.len(), span(at))) {
            self.table = self.walk_header(path).and_then(|parent| self.listed_table(last, parent));
        }
    }

    fn inline_table_open(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.open(at, Shape::Table)
    }

    fn inline_table_close(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.open.pop();
        self.path.clear();
    }

    fn array_open(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.open(at, Shape::List)
    }

    fn array_close(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.open.pop();
        self.path.clear();
    }

    fn comment(&mut self, at: toml_parser::Span, error: &mut dyn ErrorSink) {
        Raw::new_unchecked(self.raw(span(at)), None, at).decode_comment(error);
    }

    fn newline(&mut self, at: toml_parser::Span, error: &mut dyn ErrorSink) {
        Raw::new_unchecked(self.raw(span(at)), None, at).decode_newline(error);
    }

    fn simple_key(&mut self, at: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        Raw::new_unchecked(self.raw(span(at)), encoding, at).decode_key(&mut (), error);
        self.path.push(span(at));
    }

    fn scalar(&mut self, at: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let raw = self.raw(span(at));
        let mut bare_flaw: Option<ParseError> = None;
        let sink: &mut dyn ErrorSink = if encoding.is_some() { error } else { &mut bare_flaw };
        let kind = Raw::new_unchecked(raw, encoding, at).decode_scalar(&mut (), sink);
        if bare_flaw.is_some() {
            let what = if raw.is_empty() {
                "a value is missing here".into()
            } else {
                format!("{} is not a value", quote(raw))
            };
            let help = "put texts in quotation marks; write numbers like 0.55, dates like 2025-11-20, true, false";
            self.problems.error(self.builder.place(at.start() as u32), what, help);
        }
        let shape = match kind {
            ScalarKind::String => Shape::Text,
            ScalarKind::Boolean(_) => Shape::Boolean,
            ScalarKind::DateTime => Shape::Date,
            ScalarKind::Float | ScalarKind::Integer(_) => Shape::Number,
        };
        self.value(span(at), shape);
    }
}

#[cfg(test)]
mod tests;
