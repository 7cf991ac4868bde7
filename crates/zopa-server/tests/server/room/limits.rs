//! Sizes, shapes and haste: every limit is told, and none brings the server down.

use crate::place::Place;
use crate::room::house::{ADDRESS, Person, Stage, mark, say};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;

on_both!(
    too_much_is_refused_with_the_limit,
    shapes_that_make_no_sense_are_refused,
    whoever_comes_too_often_waits,
    acts_need_a_confirmation
);

async fn raw(stage: &Stage, path: &str, kind: &str, body: Vec<u8>) -> crate::room::house::Answer {
    let request = Request::post(path).header("origin", ADDRESS).header("content-type", kind);
    let request = request.header("cookie", stage.a_head.headers[0].1.clone());
    stage.house.send(request.body(Body::from(body)).unwrap()).await
}

async fn too_much_is_refused_with_the_limit(place: Place) {
    let stage = Stage::new(&place).await;
    let actions = format!("/api/rooms/{}/actions", stage.room);
    let form = format!("/rooms/{}/act", stage.room);
    for (path, kind) in [(&actions, "application/json"), (&form, "application/x-www-form-urlencoded")] {
        let answer = raw(&stage, path, kind, vec![b'a'; 2_000_001]).await;
        assert_eq!(answer.status, 413, "{path}");
        assert!(answer.text().contains("2,000,000") || answer.text().contains("2 MB"), "{path}: {}", answer.text());
    }
    let long = stage.act(&stage.a_head, say(&"x".repeat(20_001), "delegation")).await;
    assert_eq!(long.status, 422);
    assert!(long.text().contains("20001") && long.text().contains("20000"), "{}", long.text());
    let name = stage.house.invite(&stage.mediator, &stage.room, "a", "member").await;
    let path = name.strip_prefix(ADDRESS).unwrap();
    let long = stage.house.post_form(&Person::nobody(), path, &[("name", &"n".repeat(81))]).await;
    assert_eq!(long.status, 422);
    assert!(long.text().contains("80"), "{}", long.text());
}

async fn shapes_that_make_no_sense_are_refused(place: Place) {
    let stage = Stage::new(&place).await;
    let actions = format!("/api/rooms/{}/actions", stage.room);
    let nested = "[".repeat(500_000) + &"]".repeat(500_000);
    let deep = format!("{}1{}", "{\"action\":".repeat(50_000), "}".repeat(50_000));
    for body in [
        nested.as_bytes(),
        deep.as_bytes(),
        b"",
        b"null",
        b"{}",
        b"{\"action\":\"fly\"}",
        b"\xff\xfe",
        b"{\"action\":\"set_mark\"}",
    ] {
        let answer = raw(&stage, &actions, "application/json", body.to_vec()).await;
        assert_eq!(answer.status, 422, "{}", answer.text().chars().take(200).collect::<String>());
        assert!(answer.json()["problems"][0].as_str().unwrap().len() > 10);
    }
    for body in
        [&b"action=fly"[..], b"", b"%ff=%fe", b"action=issue&point.99999999.text=x", b"action=set_mark&version=two"]
    {
        let answer =
            raw(&stage, &format!("/rooms/{}/act", stage.room), "application/x-www-form-urlencoded", body.to_vec())
                .await;
        assert!(answer.status.is_client_error(), "{}: {}", String::from_utf8_lossy(body), answer.status);
    }
    for action in [
        mark("99", "accept", "parties"),
        json!({"action": "set_mark", "point": "1", "version": 7, "stance": "accept", "level": "delegation"}),
    ] {
        assert!([404, 409].contains(&stage.act(&stage.a_head, action).await.status.as_u16()));
    }
    for path in
        ["/rooms/../../etc/passwd", "/rooms/%00", "/assets/..%2f..%2fCargo.toml", "/rooms/'; DROP TABLE rooms; --"]
    {
        let path = path.replace(' ', "%20");
        assert_eq!(stage.house.get(&stage.a_head, &path).await.status, 404, "{path}");
    }
}

async fn whoever_comes_too_often_waits(place: Place) {
    let stage = Stage::new(&place).await;
    let mut waited = None;
    for _ in 0..1_000 {
        let answer = stage.house.get(&stage.b_head, "/api/me").await;
        if answer.status == 429 {
            waited = answer.headers.get("retry-after").map(|value| value.to_str().unwrap().to_string());
            break;
        }
    }
    assert!(waited.is_some_and(|seconds| seconds.parse::<u64>().is_ok_and(|seconds| seconds >= 1)));
    assert_eq!(stage.house.get(&stage.c_head, "/api/me").await.status, 200, "others go on");
}

async fn acts_need_a_confirmation(place: Place) {
    let stage = Stage::new(&place).await;
    let account = stage.house.get(&stage.a_head, "/api/me").await.ok().json()["id"].as_str().unwrap().to_string();
    let store = &stage.house.app.store;
    for session in store.sessions_of(&account).await.unwrap() {
        store.step_up(&session.hash, zopa::mediate::Moment(1)).await.unwrap();
    }
    let refused = stage.act(&stage.a_head, mark("1", "accept", "parties")).await;
    assert_eq!((refused.status.as_u16(), refused.json()["error"].as_str()), (403, Some("step_up")));
    stage.act(&stage.a_head, say("this needs none", "delegation")).await.ok();
    let fields = [
        ("action", "set_mark"),
        ("point", "1"),
        ("version", "1"),
        ("stance", "reserve"),
        ("level", "delegation"),
        ("reason", "kept while confirming"),
    ];
    let page = stage.house.post_form(&stage.a_head, &format!("/rooms/{}/act", stage.room), &fields).await;
    assert_eq!(page.status, 403);
    assert!(page.text().contains("kept while confirming"), "what was typed is kept: {}", page.text());
}
