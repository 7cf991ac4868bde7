//! The one text: versions, silence, suspended points, history.

use super::super::*;
use super::rig::*;

fn issue(after: u32, points: Vec<Worded>) -> Issue {
    Issue { after, note: String::new(), until: None, points }
}

#[test]
fn a_version_is_issued_by_the_mediator_and_read_by_all_parties() {
    let mut rig = Rig::new();
    let points = text_with("3", "The bridge is open.");
    rig.does("m", Issue { note: "After the morning.".into(), ..issue(1, points.clone()) });
    for by in ["a4", "b1", "m"] {
        let view = rig.view(by);
        assert_eq!(view.current().map(|version| version.number), Some(2));
        assert_eq!(view.version(2).map(|version| &version.points), Some(&points));
        assert_eq!(view.versions()[1].changed, ["3"]);
        assert_eq!(view.versions()[1].note, "After the morning.");
        assert!(view.points().iter().all(|point| point.changed == (point.label == "3")));
    }
    assert!(rig.public().current().is_none());
    assert!(rig.public().points().is_empty());
    assert_eq!(rig.public().title(), None);
}

#[test]
fn a_version_that_does_not_fit_is_refused() {
    let mut rig = Rig::new();
    rig.refuses("a1", issue(1, text_with("1", "War.")), Reason::Forbidden, "Only the mediator");
    rig.refuses(
        "m",
        issue(2, text_with("1", "War.")),
        Reason::Conflict,
        "You worked on version 2, but version 1 is current",
    );
    rig.refuses("m", issue(1, opened().text), Reason::Conflict, "This is version 1 word for word");
    rig.refuses("m", issue(1, Vec::new()), Reason::Invalid, "the text has 0 points; it needs 1 to 300");
    let many = (0..301).map(|n| worded(&n.to_string(), "Title", "Words.", None)).collect();
    rig.refuses("m", issue(1, many), Reason::Invalid, "the text has 301 points");
    let twice = vec![worded("1", "One", "Words.", None), worded("1", "Two", "Words.", None)];
    rig.refuses("m", issue(1, twice), Reason::Invalid, "two points have the number 1; number them apart");
    let choice = vec![worded("1", "One", "Words.", Some("war"))];
    rig.refuses("m", issue(1, choice), Reason::Invalid, "point 1 has no choice called war");
    rig.now = 10;
    let late = Issue { until: Some(Moment(10)), ..issue(1, text_with("1", "Peace.")) };
    rig.refuses("m", late, Reason::Invalid, "has passed; choose a later one");
}

#[test]
fn what_nobody_contests_in_the_time_given_counts_as_agreed() {
    let mut rig = Rig::new();
    rig.reword("3", "The bridge is open.", Some(100));
    rig.does("a1", rig.mark("1", Stance::Reserve, Level::Parties));
    // A private reservation does not keep a point from being agreed by silence: all parties must know why it is open.
    rig.does("b1", rig.mark("2", Stance::RedLine, Level::Mediator));
    rig.does("m", Freeze { point: "3".into(), on: true, note: "The engineers look.".into() });
    let states = |rig: &Rig, by: &str| rig.view(by).points().iter().map(|point| point.state).collect::<Vec<_>>();
    rig.passes(99);
    assert_eq!(states(&rig, "m"), [PointState::Contested, PointState::Open, PointState::Open]);
    assert_eq!(rig.point("a1", "2").contest_until, Some(Moment(100)));
    assert_eq!(rig.point("a1", "3").contest_until, None);
    rig.passes(100);
    for by in ["a1", "b1", "m"] {
        assert_eq!(states(&rig, by), [PointState::Contested, PointState::Silent, PointState::Open]);
        assert_eq!(rig.point(by, "2").contest_until, None);
    }
}

#[test]
fn a_point_that_was_suspended_when_time_ran_out_is_not_agreed_by_silence() {
    let mut rig = Rig::new();
    rig.reword("3", "The bridge is open.", Some(100));
    let freeze = |on| Freeze { point: "1".into(), on, note: String::new() };
    rig.now = 50;
    rig.does("m", freeze(true));
    rig.now = 150;
    rig.does("m", freeze(false));
    assert_eq!(rig.point("a1", "1").state, PointState::Open);
    assert_eq!(rig.point("a1", "2").state, PointState::Silent);
    // The next version gives time anew.
    rig.reword("3", "The bridge is half open.", Some(200));
    rig.passes(200);
    assert_eq!(rig.point("a1", "1").state, PointState::Silent);
}

#[test]
fn silence_holds_across_versions_while_the_words_stay() {
    let mut rig = Rig::new();
    rig.reword("3", "The bridge is open.", Some(100));
    rig.now = 50;
    rig.reword("2", "Half of the prisoners go home.", None);
    // Point 1 has the words of version 2, whose time still runs; point 2 has new ones, for which none was given.
    assert_eq!(rig.point("a1", "1").contest_until, Some(Moment(100)));
    assert_eq!(rig.point("a1", "2").contest_until, None);
    assert_eq!(rig.room.next_moment(Moment(50)), Some(Moment(100)));
    rig.passes(100);
    assert_eq!(rig.point("a1", "1").state, PointState::Silent);
    assert_eq!(rig.point("a1", "2").state, PointState::Open);
    assert_eq!(rig.point("a1", "3").state, PointState::Silent);
}

