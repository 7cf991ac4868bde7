//! Questions with a deadline: asked openly or alone, hidden, quiet, late, extended, closed.

use super::super::*;
use super::rig::*;

fn reply(signal: &ItemId, words: &str) -> Reply {
    Reply { signal: signal.clone(), words: words.into() }
}

/// What a seat knows of whether `a` has answered: `-` unknown, `no`, `late` or `yes`, and the words.
fn told(rig: &Rig, by: &str, signal: &ItemId) -> String {
    let view = rig.view(by).signal(signal).expect("the question is known");
    let reply = view.replies.into_iter().find(|reply| reply.party == party("a")).expect("a was asked");
    let state = match (reply.known, reply.answered.is_some(), reply.late) {
        (false, answered, late) => {
            assert!(!answered && !late, "what is unknown is not told");
            "-"
        }
        (true, false, false) => "no",
        (true, false, true) => "late",
        (true, true, false) => "yes",
        (true, true, true) => "yes, late",
    };
    reply.words.map_or(state.to_string(), |words| format!("{state}: {words}"))
}

/// What `a` itself, the mediator and `b` are told at four moments: before, after the answer, past the deadline, closed.
fn check(question: Ask, expected: [[&str; 3]; 4]) {
    let mut rig = Rig::new();
    let id = rig.does("m", question);
    let look = |rig: &Rig| ["a1", "m", "b1"].map(|by| told(rig, by, &id));
    assert_eq!(look(&rig), expected[0], "before");
    rig.now = 10;
    rig.does("a1", reply(&id, "We do."));
    assert_eq!(look(&rig), expected[1], "answered");
    rig.passes(100);
    assert_eq!(look(&rig), expected[2], "the deadline has passed");
    if rig.view("m").signal(&id).expect("asked").closed.is_none() {
        rig.does("m", Close { signal: id.clone() });
    }
    assert_eq!(look(&rig), expected[3], "closed");
}

#[test]
fn answers_are_read_by_those_for_whom_they_are() {
    let [none, some] = ["no", "yes: We do."];
    check(ask(100), [[none; 3], [some; 3], [some; 3], [some; 3]]);
    let to_mediator = Ask { answers: Level::Mediator, ..ask(100) };
    let other = "-";
    check(to_mediator, [[none, none, other], [some, some, other], [some, some, other], [some, some, other]]);
}

#[test]
fn hidden_answers_open_at_the_close_and_who_answered_is_told() {
    let [none, some, kept] = ["no", "yes: We do.", "yes"];
    let hidden = Ask { hidden: true, ..ask(100) };
    check(hidden.clone(), [[none; 3], [some, kept, kept], [some; 3], [some; 3]]);
    let to_mediator = Ask { answers: Level::Mediator, ..hidden };
    check(to_mediator, [[none; 3], [some, kept, kept], [some, some, kept], [some, some, kept]]);
}

#[test]
fn quiet_questions_hide_who_answered_too() {
    let [none, some, other] = ["no", "yes: We do.", "-"];
    let quiet = Ask { hidden: true, quiet: true, ..ask(100) };
    check(quiet.clone(), [[none, other, other], [some, other, other], [some; 3], [some; 3]]);
    let to_mediator = Ask { answers: Level::Mediator, ..quiet };
    check(to_mediator, [[none, other, other], [some, other, other], [some, some, other], [some, some, other]]);
}

#[test]
fn a_question_that_does_not_fit_is_refused() {
    let mut rig = Rig::new();
    rig.now = 10;
    rig.refuses("a1", ask(100), Reason::Forbidden, "Only the mediator");
    let known: &[(Ask, &str)] = &[
        (Ask { words: " ".into(), ..ask(100) }, "the question must not be empty"),
        (Ask { whom: Vec::new(), ..ask(100) }, "say which parties are asked"),
        (Ask { whom: vec![party("a"), party("a")], ..ask(100) }, "a party is asked twice"),
        (Ask { points: vec!["9".into()], ..ask(100) }, "the current text has no point 9"),
        (ask(10), "the deadline has passed"),
        (ask(u64::MAX), "more than ten years away"),
        (Ask { answers: Level::Public, ..ask(100) }, "answers go to the mediator or to all parties"),
        (Ask { open: false, ..ask(100) }, "who is asked alone answers alone"),
        (Ask { quiet: true, ..ask(100) }, "only where the answers are hidden"),
    ];
    for (question, words) in known {
        rig.refuses("m", question.clone(), Reason::Invalid, words);
    }
    rig.refuses("m", Ask { whom: vec![party("c")], ..ask(100) }, Reason::Missing, "There is no party \"c\"");
}

