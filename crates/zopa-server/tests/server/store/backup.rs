//! Backups that can be relied upon.

use crate::place::Place;
use crate::store::fixtures::{CANARY, fill, follow, key, note, opening, room, signer};
use age::secrecy::ExposeSecret;
use std::path::Path;
use zopa::mediate::seal::Signer;
use zopa_server::backup::{BackupError, Secret, check_backup, restore_backup, write_backup};
use zopa_server::store::{Store, StoreError};

on_both! {
    a_backup_restores_to_the_same,
    an_altered_log_is_not_backed_up,
    an_erased_log_is_backed_up,
}

/// A public key, and the secret key that belongs to it.
fn keys() -> (Secret, Secret) {
    let identity = age::x25519::Identity::generate();
    let secret = identity.to_string();
    let read = |text: &str| Secret::key(text).expect("a key");
    (read(&identity.to_public().to_string()), read(secret.expose_secret()))
}

fn passphrase() -> Secret {
    Secret::passphrase("five words drawn at random").expect("a passphrase")
}

async fn lines(store: &dyn Store) -> Vec<String> {
    let rows = store.dump().await.expect("rows");
    rows.iter().map(|row| serde_json::to_string(row).expect("rows are JSON")).collect()
}

async fn a_backup_restores_to_the_same(place: Place) {
    let store = place.open().await;
    fill(&*store).await;
    let file = place.file("backup.age");
    let report = write_backup(&*store, &passphrase(), Some(&key()), &file).await.expect("it is written");
    assert!(report.is_read_back && report.counts.signatures, "{report}");
    assert_eq!((report.counts.rooms, report.counts.entries, report.counts.checkpoints), (1, 5, 3), "{report}");
    let text = report.to_string();
    assert!(text.contains("2 accounts") && text.contains("5 entries"), "{text}");

    let bytes = std::fs::read(&file).expect("the file");
    for word in [CANARY, "river", "entry", "ada"] {
        assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word} is in the backup");
    }
    let mut others = vec![Place::sqlite()];
    others.extend(Place::postgres().await);
    for other in others {
        let other = other.open().await;
        let restored = restore_backup(&file, &passphrase(), Some(&key()), &*other).await.expect("it restores");
        assert_eq!(restored, report);
        assert_eq!(lines(&*other).await, lines(&*store).await);
        let again = restore_backup(&file, &passphrase(), None, &*other).await.expect_err("it is not empty");
        assert!(matches!(again, BackupError::Store(StoreError::NotEmpty { .. })), "{again}");
    }
    only_the_backup_is_left(&place);
}

#[track_caller]
fn only_the_backup_is_left(place: &Place) {
    let folder = std::fs::read_dir(place.file("")).expect("a folder");
    let names: Vec<String> =
        folder.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|name| name.contains("partial")), "{names:?}");
}

async fn an_altered_log_is_not_backed_up(place: Place) {
    let store = place.open().await;
    let file = place.file("backup.age");
    let first = opening("river");
    store.create_room(&room("river"), &first).await.expect("a room");
    write_backup(&*store, &passphrase(), Some(&key()), &file).await.expect("it is written");
    let good = std::fs::read(&file).expect("the file");

    // Somebody writes entries over which nothing is signed.
    let mut commit = follow("river", &first.entries, vec![note("forged")]);
    commit.checkpoints.clear();
    store.append("river", 2, &commit).await.expect("entries");
    for secret in [passphrase(), keys().0] {
        let refused = write_backup(&*store, &secret, None, &file).await.expect_err("the log does not hold");
        assert!(refused.to_string().contains("ledger parties, entry 2: no checkpoint covers it"), "{refused}");
        assert_eq!(std::fs::read(&file).expect("the file"), good, "the good one stays");
    }
    only_the_backup_is_left(&place);
}

async fn an_erased_log_is_backed_up(place: Place) {
    let store = place.open().await;
    fill(&*store).await;
    store.erase("river", &[2]).await.expect("erased");
    let report = write_backup(&*store, &passphrase(), Some(&key()), &place.file("backup.age")).await.expect("written");
    assert_eq!((report.counts.entries, report.counts.erased), (5, 1));
}

async fn filled() -> (Place, std::sync::Arc<dyn Store>) {
    let place = Place::sqlite();
    let store = place.open().await;
    fill(&*store).await;
    (place, store)
}

