//! What a reader knows: the fold of the ledgers that it may read.

use super::fact::{Answer, Body, Entry, Fact, Item, Level, Mark, Opened, Ruling, Signal, Stance, Version, Worded};
use super::ledger::Reader;
use super::moment::Moment;
use super::names::{ItemId, PartyId, SeatId};
use super::roster::{Delegation, Rank, Seat};
use crate::text::{Agreement, Clause, Settled};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What a reader knows of a room.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct State {
    pub(super) reader: Reader,
    pub(super) opened: Option<(Opened, Moment)>,
    pub(super) everything: bool,
    pub(super) seats: BTreeMap<SeatId, Seated>,
    pub(super) two_persons: bool,
    pub(super) versions: Vec<(Version, Moment)>,
    pub(super) frozen: BTreeMap<String, Frozen>,
    /// When work on which point was suspended (`true`) or resumed, and why.
    pub(super) freezes: Vec<(String, bool, String, Moment)>,
    pub(super) items: BTreeMap<ItemId, Held>,
    /// Items in the order in which this reader learned of them.
    pub(super) order: Vec<ItemId>,
    /// The latest mark of each party on each point, as far as the reader knows.
    pub(super) marks: BTreeMap<(String, PartyId), ItemId>,
    /// The latest that all parties know.
    pub(super) open_marks: BTreeMap<(String, PartyId), ItemId>,
    pub(super) signals: BTreeMap<ItemId, Signalled>,
    pub(super) signal_order: Vec<ItemId>,
    pub(super) signing: Option<Signing>,
    pub(super) n_entries: u64,
}

/// Somebody who has or had a seat.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seated {
    pub(super) seat: Seat,
    pub(super) since: Moment,
    pub(super) until: Option<Moment>,
}

/// A point on which work is suspended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frozen {
    pub(super) note: String,
    pub(super) since: Moment,
}

/// A version that lies ready for signature.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Signing {
    pub(super) version: u32,
    pub(super) points: Vec<String>,
    pub(super) digest: String,
    pub(super) since: Moment,
    pub(super) signed: BTreeMap<PartyId, (Option<SeatId>, Moment)>,
}

/// An item, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The item as last made known.
    pub item: Item,
    /// Whose doing it was, as far as the reader knows.
    pub by: Option<SeatId>,
    /// When the reader first learned of it.
    pub at: Moment,
    /// When it was shown to wider circles, in order.
    pub widened: Vec<(Level, Moment)>,
    /// Whether it counts; else it waits for a second person.
    pub counts: bool,
    /// Who seconded it.
    pub seconded_by: Option<SeatId>,
    /// When it was taken back.
    pub withdrawn: Option<Moment>,
    /// What the mediator ruled, why, and when.
    pub ruling: Option<(Ruling, String, Moment)>,
}

/// A question, and who answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Signalled {
    /// The question. `whom` holds everybody of whom the reader knows that they were asked.
    pub signal: Signal,
    /// When it was asked.
    pub at: Moment,
    /// Earlier deadlines, why each was moved, and when.
    pub extensions: Vec<(Moment, String, Moment)>,
    /// When it was closed.
    pub closed: Option<Moment>,
    /// Who has answered, as far as the reader knows, and when.
    pub responded: BTreeMap<PartyId, Moment>,
    /// The answers that the reader may read.
    pub answers: BTreeMap<PartyId, ItemId>,
}

impl State {
    pub(super) fn new(reader: Reader) -> State {
        State {
            reader,
            opened: None,
            everything: true,
            seats: BTreeMap::new(),
            two_persons: false,
            versions: Vec::new(),
            frozen: BTreeMap::new(),
            freezes: Vec::new(),
            items: BTreeMap::new(),
            order: Vec::new(),
            marks: BTreeMap::new(),
            open_marks: BTreeMap::new(),
            signals: BTreeMap::new(),
            signal_order: Vec::new(),
            signing: None,
            n_entries: 0,
        }
    }

