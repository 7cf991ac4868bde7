//! How Word numbers paragraphs: lists, their levels, and styles that carry a list with them.

use super::attribute;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;

/// Levels of a list in Word.
const LEVELS: usize = 9;

/// How many styles may rest on each other.
const MAX_CHAIN: usize = 20;

/// The list and level that a paragraph names itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub list: Option<u32>,
    pub level: Option<usize>,
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `%1.` or `Article %1`.
    text: String,
}

impl Default for Level {
    fn default() -> Level {
        Level { start: 1, format: "decimal".to_string(), text: String::new() }
    }
}

#[derive(Default)]
struct List {
    pattern: u32,
    /// Levels that begin anew with this list.
    starts: HashMap<usize, u32>,
}

#[derive(Default)]
struct Style {
    name: String,
    parent: Option<String>,
    place: Place,
    outline: Option<u8>,
}

/// Lists and styles of a document.
#[derive(Default)]
pub(super) struct Numbering {
    patterns: HashMap<u32, Vec<Level>>,
    lists: HashMap<u32, List>,
    styles: HashMap<String, Style>,
}

impl Numbering {
    /// What cannot be read is left out: the paragraphs are there without their numbers.
    pub fn read(numbering: &[u8], styles: &[u8]) -> Numbering {
        let mut read = Numbering::default();
        read.read_lists(numbering);
        read.read_styles(styles);
        read
    }

