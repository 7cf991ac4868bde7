//! Minutes and communiques, and the check for what is not public.

use super::super::*;
use super::rig::*;

fn minute(level: Level, with: Option<&str>) -> Minute {
    Minute { title: "Day 1".into(), words: "All met at the lake.".into(), level, with: with.map(party) }
}

fn publish(words: &str) -> Publish {
    Publish { title: "After the first day".into(), words: words.into(), reviewed: false }
}

#[test]
fn minutes_are_read_by_the_team_one_party_or_all() {
    for (level, with, seen) in [
        (Level::Delegation, None, "m"),
        (Level::Mediator, Some("a"), "a m"),
        (Level::Mediator, Some("b"), "m b"),
        (Level::Parties, None, "a m b"),
    ] {
        let mut rig = Rig::new();
        let id = rig.does("m", minute(level, with));
        assert_eq!(rig.seen_by(&id), seen);
        assert_eq!(rig.view("a3").minutes().len(), usize::from(seen.contains('a')));
    }
    let mut rig = Rig::new();
    rig.refuses("a1", minute(Level::Parties, None), Reason::Forbidden, "Only the mediator");
    rig.refuses("m", minute(Level::Mediator, None), Reason::Missing, "Say with which party");
    rig.refuses("m", minute(Level::Public, None), Reason::Invalid, "minutes are not for the public");
    let id = rig.does("m", minute(Level::Parties, None));
    rig.refuses("m", Withdraw { item: id.clone() }, Reason::Conflict, "issue a correction instead");
    let widen = Widen { item: id, level: Level::Public, with: None };
    rig.refuses("m", widen, Reason::Conflict, "Minutes are not for the public; publish a communique.");
}

#[test]
fn a_communique_is_read_by_everybody() {
    let mut rig = Rig::new();
    rig.refuses("a1", publish("Good talks."), Reason::Forbidden, "Only the mediator");
    let id = rig.does("m", publish("The parties met in a good spirit."));
    assert_eq!(rig.seen_by(&id), "a m b public");
    assert_eq!(rig.public().communiques().len(), 1);
    assert_eq!(rig.public().ledgers(), [(Ledger::Public, 1)]);
    rig.refuses("m", Withdraw { item: id }, Reason::Conflict, "issue a correction instead");
}

/// Whether a communique with these words is refused, and as a repetition of what.
fn check_leak(rig: &mut Rig, words: &str, from: Option<&str>) {
    let told: Vec<String> = leaks(&rig.view("m"), words).into_iter().map(|leak| leak.from).collect();
    match from {
        None => {
            assert_eq!(told, Vec::<String>::new());
            rig.does("m", publish(words));
        }
        Some(from) => {
            assert_eq!(told, [from]);
            rig.refuses("m", publish(words), Reason::Conflict, &format!("repeats {from}, which is not public"));
        }
    }
}

#[test]
fn a_communique_that_repeats_what_is_not_public_is_refused_unless_looked_at() {
    let mut rig = Rig::new();
    rig.does("a1", say("We would cede the island for the port.", Level::Mediator));
    rig.does("b1", say("Never the port.", Level::Mediator));
    rig.does("a1", say("Our doors stand open to all who want peace.", Level::Public));
    check_leak(&mut rig, "They would \u{201c}CEDE the island, for the port\u{201d}!", Some("a message of Ardia"));
    check_leak(&mut rig, "One side said: never the port.", Some("a message of Borland"));
    check_leak(&mut rig, "The guns fall silent at noon.", Some("point 1 of version 1"));
    check_leak(&mut rig, "Ada Ash spoke well.", Some("the name of somebody in the room"));
    check_leak(&mut rig, "Doors stand open to all who want peace.", None);
    check_leak(&mut rig, "They would cede nothing.", None);
    // What only others know cannot be told apart, or the check itself would tell.
    rig.does("a1", say("The old fort is empty since the winter.", Level::Delegation));
    check_leak(&mut rig, "The old fort is empty since the winter.", None);
    let id = rig.does("m", Publish { reviewed: true, ..publish("The guns fall silent at noon.") });
    assert_eq!(rig.seen_by(&id), "a m b public");
}

#[test]
fn overlapping_repetitions_are_told_the_same_way_each_time() {
    let mut rig = Rig::new();
    rig.does("a1", say("one two three", Level::Mediator));
    rig.does("b1", say("one two three four", Level::Mediator));
    rig.does("b1", say("two three four five six seven", Level::Mediator));
    let text = "Zero one two three four five six.";
    let told = leaks(&rig.view("m"), text);
    let words: Vec<(&str, &str)> = told.iter().map(|leak| (leak.words.as_str(), leak.from.as_str())).collect();
    assert_eq!(words, [("one two three four five six", "a message of Borland")]);
    for _ in 0..20 {
        assert_eq!(leaks(&rig.view("m"), text), told);
    }
}

#[test]
fn a_communique_begins_from_what_is_public() {
    let mut rig = Rig::new();
    rig.does("a1", say("Peace is near.", Level::Public));
    rig.does("b1", say("A secret.", Level::Parties));
    rig.does("b1", SetMark { reason: "It is just.".into(), ..rig.mark("1", Stance::Accept, Level::Public) });
    rig.does("a1", propose("2", "Half of them.", Level::Public));
    let taken_back = rig.does("b1", say("War is near.", Level::Public));
    rig.does("b1", Withdraw { item: taken_back });
    let draft =
        "Ardia: Peace is near.\n\nBorland on point 1: accept. It is just.\n\nArdia proposed for point 2: Half of them.";
    assert_eq!(rig.view("m").communique_draft(), draft);
    rig.does("m", publish(draft));
}
