//! Labels of points and sub-points: 1. 1) (1) §1 IV. (a) (iv) 1.2 Article 1, Point 1:

/// How a label is written: labels of one form number one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// `Article 1`, `Point 1:`, and the same in other languages.
    Word,
    /// `§ 1`
    Section,
    /// `1.`
    Dotted,
    /// `1)`
    Closed,
    /// `(1)`
    Enclosed,
    /// `IV.`
    Roman,
    /// `1.2`, `1.2.3.`
    Nested,
    /// `(a)`, `a)`, `(iv)`
    Letter,
    /// `-`, `•`
    Bullet,
}

impl Form {
    /// Whether points may be numbered so, rather than sub-points only.
    pub fn numbers_points(self) -> bool {
        !matches!(self, Form::Nested | Form::Letter | Form::Bullet)
    }
}

/// A label at the head of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub form: Form,
    pub number: u32,
    /// The letter behind the number of a point that is split.
    pub letter: Option<char>,
    /// As printed.
    pub shown: String,
}

/// Words that name a point, in the languages in which drafts are met most.
const WORDS: [&str; 30] = [
    "article",
    "art",
    "point",
    "clause",
    "paragraph",
    "para",
    "section",
    "item",
    "provision",
    "artículo",
    "articulo",
    "punto",
    "artikel",
    "punkt",
    "ziffer",
    "articolo",
    "artigo",
    "ponto",
    "стаття",
    "статья",
    "пункт",
    "artykuł",
    "madde",
    "المادة",
    "مادة",
    "النقطة",
    "البند",
    "סעיף",
    "ماده",
    "بند",
];

/// The largest number of a point: beyond it stand years.
const MAX_NUMBER: u32 = 999;

/// The label at the head of a text and what follows it.
pub(super) fn label(text: &str) -> Option<(Label, &str)> {
    word(text)
        .or_else(|| section(text))
        .or_else(|| nested(text))
        .or_else(|| number(text))
        .or_else(|| letter(text))
        .or_else(|| bullet(text))
}

/// A whole number at the head, in the digits of any script that counts to nine, with what follows.
fn digits(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| digit(c).is_none()).unwrap_or(text.len());
    let number = text[..end].chars().filter_map(digit).try_fold(0u32, |n, d| n.checked_mul(10)?.checked_add(d))?;
    (end > 0 && number <= MAX_NUMBER).then_some((number, &text[end..]))
}

/// Latin, Arabic, Persian and Devanagari digits.
fn digit(c: char) -> Option<u32> {
    let code = u32::from(c);
    [0x30, 0x660, 0x6f0, 0x966].into_iter().find_map(|zero| code.checked_sub(zero).filter(|digit| *digit < 10))
}

/// Whether a label may end here: at the end of the line or before a blank.
fn ends(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

fn made(form: Form, number: u32, text: &str, rest: &str) -> Label {
    Label { form, number, letter: None, shown: text[..text.len() - rest.len()].trim().to_string() }
}

fn word(text: &str) -> Option<(Label, &str)> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let found = text[..end].to_lowercase();
    if !WORDS.contains(&found.as_str()) {
        return None;
    }
    let rest = text[end..].trim_start_matches(['.', ' ', '\u{a0}', '№']);
    let (number, rest) = digits(rest).or_else(|| roman(rest))?;
    let after = rest.trim_start_matches([' ', '\u{a0}']);
    let tail = after.strip_prefix([':', '.', '-', '–', '—', ')']);
    // "Article 5 of the treaty" and "Article 5-like" are words, not labels.
    let stands = match tail {
        Some(tail) => ends(tail),
        None => {
            after.is_empty()
                || after.starts_with('\n')
                || (after.len() < rest.len() && after.starts_with(char::is_uppercase))
        }
    };
    let rest = tail.unwrap_or(after);
    stands.then(|| (made(Form::Word, number, text, rest), rest))
}

fn section(text: &str) -> Option<(Label, &str)> {
    let rest = text.strip_prefix('§')?.trim_start();
    let (number, rest) = digits(rest)?;
    let rest = rest.strip_prefix(['.', ':', ')']).unwrap_or(rest);
    ends(rest).then(|| (made(Form::Section, number, text, rest), rest))
}

/// `1.2` or deeper.
fn nested(text: &str) -> Option<(Label, &str)> {
    let (first, mut rest) = digits(text)?;
    let mut depth = 0;
    while let Some((_, after)) = rest.strip_prefix('.').and_then(digits) {
        (depth, rest) = (depth + 1, after);
    }
    let tail = rest.strip_prefix(['.', ')']).unwrap_or(rest);
    // A number with decimals begins a sentence rarely, and no label stands before small letters.
    let labels = tail.len() < rest.len() || depth > 1 || tail.trim_start().starts_with(|c: char| !c.is_lowercase());
    (depth > 0 && ends(tail) && labels && !tail.trim().is_empty())
        .then(|| (made(Form::Nested, first, text, tail), tail))
}

