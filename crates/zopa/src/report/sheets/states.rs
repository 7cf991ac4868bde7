//! Where each point stands in each draft.

use crate::assess::convergence::{STATES, State};
use crate::report::brief::Brief;
use crate::report::phrase::Phrase;
use crate::report::sheet::{Cell, Column, Sheet, Table};

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let texts: Vec<(usize, &[State])> = brief
        .drafts
        .iter()
        .enumerate()
        .filter_map(|(draft, own)| Some((draft, own.text.as_ref()?.states.as_slice())))
        .collect();
    if texts.is_empty() {
        return None;
    }
    let mut columns = vec![Column::words("point", "Point")];
    columns.extend(
        texts.iter().map(|(draft, _)| Column::words(format!("state_{}", draft + 1), brief.numbered_draft(*draft))),
    );
    let cell = |issue: usize, draft: usize, states: &[State]| {
        let word = states[issue].meaning().word;
        match states[issue] {
            State::Agreed(option) if brief.negotiation.drafts()[draft].settles.0[issue] != Some(option) => {
                Cell::words(Phrase::from(format!("{word}: ")).then(brief.option(issue, option)))
            }
            _ => Cell::words(word),
        }
    };
    let row = |issue: usize| {
        std::iter::once(brief.point_cell(issue))
            .chain(texts.iter().map(|(draft, states)| cell(issue, *draft, states)))
            .collect()
    };
    let mut sheet = Sheet::new("states", "Where the points stand");
    sheet.tables.push(Table {
        id: "states",
        caption: Phrase::from("Each point in each draft: agreed, tradable, contested or blocked"),
        columns,
        rows: (0..brief.negotiation.issues().len()).map(row).collect(),
    });
    sheet.notes.extend(STATES.iter().rev().map(|state| Phrase::from(format!("{}: {}", state.word, state.definition))));
    Some(sheet)
}
