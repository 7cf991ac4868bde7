//! A real browser plays scripts of `tests/browser`: a rehearsal, the keyboard alone, no script at all.
//!
//! Screenshots of every page are kept below the build folder, in `tmp/room`.

use crate::server::{Server, root, scratch};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// One browser at a time: several would only wait for each other.
static ONE: Mutex<()> = Mutex::new(());

fn can_run(program: &str) -> bool {
    let ran = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    ran.is_ok_and(|status| status.success())
}

/// Plays a script against a server of its own.
#[track_caller]
fn play(script: &str, is_demo: bool) {
    let scripts = root().join("crates/zopa-cli/tests/browser");
    if !can_run("node")
        || !Path::new("/usr/bin/chromium").exists()
        || !scripts.join("node_modules/playwright-core").exists()
    {
        eprintln!("skipped: {script} needs node, chromium, and what `make browser` fetches");
        return;
    }
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = scratch(script);
    let db = format!("sqlite:{}", folder.join("rooms.db").display());
    let server = if is_demo { Server::start(&["--demo", "talks/plan28"]) } else { Server::start(&["--db", &db]) };
    let played = Command::new("node")
        .arg(scripts.join(format!("{script}.mjs")))
        .args([&server.address, server.link.as_deref().unwrap_or("-")])
        .arg(&folder)
        .env("ZOPA", env!("CARGO_BIN_EXE_zopa"))
        .env("TALKS", root().join("talks/plan28"))
        .env("ROOMS", folder.join("rooms.db"))
        .current_dir(&scripts)
        .output()
        .expect("node starts");
    let told = format!("{}{}", String::from_utf8_lossy(&played.stdout), String::from_utf8_lossy(&played.stderr));
    assert!(played.status.success(), "{script}:\n{told}");
}

#[test]
fn every_seat_of_a_rehearsal_is_one_click_away() {
    play("demo", true);
}

#[test]
fn a_mark_is_made_by_keyboard_alone() {
    play("keyboard", false);
}

#[test]
fn talks_go_on_without_script() {
    play("noscript", false);
}
