//! `draft`, `diff` and `one-text`, as their users would type them.

use crate::common::{check, scratch, text};
use serde_json::Value;
use std::fs;

const PLAN28: &str = "talks/plan28";

fn float(number: &Value) -> f64 {
    assert!(number["exact"].is_string(), "{number}");
    number["float"].as_f64().expect("exact numbers come with a float")
}

/// The sum of numbers by party, that is, of the values of an object.
fn parties(object: &Value) -> Vec<f64> {
    object.as_object().expect("by party").values().map(float).collect()
}

#[test]
fn the_nearest_draft_is_proved_and_its_prices_add_up() {
    let told = check(&["draft", PLAN28, "e3", "--json"], 0).json();
    let nearest = &told["nearest"];
    assert_eq!((&nearest["status"], &nearest["changes"]), (&Value::from("proven"), &Value::from(2)), "{nearest:#}");
    assert_eq!((&nearest["best_proven"], &nearest["counted"]), (&Value::from(true), &Value::from("issues")));
    let packages = nearest["packages"].as_array().expect("a list");
    assert_eq!(packages.len(), 3);
    for package in packages {
        assert_eq!(package["changed"].as_array().map(Vec::len), package["changes"].as_u64().map(|n| n as usize));
        assert!(parties(&package["gains"]).iter().all(|gain| *gain >= 0.0), "{package:#}");
        let changed = package["changed"].as_array().expect("a list");
        let mut sums = parties(&package["together"]);
        for change in changed {
            sums.iter_mut().zip(parties(&change["brings"])).for_each(|(sum, brings)| *sum += brings);
        }
        let total = parties(&package["total"]);
        assert!(sums.iter().zip(&total).all(|(a, b)| (a - b).abs() < 1e-12), "{package:#}");
    }
    let values: Vec<f64> = packages.iter().map(|package| float(&package["value"])).collect();
    assert!(values.windows(2).all(|pair| pair[0] >= pair[1]), "{values:?}");
    let words = check(&["draft", PLAN28, "e3"], 0).out;
    assert!(words.contains("It\ntakes 2 changes") && words.lines().all(|l| l.chars().count() <= 80), "{words}");
    for part in ["WHO COULD SIGN", "BETTER FOR EVERYONE", "TRADES", "WHERE THE POINTS STAND", "WHAT A SINGLE POINT"] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn what_the_first_package_writes_makes_the_draft_acceptable() {
    let told = check(&["draft", PLAN28, "us-28", "--json"], 0).json();
    let package = &told["nearest"]["packages"][0];
    let changes = package["changed"].as_array().expect("a list");
    let inline = changes.iter().map(|change| {
        format!(",{}={}", change["issue"].as_str().expect("an id"), change["to"].as_str().expect("an id"))
    });
    let inline = format!("us-28{}", inline.collect::<String>());
    let after = check(&["draft", PLAN28, &inline, "--json"], 0).json();
    assert_eq!((&after["acceptable"], &after["nearest"]["changes"]), (&Value::from(true), &Value::from(0)));
    let one_less = inline.rsplit_once(',').expect("there were changes").0;
    let before = check(&["draft", PLAN28, one_less, "--json"], 0).json();
    assert_eq!((&before["acceptable"], &before["nearest"]["changes"]), (&Value::from(false), &Value::from(1)));
    // The package as JSON, in a file and on the line, is the same text.
    let outcome = package["outcome"].to_string();
    assert_eq!(check(&["draft", PLAN28, &outcome, "--json"], 0).json()["acceptable"], true);
    let file = scratch("draft-file").join("text.json");
    fs::write(&file, &outcome).expect("the folder is writable");
    assert_eq!(check(&["draft", PLAN28, text(&file), "--json"], 0).json()["acceptable"], true);
}

#[test]
fn points_can_be_kept_and_counted_together() {
    let told = |more: &[&str]| {
        let arguments: Vec<&str> = ["draft", PLAN28, "e3", "--json"].iter().chain(more).copied().collect();
        check(&arguments, 0).json()["nearest"].clone()
    };
    let kept = told(&["--keep", "8,21"]);
    let changed = |nearest: &Value| -> Vec<String> {
        let first = nearest["packages"][0]["changed"].as_array().cloned().unwrap_or_default();
        first.iter().map(|change| change["issue"].as_str().unwrap_or_default().to_string()).collect()
    };
    assert_eq!(kept["status"], "empty", "the red line on point 21 cannot be lifted without it: {kept:#}");
    assert!(kept["kept"].as_array().is_some_and(|kept| kept.len() > 2), "point 21 is split: {kept:#}");
    let open = told(&["--open", "21,14,13"]);
    assert!(changed(&open).iter().all(|issue| issue != "nato-troops"), "{open:#}");
    let points = told(&["--count", "points"]);
    assert!(points["changes"].as_u64() <= told(&[])["changes"].as_u64(), "{points:#}");
    check(&["draft", PLAN28, "e3", "--keep", "8", "--open", "9"], 2);
    assert!(check(&["draft", PLAN28, "e3", "--keep", "natotroops"], 2).err.contains("nato-troops"));
}

#[test]
fn open_points_are_filled_and_ranges_told() {
    let told = check(&["draft", PLAN28, "ua-20", "--json"], 0).json();
    let open = told["draft"]["open"].as_array().expect("a list").len();
    assert!(open > 0, "{told:#}");
    let ranges = told["parties"].as_object().expect("by party");
    assert!(ranges.values().all(|range| range["reached"] == true && float(&range["least"]) < float(&range["most"])));
    assert_eq!(told["nearest"]["packages"][0]["filled"].as_object().map(serde_json::Map::len), Some(open));
    let everything_open = check(&["draft", PLAN28, "8=?", "--json"], 0).json();
    assert_eq!((&everything_open["acceptable"], &everything_open["nearest"]["changes"]), (&true.into(), &0.into()));
    let nash = check(&["solve", PLAN28, "--json"], 0).json();
    assert_eq!(everything_open["completion"]["outcome"], nash["solutions"][0]["outcome"]);
    assert_eq!(everything_open["completion"]["kind"], "acceptable");
}

#[test]
fn what_is_better_for_everyone_has_a_certificate() {
    let folder = scratch("draft-certificate");
    let told = check(&["draft", PLAN28, "e3", "--json", "--certificate", text(&folder)], 0).json();
    assert_eq!(told["frontier"]["status"], "dominated");
    assert!(float(&told["frontier"]["distance"]) > 0.0);
    let (talks, proof) = (folder.join("better.toml"), folder.join("better.certificate"));
    let said = check(&["certify", text(&talks), text(&proof)], 0);
    assert!(!said.out.is_empty(), "{said:#?}");
    let nash = check(&["draft", PLAN28, "@nash", "--json"], 0).json();
    assert_eq!((&nash["frontier"]["status"], &nash["trades"]["count"]), (&"efficient".into(), &0.into()));
    assert_eq!(nash["acceptable"], true);
}

#[test]
fn drafts_that_cannot_be_read_are_named() {
    for (draft, part) in [
        ("e4", "did you mean `e3`?"),
        ("e3,8=bared", "did you mean `barred`?"),
        ("e3,99=x", "no issue or point `99`"),
        ("21=x", "point `21` is split"),
        ("[a,b]", "settles 2 issues, but there are 28"),
        ("{\"8\": ", "cannot be read"),
        ("@nosh", "no solution"),
    ] {
        let said = check(&["draft", PLAN28, draft], 2);
        assert!(said.err.contains(part), "{draft}: {said:#?}");
    }
    assert!(check(&["draft", PLAN28, "e3", "--solution", "nash-mixture"], 2).err.contains("mixes packages"));
    check(&["draft", PLAN28, "e3", "--best", "0"], 2);
    let file = scratch("draft-slips").join("text.toml");
    fs::write(&file, "nato-troops = \"bared\"\nnato-trops = \"barred\"\n").expect("the folder is writable");
    let said = check(&["draft", PLAN28, text(&file)], 1);
    assert!(said.err.contains("text.toml:1:15") && said.err.contains("text.toml:2:1"), "{said:#?}");
}

#[test]
fn a_budget_that_ends_first_is_told() {
    let told = check(&["draft", PLAN28, "us-28", "--json", "--budget", "1nodes"], 3).json();
    assert_eq!(told["nearest"]["best_proven"], false, "{told:#}");
}

#[test]
fn drafts_stand_side_by_side() {
    let words = check(&["diff", PLAN28, "us-28", "e3", "ua-20"], 0).out;
    for part in ["2 AGAINST 1:", "3 AGAINST 1:", "[-", "{+", "left open now", "Russia −"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(words.lines().all(|line| line.chars().count() <= 80), "{words}");
    let told = check(&["diff", PLAN28, "us-28", "ua-20", "--json"], 0).json();
    let against = &told["drafts"][1]["against_first"];
    let count = |key: &str| against[key].as_array().map_or(0, Vec::len);
    assert!(count("changed") > 0 && count("dropped") > 0 && count("added") == 0, "{against:#}");
    assert_eq!(told["points"].as_array().map(Vec::len), Some(count("changed") + count("dropped")));
    assert!(told["drafts"][0]["against_first"].is_null() && against["total"].is_null(), "one draft leaves points open");
    let folder = scratch("diff");
    let page = folder.join("drafts.html");
    check(&["diff", PLAN28, "us-28", "e3", "--out", text(&page)], 0);
    let html = fs::read_to_string(&page).expect("the page is written");
    assert!(
        html.starts_with("<!DOCTYPE html>")
            && html.contains("<ins>")
            && html.contains("<del>")
            && !html.contains("<script")
    );
    let page = folder.join("drafts.md");
    check(&["diff", PLAN28, "us-28", "e3", "--out", text(&page)], 0);
    assert!(fs::read_to_string(&page).expect("the page is written").contains("~~"));
    check(&["diff", PLAN28, "us-28"], 2);
    check(&["diff", PLAN28, "us-28", "e3", "--out", "drafts.docx"], 2);
}

#[test]
fn one_text_gives_everyone_its_own_at_least() {
    let own = ["--own", "ukraine:e3", "--own", "russia:us-28,8=not-permanent", "--own", "europe:e3"];
    for arguments in [&["one-text", PLAN28][..], &own[..]] {
        let all: Vec<&str> = match arguments[0] {
            "one-text" => arguments.to_vec(),
            _ => ["one-text", PLAN28].iter().chain(arguments).copied().collect(),
        };
        let words = check(&all, 0).out;
        assert!(words.lines().all(|line| line.chars().count() <= 80) && words.contains("accepted"), "{words}");
        let json: Vec<&str> = all.iter().copied().chain(["--json"]).collect();
        let told = check(&json, 0).json();
        match told["status"].as_str().expect("a status") {
            "empty" => assert!(float(&told["short"]["by"]) > 0.0, "{told:#}"),
            "proven" | "bounded" => {
                let base = parties(&told["base"]["gains"]);
                assert!(base.iter().all(|gain| *gain >= 0.0 && *gain <= float(&told["base"]["largest_gain"])));
                assert!(parties(&told["improvement"]["gains"]).iter().all(|gain| *gain >= 0.0), "{told:#}");
            }
            other => panic!("{other}"),
        }
    }
    let modest: Vec<&str> = vec![
        "one-text",
        PLAN28,
        "--own",
        "ukraine:us-28",
        "--own",
        "russia:e3",
        "--own",
        "usa:ua-20",
        "--own",
        "europe:us-28",
        "--json",
    ];
    let told = check(&modest, 0).json();
    assert!(["proven", "bounded"].contains(&told["status"].as_str().expect("a status")), "{told:#}");
    check(&["one-text", PLAN28, "--own", "ukraine"], 2);
    assert!(check(&["one-text", PLAN28, "--own", "ukrain:e3"], 2).err.contains("did you mean ukraine?"));
}
