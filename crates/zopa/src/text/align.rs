//! Lays several drafts beside each other: which point of one answers which point of another.
//!
//! Points belong together that share many groups of three letters (Dice, 1945, "Measures of the amount of
//! ecologic association between species", applied to letters), whose headings agree, or, where no words
//! tell, that carry the same number. What rests on the number alone is marked, for a person to look at.

use super::{NumberedText, Point};
use std::collections::HashMap;

/// A likeness from which on words alone bring points together.
const ALIKE: f64 = 0.45;

/// What the same number adds to the likeness of words, and the same heading.
const SAME_NUMBER: f64 = 0.2;
const SAME_TITLE: f64 = 0.35;

/// The most groups of letters of a point that are compared.
const MAX_GROUPS: usize = 4_000;

/// Drafts beside each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// The drafts, in the order given.
    pub drafts: Vec<NumberedText>,
    /// What they speak about, in the order of the first draft, with the others' additions in their places.
    pub issues: Vec<Aligned>,
}

/// Points of several drafts about one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aligned {
    /// The heading of the first that has one.
    pub title: Option<String>,
    /// The number of the first point.
    pub number: u32,
    /// What the drafts say, each wording once.
    pub wordings: Vec<Worded>,
    /// Draft by draft the index of its point.
    pub points: Vec<Option<usize>>,
    /// Drafts whose point stands here by its number alone.
    pub by_number: Vec<usize>,
}

/// A wording and the drafts that have it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worded {
    /// The words.
    pub words: String,
    /// Indices of drafts; none where a draft leaves the point open and this is one of its alternatives.
    pub drafts: Vec<usize>,
}

/// Groups of three letters, sorted; punctuation and case do not matter.
fn groups(text: &str) -> Vec<[char; 3]> {
    let letters: Vec<char> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .flat_map(|word| word.chars().flat_map(char::to_lowercase).chain([' ']))
        .collect();
    let mut groups: Vec<[char; 3]> = letters.windows(3).map(|w| [w[0], w[1], w[2]]).take(MAX_GROUPS).collect();
    groups.sort_unstable();
    groups
}

