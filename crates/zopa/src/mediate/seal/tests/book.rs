//! Entries sealed, and a whole log as a file.

use super::super::super::tests::script::{Scene, Try, tries};
use super::super::super::*;
use super::super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub const ROOM: &str = "room1";

pub fn signer() -> Signer {
    Signer::new("zopa.example", &[7; 32])
}

/// A salt for an entry; tests need no secret.
fn salt(entry: &Entry) -> [u8; 32] {
    let mut salt = [0; 32];
    salt[..8].copy_from_slice(&entry.index.to_be_bytes());
    salt[8..].iter_mut().zip(entry.ledger.to_string().bytes()).for_each(|(byte, own)| *byte = own);
    salt
}

/// Lines of a file that holds a log: each act by a seat at a moment ends with the checkpoints of its ledgers.
pub fn lines(log: &[Sealed], whole: bool) -> Vec<Line> {
    let head = Line::Log { version: 1, room: ROOM.into(), key: signer().verifying_key().to_string(), whole };
    let mut lines = vec![head];
    let mut trees: BTreeMap<Ledger, Tree> = BTreeMap::new();
    for act in log.chunk_by(|a, b| (a.at, &a.by) == (b.at, &b.by)) {
        for sealed in act {
            trees.entry(sealed.ledger.clone()).or_default().push(sealed.computed_leaf());
            lines.push(Line::Entry(sealed.clone()));
        }
        for ledger in act.iter().map(|sealed| sealed.ledger.clone()).collect::<BTreeSet<_>>() {
            let (size, root) = (trees[&ledger].size(), trees[&ledger].root());
            let note = signer().sign(&Checkpoint { origin: origin(ROOM, &ledger), size, root });
            lines.push(Line::Checkpoint { ledger, note });
        }
    }
    lines
}

pub fn sealed(log: &[Entry]) -> Vec<Sealed> {
    log.iter().map(|entry| seal(entry, salt(entry))).collect()
}

pub fn file(log: &[Entry]) -> String {
    write(ROOM, &lines(&sealed(log), true), &signer())
}

/// A random room after some tries.
fn played(script: &[Try]) -> Scene {
    let mut scene = Scene::new();
    for tried in script {
        scene.pause(tried);
        for step in scene.steps(tried) {
            let new = scene.act(&step).unwrap_or_default();
            scene.take(&new);
        }
    }
    scene
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn a_file_of_any_room_is_verified_and_restores_the_room(script in tries(40)) {
        let scene = played(&script);
        let checked = check(&file(&scene.log)).expect("the file holds");
        let entries: Vec<Entry> =
            checked.book.entries.iter().map(|sealed| sealed.open().expect("sealed").expect("there")).collect();
        prop_assert_eq!(&entries, &scene.log);
        prop_assert_eq!(Room::fold(&entries), Ok(scene.room.clone()));
        for (ledger, n, erased) in &checked.ledgers {
            prop_assert_eq!((*n, *erased), (scene.room.length(ledger), 0));
        }
        prop_assert_eq!(checked.ledgers.len(), scene.room.ledgers().count());
    }

    #[test]
    fn what_one_reader_takes_away_is_verified_alone(script in tries(40)) {
        let scene = played(&script);
        for reader in scene.room.readers() {
            let own: Vec<Entry> =
                scene.log.iter().filter(|entry| entry.ledger.is_read_by(reader)).cloned().collect();
            let checked = check(&write(ROOM, &lines(&sealed(&own), false), &signer())).expect("the file holds");
            prop_assert!(!checked.book.whole);
            prop_assert_eq!(checked.book.entries.len(), own.len());
            let whole = check(&file(&scene.log)).expect("the file holds");
            for (_, _, _, note) in &checked.book.checkpoints {
                prop_assert!(whole.continues(note).is_ok(), "a reader's checkpoint is one of the whole log");
            }
        }
    }

    #[test]
    fn no_text_makes_the_verifier_panic(text in "\\PC{0,200}", lines in proptest::collection::vec(line(), 0..12)) {
        prop_assert!(check(&text).is_err());
        prop_assert!(check(&lines.join("\n")).is_err());
    }
}

