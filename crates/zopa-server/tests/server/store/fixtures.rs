//! Rooms and people to try the store with.

use std::collections::BTreeMap;
use zopa::mediate::seal::{Checkpoint, Sealed, Signer, Tree, VerifyingKey, origin, seal};
use zopa::mediate::{
    Body, Delegation, Entry, Fact, Item, ItemId, Ledger, Level, Moment, Opened, Paper, PartyAtTable, PartyId, Rank,
    Room as Talks, SeatId, Worded,
};
use zopa_server::store::{Account, Commit, Invitation, Passkey, Room, Session, SessionKind, Store, TokenHash};

/// A word that is secret.
pub const CANARY: &str = "canary-7f3a-nightingale";

pub fn hash(number: u8) -> TokenHash {
    TokenHash([number; 32])
}

pub fn signer() -> Signer {
    Signer::new("zopa.test", &[7; 32])
}

pub fn key() -> VerifyingKey {
    signer().verifying_key()
}

pub fn room(id: &str) -> Room {
    Room { id: id.into(), created_at: Moment(1_000), demo: false }
}

pub fn account(id: &str) -> Account {
    Account { id: id.into(), name: format!("{id} of {CANARY}"), created_at: Moment(500), may_open: false }
}

pub fn passkey(account: &str, number: u8) -> Passkey {
    Passkey {
        credential: vec![number; 16],
        account: account.into(),
        passkey: "{\"counter\":0}".into(),
        label: "laptop".into(),
        created_at: Moment(number.into()),
    }
}

pub fn session(account: &str, number: u8) -> Session {
    Session {
        hash: hash(number),
        account: account.into(),
        kind: if number.is_multiple_of(2) { SessionKind::Browser } else { SessionKind::Machine },
        label: "Firefox".into(),
        created_at: Moment(number.into()),
        expires_at: Moment(10_000),
        seen_at: None,
        stepped_up_at: None,
    }
}

pub fn invitation(number: u8, room: Option<&str>) -> Invitation {
    Invitation {
        hash: Some(hash(number)),
        id: format!("invitation-{number}"),
        room: room.map(str::to_string),
        delegation: room.map(|_| "north".to_string()),
        rank: room.map(|_| Rank::Adviser),
        name_hint: Some("Ada".into()),
        by_seat: room.map(|_| SeatId::from("seat-of-mediator")),
        created_at: Moment(number.into()),
        expires_at: Moment(10_000),
        spent_at: None,
        revoked_at: None,
    }
}

/// The first entries of talks between two parties.
pub fn opening(room: &str) -> Commit {
    let party = |id: &str| PartyAtTable { id: PartyId::from(id), name: id.to_uppercase() };
    let opened = Opened {
        title: "Water of the river".into(),
        footing: None,
        demo: false,
        parties: vec![party("north"), party("south")],
        choices: BTreeMap::new(),
        everything: true,
        text: vec![Worded { label: "1".into(), title: "Flow".into(), text: "It flows.".into(), choice: None }],
    };
    let mut mint = || "seat-of-mediator".to_string();
    let (entries, _) = Talks::open(Moment(1_000), opened, "Mediator", &mut mint).expect("talks open");
    signed(room, &[], entries)
}

/// What follows known entries when these facts are written.
pub fn follow(room: &str, known: &[Sealed], facts: Vec<(Ledger, Fact)>) -> Commit {
    let mut entries: Vec<Entry> = Vec::new();
    for (ledger, fact) in facts {
        let before = known.iter().filter(|sealed| sealed.ledger == ledger).count();
        let index = (before + entries.iter().filter(|entry| entry.ledger == ledger).count()) as u64;
        let by = Some(SeatId::from("seat-of-mediator"));
        entries.push(Entry { ledger, index, at: Moment(2_000 + known.len() as u64), by, fact });
    }
    signed(room, known, entries)
}

/// A fact that says something.
pub fn note(words: &str) -> (Ledger, Fact) {
    (Ledger::Parties, Fact::Frozen { point: "1".into(), on: true, note: words.into() })
}

/// Something that everybody may read.
fn communique() -> (Ledger, Fact) {
    let paper = Paper { title: "Communique".into(), words: "The talks go on.".into() };
    let (id, owner) = (ItemId::from("communique"), Delegation::Mediator);
    (
        Ledger::Public,
        Fact::Put { item: Item { id, owner, level: Level::Public, with: None, body: Body::Communique(paper) } },
    )
}

fn signed(room: &str, known: &[Sealed], entries: Vec<Entry>) -> Commit {
    let at = entries.last().map_or(Moment(0), |entry| entry.at);
    let salt = |seq: usize| [u8::try_from(seq % 251).unwrap_or_default(); 32];
    let fresh: Vec<Sealed> =
        entries.iter().enumerate().map(|(place, entry)| seal(entry, salt(known.len() + place))).collect();
    let mut trees: BTreeMap<Ledger, Tree> = BTreeMap::new();
    for sealed in known.iter().chain(&fresh) {
        trees.entry(sealed.ledger.clone()).or_default().push(sealed.computed_leaf());
    }
    let touched = trees.iter().filter(|(ledger, _)| fresh.iter().any(|sealed| sealed.ledger == **ledger));
    let sign = |(ledger, tree): (&Ledger, &Tree)| {
        let checkpoint = Checkpoint { origin: origin(room, ledger), size: tree.size(), root: tree.root() };
        (ledger.clone(), tree.size(), signer().sign(&checkpoint))
    };
    let checkpoints = touched.map(sign).collect();
    Commit { at, entries: fresh, checkpoints, ..Commit::default() }
}

/// Entries as JSON, to be compared.
pub fn told(entries: &[Sealed]) -> Vec<String> {
    entries.iter().map(|sealed| serde_json::to_string(sealed).expect("entries are JSON")).collect()
}

/// A store with something in every table.
pub async fn fill(store: &dyn Store) {
    for id in ["ada", "bo"] {
        store.create_account(&account(id)).await.expect("an account");
        store.set_recovery_codes(id, &["hash one".into(), "hash two".into()]).await.expect("codes");
    }
    store.add_passkey(&passkey("ada", 1)).await.expect("a passkey");
    store.create_session(&session("ada", 1)).await.expect("a session");
    store.put_challenge(&hash(9), "{}", Moment(10_000)).await.expect("a challenge");
    store.create_invitation(&invitation(1, None)).await.expect("an invitation");
    let opening = Commit { binds: vec![("ada".into(), "seat-of-mediator".into())], ..opening("river") };
    store.create_room(&room("river"), &opening).await.expect("a room");
    let facts = vec![note(CANARY), communique(), note("second")];
    let commit = follow("river", &opening.entries, facts);
    store.append("river", 2, &commit).await.expect("entries");
    store.create_invitation(&invitation(2, Some("river"))).await.expect("an invitation");
    store.spend_invitation(&hash(2), Moment(3_000)).await.expect("the store works").expect("it works once");
    let items = ["item-1".into(), "item-2".into()];
    store.note_reads("river", &"seat-of-mediator".into(), &items, Moment(4_000)).await.expect("reads");
    store.put_setting_once("key", &[0, 1, 255]).await.expect("a setting");
}
