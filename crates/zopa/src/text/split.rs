//! Splits paragraphs into points: which labels number the points, and what belongs to each.

use super::label::Form;
use super::paragraph::{Line, Origin};
use super::{NumberedText, Paragraph, Point};
use crate::model::Date;

/// The most characters of a heading that is known by its shortness.
const MAX_TITLE: usize = 90;

/// How the points of a text are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Numbering {
    form: Form,
    origin: Origin,
}

fn numbering(line: &Line) -> Option<Numbering> {
    let label = line.label.as_ref().filter(|label| label.form.numbers_points())?;
    Some(Numbering { form: label.form, origin: line.origin })
}

/// The text in its points.
pub(super) fn split(name: &str, lines: Vec<Line>) -> NumberedText {
    let starts = starts(&lines);
    let mut text = NumberedText { name: name.to_string(), ..NumberedText::default() };
    let before = starts.first().copied().unwrap_or(lines.len());
    opening(&lines[..before], &mut text);
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(lines.len());
        let mut rest = &lines[start..end];
        if index + 1 == starts.len() {
            let closes = |line: &Line| is_closing(&line.whole()) || (lines[start].is_heading() && line.is_heading());
            let closing = 1 + rest[1..].iter().position(closes).unwrap_or(rest.len() - 1);
            text.closing = rest[closing..].iter().map(Line::whole).collect();
            rest = &rest[..closing];
        }
        text.points.push(point(rest));
    }
    text
}

/// The paragraphs that begin points: the labels of that numbering which counts on longest and seldom
/// begins anew. Numbered headings count more: what is numbered below a heading belongs to it, unless it
/// counts on through several of them and much further.
fn starts(lines: &[Line]) -> Vec<usize> {
    let mut kinds: Vec<Numbering> = Vec::new();
    for kind in lines.iter().filter_map(numbering) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let (mut headings, mut others): (Option<Chain>, Option<Chain>) = (None, None);
    for kind in kinds {
        let chain = chain(lines, kind);
        let best = if matches!(kind.origin, Origin::Heading(_)) { &mut headings } else { &mut others };
        // Of equals the first counts.
        if best.as_ref().is_none_or(|best| chain.score > best.score) {
            *best = Some(chain);
        }
    }
    match (headings, others) {
        (Some(headings), Some(others)) => {
            let section = |line: &usize| headings.starts.partition_point(|start| start <= line);
            let sections = others.starts.iter().map(section).collect::<std::collections::BTreeSet<_>>().len();
            let counts_on = sections > 1 && others.score > 2 * headings.score;
            if counts_on { others.starts } else { headings.starts }
        }
        (headings, others) => headings.or(others).map(|chain| chain.starts).unwrap_or_default(),
    }
}

/// Labels that count upwards.
struct Chain {
    score: i64,
    starts: Vec<usize>,
}

/// The labels of a numbering that count upwards, and how well they do.
fn chain(lines: &[Line], kind: Numbering) -> Chain {
    let mut starts = Vec::new();
    let (mut last, mut restarts) = ((0, None), 0);
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| numbering(line) == Some(kind)) {
        let Some(label) = &line.label else { continue };
        let next = (label.number, label.letter);
        if next > last {
            last = next;
            starts.push(index);
        } else {
            restarts += 1;
        }
    }
    Chain { score: starts.len() as i64 - 2 * restarts, starts }
}

/// Words with which the part for signatures begins.
fn is_closing(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["done at", "done in", "in witness whereof", "signed at", "signed in", "for the government of"]
        .iter()
        .any(|words| lower.starts_with(words))
}

/// Title, date and preamble.
fn opening(lines: &[Line], text: &mut NumberedText) {
    let mut rest = lines;
    if let Some((first, others)) = lines.split_first()
        && (first.is_heading() || (first.text.chars().count() <= MAX_TITLE && !ends_a_sentence(&first.text)))
    {
        text.title = Some(first.whole());
        rest = others;
    }
    text.preamble = rest.iter().map(Line::whole).collect();
    text.date = lines.iter().find_map(|line| date(&line.whole()));
}

