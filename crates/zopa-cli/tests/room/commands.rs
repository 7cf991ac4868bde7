//! Rooms from the command line: opened, marked, taken away, verified, moved, backed up and restored.

use crate::server::{Server, agent, join, root, scratch, token, zopa};
use std::path::Path;
use std::process::{Command, Output};

/// Runs `zopa` as somebody with a token.
fn as_(server: &Server, token: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .env("ZOPA_SERVER", &server.address)
        .env("ZOPA_TOKEN", token)
        .current_dir(root())
        .output()
        .expect("zopa starts")
}

#[track_caller]
fn told(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    out.trim().to_string()
}

#[track_caller]
fn refused(arguments: &[&str], word: &str) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_zopa")).args(arguments).current_dir(root()).output().expect("zopa starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
    assert!(said.contains(word) && !said.contains("panicked"), "{arguments:?}: {said}");
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("the path is text").to_string()
}

#[test]
fn a_room_lives_on_the_command_line() {
    let folder = scratch("commands");
    let db = format!("sqlite:{}", path(&folder, "rooms.db"));
    let (agent, server) = (agent(), Server::start(&["--db", &db]));
    let cookie = join(&agent, &server, &server.link.clone().expect("a first link"), "Mediator");
    let mediator = token(&agent, &server, &cookie);
    let room = told(&as_(&server, &mediator, &["room", "open", "talks/plan28"]));
    let link = told(&as_(&server, &mediator, &["room", "invite", &room, "ukraine", "head"]));
    let head = token(&agent, &server, &join(&agent, &server, &link, "Head of delegation"));
    let shown = told(&as_(&server, &head, &["room", "show", &room]));
    assert!(shown.contains("needs your mark") && shown.contains("waiting for you"), "{shown}");
    told(&as_(&server, &head, &["room", "mark", &room, "1", "accept", "--level", "parties", "--reason", "As agreed"]));
    told(&as_(&server, &head, &["room", "say", &room, "To the mediator alone", "--level", "mediator"]));
    let listed = told(&as_(&server, &mediator, &["room", "list"]));
    assert!(listed.contains(&room), "{listed}");
    let no_such = as_(&server, &head, &["room", "mark", &room, "99", "accept"]);
    assert_eq!(no_such.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&no_such.stderr).contains("no point 99"));

    let own = path(&folder, "own.jsonl");
    told(&as_(&server, &head, &["room", "log", &room, &own]));
    assert!(zopa(&["log", "verify", &own]).contains("the ledgers of one reader"));
    let whole = path(&folder, "whole.jsonl");
    zopa(&["room", "export", &room, &whole, "--db", &db]);
    assert!(zopa(&["log", "verify", &whole]).contains("every ledger of the room"));
    refused(&["room", "export", "nothing", &path(&folder, "nothing.jsonl"), "--db", &db], "no room nothing");

    let text = std::fs::read_to_string(&whole).expect("the file is there");
    let altered = path(&folder, "altered.jsonl");
    std::fs::write(&altered, text.replacen("To the mediator alone", "To the mediator along", 1)).expect("a file");
    refused(&["log", "verify", &altered], "ledger caucus:ukraine, entry 0: its content does not match its commitment");
    refused(&["room", "import", &altered, "--db", &format!("sqlite:{}", path(&folder, "new.db"))], "does not match");

    let elsewhere = format!("sqlite:{}", path(&folder, "elsewhere.db"));
    let links = zopa(&["room", "import", &whole, "--db", &elsewhere]);
    assert_eq!(links.lines().count(), 2, "{links}");
    refused(&["room", "import", &whole, "--db", &elsewhere], "already");
    let moved = Server::start(&["--db", &elsewhere]);
    let line = links.lines().find(|line| line.contains("Head of delegation")).expect("a link for the head");
    let link = format!("{}/join/{}", moved.address, line.rsplit('/').next().expect("a token"));
    let again = token(&agent, &moved, &join(&agent, &moved, &link, "Head of delegation"));
    let shown = told(&as_(&moved, &again, &["room", "show", &room]));
    assert!(shown.contains("you: accept"), "{shown}");
}

#[test]
fn a_backup_is_tried_out_and_restored() {
    let folder = scratch("backup");
    let db = format!("sqlite:{}", path(&folder, "rooms.db"));
    let (agent, server) = (agent(), Server::start(&["--db", &db]));
    let cookie = join(&agent, &server, &server.link.clone().expect("a first link"), "Mediator");
    let mediator = token(&agent, &server, &cookie);
    let room = told(&as_(&server, &mediator, &["room", "open", "talks/plan28"]));
    told(&as_(&server, &mediator, &["room", "say", &room, "kestrelcanary", "--level", "delegation"]));
    let (words, wrong, file) = (path(&folder, "passphrase"), path(&folder, "wrong"), path(&folder, "rooms.age"));
    std::fs::write(&words, "correct horse battery staple\n").expect("a file");
    std::fs::write(&wrong, "correct horse battery stable\n").expect("a file");
    let report = zopa(&["backup", &file, "--passphrase", &words, "--db", &db]);
    assert!(report.contains("restored into memory and compared"), "{report}");
    zopa(&["backup", &file, "--passphrase", &words, "--db", &db, "--check"]);
    refused(&["backup", &file, "--passphrase", &wrong, "--db", &db, "--check"], "error");
    let bytes = std::fs::read(&file).expect("the backup is there");
    assert!(!bytes.windows(13).any(|part| part == b"kestrelcanary"), "a backup tells nothing");
    let mut damaged = bytes.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let broken = path(&folder, "damaged.age");
    std::fs::write(&broken, damaged).expect("a file");
    let restored = format!("sqlite:{}", path(&folder, "restored.db"));
    refused(&["restore", &broken, "--passphrase", &words, "--db", &restored], "error");
    zopa(&["restore", &file, "--passphrase", &words, "--db", &restored]);
    refused(&["restore", &file, "--passphrase", &words, "--db", &restored], "not empty");
    let whole = path(&folder, "whole.jsonl");
    zopa(&["room", "export", &room, &whole, "--db", &restored]);
    assert!(std::fs::read_to_string(&whole).expect("a file").contains("kestrelcanary"));
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let folder = scratch("start");
    let db = format!("sqlite:{}", path(&folder, "rooms.db"));
    let server = Server::start(&["--db", &db]);
    let taken = server.address.rsplit(':').next().expect("a port").to_string();
    refused(&["serve", "--db", &db, "--listen", &format!("127.0.0.1:{taken}")], "choose another port");
    refused(&["serve", "--db", &db, "--listen", "0.0.0.0:0"], "--address https://");
    refused(&["serve", "--db", &db, "--listen", "127.0.0.1:0", "--address", "http://talks.example"], "https://");
    refused(&["serve", "--demo", "talks/plan28", "--listen", "0.0.0.0:0"], "this machine alone");
    refused(&["serve", "--db", "mysql://x", "--listen", "127.0.0.1:0"], "sqlite:PATH");
    refused(&["serve", "--demo", "talks/nowhere"], "talks/nowhere");
}
