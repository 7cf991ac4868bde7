//! Every command, as its user would type it.

use crate::common::{Said, check, root, scratch, text, zopa};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

const PLAN28: &str = "talks/plan28";

/// The example of `zopa new`, in a folder of the test's own.
fn starter(test: &str) -> PathBuf {
    let folder = scratch(test).join("talks");
    check(&["new", text(&folder)], 0);
    folder
}

/// The example with demands that exclude each other.
fn without_room(test: &str) -> PathBuf {
    let folder = starter(test);
    for party in ["farmers", "city"] {
        let file = folder.join(format!("parties/{party}.toml"));
        let written = fs::read_to_string(&file).expect("the example is there");
        let greedy: Vec<&str> = written
            .lines()
            .map(|line| if line.starts_with("reservation") { "reservation = 0.95" } else { line })
            .collect();
        fs::write(&file, greedy.join("\n")).expect("the example can be changed");
    }
    folder
}

fn exact(number: &Value) -> &str {
    assert!(number["float"].is_number(), "{number}");
    number["exact"].as_str().expect("exact numbers are texts")
}

#[test]
fn check_accepts_what_is_in_order() {
    let said = check(&["check", PLAN28], 0);
    assert!(said.out.contains("is in order: 28 issues, 4 parties"), "{said:#?}");
    let talks = starter("check");
    check(&["check", text(&talks)], 0);
    check(&["check", text(&talks.join("talks.toml")), text(&talks.join("parties/city.toml"))], 0);
}

#[test]
fn check_reports_every_problem_with_its_place() {
    let talks = starter("check-problems");
    let file = talks.join("parties/city.toml");
    let party = fs::read_to_string(&file).expect("the example is there");
    let party = party.replace("reservation", "reservatoin").replace("[issue.canal]", "[issue.cannal]");
    fs::write(&file, party).expect("the example can be changed");
    let said = check(&["check", text(&talks)], 1);
    assert!(said.out.contains("reservatoin") && said.out.contains("cannal"), "{said:#?}");
    assert!(said.out.contains("city.toml:") && said.out.contains("did you mean `canal`?"), "{said:#?}");
    let alone = check(&["check", text(&talks.join("talks.toml")), text(&file)], 1);
    assert!(alone.out.contains("cannal"), "{alone:#?}");
}

#[test]
fn new_leaves_what_is_there_alone() {
    let talks = starter("new");
    let before = fs::read_to_string(talks.join("talks.toml")).expect("the example is there");
    fs::write(talks.join("talks.toml"), before.clone() + "# mine\n").expect("the example can be changed");
    let said = check(&["new", text(&talks)], 1);
    assert!(said.err.contains("choose another name"), "{said:#?}");
    assert!(fs::read_to_string(talks.join("talks.toml")).expect("still there").ends_with("# mine\n"));
}

#[test]
fn workbooks_go_to_the_parties_and_come_back() {
    let folder = scratch("workbooks");
    let file = |name: &str| folder.join(name);
    let whole = file("talks.xlsx");
    check(&["convert", PLAN28, text(&whole)], 0);
    let said = check(&["check", text(&whole)], 0);
    assert!(said.out.contains("is in order: 28 issues, 4 parties"), "{said:#?}");
    check(&["convert", text(&whole), text(&file("again.toml"))], 0);
    check(&["convert", PLAN28, text(&file("once.toml"))], 0);
    let [again, once] = ["again.toml", "once.toml"].map(|name| fs::read_to_string(file(name)).expect("written"));
    assert_eq!(again, once);
    let mut gathered =
        vec!["convert".to_string(), "talks/plan28/talks.toml".into(), text(&file("gathered.toml")).into()];
    gathered.push("--parties".into());
    for (party, ending) in [("ukraine", "xlsx"), ("russia", "csv"), ("usa", "toml"), ("europe", "xlsx")] {
        let own = file(&format!("{party}.{ending}"));
        check(&["convert", text(&whole), text(&own), "--party", party], 0);
        let said = check(&["check", PLAN28, text(&own)], 0);
        assert!(said.out.contains("fits the talks"), "{said:#?}");
        gathered.push(text(&own).into());
    }
    check(&gathered.iter().map(String::as_str).collect::<Vec<_>>(), 0);
    assert_eq!(fs::read_to_string(file("gathered.toml")).expect("written"), once);
    let said = check(&["convert", PLAN28, text(&file("x.xlsx")), "--party", "ukrane"], 2);
    assert!(said.err.contains("did you mean ukraine?"), "{said:#?}");
    check(&["convert", PLAN28, text(&file("sheets")), "--to", "csv"], 0);
    check(&["brief", text(&file("sheets"))], 0);
}

