//! What can be traded in each draft.

use super::changes::effect;
use crate::report::brief::Brief;
use crate::report::phrase::{Phrase, counted};
use crate::report::sheet::{Cell, Column, Sheet, Table};
use num_traits::Signed;

/// The most trades told of a draft.
const MOST: usize = 5;

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let mut sheet = Sheet::new("trades", "Trades");
    let mut rows = Vec::new();
    for (draft, own) in brief.drafts.iter().enumerate() {
        let Some(text) = &own.text else { continue };
        let trades = &text.trades;
        let most = counted(trades.size, "point", "points");
        let told = match (trades.count, trades.is_complete) {
            (0, true) => format!(": no change of at most {most} leaves nobody worse off and somebody better off."),
            (n, complete) => {
                let least = if complete { "" } else { "at least " };
                format!(": {least}{} of at most {most}.", counted(n, "trade", "trades"))
            }
        };
        sheet.lead.push(Phrase::from("Draft ").then(brief.numbered_draft(draft)).say(told));
        for trade in trades.best.iter().take(MOST) {
            let moves = trade.moves.iter().map(|&(i, option)| brief.point(i).say(": ").then(brief.option(i, option)));
            rows.push(vec![
                brief.draft_cell(draft),
                Cell::Lines(moves.collect()),
                effect(brief, &trade.rises, Signed::is_positive),
                Cell::words(if trade.lifts_all() { "yes" } else { "no" }),
            ]);
        }
    }
    if sheet.lead.is_empty() {
        return None;
    }
    if !rows.is_empty() {
        sheet.tables.push(Table {
            id: "trades",
            caption: Phrase::from("The best trades, those first in which whoever gains least gains most"),
            columns: vec![
                Column::words("draft", "Draft"),
                Column::words("trade", "Write instead"),
                Column::words("gains", "Who gains"),
                Column::words("lifts_all", "Everyone gains"),
            ],
            rows,
        });
    }
    sheet.notes.push(Phrase::from(
        "A trade changes up to three points together so that nobody is worse off and somebody is better off, although no \
         part of it does so by itself. It breaks no rule and crosses no red line that the draft leaves whole.",
    ));
    Some(sheet)
}
