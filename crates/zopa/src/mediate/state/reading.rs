//! What follows from what a reader knows.

use super::super::fact::{Body, Level, Mark, Ruling, Stance, Version, Worded};
use super::super::moment::Moment;
use super::super::names::{ItemId, PartyId, SeatId};
use super::super::roster::{Delegation, Rank, Seat};
use super::{Held, Signalled, State};
use crate::text::{Agreement, Clause, Settled};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

impl State {
    /// The parties in their order.
    pub(in super::super) fn parties(&self) -> impl Iterator<Item = &PartyId> {
        self.opened.iter().flat_map(|(opened, _)| opened.parties.iter().map(|party| &party.id))
    }

    pub(in super::super) fn is_party(&self, id: &PartyId) -> bool {
        self.parties().any(|party| party == id)
    }

    /// What people call a delegation.
    pub(in super::super) fn name_of(&self, delegation: &Delegation) -> String {
        let Some(party) = delegation.party() else { return "Mediator".into() };
        let parties = self.opened.iter().flat_map(|(opened, _)| &opened.parties);
        let name = parties.clone().find(|known| known.id == *party).map(|known| known.name.clone());
        name.unwrap_or_else(|| party.to_string())
    }

    /// A seat that is still there.
    pub(in super::super) fn seat(&self, id: &SeatId) -> Option<&Seat> {
        self.seats.get(id).filter(|seated| seated.until.is_none()).map(|seated| &seated.seat)
    }

    /// Those of a delegation who are still there.
    pub(in super::super) fn members(&self, delegation: &Delegation) -> impl Iterator<Item = &Seat> {
        let here = self.seats.values().filter(|seated| seated.until.is_none()).map(|seated| &seated.seat);
        here.filter(move |seat| seat.delegation == *delegation)
    }

    /// Those of a delegation who can do what a rank can.
    pub(in super::super) fn n_of_rank(&self, delegation: &Delegation, least: Rank) -> usize {
        self.members(delegation).filter(|seat| seat.rank >= least).count()
    }

    pub(in super::super) fn current(&self) -> Option<&Version> {
        self.versions.last().map(|(version, _)| version)
    }

    pub(in super::super) fn version(&self, number: u32) -> Option<&Version> {
        let index = (number as usize).checked_sub(1)?;
        self.versions.get(index).map(|(version, _)| version)
    }

    /// A point of the current text.
    pub(in super::super) fn point(&self, label: &str) -> Option<&Worded> {
        self.current()?.point(label)
    }

