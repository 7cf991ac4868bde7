//! Accounts, passkeys, recovery codes, sessions and challenges.

use crate::place::Place;
use crate::store::fixtures::{CANARY, account, hash, invitation, opening, passkey, room, session};
use zopa::mediate::Moment;
use zopa_server::store::{Account, StoreError};

on_both! {
    accounts_are_kept,
    passkeys_are_kept,
    recovery_codes_are_replaced_as_a_whole,
    sessions_are_kept_until_they_end,
    challenges_work_once_and_in_time,
    what_has_expired_is_purged,
    the_first_reading_counts,
    settings_stay,
    no_secret_shows_in_debug_output,
}

async fn accounts_are_kept(place: Place) {
    let store = place.open().await;
    store.create_account(&account("ada")).await.expect("an account");
    assert_eq!(store.account("ada").await.expect("an account"), Some(account("ada")));
    assert_eq!(store.account("bo").await.expect("none"), None);
    let twice = store.create_account(&account("ada")).await.expect_err("there is one");
    assert!(matches!(twice, StoreError::Taken { .. }) && !twice.to_string().contains(CANARY), "{twice}");
    assert!(store.rename("ada", "Ada Lovelace").await.expect("renamed"));
    assert!(!store.rename("bo", "Bo").await.expect("nobody"));
    let renamed = store.account("ada").await.expect("an account").expect("an account");
    assert_eq!(renamed, Account { name: "Ada Lovelace".into(), ..account("ada") });
}

async fn passkeys_are_kept(place: Place) {
    let store = place.open().await;
    let orphan = store.add_passkey(&passkey("ada", 1)).await.expect_err("nobody has it");
    assert!(matches!(orphan, StoreError::Missing { .. }), "{orphan}");
    for id in ["ada", "bo"] {
        store.create_account(&account(id)).await.expect("an account");
    }
    for number in [2, 1] {
        store.add_passkey(&passkey("ada", number)).await.expect("a passkey");
    }
    let stolen = store.add_passkey(&passkey("bo", 1)).await.expect_err("it is another's");
    assert!(matches!(stolen, StoreError::Taken { .. }), "{stolen}");
    assert_eq!(store.passkeys("ada").await.expect("passkeys"), [passkey("ada", 1), passkey("ada", 2)]);
    assert_eq!(store.passkey_owner(&[1; 16]).await.expect("an owner"), Some("ada".into()));
    assert_eq!(store.passkey_owner(&[3; 16]).await.expect("none"), None);
    assert!(store.update_passkey(&[1; 16], "{\"counter\":7}").await.expect("updated"));
    assert_eq!(store.passkeys("ada").await.expect("passkeys")[0].passkey, "{\"counter\":7}");
    assert!(!store.remove_passkey("bo", &[1; 16]).await.expect("not theirs"));
    assert!(store.remove_passkey("ada", &[1; 16]).await.expect("removed"));
    assert_eq!(store.passkeys("ada").await.expect("passkeys"), [passkey("ada", 2)]);
}

async fn recovery_codes_are_replaced_as_a_whole(place: Place) {
    let store = place.open().await;
    store.create_account(&account("ada")).await.expect("an account");
    for hashes in [vec!["a", "b", "c"], vec!["d", "e"], vec![]] {
        let hashes: Vec<String> = hashes.into_iter().map(str::to_string).collect();
        store.set_recovery_codes("ada", &hashes).await.expect("codes");
        let mut left: Vec<String> =
            store.recovery_codes("ada").await.expect("codes").into_iter().map(|(_, hash)| hash).collect();
        left.sort();
        assert_eq!(left, hashes);
    }
    assert!(!store.spend_recovery_code(1).await.expect("there is none"));
}

async fn sessions_are_kept_until_they_end(place: Place) {
    let store = place.open().await;
    for id in ["ada", "bo"] {
        store.create_account(&account(id)).await.expect("an account");
    }
    for (id, number) in [("ada", 1), ("ada", 2), ("bo", 3)] {
        store.create_session(&session(id, number)).await.expect("a session");
    }
    assert_eq!(store.session(&hash(1)).await.expect("one"), Some(session("ada", 1)));
    assert_eq!(store.session(&hash(4)).await.expect("none"), None);
    assert_eq!(store.sessions_of("ada").await.expect("two"), [session("ada", 2), session("ada", 1)]);
    store.touch_session(&hash(1), Moment(50)).await.expect("touched");
    assert!(store.step_up(&hash(1), Moment(60)).await.expect("stepped up"));
    assert!(!store.step_up(&hash(4), Moment(60)).await.expect("none"));
    let touched = store.session(&hash(1)).await.expect("one").expect("one");
    assert_eq!((touched.seen_at, touched.stepped_up_at), (Some(Moment(50)), Some(Moment(60))));
    store.end_session(&hash(1)).await.expect("ended");
    assert_eq!(store.session(&hash(1)).await.expect("none"), None);
    store.end_sessions("ada").await.expect("ended");
    assert!(store.sessions_of("ada").await.expect("none").is_empty());
    assert_eq!(store.sessions_of("bo").await.expect("one").len(), 1);
}

