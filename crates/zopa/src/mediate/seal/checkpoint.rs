//! Signed checkpoints in the forms of C2SP: tlog-checkpoint and signed-note, with Ed25519.

use super::super::ledger::Ledger;
use super::tree::Hash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey as Ed25519Key};
use sha2::{Digest, Sha256};
use std::fmt;

/// The kind of key in C2SP's signed notes: Ed25519.
const ED25519: u8 = 1;

/// How long a ledger was, and its root then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which ledger of which room.
    pub origin: String,
    /// How many entries it had.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// The name of a ledger of a room in checkpoints.
#[must_use]
pub fn origin(room: &str, ledger: &Ledger) -> String {
    format!("zopa/{room}/{ledger}")
}

/// Signs checkpoints.
pub struct Signer {
    name: String,
    key: SigningKey,
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    key: Ed25519Key,
}

impl Signer {
    /// A signer by a name without blanks or `+`, and 32 secret random bytes.
    #[must_use]
    pub fn new(name: &str, secret: &[u8; 32]) -> Signer {
        Signer { name: name.to_string(), key: SigningKey::from_bytes(secret) }
    }

    /// The key by which others verify.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The checkpoint as a signed note.
    #[must_use]
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        let body = checkpoint.body();
        let signature = self.key.sign(body.as_bytes());
        let mut bytes = self.verifying_key().id().to_vec();
        bytes.extend(signature.to_bytes());
        format!("{body}\n\u{2014} {} {}\n", self.name, STANDARD.encode(bytes))
    }
}

impl Checkpoint {
    fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// Reads a signed note and verifies it.
    ///
    /// # Errors
    /// It has another form, or is not signed by this key.
    pub fn verify(note: &str, key: &VerifyingKey) -> Result<Checkpoint, String> {
        let (body, signatures) = note.split_once("\n\n").ok_or("the checkpoint has no signature")?;
        let body = format!("{body}\n");
        let own = signatures
            .strip_suffix('\n')
            .and_then(|line| line.strip_prefix("\u{2014} "))
            .and_then(|line| line.strip_prefix(key.name.as_str()))
            .and_then(|line| line.strip_prefix(' '))
            .ok_or_else(|| format!("the checkpoint is not signed by {}", key.name))?;
        let bytes = STANDARD.decode(own).map_err(|_| "the signature is not base64")?;
        let (id, signature) = bytes.split_at_checked(4).ok_or("the signature is too short")?;
        let signature = Signature::from_slice(signature).map_err(|_| "the signature has another length")?;
        if id != key.id() || key.key.verify_strict(body.as_bytes(), &signature).is_err() {
            return Err(format!("the signature of {} does not hold", key.name));
        }
        Checkpoint::read(&body).ok_or_else(|| "the checkpoint has another form".into())
    }

    fn read(body: &str) -> Option<Checkpoint> {
        let mut lines = body.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let checkpoint = Checkpoint {
            origin: origin.to_string(),
            size: size.parse().ok()?,
            root: STANDARD.decode(root).ok()?.try_into().ok()?,
        };
        // One way to write each: no sign, no leading zero, no further line.
        (checkpoint.body() == body).then_some(checkpoint)
    }
}

impl VerifyingKey {
    /// The first bytes of the key's hash, as signed notes carry them.
    fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// Reads a key as it is written by [`fmt::Display`].
    ///
    /// # Errors
    /// It has another form.
    pub fn read(text: &str) -> Result<VerifyingKey, String> {
        let form =
            || format!("\"{text}\" is not a key; it has the form NAME+HASH+KEY, as the room's log page shows it");
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next(), parts.next(), parts.next());
        let (Some(name), Some(id), Some(key)) = (name, id, key) else { return Err(form()) };
        let bytes = STANDARD.decode(key).map_err(|_| form())?;
        let Some((&ED25519, key)) = bytes.split_first() else { return Err(form()) };
        let key: [u8; 32] = key.try_into().map_err(|_| form())?;
        let key = Ed25519Key::from_bytes(&key).map_err(|_| form())?;
        let key = VerifyingKey { name: name.to_string(), key };
        if super::hex(&key.id()) == id && !name.is_empty() { Ok(key) } else { Err(form()) }
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, super::hex(&self.id()), STANDARD.encode(bytes))
    }
}
