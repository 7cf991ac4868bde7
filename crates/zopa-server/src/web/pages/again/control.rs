//! The fields of a form, as controls that hold what was typed.

use super::super::circle::{Choice, Circle, parties, points};
use super::super::items::Card;
use super::super::marks::meaning;
use super::super::talk::kinds;
use super::super::words;
use crate::web::forms::{Fields, field};
use zopa::mediate::{ItemId, Level, PartyId, Rank, SeatId, Stance, View};

/// A field of a form with what was typed.
pub struct Control {
    /// What the field is called in the form.
    pub name: String,
    /// What people read.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// How it is shown.
    pub shape: Shape,
}

/// How a field is shown.
pub enum Shape {
    /// Not at all; what it stands for, in words.
    Hidden(String),
    /// A line.
    Line,
    /// Several lines.
    Text,
    /// A number.
    Number,
    /// A moment.
    When,
    /// A box to tick.
    Tick(bool),
    /// One of several.
    One(Vec<Choice>),
    /// Any of several.
    Any(Vec<Choice>),
    /// Who may read it.
    Circle(Circle),
}

/// The fields of each action's form in order, whether they were sent or not: a box without a tick is not sent.
const FORMS: &[(&str, &[&str])] = &[
    ("set_mark", &["point", "version", "stance", "words", "reason", "level"]),
    ("widen", &["item", "level"]),
    ("propose", &["point", "words", "reason", "level"]),
    ("rule", &["item", "ruling", "note"]),
    ("issue", &["after", "note", "until"]),
    ("freeze", &["point", "on", "note"]),
    ("say", &["type", "binding", "words", "points", "level"]),
    ("ask", &["words", "whom", "points", "due", "remind_hours", "open", "answers", "hidden", "quiet"]),
    ("reply", &["signal", "words"]),
    ("extend", &["signal", "due", "note"]),
    ("minute", &["title", "words", "level"]),
    ("publish", &["title", "words"]),
    ("set_values", &["walk_away", "level"]),
    ("set_rank", &["seat", "rank"]),
];

/// Fields that the page itself sets.
const OWN: [&str; 5] = ["action", "back", "code", "with", "reviewed"];

/// The controls of a form.
pub fn controls(view: &View, action: &str, fields: &Fields, is_leak: bool) -> Vec<Control> {
    let listed = FORMS.iter().find(|(known, _)| *known == action).map(|(_, names)| *names).unwrap_or_default();
    let mut names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    // Rows of a text and numbers stand where they came; the rest in the order of the form.
    names.retain(|name| !OWN.contains(name) && !listed.contains(name));
    names.dedup();
    let at_end = matches!(action, "issue" | "set_values");
    let ordered: Vec<&str> = if at_end {
        names.iter().chain(listed).copied().collect()
    } else {
        listed.iter().chain(&names).copied().collect()
    };
    let mut controls: Vec<Control> = ordered.into_iter().map(|name| control(view, action, name, fields)).collect();
    if is_leak {
        let label = "I have looked at each of these places; they shall stay".to_string();
        controls.push(Control { name: "reviewed".into(), label, value: String::new(), shape: Shape::Tick(false) });
    }
    controls
}

fn control(view: &View, action: &str, name: &str, fields: &Fields) -> Control {
    let value = field(fields, name).unwrap_or_default();
    let all =
        || -> Vec<String> { fields.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect() };
    let chosen = |mut choices: Vec<Choice>| {
        let all = all();
        choices.iter_mut().for_each(|choice| choice.is_chosen = all.contains(&choice.key));
        choices
    };
    let shape = match name {
        "words" | "reason" => Shape::Text,
        "note" if matches!(action, "extend" | "freeze") => Shape::Line,
        "note" => Shape::Text,
        "title" => Shape::Line,
        "due" | "until" => Shape::When,
        "remind_hours" | "walk_away" => Shape::Number,
        "binding" | "open" | "hidden" | "quiet" => Shape::Tick(!value.is_empty()),
        "stance" | "ruling" | "answers" | "rank" => Shape::One(chosen(options(name))),
        "type" => Shape::One(kinds(value)),
        "whom" => Shape::Any(chosen(parties(view, None))),
        "points" => Shape::Any(points(view, &all())),
        "level" => Shape::Circle(circle(view, action, fields)),
        _ if name.starts_with("weight.") || name.starts_with("worth.") => Shape::Number,
        _ if name.starts_with("point.") && name.ends_with(".text") => Shape::Text,
        _ if name.starts_with("point.") && !name.ends_with(".choice") => Shape::Line,
        _ => Shape::Hidden(stands_for(view, name, value)),
    };
    Control { label: label(action, name), name: name.to_string(), value: value.to_string(), shape }
}

