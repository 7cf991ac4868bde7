//! What the figures rest on.

use crate::report::brief::{Brief, Room};
use crate::report::phrase::Phrase;
use crate::report::sheet::{Cell, Column, Sheet, Table};
use crate::solve::Answer;

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let mut sheet = Sheet::new("footing", "What this rests on");
    sheet.lead = footing_lines(brief);
    sheet.notes = brief.footing.notes.iter().map(|note| Phrase::theirs(note)).collect();
    Some(sheet)
}

/// What the numbers assume and how far they are proved: a phrase for each sentence.
#[must_use]
pub fn footing_lines(brief: &Brief) -> Vec<Phrase> {
    let mut lines = Vec::new();
    lines.push(match brief.negotiation.footing() {
        Some(footing) => Phrase::from("The numbers: ").quote(footing).say("."),
        None => Phrase::from("The files do not say what the numbers rest on; treat them as illustrative."),
    });
    if let Some(source) = brief.negotiation.source() {
        lines.push(Phrase::from("Source: ").quote(source).say("."));
    }
    lines.push(Phrase::from(match (brief.footing.is_exact, brief.room()) {
        (true, _) => "Utilities are computed exactly as written; only the figures shown are rounded.",
        (false, _) => {
            "Some numbers are too fine to be kept exactly: utilities were rounded outward, and answers say so where it matters."
        }
    }));
    lines.push(Phrase::from(sureness(brief)));
    lines
}

fn sureness(brief: &Brief) -> String {
    match brief.room() {
        Room::None => "That there is no room is proved, not estimated.".into(),
        Room::Unknown => "Nothing is proved yet.".into(),
        Room::Some => {
            let proven = brief.solutions.iter().filter(|s| matches!(s.answer, Answer::Optimum { .. })).count();
            let n = brief.solutions.len();
            let certified = brief.solutions.iter().filter(|s| s.fingerprint.is_some()).count();
            let certificates = match certified {
                0 => String::new(),
                1 => "; 1 has a certificate".to_string(),
                c => format!("; {c} have certificates"),
            };
            match proven == n {
                true => format!("All {n} solutions shown are proved to be optimal{certificates}."),
                false => format!("{proven} of {n} solutions shown are proved to be optimal{certificates}."),
            }
        }
    }
}

/// What shows later that nothing was changed.
pub(super) fn proofs(brief: &Brief) -> Option<Sheet> {
    let mut sheet = Sheet::new("proofs", "Certificates");
    sheet.lead.push(Phrase::from(
        "A certificate lets others check an answer without trusting the search that found it. A fingerprint is the \
         SHA-256 of what it names: it changes if a single figure does.",
    ));
    sheet.tables.push(fingerprints(brief));
    Some(sheet)
}

fn fingerprints(brief: &Brief) -> Table {
    let mut rows = vec![row("negotiation", "The negotiation's numbers", &brief.footing.fingerprint)];
    if let Some(fingerprint) = &brief.footing.zone_fingerprint {
        rows.push(row("zone", "Proof about the zone", fingerprint));
    }
    for solved in &brief.solutions {
        if let Some(fingerprint) = &solved.fingerprint {
            rows.push(row(
                solved.question.solution.id,
                &format!("Proof of {}", solved.question.solution.name),
                fingerprint,
            ));
        }
    }
    Table {
        id: "proofs",
        caption: Phrase::from("Fingerprints"),
        columns: vec![Column::words("what", "What"), Column::words("fingerprint", "Fingerprint")],
        rows,
    }
}

fn row(id: &str, what: &str, fingerprint: &str) -> Vec<Cell> {
    vec![Cell::Named { id: id.into(), name: Phrase::from(what) }, Cell::words(fingerprint.to_string())]
}