    /// Takes in an entry of a ledger that the reader may read.
    ///
    /// # Errors
    /// What the entry refers to is not there: the log is not one that was accepted.
    pub(super) fn read(&mut self, entry: &Entry) -> Result<(), String> {
        let at = entry.at;
        match &entry.fact {
            Fact::Opened(opened) => self.open(opened, at)?,
            Fact::Admitted(seat) => {
                let seated = Seated { seat: seat.clone(), since: at, until: None };
                if self.seats.insert(seat.id.clone(), seated).is_some() {
                    return Err(format!("seat {} is admitted twice", seat.id));
                }
            }
            Fact::Ranked { seat, rank } => self.seated(seat)?.seat.rank = *rank,
            Fact::Removed { seat } => self.seated(seat)?.until = Some(at),
            Fact::TwoPersons { on } => self.two_persons = *on,
            Fact::Issued(version) => {
                if version.number as usize != self.versions.len() + 1 {
                    return Err(format!("version {} follows version {}", version.number, self.versions.len()));
                }
                self.versions.push((version.clone(), at));
                self.signing = None;
            }
            Fact::Drafted { item } => self.hold(item, entry, false),
            Fact::Seconded { item } => self.held(item)?.seconded_by = entry.by.clone(),
            Fact::Put { item } => self.hold(item, entry, true),
            Fact::Withdrawn { item } => self.withdraw(item, at)?,
            Fact::Ruled { item, ruling, note } => self.held(item)?.ruling = Some((*ruling, note.clone(), at)),
            Fact::Frozen { point, on, note } => {
                self.freezes.push((point.clone(), *on, note.clone(), at));
                if *on {
                    self.frozen.insert(point.clone(), Frozen { note: note.clone(), since: at });
                } else {
                    self.frozen.remove(point);
                }
            }
            Fact::Asked(signal) => self.ask(signal, at),
            Fact::Responded { signal, party } => {
                self.signalled(signal)?.responded.entry(party.clone()).or_insert(at);
            }
            Fact::Extended { signal, due, note } => {
                let signalled = self.signalled(signal)?;
                // A question asked of several parties alone is extended in the ledger of each.
                if signalled.signal.due != *due {
                    signalled.extensions.push((signalled.signal.due, note.clone(), at));
                    signalled.signal.due = *due;
                }
            }
            Fact::Closed { signal } => {
                self.signalled(signal)?.closed.get_or_insert(at);
            }
            Fact::Everything { on } => self.everything = *on,
            Fact::Tabled { version, points, digest } => {
                self.signing = Some(Signing {
                    version: *version,
                    points: points.clone(),
                    digest: digest.clone(),
                    since: at,
                    signed: BTreeMap::new(),
                });
            }
            Fact::Signed { party, digest } => {
                let signing = self.signing.as_mut().filter(|signing| signing.digest == *digest);
                let signing = signing.ok_or_else(|| format!("{party} signs a text that does not lie ready"))?;
                signing.signed.entry(party.clone()).or_insert((entry.by.clone(), at));
            }
        }
        self.n_entries += 1;
        Ok(())
    }

    fn open(&mut self, opened: &Opened, at: Moment) -> Result<(), String> {
        if self.opened.is_some() {
            return Err("the room opens twice".into());
        }
        self.everything = opened.everything;
        let first = Version { number: 1, note: String::new(), until: None, points: opened.text.clone() };
        self.versions.push((first, at));
        self.opened = Some((opened.clone(), at));
        Ok(())
    }

    fn hold(&mut self, item: &Item, entry: &Entry, counts: bool) {
        let at = entry.at;
        let held = self.items.entry(item.id.clone()).or_insert_with(|| {
            self.order.push(item.id.clone());
            Held {
                item: item.clone(),
                by: entry.by.clone(),
                at,
                widened: Vec::new(),
                counts: false,
                seconded_by: None,
                withdrawn: None,
                ruling: None,
            }
        });
        if held.counts && item.level > held.item.level {
            held.widened.push((item.level, at));
        }
        held.counts |= counts;
        held.item = item.clone();
        if !counts {
            return;
        }
        match (&item.body, item.owner.party()) {
            (Body::Mark(mark), Some(party)) => {
                let key = (mark.point.clone(), party.clone());
                self.marks.insert(key.clone(), item.id.clone());
                if item.level >= Level::Parties {
                    self.open_marks.insert(key, item.id.clone());
                    if mark.stance != Stance::Accept {
                        self.reopen(&mark.point);
                    }
                }
            }
            (Body::Amendment(amendment), _) if item.level >= Level::Parties => self.reopen(&amendment.point),
            (Body::Answer(answer), Some(party)) => self.answer(answer, party, &item.id),
            _ => {}
        }
    }

