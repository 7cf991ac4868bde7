//! Worlds for a reader at a terminal.

use super::Findings;
use crate::telling::{Telling, cut, heading, item};
use crate::words::{counted, table, wrapped};
use std::fmt::Write;
use zopa::assess::worlds::{Best, Certainty, Chance, Prospect, QuestionValue, asked};
use zopa::exact::to_f64;
use zopa::model::Outcome;
use zopa::report::figure::chance;

/// How many characters of a name, and how many packages, fit a table.
const NAME: usize = 26;
const COLUMNS: usize = 5;

/// How many changed points are told of a package.
const MOST_CHANGES: usize = 8;

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
        text.push_str(&wrapped(&self.basis(), ""));
        text.push_str(&self.acceptance());
        text.push_str(&self.packages(&telling));
        text.push_str(&self.questions(&telling));
        text.push('\n');
        text.push_str(&wrapped("Every figure and package: --json. More worlds: --draws N. Others: --seed N", ""));
        text
    }

    /// Whether there is room, in a sentence or two.
    fn verdict(&self) -> String {
        let outlook = &self.outlook;
        let zone = match &outlook.zone {
            Chance::Exact(_) if outlook.zone.share() >= 1.0 => {
                "There is room for agreement, wherever the unknown numbers fall: this is proved.".to_string()
            }
            Chance::Exact(_) if outlook.zone.share() <= 0.0 => {
                "There is no room for agreement, wherever the unknown numbers fall: this is proved.".to_string()
            }
            zone => format!("There is room for agreement with a chance of {}.", chance(zone)),
        };
        let certain = match &outlook.certain {
            Certainty::Package(_) => " One package is acceptable to all in every world that is possible, proved.",
            Certainty::None if outlook.zone.share() > 0.0 => {
                " No package is acceptable to all in every world that is possible, proved."
            }
            _ => "",
        };
        format!("{zone}{certain}")
    }

    fn basis(&self) -> String {
        let outlook = &self.outlook;
        let numbers = match self.n_unknowns() {
            0 => "Every number is known.".to_string(),
            1 => "1 number is not known.".to_string(),
            n => format!("{n} numbers are not known; each falls without regard to the others."),
        };
        let worlds = match outlook.is_every_world {
            true => format!("All {} that are possible were looked at.", counted(outlook.n_worlds, "world")),
            false => format!(
                "{} were drawn at random (seed {}); ~ marks an estimate, with a standard error of at most {:.1} % points.",
                counted(outlook.n_worlds, "world"),
                self.draws.seed,
                // The error of a share is largest at one half.
                50.0 / (outlook.n_worlds as f64).sqrt()
            ),
        };
        let unsolved = match outlook.solved[2] {
            0 => "Each was solved anew, with proof.".to_string(),
            n => format!("{n} of them could not be solved before the work ended."),
        };
        format!("{numbers} {worlds} {unsolved}")
    }

    /// Who would accept what, with which chance: a column for each package.
    fn acceptance(&self) -> String {
        let outlook = &self.outlook;
        let mut named: Vec<(String, String, &Prospect)> = Vec::new();
        for (number, (text, prospect)) in self.texts.iter().zip(&outlook.drafts).enumerate() {
            let Some(prospect) = prospect else { continue };
            let filled = if text.is_open() { " (open points filled as fairly as can be)" } else { "" };
            named.push(((number + 1).to_string(), format!("{}{filled}", text.text.title), prospect));
        }
        let best = |best: &'_ Option<Best>| best.as_ref().map(|best| best.prospect.clone());
        let (likeliest, regret) = (best(&outlook.likeliest), best(&outlook.least_regret));
        let others = [
            ("fair", "the fair package (Nash) at central values", outlook.fair.as_ref()),
            ("most", "acceptable in most worlds", likeliest.as_ref()),
            ("regret", "of least regret", regret.as_ref()),
        ];
        named.extend(others.into_iter().filter_map(|(mark, title, p)| Some((mark.into(), title.to_string(), p?))));
        let mut text = heading("Who would accept, with which chance");
        for (block, columns) in named.chunks(COLUMNS).enumerate() {
            let mut rows = vec![vec![String::new()]];
            rows[0].extend(columns.iter().map(|(mark, _, _)| mark.clone()));
            for (row, name) in self.rows().into_iter().enumerate() {
                let cell = |prospect: &Prospect| {
                    let chances = prospect.consents.iter().chain([&prospect.all]).chain(&prospect.ratified);
                    chances.map(chance).nth(row).unwrap_or_default()
                };
                rows.push(std::iter::once(name).chain(columns.iter().map(|(_, _, prospect)| cell(prospect))).collect());
            }
            text.push_str(if block > 0 { "\n" } else { "" });
            text.push_str(&table(&rows));
        }
        for (mark, title, _) in &named {
            text.push_str(&item(&format!("{mark}: "), title));
        }
        text
    }

    /// Participants, then what all of them do together.
    fn rows(&self) -> Vec<String> {
        let negotiation = self.negotiation;
        let name = |index: usize| cut(&negotiation.participant(index).0.name, NAME);
        let participants = 0..negotiation.parties().len() + negotiation.ratifiers().len();
        let rules =
            negotiation.ratifications().iter().map(|rule| format!("{} ratifies", cut(&name(rule.of), NAME - 9)));
        participants.map(name).chain(["All parties".to_string()]).chain(rules).collect()
    }

    /// The packages that stand out, told by what they change in the fair one.
    fn packages(&self, telling: &Telling) -> String {
        let outlook = &self.outlook;
        let mut text = heading("Packages that stand up to what is not known");
        let fair = outlook.fair.as_ref().map(|prospect| &prospect.outcome);
        if fair.is_some() {
            let stays = format!(
                "Were everything known, the fair package (Nash) would be the one at central values with a chance of {}.",
                chance(&outlook.fair_stays)
            );
            text.push_str(&wrapped(&stays, ""));
        }
        if let Some(best) = &outlook.likeliest {
            let proof = match best.is_proven() {
                true => "no package is acceptable in more of these worlds, proved".to_string(),
                false => format!("best found; none is acceptable in more than {:.1} %", 100.0 * to_f64(&best.bound)),
            };
            let line = match &outlook.certain {
                Certainty::Package(_) => {
                    "Acceptable in every world that is possible, proved over the whole ranges.".to_string()
                }
                _ => format!("Acceptable in most worlds: {}; {proof}.", chance(&best.prospect.all)),
            };
            text.push_str(&item("- ", &line));
            text.push_str(&changes(telling, fair, &best.prospect.outcome));
        }
        if let Some(best) = &outlook.least_regret {
            let proof = match best.is_proven() {
                true => "no package does better over these worlds, proved".to_string(),
                false => format!("best found; none is below {:.3}", to_f64(&best.bound)),
            };
            let line = format!(
                "Least regret: whatever the world, no party has more than {:.3} less than under the package that would be \
                 fair there; {proof}.",
                to_f64(&best.value)
            );
            text.push_str(&item("- ", &line));
            text.push_str(&changes(telling, fair, &best.prospect.outcome));
        }
        text
    }

    /// What to ask next.
    fn questions(&self, telling: &Telling) -> String {
        let outlook = &self.outlook;
        let mut text = heading("The next question");
        let stands_out =
            |question: &&QuestionValue| question.rise > 2.0 * question.standard_error && question.rise > 5e-5;
        let worth: Vec<&QuestionValue> = outlook.questions.iter().filter(stands_out).take(self.n_questions).collect();
        let Some((proposal, average)) = &outlook.proposal else {
            text.push_str("No package obeys the rules and red lines, so no answer could help.\n");
            return text;
        };
        let lead = format!(
            "On what is known, the best proposal is worth {:.1} % of what the fair package of each world is worth \
             (product of gains; nothing where somebody refuses), and all accept it with a chance of {}. Knowing \
             everything would add {:.1}.",
            100.0 * average,
            chance(&proposal.all),
            100.0 * outlook.everything
        );
        text.push_str(&wrapped(&lead, ""));
        if worth.is_empty() {
            let none = match outlook.questions.is_empty() {
                true => "Nothing is unknown of those who negotiate.",
                false => "No single answer would change the proposal enough to stand out from chance.",
            };
            text.push_str(&wrapped(none, ""));
            return text;
        }
        for (number, question) in worth.into_iter().enumerate() {
            text.push_str(&item(&format!("{}. ", number + 1), &asked(self.negotiation, question)));
            let error = if outlook.is_every_world {
                String::new()
            } else {
                format!(" ±{:.1}", 100.0 * question.standard_error)
            };
            let [low, high] = question.proposals.map(|package| &outlook.packages[package]);
            let changed = match low == high {
                true => String::new(),
                false => format!(
                    " If it is low (up to {}) rather than high (from {}), the proposal differs on: {}.",
                    short(question.ends[0]),
                    short(question.ends[1]),
                    low.differences(high)
                        .iter()
                        .map(|&issue| telling.short_point(issue))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            };
            let line = format!(
                "Worth {:.1}{error} more; it would change the proposal with a chance of {:.0} %.{changed}",
                100.0 * question.rise,
                100.0 * question.changes
            );
            text.push_str(&wrapped(&line, "   "));
        }
        text
    }
}

/// What a package changes in the fair one.
fn changes(telling: &Telling, fair: Option<&Outcome>, outcome: &Outcome) -> String {
    let Some(fair) = fair else { return String::new() };
    let changed = fair.differences(outcome);
    if changed.is_empty() {
        return "  It is the fair package at central values.\n".into();
    }
    let mut text = String::new();
    for &issue in changed.iter().take(MOST_CHANGES) {
        text.push_str(&item("    ", &telling.settled(issue, outcome.0[issue])));
    }
    if changed.len() > MOST_CHANGES {
        let _ = writeln!(text, "    and {} more", counted(changed.len() - MOST_CHANGES, "point"));
    }
    format!("  Against the fair package at central values it changes {}:\n{text}", counted(changed.len(), "point"))
}

/// A number with three digits or so.
fn short(number: f64) -> String {
    let written = if number.abs() < 10.0 { format!("{number:.2}") } else { format!("{number:.0}") };
    let trimmed = if written.contains('.') { written.trim_end_matches('0').trim_end_matches('.') } else { &written };
    trimmed.to_string()
}
