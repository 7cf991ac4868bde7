//! Nobody reads what is not theirs: a canary in every secret field, and every byte sent to everybody else.

use crate::place::Place;
use crate::room::house::{Answer, Person, Stage, mark, now, say};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use zopa_server::web::{Audience, ROUTES};

on_both!(
    every_route_tells_each_role_its_own,
    what_others_do_in_secret_changes_no_byte,
    audiences_are_as_the_table_says
);

/// A secret word, and who may read it.
struct Canary {
    word: &'static str,
    readers: &'static [&'static str],
}

const A: [&str; 4] = ["the head of A", "a member of A", "an adviser of A", "an observer of A"];

/// Fills every field that can hold a secret.
async fn hide(stage: &Stage) -> Vec<Canary> {
    let mut canaries = Vec::new();
    let mut canary = |word: &'static str, readers: &'static [&'static str]| {
        canaries.push(Canary { word, readers });
        format!("a text with {word} in it")
    };
    const WITH_MEDIATOR: &[&str] =
        &["the head of A", "a member of A", "an adviser of A", "an observer of A", "the mediator"];
    const MEDIATOR: &[&str] = &["the mediator"];
    let act = async |person: &Person, action: Value| {
        let answer = stage.act(person, action).await;
        assert!(answer.status.is_success(), "{} {}", answer.status, answer.text());
    };
    let marked = |point: &str, level: &str, words: String, reason: String| {
        let mut mark = mark(point, "accept_if_amended", level);
        mark["words"] = words.into();
        mark["reason"] = reason.into();
        mark
    };
    act(&stage.a_head, marked("1", "delegation", canary("kestrelwords", &A), canary("kestrelreason", &A))).await;
    act(
        &stage.a_head,
        marked("2", "mediator", canary("ospreywords", WITH_MEDIATOR), canary("ospreyreason", WITH_MEDIATOR)),
    )
    .await;
    act(&stage.a_adviser, marked("3a", "parties", canary("draftwords", &A), canary("draftreason", &A))).await;
    act(&stage.a_adviser, say(&canary("internalnote", &A), "delegation")).await;
    act(&stage.a_head, say(&canary("caucusnote", WITH_MEDIATOR), "mediator")).await;
    let mut caucus = say(&canary("mediatorcaucus", WITH_MEDIATOR), "mediator");
    caucus["with"] = json!("a");
    act(&stage.mediator, caucus).await;
    act(&stage.mediator, say(&canary("teamnote", MEDIATOR), "delegation")).await;
    let minutes = json!({"action": "minute", "title": canary("minutestitle", MEDIATOR), "words": canary("minuteswords", MEDIATOR), "level": "delegation"});
    act(&stage.mediator, minutes).await;
    let amendment = json!({"action": "propose", "point": "3b", "words": canary("amendwords", WITH_MEDIATOR), "reason": canary("amendreason", WITH_MEDIATOR), "level": "mediator"});
    act(&stage.a_member, amendment).await;
    let alone = json!({"action": "ask", "whom": ["a"], "open": false, "words": canary("askedalone", WITH_MEDIATOR), "due": now() + 9_000_000, "answers": "mediator"});
    act(&stage.mediator, alone).await;
    let hidden = json!({"action": "ask", "whom": ["a", "b"], "open": true, "words": "An open question", "due": now() + 9_000_000, "hidden": true, "quiet": true, "answers": "parties"});
    act(&stage.mediator, hidden).await;
    let signals = stage.see(&stage.a_head).await["signals"].clone();
    act(
        &stage.a_head,
        json!({"action": "reply", "signal": signals[0]["signal"]["id"], "words": canary("aloneanswer", WITH_MEDIATOR)}),
    )
    .await;
    act(
        &stage.a_head,
        json!({"action": "reply", "signal": signals[1]["signal"]["id"], "words": canary("hiddenanswer", &A)}),
    )
    .await;
    let values = json!({"action": "set_values", "level": "delegation", "values": {"weights": {"1": 91, "2": 17}, "choices": {"1": {"as-is": 83, "other": 3}}, "walk_away": 37}});
    act(&stage.a_head, values).await;
    canaries
}

