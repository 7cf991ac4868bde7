//! Every way to alter a file: each byte, each line, its end, its history.

use super::super::super::tests::script::Scene;
use super::super::super::*;
use super::super::*;
use super::book::{ROOM, file, lines, sealed, signer};

/// A log of a few acts in several ledgers.
fn log() -> Vec<Entry> {
    let opened = Opened {
        title: "Talks".into(),
        footing: None,
        demo: false,
        parties: vec![PartyAtTable { id: "a".into(), name: "Ardia".into() }],
        choices: [].into(),
        everything: true,
        text: vec![Worded { label: "1".into(), title: "One".into(), text: "Peace – at noon.".into(), choice: None }],
    };
    let (mut log, mediator) = Room::open(Moment(1), opened, "Mira Moss", &mut || "m".into()).expect("opens");
    let mut room = Room::fold(&log).expect("folds");
    let seat =
        Admit { seat: "a1".into(), name: "Ada".into(), delegation: Delegation::Party("a".into()), rank: Rank::Head };
    let say = |level| Say {
        type_: MessageKind::Note,
        binding: false,
        words: "We \"hear\" you.".into(),
        points: Vec::new(),
        level,
        with: None,
    };
    let acts: [(SeatId, Action); 4] = [
        (mediator, seat.into()),
        ("a1".into(), say(Level::Mediator).into()),
        ("a1".into(), say(Level::Mediator).into()),
        ("a1".into(), say(Level::Public).into()),
    ];
    for (n, (by, action)) in acts.iter().enumerate() {
        let new = room.act(Moment(n as u64 + 2), by, action, &mut || format!("i{n}")).expect("accepted");
        new.iter().for_each(|entry| room.apply(entry).expect("fits"));
        log.extend(new);
    }
    log
}

/// Where the lines of a text begin, and which entry each holds.
fn places(text: &str) -> Vec<(usize, Option<(Ledger, u64)>)> {
    let mut at = 0;
    let mut places = Vec::new();
    for line in text.split_inclusive('\n') {
        let place = match serde_json::from_str(line) {
            Ok(Line::Entry(sealed)) => Some((sealed.ledger, sealed.index)),
            _ => None,
        };
        places.push((at, place));
        at += line.len();
    }
    places
}

/// That a text is refused; where an entry was altered, with a fault that names it or its line.
fn refused(text: &str, line: usize, place: Option<&(Ledger, u64)>, what: &str) {
    let faults = check(text).expect_err(what);
    assert!(!faults.is_empty());
    if place.is_some() {
        let names = |fault: &Fault| fault.line == line || fault.place.as_ref() == place;
        assert!(faults.iter().any(names), "{what}: {faults:?}");
    }
}

#[test]
fn no_byte_of_a_file_can_be_altered() {
    let text = file(&log());
    assert!(check(&text).is_ok());
    let places = places(&text);
    for at in 0..text.len() {
        let index = places.partition_point(|(begin, _)| *begin <= at) - 1;
        // The nearest other value, the other case, a digit.
        for value in [text.as_bytes()[at] ^ 1, text.as_bytes()[at] ^ 32, b'0'] {
            let mut bytes = text.clone().into_bytes();
            if bytes[at] == value {
                continue;
            }
            bytes[at] = value;
            let altered = String::from_utf8_lossy(&bytes);
            refused(&altered, index + 1, places[index].1.as_ref(), &format!("byte {at} is {value}"));
        }
    }
}

#[test]
fn no_byte_can_be_left_out_or_added() {
    let text = file(&log());
    for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
        let (before, after) = text.split_at(at);
        let left_out: String = after.chars().skip(1).collect();
        if !after.is_empty() {
            refused(&format!("{before}{left_out}"), 0, None, &format!("without byte {at}"));
            refused(before, 0, None, &format!("cut off at byte {at}"));
        }
        let added = [" ", "\n", "0", "\u{feff}"][at % 4];
        refused(&format!("{before}{added}{after}"), 0, None, &format!("{added:?} at byte {at}"));
    }
}

#[test]
fn lines_keep_their_order_and_number() {
    let text = file(&log());
    let all: Vec<&str> = text.split_inclusive('\n').collect();
    for a in 0..all.len() {
        refused(&all[..a].concat(), 0, None, &format!("cut off before line {}", a + 1));
        let without: String = all.iter().enumerate().filter(|(at, _)| *at != a).map(|(_, line)| *line).collect();
        refused(&without, 0, None, &format!("without line {}", a + 1));
        for b in 0..all.len() {
            let mut twice = all.clone();
            twice.insert(b, all[a]);
            refused(&twice.concat(), 0, None, &format!("line {} again before line {}", a + 1, b + 1));
            if a < b {
                let mut swapped = all.clone();
                swapped.swap(a, b);
                refused(&swapped.concat(), 0, None, &format!("lines {} and {} swapped", a + 1, b + 1));
            }
        }
        refused(&format!("{text}{}", all[a]), 0, None, "a line after the end");
    }
    refused(&text.replace('\n', "\r\n"), 0, None, "other line breaks");
}

