//! Who sits in a room.

use super::names::{PartyId, SeatId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whom a seat belongs to: the mediator's team, or the delegation of a party.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Delegation {
    /// The mediator's team.
    Mediator,
    /// The delegation of this party.
    Party(PartyId),
}

/// How the mediator's team is called where parties are told by their short names.
pub const MEDIATOR: &str = "mediator";

impl Delegation {
    /// The party, where it is a party's.
    #[must_use]
    pub fn party(&self) -> Option<&PartyId> {
        match self {
            Delegation::Mediator => None,
            Delegation::Party(party) => Some(party),
        }
    }
}

impl From<String> for Delegation {
    fn from(text: String) -> Delegation {
        if text == MEDIATOR { Delegation::Mediator } else { Delegation::Party(PartyId(text)) }
    }
}

impl From<Delegation> for String {
    fn from(delegation: Delegation) -> String {
        delegation.to_string()
    }
}

impl fmt::Display for Delegation {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.party().map_or(MEDIATOR, PartyId::as_str))
    }
}

/// What a seat may do in its delegation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Reads what the delegation reads, and does nothing.
    Observer,
    /// Writes within the delegation, and prepares marks that a member or the head must second.
    Adviser,
    /// Marks, proposes and speaks for the delegation.
    Member,
    /// Also makes things public, signs, and decides who belongs to the delegation.
    Head,
}

impl Rank {
    /// Every rank, the highest first.
    pub const ALL: [Rank; 4] = [Rank::Head, Rank::Member, Rank::Adviser, Rank::Observer];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Rank::Head => "head",
            Rank::Member => "member",
            Rank::Adviser => "adviser",
            Rank::Observer => "observer",
        }
    }
}

/// Somebody's place in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Its short name.
    pub id: SeatId,
    /// The person's name, as others in the room read it.
    pub name: String,
    /// Whose seat it is.
    pub delegation: Delegation,
    /// What it may do.
    pub rank: Rank,
}
