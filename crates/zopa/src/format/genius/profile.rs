//! What a GENIUS utility profile says: weights and evaluations, hyper-rectangles, or ranks under
//! constraints; no agreement; and a discount.

use super::{Numbered, constraints, domain, evaluator, is_negmas, number, quote, rectangles, whole};
use crate::exact::{self, Rational};
use crate::format::diagnostic::{Problems, quote_all};
use crate::format::scenario::{Domain, NoAgreement, Profile, Sum};
use crate::format::xml::Element;
use crate::format::{MAX_ISSUES, Reading};
use crate::model::Utility;
use num_traits::{One, Signed, Zero};
use std::collections::HashMap;

pub(super) struct Reader<'r, 'p> {
    pub domain: &'r Numbered,
    pub reading: &'r Reading,
    pub problems: &'p mut Problems,
    pub notes: Vec<String>,
}

impl Reader<'_, '_> {
    /// Reads a profile; `None` where what is wrong with it went to the problems.
    pub fn profile(&mut self, root: Element) -> Option<Profile> {
        let errors_before = self.problems.n_errors();
        let mut sum = Sum::nothing(&Domain { title: String::new(), issues: self.domain.issues.clone() });
        let objective = root.first("objective").unwrap_or(root);
        let rules = objective.first("rules");
        let rectangles = ["utility", "utility_function"].iter().find_map(|name| objective.first(name));
        if let Some(rules) = rules {
            constraints::read(self, rules, &mut sum);
        } else {
            if let Some(utility) = rectangles {
                rectangles::read(self, utility, &mut sum);
            }
            if rectangles.is_none() || self.has_weights(root) {
                self.evaluations(root, &mut sum);
            }
        }
        let no_agreement = self.no_agreement(root);
        let discount = self.discount(root);
        if self.problems.n_errors() > errors_before {
            return None;
        }
        let utility = sum.finish();
        self.warn_of_the_cut(&utility, root);
        Some(Profile { file: String::new(), name: None, utility, no_agreement, discount })
    }

    fn has_weights(&self, root: Element) -> bool {
        let mut waiting = vec![root];
        while let Some(element) = waiting.pop() {
            if element.name() == "weight" {
                return true;
            }
            waiting.extend(element.children().filter(|child| matches!(child.name(), "objective" | "weight")));
        }
        false
    }

    /// Weights, wherever they stand, by the index of their issue.
    fn weights(&mut self, root: Element) -> HashMap<i64, Rational> {
        let mut weights = HashMap::new();
        let mut waiting = vec![root];
        while let Some(element) = waiting.pop() {
            waiting.extend(element.children().filter(|child| child.name() == "objective"));
            for weight in element.named("weight") {
                let index = whole(weight, "index", self.problems);
                if let (Some(index), Some(value)) = (index, number(weight, "value", self.problems)) {
                    weights.insert(index, value);
                }
            }
        }
        weights
    }

    fn evaluations(&mut self, root: Element, sum: &mut Sum) {
        let mut weights = self.weights(root);
        let mut spoken = vec![false; self.domain.issues.len()];
        for element in domain::issues(root) {
            let Some(issue) = self.issue(element) else { continue };
            if std::mem::replace(&mut spoken[issue], true) {
                let message = format!("the issue {} stands twice", quote(&self.domain.issues[issue].id));
                self.problems.error(element.place(), message, "keep one of them");
                continue;
            }
            let weight = weights.remove(&self.domain.numbers[issue]);
            let indifferent = weight.as_ref().is_some_and(Zero::is_zero);
            sum.weights[issue] = match weight {
                Some(weight) => weight,
                None if is_negmas(self.reading) => {
                    let message =
                        format!("the issue {} has no weight: it counts as 1", quote(&self.domain.issues[issue].id));
                    self.problems.warning(element.place(), message, "add a weight");
                    Rational::one()
                }
                None => {
                    let message = format!("the issue {} has no weight", quote(&self.domain.issues[issue].id));
                    self.problems.error(element.place(), message, "add <weight index=\"...\" value=\"...\">");
                    Rational::zero()
                }
            };
            if let Some(values) = evaluator::values(self, element, issue, indifferent) {
                sum.values[issue] = values;
            }
        }
        self.unmatched(weights, root, sum);
        let silent: Vec<&str> =
            self.domain.issues.iter().zip(&spoken).filter(|(_, s)| !**s).map(|(issue, _)| issue.id.as_str()).collect();
        if !silent.is_empty() {
            let message = format!("the profile says nothing on {}", quote_all(silent));
            self.problems.error(root.place(), message, "add each issue with its evaluations and weight");
        }
    }

