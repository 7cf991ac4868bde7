//! Points that are easy, and points that decide.

use crate::report::brief::Brief;
use crate::report::figure;
use crate::report::phrase::{Phrase, capitalised, counted};
use crate::report::shares::{Point, forbidding_line};
use crate::report::sheet::{Cell, Column, Sheet, Table};

/// The most deciding points that are named in the sentence; a table further on has them all.
const MOST_NAMED: usize = 8;

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let mut sheet = Sheet::new("points", "Easy points and deciding points");
    sheet.lead = points_lead(brief);
    if let Some(line) = deciding_line(brief, MOST_NAMED) {
        sheet.lead.push(line);
    }
    let easy: Vec<&Point> = brief.points.iter().filter(|point| point.agreed.is_some()).collect();
    if !easy.is_empty() {
        sheet.tables.push(easy_table(brief, &easy));
    }
    sheet.notes.push(Phrase::from(
        "A point is easy where one option is best for every party and crosses no red line. Otherwise it decides, the \
         more so the more some party must give up on it whatever is chosen, as a share of everything that this party \
         has at stake (its best less its worst, summed over all points).",
    ));
    Some(sheet)
}

/// The points that decide, the most contested first: at most so many of them, with how contested they are.
#[must_use]
pub fn deciding_line(brief: &Brief, most: usize) -> Option<Phrase> {
    let deciding: Vec<&Point> = brief.points.iter().filter(|point| point.agreed.is_none()).collect();
    if deciding.is_empty() {
        return None;
    }
    let name = |point: &&Point| brief.point(point.issue).say(format!(" ({})", figure::percent(&point.contest)));
    let which = if deciding.len() > most { "What decides most" } else { "What decides" };
    let names = Phrase::joined(deciding.iter().take(most).map(name), ", ");
    let rest = match deciding.len().saturating_sub(most) {
        0 => String::new(),
        rest => format!("; {rest} more decide less"),
    };
    Some(
        Phrase::from(which)
            .say(", with the share of its stake that some party must give up there: ")
            .then(names)
            .say(rest)
            .say("."),
    )
}

/// Who wants what on the points that decide.
pub(super) fn wishes_sheet(brief: &Brief) -> Option<Sheet> {
    let deciding: Vec<&Point> = brief.points.iter().filter(|point| point.agreed.is_none()).collect();
    let mut sheet = Sheet::new("wishes", "Who wants what");
    sheet.tables.push(deciding_table(brief, &deciding));
    (!deciding.is_empty()).then_some(sheet)
}

/// How many points are easy, and which are blocked.
#[must_use]
pub fn points_lead(brief: &Brief) -> Vec<Phrase> {
    let n = brief.points.len();
    let easy = brief.points.iter().filter(|point| point.agreed.is_some()).count();
    let text = match (easy, n) {
        (easy, n) if easy == n => "On every point one option is best for every party.".to_string(),
        (0, _) => "On no point is one option best for every party.".to_string(),
        _ => {
            let verb = if easy == 1 { "has" } else { "have" };
            format!(
                "{} of {n} points {verb} an option that is best for every party.",
                capitalised(&crate::report::phrase::number_word(easy))
            )
        }
    };
    let mut lead = vec![Phrase::from(text)];
    let blocked: Vec<usize> = brief.points.iter().filter(|point| point.is_blocked).map(|point| point.issue).collect();
    if !blocked.is_empty() {
        let names = Phrase::list(blocked.iter().map(|&issue| brief.point(issue)));
        let verb = if blocked.len() == 1 { " is blocked" } else { " are blocked" };
        lead.push(
            Phrase::from(capitalised(&counted(blocked.len(), "point", "points")))
                .say(verb)
                .say(", because every option crosses a red line: ")
                .then(names)
                .say("."),
        );
    }
    lead
}

fn deciding_table(brief: &Brief, deciding: &[&Point]) -> Table {
    let row = |point: &&Point| {
        vec![
            brief.point_cell(point.issue),
            Cell::Number { value: point.contest.clone(), shown: figure::percent(&point.contest) },
            Cell::Lines(wishes(brief, point.issue)),
            Cell::Lines(red_lines(brief, point.issue)),
        ]
    };
    Table {
        id: "deciding",
        caption: Phrase::from("Points that decide, the most contested first"),
        columns: vec![
            Column::words("point", "Point"),
            Column::figures("contest", "Some party gives up at least"),
            Column::words("wishes", "Who wants what most"),
            Column::words("red_lines", "Red lines"),
        ],
        rows: deciding.iter().map(row).collect(),
    }
}

fn easy_table(brief: &Brief, easy: &[&Point]) -> Table {
    let row = |point: &&Point| {
        let option = point.agreed.map_or(Cell::Empty, |option| brief.option_cell(point.issue, option));
        vec![brief.point_cell(point.issue), option]
    };
    Table {
        id: "easy",
        caption: Phrase::from("Easy points"),
        columns: vec![Column::words("point", "Point"), Column::words("option", "Best for every party")],
        rows: easy.iter().map(row).collect(),
    }
}

/// Each party's favourite options, those who want the same together.
fn wishes(brief: &Brief, issue: usize) -> Vec<Phrase> {
    let n_options = brief.negotiation.sizes()[issue];
    let wants = |party: usize, option: usize| {
        let (best, worst) = (brief.shares.best(party, issue), brief.shares.worst(party, issue));
        best != worst && brief.shares.of_option(party, issue, option) == best
    };
    let lines = (0..n_options).filter_map(|option| {
        let parties: Vec<usize> = (0..brief.parties.len()).filter(|&party| wants(party, option)).collect();
        (!parties.is_empty()).then(|| brief.party_list(&parties).say(": ").then(brief.option(issue, option)))
    });
    lines.collect()
}

fn red_lines(brief: &Brief, issue: usize) -> Vec<Phrase> {
    let mut lines = Vec::new();
    for party in 0..brief.parties.len() {
        for option in 0..brief.negotiation.sizes()[issue] {
            if forbidding_line(brief.negotiation, party, issue, option).is_some() {
                lines.push(brief.party(party).say(" refuses: ").then(brief.option(issue, option)));
            }
        }
    }
    lines
}

/// What the package gives whom on which point.
pub(super) fn matrix(brief: &Brief) -> Option<Sheet> {
    let package = brief.package()?;
    let mut columns = vec![Column::words("point", "Point")];
    for party in 0..brief.parties.len() {
        let id = &brief.negotiation.parties()[party].id;
        columns.push(Column::figures(format!("share_{id}"), brief.party(party)));
    }
    let rows = brief.points.iter().map(|point| {
        let option = package.0[point.issue];
        let share = |party| match brief.shares.of_best(party, point.issue, option) {
            Some(value) => Cell::Number { shown: figure::percent(&value), value },
            None => Cell::Empty,
        };
        std::iter::once(brief.point_cell(point.issue)).chain((0..brief.parties.len()).map(share)).collect()
    });
    let mut sheet = Sheet::new("matrix", "What the package gives whom");
    sheet.tables.push(Table {
        id: "matrix",
        caption: Phrase::from("Share of each party's best on each point, the most contested point first"),
        columns,
        rows: rows.collect(),
    });
    Some(sheet)
}
