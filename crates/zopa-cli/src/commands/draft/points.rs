//! Trades, the state of each point, and what a single point would open, in words.

use super::Findings;
use crate::telling::{Telling, cut, heading, item, listed};
use crate::words::{WIDTH, counted, wrapped};
use std::fmt::Write;
use zopa::assess::Text;
use zopa::assess::convergence::{STATES, State};
use zopa::assess::movement::{Movement, Opening};
use zopa::assess::trades::Trade;

/// The most trades that are told.
const MOST_TRADES: usize = 4;

/// The most options that are told to be ruled out.
const MOST_CLOSED: usize = 6;

/// The most single moves that are told.
const MOST_MOVES: usize = 5;

impl Findings<'_> {
    /// What the points of the text allow.
    pub(super) fn points(&self, telling: &Telling) -> String {
        let Some(text) = &self.assessment.text else { return String::new() };
        format!("{}{}{}", trades(text, telling), states(text, telling), self.moves(text, telling))
    }

    /// What moving a single point opens.
    fn moves(&self, text: &Text, telling: &Telling) -> String {
        let mut told = heading("What a single point would open");
        let wins = |step: &&Movement| !step.wins.is_empty() && step.loses.is_empty();
        let mut winning: Vec<&Movement> = text.movements.iter().filter(wins).collect();
        winning.sort_by_key(|step| (!step.is_acceptable, std::cmp::Reverse(step.wins.len()), step.issue, step.option));
        if winning.is_empty() {
            let all = text.movements.iter().all(|step| step.wins.is_empty());
            told.push_str(&wrapped(
                match all {
                    true => "No change of a single point wins another signature.",
                    false => "No change of a single point wins another signature without losing one.",
                },
                "",
            ));
        }
        for step in winning.iter().take(MOST_MOVES) {
            let who = telling.parties(&step.wins);
            let all = if step.is_acceptable { ", which makes the draft acceptable to all" } else { "" };
            let settled = telling.settled(step.issue, step.option);
            told.push_str(&item("- ", &format!("{settled} would win {who}{all}")));
        }
        if winning.len() > MOST_MOVES {
            let _ =
                writeln!(told, "  and {} more moves that win a signature and lose none", winning.len() - MOST_MOVES);
        }
        let closed: Vec<&Opening> = self.openings.iter().filter(|opening| opening.has_room == Some(false)).collect();
        if !closed.is_empty() && closed.len() < self.openings.len() {
            told.push_str(&wrapped("Ruled out, whatever the rest says, as no package acceptable to all has it:", ""));
            for opening in closed.iter().take(MOST_CLOSED) {
                let line = cut(&telling.settled(opening.issue, opening.option), WIDTH - 2);
                let _ = writeln!(told, "- {line}");
            }
            if closed.len() > MOST_CLOSED {
                let _ = writeln!(told, "  and {} more (--json)", closed.len() - MOST_CLOSED);
            }
        }
        told
    }
}

fn trades(text: &Text, telling: &Telling) -> String {
    let trades = &text.trades;
    let mut told = heading("Trades");
    let most = if trades.size == 1 { "one point".into() } else { format!("{} points", trades.size) };
    if trades.best.is_empty() {
        let unknown = if trades.is_complete { "" } else { " was found in time that" };
        told.push_str(&wrapped(
            &format!("No change of at most {most}{unknown} leaves nobody worse off and somebody better off."),
            "",
        ));
        return told;
    }
    let least = if trades.is_complete { "" } else { "at least " };
    let number = counted(trades.count, "change");
    told.push_str(&wrapped(
        &format!("{least}{number} of at most {most} leave nobody worse off and somebody better off. The best:"),
        "",
    ));
    let one = |trade: &Trade| {
        let moves: Vec<String> = trade.moves.iter().map(|&(i, option)| telling.settled(i, option)).collect();
        let all = if trade.lifts_all() { "everyone gains: " } else { "" };
        format!("{}. {all}{}", listed(&moves), telling.effect(&trade.rises))
    };
    for trade in trades.best.iter().take(MOST_TRADES) {
        told.push_str(&item("- ", &one(trade)));
    }
    told
}

fn states(text: &Text, telling: &Telling) -> String {
    let mut told = heading("Where the points stand");
    for meaning in &STATES {
        let here = |state: &State| state.meaning().id == meaning.id;
        let issues: Vec<usize> = (0..text.states.len()).filter(|&issue| here(&text.states[issue])).collect();
        if issues.is_empty() {
            continue;
        }
        let named: Vec<String> = issues
            .iter()
            .map(|&issue| match text.states[issue] {
                State::Agreed(option) if option != text.completion.outcome.0[issue] => {
                    format!("{} (but the draft says otherwise)", telling.short_point(issue))
                }
                _ => telling.short_point(issue),
            })
            .collect();
        told.push_str(&item("- ", &format!("{} {}: {}", issues.len(), meaning.word, named.join(", "))));
        told.push_str(&item("    ", meaning.definition));
    }
    told
}