    fn answer(&mut self, answer: &Answer, party: &PartyId, item: &ItemId) {
        if let Some(signalled) = self.signals.get_mut(&answer.signal) {
            signalled.responded.entry(party.clone()).or_insert(answer.at);
            signalled.answers.insert(party.clone(), item.clone());
        }
    }

    fn ask(&mut self, signal: &Signal, at: Moment) {
        if let Some(known) = self.signals.get_mut(&signal.id) {
            known.signal.whom.extend(signal.whom.iter().cloned());
            return;
        }
        self.signal_order.push(signal.id.clone());
        self.signals.insert(
            signal.id.clone(),
            Signalled {
                signal: signal.clone(),
                at,
                extensions: Vec::new(),
                closed: None,
                responded: BTreeMap::new(),
                answers: BTreeMap::new(),
            },
        );
    }

    fn withdraw(&mut self, item: &ItemId, at: Moment) -> Result<(), String> {
        let held = self.held(item)?;
        held.withdrawn = Some(at);
        let point = held.item.point().filter(|_| held.counts && held.item.level >= Level::Parties).map(str::to_string);
        self.marks.retain(|_, mark| mark != item);
        self.open_marks.retain(|_, mark| mark != item);
        if let Some(point) = point {
            self.reopen(&point);
        }
        Ok(())
    }

    /// A text that lies ready is not ready once one of its points is contested.
    fn reopen(&mut self, label: &str) {
        if !self.is_concluded()
            && self.signing.as_ref().is_some_and(|signing| signing.points.iter().any(|p| p == label))
        {
            self.signing = None;
        }
    }

    fn seated(&mut self, seat: &SeatId) -> Result<&mut Seated, String> {
        self.seats.get_mut(seat).ok_or_else(|| format!("there is no seat {seat}"))
    }

    fn held(&mut self, item: &ItemId) -> Result<&mut Held, String> {
        self.items.get_mut(item).ok_or_else(|| format!("there is no item {item}"))
    }

    fn signalled(&mut self, signal: &ItemId) -> Result<&mut Signalled, String> {
        self.signals.get_mut(signal).ok_or_else(|| format!("there is no question {signal}"))
    }

    // What follows reads.

    /// The parties in their order.
    pub(super) fn parties(&self) -> impl Iterator<Item = &PartyId> {
        self.opened.iter().flat_map(|(opened, _)| opened.parties.iter().map(|party| &party.id))
    }

    pub(super) fn is_party(&self, id: &PartyId) -> bool {
        self.parties().any(|party| party == id)
    }

    /// What people call a delegation.
    pub(super) fn name_of(&self, delegation: &Delegation) -> String {
        let Some(party) = delegation.party() else { return "Mediator".into() };
        let parties = self.opened.iter().flat_map(|(opened, _)| &opened.parties);
        let name = parties.clone().find(|known| known.id == *party).map(|known| known.name.clone());
        name.unwrap_or_else(|| party.to_string())
    }

    /// A seat that is still there.
    pub(super) fn seat(&self, id: &SeatId) -> Option<&Seat> {
        self.seats.get(id).filter(|seated| seated.until.is_none()).map(|seated| &seated.seat)
    }

    /// Those of a delegation who are still there.
    pub(super) fn members(&self, delegation: &Delegation) -> impl Iterator<Item = &Seat> {
        let here = self.seats.values().filter(|seated| seated.until.is_none()).map(|seated| &seated.seat);
        here.filter(move |seat| seat.delegation == *delegation)
    }

    /// Those of a delegation who can do what a rank can.
    pub(super) fn n_of_rank(&self, delegation: &Delegation, least: Rank) -> usize {
        self.members(delegation).filter(|seat| seat.rank >= least).count()
    }

    pub(super) fn current(&self) -> Option<&Version> {
        self.versions.last().map(|(version, _)| version)
    }

    pub(super) fn version(&self, number: u32) -> Option<&Version> {
        let index = (number as usize).checked_sub(1)?;
        self.versions.get(index).map(|(version, _)| version)
    }

    /// A point of the current text.
    pub(super) fn point(&self, label: &str) -> Option<&Worded> {
        self.current()?.point(label)
    }

