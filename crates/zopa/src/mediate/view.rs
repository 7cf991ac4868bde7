//! What a seat may see: the only way anything leaves a room.

use super::action::{ACTIONS, Kind, Who};
use super::analysis::{Map, Score};
use super::fact::{Answer, Body, Choice, Item, Level, Mark, Opened, Ruling, Signal, Stance, Values, Version, Worded};
use super::ledger::{Ledger, Reader};
use super::moment::Moment;
use super::names::{ItemId, PartyId, SeatId};
use super::room::Room;
use super::roster::{Delegation, Rank, Seat};
use super::state::{Held, Signalled, State};
use crate::text::Agreement;
use serde::Serialize;

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

/// Something that a delegation put down.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemView {
    /// Which.
    pub id: ItemId,
    /// Whose.
    pub owner: Delegation,
    /// How the owner is called.
    pub owner_name: String,
    /// Whether it is the own delegation's.
    pub own: bool,
    /// Who put it down, or made it known.
    pub by: Option<String>,
    /// When the viewer's delegation first learned of it.
    pub at: Moment,
    /// Who may read it.
    pub level: Level,
    /// The party that the mediator shares it with.
    pub with: Option<PartyId>,
    /// When it was shown to wider circles.
    pub widened: Vec<(Level, Moment)>,
    /// The thing itself.
    pub body: Body,
    /// Whether it counts, or waits for a second person.
    pub counts: bool,
    /// Who seconded it.
    pub seconded_by: Option<String>,
    /// When it was taken back.
    pub withdrawn: Option<Moment>,
    /// What the mediator ruled, why, and when.
    pub ruling: Option<(Ruling, String, Moment)>,
}

/// A question with a deadline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignalView {
    /// The question.
    pub signal: Signal,
    /// When it was asked.
    pub at: Moment,
    /// Earlier deadlines, why each was moved, and when.
    pub extensions: Vec<(Moment, String, Moment)>,
    /// When it was closed.
    pub closed: Option<Moment>,
    /// Whether the deadline has passed.
    pub over: bool,
    /// Whether the reminder is due.
    pub reminds: bool,
    /// Party by party, as far as the viewer may know.
    pub replies: Vec<ReplyView>,
}

/// A party's answer to a question, or that there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplyView {
    /// Who.
    pub party: PartyId,
    /// How the party is called.
    pub party_name: String,
    /// When the party answered; none where it has not, or the viewer may not know.
    pub answered: Option<Moment>,
    /// Whether that was after the deadline; where it has not answered, whether the deadline has passed.
    pub late: bool,
    /// The answer, where the viewer may read it.
    pub words: Option<String>,
    /// Whether the viewer may know whether there is an answer.
    pub known: bool,
}

/// Something that waits for the viewer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Queued {
    /// What it is.
    pub pressing: Pressing,
    /// In words.
    pub words: String,
    /// By when, where there is a deadline.
    pub due: Option<Moment>,
    /// Whether the deadline has passed.
    pub late: bool,
}

/// What waits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pressing {
    /// A point needs a mark.
    Mark {
        /// Its label.
        point: String,
    },
    /// Somebody's mark needs a second person.
    Second {
        /// The mark.
        item: ItemId,
        /// The point's label.
        point: String,
    },
    /// A question needs an answer.
    Reply {
        /// The question.
        signal: ItemId,
    },
    /// An amendment needs a ruling.
    Rule {
        /// The amendment.
        item: ItemId,
        /// The point's label.
        point: String,
    },
    /// The agreement needs a signature.
    Sign,
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

/// A text that lies ready for signature.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SigningView {
    /// The version.
    pub version: u32,
    /// The labels of its agreed points.
    pub points: Vec<String>,
    /// SHA-256 of its text.
    pub digest: String,
    /// Since when.
    pub since: Moment,
    /// Party by party.
    pub signatures: Vec<SignatureView>,
    /// Whether all have signed.
    pub concluded: bool,
}

