//! Marks: private or open, stale or not, alone or by two persons.

use super::super::*;
use super::rig::*;

fn stance(mark: Option<MarkView>) -> Option<Stance> {
    mark.map(|mark| mark.stance)
}

/// A point's mark of `a` as the own side, the mediator and the other party know it.
fn known(rig: &Rig, point: &str) -> [Option<Stance>; 3] {
    let of_a = |by: &str| rig.point(by, point).marks.into_iter().find(|mark| mark.party == party("a"));
    [stance(rig.point("a1", point).mine), stance(of_a("m")), stance(of_a("b1"))]
}

#[test]
fn a_mark_is_known_to_its_circle() {
    let all = Some(Stance::Reserve);
    for (level, expected, seen) in [
        (Level::Delegation, [all, None, None], "a"),
        (Level::Mediator, [all, all, None], "a m"),
        (Level::Parties, [all, all, all], "a m b"),
        (Level::Public, [all, all, all], "a m b public"),
    ] {
        let mut rig = Rig::new();
        let id = rig.does("a1", SetMark { reason: " Too soon. ".into(), ..rig.mark("1", Stance::Reserve, level) });
        assert_eq!(known(&rig, "1"), expected);
        assert_eq!(rig.seen_by(&id), seen);
        let mine = rig.point("a4", "1").mine.expect("a mark");
        assert_eq!((mine.reason.as_str(), mine.level, mine.counts), ("Too soon.", level, true));
        let contested = rig.point("b1", "1").state == PointState::Contested;
        assert_eq!(contested, level >= Level::Parties);
    }
}

#[test]
fn a_mark_that_does_not_fit_is_refused() {
    let mut rig = Rig::new();
    let mark = rig.mark("1", Stance::Accept, Level::Parties);
    rig.refuses(
        "a1",
        SetMark { point: "9".into(), ..mark.clone() },
        Reason::Missing,
        "The current text has no point 9.",
    );
    let bare = SetMark { stance: Stance::AcceptIfAmended, ..mark.clone() };
    rig.refuses("a1", bare, Reason::Invalid, "needs the words that you would accept");
    rig.refuses("a2", SetMark { level: Level::Public, ..mark.clone() }, Reason::Forbidden, "needs a head");
    rig.reword("1", "The guns fall silent at dawn.", None);
    rig.refuses("a1", mark, Reason::Conflict, "You read version 1, but version 2 is current.");
}

#[test]
fn a_mark_on_other_words_is_stale_and_carried_over_where_the_words_stay() {
    let mut rig = Rig::new();
    rig.agree(&["1", "2"]);
    rig.reword("1", "The guns fall silent at dawn.", None);
    for by in ["a1", "b1"] {
        let (one, two) = (rig.point(by, "1"), rig.point(by, "2"));
        assert_eq!((one.state, one.needs_mark), (PointState::Open, true));
        assert_eq!((two.state, two.needs_mark), (PointState::Agreed, false));
        let mark = one.mine.expect("still shown");
        assert_eq!((mark.stale, mark.version), (true, 1));
        assert!(one.marks.iter().all(|mark| mark.stale));
        assert!(!two.mine.expect("carried over").stale);
        assert_eq!(rig.waiting(by), ["mark 1", "mark 3"]);
        assert_eq!(rig.view(by).queue()[0].words, "Point 1: marked on version 1, and changed since");
    }
    // The old words bring the old marks back.
    rig.reword("1", "The guns fall silent at noon.", None);
    assert_eq!(rig.point("a1", "1").state, PointState::Agreed);
}

#[test]
fn a_new_heading_makes_marks_stale_too() {
    let mut rig = Rig::new();
    rig.agree(&["1"]);
    let mut points = opened().text;
    points[0].title = "Ceasefire at sea alone".into();
    rig.does("m", Issue { after: 1, note: String::new(), until: None, points });
    let point = rig.point("a1", "1");
    assert_eq!((point.state, point.changed, point.needs_mark), (PointState::Open, true, true));
    assert_eq!(rig.view("a1").versions()[1].changed, ["1"]);
}