    pub(super) fn mark<'s>(&'s self, item: &ItemId) -> Option<(&'s Held, &'s Mark)> {
        let held = self.items.get(item)?;
        match &held.item.body {
            Body::Mark(mark) => Some((held, mark)),
            _ => None,
        }
    }

    /// Whether a mark was made on other words than those of the current text.
    pub(super) fn is_stale(&self, mark: &Mark) -> bool {
        let then = self.version(mark.version).and_then(|version| version.point(&mark.point));
        let now = self.point(&mark.point);
        then.map(|point| &point.text) != now.map(|point| &point.text)
    }

    /// A party's mark on a point, as all parties know it.
    pub(super) fn open_mark(&self, label: &str, party: &PartyId) -> Option<(&Held, &Mark)> {
        self.mark(self.open_marks.get(&(label.to_string(), party.clone()))?)
    }

    /// A party's mark on a point, as this reader knows it.
    pub(super) fn known_mark(&self, label: &str, party: &PartyId) -> Option<(&Held, &Mark)> {
        self.mark(self.marks.get(&(label.to_string(), party.clone()))?)
    }

    /// Whether every party has openly accepted the words of a point as they are.
    pub(super) fn is_agreed(&self, label: &str) -> bool {
        let mut parties = self.parties().peekable();
        parties.peek().is_some()
            && parties.all(|party| {
                self.open_mark(label, party)
                    .is_some_and(|(_, mark)| mark.stance == Stance::Accept && !self.is_stale(mark))
            })
    }

    /// Whether a point can no longer be changed.
    pub(super) fn is_locked(&self, label: &str) -> bool {
        !self.everything && self.is_agreed(label)
    }

    /// Whether a point counts as agreed: accepted by all openly, or contested by nobody in the time given for it.
    pub(super) fn is_settled(&self, label: &str, now: Moment) -> bool {
        self.is_agreed(label) || self.silent_since(label, now).is_some()
    }

    /// When the time to contest a point ran out without anybody contesting it openly.
    pub(super) fn silent_since(&self, label: &str, now: Moment) -> Option<Moment> {
        if self.frozen.contains_key(label) || self.is_openly_contested(label) {
            return None;
        }
        let words = &self.point(label)?.text;
        let same = |version: &&Version| version.point(label).is_some_and(|point| point.text == *words);
        let unchanged = self.versions.iter().rev().map(|(version, _)| version).take_while(same);
        unchanged.filter_map(|version| version.until).filter(|until| *until <= now).min()
    }

    /// When the time to contest a point will run out, where it is running.
    pub(super) fn contest_until(&self, label: &str, now: Moment) -> Option<Moment> {
        let until = self.current()?.until.filter(|until| *until > now)?;
        (!self.is_settled(label, now) && !self.frozen.contains_key(label)).then_some(until)
    }

    /// Whether all parties have signed.
    pub(super) fn is_concluded(&self) -> bool {
        self.signing.as_ref().is_some_and(|signing| self.parties().all(|party| signing.signed.contains_key(party)))
    }

    /// The text of an agreement on these points of a version, as it is signed.
    pub(super) fn agreement(&self, version: u32, points: &[String]) -> Agreement {
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
    pub(super) fn agreement_digest(&self, version: u32, points: &[String]) -> String {
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
        super::seal::hex(&hash.finalize())
    }

    /// Amendments to a point that nobody has ruled on or taken back.
    pub(super) fn open_amendments<'s>(&'s self, label: &'s str) -> impl Iterator<Item = &'s Held> {
        self.held_in_order().filter(move |held| {
            matches!(held.item.body, Body::Amendment(_))
                && held.item.point() == Some(label)
                && held.withdrawn.is_none()
                && held.ruling.is_none()
        })
    }

    /// Whether all parties know that somebody contests a point.
    pub(super) fn is_openly_contested(&self, label: &str) -> bool {
        let marked = self.parties().filter_map(|party| self.open_mark(label, party));
        marked.into_iter().any(|(_, mark)| mark.stance != Stance::Accept)
            || self.open_amendments(label).any(|held| held.counts && held.item.level >= Level::Parties)
    }

    pub(super) fn held_in_order(&self) -> impl DoubleEndedIterator<Item = &Held> {
        self.order.iter().filter_map(|id| self.items.get(id))
    }

    /// The labels of the current text.
    pub(super) fn labels(&self) -> BTreeSet<&str> {
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