/// Every path with everything that could be put into it: labels, numbers, items, questions, ledgers of anybody.
async fn paths(stage: &Stage) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    for (_, person) in stage.everybody().into_iter().take(8) {
        let whole = stage.see(person).await;
        items.extend(whole["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_string()));
        items.extend(
            whole["signals"]
                .as_array()
                .unwrap()
                .iter()
                .map(|signal| signal["signal"]["id"].as_str().unwrap().to_string()),
        );
    }
    assert!(items.len() > 10);
    let some = |name: &str| -> Vec<String> {
        let all = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
        match name {
            "room" => vec![stage.room.clone()],
            "label" => all(&["1", "2", "3a", "3b", "9"]),
            "number" => all(&["1", "2"]),
            "party" => all(&["a", "b", "c", "mediator"]),
            "signal" | "item" => items.iter().cloned().collect(),
            "ending" => all(&["md", "html", "docx"]),
            "ledger" => {
                all(&["public", "parties", "caucus:a", "caucus:b", "internal:a", "internal:b", "internal:mediator"])
            }
            "name" => all(&["style.css", "live.js"]),
            "token" => all(&["zi_nothing"]),
            other => panic!("a route has the parameter {other}, which no canary test knows"),
        }
    };
    let mut paths = BTreeSet::new();
    for route in ROUTES.iter().filter(|route| route.method == "get") {
        let mut filled = vec![String::new()];
        for part in route.path.split('/').skip(1) {
            let parts = match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some(name) => some(name),
                None => vec![part.to_string()],
            };
            filled = filled.iter().flat_map(|path| parts.iter().map(move |part| format!("{path}/{part}"))).collect();
        }
        paths.extend(filled);
    }
    for query in ["?index=0", "?from=1"] {
        let proofs: Vec<String> =
            paths.iter().filter(|path| path.ends_with("/proof")).map(|path| format!("{path}{query}")).collect();
        paths.extend(proofs);
    }
    paths.extend(
        ["delegation", "mediator", "parties", "public"]
            .map(|level| format!("/api/rooms/{}/items?level={level}", stage.room)),
    );
    paths.insert(format!("/rooms/{}/versions/1?against=1", stage.room));
    paths
}

async fn every_route_tells_each_role_its_own(place: Place) {
    let stage = Stage::new(&place).await;
    let canaries = hide(&stage).await;
    let nobody = Person::nobody();
    let everybody: Vec<(&str, &Person)> = stage.everybody().into_iter().chain([("nobody", &nobody)]).collect();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for path in paths(&stage).await {
        for (who, person) in &everybody {
            let answer = stage.house.get(person, &path).await;
            assert!(!answer.status.is_server_error(), "{who} at {path}: {} {}", answer.status, answer.text());
            look(&canaries, who, &path, &answer, &mut seen);
        }
    }
    for (who, person) in &everybody {
        for (path, answer) in refused(&stage, person).await {
            look(&canaries, who, &path, &answer, &mut seen);
        }
    }
    for canary in &canaries {
        for reader in canary.readers {
            assert!(
                seen.contains(&(canary.word, reader)),
                "{reader} never saw {}, which is theirs to read",
                canary.word
            );
        }
    }
}

/// Looks for every canary in every byte.
fn look<'c>(canaries: &'c [Canary], who: &str, path: &str, answer: &Answer, seen: &mut BTreeSet<(&'c str, &'c str)>) {
    let bytes = String::from_utf8_lossy(&answer.bytes()).into_owned();
    for canary in canaries.iter().filter(|canary| bytes.contains(canary.word)) {
        match canary.readers.iter().find(|reader| *reader == &who) {
            Some(reader) => _ = seen.insert((canary.word, reader)),
            None => panic!("{who} read {} at {path}", canary.word),
        }
    }
}

/// What is answered to acts on things that may be others'.
async fn refused(stage: &Stage, person: &Person) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for owner in [&stage.a_head, &stage.mediator] {
        let whole = stage.see(owner).await;
        for item in whole["items"].as_array().unwrap() {
            let id = &item["id"];
            for action in [
                json!({"action": "rule", "item": id, "ruling": "refused"}),
                json!({"action": "widen", "item": id, "level": "delegation"}),
                json!({"action": "reply", "signal": id, "words": "no"}),
                json!({"action": "close", "signal": id}),
            ] {
                // Only what is refused is of interest; the mediator's and A's own acts would change what is hidden.
                let is_own =
                    [&stage.mediator, &stage.a_head, &stage.a_member].iter().any(|own| own.headers == person.headers);
                if !is_own {
                    answers.push((action.to_string(), stage.act(person, action).await));
                }
            }
        }
    }
    answers
}

