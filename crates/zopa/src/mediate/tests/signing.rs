//! The agreement: laid ready, signed, reopened, concluded.

use super::super::*;
use super::rig::*;

fn sign(rig: &Rig) -> Sign {
    Sign { digest: rig.view("m").signing().expect("a text lies ready").digest }
}

fn ready() -> Rig {
    let mut rig = Rig::new();
    rig.agree(&["1", "2", "3"]);
    rig.does("m", Table { version: 1 });
    rig
}

#[test]
fn all_of_the_text_is_laid_ready_where_nothing_is_agreed_until_everything_is() {
    let mut rig = Rig::new();
    let table = || Table { version: 1 };
    rig.refuses("a1", table(), Reason::Forbidden, "Only the mediator");
    rig.agree(&["1", "2"]);
    rig.refuses("m", Table { version: 2 }, Reason::Conflict, "Version 1 is current; read it first.");
    rig.refuses("m", table(), Reason::Conflict, "Nothing is agreed until everything is, and these points are not: 3.");
    rig.agree(&["3"]);
    rig.does("m", table());
    rig.refuses("m", table(), Reason::Conflict, "lies ready for signature already");
    for by in ["a1", "b2", "m"] {
        let signing = rig.view(by).signing().expect("known");
        assert_eq!((signing.version, signing.points.len(), signing.concluded), (1, 3, false));
        assert_eq!(rig.view(by).agreement().expect("a text").clauses.len(), 3);
    }
    assert!(rig.public().signing().is_none());
}

#[test]
fn agreed_points_alone_are_laid_ready_while_the_switch_is_off() {
    let mut rig = Rig::new();
    rig.does("m", Everything { on: false });
    rig.refuses("m", Table { version: 1 }, Reason::Conflict, "No point is agreed; there is nothing to sign.");
    rig.reword("3", "The bridge is open.", Some(100));
    rig.agree(&["1"]);
    rig.does("a1", rig.mark("2", Stance::Reserve, Level::Parties));
    rig.passes(100);
    // Point 1 was accepted openly, point 3 by silence.
    rig.does("m", Table { version: 2 });
    assert_eq!(rig.view("b1").signing().expect("known").points, ["1", "3"]);
}

#[test]
fn heads_sign_once_and_then_the_talks_are_concluded() {
    let mut rig = ready();
    rig.refuses("m", sign(&rig), Reason::Forbidden, "Only delegations of parties");
    rig.refuses("a1", Sign { digest: "0".into() }, Reason::Conflict, "is not the one that you read");
    assert_eq!(rig.waiting("a1"), ["sign"]);
    assert_eq!(rig.waiting("a2"), Vec::<String>::new());
    rig.now = 7;
    rig.does("a1", sign(&rig));
    rig.refuses("a1", sign(&rig), Reason::Conflict, "Your delegation has signed.");
    assert_eq!(rig.waiting("a1"), Vec::<String>::new());
    let signatures = rig.view("b1").signing().expect("known").signatures;
    assert_eq!((signatures[0].by.as_deref(), signatures[0].at), (Some("Ada Ash"), Some(Moment(7))));
    assert_eq!(signatures[1].at, None);
    rig.does("b1", sign(&rig));
    assert!(rig.view("a1").signing().expect("known").concluded);
    assert!(rig.view("a1").points().iter().all(|point| point.locked && !point.needs_mark));
    let words = "All parties have signed; the text stays as it is.";
    let text = Issue { after: 1, note: String::new(), until: None, points: text_with("1", "War.") };
    rig.refuses("m", text, Reason::Conflict, words);
    rig.refuses("m", Everything { on: false }, Reason::Conflict, words);
    rig.refuses("m", Table { version: 1 }, Reason::Conflict, words);
    rig.refuses("m", Freeze { point: "1".into(), on: true, note: String::new() }, Reason::Conflict, words);
    rig.refuses("a1", rig.mark("1", Stance::RedLine, Level::Delegation), Reason::Conflict, words);
    rig.refuses("a1", propose("1", "War.", Level::Parties), Reason::Conflict, words);
    rig.does("a1", say("Thank you all.", Level::Public));
}

#[test]
fn a_contested_point_reopens_what_lay_ready() {
    type Contest = fn(&Rig) -> Action;
    let contests: [(&str, Contest); 3] = [
        ("a mark", |rig| rig.mark("2", Stance::Reserve, Level::Parties).into()),
        ("an amendment", |_| propose("2", "Half.", Level::Parties).into()),
        ("a mark taken back", |rig| Withdraw { item: rig.point("a1", "2").mine.expect("a mark").item }.into()),
    ];
    for (what, contest) in contests {
        let mut rig = ready();
        rig.does("b1", sign(&rig));
        let digest = sign(&rig);
        rig.does("a1", contest(&rig));
        for by in ["a1", "b1", "m"] {
            assert!(rig.view(by).signing().is_none(), "{what}");
        }
        rig.refuses("a1", digest, Reason::Conflict, "No text lies ready for signature.");
    }
    let mut rig = ready();
    rig.does("a1", rig.mark("2", Stance::Reserve, Level::Mediator));
    assert!(rig.view("b1").signing().is_some(), "what others do not know reopens nothing");
    rig.reword("1", "The guns fall silent at dawn.", None);
    assert!(rig.view("b1").signing().is_none(), "another version is another text");
}

#[test]
fn taking_back_what_no_longer_counts_reopens_nothing() {
    let mut rig = Rig::new();
    let first = rig.does("a1", rig.mark("1", Stance::Reserve, Level::Parties));
    rig.agree(&["1", "2", "3"]);
    rig.does("m", Table { version: 1 });
    rig.does("a1", Withdraw { item: first });
    assert!(rig.view("b1").signing().is_some());
}

#[test]
fn after_all_have_signed_no_older_word_contests_the_text() {
    let mut rig = Rig::new();
    rig.agree(&["1", "2", "3"]);
    let reserve = rig.does("a1", rig.mark("1", Stance::Reserve, Level::Delegation));
    let amendment = rig.does("a1", propose("2", "Half.", Level::Mediator));
    rig.does("m", Table { version: 1 });
    for by in ["a1", "b1"] {
        rig.does(by, sign(&rig));
    }
    for item in [reserve, amendment] {
        let widen = Widen { item, level: Level::Parties, with: None };
        rig.refuses("a1", widen, Reason::Conflict, "All parties have signed");
    }
}

#[test]
fn the_digest_covers_every_word_of_the_agreement() {
    let digest = |change: &dyn Fn(&mut Opened)| {
        let mut opening = opened();
        change(&mut opening);
        let mut rig = Rig::on(opening);
        rig.agree(&["1", "2", "3"]);
        rig.does("m", Table { version: 1 });
        rig.view("a1").signing().expect("ready").digest
    };
    let plain = digest(&|_| {});
    assert_eq!(plain, digest(&|_| {}));
    assert_ne!(plain, digest(&|opened| opened.title.push('s')));
    assert_ne!(plain, digest(&|opened| opened.text[0].title.push('s')));
    assert_ne!(plain, digest(&|opened| opened.text[0].text.push('s')));
    // Words do not move unseen from one field to the next.
    assert_ne!(
        digest(&|opened| opened.text[0].title = "Ceasefire The".into()),
        digest(&|opened| opened.text[0].text.insert_str(0, "The "))
    );
}