/// Whether a line says something rather than naming it; what stands in brackets is an alternative.
fn ends_a_sentence(text: &str) -> bool {
    text.starts_with('[') || text.ends_with(['.', ';', ':', ',', '!', '?', '؟', '。', '؛'])
}

fn point(lines: &[Line]) -> Point {
    let mut point = Point::default();
    let Some((first, rest)) = lines.split_first() else { return point };
    if let Some(label) = &first.label {
        (point.number, point.letter) = (label.number, label.letter);
    }
    point.line = first.number;
    let (title, words) = title(first, rest);
    point.title = title.filter(|title| !title.is_empty());
    let mut rest = rest;
    if point.title.is_none() && words.is_empty() && !first.is_heading() {
        // "Article 1" alone on its line, and its heading on the next.
        if let [next, after, ..] = rest
            && next.label.is_none()
            && !ends_a_sentence(&next.text)
            && next.text.chars().count() <= MAX_TITLE
            && !after.is_heading()
        {
            point.title = Some(next.text.clone());
            rest = &rest[1..];
        }
    }
    if !words.is_empty() {
        point.paragraphs.push(Paragraph { label: None, text: words });
    }
    let paragraph = |line: &Line| Paragraph {
        label: line.label.as_ref().map(|label| label.shown.clone()),
        text: line.text.clone(),
    };
    point.paragraphs.extend(rest.iter().map(paragraph));
    if point.paragraphs.is_empty() {
        // A heading with nothing below it is all that the point says.
        let words = point.title.take();
        point.paragraphs.extend(words.map(|text| Paragraph { label: None, text }));
    }
    point
}

/// The heading at the head of a point, and the words that follow it in the same paragraph.
fn title(first: &Line, rest: &[Line]) -> (Option<String>, String) {
    let text = first.text.as_str();
    if first.is_heading() {
        return (Some(text.to_string()), String::new());
    }
    if first.bold > 0 && (first.bold < text.len() || !rest.is_empty()) {
        let (bold, words) = text.split_at(first.bold);
        let bold = bold.trim().trim_end_matches(['.', ':']).trim_end();
        return (Some(bold.to_string()), words.trim().trim_start_matches([':', '–', '—']).trim().to_string());
    }
    let is_short = !text.is_empty() && text.chars().count() <= MAX_TITLE && !ends_a_sentence(text);
    if is_short && !rest.is_empty() {
        return (Some(text.to_string()), String::new());
    }
    (None, text.to_string())
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date in a line: 2025-11-20, 20 November 2025, November 20, 2025.
fn date(text: &str) -> Option<Date> {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || ",;()[]:".contains(c))
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &str| word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<u16>().ok();
    let iso = |word: &String| {
        let mut parts = word.split('-').map(|part| part.parse::<u16>().ok());
        match (parts.next()??, parts.next()??, parts.next()??, parts.next()) {
            (year, month, day, None) if year > 999 => {
                Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
            }
            _ => None,
        }
    };
    let spelled = |three: &[String]| {
        let month = |word: &String| MONTHS.iter().position(|month| month == word).map(|month| month as u8 + 1);
        let (day, month) = match month(&three[1]) {
            Some(month) => (number(&three[0])?, month),
            None => (number(&three[1])?, month(&three[0])?),
        };
        Date::new(number(&three[2]).filter(|year| *year > 999)?, month, u8::try_from(day).ok()?)
    };
    words.iter().find_map(iso).or_else(|| words.windows(3).find_map(spelled))
}

/// A date as agreements print it.
pub(super) fn spelled(date: Date) -> String {
    let written = date.to_string();
    let parts: Vec<usize> = written.split('-').map(|part| part.parse().unwrap_or(1)).collect();
    let [year, month, day] = parts.as_slice() else { return written };
    let name = MONTHS[(month - 1) % MONTHS.len()];
    format!("{day} {}{} {year}", name[..1].to_uppercase(), &name[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_in_lines() {
        let day = Date::new(2025, 11, 20);
        for text in
            ["2025-11-20", "Published on 20 November 2025.", "(November 20th, 2025)", "Draft of 20 november 2025"]
        {
            assert_eq!(date(text), day, "{text}");
        }
        assert_eq!(date("Resolution 2202 of 2015"), None);
        assert_eq!(date(&spelled(day.expect("a day"))), day);
    }
}
