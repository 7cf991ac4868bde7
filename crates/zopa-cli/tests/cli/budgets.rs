//! Work that ends early says so, and keeps what it found.

use crate::common::{Said, check, scratch, text, zopa};
use serde_json::Value;
use std::fmt::Write;
use std::path::PathBuf;

/// Talks that no search finishes in a test's time: what one party gains the others lose, in numbers
/// with so many digits that hardly two packages are equally good.
fn hard_talks(test: &str) -> PathBuf {
    let (n, k, p) = (60, 4, 5);
    let mut state = 7u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 34) as i64
    };
    let mut written = format!("{n} {k} {p}\n");
    let _ = writeln!(written, "{}", vec!["1000000000"; p].join(" "));
    for _ in 0..n * k {
        let cuts: Vec<i64> = (0..p).map(|_| draw()).collect();
        let total: i64 = cuts.iter().sum();
        let shares = cuts.iter().map(|cut| (i128::from(*cut) * 4_000_000_000 / i128::from(total.max(1))).to_string());
        let _ = writeln!(written, "{}", shares.collect::<Vec<_>>().join(" "));
    }
    let file = scratch(test).join("hard.txt");
    std::fs::write(&file, written).expect("the folder is writable");
    file
}

fn without_times(mut solved: Value) -> Value {
    solved["preparation_seconds"] = Value::Null;
    for row in solved["solutions"].as_array_mut().expect("a list of solutions") {
        row["seconds"] = Value::Null;
    }
    solved
}

fn is_unfinished(row: &Value) -> bool {
    match row["status"].as_str() {
        Some("bounded") => row["outcome"].is_object() && row["utilities"].is_object(),
        Some("unknown") => row["outcome"].is_null() && row["utilities"].is_null(),
        _ => false,
    }
}

#[test]
fn a_budget_of_steps_ends_at_the_same_place() {
    let talks = hard_talks("budget-steps");
    let solve = |threads: &str| {
        let limits = ["--budget", "200000nodes", "--threads", threads];
        check(&[&["solve", text(&talks), "--solution", "egalitarian,nash", "--json"], &limits[..]].concat(), 3)
    };
    let first = without_times(solve("1").json());
    assert!(first["solutions"].as_array().is_some_and(|rows| rows.iter().all(is_unfinished)), "{first:#}");
    assert_eq!(first, without_times(solve("1").json()));
    assert_eq!(first, without_times(solve("3").json()));
}

#[test]
fn a_budget_of_time_ends_the_work() {
    let talks = hard_talks("budget-time");
    let said = check(&["solve", text(&talks), "--solution", "egalitarian,nash", "--json", "--budget", "400ms"], 3);
    let solved = said.json();
    assert!(solved["solutions"].as_array().is_some_and(|rows| rows.len() == 2 && rows.iter().all(is_unfinished)));
    let told = check(&["solve", text(&talks), "--solution", "egalitarian", "--budget", "200ms"], 3);
    assert!(told.out.contains("bounded") || told.out.contains("unknown"), "{told:#?}");
}

#[test]
fn an_easy_question_needs_no_whole_budget() {
    check(&["solve", "talks/plan28", "--budget", "10m"], 0);
    check(&["solve", "talks/plan28", "--budget", "1000000000nodes", "--solution", "all"], 0);
    check(&["brief", "talks/plan28", "--budget", "10m"], 0);
}

#[test]
fn nothing_can_be_done_for_nothing() {
    let said = check(&["solve", "talks/plan28", "--json", "--budget", "0nodes"], 3);
    assert!(is_unfinished(&said.json()["solutions"][0]), "{said:#?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_gives_the_best_so_far() {
    use std::process::{Command, Stdio};
    use std::time::Duration;
    let talks = hard_talks("ctrl-c");
    // A signal that comes before the program listens ends it; then it gets more time to start.
    for patience in [1, 4, 15] {
        let mut child = zopa();
        child.args(["solve", text(&talks), "--solution", "egalitarian", "--json"]);
        let child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("zopa starts");
        std::thread::sleep(Duration::from_secs(patience));
        let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill starts");
        assert!(killed.success());
        let said = Said::from(child.wait_with_output().expect("zopa ends"));
        if said.code.is_some() {
            assert_eq!(said.code, Some(3), "{said:#?}");
            assert!(said.err.contains("Ctrl-C again"), "{said:#?}");
            assert!(is_unfinished(&said.json()["solutions"][0]), "{said:#?}");
            return;
        }
    }
    panic!("the program never listened to Ctrl-C");
}
