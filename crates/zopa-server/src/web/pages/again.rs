//! An act that did not happen: why, and everything that was typed, to be corrected or confirmed and sent again.

use super::frame::Frame;
use super::versions::{Diff, diff};
use super::{Fail, InRoom, problems, refused};
use crate::web::forms::{Fields, field};
use askama::Template;
use axum::response::{IntoResponse, Response};
use zopa::mediate::action::ACTIONS;
use zopa::mediate::{Reason, View};

mod control;

pub(super) use control::controls;
use control::{Control, Shape};

#[derive(Template)]
#[template(path = "again.html")]
struct Again {
    frame: Frame,
    action: String,
    title: String,
    problems: Vec<String>,
    /// Whether it only has to be confirmed who sends it.
    is_step_up: bool,
    controls: Vec<Control>,
    /// Where one came from.
    back: String,
    /// What changed since the form was opened: label and words.
    changed: Vec<(String, Diff)>,
    read: u32,
    current: u32,
}

/// The page. What is only unconfirmed is shown as it would be sent; what was refused can be corrected.
pub fn again(room: &InRoom, fail: &Fail, fields: &Fields) -> Response {
    let again = room.look(|view| Again::new(room, &view, fail, fields));
    again.map_or_else(IntoResponse::into_response, |again| refused(Some(fail), &again))
}

impl Again {
    fn sent(&self) -> Fields {
        sent(&self.action, &self.controls)
    }

    fn new(room: &InRoom, view: &View, fail: &Fail, fields: &Fields) -> Again {
        let action = field(fields, "action").unwrap_or_default();
        let kind = ACTIONS.iter().find(|kind| kind.name == action);
        let has_code = field(fields, "code").is_some_and(|code| !code.trim().is_empty());
        let is_step_up = match fail {
            Fail::StepUp => true,
            Fail::Invalid(_) | Fail::Slower(_) => has_code,
            _ => false,
        };
        let is_leak =
            action == "publish" && matches!(fail, Fail::Refused(refusal) if refusal.reason == Reason::Conflict);
        let current = view.current().map_or(0, |version| version.number);
        let read = ["version", "after"].iter().find_map(|name| field(fields, name)).and_then(|read| read.parse().ok());
        let read = read.unwrap_or(current);
        let mut controls = controls(view, action, fields, is_leak);
        let changed = changed(view, action, fields, read);
        if read != current && matches!(action, "set_mark" | "issue") {
            // The page shows what changed meanwhile: whoever sends it again has seen it.
            for control in controls.iter_mut().filter(|control| matches!(control.name.as_str(), "version" | "after")) {
                control.value = current.to_string();
            }
        }
        Again {
            frame: Frame::inside(room, view, "/again", kind.map_or("A form", |kind| kind.title)).answering(),
            action: action.to_string(),
            title: kind.map_or_else(|| "A form".to_string(), |kind| kind.title.to_string()),
            problems: if matches!(fail, Fail::StepUp) { Vec::new() } else { problems(Some(fail)) },
            is_step_up,
            controls,
            back: crate::web::act::back(&room.live.id, fields),
            changed,
            read,
            current,
        }
    }
}

/// The fields that a form with these controls sends, unless somebody changes them.
pub(super) fn sent(action: &str, controls: &[Control]) -> Fields {
    let own = ("action".to_string(), action.to_string());
    std::iter::once(own).chain(controls.iter().flat_map(Control::sent)).collect()
}

/// What other versions that were issued meanwhile changed in what the form is about.
fn changed(view: &View, action: &str, fields: &Fields, read: u32) -> Vec<(String, Diff)> {
    let (Some(then), Some(now)) = (view.version(read), view.current()) else { return Vec::new() };
    let about = field(fields, "point");
    let concerns = |label: &str| match action {
        "set_mark" => about == Some(label),
        "issue" => true,
        _ => false,
    };
    let points = now.points.iter().filter(|point| concerns(&point.label));
    let words = points.filter_map(|point| {
        let before = then.point(&point.label).map(|old| old.text.as_str());
        (before != Some(point.text.as_str())).then(|| (point.label.clone(), diff(before, &point.text)))
    });
    words.collect()
}
