//! A party's private utility over outcomes, its red lines and its walk-away value.

use super::{Condition, Outcome};
use crate::exact::{Rational, sum_of_products};
use num_traits::{One, Signed, Zero};

/// What a party wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    /// Utility of every outcome.
    pub utility: Utility,
    /// What the party will never accept.
    pub red_lines: Vec<RedLine>,
    /// Utility of no agreement, in the unit of the utilities (0 to 1 where they are normalised).
    pub reservation_value: Rational,
    /// Factor by which a round of delay multiplies utility; simulations use it, solutions do not.
    pub discount: Option<Rational>,
}

/// How utility depends on the outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Utility {
    /// Weights times option values, plus terms for issues settled together.
    Additive(Additive),
    /// A number for every outcome, in the order in which the last issue changes fastest.
    Table(Vec<Rational>),
}

/// Utility `(sum of weight * value / value_scale + sum of joint terms) / weight_total`.
#[derive(Clone, Debug, PartialEq)]
pub struct Additive {
    /// Weight of every issue, as written; none negative.
    pub weights: Vec<Rational>,
    /// Value of every option of every issue, as written.
    pub values: Vec<Vec<Rational>>,
    /// What options of several issues are worth together, beyond their values, in the unit of weights.
    pub joint_terms: Vec<JointTerm>,
    /// What a weight is divided by: the sum of the weights, or 1 where utilities are plain sums.
    pub weight_total: Rational,
    /// What a value is divided by: the value that counts as full satisfaction, or 1.
    pub value_scale: Rational,
}

/// A bonus or malus for two or more issues settled in a certain way together.
#[derive(Clone, Debug, PartialEq)]
pub struct JointTerm {
    /// The issues, all different and at least two, with the options meant of each.
    pub conditions: Vec<Condition>,
    /// Added, in the unit of weights, where all hold.
    pub worth: Rational,
}

impl JointTerm {
    /// Whether an outcome, given option by option, earns the term.
    #[must_use]
    pub fn holds(&self, settlement: &[usize]) -> bool {
        self.conditions.iter().all(|condition| condition.holds(settlement))
    }
}

/// A combination that the party will never accept: all conditions together. One condition makes
/// the options of an issue unacceptable.
#[derive(Clone, Debug, PartialEq)]
pub struct RedLine {
    /// What crosses it, at least one condition.
    pub conditions: Vec<Condition>,
    /// The red line in the party's words, where it gave some.
    pub text: Option<String>,
}

impl RedLine {
    /// Whether an outcome, given option by option, crosses the red line.
    #[must_use]
    pub fn crossed(&self, settlement: &[usize]) -> bool {
        self.conditions.iter().all(|condition| condition.holds(settlement))
    }
}

impl Preferences {
    /// The exact utility of an outcome. `sizes` are the numbers of options, issue by issue.
    #[must_use]
    pub fn utility(&self, outcome: &Outcome, sizes: &[usize]) -> Rational {
        match &self.utility {
            Utility::Table(values) => {
                let index = outcome.0.iter().zip(sizes).fold(0, |index, (option, size)| index * size + option);
                values[index].clone()
            }
            Utility::Additive(additive) => {
                let values = additive.values.iter().zip(&outcome.0).map(|(values, &option)| &values[option]);
                let satisfaction = sum_of_products(additive.weights.iter().zip(values));
                let joint = additive.joint_terms.iter().filter(|term| term.holds(&outcome.0));
                let joint: Rational = joint.map(|term| &term.worth).sum();
                (satisfaction / &additive.value_scale + joint) / &additive.weight_total
            }
        }
    }
}

impl Utility {
    /// What no outcome exceeds: the best of every issue and every bonus together, whether or not they agree.
    #[must_use]
    pub fn upper_bound(&self) -> Rational {
        match self {
            Utility::Table(values) => values.iter().max().cloned().unwrap_or_default(),
            Utility::Additive(additive) => additive.bound(|options| options.max(), Signed::is_positive),
        }
    }

    /// What no outcome falls below: the worst of every issue and every malus together.
    #[must_use]
    pub fn lower_bound(&self) -> Rational {
        match self {
            Utility::Table(values) => values.iter().min().cloned().unwrap_or_default(),
            Utility::Additive(additive) => additive.bound(|options| options.min(), Signed::is_negative),
        }
    }

    /// What combinations of options are worth beyond the options; tables have no such terms.
    #[must_use]
    pub fn joint_terms(&self) -> &[JointTerm] {
        match self {
            Utility::Additive(additive) => &additive.joint_terms,
            Utility::Table(_) => &[],
        }
    }
}

impl Additive {
    /// One option of each issue, and all terms that count.
    fn bound(
        &self,
        choice: impl Fn(&mut dyn Iterator<Item = Rational>) -> Option<Rational>,
        counts: impl Fn(&Rational) -> bool,
    ) -> Rational {
        let options = |issue: usize| (0..self.values[issue].len()).map(move |option| self.contribution(issue, option));
        let own: Rational = (0..self.values.len()).filter_map(|issue| choice(&mut options(issue))).sum();
        let terms = self.joint_terms.iter().map(|term| &term.worth / &self.weight_total);
        own + terms.filter(|worth| counts(worth)).sum::<Rational>()
    }

    /// What an option adds to the utility.
    #[must_use]
    pub fn contribution(&self, issue: usize, option: usize) -> Rational {
        if self.weights[issue].is_zero() {
            return Rational::zero();
        }
        &self.weights[issue] * &self.values[issue][option] / (&self.weight_total * &self.value_scale)
    }

    /// Whether utilities are plain sums, in the unit in which weights and values are written.
    #[must_use]
    pub fn is_plain_sum(&self) -> bool {
        self.weight_total.is_one() && self.value_scale.is_one()
    }
}
