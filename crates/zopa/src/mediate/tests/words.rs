//! What people may type: names that do not pass for others, nothing hidden, nothing too long.

use super::super::*;
use super::rig::*;

fn check_name(name: &str, problem: Option<&str>) {
    let mut rig = Rig::new();
    let admit = Admit { seat: seat("x"), name: name.into(), delegation: side("a"), rank: Rank::Member };
    match problem {
        None => {
            rig.does("m", admit);
        }
        Some(words) => rig.refuses("m", admit, Reason::Invalid, words),
    }
}

#[test]
fn names_that_pass_for_somebody_else_are_refused() {
    for name in
        ["Ada Ash", "ada  ash", "ADA ASH", "Ada\u{a0}Ash", "Ada As\u{200d}h", "\u{200e}Ada Ash", "Ada A\u{ff53}h"]
    {
        check_name(name, Some("looks like \"Ada Ash\""));
    }
    // The capital I and the small l are one shape in many typefaces, and a name in capitals is still the same name.
    let mut rig = Rig::new();
    rig.does("m", Admit { seat: seat("x"), name: "Ali Ivi".into(), delegation: side("a"), rank: Rank::Member });
    for name in ["ALI IVI", "AIi Ivi", "ali lvi"] {
        let admit = Admit { seat: seat("y"), name: name.into(), delegation: side("a"), rank: Rank::Member };
        rig.refuses("m", admit, Reason::Invalid, "looks like \"Ali Ivi\"");
    }
}

#[test]
fn names_in_any_one_script_are_welcome() {
    for name in
        ["Zoë Müller-O’Neill", "Анна Петрова", "علی رضا", "می\u{200c}نا", "李小龍", "ひらがな カタカナ", "Anna Петрова"]
    {
        check_name(name, None);
    }
}

#[test]
fn names_in_mixed_scripts_and_malformed_names_are_refused() {
    check_name("Аda Аsh", Some("mixes letters of several scripts"));
    check_name("", Some("the name must not be empty"));
    check_name("Ada\nAsh", Some("must stand on one line"));
    check_name("Ada\u{2028}Ash", Some("U+2028"));
    check_name("Ada\u{202e}hsA", Some("U+202E"));
    check_name(&"Ada ".repeat(30), Some("at most 80 are allowed"));
}

#[test]
fn a_name_is_free_again_once_its_bearer_has_left() {
    let mut rig = Rig::new();
    rig.does("m", Remove { seat: seat("a2") });
    rig.does("m", Admit { seat: seat("x"), name: "Ben Beech".into(), delegation: side("a"), rank: Rank::Member });
    assert!(rig.view("b1").roster().iter().any(|seat| seat.name == "Ben Beech"));
}

#[test]
fn hidden_characters_are_refused_wherever_text_is_typed() {
    let rig = Rig::new();
    let hidden = [
        '\u{0}',
        '\u{7}',
        '\u{1b}',
        '\u{7f}',
        '\u{ad}',
        '\u{34f}',
        '\u{115f}',
        '\u{200b}',
        '\u{2028}',
        '\u{2029}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{206f}',
        '\u{3164}',
        '\u{feff}',
        '\u{fff9}',
        '\u{e0041}',
    ];
    for character in hidden {
        let text = format!("so{character}me");
        let code = format!("U+{:04X}", u32::from(character));
        let mark = |reason: &str, words: &str| SetMark {
            reason: reason.into(),
            words: words.into(),
            ..rig.mark("1", Stance::Reserve, Level::Mediator)
        };
        rig.refuses("a1", mark(&text, ""), Reason::Invalid, &code);
        rig.refuses("a1", mark("", &text), Reason::Invalid, &code);
        rig.refuses("a1", propose("1", &text, Level::Mediator), Reason::Invalid, &code);
        rig.refuses("a1", say(&text, Level::Parties), Reason::Invalid, &code);
        rig.refuses("m", Ask { words: text.clone(), ..ask(9) }, Reason::Invalid, &code);
        let issue = Issue { after: 1, note: String::new(), until: None, points: text_with("1", &text) };
        rig.refuses("m", issue, Reason::Invalid, &code);
        let freeze = Freeze { point: "1".into(), on: true, note: text.clone() };
        rig.refuses("m", freeze, Reason::Invalid, &code);
        let minute = Minute { title: "Day 1".into(), words: text.clone(), level: Level::Parties, with: None };
        rig.refuses("m", minute, Reason::Invalid, &code);
        rig.refuses("m", Publish { title: text.clone(), words: text, reviewed: true }, Reason::Invalid, &code);
    }
}

