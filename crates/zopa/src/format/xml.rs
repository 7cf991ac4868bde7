//! XML, read into a flat list of elements; as tolerant as the files of the field are sloppy.
//!
//! Read all the same, with a warning: a bare `&`, Latin-1 under a header that says UTF-8. A
//! declaration that does not come first is taken as a comment. Names of closing tags must match.
//! Entities other than the five of the standard and numbers mean nothing here, so none can expand.

use super::diagnostic::{Place, Problems, quote};
use super::tree::{MAX_DEPTH, MAX_VALUES, Span};
use super::{Source, is_small_enough};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

const NONE: u32 = u32::MAX;

struct Node {
    name: Span,
    attributes: Span,
    first_child: u32,
    last_child: u32,
    next: u32,
}

/// What a file says.
pub(super) struct Xml<'s> {
    source: u32,
    text: &'s str,
    nodes: Vec<Node>,
    attributes: Vec<(Span, Span)>,
}

/// The text of a file of this syntax; a warning where its encoding is not what it ought to be.
pub(super) fn text<'s>(source: &'s Source, index: u32, problems: &mut Problems) -> Option<Cow<'s, str>> {
    let start = Place { source: index, offset: 0 };
    if !is_small_enough(source, start, problems) {
        return None;
    }
    if source.utf8().is_err() {
        problems.warning(start, "the file is not in UTF-8: it was read as Latin-1", "save it as UTF-8");
    }
    Some(source.text())
}

/// Reads a file; `None` where its syntax is faulty, which goes to `problems`.
pub(super) fn read<'s>(source: u32, text: &'s str, problems: &mut Problems) -> Option<Xml<'s>> {
    let mut xml = Xml { source, text, nodes: Vec::new(), attributes: Vec::new() };
    let n_errors = problems.n_errors();
    if let Err((offset, message)) = xml.fill() {
        problems.error(Place { source, offset: offset as u32 }, message, "mend the file, or export it anew");
    } else if xml.nodes.is_empty() {
        problems.error(Place { source, offset: 0 }, "the file holds no element", "is it the right file?");
    }
    if problems.n_errors() > n_errors {
        return None;
    }
    xml.bare_ampersands(problems);
    Some(xml)
}

type Flaw = (usize, String);

impl<'s> Xml<'s> {
    /// The outermost element.
    pub fn root(&self) -> Element<'_> {
        Element { xml: self, node: 0 }
    }

    fn fill(&mut self) -> Result<(), Flaw> {
        let skipped = if self.text.starts_with('\u{feff}') { 3 } else { 0 };
        let mut reader = Reader::from_str(&self.text[skipped..]);
        reader.config_mut().allow_dangling_amp = true;
        let mut open: Vec<u32> = Vec::new();
        loop {
            let event = reader.read_event().map_err(|error| {
                (skipped + reader.error_position() as usize, format!("the file is not well formed: {error}"))
            })?;
            let end = skipped + reader.buffer_position() as usize;
            match event {
                Event::Start(tag) => {
                    let node = self.element(&tag, open.last().copied())?;
                    open.push(node);
                    if open.len() > MAX_DEPTH {
                        return Err((end, format!("elements stand more than {MAX_DEPTH} deep in each other")));
                    }
                }
                Event::Empty(tag) => {
                    self.element(&tag, open.last().copied())?;
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Eof if open.is_empty() => return Ok(()),
                Event::Eof => {
                    let node = &self.nodes[open[open.len() - 1] as usize];
                    let name = quote(&self.text[node.name.start as usize..node.name.end as usize]);
                    return Err((node.name.start as usize, format!("the element {name} is not closed")));
                }
                _ => {}
            }
        }
    }

    /// Adds an element with its attributes.
    fn element(&mut self, tag: &BytesStart<'s>, parent: Option<u32>) -> Result<u32, Flaw> {
        let start = self.offset(tag);
        if self.nodes.len() + self.attributes.len() >= MAX_VALUES {
            return Err((start, format!("the file holds more than {MAX_VALUES} elements and attributes")));
        }
        let node = self.nodes.len() as u32;
        if parent.is_none() && node > 0 {
            return Err((start, "a second outermost element begins here".to_string()));
        }
        let first = self.attributes.len() as u32;
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| (start, format!("an attribute is not well formed: {error}")))?;
            let Cow::Borrowed(value) = attribute.value else {
                return Err((start, "an attribute is not well formed".to_string()));
            };
            let spans = (self.span(attribute.key.into_inner()), self.span(value));
            self.attributes.push(spans);
        }
        self.nodes.push(Node {
            name: Span { start: start as u32, end: (start + tag.name().into_inner().len()) as u32 },
            attributes: Span { start: first, end: self.attributes.len() as u32 },
            first_child: NONE,
            last_child: NONE,
            next: NONE,
        });
        if let Some(parent) = parent {
            match self.nodes[parent as usize].last_child {
                NONE => self.nodes[parent as usize].first_child = node,
                last => self.nodes[last as usize].next = node,
            }
            self.nodes[parent as usize].last_child = node;
        }
        Ok(node)
    }

    /// Where a part that was borrowed from the text stands in it.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len())
    }

    fn span(&self, part: &str) -> Span {
        let start = self.offset(part);
        Span { start: start as u32, end: (start + part.len()) as u32 }
    }

    /// One warning for all texts with an `&` that begins no entity.
    fn bare_ampersands(&self, problems: &mut Problems) {
        let texts = self.attributes.iter().map(|(_, value)| (value.start, self.raw(*value)));
        let mut bare = texts.filter(|(_, raw)| raw.contains('&') && unescape(raw).1);
        if let Some((offset, _)) = bare.next() {
            let n_more = bare.count();
            let more = if n_more > 0 { format!(", and in {n_more} more texts") } else { String::new() };
            let message = format!("a bare `&` stands here{more}: it was read as it stands");
            problems.warning(Place { source: self.source, offset }, message, "write &amp;");
        }
    }

    fn raw(&self, span: Span) -> &'s str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}

