//! Who must ratify what is signed, and what public promises cost.

use crate::assess::promises::audience_costs;
use crate::assess::ratify::{Closing, Confirmed, Ratification, Ruling, WinSet};
use crate::model::{Outcome, RatificationRule, Role};
use crate::report::brief::Brief;
use crate::report::figure::significant;
use crate::report::phrase::{Phrase, counted};
use crate::report::sheet::{Cell, Column, Sheet, Table};

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let found = brief.ratification.as_ref().filter(|_| !brief.negotiation.ratifications().is_empty())?;
    let mut sheet = Sheet::new("ratification", "Who must ratify");
    sheet.lead = ratification_lines(brief);
    sheet.lead.extend((0..brief.negotiation.ratifications().len()).map(|rule| law(brief, rule)));
    let mut columns = vec![Column::words("package", "Package"), Column::words("signed", "All at the table sign")];
    columns.push(Column::words("ratified", "Ratified, or who blocks"));
    let row = |name: Phrase, win_set: &WinSet| {
        let rulings = win_set.rulings.iter().map(|ruling| ruled(brief, ruling)).collect();
        vec![Cell::Words(name), Cell::words(if win_set.is_signed { "yes" } else { "no" }), Cell::Lines(rulings)]
    };
    let drafts = found.drafts.iter().enumerate();
    let mut rows: Vec<Vec<Cell>> =
        drafts.filter_map(|(draft, win_set)| Some(row(brief.numbered_draft(draft), win_set.as_ref()?))).collect();
    rows.extend(found.signed.as_ref().map(|win_set| row(Phrase::from("Fair package"), win_set)));
    if let Some(ratified) = found.ratified.as_ref().filter(|ratified| !is_fair(found, &ratified.outcome)) {
        rows.push(row(Phrase::from("Best package that would be ratified"), ratified));
    }
    sheet.tables.push(Table {
        id: "ratified",
        caption: Phrase::from("What would be signed, what ratified"),
        columns,
        rows,
    });
    sheet.tables.push(Table {
        id: "hardening",
        caption: Phrase::from("If a ratifier hardens"),
        columns: vec![
            Column::words("ratifier", "Ratifier"),
            Column::figures("wants", "Wants at least"),
            Column::words("closes", "The zone closes"),
        ],
        rows: found
            .hardening
            .iter()
            .map(|hardening| {
                let ratifier = &brief.negotiation.ratifiers()[hardening.ratifier];
                let wants = &ratifier.preferences.reservation_value;
                vec![
                    Cell::Named { id: ratifier.party.id.clone(), name: Phrase::theirs(&ratifier.party.name) },
                    Cell::Number { value: wants.clone(), shown: significant(wants, 4) },
                    Cell::words(closing(&hardening.closing)),
                ]
            })
            .collect(),
    });
    sheet.notes.push(Phrase::from(
        "The rest of this report speaks of those at the table; open points of drafts are filled as fairly as can be.",
    ));
    Some(sheet)
}

fn is_fair(found: &Ratification, outcome: &Outcome) -> bool {
    found.signed.as_ref().is_some_and(|signed| signed.outcome == *outcome)
}

/// Whether the fair package would be ratified, in a sentence; nothing where no rule is stated.
#[must_use]
pub fn ratification_lines(brief: &Brief) -> Vec<Phrase> {
    let Some(found) = brief.ratification.as_ref().filter(|_| !brief.negotiation.ratifications().is_empty()) else {
        return Vec::new();
    };
    let Some(signed) = &found.signed else {
        return vec![Phrase::from("Nothing would be signed, so nothing can be ratified.")];
    };
    if signed.is_ratified() {
        return vec![Phrase::from("The fair package would be signed and ratified.")];
    }
    let blocked = signed.rulings.iter().filter(|ruling| !ruling.is_met).map(|ruling| ruled(brief, ruling));
    let mut lines = vec![
        Phrase::from("The fair package would be signed, but not ratified: ")
            .then(Phrase::joined(blocked, "; "))
            .say("."),
    ];
    lines.push(match (&found.best, &found.ratified) {
        (Confirmed::Package { is_proven, .. }, Some(ratified)) => {
            let changes = signed.outcome.differences(&ratified.outcome).len();
            let proof = if *is_proven { "the best of those is proved" } else { "the best found" };
            Phrase::from(format!(
                "Another would be both ({proof}): it changes {} of it.",
                counted(changes, "point", "points")
            ))
        }
        (Confirmed::Nothing, _) => Phrase::from("Nothing that could be signed would be ratified: this is proved."),
        _ => Phrase::from("Whether another would be both is not known."),
    });
    lines
}

fn law(brief: &Brief, rule: usize) -> Phrase {
    let ratification = &brief.negotiation.ratifications()[rule];
    let own = brief.negotiation.ratifiers().iter().filter(|r| r.party.role == Role::Ratifier { of: ratification.of });
    let names = own.map(|ratifier| match ratification.rule {
        RatificationRule::Votes(_) => Phrase::theirs(&ratifier.party.name).say(format!(" ({})", ratifier.votes)),
        _ => Phrase::theirs(&ratifier.party.name),
    });
    let takes = match ratification.rule {
        RatificationRule::All => "all of ".to_string(),
        RatificationRule::Any => "one of ".to_string(),
        RatificationRule::AtLeast(number) => format!("{number} of "),
        RatificationRule::Votes(votes) => format!("{votes} votes among "),
    };
    Phrase::from("What ")
        .then(brief.party(ratification.of))
        .say(format!(" signs needs {takes}"))
        .then(Phrase::list(names))
        .say(".")
}