#[test]
fn talks_whose_parties_are_silent_become_blank_forms() {
    let folder = scratch("blank");
    let talks = folder.join("talks.toml");
    fs::copy(root().join("talks/plan28/talks.toml"), &talks).expect("the example can be copied");
    let form = folder.join("form.xlsx");
    check(&["convert", text(&talks), text(&form), "--party", "ukraine"], 0);
    let said = check(&["check", text(&talks), text(&form)], 1);
    assert!(
        said.out.contains("form.xlsx, sheet \"Ukraine\", cell C4: error: party `ukraine` has not filled in"),
        "{said:#?}"
    );
    let said = check(&["convert", text(&talks), text(&folder.join("form.toml")), "--party", "ukraine"], 1);
    assert!(said.err.contains("a form to fill in ends in .xlsx"), "{said:#?}");
}

#[test]
fn drafts_are_shown_before_they_are_written() {
    let folder = scratch("import");
    let texts = [
        ("a.txt", "Plan A\n\n1. Peace shall be kept.\n2. Trade is free.\n"),
        ("b.md", "1. Peace shall be kept.\n2. Trade is free within limits.\n"),
    ];
    for (name, content) in texts {
        fs::write(folder.join(name), content).expect("written");
    }
    let [first, second] = texts.map(|(name, _)| folder.join(name));
    let said = check(&["import", text(&first)], 0);
    assert!(said.out.contains("a: Plan A (2 points)") && said.out.contains("   2. Trade is free."), "{said:#?}");
    assert!(said.err.contains("nothing is written"), "{said:#?}");
    let talks = folder.join("talks");
    let said = check(
        &["import", text(&first), text(&second), "--out", text(&talks), "--party", "North", "--party", "South"],
        0,
    );
    assert!(said.out.contains("2 issues beside each other") && said.out.contains("a 1, b 1: Peace"), "{said:#?}");
    check(&["convert", text(&talks), text(&folder.join("form.xlsx")), "--party", "north"], 0);
    check(&["import", text(&first), "--out", text(&talks)], 1);
    let said = check(&["import", text(&talks.join("talks.toml"))], 1);
    assert!(said.err.contains("texts end in .txt, .md or .docx"), "{said:#?}");
}

#[test]
fn outcomes_become_texts_and_come_back() {
    let folder = scratch("text");
    let said = check(&["text", PLAN28, "--draft", "e3"], 0);
    assert!(said.out.starts_with("# A 28-point draft and its answers\n"), "{said:#?}");
    assert!(said.out.contains("23 November 2025") && said.out.contains("mediated by United States"), "{said:#?}");
    for ending in ["md", "html", "docx"] {
        check(
            &[
                "text",
                PLAN28,
                "--solution",
                "nash",
                "--date",
                "2026-03-01",
                "--out",
                text(&folder.join(format!("nash.{ending}"))),
            ],
            0,
        );
    }
    let [markdown, word] = ["nash.md", "nash.docx"].map(|name| check(&["import", text(&folder.join(name))], 0).out);
    assert_eq!(markdown, word);
    assert!(markdown.contains("2026-03-01"), "{markdown}");
    let said = check(&["text", PLAN28, "--draft", "e4"], 2);
    assert!(said.err.contains("did you mean `e3`?"), "{said:#?}");
    let said = check(&["text", PLAN28, "--draft", "e3,force-cap=600k"], 0);
    assert!(said.out.contains("At most 600,000 at all times"), "{said:#?}");
    check(&["text", PLAN28], 2);
    check(&["text", PLAN28, "--draft", "e3", "--out", text(&folder.join("e3.pdf"))], 2);
    let said = check(&["text", text(&without_room("text-empty")), "--solution", "nash"], 1);
    assert!(said.err.contains("no package is acceptable to all"), "{said:#?}");
}