/// What a hidden field stands for, in words.
fn stands_for(view: &View, name: &str, value: &str) -> String {
    match name {
        "point" | "version" | "digest" => value.to_string(),
        "item" => view.item(&ItemId::from(value)).map(|item| Card::new(&item, view).told()).unwrap_or_default(),
        "signal" => view.signal(&ItemId::from(value)).map(|signal| signal.signal.words).unwrap_or_default(),
        "seat" => view.person(Some(&SeatId::from(value))).unwrap_or_default(),
        "on" => "yes".into(),
        _ => String::new(),
    }
}

fn options(name: &str) -> Vec<Choice> {
    let choice = |key: &str, words: String| Choice { key: key.to_string(), words, is_chosen: false };
    match name {
        "stance" => Stance::ALL
            .into_iter()
            .map(|stance| choice(words::stance_key(stance), format!("{}: {}", stance.words(), meaning(stance))))
            .collect(),
        "ruling" => {
            vec![choice("taken", "take it into the next version".into()), choice("refused", "refuse it".into())]
        }
        "answers" => vec![choice("mediator", "the mediator".into()), choice("parties", "all parties".into())],
        _ => Rank::ALL.into_iter().map(|rank| choice(rank.word(), rank.word().into())).collect(),
    }
}

fn circle(view: &View, action: &str, fields: &Fields) -> Circle {
    let typed = field(fields, "level").unwrap_or_default();
    let level = Level::ALL.into_iter().find(|level| words::key(*level) == typed).unwrap_or(Level::Delegation);
    let with = field(fields, "with").filter(|with| !with.is_empty()).map(PartyId::from);
    let known = with.filter(|with| view.parties().iter().any(|(id, _)| id == with));
    let circle = Circle::of(view, level, known.as_ref(), |level| action != "minute" || level < Level::Public);
    let waits = view.me().is_some_and(|me| me.two_persons || me.rank < Rank::Member);
    if action == "set_mark" && waits { circle.unbarred() } else { circle }
}

fn label(action: &str, name: &str) -> String {
    if let Some((kind, rest)) = name.split_once('.') {
        return match kind {
            "weight" => format!("Weight of point {rest}"),
            "worth" => match rest.split_once('/') {
                Some((label, choice)) => format!("Worth of {choice} at point {label}"),
                None => format!("Worth of {rest}"),
            },
            _ => match rest.split_once('.') {
                Some((_, "label")) => "Number".into(),
                Some((_, "title")) => "Heading".into(),
                _ => "Words".into(),
            },
        };
    }
    let label = match name {
        "words" if action == "set_mark" => "Words that you would accept",
        "words" if action == "ask" => "Question",
        "words" if action == "reply" => "Answer",
        "words" => "Words",
        "reason" => "Why",
        "note" if action == "issue" => "What is to be said about it",
        "note" => "Why",
        "title" => "Heading",
        "stance" => "Mark",
        "ruling" => "Ruling",
        "answers" => "Who may read the answers",
        "rank" => "Rank",
        "type" => "What it is",
        "binding" => "It binds our side",
        "open" => "Asked openly: all parties know of the question",
        "hidden" => "Answers stay hidden until the close",
        "quiet" => "Who has answered stays hidden too",
        "whom" => "Of whom",
        "points" => "Points that it is about",
        "due" => "Deadline, in universal time (UTC)",
        "until" => "Points may be contested until, in universal time (UTC)",
        "remind_hours" => "Reminder, hours before",
        "walk_away" => "What no agreement is worth",
        "point" => "Point",
        "item" => "What it is about",
        "signal" => "Question",
        "seat" => "Whose seat",
        "digest" => "Digest of the text",
        "on" => "From now on",
        "version" | "after" => "Version",
        "level" => "Who may read it",
        _ => "",
    };
    label.to_string()
}

impl Control {
    /// What was typed, in words; none where there is nothing to tell.
    pub fn told(&self) -> Option<String> {
        let chosen = |choices: &Vec<Choice>| {
            let words = choices.iter().filter(|choice| choice.is_chosen).map(|choice| choice.words.as_str());
            words.collect::<Vec<_>>().join(", ")
        };
        let told = match &self.shape {
            Shape::Hidden(words) => words.clone(),
            Shape::Line | Shape::Text | Shape::Number | Shape::When => self.value.clone(),
            Shape::Tick(is_on) => if *is_on { "yes" } else { "" }.into(),
            Shape::One(choices) | Shape::Any(choices) => chosen(choices),
            Shape::Circle(circle) => circle.told(),
        };
        Some(told).filter(|told| !told.is_empty())
    }

    /// What is sent again, where nothing can be changed: a name and a value each.
    pub fn sent(&self) -> Vec<(String, String)> {
        let pair = |value: &str| (self.name.clone(), value.to_string());
        match &self.shape {
            Shape::Tick(is_on) => is_on.then(|| pair("on")).into_iter().collect(),
            Shape::One(choices) | Shape::Any(choices) => {
                choices.iter().filter(|choice| choice.is_chosen).map(|choice| pair(&choice.key)).collect()
            }
            Shape::Circle(circle) => circle.sent(),
            _ => vec![pair(&self.value)],
        }
    }
}