/// `1.`, `1)`, `(1)`, `21a.`, `IV.`
fn number(text: &str) -> Option<(Label, &str)> {
    let inner = text.strip_prefix('(');
    let counted = digits(inner.unwrap_or(text));
    let (number, rest, is_roman) = match counted {
        Some((number, rest)) => (number, rest, false),
        None => {
            let (number, rest) = roman(text)?;
            (number, rest, true)
        }
    };
    let mut after = rest.chars();
    let letter = after.next().filter(|c| c.is_ascii_lowercase() && inner.is_none() && !is_roman);
    let rest = if letter.is_some() { after.as_str() } else { rest };
    let (form, rest) = match (inner.is_some(), rest.chars().next()?) {
        (true, ')') => (Form::Enclosed, &rest[1..]),
        (false, '.') if is_roman => (Form::Roman, &rest[1..]),
        (false, '.') => (Form::Dotted, &rest[1..]),
        (false, ')') if !is_roman => (Form::Closed, &rest[1..]),
        _ => return None,
    };
    ends(rest).then(|| (Label { letter, ..made(form, number, text, rest) }, rest))
}

/// A Roman number in capitals.
fn roman(text: &str) -> Option<(u32, &str)> {
    const MOST: usize = 8;
    let end = text.find(|c: char| !"IVXLC".contains(c)).unwrap_or(text.len());
    if end == 0 || end > MOST || text[end..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let value = |c: char| match c {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        'L' => 50,
        _ => 100,
    };
    let values: Vec<u32> = text[..end].chars().map(value).collect();
    let mut number = 0;
    for (index, value) in values.iter().enumerate() {
        match values.get(index + 1) {
            Some(next) if next > value => number -= *value as i32,
            _ => number += *value as i32,
        }
    }
    let number = u32::try_from(number).ok()?;
    // Only the usual spelling counts: words in capitals are no numbers.
    (roman_number(number) == text[..end]).then_some((number, &text[end..]))
}

/// A number below 400 in Roman letters.
pub(super) fn roman_number(mut number: u32) -> String {
    // Nobody numbers a point with more; larger numbers stand in digits.
    if number > 399 {
        return number.to_string();
    }
    const SIGNS: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

/// `(a)`, `a)`, `(iv)`, `iv)`, in any script.
fn letter(text: &str) -> Option<(Label, &str)> {
    const MOST: usize = 4;
    let inner = text.strip_prefix('(').unwrap_or(text);
    let end = inner.find(')')?;
    let letters = &inner[..end];
    let n_letters = letters.chars().count();
    let small_roman = !letters.is_empty() && letters.chars().all(|c| "ivx".contains(c)) && n_letters <= MOST;
    let one = n_letters == 1 && letters.chars().all(char::is_alphabetic);
    let rest = &inner[end + 1..];
    let number = letters.chars().next().map_or(0, |c| u32::from(c).saturating_sub(u32::from('a')) + 1);
    ((one || small_roman) && ends(rest)).then(|| (made(Form::Letter, number, text, rest), rest))
}

fn bullet(text: &str) -> Option<(Label, &str)> {
    let rest = text.strip_prefix(['-', '–', '—', '•', '*', '·', '▪', '◦'])?;
    (rest.starts_with(char::is_whitespace) && !rest.trim().is_empty())
        .then(|| (made(Form::Bullet, 0, text, rest), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_and_words_are_not_taken_for_them() {
        for (text, expected) in [
            ("1. Ceasefire", Some((Form::Dotted, 1, "1.", "Ceasefire"))),
            ("12) Ceasefire", Some((Form::Closed, 12, "12)", "Ceasefire"))),
            ("(3) Ceasefire", Some((Form::Enclosed, 3, "(3)", "Ceasefire"))),
            ("Article 4", Some((Form::Word, 4, "Article 4", ""))),
            ("Article 4 Ceasefire", Some((Form::Word, 4, "Article 4", "Ceasefire"))),
            ("ARTICLE IV: Ceasefire", Some((Form::Word, 4, "ARTICLE IV:", "Ceasefire"))),
            ("Point 7: Ceasefire", Some((Form::Word, 7, "Point 7:", "Ceasefire"))),
            ("Стаття 2. Перемир'я", Some((Form::Word, 2, "Стаття 2.", "Перемир'я"))),
            ("المادة ٣: وقف", Some((Form::Word, 3, "المادة ٣:", "وقف"))),
            ("§ 5 Ceasefire", Some((Form::Section, 5, "§ 5", "Ceasefire"))),
            ("XIV. Ceasefire", Some((Form::Roman, 14, "XIV.", "Ceasefire"))),
            ("21a. Ceasefire", Some((Form::Dotted, 21, "21a.", "Ceasefire"))),
            ("(a) first", Some((Form::Letter, 1, "(a)", "first"))),
            ("b) second", Some((Form::Letter, 2, "b)", "second"))),
            ("(iv) fourth", Some((Form::Letter, 9, "(iv)", "fourth"))),
            ("2.1 Limits", Some((Form::Nested, 2, "2.1", "Limits"))),
            ("• first", Some((Form::Bullet, 0, "•", "first"))),
            ("Article 5 of the treaty applies", None),
            ("Article 5-like guarantees", None),
            ("2025. A year", None),
            ("1.5 million people", None),
            ("600,000 soldiers", None),
            ("1.Ceasefire", None),
            ("MIX. of words", None),
            ("(sic) so it says", None),
            ("Ceasefire", None),
            ("", None),
        ] {
            let found =
                label(text).map(|(label, rest)| (label.form, label.number, label.shown, rest.trim().to_string()));
            let expected =
                expected.map(|(form, number, shown, rest)| (form, number, shown.to_string(), rest.to_string()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
