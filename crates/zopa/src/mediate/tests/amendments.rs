//! Amendments: proposed, taken back, ruled on.

use super::super::*;
use super::rig::*;

fn rule(item: &ItemId, ruling: Ruling) -> Rule {
    Rule { item: item.clone(), ruling, note: "It fits.".into() }
}

#[test]
fn an_amendment_is_known_to_its_circle_and_contests_where_all_know() {
    for (level, seen) in [(Level::Delegation, "a"), (Level::Mediator, "a m"), (Level::Parties, "a m b")] {
        let mut rig = Rig::new();
        let id = rig.does("a2", Propose { reason: "Dawn is safer.".into(), ..propose("1", " At dawn.\r\n", level) });
        assert_eq!(rig.seen_by(&id), seen);
        for by in ["a1", "m", "b1"] {
            let knows = rig.view(by).item(&id).is_some();
            assert_eq!(rig.point(by, "1").n_amendments, usize::from(knows));
            let expected = if level >= Level::Parties { PointState::Contested } else { PointState::Open };
            assert_eq!(rig.point(by, "1").state, expected);
        }
        let Body::Amendment(amendment) = rig.view("a1").item(&id).expect("own").body else { panic!("an amendment") };
        assert_eq!((amendment.words.as_str(), amendment.version), ("At dawn.", 1));
        let waits = rig.waiting("m") == ["rule 1"];
        assert_eq!(waits, level >= Level::Mediator);
    }
}

#[test]
fn an_amendment_that_does_not_fit_is_refused() {
    let mut rig = Rig::new();
    rig.refuses("m", propose("1", "At dawn.", Level::Parties), Reason::Forbidden, "Only delegations of parties");
    rig.refuses("a3", propose("1", "At dawn.", Level::Parties), Reason::Forbidden, "You are adviser");
    rig.refuses("a2", propose("1", "At dawn.", Level::Public), Reason::Forbidden, "needs a head");
    rig.refuses("a1", propose("9", "At dawn.", Level::Parties), Reason::Missing, "no point 9");
    rig.refuses("a1", propose("1", "", Level::Parties), Reason::Invalid, "the amendment must not be empty");
    let same = propose("1", " The guns fall silent at noon. ", Level::Parties);
    rig.refuses("a1", same, Reason::Invalid, "has the words that the point has already");
    rig.agree(&["1"]);
    rig.does("m", Everything { on: false });
    rig.refuses("a1", propose("1", "At dawn.", Level::Parties), Reason::Conflict, "can no longer be amended");
}

#[test]
fn an_amendment_is_ruled_on_once() {
    let mut rig = Rig::new();
    let id = rig.does("a1", propose("1", "At dawn.", Level::Parties));
    rig.refuses("b1", rule(&id, Ruling::Taken), Reason::Forbidden, "Only the mediator");
    rig.refuses("m", rule(&item("none"), Ruling::Taken), Reason::Missing, "There is no such item");
    rig.does("m", rule(&id, Ruling::Refused));
    for by in ["a1", "m", "b1"] {
        let told = rig.view(by).item(&id).expect("known").ruling;
        assert_eq!(told, Some((Ruling::Refused, "It fits.".to_string(), Moment(0))));
        assert_eq!(rig.point(by, "1").state, PointState::Open);
        assert_eq!(rig.view(by).amendments().len(), 1);
    }
    rig.refuses("m", rule(&id, Ruling::Taken), Reason::Conflict, "You have ruled on this amendment already.");
    rig.refuses("a1", Withdraw { item: id }, Reason::Conflict, "it stays on record");
    let message = rig.does("a1", say("At dawn.", Level::Parties));
    rig.refuses("m", rule(&message, Ruling::Taken), Reason::Conflict, "This is not an amendment.");
    let other = rig.does("a1", propose("1", "At dusk.", Level::Mediator));
    rig.does("a1", Withdraw { item: other.clone() });
    rig.refuses("m", rule(&other, Ruling::Taken), Reason::Conflict, "Its owner has taken the amendment back.");
    assert_eq!(rig.waiting("m"), Vec::<String>::new());
}

#[test]
fn a_ruling_in_caucus_stays_there() {
    let mut rig = Rig::new();
    let id = rig.does("a1", propose("1", "At dawn.", Level::Mediator));
    let before = rig.view("b1").whole();
    rig.does("m", rule(&id, Ruling::Refused));
    assert_eq!(rig.view("b1").whole(), before);
    // Shown to all now, it would be open for some and ruled on for others.
    let widen = Widen { item: id, level: Level::Parties, with: None };
    rig.refuses("a1", widen, Reason::Conflict, "The mediator has ruled on this amendment; propose it anew.");
}

#[test]
fn a_taken_amendment_contests_the_old_words_until_the_text_has_new_ones() {
    let mut rig = Rig::new();
    rig.reword("3", "The bridge is open.", Some(100));
    let id = rig.does("a1", propose("1", "At dawn.", Level::Parties));
    rig.does("m", rule(&id, Ruling::Taken));
    rig.passes(100);
    assert_eq!(rig.point("b1", "1").state, PointState::Contested);
    rig.reword("1", "At dawn.", Some(200));
    assert_eq!(rig.point("b1", "1").state, PointState::Open);
    rig.passes(200);
    assert_eq!(rig.point("b1", "1").state, PointState::Silent);
}

#[test]
fn a_private_amendment_is_shown_to_all_only_while_it_could_be_proposed() {
    let mut rig = Rig::new();
    let id = rig.does("a1", propose("1", "At dawn.", Level::Delegation));
    let widen = || Widen { item: id.clone(), level: Level::Parties, with: None };
    rig.does("m", Freeze { point: "1".into(), on: true, note: "Wait.".into() });
    rig.refuses("a1", widen(), Reason::Conflict, "Work on point 1 is suspended (Wait.)");
    rig.does("m", Freeze { point: "1".into(), on: false, note: String::new() });
    rig.agree(&["1"]);
    rig.does("m", Everything { on: false });
    rig.refuses("a1", widen(), Reason::Conflict, "Point 1 is agreed");
    rig.does("m", Everything { on: true });
    rig.does("a1", widen());
    assert_eq!(rig.seen_by(&id), "a m b");
    assert_eq!(rig.point("b1", "1").n_amendments, 1);
}
