//! Numbers of a party that are not known exactly.

use super::{Additive, Preferences, Utility};
use crate::exact::{self, Rational};
use num_traits::{One, Signed, Zero};

/// Where a normal distribution ends that does not say so itself: this many deviations from its mean.
const DEVIATIONS: i64 = 3;

/// How a number that is not known may fall. Exact, and valid by construction.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(Form);

/// The forms that a distribution can take.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// Anything from `low` to `high`, all equally likely.
    Between {
        /// The least that it can be.
        low: Rational,
        /// The most that it can be.
        high: Rational,
    },
    /// From `low` to `high`, the likelier the nearer to `likely`, in straight lines (triangular).
    Around {
        /// The least that it can be.
        low: Rational,
        /// Where it is likeliest.
        likely: Rational,
        /// The most that it can be.
        high: Rational,
    },
    /// Normally distributed, cut off below `low` and above `high`.
    Normal {
        /// The mean before it is cut off; between `low` and `high`.
        mean: Rational,
        /// The standard deviation before it is cut off, above zero.
        deviation: Rational,
        /// The least that it can be.
        low: Rational,
        /// The most that it can be.
        high: Rational,
    },
    /// One of several numbers, ascending, each with its chance; the chances sum to one.
    OneOf(Vec<(Rational, Rational)>),
}

impl Distribution {
    /// Anything between two numbers, all equally likely.
    ///
    /// # Errors
    /// A sentence, where `low` is above `high`.
    pub fn between(low: Rational, high: Rational) -> Result<Distribution, String> {
        ascending(&[("low", &low), ("high", &high)])?;
        Ok(Distribution(Form::Between { low, high }))
    }

    /// Between two numbers, the likelier the nearer to a number in between.
    ///
    /// # Errors
    /// A sentence, where the numbers do not rise.
    pub fn around(low: Rational, likely: Rational, high: Rational) -> Result<Distribution, String> {
        ascending(&[("low", &low), ("likely", &likely), ("high", &high)])?;
        Ok(Distribution(Form::Around { low, likely, high }))
    }

    /// Normally distributed about a mean. Where no end is given, it is cut off three deviations away.
    ///
    /// # Errors
    /// A sentence, where the deviation is not above zero or the mean lies outside the ends.
    pub fn normal(
        mean: Rational,
        deviation: Rational,
        low: Option<Rational>,
        high: Option<Rational>,
    ) -> Result<Distribution, String> {
        if !deviation.is_positive() {
            return Err(format!("deviation {} is not above zero", exact::write(&deviation)));
        }
        let reach = &deviation * Rational::from_integer(DEVIATIONS.into());
        let (low, high) = (low.unwrap_or_else(|| &mean - &reach), high.unwrap_or_else(|| &mean + &reach));
        ascending(&[("low", &low), ("mean", &mean), ("high", &high)])?;
        Ok(Distribution(Form::Normal { mean, deviation, low, high }))
    }

