//! The one text: what is on the table, and what needs one.

use super::asked::Asked;
use super::frame::Frame;
use super::marks::{Form, Prepared, prepared};
use super::words::{self, Mark, State, Time};
use super::{Fail, InRoom, page, reads};
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use std::collections::BTreeMap;
use zopa::mediate::{ItemId, PointState, PointView, Pressing, Queued, View};

/// Longer texts have the form for a mark on the page of each point alone.
const MOST_FORMS: usize = 60;

/// So much of what waits is shown at once.
const FIRST: usize = 6;

#[derive(Template)]
#[template(path = "draft.html")]
struct Draft {
    frame: Frame,
    number: u32,
    issued: Option<Time>,
    note: String,
    until: Option<Time>,
    everything: bool,
    footing: Option<String>,
    signing: Option<&'static str>,
    tally: Vec<(&'static str, usize, &'static str)>,
    queue: Vec<Waiting>,
    filters: Vec<Filter>,
    points: Vec<Point>,
    is_party: bool,
    may_issue: bool,
}

/// Something that waits for the viewer.
struct Waiting {
    href: String,
    words: String,
    due: Option<Time>,
    is_late: bool,
    is_first: bool,
}

/// A choice of points.
struct Filter {
    key: &'static str,
    words: &'static str,
    n: usize,
    is_here: bool,
}

/// A point of the text.
struct Point {
    label: String,
    title: String,
    text: String,
    choice: Option<String>,
    state: State,
    frozen: Option<String>,
    is_locked: bool,
    is_changed: bool,
    mine: Option<Mark>,
    prepared: Option<Prepared>,
    needs_mark: bool,
    others: Vec<Mark>,
    n_amendments: usize,
    form: Option<Form>,
}

/// The page.
pub async fn draft(room: InRoom, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let (draft, read) = room.look(|view| {
        let points = view.points();
        let read = shown_marks(&points);
        (Draft::new(&room, &view, points, asked.show.as_deref().unwrap_or("all")), read)
    })?;
    reads::note(&room, read).await?;
    page(&draft)
}

/// The marks of others on some points.
pub fn shown_marks(points: &[PointView]) -> Vec<ItemId> {
    points.iter().flat_map(|point| point.marks.iter().map(|mark| mark.item.clone())).collect()
}

impl Draft {
    fn new(room: &InRoom, view: &View, points: Vec<PointView>, show: &str) -> Draft {
        let is_party = view.party().is_some();
        let filters = filters(&points, is_party, show);
        let show = filters.iter().find(|filter| filter.is_here).map_or("all", |filter| filter.key);
        let path = if show == "all" { String::new() } else { format!("?show={show}") };
        let current = view.versions().pop();
        let tally = tally(&points);
        let prepared = prepared(view);
        let has_forms = points.len() <= MOST_FORMS;
        let base = format!("/rooms/{}", room.live.id);
        let waiting = |(place, queued): (usize, &Queued)| Waiting::new(queued, place == 0, &base, view);
        let queue = view.queue().iter().enumerate().map(waiting).collect();
        let shown = points.into_iter().filter(|point| fits(point, show));
        Draft {
            frame: Frame::inside(room, view, &path, "The text"),
            number: current.as_ref().map_or(0, |version| version.number),
            issued: current.as_ref().map(|version| Time::new(version.at, view.now())),
            note: current.as_ref().map(|version| version.note.clone()).unwrap_or_default(),
            until: current.and_then(|version| version.until).map(|until| Time::new(until, view.now())),
            everything: view.everything(),
            footing: view.footing().map(str::to_string),
            signing: view.signing().map(|signing| {
                if signing.concluded { "All parties have signed." } else { "This version lies ready for signature." }
            }),
            tally,
            queue,
            filters,
            points: shown.map(|point| Point::new(point, view, &prepared, has_forms)).collect(),
            is_party,
            may_issue: view.may("issue"),
        }
    }
}

impl Draft {
    fn first_waiting(&self) -> &[Waiting] {
        &self.queue[..self.queue.len().min(FIRST)]
    }
}

fn fits(point: &PointView, show: &str) -> bool {
    match show {
        "mine" => point.needs_mark,
        "contested" => point.state == PointState::Contested,
        "changed" => point.changed,
        "amended" => point.n_amendments > 0,
        _ => true,
    }
}

fn filters(points: &[PointView], is_party: bool, show: &str) -> Vec<Filter> {
    let own = if is_party { ("mine", "need our mark") } else { ("amended", "amendments to rule on") };
    let all = [("all", "all"), own, ("contested", "contested"), ("changed", "changed")];
    let known = all.iter().any(|(key, _)| *key == show);
    let filter = |(key, words): (&'static str, &'static str)| Filter {
        key,
        words,
        n: points.iter().filter(|point| fits(point, key)).count(),
        is_here: key == if known { show } else { "all" },
    };
    all.into_iter().map(filter).collect()
}

fn tally(points: &[PointView]) -> Vec<(&'static str, usize, &'static str)> {
    let n = |state: PointState| points.iter().filter(|point| point.frozen.is_none() && point.state == state).count();
    let all = [
        ("agreed", n(PointState::Agreed), "agreed"),
        ("silent", n(PointState::Silent), "count as agreed"),
        ("contested", n(PointState::Contested), "contested"),
        ("open", n(PointState::Open), "open"),
        ("suspended", points.iter().filter(|point| point.frozen.is_some()).count(), "suspended"),
    ];
    all.into_iter().filter(|(_, n, _)| *n > 0).collect()
}

impl Waiting {
    fn new(queued: &Queued, is_first: bool, base: &str, view: &View) -> Waiting {
        let href = match &queued.pressing {
            Pressing::Mark { point } => format!("{base}/points/{point}"),
            Pressing::Second { item, point } | Pressing::Rule { item, point } => {
                format!("{base}/points/{point}#i-{item}")
            }
            Pressing::Reply { signal } => format!("{base}/signals/{signal}"),
            Pressing::Sign => format!("{base}/agreement"),
        };
        Waiting {
            href,
            words: queued.words.clone(),
            due: queued.due.map(|due| Time::new(due, view.now())),
            is_late: queued.late,
            is_first,
        }
    }
}

impl Point {
    fn new(point: PointView, view: &View, prepared: &BTreeMap<String, Prepared>, has_forms: bool) -> Point {
        let choice = point.choice.as_ref().filter(|_| view.choices(&point.label).len() > 1);
        let words = |id: &String| view.choices(&point.label).iter().find(|choice| choice.id == *id);
        Point {
            // The words of most choices are the words of the point: told only where they differ.
            choice: choice.and_then(words).map(|choice| choice.text.clone()).filter(|words| *words != point.text),
            state: State::new(&point, view.now()),
            form: Form::new(&point, view).filter(|_| has_forms),
            is_locked: point.locked,
            is_changed: point.changed,
            prepared: prepared.get(&point.label).cloned(),
            mine: point.mine.as_ref().map(|mark| Mark::new(mark, view)),
            needs_mark: point.needs_mark && !point.locked,
            others: point.marks.iter().map(|mark| Mark::new(mark, view)).collect(),
            n_amendments: point.n_amendments,
            frozen: point.frozen,
            label: point.label,
            title: point.title,
            text: point.text,
        }
    }

    fn amendments(&self) -> String {
        words::count(self.n_amendments, "amendment")
    }
}
