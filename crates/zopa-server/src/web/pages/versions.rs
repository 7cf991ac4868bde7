//! Versions of the text, and what one changes in another.

use super::asked::Asked;
use super::frame::Frame;
use super::words::Time;
use super::{Fail, InRoom, page};
use askama::Template;
use askama::filters::HtmlSafe;
use axum::extract::{Path, Query};
use axum::response::Response;
use zopa::assess::wording::{Step, compared};
use zopa::mediate::{Version, View};

/// The words of a text beside those before it.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/diff.html")]
pub enum Diff {
    /// Nothing to compare with, or the same words.
    Plain(String),
    /// Word by word.
    Steps(Vec<Piece>),
    /// Too different: both whole.
    Whole { before: String, after: String },
}

impl HtmlSafe for Diff {}

/// Words in a row that are all kept, gone or new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Kept, gone or new.
    pub kind: Kind,
    /// The words.
    pub words: String,
}

/// What became of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In both texts.
    Kept,
    /// In the earlier alone.
    Gone,
    /// In the later alone.
    New,
}

/// A text beside the one before it.
pub fn diff(before: Option<&str>, after: &str) -> Diff {
    let Some(before) = before.filter(|before| *before != after) else { return Diff::Plain(after.to_string()) };
    let Some(steps) = compared(before, after) else {
        return Diff::Whole { before: before.to_string(), after: after.to_string() };
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for step in steps {
        let (kind, word) = match step {
            Step::Kept(word) => (Kind::Kept, word),
            Step::Gone(word) => (Kind::Gone, word),
            Step::New(word) => (Kind::New, word),
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => {
                last.words.push(' ');
                last.words.push_str(word);
            }
            _ => pieces.push(Piece { kind, words: word.to_string() }),
        }
    }
    Diff::Steps(pieces)
}

#[derive(Template)]
#[template(path = "versions.html")]
struct Versions {
    frame: Frame,
    versions: Vec<Listed>,
    may_issue: bool,
}

/// A version in the list.
struct Listed {
    number: u32,
    at: Time,
    note: String,
    until: Option<Time>,
    changed: Vec<String>,
    is_current: bool,
}

/// The list.
pub async fn versions(room: InRoom) -> Result<Response, Fail> {
    let versions = room.look(|view| {
        let all = view.versions();
        let n = all.len();
        let listed = |version: zopa::mediate::VersionView| Listed {
            number: version.number,
            at: Time::new(version.at, view.now()),
            note: version.note,
            until: version.until.map(|until| Time::new(until, view.now())),
            changed: version.changed,
            is_current: version.number as usize == n,
        };
        Versions {
            frame: Frame::inside(&room, &view, "/versions", "Versions"),
            versions: all.into_iter().rev().map(listed).collect(),
            may_issue: view.may("issue"),
        }
    })?;
    page(&versions)
}

#[derive(Template)]
#[template(path = "version.html")]
struct Text {
    frame: Frame,
    number: u32,
    at: Option<Time>,
    note: String,
    n_versions: u32,
    against: Option<u32>,
    points: Vec<Shown>,
    n_same: usize,
}

/// A point of a version.
struct Shown {
    label: String,
    title: String,
    words: Diff,
    /// What became of the point: new or gone.
    became: &'static str,
    is_current: bool,
}

/// A version's text, or what it changes in another.
pub async fn version(
    room: InRoom,
    Path((_, number)): Path<(String, u32)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    let text = room.find(|view| {
        let version = view.version(number)?;
        let against = asked.against.filter(|against| *against != number);
        let other = match against {
            Some(against) => Some(view.version(against)?),
            None => None,
        };
        Some(Text::new(&room, &view, version, other))
    })?;
    page(&text)
}

impl Text {
    fn is_against(&self, number: &u32) -> bool {
        self.against == Some(*number)
    }

    fn new(room: &InRoom, view: &View, version: &Version, other: Option<&Version>) -> Text {
        let is_current = |label: &str| view.current().is_some_and(|current| current.point(label).is_some());
        let shown = |point: &zopa::mediate::Worded| {
            let before = other.map(|other| other.point(&point.label));
            Shown {
                label: point.label.clone(),
                title: point.title.clone(),
                words: diff(before.flatten().map(|old| old.text.as_str()), &point.text),
                became: if matches!(before, Some(None)) { "new" } else { "" },
                is_current: is_current(&point.label),
            }
        };
        let gone = other.into_iter().flat_map(|other| &other.points);
        let gone = gone.filter(|point| version.point(&point.label).is_none()).map(|point| Shown {
            label: point.label.clone(),
            title: point.title.clone(),
            words: Diff::Plain(point.text.clone()),
            became: "gone",
            is_current: is_current(&point.label),
        });
        let mut points: Vec<Shown> = version.points.iter().map(shown).chain(gone).collect();
        let n_all = points.len();
        if other.is_some() {
            points.retain(|point| !point.became.is_empty() || !matches!(point.words, Diff::Plain(_)));
        }
        let listed = view.versions().into_iter().find(|listed| listed.number == version.number);
        let path = match other {
            Some(other) => format!("/versions/{}?against={}", version.number, other.number),
            None => format!("/versions/{}", version.number),
        };
        Text {
            frame: Frame::inside(room, view, &path, format!("Version {}", version.number)),
            number: version.number,
            at: listed.map(|listed| Time::new(listed.at, view.now())),
            note: version.note.clone(),
            n_versions: view.current().map_or(0, |current| current.number),
            against: other.map(|other| other.number),
            n_same: n_all - points.len(),
            points,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Diff, Kind, Piece, diff};
    use askama::Template;

    #[test]
    fn words_in_a_row_are_one_piece() {
        let Diff::Steps(pieces) = diff(Some("at most 600 armed men may stay"), "at most 800 men may stay") else {
            panic!("the texts are alike");
        };
        let piece = |kind, words: &str| Piece { kind, words: words.into() };
        assert_eq!(
            pieces,
            [
                piece(Kind::Kept, "at most"),
                piece(Kind::Gone, "600 armed"),
                piece(Kind::New, "800"),
                piece(Kind::Kept, "men may stay")
            ]
        );
    }

    #[test]
    fn what_people_wrote_cannot_become_markup() {
        for (before, after) in [(None, "<b>x</b>"), (Some("a <b>x</b> c d"), "a <i>x</i> c d"), (Some("<p>"), "q r s")]
        {
            let html = diff(before, after).render().unwrap();
            for tag in ["<b>", "<i>", "<p>"] {
                assert!(!html.contains(tag), "{html}");
            }
        }
    }
}