    pub(in super::super) fn mark<'s>(&'s self, item: &ItemId) -> Option<(&'s Held, &'s Mark)> {
        let held = self.items.get(item)?;
        match &held.item.body {
            Body::Mark(mark) => Some((held, mark)),
            _ => None,
        }
    }

    /// Whether a mark was made on other words than those of the current text.
    pub(in super::super) fn is_stale(&self, mark: &Mark) -> bool {
        let then = self.version(mark.version).and_then(|version| version.point(&mark.point));
        let now = self.point(&mark.point);
        !then.zip(now).is_some_and(|(then, now)| then.reads_like(now))
    }

    /// A party's mark on a point, as all parties know it.
    pub(in super::super) fn open_mark(&self, label: &str, party: &PartyId) -> Option<(&Held, &Mark)> {
        self.mark(self.open_marks.get(&(label.to_string(), party.clone()))?)
    }

    /// A party's mark on a point, as this reader knows it.
    pub(in super::super) fn known_mark(&self, label: &str, party: &PartyId) -> Option<(&Held, &Mark)> {
        self.mark(self.marks.get(&(label.to_string(), party.clone()))?.last()?)
    }

    /// Whether every party has openly accepted the words of a point as they are.
    pub(in super::super) fn is_agreed(&self, label: &str) -> bool {
        let mut parties = self.parties().peekable();
        parties.peek().is_some()
            && parties.all(|party| {
                self.open_mark(label, party)
                    .is_some_and(|(_, mark)| mark.stance == Stance::Accept && !self.is_stale(mark))
            })
    }

    /// Whether a point can no longer be changed.
    pub(in super::super) fn is_locked(&self, label: &str) -> bool {
        !self.everything && self.is_agreed(label)
    }

    /// Whether a point counts as agreed: accepted by all openly, or contested by nobody in the time given for it.
    pub(in super::super) fn is_settled(&self, label: &str, now: Moment) -> bool {
        self.is_agreed(label) || self.silent_since(label, now).is_some()
    }

    /// When the time to contest a point ran out without anybody contesting it openly.
    pub(in super::super) fn silent_since(&self, label: &str, now: Moment) -> Option<Moment> {
        if self.frozen.contains_key(label) || self.is_openly_contested(label) {
            return None;
        }
        self.untils(label).filter(|until| *until <= now && !self.was_frozen(label, *until)).min()
    }

    /// When the time to contest a point will run out, where it is running.
    pub(in super::super) fn contest_until(&self, label: &str, now: Moment) -> Option<Moment> {
        let until = self.untils(label).filter(|until| *until > now).min()?;
        (!self.is_settled(label, now) && !self.frozen.contains_key(label)).then_some(until)
    }

    /// The times that were given to contest a point's words as they are, in whichever version.
    fn untils(&self, label: &str) -> impl Iterator<Item = Moment> {
        let words = self.point(label);
        let same = move |version: &&Version| {
            version.point(label).zip(words).is_some_and(|(point, words)| point.reads_like(words))
        };
        self.versions.iter().rev().map(|(version, _)| version).take_while(same).filter_map(|version| version.until)
    }

    /// Whether work on a point was suspended at a moment.
    fn was_frozen(&self, label: &str, then: Moment) -> bool {
        let mut own = self.freezes.iter().filter(|(point, _, _, at)| point == label && *at <= then);
        own.next_back().is_some_and(|(_, on, ..)| *on)
    }

    /// Whether all parties have signed.
    pub(in super::super) fn is_concluded(&self) -> bool {
        self.signing.as_ref().is_some_and(|signing| self.parties().all(|party| signing.signed.contains_key(party)))
    }

    /// The text of an agreement on these points of a version, as it is signed.
    pub(in super::super) fn agreement(&self, version: u32, points: &[String]) -> Agreement {
        let text = self.version(version);
        let chosen = points.iter().filter_map(|label| text.and_then(|text| text.point(label)));
        let opened = self.opened.as_ref().map(|(opened, _)| opened);
        Agreement {
            title: opened.map(|opened| opened.title.clone()).unwrap_or_default(),
            subtitle: Some(format!("Version {version}")),
            date: None,
            signatories: opened
                .iter()
                .flat_map(|opened| opened.parties.iter().map(|party| party.name.clone()))
                .collect(),
            mediators: Vec::new(),
            ratifiers: Vec::new(),
            clauses: chosen.map(clause).collect(),
        }
    }

    /// SHA-256 of an agreement's text: its title, then label, heading and words of each point.
    pub(in super::super) fn agreement_digest(&self, version: u32, points: &[String]) -> String {
        let title = self.opened.as_ref().map(|(opened, _)| opened.title.as_str()).unwrap_or_default();
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        };
        add("zopa agreement 1");
        add(title);
        for point in points.iter().filter_map(|label| self.version(version).and_then(|text| text.point(label))) {
            [&point.label, &point.title, &point.text].into_iter().for_each(|part| add(part));
        }
        super::super::seal::hex(&hash.finalize())
    }

    /// Amendments to a point that nobody has ruled on or taken back.
    pub(in super::super) fn open_amendments<'s>(&'s self, label: &'s str) -> impl Iterator<Item = &'s Held> {
        self.held_in_order().filter(move |held| {
            matches!(held.item.body, Body::Amendment(_))
                && held.item.point() == Some(label)
                && held.withdrawn.is_none()
                && held.ruling.is_none()
        })
    }

    /// Amendments to a point's present words that the mediator took, while the text does not have others yet.
    fn taken_amendments<'s>(&'s self, label: &'s str) -> impl Iterator<Item = &'s Held> {
        self.held_in_order().filter(move |held| match (&held.item.body, &held.ruling) {
            (Body::Amendment(amendment), Some((Ruling::Taken, ..))) => {
                let then = self.version(amendment.version).and_then(|version| version.point(label));
                amendment.point == label && then.zip(self.point(label)).is_some_and(|(then, now)| then.reads_like(now))
            }
            _ => false,
        })
    }

    /// Whether all parties know that somebody contests a point.
    pub(in super::super) fn is_openly_contested(&self, label: &str) -> bool {
        let marked = self.parties().filter_map(|party| self.open_mark(label, party));
        marked.into_iter().any(|(_, mark)| mark.stance != Stance::Accept)
            || self
                .open_amendments(label)
                .chain(self.taken_amendments(label))
                .any(|held| held.counts && held.item.level >= Level::Parties)
    }

    pub(in super::super) fn held_in_order(&self) -> impl DoubleEndedIterator<Item = &Held> {
        self.order.iter().filter_map(|id| self.items.get(id))
    }

    /// The labels of the current text.
    pub(in super::super) fn labels(&self) -> BTreeSet<&str> {
        self.current().into_iter().flat_map(|version| version.points.iter().map(|point| point.label.as_str())).collect()
    }
}

fn clause(point: &Worded) -> Clause {
    let digits = point.label.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = point.label.split_at(digits);
    Clause {
        number: number.parse().unwrap_or(0),
        letter: rest.chars().next(),
        title: Some(point.title.clone()).filter(|title| !title.is_empty()),
        settled: Settled::Words(point.text.clone()),
    }
}

impl Worded {
    /// Whether it says the same under the same heading.
    #[must_use]
    pub fn reads_like(&self, other: &Worded) -> bool {
        self.title == other.title && self.text == other.text
    }
}

impl Version {
    /// A point by its label.
    #[must_use]
    pub fn point(&self, label: &str) -> Option<&Worded> {
        self.points.iter().find(|point| point.label == label)
    }
}

impl Signalled {
    /// Whether the deadline has passed.
    #[must_use]
    pub fn is_over(&self, now: Moment) -> bool {
        now >= self.signal.due
    }
}
