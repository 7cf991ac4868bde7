//! The mediator lays a version ready for signature.

use super::super::fact::Fact;
use super::super::ledger::Ledger;
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Lays the current version ready for signature: its agreed points, or all of it where nothing is agreed until
/// everything is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The version that was read; refused if another is current.
    pub version: u32,
}

impl Act for Table {
    const KIND: Kind =
        Kind { name: "table", title: "Lay the text ready for signature", who: Who::Mediator, least: Rank::Head, weighty: true };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        desk.not_signed()?;
        let state = desk.state;
        let Some(current) = state.current() else { return Err(Refusal::conflict("The room has no text.")) };
        if current.number != self.version {
            return Err(Refusal::conflict(format!("Version {} is current; read it first.", current.number)));
        }
        if state.signing.is_some() {
            return Err(Refusal::conflict("This version lies ready for signature already."));
        }
        let labels = current.points.iter().map(|point| &point.label);
        let (settled, open): (Vec<&String>, Vec<&String>) = labels.partition(|label| state.is_settled(label, desk.now));
        if state.everything && !open.is_empty() {
            return Err(Refusal::conflict(format!(
                "Nothing is agreed until everything is, and these points are not: {}.",
                open.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ")
            )));
        }
        if settled.is_empty() {
            return Err(Refusal::conflict("No point is agreed; there is nothing to sign."));
        }
        let points: Vec<String> = settled.into_iter().cloned().collect();
        let digest = state.agreement_digest(self.version, &points);
        Ok(vec![(Ledger::Parties, Fact::Tabled { version: self.version, points, digest })])
    }
}
