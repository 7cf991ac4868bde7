//! A strict reader of pages: stricter than browsers, which forgive.

use std::collections::HashSet;

/// Elements that have no end tag.
const VOID: [&str; 5] = ["meta", "input", "br", "img", "link"];

/// Everything wrong with a page.
pub fn flaws(page: &str) -> Vec<String> {
    let mut reader = Reader { rest: page, open: Vec::new(), ids: HashSet::new(), links: Vec::new(), flaws: Vec::new() };
    reader.read();
    reader.flaws
}

struct Reader<'p> {
    rest: &'p str,
    open: Vec<&'p str>,
    ids: HashSet<&'p str>,
    links: Vec<&'p str>,
    flaws: Vec<String>,
}

impl<'p> Reader<'p> {
    fn read(&mut self) {
        self.rest = self.rest.strip_prefix("<!DOCTYPE html>").unwrap_or_else(|| {
            self.flaws.push("no document type".into());
            self.rest
        });
        while let Some(start) = self.rest.find('<') {
            let (text, tag) = self.rest.split_at(start);
            if self.open.last() != Some(&"style") {
                self.text(text);
            }
            let Some(end) = tag.find('>') else {
                self.flaws.push(format!("a tag does not end: {:.60}", tag));
                return;
            };
            self.rest = &tag[end + 1..];
            self.tag(&tag[1..end]);
        }
        self.text(self.rest);
        if !self.open.is_empty() {
            self.flaws.push(format!("elements stay open: {:?}", self.open));
        }
        for link in &self.links {
            if !self.ids.contains(link) {
                self.flaws.push(format!("nothing has the id {link}"));
            }
        }
    }

    /// Every ampersand begins one of the entities that we write.
    fn text(&mut self, text: &str) {
        for (at, _) in text.match_indices('&') {
            let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
            if !known.iter().any(|entity| text[at..].starts_with(entity)) {
                self.flaws.push(format!("a bare ampersand: {:.40}", &text[at..]));
            }
        }
        if let Some(bad) = text.chars().find(|c| c.is_control() && *c != '\n') {
            self.flaws.push(format!("a control character: {bad:?}"));
        }
    }

    fn tag(&mut self, tag: &'p str) {
        if let Some(name) = tag.strip_prefix('/') {
            match self.open.pop() {
                Some(open) if open == name => {}
                open => self.flaws.push(format!("</{name}> closes {open:?}")),
            }
            return;
        }
        let is_closed = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !name.bytes().all(|b| b.is_ascii_alphanumeric()) || name.is_empty() {
            self.flaws.push(format!("not an element: <{name}"));
        }
        if matches!(name, "script" | "iframe" | "object" | "embed" | "base" | "form" | "link" | "img") {
            self.flaws.push(format!("<{name}> has no place here"));
        }
        self.attributes(attributes);
        if !is_closed && !VOID.contains(&name) {
            self.open.push(name);
        }
    }

    fn attributes(&mut self, mut rest: &'p str) {
        let mut seen = HashSet::new();
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let name = &rest[..end];
            if !seen.insert(name) || name.starts_with("on") || name == "style" || name == "src" {
                self.flaws.push(format!("an attribute that may not be here: {name}"));
            }
            let Some(value) = rest[end..].strip_prefix('=') else {
                rest = &rest[end..];
                continue;
            };
            let Some((value, after)) = value.strip_prefix('"').and_then(|value| value.split_once('"')) else {
                self.flaws.push(format!("a value without quotes: {:.40}", value));
                return;
            };
            self.text(value);
            match name {
                "id" if !self.ids.insert(value) => self.flaws.push(format!("two elements have the id {value}")),
                "href" => match value.strip_prefix('#') {
                    Some(target) => self.links.push(target),
                    None => self.flaws.push(format!("a link leads away: {value}")),
                },
                "for" | "aria-labelledby" => self.links.push(value),
                _ => {}
            }
            rest = after;
        }
    }
}

#[test]
fn the_reader_is_hard_to_please() {
    assert_eq!(flaws("<!DOCTYPE html><p id=\"a\">x &amp; y</p><a href=\"#a\">z</a>"), Vec::<String>::new());
    for bad in [
        "<p>",
        "<p></b>",
        "<p x=y></p>",
        "<p>a & b</p>",
        "<a href=\"http://x\">y</a>",
        "<script></script>",
        "<p onclick=\"x\"></p>",
    ] {
        assert!(!flaws(&format!("<!DOCTYPE html>{bad}")).is_empty(), "{bad}");
    }
}