    /// Weights of numbers that are no issue: nothing to GENIUS. NegMAS adds them to every utility, and 1
    /// for each number below the greatest that has no issue and no weight, unless all issues are numbers.
    fn unmatched(&mut self, weights: HashMap<i64, Rational>, root: Element, sum: &mut Sum) {
        let mut weights: Vec<(i64, Rational)> = weights.into_iter().collect();
        weights.sort();
        if is_negmas(self.reading) {
            let most = self.domain.numbers.iter().max().copied().unwrap_or(0);
            let names = domain::issues(root).iter().any(|issue| issue.first("item").is_some());
            let all_numbers = (1..most.min(MAX_ISSUES as i64)).filter(|_| names);
            let gaps = all_numbers.filter(|number| self.domain.numbered(*number).is_none());
            let unweighed = gaps.filter(|number| weights.iter().all(|(other, _)| other != number)).count();
            sum.constant += Rational::from_integer(unweighed.into());
        }
        for (number, weight) in weights.into_iter().filter(|(_, weight)| !weight.is_zero()) {
            let what = if is_negmas(self.reading) { "added to every utility, as NegMAS does" } else { "left out" };
            let weight_shown = exact::write(&weight);
            let message = format!("a weight of {weight_shown} is for issue {number}, which the domain does not have");
            self.problems.warning(root.place(), format!("{message}: it was {what}"), "remove it");
            if is_negmas(self.reading) {
                sum.constant += weight;
            }
        }
    }

    /// The issue of the domain that an element of a profile speaks of.
    fn issue(&mut self, element: Element) -> Option<usize> {
        let name = element.attribute("name");
        let by_name = name.as_ref().and_then(|name| self.domain.issues.iter().position(|i| i.id == *name.text));
        if by_name.is_some() {
            return by_name;
        }
        let index = whole(element, "index", self.problems)?;
        let by_number = self.domain.numbered(index);
        match (by_number, name) {
            (Some(issue), None) => Some(issue),
            (Some(issue), Some(name)) => {
                let own = &self.domain.issues[issue].id;
                let message = format!("issue {index} is {} here and {} in the domain", quote(&name.text), quote(own));
                self.problems.warning(element.place(), message, "give it the same name");
                Some(issue)
            }
            (None, _) => {
                let known = self.domain.issues.iter().map(|issue| issue.id.as_str());
                let message = format!("the domain has no issue with the index {index}");
                let help = format!("issues: {}", quote_all(known));
                self.problems.error(element.place(), message, help);
                None
            }
        }
    }

    fn no_agreement(&mut self, root: Element) -> NoAgreement {
        match root.first("reservation") {
            Some(element) => {
                let text = element.attribute("value").map(|value| value.text.trim().to_ascii_lowercase());
                if text.as_deref().is_some_and(|text| matches!(text, "-inf" | "-infinity")) {
                    return NoAgreement::Worst;
                }
                let value = text.as_deref().and_then(|text| exact::parse(text).ok());
                if value.is_none() {
                    let said = quote(text.as_deref().unwrap_or_default());
                    let message = format!("no agreement is worth {said}, which is not a number: it counts 0");
                    self.problems.warning(element.place(), message, "write value=\"...\" with a number");
                }
                NoAgreement::Worth(value.unwrap_or_default())
            }
            None => {
                let message = "the profile does not say what no agreement is worth: it counts 0";
                self.problems.warning(root.place(), message, "add <reservation value=\"...\">");
                NoAgreement::Worth(Rational::zero())
            }
        }
    }

    /// The discount, unless it says that delay costs nothing.
    fn discount(&mut self, root: Element) -> Option<Rational> {
        let element = root.first("discount_factor")?;
        let text = element.attribute("value")?.text;
        let Ok(discount) = exact::parse(text.trim()) else {
            let message = format!("the discount factor is {}, which is not a number: it was left out", quote(&text));
            self.problems.warning(element.place(), message, "write 1 for no discount");
            return None;
        };
        if discount.is_negative() || discount > Rational::one() {
            let message = format!("the discount factor {} is not between 0 and 1", exact::write(&discount));
            self.problems.warning(element.place(), format!("{message}: it was left out"), "write 1 for no discount");
            return None;
        }
        // GENIUS writes 0 and 1 where there is none.
        (discount.is_positive() && !discount.is_one()).then_some(discount)
    }

    /// GENIUS counts a utility above 1 as 1; nothing is cut here.
    fn warn_of_the_cut(&mut self, utility: &Utility, root: Element) {
        let Utility::Additive(additive) = utility else { return };
        let best = |(issue, options): (usize, &Vec<Rational>)| {
            (0..options.len()).map(|option| additive.contribution(issue, option)).max().unwrap_or_default()
        };
        let reach: Rational = additive.values.iter().enumerate().map(best).sum();
        let margin = Rational::new(1.into(), 1_000_000_000.into());
        if !is_negmas(self.reading) && additive.joint_terms.is_empty() && reach > Rational::one() + margin {
            let reach = exact::to_f64(&reach);
            let message =
                format!("utilities reach {reach:.4}; GENIUS counts what is above 1 as 1, and here it is not cut");
            self.problems.warning(root.place(), message, "let the weights sum to 1");
        }
    }
}