/// A party's signature, or the place for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignatureView {
    /// Who.
    pub party: PartyId,
    /// How the party is called.
    pub party_name: String,
    /// Who signed for it.
    pub by: Option<String>,
    /// When it signed; none where it has not.
    pub at: Option<Moment>,
}

/// Everything at once: for other programs, and for laws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Whole {
    /// What the talks are called; the public learns it from communiques alone.
    pub title: Option<String>,
    /// What the numbers rest on.
    pub footing: Option<String>,
    /// Whether it is a rehearsal.
    pub demo: bool,
    /// The seat that looks.
    pub me: Option<Mine>,
    /// The parties: short names and names.
    pub parties: Vec<(PartyId, String)>,
    /// Whether nothing is agreed until everything is.
    pub everything: bool,
    /// Everybody in the room.
    pub roster: Vec<Seat>,
    /// What the seat may do.
    pub rights: Vec<Right>,
    /// The versions.
    pub versions: Vec<VersionView>,
    /// The points of the current one.
    pub points: Vec<PointView>,
    /// What waits for the viewer.
    pub queue: Vec<Queued>,
    /// Everything put down.
    pub items: Vec<ItemView>,
    /// The questions.
    pub signals: Vec<SignalView>,
    /// The own party's values.
    pub values: Option<Values>,
    /// How good each version is for the own party.
    pub scores: Vec<Score>,
    /// The mediator's map.
    pub map: Option<Map>,
    /// A text that lies ready for signature.
    pub signing: Option<SigningView>,
    /// How long each ledger is.
    pub ledgers: Vec<(Ledger, u64)>,
}

impl<'r> View<'r> {
    /// Everything at once.
    #[must_use]
    pub fn whole(&self) -> Whole {
        Whole {
            title: self.title().map(str::to_string),
            footing: self.opened().and_then(|opened| opened.footing.clone()),
            demo: self.is_demo(),
            me: self.me(),
            parties: self.parties(),
            everything: self.everything(),
            roster: self.roster().into_iter().cloned().collect(),
            rights: self.rights(),
            versions: self.versions(),
            points: self.points(),
            queue: self.queue(),
            items: self.items(|_| true),
            signals: self.signals(),
            values: self.values().cloned(),
            scores: self.scores(),
            map: self.map(),
            signing: self.signing(),
            ledgers: self.ledgers(),
        }
    }

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
            changed: previous.is_some_and(|version| version.point(label).map(|old| &old.text) != Some(&point.text)),
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

    /// A person's name by the seat, also after it was taken away.
    #[must_use]
    pub fn person(&self, seat: Option<&SeatId>) -> Option<String> {
        self.state.seats.get(seat?).map(|seated| seated.seat.name.clone())
    }

    /// Items that fit, in the order in which the viewer's delegation learned of them.
    #[must_use]
    pub fn items(&self, fits: impl Fn(&Item) -> bool) -> Vec<ItemView> {
        self.state.held_in_order().filter(|held| fits(&held.item)).map(|held| self.item_view(held)).collect()
    }

    /// An item.
    #[must_use]
    pub fn item(&self, id: &ItemId) -> Option<ItemView> {
        self.state.items.get(id).map(|held| self.item_view(held))
    }

    fn item_view(&self, held: &Held) -> ItemView {
        let item = &held.item;
        ItemView {
            id: item.id.clone(),
            owner: item.owner.clone(),
            owner_name: self.state.name_of(&item.owner),
            own: self.seat.is_some_and(|seat| seat.delegation == item.owner),
            by: self.person(held.by.as_ref()),
            at: held.at,
            level: item.level,
            with: item.with.clone(),
            widened: held.widened.clone(),
            body: item.body.clone(),
            counts: held.counts,
            seconded_by: self.person(held.seconded_by.as_ref()),
            withdrawn: held.withdrawn,
            ruling: held.ruling.clone(),
        }
    }

