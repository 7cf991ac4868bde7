//! An owner lets a wider circle read something.

use super::super::fact::{Body, Level};
use super::super::names::{ItemId, PartyId};
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Shows an item of the own delegation to a wider circle. It cannot be narrowed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Widen {
    /// The item.
    pub item: ItemId,
    /// The circle.
    pub level: Level,
    /// The party that the mediator shares it with, at level `mediator`.
    #[serde(default)]
    pub with: Option<PartyId>,
}

impl Act for Widen {
    const KIND: Kind =
        Kind { name: "widen", title: "Let a wider circle read it", who: Who::All, least: Rank::Member, weighty: true };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let held = desk.own_item(&self.item)?;
        desk.may_show(self.level)?;
        if !held.counts {
            return Err(Refusal::conflict("This waits for a second person; it can be shown once it counts."));
        }
        if self.level <= held.item.level {
            return Err(Refusal::conflict("Those readers can read it already; a circle can only become wider."));
        }
        if let Body::Answer(answer) = &held.item.body {
            let closed = desk.state.signals.get(&answer.signal).is_none_or(|known| known.closed.is_some());
            if !closed && desk.signal(&answer.signal)?.signal.hidden {
                return Err(Refusal::conflict("Answers to this question stay hidden until it is closed."));
            }
        }
        if let (Body::Mark(mark), Some(party)) = (&held.item.body, desk.delegation().party()) {
            if desk.state.known_mark(&mark.point, party).map(|(current, _)| &current.item.id) != Some(&self.item) {
                return Err(Refusal::conflict("You have marked this point anew since; show the newer mark."));
            }
            if desk.state.is_locked(&mark.point) && self.level < Level::Public {
                return Err(Refusal::conflict(format!("Point {} is agreed already.", mark.point)));
            }
        }
        let mut item = held.item.clone();
        item.with = desk.with(self.level, self.with.as_ref())?;
        item.level = self.level;
        Ok(super::desk::put(item))
    }
}
