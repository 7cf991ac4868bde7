//! Random scripts: what people in a room of three parties try, sensible or not.

use super::super::*;
use super::rig::{item, opened, party, seat, side, worded};
use proptest::collection::vec;
use proptest::prelude::*;

/// Who tries what: numbers that become an action once the room is known.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    who: u8,
    what: u8,
    which: u8,
    how: u8,
    level: u8,
    pause: u8,
}

/// One try of somebody, as it stands in a script.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its place, from which what comes of it gets its short name.
    pub at: usize,
    pub by: SeatId,
    pub action: Action,
}

pub fn tries(most: usize) -> impl Strategy<Value = Vec<Try>> {
    let one = (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>());
    let one = one.prop_map(|(who, what, which, how, level, pause)| Try { who, what, which, how, level, pause });
    vec(one, 1..most)
}

const SEATS: [(&str, &str, Rank); 10] = [
    ("m1", "mediator", Rank::Head),
    ("m2", "mediator", Rank::Member),
    ("a1", "a", Rank::Head),
    ("a2", "a", Rank::Member),
    ("a3", "a", Rank::Adviser),
    ("b1", "b", Rank::Head),
    ("b2", "b", Rank::Member),
    ("b3", "b", Rank::Adviser),
    ("c1", "c", Rank::Head),
    ("c2", "c", Rank::Observer),
];

/// What a mark is called that an adviser prepares.
const DRAFT: &str = "draft";

/// What somebody put down, or tried to.
#[derive(Clone, Debug)]
struct Made {
    id: ItemId,
    by: SeatId,
    kind: &'static str,
}

/// A room as a script goes on, with what its next tries can refer to. That depends on the script and on what all
/// parties know alone, so that worlds that differ in secrets go the same way.
#[derive(Clone)]
pub struct Scene {
    pub room: Room,
    pub log: Vec<Entry>,
    pub clock: u64,
    made: Vec<Made>,
    asked: Vec<ItemId>,
    seats: Vec<SeatId>,
    at: usize,
}

impl Scene {
    pub fn new() -> Scene {
        let mut opening = opened();
        opening.text.truncate(2);
        opening.parties.push(PartyAtTable { id: party("c"), name: "Corvia".into() });
        let (entries, _) = Room::open(Moment(0), opening, "Mira Moss", &mut || "m1".into()).expect("the room opens");
        let mut scene = Scene {
            room: Room::fold([]).expect("nothing folds"),
            log: Vec::new(),
            clock: 0,
            made: Vec::new(),
            asked: Vec::new(),
            seats: SEATS.map(|(id, ..)| seat(id)).to_vec(),
            at: 0,
        };
        scene.take(&entries);
        for (id, delegation, rank) in SEATS.into_iter().skip(1) {
            let name = format!("Person {id}");
            let admit = Action::Admit(Admit { seat: seat(id), name, delegation: side(delegation), rank });
            let entries = scene.room.act(Moment(0), &seat("m1"), &admit, &mut || "none".into()).expect("admitted");
            scene.take(&entries);
        }
        scene
    }

