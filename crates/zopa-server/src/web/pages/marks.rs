//! The form by which a party marks a point, and marks that wait for a second person.

use super::circle::Circle;
use super::words::{self, StanceTag};
use std::collections::BTreeMap;
use zopa::mediate::{Body, Level, PointView, Rank, Stance, View};

/// The form for a mark on a point.
pub struct Form {
    /// The point's label.
    pub point: String,
    /// The version that is read.
    pub version: u32,
    /// The stances.
    pub stances: Vec<Choice>,
    /// Words that would be accepted.
    pub words: String,
    /// Why.
    pub reason: String,
    /// Who may know.
    pub circle: Circle,
    /// Whether a second person must stand behind it.
    pub waits: bool,
    /// Whether it is the first thing to do on the page.
    pub leads: bool,
}

/// A stance to choose.
pub struct Choice {
    /// What is sent.
    pub key: &'static str,
    /// What is read.
    pub words: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// What a stance means for the talks.
pub fn meaning(stance: Stance) -> &'static str {
    match stance {
        Stance::Accept => "the point as it stands",
        Stance::AcceptIfAmended => "with the words below",
        Stance::Reserve => "no commitment yet",
        Stance::RedLine => "never acceptable",
    }
}

impl Form {
    /// The form, filled with the own mark where there is one; none where the seat cannot mark the point.
    pub fn new(point: &PointView, view: &View) -> Option<Form> {
        if !view.may("set_mark") || point.locked {
            return None;
        }
        let me = view.me()?;
        let mine = point.mine.as_ref();
        let waits = me.two_persons || me.rank < Rank::Member;
        // A mark is private until somebody chooses otherwise.
        let level = mine.map_or(Level::Delegation, |mark| mark.level);
        let circle = Circle::new(view, level, None);
        let stance = |stance: Stance| Choice {
            key: words::stance_key(stance),
            words: stance.words(),
            meaning: meaning(stance),
            is_chosen: mine.is_some_and(|mark| mark.stance == stance && !mark.stale),
        };
        Some(Form {
            point: point.label.clone(),
            version: view.current()?.number,
            stances: Stance::ALL.into_iter().map(stance).collect(),
            words: mine.map(|mark| mark.words.clone()).unwrap_or_default(),
            reason: mine.map(|mark| mark.reason.clone()).unwrap_or_default(),
            circle: if waits { circle.unbarred() } else { circle },
            waits,
            leads: true,
        })
    }
}

/// A mark of the own delegation that waits for a second person.
#[derive(Clone)]
pub struct Prepared {
    /// What it says.
    pub stance: StanceTag,
    /// Who prepared it.
    pub by: String,
}

/// The latest marks on the current version that wait for a second person, by the labels of their points.
pub fn prepared(view: &View) -> BTreeMap<String, Prepared> {
    let own = view.me().map(|me| me.delegation);
    let current = view.current().map(|version| version.number);
    let items = view.items(|item| matches!(item.body, Body::Mark(_)) && Some(&item.owner) == own.as_ref());
    let waiting = items.into_iter().filter(|item| !item.counts && item.withdrawn.is_none());
    let prepared = waiting.filter_map(|item| match item.body {
        Body::Mark(mark) if Some(mark.version) == current => {
            Some((mark.point, Prepared { stance: mark.stance.into(), by: item.by.unwrap_or_default() }))
        }
        _ => None,
    });
    prepared.collect()
}