#[test]
fn a_private_mark_leaves_the_open_one_standing() {
    let mut rig = Rig::new();
    rig.does("a1", rig.mark("1", Stance::Accept, Level::Parties));
    let private = rig.does("a1", rig.mark("1", Stance::Reserve, Level::Mediator));
    assert_eq!(known(&rig, "1"), [Some(Stance::Reserve), Some(Stance::Reserve), Some(Stance::Accept)]);
    assert_eq!(rig.point("a1", "1").mine.expect("a mark").openly, Some(Stance::Accept));
    // Once it is taken back, the own side sees again what all others see.
    rig.does("a1", Withdraw { item: private.clone() });
    assert_eq!(known(&rig, "1"), [Some(Stance::Accept); 3]);
    assert!(rig.view("m").item(&private).expect("it was there").withdrawn.is_some());
    rig.refuses("a1", Withdraw { item: private }, Reason::Conflict, "This has been taken back.");
}

#[test]
fn a_mark_taken_back_does_not_bring_back_what_it_replaced() {
    let mut rig = Rig::new();
    rig.does("a1", rig.mark("1", Stance::Accept, Level::Delegation));
    rig.does("a1", rig.mark("1", Stance::Accept, Level::Parties));
    let last = rig.does("a1", rig.mark("1", Stance::Reserve, Level::Parties));
    rig.does("a1", Withdraw { item: last });
    assert_eq!(known(&rig, "1"), [None; 3]);
    assert_eq!(rig.point("b1", "1").state, PointState::Open);
}

#[test]
fn an_adviser_drafts_and_a_member_seconds() {
    let mut rig = Rig::new();
    let id = rig.does("a3", rig.mark("1", Stance::Accept, Level::Parties));
    assert_eq!(rig.seen_by(&id), "a");
    assert_eq!(known(&rig, "1"), [None; 3]);
    assert!(!rig.view("a1").item(&id).expect("a draft").counts);
    assert!(rig.waiting("a2").contains(&"second 1".to_string()));
    assert!(!rig.waiting("a3").contains(&"second 1".to_string()));
    rig.refuses("a3", Second { item: id.clone() }, Reason::Forbidden, "You are adviser");
    rig.refuses("b1", Second { item: id.clone() }, Reason::Missing, "There is no such item, or you may not read it.");
    rig.refuses("a1", Widen { item: id.clone(), level: Level::Public, with: None }, Reason::Conflict, "once it counts");
    rig.does("a2", Second { item: id.clone() });
    assert_eq!(rig.seen_by(&id), "a m b");
    assert_eq!(known(&rig, "1"), [Some(Stance::Accept); 3]);
    let own = rig.view("a4").item(&id).expect("a mark");
    assert_eq!((own.by.as_deref(), own.seconded_by.as_deref()), (Some("Cleo Cedar"), Some("Ben Beech")));
    assert_eq!(rig.view("b1").item(&id).expect("a mark").by.as_deref(), Some("Ben Beech"));
    rig.refuses("a1", Second { item: id }, Reason::Conflict, "This counts already.");
}

#[test]
fn under_the_two_person_rule_nobody_seconds_the_own_mark() {
    let mut rig = Rig::new();
    rig.does("a1", TwoPersons { on: true });
    let id = rig.does("a1", rig.mark("1", Stance::RedLine, Level::Public));
    assert_eq!(rig.seen_by(&id), "a");
    rig.refuses("a1", Second { item: id.clone() }, Reason::Forbidden, "Somebody other than you");
    rig.refuses("a2", Second { item: id }, Reason::Forbidden, "making something public needs a head");
    let id = rig.does("a2", rig.mark("1", Stance::RedLine, Level::Public));
    rig.does("a1", Second { item: id.clone() });
    assert_eq!(rig.seen_by(&id), "a m b public");
}