async fn challenges_work_once_and_in_time(place: Place) {
    let store = place.open().await;
    store.put_challenge(&hash(1), "{\"state\":1}", Moment(2_000)).await.expect("a challenge");
    store.put_challenge(&hash(2), "{}", Moment(2_000)).await.expect("a challenge");
    assert_eq!(store.take_challenge(&hash(1), Moment(1_999)).await.expect("one"), Some("{\"state\":1}".into()));
    assert_eq!(store.take_challenge(&hash(1), Moment(1_999)).await.expect("none"), None);
    assert_eq!(store.take_challenge(&hash(2), Moment(2_000)).await.expect("late"), None);
    assert_eq!(store.take_challenge(&hash(2), Moment(1_000)).await.expect("used up"), None);
}

async fn what_has_expired_is_purged(place: Place) {
    let store = place.open().await;
    store.create_account(&account("ada")).await.expect("an account");
    store.create_session(&session("ada", 1)).await.expect("a session");
    store.create_room(&room("river"), &opening("river")).await.expect("a room");
    store.create_invitation(&invitation(1, Some("river"))).await.expect("an invitation");
    store.put_challenge(&hash(1), "{}", Moment(10_000)).await.expect("a challenge");
    store.purge(Moment(9_999)).await.expect("purged");
    assert!(store.session(&hash(1)).await.expect("one").is_some());
    assert!(store.invitation(&hash(1)).await.expect("one").is_some());
    store.purge(Moment(10_000)).await.expect("purged");
    assert!(store.session(&hash(1)).await.expect("none").is_none());
    assert!(store.take_challenge(&hash(1), Moment(0)).await.expect("none").is_none());
    assert!(store.invitation(&hash(1)).await.expect("none").is_none());
    let left = store.invitations("river").await.expect("who invited whom stays");
    assert!(left.len() == 1 && left[0].hash.is_none() && left[0].id == "invitation-1");
}

async fn the_first_reading_counts(place: Place) {
    let store = place.open().await;
    store.create_room(&room("river"), &opening("river")).await.expect("a room");
    let items = |names: &[&str]| names.iter().map(|name| (*name).into()).collect::<Vec<_>>();
    let note = async |seat: &str, names: &[&str], at| {
        store.note_reads("river", &seat.into(), &items(names), Moment(at)).await.expect("noted");
    };
    note("b", &["x", "y"], 10).await;
    note("a", &["x"], 20).await;
    note("b", &["x", "y", "z"], 30).await;
    note("b", &[], 40).await;
    let reads = async |item: &str| store.reads("river", &item.into()).await.expect("reads");
    assert_eq!(reads("x").await, [("b".into(), Moment(10)), ("a".into(), Moment(20))]);
    assert_eq!(reads("z").await, [("b".into(), Moment(30))]);
    assert!(reads("w").await.is_empty());
    let many: Vec<_> = (0..5_000).map(|number| format!("item-{number}").as_str().into()).collect();
    store.note_reads("river", &"c".into(), &many, Moment(50)).await.expect("noted");
    assert_eq!(reads("item-4999").await, [("c".into(), Moment(50))]);
}

async fn settings_stay(place: Place) {
    let store = place.open().await;
    assert_eq!(store.setting("key").await.expect("none"), None);
    assert_eq!(store.put_setting_once("key", &[0, 255]).await.expect("put"), [0, 255]);
    assert_eq!(store.put_setting_once("key", &[1]).await.expect("kept"), [0, 255]);
    assert_eq!(place.open().await.setting("key").await.expect("one"), Some(vec![0, 255]));
}

async fn no_secret_shows_in_debug_output(place: Place) {
    let store = place.open().await;
    crate::store::fixtures::fill(&*store).await;
    let account = store.account("ada").await.expect("one").expect("one");
    let session = store.session(&hash(1)).await.expect("one").expect("one");
    let invitation = store.invitations("river").await.expect("some");
    let rows = store.dump().await.expect("rows");
    let shown = format!("{account:?} {session:?} {invitation:?} {rows:?} {:?} {:?}", opening("river"), hash(1));
    for hidden in [CANARY, "[1, 1, 1", "0101", "[2, 2, 2", "Ada", "Firefox", "Mediator", "hash one"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
}
