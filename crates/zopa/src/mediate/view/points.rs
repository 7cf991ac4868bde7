//! Points: where each stands, its marks, its history.

use super::super::fact::{Level, Mark, Stance, Worded};
use super::super::moment::Moment;
use super::super::names::{ItemId, PartyId};
use super::super::state::Held;
use super::{ItemView, View};
use serde::Serialize;

/// Where a point stands, as all parties know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PointState {
    /// All parties have openly accepted it.
    Agreed,
    /// Nobody contested it in the time given: it counts as agreed.
    Silent,
    /// Somebody openly contests it.
    Contested,
    /// Nobody openly contests it so far.
    Open,
}

/// A point of the current text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PointView {
    /// Its label.
    pub label: String,
    /// Its heading.
    pub title: String,
    /// Its words.
    pub text: String,
    /// Which of its choices the words stand for.
    pub choice: Option<String>,
    /// Where it stands.
    pub state: PointState,
    /// Whether it can no longer be changed.
    pub locked: bool,
    /// Why work on it is suspended, where it is.
    pub frozen: Option<String>,
    /// Until when it may be contested before it counts as agreed.
    pub contest_until: Option<Moment>,
    /// The own party's mark.
    pub mine: Option<MarkView>,
    /// Whether the own party should mark it, first or again.
    pub needs_mark: bool,
    /// What other parties made known, party by party.
    pub marks: Vec<MarkView>,
    /// How many amendments wait for a ruling, as far as the viewer knows.
    pub n_amendments: usize,
    /// Whether it changed with the current version.
    pub changed: bool,
}

/// A party's mark on a point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MarkView {
    /// Which mark.
    pub item: ItemId,
    /// Whose.
    pub party: PartyId,
    /// How the party is called.
    pub party_name: String,
    /// Where it stands.
    pub stance: Stance,
    /// Words that it would accept.
    pub words: String,
    /// Why.
    pub reason: String,
    /// On which version it was made.
    pub version: u32,
    /// Whether the point's words have changed since.
    pub stale: bool,
    /// Who may read it.
    pub level: Level,
    /// Who made it.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
    /// Whether it counts, or waits for a second person.
    pub counts: bool,
    /// What all parties know instead, where that is something else.
    pub openly: Option<Stance>,
}

/// Something in the history of a point.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// A version gave it these words.
    Worded {
        /// The version.
        version: u32,
        /// When.
        at: Moment,
        /// The words before, where there were any.
        before: Option<String>,
        /// The words.
        text: String,
    },
    /// A mark, an amendment or a message.
    Item {
        /// When.
        at: Moment,
        /// The thing.
        item: Box<ItemView>,
    },
    /// Work was suspended or resumed.
    Frozen {
        /// When.
        at: Moment,
        /// Suspended.
        on: bool,
        /// Why.
        note: String,
    },
}

impl<'r> View<'r> {
    /// The points of the current text.
    #[must_use]
    pub fn points(&self) -> Vec<PointView> {
        let points = self.current().map(|version| version.points.as_slice()).unwrap_or_default();
        points.iter().map(|point| self.point_view(point)).collect()
    }

    /// A point of the current text.
    #[must_use]
    pub fn point(&self, label: &str) -> Option<PointView> {
        self.state.point(label).map(|point| self.point_view(point))
    }

    fn point_view(&self, point: &Worded) -> PointView {
        let label = point.label.as_str();
        let state = self.state;
        let own = self.party();
        let mine = own.and_then(|party| state.known_mark(label, party)).map(|(held, mark)| self.mark_view(held, mark));
        let others = state.parties().filter(|party| Some(*party) != own);
        let marks = others.filter_map(|party| state.known_mark(label, party));
        let previous = self.current().and_then(|current| state.version(current.number - 1));
        PointView {
            label: label.to_string(),
            title: point.title.clone(),
            text: point.text.clone(),
            choice: point.choice.clone(),
            state: match () {
                () if state.is_agreed(label) => PointState::Agreed,
                () if state.silent_since(label, self.now).is_some() => PointState::Silent,
                () if state.is_openly_contested(label) => PointState::Contested,
                () => PointState::Open,
            },
            locked: state.is_locked(label) || state.is_concluded(),
            frozen: state.frozen.get(label).map(|frozen| frozen.note.clone()),
            contest_until: state.contest_until(label, self.now),
            needs_mark: own.is_some() && mine.as_ref().is_none_or(|mark| mark.stale) && !state.is_concluded(),
            mine,
            marks: marks.map(|(held, mark)| self.mark_view(held, mark)).collect(),
            n_amendments: state.open_amendments(label).count(),
            changed: previous.is_some_and(|before| !before.point(label).is_some_and(|old| old.reads_like(point))),
        }
    }

    fn mark_view(&self, held: &Held, mark: &Mark) -> MarkView {
        let party = held.item.owner.party().cloned().unwrap_or_else(|| PartyId(String::new()));
        let openly = self.state.open_mark(&mark.point, &party).map(|(_, open)| open.stance);
        MarkView {
            item: held.item.id.clone(),
            party_name: self.state.name_of(&held.item.owner),
            party,
            stance: mark.stance,
            words: mark.words.clone(),
            reason: mark.reason.clone(),
            version: mark.version,
            stale: self.state.is_stale(mark),
            level: held.item.level,
            by: self.person(held.by.as_ref()),
            at: held.at,
            counts: held.counts,
            openly: openly.filter(|stance| *stance != mark.stance),
        }
    }

    /// What happened to a point, in order.
    #[must_use]
    pub fn history(&self, label: &str) -> Vec<Happening> {
        let mut history = Vec::new();
        let mut before: Option<&Worded> = None;
        for (version, at) in &self.state.versions {
            let Some(point) = version.point(label) else { continue };
            if !before.is_some_and(|before| before.reads_like(point)) {
                let (text, number) = (point.text.clone(), version.number);
                history.push((
                    *at,
                    Happening::Worded {
                        version: number,
                        at: *at,
                        before: before.map(|before| before.text.clone()),
                        text,
                    },
                ));
            }
            before = Some(point);
        }
        for held in self.state.held_in_order().filter(|held| held.item.concerns(label)) {
            history.push((held.at, Happening::Item { at: held.at, item: Box::new(self.item_view(held)) }));
        }
        for (_, on, note, at) in self.state.freezes.iter().filter(|(point, ..)| point == label) {
            history.push((*at, Happening::Frozen { at: *at, on: *on, note: note.clone() }));
        }
        history.sort_by_key(|(at, _)| *at);
        history.into_iter().map(|(_, happening)| happening).collect()
    }
}
