//! Every renderer on every kind of talks.

use super::fixtures::{self, brief};
use super::markup::flaws;
use crate::model::{Negotiation, Utility};
use crate::report::RENDERERS;
use crate::report::render::{csv, html, json, markdown, text};
use crate::solve::{Answer, Budget};
use unicode_width::UnicodeWidthStr;

/// A budget that small talks do not use up.
fn ample() -> Budget<'static> {
    Budget { nodes: 1 << 40, interrupt: None }
}

fn kinds() -> Vec<(&'static str, Negotiation)> {
    let mut open_points = fixtures::small();
    open_points.drafts[0].1 = vec![None, None, None];
    let mut long = fixtures::small().parts();
    long.issues[0].title = "Supercalifragilistic".repeat(40);
    long.issues[0].options[1].text = "word ".repeat(2000);
    let mut table = fixtures::small().parts();
    let whole = fixtures::small().negotiation();
    let outcomes = crate::random::outcomes(&whole);
    table.preferences[0].utility = Utility::Table(outcomes.iter().map(|outcome| whole.utility(0, outcome)).collect());
    let valid = |parts| Negotiation::new(parts).expect("fixtures are valid");
    vec![
        ("small", whole),
        ("no deal", fixtures::no_deal().negotiation()),
        ("one party", fixtures::one_party().negotiation()),
        ("one issue", fixtures::one_issue().negotiation()),
        ("sixteen parties", fixtures::sixteen_parties().negotiation()),
        ("open points", open_points.negotiation()),
        ("right to left", fixtures::right_to_left().negotiation()),
        ("long", valid(long)),
        ("table", valid(table)),
        ("hostile", valid(fixtures::hostile())),
    ]
}

#[test]
fn pages_are_well_formed_and_texts_fit() {
    for (kind, negotiation) in kinds() {
        for nodes in [0, 4000, 1 << 40] {
            let brief = brief(&negotiation, &mut Budget { nodes, interrupt: None });
            assert_eq!(flaws(&html(&brief)), Vec::<String>::new(), "{kind} with {nodes} nodes");
            for line in text(&brief).lines() {
                assert!(line.width() <= 80, "{kind}: {} columns in {line}", line.width());
            }
            let value: serde_json::Value = serde_json::from_str(&json(&brief)).expect("JSON parses");
            assert_eq!(value["title"], negotiation.title(), "{kind}");
            for renderer in RENDERERS {
                assert!(!(renderer.render)(&brief).is_empty(), "{kind} as {}", renderer.id);
            }
        }
    }
}

#[test]
fn what_is_not_known_is_not_claimed() {
    let negotiation = fixtures::small().negotiation();
    let mut brief = brief(&negotiation, &mut ample());
    brief.zone = Answer::Unknown { bound: None };
    brief.solutions.clear();
    brief.frontiers.clear();
    brief.count = None;
    brief.drafts.iter_mut().for_each(|draft| {
        draft.nearest.fewest = crate::assess::Fewest::Unknown { least: 0 };
        draft.nearest.packages.clear();
    });
    brief.parties.iter_mut().for_each(|stand| stand.ideal = None);
    for report in [text(&brief), html(&brief), markdown(&brief)] {
        assert!(report.contains("It is not known whether there is room"), "{report}");
        assert!(!report.contains("There is room"), "{report}");
        assert!(!report.contains("There is no room"), "{report}");
    }
    assert_eq!(flaws(&html(&brief)), Vec::<String>::new());
}

#[test]
fn a_best_so_far_is_called_that() {
    let negotiation = fixtures::large().negotiation();
    let brief = brief(&negotiation, &mut Budget { nodes: 0, interrupt: None });
    assert!(matches!(brief.solutions[0].answer, Answer::Bounded { .. }), "the budget was too large for the test");
    assert!(text(&brief).contains("best found before the search ended"));
    assert!(html(&brief).contains("best found before the search ended"));
}

#[test]
fn hostile_words_stay_words() {
    let negotiation = Negotiation::new(fixtures::hostile()).expect("identifiers differ");
    let brief = brief(&negotiation, &mut ample());
    let page = html(&brief);
    for bad in ["<script", "<img", "</title></style>", "\u{202e}", "\u{1b}"] {
        assert!(!page.contains(bad), "the page holds {bad:?}");
    }
    assert_eq!(page.matches("</style>").count(), 1);
    let text = text(&brief);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "the text steers the terminal");
    assert!(!text.contains('\u{202e}'));
    let markdown = markdown(&brief);
    assert!(!markdown.contains("<script") && !markdown.contains("<img") && !markdown.contains("[x]("));
    for field in csv_fields(&csv(&brief)) {
        assert!(!field.starts_with(['=', '+', '@']), "a spreadsheet would compute {field}");
        assert!(!field.starts_with('-') || field.parse::<f64>().is_ok(), "a spreadsheet would compute {field}");
    }
}