#[test]
fn a_contested_point_is_not_agreed_by_silence_until_that_is_over() {
    let mut rig = Rig::new();
    rig.reword("3", "The bridge is open.", Some(100));
    let id = rig.does("a1", propose("1", "The guns fall silent at dawn.", Level::Parties));
    rig.passes(100);
    assert_eq!(rig.point("b1", "1").state, PointState::Contested);
    rig.does("a1", Withdraw { item: id });
    assert_eq!(rig.point("b1", "1").state, PointState::Silent);
}

#[test]
fn work_on_a_point_is_suspended_in_sight_of_all() {
    let mut rig = Rig::new();
    let freeze = |on| Freeze { point: "2".into(), on, note: "The Red Cross visits.".into() };
    rig.refuses("a1", freeze(true), Reason::Forbidden, "Only the mediator");
    rig.refuses("m", Freeze { point: "9".into(), ..freeze(true) }, Reason::Missing, "The current text has no point 9.");
    rig.refuses("m", freeze(false), Reason::Conflict, "Work on point 2 is going on already.");
    rig.does("m", freeze(true));
    for by in ["a1", "b1", "m"] {
        assert_eq!(rig.point(by, "2").frozen.as_deref(), Some("The Red Cross visits."));
        assert_eq!(rig.point(by, "2").text, "All prisoners go home.");
    }
    rig.refuses("m", freeze(true), Reason::Conflict, "Work on point 2 is suspended already.");
    rig.refuses(
        "a1",
        propose("2", "Half.", Level::Parties),
        Reason::Conflict,
        "Work on point 2 is suspended (The Red Cross visits.)",
    );
    rig.does("m", freeze(false));
    assert_eq!(rig.point("a1", "2").frozen, None);
    rig.does("a1", propose("2", "Half.", Level::Parties));
}

#[test]
fn agreed_points_lock_while_the_switch_is_off() {
    let mut rig = Rig::new();
    rig.agree(&["1"]);
    assert!(!rig.point("a1", "1").locked);
    rig.refuses("a1", Everything { on: false }, Reason::Forbidden, "Only the mediator");
    rig.refuses("m", Everything { on: true }, Reason::Conflict, "That is how it is already.");
    rig.does("m", Everything { on: false });
    for by in ["a1", "b1", "m"] {
        assert!(!rig.view(by).everything());
        assert!(rig.point(by, "1").locked);
        assert!(!rig.point(by, "2").locked);
    }
    rig.refuses("m", issue(1, text_with("1", "War.")), Reason::Conflict, "Point 1 is agreed; its words must stay");
    let gone = opened().text.split_off(1);
    rig.refuses("m", issue(1, gone), Reason::Conflict, "Point 1 is agreed");
    let mut headed = text_with("2", "Some prisoners go home.");
    headed[0].title = "War".into();
    rig.refuses("m", issue(1, headed), Reason::Conflict, "Point 1 is agreed");
    rig.refuses("a1", propose("1", "War.", Level::Parties), Reason::Conflict, "can no longer be amended");
    rig.refuses("a1", rig.mark("1", Stance::RedLine, Level::Parties), Reason::Conflict, "can no longer be marked");
    rig.does("m", issue(1, text_with("2", "Some prisoners go home.")));
    rig.does("m", Everything { on: true });
    rig.does("a1", rig.mark("1", Stance::RedLine, Level::Parties));
    assert_eq!(rig.point("b1", "1").state, PointState::Contested);
}

#[test]
fn history_tells_what_happened_to_a_point_as_far_as_the_viewer_knows() {
    let mut rig = Rig::new();
    rig.now = 1;
    rig.does("a1", rig.mark("3", Stance::Reserve, Level::Delegation));
    rig.now = 2;
    rig.does("b1", propose("3", "The bridge is open by day.", Level::Parties));
    rig.now = 3;
    rig.does("m", Freeze { point: "3".into(), on: true, note: String::new() });
    rig.now = 4;
    rig.reword("3", "The bridge is open.", None);
    rig.now = 5;
    rig.does("m", Say { points: vec!["3".into()], ..say("Think of the ferry.", Level::Parties) });
    let told = |by: &str| -> Vec<String> {
        let tell = |happening| match happening {
            Happening::Worded { version, before, .. } => format!("version {version} {}", before.is_some()),
            Happening::Item { item, .. } => item.owner.to_string(),
            Happening::Frozen { on, .. } => format!("frozen {on}"),
        };
        rig.view(by).history("3").into_iter().map(tell).collect()
    };
    assert_eq!(told("a1"), ["version 1 false", "a", "b", "frozen true", "version 2 true", "mediator"]);
    assert_eq!(told("b1"), ["version 1 false", "b", "frozen true", "version 2 true", "mediator"]);
    assert_eq!(rig.view("a1").history("1").len(), 1);
    assert!(rig.public().history("3").is_empty());
}
