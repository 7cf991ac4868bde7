//! Everything at once, from one database to another.

use crate::place::Place;
use crate::store::fixtures::{account, fill};
use zopa_server::store::{Row, Store, StoreError, open};

on_both! {
    a_dump_restores_to_the_same,
    a_store_that_is_not_empty_is_not_restored_into,
    rows_that_do_not_fit_leave_nothing_behind,
}

async fn lines(store: &dyn Store) -> Vec<String> {
    let rows = store.dump().await.expect("rows");
    rows.iter().map(|row| serde_json::to_string(row).expect("rows are JSON")).collect()
}

/// From the database through a store in SQLite, and back into a store of each kind.
async fn a_dump_restores_to_the_same(place: Place) {
    let store = place.open().await;
    fill(&*store).await;
    let expected = lines(&*store).await;
    let tables =
        ["account", "passkey", "recovery_code", "room", "entry", "checkpoint", "invitation", "seat", "read", "setting"];
    for table in tables {
        let start = format!("{{\"{table}\":");
        assert!(expected.iter().any(|line| line.starts_with(&start)), "no {table} in the dump");
    }
    let sqlite = Place::sqlite();
    let mut others = vec![sqlite];
    others.extend(Place::postgres().await);
    others.push(Place::sqlite());
    let mut rows: Vec<Row> = expected.iter().map(|line| serde_json::from_str(line).expect("rows are JSON")).collect();
    for other in others {
        let other = other.open().await;
        other.restore(&rows).await.expect("it restores");
        assert_eq!(lines(&*other).await, expected);
        assert!(other.session(&crate::store::fixtures::hash(1)).await.expect("it answers").is_none(), "sessions end");
        rows = other.dump().await.expect("rows");
    }
}

async fn a_store_that_is_not_empty_is_not_restored_into(place: Place) {
    let store = place.open().await;
    store.create_account(&account("ada")).await.expect("an account");
    let rows = [Row::Account(account("bo"))];
    let refused = store.restore(&rows).await.expect_err("it is not empty");
    assert_eq!(refused, StoreError::NotEmpty { table: "accounts" });
    assert!(refused.to_string().contains("new database"), "{refused}");
    assert!(store.account("bo").await.expect("none").is_none());
}

async fn rows_that_do_not_fit_leave_nothing_behind(place: Place) {
    let store = place.open().await;
    let orphan = Row::RecoveryCode { id: 1, account: "nobody".into(), hash: "hash".into() };
    let refused = store.restore(&[Row::Account(account("ada")), orphan]).await.expect_err("nobody has it");
    assert!(matches!(refused, StoreError::Missing { .. }), "{refused}");
    assert!(store.dump().await.expect("rows").is_empty());
}

#[tokio::test]
async fn a_database_that_was_not_made_is_named() {
    let Some(place) = Place::postgres().await else { return };
    let Err(error) = open(&place.url.replace("/test_", "/none_")).await else { panic!("it opens") };
    let shown = error.to_string();
    assert!(shown.contains("the database none_") && shown.contains("createdb"), "{shown}");
}

#[tokio::test]
async fn a_store_in_memory_works() {
    let store = open("sqlite::memory:").await.expect("it opens");
    fill(&*store).await;
    assert!(!lines(&*store).await.is_empty());
    assert!(!std::path::Path::new(":memory:").exists());
}

#[tokio::test]
async fn addresses_that_lead_nowhere_are_explained() {
    for (url, words) in [
        ("mysql://root:sesame@host/db", "write sqlite:PATH"),
        ("sqlite:/no/such/folder/zopa.db", "name a file in a folder"),
        ("postgres://zopa:sesame@127.0.0.1:1/none", "see that the database runs"),
        ("postgres://zopa:sesame@db.example/zopa", "without encryption"),
        ("postgres://zopa:sesame@192.0.2.7/zopa", "without encryption"),
        ("postgres://zopa:sesame@[:::1]/zopa", "write postgres://"),
    ] {
        let Err(error) = open(url).await else { panic!("{url} opens") };
        let (shown, debugged) = (error.to_string(), format!("{error:?}"));
        assert!(shown.contains(words), "{url}: {shown}");
        assert!(!shown.contains("sesame") && !debugged.contains("sesame"), "{debugged}");
    }
}