    /// One of several numbers with their chances; equal chances where none are given.
    ///
    /// # Errors
    /// A sentence, where there is no number, a number stands twice, or the chances do not fit.
    pub fn one_of(numbers: Vec<Rational>, chances: Option<Vec<Rational>>) -> Result<Distribution, String> {
        let n_numbers = numbers.len();
        if n_numbers == 0 {
            return Err("`one_of` names no number".into());
        }
        let equal = || vec![Rational::new(1.into(), n_numbers.into()); n_numbers];
        let chances = chances.unwrap_or_else(equal);
        if chances.len() != n_numbers {
            return Err(format!("{n_numbers} numbers have {} chances", chances.len()));
        }
        if let Some(chance) = chances.iter().find(|chance| !chance.is_positive()) {
            return Err(format!("chance {} is not above zero", exact::write(chance)));
        }
        let sum: Rational = chances.iter().sum();
        if !sum.is_one() {
            return Err(format!("the chances sum to {}, not to 1", exact::write(&sum)));
        }
        let mut cases: Vec<(Rational, Rational)> = numbers.into_iter().zip(chances).collect();
        cases.sort();
        match cases.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(format!("{} stands twice", exact::write(&pair[0].0))),
            None => Ok(Distribution(Form::OneOf(cases))),
        }
    }

    /// The form that it has.
    #[must_use]
    pub fn form(&self) -> &Form {
        &self.0
    }

    /// The least that it can be.
    #[must_use]
    pub fn low(&self) -> &Rational {
        match &self.0 {
            Form::Between { low, .. } | Form::Around { low, .. } | Form::Normal { low, .. } => low,
            Form::OneOf(cases) => &cases[0].0,
        }
    }

    /// The most that it can be.
    #[must_use]
    pub fn high(&self) -> &Rational {
        match &self.0 {
            Form::Between { high, .. } | Form::Around { high, .. } | Form::Normal { high, .. } => high,
            Form::OneOf(cases) => &cases[cases.len() - 1].0,
        }
    }

    /// The number that stands for it where one number is needed: the middle of an interval, the
    /// likeliest number, the mean; of several numbers the median, the first that is reached with a
    /// chance of one half.
    #[must_use]
    pub fn central(&self) -> Rational {
        match &self.0 {
            Form::Between { low, high } => (low + high) / Rational::from_integer(2.into()),
            Form::Around { likely, .. } => likely.clone(),
            Form::Normal { mean, .. } => mean.clone(),
            Form::OneOf(cases) => {
                let half = Rational::new(1.into(), 2.into());
                let mut reached = Rational::zero();
                let median = cases.iter().find(|(_, chance)| {
                    reached += chance;
                    reached >= half
                });
                median.expect("the chances sum to one").0.clone()
            }
        }
    }
}

fn ascending(numbers: &[(&str, &Rational)]) -> Result<(), String> {
    let falls = numbers.windows(2).find(|pair| pair[0].1 > pair[1].1);
    falls.map_or(Ok(()), |pair| {
        let [(lower, low), (higher, high)] = [pair[0], pair[1]];
        Err(format!("{lower} {} is above {higher} {}", exact::write(low), exact::write(high)))
    })
}

/// A number in a party's preferences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// What no agreement is worth.
    Reservation,
    /// The weight of an issue.
    Weight {
        /// Index of the issue.
        issue: usize,
    },
    /// The value of an option.
    Value {
        /// Index of the issue.
        issue: usize,
        /// Index of the option.
        option: usize,
    },
    /// What issues settled in a certain way is worth.
    JointTerm {
        /// Index of the joint term.
        term: usize,
    },
}

/// What is not known about one participant. Draws are independent of each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubts {
    /// Whose numbers: the index of a party, or, counted on from the parties, of a ratifier.
    pub of: usize,
    /// The numbers that are not known, each once, with how they may fall. Preferences hold their
    /// central values.
    pub unknowns: Vec<(Quantity, Distribution)>,
    /// Whether weights are relative, so that in every world they are divided by their sum in that
    /// world; else they are divided by what the preferences say.
    pub relative_weights: bool,
}

impl Quantity {
    /// The number in a party's preferences, if they have it.
    #[must_use]
    pub fn of(self, preferences: &Preferences) -> Option<&Rational> {
        match (self, &preferences.utility) {
            (Quantity::Reservation, _) => Some(&preferences.reservation_value),
            (_, Utility::Table(_)) => None,
            (Quantity::Weight { issue }, Utility::Additive(additive)) => additive.weights.get(issue),
            (Quantity::Value { issue, option }, Utility::Additive(additive)) => {
                additive.values.get(issue).and_then(|values| values.get(option))
            }
            (Quantity::JointTerm { term }, Utility::Additive(additive)) => {
                additive.joint_terms.get(term).map(|term| &term.worth)
            }
        }
    }
}

