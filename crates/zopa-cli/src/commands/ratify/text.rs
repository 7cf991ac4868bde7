//! Ratification for a reader at a terminal.

use super::Findings;
use crate::telling::{Telling, cut, heading, item, listed};
use crate::words::{counted, figure, table, wrapped};
use std::fmt::Write;
use zopa::assess::promises::{AudienceCost, audience_costs};
use zopa::assess::ratify::{Closing, Confirmed, Hardening, Ruling, WinSet};
use zopa::model::{RatificationRule, Role};
use zopa::solve::Answer;
use zopa::solve::count::Count;

/// How many characters of a title fit a table.
const NAME: usize = 30;

impl Findings<'_> {
    /// The findings in words, the answer first.
    pub fn words(&self) -> String {
        let telling = Telling::new(self.negotiation);
        let mut text = format!("{}\n", self.negotiation.title());
        if let Some(footing) = self.negotiation.footing() {
            text.push_str(&wrapped(footing, "  "));
        }
        text.push('\n');
        text.push_str(&wrapped(&self.verdict(), ""));
        text.push_str(&self.rules());
        text.push_str(&self.packages());
        text.push_str(&self.best(&telling));
        text.push_str(&self.if_hardened());
        text.push_str(&self.promised(&telling));
        text.push('\n');
        text.push_str(&wrapped("Every figure and package: --json", ""));
        text
    }

    fn ratifier(&self, index: usize) -> &str {
        &self.negotiation.ratifiers()[index].party.name
    }

    fn named(&self, ratifiers: &[usize]) -> String {
        listed(&ratifiers.iter().map(|&index| self.ratifier(index).to_string()).collect::<Vec<_>>())
    }

    /// Whether something would be signed and ratified.
    fn verdict(&self) -> String {
        let mut sentence = match (&self.ratification.best, self.negotiation.ratifications().is_empty()) {
            (Confirmed::Nothing, true) => "There is no room for agreement at the table: see zopa zone.".to_string(),
            (_, true) => "No party has what it signs ratified by a rule.".to_string(),
            (Confirmed::Package { is_proven, .. }, _) => {
                let signed = self.ratification.signed.as_ref();
                match signed.is_some_and(WinSet::is_ratified) {
                    true => format!("The fair package ({}) would be signed and ratified.", self.solution),
                    false => format!(
                        "The fair package ({}) would be signed, but not ratified. Another would be both{}.",
                        self.solution,
                        if *is_proven { "; the best of those is proved" } else { "" }
                    ),
                }
            }
            (Confirmed::Nothing, false) if self.ratification.signed.is_some() => {
                "There is room at the table, but nothing that could be signed would be ratified: this is proved.".into()
            }
            (Confirmed::Nothing, false) => "There is no room for agreement even at the table.".into(),
            (Confirmed::Unknown, _) => "Not known: the work ended before any package was found or excluded.".into(),
        };
        if self.with_audience_costs {
            sentence.push_str(" The costs of public promises are counted as if they were preferences.");
        }
        sentence
    }

    fn rules(&self) -> String {
        let mut text = String::new();
        for ratification in self.negotiation.ratifications() {
            let own = self.negotiation.ratifiers().iter().enumerate();
            let own = own.filter(|(_, ratifier)| ratifier.party.role == Role::Ratifier { of: ratification.of });
            let names: Vec<String> = own
                .map(|(_, ratifier)| match ratification.rule {
                    RatificationRule::Votes(_) => format!("{} ({})", ratifier.party.name, ratifier.votes),
                    _ => ratifier.party.name.clone(),
                })
                .collect();
            let takes = match ratification.rule {
                RatificationRule::All => "all of".to_string(),
                RatificationRule::Any => "one of".to_string(),
                RatificationRule::AtLeast(number) => format!("{number} of"),
                RatificationRule::Votes(votes) => format!("{votes} votes among"),
            };
            let party = &self.negotiation.parties()[ratification.of].name;
            text.push_str(&item("- ", &format!("What {party} signs needs {takes} {}.", listed(&names))));
        }
        text
    }

    /// Drafts and the fair package: signed, ratified, and by whom blocked.
    fn packages(&self) -> String {
        let found = &self.ratification;
        let tabled = self.texts.iter().zip(&found.drafts);
        let mut all: Vec<(String, &WinSet)> = tabled
            .filter_map(|(text, win_set)| {
                let mark = if text.is_open() { "*" } else { "" };
                Some((format!("{}{mark}", text.text.title), win_set.as_ref()?))
            })
            .collect();
        all.extend(found.signed.as_ref().map(|win_set| (format!("Fair package ({})", self.solution), win_set)));
        if all.is_empty() {
            return String::new();
        }
        let mut text = heading("What would be signed, what ratified");
        for (title, win_set) in all {
            let signed = if win_set.is_signed { "would be signed" } else { "would not be signed by all" };
            text.push_str(&item("- ", &format!("{}: {signed}", cut(&title, 60))));
            for ruling in &win_set.rulings {
                text.push_str(&wrapped(&self.ruled(ruling), "    "));
            }
            for cost in audience_costs(self.uncounted, &win_set.outcome).iter().filter(|cost| !cost.broken.is_empty()) {
                text.push_str(&wrapped(&self.cost(cost), "    "));
            }
        }
        if self.texts.iter().any(super::Tabled::is_open) {
            text.push_str("* open points filled as fairly as can be\n");
        }
        text
    }

    fn ruled(&self, ruling: &Ruling) -> String {
        let party = &self.negotiation.parties()[self.negotiation.ratifications()[ruling.rule].of].name;
        let tally = format!("{} of {} needed", ruling.reached, ruling.needed);
        if ruling.is_met {
            return format!("for {party} ratified ({tally})");
        }
        let refusal = |index: usize| {
            let consent = ruling.consents.iter().find(|consent| consent.ratifier == index);
            let why = consent.map_or_else(String::new, |consent| match consent.crossed.len() {
                0 => format!("{} below its walk-away value", figure(&-&consent.gain)),
                n => format!("{} crossed", counted(n, "red line")),
            });
            format!("{} ({why})", self.ratifier(index))
        };
        let blockers: Vec<String> = ruling.blockers().into_iter().map(refusal).collect();
        let pivot = match ruling.pivotal.as_slice() {
            [] => "no single consent would be enough".to_string(),
            pivotal => format!("the consent of {} alone would be enough", self.named(pivotal).replace(" and ", " or ")),
        };
        format!("for {party} not ratified ({tally}): blocked by {}; {pivot}", listed(&blockers))
    }

    fn cost(&self, cost: &AudienceCost) -> String {
        let (party, _) = self.uncounted.participant(cost.of);
        let issues = self.uncounted.issues();
        let on: Vec<String> = cost
            .broken
            .iter()
            .map(|&index| format!("“{}”", issues[self.uncounted.commitments()[index].promised.issue].title))
            .collect();
        let decisive = if cost.is_decisive() { "; that is more than it gains" } else { "" };
        format!(
            "{} breaks its word on {}: {} before its public, against a gain of {}{decisive}",
            party.name,
            listed(&on),
            figure(&cost.cost),
            figure(&cost.gain)
        )
    }

    fn best(&self, telling: &Telling) -> String {
        let found = &self.ratification;
        let (Some(ratified), Some(signed)) = (&found.ratified, &found.signed) else { return String::new() };
        if ratified.outcome == signed.outcome || self.negotiation.ratifications().is_empty() {
            return String::new();
        }
        let changed = signed.outcome.differences(&ratified.outcome);
        let mut text = heading("The best package that would be ratified");
        let proven = matches!(found.best, Confirmed::Package { is_proven: true, .. });
        let proof = if proven { "proved the best" } else { "the best found" };
        let _ = writeln!(text, "It changes {} of the fair package ({proof}):", counted(changed.len(), "point"));
        for &issue in &changed {
            text.push_str(&item("- ", &telling.settled(issue, ratified.outcome.0[issue])));
        }
        let mut rows = vec![vec!["".to_string(), "fair".into(), "ratified".into(), "walks away with".into()]];
        let utilities = [&signed.outcome, &ratified.outcome].map(|outcome| self.negotiation.utilities(outcome));
        for (party, preferences) in self.negotiation.preferences().iter().enumerate() {
            rows.push(vec![
                cut(telling.party(party), NAME),
                telling.utility(party, &utilities[0][party]),
                telling.utility(party, &utilities[1][party]),
                telling.utility(party, &preferences.reservation_value),
            ]);
        }
        text.push_str(&table(&rows));
        text
    }

    /// What happens when ratifiers harden.
    fn if_hardened(&self) -> String {
        if self.ratification.hardening.is_empty() {
            return String::new();
        }
        let mut text = heading("If a ratifier hardens");
        for hardening in &self.ratification.hardening {
            text.push_str(&item("- ", &self.closing(hardening)));
            if hardening.steps.len() < 2 {
                continue;
            }
            let mut rows = vec![vec!["    it wants".to_string(), "best value".into(), "packages left*".into()]];
            for step in &hardening.steps {
                rows.push(vec![
                    format!("    {}", figure(&step.reservation_value)),
                    match &step.best {
                        Confirmed::Package { value, .. } => figure(value),
                        Confirmed::Nothing => "none".into(),
                        Confirmed::Unknown => "not known".into(),
                    },
                    step.count.as_ref().map_or_else(String::new, size),
                ]);
            }
            text.push_str(&table(&rows));
        }
        let note = format!(
            "Best value: what {} makes large, among packages that would be signed and ratified. * Packages that all at \
             the table and this ratifier accept.",
            self.solution
        );
        text.push_str(&wrapped(&note, ""));
        text
    }

    fn closing(&self, hardening: &Hardening) -> String {
        let name = self.ratifier(hardening.ratifier);
        let now = &self.negotiation.ratifiers()[hardening.ratifier].preferences.reservation_value;
        match &hardening.closing {
            Closing::Above(value, _) if value < now => format!(
                "{name} wants {} and leaves no room; there would be room again at {} or less, exactly.",
                figure(now),
                figure(value)
            ),
            Closing::Above(value, _) => format!(
                "{name} wants {} now; the zone closes exactly when it wants more than {}.",
                figure(now),
                figure(value)
            ),
            Closing::Never(_) => format!("{name} cannot close the zone alone: the others suffice without it."),
            Closing::Closed => format!("Whatever {name} wants, nothing would be signed and ratified."),
            Closing::Unknown => format!("{name}: not known, the work ended first."),
        }
    }

    /// The promises, and what counting their costs does to the zone.
    fn promised(&self, telling: &Telling) -> String {
        let commitments = self.uncounted.commitments();
        if commitments.is_empty() {
            return String::new();
        }
        let mut text = heading("Public promises");
        for commitment in commitments {
            let (party, _) = self.uncounted.participant(commitment.of);
            let issue = commitment.promised.issue;
            let options: Vec<String> = commitment
                .promised
                .options
                .iter()
                .map(|&option| format!("“{}”", telling.option(issue, option)))
                .collect();
            let words = commitment.text.as_ref().map_or_else(String::new, |words| format!(" Its words: “{words}”"));
            let source = commitment.source.as_ref().map_or_else(String::new, |source| format!(" ({source})"));
            let line = format!(
                "{} on {}: {}{source}; moving away costs it {} in the unit of its weights.{words}",
                party.name,
                telling.point(issue),
                options.join(" or "),
                figure(&commitment.cost)
            );
            text.push_str(&item("- ", &line));
        }
        let zone = match (&self.zones[0], &self.zones[1]) {
            (Answer::Empty { .. }, _) => "There is no room for agreement, with or without these costs.",
            (_, Answer::Empty { .. }) => {
                "Counted as if they were preferences, these costs close the zone: this is proved."
            }
            (_, Answer::Unknown { .. }) | (Answer::Unknown { .. }, _) => {
                "Whether these costs close the zone is not known."
            }
            _ => {
                "Counted as if they were preferences, these costs leave room for agreement: see --with-audience-costs."
            }
        };
        text.push_str(&wrapped(zone, ""));
        text
    }
}

/// How many packages, in a few characters.
fn size(count: &Count) -> String {
    let float = |number: &num_bigint::BigUint| number.to_string();
    match count {
        Count::Exact(number) => float(number),
        other => {
            let (low, high) = other.bounds();
            format!("{} to {}", float(low), float(high))
        }
    }
}
