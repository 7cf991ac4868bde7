//! Trades, single moves, prices, concessions and comparisons.

use super::oracle::{ideals, is_plain, key, talks, zone};
use crate::assess::comparison::{Difference, compare};
use crate::assess::concession::concessions_of;
use crate::assess::convergence::{State, convergence};
use crate::assess::movement::{movements, openings};
use crate::assess::price::prices;
use crate::assess::trades::{Trade, trades};
use crate::assess::{Purse, Sure};
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, PartialOutcome, Utility};
use crate::random::{Random, Shape, outcomes};
use crate::solve::solution::SOLUTIONS;
use crate::solve::{Budget, Measure, Question, Solver};
use num_traits::Signed;
use rayon::prelude::*;
use std::collections::BTreeSet;

fn difference(negotiation: &Negotiation, before: &Outcome, after: &Outcome) -> Vec<Rational> {
    negotiation.utilities(after).iter().zip(negotiation.utilities(before)).map(|(a, b)| a - b).collect()
}

fn lifts(negotiation: &Negotiation, text: &Outcome, after: &Outcome) -> bool {
    let rises = difference(negotiation, text, after);
    let new_rule = negotiation.broken_rules(after).iter().any(|rule| !negotiation.broken_rules(text).contains(rule));
    let new_line = (0..negotiation.parties().len()).any(|party| {
        let before = negotiation.crossed_red_lines(party, text);
        negotiation.crossed_red_lines(party, after).iter().any(|line| !before.contains(line))
    });
    rises.iter().all(|r| !r.is_negative()) && rises.iter().any(Signed::is_positive) && !new_rule && !new_line
}

/// Every way to move some issues of a text, the empty way left out.
fn parts(text: &Outcome, after: &Outcome) -> Vec<Outcome> {
    let changed = text.differences(after);
    (1..1usize << changed.len())
        .map(|mask| {
            let mut part = text.clone();
            for (bit, &issue) in changed.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1) {
                debug_assert!(bit < 16);
                part.0[issue] = after.0[issue];
            }
            part
        })
        .collect()
}

#[test]
fn trades_agree_with_enumeration() {
    let traded = (0..1_500u64).into_par_iter().filter(|&seed| {
        let (negotiation, _) = talks(seed, &Shape::SMALL);
        let all = outcomes(&negotiation);
        let text = &all[Random(seed).below(all.len())];
        let found = trades(&negotiation, text, usize::MAX);
        let is_trade = |after: &&Outcome| {
            let smaller = parts(text, after);
            text.differences(after).len() <= found.size
                && !smaller.is_empty()
                && smaller.iter().all(|part| (part == *after) == lifts(&negotiation, text, part))
        };
        let expected: BTreeSet<&Outcome> = all.iter().filter(is_trade).collect();
        let after = |trade: &Trade| {
            let mut outcome = text.clone();
            trade.moves.iter().for_each(|&(issue, option)| outcome.0[issue] = option);
            outcome
        };
        let told: Vec<Outcome> = found.best.iter().map(after).collect();
        assert_eq!(told.iter().collect::<BTreeSet<_>>(), expected, "seed {seed}");
        assert!(found.count == told.len() && found.is_complete && found.size >= 2, "seed {seed}");
        for (trade, outcome) in found.best.iter().zip(&told) {
            assert_eq!(trade.rises, difference(&negotiation, text, outcome), "seed {seed}");
        }
        let least = |trade: &Trade| trade.rises.iter().min().cloned();
        assert!(found.best.windows(2).all(|pair| least(&pair[0]) >= least(&pair[1])), "seed {seed}: order");
        for (issue, state) in convergence(&negotiation, &found).into_iter().enumerate() {
            let traded = told.iter().any(|outcome| outcome.0[issue] != text.0[issue]);
            match state {
                State::Tradable => assert!(traded, "seed {seed}"),
                State::Contested => assert!(!traded, "seed {seed}"),
                State::Agreed(_) | State::Blocked => {}
            }
        }
        !told.is_empty()
    });
    assert!(traded.count() > 200, "random texts should often leave something to trade");
}

