//! An entry as a leaf: what is public of it, and a salted commitment to the rest.

use super::super::fact::{Entry, Fact};
use super::super::ledger::Ledger;
use super::super::moment::Moment;
use super::super::names::SeatId;
use super::tree::{Hash, leaf_hash};
use super::{hex, unhex};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// Stands in a leaf where nobody in particular acted. No seat has this short name.
const NOBODY: &str = "-";

/// An entry as it is kept: sealed, and with what opens the seal unless it was erased.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Which ledger it stands in.
    pub ledger: Ledger,
    /// Its place there, from 0.
    pub index: u64,
    /// When it was written.
    pub at: Moment,
    /// Whose doing it is.
    pub by: Option<SeatId>,
    /// 32 random bytes in hexadecimal; none once the content is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// What it says, as the very bytes that were sealed; none once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<Box<RawValue>>,
    /// The commitment to salt and content, in hexadecimal.
    pub commitment: String,
    /// The leaf's hash, in hexadecimal.
    pub leaf: String,
}

/// Seals an entry with a salt, which must be random and secret from those who may not read the entry.
#[must_use]
pub fn seal(entry: &Entry, salt: [u8; 32]) -> Sealed {
    let fact = serde_json::value::to_raw_value(&entry.fact).unwrap_or_else(|_| RawValue::NULL.to_owned());
    let commitment = commitment(&salt, fact.get());
    let mut sealed = Sealed {
        ledger: entry.ledger.clone(),
        index: entry.index,
        at: entry.at,
        by: entry.by.clone(),
        salt: Some(hex(&salt)),
        fact: Some(fact),
        commitment: hex(&commitment),
        leaf: String::new(),
    };
    sealed.leaf = hex(&sealed.computed_leaf());
    sealed
}

fn commitment(salt: &[u8], fact: &str) -> Hash {
    Sha256::new().chain_update(b"zopa fact 1\n").chain_update(salt).chain_update(fact).finalize().into()
}

impl Sealed {
    /// The leaf's hash, from what is public of the entry.
    #[must_use]
    pub fn computed_leaf(&self) -> Hash {
        let by = self.by.as_ref().map_or(NOBODY, SeatId::as_str);
        let content =
            format!("zopa entry 1\n{}\n{}\n{}\n{by}\n{}\n", self.ledger, self.index, self.at.0, self.commitment);
        leaf_hash(content.as_bytes())
    }

    /// The leaf's hash as written down.
    #[must_use]
    pub fn leaf(&self) -> Option<Hash> {
        unhex(&self.leaf)?.try_into().ok()
    }

    /// The entry, once its seals hold; none where its content was erased.
    ///
    /// # Errors
    /// What does not hold.
    pub fn open(&self) -> Result<Option<Entry>, String> {
        if self.leaf() != Some(self.computed_leaf()) {
            return Err("its leaf does not match its place, time, author and commitment".into());
        }
        if self.by.as_ref().is_some_and(|by| by.as_str() == NOBODY) {
            return Err("its author has the short name that stands for nobody".into());
        }
        let (salt, fact) = match (&self.salt, &self.fact) {
            (None, None) => return Ok(None),
            (Some(salt), Some(fact)) => (salt, fact),
            _ => return Err("either salt or content is missing; both are there, or neither".into()),
        };
        let salt = unhex(salt).filter(|salt| salt.len() == 32).ok_or("its salt is not 32 bytes in hexadecimal")?;
        if hex(&commitment(&salt, fact.get())) != self.commitment {
            return Err("its content does not match its commitment".into());
        }
        let fact: Fact =
            serde_json::from_str(fact.get()).map_err(|error| format!("its content cannot be read: {error}"))?;
        let Sealed { ledger, index, at, by, .. } = self.clone();
        Ok(Some(Entry { ledger, index, at, by, fact }))
    }
}
