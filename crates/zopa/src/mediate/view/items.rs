//! What delegations put down, and who reads it.

use super::super::fact::{Body, Item, Level, Ruling};
use super::super::ledger::Ledger;
use super::super::moment::Moment;
use super::super::names::{ItemId, PartyId};
use super::super::roster::Delegation;
use super::super::state::Held;
use super::View;
use serde::Serialize;

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

impl<'r> View<'r> {
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

    pub(super) fn item_view(&self, held: &Held) -> ItemView {
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
