//! Rooms and their logs.

use crate::place::Place;
use crate::store::fixtures::{follow, note, opening, room, told};
use zopa::mediate::seal::{Checkpoint, Tree};
use zopa::mediate::{Fact, Ledger, SeatId};
use zopa_server::store::{AppendError, Commit, StoreError};

on_both! {
    a_log_is_read_as_it_was_written,
    an_append_at_another_place_is_a_conflict,
    a_commit_counts_as_a_whole_or_not_at_all,
    the_seat_that_was_taken_last_counts,
    an_erased_entry_keeps_its_proof,
    a_room_that_is_missing_is_not_a_conflict,
}

async fn a_log_is_read_as_it_was_written(place: Place) {
    let store = place.open().await;
    assert!(store.rooms().await.expect("rooms").is_empty());
    let first = opening("river");
    store.create_room(&room("river"), &first).await.expect("a room");
    let caucus = Ledger::Caucus("north".into());
    let internal: Ledger = "internal:mediator".parse().expect("a ledger");
    let facts = vec![
        note("\u{0}quotes \" and \\ and snow \u{2603}"),
        (caucus.clone(), Fact::Everything { on: false }),
        (internal.clone(), Fact::Everything { on: false }),
        note("again"),
    ];
    let second = follow("river", &first.entries, facts);
    store.append("river", 2, &second).await.expect("entries");

    let all: Vec<_> = first.entries.iter().chain(&second.entries).cloned().collect();
    assert_eq!(told(&store.entries_after("river", 0).await.expect("entries")), told(&all));
    assert_eq!(told(&store.entries_after("river", 4).await.expect("entries")), told(&all[4..]));
    assert!(store.entries_after("river", 6).await.expect("entries").is_empty());
    assert!(store.entries_after("lake", 0).await.expect("entries").is_empty());

    let checkpoints = store.checkpoints("river").await.expect("checkpoints");
    let expected: Vec<(Ledger, u64, u64)> =
        vec![(Ledger::Parties, 2, 2), (caucus, 1, 6), (internal, 1, 6), (Ledger::Parties, 4, 6)];
    let places: Vec<_> = checkpoints.iter().map(|(ledger, size, at, _)| (ledger.clone(), *size, *at)).collect();
    assert_eq!(places, expected);
    let (size, at, note) = store.latest_checkpoint("river", &Ledger::Parties).await.expect("one").expect("one");
    assert_eq!((size, at, &note), (4, 6, &checkpoints[3].3));
    assert_eq!(store.latest_checkpoint("river", &Ledger::Public).await.expect("none"), None);

    assert_eq!(store.rooms().await.expect("rooms"), [room("river")]);
    assert_eq!(store.room("river").await.expect("a room"), Some(room("river")));
    assert_eq!(store.room("lake").await.expect("none"), None);
    store.ping().await.expect("it answers");
}

async fn an_append_at_another_place_is_a_conflict(place: Place) {
    let store = place.open().await;
    let first = opening("river");
    store.create_room(&room("river"), &first).await.expect("a room");
    assert_eq!(store.create_room(&room("river"), &first).await, Err(AppendError::Conflict));
    let commit = follow("river", &first.entries, vec![note("words")]);
    for place in [0, 1, 3, 1_000] {
        assert_eq!(store.append("river", place, &commit).await, Err(AppendError::Conflict), "at {place}");
    }
    store.append("river", 2, &commit).await.expect("the right place");
    // The same place of a ledger is taken, even where the number of entries is right.
    assert_eq!(store.append("river", 3, &commit).await, Err(AppendError::Conflict));
    assert_eq!(store.entries_after("river", 0).await.expect("entries").len(), 3);
}

async fn a_commit_counts_as_a_whole_or_not_at_all(place: Place) {
    let store = place.open().await;
    let first = opening("river");
    store.create_room(&room("river"), &first).await.expect("a room");
    let binds = vec![("nobody".to_string(), SeatId::from("seat"))];
    let commit = Commit { binds, ..follow("river", &first.entries, vec![note("words"), note("more")]) };
    let refused = store.append("river", 2, &commit).await;
    assert!(matches!(refused, Err(AppendError::Store(StoreError::Missing { .. }))), "{refused:?}");
    assert_eq!(store.entries_after("river", 0).await.expect("entries").len(), 2);
    assert_eq!(store.checkpoints("river").await.expect("checkpoints").len(), 1);
}

async fn the_seat_that_was_taken_last_counts(place: Place) {
    let store = place.open().await;
    store.create_account(&crate::store::fixtures::account("ada")).await.expect("an account");
    let bound = |seat: &str| vec![("ada".to_string(), SeatId::from(seat))];
    let first = Commit { binds: bound("seat-z"), ..opening("river") };
    store.create_room(&room("river"), &first).await.expect("a room");
    store.create_room(&room("lake"), &Commit { binds: bound("seat-l"), ..opening("lake") }).await.expect("a room");
    let again = Commit { binds: bound("seat-a"), ..follow("river", &first.entries, vec![note("words")]) };
    store.append("river", 2, &again).await.expect("entries");

    assert_eq!(store.seat_of("ada", "river").await.expect("a seat"), Some("seat-a".into()));
    let rooms = store.rooms_of("ada").await.expect("rooms");
    assert_eq!(rooms, [("lake".to_string(), "seat-l".into()), ("river".to_string(), "seat-a".into())]);
    assert_eq!(store.account_of("river", &"seat-z".into()).await.expect("an account"), Some("ada".into()));
    assert_eq!(store.account_of("lake", &"seat-z".into()).await.expect("none"), None);
    assert_eq!(store.seat_of("bo", "river").await.expect("none"), None);
}

async fn an_erased_entry_keeps_its_proof(place: Place) {
    let store = place.open().await;
    let first = opening("river");
    store.create_room(&room("river"), &first).await.expect("a room");
    let commit = follow("river", &first.entries, vec![note("words"), note("more")]);
    store.append("river", 2, &commit).await.expect("entries");
    store.erase("river", &[2]).await.expect("erased");

    let entries = store.entries_after("river", 0).await.expect("entries");
    assert!(entries[2].fact.is_none() && entries[2].salt.is_none());
    assert!(entries[2].open().expect("its seal holds").is_none());
    assert!(entries[3].open().expect("its seal holds").is_some());
    let mut tree = Tree::default();
    entries.iter().for_each(|sealed| tree.push(sealed.computed_leaf()));
    let (.., note) = store.latest_checkpoint("river", &Ledger::Parties).await.expect("one").expect("one");
    assert_eq!(Checkpoint::verify(&note, &crate::store::fixtures::key()).expect("signed").root, tree.root());
}

async fn a_room_that_is_missing_is_not_a_conflict(place: Place) {
    let store = place.open().await;
    let refused = store.append("lake", 0, &opening("lake")).await.expect_err("there is no lake");
    assert!(matches!(refused, AppendError::Store(StoreError::Missing { .. })), "{refused}");
    assert!(refused.to_string().contains("not there"), "{refused}");
}
