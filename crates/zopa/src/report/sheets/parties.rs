//! Where each party stands.

use crate::report::brief::{Brief, Room};
use crate::report::phrase::Phrase;
use crate::report::sheet::{Cell, Column, Sheet, Table};
use crate::solve::Answer;

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let mut sheet = Sheet::new("parties", "Parties");
    let mut columns = vec![Column::words("party", "Party"), Column::figures("walk_away", "Walk-away value")];
    if brief.room() == Room::Some {
        columns.push(Column::figures("best", "Best within the zone"));
        columns.push(Column::figures("package", brief.package_name()));
    }
    columns.extend(
        (0..brief.drafts.len())
            .map(|draft| Column::figures(format!("draft_{}", draft + 1), format!("Draft {}", draft + 1))),
    );
    let rows = (0..brief.parties.len()).map(|party| row(brief, party)).collect();
    sheet.tables.push(Table { id: "parties", caption: Phrase::from("What each party gets, and needs"), columns, rows });
    sheet.notes.push(Phrase::from(
        "Figures are utilities: how satisfied a party is by its own measure, as far as the files say. Its walk-away \
         value is the utility of no agreement to it: below that it does better by not signing. The zone holds the \
         packages that satisfy everyone. Utilities of different parties cannot be compared.",
    ));
    Some(sheet)
}

fn row(brief: &Brief, party: usize) -> Vec<Cell> {
    let stand = &brief.parties[party];
    let mut row = vec![brief.party_cell(party), brief.utility_cell(party, &stand.walk_away)];
    if brief.room() == Room::Some {
        row.push(ideal(brief, party));
        row.push(brief.settlement().map_or(Cell::Empty, |s| brief.utility_cell(party, &s.utilities[party])));
    }
    row.extend(brief.drafts.iter().map(|draft| brief.span_cell(party, &draft.standing.utilities[party])));
    row
}

fn ideal(brief: &Brief, party: usize) -> Cell {
    match &brief.parties[party].ideal {
        Some(Answer::Optimum { settlement, .. }) => brief.utility_cell(party, &settlement.utilities[party]),
        Some(Answer::Bounded { settlement, bound }) => {
            let least = settlement.utilities[party].clone();
            match bound {
                Some(most) => {
                    let shown = format!("{} to {}", brief.utility(party, &least), brief.utility(party, most));
                    Cell::Range { least, most: most.clone(), shown }
                }
                None => Cell::words(format!("at least {}", brief.utility(party, &least))),
            }
        }
        _ => Cell::words("not known"),
    }
}
