//! Utilities as they are read, piece by piece.

use super::Domain;
use crate::exact::Rational;
use crate::model::{Additive, Condition, JointTerm, Utility};
use num_traits::{One, Signed, Zero};

/// Utilities as they are built up: plain sums over issues, and terms for issues settled together.
pub(in crate::format) struct Sum {
    pub weights: Vec<Rational>,
    pub values: Vec<Vec<Rational>>,
    pub constant: Rational,
    pub terms: Vec<(Vec<Condition>, Rational)>,
}

impl Sum {
    /// Nothing is worth anything yet.
    pub fn nothing(domain: &Domain) -> Sum {
        Sum {
            weights: vec![Rational::one(); domain.issues.len()],
            values: domain.issues.iter().map(|issue| vec![Rational::zero(); issue.options.len()]).collect(),
            constant: Rational::zero(),
            terms: Vec::new(),
        }
    }

    /// Adds a worth for conditions that hold together: to all outcomes where there are none, to the
    /// options of the issue where there is one.
    pub fn add(&mut self, conditions: Vec<Condition>, worth: Rational) {
        match conditions.as_slice() {
            [] => self.constant += worth,
            [condition] => {
                let worth = worth / &self.weights[condition.issue];
                condition.options.iter().for_each(|&option| self.values[condition.issue][option] += &worth);
            }
            _ => self.terms.push((conditions, worth)),
        }
    }

    /// The utility that it makes.
    pub fn finish(mut self) -> Utility {
        for (weight, values) in self.weights.iter_mut().zip(&mut self.values) {
            if weight.is_negative() {
                *weight = -weight.clone();
                values.iter_mut().for_each(|value| *value = -value.clone());
            }
        }
        // Without issues there is nothing to bear it; the domain is refused.
        if !self.constant.is_zero() && !self.weights.is_empty() {
            let bearer = self.weights.iter().position(|weight| !weight.is_zero()).unwrap_or(0);
            if self.weights[bearer].is_zero() {
                self.weights[bearer] = Rational::one();
                self.values[bearer].iter_mut().for_each(|value| *value = Rational::zero());
            }
            let worth = self.constant / &self.weights[bearer];
            self.values[bearer].iter_mut().for_each(|value| *value += &worth);
        }
        let terms = self.terms.into_iter().filter(|(_, worth)| !worth.is_zero());
        Utility::Additive(Additive {
            weights: self.weights,
            values: self.values,
            joint_terms: terms.map(|(conditions, worth)| JointTerm { conditions, worth }).collect(),
            weight_total: Rational::one(),
            value_scale: Rational::one(),
        })
    }
}
