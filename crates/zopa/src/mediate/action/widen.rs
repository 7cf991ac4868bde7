//! An owner lets a wider circle read something.

use super::super::fact::{Body, Level};
use super::super::names::{ItemId, PartyId};
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::state::Held;
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
        self.is_latest(desk, held)?;
        if held.item.level < Level::Parties {
            may_be_put(desk, held)?;
        }
        let mut item = held.item.clone();
        item.with = desk.with(self.level, self.with.as_ref())?;
        item.level = self.level;
        Ok(super::desk::put(item))
    }
}

impl Widen {
    /// What was replaced is not shown any more: those who know the newer one would take the older for the newest.
    fn is_latest(&self, desk: &Desk, held: &Held) -> Result<(), Refusal> {
        let Some(party) = desk.delegation().party() else {
            return match held.item.body {
                Body::Minutes(_) if self.level == Level::Public => {
                    Err(Refusal::conflict("Minutes are not for the public; publish a communique."))
                }
                _ => Ok(()),
            };
        };
        let (latest, newer) = match &held.item.body {
            Body::Mark(mark) => (
                desk.state.known_mark(&mark.point, party).map(|(known, _)| &known.item.id),
                "You have marked this point anew since; show the newer mark.",
            ),
            Body::Values(_) => (
                desk.state.held_values(party).map(|(known, _)| &known.item.id),
                "You have written down other values since; show the newer ones.",
            ),
            Body::Answer(answer) => {
                let known = desk.signal(&answer.signal)?;
                if known.signal.hidden && known.closed.is_none() {
                    return Err(Refusal::conflict("Answers to this question stay hidden until it is closed."));
                }
                (known.answers.get(party), "You have answered anew since; show the newer answer.")
            }
            _ => return Ok(()),
        };
        if latest == Some(&self.item) { Ok(()) } else { Err(Refusal::conflict(newer)) }
    }
}

/// Where a point may no longer be marked or amended, what was kept back may not come out as a mark or an amendment either.
fn may_be_put(desk: &Desk, held: &Held) -> Result<(), Refusal> {
    match &held.item.body {
        Body::Mark(mark) => {
            desk.not_signed()?;
            if desk.state.is_locked(&mark.point) {
                return Err(Refusal::conflict(format!("Point {} is agreed already.", mark.point)));
            }
        }
        Body::Amendment(amendment) => {
            desk.not_signed()?;
            desk.may_amend(&amendment.point)?;
            // The ruling, and the mediator's words in it, stay in the circle in which they were given.
            if held.ruling.is_some() {
                return Err(Refusal::conflict("The mediator has ruled on this amendment; propose it anew."));
            }
        }
        _ => {}
    }
    Ok(())
}