/// What an insider without the key could write: every line sealed anew, the old signatures kept.
#[test]
fn an_entry_forged_with_new_seals_is_named_by_the_checkpoint_over_it() {
    let log = log();
    let genuine = lines(&sealed(&log), true);
    for (n, forged) in log.iter().enumerate() {
        let forged = seal(&Entry { at: Moment(forged.at.0 + 1), ..forged.clone() }, [3; 32]);
        let (ledger, index) = (forged.ledger.clone(), forged.index);
        let mut n_entries = 0;
        let altered: Vec<Line> = genuine
            .iter()
            .map(|line| {
                n_entries += usize::from(matches!(line, Line::Entry(_)));
                let is_it = matches!(line, Line::Entry(_)) && n_entries == n + 1;
                if is_it { Line::Entry(forged.clone()) } else { line.clone() }
            })
            .collect();
        // Signed as a whole even by the right key: the checkpoints still tell.
        let faults = check(&write(ROOM, &altered, &signer())).expect_err("forged");
        let place = faults[0].place.clone().expect("a place");
        assert!(place.0 == ledger && place.1 <= index, "{faults:?}");
    }
}

#[test]
fn a_file_signed_by_another_key_is_refused() {
    let other = Signer::new("zopa.example", &[8; 32]);
    let faults = check(&write(ROOM, &lines(&sealed(&log()), true), &other)).expect_err("another key");
    assert!(faults.iter().any(|fault| fault.problem.contains("the signature of zopa.example does not hold")));
    let faults = check(&write("room2", &lines(&sealed(&log()), true), &signer())).expect_err("another room");
    assert_eq!(faults.len(), 1);
}

#[test]
fn a_log_that_no_room_can_have_written_is_refused_though_signed() {
    let mut log = log();
    let index = log.iter().filter(|entry| entry.ledger == Ledger::Parties).count() as u64;
    let fact = Fact::Removed { seat: "nobody".into() };
    log.push(Entry { ledger: Ledger::Parties, index, at: Moment(9), by: None, fact });
    let faults = check(&file(&log)).expect_err("no such seat");
    assert_eq!((faults.len(), faults[0].place.clone()), (1, Some((Ledger::Parties, index))));
    assert!(faults[0].problem.contains("there is no seat nobody"));
}

/// The last checkpoint in a file for each ledger.
fn last_notes(text: &str) -> Vec<(Ledger, String)> {
    let checked = check(text).expect("the file holds");
    let ledgers = checked.ledgers.iter().map(|(ledger, ..)| ledger.clone());
    let last = |ledger: Ledger| {
        let own = checked.book.checkpoints.iter().rev().find(|(of, ..)| *of == ledger);
        own.map(|(_, _, _, note)| (ledger, note.clone()))
    };
    ledgers.filter_map(last).collect()
}

#[test]
fn a_rollback_and_a_fork_are_found_by_an_earlier_checkpoint() {
    let log = log();
    let text = file(&log);
    let shorter = file(&log[..log.len() - 2]);
    for (_, note) in last_notes(&shorter) {
        assert!(check(&text).expect("holds").continues(&note).is_ok(), "the log went on");
    }
    let rolled_back = check(&shorter).expect("a log of its own");
    let found: Vec<String> =
        last_notes(&text).iter().filter_map(|(_, note)| rolled_back.continues(note).err()).collect();
    assert_eq!(found.len(), 2);
    assert!(found.iter().any(|problem| problem.contains("the log was rolled back")), "{found:?}");
    assert!(found.iter().any(|problem| problem.contains("the file has no ledger")), "{found:?}");
    let mut forked = log.clone();
    let last = forked.len() - 2;
    forked[last].at = Moment(99);
    let fork = check(&file(&forked)).expect("a log of its own");
    let (_, note) = last_notes(&text).into_iter().find(|(ledger, _)| *ledger == log[last].ledger).expect("signed");
    assert!(fork.continues(&note).expect_err("a fork").contains("these are two different logs"));
    let other = Signer::new("zopa.example", &[8; 32]).sign(&Checkpoint { origin: "x".into(), size: 0, root: [0; 32] });
    assert!(fork.continues(&other).is_err(), "somebody else's checkpoint says nothing");
}

#[test]
fn the_file_of_a_new_room_is_small_and_whole() {
    let text = file(&Scene::new().log);
    assert!(check(&text).expect("holds").book.whole);
    assert_eq!(
        check("").expect_err("empty")[0].problem,
        "this is not a log of a room: its first line must be the head"
    );
}
