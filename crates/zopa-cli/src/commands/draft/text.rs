//! A draft for a reader at a terminal.

use super::Findings;
use crate::telling::{Telling, cut, heading, item, listed};
use crate::words::{counted, table, wrapped};
use std::fmt::Write;
use zopa::assess::betterment::{Better, Verdict};
use zopa::assess::completion::Kind;
use zopa::assess::concession::concessions;
use zopa::assess::price::prices;
use zopa::assess::{Candidate, Counting, Fewest, Signature, Sure};
use zopa::exact::Rational;
use zopa::report::figure::{amount, percent};

/// The most packages, beyond the first, that are told as changes from the draft.
const MOST_NEAR: usize = 9;

/// The most packages that are better for all.
const MOST_BETTER: usize = 4;

/// How many characters of a party's name fit a table.
const NAME: usize = 22;

impl Findings<'_> {
    /// The findings in words, the answer first.
    pub fn words(&self) -> String {
        let telling = Telling::new(self.negotiation);
        let mut text = format!("{}\n", self.negotiation.title());
        if let Some(footing) = self.negotiation.footing() {
            text.push_str(&wrapped(footing, "  "));
        }
        text.push('\n');
        text.push_str(&item("Draft: ", &self.text.title));
        text.push_str(&wrapped(&self.verdict(&telling), ""));
        text.push_str(&self.parties(&telling));
        text.push_str(&self.nearest(&telling));
        text.push_str(&self.completion(&telling));
        text.push_str(&self.better(&telling));
        text.push_str(&self.points(&telling));
        text.push('\n');
        text.push_str(&wrapped(
            "Every figure exactly, each party's concessions point by point, and every single move: --json",
            "",
        ));
        text
    }

    /// How near the draft is to an agreement, in a sentence or two.
    fn verdict(&self, telling: &Telling) -> String {
        let unit = |n: usize| match self.freedom.counting {
            Counting::Issues => counted(n, "change"),
            Counting::Points => format!("changes to {}", counted(n, "numbered point")),
        };
        let standing = &self.assessment.standing;
        let could: Vec<usize> =
            (0..standing.signers.len()).filter(|&p| standing.signers[p].signature == Signature::Yes).collect();
        let signers = match could.len() {
            0 => "As it stands, nobody could sign it.".to_string(),
            n if n == standing.signers.len() => "As it stands, everyone could sign it.".to_string(),
            _ => format!("As it stands, {} could sign it.", telling.parties(&could)),
        };
        let frozen = if self.freedom.kept.iter().any(|kept| *kept) { ", given the points that must stay" } else { "" };
        let distance = match self.assessment.nearest.fewest {
            Fewest::Exactly(0) if standing.open.is_empty() => "It is acceptable to all.".into(),
            Fewest::Exactly(0) => "Its open points can be filled so that it is acceptable to all.".into(),
            Fewest::Exactly(n) => {
                format!("It takes {} to make it acceptable to all{frozen}; fewer do not suffice (proved).", unit(n))
            }
            Fewest::Between { least, most } => format!(
                "It takes {} at most to make it acceptable to all{frozen}; whether fewer than that suffice is not known, \
                 but at least {least} are needed.",
                unit(most)
            ),
            Fewest::Impossible if frozen.is_empty() => {
                "No package is acceptable to all (proved). Why: zopa zone".into()
            }
            Fewest::Impossible => format!("Nothing makes it acceptable to all{frozen} (proved)."),
            Fewest::Unknown { least } => {
                format!("No acceptable package was found in time; fewer than {} do not suffice.", unit(least))
            }
        };
        format!("{signers} {distance}")
    }

    /// A row for every party.
    fn parties(&self, telling: &Telling) -> String {
        let standing = &self.assessment.standing;
        let nearest = self.assessment.nearest.packages.first().filter(|candidate| candidate.changes > 0);
        let given = concessions(self.negotiation, &self.text.settles);
        let tells_given = standing.open.is_empty() && given.iter().any(|given| given.is_some());
        let mut rows = vec![vec![String::new(), "walk-away".into(), "draft gives".into()]];
        rows[0].extend(tells_given.then(|| "gives up".to_string()));
        rows[0].extend(nearest.map(|_| "nearest gives".to_string()));
        let mut reasons = String::new();
        for (party, signer) in standing.signers.iter().enumerate() {
            let span = &standing.utilities[party];
            let (least, most) = (telling.utility(party, &span.least), telling.utility(party, &span.most));
            let gives = match (least == most, span.is_tight) {
                (true, _) => least,
                (false, true) => format!("{least} to {most}"),
                (false, false) => format!("within {least} to {most}"),
            };
            let walk_away = &self.negotiation.preferences()[party].reservation_value;
            let mut row = vec![cut(telling.party(party), NAME), telling.utility(party, walk_away), gives];
            let share = given[party].as_ref().and_then(|given| given.of_stake.as_ref());
            row.extend(tells_given.then(|| share.map_or("?".to_string(), percent)));
            row.extend(nearest.map(|near| telling.utility(party, &near.utilities[party])));
            rows.push(row);
            if let Some(reason) = self.reason(telling, party) {
                reasons.push_str(&item("- ", &format!("{} {reason}", telling.party(party))));
            }
            debug_assert!(signer.shortfall.is_none() || signer.signature == Signature::No);
        }
        let rules = standing.broken_rules.iter().map(|&rule| &self.negotiation.rules()[rule].text);
        for rule in rules {
            reasons.push_str(&item("- ", &format!("It breaks the rule: {rule}")));
        }
        if !standing.obeys_rules && standing.broken_rules.is_empty() {
            reasons.push_str("- The rules leave no way to fill the open points\n");
        }
        if !standing.open.is_empty() {
            let open: Vec<String> = standing.open.iter().map(|&issue| telling.point(issue)).collect();
            reasons.push_str(&item("- ", &format!("It leaves open: {}", open.join("; "))));
        }
        let title = heading("Who could sign");
        let what =
            "Gives up: its best on every point less what the draft has there, as a share of all it has at stake.\n";
        let what = if tells_given { wrapped(what, "") } else { String::new() };
        format!("{title}{}{what}{reasons}", table(&rows))
    }

    /// Why a party could not sign.
    fn reason(&self, telling: &Telling, party: usize) -> Option<String> {
        let signer = &self.assessment.standing.signers[party];
        match signer.signature {
            Signature::Yes => return None,
            Signature::Depends => return Some("could sign, depending on how the open points are filled".into()),
            Signature::Unknown => return Some("may or may not sign: the search ended first".into()),
            Signature::No => {}
        }
        let mut reasons = Vec::new();
        if let Some(shortfall) = &signer.shortfall {
            let decimals = zopa::report::figure::decimals_of(self.negotiation, party);
            reasons.push(format!("it is {} below its walk-away value", amount(shortfall, decimals)));
        }
        if !signer.crossed.is_empty() {
            let lines: Vec<String> = signer.crossed.iter().map(|&line| telling.red_line(party, line)).collect();
            let word = if lines.len() == 1 { "its red line" } else { "its red lines" };
            reasons.push(format!("{word} on {} would be crossed", listed(&lines)));
        }
        if reasons.is_empty() {
            reasons.push("no way to fill the open points that obeys the rules suits it".into());
        }
        Some(format!("could not sign: {}", reasons.join("; ")))
    }

    /// The nearest acceptable drafts.
    fn nearest(&self, telling: &Telling) -> String {
        let nearest = &self.assessment.nearest;
        let Some(first) = nearest.packages.first() else { return String::new() };
        let solution = self.question.solution.name;
        if first.changes == 0 {
            return self.filled(telling, first);
        }
        let mut text = heading(&format!("The nearest acceptable draft: {}", counted(first.changes, "change")));
        let among = match (nearest.packages.len(), &nearest.sure) {
            (_, Sure::Proven) => format!("Of all that need as few, it is the best by {solution} (proved)."),
            (_, Sure::AtMost(_)) => format!("Of those found that need as few, it is the best by {solution}."),
        };
        text.push_str(&wrapped(&format!("{among} Who gains (+) and who pays (−) by each change:"), ""));
        let prices = prices(self.negotiation, &self.text.settles, &first.outcome);
        for (issue, brings) in &prices.by_change {
            let before = self.text.settles.0[*issue].map_or("left open", |option| telling.option(*issue, option));
            text.push_str(&item("- ", &telling.point(*issue)));
            text.push_str(&item("    instead of ", &format!("“{before}”")));
            text.push_str(&item("    write ", &format!("“{}”", telling.option(*issue, first.outcome.0[*issue]))));
            text.push_str(&item("    ", &telling.effect(brings)));
        }
        if let Some(together) = prices.together().filter(|t| t.iter().any(|t| *t != Rational::default())) {
            let effect = telling.effect(&together);
            text.push_str(&item("- ", &format!("because points count together as well: {effect}")));
        }
        if let Some(total) = prices.total.as_ref().filter(|_| prices.by_change.len() > 1) {
            text.push_str(&item("= ", &format!("in all: {}", telling.effect(total))));
        }
        text.push_str(&self.fillings(telling, first));
        let rest = &nearest.packages[1..];
        if !rest.is_empty() {
            text.push_str("Next best:\n");
        }
        for (place, candidate) in rest.iter().take(MOST_NEAR).enumerate() {
            let changes = candidate.changed.iter().map(|&i| telling.settled(i, candidate.outcome.0[i]));
            let mut told: Vec<String> = changes.collect();
            let other = candidate.filled.iter().filter(|&&i| candidate.outcome.0[i] != first.outcome.0[i]);
            told.extend(other.map(|&i| format!("open {}", telling.settled(i, candidate.outcome.0[i]))));
            let gives = (0..candidate.utilities.len()).map(|party| {
                format!("{} {}", telling.party(party), telling.utility(party, &candidate.utilities[party]))
            });
            text.push_str(&item(
                &format!("{}. ", place + 2),
                &format!("{}: {}", counted(candidate.changes, "change"), told.join("; ")),
            ));
            text.push_str(&item("   gives ", &gives.collect::<Vec<_>>().join(", ")));
        }
        text
    }

    /// How open points are best filled.
    fn filled(&self, telling: &Telling, first: &Candidate) -> String {
        if first.filled.is_empty() {
            return String::new();
        }
        let sure = if self.assessment.nearest.sure == Sure::Proven { " (proved)" } else { "" };
        let solution = self.question.solution.name;
        format!(
            "{}{}{}",
            heading("How to fill the open points"),
            wrapped(&format!("The best way by {solution}{sure}:"), ""),
            self.fillings(telling, first)
        )
    }

    fn fillings(&self, telling: &Telling, candidate: &Candidate) -> String {
        candidate
            .filled
            .iter()
            .map(|&issue| item("- ", &format!("open {}", telling.settled(issue, candidate.outcome.0[issue]))))
            .collect()
    }

    /// What the rest of the text speaks of, where the draft leaves points open.
    fn completion(&self, telling: &Telling) -> String {
        let Some(text) = self.assessment.text.as_ref().filter(|_| !self.assessment.standing.open.is_empty()) else {
            return String::new();
        };
        let how = match text.completion.kind {
            Kind::Acceptable => return "\nBelow, the open points are filled in this way.\n".into(),
            Kind::BelowWalkAway => {
                "no way makes it acceptable to all, and this one leaves whoever is worst off least below its walk-away value"
            }
            Kind::AcrossRedLines => {
                "every way crosses a red line, and this one leaves whoever is worst off least below its walk-away value"
            }
            Kind::AgainstRules => {
                "every way breaks a rule, and this one leaves whoever is worst off least below its walk-away value"
            }
        };
        let filled = self.assessment.standing.open.iter();
        let filled: Vec<String> =
            filled.map(|&issue| telling.settled(issue, text.completion.outcome.0[issue])).collect();
        let mut told = String::from("\n");
        told.push_str(&wrapped(
            &format!("Below, the open points are filled without changing the rest: {how}. {}", filled.join("; ")),
            "",
        ));
        told
    }

    /// How far the text is from the frontier.
    fn better(&self, telling: &Telling) -> String {
        let Some(text) = &self.assessment.text else { return String::new() };
        let betterment = &text.betterment;
        let mut told = heading("Better for everyone");
        let distance = betterment.distance.as_ref();
        let sentence = match betterment.verdict {
            Verdict::Efficient => "Nothing: whatever gives one party more gives another less (proved).".to_string(),
            Verdict::OutOfReach => {
                "The draft breaks a rule or crosses a red line, and nothing that does neither gives \
                everyone as much (proved)."
                    .to_string()
            }
            Verdict::Unknown => "Not known: the search ended first.".to_string(),
            Verdict::Dominated => match distance.filter(|distance| **distance != Rational::default()) {
                Some(distance) => {
                    let bound = betterment.bound.as_ref().is_some_and(|bound| bound == distance);
                    format!(
                        "Everyone could have {} more at once, without anyone losing{}.",
                        zopa::report::figure::significant(distance, 3),
                        if bound { "; no package does more for all (proved)" } else { "; more may be possible" }
                    )
                }
                None => "Some could have more without anyone losing, though not everyone at once.".to_string(),
            },
        };
        told.push_str(&wrapped(&sentence, ""));
        let one = |better: &Better| {
            let who = match better.favours {
                None => "Most for whoever gains least".to_string(),
                Some(party) => format!("Most for {}", telling.party(party)),
            };
            let signed = if better.is_acceptable { "" } else { ", though not all could sign it" };
            let n = text.completion.outcome.differences(&better.outcome).len();
            format!("{who} ({} changed{signed}): {}", counted(n, "point"), telling.effect(&better.rises))
        };
        for better in betterment.packages.iter().take(MOST_BETTER) {
            told.push_str(&item("- ", &one(better)));
        }
        if betterment.packages.len() > MOST_BETTER {
            let _ = writeln!(told, "  and {} more", betterment.packages.len() - MOST_BETTER);
        }
        told
    }
}
