//! What a single point would open.

use crate::assess::movement::{Movement, Opening};
use crate::report::brief::Brief;
use crate::report::figure;
use crate::report::phrase::Phrase;
use crate::report::sheet::{Cell, Column, Sheet, Table};
use num_traits::Signed;

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    if brief.openings.is_empty() {
        return None;
    }
    let drafts: Vec<usize> = (0..brief.drafts.len()).filter(|&draft| brief.drafts[draft].text.is_some()).collect();
    let mut columns = vec![Column::words("point", "Point"), Column::words("option", "If it says")];
    columns.push(Column::words("room", "Room left, and how good the best is"));
    columns.extend(drafts.iter().map(|draft| {
        Column::words(format!("wins_{}", draft + 1), Phrase::from("Alone in draft ").then(brief.numbered_draft(*draft)))
    }));
    let row = |opening: &Opening| {
        let mut row = vec![brief.point_cell(opening.issue), brief.option_cell(opening.issue, opening.option)];
        row.push(Cell::words(room(brief, opening)));
        row.extend(drafts.iter().map(|&draft| alone(brief, draft, opening)));
        row
    };
    let shown: Vec<&Opening> = brief.openings.iter().filter(|opening| is_telling(brief, opening)).collect();
    if shown.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new("openings", "What a single point would open");
    sheet.tables.push(Table {
        id: "openings",
        caption: Phrase::from("Options that rule out an agreement, or that alone would win a signature"),
        columns,
        rows: shown.into_iter().map(row).collect(),
    });
    sheet.notes.push(Phrase::from(
        "Room left: whether any package acceptable to all has the option. How good the best of these is, is its value by \
         the solution that this report tells, as a share of the value of the best package of all. Alone: the draft with \
         this change and no other; + names who could sign it only with the change, − who could sign it only without. Options \
         that leave room and alone win no signature are left out.",
    ));
    Some(sheet)
}

/// Whether an option leaves no room, or wins a signature by itself.
fn is_telling(brief: &Brief, opening: &Opening) -> bool {
    let wins = |step: &Movement| step.issue == opening.issue && step.option == opening.option && !step.wins.is_empty();
    opening.has_room == Some(false)
        || brief.drafts.iter().filter_map(|draft| draft.text.as_ref()).any(|text| text.movements.iter().any(wins))
}

/// Whether there is room with an option, and how good the best package with it is.
fn room(brief: &Brief, opening: &Opening) -> String {
    match opening.has_room {
        None => return "not known".into(),
        Some(false) => return "none".into(),
        Some(true) => {}
    }
    let values = brief.openings.iter().filter_map(|o| o.best.as_ref().and_then(|(.., value)| value.as_ref()));
    let best = values.max().filter(|best| best.is_positive());
    let own = opening.best.as_ref().and_then(|(.., value)| value.as_ref());
    match own.zip(best) {
        Some((own, best)) if !own.is_negative() => format!("yes, {} of the best", figure::percent(&(own / best))),
        _ => "yes".into(),
    }
}

/// What an option alone does in a draft.
fn alone(brief: &Brief, draft: usize, opening: &Opening) -> Cell {
    let Some(text) = &brief.drafts[draft].text else { return Cell::Empty };
    if text.completion.outcome.0[opening.issue] == opening.option {
        return Cell::words("as it is");
    }
    let is_it = |step: &&Movement| step.issue == opening.issue && step.option == opening.option;
    let Some(step) = text.movements.iter().find(is_it) else { return Cell::Empty };
    let signed = |parties: &[usize], sign: &str| {
        (!parties.is_empty()).then(|| Phrase::from(sign.to_string()).then(brief.party_list(parties)))
    };
    let lines = [signed(&step.wins, "+ "), signed(&step.loses, "− ")].into_iter().flatten();
    let all = step.is_acceptable.then(|| Phrase::new().strong("acceptable to all"));
    Cell::Lines(lines.chain(all).collect())
}
