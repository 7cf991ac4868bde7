//! What pages promise whatever the room: nothing typed is lost, lists are cut, ranks bar circles.

use super::again::{controls, sent};
use super::circle::Circle;
use super::items::{PER_PAGE, Page};
use crate::web::forms::{self, Fields};
use askama::Template;
use zopa::mediate::action::{Admit, Say};
use zopa::mediate::{
    Action, Delegation, Level, MessageKind, Moment, Opened, PartyAtTable, Rank, Room, SeatId, View, Worded, view,
};

/// A room of two parties on a text of two points, with a member and an adviser of the first party.
fn room() -> (Room, SeatId) {
    let point = |label: &str| Worded {
        label: label.into(),
        title: format!("Point {label}"),
        text: format!("The words of point {label}."),
        choice: None,
    };
    let party = |id: &str| PartyAtTable { id: id.into(), name: id.to_uppercase() };
    let opened = Opened {
        title: "Talks".into(),
        footing: None,
        demo: false,
        parties: vec![party("north"), party("south")],
        choices: Default::default(),
        everything: true,
        text: vec![point("1"), point("2")],
    };
    let (entries, mediator) = Room::open(Moment(1), opened, "Mediator", &mut || "m".into()).unwrap();
    let mut room = Room::fold(&entries).unwrap();
    for (seat, name, rank) in [("a", "Member", Rank::Member), ("b", "Adviser", Rank::Adviser)] {
        let delegation = Delegation::Party("north".into());
        let admit = Admit { seat: seat.into(), name: name.into(), delegation, rank };
        act(&mut room, &mediator, admit.into());
    }
    (room, mediator)
}

fn act(room: &mut Room, seat: &SeatId, action: Action) {
    let mut n = room.reading(&zopa::mediate::Reader::Delegation(Delegation::Mediator));
    let mut mint = || {
        n += 1;
        format!("item-{n}")
    };
    for entry in room.act(Moment(2), seat, &action, &mut mint).unwrap() {
        room.apply(&entry).unwrap();
    }
}

fn with_view<T>(seat: &str, look: impl FnOnce(&View) -> T) -> T {
    let (room, _) = room();
    look(&view(&room, Some(&seat.into()), Moment(3)).unwrap())
}

#[test]
fn what_was_typed_is_sent_again_unchanged() {
    let forms: [&[(&str, &str)]; 12] = [
        &[
            ("action", "set_mark"),
            ("point", "1"),
            ("version", "1"),
            ("stance", "reserve"),
            ("words", "w\nv"),
            ("level", "parties"),
        ],
        &[("action", "propose"), ("point", "2"), ("words", "<b>"), ("reason", "r"), ("level", "mediator")],
        &[
            ("action", "say"),
            ("type", "offer"),
            ("binding", "on"),
            ("words", "w"),
            ("points", "1"),
            ("points", "2"),
            ("level", "parties"),
        ],
        &[
            ("action", "ask"),
            ("words", "w"),
            ("whom", "north"),
            ("whom", "south"),
            ("due", "2027-01-01T10:00"),
            ("open", "on"),
            ("hidden", "on"),
            ("answers", "parties"),
            ("remind_hours", "2"),
        ],
        &[
            ("action", "issue"),
            ("after", "1"),
            ("note", "n"),
            ("point.0.label", "1"),
            ("point.0.title", "t"),
            ("point.0.text", "x"),
            ("until", "2027-01-01T10:00"),
        ],
        &[
            ("action", "set_values"),
            ("weight.1", "40"),
            ("worth.1/a", "7"),
            ("walk_away", "30"),
            ("level", "delegation"),
        ],
        &[("action", "freeze"), ("point", "1"), ("on", "yes"), ("note", "n")],
        &[("action", "minute"), ("title", "t"), ("words", "w"), ("level", "mediator"), ("with", "north")],
        &[("action", "publish"), ("title", "t"), ("words", "w")],
        &[("action", "set_rank"), ("seat", "a"), ("rank", "head")],
        &[("action", "sign"), ("digest", "00ff")],
        &[("action", "table"), ("version", "1")],
    ];
    for form in forms {
        let typed: Fields = form.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        // The mediator's page offers every party; a party's page never sends one.
        let seat = if typed.iter().any(|(name, _)| name == "with") { "m" } else { "a" };
        let again = with_view(seat, |view| sent(&typed[0].1, &controls(view, &typed[0].1, &typed, false)));
        assert_eq!(forms::action(&again), forms::action(&typed), "{typed:?}");
        assert!(forms::action(&typed).is_ok(), "{typed:?}");
    }
}

#[test]
fn a_rank_bars_the_circles_that_it_may_not_choose() {
    let barred = |seat: &str| {
        let html = with_view(seat, |view| Circle::new(view, Level::Parties, None).render().unwrap());
        (html.matches(" disabled").count(), html.matches(" checked").count())
    };
    assert_eq!(barred("a"), (1, 1));
    assert_eq!(barred("b"), (3, 1));
    assert_eq!(barred("m"), (0, 1));
}

#[test]
fn a_long_list_is_told_in_pages() {
    let (mut room, _) = room();
    for n in 0..PER_PAGE + 7 {
        let say = Say {
            type_: MessageKind::Note,
            binding: false,
            words: format!("message {n}"),
            points: Vec::new(),
            level: Level::Parties,
            with: None,
        };
        act(&mut room, &"a".into(), say.into());
    }
    let view = view(&room, Some(&"b".into()), Moment(3)).unwrap();
    let newest = Page::new(&view.plenary(), None, &view);
    assert_eq!((newest.cards.len(), newest.n, newest.is_older), (PER_PAGE, PER_PAGE + 7, false));
    assert_eq!(newest.cards[0].words, format!("message {}", PER_PAGE + 6));
    let before = newest.older.unwrap().split('=').nth(1).unwrap().to_string();
    let older = Page::new(&view.plenary(), Some(&before), &view);
    assert_eq!((older.cards.len(), older.older, older.is_older), (7, None, true));
    assert_eq!(older.cards[0].words, "message 6");
}