#[test]
fn a_draft_on_an_older_version_or_a_locked_point_is_not_seconded() {
    let mut rig = Rig::new();
    let old = rig.does("a3", rig.mark("1", Stance::Accept, Level::Parties));
    rig.reword("2", "Half of the prisoners go home.", None);
    rig.refuses(
        "a1",
        Second { item: old.clone() },
        Reason::Conflict,
        "This mark was made on version 1, and another is current",
    );
    assert!(!rig.waiting("a1").contains(&"second 1".to_string()));
    rig.does("a3", Withdraw { item: old });
    let draft = rig.does("a3", rig.mark("1", Stance::RedLine, Level::Parties));
    rig.agree(&["1"]);
    rig.does("m", Everything { on: false });
    rig.refuses("a1", Second { item: draft }, Reason::Conflict, "Point 1 is agreed and can no longer be marked.");
}

#[test]
fn advisers_take_back_what_they_drafted_alone() {
    let mut rig = Rig::new();
    let words = "a member or the head takes it back";
    let of_head = rig.does("a1", rig.mark("1", Stance::Reserve, Level::Delegation));
    rig.refuses("a3", Withdraw { item: of_head }, Reason::Forbidden, words);
    let draft = rig.does("a3", rig.mark("2", Stance::Reserve, Level::Delegation));
    rig.does("a2", Second { item: draft.clone() });
    rig.refuses("a3", Withdraw { item: draft }, Reason::Forbidden, words);
    let note = rig.does("a3", say("My own note.", Level::Delegation));
    rig.does("a3", Withdraw { item: note });
    let draft = rig.does("a3", rig.mark("3", Stance::Reserve, Level::Parties));
    rig.does("a3", Withdraw { item: draft.clone() });
    assert_eq!(rig.seen_by(&draft), "a");
    rig.refuses("a1", Second { item: draft }, Reason::Conflict, "This has been taken back.");
}

#[test]
fn points_agreed_while_the_switch_is_off_keep_their_marks() {
    let mut rig = Rig::new();
    let open = rig.does("a1", rig.mark("1", Stance::Accept, Level::Parties));
    let private = rig.does("a1", rig.mark("1", Stance::RedLine, Level::Delegation));
    rig.does("b1", rig.mark("1", Stance::Accept, Level::Parties));
    rig.does("m", Everything { on: false });
    assert!(rig.point("m", "1").locked);
    rig.refuses("a1", Withdraw { item: open.clone() }, Reason::Conflict, "Point 1 is agreed; its marks stay.");
    for level in [Level::Mediator, Level::Parties, Level::Public] {
        let widen = Widen { item: private.clone(), level, with: None };
        rig.refuses("a1", widen, Reason::Conflict, "Point 1 is agreed");
    }
}

#[test]
fn the_mark_by_which_a_point_was_agreed_can_become_public() {
    let mut rig = Rig::new();
    rig.does("b1", rig.mark("1", Stance::Accept, Level::Parties));
    let open = rig.does("a1", rig.mark("1", Stance::Accept, Level::Parties));
    rig.does("m", Everything { on: false });
    rig.does("a1", Widen { item: open.clone(), level: Level::Public, with: None });
    assert_eq!(rig.seen_by(&open), "a m b public");
    assert!(rig.point("m", "1").locked);
}

#[test]
fn only_the_latest_mark_is_shown_to_more() {
    let mut rig = Rig::new();
    let first = rig.does("a1", rig.mark("1", Stance::Accept, Level::Delegation));
    let second = rig.does("a1", rig.mark("1", Stance::Reserve, Level::Delegation));
    let widen = |item: &ItemId, level| Widen { item: item.clone(), level, with: None };
    rig.refuses("a1", widen(&first, Level::Parties), Reason::Conflict, "show the newer mark");
    rig.does("a1", widen(&second, Level::Parties));
    assert_eq!(known(&rig, "1"), [Some(Stance::Reserve); 3]);
}
