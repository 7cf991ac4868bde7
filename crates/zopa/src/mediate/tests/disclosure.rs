//! Circles of readers: what is said where, and how it is shown to more.

use super::super::*;
use super::rig::*;

fn widen(item: &ItemId, level: Level) -> Widen {
    Widen { item: item.clone(), level, with: None }
}

#[test]
fn a_message_is_heard_by_its_circle() {
    for (level, seen) in
        [(Level::Delegation, "a"), (Level::Mediator, "a m"), (Level::Parties, "a m b"), (Level::Public, "a m b public")]
    {
        let mut rig = Rig::new();
        let id = rig.does("a1", say("We are ready.", level));
        assert_eq!(rig.seen_by(&id), seen);
        let view = rig.view("a4");
        let places = [view.internal(), view.caucus(&party("a")), view.plenary()].map(|items| items.len());
        let expected = match level {
            Level::Delegation => [1, 0, 0],
            Level::Mediator => [0, 1, 0],
            _ => [0, 0, 1],
        };
        assert_eq!(places, expected);
    }
}

#[test]
fn the_mediators_words_are_heard_by_the_team_one_party_or_all() {
    let mut rig = Rig::new();
    let team = rig.does("m", say("They will settle.", Level::Delegation));
    assert_eq!(rig.seen_by(&team), "m");
    let alone = rig.does("m", say_to("b", "What do you need?"));
    assert_eq!(rig.seen_by(&alone), "m b");
    assert_eq!(rig.view("m").item(&alone).expect("own").with, Some(party("b")));
    rig.refuses("m", say("To whom?", Level::Mediator), Reason::Missing, "Say with which party you share it");
    rig.refuses("m", say_to("c", "Hello."), Reason::Missing, "There is no party \"c\"");
    // What the team noted can be shown to one party, and to that one alone.
    rig.refuses("m", widen(&team, Level::Mediator), Reason::Missing, "Say with which party");
    rig.does("m", Widen { with: Some(party("a")), ..widen(&team, Level::Mediator) });
    assert_eq!(rig.seen_by(&team), "a m");
}

#[test]
fn a_caucus_leaves_no_trace_elsewhere() {
    let mut rig = Rig::new();
    rig.does("a1", say("Good morning.", Level::Parties));
    let looks = |rig: &Rig| {
        let views = [rig.view("b1"), rig.view("b2"), rig.public()];
        views.map(|view| (serde_json::to_string(&view.whole()).expect("JSON"), view.reading()))
    };
    let before = looks(&rig);
    let id = rig.does("a1", say("We could live with dawn.", Level::Mediator));
    rig.does("m", say_to("a", "I see."));
    rig.does("a1", rig.mark("1", Stance::Reserve, Level::Mediator));
    rig.does("a2", propose("1", "At dawn.", Level::Mediator));
    rig.does("m", Ask { whom: vec![party("a")], open: false, answers: Level::Mediator, ..ask(900) });
    rig.does("m", Minute { title: "A".into(), words: "Dawn.".into(), level: Level::Mediator, with: Some(party("a")) });
    assert_eq!(looks(&rig), before);
    for guess in [id, item("guess")] {
        let words = "There is no such item, or you may not read it.";
        rig.refuses("b1", widen(&guess, Level::Parties), Reason::Missing, words);
        rig.refuses("b1", Withdraw { item: guess }, Reason::Missing, words);
    }
    let readers: Vec<Ledger> = rig.view("b1").ledgers().into_iter().map(|(ledger, _)| ledger).collect();
    assert_eq!(readers, [Ledger::Parties]);
}

#[test]
fn clocks_that_differ_tell_nothing_of_a_caucus() {
    let mut rig = Rig::new();
    rig.now = 500;
    rig.does("a1", say("We could live with dawn.", Level::Mediator));
    rig.now = 100;
    rig.does("b1", say("Good morning.", Level::Parties));
    assert_eq!(rig.log.last().map(|entry| entry.at), Some(Moment(100)));
    // What all have read does not lie in the future.
    rig.now = 90;
    rig.does("a1", say("Good morning.", Level::Parties));
    assert_eq!(rig.log.last().map(|entry| entry.at), Some(Moment(100)));
}

