//! The mediator issues a version of the one text.

use super::super::fact::{Fact, Version, Worded};
use super::super::ledger::Ledger;
use super::super::moment::Moment;
use super::super::refusal::Refusal;
use super::super::room::{check_choices, check_text, tidied};
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TEXT, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Issues the next version of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The version that it follows; refused if another is current.
    pub after: u32,
    /// What is to be said about it.
    #[serde(default)]
    pub note: String,
    /// Until when points may be contested; what nobody contests by then counts as agreed.
    #[serde(default)]
    pub until: Option<Moment>,
    /// Its points in order.
    pub points: Vec<Worded>,
}

impl Act for Issue {
    const KIND: Kind =
        Kind { name: "issue", title: "Issue a version", who: Who::Mediator, least: Rank::Member, weighty: true };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        desk.not_signed()?;
        let points: Vec<Worded> = self.points.iter().map(tidied).collect();
        let mut check = Check::new();
        check.allowed("the note", &self.note, MAX_TEXT);
        check_text(&mut check, &points);
        if self.until.is_some_and(|until| until <= desk.now) {
            check.problem("the time until which points may be contested has passed; choose a later one");
        }
        check_choices(&mut check, &points, desk.state.opened.as_ref().map(|(opened, _)| &opened.choices));
        check.finish()?;
        let Some(current) = desk.state.current() else { return Err(Refusal::conflict("The room has no text.")) };
        if current.number != self.after {
            return Err(Refusal::conflict(format!(
                "You worked on version {}, but version {} is current. Look at what changed, then issue yours.",
                self.after, current.number
            )));
        }
        if current.points == points {
            return Err(Refusal::conflict(format!("This is version {} word for word; change something.", self.after)));
        }
        for label in desk.state.labels().into_iter().filter(|label| desk.state.is_locked(label)) {
            let now = points.iter().find(|point| point.label == label);
            if !current.point(label).zip(now).is_some_and(|(then, now)| then.reads_like(now)) {
                return Err(Refusal::conflict(format!("Point {label} is agreed; its words must stay as they are.")));
            }
        }
        let number = current.number + 1;
        let version = Version { number, note: tidy(&self.note), until: self.until, points };
        Ok(vec![(Ledger::Parties, Fact::Issued(version))])
    }
}
