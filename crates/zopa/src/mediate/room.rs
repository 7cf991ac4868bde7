//! A room: the states of all its readers, and the gate through which actions pass.

use super::action::{Action, Deeds, Desk};
use super::fact::{Choice, Entry, Fact, Opened, Worded};
use super::ledger::{Ledger, Reader};
use super::moment::Moment;
use super::names::{ItemId, SeatId};
use super::refusal::Refusal;
use super::roster::{Delegation, MEDIATOR, Rank, Seat};
use super::state::State;
use super::wording::{Check, MAX_POINTS, MAX_TEXT, MAX_TITLE, is_short_name, tidy};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Live talks, as the fold of their log.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    states: BTreeMap<Reader, State>,
    lengths: BTreeMap<Ledger, u64>,
    /// When the last entry was written that everybody in the room reads.
    now: Moment,
}

/// A log that no room can have written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The ledger in which the fault lies.
    pub ledger: Ledger,
    /// The entry, counted from 0.
    pub index: u64,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "ledger {}, entry {}: {}", self.ledger, self.index, self.problem)
    }
}

impl std::error::Error for Broken {}

/// Where new short names come from. They must be hard to guess and never repeat.
pub type Mint<'m> = &'m mut dyn FnMut() -> String;

impl Room {
    /// The first entries of a new room: its text and its first mediator.
    ///
    /// # Errors
    /// Everything that is wrong with the text or the name.
    pub fn open(now: Moment, opened: Opened, mediator: &str, mint: Mint) -> Result<(Vec<Entry>, SeatId), Refusal> {
        let opened = Opened { text: opened.text.iter().map(tidied).collect(), ..opened };
        check(&opened, mediator)?;
        let seat = SeatId(mint());
        let admitted = Seat {
            id: seat.clone(),
            name: mediator.trim().to_string(),
            delegation: Delegation::Mediator,
            rank: Rank::Head,
        };
        let entry = |index, fact| Entry { ledger: Ledger::Parties, index, at: now, by: None, fact };
        Ok((vec![entry(0, Fact::Opened(opened)), entry(1, Fact::Admitted(admitted))], seat))
    }

    /// The room that a log describes.
    ///
    /// # Errors
    /// The first entry that does not fit what stands before it.
    pub fn fold<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Room, Broken> {
        let mut room = Room { states: BTreeMap::new(), lengths: BTreeMap::new(), now: Moment::default() };
        room.states.insert(Reader::Public, State::new(Reader::Public));
        for entry in entries {
            room.apply(entry)?;
        }
        Ok(room)
    }

