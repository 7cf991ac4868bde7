//! The agreement, and who has signed it.

use super::super::moment::Moment;
use super::super::names::PartyId;
use super::super::roster::Delegation;
use super::View;
use crate::text::Agreement;
use serde::Serialize;

/// A text that lies ready for signature.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SigningView {
    /// The version.
    pub version: u32,
    /// The labels of its agreed points.
    pub points: Vec<String>,
    /// SHA-256 of its text.
    pub digest: String,
    /// Since when.
    pub since: Moment,
    /// Party by party.
    pub signatures: Vec<SignatureView>,
    /// Whether all have signed.
    pub concluded: bool,
}

/// A party's signature, or the place for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignatureView {
    /// Who.
    pub party: PartyId,
    /// How the party is called.
    pub party_name: String,
    /// Who signed for it.
    pub by: Option<String>,
    /// When it signed; none where it has not.
    pub at: Option<Moment>,
}

impl<'r> View<'r> {
    /// A text that lies ready for signature.
    #[must_use]
    pub fn signing(&self) -> Option<SigningView> {
        let signing = self.state.signing.as_ref()?;
        let signature = |party: &PartyId| {
            let signed = signing.signed.get(party);
            SignatureView {
                party: party.clone(),
                party_name: self.state.name_of(&Delegation::Party(party.clone())),
                by: signed.and_then(|(seat, _)| self.person(seat.as_ref())),
                at: signed.map(|(_, at)| *at),
            }
        };
        Some(SigningView {
            version: signing.version,
            points: signing.points.clone(),
            digest: signing.digest.clone(),
            since: signing.since,
            signatures: self.state.parties().map(signature).collect(),
            concluded: self.state.is_concluded(),
        })
    }

    /// The agreement: the text that lies ready or was signed, else what is agreed of the current one so far.
    #[must_use]
    pub fn agreement(&self) -> Option<Agreement> {
        if let Some(signing) = &self.state.signing {
            return Some(self.state.agreement(signing.version, &signing.points));
        }
        let current = self.current()?;
        let settled = current.points.iter().filter(|point| self.state.is_settled(&point.label, self.now));
        let labels: Vec<String> = settled.map(|point| point.label.clone()).collect();
        Some(self.state.agreement(current.number, &labels))
    }
}
