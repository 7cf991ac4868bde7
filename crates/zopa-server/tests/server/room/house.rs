//! A server in this process, people with their cookies, and a room in which they sit.

use crate::place::Place;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;
use zopa_server::app::{App, Settings};
use zopa_server::web;

/// The address of the server.
pub const ADDRESS: &str = "http://localhost:8421";

/// A server, reached without a network.
pub struct House {
    pub app: Arc<App>,
    pub router: Router,
}

/// Somebody, by what their browser or program sends along.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub headers: Vec<(&'static str, String)>,
}

/// What comes back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// The cookie that it sets.
    pub fn cookie(&self) -> String {
        let set = self
            .headers
            .get(header::SET_COOKIE)
            .unwrap_or_else(|| panic!("no cookie: {} {}", self.status, self.text()));
        set.to_str().unwrap().split(';').next().unwrap().to_string()
    }

    #[track_caller]
    pub fn ok(self) -> Answer {
        assert!(self.status.is_success() || self.status.is_redirection(), "{} {}", self.status, self.text());
        self
    }

    /// Everything that was sent: status, headers but the date, body.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.status.to_string().into_bytes();
        for (name, value) in self.headers.iter().filter(|(name, _)| **name != header::DATE) {
            bytes.extend(name.as_str().as_bytes());
            bytes.extend(value.as_bytes());
        }
        bytes.extend(&self.body);
        bytes
    }
}

impl Person {
    pub fn nobody() -> Person {
        Person::default()
    }

    pub fn cookie(cookie: impl Into<String>) -> Person {
        Person { headers: vec![("cookie", cookie.into())] }
    }

    pub fn bearer(token: &str) -> Person {
        Person { headers: vec![("authorization", format!("Bearer {token}"))] }
    }
}

impl House {
    pub async fn new(place: &Place) -> House {
        let listen: SocketAddr = "127.0.0.1:8421".parse().unwrap();
        let settings = Settings { listen, address: ADDRESS.parse().unwrap(), demo: false, behind_proxy: false };
        let app = App::new(place.open().await, settings).await.unwrap();
        House { router: web::router(app.clone()), app }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let is_stream = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        // A stream never ends; what it says first is all that is looked at.
        let body = if is_stream {
            let mut body = response.into_body().into_data_stream();
            let first = futures_util::StreamExt::next(&mut body).await;
            first.map(|bytes| bytes.unwrap().to_vec()).unwrap_or_default()
        } else {
            axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
        };
        Answer { status, headers, body }
    }

    fn request(person: &Person, method: &str, path: &str) -> axum::http::request::Builder {
        let mut builder = Request::builder().method(method).uri(path);
        for (name, value) in &person.headers {
            builder = builder.header(*name, value);
        }
        builder
    }

    pub async fn get(&self, person: &Person, path: &str) -> Answer {
        self.send(House::request(person, "GET", path).body(Body::empty()).unwrap()).await
    }

    pub async fn post_form(&self, person: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = House::request(person, "POST", path)
            .header("origin", ADDRESS)
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(body.into()).unwrap()).await
    }

    pub async fn post_json(&self, person: &Person, path: &str, value: &Value) -> Answer {
        let mut request = House::request(person, "POST", path).header("content-type", "application/json");
        if person.headers.iter().all(|(name, _)| *name != "authorization") {
            request = request.header("origin", ADDRESS);
        }
        self.send(request.body(value.to_string().into()).unwrap()).await
    }

    /// Does something in a room, by JSON.
    pub async fn act(&self, person: &Person, room: &str, action: Value) -> Answer {
        self.post_json(person, &format!("/api/rooms/{room}/actions"), &action).await
    }

    /// Follows an invitation without script.
    pub async fn join(&self, link: &str, name: &str) -> Person {
        let path = link.strip_prefix(ADDRESS).unwrap_or(link);
        let joined = self.post_form(&Person::nobody(), path, &[("name", name)]).await.ok();
        Person::cookie(joined.cookie())
    }

    /// The first mediator.
    pub async fn mediator(&self) -> Person {
        let link = self.app.first_link().await.unwrap();
        self.join(&link, "Mediator").await
    }

    /// A link into a room.
    pub async fn invite(&self, person: &Person, room: &str, delegation: &str, rank: &str) -> String {
        let body = json!({"delegation": delegation, "rank": rank});
        let made = self.post_json(person, &format!("/api/rooms/{room}/invitations"), &body).await.ok().json();
        made["link"].as_str().unwrap().to_string()
    }
}

