//! Links that work once.

use crate::place::Place;
use crate::store::fixtures::{account, follow, hash, invitation, note, opening, room};
use zopa::mediate::{Moment, SeatId};
use zopa_server::store::{AppendError, Commit, Invitation};

on_both! {
    an_invitation_is_kept_and_listed,
    an_invitation_works_once_in_time_and_until_revoked,
    a_commit_spends_an_invitation_of_its_room_only,
}

async fn an_invitation_is_kept_and_listed(place: Place) {
    let store = place.open().await;
    store.create_room(&room("river"), &opening("river")).await.expect("a room");
    for (number, room) in [(1, None), (2, Some("river")), (3, Some("river"))] {
        store.create_invitation(&invitation(number, room)).await.expect("an invitation");
    }
    assert_eq!(store.invitation(&hash(1)).await.expect("one"), Some(invitation(1, None)));
    assert_eq!(store.invitation(&hash(4)).await.expect("none"), None);
    let listed = store.invitations("river").await.expect("two");
    assert_eq!(listed, [invitation(3, Some("river")), invitation(2, Some("river"))]);
}

async fn an_invitation_works_once_in_time_and_until_revoked(place: Place) {
    let store = place.open().await;
    store.create_room(&room("river"), &opening("river")).await.expect("a room");
    for number in 1..=3 {
        store.create_invitation(&invitation(number, Some("river"))).await.expect("an invitation");
    }
    let spend = async |number, at| store.spend_invitation(&hash(number), Moment(at)).await.expect("the store works");
    let spent = Invitation { spent_at: Some(Moment(5_000)), ..invitation(1, Some("river")) };
    assert_eq!(spend(1, 5_000).await, Some(spent.clone()));
    assert_eq!(spend(1, 5_000).await, None);
    assert_eq!(store.invitation(&hash(1)).await.expect("one"), Some(spent));
    assert_eq!(spend(2, 10_000).await, None, "too late");
    let revoke = async |room, id| store.revoke_invitation(room, id, Moment(6_000)).await.expect("the store works");
    assert!(!revoke("lake", "invitation-3").await, "of another room");
    assert!(revoke("river", "invitation-3").await);
    assert!(!revoke("river", "invitation-3").await, "twice");
    assert!(!revoke("river", "invitation-1").await, "spent");
    assert_eq!(spend(3, 7_000).await, None, "revoked");
}

async fn a_commit_spends_an_invitation_of_its_room_only(place: Place) {
    let store = place.open().await;
    store.create_account(&account("ada")).await.expect("an account");
    let first = opening("river");
    store.create_room(&room("river"), &first).await.expect("a room");
    store.create_room(&room("lake"), &opening("lake")).await.expect("a room");
    store.create_invitation(&invitation(1, Some("lake"))).await.expect("an invitation");
    store.create_invitation(&invitation(2, Some("river"))).await.expect("an invitation");
    let admit = |number| Commit {
        spends: Some(hash(number)),
        binds: vec![("ada".into(), SeatId::from("seat"))],
        ..follow("river", &first.entries, vec![note("welcome")])
    };
    assert_eq!(store.append("river", 2, &admit(1)).await, Err(AppendError::Spent), "of another room");
    assert_eq!(store.append("river", 2, &admit(9)).await, Err(AppendError::Spent), "there is none");
    assert_eq!(store.append("river", 1, &admit(2)).await, Err(AppendError::Conflict));
    assert_eq!(store.seat_of("ada", "river").await.expect("none"), None);
    store.append("river", 2, &admit(2)).await.expect("it still works");
    assert_eq!(store.seat_of("ada", "river").await.expect("a seat"), Some("seat".into()));
    let spent = store.invitation(&hash(2)).await.expect("one").expect("one");
    assert_eq!(spent.spent_at, Some(admit(2).at));
}