/// The text that raw characters mean, and whether an `&` among them begins no entity.
fn unescape(raw: &str) -> (Cow<'_, str>, bool) {
    if !raw.contains(['&', '\n', '\t', '\r']) {
        return (raw.into(), false);
    }
    let mut text = String::with_capacity(raw.len());
    let mut bare = false;
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&spaced(&rest[..at]));
        rest = &rest[at + 1..];
        let known = rest.find(';').filter(|end| *end <= 10).and_then(|end| Some((entity(&rest[..end])?, end)));
        match known {
            Some((character, end)) => {
                text.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                text.push('&');
                bare = true;
            }
        }
    }
    text.push_str(&spaced(rest));
    (text.into(), bare)
}

/// White space as it counts in an attribute.
fn spaced(raw: &str) -> String {
    raw.replace(['\n', '\t', '\r'], " ")
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// An element in its file.
#[derive(Clone, Copy)]
pub(super) struct Element<'x> {
    xml: &'x Xml<'x>,
    node: u32,
}

/// An attribute's text and where it stands.
pub(super) struct Attribute<'x> {
    pub text: Cow<'x, str>,
    pub place: Place,
}

impl<'x> Element<'x> {
    fn node(self) -> &'x Node {
        &self.xml.nodes[self.node as usize]
    }

    /// The name of the element.
    pub fn name(self) -> &'x str {
        self.xml.raw(self.node().name)
    }

    /// Where it stands.
    pub fn place(self) -> Place {
        Place { source: self.xml.source, offset: self.node().name.start }
    }

    /// The elements inside it, in order.
    pub fn children(self) -> impl Iterator<Item = Element<'x>> {
        let element = |node: u32| (node != NONE).then_some(Element { xml: self.xml, node });
        std::iter::successors(element(self.node().first_child), move |child| element(child.node().next))
    }

    /// The elements of a name inside it.
    pub fn named(self, name: &'static str) -> impl Iterator<Item = Element<'x>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// The first element of a name inside it.
    pub fn first(self, name: &'static str) -> Option<Element<'x>> {
        self.named(name).next()
    }

    /// An attribute.
    pub fn attribute(self, name: &str) -> Option<Attribute<'x>> {
        let own = &self.xml.attributes[self.node().attributes.start as usize..self.node().attributes.end as usize];
        let (_, value) = own.iter().find(|(key, _)| self.xml.raw(*key) == name)?;
        let place = Place { source: self.xml.source, offset: value.start };
        Some(Attribute { text: unescape(self.xml.raw(*value)).0, place })
    }
}

/// A text as an attribute may hold it between double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' | '\r' => escaped.push_str(&format!("&#{};", u32::from(character))),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut problems = Problems::default();
        let said = read(0, text, &mut problems).map(|xml| {
            let root = xml.root();
            let item = root.first("item");
            let value = item.and_then(|item| item.attribute("value")).map(|value| value.text.into_owned());
            format!("{} {} {}", root.name(), root.children().count(), value.unwrap_or_default())
        });
        let sources = [Source::new("a.xml", text)];
        let complaints: Vec<String> = problems.finish(&sources).iter().map(ToString::to_string).collect();
        assert_eq!(said.into_iter().chain(complaints).collect::<Vec<_>>().join("\n"), expected, "{text}");
    }

    #[test]
    fn what_the_field_writes_is_read() {
        check(r#"<a><item value="x &amp; y&#33;"/></a>"#, "a 1 x & y!");
        check("<!-- first --><?xml version=\"1.0\"?>\n<a><item value='1'> </item><b/></a>", "a 2 1");
        check("\u{feff}<a x='1'></a>", "a 0 ");
        check(
            "<a>\n<item value=\"AT & T; &c\"/></a>",
            "a 1 AT & T; &c\na.xml:2:14: warning: a bare `&` stands here: it was read as it stands\n  help: write &amp;",
        );
    }

    #[test]
    fn what_nobody_can_read_is_refused() {
        check("", "a.xml:1:1: error: the file holds no element\n  help: is it the right file?");
        check(
            "<a><b></a>",
            "a.xml:1:7: error: the file is not well formed: ill-formed document: expected `</b>`, but `</a>` was found\n  help: mend the file, or export it anew",
        );
        check("<a><b>", "a.xml:1:5: error: the element `b` is not closed\n  help: mend the file, or export it anew");
        check(
            "<a/><b/>",
            "a.xml:1:6: error: a second outermost element begins here\n  help: mend the file, or export it anew",
        );
        check(
            "<a x='1' x='2'/>",
            "a.xml:1:2: error: an attribute is not well formed: position 8: duplicated attribute, previous declaration at position 2\n  help: mend the file, or export it anew",
        );
    }

    #[test]
    fn what_is_escaped_reads_as_the_same() {
        let text = "a&b<c>\"d\"\n'e'\t";
        assert_eq!(unescape(&escape(text)).0, text);
    }
}