#[test]
fn convert_keeps_the_meaning() {
    let folder = scratch("convert");
    let answer = |path: &str| check(&["solve", path, "--json"], 0).json()["solutions"][0]["outcome"].clone();
    let expected = answer(PLAN28);
    for name in ["one.json", "one.toml"] {
        let file = folder.join(name);
        check(&["convert", PLAN28, text(&file)], 0);
        assert_eq!(answer(text(&file)), expected, "{name}");
        check(&["convert", PLAN28, text(&file)], 1);
    }
    check(&["convert", PLAN28, text(&folder.join("one.docx"))], 2);
}

/// A scenario as researchers keep it: a domain and two profiles.
fn scenario(test: &str) -> PathBuf {
    let folder = scratch(test);
    let domain = "<negotiation_template><utility_space><objective name=\"car\"><issue index=\"1\" name=\"price\" \
        type=\"discrete\"><item index=\"1\" value=\"low\"/><item index=\"2\" value=\"fair\"/><item index=\"3\" \
        value=\"high\"/></issue></objective></utility_space></negotiation_template>";
    let profile = |values: [u32; 3]| {
        let items: String = ["low", "fair", "high"]
            .iter()
            .zip(values)
            .map(|(value, evaluation)| format!("<item value=\"{value}\" evaluation=\"{evaluation}\"/>"))
            .collect();
        format!(
            "<utility_space><objective name=\"car\"><weight index=\"1\" value=\"1\"/><issue index=\"1\" \
             name=\"price\">{items}</issue></objective><reservation value=\"0.2\"/></utility_space>"
        )
    };
    for (name, content) in [("domain", domain), ("buyer", &profile([4, 3, 1])), ("seller", &profile([0, 3, 4]))] {
        fs::write(folder.join(format!("{name}.xml")), content).expect("files can be written");
    }
    folder
}

#[test]
fn a_folder_of_another_tool_is_read_and_its_parties_chosen() {
    let folder = scenario("scenario");
    let path = text(&folder);
    let outcome = |arguments: &[&str]| check(arguments, 0).json()["solutions"][0]["outcome"]["price"].clone();
    assert_eq!(outcome(&["solve", path, "--json"]), "fair");
    assert_eq!(outcome(&["solve", path, "--json", "--parties", "buyer.xml"]), "low");
    let [domain, buyer, seller] = ["domain", "buyer", "seller"].map(|name| folder.join(format!("{name}.xml")));
    assert_eq!(outcome(&["solve", text(&domain), "--json", "--parties", text(&seller), text(&buyer)]), "fair");
    let said = check(&["check", text(&domain), text(&buyer)], 0);
    assert!(said.out.contains("fits the talks"), "{said:#?}");
    let raw = check(&["figures", path, "--json", "--semantics", "negmas"], 0).json();
    assert_eq!(raw["most"]["buyer"]["exact"], "4");
    assert_eq!(raw["picks"]["nash"][0]["outcome"]["price"], "fair");
}

#[test]
fn every_written_format_reads_as_the_same() {
    let folder = scenario("written");
    let outcome = |path: &str| check(&["solve", path, "--json"], 0).json()["solutions"][0]["outcome"].clone();
    let expected = outcome(text(&folder));
    for format in ["genius", "negmas", "negmas-json", "negolog"] {
        let out = folder.join(format);
        check(&["convert", text(&folder), text(&out), "--to", format], 0);
        assert_eq!(outcome(text(&out)), expected, "{format}");
    }
    let said = check(&["convert", PLAN28, text(&folder.join("plan")), "--to", "genius"], 1);
    assert!(said.err.contains("no rules") && said.err.contains("no red lines"), "{said:#?}");
}

