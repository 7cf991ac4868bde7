//! Secrets that stand for something: sessions, links, ceremonies.
//!
//! Each kind begins with letters of its own and is hashed under a name of its own, so that one can never pass for
//! another. Stores hold hashes alone.

use crate::store::TokenHash;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A browser that is signed in.
    Browser,
    /// A program that acts for somebody.
    Machine,
    /// An invitation.
    Invitation,
    /// A ceremony with a passkey that was begun.
    Ceremony,
}

impl Kind {
    fn prefix(self) -> &'static str {
        match self {
            Kind::Browser => "zb_",
            Kind::Machine => "zm_",
            Kind::Invitation => "zi_",
            Kind::Ceremony => "zc_",
        }
    }
}

/// Random bytes from the operating system.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        // Nothing secret can be made without chance; to go on would be worse than to stop.
        std::process::abort();
    }
    bytes
}

/// A new token, 256 random bits, and what a store holds of it.
#[must_use]
pub fn new(kind: Kind) -> (String, TokenHash) {
    let secret = URL_SAFE_NO_PAD.encode(random::<32>());
    (format!("{}{secret}", kind.prefix()), hashed(kind, &secret))
}

fn hashed(kind: Kind, secret: &str) -> TokenHash {
    TokenHash(Sha256::new().chain_update(kind.prefix()).chain_update(secret).finalize().into())
}

/// What a store holds of a token; none where the text is not a token of this kind.
#[must_use]
pub fn hash(kind: Kind, token: &str) -> Option<TokenHash> {
    let secret = token.strip_prefix(kind.prefix())?;
    let is_whole = URL_SAFE_NO_PAD.decode(secret).is_ok_and(|bytes| bytes.len() == 32);
    is_whole.then(|| hashed(kind, secret))
}

/// A short name that nobody can guess: 120 random bits.
#[must_use]
pub fn name() -> String {
    URL_SAFE_NO_PAD.encode(random::<15>())
}

/// Whether a text can be a short name at all; what cannot is not asked of a database.
#[must_use]
pub fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::{Kind, hash, name, new};

    #[test]
    fn a_token_passes_for_its_own_kind_alone() {
        let kinds = [Kind::Browser, Kind::Machine, Kind::Invitation, Kind::Ceremony];
        for kind in kinds {
            let (token, own) = new(kind);
            assert_eq!(hash(kind, &token), Some(own));
            for other in kinds.into_iter().filter(|other| *other != kind) {
                assert_eq!(hash(other, &token), None);
                let disguised = token.replace(kind.prefix(), other.prefix());
                assert_ne!(hash(other, &disguised), hash(kind, &token));
            }
        }
        assert_eq!(hash(Kind::Browser, "zb_short"), None);
        assert_ne!(name(), name());
    }
}
