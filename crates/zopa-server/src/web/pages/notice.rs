//! Requests that come to nothing, as pages for people and as JSON for programs.

use super::frame::Frame;
use super::page;
use crate::app::App;
use crate::web::fail::Problem;
use crate::web::{Fail, MAX_BODY};
use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "notice.html")]
struct Notice {
    frame: Frame,
    heading: &'static str,
    problems: Vec<String>,
}

/// Tells people in a page, and programs in JSON, why a request came to nothing.
pub async fn told(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let is_get = *request.method() == Method::GET;
    let for_people = !is_api && !wants_json(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = response.extensions().get::<Arc<Problem>>().cloned();
    if problem.is_none() && is_told(&response) {
        return response;
    }
    let problem = problem.unwrap_or_else(|| Arc::new(plain(status)));
    if !for_people {
        return kept(response, Json(&*problem).into_response());
    }
    if problem.error == "sign_in" && is_get {
        return redirected(response, "/sign-in");
    }
    let notice = Notice {
        frame: Frame::outside(&app, heading(status), None),
        heading: heading(status),
        problems: problem.problems.clone(),
    };
    page(&notice).map_or_else(IntoResponse::into_response, |html| kept(response, html))
}

/// Whether a request speaks JSON, as scripts and programs do.
fn wants_json(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let accepts = text(ACCEPT);
    text(CONTENT_TYPE).starts_with("application/json") || (accepts.contains("json") && !accepts.contains("text/html"))
}

/// Whether a response says already why it came to nothing.
fn is_told(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    kind.starts_with(b"text/html") || kind.starts_with(b"application/json")
}

/// The body of one response under the status and the headers of another.
fn kept(told: Response, body: Response) -> Response {
    let (mut parts, _) = told.into_parts();
    let (head, body) = body.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    if let Some(kind) = head.headers.get(CONTENT_TYPE) {
        parts.headers.insert(CONTENT_TYPE, kind.clone());
    }
    Response::from_parts(parts, body)
}

/// The way to another page under the headers of a response.
fn redirected(told: Response, to: &'static str) -> Response {
    let mut response = kept(told, Response::default());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().remove(CONTENT_TYPE);
    response.headers_mut().insert(LOCATION, HeaderValue::from_static(to));
    response
}

fn heading(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "Sign in first",
        StatusCode::FORBIDDEN => "Not allowed",
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::PAYLOAD_TOO_LARGE => "Too large",
        StatusCode::TOO_MANY_REQUESTS => "Too fast",
        _ if status.is_server_error() => "Not now",
        _ => "Not done",
    }
}

/// What is said where nothing else is known than the status.
fn plain(status: StatusCode) -> Problem {
    let missing = Fail::Missing.problem();
    let one = |error, problem: String| Problem { error, problems: vec![problem] };
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => missing,
        StatusCode::PAYLOAD_TOO_LARGE => one(
            "too_large",
            format!("This is larger than {} MB, the most that is taken. Send less at once.", MAX_BODY / 1_000_000),
        ),
        StatusCode::REQUEST_TIMEOUT => one("timeout", "The request took too long to arrive. Try again.".into()),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::INTERNAL_SERVER_ERROR => Fail::Broken.problem(),
        _ => one("invalid", "The request is not what is expected here. Open the page again and retry.".into()),
    }
}
