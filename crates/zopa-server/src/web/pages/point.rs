//! A point: its words, where everybody stands, amendments, and its history.

use super::circle::Circle;
use super::frame::Frame;
use super::items::{Card, read};
use super::marks::{Form, Prepared, prepared};
use super::versions::{Diff, diff};
use super::words::{Mark, State, Time};
use super::{Fail, InRoom, page, reads};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use zopa::mediate::{Happening, Level, PointView, View};

/// So many happenings are told.
const MOST_HAPPENINGS: usize = 100;

#[derive(Template)]
#[template(path = "point.html")]
struct Point {
    frame: Frame,
    label: String,
    title: String,
    text: String,
    choices: Vec<(String, bool)>,
    state: State,
    frozen: Option<String>,
    is_locked: bool,
    mine: Option<Mark>,
    prepared: Option<Prepared>,
    needs_mark: bool,
    others: Vec<Mark>,
    form: Option<Form>,
    amending: Option<Circle>,
    may_freeze: bool,
    is_party: bool,
    previous: Option<String>,
    next: Option<String>,
    happenings: Vec<Told>,
    n_left_out: usize,
}

/// Something in the history of a point.
enum Told {
    Worded { version: u32, at: Time, words: Diff },
    Item(Box<Card>),
    Frozen { at: Time, is_on: bool, note: String },
}

/// The page.
pub async fn point(room: InRoom, Path((_, label)): Path<(String, String)>) -> Result<Response, Fail> {
    let mut point = room.find(|view| Some(Point::new(&room, &view, view.point(&label)?)))?;
    if point.n_pressing() > 0 {
        point.form.iter_mut().for_each(|form| form.leads = false);
    }
    let mut noted = Vec::new();
    for told in &mut point.happenings {
        if let Told::Item(card) = told {
            let card = std::slice::from_mut(card.as_mut());
            noted.extend(read(card));
            reads::tell(&room, card).await?;
        }
    }
    reads::note(&room, noted).await?;
    page(&point)
}

impl Point {
    fn new(room: &InRoom, view: &View, point: PointView) -> Point {
        let label = point.label.as_str();
        let labels = view.current().map(|version| version.points.as_slice()).unwrap_or_default();
        let place = labels.iter().position(|other| other.label == label);
        let neighbour =
            |place: Option<usize>| place.and_then(|place| labels.get(place)).map(|point| point.label.clone());
        let history = view.history(label);
        let n_left_out = history.len().saturating_sub(MOST_HAPPENINGS);
        let choices = view.choices(label).iter();
        let may_amend = view.may("propose") && !point.locked && point.frozen.is_none();
        Point {
            frame: Frame::inside(room, view, &format!("/points/{label}"), format!("Point {label}")),
            choices: choices.map(|choice| (choice.text.clone(), Some(&choice.id) == point.choice.as_ref())).collect(),
            state: State::new(&point, view.now()),
            is_locked: point.locked,
            prepared: prepared(view).remove(label),
            mine: point.mine.as_ref().map(|mark| Mark::new(mark, view)),
            needs_mark: point.needs_mark && !point.locked,
            others: point.marks.iter().map(|mark| Mark::new(mark, view)).collect(),
            form: Form::new(&point, view),
            amending: may_amend.then(|| Circle::new(view, Level::Mediator, None)),
            may_freeze: view.may("freeze"),
            is_party: view.party().is_some(),
            previous: neighbour(place.and_then(|place| place.checked_sub(1))),
            next: neighbour(place.map(|place| place + 1)),
            happenings: history.into_iter().rev().take(MOST_HAPPENINGS).map(|told| Told::new(told, view)).collect(),
            n_left_out,
            frozen: point.frozen,
            label: point.label,
            title: point.title,
            text: point.text,
        }
    }

    /// Amendments to be ruled on and marks to be seconded stand above the history.
    fn pressing(&self) -> impl Iterator<Item = &Card> {
        self.happenings.iter().filter_map(|told| match told {
            Told::Item(card) if card.can.rule || card.can.second => Some(card.as_ref()),
            _ => None,
        })
    }

    fn n_pressing(&self) -> usize {
        self.pressing().count()
    }
}

impl Told {
    fn new(happening: Happening, view: &View) -> Told {
        let time = |at| Time::new(at, view.now());
        match happening {
            Happening::Worded { version, at, before, text } => {
                Told::Worded { version, at: time(at), words: diff(before.as_deref(), &text) }
            }
            Happening::Item { item, .. } => Told::Item(Box::new(Card::new(&item, view))),
            Happening::Frozen { at, on, note } => Told::Frozen { at: time(at), is_on: on, note },
        }
    }
}
