//! The lists of a document: points that count on, points that are split, and lettered sub-points.

use super::{WORD, escaped};
use std::fmt::Write;

/// Patterns that every document has: points, and lettered sub-points.
const POINTS: u32 = 0;
const LETTERS: u32 = 1;

/// Lists in the order of their numbers, from 1.
#[derive(Default)]
pub(super) struct Lists {
    lists: Vec<List>,
    /// Numbers of points that are split: each has a pattern of its own, such as 21a.
    split: Vec<u32>,
    /// The list and number of the last point.
    last: Option<(u32, u32, Option<char>)>,
}

struct List {
    pattern: u32,
    start: u32,
}

impl Lists {
    fn add(&mut self, pattern: u32, start: u32) -> u32 {
        self.lists.push(List { pattern, start });
        self.lists.len() as u32
    }

    /// The list of a point: that of the last one where it counts on.
    pub fn point(&mut self, number: u32, letter: Option<char>) -> u32 {
        let step = |letter: char| u32::from(letter) - u32::from('a') + 1;
        let goes_on = self.last.is_some_and(|(_, last, last_letter)| match (last_letter, letter) {
            (None, None) => number == last + 1,
            (Some(before), Some(now)) => number == last && step(now) == step(before) + 1,
            _ => false,
        });
        let list = match (self.last.filter(|_| goes_on), letter) {
            (Some((list, ..)), _) => list,
            (None, None) => self.add(POINTS, number),
            (None, Some(letter)) => {
                self.split.push(number);
                self.add(LETTERS + self.split.len() as u32, step(letter))
            }
        };
        self.last = Some((list, number, letter));
        list
    }

    /// A new list of lettered sub-points.
    pub fn letters(&mut self) -> u32 {
        self.add(LETTERS, 1)
    }

    pub fn xml(&self) -> String {
        let mut xml = format!("<w:numbering {WORD}>");
        let pattern = |xml: &mut String, id: u32, format: &str, text: &str, start: u32, indent: u32| {
            let _ = write!(
                xml,
                "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\">\
                 <w:start w:val=\"{start}\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{}\"/><w:lvlJc w:val=\"left\"/>\
                 <w:pPr><w:ind w:left=\"{indent}\" w:hanging=\"567\"/></w:pPr></w:lvl></w:abstractNum>",
                escaped(text)
            );
        };
        pattern(&mut xml, POINTS, "decimal", "%1.", 1, 567);
        pattern(&mut xml, LETTERS, "lowerLetter", "(%1)", 1, 1134);
        for (index, number) in (1..).zip(&self.split) {
            pattern(&mut xml, LETTERS + index, "lowerLetter", &format!("{number}%1."), 1, 567);
        }
        for (id, list) in (1..).zip(&self.lists) {
            let _ = write!(
                xml,
                "<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{}\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"{}\"/></w:lvlOverride></w:num>",
                list.pattern, list.start
            );
        }
        xml + "</w:numbering>"
    }
}
