//! The worst and the best that a participant may think of an outcome, over every world that is
//! possible, exactly.
//!
//! Where weights are relative, an outcome is accepted if `sum of w_i (v_i - r s) + sum of z s` is not
//! negative: for any weights that are not negative this is least where values and worths are lowest
//! and the reservation value is highest, and then it is a sum of one term for each weight, each least
//! at one end of its weight. So the worst of all worlds is a sum over issues, and a package that is
//! acceptable in every world can be searched for like any other.

use crate::exact::Rational;
use crate::model::{Additive, Distribution, Doubts, Negotiation, Outcome, Preferences, Quantity, Utility};
use num_traits::{One, Zero};

/// Which of all possible worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    /// The one in which the participant thinks worst of an outcome.
    Worst,
    /// The one in which it thinks best of it.
    Best,
}

/// By how much an outcome exceeds what a participant must have in its extreme world; negative where
/// it falls short. The unit is that of weights times values; only the sign means something to others.
pub(super) fn margin(negotiation: &Negotiation, participant: usize, outcome: &Outcome, extreme: Extreme) -> Rational {
    let extreme = preferences(negotiation, participant, extreme);
    extreme.utility(outcome, negotiation.sizes()) - extreme.reservation_value
}

/// The same talks with every party in the world in which it thinks worst (or best) of every outcome:
/// what is acceptable there is acceptable in every world (or in some).
#[must_use]
pub fn at_extreme(negotiation: &Negotiation, extreme: Extreme) -> Negotiation {
    let mut parts = negotiation.clone().into_parts();
    for (party, own) in parts.preferences.iter_mut().enumerate() {
        *own = preferences(negotiation, party, extreme);
    }
    for (index, ratifier) in parts.ratifiers.iter_mut().enumerate() {
        ratifier.preferences = preferences(negotiation, parts.parties.len() + index, extreme);
    }
    parts.doubts.clear();
    Negotiation::new(parts).expect("numbers change, nothing else")
}

/// A participant's preferences in its extreme world, as plain sums.
fn preferences(negotiation: &Negotiation, participant: usize, extreme: Extreme) -> Preferences {
    let own = negotiation.participant(participant).1;
    let Some(doubts) = negotiation.doubts().iter().find(|doubts| doubts.of == participant) else { return own.clone() };
    let ends = Ends { doubts, extreme };
    let reservation = ends.lower(Quantity::Reservation, &own.reservation_value, true);
    match &own.utility {
        Utility::Table(_) => Preferences { reservation_value: reservation, ..own.clone() },
        Utility::Additive(additive) => {
            let required = &reservation * &additive.value_scale;
            let (offset, reservation_value) = match doubts.relative_weights {
                true => (required, Rational::zero()),
                false => (Rational::zero(), required * &additive.weight_total),
            };
            let utility = Utility::Additive(ends.plain(additive, &offset));
            Preferences { utility, reservation_value, ..own.clone() }
        }
    }
}

struct Ends<'d> {
    doubts: &'d Doubts,
    extreme: Extreme,
}

impl Ends<'_> {
    fn range<'r>(&'r self, quantity: Quantity, number: &'r Rational) -> (&'r Rational, &'r Rational) {
        let unknown = self.doubts.unknowns.iter().find(|(other, _)| *other == quantity);
        let ends = |distribution: &'r Distribution| (distribution.low(), distribution.high());
        unknown.map_or((number, number), |(_, distribution)| ends(distribution))
    }

    /// The end at which an outcome looks worst (or best): the lower, or the higher for a number that
    /// is `against` it.
    fn lower(&self, quantity: Quantity, number: &Rational, against: bool) -> Rational {
        let (low, high) = self.range(quantity, number);
        if (self.extreme == Extreme::Worst) == against { high.clone() } else { low.clone() }
    }

    /// Plain sums: the values are what each option adds, less `offset` for each unit of weight.
    fn plain(&self, additive: &Additive, offset: &Rational) -> Additive {
        let add = |issue: usize, option: usize| {
            let value = self.lower(Quantity::Value { issue, option }, &additive.values[issue][option], false) - offset;
            let (low, high) = self.range(Quantity::Weight { issue }, &additive.weights[issue]);
            let (at_low, at_high) = (low * &value, high * &value);
            if self.extreme == Extreme::Worst { at_low.min(at_high) } else { at_low.max(at_high) }
        };
        let values = additive.values.iter().enumerate();
        let mut joint_terms = additive.joint_terms.clone();
        for (term, joint) in joint_terms.iter_mut().enumerate() {
            joint.worth = self.lower(Quantity::JointTerm { term }, &joint.worth, false) * &additive.value_scale;
        }
        Additive {
            weights: vec![Rational::one(); additive.weights.len()],
            values: values
                .map(|(issue, values)| (0..values.len()).map(|option| add(issue, option)).collect())
                .collect(),
            joint_terms,
            weight_total: Rational::one(),
            value_scale: Rational::one(),
        }
    }
}
