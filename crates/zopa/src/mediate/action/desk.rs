//! What whoever acts has before them.

use super::super::fact::{Body, Fact, Item, Level, Worded};
use super::super::moment::Moment;
use super::super::names::{ItemId, PartyId};
use super::super::refusal::Refusal;
use super::super::room::Mint;
use super::super::roster::{Delegation, Rank, Seat};
use super::super::state::{Held, Signalled, State};
use super::super::wording::Check;
use super::{Deeds, Kind, Who};
use std::collections::BTreeSet;

/// What whoever acts has before them: what their delegation knows, their own seat, the moment.
pub(in super::super) struct Desk<'r, 'm> {
    pub(in super::super) state: &'r State,
    pub(in super::super) seat: &'r Seat,
    pub(in super::super) now: Moment,
    pub(in super::super) mint: Mint<'m>,
}

impl<'r> Desk<'r, '_> {
    /// Whether the seat may do such a thing at all.
    pub(super) fn may(&self, kind: Kind) -> Result<(), Refusal> {
        let is_mediator = self.seat.delegation == Delegation::Mediator;
        match (kind.who, is_mediator) {
            (Who::Mediator, false) => return Err(Refusal::forbidden("Only the mediator may do this.")),
            (Who::Parties, true) => return Err(Refusal::forbidden("Only delegations of parties may do this.")),
            _ => {}
        }
        if self.seat.rank < kind.least {
            let (own, least) = (self.seat.rank.word(), kind.least.word());
            return Err(Refusal::forbidden(format!(
                "You are {own} of your delegation; this needs a {least} or higher. Ask one of your delegation to do it."
            )));
        }
        Ok(())
    }

    /// The text can change only until all have signed.
    pub(super) fn not_signed(&self) -> Result<(), Refusal> {
        if self.state.is_concluded() {
            return Err(Refusal::conflict("All parties have signed; the text stays as it is."));
        }
        Ok(())
    }

    pub(super) fn delegation(&self) -> &'r Delegation {
        &self.seat.delegation
    }

    /// The own party; actions of parties alone call this.
    pub(super) fn party(&self) -> Result<&'r PartyId, Refusal> {
        self.seat.delegation.party().ok_or_else(|| Refusal::forbidden("Only delegations of parties may do this."))
    }

    pub(super) fn known_party(&self, party: &PartyId) -> Result<(), Refusal> {
        if self.state.is_party(party) {
            return Ok(());
        }
        let known: Vec<&str> = self.state.parties().map(PartyId::as_str).collect();
        Err(Refusal::missing(format!("There is no party \"{party}\"; there are {}.", known.join(", "))))
    }

    /// A point of the current text.
    pub(super) fn point(&self, label: &str) -> Result<&'r Worded, Refusal> {
        self.state.point(label).ok_or_else(|| Refusal::missing(format!("The current text has no point {label}.")))
    }

    /// Words for a point can be proposed while work on it goes on and it is not agreed.
    pub(super) fn may_amend(&self, label: &str) -> Result<(), Refusal> {
        if let Some(frozen) = self.state.frozen.get(label) {
            return Err(Refusal::conflict(format!(
                "Work on point {label} is suspended ({}); amend it once the mediator resumes it.",
                frozen.note
            )));
        }
        if self.state.is_locked(label) {
            return Err(Refusal::conflict(format!("Point {label} is agreed and can no longer be amended.")));
        }
        Ok(())
    }

    /// Points that are named together.
    pub(super) fn known_points(&self, labels: &[String], check: &mut Check) {
        let mut seen = BTreeSet::new();
        for label in labels {
            if !seen.insert(label) {
                return check.problem(format!("point {label} is named twice; name each once"));
            }
            if self.state.point(label).is_none() {
                check.problem(format!("the current text has no point {label}"));
            }
        }
    }

    /// An item that the own delegation put down and has not taken back.
    pub(super) fn own_item(&self, id: &ItemId) -> Result<&'r Held, Refusal> {
        let held = self.item(id)?;
        if held.item.owner != *self.delegation() {
            return Err(Refusal::forbidden("This is another delegation's; only its owner may do that."));
        }
        if held.withdrawn.is_some() {
            return Err(Refusal::conflict("This has been taken back."));
        }
        Ok(held)
    }

    /// An item that the own delegation may read.
    pub(super) fn item(&self, id: &ItemId) -> Result<&'r Held, Refusal> {
        self.state.items.get(id).ok_or_else(|| Refusal::missing("There is no such item, or you may not read it."))
    }

    /// A question that the own delegation knows of.
    pub(super) fn signal(&self, id: &ItemId) -> Result<&'r Signalled, Refusal> {
        self.state.signals.get(id).ok_or_else(|| Refusal::missing("There is no such question, or you may not read it."))
    }

    /// A new item of the own delegation.
    pub(super) fn new_item(&mut self, level: Level, with: Option<PartyId>, body: Body) -> Item {
        Item { id: ItemId((self.mint)()), owner: self.delegation().clone(), level, with, body }
    }

    /// Who may show something to so wide a circle.
    pub(super) fn may_show(&self, level: Level) -> Result<(), Refusal> {
        let least = match level {
            Level::Delegation => Rank::Adviser,
            Level::Mediator | Level::Parties => Rank::Member,
            Level::Public => Rank::Head,
        };
        if self.seat.rank >= least {
            return Ok(());
        }
        let circle = match level {
            Level::Public => "public",
            _ => "known outside the delegation",
        };
        Err(Refusal::forbidden(format!(
            "You are {} of your delegation; making something {circle} needs a {} or higher.",
            self.seat.rank.word(),
            least.word()
        )))
    }

    /// Whom the mediator shares something with at level `mediator`; parties need not say.
    pub(super) fn with(&self, level: Level, with: Option<&PartyId>) -> Result<Option<PartyId>, Refusal> {
        if *self.delegation() != Delegation::Mediator || level != Level::Mediator {
            return Ok(None);
        }
        let with = with.ok_or_else(|| Refusal::missing("Say with which party you share it: give `with`."))?;
        self.known_party(with)?;
        Ok(Some(with.clone()))
    }
}

/// An item in the ledger of its readers.
pub(super) fn put(item: Item) -> Deeds {
    vec![(item.ledger(), Fact::Put { item })]
}