    fn read_lists(&mut self, numbering: &[u8]) {
        let mut reader = Reader::from_reader(numbering);
        let (mut pattern, mut list, mut level) = (None::<u32>, None::<u32>, 0usize);
        while let Ok(event) = reader.read_event() {
            let element = match &event {
                Event::Start(element) | Event::Empty(element) => element,
                Event::End(end) => {
                    match end.local_name().as_ref() {
                        "abstractNum" => pattern = None,
                        "num" => list = None,
                        _ => {}
                    }
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            let number = |name: &str| attribute(element, name).and_then(|value| value.parse::<u32>().ok());
            match element.local_name().as_ref() {
                "abstractNum" => {
                    pattern = number("abstractNumId");
                    if let Some(pattern) = pattern {
                        self.patterns.insert(pattern, vec![Level::default(); LEVELS]);
                    }
                }
                "num" => {
                    list = number("numId");
                    if let Some(list) = list {
                        self.lists.insert(list, List::default());
                    }
                }
                "lvl" | "lvlOverride" => level = number("ilvl").map_or(0, |level| (level as usize).min(LEVELS - 1)),
                "abstractNumId" => {
                    if let (Some(list), Some(pattern)) =
                        (list.and_then(|list| self.lists.get_mut(&list)), number("val"))
                    {
                        list.pattern = pattern;
                    }
                }
                "startOverride" => {
                    if let (Some(list), Some(start)) = (list.and_then(|list| self.lists.get_mut(&list)), number("val"))
                    {
                        list.starts.insert(level, start);
                    }
                }
                name @ ("start" | "numFmt" | "lvlText") => {
                    let levels = pattern.and_then(|pattern| self.patterns.get_mut(&pattern));
                    let Some(found) = levels.map(|levels| &mut levels[level]) else { continue };
                    match name {
                        "start" => found.start = number("val").unwrap_or(1),
                        "numFmt" => found.format = attribute(element, "val").unwrap_or_default(),
                        _ => found.text = attribute(element, "val").unwrap_or_default(),
                    }
                }
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, styles: &[u8]) {
        let mut reader = Reader::from_reader(styles);
        let mut current: Option<String> = None;
        while let Ok(event) = reader.read_event() {
            let element = match &event {
                Event::Start(element) | Event::Empty(element) => element,
                Event::End(end) if end.local_name().as_ref() == "style" => {
                    current = None;
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            let value = || attribute(element, "val");
            if element.local_name().as_ref() == "style" {
                current = attribute(element, "styleId");
                if let Some(id) = &current {
                    self.styles.insert(id.clone(), Style::default());
                }
                continue;
            }
            let Some(style) = current.as_ref().and_then(|id| self.styles.get_mut(id)) else { continue };
            match element.local_name().as_ref() {
                "name" => style.name = value().unwrap_or_default().to_lowercase(),
                "basedOn" => style.parent = value(),
                "numId" => style.place.list = value().and_then(|value| value.parse().ok()),
                "ilvl" => style.place.level = value().and_then(|value| value.parse().ok()),
                "outlineLvl" => style.outline = value().and_then(|value| value.parse().ok()).filter(|level| *level < 9),
                _ => {}
            }
        }
    }

    /// A style and those that it rests on.
    fn chain<'s>(&'s self, style: Option<&str>) -> impl Iterator<Item = &'s Style> {
        let first = style.and_then(|style| self.styles.get(style));
        std::iter::successors(first, |style| self.styles.get(style.parent.as_ref()?)).take(MAX_CHAIN)
    }

    /// The level of the heading that a style is for, 0 for a title.
    pub fn heading(&self, style: Option<&str>) -> Option<u8> {
        self.chain(style).find_map(|style| {
            let named = style.name.strip_prefix("heading").map(|level| level.trim().parse().unwrap_or(1));
            named.or_else(|| (style.name == "title").then_some(0)).or_else(|| style.outline.map(|level| level + 1))
        })
    }

    /// The list and level of a paragraph, by itself or by its style; list 0 takes the number away.
    pub fn place(&self, own: Place, style: Option<&str>) -> Option<(u32, usize)> {
        let list = own.list.or_else(|| self.chain(style).find_map(|style| style.place.list))?;
        let level = own.level.or_else(|| self.chain(style).find_map(|style| style.place.level)).unwrap_or(0);
        (list != 0 && self.lists.contains_key(&list)).then_some((list, level.min(LEVELS - 1)))
    }
}

/// How far each list has counted.
#[derive(Default)]
pub(super) struct Counters {
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashMap<u32, [bool; LEVELS]>,
}

impl Counters {
    /// The label of the next paragraph of a list, as printed.
    pub fn next(&mut self, numbering: &Numbering, list: u32, level: usize) -> Option<String> {
        let found = numbering.lists.get(&list)?;
        let levels = numbering.patterns.get(&found.pattern)?;
        // Lists of one pattern count on together, unless one says where it starts.
        let counts = self.counts.entry(found.pattern).or_insert([None; LEVELS]);
        let begun = self.begun.entry(list).or_insert([false; LEVELS]);
        let restart = found.starts.get(&level).filter(|_| !begun[level]);
        begun[level] = true;
        counts[level] = Some(match (restart, counts[level]) {
            (Some(start), _) => *start,
            (None, None) => levels[level].start,
            (None, Some(count)) => count.saturating_add(1),
        });
        counts[level + 1..].fill(None);
        let mut shown = levels[level].text.clone();
        for (index, pattern) in levels.iter().enumerate() {
            let mark = format!("%{}", index + 1);
            if shown.contains(&mark) {
                shown = shown.replace(&mark, &written(counts[index].unwrap_or(pattern.start), &pattern.format));
            }
        }
        if levels[level].format == "bullet" {
            return Some("•".to_string());
        }
        Some(shown.trim().to_string()).filter(|shown| !shown.is_empty() && levels[level].format != "none")
    }
}

/// A number in one of Word's ways to write it.
fn written(number: u32, format: &str) -> String {
    let letter = |first: u8| {
        let index = number.saturating_sub(1);
        let repeated = (index / 26 + 1).min(8) as usize;
        char::from(first + (index % 26) as u8).to_string().repeat(repeated)
    };
    match format {
        "lowerLetter" => letter(b'a'),
        "upperLetter" => letter(b'A'),
        "lowerRoman" => super::super::super::label::roman_number(number).to_lowercase(),
        "upperRoman" => super::super::super::label::roman_number(number),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}
