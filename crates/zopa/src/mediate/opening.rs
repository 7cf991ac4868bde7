//! From talks or a text to how a room on them opens.

use super::fact::{Choice, Opened, PartyAtTable, Worded};
use super::names::PartyId;
use crate::model::{Negotiation, PartialOutcome, Role};
use crate::text::{Agreement, Clause, NumberedText, Settled};
use std::collections::BTreeMap;

impl Opened {
    /// A room on a draft of talks. Its parties are those who sign; those who mediate sit at the mediator's side.
    #[must_use]
    pub fn on_draft(negotiation: &Negotiation, draft: &PartialOutcome) -> Opened {
        let agreement = Agreement::new(negotiation, draft);
        let order = order(negotiation);
        let mut choices = BTreeMap::new();
        let mut text = Vec::new();
        for (clause, issue) in agreement.clauses.iter().zip(order) {
            let options = &negotiation.issues()[issue].options;
            let known = options.iter().map(|option| Choice { id: option.id.clone(), text: option.text.clone() });
            choices.insert(clause.label(), known.collect());
            let settled = draft.0[issue].or((options.len() == 1).then_some(0));
            let choice = settled.map(|option| options[option].id.clone());
            text.push(worded(clause, &negotiation.issues()[issue].title, choice));
        }
        let parties = negotiation.parties().iter().filter(|party| party.role == Role::Party);
        let at_table =
            |party: &crate::model::Party| PartyAtTable { id: PartyId(party.id.clone()), name: party.name.clone() };
        Opened {
            title: negotiation.title().to_string(),
            footing: negotiation.footing().map(str::to_string),
            demo: false,
            parties: parties.map(at_table).collect(),
            choices,
            everything: true,
            text,
        }
    }

    /// A room on a text in numbered points, between parties with these short names and names.
    #[must_use]
    pub fn on_text(text: &NumberedText, parties: Vec<PartyAtTable>) -> Opened {
        let worded = |point: &crate::text::Point| Worded {
            label: point.label(),
            title: point.title.clone().unwrap_or_else(|| format!("Point {}", point.label())),
            text: point.words(),
            choice: None,
        };
        Opened {
            title: text.title.clone().unwrap_or_else(|| text.name.clone()),
            footing: None,
            demo: false,
            parties,
            choices: BTreeMap::new(),
            everything: true,
            text: text.points.iter().map(worded).collect(),
        }
    }
}

/// The issues in the order in which an agreement tells them.
fn order(negotiation: &Negotiation) -> Vec<usize> {
    let issues = negotiation.issues();
    let mut order: Vec<usize> = (0..issues.len()).collect();
    order.sort_by_key(|&issue| (issues[issue].point.is_none(), issues[issue].point));
    order
}

fn worded(clause: &Clause, title: &str, choice: Option<String>) -> Worded {
    let text = match &clause.settled {
        Settled::Words(words) => words.clone(),
        Settled::Open(alternatives) => {
            alternatives.iter().map(|words| format!("[{words}]")).collect::<Vec<_>>().join(" ")
        }
    };
    Worded { label: clause.label(), title: title.to_string(), text, choice }
}