fn ruled(brief: &Brief, ruling: &Ruling) -> Phrase {
    let party = brief.party(brief.negotiation.ratifications()[ruling.rule].of);
    let tally = format!(" ({} of {} needed)", ruling.reached, ruling.needed);
    if ruling.is_met {
        return Phrase::from("for ").then(party).say(" ratified").say(tally);
    }
    let blockers =
        ruling.blockers().into_iter().map(|index| Phrase::theirs(&brief.negotiation.ratifiers()[index].party.name));
    Phrase::from("for ").then(party).say(" blocked by ").then(Phrase::list(blockers)).say(tally)
}

fn closing(closing: &Closing) -> Phrase {
    Phrase::from(match closing {
        Closing::Above(value, _) => format!("exactly above {}", significant(value, 4)),
        Closing::Never(_) => "never: the others suffice".to_string(),
        Closing::Closed => "it is closed, whatever this ratifier wants".to_string(),
        Closing::Unknown => "not known".to_string(),
    })
}

/// What public promises cost, package by package.
pub(super) fn promises(brief: &Brief) -> Option<Sheet> {
    let commitments = brief.negotiation.commitments();
    if commitments.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new("promises", "Public promises");
    sheet.lead = promise_lines(brief);
    sheet.tables.push(Table {
        id: "promises",
        caption: Phrase::from("What was promised"),
        columns: vec![
            Column::words("party", "Who"),
            Column::words("promise", "Promise"),
            Column::figures("audience_cost", "Cost of moving away, in the unit of its weights"),
            Column::words("words", "In its words"),
            Column::words("source", "Where"),
        ],
        rows: commitments
            .iter()
            .map(|commitment| {
                let (party, _) = brief.negotiation.participant(commitment.of);
                let issue = commitment.promised.issue;
                let options = commitment.promised.options.iter().map(|&option| brief.option(issue, option));
                let theirs = |text: &Option<String>| {
                    text.as_deref().map_or(Cell::Empty, |text| Cell::words(Phrase::theirs(text)))
                };
                vec![
                    Cell::Named { id: party.id.clone(), name: Phrase::theirs(&party.name) },
                    Cell::words(brief.point(issue).say(": ").then(Phrase::joined(options, " or "))),
                    Cell::Number { value: commitment.cost.clone(), shown: significant(&commitment.cost, 4) },
                    theirs(&commitment.text),
                    theirs(&commitment.source),
                ]
            })
            .collect(),
    });
    let rows: Vec<Vec<Cell>> =
        told(brief).into_iter().flat_map(|(name, outcome)| costs(brief, &name, &outcome)).collect();
    if !rows.is_empty() {
        sheet.tables.push(Table {
            id: "audience-costs",
            caption: Phrase::from("Who would break its word, and what that costs it before its public"),
            columns: vec![
                Column::words("package", "Package"),
                Column::words("party", "Who"),
                Column::figures("audience_cost", "Cost, in utility"),
                Column::figures("gain", "Gain without it"),
            ],
            rows,
        });
    }
    sheet.notes.push(Phrase::from("Promises are no preferences: no other figure in this report counts their costs."));
    Some(sheet)
}

/// The packages of which costs are told: the drafts and the package of this report.
fn told(brief: &Brief) -> Vec<(Phrase, Outcome)> {
    let drafts = brief.drafts.iter().enumerate();
    let drafts = drafts.filter_map(|(draft, assessment)| {
        Some((brief.numbered_draft(draft), assessment.text.as_ref()?.completion.outcome.clone()))
    });
    let package = brief.package().map(|outcome| (Phrase::from(brief.package_name().as_str()), outcome.clone()));
    drafts.chain(package).collect()
}

fn costs(brief: &Brief, name: &Phrase, outcome: &Outcome) -> Vec<Vec<Cell>> {
    let broken = audience_costs(brief.negotiation, outcome).into_iter().filter(|cost| !cost.broken.is_empty());
    let row = |cost: crate::assess::promises::AudienceCost| {
        let (party, _) = brief.negotiation.participant(cost.of);
        vec![
            Cell::Words(name.clone()),
            Cell::Named { id: party.id.clone(), name: Phrase::theirs(&party.name) },
            Cell::Number { value: cost.cost.clone(), shown: significant(&cost.cost, 3) },
            Cell::Number { value: cost.gain.clone(), shown: significant(&cost.gain, 3) },
        ]
    };
    broken.map(row).collect()
}

/// Whose word the package would break, in a sentence; nothing where nothing was promised.
#[must_use]
pub fn promise_lines(brief: &Brief) -> Vec<Phrase> {
    let Some(package) = brief.package().filter(|_| !brief.negotiation.commitments().is_empty()) else {
        return Vec::new();
    };
    let broken: Vec<_> =
        audience_costs(brief.negotiation, package).into_iter().filter(|cost| !cost.broken.is_empty()).collect();
    if broken.is_empty() {
        return vec![Phrase::from("The package keeps every public promise.")];
    }
    let names = broken.iter().map(|cost| Phrase::theirs(&brief.negotiation.participant(cost.of).0.name));
    let decisive = broken.iter().filter(|cost| cost.is_decisive()).count();
    let weight = match decisive {
        0 => ", at a cost before its public that is below its gain".to_string(),
        n => format!("; for {} of them that costs more before its public than it gains", n),
    };
    vec![Phrase::from("By the package, a public promise is broken by ").then(Phrase::list(names)).say(weight).say(".")]
}