async fn refusal(file: &Path, secret: &Secret) -> String {
    check_backup(file, secret, None).await.expect_err("it is refused").to_string()
}

#[tokio::test]
async fn a_public_key_is_enough_to_write() {
    let (place, store) = filled().await;
    let (public, secret) = keys();
    let file = place.file("backup.age");
    let report = write_backup(&*store, &public, Some(&key()), &file).await.expect("it is written");
    assert!(!report.is_read_back && report.to_string().contains("before encryption only"), "{report}");
    let checked = check_backup(&file, &secret, Some(&key())).await.expect("it opens");
    assert!(checked.is_read_back && checked.counts == report.counts && checked.rows == report.rows);
    assert!(refusal(&file, &public).await.contains("give the secret key"));
    assert!(refusal(&file, &passphrase()).await.contains("another passphrase or key"));
    let report = write_backup(&*store, &secret, Some(&key()), &file).await.expect("it is written");
    assert!(report.is_read_back);
}

#[tokio::test]
async fn signatures_are_verified_where_the_key_is_given() {
    let (place, store) = filled().await;
    let other = Signer::new("zopa.test", &[8; 32]).verifying_key();
    let file = place.file("backup.age");
    let refused = write_backup(&*store, &passphrase(), Some(&other), &file).await.expect_err("signed by another");
    assert!(refused.to_string().contains("does not hold"), "{refused}");
    assert!(!file.exists());
    let report = write_backup(&*store, &passphrase(), None, &file).await.expect("roots hold");
    assert!(!report.counts.signatures);
    assert_eq!(signer().verifying_key(), key());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damage_is_found() {
    let (place, store) = filled().await;
    let secret = keys().1;
    let file = place.file("backup.age");
    write_backup(&*store, &secret, Some(&key()), &file).await.expect("it is written");
    let good = std::fs::read(&file).expect("the file");
    let damaged = place.file("damaged.age");
    for length in [0, 10, 100, good.len() / 2, good.len() - 1] {
        std::fs::write(&damaged, &good[..length]).expect("written");
        let refused = refusal(&damaged, &secret).await;
        assert!(refused.contains("cut off"), "cut to {length}: {refused}");
    }
    // Every byte of the head, and bytes all over the rest.
    for place in (0..300).chain((300..good.len()).step_by(97)).chain([good.len() - 1]) {
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        std::fs::write(&damaged, &bytes).expect("written");
        let refused = refusal(&damaged, &secret).await;
        assert!(refused.contains("altered") || refused.contains("no backup"), "byte {place}: {refused}");
    }
    std::fs::write(&damaged, [good.as_slice(), b"more"].concat()).expect("written");
    assert!(refusal(&damaged, &secret).await.contains("altered"));
    let missing = refusal(&place.file("missing.age"), &secret).await;
    assert!(missing.contains("missing.age") && missing.contains("name a file"), "{missing}");
}

#[tokio::test]
async fn secrets_are_checked_and_hidden() {
    let (place, store) = filled().await;
    let file = place.file("backup.age");
    write_backup(&*store, &passphrase(), None, &file).await.expect("it is written");
    let other = Secret::passphrase("five words drawn by another").expect("a passphrase");
    assert!(refusal(&file, &other).await.contains("locked with another passphrase"));
    assert!(Secret::passphrase("too short").expect_err("short").to_string().contains("12 characters"));
    assert!(Secret::key("age1nonsense").expect_err("no key").to_string().contains("age-keygen"));
    let shown = format!("{:?} {:?}", passphrase(), keys().1);
    assert_eq!(shown, "Passphrase(hidden) SecretKey(hidden)");
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_the_owner_reads_a_backup() {
    use std::os::unix::fs::PermissionsExt;
    let (place, store) = filled().await;
    let file = place.file("backup.age");
    write_backup(&*store, &keys().1, None, &file).await.expect("it is written");
    assert_eq!(std::fs::metadata(&file).expect("the file").permissions().mode() & 0o777, 0o600);
    let nowhere = write_backup(&*store, &passphrase(), None, &place.file("no/such/folder.age")).await;
    assert!(nowhere.expect_err("there is no folder").to_string().contains("in a folder where"));
}
