//! What locks a backup, and what opens it.

use super::error::BackupError;
use age::secrecy::SecretString;
use age::{scrypt, x25519};
use std::fmt;
use std::str::FromStr;

/// What locks a backup, and what opens it. It is not shown in debug output.
#[derive(Clone)]
pub enum Secret {
    /// A passphrase, which does both.
    Passphrase(SecretString),
    /// The public key of somebody (`age1...`), which only locks.
    PublicKey(x25519::Recipient),
    /// A secret key (`AGE-SECRET-KEY-1...`), which does both.
    SecretKey(x25519::Identity),
}

/// A guess costs 2^17 rounds of scrypt: 128 MiB, and about half a second.
const WORK: u8 = 17;

/// Backups by other programs may cost up to eight times as much.
const MOST_WORK: u8 = 20;

/// The shortest passphrase.
const MIN_PASSPHRASE: usize = 12;

impl Secret {
    /// A passphrase.
    ///
    /// # Errors
    /// It is too short.
    pub fn passphrase(text: &str) -> Result<Secret, BackupError> {
        if text.chars().count() < MIN_PASSPHRASE {
            return Err(BackupError::Secret("a passphrase needs 12 characters; take five words drawn at random"));
        }
        Ok(Secret::Passphrase(text.to_string().into()))
    }

    /// A public or secret key, as `age-keygen` writes them.
    ///
    /// # Errors
    /// It is neither.
    pub fn key(text: &str) -> Result<Secret, BackupError> {
        let text = text.trim();
        if let Ok(key) = x25519::Recipient::from_str(text) {
            return Ok(Secret::PublicKey(key));
        }
        let key = x25519::Identity::from_str(text).map_err(|_| {
            BackupError::Secret("this is no key; age-keygen makes them: age1... is public, AGE-SECRET-KEY-1... secret")
        })?;
        Ok(Secret::SecretKey(key))
    }

    /// Whether it opens what it locks.
    #[must_use]
    pub fn opens(&self) -> bool {
        !matches!(self, Secret::PublicKey(_))
    }

    pub(super) fn recipient(&self) -> Box<dyn age::Recipient> {
        match self {
            Secret::Passphrase(passphrase) => {
                let mut recipient = scrypt::Recipient::new(passphrase.clone());
                recipient.set_work_factor(WORK);
                Box::new(recipient)
            }
            Secret::PublicKey(key) => Box::new(key.clone()),
            Secret::SecretKey(key) => Box::new(key.to_public()),
        }
    }

    pub(super) fn identity(&self) -> Option<Box<dyn age::Identity>> {
        match self {
            Secret::Passphrase(passphrase) => {
                let mut identity = scrypt::Identity::new(passphrase.clone());
                identity.set_max_work_factor(MOST_WORK);
                Some(Box::new(identity))
            }
            Secret::PublicKey(_) => None,
            Secret::SecretKey(key) => Some(Box::new(key.clone())),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Secret::Passphrase(_) => "Passphrase(hidden)",
            Secret::PublicKey(_) => "PublicKey",
            Secret::SecretKey(_) => "SecretKey(hidden)",
        })
    }
}
