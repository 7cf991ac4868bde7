//! What a side sees at a glance: the map, scores, what waits, who would read what.

use super::super::*;
use super::rig::*;

fn values(weights: &[(&str, u8)], choices: &[(&str, &str, u8)], walk_away: u8, level: Level) -> SetValues {
    let mut values = Values { walk_away, ..Values::default() };
    values.weights = weights.iter().map(|(label, weight)| (label.to_string(), *weight)).collect();
    for (label, choice, worth) in choices {
        values.choices.entry(label.to_string()).or_default().insert(choice.to_string(), *worth);
    }
    SetValues { values, level }
}

fn map(rig: &Rig) -> Map {
    rig.view("m").map().expect("the mediator has a map")
}

#[test]
fn the_map_is_the_mediators_and_shows_what_was_disclosed() {
    let mut rig = Rig::new();
    for by in ["a1", "b1"] {
        assert!(rig.view(by).map().is_none());
        rig.does(by, rig.mark("1", Stance::Accept, Level::Mediator));
    }
    assert!(rig.public().map().is_none());
    rig.does("a1", SetMark { reason: "Our sons.".into(), ..rig.mark("2", Stance::RedLine, Level::Mediator) });
    rig.does("b1", rig.mark("2", Stance::Accept, Level::Parties));
    rig.does("b1", rig.mark("3", Stance::Reserve, Level::Delegation));
    rig.does("a1", rig.mark("3", Stance::Accept, Level::Parties));
    let seen = map(&rig);
    let converging: Vec<(bool, bool)> = seen.points.iter().map(|point| (point.converges, point.agreed)).collect();
    assert_eq!(converging, [(true, false), (false, false), (false, false)]);
    let told: Vec<Option<Stance>> = seen.points[2].stances.iter().map(|(_, stance)| *stance).collect();
    assert_eq!(told, [Some(Stance::Accept), None]);
    assert_eq!(seen.blockers.len(), 1);
    assert_eq!((seen.blockers[0].label.as_str(), seen.blockers[0].reason.as_str()), ("2", "Our sons."));
    let next: Vec<(&str, &str)> = seen.next.iter().map(|hint| (hint.label.as_str(), hint.party.as_str())).collect();
    assert_eq!(next, [("3", "b"), ("2", "a")]);
    assert_eq!(seen.next[0].why, "all others accept it; this party has not said");
    assert_eq!(seen.next[1].why, "all others accept it; this party marked it \"red line\"");
    // Stale marks say nothing about the words as they are now.
    rig.reword("2", "Half of the prisoners go home.", None);
    assert!(map(&rig).blockers.is_empty());
    rig.does("m", Freeze { point: "3".into(), on: true, note: String::new() });
    assert!(map(&rig).next.iter().all(|hint| hint.label != "3"));
}

#[test]
fn the_nearest_text_rests_on_disclosed_values_alone() {
    let mut rig = Rig::new();
    let weights = [("2", 50), ("3", 50)];
    let of_a = values(&weights, &[("2", "all", 100), ("3", "open", 100)], 80, Level::Mediator);
    let of_b = |level| values(&weights, &[("2", "all", 100), ("3", "open", 40), ("3", "shut", 100)], 60, level);
    assert_eq!(map(&rig).nearest, NearestText::Unknown { missing: vec![party("a"), party("b")] });
    rig.does("a1", of_a);
    let id = rig.does("b1", of_b(Level::Delegation));
    assert_eq!(map(&rig).nearest, NearestText::Unknown { missing: vec![party("b")] });
    rig.does("b1", Widen { item: id, level: Level::Mediator, with: None });
    let change = ("3".to_string(), "The bridge is shut.".to_string(), "The bridge is open.".to_string());
    let expected = NearestText::Changes { changes: vec![change], proven: true, missing: Vec::new() };
    assert_eq!(map(&rig).nearest, expected);
    let mut points = text_with("3", "The bridge is open.");
    points[2].choice = Some("open".into());
    rig.does("m", Issue { after: 1, note: String::new(), until: None, points });
    assert_eq!(map(&rig).nearest, NearestText::Acceptable { missing: Vec::new() });
    rig.does("b1", values(&weights, &[("3", "shut", 100)], 60, Level::Mediator));
    assert_eq!(map(&rig).nearest, NearestText::Impossible { missing: Vec::new() });
}

#[test]
fn a_party_alone_sees_how_good_each_version_is_for_it() {
    let mut rig = Rig::new();
    rig.does(
        "a1",
        values(&[("1", 20), ("2", 40), ("3", 40)], &[("2", "all", 90), ("3", "open", 100)], 50, Level::Delegation),
    );
    let mut points = text_with("3", "The bridge is open.");
    points[2].choice = Some("open".into());
    rig.does("m", Issue { after: 1, note: String::new(), until: None, points });
    rig.does("a1", rig.mark("2", Stance::RedLine, Level::Delegation));
    let scores = rig.view("a4").scores();
    let told: Vec<(u32, f64, bool)> =
        scores.iter().map(|score| (score.version, score.points, score.is_enough)).collect();
    assert_eq!(told, [(1, 36.0, false), (2, 76.0, true)]);
    assert_eq!(
        (scores[0].unvalued.as_slice(), scores[0].red_lines.as_slice()),
        (&["1".to_string()][..], &["2".to_string()][..])
    );
    assert!(rig.view("b1").scores().is_empty());
    assert!(rig.view("m").scores().is_empty());
}

