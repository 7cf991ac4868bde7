//! Unknown numbers in words: what they are, and how to ask for them in a caucus.

use super::question::QuestionValue;
use crate::exact::write;
use crate::model::{Condition, Negotiation, Quantity, Utility};

/// What a number is, in a few words: "Ports: how much it matters".
#[must_use]
pub fn named(negotiation: &Negotiation, participant: usize, quantity: Quantity) -> String {
    match quantity {
        Quantity::Reservation => "what no agreement is worth".into(),
        Quantity::Weight { issue } => format!("how much {} matters", title(negotiation, issue)),
        Quantity::Value { issue, option } => {
            format!("how good “{}” is on {}", text(negotiation, issue, option), title(negotiation, issue))
        }
        Quantity::JointTerm { term } => format!("what {} is worth", together(negotiation, participant, term)),
    }
}

/// A question to ask a participant alone.
#[must_use]
pub fn asked(negotiation: &Negotiation, question: &QuestionValue) -> String {
    let (party, preferences) = negotiation.participant(question.participant);
    let doubts = negotiation.doubts().iter().find(|doubts| doubts.of == question.participant);
    let unknown = doubts.and_then(|doubts| doubts.unknowns.iter().find(|(other, _)| *other == question.quantity));
    let nearer = unknown.map_or_else(String::new, |(_, distribution)| {
        format!("nearer {} or nearer {}", write(distribution.low()), write(distribution.high()))
    });
    let name = if party.name.trim().is_empty() { &party.id } else { &party.name };
    match question.quantity {
        Quantity::Reservation => {
            format!("Ask {name}: if these talks fail, what have you got then, on the scale of your own file: {nearer}?")
        }
        Quantity::Weight { issue } => format!(
            "Ask {name}: beside your other points, how much does {} matter to you: {nearer}?",
            title(negotiation, issue)
        ),
        Quantity::Value { issue, option } => {
            let scale = match &preferences.utility {
                Utility::Additive(additive) if !additive.is_plain_sum() => {
                    format!(", where {} would be all you want", write(&additive.value_scale))
                }
                _ => String::new(),
            };
            format!(
                "Ask {name}: on {}, how good for you is “{}”: {nearer}{scale}?",
                title(negotiation, issue),
                text(negotiation, issue, option)
            )
        }
        Quantity::JointTerm { term } => format!(
            "Ask {name}: what is it worth to you, beside the points by themselves, to have {}: {nearer}?",
            together(negotiation, question.participant, term)
        ),
    }
}

fn title(negotiation: &Negotiation, issue: usize) -> String {
    let issue = &negotiation.issues()[issue];
    let title = if issue.title.trim().is_empty() { &issue.id } else { &issue.title };
    issue.point.map_or_else(|| format!("“{title}”"), |point| format!("point {point}, “{title}”"))
}

fn text(negotiation: &Negotiation, issue: usize, option: usize) -> &str {
    let option = &negotiation.issues()[issue].options[option];
    if option.text.trim().is_empty() { &option.id } else { &option.text }
}

fn together(negotiation: &Negotiation, participant: usize, term: usize) -> String {
    let Utility::Additive(additive) = &negotiation.participant(participant).1.utility else { return String::new() };
    let said = |condition: &Condition| {
        let options =
            condition.options.iter().map(|&option| format!("“{}”", text(negotiation, condition.issue, option)));
        options.collect::<Vec<_>>().join(" or ")
    };
    additive.joint_terms[term].conditions.iter().map(said).collect::<Vec<_>>().join(" together with ")
}
