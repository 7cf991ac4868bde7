//! People: who sits in the room, invitations, ranks, and the two rules that can be switched.

use super::circle::Choice;
use super::frame::Frame;
use super::words::Time;
use super::{Fail, InRoom, page, problems, refused};
use crate::web::rooms;
use askama::Template;
use axum::response::Response;
use zopa::mediate::{Delegation, Moment, Rank, Seat, View};

#[derive(Template)]
#[template(path = "roster.html")]
struct Roster {
    frame: Frame,
    problems: Vec<String>,
    delegations: Vec<Team>,
    inviting: Option<Inviting>,
    open: Vec<Open>,
    /// Whether the own delegation's marks need a second person, where the viewer can switch it.
    two_persons: Option<bool>,
    /// The same, where the viewer can only read it.
    two_persons_told: Option<bool>,
    everything: bool,
    may_switch: bool,
}

/// A delegation.
struct Team {
    name: String,
    is_own: bool,
    seats: Vec<Person>,
    may_change: bool,
}

/// Somebody in it.
struct Person {
    seat: String,
    name: String,
    rank: &'static str,
    ranks: Vec<Choice>,
    is_me: bool,
}

/// The form for an invitation.
struct Inviting {
    delegations: Vec<Choice>,
    ranks: Vec<Choice>,
}

/// An invitation that can be used.
struct Open {
    id: String,
    name: String,
    delegation: String,
    rank: &'static str,
    until: Time,
}

/// The page.
pub async fn roster(room: InRoom) -> Result<Response, Fail> {
    page(&Roster::new(&room, None).await?)
}

/// The page, with what is wrong.
pub async fn roster_with(room: &InRoom, fail: Option<Fail>) -> Result<Response, Fail> {
    let mut roster = Roster::new(room, fail.as_ref()).await?;
    roster.frame = roster.frame.answering();
    Ok(refused(fail.as_ref(), &roster))
}

#[derive(Template)]
#[template(path = "invited.html")]
struct Invited {
    frame: Frame,
    link: String,
    until: Time,
}

/// A link to hand on, shown once.
pub async fn invited(room: &InRoom, link: &str) -> Result<Response, Fail> {
    let until = Time::new(Moment(room.now.0 + crate::web::INVITATION_LIFE), room.now);
    let frame = room.look(|view| Frame::inside(room, &view, "/roster", "An invitation").answering())?;
    page(&Invited { frame, link: link.to_string(), until })
}

fn ranks(chosen: Rank) -> Vec<Choice> {
    let choice =
        |rank: Rank| Choice { key: rank.word().to_string(), words: rank.word().to_string(), is_chosen: rank == chosen };
    Rank::ALL.into_iter().map(choice).collect()
}

impl Roster {
    async fn new(room: &InRoom, fail: Option<&Fail>) -> Result<Roster, Fail> {
        let invitations = rooms::invitations(room).await?;
        room.find(|view| {
            let me = view.me()?;
            let name = |delegation: &str| view.name_of(&Delegation::from(delegation.to_string()));
            let open = invitations.iter().map(|invitation| Open {
                id: invitation.id.clone(),
                name: invitation.name_hint.clone().unwrap_or_default(),
                delegation: invitation.delegation.as_deref().map(name).unwrap_or_default(),
                rank: invitation.rank.map(Rank::word).unwrap_or_default(),
                until: Time::new(invitation.expires_at, view.now()),
            });
            let may_two = view.may("two_persons");
            let is_party = view.party().is_some();
            Some(Roster {
                frame: Frame::inside(room, &view, "/roster", "People"),
                problems: problems(fail),
                delegations: teams(&view),
                inviting: view.may("admit").then(|| Inviting::new(&view)),
                open: if view.may("admit") { open.collect() } else { Vec::new() },
                two_persons: may_two.then_some(me.two_persons),
                two_persons_told: (is_party && !may_two).then_some(me.two_persons),
                everything: view.everything(),
                may_switch: view.may("everything"),
            })
        })
    }
}

/// All delegations, those without anybody included.
fn teams(view: &View) -> Vec<Team> {
    let roster = view.roster();
    let me = view.me();
    let parties = view.parties().into_iter().map(|(id, _)| Delegation::Party(id));
    let team = |delegation: Delegation| {
        let is_own = me.as_ref().is_some_and(|me| me.delegation == delegation);
        let may_change = view.may("set_rank") && (is_own || view.is_mediator());
        let person = |seat: &&&Seat| Person {
            seat: seat.id.to_string(),
            name: seat.name.clone(),
            rank: seat.rank.word(),
            ranks: ranks(seat.rank),
            is_me: me.as_ref().is_some_and(|me| me.seat == seat.id),
        };
        Team {
            name: if delegation == Delegation::Mediator {
                "Mediator’s team".into()
            } else {
                view.name_of(&delegation)
            },
            is_own,
            seats: roster.iter().filter(|seat| seat.delegation == delegation).map(|seat| person(&seat)).collect(),
            may_change,
        }
    };
    std::iter::once(Delegation::Mediator).chain(parties).map(team).collect()
}

impl Inviting {
    fn new(view: &View) -> Inviting {
        let me = view.me().map(|me| me.delegation);
        let parties = view.parties().into_iter().map(|(id, _)| Delegation::Party(id));
        let all = parties.chain([Delegation::Mediator]);
        let offered = all.filter(|delegation| view.is_mediator() || Some(delegation) == me.as_ref());
        let choice = |delegation: Delegation| Choice {
            key: delegation.to_string(),
            words: view.name_of(&delegation),
            is_chosen: false,
        };
        let rank = if view.is_mediator() { Rank::Head } else { Rank::Member };
        Inviting { delegations: offered.map(choice).collect(), ranks: ranks(rank) }
    }
}
