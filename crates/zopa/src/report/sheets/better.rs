//! What would be better for everyone than each draft.

use super::changes::effect;
use crate::assess::betterment::{Better, Betterment, Verdict};
use crate::report::brief::Brief;
use crate::report::figure;
use crate::report::phrase::{Phrase, counted};
use crate::report::sheet::{Cell, Column, Sheet, Table};
use num_traits::{Signed, Zero};

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let texts = brief.drafts.iter().enumerate().filter_map(|(draft, own)| Some((draft, own.text.as_ref()?)));
    let mut sheet = Sheet::new("better", "Better for everyone");
    let mut rows = Vec::new();
    for (draft, text) in texts {
        sheet.lead.push(Phrase::from("Draft ").then(brief.numbered_draft(draft)).say(verdict(&text.betterment)));
        for better in &text.betterment.packages {
            let n = text.completion.outcome.differences(&better.outcome).len();
            rows.push(row(brief, draft, better, n));
        }
    }
    if sheet.lead.is_empty() {
        return None;
    }
    if !rows.is_empty() {
        sheet.tables.push(Table {
            id: "better",
            caption: Phrase::from("Packages that give nobody less than a draft and somebody more"),
            columns: vec![
                Column::words("draft", "Draft"),
                Column::words("better", "Package"),
                Column::words("gains", "Who gains"),
                Column::words("acceptable", "Acceptable to all"),
            ],
            rows,
        });
    }
    sheet.notes.push(Phrase::from(
        "How far a draft is from the limit is the most that every party could gain at once without anyone losing, among \
         packages that obey the rules and cross no red line. Open points count as filled in the best way.",
    ));
    Some(sheet)
}

fn verdict(betterment: &Betterment) -> String {
    match (betterment.verdict, &betterment.distance) {
        (Verdict::Efficient, _) => {
            ": nothing is better for all; whatever gives one party more gives another less (proved).".into()
        }
        (Verdict::OutOfReach, _) => {
            ": it breaks a rule or crosses a red line, and nothing that does neither gives everyone as much (proved)."
                .into()
        }
        (Verdict::Dominated, Some(distance)) if !distance.is_zero() => {
            let proved = betterment.bound.as_ref() == Some(distance);
            let sure = if proved { ", and no package does more for all (proved)" } else { "; more may be possible" };
            format!(": everyone could have {} more at once{sure}.", figure::significant(distance, 3))
        }
        (Verdict::Dominated, _) => ": some could have more without anyone losing, though not everyone at once.".into(),
        (Verdict::Unknown, _) => ": whether something is better for all is not known; the search ended first.".into(),
    }
}

fn row(brief: &Brief, draft: usize, better: &Better, n: usize) -> Vec<Cell> {
    let for_whom = match better.favours {
        None => Phrase::from("Most for whoever gains least"),
        Some(party) => Phrase::from("Most for ").then(brief.party(party)),
    };
    let sure = if better.is_efficient { "" } else { "; better may exist" };
    vec![
        brief.draft_cell(draft),
        Cell::words(for_whom.say(format!(", {} changed{sure}", counted(n, "point", "points")))),
        effect(brief, &better.rises, Signed::is_positive),
        Cell::words(if better.is_acceptable { "yes" } else { "no" }),
    ]
}
