//! A party proposes other words for a point.

use super::super::fact::{Amendment, Body, Level};
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::{Check, MAX_TEXT, tidy};
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Proposes an amendment, to the mediator or to all parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Propose {
    /// The point's label.
    pub point: String,
    /// The words.
    pub words: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// Who may know.
    pub level: Level,
}

impl Act for Propose {
    const KIND: Kind =
        Kind { name: "propose", title: "Propose an amendment", who: Who::Parties, least: Rank::Member, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        desk.not_signed()?;
        desk.may_show(self.level)?;
        let point = desk.point(&self.point)?;
        let mut check = Check::new();
        check.needed("the amendment", &self.words, MAX_TEXT);
        check.allowed("the reason", &self.reason, MAX_TEXT);
        if tidy(&self.words) == point.text {
            check.problem("the amendment has the words that the point has already; change them");
        }
        check.finish()?;
        desk.may_amend(&self.point)?;
        let version = desk.state.current().map_or(0, |version| version.number);
        let amendment = Amendment {
            point: self.point.clone(),
            version,
            words: tidy(&self.words),
            reason: tidy(&self.reason),
        };
        let item = desk.new_item(self.level, None, Body::Amendment(amendment));
        Ok(super::desk::put(item))
    }
}