#[test]
fn figures_are_told_by_the_tools_definitions() {
    let said = check(&["figures", text(&scenario("figures"))], 0);
    assert!(said.out.contains("3 outcomes") && said.out.contains("max_relative_welfare"), "{said:#?}");
    let refused = check(&["figures", PLAN28], 1);
    assert!(refused.err.contains("NegMAS knows no rules"), "{refused:#?}");
}

#[test]
fn solve_gives_every_solution_in_the_documented_shape() {
    let said = check(&["solve", PLAN28, "--solution", "all", "--json"], 0).json();
    assert_eq!(said["negotiation"]["parties"].as_array().map(Vec::len), Some(4));
    assert_eq!(said["negotiation"]["packages"], "8358844170240");
    let rows = said["solutions"].as_array().expect("a list of solutions");
    let names: Vec<&str> = rows.iter().filter_map(|row| row["solution"].as_str()).collect();
    assert!(names.contains(&"nash") && names.contains(&"egalitarian-mixture"), "{names:?}");
    assert!(!names.iter().any(|name| name.starts_with("weighted")), "{names:?}");
    for row in rows {
        let is_mixture = row["solution"].as_str().is_some_and(|name| name.ends_with("-mixture"));
        // The best mixture's shares may be irrational: then there is a bound beside what was found.
        assert!(row["status"] == "proven" || (is_mixture && row["status"] == "bounded"), "{row}");
        assert!(row["bound"]["float"].as_f64() >= row["value"]["float"].as_f64(), "{row}");
        assert_eq!(row["mixture"].is_array(), is_mixture, "{row}");
        assert_eq!(row["outcome"].as_object().map_or(0, serde_json::Map::len), if is_mixture { 0 } else { 28 });
        for party in ["ukraine", "russia", "usa", "europe"] {
            assert!(!exact(&row["utilities"][party]).starts_with('-'), "{row}");
            assert!(!exact(&row["gains"][party]).starts_with('-'), "{row}");
        }
        assert!(row["ties"]["count"].as_u64() >= Some(1) && row["ties"]["exact"].is_boolean(), "{row}");
        assert!(row["seconds"].is_number() && row["certificate"].is_null() && row["weights"].is_null(), "{row}");
        if !is_mixture {
            assert_eq!(exact(&row["value"]), exact(&row["bound"]), "{row}");
        }
    }
}

#[test]
fn solve_tells_the_package_in_words() {
    let said = check(&["solve", PLAN28, "--solution", "nash,ks"], 0);
    for expected in ["Ukraine", "Walking away", "The package of Nash", "proven"] {
        assert!(said.out.contains(expected), "{expected} in {said:#?}");
    }
    assert!(said.err.is_empty(), "{said:#?}");
}

#[test]
fn weights_are_read_and_their_slips_named() {
    let talks = starter("weights");
    let path = text(&talks);
    let weighted = ["solve", path, "--solution", "weighted-sum", "--json", "--weights"];
    let row = check(&[&weighted[..], &["city=5/2"]].concat(), 0).json()["solutions"][0].clone();
    assert_eq!((exact(&row["weights"]["city"]), exact(&row["weights"]["farmers"])), ("2.5", "1"));
    let slip = check(&[&weighted[..], &["citty=2"]].concat(), 2);
    assert!(slip.err.contains("did you mean city?"), "{slip:#?}");
    check(&[&weighted[..], &["city=two"]].concat(), 2);
    check(&[&weighted[..], &["city=-1"]].concat(), 2);
    check(&[&weighted[..], &["city=1,city=2"]].concat(), 2);
    check(&["solve", path, "--weights", "city=2"], 2);
    let unknown = check(&["solve", path, "--solution", "nsah"], 2);
    assert!(unknown.err.contains("did you mean nash?"), "{unknown:#?}");
}

