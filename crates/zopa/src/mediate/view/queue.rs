//! What waits for the viewer.

use super::super::fact::Body;
use super::super::moment::Moment;
use super::super::names::{ItemId, PartyId};
use super::super::roster::{Rank, Seat};
use super::{SigningView, View};
use serde::Serialize;

/// Something that waits for the viewer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Queued {
    /// What it is.
    pub pressing: Pressing,
    /// In words.
    pub words: String,
    /// By when, where there is a deadline.
    pub due: Option<Moment>,
    /// Whether the deadline has passed.
    pub late: bool,
}

/// What waits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pressing {
    /// A point needs a mark.
    Mark {
        /// Its label.
        point: String,
    },
    /// Somebody's mark needs a second person.
    Second {
        /// The mark.
        item: ItemId,
        /// The point's label.
        point: String,
    },
    /// A question needs an answer.
    Reply {
        /// The question.
        signal: ItemId,
    },
    /// An amendment needs a ruling.
    Rule {
        /// The amendment.
        item: ItemId,
        /// The point's label.
        point: String,
    },
    /// The agreement needs a signature.
    Sign,
}

impl<'r> View<'r> {
    /// What waits for the viewer, the most pressing first.
    #[must_use]
    pub fn queue(&self) -> Vec<Queued> {
        let mut queue = Vec::new();
        let late = |due: Moment| self.now >= due;
        if let (Some(party), Some(seat)) = (self.party(), self.seat) {
            if seat.rank >= Rank::Member {
                self.queue_replies(party, &mut queue);
                self.queue_seconds(seat, &mut queue);
            }
            let is_unsigned =
                |signing: &SigningView| signing.signatures.iter().any(|own| own.party == *party && own.at.is_none());
            if seat.rank == Rank::Head && self.signing().as_ref().is_some_and(is_unsigned) {
                queue.push(Queued {
                    pressing: Pressing::Sign,
                    words: "The agreement lies ready for your signature".into(),
                    due: None,
                    late: false,
                });
            }
            if seat.rank >= Rank::Adviser {
                for point in self.points().into_iter().filter(|point| point.needs_mark) {
                    let words = match &point.mine {
                        Some(mark) => {
                            format!("Point {}: marked on version {}, and changed since", point.label, mark.version)
                        }
                        None => format!("Point {}: {}", point.label, point.title),
                    };
                    let due = point.contest_until;
                    queue.push(Queued {
                        pressing: Pressing::Mark { point: point.label },
                        words,
                        due,
                        late: due.is_some_and(late),
                    });
                }
            }
        }
        if self.is_mediator() && self.may("rule") {
            let waiting = self.state.held_in_order().filter(|held| {
                matches!(held.item.body, Body::Amendment(_)) && held.withdrawn.is_none() && held.ruling.is_none()
            });
            for held in waiting {
                let point = held.item.point().unwrap_or_default().to_string();
                let words = format!(
                    "Point {point}: an amendment of {} waits for your ruling",
                    self.state.name_of(&held.item.owner)
                );
                queue.push(Queued {
                    pressing: Pressing::Rule { item: held.item.id.clone(), point },
                    words,
                    due: None,
                    late: false,
                });
            }
        }
        queue
    }

    fn queue_replies(&self, party: &PartyId, queue: &mut Vec<Queued>) {
        let asked = self.state.signals.values().filter(|known| {
            known.closed.is_none() && known.signal.whom.contains(party) && !known.responded.contains_key(party)
        });
        for known in asked {
            let words = format!("Answer: {}", first_words(&known.signal.words));
            let due = known.signal.due;
            queue.push(Queued {
                pressing: Pressing::Reply { signal: known.signal.id.clone() },
                words,
                due: Some(due),
                late: known.is_over(self.now),
            });
        }
        queue.sort_by_key(|queued| queued.due);
    }

    fn queue_seconds(&self, seat: &Seat, queue: &mut Vec<Queued>) {
        let current = self.current().map(|version| version.number);
        for held in self.state.held_in_order().filter(|held| !held.counts && held.withdrawn.is_none()) {
            let Body::Mark(mark) = &held.item.body else { continue };
            if held.by.as_ref() == Some(&seat.id) || Some(mark.version) != current {
                continue;
            }
            let who = self.person(held.by.as_ref()).unwrap_or_default();
            queue.push(Queued {
                pressing: Pressing::Second { item: held.item.id.clone(), point: mark.point.clone() },
                words: format!("Point {}: second the mark of {who} ({})", mark.point, mark.stance.words()),
                due: None,
                late: false,
            });
        }
    }
}

/// The beginning of a text, for a line in a list.
fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= 14 { words.join(" ") } else { format!("{} …", words[..14].join(" ")) }
}
