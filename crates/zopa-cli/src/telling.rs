//! How parties, points, options and figures of a negotiation are told at a terminal.

use crate::words::{WIDTH, wrapped};
use num_traits::{Signed, Zero};
use zopa::exact::Rational;
use zopa::model::Negotiation;
use zopa::report::figure::{decimal, decimals_of, signed};

/// Tells things of a negotiation.
pub struct Telling<'n> {
    pub negotiation: &'n Negotiation,
    /// The decimals of each party's utilities.
    decimals: Vec<u32>,
}

impl<'n> Telling<'n> {
    pub fn new(negotiation: &'n Negotiation) -> Telling<'n> {
        let decimals = (0..negotiation.parties().len()).map(|party| decimals_of(negotiation, party)).collect();
        Telling { negotiation, decimals }
    }

    /// A party's name.
    pub fn party(&self, party: usize) -> &'n str {
        let party = &self.negotiation.parties()[party];
        if party.name.trim().is_empty() { &party.id } else { &party.name }
    }

    /// Parties in a row: "A, B and C".
    pub fn parties(&self, parties: &[usize]) -> String {
        listed(&parties.iter().map(|&party| self.party(party).to_string()).collect::<Vec<_>>())
    }

    /// A point's number and title: "7 Ports".
    pub fn point(&self, issue: usize) -> String {
        let issue = &self.negotiation.issues()[issue];
        let title = if issue.title.trim().is_empty() { &issue.id } else { &issue.title };
        issue.point.map_or_else(|| title.clone(), |point| format!("{point} {title}"))
    }

    /// A point in few words: its number where it has one, with its title where others share the number.
    pub fn short_point(&self, issue: usize) -> String {
        let issues = self.negotiation.issues();
        match issues[issue].point {
            Some(point) if issues.iter().filter(|other| other.point == Some(point)).count() > 1 => {
                format!("{point} ({})", issues[issue].title)
            }
            Some(point) => point.to_string(),
            None => self.point(issue),
        }
    }

    /// The words of an option.
    pub fn option(&self, issue: usize, option: usize) -> &'n str {
        let option = &self.negotiation.issues()[issue].options[option];
        if option.text.trim().is_empty() { &option.id } else { &option.text }
    }

    /// The points that a red line is about.
    pub fn red_line(&self, party: usize, line: usize) -> String {
        let line = &self.negotiation.preferences()[party].red_lines[line];
        let mut issues: Vec<usize> = line.conditions.iter().map(|condition| condition.issue).collect();
        issues.dedup();
        issues.into_iter().map(|issue| self.point(issue)).collect::<Vec<_>>().join(" with ")
    }

    /// A party's utility.
    pub fn utility(&self, party: usize, value: &Rational) -> String {
        decimal(value, self.decimals[party])
    }

    /// A change of a party's utility, with a decimal more, because points are small.
    pub fn change(&self, party: usize, value: &Rational) -> String {
        signed(value, self.decimals[party] + 1)
    }

    /// Who gains and who pays, the largest first: "A +0.041, B +0.010 | C −0.020"; nothing where nobody does either.
    pub fn effect(&self, changes: &[Rational]) -> String {
        let side = |is_wanted: &dyn Fn(&Rational) -> bool| {
            let mut parties: Vec<usize> = (0..changes.len()).filter(|&party| is_wanted(&changes[party])).collect();
            parties.sort_by(|&a, &b| changes[b].abs().cmp(&changes[a].abs()).then(a.cmp(&b)));
            let told = |party: usize| format!("{} {}", self.party(party), self.change(party, &changes[party]));
            parties.into_iter().map(told).collect::<Vec<_>>().join(", ")
        };
        let sides = [side(&|change| change.is_positive()), side(&|change| change.is_negative())];
        match sides.iter().filter(|side| !side.is_empty()).cloned().collect::<Vec<_>>() {
            sides if sides.is_empty() && changes.iter().all(Zero::is_zero) => "nobody gains or pays".into(),
            sides => sides.join(" | "),
        }
    }

    /// A point with the option that it is to have: "7 Ports: “open to all”".
    pub fn settled(&self, issue: usize, option: usize) -> String {
        format!("{}: “{}”", self.point(issue), self.option(issue, option))
    }
}

/// Items in a row: "a, b and c".
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// An item whose later lines are indented as far as its mark is wide.
pub fn item(mark: &str, text: &str) -> String {
    let indent = " ".repeat(mark.chars().count());
    let lines = wrapped(text, &indent);
    format!("{mark}{}", &lines[indent.len()..])
}

/// A heading with an empty line before it.
pub fn heading(text: &str) -> String {
    format!("\n{}\n", text.to_uppercase())
}

/// At most so many characters, the last an ellipsis where something was cut.
pub fn cut(text: &str, most: usize) -> String {
    zopa::report::phrase::shorten(text, most.min(WIDTH))
}