#[test]
fn certificates_are_written_accepted_and_tied_to_their_talks() {
    let folder = scratch("certificates");
    let proofs = folder.join("proofs");
    let solved = check(&["solve", PLAN28, "--solution", "all", "--json", "--certificate", text(&proofs)], 0).json();
    let rows = solved["solutions"].as_array().expect("a list of solutions");
    let files: Vec<&str> = rows.iter().filter_map(|row| row["certificate"].as_str()).collect();
    let proven = rows.iter().filter(|row| row["status"] == "proven").count();
    assert!(files.len() == proven && proven >= 6, "{rows:#?}");
    let accepted = check(&[&["certify", PLAN28], &files[..]].concat(), 0);
    assert_eq!(accepted.out.matches(": accepted").count(), files.len(), "{accepted:#?}");
    let other = starter("certificates-other");
    let rejected = check(&["certify", text(&other), files[0]], 1);
    assert!(rejected.out.contains(": rejected"), "{rejected:#?}");
    let forged = folder.join("forged.certificate");
    fs::write(&forged, "not a certificate\n").expect("the folder is writable");
    check(&["certify", PLAN28, text(&forged), files[0]], 1);
    check(&["certify", PLAN28, text(&folder.join("absent"))], 1);
    check(&["certify", PLAN28], 2);
}

#[test]
fn an_empty_zone_is_an_answer() {
    let talks = without_room("no-room");
    let path = text(&talks);
    let zone = check(&["zone", path, "--json"], 0).json();
    assert_eq!((&zone["status"], &zone["count"]), (&Value::from("empty"), &Value::Null));
    let no_deal = &zone["no_deal"];
    assert_eq!(no_deal["irreducible"], true);
    let causes = no_deal["causes"].as_array().expect("a list of demands");
    assert!(!causes.is_empty() && causes.iter().all(|cause| cause["kind"].is_string()), "{zone:#}");
    assert!(causes.iter().all(|cause| cause["without"]["canal"].is_string()), "{zone:#}");
    assert!(exact(&no_deal["relaxation"]["by"]) > "0", "{zone:#}");
    let told = check(&["zone", path], 0);
    assert!(told.out.contains("There is no room for agreement"), "{told:#?}");
    let solved = check(&["solve", path, "--json"], 0).json();
    assert_eq!(solved["solutions"][0]["status"], "empty");
    check(&["brief", path], 0);
    check(&["frontier", path], 0);
}

#[test]
fn a_zone_is_counted_and_shown() {
    let talks = starter("zone");
    let zone = check(&["zone", text(&talks), "--json"], 0).json();
    assert_eq!((&zone["status"], &zone["count"]["kind"]), (&Value::from("open"), &Value::from("exact")));
    let count: u64 = zone["count"]["count"].as_str().and_then(|count| count.parse().ok()).expect("a number");
    assert!(count > 0 && count < 135, "{zone:#}");
    assert!(zone["witness"]["outcome"]["canal"].is_string() && zone["no_deal"].is_null(), "{zone:#}");
    let told = check(&["zone", text(&talks)], 0);
    assert!(told.out.contains("There is room for agreement."), "{told:#?}");
}

#[test]
fn a_frontier_is_exact_unless_it_says_otherwise() {
    let talks = starter("frontier");
    let path = text(&talks);
    let exact_one = check(&["frontier", path, "--json"], 0).json();
    assert_eq!((&exact_one["guarantee"], &exact_one["epsilon"]), (&Value::from("exact"), &Value::Null));
    let points = exact_one["frontier"].as_array().expect("a list of points");
    assert_eq!(exact_one["points"], points.len());
    let utility = |point: &Value, party: &str| point["utilities"][party]["float"].as_f64().expect("a number");
    for (better, worse) in points.iter().zip(&points[1..]) {
        assert!(utility(better, "farmers") > utility(worse, "farmers"), "{exact_one:#}");
        assert!(utility(better, "city") < utility(worse, "city"), "{exact_one:#}");
    }
    let table = check(&["frontier", path, "--csv"], 0).out;
    assert_eq!(table.lines().count(), points.len() + 1);
    assert!(table.starts_with("list,utility of farmers,utility of city,metering,"), "{table}");
    let told = check(&["frontier", path], 0).out;
    assert!(told.contains(&format!("{} combinations of utilities are efficient", points.len())), "{told}");
    let cover = check(&["frontier", path, "--json", "--epsilon", "0.05"], 0).json();
    if cover["guarantee"] == "cover" {
        assert!(cover["short"].is_array() && cover["epsilon"]["city"]["float"].as_f64() <= Some(0.05), "{cover:#}");
    }
    check(&["frontier", path, "--json", "--csv"], 2);
}

