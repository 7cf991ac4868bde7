//! What holds for every request: where it may come from, how often, and the headers of every answer.

use super::Fail;
use crate::app::App;
use crate::clock;
use crate::limits::Rate;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// What an address may ask for.
const PER_ADDRESS: Rate = Rate { burst: 2_000.0, per_second: 500.0 };

/// Nothing from elsewhere, nothing inline, no frames.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer. Referrers stay on this site: with none at all, browsers would hide the origin of forms.
const HEADERS: [(&str, &str); 8] = [
    ("content-security-policy", POLICY),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ("x-frame-options", "DENY"),
];

/// Stands before every route.
pub async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let address = address(&app, &request);
    let checked = app
        .limiter
        .count(&format!("i {address}"), PER_ADDRESS, clock::now())
        .map_err(Fail::Slower)
        .and_then(|()| own_origin(&app, request.method(), request.headers()));
    let mut response = match checked {
        Ok(()) => {
            let begun = Instant::now();
            let method = request.method().clone();
            // The route as the table has it: an address may hold a token.
            let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_string());
            let response = next.run(request).await;
            let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            let (method, route) = (method.as_str(), route.as_deref().unwrap_or("none"));
            tracing::info!(
                kind = "request",
                method,
                route,
                status = u64::from(response.status().as_u16()),
                milliseconds
            );
            response
        }
        Err(fail) => fail.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if app.settings.address.scheme() == "https" {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// What changes something must come from a page of this very site, or from a program that shows its own token.
fn own_origin(app: &App, method: &Method, headers: &HeaderMap) -> Result<(), Fail> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    if site.is_some_and(|site| site != b"same-origin") {
        return Err(Fail::Foreign);
    }
    match headers.get(header::ORIGIN) {
        Some(origin) if origin.as_bytes() == app.settings.address.origin().ascii_serialization().as_bytes() => Ok(()),
        // Browsers always name the origin of what changes something; who names none shows a token of its own.
        None if headers.contains_key(header::AUTHORIZATION) && !headers.contains_key(header::COOKIE) => Ok(()),
        _ => Err(Fail::Foreign),
    }
}

/// Where a request comes from.
fn address(app: &App, request: &Request) -> String {
    let forwarded = || {
        let last = request.headers().get("x-forwarded-for")?.to_str().ok()?.rsplit(',').next()?;
        Some(last.trim().to_string())
    };
    let peer = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
    if app.settings.behind_proxy { forwarded().or_else(peer) } else { peer() }.unwrap_or_default()
}