    /// What was said between the mediator and a party alone.
    #[must_use]
    pub fn caucus(&self, party: &PartyId) -> Vec<ItemView> {
        let ledger = Ledger::Caucus(party.clone());
        self.items(|item| matches!(item.body, Body::Message(_)) && item.ledger() == ledger)
    }

    /// What was said to all parties, or to everybody.
    #[must_use]
    pub fn plenary(&self) -> Vec<ItemView> {
        self.items(|item| matches!(item.body, Body::Message(_)) && item.level >= Level::Parties)
    }

    /// What was said within the own delegation.
    #[must_use]
    pub fn internal(&self) -> Vec<ItemView> {
        self.items(|item| matches!(item.body, Body::Message(_)) && item.level == Level::Delegation)
    }

    /// Minutes.
    #[must_use]
    pub fn minutes(&self) -> Vec<ItemView> {
        self.items(|item| matches!(item.body, Body::Minutes(_)))
    }

    /// Communiques.
    #[must_use]
    pub fn communiques(&self) -> Vec<ItemView> {
        self.items(|item| matches!(item.body, Body::Communique(_)))
    }

    /// Amendments to the text.
    #[must_use]
    pub fn amendments(&self) -> Vec<ItemView> {
        self.items(|item| matches!(item.body, Body::Amendment(_)))
    }

