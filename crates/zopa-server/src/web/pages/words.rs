//! Words and shapes for what things are: times, levels, stances, states. None is told by colour alone.

use crate::clock;
use askama::Template;
use askama::filters::HtmlSafe;
use std::borrow::Borrow;
use zopa::mediate::{Delegation, Level, MarkView, Moment, PartyId, PointState, PointView, Rank, Stance, View};

/// A moment: when, and how far away.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/time.html")]
pub struct Time {
    iso: String,
    spelled: String,
    distance: String,
}

impl HtmlSafe for Time {}

impl Time {
    /// How far away it is, for lists of what presses.
    pub fn short(&self) -> Short<'_> {
        Short { time: self }
    }

    /// A moment as told at another.
    pub fn new(at: Moment, now: Moment) -> Time {
        Time { iso: clock::iso(at), spelled: clock::spelled(at), distance: clock::distance(at, now) }
    }
}

/// A moment by how far away it is; when, for whoever points at it.
#[derive(Template)]
#[template(
    source = "<time datetime=\"{{ time.iso }}\" title=\"{{ time.spelled }}\">{{ time.distance }}</time>",
    ext = "html"
)]
pub struct Short<'t> {
    time: &'t Time,
}

impl HtmlSafe for Short<'_> {}

/// Who may read something: four dots, as many of them filled as the circle is wide, and words.
#[derive(Clone, Debug, Template)]
#[template(source = "<span class=\"level l{{ n }}\">{{ words }}</span>", ext = "html")]
pub struct Tag {
    n: u8,
    words: String,
}

impl HtmlSafe for Tag {}

impl Tag {
    /// The level of something that an owner put down; from the mediator it may be for one party.
    pub fn new(level: Level, owner: &Delegation, with: Option<&PartyId>, view: &View) -> Tag {
        let words = match (level, with) {
            (Level::Mediator, Some(with)) => {
                format!("mediator and {}", view.name_of(&Delegation::Party(with.clone())))
            }
            (Level::Mediator, None) if view.is_mediator() => format!("{} and mediator", view.name_of(owner)),
            _ => title(level, *owner == Delegation::Mediator).to_string(),
        };
        Tag { n: number(level), words }
    }
}

/// How wide a circle is, from 1.
pub fn number(level: Level) -> u8 {
    1 + Level::ALL.iter().take_while(|known| **known < level).count() as u8
}

/// How a level is called in forms.
pub fn key(level: Level) -> &'static str {
    match level {
        Level::Delegation => "delegation",
        Level::Mediator => "mediator",
        Level::Parties => "parties",
        Level::Public => "public",
    }
}

/// A level in a few words.
pub fn title(level: Level, is_mediator: bool) -> &'static str {
    match (level, is_mediator) {
        (Level::Delegation, false) => "delegation only",
        (Level::Delegation, true) => "mediator’s team only",
        (Level::Mediator, false) => "mediator",
        (Level::Mediator, true) => "one party",
        (Level::Parties, _) => "all parties",
        (Level::Public, _) => "public",
    }
}

/// How a stance is called in forms and styles.
pub fn stance_key(stance: Stance) -> &'static str {
    match stance {
        Stance::Accept => "accept",
        Stance::AcceptIfAmended => "accept_if_amended",
        Stance::Reserve => "reserve",
        Stance::RedLine => "red_line",
    }
}

/// A stance in words, behind its shape.
#[derive(Clone, Copy, Debug, Template)]
#[template(source = "<span class=\"stance {{ key }}\">{{ words }}</span>", ext = "html")]
pub struct StanceTag {
    key: &'static str,
    words: &'static str,
}

impl HtmlSafe for StanceTag {}

impl StanceTag {
    /// The words alone.
    pub fn words(self) -> &'static str {
        self.words
    }
}

impl From<Stance> for StanceTag {
    fn from(stance: Stance) -> StanceTag {
        StanceTag { key: stance_key(stance), words: stance.words() }
    }
}

/// Where a point stands, behind its shape.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/state.html")]
pub struct State {
    key: &'static str,
    words: &'static str,
    until: Option<Time>,
}

impl HtmlSafe for State {}

impl State {
    /// The state of a point.
    pub fn new(point: &PointView, now: Moment) -> State {
        let (key, words) = match point.state {
            _ if point.frozen.is_some() => ("suspended", "suspended"),
            PointState::Agreed => ("agreed", "agreed"),
            PointState::Silent => ("silent", "counts as agreed: nobody contested it"),
            PointState::Contested => ("contested", "contested"),
            PointState::Open if point.contest_until.is_some() => ("open", "counts as agreed unless contested by"),
            PointState::Open => ("open", "open"),
        };
        let until = point.contest_until.filter(|_| key == "open").map(|until| Time::new(until, now));
        State { key, words, until }
    }
}

/// A mark, for a line.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Whose.
    pub party: String,
    /// What it says.
    pub stance: StanceTag,
    /// Words that would be accepted.
    pub words: String,
    /// Why.
    pub reason: String,
    /// On which version it was made, where that was another text.
    pub stale: Option<u32>,
    /// Who may read it.
    pub level: Tag,
    /// Who made it.
    pub by: Option<String>,
    /// When.
    pub at: Time,
    /// What all parties know instead.
    pub openly: Option<&'static str>,
}

impl Mark {
    /// A mark as the view has it.
    pub fn new(mark: &MarkView, view: &View) -> Mark {
        Mark {
            party: mark.party_name.clone(),
            stance: mark.stance.into(),
            words: mark.words.clone(),
            reason: mark.reason.clone(),
            stale: mark.stale.then_some(mark.version),
            level: Tag::new(mark.level, &Delegation::Party(mark.party.clone()), None, view),
            by: mark.by.clone(),
            at: Time::new(mark.at, view.now()),
            openly: mark.openly.map(Stance::words),
        }
    }
}

/// A number of things: `1 point`, `3 points`.
pub fn count(n: impl Borrow<usize>, what: &str) -> String {
    let n = *n.borrow();
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// A problem as a sentence: a capital first, a full stop last.
pub fn sentence(problem: &str) -> String {
    let mut letters = problem.trim().chars();
    let Some(first) = letters.next() else { return String::new() };
    let rest = letters.as_str();
    let stop = if rest.ends_with(['.', '?', '!', '"', '”']) { "" } else { "." };
    format!("{}{rest}{stop}", first.to_uppercase())
}

/// What a rank can do, in a sentence.
pub fn can(rank: Rank) -> &'static str {
    match rank {
        Rank::Head => {
            "You mark, propose and speak for the delegation, make things public, sign, and decide who belongs to it."
        }
        Rank::Member => "You mark, propose and speak for the delegation.",
        Rank::Adviser => "You write within the delegation, and prepare marks that a member or the head must second.",
        Rank::Observer => "You read what the delegation reads.",
    }
}