#[test]
fn an_owner_shows_an_item_to_wider_circles_and_never_to_fewer() {
    let mut rig = Rig::new();
    let id = rig.does("a2", say("We are ready.", Level::Delegation));
    rig.refuses("m", widen(&id, Level::Parties), Reason::Missing, "There is no such item");
    for (by, level, seen) in
        [("a2", Level::Mediator, "a m"), ("a1", Level::Parties, "a m b"), ("a1", Level::Public, "a m b public")]
    {
        rig.now += 10;
        rig.does(by, widen(&id, level));
        assert_eq!(rig.seen_by(&id), seen);
        for lower in Level::ALL.into_iter().filter(|lower| *lower <= level) {
            rig.refuses("a1", widen(&id, lower), Reason::Conflict, "a circle can only become wider");
        }
    }
    let widened = [(Level::Mediator, Moment(10)), (Level::Parties, Moment(20)), (Level::Public, Moment(30))];
    assert_eq!(rig.view("a1").item(&id).expect("own").widened, widened);
    // Others learn of it when they may read it, and nothing of what was before.
    let other = rig.view("b1").item(&id).expect("shown");
    assert_eq!((other.at, other.widened.as_slice()), (Moment(20), &widened[2..]));
    let outside = rig.public().item(&id).expect("shown");
    assert_eq!((outside.at, outside.widened.len(), outside.by), (Moment(30), 0, None));
    rig.refuses("b1", widen(&id, Level::Public), Reason::Forbidden, "only its owner may do that");
    rig.refuses("m", Withdraw { item: id }, Reason::Forbidden, "only its owner may do that");
}

#[test]
fn a_wide_circle_needs_a_rank() {
    let mut rig = Rig::new();
    rig.does("a3", say("A note.", Level::Delegation));
    rig.refuses(
        "a3",
        say("A note.", Level::Mediator),
        Reason::Forbidden,
        "known outside the delegation needs a member",
    );
    rig.refuses("a2", say("A note.", Level::Public), Reason::Forbidden, "making something public needs a head");
    let id = rig.does("a2", say("A note.", Level::Parties));
    rig.refuses("a2", widen(&id, Level::Public), Reason::Forbidden, "making something public needs a head");
}

#[test]
fn what_was_taken_back_is_known_to_have_been_there() {
    let mut rig = Rig::new();
    let id = rig.does("a2", say("Never!", Level::Parties));
    rig.refuses("a3", Withdraw { item: id.clone() }, Reason::Forbidden, "a member or the head takes it back");
    rig.now = 5;
    rig.does("a1", Withdraw { item: id.clone() });
    for by in ["a1", "m", "b1"] {
        assert_eq!(rig.view(by).item(&id).expect("still there").withdrawn, Some(Moment(5)));
    }
    rig.refuses("a1", widen(&id, Level::Public), Reason::Conflict, "This has been taken back.");
}

#[test]
fn some_messages_bind_and_some_cannot() {
    let mut rig = Rig::new();
    let bound = |type_| Say { type_, binding: true, ..say("We pay half.", Level::Parties) };
    for type_ in MessageKind::ALL {
        if matches!(type_, MessageKind::NonPaper | MessageKind::WithoutPrejudice) {
            let words = format!("a message that is {} binds nobody", type_.words());
            rig.refuses("a1", bound(type_), Reason::Invalid, &words);
        } else {
            rig.does("a1", bound(type_));
        }
    }
    let inside = Say { binding: true, ..say("We pay half.", Level::Delegation) };
    rig.refuses("a3", inside, Reason::Forbidden, "A binding message needs a member");
    let about = Say { points: vec!["9".into()], ..say("And this?", Level::Parties) };
    rig.refuses("a1", about, Reason::Invalid, "the current text has no point 9");
}

#[test]
fn values_are_the_partys_own_until_shown_and_the_newest_are_shown() {
    let mut rig = Rig::new();
    let values = |weight| SetValues {
        values: Values { weights: [("2".to_string(), weight)].into(), ..Values::default() },
        level: Level::Delegation,
    };
    let old = rig.does("a1", values(10));
    let new = rig.does("a1", values(20));
    assert_eq!(rig.seen_by(&new), "a");
    assert_eq!(rig.view("a4").values().map(|values| values.weights["2"]), Some(20));
    assert_eq!(rig.view("m").values(), None);
    rig.refuses("a1", widen(&old, Level::Mediator), Reason::Conflict, "show the newer ones");
    rig.does("a1", widen(&new, Level::Mediator));
    assert_eq!(rig.seen_by(&new), "a m");
    let wrong = |change: &dyn Fn(&mut Values)| {
        let mut set = values(10);
        change(&mut set.values);
        set
    };
    let known: &[(SetValues, &str)] = &[
        (wrong(&|values| values.walk_away = 101), "the walk-away value is 101"),
        (wrong(&|values| _ = values.weights.insert("9".into(), 1)), "the current text has no point 9"),
        (wrong(&|values| _ = values.weights.insert("1".into(), 101)), "the weight of point 1 is 101"),
        (wrong(&|values| _ = values.choices.insert("2".into(), [("few".into(), 1)].into())), "no choice called few"),
        (wrong(&|values| _ = values.choices.insert("2".into(), [("all".into(), 101)].into())), "the worth of all"),
    ];
    for (set, words) in known {
        rig.refuses("a1", set.clone(), Reason::Invalid, words);
    }
}
