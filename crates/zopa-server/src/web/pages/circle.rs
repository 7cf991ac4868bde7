//! The choice of who may read something, with words that say who that is.

use super::words;
use askama::Template;
use askama::filters::HtmlSafe;
use zopa::mediate::{Level, PartyId, Rank, View};

/// Four circles to choose from.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/circle.html")]
pub struct Circle {
    rings: Vec<Ring>,
    /// Parties that the mediator can choose from, at level `mediator`.
    parties: Vec<Choice>,
    /// The party that is chosen already.
    with: Option<String>,
}

impl HtmlSafe for Circle {}

/// A circle.
#[derive(Clone, Debug)]
struct Ring {
    key: &'static str,
    n: u8,
    title: &'static str,
    words: String,
    is_chosen: bool,
    /// Which rank it needs, where the own one is too low.
    needs: Option<&'static str>,
}

/// An entry of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub key: String,
    /// What is read.
    pub words: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// The lowest rank that may show something to so wide a circle.
fn least(level: Level) -> Rank {
    match level {
        Level::Delegation => Rank::Adviser,
        Level::Mediator | Level::Parties => Rank::Member,
        Level::Public => Rank::Head,
    }
}

impl Circle {
    /// All four circles.
    pub fn new(view: &View, chosen: Level, with: Option<&PartyId>) -> Circle {
        Circle::of(view, chosen, with, |_| true)
    }

    /// Some of the circles.
    pub fn of(view: &View, chosen: Level, with: Option<&PartyId>, offered: impl Fn(Level) -> bool) -> Circle {
        let is_mediator = view.is_mediator();
        let rank = view.me().map_or(Rank::Observer, |me| me.rank);
        // What the own rank may not choose is not chosen beforehand either.
        let chosen = if rank < least(chosen) && offered(Level::Delegation) { Level::Delegation } else { chosen };
        let ring = |level: Level| Ring {
            key: words::key(level),
            n: words::number(level),
            title: words::title(level, is_mediator),
            words: view.circle(level, with),
            is_chosen: level == chosen,
            needs: (rank < least(level)).then(|| least(level).word()),
        };
        let chooses = is_mediator && with.is_none() && offered(Level::Mediator);
        Circle {
            rings: Level::ALL.into_iter().filter(|level| offered(*level)).map(ring).collect(),
            parties: if chooses { parties(view, None) } else { Vec::new() },
            with: with.filter(|_| is_mediator).map(ToString::to_string),
        }
    }

    /// The same, for what waits for a second person: who prepares it may name any circle.
    pub fn unbarred(mut self) -> Circle {
        self.rings.iter_mut().for_each(|ring| ring.needs = None);
        self
    }
}

impl Circle {
    /// The circle that is chosen, in words.
    pub fn told(&self) -> String {
        let chosen = self.rings.iter().find(|ring| ring.is_chosen);
        chosen.map(|ring| format!("{}: {}", ring.title, ring.words)).unwrap_or_default()
    }

    /// The fields that a form with this choice sends.
    pub fn sent(&self) -> Vec<(String, String)> {
        let level = self.rings.iter().find(|ring| ring.is_chosen).map(|ring| ("level".into(), ring.key.into()));
        let with = self.with.iter().map(|with| ("with".into(), with.clone()));
        level.into_iter().chain(with).collect()
    }
}

/// The parties to choose from.
pub fn parties(view: &View, chosen: Option<&str>) -> Vec<Choice> {
    let choice = |(id, name): (PartyId, String)| Choice {
        is_chosen: Some(id.as_str()) == chosen,
        key: id.to_string(),
        words: name,
    };
    view.parties().into_iter().map(choice).collect()
}

/// The labels of the current text's points to choose from.
pub fn points(view: &View, chosen: &[String]) -> Vec<Choice> {
    let points = view.current().map(|version| version.points.as_slice()).unwrap_or_default();
    let choice = |point: &zopa::mediate::Worded| Choice {
        key: point.label.clone(),
        words: point.title.clone(),
        is_chosen: chosen.contains(&point.label),
    };
    points.iter().map(choice).collect()
}
