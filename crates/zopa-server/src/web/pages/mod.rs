//! Pages: what a seat may see, as HTML that works without script.
//!
//! A page is a struct of what it shows, filled from a [`zopa::mediate::View`] and nothing else, and a template of the
//! same name in `templates/`. What several pages show alike is a part: a struct with a template in `templates/parts/`.

mod account;
mod again;
mod agreement;
mod asked;
mod caucus;
mod circle;
mod draft;
mod entry;
mod frame;
mod home;
mod issue;
mod items;
mod log;
mod map;
mod marks;
mod minutes;
mod notice;
mod point;
mod public;
mod reads;
mod roster;
mod signals;
mod talk;
mod values;
mod versions;
mod words;

#[cfg(test)]
mod tests;

pub use account::{account, machine};
pub use again::again;
pub use agreement::agreement;
pub use caucus::caucus;
pub use draft::draft;
pub use entry::{codes, join, sign_in};
pub use home::{demo, new_room, rooms};
pub use issue::issue;
pub use log::log;
pub use map::map;
pub use minutes::minutes;
pub use notice::told;
pub use point::point;
pub use public::public;
pub use roster::{invited, roster, roster_with};
pub use signals::{signal, signals};
pub use talk::{inside, talk};
pub use values::values;
pub use versions::{version, versions};

use super::{Fail, InRoom};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// A page.
fn page(page: &impl Template) -> Result<Response, Fail> {
    page.render().map(|html| Html(html).into_response()).map_err(|_| Fail::Broken)
}

/// A page that says why something came to nothing, with the status that programs would see.
fn refused(fail: Option<&Fail>, template: &impl Template) -> Response {
    let status = fail.map_or(StatusCode::OK, Fail::status);
    match page(template) {
        Ok(response) => (status, response).into_response(),
        Err(fail) => fail.into_response(),
    }
}

/// What is wrong, in sentences.
fn problems(fail: Option<&Fail>) -> Vec<String> {
    fail.map(|fail| fail.problem().problems.iter().map(|problem| words::sentence(problem)).collect())
        .unwrap_or_default()
}
