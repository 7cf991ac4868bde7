//! What holds where numbers are not known.

use crate::assess::worlds::{Best, Certainty, Chance, Outlook, Prospect, QuestionValue, asked};
use crate::report::brief::Brief;
use crate::report::figure::chance;
use crate::report::phrase::{Phrase, capitalised, counted};
use crate::report::sheet::{Cell, Column, Sheet, Table};

/// How many questions are told.
const MOST_QUESTIONS: usize = 5;

/// The package of the fair solution, by its name in tables.
const FAIR: &str = "Fair package (Nash) at central values";

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let outlook = brief.outlook.as_ref()?;
    let mut sheet = Sheet::new("worlds", "What is not known");
    sheet.lead = unknown_lines(brief);
    sheet.tables.push(chances(brief, outlook));
    let questions = standing_out(outlook);
    if !questions.is_empty() {
        sheet.tables.push(Table {
            id: "questions",
            caption: Phrase::from("What to ask next, each party alone"),
            columns: vec![
                Column::words("question", "Question"),
                Column::figures("information", "Worth, in % points"),
                Column::figures("changes", "Chance that it changes the proposal"),
            ],
            rows: questions.into_iter().map(|question| row(brief, question)).collect(),
        });
    }
    sheet.notes.push(basis(brief, outlook));
    Some(sheet)
}

/// How likely agreement is, and what to ask, in a few sentences; nothing where every number is known.
#[must_use]
pub fn unknown_lines(brief: &Brief) -> Vec<Phrase> {
    let Some(outlook) = &brief.outlook else { return Vec::new() };
    let mut lines = vec![match &outlook.zone {
        Chance::Exact(share) if share.is_integer() => {
            let word = if outlook.zone.share() > 0.5 { "There is room" } else { "There is no room" };
            Phrase::from(format!("{word} for agreement wherever the unknown numbers fall: this is proved."))
        }
        zone => Phrase::from(format!(
            "Over what is not known, there is room for agreement with a chance of {}.",
            chance(zone)
        )),
    }];
    match (&outlook.certain, &outlook.likeliest) {
        (Certainty::Package(_), _) => {
            lines.push(Phrase::from(
                "One package is acceptable to all in every world that is possible: this is proved.",
            ));
        }
        (_, Some(best)) => {
            let proof = if best.is_proven() { ", proved the most" } else { ", the best found" };
            let all = chance(&best.prospect.all);
            lines.push(Phrase::from(format!(
                "The package acceptable in most worlds is so with a chance of {all}{proof}."
            )));
        }
        _ => {}
    }
    if let Some(question) = standing_out(outlook).first() {
        lines.push(Phrase::from("The next question. ").then(Phrase::theirs(&asked(brief.negotiation, question))));
    }
    lines
}

/// Questions that are worth asking beyond chance.
fn standing_out(outlook: &Outlook) -> Vec<&QuestionValue> {
    let stands_out = |question: &&QuestionValue| question.rise > 2.0 * question.standard_error && question.rise > 5e-5;
    outlook.questions.iter().filter(stands_out).take(MOST_QUESTIONS).collect()
}

fn row(brief: &Brief, question: &QuestionValue) -> Vec<Cell> {
    let rise = match question.standard_error {
        error if error > 0.0 => format!("{:.1} ± {:.1}", 100.0 * question.rise, 100.0 * error),
        _ => format!("{:.1}", 100.0 * question.rise),
    };
    vec![
        Cell::words(Phrase::theirs(&asked(brief.negotiation, question))),
        Cell::words(rise.as_str()),
        Cell::words(format!("{:.0} %", 100.0 * question.changes).as_str()),
    ]
}

/// Who would accept what, with which chance.
fn chances(brief: &Brief, outlook: &Outlook) -> Table {
    let negotiation = brief.negotiation;
    let n_participants = negotiation.parties().len() + negotiation.ratifiers().len();
    let participants = (0..n_participants).map(|index| negotiation.participant(index).0);
    let mut columns = vec![Column::words("package", "Package")];
    columns.extend(
        participants.map(|party| Column::figures(format!("accepts_{}", party.id), Phrase::theirs(&party.name))),
    );
    columns.push(Column::figures("chance", "All sign"));
    columns.extend(negotiation.ratifications().iter().map(|rule| {
        let party = &negotiation.parties()[rule.of];
        Column::figures(format!("ratified_{}", party.id), Phrase::theirs(&party.name).say(" ratifies"))
    }));
    let row = |name: Cell, prospect: &Prospect| {
        let chances = prospect.consents.iter().chain([&prospect.all]).chain(&prospect.ratified);
        std::iter::once(name).chain(chances.map(|c| Cell::words(chance(c).as_str()))).collect::<Vec<Cell>>()
    };
    let defined = |id: &str, name: String| Cell::Named { id: id.into(), name: Phrase::from(name) };
    let drafts = outlook.drafts.iter().enumerate();
    let mut rows: Vec<Vec<Cell>> = drafts
        .filter_map(|(draft, prospect)| {
            let is_open = !negotiation.drafts()[draft].settles.open_issues().is_empty();
            let filled = if is_open { ", open points filled as fairly as can be" } else { "" };
            Some(row(Cell::Words(brief.numbered_draft(draft).say(filled)), prospect.as_ref()?))
        })
        .collect();
    rows.extend(outlook.fair.as_ref().map(|prospect| row(defined("nash", FAIR.to_string()), prospect)));
    let proof = |best: &Best| if best.is_proven() { "proved" } else { "best found" };
    match (&outlook.certain, &outlook.likeliest) {
        (Certainty::Package(prospect), _) => {
            rows.push(row(defined("chance", "Acceptable in every world, proved".to_string()), prospect));
        }
        (_, Some(best)) => {
            rows.push(row(defined("chance", format!("Acceptable in most worlds, {}", proof(best))), &best.prospect));
        }
        _ => {}
    }
    let regret = |best: &Best| row(defined("regret", format!("Least regret, {}", proof(best))), &best.prospect);
    rows.extend(outlook.least_regret.as_ref().map(regret));
    Table { id: "chances", caption: Phrase::from("Who would accept, with which chance"), columns, rows }
}

fn basis(brief: &Brief, outlook: &Outlook) -> Phrase {
    let n_unknowns: usize = brief.negotiation.doubts().iter().map(|doubts| doubts.unknowns.len()).sum();
    let numbers = capitalised(&counted(n_unknowns, "number", "numbers"));
    let worlds = counted(outlook.n_worlds, "world", "worlds");
    let looked = match outlook.is_every_world {
        true => format!("all {worlds} that are possible were looked at"),
        false => format!(
            "{worlds} were drawn, each number without regard to the others; ~ marks an estimate from them, with a standard error of at most {:.1} % points",
            largest_error(outlook)
        ),
    };
    Phrase::from(format!(
        "{numbers} may fall otherwise; {looked}. Everything else in this report uses their central values."
    ))
}

fn largest_error(outlook: &Outlook) -> f64 {
    let best = [&outlook.likeliest, &outlook.least_regret].into_iter().flatten().map(|best| &best.prospect);
    let prospects = outlook.drafts.iter().flatten().chain(&outlook.fair).chain(best);
    let chances =
        prospects.flat_map(|prospect| prospect.consents.iter().chain([&prospect.all]).chain(&prospect.ratified));
    100.0 * chances.chain([&outlook.zone]).map(Chance::standard_error).fold(0.0005, f64::max)
}