#[test]
fn line_breaks_of_any_system_are_one_line_break() {
    let mut rig = Rig::new();
    let id = rig.does("a1", say(" One.\r\nTwo.\rThree.\tFour. \r\n", Level::Parties));
    let Body::Message(message) = rig.view("b1").item(&id).expect("said to all").body else { panic!("a message") };
    assert_eq!(message.words, "One.\nTwo.\nThree.\tFour.");
    // What follows from right to left, and joiners, are no disguise in a text.
    rig.does("a1", say("می\u{200c}خواهم\u{200f}", Level::Parties));
    let minute = Minute { title: "Day 1\r\n".into(), words: "All met.".into(), level: Level::Parties, with: None };
    rig.does("m", minute);
    let minute = Minute { title: "Day\r1".into(), words: "All met.".into(), level: Level::Parties, with: None };
    rig.refuses("m", minute, Reason::Invalid, "the heading must stand on one line");
}

#[test]
fn texts_have_a_most_and_may_not_be_empty() {
    let mut rig = Rig::new();
    rig.does("a1", say(&"é".repeat(MAX_TEXT), Level::Parties));
    let long = "é".repeat(MAX_TEXT + 1);
    rig.refuses("a1", say(&long, Level::Parties), Reason::Invalid, "has 20001 characters, at most 20000 are allowed");
    rig.refuses("a1", say(" \r\n ", Level::Parties), Reason::Invalid, "the message must not be empty");
    rig.refuses("a1", propose("1", &long, Level::Parties), Reason::Invalid, "the amendment has 20001");
    let minute = Minute { title: "x".repeat(301), words: "w".into(), level: Level::Parties, with: None };
    rig.refuses("m", minute, Reason::Invalid, "the heading has 301 characters, at most 300");
    let many = Say { points: vec!["1".into(); MAX_POINTS + 1], ..say("All.", Level::Parties) };
    rig.refuses("a1", many, Reason::Invalid, "point 1 is named twice");
    let many = Ask { points: vec!["1".into(); 2], ..ask(9) };
    rig.refuses("m", many, Reason::Invalid, "point 1 is named twice");
}

#[test]
fn a_room_opens_on_a_sound_text_alone() {
    let check = |change: &dyn Fn(&mut Opened), words: &str| {
        let mut opening = opened();
        change(&mut opening);
        let refusal = Room::open(Moment(0), opening, "Mira Moss", &mut || "m".into()).expect_err(words);
        assert_eq!(refusal.reason, Reason::Invalid);
        assert!(refusal.to_string().contains(words), "{refusal}");
    };
    check(&|opened| opened.title.clear(), "the title must not be empty");
    check(&|opened| opened.parties.clear(), "the talks have 0 parties; a room needs 1 to");
    check(&|opened| opened.parties[0].id = party("mediator"), "the short name \"mediator\" is taken");
    check(&|opened| opened.parties[0].id = party("b"), "the short name \"b\" is taken");
    check(&|opened| opened.parties[0].id = party("a:b"), "\"a:b\" cannot be a party's short name");
    check(&|opened| opened.parties[0].name = "A\nB".into(), "the name of a party must stand on one line");
    check(&|opened| opened.text.clear(), "the text has 0 points");
    check(&|opened| opened.text[0].label = "2".into(), "two points have the number 2");
    check(&|opened| opened.text[0].label = "1 b".into(), "\"1 b\" cannot be a point's number");
    check(&|opened| opened.text[0].text.clear(), "point 1 must not be empty");
    check(&|opened| opened.text[1].choice = Some("none".into()), "point 2 has no choice called none");
    let refusal = Room::open(Moment(0), opened(), "", &mut || "m".into()).expect_err("no name");
    assert_eq!(refusal.problems, ["the name must not be empty; write something"]);
}

#[test]
fn a_text_with_foreign_line_breaks_opens_with_the_own() {
    let opening = Opened { text: text_with("1", " One.\r\nTwo. "), ..opened() };
    let rig = Rig::on(opening);
    assert_eq!(rig.point("a1", "1").text, "One.\nTwo.");
}
