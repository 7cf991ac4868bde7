//! What every solution picks, side by side, and the frontiers.

use crate::exact::Rational;
use crate::report::brief::{Brief, PairFrontier};
use crate::report::figure;
use crate::report::phrase::Phrase;
use crate::report::sheet::{Cell, Column, Sheet, Table};
use crate::solve::{Answer, Ties};

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    if brief.solutions.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new("solutions", "Every solution");
    sheet.tables.push(solutions(brief));
    sheet.tables.extend(differences(brief));
    let frontiers: Vec<&PairFrontier> = brief.frontiers.iter().filter(|pair| !pair.points.is_empty()).collect();
    if !frontiers.is_empty() {
        sheet.tables.push(frontier_table(brief, &frontiers));
    }
    sheet.notes.push(Phrase::from(
        "“Proven” means that an exhaustive search excludes anything better, with a certificate that can be checked \
         apart from the search. The value is what a solution makes as great as it can, in a unit of its own: compare \
         values of different solutions with nothing.",
    ));
    Some(sheet)
}

fn solutions(brief: &Brief) -> Table {
    let mut columns = vec![Column::words("solution", "Solution"), Column::words("standing", "How sure")];
    for party in 0..brief.parties.len() {
        let id = &brief.negotiation.parties()[party].id;
        columns.push(Column::figures(format!("utility_{id}"), brief.party(party)));
    }
    columns.push(Column::figures("value", "Value"));
    columns.push(Column::words("ties", "Equally good"));
    let rows = brief.solutions.iter().map(|solved| {
        let solution = solved.question.solution;
        let name = Phrase::from(solution.name);
        let mut row = vec![Cell::Named { id: solution.id.into(), name }, Cell::words(standing(&solved.answer))];
        let Some(settlement) = solved.answer.settlement() else {
            row.resize(columns.len(), Cell::Empty);
            return row;
        };
        row.extend((0..brief.parties.len()).map(|party| brief.utility_cell(party, &settlement.utilities[party])));
        row.push(value(&settlement.value));
        row.push(Cell::words(match settlement.ties {
            Ties::Exactly(1) => "nothing else".to_string(),
            Ties::Exactly(n) => format!("{n} in all"),
            Ties::AtLeast(1) => "not counted".to_string(),
            Ties::AtLeast(n) => format!("at least {n} in all"),
        }));
        row
    });
    let rows = rows.collect();
    Table { id: "solutions", caption: Phrase::from("What every solution picks, and what it gives"), columns, rows }
}

/// How each group of solutions that give everyone the same differs from the package that is told.
fn differences(brief: &Brief) -> Option<Table> {
    let package = brief.package()?;
    let row = |group: Vec<usize>| {
        let names: Vec<&str> = group.iter().map(|&index| brief.solutions[index].question.solution.name).collect();
        let settlement = brief.solutions[*group.first()?].answer.settlement()?;
        let differs = match settlement.package() {
            Some(own) if own == package => Cell::words("nothing: it is the same package"),
            Some(own) => Cell::Lines(brief.differing_points(package, own)),
            None => Cell::words(format!("it mixes {} packages", settlement.mixture.len())),
        };
        Some(vec![Cell::words(names.join(", ")), differs])
    };
    let groups = brief.distinct_solutions().into_iter().filter(|group| !group.contains(&0));
    let rows: Vec<_> = groups.filter_map(row).collect();
    (!rows.is_empty()).then(|| Table {
        id: "differences",
        caption: Phrase::from(format!("How the other solutions differ from the {}", brief.package_name())),
        columns: vec![Column::words("solutions", "Solutions"), Column::words("differs", "Differs on")],
        rows,
    })
}

fn value(value: &Rational) -> Cell {
    Cell::Number { value: value.clone(), shown: figure::significant(value, 4) }
}

/// How sure an answer is, in a few words.
fn standing(answer: &Answer) -> String {
    match answer {
        Answer::Optimum { .. } => "proven".into(),
        Answer::Bounded { bound: Some(bound), .. } => {
            format!("best found; nothing has a value above {}", figure::significant(bound, 6))
        }
        Answer::Bounded { bound: None, .. } => "best found; better may exist".into(),
        Answer::Empty { .. } => "nothing satisfies everyone".into(),
        Answer::Unknown { .. } => "nothing found in time".into(),
    }
}

fn frontier_table(brief: &Brief, frontiers: &[&PairFrontier]) -> Table {
    let row = |pair: &&PairFrontier| {
        let (Some(first), Some(last)) = (pair.points.first(), pair.points.last()) else { return Vec::new() };
        let n = pair.points.len();
        let at = |point: &crate::report::brief::PairPoint| {
            let of = |party| brief.party(party).say(format!(" {}", brief.utility(party, &point.utilities[party])));
            Cell::words(of(pair.first).say(", ").then(of(pair.second)))
        };
        vec![
            Cell::words(brief.party(pair.first).say(" and ").then(brief.party(pair.second))),
            Cell::Number {
                value: Rational::from(num_bigint::BigInt::from(n)),
                shown: if pair.is_complete { n.to_string() } else { format!("at least {n}") },
            },
            at(first),
            at(last),
        ]
    };
    Table {
        id: "frontiers",
        caption: Phrase::from("How far two parties can go before one pays for the other, within the zone"),
        columns: vec![
            Column::words("pair", "Pair"),
            Column::figures("points", "Packages at the limit"),
            Column::words("first_best", "Best for the first"),
            Column::words("second_best", "Best for the second"),
        ],
        rows: frontiers.iter().map(row).collect(),
    }
}
