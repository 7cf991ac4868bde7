//! What a party leaves unknown, and what it has promised in public.

use super::{ByIssue, PreferencesFile, Reader};
use crate::exact::{self, Rational};
use crate::format::diagnostic::quote;
use crate::format::native::fields::{At, Text};
use crate::format::native::figure::Figure;
use crate::model::{Commitment, Condition, Quantity};
use num_traits::{Signed, Zero};

/// A commitment without the one who made it.
pub(in crate::format::native) struct Promise {
    pub promised: Condition,
    pub cost: Rational,
    pub text: Option<String>,
    pub source: Option<String>,
}

impl Promise {
    /// As the commitment of a participant.
    pub fn made_by(self, of: usize) -> Commitment {
        let Promise { promised, cost, text, source } = self;
        Commitment { of, promised, cost, text, source }
    }
}

pub(super) fn note_of_unknowns(name: &str, n_unknowns: usize) -> Option<String> {
    let words = match n_unknowns {
        0 => return None,
        1 => "1 number is not known; its central value stands for it".to_string(),
        n => format!("{n} numbers are not known; their central values stand for them"),
    };
    Some(format!("{name}: {words}, except where worlds are drawn (`zopa worlds`)"))
}

impl Reader<'_, '_> {
    /// The number of a figure; keeps in mind how it may fall.
    pub(super) fn central(&mut self, quantity: Quantity, figure: &At<Figure>) -> Rational {
        if let Some(distribution) = &figure.value.distribution {
            self.unknowns.push((quantity, distribution.clone()));
        }
        figure.value.central.clone()
    }

    pub(super) fn promises(&mut self, file: &PreferencesFile) -> Vec<Promise> {
        let mut promises = Vec::new();
        for written in &file.commitments {
            if let Some(cost) = written.cost.as_ref().filter(|cost| cost.value.is_negative()) {
                let message = format!("cost {} is negative", exact::write(&cost.value));
                self.problems.error(cost.place, message, "write what moving away costs, 0 or more");
            }
            let Some(issue) = written.issue.as_ref().and_then(|issue| self.names.issue(issue, self.problems)) else {
                continue;
            };
            let options: Vec<Option<usize>> =
                written.promised.iter().map(|option| self.names.option(issue, option, self.problems)).collect();
            let options = options.into_iter().collect::<Option<Vec<usize>>>().unwrap_or_default();
            if options.is_empty() && written.promised.is_empty() {
                let help = "add promised = \"...\": the option that keeps the promise, or a list of them";
                self.problems.error(written.place, "a commitment promises no option", help);
            }
            let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.to_string());
            promises.push(Promise {
                promised: Condition { issue, options },
                cost: written.cost.as_ref().map_or_else(Rational::zero, |cost| cost.value.clone()),
                text: text(&written.text),
                source: text(&written.source),
            });
        }
        promises
    }

    /// Values that are not known may leave the scale in some worlds, which is worth a word.
    pub(super) fn warn_above_scale(&mut self, by_issue: &ByIssue, scale: Option<&Rational>) {
        let Some(scale) = scale else { return };
        let values = by_issue.iter().flatten().filter_map(|preferences| preferences.values.as_ref()).flatten();
        let exceeds =
            |figure: &Figure| figure.distribution.is_some() && figure.high() > scale && figure.central <= *scale;
        let above: Vec<_> = values.filter(|(_, value)| exceeds(&value.value)).collect();
        let Some((option, value)) = above.first() else { return };
        let (high, scale) = (exact::write(value.value.high()), exact::write(scale));
        let others = match above.len() - 1 {
            0 => String::new(),
            1 => ", and another one as well".to_string(),
            n => format!(", and {n} others as well"),
        };
        let message =
            format!("the value of {} may reach {high}, above the scale of {scale}{others}", quote(&option.value));
        self.problems.warning(value.place, message, format!("write high = {scale}, or raise the scale"));
    }

    /// Weights that are divided by their sum cannot all be zero in any world.
    pub(super) fn all_may_vanish(&mut self, by_issue: &ByIssue, has_total: bool) {
        let mut weights = by_issue.iter().flatten().filter_map(|preferences| preferences.weight.as_ref());
        let some_unknown = weights.clone().any(|weight| weight.value.distribution.is_some());
        if self.normalise && !has_total && some_unknown && weights.all(|weight| weight.value.low().is_zero()) {
            let message = format!("all weights of {} may be zero at once", quote(&self.party.name));
            self.problems.error(self.place, message, "raise the lowest weight of one issue above zero");
        }
    }
}
