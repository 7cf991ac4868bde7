//! A small room at work, and what tests ask of it.

use super::super::*;

/// A room between `a` and `b` with three points, and its log.
///
/// Seats: `m` heads the mediator's team; `a1` is head, `a2` member, `a3` adviser and `a4` observer of `a`; `b1` is head
/// and `b2` member of `b`. Short names of items come from the count of entries, so that tests can be read.
pub struct Rig {
    pub room: Room,
    pub log: Vec<Entry>,
    pub now: u64,
}

pub fn seat(id: &str) -> SeatId {
    SeatId::from(id)
}

pub fn item(id: &str) -> ItemId {
    ItemId::from(id)
}

pub fn party(id: &str) -> PartyId {
    PartyId::from(id)
}

pub fn side(id: &str) -> Delegation {
    Delegation::from(id.to_string())
}

pub fn worded(label: &str, title: &str, text: &str, choice: Option<&str>) -> Worded {
    let [label, title, text] = [label, title, text].map(str::to_string);
    Worded { label, title, text, choice: choice.map(str::to_string) }
}

/// How the room opens.
pub fn opened() -> Opened {
    let choice = |(id, text): (&str, &str)| Choice { id: id.into(), text: text.into() };
    let choices = |choices: [(&str, &str); 2]| choices.map(choice).to_vec();
    let at_table = |(id, name): (&str, &str)| PartyAtTable { id: party(id), name: name.into() };
    Opened {
        title: "Talks at the lake".into(),
        footing: None,
        demo: false,
        parties: [("a", "Ardia"), ("b", "Borland")].map(at_table).to_vec(),
        choices: [
            ("2".into(), choices([("all", "All prisoners go home."), ("half", "Half of the prisoners go home.")])),
            ("3".into(), choices([("open", "The bridge is open."), ("shut", "The bridge is shut.")])),
        ]
        .into(),
        everything: true,
        text: vec![
            worded("1", "Ceasefire", "The guns fall silent at noon.", None),
            worded("2", "Prisoners", "All prisoners go home.", Some("all")),
            worded("3", "Bridge", "The bridge is shut.", Some("shut")),
        ],
    }
}

/// The opening text with other words for one point.
pub fn text_with(label: &str, text: &str) -> Vec<Worded> {
    let mut points = opened().text;
    points.iter_mut().filter(|point| point.label == label).for_each(|point| point.text = text.into());
    points
}

impl Rig {
    pub fn new() -> Rig {
        Rig::on(opened())
    }

    pub fn on(opened: Opened) -> Rig {
        let (entries, mediator) =
            Room::open(Moment(0), opened, "Mira Moss", &mut || "m".into()).expect("the room opens");
        assert_eq!(mediator, seat("m"));
        let mut rig = Rig { room: Room::fold([]).expect("nothing folds"), log: Vec::new(), now: 0 };
        rig.take(entries);
        for (id, name, delegation, rank) in [
            ("a1", "Ada Ash", "a", Rank::Head),
            ("a2", "Ben Beech", "a", Rank::Member),
            ("a3", "Cleo Cedar", "a", Rank::Adviser),
            ("a4", "Dan Dogwood", "a", Rank::Observer),
            ("b1", "Eva Elm", "b", Rank::Head),
            ("b2", "Fay Fir", "b", Rank::Member),
        ] {
            rig.does("m", Admit { seat: seat(id), name: name.into(), delegation: side(delegation), rank });
        }
        rig
    }

