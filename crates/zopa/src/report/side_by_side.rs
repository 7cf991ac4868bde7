//! Several drafts side by side: words compared, and what each change costs whom.

use super::figure::{decimal, decimals_of, signed};
use super::phrase::{Phrase, counted};
use super::render::{html, markdown};
use super::sheet::{Cell, Column, Sheet, Table};
use crate::assess::comparison::{Comparison, Difference, compare};
use crate::assess::{Ask, Signature, Standing, standing};
use crate::certify::fingerprint;
use crate::exact::Rational;
use crate::model::{Negotiation, PartialOutcome};
use num_traits::{Signed, Zero};

/// Several drafts, of which the first is what the others are compared with.
#[derive(Clone, Debug)]
pub struct SideBySide<'n> {
    /// What is negotiated.
    pub negotiation: &'n Negotiation,
    /// What the drafts are called.
    pub titles: Vec<String>,
    /// What they settle.
    pub texts: Vec<PartialOutcome>,
    /// Where each of them stands.
    pub standings: Vec<Standing>,
    /// How each but the first differs from the first.
    pub comparisons: Vec<Comparison>,
}

impl<'n> SideBySide<'n> {
    /// Compares drafts, at least one.
    #[must_use]
    pub fn of(negotiation: &'n Negotiation, drafts: Vec<(String, PartialOutcome)>, ask: Ask) -> SideBySide<'n> {
        let (titles, texts): (Vec<String>, Vec<PartialOutcome>) = drafts.into_iter().unzip();
        let standings = texts.iter().map(|text| standing(negotiation, text, ask)).collect();
        let comparisons = texts.iter().skip(1).map(|text| compare(negotiation, &texts[0], text)).collect();
        SideBySide { negotiation, titles, texts, standings, comparisons }
    }

    /// The comparison as a page.
    #[must_use]
    pub fn html(&self) -> String {
        html::document(self.negotiation.title(), "Drafts side by side", &self.sheets(), &fingerprint(self.negotiation))
    }

    /// The comparison as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::document(self.negotiation.title(), &self.sheets(), None)
    }

    /// The issues on which some draft differs from the first.
    #[must_use]
    pub fn differing(&self) -> Vec<usize> {
        let differs = |issue: &usize| self.comparisons.iter().any(|c| c.differences[*issue] != Difference::Same);
        (0..self.negotiation.issues().len()).filter(differs).collect()
    }

    /// Everything in sheets for every renderer.
    #[must_use]
    pub fn sheets(&self) -> Vec<Sheet> {
        let mut drafts = Sheet::new("drafts", "The drafts");
        drafts.tables.push(self.utilities());
        drafts.notes.push(Phrase::from(
            "What each draft gives each party, as a range where it leaves points open. ✓: the party could sign; ✗: it \
             could not; ?: that depends on the open points.",
        ));
        let differing = self.differing();
        let mut points = Sheet::new("points", "Point by point");
        let same = self.negotiation.issues().len() - differing.len();
        points.lead.push(Phrase::from(match same {
            0 => "The drafts differ on every point.".to_string(),
            _ => format!("On {} the drafts say the same.", counted(same, "point", "points")),
        }));
        if !differing.is_empty() {
            points.tables.push(self.words(&differing));
            points.notes.push(Phrase::from(
                "Texts are compared with the first draft's: words that are new are underlined (bold in Markdown), words \
                 that are gone are struck out; ≠ marks a text that is new as a whole. Below each changed text stands what \
                 the change brings (+) or costs (−) whom, looking at this point alone.",
            ));
        }
        vec![drafts, points]
    }

    fn utilities(&self) -> Table {
        let mut columns = vec![Column::words("party", "Party")];
        columns.extend((0..self.texts.len()).map(|k| Column::words(format!("draft_{}", k + 1), self.title(k))));
        let row = |(party, own): (usize, &crate::model::Party)| {
            let name = if own.name.trim().is_empty() { &own.id } else { &own.name };
            let gives = (0..self.texts.len()).map(|text| Cell::words(self.gives(party, text)));
            std::iter::once(Cell::Named { id: own.id.clone(), name: Phrase::theirs(name) }).chain(gives).collect()
        };
        Table {
            id: "utilities",
            caption: Phrase::from("What each draft gives whom"),
            columns,
            rows: self.negotiation.parties().iter().enumerate().map(row).collect(),
        }
    }

