//! The answers for a reader at a terminal.

use super::report::Row;
use crate::words::{clauses, counted, figure, heading, table, wrapped};
use std::fmt::Write;
use zopa::exact::to_f64;
use zopa::model::{Negotiation, Outcome};
use zopa::solve::{Answer, Ties};

/// What to say where numbers had to be rounded.
const TOO_FINE: &str = "Some numbers have too many digits to be kept exactly. Packages and utilities shown are exact, \
    but that they are best holds only up to the bounds.";

/// A table of what each solution gives everyone, then the packages in words.
pub fn text(negotiation: &Negotiation, rows: &[Row], is_exact: bool) -> String {
    let mut text = format!("{}\n", negotiation.title());
    if let Some(footing) = negotiation.footing() {
        text.push_str(&wrapped(footing, "  "));
    }
    if rows.iter().all(|row| matches!(row.answer, Answer::Empty { .. })) {
        text.push_str("\nThere is no room for agreement: no package is acceptable to all. This is proved.\n");
        text.push_str("Why, and what would open room: zopa zone PATH\n");
        return text;
    }
    let gains = ", and in brackets what it gains over walking away";
    let gains = if negotiation.parties().len() <= MAX_PARTIES_WITH_GAINS { gains } else { "" };
    let _ = writeln!(text, "\nUtility to each party{gains}\n");
    text.push_str(&overview(negotiation, rows));
    if !is_exact {
        text.push('\n');
        text.push_str(&wrapped(TOO_FINE, ""));
    }
    for row in rows {
        remarks(&mut text, row);
    }
    packages(&mut text, negotiation, rows);
    text
}

/// With more parties, gains would make lines too long for a terminal.
const MAX_PARTIES_WITH_GAINS: usize = 4;

fn overview(negotiation: &Negotiation, rows: &[Row]) -> String {
    let with_gains = negotiation.parties().len() <= MAX_PARTIES_WITH_GAINS;
    let mut lines = vec![vec!["Solution".to_string()]];
    lines[0].extend(negotiation.parties().iter().map(|party| shortened(&party.name)));
    lines[0].push("Proof".into());
    for row in rows {
        let mut line = vec![row.question.solution.name.to_string()];
        match row.answer.settlement() {
            Some(settlement) if with_gains => {
                let pairs = settlement.utilities.iter().zip(&settlement.gains);
                line.extend(pairs.map(|(utility, gain)| format!("{} (+{})", figure(utility), figure(gain))));
            }
            Some(settlement) => line.extend(settlement.utilities.iter().map(figure)),
            None => line.extend(negotiation.parties().iter().map(|_| "-".to_string())),
        }
        line.push(row.answer.status().to_string());
        lines.push(line);
    }
    let mut walk_away = vec!["Walking away".to_string()];
    walk_away.extend(negotiation.preferences().iter().map(|p| figure(&p.reservation_value)));
    lines.push(walk_away);
    table(&lines)
}

/// The first words of a name, as many as a column holds.
fn shortened(name: &str) -> String {
    const COLUMN: usize = 18;
    match name.chars().count() {
        0..=COLUMN => name.to_string(),
        _ => name.chars().take(COLUMN - 1).chain(['…']).collect(),
    }
}

/// What a reader of the table must know about a row.
fn remarks(text: &mut String, row: &Row) {
    let name = row.question.solution.name;
    let remark = match &row.answer {
        Answer::Optimum { settlement, .. } => match settlement.ties {
            Ties::Exactly(1) => return,
            Ties::Exactly(n) => {
                format!("{name}: {n} different results for the parties are equally good; one is shown.")
            }
            Ties::AtLeast(1) => return,
            Ties::AtLeast(n) => format!("{name}: at least {n} different results are equally good; one is shown."),
        },
        Answer::Bounded { settlement, bound: Some(bound) } => {
            let excess = to_f64(&(bound - &settlement.value));
            let relative = excess / to_f64(&settlement.value).abs().max(f64::MIN_POSITIVE);
            format!(
                "{name}: not proved best, but the value {} is at most {:.1e} (a share of {relative:.1e}) below the best.",
                figure(&settlement.value),
                excess
            )
        }
        Answer::Bounded { bound: None, .. } => format!("{name}: not proved best; the work ended first."),
        Answer::Unknown { .. } => format!("{name}: the work ended before any acceptable package was found."),
        Answer::Empty { .. } => return,
    };
    let _ = write!(text, "\n{}", wrapped(&remark, ""));
}

/// The first package in words, then of the others what differs from it.
fn packages(text: &mut String, negotiation: &Negotiation, rows: &[Row]) {
    let mut first: Option<(&str, &Outcome)> = None;
    for row in rows {
        let name = row.question.solution.name;
        let Some(settlement) = row.answer.settlement() else { continue };
        if let Some(package) = settlement.package() {
            let Some((first_name, first_package)) = first else {
                let _ = writeln!(text, "\nThe package of {name}\n");
                text.push_str(&clauses(negotiation, package, 0..negotiation.issues().len()));
                first = Some((name, package));
                continue;
            };
            let differences = first_package.differences(package);
            if differences.is_empty() {
                let _ = writeln!(text, "\nThe package of {name} is that of {first_name}.");
            } else {
                let n = counted(differences.len(), "point");
                let _ = writeln!(text, "\nThe package of {name}: as {first_name}, but for {n}\n");
                text.push_str(&clauses(negotiation, package, differences.into_iter()));
            }
            continue;
        }
        let n = settlement.mixture.len();
        let _ = writeln!(text, "\nThe mixture of {name}: {n} packages, by lot or by turns");
        mixture(text, negotiation, &settlement.mixture);
    }
}

/// The packages of a mixture: shares, and the points on which they differ.
fn mixture(text: &mut String, negotiation: &Negotiation, parts: &[(Outcome, zopa::exact::Rational)]) {
    for (number, (_, share)) in parts.iter().enumerate() {
        let _ = writeln!(text, "  package {} with share {}", number + 1, figure(share));
    }
    let issues = negotiation.issues().iter().enumerate();
    let differing = issues.filter(|(i, _)| parts.iter().any(|(outcome, _)| outcome.0[*i] != parts[0].0.0[*i]));
    for (index, issue) in differing {
        let _ = writeln!(text, "  {}", heading(issue));
        for (number, (outcome, _)) in parts.iter().enumerate() {
            let clause = format!("{}: {}", number + 1, issue.options[outcome.0[index]].text);
            text.push_str(&wrapped(&clause, "     "));
        }
    }
}
