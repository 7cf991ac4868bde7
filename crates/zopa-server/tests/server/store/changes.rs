//! News of changes.

use crate::place::Place;
use crate::store::fixtures::{follow, note, opening, room};
use sqlx::{Connection, Executor, PgConnection};
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;
use zopa_server::store::Change;

on_both! { own_commits_are_told }

/// The next news, which must come before long.
async fn next(news: &mut Receiver<Change>) -> Change {
    timeout(Duration::from_secs(30), news.recv()).await.expect("news come").expect("none are missed")
}

async fn own_commits_are_told(place: Place) {
    let store = place.open().await;
    let mut news = store.changes();
    store.create_room(&room("river"), &opening("river")).await.expect("a room");
    assert_eq!(next(&mut news).await, Change::Room("river".into()));
    store.create_room(&room("lake"), &opening("lake")).await.expect("a room");
    // PostgreSQL tells of the same again.
    while next(&mut news).await != Change::Room("lake".into()) {}
    let refused = store.create_room(&room("lake"), &opening("lake")).await;
    assert!(refused.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replicas_learn_of_each_other_also_after_a_break() {
    let Some(place) = Place::postgres().await else { return };
    let (one, two) = (place.open().await, place.open().await);
    let mut news = two.changes();
    let first = opening("river");
    one.create_room(&room("river"), &first).await.expect("a room");
    assert_eq!(next(&mut news).await, Change::Room("river".into()));

    let mut connection = PgConnection::connect(&place.url).await.expect("it answers");
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE application_name = 'zopa listener' AND datname = current_database()";
    let killed = connection.execute(kill).await.expect("it may").rows_affected();
    assert_eq!(killed, 2, "each replica listens");
    assert_eq!(next(&mut news).await, Change::Everything);
    let commit = follow("river", &first.entries, vec![note("words")]);
    one.append("river", 2, &commit).await.expect("entries");
    assert_eq!(next(&mut news).await, Change::Room("river".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_gone_does_not_listen() {
    let Some(place) = Place::postgres().await else { return };
    drop(place.open().await);
    let mut connection = PgConnection::connect(&place.url).await.expect("it answers");
    for _ in 0..300 {
        let listeners = "SELECT 1 FROM pg_stat_activity \
                         WHERE application_name LIKE 'zopa%' AND datname = current_database()";
        if connection.fetch_all(listeners).await.expect("it answers").is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("its connections stay");
}
