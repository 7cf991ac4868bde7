//! Proofs that a ledger was not altered: salted commitments, a Merkle tree, signed checkpoints, and a file to take away.
//!
//! Each entry becomes a leaf that holds a salted commitment to what it says, so that the words can be erased and the
//! proofs stay. Leaves form the tree of RFC 6962 (Laurie, Langley and Kasper, Certificate Transparency, 2013); its root
//! is signed as a checkpoint in the form of C2SP (tlog-checkpoint, signed-note), whose tools can read it. A [`Book`] is
//! the file that somebody takes away: everything that they may read, verifiable without the server.

mod book;
mod checkpoint;
mod leaf;
mod tree;

pub use book::{Book, Checked, Fault, Line, check, write};
pub use checkpoint::{Checkpoint, Signer, VerifyingKey, origin};
pub use leaf::{Sealed, seal};
pub use tree::{Hash, Tree, prove_consistency, prove_inclusion, root_of, verify_consistency, verify_inclusion};

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal in small letters.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests;