#[test]
fn bad_input_is_named_and_nothing_panics() {
    let folder = scratch("bad-input");
    let file = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, content).expect("the folder is writable");
        path
    };
    let paths = [
        folder.join("absent"),
        folder.clone(),
        file("empty.toml", b""),
        file("empty.json", b""),
        file("bytes.toml", b"[talks]\ntitle = \"\xff\xfe\"\n"),
        file("word.txt", b"three parties"),
        file("unknown.docx", b"x"),
        file("deep.json", "[".repeat(100_000).as_bytes()),
        file("long.toml", "#".repeat(16_000_001).as_bytes()),
    ];
    for path in &paths {
        for command in ["brief", "solve", "zone", "frontier", "check"] {
            let said = check(&[command, text(path)], 1);
            assert!(!(said.out.is_empty() && said.err.is_empty()), "{command} {}", path.display());
        }
    }
    let near = check(&["check", "talks/plan29"], 1);
    assert!(near.err.contains("did you mean talks/plan28?"), "{near:#?}");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = scratch("circle");
    for (link, target) in [("a", "b"), ("b", "a")] {
        std::os::unix::fs::symlink(folder.join(target), folder.join(link)).expect("links can be made");
    }
    check(&["check", text(&folder.join("a"))], 1);
    std::os::unix::fs::symlink(&folder, folder.join("parties")).expect("links can be made");
    fs::write(folder.join("talks.toml"), "[talks]\ntitle = \"x\"\n").expect("the folder is writable");
    check(&["check", text(&folder)], 1);
}

#[test]
fn wrong_use_exits_with_two() {
    for arguments in [
        &["solve"][..],
        &["sovle", PLAN28],
        &["solve", PLAN28, "--budget", "soon"],
        &["solve", PLAN28, "--threads", "0"],
        &["brief", PLAN28, "--out", "brief.docx"],
        &["frontier", PLAN28, "--epsilon", "-1"],
        &["list", "parties"],
    ] {
        let said = check(arguments, 2);
        assert!(said.out.is_empty() && !said.err.is_empty(), "{said:#?}");
    }
}