#[test]
fn those_asked_alone_know_of_nobody_else() {
    let mut rig = Rig::new();
    let alone = Ask { open: false, hidden: true, answers: Level::Mediator, ..ask(100) };
    let id = rig.does("m", alone);
    for by in ["a1", "b1"] {
        let own = rig.view(by).party().expect("a party").clone();
        assert_eq!(rig.view(by).signal(&id).expect("asked").signal.whom, [own]);
    }
    assert_eq!(rig.view("m").signal(&id).expect("asked").signal.whom.len(), 2);
    let before = rig.view("b1").whole();
    rig.does("a1", reply(&id, "We do."));
    assert_eq!(rig.view("b1").whole(), before);
    rig.does("m", Extend { signal: id.clone(), due: Moment(200), note: "The snow.".into() });
    let extensions = vec![(Moment(100), "The snow.".to_string(), Moment(0))];
    for by in ["a1", "b1", "m"] {
        let view = rig.view(by).signal(&id).expect("asked");
        assert_eq!((view.signal.due, &view.extensions), (Moment(200), &extensions));
    }
    rig.passes(200);
    assert_eq!(told(&rig, "m", &id), "yes: We do.");
    let other = rig.view("b1").signal(&id).expect("asked");
    assert_eq!((other.replies.len(), other.closed), (1, Some(Moment(200))));
}

#[test]
fn who_was_not_asked_does_not_answer() {
    let mut rig = Rig::new();
    let id = rig.does("m", Ask { whom: vec![party("b")], ..ask(100) });
    rig.refuses("a1", reply(&id, "We do."), Reason::Forbidden, "Your delegation was not asked.");
    let alone = Ask { whom: vec![party("b")], open: false, answers: Level::Mediator, ..ask(100) };
    let id = rig.does("m", alone);
    for guess in [id, item("guess")] {
        rig.refuses(
            "a1",
            reply(&guess, "We do."),
            Reason::Missing,
            "There is no such question, or you may not read it.",
        );
    }
    rig.refuses("m", Close { signal: item("guess") }, Reason::Missing, "There is no such question");
}

#[test]
fn an_answer_may_be_replaced_while_nobody_could_gain_by_it() {
    let mut rig = Rig::new();
    let id = rig.does("m", Ask { hidden: true, ..ask(100) });
    let first = rig.does("a1", reply(&id, "No."));
    rig.does("a1", reply(&id, "Yes."));
    rig.refuses("a1", reply(&id, ""), Reason::Invalid, "the answer must not be empty");
    rig.refuses("a1", Withdraw { item: first.clone() }, Reason::Conflict, "An answer stays; answer again instead");
    let widen = |item: &ItemId| Widen { item: item.clone(), level: Level::Parties, with: None };
    rig.refuses("a1", widen(&first), Reason::Conflict, "stay hidden until it is closed");
    // The room has not yet done what is due: others who are late could be read by now.
    rig.now = 100;
    rig.refuses(
        "a1",
        reply(&id, "Perhaps."),
        Reason::Conflict,
        "The deadline has passed, and your delegation has answered.",
    );
    rig.passes(100);
    rig.refuses(
        "a1",
        reply(&id, "Perhaps."),
        Reason::Conflict,
        "The question is closed, and your delegation has answered it.",
    );
    assert_eq!(told(&rig, "b1", &id), "yes: Yes.");
    rig.refuses("a1", widen(&first), Reason::Conflict, "You have answered anew since; show the newer answer.");
    assert_eq!(told(&rig, "m", &id), "yes: Yes.");
}

#[test]
fn late_answers_are_told_as_late() {
    let late = "yes, late: Late.";
    for question in [ask(100), Ask { hidden: true, ..ask(100) }, Ask { hidden: true, quiet: true, ..ask(100) }] {
        let mut rig = Rig::new();
        let id = rig.does("m", question);
        rig.passes(100);
        assert_eq!(["a1", "m", "b1"].map(|by| told(&rig, by, &id)), ["late"; 3]);
        rig.does("a1", reply(&id, "Late."));
        assert_eq!(["a1", "m", "b1"].map(|by| told(&rig, by, &id)), [late; 3]);
    }
    // Where only the mediator reads the words, others still learn that a late answer came, if they were to know.
    let mut rig = Rig::new();
    let id = rig.does("m", Ask { hidden: true, answers: Level::Mediator, ..ask(100) });
    rig.passes(150);
    rig.does("a1", reply(&id, "Late."));
    assert_eq!(["a1", "m", "b1"].map(|by| told(&rig, by, &id)), [late, late, "yes, late"]);
}

