//! What stands around every page.

use super::super::assets::ASSETS;
use super::{Fail, InRoom};
use crate::app::App;
use crate::web::Who;
use sha2::{Digest, Sha256};
use std::borrow::Borrow;
use std::sync::LazyLock;
use zopa::mediate::View;

/// The version of style and scripts: browsers keep them until it changes.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    ASSETS.iter().for_each(|(_, _, content)| hash.update(content));
    zopa::mediate::seal::hex(&hash.finalize()[..6])
});

/// What stands around a page.
pub struct Frame {
    /// What the page is about.
    pub heading: String,
    /// The version of style and scripts.
    pub version: &'static str,
    /// Whether nothing here is real.
    pub is_rehearsal: bool,
    /// Who is signed in.
    pub person: Option<String>,
    /// Whether the page keeps itself fresh. What answers a form does not: asked for again, it is another page.
    pub is_live: bool,
    /// The room, on pages of one.
    pub room: Option<Room>,
}

/// What stands around a page of a room.
pub struct Room {
    /// The room's address.
    pub base: String,
    /// What the talks are called.
    pub title: String,
    /// How the own delegation is called.
    pub delegation: String,
    /// The own rank.
    pub rank: &'static str,
    /// How many things wait for one.
    pub n_waiting: usize,
    /// The sections.
    pub tabs: Vec<Tab>,
    /// The page itself, to come back to.
    pub here: String,
}

/// A section.
pub struct Tab {
    /// Its address.
    pub href: String,
    /// Its name.
    pub words: &'static str,
    /// Whether the page belongs to it.
    pub is_here: bool,
}

impl Frame {
    /// Around a page outside rooms.
    pub fn outside(app: &App, heading: &str, who: Option<&Who>) -> Frame {
        Frame {
            heading: heading.to_string(),
            version: VERSION.as_str(),
            is_rehearsal: app.settings.demo,
            person: who.map(|who| who.account.name.clone()),
            is_live: false,
            room: None,
        }
    }

    /// Around a page of a room, by its address within the room. The first part of the address names the section.
    pub fn inside(room: &InRoom, view: &View, path: &str, heading: impl Into<String>) -> Frame {
        let me = view.me();
        let base = format!("/rooms/{}", room.live.id);
        Frame {
            heading: heading.into(),
            version: VERSION.as_str(),
            is_rehearsal: view.is_demo(),
            person: me.as_ref().map(|me| me.name.clone()),
            is_live: true,
            room: Some(Room {
                title: view.title().unwrap_or_default().to_string(),
                delegation: me.as_ref().map(|me| me.delegation_name.clone()).unwrap_or_default(),
                rank: me.as_ref().map(|me| me.rank.word()).unwrap_or_default(),
                n_waiting: view.queue().len(),
                tabs: tabs(&base, view, path),
                here: format!("{base}{path}"),
                base,
            }),
        }
    }

    /// The same around the answer to a form.
    pub fn answering(self) -> Frame {
        Frame { is_live: false, ..self }
    }

    /// The room's address.
    pub fn base(&self) -> &str {
        self.room.as_ref().map(|room| room.base.as_str()).unwrap_or_default()
    }

    /// The page itself, to come back to.
    pub fn here(&self) -> &str {
        self.room.as_ref().map(|room| room.here.as_str()).unwrap_or_default()
    }
}

fn tabs(base: &str, view: &View, path: &str) -> Vec<Tab> {
    let section = |path: &str| path.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default().to_string();
    let here = match section(path).as_str() {
        "points" | "versions" | "issue" => String::new(),
        other => other.to_string(),
    };
    let caucus = match view.party() {
        Some(own) => format!("/caucus/{own}"),
        None => view.parties().first().map(|(id, _)| format!("/caucus/{id}")).unwrap_or_default(),
    };
    let (own_words, own) = if view.is_mediator() { ("/map", "Map") } else { ("/values", "Values") };
    let inside = if view.is_mediator() { "Team" } else { "Delegation" };
    let all = [
        ("", "Text"),
        ("/talk", "Messages"),
        ("/inside", inside),
        (caucus.as_str(), "Caucus"),
        ("/signals", "Signals"),
        (own_words, own),
        ("/minutes", "Minutes"),
        ("/agreement", "Agreement"),
        ("/roster", "People"),
        ("/log", "Log"),
    ];
    let tab = |(path, words): (&str, &'static str)| Tab {
        href: format!("{base}{path}"),
        words,
        is_here: section(path) == here,
    };
    all.into_iter().map(tab).collect()
}

impl InRoom {
    /// Lets a page look, where what it shows may be missing.
    ///
    /// # Errors
    /// There is no such thing, as far as the seat may know.
    pub(super) fn find<T>(&self, look: impl FnOnce(View) -> Option<T>) -> Result<T, Fail> {
        self.look(look)?.ok_or(Fail::Missing)
    }
}

/// The number of things that wait, in words.
pub fn waiting(n: impl Borrow<usize>) -> String {
    match *n.borrow() {
        0 => "Nothing needs you".into(),
        1 => "1 needs you".into(),
        n => format!("{n} need you"),
    }
}