    /// Takes in the next entry.
    ///
    /// # Errors
    /// It does not fit what stands before it. Nothing is taken in then that would matter: a log that does not fold is
    /// not served.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Broken> {
        let broken = |problem: String| Broken { ledger: entry.ledger.clone(), index: entry.index, problem };
        let length = self.lengths.entry(entry.ledger.clone()).or_insert(0);
        if entry.index != *length {
            return Err(broken(format!("entry {length} was to follow")));
        }
        if !entry.is_in_place() {
            return Err(broken("what it says does not belong into this ledger".into()));
        }
        if let Fact::Opened(opened) = &entry.fact {
            let parties = opened.parties.iter().map(|party| Delegation::Party(party.id.clone()));
            for delegation in parties.chain([Delegation::Mediator]) {
                let reader = Reader::Delegation(delegation);
                self.states.entry(reader.clone()).or_insert_with(|| State::new(reader));
            }
        }
        let mut is_read = false;
        for (_, state) in self.states.iter_mut().filter(|(reader, _)| entry.ledger.is_read_by(reader)) {
            state.read(entry).map_err(broken)?;
            is_read = true;
        }
        if !is_read {
            return Err(broken("nobody could read it".into()));
        }
        *length += 1;
        if matches!(entry.ledger, Ledger::Public | Ledger::Parties) {
            self.now = self.now.max(entry.at);
        }
        Ok(())
    }

    /// What an action by a seat leads to.
    ///
    /// # Errors
    /// The action is refused, with every reason. Reasons rest on what the seat may know alone.
    pub fn act(&self, now: Moment, seat: &SeatId, action: &Action, mint: Mint) -> Result<Vec<Entry>, Refusal> {
        let state = self.state_of(seat).ok_or_else(|| Refusal::forbidden("You have no seat in this room."))?;
        // Clocks of several machines differ. What all have read must not lie in the future; what some have not must not
        // be told by a clock.
        let now = now.max(self.now);
        let own = state.seat(seat).ok_or_else(|| Refusal::forbidden("You have no seat in this room."))?;
        let deeds = action.decide(&mut Desk { state, seat: own, now, mint })?;
        let closed: BTreeSet<ItemId> = deeds.iter().filter_map(closed).cloned().collect();
        let revealed = closed.iter().flat_map(|signal| self.revealed(signal)).collect();
        let mut pen = Pen { room: self, at: now, lengths: BTreeMap::new() };
        let mut entries = pen.write(Some(seat), deeds);
        entries.extend(pen.write(None, revealed));
        Ok(entries)
    }

    /// What the room does by itself once moments have passed: it closes questions whose answers were hidden.
    #[must_use]
    pub fn due(&self, now: Moment) -> Vec<Entry> {
        let Some(mediator) = self.states.get(&Reader::Delegation(Delegation::Mediator)) else { return Vec::new() };
        let over = mediator
            .signals
            .values()
            .filter(|known| known.signal.hidden && known.closed.is_none() && known.is_over(now));
        let deeds = over.flat_map(|known| {
            let closed = Fact::Closed { signal: known.signal.id.clone() };
            let ledgers = known.signal.ledgers().into_iter().map(move |ledger| (ledger, closed.clone()));
            ledgers.chain(self.revealed(&known.signal.id))
        });
        Pen { room: self, at: now.max(self.now), lengths: BTreeMap::new() }.write(None, deeds.collect())
    }

    /// The next moment at which something happens without anybody's doing: a reminder, a deadline.
    #[must_use]
    pub fn next_moment(&self, after: Moment) -> Option<Moment> {
        self.states.keys().filter_map(|reader| self.next_moment_of(reader, after)).min()
    }

    /// The next such moment that a reader knows of.
    #[must_use]
    pub fn next_moment_of(&self, reader: &Reader, after: Moment) -> Option<Moment> {
        let state = self.states.get(reader)?;
        let open = state.signals.values().filter(|known| known.closed.is_none());
        let moments = open.flat_map(|known| [known.signal.due, known.signal.due.before(known.signal.remind)]);
        let untils = state.versions.iter().filter_map(|(version, _)| version.until);
        moments.chain(untils).filter(|moment| *moment > after).min()
    }

    /// Whose seat it is, while it is one.
    #[must_use]
    pub fn delegation_of(&self, seat: &SeatId) -> Option<&Delegation> {
        self.state_of(seat)?.seat(seat).map(|seat| &seat.delegation)
    }

    /// How many entries a ledger has.
    #[must_use]
    pub fn length(&self, ledger: &Ledger) -> u64 {
        self.lengths.get(ledger).copied().unwrap_or(0)
    }

    /// Every ledger that has entries and that a reader may read.
    pub fn ledgers_of<'r>(&'r self, reader: &'r Reader) -> impl Iterator<Item = &'r Ledger> {
        self.lengths.keys().filter(move |ledger| ledger.is_read_by(reader))
    }

    /// Every seat that is taken; the roster is known to all delegations alike.
    pub fn seats(&self) -> impl Iterator<Item = &Seat> {
        let any = self.states.get(&Reader::Delegation(Delegation::Mediator));
        any.into_iter()
            .flat_map(|state| state.seats.values())
            .filter(|seated| seated.until.is_none())
            .map(|seated| &seated.seat)
    }

    /// Every ledger that has entries.
    pub fn ledgers(&self) -> impl Iterator<Item = &Ledger> {
        self.lengths.keys()
    }

    /// How much a reader has read so far: it grows with every entry that the reader may read, and with no other.
    #[must_use]
    pub fn reading(&self, reader: &Reader) -> u64 {
        self.states.get(reader).map_or(0, |state| state.n_entries)
    }

    /// Everybody who reads.
    pub fn readers(&self) -> impl Iterator<Item = &Reader> {
        self.states.keys()
    }

    pub(super) fn state(&self, reader: &Reader) -> Option<&State> {
        self.states.get(reader)
    }

    /// What the delegation of a seat knows. The roster is known to all delegations alike.
    pub(super) fn state_of(&self, seat: &SeatId) -> Option<&State> {
        let any = self.states.get(&Reader::Delegation(Delegation::Mediator))?;
        let delegation = any.seat(seat)?.delegation.clone();
        self.states.get(&Reader::Delegation(delegation))
    }

    /// Copies of the answers to a question that is being closed, for those who are to read them.
    fn revealed(&self, signal: &ItemId) -> Deeds {
        let delegations = self.states.values().filter(|state| state.reader != Reader::Public);
        let hidden = delegations.flat_map(|state| {
            let Reader::Delegation(own) = &state.reader else { return None };
            let party = own.party()?;
            let known = state.signals.get(signal)?;
            let held = state.items.get(known.answers.get(party)?)?;
            let mut item = held.item.clone();
            (item.level < known.signal.answers).then(|| {
                item.level = known.signal.answers;
                (known.signal.answers_of(party), Fact::Put { item })
            })
        });
        hidden.collect()
    }
}

