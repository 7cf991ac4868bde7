//! Signed checkpoints: the known form, the right key, nothing altered.

use super::super::super::*;
use super::super::*;

fn signer() -> Signer {
    Signer::new("zopa.example", &[7; 32])
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: origin("room1", &Ledger::Caucus("a".into())), size: 12, root: [5; 32] }
}

#[test]
fn a_checkpoint_has_the_known_form_and_comes_back() {
    let note = signer().sign(&checkpoint());
    let lines: Vec<&str> = note.split('\n').collect();
    assert_eq!(lines[..4], ["zopa/room1/caucus:a", "12", "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=", ""]);
    assert!(lines[4].starts_with("\u{2014} zopa.example "));
    assert_eq!((lines.len(), lines[5]), (6, ""));
    assert_eq!(Checkpoint::verify(&note, &signer().verifying_key()), Ok(checkpoint()));
}

#[test]
fn a_key_is_read_as_it_is_written() {
    let key = signer().verifying_key();
    let text = key.to_string();
    assert!(text.starts_with("zopa.example+"));
    assert_eq!(VerifyingKey::read(&text), Ok(key));
    // The example of C2SP's signed-note: its hash is that of name and key.
    let example = "example.com+eb04d2f4+AQ==";
    assert!(VerifyingKey::read(example).is_err(), "the key is too short");
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let wrong = String::from_utf8(bytes).expect("text");
        assert!(VerifyingKey::read(&wrong).is_err(), "{wrong}");
    }
}

#[test]
fn the_example_of_the_note_format_verifies() {
    // From the documentation of golang.org/x/mod/sumdb/note.
    let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let key = VerifyingKey::read(key).expect("a key");
    assert_eq!(key.to_string().split('+').nth(1), Some("c74f20a3"));
    let note = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    // Its signature holds; what it signs is no checkpoint.
    assert_eq!(Checkpoint::verify(note, &key), Err("the checkpoint has another form".to_string()));
}

#[test]
fn another_key_does_not_verify() {
    let note = signer().sign(&checkpoint());
    let other = Signer::new("zopa.example", &[8; 32]).verifying_key();
    assert_eq!(Checkpoint::verify(&note, &other), Err("the signature of zopa.example does not hold".to_string()));
    let named = Signer::new("other.example", &[7; 32]).verifying_key();
    assert_eq!(Checkpoint::verify(&note, &named), Err("the checkpoint is not signed by other.example".to_string()));
}

#[test]
fn no_byte_of_a_note_can_be_altered() {
    let (note, key) = (signer().sign(&checkpoint()), signer().verifying_key());
    for at in 0..note.len() {
        for value in 0..=u8::MAX {
            let mut bytes = note.clone().into_bytes();
            if bytes[at] == value {
                continue;
            }
            bytes[at] = value;
            if let Ok(wrong) = String::from_utf8(bytes) {
                assert!(Checkpoint::verify(&wrong, &key).is_err(), "{wrong}");
            }
        }
    }
    for wrong in [format!("{note}\n"), format!(" {note}"), note.replace('\n', "\r\n"), note.trim_end().to_string()] {
        assert!(Checkpoint::verify(&wrong, &key).is_err(), "{wrong}");
    }
    let twice = format!("{note}{}", note.lines().last().expect("a signature"));
    assert!(Checkpoint::verify(&twice, &key).is_err());
}

#[test]
fn what_is_no_checkpoint_is_refused_though_signed() {
    for origin in ["two\nlines", ""] {
        let odd = Checkpoint { origin: origin.into(), ..checkpoint() };
        let read = Checkpoint::verify(&signer().sign(&odd), &signer().verifying_key());
        assert!(read.is_err() || read == Ok(odd), "a note is read as another: {read:?}");
    }
}
