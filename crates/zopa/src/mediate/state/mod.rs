//! What a reader knows: the fold of the ledgers that it may read.

mod reading;

use super::fact::{Answer, Body, Entry, Fact, Item, Level, Opened, Ruling, Signal, Stance, Version};
use super::ledger::Reader;
use super::moment::Moment;
use super::names::{ItemId, PartyId, SeatId};
use super::roster::Seat;
use std::collections::BTreeMap;

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
    /// The marks of each party on each point, as far as the reader knows, the latest last.
    pub(super) marks: BTreeMap<(String, PartyId), Vec<ItemId>>,
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
            Fact::Frozen { point, on, note } => self.freeze(point, *on, note, at),
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

    fn freeze(&mut self, point: &str, on: bool, note: &str, at: Moment) {
        self.freezes.push((point.to_string(), on, note.to_string(), at));
        if on {
            self.frozen.insert(point.to_string(), Frozen { note: note.to_string(), since: at });
        } else {
            self.frozen.remove(point);
        }
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
                let marks = self.marks.entry(key.clone()).or_default();
                marks.retain(|known| *known != item.id);
                marks.push(item.id.clone());
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
        let (Body::Mark(mark), Some(party)) = (&held.item.body, held.item.owner.party()) else { return Ok(()) };
        let (key, level) = ((mark.point.clone(), party.clone()), held.item.level);
        if let Some(marks) = self.marks.get_mut(&key).filter(|marks| marks.contains(item)) {
            let was_latest = marks.last() == Some(item);
            marks.retain(|known| known != item);
            // What it replaced in its own circle does not come back. What a wider circle knows stood all the time.
            let items = &self.items;
            let stands = |id: &ItemId| items.get(id).is_some_and(|held| held.item.level > level);
            while was_latest && marks.pop_if(|last| !stands(last)).is_some() {}
        }
        if self.open_marks.get(&key) == Some(item) {
            self.open_marks.remove(&key);
            self.reopen(&key.0);
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
}