async fn what_others_do_in_secret_changes_no_byte(place: Place) {
    let stage = Stage::new(&place).await;
    let quiet = json!({
        "action": "ask", "whom": ["a", "b"], "open": true, "words": "An open question", "due": now() + 9_000_000,
        "hidden": true, "quiet": true, "answers": "parties",
    });
    stage.act(&stage.mediator, quiet).await.ok();
    stage.act(&stage.a_adviser, mark("3b", "reserve", "parties")).await.ok();
    let (nobody, paths) = (Person::nobody(), paths_of(&stage));
    let watchers = [&stage.c_head, &stage.b_head, &stage.stranger, &nobody];
    let before = told(&stage, &watchers, &paths).await;

    let whole = stage.see(&stage.a_head).await;
    let (signal, draft) = (&whole["signals"][0]["signal"]["id"], &whole["items"][0]["id"]);
    let in_caucus = json!({"action": "say", "type": "offer", "words": "in caucus", "level": "mediator", "with": "a"});
    let alone = json!({
        "action": "ask", "whom": ["a"], "open": false, "words": "Asked alone", "due": now() + 8_000_000, "answers": "mediator",
    });
    let values = json!({"weights": {"1": 9}, "choices": {}, "walk_away": 3});
    for (person, action) in [
        (&stage.a_head, mark("1", "red_line", "delegation")),
        (&stage.a_head, mark("2", "accept", "mediator")),
        (&stage.a_adviser, mark("3a", "red_line", "public")),
        (&stage.a_head, json!({"action": "withdraw", "item": draft})),
        (&stage.a_head, say("among ourselves", "delegation")),
        (&stage.a_head, say("to the mediator", "mediator")),
        (&stage.a_head, json!({"action": "propose", "point": "1", "words": "Other words", "level": "mediator"})),
        (&stage.a_head, json!({"action": "set_values", "values": values, "level": "mediator"})),
        (&stage.a_head, json!({"action": "reply", "signal": signal, "words": "a hidden answer"})),
        (&stage.a_head, json!({"action": "two_persons", "on": true})),
        (&stage.mediator, in_caucus),
        (&stage.mediator, alone),
        (&stage.mediator, say("to my team", "delegation")),
    ] {
        stage.act(person, action).await.ok();
    }
    let after = told(&stage, &watchers, &paths).await;
    for (path, (before, after)) in paths.iter().zip(before.iter().zip(&after)) {
        assert_eq!(String::from_utf8_lossy(before), String::from_utf8_lossy(after), "changed for others: {path}");
    }
}

fn paths_of(stage: &Stage) -> Vec<String> {
    let room = &stage.room;
    let pages = [
        "",
        "/points/1",
        "/points/3b",
        "/versions",
        "/versions/1",
        "/talk",
        "/inside",
        "/signals",
        "/minutes",
        "/agreement",
        "/roster",
        "/caucus/a",
        "/values",
        "/map",
    ];
    let pages = pages.iter().map(|page| format!("/rooms/{room}{page}"));
    let data = [
        "",
        "/points",
        "/points/1",
        "/queue",
        "/versions",
        "/items",
        "/signals",
        "/map",
        "/roster",
        "/log/parties/checkpoint",
        "/log/caucus:a/checkpoint",
        "/log/internal:a/proof?index=0",
        "/events",
    ];
    let data = data.iter().map(|path| format!("/api/rooms/{room}{path}"));
    pages.chain(data).chain(["/".to_string(), format!("/public/{room}"), "/api/rooms".to_string()]).collect()
}

/// Every byte that is sent, path by path, to all of these.
async fn told(stage: &Stage, watchers: &[&Person], paths: &[String]) -> Vec<Vec<u8>> {
    let mut told = Vec::new();
    for path in paths {
        let mut bytes = Vec::new();
        for person in watchers {
            bytes.extend(stage.house.get(person, path).await.bytes());
        }
        told.push(bytes);
    }
    told
}

async fn audiences_are_as_the_table_says(place: Place) {
    let stage = Stage::new(&place).await;
    let nobody = Person::nobody();
    hide(&stage).await;
    for path in paths(&stage).await {
        let pattern = |route: &&zopa_server::web::Route| {
            let parts: Vec<&str> = path.split('?').next().unwrap().split('/').collect();
            let own: Vec<&str> = route.path.split('/').collect();
            route.method == "get"
                && own.len() == parts.len()
                && own.iter().zip(&parts).all(|(own, part)| own.starts_with('{') || own == part)
        };
        // A literal route comes before one with a parameter.
        let route = ROUTES.iter().filter(pattern).min_by_key(|route| route.path.matches('{').count()).unwrap();
        let status = async |person: &Person| stage.house.get(person, &path).await.status.as_u16();
        let (alone, outside, inside) =
            (status(&nobody).await, status(&stage.stranger).await, status(&stage.b_head).await);
        match route.audience {
            Audience::InRoom | Audience::Mediator => {
                assert!([401, 303].contains(&alone), "nobody at {path}: {alone}");
                assert_eq!(outside, 404, "a stranger at {path}");
            }
            Audience::SignedIn => assert!([401, 303].contains(&alone), "nobody at {path}: {alone}"),
            Audience::Anybody | Audience::Invited | Audience::Demo => {}
        }
        if route.audience == Audience::Mediator {
            assert_eq!(inside, 404, "a party at {path}");
        }
    }
}
