//! Who sits in the room, and what each rank may do.

use super::super::*;
use super::rig::*;

fn admit(id: &str, name: &str, delegation: &str, rank: Rank) -> Admit {
    Admit { seat: seat(id), name: name.into(), delegation: side(delegation), rank }
}

#[test]
fn whoever_is_admitted_is_on_everybodys_roster_but_the_publics() {
    let mut rig = Rig::new();
    rig.does("a1", admit("a5", " Gil Gorse ", "a", Rank::Member));
    for by in ["a1", "m", "b2", "a5"] {
        let view = rig.view(by);
        let names: Vec<&str> = view.roster().into_iter().map(|seat| seat.name.as_str()).collect();
        let order =
            ["Mira Moss", "Ada Ash", "Ben Beech", "Gil Gorse", "Cleo Cedar", "Dan Dogwood", "Eva Elm", "Fay Fir"];
        assert_eq!(names, order);
    }
    assert!(rig.public().roster().is_empty());
    assert_eq!(rig.view("a5").me().expect("a seat").delegation_name, "Ardia");
}

#[test]
fn a_seat_is_given_by_the_mediator_or_into_the_own_delegation() {
    let rig = Rig::new();
    rig.refuses("a1", admit("x", "Xenia", "b", Rank::Member), Reason::Forbidden, "invited by the mediator");
    rig.refuses("a2", admit("x", "Xenia", "a", Rank::Member), Reason::Forbidden, "You are member");
    rig.refuses(
        "m",
        admit("x", "Xenia", "c", Rank::Member),
        Reason::Missing,
        "There is no party \"c\"; there are a, b.",
    );
    rig.refuses("m", admit("a2", "Xenia", "a", Rank::Member), Reason::Conflict, "This seat is taken.");
    rig.refuses("nobody", admit("x", "Xenia", "a", Rank::Member), Reason::Forbidden, "You have no seat");
    for id in ["", "-", "two words", "a\nb", &"x".repeat(65)] {
        rig.refuses("m", admit(id, "Xenia", "a", Rank::Member), Reason::Invalid, "short name");
    }
}

#[test]
fn the_room_has_a_most_of_seats() {
    let mut rig = Rig::new();
    for n in rig.view("m").roster().len()..MAX_SEATS {
        let entry = |index, at| Entry {
            ledger: Ledger::Parties,
            index,
            at,
            by: Some(seat("m")),
            fact: Fact::Admitted(Seat {
                id: SeatId(format!("more{n}")),
                name: format!("Guest {n}"),
                delegation: side("b"),
                rank: Rank::Observer,
            }),
        };
        let next = entry(rig.room.length(&Ledger::Parties), Moment(0));
        rig.room.apply(&next).expect("a seat more");
        rig.log.push(next);
    }
    rig.refuses("m", admit("x", "Xenia", "a", Rank::Member), Reason::Conflict, "which is the most");
}

#[test]
fn removal_takes_effect_at_once() {
    let mut rig = Rig::new();
    let said = rig.does("a2", say("We cross at dawn.", Level::Delegation));
    rig.does("a1", Remove { seat: seat("a2") });
    assert!(view(&rig.room, Some(&seat("a2")), Moment(0)).is_none());
    assert_eq!(rig.room.delegation_of(&seat("a2")), None);
    rig.refuses("a2", say("Am I here?", Level::Delegation), Reason::Forbidden, "You have no seat in this room.");
    rig.refuses("m", Remove { seat: seat("a2") }, Reason::Missing, "or it was taken away");
    rig.refuses("m", admit("a2", "Ben Beech", "a", Rank::Head), Reason::Conflict, "This seat is taken.");
    let told = rig.view("a1").item(&said).expect("what was said stays");
    assert_eq!(told.by.as_deref(), Some("Ben Beech"));
}

