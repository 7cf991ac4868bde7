//! The package under the chosen solution, told as changes to the draft nearest to it.

use crate::exact::Rational;
use crate::report::brief::Brief;
use crate::report::figure;
use crate::report::phrase::{Phrase, counted};
use crate::report::sheet::{Cell, Column, Sheet, Table};
use crate::solve::{Answer, Ties};
use num_traits::{Signed, Zero};

/// A point on which the package differs from the draft nearest to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Index of the issue.
    pub issue: usize,
    /// What the draft says; `None` where it leaves the point open.
    pub from: Option<usize>,
    /// What the package says.
    pub to: usize,
    /// The parties that gain, with the change of their utility, largest first.
    pub gains: Vec<(usize, Rational)>,
    /// The parties that pay, with the change of their utility, largest loss first.
    pub pays: Vec<(usize, Rational)>,
}

/// The points on which the package differs from the draft nearest to it, in the order of the
/// negotiation; all points where there is no draft.
#[must_use]
pub fn moves(brief: &Brief) -> Vec<Move> {
    let Some(package) = brief.package() else { return Vec::new() };
    let draft = brief.draft_nearest_to_package().map(|draft| &brief.negotiation.drafts()[draft].settles);
    let mut moves = Vec::new();
    for (issue, &to) in package.0.iter().enumerate() {
        let from = draft.and_then(|draft| draft.0[issue]);
        if from == Some(to) {
            continue;
        }
        let changes =
            (0..brief.parties.len()).filter_map(|party| Some((party, brief.shares.change(party, issue, from?, to)?)));
        let (mut gains, rest): (Vec<_>, Vec<_>) = changes.partition(|(_, change)| change.is_positive());
        let mut pays: Vec<_> = rest.into_iter().filter(|(_, change)| !change.is_zero()).collect();
        gains.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        pays.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
        moves.push(Move { issue, from, to, gains, pays });
    }
    moves
}

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    brief.package()?;
    let mut sheet = Sheet::new("package", capital_package(brief));
    sheet.lead = package_lead(brief);
    let moves = moves(brief);
    if !moves.is_empty() {
        sheet.tables.push(changes_table(brief, &moves));
    }
    if brief.draft_nearest_to_package().is_some() && !(0..brief.parties.len()).all(|party| brief.shares.has(party)) {
        sheet.notes.push(Phrase::from(
            "A party whose utility is given package by package gains and pays on all points together, so it is not named beside single points.",
        ));
    }
    if let Some(settlement) = brief.settlement() {
        sheet.notes.extend(mixture(brief, &settlement.mixture));
    }
    Some(sheet)
}

fn capital_package(brief: &Brief) -> String {
    format!("The {}", brief.package_name())
}

/// What the package is, how sure that is, and from which draft it is told.
#[must_use]
pub fn package_lead(brief: &Brief) -> Vec<Phrase> {
    let Some(solved) = brief.chosen() else { return Vec::new() };
    let mut lead = vec![Phrase::from(solved.question.solution.plain)];
    if let Answer::Bounded { settlement, bound } = &solved.answer {
        lead.push(Phrase::from(match bound {
            Some(bound) => format!(
                "This is the best found before the search ended: its value is {}, and nothing has more than {}.",
                figure::significant(&settlement.value, 6),
                figure::significant(bound, 6)
            ),
            None => "This is the best found before the search ended; better may exist.".into(),
        }));
    }
    lead.push(start(brief));
    if let Some(note) = solved.answer.settlement().and_then(|settlement| ties(&settlement.ties)) {
        lead.push(note);
    }
    lead
}

fn start(brief: &Brief) -> Phrase {
    let n = moves(brief).len();
    let Some(draft) = brief.draft_nearest_to_package() else {
        return Phrase::from("There is no draft to compare it with, so it is given point by point.");
    };
    let name = brief.numbered_draft(draft);
    if n == 0 {
        return Phrase::from("It is draft ").then(name).say(" as it stands.");
    }
    let same = brief.negotiation.issues().len() - n;
    Phrase::from("It is nearest to draft ").then(name).say(format!(
        " and differs from it on {}{}.",
        counted(n, "point", "points"),
        match same {
            0 => String::new(),
            1 => "; on the other it says the same".into(),
            _ => format!("; on the other {same} it says the same"),
        }
    ))
}

fn ties(ties: &Ties) -> Option<Phrase> {
    match ties {
        Ties::Exactly(2..) => {
            let Ties::Exactly(n) = ties else { return None };
            Some(Phrase::from(format!("{n} packages with different utilities are equally good; this is one of them.")))
        }
        Ties::AtLeast(n @ 2..) => Some(Phrase::from(format!(
            "At least {n} packages with different utilities are equally good; this is one of them."
        ))),
        _ => None,
    }
}

fn mixture(brief: &Brief, mixture: &[(crate::model::Outcome, Rational)]) -> Vec<Phrase> {
    let Some(package) = brief.package().filter(|_| mixture.len() > 1) else { return Vec::new() };
    let mut notes = vec![Phrase::from(
        "The solution mixes packages, as a lottery or in turns. The package with the largest share is told above; the others are:",
    )];
    for (outcome, share) in mixture.iter().filter(|(outcome, _)| outcome != package) {
        let points = brief.differing_points(package, outcome);
        notes.push(Phrase::from(format!("share {}: ", figure::percent(share))).then(Phrase::joined(points, "; ")));
    }
    notes
}

fn changes_table(brief: &Brief, moves: &[Move]) -> Table {
    let with_draft = brief.draft_nearest_to_package();
    let mut columns = vec![Column::words("point", "Point")];
    if let Some(draft) = with_draft {
        columns.push(Column::words("from", format!("Draft {} says", draft + 1)));
    }
    columns.push(Column::words("to", "The package says"));
    if with_draft.is_some() {
        columns.push(Column::words("gains", "Who gains"));
        columns.push(Column::words("pays", "Who pays"));
    }
    let row = |step: &Move| {
        let mut row = vec![brief.point_cell(step.issue)];
        if with_draft.is_some() {
            row.push(step.from.map_or(Cell::words("left open"), |option| brief.option_cell(step.issue, option)));
        }
        row.push(brief.option_cell(step.issue, step.to));
        if with_draft.is_some() {
            row.push(parties(brief, &step.gains));
            row.push(parties(brief, &step.pays));
        }
        row
    };
    let caption = match with_draft {
        Some(draft) => Phrase::from("Where the package differs from draft ").then(brief.numbered_draft(draft)),
        None => Phrase::from("The package, point by point"),
    };
    Table { id: "package", caption, columns, rows: moves.iter().map(row).collect() }
}

fn parties(brief: &Brief, changes: &[(usize, Rational)]) -> Cell {
    if changes.is_empty() {
        return Cell::Empty;
    }
    let line =
        |(party, change): &(usize, Rational)| brief.party(*party).say(format!(" {}", brief.difference(*party, change)));
    Cell::Lines(changes.iter().map(line).collect())
}
