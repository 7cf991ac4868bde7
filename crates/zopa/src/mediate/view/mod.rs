//! What a seat may see: the only way anything leaves a room.

mod items;
mod points;
mod queue;
mod signals;
mod signing;
mod whole;

use super::action::{ACTIONS, Kind, Who};
use super::analysis::{Map, Score};
use super::fact::{Choice, Opened, Values, Version, Worded};
use super::ledger::{Ledger, Reader};
use super::moment::Moment;
use super::names::{PartyId, SeatId};
use super::room::Room;
use super::roster::{Delegation, Rank, Seat};
use super::state::State;
pub use items::ItemView;
pub use points::{Happening, MarkView, PointState, PointView};
pub use queue::{Pressing, Queued};
use serde::Serialize;
pub use signals::{ReplyView, SignalView};
pub use signing::{SignatureView, SigningView};
pub use whole::Whole;

/// What somebody may see of a room at a moment.
#[derive(Clone, Copy)]
pub struct View<'r> {
    pub(super) state: &'r State,
    room: &'r Room,
    seat: Option<&'r Seat>,
    now: Moment,
}

/// What a seat may see of a room; without a seat, what everybody may see. None where the seat is not, or no longer, one.
#[must_use]
pub fn view<'r>(room: &'r Room, seat: Option<&SeatId>, now: Moment) -> Option<View<'r>> {
    let (state, seat) = match seat {
        None => (room.state(&Reader::Public)?, None),
        Some(seat) => {
            let state = room.state_of(seat)?;
            (state, Some(state.seat(seat)?))
        }
    };
    Some(View { state, room, seat, now })
}

/// The seat that looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mine {
    /// Its short name.
    pub seat: SeatId,
    /// The person's name.
    pub name: String,
    /// Whose seat it is.
    pub delegation: Delegation,
    /// How the delegation is called.
    pub delegation_name: String,
    /// What it may do.
    pub rank: Rank,
    /// Whether the delegation's marks need a second person.
    pub two_persons: bool,
}

/// An action, and whether the seat may do such a thing at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Right {
    /// The action's short name.
    pub action: &'static str,
    /// What it does.
    pub title: &'static str,
    /// Whether the seat may.
    pub may: bool,
}

/// A version of the text, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionView {
    /// Its number.
    pub number: u32,
    /// When it was issued.
    pub at: Moment,
    /// What the mediator says about it.
    pub note: String,
    /// Until when its points may be contested.
    pub until: Option<Moment>,
    /// The labels of points that differ from the version before.
    pub changed: Vec<String>,
}

impl<'r> View<'r> {
    /// The moment at which the viewer looks.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }

