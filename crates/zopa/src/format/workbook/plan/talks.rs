//! The sheet of the talks: what they are called, who takes part, which drafts lie on the table.

use super::super::layout::*;
use super::{Check, Content, Sheet, Style};
use crate::exact::Rational;
use crate::format::Outline;
use crate::model::{Provenance, RatificationRule, Role as Part};

/// Places for further parties and for further drafts.
const SPARE: u32 = 6;

pub(super) fn sheet(outline: &Outline) -> Sheet {
    let mut sheet = Sheet::new(Role::Talks, "Talks", &[22.0, 52.0, 18.0, 24.0, 10.0, 18.0]);
    sheet.text(1, 0, "Everybody may see this sheet, and those of the points and the rules.", Style::Subtitle);
    let drafted_by = outline.drafted_by.map(|party| outline.parties[party].id.as_str());
    let labels = [
        (TITLE, Some(outline.title.as_str()), None, "What the talks are called."),
        (DRAFTED_BY, drafted_by, Some(Check::PartyName), "The party that holds the pen, by its short name."),
        (
            FOOTING,
            outline.footing.as_deref(),
            None,
            "What the numbers rest on: \"illustrative\", \"interviews of March\".",
        ),
        (SOURCE, outline.source.as_deref(), None, "Where the talks or the numbers come from."),
    ];
    for (row, (label, text, check, remark)) in (3..).zip(labels) {
        sheet.text(row, 0, label, Style::Label);
        sheet.field(row, 1, text, Style::Words, check);
        sheet.text(row, 2, remark, Style::Remark);
    }
    let row = parties(outline, &mut sheet, 8);
    drafts(outline, &mut sheet, row + 1);
    sheet
}

fn parties(outline: &Outline, sheet: &mut Sheet, start: u32) -> u32 {
    sheet.text(start, 0, PARTIES, Style::Section);
    sheet.empty(start, 1..6, Style::Section);
    sheet.heads(start + 1, &[SHORT_NAME, NAME, ROLE, RATIFIES_FOR, VOTES, RATIFICATION]);
    let mut row = start + 2;
    for (index, party) in outline.parties.iter().enumerate() {
        let (role, of) = match party.role {
            Part::Party => (ROLES[0], None),
            Part::Mediator => (ROLES[1], None),
            Part::Ratifier { of } => (ROLES[2], Some(outline.parties[of].id.as_str())),
        };
        sheet.field(row, 0, Some(&party.id), Style::Key, None);
        sheet.field(row, 1, (party.name != party.id).then_some(&party.name), Style::Words, None);
        sheet.field(row, 2, Some(role), Style::Choice, Some(Check::Role));
        sheet.field(row, 3, of, Style::Choice, Some(Check::PartyName));
        let votes =
            Some(outline.votes[index]).filter(|votes| *votes != 1).map(|votes| Rational::from_integer(votes.into()));
        sheet.number(row, 4, votes.as_ref(), Check::Count);
        let rule = outline.ratifications[index].map(|rule| match rule {
            RatificationRule::All => ALL_RATIFY.to_string(),
            RatificationRule::Any => ANY_RATIFIES.to_string(),
            RatificationRule::AtLeast(number) => format!("{number} {RATIFIERS_NEEDED}"),
            RatificationRule::Votes(needed) => format!("{needed} {VOTES_NEEDED}"),
        });
        sheet.field(row, 5, rule.as_deref(), Style::Choice, Some(Check::Ratification));
        row += 1;
    }
    for row in row..row + SPARE {
        sheet.field(row, 0, None, Style::Key, None);
        sheet.field(row, 1, None, Style::Words, None);
        sheet.field(row, 2, None, Style::Choice, Some(Check::Role));
        sheet.field(row, 3, None, Style::Choice, Some(Check::PartyName));
        sheet.number(row, 4, None, Check::Count);
        sheet.field(row, 5, None, Style::Choice, Some(Check::Ratification));
    }
    row + SPARE
}

fn drafts(outline: &Outline, sheet: &mut Sheet, start: u32) {
    sheet.text(start, 0, DRAFTS, Style::Section);
    sheet.empty(start, 1..4, Style::Section);
    sheet.heads(start + 1, &[SHORT_NAME, TITLE, DATE, PROVENANCE]);
    let mut row = start + 2;
    for draft in &outline.drafts {
        let provenance = match draft.provenance {
            Provenance::Tabled => PROVENANCES[0],
            Provenance::Leaked => PROVENANCES[1],
            Provenance::Public => PROVENANCES[2],
        };
        sheet.field(row, 0, Some(&draft.id), Style::Key, None);
        sheet.field(row, 1, (draft.title != draft.id).then_some(&draft.title), Style::Words, None);
        let date = draft.date.map_or(Content::Empty, Content::Date);
        sheet.put(row, 2, date, Style::Choice, Some(Check::Date));
        sheet.field(row, 3, Some(provenance), Style::Choice, Some(Check::Provenance));
        row += 1;
    }
    for row in row..row + SPARE {
        sheet.field(row, 0, None, Style::Key, None);
        sheet.field(row, 1, None, Style::Words, None);
        sheet.field(row, 2, None, Style::Choice, Some(Check::Date));
        sheet.field(row, 3, None, Style::Choice, Some(Check::Provenance));
    }
}
