//! A whole negotiation by the machine interface, to a signed text and a verified log.

use crate::place::Place;
use crate::room::house::{Stage, mark, now, say};
use serde_json::json;
use zopa::mediate::seal::check;

on_both!(talks_end_in_a_signed_text, a_question_closes_by_itself, a_removed_member_is_out_at_once);

async fn talks_end_in_a_signed_text(place: Place) {
    let stage = Stage::new(&place).await;
    let heads = [&stage.a_head, &stage.b_head, &stage.c_head];
    stage.act(&stage.a_head, mark("1", "red_line", "delegation")).await.ok();
    stage.act(&stage.b_head, say("only to the mediator", "mediator")).await.ok();
    let whole = stage.see(&stage.a_head).await;
    assert_eq!(whole["points"][0]["mine"]["stance"], "red_line");
    assert_eq!(whole["queue"].as_array().unwrap().len(), 3, "{}", whole["queue"]);

    let mut points = whole["points"].as_array().unwrap().clone();
    let text = |point: &serde_json::Value, words: &str| json!({"label": point["label"], "title": point["title"], "text": words});
    let first = text(&points[0], "Other words for point 1.");
    let rest: Vec<_> = points.drain(1..).map(|point| text(&point, point["text"].as_str().unwrap())).collect();
    let points: Vec<_> = std::iter::once(first).chain(rest).collect();
    let issue = json!({"action": "issue", "after": 1, "note": "Point 1 is new", "points": points});
    stage.act(&stage.mediator, issue).await.ok();
    let mine = stage.see(&stage.a_head).await["points"][0]["mine"].clone();
    assert_eq!((&mine["stale"], &mine["version"]), (&json!(true), &json!(1)));

    for head in heads {
        for point in ["1", "2", "3a", "3b"] {
            let mut mark = mark(point, "accept", "parties");
            mark["version"] = json!(2);
            stage.act(head, mark).await.ok();
        }
    }
    stage.act(&stage.mediator, json!({"action": "table", "version": 2})).await.ok();
    let digest = stage.see(&stage.a_head).await["signing"]["digest"].clone();
    for head in heads {
        stage.act(head, json!({"action": "sign", "digest": digest})).await.ok();
    }
    assert_eq!(stage.see(&stage.c_head).await["signing"]["concluded"], true);
    let late = stage.act(
        &stage.a_head,
        json!({"action": "set_mark", "point": "1", "version": 2, "stance": "reserve", "level": "parties"}),
    );
    assert_eq!(late.await.status, 409);

    for person in [&stage.mediator, &stage.a_head, &stage.c_head] {
        let file = stage.house.get(person, &format!("/api/rooms/{}/log", stage.room)).await.ok().text();
        let checked = check(&file).unwrap_or_else(|flaws| panic!("{flaws:?}"));
        assert!(checked.ledgers.iter().any(|(ledger, n, _)| ledger.to_string() == "parties" && *n > 20));
    }
    let whole = zopa_server::transfer::export(stage.house.app.store.as_ref(), &stage.room).await.unwrap().unwrap();
    assert!(check(&whole).unwrap().book.whole);
    for ending in ["md", "html", "docx"] {
        let path = format!("/rooms/{}/agreement/{ending}", stage.room);
        assert!(stage.house.get(&stage.a_head, &path).await.ok().body.len() > 100, "{ending}");
    }
}

async fn a_question_closes_by_itself(place: Place) {
    let stage = Stage::new(&place).await;
    let ask = json!({
        "action": "ask", "whom": ["a", "b"], "open": true, "words": "How many years?", "due": now() + 1_500,
        "hidden": true, "answers": "parties",
    });
    stage.act(&stage.mediator, ask).await.ok();
    let signal = stage.see(&stage.a_head).await["signals"][0]["signal"]["id"].clone();
    stage.act(&stage.a_head, json!({"action": "reply", "signal": signal, "words": "seventeen"})).await.ok();
    let before = stage.see(&stage.mediator).await["signals"][0]["replies"][0].clone();
    assert_eq!((before["words"].is_null(), before["answered"].is_null()), (true, false), "{before}");
    tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
    for person in [&stage.mediator, &stage.b_head, &stage.c_head] {
        let signal = stage.see(person).await["signals"][0].clone();
        assert_eq!(signal["replies"][0]["words"], "seventeen");
        assert_eq!(signal["replies"][1]["late"], true);
    }
    stage.act(&stage.b_head, json!({"action": "reply", "signal": signal, "words": "three"})).await.ok();
    let late = stage.see(&stage.c_head).await["signals"][0]["replies"][1].clone();
    assert_eq!((late["words"].as_str(), late["late"].as_bool()), (Some("three"), Some(true)));
}

async fn a_removed_member_is_out_at_once(place: Place) {
    let stage = Stage::new(&place).await;
    let roster = stage.see(&stage.a_head).await["roster"].clone();
    let member = roster.as_array().unwrap().iter().find(|seat| seat["name"] == "Member of A").unwrap()["id"].clone();
    let path = format!("/api/rooms/{}", stage.room);
    let news = stage.house.router.clone();
    let request = axum::http::Request::get(format!("/rooms/{}/events", stage.room))
        .header("cookie", stage.a_member.headers[0].1.clone())
        .body(axum::body::Body::empty())
        .unwrap();
    let stream = tower::ServiceExt::oneshot(news, request).await.unwrap().into_body().into_data_stream();
    tokio::pin!(stream);
    assert!(futures_util::StreamExt::next(&mut stream).await.is_some());
    assert_eq!(stage.house.get(&stage.a_member, &path).await.status, 200);
    stage.act(&stage.a_head, json!({"action": "remove", "seat": member})).await.ok();
    assert_eq!(stage.house.get(&stage.a_member, &path).await.status, 404);
    assert_eq!(stage.act(&stage.a_member, say("still here?", "delegation")).await.status, 404);
    let ended =
        tokio::time::timeout(std::time::Duration::from_secs(5), futures_util::StreamExt::next(&mut stream)).await;
    assert!(ended.expect("the stream ends").is_none(), "a stream goes on after its seat was taken away");
}
