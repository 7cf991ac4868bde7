//! The zone for a reader at a terminal.

use super::report::Findings;
use crate::words::{clauses, figure, heading, table, wrapped};
use num_bigint::BigUint;
use std::fmt::Write;
use zopa::model::Negotiation;
use zopa::solve::Answer;
use zopa::solve::count::{Count, Counted};
use zopa::solve::no_deal::{Cause, Demand, NoDeal};

/// The answer in a sentence, then what backs it.
pub fn text(negotiation: &Negotiation, findings: &Findings) -> String {
    let mut text = format!("{}\n\n", negotiation.title());
    text.push_str(&wrapped(verdict(&findings.answer), ""));
    if let Some(counted) = &findings.counted {
        text.push_str(&wrapped(&size(negotiation, counted), ""));
    }
    if let Some((outcome, settlement)) = findings.answer.settlement().and_then(|s| s.package().map(|o| (o, s))) {
        let mut rows = vec![vec!["".to_string(), "gets".into(), "walks away with".into()]];
        let reservations = negotiation.preferences().iter().map(|preferences| &preferences.reservation_value);
        for ((party, utility), reservation) in negotiation.parties().iter().zip(&settlement.utilities).zip(reservations)
        {
            rows.push(vec![party.name.clone(), figure(utility), figure(reservation)]);
        }
        let _ = write!(text, "\nOne package that all could accept\n\n{}\n", table(&rows));
        text.push_str(&clauses(negotiation, outcome, 0..negotiation.issues().len()));
        text.push_str("\nThis package only shows that there is room. Fair ones: zopa solve PATH\n");
    }
    if let Some(no_deal) = &findings.no_deal {
        explanation(&mut text, negotiation, no_deal);
    }
    text
}

fn verdict(answer: &Answer) -> &'static str {
    match answer {
        Answer::Optimum { .. } | Answer::Bounded { .. } => "There is room for agreement.",
        Answer::Empty { .. } => "There is no room for agreement: no package is acceptable to all. This is proved.",
        Answer::Unknown { .. } => "Not known: the work ended before any acceptable package was found or excluded.",
    }
}

fn size(negotiation: &Negotiation, counted: &Counted) -> String {
    let all = negotiation.n_outcomes();
    let mut sentence = match &counted.count {
        Count::Exact(count) => format!("Acceptable to all: {} packages, counted exactly", grouped(count)),
        Count::Interval { at_least, at_most } => {
            format!("Acceptable to all: {} to {} packages, both bounds proved", grouped(at_least), grouped(at_most))
        }
        Count::Confidence { low, high, level, samples, seed } => format!(
            "Acceptable to all: {} to {} packages, a {:.0} % confidence interval from {samples} random draws (seed {seed})",
            grouped(low),
            grouped(high),
            level * 100.0
        ),
    };
    let _ = write!(sentence, ", of {} possible ones", grouped(&all));
    if let Some(allowed) = &counted.allowed {
        let _ = write!(sentence, "; {} obey the rules and cross no red line", grouped(allowed));
    }
    sentence + "."
}

/// A number with its digits in groups of three.
fn grouped(number: &BigUint) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let groups = tail.as_bytes().chunks(3).map(String::from_utf8_lossy);
    let groups = (!head.is_empty()).then(|| head.into()).into_iter().chain(groups);
    groups.collect::<Vec<_>>().join(",")
}

fn explanation(text: &mut String, negotiation: &Negotiation, no_deal: &NoDeal) {
    let lead = match (no_deal.causes.len(), no_deal.is_irreducible) {
        (0, _) => "The work ended before the demands that exclude each other were found.",
        (1, _) => "This demand alone leaves nothing:",
        (_, true) => {
            "These demands cannot all be met, although any of them could be dropped to make room for the others:"
        }
        (_, false) => "These demands cannot all be met; the work ended before it was known whether fewer would do:",
    };
    let _ = write!(text, "\n{}\n", wrapped(lead, ""));
    for (number, cause) in no_deal.causes.iter().enumerate() {
        let line = format!("{}. {}", number + 1, demand(negotiation, cause));
        text.push_str(&wrapped(&line, "  "));
    }
    if let Some(proof) = &no_deal.by_weights {
        let weights = negotiation.parties().iter().zip(&proof.weights);
        let weights: Vec<String> = weights.map(|(party, w)| format!("{} {}", party.name, figure(w))).collect();
        let line = format!(
            "The proof in a line: weigh utilities by {}. The walk-away values need a sum of {}; no package reaches more than {}.",
            weights.join(", "),
            figure(&proof.needed),
            figure(&proof.largest)
        );
        let _ = write!(text, "\n{}", wrapped(&line, ""));
    }
    if let Some(relaxation) = &no_deal.relaxation {
        let line = format!(
            "If every party lowered its walk-away value by {}, there would be a package. One party alone:",
            figure(&relaxation.by)
        );
        let _ = write!(text, "\n{}\n", wrapped(&line, ""));
        let rows: Vec<Vec<String>> = negotiation
            .parties()
            .iter()
            .zip(&relaxation.alone)
            .map(|(party, alone)| {
                let step = alone.as_ref().map_or("does not help".to_string(), |(by, _)| format!("by {}", figure(by)));
                vec![format!("  {}", party.name), step]
            })
            .collect();
        text.push_str(&table(&rows));
    }
    text.push_str("\nThe packages that appear when a demand is dropped: zopa zone PATH --json, or zopa brief PATH\n");
}

fn demand(negotiation: &Negotiation, cause: &Cause) -> String {
    let name = |party: usize| &negotiation.parties()[party].name;
    match cause.demand {
        Demand::Rule(rule) => format!("The rule: {}", negotiation.rules()[rule].text),
        Demand::RedLine { party, line } => {
            format!("A red line of {}: {}", name(party), red_line(negotiation, party, line))
        }
        Demand::WalkAway(party) => format!(
            "{} wants at least {}, its walk-away value",
            name(party),
            figure(&negotiation.preferences()[party].reservation_value)
        ),
    }
}

/// A red line in the party's words, or in those of the options that cross it.
pub fn red_line(negotiation: &Negotiation, party: usize, line: usize) -> String {
    let red_line = &negotiation.preferences()[party].red_lines[line];
    let conditions = red_line.conditions.iter().map(|condition| {
        let issue = &negotiation.issues()[condition.issue];
        let options = condition.options.iter().map(|&option| format!("\"{}\"", issue.options[option].text));
        format!("not {} ({})", options.collect::<Vec<_>>().join(" or "), heading(issue))
    });
    red_line.text.clone().unwrap_or_else(|| conditions.collect::<Vec<_>>().join(" together with "))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_are_grouped() {
        for (number, expected) in [(0u64, "0"), (999, "999"), (1000, "1,000"), (8_358_844_170_240, "8,358,844,170,240")]
        {
            assert_eq!(grouped(&number.into()), expected);
        }
    }
}
