//! Talks as far as they are written: some parties may not have said yet what they want.

use crate::model::{Commitment, Doubts, Draft, Issue, Negotiation, Party, Preferences, RatificationRule, Rule};

/// Issues, participants, rules and drafts, and the preferences of those participants that have spoken.
///
/// This is what a mediator has before the parties' files are in, and what blank forms are made of.
/// Everything about participants is in the order in which the talks declare them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// What the talks are called.
    pub title: String,
    /// Index of the party that holds the pen, where stated.
    pub drafted_by: Option<usize>,
    /// What the numbers rest on, where stated.
    pub footing: Option<String>,
    /// Where the talks or numbers come from, where stated.
    pub source: Option<String>,
    /// What is to be settled.
    pub issues: Vec<Issue>,
    /// Who takes part: mediators without preferences and ratifiers included.
    pub parties: Vec<Party>,
    /// What each of them wants, as far as it said so.
    pub preferences: Vec<Option<Preferences>>,
    /// The votes of each, which count for ratifiers.
    pub votes: Vec<u64>,
    /// How what each of them signs is ratified, where a rule says so.
    pub ratifications: Vec<Option<RatificationRule>>,
    /// Numbers that are not known, by the index of a participant.
    pub doubts: Vec<Doubts>,
    /// What was promised in public, by the index of a participant.
    pub commitments: Vec<Commitment>,
    /// What must hold in every agreement.
    pub rules: Vec<Rule>,
    /// The texts on the table.
    pub drafts: Vec<Draft>,
}

impl Outline {
    /// What is not known about a participant.
    #[must_use]
    pub fn doubts_of(&self, participant: usize) -> Option<&Doubts> {
        self.doubts.iter().find(|doubts| doubts.of == participant)
    }
}

impl From<&Negotiation> for Outline {
    fn from(negotiation: &Negotiation) -> Outline {
        let n_parties = negotiation.parties().len();
        let participants = 0..n_parties + negotiation.ratifiers().len();
        let rule = |of: usize| negotiation.ratifications().iter().find(|own| own.of == of).map(|own| own.rule);
        let votes = |index: usize| index.checked_sub(n_parties).map_or(1, |index| negotiation.ratifiers()[index].votes);
        Outline {
            title: negotiation.title().to_string(),
            drafted_by: None,
            footing: negotiation.footing().map(str::to_string),
            source: negotiation.source().map(str::to_string),
            issues: negotiation.issues().to_vec(),
            parties: participants.clone().map(|index| negotiation.participant(index).0.clone()).collect(),
            preferences: participants.clone().map(|index| Some(negotiation.participant(index).1.clone())).collect(),
            votes: participants.clone().map(votes).collect(),
            ratifications: participants.map(rule).collect(),
            doubts: negotiation.doubts().to_vec(),
            commitments: negotiation.commitments().to_vec(),
            rules: negotiation.rules().to_vec(),
            drafts: negotiation.drafts().to_vec(),
        }
    }
}