impl Doubts {
    /// What does not fit the preferences, a sentence each.
    pub(super) fn flaws(&self, preferences: &Preferences) -> Vec<String> {
        let mut flaws = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (quantity, distribution) in &self.unknowns {
            if !seen.insert(*quantity) {
                flaws.push("a number is doubted twice".into());
            }
            match quantity.of(preferences) {
                None => flaws.push("a number is doubted that does not exist".into()),
                Some(number) if *number != distribution.central() => {
                    flaws.push("a number that is doubted must stand in the preferences by its central value".into());
                }
                Some(_) => {}
            }
            if matches!(quantity, Quantity::Weight { .. }) && distribution.low().is_negative() {
                flaws.push("a weight may become negative".into());
            }
        }
        if self.relative_weights {
            flaws.extend(self.relative_flaw(preferences));
        }
        flaws
    }

    /// Why weights cannot be relative.
    fn relative_flaw(&self, preferences: &Preferences) -> Option<String> {
        let Utility::Additive(additive) = &preferences.utility else {
            return Some("a table over outcomes has no weights".into());
        };
        if !is_normalised(additive, &preferences.reservation_value) {
            return Some("weights are relative only where utilities run from 0 to 1".into());
        }
        let least = |issue: usize| {
            let doubt = self.unknowns.iter().find(|(quantity, _)| *quantity == Quantity::Weight { issue });
            doubt.map_or(&additive.weights[issue], |(_, distribution)| distribution.low())
        };
        let all_may_vanish = (0..additive.weights.len()).all(|issue| least(issue).is_zero());
        all_may_vanish.then(|| "all weights may be zero at once".to_string())
    }
}

/// Whether utilities run from 0 to 1: weights are divided by their sum and no value exceeds the scale.
pub(crate) fn is_normalised(additive: &Additive, reservation: &Rational) -> bool {
    let sum: Rational = additive.weights.iter().sum();
    let mut values = additive.values.iter().flatten();
    sum.is_positive()
        && sum == additive.weight_total
        && values.all(|value| !value.is_negative() && *value <= additive.value_scale)
        && *reservation <= Rational::one()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::ratio;

    #[test]
    fn distributions_are_valid_or_refused() {
        let n = |n: i64| ratio(n, 1);
        assert_eq!(Distribution::between(n(3), n(7)).expect("rises").central(), n(5));
        assert_eq!(Distribution::between(n(7), n(3)), Err("low 7 is above high 3".into()));
        assert_eq!(Distribution::around(n(3), n(4), n(7)).expect("rises").central(), n(4));
        assert_eq!(Distribution::around(n(3), n(8), n(7)), Err("likely 8 is above high 7".into()));
        let normal = Distribution::normal(n(5), n(1), Some(n(4)), None).expect("fits");
        assert_eq!((normal.low(), normal.high(), normal.central()), (&n(4), &n(8), n(5)));
        assert_eq!(Distribution::normal(n(5), n(0), None, None), Err("deviation 0 is not above zero".into()));
        assert_eq!(Distribution::normal(n(5), n(1), Some(n(6)), None), Err("low 6 is above mean 5".into()));
        let one_of = |numbers: &[i64], chances: Option<Vec<Rational>>| {
            Distribution::one_of(numbers.iter().map(|&number| n(number)).collect(), chances)
        };
        assert_eq!(one_of(&[6, 4], Some(vec![ratio(7, 10), ratio(3, 10)])).expect("fits").central(), n(6));
        assert_eq!(one_of(&[6, 4], None).expect("fits").central(), n(4));
        assert_eq!(one_of(&[], None), Err("`one_of` names no number".into()));
        assert_eq!(one_of(&[1, 1], None), Err("1 stands twice".into()));
        assert_eq!(one_of(&[1, 2], Some(vec![n(1)])), Err("2 numbers have 1 chances".into()));
        assert_eq!(
            one_of(&[1, 2], Some(vec![ratio(1, 2), ratio(1, 4)])),
            Err("the chances sum to 0.75, not to 1".into())
        );
        assert_eq!(one_of(&[1, 2], Some(vec![n(1), n(0)])), Err("chance 0 is not above zero".into()));
    }
}
