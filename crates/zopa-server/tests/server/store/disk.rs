//! What lies on the disk.

use crate::place::Place;
use crate::store::fixtures::{CANARY, follow, note, opening, room};
use std::path::Path;
use zopa_server::store::open;

fn files_with(folder: &Path, word: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let holds = |file: &std::path::PathBuf| {
        let bytes = std::fs::read(file).expect("a file");
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    };
    files.filter(holds).map(|file| file.display().to_string()).collect()
}

#[tokio::test]
async fn erased_words_are_gone_from_the_disk() {
    let place = Place::sqlite();
    let store = place.open().await;
    let first = opening("river");
    store.create_room(&room("river"), &first).await.expect("a room");
    // Long enough to fill pages of its own, beside short neighbours that stay.
    let long = format!("{CANARY} {}", "words ".repeat(5_000));
    let commit = follow("river", &first.entries, vec![note("before"), note(&long), note(CANARY), note("behind")]);
    store.append("river", 2, &commit).await.expect("entries");
    let folder = place.file("");
    assert!(!files_with(&folder, CANARY).is_empty(), "the scan finds what is there");
    store.erase("river", &[3, 4]).await.expect("erased");
    assert_eq!(files_with(&folder, CANARY), [""; 0]);
    assert!(!files_with(&folder, "behind").is_empty(), "the rest stays");
    let entries = store.entries_after("river", 0).await.expect("entries");
    assert!(entries.len() == 6 && entries[3].fact.is_none() && entries[5].fact.is_some());
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_the_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite();
    let path = place.file("zopa.db");
    std::fs::write(&path, "").expect("a file");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("its rights are wide");
    let store = place.open().await;
    store.create_room(&room("river"), &opening("river")).await.expect("a room");
    for name in ["zopa.db", "zopa.db-wal", "zopa.db-shm"] {
        let mode = std::fs::metadata(place.file(name)).expect(name).permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_store_is_refused_and_left_alone() {
    let place = Place::sqlite();
    let path = place.file("zopa.db");
    let text = "Dear diary, ".repeat(1_000);
    std::fs::write(&path, &text).expect("a file");
    let Err(error) = open(&place.url).await else { panic!("a diary opens") };
    let shown = error.to_string();
    assert!(shown.contains("zopa.db") && shown.contains("not a database") && shown.contains("name a file"), "{shown}");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_open_a_new_file_at_once() {
    let place = Place::sqlite();
    let opening: Vec<_> = (0..8)
        .map(|_| {
            tokio::spawn({
                let url = place.url.clone();
                async move { open(&url).await.map(drop) }
            })
        })
        .collect();
    for open in opening {
        open.await.expect("it ends").expect("it opens");
    }
}