#[test]
fn what_waits_is_told_to_those_who_can_do_it() {
    let mut rig = Rig::new();
    rig.does("m", ask(50));
    rig.does("a3", rig.mark("1", Stance::Accept, Level::Parties));
    rig.does("a1", propose("2", "Half.", Level::Mediator));
    let marks = ["mark 1", "mark 2", "mark 3"];
    assert_eq!(rig.waiting("a2"), ["reply", "second 1", "mark 1", "mark 2", "mark 3"]);
    assert_eq!(rig.waiting("a3"), marks);
    assert_eq!(rig.waiting("a4"), Vec::<String>::new());
    assert_eq!(rig.waiting("m"), ["rule 2"]);
    assert!(rig.public().queue().is_empty());
    rig.reword("3", "The bridge is open.", Some(100));
    let due = |rig: &Rig| rig.view("a3").queue()[2].due;
    assert_eq!(due(&rig), Some(Moment(100)));
    // A version without a time of its own does not stop the one that runs, where the words stay.
    rig.reword("1", "The guns fall silent at dawn.", None);
    assert_eq!(due(&rig), Some(Moment(100)));
    rig.passes(50);
    let first = rig.view("a1").queue().into_iter().next().expect("a question waits");
    assert_eq!((first.due, first.late), (Some(Moment(50)), true));
}

#[test]
fn the_page_says_in_words_who_will_read_it() {
    let rig = Rig::new();
    let circle = |by: &str, level, with: Option<&str>| rig.view(by).circle(level, with.map(party).as_ref());
    assert!(circle("a1", Level::Delegation, None).starts_with("The delegation of Ardia (4 people) alone, now; later"));
    assert!(circle("a1", Level::Mediator, None).contains("Ardia (4 people) and the mediator's team (1 person)"));
    assert!(circle("a1", Level::Parties, None).starts_with("Every delegation in the room and the mediator"));
    assert!(circle("a1", Level::Public, None).starts_with("Everybody"));
    assert!(circle("m", Level::Delegation, None).starts_with("The mediator's team (1 person) alone"));
    assert!(circle("m", Level::Mediator, Some("b")).contains("the delegation of Borland (2 people)"));
    assert_eq!(circle("m", Level::Mediator, None), "The mediator's team and the party that you choose.");
    assert_eq!(rig.public().circle(Level::Public, None), "");
}

#[test]
fn what_a_side_has_read_grows_with_what_it_may_read_alone() {
    let mut rig = Rig::new();
    let reading = |rig: &Rig| [rig.view("a1"), rig.view("m"), rig.view("b1"), rig.public()].map(|view| view.reading());
    let mut before = reading(&rig);
    for (level, grows) in [
        (Level::Delegation, [1, 0, 0, 0]),
        (Level::Mediator, [1, 1, 0, 0]),
        (Level::Parties, [1, 1, 1, 0]),
        (Level::Public, [1, 1, 1, 1]),
    ] {
        rig.does("a1", say("Hear.", level));
        let after = reading(&rig);
        assert_eq!(std::array::from_fn(|i| after[i] - before[i]), grows);
        before = after;
    }
}

#[test]
fn an_entry_in_a_ledger_where_it_does_not_belong_breaks_the_log() {
    let rig = Rig::new();
    let removed = Fact::Removed { seat: seat("b1") };
    let told = Item {
        id: item("x"),
        owner: side("a"),
        level: Level::Delegation,
        with: None,
        body: Body::Minutes(Paper { title: "T".into(), words: "W".into() }),
    };
    let misplaced = [
        (Ledger::Caucus(party("a")), removed),
        (Ledger::Public, Fact::Put { item: told.clone() }),
        (Ledger::Parties, Fact::Drafted { item: told }),
        (Ledger::Parties, Fact::TwoPersons { on: true }),
        (Ledger::Internal(side("c")), Fact::TwoPersons { on: true }),
        (Ledger::Caucus(party("b")), Fact::Responded { signal: item("x"), party: party("a") }),
    ];
    for (ledger, fact) in misplaced {
        let index = rig.room.length(&ledger);
        let entry = Entry { ledger: ledger.clone(), index, at: Moment(0), by: None, fact };
        let broken = rig.room.clone().apply(&entry).expect_err("misplaced");
        assert_eq!((broken.ledger, broken.index), (ledger, index));
    }
}