    fn opened(&self) -> Option<&'r Opened> {
        self.state.opened.as_ref().map(|(opened, _)| opened)
    }

    /// What the talks are called.
    #[must_use]
    pub fn title(&self) -> Option<&'r str> {
        self.opened().map(|opened| opened.title.as_str())
    }

    /// What the numbers rest on, where the talks' file says so.
    #[must_use]
    pub fn footing(&self) -> Option<&'r str> {
        self.opened().and_then(|opened| opened.footing.as_deref())
    }

    /// When the room opened.
    #[must_use]
    pub fn opened_at(&self) -> Option<Moment> {
        self.state.opened.as_ref().map(|(_, at)| *at)
    }

    /// Whether it is a rehearsal.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.opened().is_some_and(|opened| opened.demo)
    }

    /// The seat that looks.
    #[must_use]
    pub fn me(&self) -> Option<Mine> {
        self.seat.map(|seat| Mine {
            seat: seat.id.clone(),
            name: seat.name.clone(),
            delegation: seat.delegation.clone(),
            delegation_name: self.state.name_of(&seat.delegation),
            rank: seat.rank,
            two_persons: self.state.two_persons,
        })
    }

    /// The own party, where the viewer belongs to one.
    #[must_use]
    pub fn party(&self) -> Option<&'r PartyId> {
        self.seat.and_then(|seat| seat.delegation.party())
    }

    /// Whether the viewer belongs to the mediator's team.
    #[must_use]
    pub fn is_mediator(&self) -> bool {
        self.seat.is_some_and(|seat| seat.delegation == Delegation::Mediator)
    }

    /// The parties: short names and names.
    #[must_use]
    pub fn parties(&self) -> Vec<(PartyId, String)> {
        let parties = self.opened().map(|opened| opened.parties.as_slice()).unwrap_or_default();
        parties.iter().map(|party| (party.id.clone(), party.name.clone())).collect()
    }

    /// How a delegation is called.
    #[must_use]
    pub fn name_of(&self, delegation: &Delegation) -> String {
        self.state.name_of(delegation)
    }

    /// Whether nothing is agreed until everything is.
    #[must_use]
    pub fn everything(&self) -> bool {
        self.state.everything
    }

    /// Everybody who has a seat, delegation by delegation, the highest rank first.
    #[must_use]
    pub fn roster(&self) -> Vec<&'r Seat> {
        let mut seats: Vec<&Seat> =
            self.state.seats.values().filter(|seated| seated.until.is_none()).map(|seated| &seated.seat).collect();
        let place = |seat: &Seat| self.state.parties().position(|party| Some(party) == seat.delegation.party());
        seats.sort_by(|a, b| {
            (place(a), std::cmp::Reverse(a.rank), &a.name).cmp(&(place(b), std::cmp::Reverse(b.rank), &b.name))
        });
        seats
    }

    /// Every action, and whether the seat may do such a thing at all.
    #[must_use]
    pub fn rights(&self) -> Vec<Right> {
        let right = |kind: &Kind| Right { action: kind.name, title: kind.title, may: self.may(kind.name) };
        ACTIONS.iter().map(right).collect()
    }

    /// Whether the seat may do such a thing at all.
    #[must_use]
    pub fn may(&self, action: &str) -> bool {
        let (Some(seat), Some(kind)) = (self.seat, ACTIONS.iter().find(|kind| kind.name == action)) else {
            return false;
        };
        let is_who = match kind.who {
            Who::Mediator => self.is_mediator(),
            Who::Parties => !self.is_mediator(),
            Who::All => true,
        };
        is_who && seat.rank >= kind.least
    }

    /// The versions, the first first.
    #[must_use]
    pub fn versions(&self) -> Vec<VersionView> {
        let versions = &self.state.versions;
        let view = |(index, (version, at)): (usize, &(Version, Moment))| VersionView {
            number: version.number,
            at: *at,
            note: version.note.clone(),
            until: version.until,
            changed: match index.checked_sub(1) {
                None => Vec::new(),
                Some(before) => changed(&versions[before].0, version),
            },
        };
        versions.iter().enumerate().map(view).collect()
    }

    /// A version's text.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&'r Version> {
        self.state.version(number)
    }

    /// The current version's text.
    #[must_use]
    pub fn current(&self) -> Option<&'r Version> {
        self.state.current()
    }

    /// The choices of a point.
    #[must_use]
    pub fn choices(&self, label: &str) -> &'r [Choice] {
        self.opened().and_then(|opened| opened.choices.get(label)).map(Vec::as_slice).unwrap_or_default()
    }

    /// A person's name by the seat, also after it was taken away.
    #[must_use]
    pub fn person(&self, seat: Option<&SeatId>) -> Option<String> {
        self.state.seats.get(seat?).map(|seated| seated.seat.name.clone())
    }

    /// The own party's values, as last written down.
    #[must_use]
    pub fn values(&self) -> Option<&'r Values> {
        self.state.values_of(self.party()?)
    }

    /// How good each version is for the own party.
    #[must_use]
    pub fn scores(&self) -> Vec<Score> {
        let Some(party) = self.party() else { return Vec::new() };
        self.state.versions.iter().filter_map(|(version, _)| self.state.score(version, party)).collect()
    }

    /// What the mediator sees of all parties at once; nobody else sees it.
    #[must_use]
    pub fn map(&self) -> Option<Map> {
        self.is_mediator().then(|| self.state.map())
    }

    /// The ledgers that the viewer may read, and how long each is.
    #[must_use]
    pub fn ledgers(&self) -> Vec<(Ledger, u64)> {
        let reader = &self.state.reader;
        self.room.ledgers_of(reader).map(|ledger| (ledger.clone(), self.room.length(ledger))).collect()
    }

    /// Who reads with the viewer: it names the event stream.
    #[must_use]
    pub fn reader(&self) -> &'r Reader {
        &self.state.reader
    }

    /// How much the viewer's delegation has read: it grows with what it may read, and with nothing else.
    #[must_use]
    pub fn reading(&self) -> u64 {
        self.state.n_entries
    }
}

/// The labels of points that differ between two versions, those that are gone included.
fn changed(before: &Version, after: &Version) -> Vec<String> {
    let is_new = |point: &&Worded| !before.point(&point.label).is_some_and(|old| old.reads_like(point));
    let changed = after.points.iter().filter(is_new).map(|point| point.label.clone());
    let gone = before.points.iter().filter(|point| after.point(&point.label).is_none());
    changed.chain(gone.map(|point| point.label.clone())).collect()
}
