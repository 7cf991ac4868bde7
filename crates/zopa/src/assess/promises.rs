//! What public promises cost those who made them, shown apart from what they prefer.
//!
//! An audience cost is what a party loses before its own public when it moves away from a stated
//! position: James D. Fearon, 1994, "Domestic Political Audiences and the Escalation of International
//! Disputes", American Political Science Review 88(3). Costs of several promises add up.

use crate::exact::Rational;
use crate::model::{Additive, Negotiation, Outcome, Preferences, Utility};
use num_traits::{One, Zero};

/// What a package costs a participant before its public.
#[derive(Clone, Debug, PartialEq)]
pub struct AudienceCost {
    /// The participant: a party, or a ratifier counted on from the parties.
    pub of: usize,
    /// Indices of its promises that the package breaks.
    pub broken: Vec<usize>,
    /// What that costs, in the unit of utilities.
    pub cost: Rational,
    /// Its gain over no agreement without that cost.
    pub gain: Rational,
}

impl AudienceCost {
    /// Whether the participant would accept the package but for its promises.
    #[must_use]
    pub fn is_decisive(&self) -> bool {
        self.gain >= Rational::zero() && self.gain < self.cost
    }
}

/// The costs of a package, for every participant that has promised something.
#[must_use]
pub fn audience_costs(negotiation: &Negotiation, outcome: &Outcome) -> Vec<AudienceCost> {
    let mut costs: Vec<AudienceCost> = Vec::new();
    for (index, commitment) in negotiation.commitments().iter().enumerate() {
        let (_, preferences) = negotiation.participant(commitment.of);
        if costs.last().is_none_or(|last| last.of != commitment.of) {
            let gain = preferences.utility(outcome, negotiation.sizes()) - &preferences.reservation_value;
            costs.push(AudienceCost { of: commitment.of, broken: Vec::new(), cost: Rational::zero(), gain });
        }
        if let (Some(own), false) = (costs.last_mut(), commitment.is_kept(outcome)) {
            own.broken.push(index);
            own.cost += &commitment.cost / unit(preferences);
        }
    }
    costs
}

/// What a cost in the unit of weights is divided by to be in the unit of utilities.
fn unit(preferences: &Preferences) -> Rational {
    match &preferences.utility {
        Utility::Additive(additive) => additive.weight_total.clone(),
        Utility::Table(_) => Rational::one(),
    }
}

/// The same talks with the costs of promises counted as if they were preferences. Numbers that are
/// not known keep their central values.
#[must_use]
pub fn counting_costs(negotiation: &Negotiation) -> Negotiation {
    let mut parts = negotiation.clone().into_parts();
    let sizes = negotiation.sizes();
    let n_parties = parts.parties.len();
    for commitment in std::mem::take(&mut parts.commitments) {
        let preferences = match commitment.of.checked_sub(n_parties) {
            None => &mut parts.preferences[commitment.of],
            Some(ratifier) => &mut parts.ratifiers[ratifier].preferences,
        };
        // The unit is that of the preferences as given, before earlier promises were counted.
        let cost = &commitment.cost / unit(negotiation.participant(commitment.of).1);
        let broken = |option: usize| !commitment.promised.options.contains(&option);
        let issue = commitment.promised.issue;
        match &mut preferences.utility {
            Utility::Table(utilities) => {
                let stride: usize = sizes[issue + 1..].iter().product();
                for (index, utility) in utilities.iter_mut().enumerate() {
                    if broken(index / stride % sizes[issue]) {
                        *utility -= &cost;
                    }
                }
            }
            Utility::Additive(additive) => {
                *additive = plain(additive);
                for (option, value) in additive.values[issue].iter_mut().enumerate() {
                    if broken(option) {
                        *value -= &cost;
                    }
                }
            }
        }
    }
    parts.doubts.clear();
    Negotiation::new(parts).expect("utilities change, nothing else")
}

/// The same utilities as plain sums.
fn plain(additive: &Additive) -> Additive {
    let values = additive.values.iter().enumerate();
    let values = values.map(|(issue, values)| (0..values.len()).map(|o| additive.contribution(issue, o)).collect());
    let mut joint_terms = additive.joint_terms.clone();
    for term in &mut joint_terms {
        term.worth = &term.worth / &additive.weight_total;
    }
    Additive {
        weights: vec![Rational::one(); additive.weights.len()],
        values: values.collect(),
        joint_terms,
        weight_total: Rational::one(),
        value_scale: Rational::one(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::ratio;
    use crate::model::{Commitment, Condition};
    use crate::random::{Random, Shape, negotiation, outcomes};
    use proptest::prelude::*;

    fn committed(seed: u64, cost: i64) -> Negotiation {
        let mut random = Random(seed ^ 0xAC);
        let mut parts = negotiation(seed, &Shape::SMALL).into_parts();
        for of in 0..parts.parties.len() {
            for _ in 0..random.below(3) {
                let issue = random.below(parts.issues.len());
                let options = vec![random.below(parts.issues[issue].options.len())];
                let promised = Condition { issue, options };
                parts.commitments.push(Commitment { of, promised, cost: ratio(cost, 8), text: None, source: None });
            }
        }
        Negotiation::new(parts).expect("promises name options")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        /// The side with the higher cost backs down less (Fearon 1994): what it accepts shrinks as the cost
        /// rises, and nothing else about it changes.
        #[test]
        fn dearer_promises_leave_a_smaller_zone(seed in 0u64..1_000_000) {
            let (cheap, dear) = (committed(seed, 1), committed(seed, 3));
            let (counted_cheap, counted_dear) = (counting_costs(&cheap), counting_costs(&dear));
            for outcome in outcomes(&cheap) {
                prop_assert!(!counted_dear.in_zone(&outcome) || counted_cheap.in_zone(&outcome));
                prop_assert!(!counted_cheap.in_zone(&outcome) || cheap.in_zone(&outcome));
                for cost in audience_costs(&dear, &outcome) {
                    let counted = counted_dear.utility(cost.of, &outcome);
                    prop_assert_eq!(&counted, &(dear.utility(cost.of, &outcome) - &cost.cost));
                    let reservation = &dear.preferences()[cost.of].reservation_value;
                    prop_assert_eq!(cost.is_decisive(), &counted < reservation && cost.gain >= Rational::zero());
                    prop_assert_eq!(cost.broken.is_empty(), cost.cost.is_zero());
                }
            }
        }
    }
}
