//! What matters to a party how much.

use super::super::fact::{Body, Level, Values};
use super::super::refusal::Refusal;
use super::super::roster::Rank;
use super::super::wording::Check;
use super::{Act, Deeds, Desk, Kind, Who};
use serde::{Deserialize, Serialize};

/// Writes down priorities, the worth of choices and what no agreement is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetValues {
    /// The numbers, each from 0 to 100.
    pub values: Values,
    /// Who may know.
    pub level: Level,
}

impl Act for SetValues {
    const KIND: Kind =
        Kind { name: "set_values", title: "Say what matters", who: Who::Parties, least: Rank::Member, weighty: false };

    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
        desk.may_show(self.level)?;
        let mut check = Check::new();
        let labels = desk.state.labels();
        let choices = desk.state.opened.as_ref().map(|(opened, _)| &opened.choices);
        for (label, weight) in &self.values.weights {
            if !labels.contains(label.as_str()) {
                check.problem(format!("the current text has no point {label}"));
            }
            if *weight > 100 {
                check.problem(format!("the weight of point {label} is {weight}; use 0 to 100"));
            }
        }
        for (label, worths) in &self.values.choices {
            let known = choices.and_then(|choices| choices.get(label)).map(Vec::as_slice).unwrap_or_default();
            for (choice, worth) in worths {
                if !known.iter().any(|known| known.id == *choice) {
                    check.problem(format!("point {label} has no choice called {choice}"));
                }
                if *worth > 100 {
                    check.problem(format!("the worth of {choice} at point {label} is {worth}; use 0 to 100"));
                }
            }
        }
        if self.values.walk_away > 100 {
            check.problem(format!("the walk-away value is {}; use 0 to 100", self.values.walk_away));
        }
        check.finish()?;
        let item = desk.new_item(self.level, None, Body::Values(self.values.clone()));
        Ok(super::desk::put(item))
    }
}
