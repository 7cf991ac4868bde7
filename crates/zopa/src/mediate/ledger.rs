//! Circles of readers, each with a ledger of its own.

use super::names::PartyId;
use super::roster::Delegation;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A part of the log, named by who reads it.
///
/// Ledgers are apart so that not even the number of entries tells an outsider that others are talking.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Ledger {
    /// Everybody, in the room or not.
    Public,
    /// Everybody in the room.
    Parties,
    /// This party and the mediator.
    Caucus(PartyId),
    /// This delegation alone.
    Internal(Delegation),
}

/// Somebody who reads: a delegation, or the public.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// Anybody without a seat.
    Public,
    /// Somebody of this delegation.
    Delegation(Delegation),
}

impl Ledger {
    /// Whether a reader may read it.
    #[must_use]
    pub fn is_read_by(&self, reader: &Reader) -> bool {
        let Reader::Delegation(delegation) = reader else { return *self == Ledger::Public };
        match self {
            Ledger::Public | Ledger::Parties => true,
            Ledger::Caucus(party) => delegation.party().is_none_or(|own| own == party),
            Ledger::Internal(of) => of == delegation,
        }
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Ledger::Public => f.write_str("public"),
            Ledger::Parties => f.write_str("parties"),
            Ledger::Caucus(party) => write!(f, "caucus:{party}"),
            Ledger::Internal(delegation) => write!(f, "internal:{delegation}"),
        }
    }
}

impl FromStr for Ledger {
    type Err = String;

    fn from_str(text: &str) -> Result<Ledger, String> {
        match (text, text.split_once(':')) {
            ("public", _) => Ok(Ledger::Public),
            ("parties", _) => Ok(Ledger::Parties),
            (_, Some(("caucus", party))) if !party.is_empty() => Ok(Ledger::Caucus(party.into())),
            (_, Some(("internal", of))) if !of.is_empty() => Ok(Ledger::Internal(Delegation::from(of.to_string()))),
            _ => Err(format!(
                "no ledger is called \"{text}\"; there are public, parties, caucus:PARTY, internal:PARTY and internal:mediator"
            )),
        }
    }
}

impl TryFrom<String> for Ledger {
    type Error = String;

    fn try_from(text: String) -> Result<Ledger, String> {
        text.parse()
    }
}

impl From<Ledger> for String {
    fn from(ledger: Ledger) -> String {
        ledger.to_string()
    }
}
