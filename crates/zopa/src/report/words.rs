//! How things of the negotiation are called in sentences.

use super::brief::{Brief, Span};
use super::figure;
use super::phrase::Phrase;
use super::sheet::Cell;
use crate::exact::Rational;
use crate::model::{Condition, Outcome};
use crate::solve::no_deal::Demand;

impl Brief<'_> {
    /// A party's name.
    #[must_use]
    pub fn party(&self, party: usize) -> Phrase {
        let party = &self.negotiation.parties()[party];
        Phrase::theirs(first_of(&party.name, &party.id))
    }

    /// Parties in a row.
    #[must_use]
    pub fn party_list(&self, parties: &[usize]) -> Phrase {
        Phrase::list(parties.iter().map(|&party| self.party(party)))
    }

    /// A draft's title.
    #[must_use]
    pub fn draft(&self, draft: usize) -> Phrase {
        let draft = &self.negotiation.drafts()[draft];
        Phrase::theirs(first_of(&draft.title, &draft.id))
    }

    /// A draft's mark and title: "1 Joint proposal".
    #[must_use]
    pub fn numbered_draft(&self, draft: usize) -> Phrase {
        Phrase::from(format!("{} ", draft + 1)).then(self.draft(draft))
    }

    /// A point's title.
    #[must_use]
    pub fn issue(&self, issue: usize) -> Phrase {
        let issue = &self.negotiation.issues()[issue];
        Phrase::theirs(first_of(&issue.title, &issue.id))
    }

    /// A point's number in the draft, or nothing.
    #[must_use]
    pub fn point_number(&self, issue: usize) -> String {
        self.negotiation.issues()[issue].point.map_or_else(String::new, |point| point.to_string())
    }

    /// A point's number and title: "7 Ports".
    #[must_use]
    pub fn point(&self, issue: usize) -> Phrase {
        match self.negotiation.issues()[issue].point {
            Some(point) => Phrase::from(format!("{point} ")).then(self.issue(issue)),
            None => self.issue(issue),
        }
    }

    /// A point in few words, where it has a number: "point 7"; else its title.
    #[must_use]
    pub fn short_point(&self, issue: usize) -> Phrase {
        let issues = self.negotiation.issues();
        let shares_number = |point| issues.iter().filter(|other| other.point == Some(point)).count() > 1;
        match issues[issue].point {
            Some(point) if shares_number(point) => {
                Phrase::from(format!("point {point} (")).then(self.issue(issue)).say(")")
            }
            Some(point) => Phrase::from(format!("point {point}")),
            None => self.issue(issue),
        }
    }

    /// The words of an option.
    #[must_use]
    pub fn option(&self, issue: usize, option: usize) -> Phrase {
        let option = &self.negotiation.issues()[issue].options[option];
        Phrase::theirs(first_of(&option.text, &option.id))
    }

    /// The words of what a draft says on a point.
    #[must_use]
    pub fn draft_option(&self, draft: usize, issue: usize) -> Option<Phrase> {
        self.negotiation.drafts()[draft].settles.0[issue].map(|option| self.option(issue, option))
    }

    /// A condition in words: "“a ceasefire first” or “no ceasefire” on point 3".
    fn condition(&self, condition: &Condition) -> Phrase {
        let options = condition
            .options
            .iter()
            .map(|&option| Phrase::from("“").then(self.option(condition.issue, option)).say("”"));
        Phrase::joined(options, " or ").say(" on ").then(self.short_point(condition.issue))
    }

    /// A red line in words: the party's own, where it gave some.
    #[must_use]
    pub fn red_line(&self, party: usize, line: usize) -> Phrase {
        let line = &self.negotiation.preferences()[party].red_lines[line];
        match &line.text {
            Some(text) if !text.trim().is_empty() => Phrase::from("“").quote(text).say("”"),
            _ => Phrase::joined(line.conditions.iter().map(|c| self.condition(c)), " together with "),
        }
    }

    /// The points that a red line is about, each named once, in a row: "point 7".
    #[must_use]
    pub fn red_line_points(&self, party: usize, line: usize) -> Phrase {
        let mut issues: Vec<usize> =
            self.negotiation.preferences()[party].red_lines[line].conditions.iter().map(|c| c.issue).collect();
        issues.dedup();
        Phrase::joined(issues.into_iter().map(|issue| self.short_point(issue)), " with ")
    }

    /// A rule in words.
    #[must_use]
    pub fn rule(&self, rule: usize) -> Phrase {
        let words = &self.negotiation.rules()[rule].text;
        if words.trim().is_empty() { format!("rule {}", rule + 1).into() } else { Phrase::theirs(words) }
    }

    /// A demand in words.
    #[must_use]
    pub fn demand(&self, demand: &Demand) -> Phrase {
        match *demand {
            Demand::Rule(rule) => Phrase::from("the rule “").then(self.rule(rule)).say("”"),
            Demand::RedLine { party, line } => self.party(party).say(" refuses ").then(self.red_line(party, line)),
            Demand::WalkAway(party) => self
                .party(party)
                .say(" wants at least ")
                .say(self.utility(party, &self.parties[party].walk_away))
                .say(", its walk-away value"),
        }
    }

    /// A party's utility as people read it.
    #[must_use]
    pub fn utility(&self, party: usize, value: &Rational) -> String {
        figure::decimal(value, self.parties[party].decimals)
    }

    /// What a single point adds to a party's utility, with a decimal more, because points are small.
    #[must_use]
    pub fn part(&self, party: usize, value: &Rational) -> String {
        figure::decimal(value, self.parties[party].decimals + 1)
    }

    /// How a single point changes a party's utility, with its sign and a decimal more.
    #[must_use]
    pub fn difference(&self, party: usize, value: &Rational) -> String {
        figure::signed(value, self.parties[party].decimals + 1)
    }

    /// A cell with a party's utility.
    #[must_use]
    pub fn utility_cell(&self, party: usize, value: &Rational) -> Cell {
        Cell::Number { value: value.clone(), shown: self.utility(party, value) }
    }

    /// A range of a party's utility as people read it; a bound that may not be reached is marked.
    #[must_use]
    pub fn span(&self, party: usize, span: &Span) -> String {
        let (least, most) = (self.utility(party, &span.least), self.utility(party, &span.most));
        match (span.is_tight, span.least == span.most) {
            (_, true) => least,
            (true, false) => format!("{least} to {most}"),
            (false, false) => format!("within {least} to {most}"),
        }
    }

    /// A cell with a range of a party's utility.
    #[must_use]
    pub fn span_cell(&self, party: usize, span: &Span) -> Cell {
        if span.least == span.most {
            return self.utility_cell(party, &span.least);
        }
        Cell::Range { least: span.least.clone(), most: span.most.clone(), shown: self.span(party, span) }
    }

    /// Where two packages differ, point by point, in the words of the second.
    #[must_use]
    pub fn differing_points(&self, from: &Outcome, to: &Outcome) -> Vec<Phrase> {
        from.differences(to)
            .into_iter()
            .map(|issue| self.point(issue).say(": ").then(self.option(issue, to.0[issue])))
            .collect()
    }

    /// A cell that names a party.
    #[must_use]
    pub fn party_cell(&self, party: usize) -> Cell {
        Cell::Named { id: self.negotiation.parties()[party].id.clone(), name: self.party(party) }
    }

    /// A cell that names a point.
    #[must_use]
    pub fn point_cell(&self, issue: usize) -> Cell {
        Cell::Named { id: self.negotiation.issues()[issue].id.clone(), name: self.point(issue) }
    }

    /// A cell that holds an option's words.
    #[must_use]
    pub fn option_cell(&self, issue: usize, option: usize) -> Cell {
        Cell::Named {
            id: self.negotiation.issues()[issue].options[option].id.clone(),
            name: self.option(issue, option),
        }
    }

    /// A cell that names a draft.
    #[must_use]
    pub fn draft_cell(&self, draft: usize) -> Cell {
        Cell::Named { id: self.negotiation.drafts()[draft].id.clone(), name: self.numbered_draft(draft) }
    }

    /// "packages are acceptable" needs a word for the chosen solution: "Nash package".
    #[must_use]
    pub fn package_name(&self) -> String {
        format!("{} package", self.question.solution.name)
    }
}

/// The text, or the identifier where the text is blank.
fn first_of<'t>(text: &'t str, id: &'t str) -> &'t str {
    if text.trim().is_empty() { id } else { text }
}
