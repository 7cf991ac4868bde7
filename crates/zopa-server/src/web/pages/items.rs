//! What delegations put down, as cards.

use super::circle::Circle;
use super::words::{self, StanceTag, Tag, Time};
use zopa::mediate::{Body, ItemId, ItemView, Level, Rank, Ruling, View};

/// So many cards stand on a page.
pub const PER_PAGE: usize = 50;

/// Something that a delegation put down.
pub struct Card {
    /// Its short name.
    pub id: String,
    /// What it is: offer, mark, amendment.
    pub kind: String,
    /// Whether its author is bound.
    pub is_binding: bool,
    /// Its stance, where it is a mark.
    pub stance: Option<StanceTag>,
    /// Whose it is.
    pub owner: String,
    /// Who put it down.
    pub by: Option<String>,
    /// Whether it is the own delegation's.
    pub is_own: bool,
    /// When.
    pub at: Time,
    /// Who may read it.
    pub level: Tag,
    /// When it was shown to wider circles.
    pub widened: Vec<(&'static str, Time)>,
    /// Its heading.
    pub title: String,
    /// Its words.
    pub words: String,
    /// Why.
    pub reason: String,
    /// The points that it is about.
    pub points: Vec<String>,
    /// On which version it was made, where it has one.
    pub version: Option<u32>,
    /// Whether it waits for a second person.
    pub waits: bool,
    /// Who seconded it.
    pub seconded_by: Option<String>,
    /// When it was taken back.
    pub withdrawn: Option<Time>,
    /// The mediator's ruling: taken or refused, why, and when.
    pub ruling: Option<(&'static str, String, Time)>,
    /// Who read it; told to its owner alone.
    pub readers: Vec<(String, Time)>,
    /// Whether who read it may be told.
    pub tells_readers: bool,
    /// What its owner can do with it.
    pub can: Can,
}

/// What the viewer can do with an item.
#[derive(Default)]
pub struct Can {
    /// Take it back.
    pub withdraw: bool,
    /// Let wider circles read it.
    pub widen: Option<Circle>,
    /// Second it.
    pub second: bool,
    /// Rule on it.
    pub rule: bool,
}

impl Can {
    fn anything(&self) -> bool {
        self.withdraw || self.widen.is_some() || self.second || self.rule
    }
}

impl Card {
    /// An item as the view has it.
    pub fn new(item: &ItemView, view: &View) -> Card {
        let now = view.now();
        let is_mediator = view.is_mediator();
        let widened = item.widened.iter();
        let mut card = Card {
            id: item.id.to_string(),
            kind: String::new(),
            is_binding: false,
            stance: None,
            owner: item.owner_name.clone(),
            by: item.by.clone(),
            is_own: item.own,
            at: Time::new(item.at, now),
            level: Tag::new(item.level, &item.owner, item.with.as_ref(), view),
            widened: widened.map(|(level, at)| (words::title(*level, is_mediator), Time::new(*at, now))).collect(),
            title: String::new(),
            words: String::new(),
            reason: String::new(),
            points: Vec::new(),
            version: None,
            waits: !item.counts,
            seconded_by: item.seconded_by.clone(),
            withdrawn: item.withdrawn.map(|at| Time::new(at, now)),
            ruling: item.ruling.as_ref().map(|(ruling, note, at)| (ruled(*ruling), note.clone(), Time::new(*at, now))),
            readers: Vec::new(),
            tells_readers: item.own && item.counts,
            can: can(item, view),
        };
        card.tell(&item.body);
        card
    }

    fn tell(&mut self, body: &Body) {
        match body {
            Body::Mark(mark) => {
                self.kind = "mark".into();
                self.stance = Some(mark.stance.into());
                (self.words, self.reason) = (mark.words.clone(), mark.reason.clone());
                (self.points, self.version) = (vec![mark.point.clone()], Some(mark.version));
            }
            Body::Amendment(amendment) => {
                self.kind = "amendment".into();
                (self.words, self.reason) = (amendment.words.clone(), amendment.reason.clone());
                (self.points, self.version) = (vec![amendment.point.clone()], Some(amendment.version));
            }
            Body::Message(message) => {
                self.kind = message.type_.words().into();
                self.is_binding = message.binding;
                (self.words, self.points) = (message.words.clone(), message.points.clone());
            }
            Body::Minutes(paper) | Body::Communique(paper) => {
                self.kind = if matches!(body, Body::Minutes(_)) { "minutes" } else { "communique" }.into();
                (self.title, self.words) = (paper.title.clone(), paper.words.clone());
            }
            Body::Answer(answer) => {
                self.kind = "answer".into();
                self.words = answer.words.clone();
            }
            Body::Values(_) => self.kind = "values".into(),
        }
    }

    /// What it is, in a line.
    pub fn told(&self) -> String {
        let about = self.points.first().map(|point| format!(" on point {point}")).unwrap_or_default();
        let stance = self.stance.map(|stance| format!(": {}", stance.words())).unwrap_or_default();
        format!("{} of {}{about}{stance}", self.kind, self.by.as_deref().unwrap_or(&self.owner))
    }

    /// Whether the viewer can do anything with it.
    pub fn has_deeds(&self) -> bool {
        self.can.anything()
    }
}

/// A ruling in a word.
pub fn ruled(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Taken => "taken",
        Ruling::Refused => "refused",
    }
}

/// What the page offers; the room decides again when it is asked.
fn can(item: &ItemView, view: &View) -> Can {
    let Some(me) = view.me() else { return Can::default() };
    if item.withdrawn.is_some() {
        return Can::default();
    }
    let is_amendment = matches!(item.body, Body::Amendment(_));
    let stays = match &item.body {
        Body::Mark(mark) => view.point(&mark.point).is_none_or(|point| point.locked),
        Body::Amendment(_) => item.ruling.is_some(),
        Body::Message(_) | Body::Values(_) => false,
        Body::Answer(_) | Body::Minutes(_) | Body::Communique(_) => true,
    };
    let is_outside = item.level > Level::Delegation && item.counts;
    let is_current = match &item.body {
        Body::Mark(mark) => view.current().is_some_and(|version| version.number == mark.version),
        _ => false,
    };
    let widest = if matches!(item.body, Body::Minutes(_)) { Level::Parties } else { Level::Public };
    let is_by_me = item.by.as_deref() == Some(me.name.as_str());
    let widens = item.own && item.counts && view.may("widen") && item.level < widest;
    Can {
        withdraw: item.own && !stays && view.may("withdraw") && (me.rank >= Rank::Member || !is_outside),
        widen: widens.then(|| {
            let next = Level::ALL.into_iter().find(|level| *level > item.level).unwrap_or(Level::Public);
            Circle::of(view, next, None, |level| level > item.level && level <= widest)
        }),
        second: item.own && !item.counts && is_current && !is_by_me && view.may("second"),
        rule: is_amendment && item.ruling.is_none() && view.may("rule"),
    }
}

/// A page of a list, the newest first.
pub struct Page {
    /// The cards.
    pub cards: Vec<Card>,
    /// How many there are in all.
    pub n: usize,
    /// The address of those before, where there are any.
    pub older: Option<String>,
    /// Whether it is not the newest.
    pub is_older: bool,
}

impl Page {
    /// The newest of some items, or those before one of them.
    pub fn new(items: &[ItemView], before: Option<&str>, view: &View) -> Page {
        let end = before.and_then(|id| items.iter().position(|item| item.id.as_str() == id)).unwrap_or(items.len());
        let begin = end.saturating_sub(PER_PAGE);
        let cards: Vec<Card> = items[begin..end].iter().rev().map(|item| Card::new(item, view)).collect();
        let older = cards.last().filter(|_| begin > 0).map(|card| format!("?before={}", card.id));
        Page { cards, n: items.len(), older, is_older: end < items.len() }
    }
}

/// The short names of items of others on a page, to note that they were read.
pub fn read(cards: &[Card]) -> Vec<ItemId> {
    cards.iter().filter(|card| !card.is_own).map(|card| ItemId(card.id.clone())).collect()
}
