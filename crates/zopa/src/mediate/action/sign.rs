//! A party signs.

use super::super::fact::Fact;
use super::super::ledger::Ledger;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Signs the text that lies ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// SHA-256 of the text that was read, in hexadecimal.
    pub digest: String,
}

impl Act for Sign {
    const KIND: Kind =
        Kind { name: "sign", title: "Sign the agreement", who: Who::Parties, least: Rank::Head, weighty: true };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        let party = desk.party()?.clone();
        let Some(signing) = &desk.state.signing else {
            return Err(Refusal::conflict("No text lies ready for signature."));
        };
        if signing.digest != self.digest {
            return Err(Refusal::conflict("The text that lies ready is not the one that you read; read it again."));
        }
        if signing.signed.contains_key(&party) {
            return Err(Refusal::conflict("Your delegation has signed."));
        }
        Ok(vec![(Ledger::Parties, Fact::Signed { party, digest: self.digest.clone() })])
    }
}