    /// What a draft gives a party, and whether that party could sign it.
    #[must_use]
    pub fn gives(&self, party: usize, text: usize) -> String {
        let decimals = decimals_of(self.negotiation, party);
        let span = &self.standings[text].utilities[party];
        let (least, most) = (decimal(&span.least, decimals), decimal(&span.most, decimals));
        let mark = match self.standings[text].signers[party].signature {
            Signature::Yes => "✓",
            Signature::No => "✗",
            Signature::Depends | Signature::Unknown => "?",
        };
        if least == most { format!("{least} {mark}") } else { format!("{least} to {most} {mark}") }
    }

    fn title(&self, text: usize) -> Phrase {
        Phrase::from(format!("{} ", text + 1)).quote(&self.titles[text])
    }

    fn words(&self, differing: &[usize]) -> Table {
        let mut columns = vec![Column::words("point", "Point")];
        columns.extend((0..self.texts.len()).map(|k| Column::words(format!("draft_{}", k + 1), self.title(k))));
        let row = |&issue: &usize| {
            let own = &self.negotiation.issues()[issue];
            let title = if own.title.trim().is_empty() { &own.id } else { &own.title };
            let number = own.point.map_or_else(String::new, |point| format!("{point} "));
            let point = Cell::Named { id: own.id.clone(), name: Phrase::from(number).quote(title) };
            std::iter::once(point).chain((0..self.texts.len()).map(|text| self.cell(issue, text))).collect()
        };
        Table {
            id: "words",
            caption: Phrase::from("Where the drafts differ"),
            columns,
            rows: differing.iter().map(row).collect(),
        }
    }

    fn cell(&self, issue: usize, text: usize) -> Cell {
        let words = |text: usize| self.texts[text].0[issue].map(|option| self.option(issue, option));
        let Some(own) = words(text) else { return Cell::words("left open") };
        let Some(comparison) = text.checked_sub(1).map(|index| &self.comparisons[index]) else {
            return Cell::words(Phrase::theirs(own));
        };
        match comparison.differences[issue] {
            Difference::Same => Cell::words("= 1"),
            Difference::Added | Difference::Dropped => Cell::words(Phrase::from("added: ").quote(own)),
            Difference::Changed => {
                let compared = Phrase::new().compared(words(0).unwrap_or_default(), own);
                let lines = std::iter::once(compared).chain(self.brings(issue, text - 1));
                Cell::Lines(lines.collect())
            }
        }
    }

    /// The words of an option.
    #[must_use]
    pub fn option(&self, issue: usize, option: usize) -> &'n str {
        let option = &self.negotiation.issues()[issue].options[option];
        if option.text.trim().is_empty() { &option.id } else { &option.text }
    }

    /// What a change brings and costs whom, in a line each.
    fn brings(&self, issue: usize, comparison: usize) -> Vec<Phrase> {
        let Some(brings) = &self.comparisons[comparison].brings[issue] else { return Vec::new() };
        let side = |wanted: fn(&Rational) -> bool| {
            let parties = brings.iter().enumerate().filter_map(|(party, change)| Some((party, change.as_ref()?)));
            let mut parties: Vec<(usize, &Rational)> =
                parties.filter(|(_, change)| !change.is_zero() && wanted(change)).collect();
            parties.sort_by(|a, b| b.1.abs().cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
            Phrase::list(parties.into_iter().map(|(party, change)| {
                let own = &self.negotiation.parties()[party];
                let decimals = decimals_of(self.negotiation, party) + 1;
                Phrase::theirs(&own.name).say(format!(" {}", signed(change, decimals)))
            }))
        };
        [side(Signed::is_positive), side(Signed::is_negative)].into_iter().filter(|side| !side.is_empty()).collect()
    }
}