    /// What happened to a point, in order.
    #[must_use]
    pub fn history(&self, label: &str) -> Vec<Happening> {
        let mut history = Vec::new();
        let mut before: Option<&str> = None;
        for (version, at) in &self.state.versions {
            let Some(point) = version.point(label) else { continue };
            if before != Some(point.text.as_str()) {
                let (text, number) = (point.text.clone(), version.number);
                history.push((
                    *at,
                    Happening::Worded { version: number, at: *at, before: before.map(str::to_string), text },
                ));
            }
            before = Some(&point.text);
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

    /// The questions, the newest last.
    #[must_use]
    pub fn signals(&self) -> Vec<SignalView> {
        self.state.signal_order.iter().filter_map(|id| self.signal(id)).collect()
    }

    /// A question.
    #[must_use]
    pub fn signal(&self, id: &ItemId) -> Option<SignalView> {
        let known = self.state.signals.get(id)?;
        let remind_at = known.signal.due.before(known.signal.remind);
        Some(SignalView {
            signal: known.signal.clone(),
            at: known.at,
            extensions: known.extensions.clone(),
            closed: known.closed,
            over: known.is_over(self.now),
            reminds: known.closed.is_none() && known.signal.remind > 0 && self.now >= remind_at,
            replies: known.signal.whom.iter().map(|party| self.reply(known, party)).collect(),
        })
    }

    fn reply(&self, known: &Signalled, party: &PartyId) -> ReplyView {
        let answer =
            known.answers.get(party).and_then(|id| self.state.items.get(id)).and_then(|held| match &held.item.body {
                Body::Answer(answer) => Some(answer),
                _ => None,
            });
        let answered = answer.map(|answer: &Answer| answer.at).or(known.responded.get(party).copied());
        let is_own = self.party() == Some(party);
        let signal = &known.signal;
        let known_here = is_own
            || answered.is_some()
            || known.closed.is_some()
            || (!signal.quiet && (signal.hidden || self.is_mediator() || signal.answers >= Level::Parties));
        ReplyView {
            party: party.clone(),
            party_name: self.state.name_of(&Delegation::Party(party.clone())),
            answered,
            late: known_here && answered.map_or(known.is_over(self.now), |at| at > signal.due),
            words: answer.map(|answer| answer.words.clone()),
            known: known_here,
        }
    }

    /// What waits for the viewer, the most pressing first.
    #[must_use]
    pub fn queue(&self) -> Vec<Queued> {
        let mut queue = Vec::new();
        let late = |due: Moment| self.now >= due;
        if let (Some(party), Some(seat)) = (self.party(), self.seat) {
            if seat.rank >= Rank::Member {
                self.queue_replies(party, &mut queue);
                self.queue_seconds(seat, &mut queue);
            }
            let is_unsigned =
                |signing: &SigningView| signing.signatures.iter().any(|own| own.party == *party && own.at.is_none());
            if seat.rank == Rank::Head && self.signing().as_ref().is_some_and(is_unsigned) {
                queue.push(Queued {
                    pressing: Pressing::Sign,
                    words: "The agreement lies ready for your signature".into(),
                    due: None,
                    late: false,
                });
            }
            if seat.rank >= Rank::Adviser {
                let until = self.current().and_then(|version| version.until);
                for point in self.points().into_iter().filter(|point| point.needs_mark) {
                    let words = match &point.mine {
                        Some(mark) => {
                            format!("Point {}: marked on version {}, and changed since", point.label, mark.version)
                        }
                        None => format!("Point {}: {}", point.label, point.title),
                    };
                    let due = until.filter(|_| point.contest_until.is_some());
                    queue.push(Queued {
                        pressing: Pressing::Mark { point: point.label },
                        words,
                        due,
                        late: due.is_some_and(late),
                    });
                }
            }
        }
        if self.is_mediator() && self.may("rule") {
            let waiting = self.state.held_in_order().filter(|held| {
                matches!(held.item.body, Body::Amendment(_)) && held.withdrawn.is_none() && held.ruling.is_none()
            });
            for held in waiting {
                let point = held.item.point().unwrap_or_default().to_string();
                let words = format!(
                    "Point {point}: an amendment of {} waits for your ruling",
                    self.state.name_of(&held.item.owner)
                );
                queue.push(Queued {
                    pressing: Pressing::Rule { item: held.item.id.clone(), point },
                    words,
                    due: None,
                    late: false,
                });
            }
        }
        queue
    }

    fn queue_replies(&self, party: &PartyId, queue: &mut Vec<Queued>) {
        let asked = self.state.signals.values().filter(|known| {
            known.closed.is_none() && known.signal.whom.contains(party) && !known.responded.contains_key(party)
        });
        for known in asked {
            let words = format!("Answer: {}", first_words(&known.signal.words));
            let due = known.signal.due;
            queue.push(Queued {
                pressing: Pressing::Reply { signal: known.signal.id.clone() },
                words,
                due: Some(due),
                late: known.is_over(self.now),
            });
        }
        queue.sort_by_key(|queued| queued.due);
    }

    fn queue_seconds(&self, seat: &Seat, queue: &mut Vec<Queued>) {
        let current = self.current().map(|version| version.number);
        for held in self.state.held_in_order().filter(|held| !held.counts && held.withdrawn.is_none()) {
            let Body::Mark(mark) = &held.item.body else { continue };
            if held.by.as_ref() == Some(&seat.id) || Some(mark.version) != current {
                continue;
            }
            let who = self.person(held.by.as_ref()).unwrap_or_default();
            queue.push(Queued {
                pressing: Pressing::Second { item: held.item.id.clone(), point: mark.point.clone() },
                words: format!("Point {}: second the mark of {who} ({})", mark.point, mark.stance.words()),
                due: None,
                late: false,
            });
        }
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

    /// A text that lies ready for signature.
    #[must_use]
    pub fn signing(&self) -> Option<SigningView> {
        let signing = self.state.signing.as_ref()?;
        let signature = |party: &PartyId| {
            let signed = signing.signed.get(party);
            SignatureView {
                party: party.clone(),
                party_name: self.state.name_of(&Delegation::Party(party.clone())),
                by: signed.and_then(|(seat, _)| self.person(seat.as_ref())),
                at: signed.map(|(_, at)| *at),
            }
        };
        Some(SigningView {
            version: signing.version,
            points: signing.points.clone(),
            digest: signing.digest.clone(),
            since: signing.since,
            signatures: self.state.parties().map(signature).collect(),
            concluded: self.state.is_concluded(),
        })
    }

    /// The agreement: the text that lies ready or was signed, else what is agreed of the current one so far.
    #[must_use]
    pub fn agreement(&self) -> Option<Agreement> {
        if let Some(signing) = &self.state.signing {
            return Some(self.state.agreement(signing.version, &signing.points));
        }
        let current = self.current()?;
        let settled = current.points.iter().filter(|point| self.state.is_settled(&point.label, self.now));
        let labels: Vec<String> = settled.map(|point| point.label.clone()).collect();
        Some(self.state.agreement(current.number, &labels))
    }

    /// A communique to begin from: what is public, in order.
    #[must_use]
    pub fn communique_draft(&self) -> String {
        let public =
            self.state.held_in_order().filter(|held| held.item.level == Level::Public && held.withdrawn.is_none());
        let line = |held: &Held| {
            let owner = self.state.name_of(&held.item.owner);
            match &held.item.body {
                Body::Mark(mark) => {
                    Some(format!("{owner} on point {}: {}. {}", mark.point, mark.stance.words(), mark.reason))
                }
                Body::Amendment(amendment) => {
                    Some(format!("{owner} proposed for point {}: {}", amendment.point, amendment.words))
                }
                Body::Message(message) => Some(format!("{owner}: {}", message.words)),
                Body::Answer(answer) => Some(format!("{owner}: {}", answer.words)),
                _ => None,
            }
        };
        public.filter_map(line).map(|line| line.trim().to_string()).collect::<Vec<_>>().join("\n\n")
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

    /// Who would read something at a level, now and later, in words.
    #[must_use]
    pub fn circle(&self, level: Level, with: Option<&PartyId>) -> String {
        let Some(seat) = self.seat else { return String::new() };
        let own = self.state.name_of(&seat.delegation);
        let n = |delegation: &Delegation| people(self.state.members(delegation).count());
        match (level, &seat.delegation, with) {
            (Level::Public, ..) => {
                "Everybody, in the room or not, now and later. It cannot be taken out of the world again.".into()
            }
            (Level::Parties, ..) => {
                "Every delegation in the room and the mediator, now; later also whoever is admitted to any of them."
                    .into()
            }
            (Level::Mediator, Delegation::Mediator, Some(party)) => {
                let name = self.state.name_of(&Delegation::Party(party.clone()));
                let count = n(&Delegation::Party(party.clone()));
                format!(
                    "The mediator's team and the delegation of {name} ({count}), now; later also whoever is admitted to either. Nobody else learns that it exists."
                )
            }
            (Level::Mediator, Delegation::Mediator, None) => {
                "The mediator's team and the party that you choose.".into()
            }
            (Level::Mediator, delegation, _) => format!(
                "The delegation of {own} ({}) and the mediator's team ({}), now; later also whoever is admitted to either. Nobody else learns that it exists.",
                n(delegation),
                n(&Delegation::Mediator)
            ),
            (Level::Delegation, delegation @ Delegation::Mediator, _) => {
                format!("The mediator's team ({}) alone, now; later also whoever is admitted to it.", n(delegation))
            }
            (Level::Delegation, delegation, _) => format!(
                "The delegation of {own} ({}) alone, now; later also whoever is admitted to it. The mediator cannot read it.",
                n(delegation)
            ),
        }
    }
}

fn people(n: usize) -> String {
    if n == 1 { "1 person".into() } else { format!("{n} people") }
}

/// The labels of points that differ between two versions, those that are gone included.
fn changed(before: &Version, after: &Version) -> Vec<String> {
    let is_new = |point: &&Worded| before.point(&point.label).map(|old| &old.text) != Some(&point.text);
    let changed = after.points.iter().filter(is_new).map(|point| point.label.clone());
    let gone = before.points.iter().filter(|point| after.point(&point.label).is_none());
    changed.chain(gone.map(|point| point.label.clone())).collect()
}

/// The beginning of a text, for a line in a list.
fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= 14 { words.join(" ") } else { format!("{} …", words[..14].join(" ")) }
}