    /// Appends entries, and checks that the log tells the same room afresh.
    pub fn take(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            self.room.apply(&entry).expect("the entry fits");
            self.log.push(entry);
        }
        assert_eq!(Room::fold(&self.log).as_ref(), Ok(&self.room));
    }

    fn act(&self, by: &str, action: &Action) -> Result<Vec<Entry>, Refusal> {
        let mut n = 0;
        let mut mint = || {
            n += 1;
            format!("i{}-{n}", self.log.len())
        };
        self.room.act(Moment(self.now), &seat(by), action, &mut mint)
    }

    /// What a seat does is accepted. The short name of the thing that came of it, where one did.
    pub fn does(&mut self, by: &str, action: impl Into<Action>) -> ItemId {
        let entries = self.act(by, &action.into()).expect("accepted");
        let made = entries.iter().find_map(|entry| match &entry.fact {
            Fact::Put { item } | Fact::Drafted { item } => Some(item.id.clone()),
            Fact::Asked(signal) => Some(signal.id.clone()),
            _ => None,
        });
        self.take(entries);
        made.unwrap_or_else(|| item("none"))
    }

    /// What a seat does is refused for this reason, with these words among others.
    #[track_caller]
    pub fn refuses(&self, by: &str, action: impl Into<Action>, reason: Reason, words: &str) {
        let refusal = self.act(by, &action.into()).expect_err("refused");
        assert_eq!(refusal.reason, reason, "{refusal}");
        assert!(refusal.to_string().contains(words), "\"{refusal}\" does not say \"{words}\"");
    }

    /// Time passes, and the room does what is due.
    pub fn passes(&mut self, until: u64) {
        self.now = until;
        let due = self.room.due(Moment(until));
        self.take(due);
    }

    pub fn view(&self, by: &str) -> View<'_> {
        view(&self.room, Some(&seat(by)), Moment(self.now)).expect("the seat is one")
    }

    pub fn public(&self) -> View<'_> {
        view(&self.room, None, Moment(self.now)).expect("the public always sees something")
    }

    pub fn point(&self, by: &str, label: &str) -> PointView {
        self.view(by).point(label).expect("the point is there")
    }

    /// Who of owner `a`, the mediator, `b` and the public sees an item.
    pub fn seen_by(&self, id: &ItemId) -> String {
        let views = [("a", self.view("a1")), ("m", self.view("m")), ("b", self.view("b1")), ("public", self.public())];
        let seeing = views.iter().filter(|(_, view)| view.item(id).is_some());
        seeing.map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
    }

    /// What waits for a seat, by kind and subject.
    pub fn waiting(&self, by: &str) -> Vec<String> {
        let told = |queued: Queued| match queued.pressing {
            Pressing::Mark { point } => format!("mark {point}"),
            Pressing::Second { point, .. } => format!("second {point}"),
            Pressing::Reply { .. } => "reply".into(),
            Pressing::Rule { point, .. } => format!("rule {point}"),
            Pressing::Sign => "sign".into(),
        };
        self.view(by).queue().into_iter().map(told).collect()
    }

    /// A mark on a point of the current version.
    pub fn mark(&self, point: &str, stance: Stance, level: Level) -> SetMark {
        let version = self.view("m").current().map_or(0, |version| version.number);
        let words = if stance == Stance::AcceptIfAmended { "Other words." } else { "" };
        SetMark { point: point.into(), version, stance, words: words.into(), reason: String::new(), level }
    }

    /// Both parties openly accept points.
    pub fn agree(&mut self, points: &[&str]) {
        for point in points {
            for by in ["a1", "b1"] {
                let mark = self.mark(point, Stance::Accept, Level::Parties);
                self.does(by, mark);
            }
        }
    }

    /// The mediator issues the current text with other words for one point.
    pub fn reword(&mut self, label: &str, text: &str, until: Option<u64>) {
        let current = self.view("m").current().expect("there is a text").clone();
        let mut points = current.points;
        points.iter_mut().filter(|point| point.label == label).for_each(|point| point.text = text.into());
        self.does("m", Issue { after: current.number, note: String::new(), until: until.map(Moment), points });
    }
}

/// A message.
pub fn say(words: &str, level: Level) -> Say {
    Say { type_: MessageKind::Note, binding: false, words: words.into(), points: Vec::new(), level, with: None }
}

/// A message of the mediator to one party alone.
pub fn say_to(party_id: &str, words: &str) -> Say {
    Say { with: Some(party(party_id)), ..say(words, Level::Mediator) }
}

/// An amendment to a point.
pub fn propose(point: &str, words: &str, level: Level) -> Propose {
    Propose { point: point.into(), words: words.into(), reason: String::new(), level }
}

/// A question to both parties, open, answered to all at once.
pub fn ask(due: u64) -> Ask {
    Ask {
        whom: vec![party("a"), party("b")],
        open: true,
        words: "Who guards the bridge?".into(),
        points: vec!["3".into()],
        due: Moment(due),
        remind: 0,
        hidden: false,
        quiet: false,
        answers: Level::Parties,
    }
}
