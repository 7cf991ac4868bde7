//! Messages: to all parties, and within the own delegation.

use super::asked::Asked;
use super::circle::{Choice, Circle, points};
use super::frame::Frame;
use super::items::{Page, read};
use super::{Fail, InRoom, page, reads};
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use zopa::mediate::{ItemView, Level, MessageKind, PartyId, Rank, View};

/// The form for a message.
pub struct Say {
    /// Kinds of messages.
    pub kinds: Vec<Choice>,
    /// The points that it can be about.
    pub points: Vec<Choice>,
    /// Whether one was chosen already.
    pub has_point: bool,
    /// Who may read it.
    pub circle: Circle,
    /// Whether the seat can bind its side.
    pub may_bind: bool,
}

impl Say {
    /// The form; none where the seat cannot say anything.
    pub fn new(view: &View, level: Level, with: Option<&PartyId>, point: Option<&str>) -> Option<Say> {
        let me = view.me().filter(|_| view.may("say"))?;
        let chosen: Vec<String> = point.map(str::to_string).into_iter().collect();
        Some(Say {
            kinds: kinds("note"),
            has_point: point.is_some(),
            points: points(view, &chosen),
            circle: Circle::new(view, level, with),
            may_bind: me.rank >= Rank::Member,
        })
    }
}

/// Kinds of messages to choose from.
pub fn kinds(chosen: &str) -> Vec<Choice> {
    let key = |kind: MessageKind| match kind {
        MessageKind::Note => "note",
        MessageKind::Offer => "offer",
        MessageKind::Question => "question",
        MessageKind::NonPaper => "non_paper",
        MessageKind::WithoutPrejudice => "without_prejudice",
    };
    let choice = |kind: MessageKind| Choice {
        key: key(kind).to_string(),
        words: kind.words().to_string(),
        is_chosen: key(kind) == chosen,
    };
    MessageKind::ALL.into_iter().map(choice).collect()
}

#[derive(Template)]
#[template(path = "talk.html")]
struct Talk {
    frame: Frame,
    heading: &'static str,
    lead: String,
    list: Page,
    say: Option<Say>,
}

/// What was said to all parties.
pub async fn talk(room: InRoom, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let talk = room.look(|view| {
        let lead = view.circle(Level::Parties, None);
        Talk::new(&room, &view, ("/talk", "Messages"), &view.plenary(), &asked, lead, Level::Parties)
    })?;
    talk.shown(&room).await
}

/// What was said within the own delegation.
pub async fn inside(room: InRoom, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let talk = room.look(|view| {
        let heading = if view.is_mediator() { "Within the mediator’s team" } else { "Within our delegation" };
        let lead = view.circle(Level::Delegation, None);
        Talk::new(&room, &view, ("/inside", heading), &view.internal(), &asked, lead, Level::Delegation)
    })?;
    talk.shown(&room).await
}

impl Talk {
    fn new(
        room: &InRoom,
        view: &View,
        (path, heading): (&str, &'static str),
        items: &[ItemView],
        asked: &Asked,
        lead: String,
        level: Level,
    ) -> Talk {
        Talk {
            frame: Frame::inside(room, view, path, heading),
            heading,
            lead,
            list: Page::new(items, asked.before.as_deref(), view),
            say: Say::new(view, level, None, asked.point.as_deref()),
        }
    }

    async fn shown(mut self, room: &InRoom) -> Result<Response, Fail> {
        reads::note(room, read(&self.list.cards)).await?;
        reads::tell(room, &mut self.list.cards).await?;
        page(&self)
    }
}
