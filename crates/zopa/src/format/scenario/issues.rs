//! The issues of a domain as they are read.

use super::Domain;
use crate::exact::{self, Rational};
use crate::format::diagnostic::{Place, Problems, quote};
use crate::format::{MAX_ISSUES, MAX_OPTIONS, Reading};
use crate::model::{Issue, IssueOption};
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::HashMap;

/// A range of numbers that an issue is about.
pub(in crate::format) struct Range {
    pub lower: Rational,
    pub upper: Rational,
    pub is_whole: bool,
}

/// Into how many steps a range of real numbers is divided where nobody says otherwise.
const STEPS: i64 = 20;

/// The issues of a domain as they are read.
pub(in crate::format) struct Issues<'r> {
    reading: &'r Reading,
    list: Vec<Issue>,
    n_options: usize,
    /// How ranges of numbers became options, a sentence each.
    pub notes: Vec<String>,
}

impl<'r> Issues<'r> {
    pub fn new(reading: &'r Reading) -> Issues<'r> {
        Issues { reading, list: Vec::new(), n_options: 0, notes: Vec::new() }
    }

    /// Adds an issue whose options are names, each given with its place.
    pub fn named(&mut self, id: &str, place: Place, options: Vec<(String, Place)>, problems: &mut Problems) {
        let mut seen: HashMap<String, ()> = HashMap::new();
        for (option, place) in &options {
            if seen.insert(option.clone(), ()).is_some() {
                let message = format!("the option {} of {} stands twice", quote(option), quote(id));
                problems.error(*place, message, "remove one, or give it another name");
            }
        }
        let option = |(id, _): (String, Place)| IssueOption { text: id.clone(), id, amount: None };
        self.add(id, place, None, options.into_iter().map(option).collect(), problems);
    }

    /// Adds an issue whose options are the numbers of a range, a step apart; a note says which.
    pub fn ranged(&mut self, id: &str, place: Place, range: &Range, problems: &mut Problems) {
        self.ranged_by(id, place, range, self.reading.step.clone(), problems);
    }

    /// The same with a step of its own; without one, 1 or a twentieth of the range.
    pub fn ranged_by(
        &mut self,
        id: &str,
        place: Place,
        range: &Range,
        step: Option<Rational>,
        problems: &mut Problems,
    ) {
        let width = &range.upper - &range.lower;
        if width.is_negative() {
            problems.error(
                place,
                format!("the range of {} ends below its beginning", quote(id)),
                "exchange the bounds",
            );
            return;
        }
        let step = match step {
            Some(step) => step,
            None if range.is_whole || width.is_zero() => Rational::one(),
            None => &width / Rational::from_integer(STEPS.into()),
        };
        let Some(n_steps) = (&width / &step).floor().to_integer().to_usize().filter(|n| *n < MAX_OPTIONS) else {
            let message = format!("{} would have more than {MAX_OPTIONS} options", quote(id));
            problems.error(place, message, "choose a greater distance with --step");
            return;
        };
        let amounts = (0..=n_steps).map(|n| &range.lower + &step * Rational::from_integer(n.into()));
        let option = |amount: Rational| {
            let id = exact::write(&amount);
            IssueOption { text: id.clone(), id, amount: Some(amount) }
        };
        let options: Vec<IssueOption> = amounts.map(option).collect();
        if !range.is_whole || !step.is_one() {
            let ends = [&options[0].id, &options[n_steps].id];
            let (kind, step) = (if range.is_whole { "whole" } else { "real" }, exact::write(&step));
            let note =
                format!("{id}: a range of {kind} numbers, read as {} to {} in steps of {step}", ends[0], ends[1]);
            self.notes.push(note);
        }
        self.add(id, place, Some(String::new()), options, problems);
    }

    /// Adds an issue whose options are names, or numbers where all of them are numbers.
    pub fn listed(&mut self, id: &str, place: Place, options: Vec<(String, Place)>, problems: &mut Problems) {
        let amounts: Option<Vec<Rational>> =
            options.iter().map(|(option, _)| exact::parse(option).ok().filter(|_| !option.contains('/'))).collect();
        let n_before = self.list.len();
        self.named(id, place, options, problems);
        if let (Some(amounts), Some(issue)) = (amounts, self.list.get_mut(n_before)) {
            issue.unit = Some(String::new());
            issue.options.iter_mut().zip(amounts).for_each(|(option, amount)| option.amount = Some(amount));
        }
    }

    fn add(
        &mut self,
        id: &str,
        place: Place,
        unit: Option<String>,
        options: Vec<IssueOption>,
        problems: &mut Problems,
    ) {
        if id.is_empty() || options.is_empty() {
            let message =
                if id.is_empty() { "an issue has no name".into() } else { format!("{} has no option", quote(id)) };
            problems.error(place, message, "complete it, or leave it out");
            return;
        }
        if self.list.iter().any(|issue| issue.id == id) {
            problems.error(place, format!("the issue {} stands twice", quote(id)), "give one of them another name");
            return;
        }
        self.n_options += options.len();
        if self.list.len() >= MAX_ISSUES || self.n_options > MAX_OPTIONS {
            let message = format!("the domain has more than {MAX_ISSUES} issues or {MAX_OPTIONS} options");
            problems.error(place, message, "leave out what nobody disputes, or choose a greater distance with --step");
            return;
        }
        let (id, title) = (id.to_string(), id.to_string());
        self.list.push(Issue { id, title, point: None, category: None, unit, options });
    }

    /// The domain of these issues.
    pub fn finish(self, title: &str) -> (Domain, Vec<String>) {
        (Domain { title: title.to_string(), issues: self.list }, self.notes)
    }
}
