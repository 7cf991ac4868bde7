//! A room under load: pages, then 1,000 event streams and 200 marks a second for a minute.
//!
//! `cargo bench -p zopa-cli --bench room` uses SQLite. With `ZOPA_POSTGRES=postgres://...` naming an empty database it
//! uses that, and two servers on it. `ZOPA_BENCH_SECONDS` and `ZOPA_BENCH_STREAMS` change how long and how many.

#[path = "../tests/room/server.rs"]
#[allow(dead_code)] // The tests use more of it.
mod server;

use serde_json::json;
use server::{Server, agent, join, post, scratch, token};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use ureq::Agent;

const PARTIES: usize = 6;
const PEOPLE_EACH: usize = 4;
const POINTS: usize = 28;
const ENTRIES: usize = 2_000;
const MARKS_PER_SECOND: usize = 200;

struct Person {
    cookie: String,
    token: String,
}

fn main() {
    let folder = scratch("bench");
    let postgres = std::env::var("ZOPA_POSTGRES").ok();
    let db = postgres.clone().unwrap_or_else(|| format!("sqlite:{}", folder.join("rooms.db").display()));
    let begun = Instant::now();
    let first = Server::start(&["--db", &db]);
    println!("cold start                    {:>8.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    let second = postgres.is_some().then(|| Server::start(&["--db", &db]));
    let servers: Vec<&Server> = std::iter::once(&first).chain(&second).collect();
    let agent = agent();
    let (room, people) = fill(&agent, &first);
    pages(&agent, &first, &room, &people);
    load(&servers, &room, &people);
}

/// A room with people and a history.
fn fill(agent: &Agent, server: &Server) -> (String, Vec<Person>) {
    let cookie = join(agent, server, server.link.as_deref().expect("a first link"), "Mediator");
    let mediator = Person { token: token(agent, server, &cookie), cookie };
    let words = "The parties shall, within ninety days and under the supervision that they agree, do what this point says, \
        and report on it every month to the commission that point 28 sets up, until all of it is done.";
    let text: Vec<_> = (1..=POINTS)
        .map(|n| json!({"label": n.to_string(), "title": format!("Heading of point {n}"), "text": format!("{n}. {words}")}))
        .collect();
    let parties: Vec<_> = (0..PARTIES).map(|n| json!({"id": format!("p{n}"), "name": format!("Party {n}")})).collect();
    let opened = json!({"title": "Talks under load", "everything": true, "parties": parties, "text": text});
    let url = format!("{}/api/rooms", server.address);
    let (_, made) = post(agent, &url, &mediator.token, &opened).expect("a room opens");
    let room = made["room"].as_str().expect("a room").to_string();
    let mut people = vec![mediator];
    for party in 0..PARTIES {
        for n in 0..PEOPLE_EACH {
            let rank = if n == 0 { "head" } else { "member" };
            let invite = json!({"delegation": format!("p{party}"), "rank": rank});
            let (_, link) =
                post(agent, &format!("{url}/{room}/invitations"), &people[0].token, &invite).expect("a link");
            let cookie = join(agent, server, link["link"].as_str().expect("a link"), &format!("Delegate {party}.{n}"));
            people.push(Person { token: token(agent, server, &cookie), cookie });
        }
    }
    let url = format!("{url}/{room}/actions");
    let mut n_written = 0;
    while n_written < ENTRIES {
        let person = &people[1 + n_written % (people.len() - 1)];
        let level = ["delegation", "mediator", "parties"][n_written % 3];
        let action = if n_written.is_multiple_of(2) {
            json!({"action": "set_mark", "point": (1 + n_written % POINTS).to_string(), "version": 1, "stance": "reserve",
                "reason": "We need to ask at home.", "level": level})
        } else {
            json!({"action": "say", "type": "note", "words": "A short message about a point.", "level": level,
                "points": [(1 + n_written % POINTS).to_string()]})
        };
        match post(agent, &url, &person.token, &action).expect("the server answers").0 {
            200 => n_written += 1,
            429 => std::thread::sleep(Duration::from_millis(200)),
            status => panic!("{status}"),
        }
    }
    (room, people)
}

/// How long the server takes for each page, and how much is sent.
fn pages(agent: &Agent, server: &Server, room: &str, people: &[Person]) {
    println!("{:<30}{:>11}{:>11}{:>13}", "page", "median", "slowest", "sent, gzip");
    for (who, person) in [("mediator", &people[0]), ("head", &people[1])] {
        for page in [
            "",
            "/points/7",
            "/versions",
            "/versions/1",
            "/talk",
            "/inside",
            "/caucus/p0",
            "/signals",
            "/minutes",
            "/agreement",
            "/roster",
            "/log",
            "/values",
            "/map",
            "/issue",
        ] {
            let url = format!("{}/rooms/{room}{page}", server.address);
            let mut times = Vec::new();
            let mut size = 0;
            for _ in 0..21 {
                let begun = Instant::now();
                let answer = agent.get(&url).header("cookie", &person.cookie).header("accept-encoding", "gzip").call();
                let answer = answer.expect("the server answers");
                if answer.status() != 200 {
                    break;
                }
                size = answer.into_body().read_to_vec().expect("a page").len();
                times.push(begun.elapsed().as_secs_f64() * 1e3);
                std::thread::sleep(Duration::from_millis(30));
            }
            times.sort_by(f64::total_cmp);
            if let (Some(median), Some(slowest)) = (times.get(times.len() / 2), times.last()) {
                let name = format!("{who} {}", if page.is_empty() { "/" } else { page });
                println!("{name:<30}{median:>8.1} ms{slowest:>8.1} ms{size:>10} B");
            }
        }
    }
}

/// Event streams and marks, for as long as asked.
fn load(servers: &[&Server], room: &str, people: &[Person]) {
    let number =
        |name: &str, otherwise: usize| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise);
    let (seconds, n_streams) = (number("ZOPA_BENCH_SECONDS", 60), number("ZOPA_BENCH_STREAMS", 1_000));
    let streams: Vec<TcpStream> =
        (0..n_streams).map(|n| stream(servers[n % servers.len()], room, &people[n % people.len()])).collect();
    let news = AtomicUsize::new(0);
    let (times, refused) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    let total = seconds * MARKS_PER_SECOND;
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let agent = agent();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= total {
                        break;
                    }
                    let due = Duration::from_secs_f64(n as f64 / MARKS_PER_SECOND as f64);
                    std::thread::sleep(due.saturating_sub(begun.elapsed()));
                    let person = &people[1 + n % (people.len() - 1)];
                    let mark = json!({"action": "set_mark", "point": (1 + n % POINTS).to_string(), "version": 1,
                        "stance": "reserve", "level": "delegation"});
                    let url = format!("{}/api/rooms/{room}/actions", servers[n % servers.len()].address);
                    match post(&agent, &url, &person.token, &mark) {
                        // Measured from when it was due: a server that falls behind cannot hide it.
                        Ok((200, _)) => {
                            times.lock().expect("no panic").push((begun.elapsed() - due).as_secs_f64() * 1e3)
                        }
                        _ => _ = refused.fetch_add(1, Ordering::Relaxed),
                    }
                }
            });
        }
    });
    let wall = begun.elapsed().as_secs_f64();
    for mut stream in &streams {
        let _ = stream.set_nonblocking(true);
        let mut bytes = [0; 65_536];
        let n = stream.read(&mut bytes).unwrap_or(0);
        news.fetch_add(bytes[..n].windows(11).filter(|part| part == b"event: news").count(), Ordering::Relaxed);
    }
    let mut times = times.into_inner().expect("no panic");
    times.sort_by(f64::total_cmp);
    let at =
        |share: f64| times.get((times.len() as f64 * share) as usize).or(times.last()).copied().unwrap_or(f64::NAN);
    println!(
        "\n{} servers, {n_streams} event streams, {} marks in {wall:.1} s ({} refused)",
        servers.len(),
        times.len(),
        refused.into_inner()
    );
    println!("a mark: median {:.1} ms, 99th percentile {:.1} ms, slowest {:.1} ms", at(0.5), at(0.99), at(1.0));
    println!("events seen by the streams: {}", news.into_inner());
    for server in servers {
        println!("memory of a server at its most: {} MB", server.peak_memory() / 1_000_000);
    }
}

/// Opens an event stream and leaves it open.
fn stream(server: &Server, room: &str, person: &Person) -> TcpStream {
    let host = server.address.trim_start_matches("http://").replace("localhost", "127.0.0.1");
    let mut stream = TcpStream::connect(&host).expect("the server takes connections");
    let request = format!("GET /rooms/{room}/events HTTP/1.1\r\nhost: {host}\r\ncookie: {}\r\n\r\n", person.cookie);
    stream.write_all(request.as_bytes()).expect("a request is sent");
    stream
}
