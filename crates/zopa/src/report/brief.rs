//! Everything that a report says about a negotiation, gathered once and exact.

use crate::assess::movement::Opening;
use crate::assess::ratify::Ratification;
use crate::assess::shares::{Point, Shares, changes};
use crate::assess::worlds::Outlook;
pub use crate::assess::{Assessment, Fewest, Signature, Signer, Span};
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome};
use crate::solve::count::Counted;
use crate::solve::no_deal::NoDeal;
use crate::solve::{Answer, Question, Settlement};

/// Everything that a report says about a negotiation.
#[derive(Clone, Debug)]
pub struct Brief<'n> {
    /// What is negotiated.
    pub negotiation: &'n Negotiation,
    /// Whether there is room for agreement.
    pub zone: Answer,
    /// How many packages are acceptable to all, where that was counted.
    pub count: Option<Counted>,
    /// Where each party stands, in the order of the parties.
    pub parties: Vec<Stand>,
    /// What each draft amounts to, in the order of the drafts.
    pub drafts: Vec<Assessment>,
    /// What was asked first, then the other solutions; empty unless there is room.
    pub solutions: Vec<Solved>,
    /// What was asked.
    pub question: Question,
    /// What each option is worth to each party.
    pub shares: Shares,
    /// Every point, the most contested first.
    pub points: Vec<Point>,
    /// What the zone holds for every option of every issue; empty unless there is room.
    pub openings: Vec<Opening>,
    /// What each pair of parties can have together; empty unless there is room.
    pub frontiers: Vec<PairFrontier>,
    /// Why there is no room, where there is none.
    pub no_deal: Option<NoDeal>,
    /// What holds where numbers are not known; `None` where every number is known.
    pub outlook: Option<Outlook>,
    /// What ratification does to the talks; `None` where no party states a rule.
    pub ratification: Option<Ratification>,
    /// What the figures rest on.
    pub footing: Footing,
}

/// Where a party stands.
#[derive(Clone, Debug)]
pub struct Stand {
    /// Its utility of no agreement.
    pub walk_away: Rational,
    /// The best that it can get within the zone; `None` unless there is room.
    pub ideal: Option<Answer>,
    /// The number of decimals that its utilities are shown with.
    pub decimals: u32,
}

/// A solution and what it picks.
#[derive(Clone, Debug)]
pub struct Solved {
    /// What was asked.
    pub question: Question,
    /// What was answered.
    pub answer: Answer,
    /// The SHA-256 of the certificate as written to a file, in hexadecimal.
    pub fingerprint: Option<String>,
}

/// What two parties can have together.
#[derive(Clone, Debug)]
pub struct PairFrontier {
    /// The first party, on the horizontal axis.
    pub first: usize,
    /// The second party, on the vertical axis.
    pub second: usize,
    /// Packages of the zone in which neither of the two can get more without the other getting
    /// less, the first party's best first.
    pub points: Vec<PairPoint>,
    /// Whether these are all utility pairs of that kind.
    pub is_complete: bool,
}

/// A package on the frontier of a pair.
#[derive(Clone, Debug)]
pub struct PairPoint {
    /// The package.
    pub outcome: Outcome,
    /// What it gives all parties.
    pub utilities: Vec<Rational>,
}

/// What the figures rest on.
#[derive(Clone, Debug, Default)]
pub struct Footing {
    /// How the numbers were read, a sentence each.
    pub notes: Vec<String>,
    /// The fingerprint of the negotiation that certificates refer to.
    pub fingerprint: String,
    /// The fingerprint of the proof that there is no room, where there is none.
    pub zone_fingerprint: Option<String>,
    /// Whether all utilities were kept without rounding.
    pub is_exact: bool,
    /// The command that makes this report again, where known.
    pub command: Option<String>,
}

/// Whether there is room for agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Some package satisfies everyone.
    Some,
    /// Proved: none does.
    None,
    /// Not known.
    Unknown,
}

impl Brief<'_> {
    /// Whether there is room for agreement.
    #[must_use]
    pub fn room(&self) -> Room {
        match self.zone {
            Answer::Optimum { .. } | Answer::Bounded { .. } => Room::Some,
            Answer::Empty { .. } => Room::None,
            Answer::Unknown { .. } => Room::Unknown,
        }
    }

    /// What the chosen solution picks.
    #[must_use]
    pub fn chosen(&self) -> Option<&Solved> {
        self.solutions.first().filter(|solved| solved.answer.settlement().is_some())
    }

    /// The settlement under the chosen solution.
    #[must_use]
    pub fn settlement(&self) -> Option<&Settlement> {
        self.chosen().and_then(|solved| solved.answer.settlement())
    }

    /// The package under the chosen solution; of a mixture, the package with the largest share.
    #[must_use]
    pub fn package(&self) -> Option<&Outcome> {
        let mixture = &self.settlement()?.mixture;
        let largest = mixture.iter().map(|(_, share)| share).max()?;
        mixture.iter().find(|(_, share)| share == largest).map(|(outcome, _)| outcome)
    }

    /// The draft from which the package differs on the fewest settled points; among equals the one
    /// with fewer open points, then the first.
    #[must_use]
    pub fn draft_nearest_to_package(&self) -> Option<usize> {
        let package = self.package()?;
        let drafts = self.negotiation.drafts().iter().map(|draft| &draft.settles);
        let distance = drafts.map(|settles| (changes(settles, package).len(), settles.open_issues().len()));
        distance.enumerate().min_by_key(|(_, distance)| *distance).map(|(draft, _)| draft)
    }

    /// A draft's fewest changes that make it acceptable, and whether fewer are excluded.
    #[must_use]
    pub fn changes_needed(&self, draft: usize) -> Option<(usize, bool)> {
        match self.drafts[draft].nearest.fewest {
            Fewest::Exactly(changes) => Some((changes, true)),
            Fewest::Between { most, .. } => Some((most, false)),
            Fewest::Impossible | Fewest::Unknown { .. } => None,
        }
    }

    /// The drafts that are acceptable to all, as they are or with open points filled suitably.
    #[must_use]
    pub fn acceptable_drafts(&self) -> Vec<usize> {
        (0..self.drafts.len()).filter(|&draft| matches!(self.changes_needed(draft), Some((0, _)))).collect()
    }

    /// The draft that needs the fewest changes, with their number; among equals the one with fewer
    /// open points, then the first.
    #[must_use]
    pub fn nearest_draft(&self) -> Option<(usize, usize)> {
        let distance =
            |draft: usize| Some((self.changes_needed(draft)?.0, self.drafts[draft].standing.open.len(), draft));
        (0..self.drafts.len()).filter_map(distance).min().map(|(changes, _, draft)| (draft, changes))
    }

    /// Groups of solutions that give everyone the same, by index, in the order of the first of each.
    #[must_use]
    pub fn distinct_solutions(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (index, solved) in self.solutions.iter().enumerate() {
            let Some(settlement) = solved.answer.settlement() else { continue };
            let same = |group: &&mut Vec<usize>| {
                let first = group.first().and_then(|&first| self.solutions[first].answer.settlement());
                first.is_some_and(|first| first.utilities == settlement.utilities)
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(index),
                None => groups.push(vec![index]),
            }
        }
        groups
    }
}
