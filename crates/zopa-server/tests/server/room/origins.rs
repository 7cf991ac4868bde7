//! Whatever changes something must come from a page of this very site.

use crate::place::Place;
use crate::room::house::{ADDRESS, Person, Stage};
use axum::body::Body;
use axum::http::Request;
use zopa_server::web::ROUTES;

on_both!(nothing_is_changed_from_elsewhere, every_answer_carries_the_headers_that_protect_it);

/// Origins that are not the site's own: foreign, none, siblings by host, port and scheme.
const FOREIGN: [Option<&str>; 8] = [
    Some("https://evil.example"),
    Some("null"),
    None,
    Some("http://evil.localhost:8421"),
    Some("http://localhost:8422"),
    Some("https://localhost:8421"),
    Some("http://127.0.0.1:8421"),
    Some("http://localhost:8421.evil.example"),
];

fn filled(path: &str, room: &str) -> String {
    path.replace("{room}", room).replace("{token}", "zi_nothing").replace("{id}", "nothing")
}

async fn nothing_is_changed_from_elsewhere(place: Place) {
    let stage = Stage::new(&place).await;
    let before = stage.see(&stage.a_head).await;
    let posts = ROUTES.iter().filter(|route| route.method == "post");
    for route in posts {
        let path = filled(route.path, &stage.room);
        for origin in FOREIGN {
            let status = send(&stage, &path, &stage.a_head, origin, None).await;
            assert_eq!(status, 403, "{path} from {origin:?}");
        }
        for site in ["cross-site", "same-site", "none"] {
            let status = send(&stage, &path, &stage.a_head, Some(ADDRESS), Some(site)).await;
            assert_eq!(status, 403, "{path} from {site}");
        }
        let own = send(&stage, &path, &stage.a_head, Some(ADDRESS), Some("same-origin")).await;
        assert!(own != 403 || path.starts_with("/account"), "{path} from its own site: {own}");
        if path == "/sign-out" {
            break;
        }
    }
    // A cookie never rides along with a token.
    let mut both = stage.a_head.clone();
    both.headers.push(("authorization", "Bearer zm_nothing".into()));
    assert_eq!(send(&stage, &format!("/rooms/{}/act", stage.room), &both, None, None).await, 403);
    let after = stage.house.get(&stage.a_member, &format!("/api/rooms/{}", stage.room)).await.ok().json();
    assert_eq!(before["items"], after["items"]);
}

async fn send(stage: &Stage, path: &str, person: &Person, origin: Option<&str>, site: Option<&str>) -> u16 {
    let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in &person.headers {
        request = request.header(*name, value);
    }
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    if let Some(site) = site {
        request = request.header("sec-fetch-site", site);
    }
    let fields = "action=say&type=note&words=forged&level=parties";
    stage.house.send(request.body(Body::from(fields)).unwrap()).await.status.as_u16()
}

async fn every_answer_carries_the_headers_that_protect_it(place: Place) {
    let stage = Stage::new(&place).await;
    let room = &stage.room;
    for path in [
        "/",
        "/sign-in",
        &format!("/rooms/{room}"),
        &format!("/api/rooms/{room}"),
        "/nowhere",
        "/api/nowhere",
        "/assets/style.css",
    ] {
        let answer = stage.house.get(&stage.a_head, path).await;
        let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        if !path.starts_with("/assets") {
            assert_eq!(header("cache-control"), "no-store", "{path}");
        }
    }
}
