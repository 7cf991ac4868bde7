//! What the drafts on the table amount to.

use crate::report::brief::{Assessment, Brief, Room, Signature, Signer};
use crate::report::figure;
use crate::report::phrase::{Phrase, counted};
use crate::report::sheet::{Cell, Column, Sheet, Table};

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    if brief.drafts.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new("drafts", "Drafts on the table");
    sheet.tables.push(Table {
        id: "drafts",
        caption: Phrase::from("Who could sign which draft, and what stands in the way"),
        columns: vec![
            Column::words("draft", "Draft"),
            Column::words("signs", "Who could sign"),
            Column::words("refuses", "Who could not, and why"),
            Column::words("open", "Left open"),
            Column::words("nearest", "Fewest changes to satisfy everyone"),
        ],
        rows: (0..brief.drafts.len()).map(|draft| row(brief, draft)).collect(),
    });
    if brief.drafts.iter().any(|draft| !draft.standing.open.is_empty()) {
        let ignored = brief.drafts.iter().any(|draft| !draft.standing.obeys_rules);
        sheet.notes.push(Phrase::from(format!(
            "Where a draft leaves points open, figures are ranges over every way to fill them that obeys the rules{}.",
            if ignored { "; where no way obeys them, over every way" } else { "" }
        )));
    }
    Some(sheet)
}

fn row(brief: &Brief, draft: usize) -> Vec<Cell> {
    let assessment = &brief.drafts[draft];
    let signs = signers(assessment, Signature::Yes);
    let signs = if signs.is_empty() { Phrase::from("nobody") } else { brief.party_list(&signs) };
    vec![
        brief.draft_cell(draft),
        Cell::words(signs),
        Cell::Lines(signing_lines(brief, draft)),
        open_line(brief, draft).map_or(Cell::words("nothing"), Cell::words),
        Cell::words(distance(brief, draft)),
    ]
}

fn signers(assessment: &Assessment, signature: Signature) -> Vec<usize> {
    (0..assessment.standing.signers.len())
        .filter(|&party| assessment.standing.signers[party].signature == signature)
        .collect()
}

/// Why who could not sign a draft: broken rules, then a line for each party.
#[must_use]
pub fn signing_lines(brief: &Brief, draft: usize) -> Vec<Phrase> {
    let assessment = &brief.drafts[draft];
    let rules = assessment
        .standing
        .broken_rules
        .iter()
        .map(|&rule| Phrase::from("breaks the rule “").then(brief.rule(rule)).say("”"));
    let refusals = assessment.standing.signers.iter().enumerate().filter_map(|(party, signer)| {
        let is_barred = !assessment.standing.obeys_rules && signer.shortfall.is_none() && signer.crossed.is_empty();
        if is_barred { None } else { refusal(brief, party, signer) }
    });
    let tangled = (!assessment.standing.obeys_rules && assessment.standing.broken_rules.is_empty())
        .then(|| Phrase::from("the rules leave no way to fill the open points"));
    rules.chain(tangled).chain(refusals).collect()
}

fn refusal(brief: &Brief, party: usize, signer: &Signer) -> Option<Phrase> {
    let name = brief.party(party);
    match signer.signature {
        Signature::Yes => None,
        Signature::Depends => Some(name.say(": depends on the open points")),
        Signature::Unknown => Some(name.say(": not known, the search ended first")),
        Signature::No => {
            let mut reasons = Vec::new();
            if let Some(shortfall) = &signer.shortfall {
                let by = figure::amount(shortfall, brief.parties[party].decimals);
                reasons.push(Phrase::from(format!("{by} below walk-away")));
            }
            if !signer.crossed.is_empty() {
                let lines = signer.crossed.iter().map(|&line| brief.red_line_points(party, line));
                let word = if signer.crossed.len() == 1 { "red line on " } else { "red lines on " };
                reasons.push(Phrase::from(word).then(Phrase::list(lines)));
            }
            if reasons.is_empty() {
                reasons.push(Phrase::from("no way to fill the open points suits it"));
            }
            Some(name.say(": ").then(Phrase::joined(reasons, "; ")))
        }
    }
}

/// The points that a draft leaves open, counted and named.
#[must_use]
pub fn open_line(brief: &Brief, draft: usize) -> Option<Phrase> {
    let open = &brief.drafts[draft].standing.open;
    if open.is_empty() {
        return None;
    }
    let names = open.iter().map(|&issue| brief.short_point(issue));
    Some(Phrase::from(format!("{}: ", counted(open.len(), "point", "points"))).then(Phrase::list(names)))
}

/// How far a draft is from satisfying everyone.
fn distance(brief: &Brief, draft: usize) -> Phrase {
    match (brief.room(), brief.changes_needed(draft)) {
        (Room::None, _) => Phrase::from("no package satisfies everyone"),
        (_, Some((0, _))) if brief.drafts[draft].standing.open.is_empty() => {
            Phrase::from("none: it satisfies everyone")
        }
        (_, Some((0, _))) => Phrase::from("none, if open points are filled suitably"),
        (_, Some((changes, true))) => Phrase::from(counted(changes, "point", "points")),
        (_, Some((changes, false))) => Phrase::from(format!("at most {}", counted(changes, "point", "points"))),
        (_, None) => Phrase::from("not known"),
    }
}
