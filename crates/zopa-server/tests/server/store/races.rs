//! Two replicas at once: one order, nothing lost, nothing twice.

use crate::place::Place;
use crate::store::fixtures::{account, follow, hash, invitation, note, opening, room};
use std::sync::Arc;
use zopa::mediate::{Fact, Moment};
use zopa_server::store::{AppendError, Commit, Store};

on_both! {
    racing_appends_lose_nothing_and_have_one_order,
    an_invitation_is_spent_once,
    an_invitation_in_a_commit_is_spent_once,
    a_recovery_code_is_spent_once,
    a_challenge_is_taken_once,
    a_setting_is_put_once,
}

/// How often each of two writers appends.
const APPENDS: usize = 200;

async fn write(store: Arc<dyn Store>, name: &'static str) -> usize {
    let mut conflicts = 0;
    let mut known = Vec::new();
    for number in 0..APPENDS {
        loop {
            known.extend(store.entries_after("river", known.len() as u64).await.expect("entries"));
            let commit = follow("river", &known, vec![note(&format!("{name} {number}"))]);
            match store.append("river", known.len() as u64, &commit).await {
                Ok(()) => break,
                Err(AppendError::Conflict) => conflicts += 1,
                Err(error) => panic!("{error}"),
            }
        }
    }
    conflicts
}

async fn racing_appends_lose_nothing_and_have_one_order(place: Place) {
    let (one, two) = (place.open().await, place.open().await);
    one.create_room(&room("river"), &opening("river")).await.expect("a room");
    let writers = tokio::join!(tokio::spawn(write(one.clone(), "one")), tokio::spawn(write(two.clone(), "two")));
    let conflicts = writers.0.expect("it ends") + writers.1.expect("it ends");

    let entries = one.entries_after("river", 0).await.expect("entries");
    assert_eq!(entries.len(), 2 + 2 * APPENDS, "after {conflicts} conflicts");
    assert_eq!(
        crate::store::fixtures::told(&entries),
        crate::store::fixtures::told(&two.entries_after("river", 0).await.expect("entries"))
    );
    let words: Vec<String> = entries.iter().filter_map(words).collect();
    for name in ["one", "two"] {
        let own: Vec<&String> = words.iter().filter(|words| words.starts_with(name)).collect();
        let expected: Vec<String> = (0..APPENDS).map(|number| format!("{name} {number}")).collect();
        assert_eq!(own, expected.iter().collect::<Vec<_>>());
    }
    zopa_server::backup::check_rooms(&*one, Some(&crate::store::fixtures::key())).await.expect("the log holds");
}

fn words(sealed: &zopa::mediate::seal::Sealed) -> Option<String> {
    match sealed.open().expect("its seal holds")?.fact {
        Fact::Frozen { note, .. } => Some(note),
        _ => None,
    }
}

/// How many of the attempts, each by one of two replicas, succeed.
async fn winners<F, T>(place: &Place, attempt: F) -> usize
where
    F: Fn(Arc<dyn Store>, usize) -> T,
    T: Future<Output = bool> + Send + 'static,
{
    let stores = [place.open().await, place.open().await];
    let attempts: Vec<_> = (0..16).map(|number| tokio::spawn(attempt(stores[number % 2].clone(), number))).collect();
    let mut winners = 0;
    for attempt in attempts {
        winners += usize::from(attempt.await.expect("it ends"));
    }
    winners
}

async fn an_invitation_is_spent_once(place: Place) {
    place.open().await.create_invitation(&invitation(1, None)).await.expect("an invitation");
    let spend = |store: Arc<dyn Store>, _| async move {
        store.spend_invitation(&hash(1), Moment(2_000)).await.expect("the store works").is_some()
    };
    assert_eq!(winners(&place, spend).await, 1);
}

async fn an_invitation_in_a_commit_is_spent_once(place: Place) {
    let store = place.open().await;
    store.create_invitation(&invitation(1, None)).await.expect("an invitation");
    let open = |store: Arc<dyn Store>, number| async move {
        let id = format!("room-{number}");
        let commit = Commit { spends: Some(hash(1)), ..opening(&id) };
        match store.create_room(&room(&id), &commit).await {
            Ok(()) => true,
            Err(AppendError::Spent) => false,
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(winners(&place, open).await, 1);
    assert_eq!(store.rooms().await.expect("rooms").len(), 1);
}

async fn a_recovery_code_is_spent_once(place: Place) {
    let store = place.open().await;
    store.create_account(&account("ada")).await.expect("an account");
    store.set_recovery_codes("ada", &["one".into(), "two".into()]).await.expect("codes");
    let (id, hash) = store.recovery_codes("ada").await.expect("codes").swap_remove(0);
    let spend = |store: Arc<dyn Store>, _| async move { store.spend_recovery_code(id).await.expect("the store works") };
    assert_eq!(winners(&place, spend).await, 1);
    let left = store.recovery_codes("ada").await.expect("codes");
    assert!(left.len() == 1 && left[0].1 != hash);
}

async fn a_challenge_is_taken_once(place: Place) {
    place.open().await.put_challenge(&hash(1), "state", Moment(2_000)).await.expect("a challenge");
    let take = |store: Arc<dyn Store>, _| async move {
        store.take_challenge(&hash(1), Moment(1_000)).await.expect("the store works").is_some()
    };
    assert_eq!(winners(&place, take).await, 1);
}

async fn a_setting_is_put_once(place: Place) {
    let put = |store: Arc<dyn Store>, number: usize| async move {
        let own = [u8::try_from(number).expect("few attempts"); 32];
        store.put_setting_once("key", &own).await.expect("the store works") == own
    };
    assert_eq!(winners(&place, put).await, 1);
}