#[test]
fn a_head_decides_over_the_own_delegation_alone() {
    let mut rig = Rig::new();
    rig.refuses("a1", Remove { seat: seat("b2") }, Reason::Forbidden, "another delegation");
    rig.refuses("a1", SetRank { seat: seat("b2"), rank: Rank::Observer }, Reason::Forbidden, "another delegation");
    rig.refuses("a2", SetRank { seat: seat("a3"), rank: Rank::Member }, Reason::Forbidden, "needs a head");
    rig.does("a1", SetRank { seat: seat("a3"), rank: Rank::Member });
    assert_eq!(rig.view("a3").me().expect("a seat").rank, Rank::Member);
    rig.does("m", SetRank { seat: seat("b2"), rank: Rank::Head });
    assert!(rig.view("b2").may("sign"));
    rig.does("m", Remove { seat: seat("a1") });
    assert_eq!(rig.room.delegation_of(&seat("a1")), None);
}

#[test]
fn the_last_head_of_the_mediators_team_stays() {
    let mut rig = Rig::new();
    let words = "make somebody else head of the mediator's team first";
    rig.refuses("m", Remove { seat: seat("m") }, Reason::Conflict, words);
    rig.refuses("m", SetRank { seat: seat("m"), rank: Rank::Member }, Reason::Conflict, words);
    rig.does("m", admit("m2", "Noa Nettle", "mediator", Rank::Head));
    rig.does("m", Remove { seat: seat("m") });
    rig.refuses("m2", Remove { seat: seat("m2") }, Reason::Conflict, words);
}

#[test]
fn each_rank_may_do_what_it_may() {
    let rig = Rig::new();
    let may = |by: &str| -> Vec<&str> {
        rig.view(by).rights().into_iter().filter(|right| right.may).map(|right| right.action).collect()
    };
    assert_eq!(may("a4"), Vec::<&str>::new());
    assert_eq!(may("a3"), ["set_mark", "withdraw", "say"]);
    assert_eq!(may("a2"), ["set_mark", "second", "widen", "withdraw", "set_values", "propose", "say", "reply"]);
    let of_head = [
        "admit",
        "set_rank",
        "remove",
        "two_persons",
        "set_mark",
        "second",
        "widen",
        "withdraw",
        "set_values",
        "propose",
        "say",
        "reply",
        "sign",
    ];
    assert_eq!(may("a1"), of_head);
    let of_mediator = [
        "admit",
        "set_rank",
        "remove",
        "widen",
        "withdraw",
        "rule",
        "issue",
        "freeze",
        "say",
        "ask",
        "extend",
        "close",
        "minute",
        "publish",
        "everything",
        "table",
    ];
    assert_eq!(may("m"), of_mediator);
    assert!(rig.public().rights().iter().all(|right| !right.may));
}

#[test]
fn what_a_rank_or_side_may_not_do_is_refused() {
    let rig = Rig::new();
    rig.refuses("a4", say("Hm.", Level::Delegation), Reason::Forbidden, "You are observer");
    rig.refuses("a1", Everything { on: false }, Reason::Forbidden, "Only the mediator may do this.");
    rig.refuses("m", rig.mark("1", Stance::Accept, Level::Parties), Reason::Forbidden, "Only delegations of parties");
    rig.refuses("a2", Sign { digest: String::new() }, Reason::Forbidden, "needs a head");
}

#[test]
fn the_two_person_rule_needs_two_and_stays_within_the_delegation() {
    let mut rig = Rig::new();
    rig.does("a1", TwoPersons { on: true });
    assert!(rig.view("a4").me().expect("a seat").two_persons);
    for by in ["b1", "m"] {
        assert!(!rig.view(by).me().expect("a seat").two_persons);
    }
    rig.does("b1", Remove { seat: seat("b2") });
    rig.refuses("b1", TwoPersons { on: true }, Reason::Conflict, "admit another head or member");
    rig.refuses("a2", TwoPersons { on: false }, Reason::Forbidden, "needs a head");
    rig.does("a1", TwoPersons { on: false });
    assert!(!rig.view("a1").me().expect("a seat").two_persons);
}
