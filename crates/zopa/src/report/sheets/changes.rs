//! What must change in each draft so that all sign.

use crate::assess::price::prices;
use crate::assess::{Candidate, Fewest, Sure};
use crate::exact::Rational;
use crate::report::brief::Brief;
use crate::report::phrase::{Phrase, counted};
use crate::report::sheet::{Cell, Column, Sheet, Table};
use num_traits::Signed;

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let mut sheet = Sheet::new("nearest", "What must change so that they sign");
    let mut rows = Vec::new();
    for draft in 0..brief.drafts.len() {
        let nearest = &brief.drafts[draft].nearest;
        let Some(candidate) = nearest.packages.first() else { continue };
        let sure = match (&nearest.fewest, &nearest.sure) {
            (Fewest::Exactly(_), Sure::Proven) => "proved",
            (Fewest::Exactly(_), Sure::AtMost(_)) => "the number is proved, not that this way is the best",
            _ => "the search ended first: fewer may suffice",
        };
        let what = match candidate.changes {
            0 if candidate.filled.is_empty() => ": none, it satisfies everyone".to_string(),
            0 => format!(": none, only open points to fill ({sure})"),
            n => format!(": {} ({sure})", counted(n, "change", "changes")),
        };
        sheet.lead.push(Phrase::from("Draft ").then(brief.numbered_draft(draft)).say(what).say("."));
        rows.extend(rows_of(brief, draft, candidate));
    }
    if rows.is_empty() {
        return None;
    }
    sheet.tables.push(Table {
        id: "nearest",
        caption: Phrase::from("The nearest acceptable drafts: what to write instead, and who gains and pays"),
        columns: vec![
            Column::words("draft", "Draft"),
            Column::words("change", "Point"),
            Column::words("from", "Instead of"),
            Column::words("to", "Write"),
            Column::words("gains", "Who gains"),
            Column::words("price", "Who pays"),
        ],
        rows,
    });
    sheet.notes.push(Phrase::from(
        "The nearest acceptable draft changes as few settled points as possible; of all ways with as few, it is the best \
         by the solution that this report tells. Filling an open point is no change. What a change brings and costs is \
         counted with all the others made: undoing it alone would take that back.",
    ));
    Some(sheet)
}

fn rows_of(brief: &Brief, draft: usize, candidate: &Candidate) -> Vec<Vec<Cell>> {
    let settles = &brief.negotiation.drafts()[draft].settles;
    let prices = prices(brief.negotiation, settles, &candidate.outcome);
    let to = |issue: usize| brief.option_cell(issue, candidate.outcome.0[issue]);
    let changed = prices.by_change.iter().map(|(issue, brings)| {
        let from = settles.0[*issue].map_or(Cell::Empty, |option| brief.option_cell(*issue, option));
        vec![
            brief.draft_cell(draft),
            brief.point_cell(*issue),
            from,
            to(*issue),
            effect(brief, brings, Signed::is_positive),
            effect(brief, brings, Signed::is_negative),
        ]
    });
    let filled = candidate.filled.iter().map(|&issue| {
        let open = Cell::words("left open");
        vec![brief.draft_cell(draft), brief.point_cell(issue), open, to(issue), Cell::Empty, Cell::Empty]
    });
    changed.chain(filled).collect()
}

/// Who gains or who pays, the largest first.
pub(super) fn effect(brief: &Brief, changes: &[Rational], is_wanted: fn(&Rational) -> bool) -> Cell {
    let mut parties: Vec<usize> = (0..changes.len()).filter(|&party| is_wanted(&changes[party])).collect();
    parties.sort_by(|&a, &b| changes[b].abs().cmp(&changes[a].abs()).then(a.cmp(&b)));
    let line = |party: usize| brief.party(party).say(format!(" {}", brief.difference(party, &changes[party])));
    Cell::Lines(parties.into_iter().map(line).collect())
}