/// Something like a line of a file.
fn line() -> impl Strategy<Value = String> {
    let key = signer().verifying_key().to_string();
    prop_oneof![
        Just(format!(r#"{{"log":{{"version":1,"room":"room1","key":"{key}","whole":true}}}}"#)),
        "\\{\"log\":\\{\"version\":[0-2],\"room\":\"\\PC{0,5}\",\"key\":\"[a-z+=]{0,9}\",\"whole\":true\\}\\}",
        "\\{\"checkpoint\":\\{\"ledger\":\"(public|parties|caucus:|internal:a)\",\"note\":\"[ a\\\\n\u{2014}]{0,9}\"\\}\\}",
        "\\{\"end\":\\{\"note\":\"[ a\\\\n\u{2014}]{0,9}\"\\}\\}",
        (0u64..3, "[0-9a-f]{0,64}", "\\PC{0,9}").prop_map(|(index, hex, by)| {
            let by = serde_json::to_string(&by).unwrap_or_default();
            format!(
                r#"{{"entry":{{"ledger":"public","index":{index},"at":1,"by":{by},"commitment":"{hex}","leaf":"{hex}"}}}}"#
            )
        }),
        "\\PC{0,40}",
    ]
}

fn entry(fact: Fact) -> Entry {
    Entry { ledger: Ledger::Parties, index: 3, at: Moment(9), by: Some("a1".into()), fact }
}

#[test]
fn a_sealed_entry_opens_again() {
    let own = entry(Fact::Everything { on: true });
    let sealed = seal(&own, [9; 32]);
    assert_eq!(sealed.open(), Ok(Some(own)));
    assert_ne!(sealed.commitment, seal(&entry(Fact::Everything { on: true }), [8; 32]).commitment);
}

#[test]
fn nothing_of_a_sealed_entry_can_be_altered() {
    let sealed = seal(&entry(Fact::Everything { on: true }), [9; 32]);
    type Change = fn(&mut Sealed);
    let changes: [(Change, &str); 9] = [
        (|sealed| sealed.ledger = Ledger::Public, "its leaf does not match"),
        (|sealed| sealed.index = 4, "its leaf does not match"),
        (|sealed| sealed.at = Moment(8), "its leaf does not match"),
        (|sealed| sealed.by = None, "its leaf does not match"),
        (|sealed| sealed.commitment = hex(&[1; 32]), "its leaf does not match"),
        (|sealed| sealed.leaf = sealed.leaf.to_uppercase(), "its leaf does not match"),
        (|sealed| sealed.salt = Some(hex(&[8; 32])), "its content does not match its commitment"),
        (|sealed| sealed.salt = Some("09".into()), "its salt is not 32 bytes"),
        (|sealed| sealed.salt = None, "either salt or content is missing"),
    ];
    for (change, words) in changes {
        let mut other = sealed.clone();
        change(&mut other);
        assert!(other.open().expect_err(words).contains(words));
    }
    let mut other = sealed;
    other.fact = seal(&entry(Fact::Everything { on: false }), [9; 32]).fact;
    assert!(other.open().expect_err("altered").contains("its content does not match its commitment"));
}

#[test]
fn nobody_is_not_an_author() {
    let mut sealed = seal(&Entry { by: None, ..entry(Fact::Everything { on: true }) }, [9; 32]);
    sealed.by = Some("-".into());
    assert!(sealed.open().expect_err("the leaf is the same").contains("stands for nobody"));
}

#[test]
fn erased_content_still_verifies_and_cannot_be_made_up() {
    let scene = Scene::new();
    let mut kept = sealed(&scene.log);
    let earlier = lines(&kept, true).into_iter().rev().find_map(|line| match line {
        Line::Checkpoint { note, .. } => Some(note),
        _ => None,
    });
    let said = kept[3].clone();
    (kept[3].salt, kept[3].fact) = (None, None);
    assert_eq!(kept[3].open(), Ok(None));
    let checked = check(&write(ROOM, &lines(&kept, true), &signer())).expect("the file holds");
    assert_eq!(checked.ledgers, [(Ledger::Parties, scene.log.len() as u64, 1)]);
    checked.continues(&earlier.expect("a checkpoint")).expect("what was signed before still holds");
    let made_up = seal(&Entry { fact: Fact::Everything { on: false }, ..scene.log[3].clone() }, [1; 32]);
    (kept[3].salt, kept[3].fact) = (made_up.salt, made_up.fact);
    let faults = check(&write(ROOM, &lines(&kept, true), &signer())).expect_err("made up");
    assert_eq!(faults[0].place, Some((Ledger::Parties, 3)));
    (kept[3].salt, kept[3].fact) = (said.salt, said.fact);
    assert!(check(&write(ROOM, &lines(&kept, true), &signer())).is_ok());
}
