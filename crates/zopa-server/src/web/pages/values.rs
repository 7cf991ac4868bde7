//! What matters to the own party how much, and how good each version is for it.

use super::circle::Circle;
use super::frame::Frame;
use super::{Fail, InRoom, page};
use askama::Template;
use axum::response::Response;
use zopa::mediate::{Body, Level, Score, Values, View, Worded};

#[derive(Template)]
#[template(path = "values.html")]
struct Page {
    frame: Frame,
    points: Vec<Point>,
    walk_away: String,
    circle: Circle,
    scores: Vec<Told>,
    has_choices: bool,
    has_values: bool,
    may_set: bool,
}

/// A point with its numbers.
struct Point {
    label: String,
    title: String,
    weight: String,
    choices: Vec<Worth>,
}

/// A choice and what it is worth.
struct Worth {
    key: String,
    words: String,
    worth: String,
    is_now: bool,
}

/// A version's score.
struct Told {
    version: u32,
    points: String,
    /// For the picture: the same, as a whole number.
    width: u32,
    walk_away: u8,
    is_enough: bool,
    unvalued: Vec<String>,
    red_lines: Vec<String>,
}

/// The page; the mediator has none.
pub async fn values(room: InRoom) -> Result<Response, Fail> {
    let values = room.find(|view| view.party().is_some().then(|| Page::new(&room, &view)))?;
    page(&values)
}

impl Page {
    fn new(room: &InRoom, view: &View) -> Page {
        let values = view.values().cloned();
        let points = view.current().map(|version| version.points.as_slice()).unwrap_or_default();
        let points: Vec<Point> = points.iter().map(|point| Point::new(point, values.as_ref(), view)).collect();
        // The level at which the numbers were last written down.
        let items = view.items(|item| matches!(item.body, Body::Values(_)));
        let last = items.iter().rfind(|item| item.own && item.withdrawn.is_none());
        let level = last.map_or(Level::Delegation, |item| item.level);
        Page {
            frame: Frame::inside(room, view, "/values", "Values"),
            walk_away: values.as_ref().map(|values| values.walk_away.to_string()).unwrap_or_default(),
            circle: Circle::new(view, level, None),
            scores: view.scores().into_iter().rev().map(Told::new).collect(),
            has_choices: points.iter().any(|point| point.choices.len() > 1),
            has_values: values.is_some(),
            may_set: view.may("set_values"),
            points,
        }
    }
}

impl Point {
    fn new(point: &Worded, values: Option<&Values>, view: &View) -> Point {
        let number = |number: Option<&u8>| number.map(ToString::to_string).unwrap_or_default();
        let worths = values.and_then(|values| values.choices.get(&point.label));
        let worth = |choice: &zopa::mediate::Choice| Worth {
            key: choice.id.clone(),
            words: choice.text.clone(),
            worth: number(worths.and_then(|worths| worths.get(&choice.id))),
            is_now: Some(&choice.id) == point.choice.as_ref(),
        };
        Point {
            label: point.label.clone(),
            title: point.title.clone(),
            weight: number(values.and_then(|values| values.weights.get(&point.label))),
            choices: view.choices(&point.label).iter().map(worth).collect(),
        }
    }
}

impl Told {
    fn new(score: Score) -> Told {
        Told {
            version: score.version,
            points: format!("{:.1}", score.points),
            width: score.points.round().clamp(0.0, 100.0) as u32,
            walk_away: score.walk_away,
            is_enough: score.is_enough,
            unvalued: score.unvalued,
            red_lines: score.red_lines,
        }
    }
}
