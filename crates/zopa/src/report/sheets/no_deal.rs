//! Why there is no room, and what would make some.

use crate::exact::Rational;
use crate::report::brief::Brief;
use crate::report::figure;
use crate::report::phrase::{Phrase, number_word};
use crate::report::sheet::{Cell, Column, Sheet, Table};
use crate::solve::no_deal::{Cause, NoDeal};
use num_traits::{Signed, Zero};

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let no_deal = brief.no_deal.as_ref()?;
    let mut sheet = Sheet::new("no-deal", "Why there is no room");
    sheet.lead.push(irreducible(no_deal));
    if !no_deal.causes.is_empty() {
        sheet.tables.push(causes(brief, no_deal));
    }
    if let Some(line) = relaxation_line(brief) {
        sheet.lead.push(line);
        sheet.tables.extend(alone(brief, no_deal));
    }
    sheet.notes.extend(weights_line(brief));
    Some(sheet)
}

fn irreducible(no_deal: &NoDeal) -> Phrase {
    match (no_deal.causes.len(), no_deal.is_irreducible) {
        (0, _) => Phrase::from("The search ended before it could name the demands that exclude each other."),
        (1, true) => Phrase::from("This demand alone excludes every package."),
        (n, true) => Phrase::from(format!(
            "Together these {} demands exclude every package, although any {} of them can be met. The package beside \
             each demand meets all the others named here.",
            number_word(n),
            number_word(n - 1)
        )),
        (n, false) => Phrase::from(format!(
            "Together these {} demands exclude every package. The search ended before it was known whether fewer would.",
            number_word(n)
        )),
    }
}

fn causes(brief: &Brief, no_deal: &NoDeal) -> Table {
    let rows = no_deal.causes.iter().map(|cause| {
        vec![Cell::words(brief.demand(&cause.demand)), Cell::Lines(cause_lines(brief, cause)), utilities(brief, cause)]
    });
    Table {
        id: "causes",
        caption: Phrase::from("Demands that cannot all be met"),
        columns: vec![
            Column::words("demand", "Demand"),
            Column::words("package_without", "Without it, this package meets the others"),
            Column::words("utilities_without", "What that package gives"),
        ],
        rows: rows.collect(),
    }
}

/// The package that appears without a demand: how it differs from the draft nearest to it, or all of it.
#[must_use]
pub fn cause_lines(brief: &Brief, cause: &Cause) -> Vec<Phrase> {
    let Some(outcome) = &cause.without else { return vec![Phrase::from("not found before the search ended")] };
    let drafts = brief.negotiation.drafts().iter().enumerate();
    let distance = |settles: &crate::model::PartialOutcome| {
        let differs = settles.0.iter().zip(&outcome.0).filter(|(draft, option)| **draft != Some(**option));
        differs.count()
    };
    let nearest = drafts.map(|(draft, d)| (distance(&d.settles), draft)).min();
    let line = |issue: usize| brief.point(issue).say(": ").then(brief.option(issue, outcome.0[issue]));
    match nearest {
        Some((changes, draft)) if changes < outcome.0.len() => {
            let settles = &brief.negotiation.drafts()[draft].settles;
            let changed = (0..outcome.0.len()).filter(|&issue| settles.0[issue] != Some(outcome.0[issue]));
            let end = if changes == 0 { "" } else { ", except:" };
            let first = Phrase::from("As in draft ").then(brief.numbered_draft(draft)).say(end);
            std::iter::once(first).chain(changed.map(line)).collect()
        }
        _ => (0..outcome.0.len()).map(line).collect(),
    }
}

fn utilities(brief: &Brief, cause: &Cause) -> Cell {
    let Some(outcome) = &cause.without else { return Cell::Empty };
    let utilities = brief.negotiation.utilities(outcome);
    Cell::Lines(
        utilities
            .iter()
            .enumerate()
            .map(|(party, utility)| {
                let short = &brief.parties[party].walk_away - utility;
                let below = if short.is_positive() {
                    format!(" ({} below its walk-away value)", figure::amount(&short, brief.parties[party].decimals))
                } else {
                    String::new()
                };
                brief.party(party).say(format!(" {}{below}", brief.utility(party, utility)))
            })
            .collect(),
    )
}

/// The smallest common step that would open a zone.
#[must_use]
pub fn relaxation_line(brief: &Brief) -> Option<Phrase> {
    let relaxation = brief.no_deal.as_ref()?.relaxation.as_ref()?;
    let decimals = brief.parties.iter().map(|stand| stand.decimals).max().unwrap_or(2);
    let step = rounded_up(&relaxation.by, decimals);
    Some(
        Phrase::from("Smallest relaxation: if every party lowered its walk-away value by ")
            .strong(step)
            .say(", red lines and rules staying as they are, some package would satisfy everyone."),
    )
}

/// A step as people read it, never less than what is needed.
fn rounded_up(value: &Rational, decimals: u32) -> String {
    use num_traits::Pow;
    let unit = Rational::from(num_bigint::BigInt::from(10).pow(decimals));
    let up = (value * &unit).ceil() / unit;
    let exact = up == *value;
    format!("{}{}", figure::decimal(&up, decimals), if exact { "" } else { " (rounded up)" })
}

fn alone(brief: &Brief, no_deal: &NoDeal) -> Option<Table> {
    let relaxation = no_deal.relaxation.as_ref()?;
    let row = |(party, alone): (usize, &Option<(Rational, crate::model::Outcome)>)| {
        let step = match alone {
            Some((by, _)) => {
                Cell::Number { value: by.clone(), shown: figure::amount(by, brief.parties[party].decimals) }
            }
            None => Cell::words("does not help alone"),
        };
        vec![brief.party_cell(party), brief.utility_cell(party, &brief.parties[party].walk_away), step]
    };
    (!relaxation.alone.is_empty()).then(|| Table {
        id: "relaxation",
        caption: Phrase::from("What one party alone would have to give"),
        columns: vec![
            Column::words("party", "Party"),
            Column::figures("walk_away", "Walk-away value now"),
            Column::figures("lower_by", "Lower it by this, and there is room"),
        ],
        rows: relaxation.alone.iter().enumerate().map(row).collect(),
    })
}

/// The proof in a line, where weights alone show that there is no room.
#[must_use]
pub fn weights_line(brief: &Brief) -> Option<Phrase> {
    let proof = brief.no_deal.as_ref()?.by_weights.as_ref()?;
    let total: Rational = proof.weights.iter().sum();
    let share = |weight: &Rational| if total.is_zero() { weight.clone() } else { weight / &total };
    let weighed = proof.weights.iter().enumerate().filter(|(_, weight)| weight.is_positive());
    let weighed =
        weighed.map(|(party, weight)| brief.party(party).say(format!(" {}", figure::percent(&share(weight)))));
    let (largest, needed) = (share(&proof.largest), share(&proof.needed));
    let decimals = (2..9).find(|&d| figure::decimal(&largest, d) != figure::decimal(&needed, d)).unwrap_or(9);
    Some(
        Phrase::from("Proof in a line: weigh the utilities (")
            .then(Phrase::joined(weighed, ", "))
            .say(format!("). No package has a weighted sum above {}", figure::decimal(&largest, decimals)))
            .say(format!(", but the walk-away values need {}.", figure::decimal(&needed, decimals))),
    )
}
