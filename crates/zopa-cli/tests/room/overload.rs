//! Too many at once: clients that dawdle and more event streams than anybody needs. The server goes on, in bounded memory.

use crate::server::{Server, agent, join, post, scratch, token};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How many accounts open streams, 100 each, unless `ZOPA_STREAMS` names a number of streams (`make soak`: 10,000).
const ACCOUNTS: usize = 10;

/// How many streams an account may have open.
const EACH: usize = 100;

/// What the server may take, in bytes.
const MEMORY: u64 = 600_000_000;

#[test]
fn streams_and_dawdlers_do_not_bring_the_server_down() {
    rlimit::increase_nofile_limit(65_536).expect("file descriptors");
    let streams = std::env::var("ZOPA_STREAMS").ok().and_then(|n| n.parse::<usize>().ok());
    let accounts = streams.map_or(ACCOUNTS, |streams| streams.div_ceil(EACH));
    let folder = scratch("overload");
    let db = format!("sqlite:{}", folder.join("rooms.db").display());
    let (agent, server) = (agent(), Server::start(&["--db", &db]));
    let mediator = join(&agent, &server, &server.link.clone().expect("a first link"), "Mediator");
    let mediator_token = token(&agent, &server, &mediator);
    let point = json!({"label": "1", "title": "First", "text": "The first point."});
    let opened = json!({"title": "Talks", "everything": true, "parties": [{"id": "a", "name": "A"}], "text": [point]});
    let (_, made) = post(&agent, &format!("{}/api/rooms", server.address), &mediator_token, &opened).expect("a room");
    let room = made["room"].as_str().expect("a room").to_string();
    let mut cookies = Vec::new();
    for n in 0..accounts {
        let url = format!("{}/api/rooms/{room}/invitations", server.address);
        let (_, link) =
            post(&agent, &url, &mediator_token, &json!({"delegation": "a", "rank": "observer"})).expect("a link");
        cookies.push(join(&agent, &server, link["link"].as_str().expect("a link"), &format!("Observer number {n}")));
    }

    let dawdlers: Vec<TcpStream> =
        (0..200).map(|_| request(&server, "GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ")).collect();
    let mut open = Vec::new();
    for cookie in &cookies {
        for _ in 0..EACH {
            open.push(stream(&server, &room, cookie));
        }
    }
    let mut told = String::new();
    for stream in open.iter_mut().rev() {
        told = beginning(stream);
        assert!(told.starts_with("HTTP/1.1 200"), "every stream is live: {told}");
    }
    let mut one_more = stream(&server, &room, &cookies[0]);
    assert!(beginning(&mut one_more).starts_with("HTTP/1.1 429"), "an account has at most {EACH} streams");

    let say = json!({"action": "say", "type": "note", "words": "to all of them", "level": "parties"});
    let url = format!("{}/api/rooms/{room}/actions", server.address);
    assert_eq!(post(&agent, &url, &mediator_token, &say).expect("the server answers").0, 200);
    assert!(heard(&mut open[0], told), "a stream hears of what happens");
    let answer = agent.get(format!("{}/rooms/{room}", server.address)).header("cookie", &mediator).call();
    assert_eq!(answer.expect("the server answers").status(), 200, "pages are served meanwhile");
    for mut dawdler in dawdlers {
        let _ = dawdler.set_read_timeout(Some(Duration::from_secs(20)));
        let mut rest = Vec::new();
        let ended = dawdler.read_to_end(&mut rest);
        assert!(ended.is_ok(), "whoever dawdles with the head of a request is hung up on: {ended:?}");
    }
    let memory = server.peak_memory();
    assert!(memory < MEMORY, "the server took {memory} bytes");
}

fn request(server: &Server, text: &str) -> TcpStream {
    let host = server.address.trim_start_matches("http://").replace("localhost", "127.0.0.1");
    let mut stream = TcpStream::connect(host).expect("the server takes connections");
    stream.write_all(text.as_bytes()).expect("the request is sent");
    stream
}

/// Opens an event stream.
fn stream(server: &Server, room: &str, cookie: &str) -> TcpStream {
    request(server, &format!("GET /rooms/{room}/events HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n\r\n"))
}

fn beginning(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout can be set");
    let mut bytes = [0; 4096];
    let n = stream.read(&mut bytes).unwrap_or(0);
    String::from_utf8_lossy(&bytes[..n]).into_owned()
}

/// Whether news arrives after the event with which each stream begins.
fn heard(stream: &mut TcpStream, mut told: String) -> bool {
    let mut bytes = [0; 4096];
    while told.matches("event: news").count() < 2 {
        match stream.read(&mut bytes) {
            Ok(n) if n > 0 => told.push_str(&String::from_utf8_lossy(&bytes[..n])),
            _ => return false,
        }
    }
    true
}
