//! The first sheet: what to write where.

use super::super::layout::*;
use super::{Sheet, Style};
use crate::format::Outline;

/// A heading and its paragraphs.
type Chapter = (&'static str, &'static [&'static str]);

const PARTY_CHAPTERS: &[Chapter] = &[
    (
        "What to do",
        &[
            "1. On the sheet of your party, give every point a weight: how much it matters to you beside the others. Any \
             numbers of 0 or more will do; twice the number counts twice. 0 says that you do not care.",
            "2. Give every option of a point a value: how good it is for you. The best option usually gets 100 and the \
             worst 0; what lies between says how near it comes to the best.",
            "3. Choose \"never\" beside an option that you would not sign under any circumstances. Be sparing: a high \
             value elsewhere cannot make up for a red line.",
            "4. Write the walk-away value last: the share of your greatest satisfaction, from 0 to 1, that you have \
             without any agreement. You would sign nothing that gives you less.",
            "5. Further down: options that are worth more or less together, and combinations that you will never accept. \
             Both may stay empty.",
        ],
    ),
    (
        "How to write numbers",
        &[
            "Every number is taken exactly as written. A fraction is written =1/3. Nothing is rounded.",
            "A combination names the point and the option by their short names, as in the list that the cell offers; \
             several options are joined by \"or\": force-cap: 600k or 400k.",
        ],
    ),
    (
        "Colours",
        &["Light yellow cells are yours to write in. Grey cells are fixed: they carry the words of the talks and the \
             short names by which the sheet is read. The protection has no password; it only guards against slips."],
    ),
];

const ALONE: Chapter = (
    "Confidentiality",
    &[
        "This workbook holds the points of the talks and what your party wants; nothing that any other party said. Return \
         it only to whom you trust with it.",
        "Whoever has the talks and this workbook can check it without the others': zopa check TALKS WORKBOOK",
    ],
);

const WHOLE: Chapter = (
    "The other sheets",
    &[
        "The sheets Talks, Points and Rules may be shown to everybody. The sheet of each party is confidential: it belongs \
         to that party and to the mediator. To give a party its own workbook: zopa convert TALKS WORKBOOK --party NAME",
        "New points or options are written at the end of the sheet Points, or in rows inserted there. To bring them onto \
         the sheets of the parties, convert the workbook into a new one: zopa convert OLD.xlsx NEW.xlsx",
        "To check everything at once: zopa check WORKBOOK. To see what the numbers mean: zopa brief WORKBOOK",
    ],
);

pub(super) fn sheet(outline: &Outline, only: Option<usize>) -> Sheet {
    let mut sheet = Sheet::new(Role::Instructions, "Instructions", &[3.0, 100.0]);
    let subtitle = match only {
        Some(party) => format!("{}: {}", outline.title, outline.parties[party].name),
        None => outline.title.clone(),
    };
    sheet.text(1, 0, &subtitle, Style::Subtitle);
    let mut row = 3;
    let last = if only.is_some() { ALONE } else { WHOLE };
    for (heading, paragraphs) in PARTY_CHAPTERS.iter().copied().chain([last]) {
        sheet.text(row, 0, heading, Style::Section);
        sheet.empty(row, 1..2, Style::Section);
        row += 1;
        for paragraph in paragraphs {
            sheet.text(row, 1, paragraph, Style::Prose);
            row += 1;
        }
        row += 1;
    }
    sheet
}