/// A room with three parties, and people in it.
pub struct Stage {
    pub house: House,
    pub room: String,
    pub mediator: Person,
    pub a_head: Person,
    pub a_member: Person,
    pub a_adviser: Person,
    pub a_observer: Person,
    pub b_head: Person,
    pub b_member: Person,
    pub c_head: Person,
    pub stranger: Person,
}

/// How the room opens.
pub fn opened() -> Value {
    let point = |label: &str, title: &str| json!({"label": label, "title": title, "text": format!("The words of point {label}.")});
    let mut choices = serde_json::Map::new();
    let mut text = Vec::new();
    for label in ["1", "2", "3a", "3b"] {
        let mut point = point(label, &format!("Heading {label}"));
        point["choice"] = json!("as-is");
        text.push(point);
        choices
            .insert(label.into(), json!([{"id": "as-is", "text": "As it is"}, {"id": "other", "text": "Otherwise"}]));
    }
    json!({
        "title": "Talks on four points", "everything": true, "choices": choices, "text": text,
        "parties": [{"id": "a", "name": "Party A"}, {"id": "b", "name": "Party B"}, {"id": "c", "name": "Party C"}],
    })
}

impl Stage {
    pub async fn new(place: &Place) -> Stage {
        let house = House::new(place).await;
        let mediator = house.mediator().await;
        let made = house.post_json(&mediator, "/api/rooms", &opened()).await.ok().json();
        let room = made["room"].as_str().unwrap().to_string();
        let mut people = Vec::new();
        for (delegation, rank, name) in [
            ("a", "head", "Head of A"),
            ("a", "member", "Member of A"),
            ("a", "adviser", "Adviser of A"),
            ("a", "observer", "Observer of A"),
            ("b", "head", "Head of B"),
            ("b", "member", "Member of B"),
            ("c", "head", "Head of C"),
        ] {
            let link = house.invite(&mediator, &room, delegation, rank).await;
            people.push(house.join(&link, name).await);
        }
        let stranger = house.join(&house.app.first_link().await.unwrap(), "Stranger").await;
        let [a_head, a_member, a_adviser, a_observer, b_head, b_member, c_head] = people.try_into().unwrap();
        Stage { house, room, mediator, a_head, a_member, a_adviser, a_observer, b_head, b_member, c_head, stranger }
    }

    pub async fn act(&self, person: &Person, action: Value) -> Answer {
        self.house.act(person, &self.room, action).await
    }

    pub async fn see(&self, person: &Person) -> Value {
        self.house.get(person, &format!("/api/rooms/{}", self.room)).await.ok().json()
    }

    /// Everybody, with a name for messages.
    pub fn everybody(&self) -> [(&'static str, &Person); 9] {
        [
            ("the mediator", &self.mediator),
            ("the head of A", &self.a_head),
            ("a member of A", &self.a_member),
            ("an adviser of A", &self.a_adviser),
            ("an observer of A", &self.a_observer),
            ("the head of B", &self.b_head),
            ("a member of B", &self.b_member),
            ("the head of C", &self.c_head),
            ("a stranger", &self.stranger),
        ]
    }
}

/// A mark on a point of version 1.
pub fn mark(point: &str, stance: &str, level: &str) -> Value {
    json!({"action": "set_mark", "point": point, "version": 1, "stance": stance, "level": level})
}

/// A message.
pub fn say(words: &str, level: &str) -> Value {
    json!({"action": "say", "type": "note", "words": words, "level": level})
}

/// The present moment, in milliseconds.
pub fn now() -> u64 {
    zopa_server::clock::now().0
}