    pub fn take(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.room.apply(entry).expect("whatever is accepted fits");
            self.log.push(entry.clone());
        }
    }

    /// What somebody's action leads to. Clocks differ: whoever acts may be ahead.
    pub fn act(&self, step: &Step) -> Result<Vec<Entry>, Refusal> {
        let mut more = 0;
        let mut mint = || {
            more += 1;
            if more == 1 { format!("i{}", step.at) } else { format!("i{}x{more}", step.at) }
        };
        let ahead = step.at as u64 % 4 * 3;
        self.room.act(Moment(self.clock + ahead), &step.by, &step.action, &mut mint)
    }

    /// Time passes before a try, and the room does what is due.
    pub fn pause(&mut self, tried: &Try) -> Vec<Entry> {
        self.clock += u64::from(tried.pause % 16);
        let due = if tried.pause < 128 { self.room.due(Moment(self.clock)) } else { Vec::new() };
        self.take(&due);
        due
    }

    /// What is tried, step by step. Some tries are of several people, so that there are agreements at all.
    pub fn steps(&mut self, tried: &Try) -> Vec<Step> {
        let several: Vec<(SeatId, Action)> = match tried.what % 16 {
            0 => ["a1", "b1", "c1"].map(|by| (seat(by), self.acceptance(tried))).to_vec(),
            1 => ["a1", "b1", "c1"].map(|by| (seat(by), self.signature().into())).to_vec(),
            2 => {
                let drafted = ItemId(format!("i{}", self.at));
                let side = ["a", "b"][usize::from(tried.who % 2)];
                let second = Second { item: drafted }.into();
                vec![(SeatId(format!("{side}3")), self.mark(tried)), (SeatId(format!("{side}2")), second)]
            }
            what => {
                let by = match what % 2 {
                    0 => seat("m1"),
                    _ => self.seats[usize::from(tried.who) % self.seats.len()].clone(),
                };
                let (action, of) = self.action(tried);
                let fellow = of.and_then(|made| self.fellow(&made, tried));
                // Answers come from those who were asked and may answer, or questions would mostly stay without any.
                let head = seat(["a1", "b1", "c1", "b2"][usize::from(tried.who % 4)]);
                let head = (matches!(action, Action::Reply(_)) && !tried.pause.is_multiple_of(8)).then_some(head);
                vec![(fellow.or(head).unwrap_or(by), action)]
            }
        };
        several.into_iter().map(|(by, action)| self.step(by, action)).collect()
    }

    fn step(&mut self, by: SeatId, action: Action) -> Step {
        let at = self.at;
        self.at += 1;
        match &action {
            Action::Ask(_) => self.asked.push(ItemId(format!("i{at}"))),
            Action::Admit(admit) => self.seats.push(admit.seat.clone()),
            _ => {
                let is_draft = matches!(action, Action::SetMark(_)) && ["a3", "b3"].contains(&by.as_str());
                let kind = if is_draft { DRAFT } else { action.kind().name };
                self.made.push(Made { id: ItemId(format!("i{at}")), by: by.clone(), kind });
            }
        }
        Step { at, by, action }
    }

    /// What the mediator's team sees; the script asks it for what all parties know alone.
    fn common(&self) -> View<'_> {
        view(&self.room, Some(&self.mediator()), Moment(self.clock)).expect("a mediator stays")
    }

    /// Somebody of the mediator's team who is still there.
    pub fn mediator(&self) -> SeatId {
        let here = |id: &&SeatId| self.room.delegation_of(id) == Some(&Delegation::Mediator);
        self.seats.iter().find(here).expect("a mediator stays").clone()
    }

    pub fn seats(&self) -> &[SeatId] {
        &self.seats
    }

    /// Everything that has or might have a short name by now, and one that has not.
    pub fn names(&self) -> impl Iterator<Item = ItemId> {
        self.made.iter().map(|made| &made.id).chain(&self.asked).cloned().chain([item("guess")])
    }

    fn question_before(&self, tried: &Try) -> ItemId {
        let back = usize::from(tried.which) % self.asked.len().clamp(1, 4) + 1;
        self.asked.len().checked_sub(back).map_or_else(|| item("guess"), |at| self.asked[at].clone())
    }

    /// One of the last things of these kinds; where the try is a wild one, of any kind.
    fn thing_before(&self, tried: &Try, kinds: &[&str]) -> Option<Made> {
        let fits = |made: &&Made| kinds.contains(&made.kind) || tried.pause.is_multiple_of(8);
        let last: Vec<&Made> = self.made.iter().rev().filter(fits).take(4).collect();
        last.get(usize::from(tried.which) % last.len().max(1)).map(|made| (*made).clone())
    }

    /// Somebody of the side of whoever put a thing down, unless the try is a wild one.
    fn fellow(&self, made: &Made, tried: &Try) -> Option<SeatId> {
        let is_fellow = |id: &&SeatId| id.as_str().chars().next() == made.by.as_str().chars().next();
        let fellows: Vec<&SeatId> = self.seats.iter().filter(is_fellow).collect();
        (tried.pause % 8 != 1).then(|| fellows[usize::from(tried.who) % fellows.len()].clone())
    }

    fn version(&self, tried: &Try) -> u32 {
        let current = self.common().current().map_or(0, |version| version.number);
        if tried.how % 16 == 7 { current + u32::from(tried.how / 16) } else { current }
    }

    fn acceptance(&self, tried: &Try) -> Action {
        let (point, version) = (["1", "2"][usize::from(tried.which % 2)].into(), self.version(tried));
        let [words, reason] = [String::new(), String::new()];
        SetMark { point, version, stance: Stance::Accept, words, reason, level: Level::Parties }.into()
    }

    fn signature(&self) -> Sign {
        Sign { digest: self.common().signing().map(|signing| signing.digest).unwrap_or_default() }
    }

    fn text(&self, tried: &Try) -> Vec<Worded> {
        let mut points = self.common().current().map(|version| version.points.clone()).unwrap_or_default();
        match tried.how % 4 {
            0 => points.push(worded("9", "More", "More is said.", None)),
            1 => points.truncate(1),
            _ => {
                let at = usize::from(tried.which) % points.len();
                points[at].text = format!("It shall be so, {} times.", tried.level % 3);
            }
        }
        points
    }

    /// An action, and the thing that it is about, where it is for those who put that down.
    fn action(&self, tried: &Try) -> (Action, Option<Made>) {
        if tried.what.is_multiple_of(2) {
            return (self.mediators_action(tried), None);
        }
        const THINGS: [&str; 8] = ["set_mark", DRAFT, "propose", "say", "set_values", "reply", "minute", "publish"];
        let with = Some(party(["a", "b", "c", "d"][usize::from(tried.how % 4)]));
        let level = Level::ALL[usize::from(tried.level % 4)];
        let about = |kinds: &[&str], act: &dyn Fn(ItemId) -> Action| {
            let made = self.thing_before(tried, kinds);
            (act(made.as_ref().map_or_else(|| item("guess"), |made| made.id.clone())), made)
        };
        match tried.what / 16 {
            4 => about(&[DRAFT], &|item| Second { item }.into()),
            5 | 6 => about(&THINGS, &|item| Widen { item, level, with: with.clone() }.into()),
            7 => about(&THINGS, &|item| Withdraw { item }.into()),
            _ => (self.partys_action(tried), None),
        }
    }

    fn partys_action(&self, tried: &Try) -> Action {
        let Try { who, what, which, how, level: width, .. } = *tried;
        let level = Level::ALL[usize::from(width % 4)];
        let (point, words) = (Scene::label(tried), format!("words of {how} and {width}"));
        match what / 16 {
            0..=3 => self.mark(tried),
            8 | 9 => Propose { point, words, reason: String::new(), level }.into(),
            10 | 11 => Reply { signal: self.question_before(tried), words }.into(),
            12 => self.values(how, who, level).into(),
            13 => TwoPersons { on: how % 2 == 0 }.into(),
            14 if how % 4 == 0 => Remove { seat: self.seats[usize::from(which) % self.seats.len()].clone() }.into(),
            _ => Say { type_: MessageKind::Note, binding: false, words, points: vec!["1".into()], level, with: None }
                .into(),
        }
    }

    fn mark(&self, tried: &Try) -> Action {
        let Try { how, level, .. } = *tried;
        SetMark {
            point: Scene::label(tried),
            version: self.version(tried),
            stance: Stance::ALL[usize::from(how % 4)],
            words: format!("words of {how} and {level}"),
            reason: format!("reason {how}"),
            level: Level::ALL[usize::from(level % 4)],
        }
        .into()
    }

    fn label(tried: &Try) -> String {
        ["1", "2", "1", "2", "9", "nowhere"][usize::from(tried.which % 6)].to_string()
    }

    fn mediators_action(&self, tried: &Try) -> Action {
        let Try { what, which, how, level: width, pause, .. } = *tried;
        let level = Level::ALL[usize::from(width % 4)];
        let on = how % 2 == 0;
        let side_id = ["a", "b", "c", "mediator"][usize::from(how % 4)];
        let (with, words) = (Some(party(side_id)), format!("words of {how} and {width}"));
        let signal = self.question_before(tried);
        let someone = self.seats[usize::from(which) % self.seats.len()].clone();
        match what / 16 {
            0 | 1 => Issue {
                after: self.version(tried),
                note: String::new(),
                until: on.then(|| Moment(self.clock + u64::from(pause))),
                points: self.text(tried),
            }
            .into(),
            2 | 3 => self.question(tried).into(),
            4 => Extend { signal, due: Moment(self.clock + u64::from(how)), note: words }.into(),
            5 => Close { signal }.into(),
            6 => Freeze { point: Scene::label(tried), on, note: words }.into(),
            7 => Everything { on }.into(),
            8 | 9 => Table { version: self.version(tried) }.into(),
            10 => {
                let made = self.thing_before(tried, &["propose"]);
                let ruling = if on { Ruling::Taken } else { Ruling::Refused };
                Rule { item: made.map_or_else(|| item("guess"), |made| made.id), ruling, note: String::new() }.into()
            }
            11 => Minute { title: "Minutes".into(), words, level, with }.into(),
            12 => Publish { title: "News".into(), words: format!("News {how}"), reviewed: on }.into(),
            13 => Say { type_: MessageKind::Offer, binding: on, words, points: Vec::new(), level, with }.into(),
            14 => SetRank { seat: someone, rank: Rank::ALL[usize::from(how % 4)] }.into(),
            _ => Admit {
                seat: SeatId(format!("{}{}", side_id.chars().next().unwrap_or('x'), self.at + 10)),
                name: format!("Guest {}", self.at),
                delegation: side(side_id),
                rank: Rank::ALL[usize::from(width % 4)],
            }
            .into(),
        }
    }

    fn question(&self, tried: &Try) -> Ask {
        let whom = ["a", "b", "c", "d"].into_iter().enumerate().filter(|(bit, _)| tried.which >> bit & 1 == 0);
        Ask {
            whom: whom.map(|(_, id)| party(id)).filter(|id| tried.who > 240 || id.as_str() != "d").collect(),
            open: !tried.how.is_multiple_of(4),
            words: format!("Question {}", self.at),
            points: Vec::new(),
            due: Moment(self.clock + u64::from(tried.pause)),
            remind: 5,
            hidden: tried.how & 8 == 0,
            quiet: tried.how & 8 == 0 && tried.which > 99,
            answers: if tried.level.is_multiple_of(2) { Level::Mediator } else { Level::Parties },
        }
    }

    fn values(&self, how: u8, who: u8, level: Level) -> SetValues {
        let worths = [("all".to_string(), how % 128), ("half".to_string(), 100 - how % 64)];
        let values = Values {
            weights: [("1".to_string(), who % 100), ("2".to_string(), 50)].into(),
            choices: [("2".to_string(), worths.into())].into(),
            walk_away: how % 60,
        };
        SetValues { values, level }
    }
}