#[test]
fn an_early_close_opens_all_answers_at_once() {
    let mut rig = Rig::new();
    let id = rig.does("m", Ask { hidden: true, quiet: true, ..ask(100) });
    rig.does("a1", reply(&id, "A."));
    rig.does("b1", reply(&id, "B."));
    rig.refuses("a1", Close { signal: id.clone() }, Reason::Forbidden, "Only the mediator");
    rig.now = 50;
    rig.does("m", Close { signal: id.clone() });
    for by in ["a1", "b1", "m"] {
        let replies = rig.view(by).signal(&id).expect("asked").replies;
        let words: Vec<_> = replies.iter().map(|reply| reply.words.as_deref()).collect();
        assert_eq!(words, [Some("A."), Some("B.")]);
        assert!(replies.iter().all(|reply| !reply.late));
    }
    rig.refuses("m", Close { signal: id.clone() }, Reason::Conflict, "The question is closed already.");
    let extend = Extend { signal: id.clone(), due: Moment(300), note: "More time.".into() };
    rig.refuses("m", extend, Reason::Conflict, "The question is closed; ask another.");
    assert!(rig.room.due(Moment(500)).is_empty());
}

#[test]
fn who_answers_after_an_early_close_is_late() {
    let mut rig = Rig::new();
    let id = rig.does("m", ask(100));
    rig.now = 50;
    rig.does("m", Close { signal: id.clone() });
    assert_eq!(told(&rig, "b1", &id), "late");
    rig.now = 60;
    rig.does("a1", reply(&id, "Late."));
    assert_eq!(told(&rig, "b1", &id), "yes, late: Late.");
}

#[test]
fn a_deadline_is_moved_later_in_sight_of_all() {
    let mut rig = Rig::new();
    let id = rig.does("m", ask(100));
    let extend = |due| Extend { signal: id.clone(), due: Moment(due), note: "The road is blocked.".into() };
    rig.refuses("b1", extend(200), Reason::Forbidden, "Only the mediator");
    rig.refuses("m", extend(100), Reason::Invalid, "the new deadline must be later");
    rig.refuses("m", Extend { note: "  ".into(), ..extend(200) }, Reason::Invalid, "the reason for the extension");
    rig.passes(120);
    assert!(rig.view("a1").signal(&id).expect("asked").over);
    rig.does("m", extend(200));
    let view = rig.view("b1").signal(&id).expect("asked");
    assert_eq!((view.over, view.extensions.len()), (false, 1));
    let hidden = rig.does("m", Ask { hidden: true, ..ask(300) });
    rig.now = 300;
    let words = "The deadline has passed and the answers are being opened";
    rig.refuses("m", Extend { signal: hidden, ..extend(400) }, Reason::Conflict, words);
}

#[test]
fn what_is_due_is_done_once_at_the_deadline() {
    let mut rig = Rig::new();
    let hidden = rig.does("m", Ask { hidden: true, remind: 30, ..ask(100) });
    let open = rig.does("m", ask(80));
    assert_eq!(rig.room.next_moment(Moment(0)), Some(Moment(70)));
    assert_eq!(rig.room.next_moment(Moment(70)), Some(Moment(80)));
    assert_eq!(rig.room.next_moment(Moment(100)), None);
    let reminds = |rig: &Rig| rig.view("a1").signal(&hidden).expect("asked").reminds;
    rig.passes(69);
    assert!(!reminds(&rig));
    rig.passes(70);
    assert!(reminds(&rig));
    assert!(rig.room.due(Moment(99)).is_empty());
    let due = rig.room.due(Moment(100));
    assert_eq!(due.len(), 1);
    assert_eq!((due[0].by.clone(), due[0].at), (None, Moment(100)));
    rig.passes(100);
    assert!(rig.room.due(Moment(100)).is_empty());
    assert_eq!(rig.view("m").signal(&open).expect("asked").closed, None);
    assert_eq!(rig.waiting("a1")[0], "reply");
}