/// The fields of CSV with quoted fields as RFC 4180 has them.
fn csv_fields(text: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                fields.last_mut().expect("never empty").push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' | '\r' | '\n' if !is_quoted => fields.push(String::new()),
            letter => fields.last_mut().expect("never empty").push(letter),
        }
    }
    fields
}

#[test]
fn csv_rows_have_the_columns_of_their_header() {
    let negotiation = fixtures::small().negotiation();
    let brief = brief(&negotiation, &mut ample());
    let csv = csv(&brief);
    assert!(csv.starts_with("table,\"Party\",\"Walk-away value\",\"Best within the zone\""), "{csv}");
    assert!(csv.contains("\r\nparties,\"Island\",0.45,"), "{csv}");
}

#[test]
fn numbers_are_exact_in_json() {
    let negotiation = fixtures::small().negotiation();
    let brief = brief(&negotiation, &mut ample());
    let value: serde_json::Value = serde_json::from_str(&json(&brief)).expect("JSON parses");
    let nash = &value["solutions"][0];
    assert_eq!(nash["solution"], "nash");
    assert_eq!(nash["answer"]["status"], "proven");
    let package = &nash["answer"]["mixture"][0]["package"];
    assert_eq!(package.to_string(), r#"{"i0":"o1","i1":"o1","i2":"o0"}"#);
    // Coast: (5 * 60 + 3 * 0 + 2 * 100) / 1000; Island: (4 * 50 + 4 * 100 + 2 * 100) / 1000.
    assert_eq!(nash["answer"]["utilities"]["p0"]["exact"], "0.5");
    assert_eq!(nash["answer"]["utilities"]["p1"]["exact"], "0.8");
}

#[test]
fn a_page_of_28_points_is_small() {
    let negotiation = fixtures::large().negotiation();
    let brief = brief(&negotiation, &mut Budget { nodes: 3_000_000, interrupt: None });
    let page = html(&brief);
    assert!(page.len() < 500_000, "{} bytes", page.len());
    assert!(text(&brief).lines().count() <= 66, "one screen");
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let negotiation = fixtures::small().negotiation();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        pool.install(|| {
            let mut budget = Budget { nodes: 50_000, interrupt: None };
            let report = json(&brief(&negotiation, &mut budget));
            (report, budget.nodes)
        })
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn right_to_left_words_are_isolated() {
    let negotiation = fixtures::right_to_left().negotiation();
    let brief = brief(&negotiation, &mut ample());
    assert!(html(&brief).contains("<bdi>אין אגרה</bdi>") || html(&brief).contains("<bdi>מחצית האגרה</bdi>"));
    let text = text(&brief);
    let (opened, closed) = (text.matches('\u{2068}').count(), text.matches('\u{2069}').count());
    assert!(opened > 0);
    assert_eq!(opened, closed);
}

#[test]
fn no_room_is_explained() {
    let negotiation = fixtures::no_deal().negotiation();
    let brief = brief(&negotiation, &mut ample());
    for report in [text(&brief), html(&brief), markdown(&brief)] {
        assert!(report.contains("There is no room."), "{report}");
        assert!(report.contains("demands cannot all be met"), "{report}");
        assert!(report.contains("Smallest relaxation"), "{report}");
    }
}

/// What is found out about a draft reaches every renderer that has room for it.
#[test]
fn what_must_change_is_told_with_its_definition() {
    let negotiation = fixtures::small().negotiation();
    let brief = brief(&negotiation, &mut Budget::unlimited());
    let sheets = crate::report::sheets(&brief);
    let told: Vec<&str> = sheets.iter().map(|sheet| sheet.id).collect();
    for id in ["nearest", "better", "trades", "states"] {
        assert!(told.contains(&id), "{id}: {told:?}");
    }
    let page = html(&brief);
    for (link, definition) in [("#d-price", "d-price"), ("#d-nearest", "d-nearest"), ("#d-state", "d-state")] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}");
        assert!(page.contains(&format!("id=\"{definition}\"")), "{definition}");
    }
    assert!(markdown(&brief).contains("What must change so that they sign"));
}