#[test]
fn openings_agree_with_enumeration() {
    (0..600u64).into_par_iter().for_each(|seed| {
        let (negotiation, _) = talks(seed, &Shape::SMALL);
        let zone = zone(&negotiation);
        let ideals = ideals(&negotiation, &zone);
        let solver = Solver::new(&negotiation).unwrap();
        for solution in SOLUTIONS.iter().filter(|solution| is_plain(solution)) {
            let question = Question::plain(solution, negotiation.parties().len());
            let Ok(measure) = Measure::of(&solver, &question, &mut Budget::unlimited()) else { continue };
            for opening in openings(&solver, &measure, &Purse::of(&Budget::unlimited()), u64::MAX) {
                let having = zone.iter().filter(|outcome| outcome.0[opening.issue] == opening.option);
                let best = having.map(|outcome| key(&question, &negotiation, outcome, &ideals)).max();
                let name = format!("seed {seed} {} issue {} option {}", solution.id, opening.issue, opening.option);
                assert_eq!((opening.has_room, opening.sure), (Some(best.is_some()), Sure::Proven), "{name}");
                let own = opening.best.map(|(outcome, ..)| {
                    assert_eq!(outcome.0[opening.issue], opening.option, "{name}");
                    key(&question, &negotiation, &outcome, &ideals)
                });
                assert_eq!(own, best, "{name}");
            }
        }
    });
}

#[test]
fn single_moves_say_who_signs() {
    for seed in 0..400 {
        let (negotiation, _) = talks(seed, &Shape::SMALL);
        let all = outcomes(&negotiation);
        let text = &all[Random(seed).below(all.len())];
        let could = |party: usize, outcome: &Outcome| {
            negotiation.crossed_red_lines(party, outcome).is_empty()
                && negotiation.utility(party, outcome) >= negotiation.preferences()[party].reservation_value
        };
        let moves = movements(&negotiation, text);
        assert_eq!(moves.len(), negotiation.sizes().iter().map(|size| size - 1).sum::<usize>());
        for step in moves {
            let mut after = text.clone();
            after.0[step.issue] = step.option;
            assert_eq!(step.rises, difference(&negotiation, text, &after), "seed {seed}");
            assert_eq!(step.is_acceptable, negotiation.in_zone(&after), "seed {seed}");
            for party in 0..negotiation.parties().len() {
                let (before, now) = (could(party, text), could(party, &after));
                assert_eq!(step.signs[party], now, "seed {seed}");
                assert_eq!((step.wins.contains(&party), step.loses.contains(&party)), (now && !before, before && !now));
            }
        }
    }
}

#[test]
fn prices_and_concessions_add_up() {
    for seed in 0..600 {
        let (negotiation, draft) = talks(seed, &Shape::SMALL);
        let all = outcomes(&negotiation);
        let package = &all[Random(seed).below(all.len())];
        let told = prices(&negotiation, &draft, package);
        for (issue, brings) in &told.by_change {
            let mut undone = package.clone();
            undone.0[*issue] = draft.0[*issue].expect("only settled issues are changed");
            assert_eq!(*brings, difference(&negotiation, &undone, package), "seed {seed}");
        }
        if let (Some(draft), Some(together)) = (draft.complete(), told.together()) {
            let total = difference(&negotiation, &draft, package);
            for party in 0..total.len() {
                let sum: Rational = told.by_change.iter().map(|(_, brings)| brings[party].clone()).sum();
                assert_eq!(sum + &together[party], total[party], "seed {seed}");
            }
        }
        for (party, given) in concessions_of(&negotiation, package).into_iter().enumerate() {
            let additive = matches!(negotiation.preferences()[party].utility, Utility::Additive(_));
            assert_eq!(given.is_some(), additive, "seed {seed}");
            let Some(given) = given else { continue };
            assert!(given.by_issue.iter().flatten().all(|g| !g.is_negative()), "seed {seed}");
            assert_eq!(given.by_issue.iter().flatten().sum::<Rational>(), given.total, "seed {seed}");
        }
    }
}

#[test]
fn comparisons_name_every_difference() {
    for seed in 0..400 {
        let (negotiation, first) = talks(seed, &Shape::SMALL);
        let mut random = Random(seed ^ 7);
        let settle = |size: &usize| (random.below(4) > 0).then(|| random.below(*size));
        let other = PartialOutcome(negotiation.sizes().iter().map(settle).collect());
        let told = compare(&negotiation, &first, &other);
        for issue in 0..negotiation.sizes().len() {
            let expected = match (first.0[issue], other.0[issue]) {
                (before, after) if before == after => Difference::Same,
                (None, _) => Difference::Added,
                (_, None) => Difference::Dropped,
                _ => Difference::Changed,
            };
            assert_eq!(told.differences[issue], expected, "seed {seed}");
            assert_eq!(told.brings[issue].is_some(), expected == Difference::Changed, "seed {seed}");
        }
        let whole = first.complete().zip(other.complete());
        assert_eq!(told.total, whole.map(|(first, other)| difference(&negotiation, &first, &other)), "seed {seed}");
    }
}
