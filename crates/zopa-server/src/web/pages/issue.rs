//! The mediator's desk: the next version of the text, with the amendments that were taken.

use super::circle::Choice;
use super::frame::Frame;
use super::items::{Card, read};
use super::versions::{Diff, diff};
use super::words::Tag;
use super::{Fail, InRoom, page, reads};
use askama::Template;
use axum::response::Response;
use zopa::mediate::{Body, ItemId, ItemView, Moment, Ruling, View, Worded};

/// So many empty rows stand ready for new points.
const NEW_ROWS: usize = 3;

#[derive(Template)]
#[template(path = "issue.html")]
struct Issue {
    frame: Frame,
    number: u32,
    rows: Vec<Row>,
    first_new: usize,
    n_taken: usize,
}

/// A point that is being edited.
struct Row {
    label: String,
    title: String,
    text: String,
    choices: Vec<Choice>,
    taken: Vec<Taken>,
    open: Vec<Card>,
    is_locked: bool,
}

/// An amendment that the row's words have taken in.
struct Taken {
    item: ItemId,
    owner: String,
    level: Tag,
    words: Diff,
    is_applied: bool,
}

/// The page.
pub async fn issue(room: InRoom) -> Result<Response, Fail> {
    let issue = room.find(|view| view.may("issue").then(|| Issue::new(&room, &view)).flatten())?;
    let taken = issue.rows.iter().flat_map(|row| &row.taken).map(|taken| taken.item.clone());
    let noted = issue.rows.iter().flat_map(|row| read(&row.open)).chain(taken).collect();
    reads::note(&room, noted).await?;
    page(&issue)
}

impl Issue {
    fn new(room: &InRoom, view: &View) -> Option<Issue> {
        let current = view.current()?;
        let since = view.versions().pop().map_or(Moment(0), |version| version.at);
        let amendments = view.amendments();
        let row = |point: &Worded| Row::new(point, &amendments, since, view);
        let mut rows: Vec<Row> = current.points.iter().map(row).collect();
        let (n_taken, first_new) = (rows.iter().filter(|row| !row.taken.is_empty()).count(), rows.len());
        rows.extend((0..NEW_ROWS).map(|_| Row::empty()));
        let frame = Frame::inside(room, view, "/issue", format!("Version {}", current.number + 1));
        Some(Issue { frame, number: current.number, rows, first_new, n_taken })
    }
}

impl Row {
    fn empty() -> Row {
        Row {
            label: String::new(),
            title: String::new(),
            text: String::new(),
            choices: Vec::new(),
            taken: Vec::new(),
            open: Vec::new(),
            is_locked: false,
        }
    }

    fn new(point: &Worded, amendments: &[ItemView], since: Moment, view: &View) -> Row {
        let about = |item: &&ItemView| match &item.body {
            Body::Amendment(amendment) => amendment.point == point.label && item.withdrawn.is_none() && item.counts,
            _ => false,
        };
        let own = || amendments.iter().filter(about);
        // What was taken before the current version was issued is in it, or was left out on purpose.
        let is_taken = |item: &&ItemView| {
            item.ruling.as_ref().is_some_and(|(ruling, _, at)| *ruling == Ruling::Taken && *at >= since)
        };
        let taken: Vec<&ItemView> = own().filter(is_taken).collect();
        let words = |item: &ItemView| match &item.body {
            Body::Amendment(amendment) => amendment.words.clone(),
            _ => String::new(),
        };
        let last = taken.last().map(|item| item.id.clone());
        let choice = |choice: &zopa::mediate::Choice| Choice {
            key: choice.id.clone(),
            words: choice.text.clone(),
            is_chosen: taken.is_empty() && Some(&choice.id) == point.choice.as_ref(),
        };
        Row {
            label: point.label.clone(),
            title: point.title.clone(),
            text: taken.last().map_or_else(|| point.text.clone(), |item| words(item)),
            choices: view.choices(&point.label).iter().map(choice).collect(),
            taken: taken
                .iter()
                .map(|item| Taken {
                    item: item.id.clone(),
                    owner: item.owner_name.clone(),
                    level: Tag::new(item.level, &item.owner, None, view),
                    words: diff(Some(&point.text), &words(item)),
                    is_applied: last.as_ref() == Some(&item.id),
                })
                .collect(),
            open: own().filter(|item| item.ruling.is_none()).map(|item| Card::new(item, view)).collect(),
            is_locked: view.point(&point.label).is_some_and(|point| point.locked),
        }
    }
}
