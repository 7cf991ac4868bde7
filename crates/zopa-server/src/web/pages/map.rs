//! The mediator's map: who stands where, what stands in the way, and what to ask next.

use super::draft::shown_marks;
use super::frame::Frame;
use super::versions::{Diff, diff};
use super::words::StanceTag;
use super::{Fail, InRoom, page, reads};
use askama::Template;
use axum::response::Response;
use zopa::mediate::{Convergence, Delegation, Map, NearestText, PartyId, View};

#[derive(Template)]
#[template(path = "map.html")]
struct Page {
    frame: Frame,
    parties: Vec<String>,
    rows: Vec<Row>,
    n_agreed: usize,
    n_converging: usize,
    blockers: Vec<Blocker>,
    nearest: Nearest,
    hints: Vec<Hint>,
}

/// A point, and where each party stands on it.
struct Row {
    label: String,
    title: String,
    stances: Vec<Option<StanceTag>>,
    told: &'static str,
}

/// Something that stands in the way.
struct Blocker {
    label: String,
    party: String,
    stance: StanceTag,
    reason: String,
}

/// The acceptable text nearest to the current one, in words.
struct Nearest {
    words: String,
    missing: String,
    changes: Vec<(String, Diff)>,
}

/// Something to ask.
struct Hint {
    label: String,
    party: String,
    why: String,
    href: String,
}

/// The page; parties have none.
pub async fn map(room: InRoom) -> Result<Response, Fail> {
    let (map, read) = room.find(|view| {
        let map = view.map()?;
        Some((Page::new(&room, &view, map), shown_marks(&view.points())))
    })?;
    reads::note(&room, read).await?;
    page(&map)
}

fn name(view: &View, party: &PartyId) -> String {
    view.name_of(&Delegation::Party(party.clone()))
}

impl Page {
    fn new(room: &InRoom, view: &View, map: Map) -> Page {
        let base = format!("/rooms/{}", room.live.id);
        let row = |point: &Convergence| Row {
            label: point.label.clone(),
            title: point.title.clone(),
            stances: point.stances.iter().map(|(_, stance)| stance.map(StanceTag::from)).collect(),
            told: match (point.agreed, point.converges) {
                (true, _) => "agreed",
                (false, true) => "all accept, not all know it",
                _ => "",
            },
        };
        Page {
            frame: Frame::inside(room, view, "/map", "Map"),
            parties: view.parties().into_iter().map(|(_, name)| name).collect(),
            rows: map.points.iter().map(row).collect(),
            n_agreed: map.points.iter().filter(|point| point.agreed).count(),
            n_converging: map.points.iter().filter(|point| point.converges && !point.agreed).count(),
            blockers: map
                .blockers
                .into_iter()
                .map(|blocker| Blocker {
                    label: blocker.label,
                    party: name(view, &blocker.party),
                    stance: blocker.stance.into(),
                    reason: blocker.reason,
                })
                .collect(),
            nearest: Nearest::new(map.nearest, view),
            hints: map
                .next
                .into_iter()
                .map(|hint| Hint {
                    href: format!("{base}/caucus/{}?point={}", hint.party, hint.label),
                    party: name(view, &hint.party),
                    label: hint.label,
                    why: hint.why,
                })
                .collect(),
        }
    }
}

impl Nearest {
    fn new(nearest: NearestText, view: &View) -> Nearest {
        let (words, missing, changes) = match nearest {
            NearestText::Unknown { missing } => {
                let words = "Too little is known: it takes the values of at least two parties, disclosed to you, and a \
                    text whose points have known choices.";
                (words.to_string(), missing, Vec::new())
            }
            NearestText::Acceptable { missing } => {
                ("The current text is acceptable to all whose values are known.".to_string(), missing, Vec::new())
            }
            NearestText::Changes { changes, proven, missing } => {
                let n = super::words::count(changes.len(), "change");
                let proof = if proven { "it is proved that fewer do not suffice" } else { "fewer may suffice" };
                (
                    format!("{n} would make the text acceptable to all whose values are known; {proof}."),
                    missing,
                    changes,
                )
            }
            NearestText::Impossible { missing } => {
                let words = "Proved: no text made of the known choices is acceptable to all whose values are known.";
                (words.to_string(), missing, Vec::new())
            }
            NearestText::Open => ("The search ended before an answer was found.".to_string(), Vec::new(), Vec::new()),
        };
        let missing: Vec<String> = missing.iter().map(|party| name(view, party)).collect();
        let change = |(label, now, then): (String, String, String)| {
            (label, diff(Some(now.as_str()).filter(|now| !now.is_empty()), &then))
        };
        Nearest { words, missing: missing.join(", "), changes: changes.into_iter().map(change).collect() }
    }
}
