//! Power cuts under load: nothing that was acknowledged is lost, and the log always folds.

use crate::server::{Server, agent, join, post, scratch, token, zopa};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

/// How many power cuts, unless `ZOPA_CRASHES` says otherwise (`make soak`: 1,000).
const CRASHES: usize = 50;

/// How many people write at once.
const WRITERS: usize = 4;

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    let crashes = std::env::var("ZOPA_CRASHES").ok().and_then(|n| n.parse().ok()).unwrap_or(CRASHES);
    let folder = scratch("crash");
    let db = format!("sqlite:{}", folder.join("rooms.db").display());
    let agent = agent();
    let mut server = Server::start(&["--db", &db]);
    let mediator = join(&agent, &server, &server.link.clone().expect("a first link"), "Mediator");
    let mediator = token(&agent, &server, &mediator);
    let point = json!({"label": "1", "title": "First", "text": "The first point."});
    let parties: Vec<_> = (0..WRITERS).map(|n| json!({"id": format!("p{n}"), "name": format!("Party {n}")})).collect();
    let opened = json!({"title": "Talks", "everything": true, "parties": parties, "text": [point]});
    let (_, made) = post(&agent, &format!("{}/api/rooms", server.address), &mediator, &opened).expect("a room opens");
    let room = made["room"].as_str().expect("the room has a name").to_string();
    let writers: Vec<String> = (0..WRITERS)
        .map(|n| {
            let invite = json!({"delegation": format!("p{n}"), "rank": "head"});
            let url = format!("{}/api/rooms/{room}/invitations", server.address);
            let (_, link) = post(&agent, &url, &mediator, &invite).expect("an invitation");
            let cookie = join(&agent, &server, link["link"].as_str().expect("a link"), &format!("Head {n}"));
            token(&agent, &server, &cookie)
        })
        .collect();

    let acknowledged = Mutex::new(BTreeSet::new());
    let mut chance = 88_172_645_463_325_252_u64;
    for crash in 0..crashes {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let life = Duration::from_millis(30 + chance % 250);
        std::thread::scope(|scope| {
            for (n, token) in writers.iter().enumerate() {
                let (server, agent, room, acknowledged) = (&server, &agent, &room, &acknowledged);
                scope.spawn(move || write(server, agent, room, token, &format!("{crash}-{n}"), acknowledged, life));
            }
            std::thread::sleep(life);
            server.kill();
        });
        server = Server::start(&["--db", &db]);
    }
    server.kill();

    let file = folder.join("log.jsonl");
    let path = file.to_str().expect("the path is text");
    zopa(&["room", "export", &room, path, "--db", &db]);
    zopa(&["log", "verify", path]);
    let log = std::fs::read_to_string(&file).expect("the log is there");
    let acknowledged = acknowledged.into_inner().expect("no writer panicked");
    assert!(acknowledged.len() > crashes, "too little was written to tell anything: {}", acknowledged.len());
    let lost: Vec<&String> = acknowledged.iter().filter(|words| !log.contains(&format!("\"{words}\""))).collect();
    assert!(lost.is_empty(), "{} of {} acknowledged acts are lost: {lost:?}", lost.len(), acknowledged.len());
}

/// Writes until the server is gone, and notes what was acknowledged.
fn write(
    server: &Server,
    agent: &ureq::Agent,
    room: &str,
    token: &str,
    name: &str,
    acknowledged: &Mutex<BTreeSet<String>>,
    life: Duration,
) {
    let url = format!("{}/api/rooms/{room}/actions", server.address);
    let begun = std::time::Instant::now();
    for number in 0.. {
        let words = format!("words {name}-{number} end");
        let say = json!({"action": "say", "type": "note", "words": words, "level": "parties"});
        match post(agent, &url, token, &say) {
            Ok((200, _)) => _ = acknowledged.lock().expect("no writer panicked").insert(words),
            Ok(_) => std::thread::sleep(Duration::from_millis(5)),
            Err(_) => return,
        }
        if begun.elapsed() > life + Duration::from_secs(5) {
            return;
        }
    }
}