#[test]
fn lists_completions_and_manuals_are_printed() {
    let solutions = check(&["list", "solutions"], 0).out;
    assert!(zopa::registry::SOLUTIONS.iter().all(|solution| solutions.contains(solution.id)), "{solutions}");
    assert!(check(&["list", "formats"], 0).out.contains(".toml"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(check(&["completions", shell], 0).out.contains("frontier"), "{shell}");
    }
    assert!(check(&["man"], 0).out.contains("zopa"));
    let folder = scratch("man");
    check(&["man", text(&folder)], 0);
    assert!(folder.join("zopa-solve.1").exists());
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    for arguments in [&["list", "solutions"][..], &["solve", PLAN28, "--json"], &["man"]] {
        let (reader, writer) = std::io::pipe().expect("pipes can be made");
        drop(reader);
        let output = zopa().args(arguments).stdout(writer).output().expect("zopa starts");
        let said = Said::from(output);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

const ARLEN: &str = "talks/arlen-river";

/// A chance in the documented shape.
fn chance(value: &Value) -> f64 {
    assert!(value["exact"].is_string() || value["exact"].is_null(), "{value}");
    assert_eq!(value["exact"].is_string(), value["standard_error"].as_f64() == Some(0.0), "{value}");
    value["share"].as_f64().filter(|share| (0.0..=1.0).contains(share)).expect("a share")
}

#[test]
fn worlds_tell_chances_packages_and_questions_in_the_documented_shape() {
    let draft = "metering=joint,summer-flow=40,canal=half,drought=panel";
    let said = check(&["worlds", ARLEN, draft, "--draws", "400", "--json"], 0).json();
    assert_eq!((said["worlds"]["kind"].as_str(), said["worlds"]["count"].as_u64()), (Some("drawn"), Some(400)));
    assert_eq!((said["worlds"]["unknown_numbers"].as_u64(), said["worlds"]["exact"].as_bool()), (Some(10), Some(true)));
    assert_eq!(said["worlds"]["solved"].as_u64(), Some(400), "every world is solved with proof");
    assert!((chance(&said["zone"]) - 1.0).abs() < 1e-9);
    let drafts = said["drafts"].as_array().expect("a list");
    assert_eq!(drafts.len(), 3);
    assert!(drafts[0]["completed"] == true && drafts[1]["completed"] == false && drafts[2]["id"].is_null());
    for prospect in drafts.iter().map(|draft| &draft["prospect"]).chain([
        &said["fair"],
        &said["most_worlds"],
        &said["least_regret"],
    ]) {
        for participant in ["farmers", "city", "old-town", "harbour", "gardens"] {
            chance(&prospect["accepted"][participant]);
        }
        assert_eq!(prospect["outcome"].as_object().map(serde_json::Map::len), Some(4), "{prospect}");
        chance(&prospect["all"]);
        chance(&prospect["ratified"]["city"]);
    }
    for best in [&said["most_worlds"], &said["least_regret"]] {
        assert!(best["proven"] == true && exact(&best["value"]) == exact(&best["bound"]), "{best}");
    }
    assert_eq!(said["in_every_world"]["status"], "package");
    for question in said["questions"].as_array().expect("a list") {
        assert!(question["ask"].as_str().is_some_and(|words| words.starts_with("Ask ")), "{question}");
        assert!(question["rise"].is_number() && question["standard_error"].is_number(), "{question}");
        assert!(question["number"]["kind"].is_string() && question["if_low"]["outcome"].is_object(), "{question}");
    }
    let text = check(&["worlds", ARLEN, "--draws", "400"], 0);
    assert!(text.out.contains("THE NEXT QUESTION"), "{text:#?}");
    assert!(text.out.lines().all(|line| line.chars().count() <= 80), "{text:#?}");
}

/// The fair price hangs on one walk-away value alone: that is what to ask.
#[test]
fn worlds_ask_for_what_would_change_the_proposal() {
    let folder = scratch("what-to-ask");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("the file can be written");
    std::fs::create_dir(folder.join("parties")).expect("the folder can be made");
    write(
        "talks.toml",
        "[talks]\ntitle = \"A price\"\n[[party]]\nid = \"seller\"\nname = \"Seller\"\n[[party]]\nid = \"buyer\"\n\
         name = \"Buyer\"\n[[issue]]\nid = \"price\"\ntitle = \"Price\"\noption = [{ id = \"low\", text = \"80\" }, \
         { id = \"middle\", text = \"100\" }, { id = \"high\", text = \"120\" }]\n",
    );
    write(
        "parties/seller.toml",
        "party = \"seller\"\nreservation = { one_of = [0.1, 0.6], chances = [0.5, 0.5] }\n[issue.price]\nweight = 1\n\
         value = { low = 0, middle = 50, high = 100 }\n",
    );
    write(
        "parties/buyer.toml",
        "party = \"buyer\"\nreservation = 0.1\n[issue.price]\nweight = 1\nvalue = { low = 100, middle = 55, high = 15 }\n",
    );
    let said = check(&["worlds", text(&folder), "--json"], 0).json();
    let question = &said["questions"][0];
    assert_eq!(question["number"]["kind"], "reservation", "{question}");
    assert_eq!(question["if_low"]["outcome"]["price"], "middle", "{question}");
    assert_eq!(question["if_high"]["outcome"]["price"], "high", "{question}");
    let told = check(&["worlds", text(&folder)], 0).out;
    let asked = told.split("THE NEXT QUESTION").nth(1).unwrap_or_default();
    assert!(asked.contains("Ask ") && asked.contains("Seller"), "{told}");
}

#[test]
fn worlds_depend_on_the_seed_alone() {
    let said = |more: &[&str]| {
        let mut typed = vec!["worlds", ARLEN, "--draws", "300", "--json"];
        typed.extend(more);
        let mut said = check(&typed, 0).json();
        said["seconds"] = Value::Null;
        said["seed"] = Value::Null;
        said
    };
    assert_eq!(said(&["--threads", "1"]), said(&["--threads", "2"]));
    assert_ne!(said(&["--seed", "1"]), said(&["--seed", "2"]));
}

#[test]
fn worlds_without_unknown_numbers_say_so_and_too_many_are_refused() {
    let said = check(&["worlds", PLAN28, "--json"], 0);
    assert!(said.err.contains("every number is known"), "{said:#?}");
    assert_eq!(said.json()["worlds"]["count"].as_u64(), Some(1));
    let said = check(&["worlds", ARLEN, "--draws", "1000000000"], 2);
    assert!(said.err.contains("--draws "), "{said:#?}");
}

#[test]
fn ratify_tells_who_blocks_and_what_would_be_ratified() {
    let said = check(&["ratify", ARLEN, "--json"], 0).json();
    assert_eq!(said["rules"][0]["rule"]["votes"].as_u64(), Some(61));
    let second = &said["drafts"][1]["package"];
    assert!(second["signed"] == true && second["ratified"] == false, "{second}");
    let ruling = &second["rulings"][0];
    assert_eq!((ruling["reached"].as_u64(), ruling["needed"].as_u64()), (Some(60), Some(61)));
    assert_eq!((&ruling["blockers"][0], &ruling["pivotal"][0]), (&"old-town".into(), &"old-town".into()));
    assert!(said["best"]["status"] == "proven" && said["best"]["ratified"] == true, "{}", said["best"]);
    assert_eq!(said["hardening"][0]["closing"]["kind"], "above");
    assert_eq!(exact(&said["hardening"][0]["closing"]["value"]), "0.68");
    assert_eq!(said["hardening"][1]["closing"]["kind"], "never");
    let cost = &said["drafts"][0]["package"]["audience_costs"][0];
    assert_eq!((cost["party"].as_str(), exact(&cost["cost"])), (Some("farmers"), "6/55"));
    let text = check(&["ratify", ARLEN], 0);
    assert!(text.out.contains("blocked by Old Town list") && text.out.contains("PUBLIC PROMISES"), "{text:#?}");
    let counted = check(&["ratify", ARLEN, "--with-audience-costs", "--json"], 0).json();
    assert!(counted["with_audience_costs"] == true && counted["best"]["status"] == "proven");
    assert!(check(&["ratify", PLAN28], 0).err.contains("nothing to add"));
}

#[test]
fn the_brief_tells_what_is_not_known_and_who_must_ratify() {
    let page = scratch("beyond").join("brief.html");
    let said = check(&["brief", ARLEN, "--out", text(&page)], 0);
    for heading in ["WHAT IS NOT KNOWN", "WHO MUST RATIFY", "PUBLIC PROMISES"] {
        assert!(said.out.contains(heading), "{said:#?}");
    }
    let page = fs::read_to_string(page).expect("written");
    for part in [
        "id=\"worlds\"",
        "id=\"ratification\"",
        "id=\"promises\"",
        "href=\"#d-regret\"",
        "id=\"d-regret\"",
        "href=\"#d-information\"",
        "id=\"d-audience-cost\"",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let said = check(&["brief", PLAN28], 0);
    assert!(!said.out.contains("WHAT IS NOT KNOWN") && !said.out.contains("WHO MUST RATIFY"), "{said:#?}");
}