/// How much of two texts is common: 0 to 1.
fn likeness(one: &[[char; 3]], other: &[[char; 3]]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while i < one.len() && j < other.len() {
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    let total = one.len() + other.len();
    if total == 0 { 0.0 } else { 2.0 * common as f64 / total as f64 }
}

/// Words as they are compared: blanks and case aside.
fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// An issue with what comparing it needs.
struct Growing {
    issue: Aligned,
    groups: Vec<Vec<[char; 3]>>,
    titles: Vec<String>,
}

impl Growing {
    fn new(n_drafts: usize) -> Growing {
        let issue = Aligned { points: vec![None; n_drafts], ..Aligned::default() };
        Growing { issue, groups: Vec::new(), titles: Vec::new() }
    }

    fn add(&mut self, draft: usize, index: usize, point: &Point, by_number: bool) {
        let issue = &mut self.issue;
        if issue.wordings.is_empty() {
            issue.number = point.number;
        }
        issue.points[draft] = Some(index);
        issue.title = issue.title.take().or_else(|| point.title.clone());
        self.titles.extend(point.title.as_deref().map(folded));
        if by_number {
            issue.by_number.push(draft);
        }
        self.groups.push(groups(&format!("{} {}", point.title.as_deref().unwrap_or(""), point.words())));
        let alternatives = point.alternatives();
        let is_open = !alternatives.is_empty();
        for words in if is_open { alternatives } else { vec![point.words()] } {
            let known = issue.wordings.iter().position(|wording| folded(&wording.words) == folded(&words));
            let place = known.unwrap_or_else(|| {
                issue.wordings.push(Worded { words, drafts: Vec::new() });
                issue.wordings.len() - 1
            });
            if !is_open {
                issue.wordings[place].drafts.push(draft);
            }
        }
    }
}

/// Lays drafts beside each other, point by point.
#[must_use]
pub fn align(drafts: Vec<NumberedText>) -> Proposal {
    let mut issues: Vec<Growing> = Vec::new();
    for (draft, text) in drafts.iter().enumerate() {
        let partners = partners(&issues, draft, text);
        let mut place = 0;
        // Additions stand behind what the draft says before them; places shift as they come in.
        let mut shift: Vec<usize> = (0..issues.len()).collect();
        for (index, point) in text.points.iter().enumerate() {
            match partners.get(&index) {
                Some((issue, by_number)) => {
                    let at = shift[*issue];
                    issues[at].add(draft, index, point, *by_number);
                    place = at + 1;
                }
                None => {
                    let mut issue = Growing::new(drafts.len());
                    issue.add(draft, index, point, false);
                    issues.insert(place, issue);
                    shift.iter_mut().filter(|at| **at >= place).for_each(|at| *at += 1);
                    place += 1;
                }
            }
        }
    }
    Proposal { issues: issues.into_iter().map(|growing| growing.issue).collect(), drafts }
}

/// For points of a draft the issue that each belongs to, and whether its number alone says so.
fn partners(issues: &[Growing], draft: usize, text: &NumberedText) -> HashMap<usize, (usize, bool)> {
    let mut scores: Vec<(f64, usize, usize)> = Vec::new();
    let mut by_number: Vec<(f64, usize, usize)> = Vec::new();
    for (index, point) in text.points.iter().enumerate() {
        let own = groups(&format!("{} {}", point.title.as_deref().unwrap_or(""), point.words()));
        let title = point.title.as_deref().map(folded);
        for (place, growing) in issues.iter().enumerate() {
            let words = growing.groups.iter().map(|other| likeness(&own, other)).fold(0.0, f64::max);
            let same_number = growing.issue.number == point.number;
            let same_title = title.as_ref().is_some_and(|title| growing.titles.contains(title));
            let score = words + if same_number { SAME_NUMBER } else { 0.0 } + if same_title { SAME_TITLE } else { 0.0 };
            if score >= ALIKE {
                scores.push((score, index, place));
            } else if same_number {
                by_number.push((score, index, place));
            }
        }
    }
    // The likest first; of equals the earlier.
    let sort = |scores: &mut Vec<(f64, usize, usize)>| {
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    };
    sort(&mut scores);
    sort(&mut by_number);
    let mut found: HashMap<usize, (usize, bool)> = HashMap::new();
    let mut taken = vec![false; issues.len()];
    let both = scores.into_iter().map(|score| (score, false)).chain(by_number.into_iter().map(|score| (score, true)));
    for ((_, point, issue), number_alone) in both {
        if !taken[issue] && !found.contains_key(&point) && issues[issue].issue.points[draft].is_none() {
            taken[issue] = true;
            found.insert(point, (issue, number_alone));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Paragraph;

    fn text(name: &str, points: &[(u32, &str)]) -> NumberedText {
        let point = |(number, words): &(u32, &str)| Point {
            number: *number,
            paragraphs: vec![Paragraph { label: None, text: (*words).to_string() }],
            ..Point::default()
        };
        NumberedText { name: name.to_string(), points: points.iter().map(point).collect(), ..NumberedText::default() }
    }

    #[track_caller]
    fn check(drafts: &[&[(u32, &str)]], expected: &[&[Option<usize>]]) -> Proposal {
        let drafts = drafts.iter().enumerate().map(|(index, points)| text(&index.to_string(), points)).collect();
        let proposal = align(drafts);
        let found: Vec<&[Option<usize>]> = proposal.issues.iter().map(|issue| issue.points.as_slice()).collect();
        assert_eq!(found, expected);
        proposal
    }

    const FIRST: &[(u32, &str)] = &[
        (1, "Ukraine's sovereignty will be confirmed."),
        (2, "The size of the armed forces will be limited to 600,000 personnel."),
        (3, "Elections will be held within 100 days."),
    ];

    #[test]
    fn the_same_words_are_one_wording_and_other_words_another() {
        let second: &[(u32, &str)] = &[
            (1, "Ukraine's  sovereignty will be confirmed."),
            (2, "The size of the armed forces will be limited to 800,000 personnel in peacetime."),
        ];
        let proposal = check(&[FIRST, second], &[&[Some(0), Some(0)], &[Some(1), Some(1)], &[Some(2), None]]);
        assert_eq!(proposal.issues[0].wordings.len(), 1);
        assert_eq!(proposal.issues[0].wordings[0].drafts, [0, 1]);
        assert_eq!(proposal.issues[1].wordings.len(), 2);
    }

    #[test]
    fn words_count_more_than_numbers_and_additions_find_their_place() {
        let second: &[(u32, &str)] = &[
            (1, "Ukraine's sovereignty will be confirmed."),
            (2, "All prisoners will be exchanged on the basis of all for all."),
            (3, "The size of the armed forces will be limited to 800,000 personnel."),
            (4, "Elections will be held as soon as possible."),
        ];
        check(&[FIRST, second], &[&[Some(0), Some(0)], &[None, Some(1)], &[Some(1), Some(2)], &[Some(2), Some(3)]]);
    }

    #[test]
    fn a_number_alone_brings_together_but_is_marked() {
        let second: &[(u32, &str)] = &[(2, "No cap whatsoever shall apply.")];
        let proposal = check(&[FIRST, second], &[&[Some(0), None], &[Some(1), Some(0)], &[Some(2), None]]);
        assert_eq!(proposal.issues[1].by_number, [1]);
    }

    #[test]
    fn bracketed_alternatives_are_wordings_of_no_draft() {
        let open: &[(u32, &str)] = &[(3, "[Elections will be held within 100 days.]\n[No elections.]")];
        let proposal = check(&[FIRST, open], &[&[Some(0), None], &[Some(1), None], &[Some(2), Some(0)]]);
        let wordings: Vec<(&str, &[usize])> =
            proposal.issues[2].wordings.iter().map(|w| (w.words.as_str(), w.drafts.as_slice())).collect();
        assert_eq!(wordings, [("Elections will be held within 100 days.", &[0][..]), ("No elections.", &[])]);
    }
}
