//! Questions with deadlines, and their answers.

use super::circle::{Choice, parties, points};
use super::frame::Frame;
use super::words::Time;
use super::{Fail, InRoom, page, reads};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use zopa::mediate::{Body, ItemId, Level, PartyId, ReplyView, SignalView, View};

#[derive(Template)]
#[template(path = "signals.html")]
struct Signals {
    frame: Frame,
    open: Vec<Signal>,
    closed: Vec<Signal>,
    asking: Option<Asking>,
}

/// The form for a question.
pub struct Asking {
    /// The parties that can be asked.
    pub parties: Vec<Choice>,
    /// The points that it can be about.
    pub points: Vec<Choice>,
    /// The earliest deadline, as a field has it.
    pub from: String,
    /// Who reads answers that go to the mediator.
    pub to_mediator: &'static str,
    /// Who reads answers that go to all parties.
    pub to_parties: String,
}

/// A question.
struct Signal {
    id: String,
    words: String,
    whom: String,
    is_open: bool,
    points: Vec<String>,
    asked: Time,
    due: Time,
    is_over: bool,
    closed: Option<Time>,
    reminds: bool,
    rules: Vec<String>,
    extensions: Vec<(Time, String, Time)>,
    replies: Vec<Reply>,
    /// How many are known to have answered, of how many that are known to be asked.
    tally: String,
}

/// A party's answer.
struct Reply {
    party: String,
    status: String,
    at: Option<Time>,
    words: Option<String>,
}

/// The list.
pub async fn signals(room: InRoom) -> Result<Response, Fail> {
    let signals = room.look(|view| {
        let all = view.signals();
        let told = |signal: &SignalView| Signal::new(signal, &view);
        Signals {
            frame: Frame::inside(&room, &view, "/signals", "Signals"),
            open: all.iter().filter(|signal| signal.closed.is_none()).map(told).collect(),
            closed: all.iter().rev().filter(|signal| signal.closed.is_some()).take(100).map(told).collect(),
            asking: view.may("ask").then(|| Asking {
                parties: parties(&view, None),
                points: points(&view, &[]),
                from: crate::clock::field(view.now()),
                to_mediator: "The mediator’s team, from each party that answers.",
                to_parties: view.circle(Level::Parties, None),
            }),
        }
    })?;
    page(&signals)
}

#[derive(Template)]
#[template(path = "signal.html")]
struct One {
    frame: Frame,
    signal: Signal,
    /// The own answer so far, where the viewer can answer.
    answering: Option<String>,
    has_answered: bool,
    /// Who will read it, now and later.
    readers: String,
    may_extend: bool,
    may_close: bool,
    due_field: String,
}

/// A question.
pub async fn signal(room: InRoom, Path((_, id)): Path<(String, String)>) -> Result<Response, Fail> {
    let (one, read) = room.find(|view| {
        let signal = view.signal(&ItemId(id))?;
        let is_answer = |body: &Body| matches!(body, Body::Answer(answer) if answer.signal == signal.signal.id);
        let answers = view.items(|item| is_answer(&item.body));
        let read = answers.iter().filter(|item| !item.own).map(|item| item.id.clone()).collect();
        Some((One::new(&room, &view, &signal), read))
    })?;
    reads::note(&room, read).await?;
    page(&one)
}

impl One {
    fn new(room: &InRoom, view: &View, signal: &SignalView) -> One {
        let own = signal.replies.iter().find(|reply| Some(&reply.party) == view.party());
        let has_answered = own.is_some_and(|reply| reply.answered.is_some());
        let may_answer = own.is_some() && view.may("reply") && !(signal.closed.is_some() && has_answered);
        let id = &signal.signal.id;
        let is_hidden = signal.signal.hidden && signal.closed.is_none();
        One {
            frame: Frame::inside(room, view, &format!("/signals/{id}"), "A signal"),
            answering: own.filter(|_| may_answer).map(|reply| reply.words.clone().unwrap_or_default()),
            has_answered,
            readers: readers(view, signal),
            may_extend: view.may("extend") && signal.closed.is_none() && !(is_hidden && signal.over),
            may_close: view.may("close") && signal.closed.is_none(),
            due_field: crate::clock::field(signal.signal.due),
            signal: Signal::new(signal, view),
        }
    }
}

/// Who reads an answer, now and later.
fn readers(view: &View, signal: &SignalView) -> String {
    let later = view.circle(signal.signal.answers, None);
    if signal.signal.hidden && signal.closed.is_none() && !signal.over {
        let now = view.circle(Level::Delegation, None);
        return format!("Until the question is closed: {now} Then: {later}");
    }
    later
}

impl Signal {
    fn new(view_of: &SignalView, view: &View) -> Signal {
        let signal = &view_of.signal;
        let time = |at| Time::new(at, view.now());
        let name = |id: &PartyId| view.name_of(&zopa::mediate::Delegation::Party(id.clone()));
        let is_party = view.party().is_some();
        let whom: Vec<String> = signal.whom.iter().map(name).collect();
        let known = view_of.replies.iter().filter(|reply| reply.known);
        let answered = view_of.replies.iter().filter(|reply| reply.answered.is_some()).count();
        Signal {
            id: signal.id.to_string(),
            words: signal.words.clone(),
            whom: if is_party && !signal.open { "us, in private".into() } else { whom.join(", ") },
            is_open: signal.open,
            points: signal.points.clone(),
            asked: time(view_of.at),
            due: time(signal.due),
            is_over: view_of.over,
            closed: view_of.closed.map(time),
            reminds: view_of.reminds && !view_of.over,
            rules: rules(view_of, is_party),
            extensions: view_of
                .extensions
                .iter()
                .map(|(before, why, at)| (time(*before), why.clone(), time(*at)))
                .collect(),
            replies: view_of.replies.iter().map(|reply| Reply::new(reply, view_of, view)).collect(),
            tally: match known.count() {
                _ if is_party && !signal.open => if answered > 0 { "answered" } else { "not answered" }.into(),
                0 => "who has answered stays hidden until the close".into(),
                n if n < view_of.replies.len() => format!("at least {answered} answered"),
                n => format!("{answered} of {n} answered"),
            },
        }
    }
}

/// What holds for the answers, in sentences.
fn rules(view_of: &SignalView, is_party: bool) -> Vec<String> {
    let signal = &view_of.signal;
    let mut rules = vec![if signal.open {
        "All parties know of this question.".to_string()
    } else if is_party {
        "Nobody but the mediator knows that you were asked.".to_string()
    } else {
        "Each party that is asked learns of it alone.".to_string()
    }];
    if signal.hidden {
        rules.push("Answers stay hidden until the close, from the mediator too; then they open all at once.".into());
    }
    if signal.quiet {
        rules.push("Who has answered stays hidden until the close as well.".into());
    }
    let reads = if signal.answers >= Level::Parties { "All parties" } else { "The mediator’s team" };
    rules.push(format!("{reads} will read the answers."));
    rules
}

impl Reply {
    fn new(reply: &ReplyView, signal: &SignalView, view: &View) -> Reply {
        let status = match reply.answered {
            Some(_) if reply.late => "answered late",
            Some(_) => "answered in time",
            None if !reply.known => "not to be known before the close",
            None if reply.late => "late, no answer",
            None if signal.closed.is_some() => "no answer",
            None => "not yet answered",
        };
        Reply {
            party: reply.party_name.clone(),
            status: status.to_string(),
            at: reply.answered.map(|at| Time::new(at, view.now())),
            words: reply.words.clone(),
        }
    }
}
