//! From sheets to the keys of the native format.

mod cells;
mod outcomes;
mod party;
mod points;
mod rules;
mod talks;

use super::grid::Grid;
use super::layout::Role;
use crate::format::Part;
use crate::format::diagnostic::{Problems, did_you_mean, quote};
use crate::format::transcript::{At, Commas, Pen, Transcript};

/// The first cell of a sheet.
const CORNER: At = At { row: 0, column: 0 };

/// Sheets by what they are for; numbers are places in the list of sheets.
struct Roles {
    talks: Vec<usize>,
    points: Vec<usize>,
    rules: Vec<usize>,
    parties: Vec<usize>,
    outcomes: Vec<usize>,
    unknown: Vec<usize>,
}

impl Roles {
    fn of(grids: &[Grid]) -> Roles {
        let with = |role: Role| (0..grids.len()).filter(|&grid| role_of(&grids[grid]) == Some(role)).collect();
        Roles {
            talks: with(Role::Talks),
            points: with(Role::Points),
            rules: with(Role::Rules),
            parties: with(Role::Party),
            outcomes: with(Role::Outcomes),
            unknown: (0..grids.len()).filter(|&grid| role_of(&grids[grid]).is_none()).collect(),
        }
    }
}

/// What a sheet is for, by what its first cell says.
fn role_of(grid: &Grid) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.title().eq_ignore_ascii_case(grid.title()))
}

/// Whether the sheets hold the talks, or what one party wants; none where they hold neither.
pub(super) fn part(grids: &[Grid]) -> Option<Part> {
    let roles = Roles::of(grids);
    if !roles.talks.is_empty() || !roles.points.is_empty() {
        return Some(Part::Talks);
    }
    (!roles.parties.is_empty()).then_some(Part::Party)
}

/// What is asked of the sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Everything,
    /// The talks without what the parties want.
    Talks,
}

/// CSV files by what they tell together: all of them where the talks are among them; otherwise a
/// party's sheet and that of its outcomes.
pub(super) fn together(grids: Vec<Grid>) -> Vec<Vec<Grid>> {
    if grids.is_empty() || part(&grids) == Some(Part::Talks) {
        return if grids.is_empty() { Vec::new() } else { vec![grids] };
    }
    let mut groups: Vec<(Option<String>, Vec<Grid>)> = Vec::new();
    for grid in grids {
        let owner = party::whose(&grid).or_else(|| outcomes::whose(&grid)).map(|(_, id)| id);
        // Two sheets that speak for one party stay apart, to be complained of.
        let is_new = |group: &[Grid]| !group.iter().any(|own| role_of(own) == role_of(&grid));
        match groups.iter_mut().find(|(id, group)| owner.is_some() && *id == owner && is_new(group)) {
            Some((_, group)) => group.push(grid),
            None => groups.push((owner, vec![grid])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Tells the sheets of one file, or of CSV files that belong together, in the keys of the native format.
/// Where they cannot be told, the transcript is empty and the problems say why.
pub(super) fn transcribe(grids: &[Grid], id: u32, wanted: Wanted, problems: &mut Problems) -> Transcript {
    let mut roles = Roles::of(grids);
    if wanted == Wanted::Talks {
        roles.parties.clear();
        roles.outcomes.clear();
    }
    let mut pen =
        Pen { transcript: Transcript::new(id, grids.iter().map(|grid| (grid.sheet.clone(), grid.source))), problems };
    let is_known = part(grids).is_some();
    for &grid in roles.unknown.iter().filter(|_| is_known) {
        let known = Role::ALL.iter().map(|role| role.title());
        let title = grids[grid].title();
        if title.is_empty() && grids[grid].rows().next().is_none() {
            continue;
        }
        let help = match title.is_empty() {
            true => "its first cell does not say what it is for; keep it if it holds notes".to_string(),
            false => did_you_mean(title, known, "first cells of the sheets that are read"),
        };
        pen.warning(grid, CORNER, format!("this sheet is not read: its first cell says {}", quote(title)), help);
    }
    let told = match part(grids) {
        Some(Part::Talks) => talks(grids, &roles, &mut pen),
        Some(Part::Party) if wanted == Wanted::Everything => alone(grids, &roles, &mut pen),
        _ => {
            let message = "no sheet holds the talks or what a party wants";
            pen.error(0, CORNER, message, "begin with a workbook that zopa convert has written");
            None
        }
    };
    pen.transcript.is_whole = told.is_some();
    pen.transcript
}

/// The one sheet for a purpose.
fn only(found: &[usize], role: Role, pen: &mut Pen) -> Option<usize> {
    match found {
        [one] => Some(*one),
        [] => {
            let message = format!("no sheet begins with \"{}\"", role.title());
            pen.error(0, CORNER, message, "put the sheet back, or write the words into its first cell");
            None
        }
        [_, second, ..] => {
            let message = format!("a second sheet begins with \"{}\"", role.title());
            pen.error(*second, CORNER, message, "keep one of them");
            None
        }
    }
}

fn talks(grids: &[Grid], roles: &Roles, pen: &mut Pen) -> Option<()> {
    let (talks_sheet, points_sheet) = (only(&roles.talks, Role::Talks, pen), only(&roles.points, Role::Points, pen));
    if roles.rules.len() > 1 {
        only(&roles.rules, Role::Rules, pen);
    }
    let (talks_sheet, points_sheet) = (talks_sheet?, points_sheet?);
    pen.transcript.raw("{");
    talks::talks(grids, talks_sheet, roles, pen);
    pen.transcript.raw(",");
    let drafts = talks::draft_ids(&grids[talks_sheet]);
    points::points(grids, points_sheet, &drafts, pen);
    if let Some(&rules_sheet) = roles.rules.first() {
        pen.transcript.raw(",");
        rules::rules(grids, rules_sheet, pen);
    }
    pen.transcript.raw("}");
    Some(())
}

/// A party's own workbook.
fn alone(grids: &[Grid], roles: &Roles, pen: &mut Pen) -> Option<()> {
    let sheet = only(&roles.parties, Role::Party, pen)?;
    let Some((at, id)) = party::whose(&grids[sheet]) else {
        pen.error(sheet, CORNER, "the sheet does not say whose it is", "write the party's short name beside \"Party\"");
        return None;
    };
    if party::is_silent(&grids[sheet]) && roles.outcomes.is_empty() {
        let help = "fill in the light yellow cells";
        pen.error(sheet, at, format!("party {} has not filled in anything yet", quote(&id)), help);
        return None;
    }
    pen.transcript.raw("{");
    let mut commas = Commas::default();
    commas.next(&mut pen.transcript);
    pen.transcript.key("party");
    pen.transcript.at(sheet, at);
    pen.transcript.string(&id);
    let table = outcomes::sheet_of(grids, &roles.outcomes, &id);
    party::preferences(grids, sheet, table, &mut commas, pen);
    pen.transcript.raw("}");
    Some(())
}