/// Writes deeds down as entries, each at the next place of its ledger.
struct Pen<'r> {
    room: &'r Room,
    at: Moment,
    lengths: BTreeMap<Ledger, u64>,
}

impl Pen<'_> {
    fn write(&mut self, by: Option<&SeatId>, deeds: Deeds) -> Vec<Entry> {
        let mut entry = |(ledger, fact): (Ledger, Fact)| {
            let next = self.lengths.entry(ledger.clone()).or_insert_with(|| self.room.length(&ledger));
            let index = *next;
            *next += 1;
            Entry { ledger, index, at: self.at, by: by.cloned(), fact }
        };
        deeds.into_iter().map(&mut entry).collect()
    }
}

fn closed((_, fact): &(Ledger, Fact)) -> Option<&ItemId> {
    match fact {
        Fact::Closed { signal } => Some(signal),
        _ => None,
    }
}

/// Everything that is wrong with how a room would open.
fn check(opened: &Opened, mediator: &str) -> Result<(), Refusal> {
    let mut check = Check::new();
    check.line("the title", &opened.title, MAX_TITLE);
    check.name(mediator, std::iter::empty());
    if opened.parties.is_empty() || opened.parties.len() > crate::model::MAX_PARTIES {
        let (n, most) = (opened.parties.len(), crate::model::MAX_PARTIES);
        check.problem(format!("the talks have {n} parties; a room needs 1 to {most}"));
    }
    let mut seen = BTreeSet::new();
    for party in &opened.parties {
        check.line("the name of a party", &party.name, MAX_TITLE);
        let id = party.id.as_str();
        if !is_short_name(id) {
            check.problem(format!(
                "\"{id}\" cannot be a party's short name; use letters, digits and dashes, at most 64"
            ));
        }
        if id == MEDIATOR || id == "public" || !seen.insert(id) {
            check.problem(format!("the short name \"{id}\" is taken; give the party another"));
        }
    }
    check_text(&mut check, &opened.text);
    check_choices(&mut check, &opened.text, Some(&opened.choices));
    for (label, choices) in &opened.choices {
        for choice in choices {
            check.needed(&format!("a choice of point {label}"), &choice.text, MAX_TEXT);
        }
    }
    check.finish()
}

/// A point as it is kept.
pub(super) fn tidied(point: &Worded) -> Worded {
    Worded {
        label: point.label.trim().to_string(),
        title: tidy(&point.title),
        text: tidy(&point.text),
        choice: point.choice.clone(),
    }
}

/// Points whose words are said to stand for a choice that there is not.
pub(super) fn check_choices(check: &mut Check, points: &[Worded], choices: Option<&BTreeMap<String, Vec<Choice>>>) {
    for point in points {
        let known = choices.and_then(|choices| choices.get(&point.label)).map(Vec::as_slice).unwrap_or_default();
        if let Some(choice) = point.choice.as_ref().filter(|id| !known.iter().any(|known| known.id == **id)) {
            check.problem(format!("point {} has no choice called {choice}", point.label));
        }
    }
}

/// Everything that is wrong with a text.
pub(super) fn check_text(check: &mut Check, points: &[Worded]) {
    if points.is_empty() || points.len() > MAX_POINTS {
        check.problem(format!("the text has {} points; it needs 1 to {MAX_POINTS}", points.len()));
    }
    let mut seen = BTreeSet::new();
    for point in points {
        let label = &point.label;
        if label.is_empty() || label.len() > 12 || !label.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') {
            check.problem(format!("\"{label}\" cannot be a point's number; use one such as 7, 7a or 7.1"));
        }
        if !seen.insert(label) {
            check.problem(format!("two points have the number {label}; number them apart"));
        }
        check.line(&format!("the heading of point {label}"), &point.title, MAX_TITLE);
        check.needed(&format!("point {label}"), &point.text, MAX_TEXT);
    }
}
