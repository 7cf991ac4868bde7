//! What is written reads as the same points and words.

use super::*;
use crate::format::load;
use crate::format::tests::{folder, shown, talks_folder};
use crate::model::{Negotiation, PartialOutcome};
use proptest::prelude::*;

/// Words line by line, blanks as they matter.
fn folded(words: &str) -> String {
    let lines = words.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn expected(agreement: &Agreement) -> Vec<(String, Option<String>, String)> {
    let clause = |clause: &Clause| {
        let title = clause.title.as_deref().map(folded).filter(|title| !title.is_empty());
        (clause.label(), title, folded(&clause.paragraphs().join("\n")))
    };
    agreement.clauses.iter().map(clause).collect()
}

fn found(text: &NumberedText) -> Vec<(String, Option<String>, String)> {
    points(text)
        .into_iter()
        .map(|(label, title, words)| (label, title.as_deref().map(folded), folded(&words)))
        .collect()
}

#[track_caller]
fn check(agreement: &Agreement) {
    for writer in WRITERS.iter().filter(|writer| writer.id != "html") {
        let bytes = (writer.write)(agreement);
        let text = read(&format!("agreement.{}", writer.extensions[0]), bytes.clone());
        assert_eq!(found(&text), expected(agreement), "{}: {}", writer.id, String::from_utf8_lossy(&bytes));
        assert_eq!(text.date, agreement.date, "{}", writer.id);
    }
}

fn plan28() -> Negotiation {
    shown(load(&folder(&talks_folder("plan28")))).negotiation
}

#[test]
fn every_draft_of_the_28_points_returns() {
    let negotiation = plan28();
    for draft in negotiation.drafts() {
        let agreement = Agreement {
            date: draft.date,
            subtitle: Some(draft.title.clone()),
            ..Agreement::new(&negotiation, &draft.settles)
        };
        check(&agreement);
        let open = draft.settles.open_issues().len();
        let alternatives =
            read("a.md", (WRITERS[0].write)(&agreement)).points.iter().filter(|p| !p.alternatives().is_empty()).count();
        assert_eq!(alternatives, open, "{}", draft.id);
    }
}

/// The points as a newspaper prints them: broken at a margin, headings run into the words.
fn newspaper(agreement: &Agreement) -> String {
    const MARGIN: usize = 68;
    let mut text = format!("{}\n\nThe full text, as obtained on 21 November 2025.\n\n", agreement.title);
    for clause in &agreement.clauses {
        let words = clause.paragraphs().join(" ");
        let line = format!("{}. {}: {words}", clause.label(), clause.title.as_deref().unwrap_or(""));
        let mut width = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > MARGIN {
                text.push('\n');
                width = 0;
            } else if width > 0 {
                text.push(' ');
                width += 1;
            }
            text.push_str(word);
            width += length;
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_28_points_as_a_newspaper_prints_them() {
    let negotiation = plan28();
    let agreement = Agreement::new(&negotiation, &negotiation.drafts()[0].settles);
    let text = read("newspaper.txt", newspaper(&agreement));
    let labels: Vec<String> = text.points.iter().map(Point::label).collect();
    let wanted: Vec<String> = agreement.clauses.iter().map(Clause::label).collect();
    assert_eq!(labels, wanted);
    for (point, clause) in text.points.iter().zip(&agreement.clauses) {
        let line = format!("{}: {}", clause.title.as_deref().unwrap_or(""), clause.paragraphs().join(" "));
        assert_eq!(folded(&point.words()), folded(&line));
    }
}

fn any_words() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => "[A-Za-z0-9 ,.;:()*_#`<>&\\\\\"'!~|+=-]{0,40}",
        2 => "[а-яא-תا-ي一-龥 .,]{1,20}",
        1 => "\\PC{1,12}",
        1 => "\\(a\\) [a-z ]{1,9}",
    ];
    proptest::collection::vec(line, 1..4)
        .prop_map(|lines| lines.join("\n"))
        .prop_filter("words say something", |words| words.chars().any(char::is_alphanumeric))
}

fn any_agreement() -> impl Strategy<Value = Agreement> {
    let settled = prop_oneof![
        4 => any_words().prop_map(Settled::Words),
        1 => proptest::collection::vec(any_words(), 2..4).prop_map(Settled::Open),
    ];
    let clause = (1u32..4, proptest::option::of("[A-Za-zא-ת][A-Za-z0-9 א-ת#*_.]{0,20}"), settled);
    ("[A-Z][a-z ]{1,20}", proptest::collection::vec(clause, 1..6)).prop_map(|(title, clauses)| {
        let mut number = 0;
        let mut step = |(by, title, settled): (u32, Option<String>, Settled)| {
            number += by;
            Clause { number, letter: None, title, settled }
        };
        Agreement { title, clauses: clauses.into_iter().map(&mut step).collect(), ..Agreement::default() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_an_agreement_says_returns(agreement in any_agreement()) {
        check(&agreement);
    }

    #[test]
    fn the_outcomes_of_random_negotiations_return(seed in 0u64..500) {
        let negotiation = crate::random::negotiation(seed, &crate::random::Shape::SMALL);
        let settles = PartialOutcome(negotiation.sizes().iter().map(|size| (seed % 3 > 0).then_some(seed as usize % size)).collect());
        check(&Agreement::new(&negotiation, &settles));
    }
}

#[test]
fn rules_are_checked_as_far_as_the_text_goes() {
    let mut seen = [0; 2];
    for seed in 0..200 {
        let negotiation = crate::random::negotiation(seed, &crate::random::Shape::SMALL);
        for outcome in crate::random::outcomes(&negotiation) {
            let settles = PartialOutcome(outcome.0.iter().copied().map(Some).collect());
            assert_eq!(broken_rules(&negotiation, &settles), negotiation.broken_rules(&outcome));
            // A rule that a text with an open point breaks is broken however the point is settled.
            let mut open = settles.clone();
            open.0[0] = None;
            let broken = broken_rules(&negotiation, &open);
            seen[usize::from(!broken.is_empty())] += 1;
            assert!(broken.iter().all(|rule| negotiation.broken_rules(&outcome).contains(rule)));
        }
    }
    assert!(seen.iter().all(|n| *n > 100), "{seen:?}");
}

#[test]
fn pages_are_whole_and_quote_what_html_means() {
    let clause = Clause {
        number: 1,
        letter: None,
        title: Some("<b>שלום</b>".into()),
        settled: Settled::Words("a & \"b\"".into()),
    };
    let agreement = Agreement { title: "T".into(), clauses: vec![clause], ..Agreement::default() };
    let page = String::from_utf8((text_writer("html").expect("a writer").write)(&agreement)).expect("UTF-8");
    assert!(page.contains("&lt;b&gt;שלום&lt;/b&gt;") && page.contains("a &amp; &quot;b&quot;"), "{page}");
    assert!(!page.contains("<script") && !page.contains("http"), "the page needs nothing else");
}
