//! Completions, what is better for all, one text for all.

use super::oracle::{gains, ideals, is_plain, key, permitted, talks, zone};
use crate::assess::betterment::{Verdict, betterment};
use crate::assess::completion::{Kind, completion};
use crate::assess::one_text::{Base, one_text};
use crate::assess::{Purse, Sure};
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome};
use crate::random::{Random, Shape, outcomes};
use crate::solve::solution::SOLUTIONS;
use crate::solve::{Answer, Budget, Measure, Question, Solver};
use num_traits::{Signed, Zero};
use rayon::prelude::*;

fn sorted(mut values: Vec<Rational>) -> Vec<Rational> {
    values.sort();
    values
}

fn rises(negotiation: &Negotiation, outcome: &Outcome, floors: &[Rational]) -> Vec<Rational> {
    negotiation.utilities(outcome).iter().zip(floors).map(|(u, floor)| u - floor).collect()
}

#[test]
fn completions_agree_with_enumeration() {
    (0..2_000u64).into_par_iter().for_each(|seed| {
        let (negotiation, draft) = talks(seed, &Shape::SMALL);
        let zone = zone(&negotiation);
        let ideals = ideals(&negotiation, &zone);
        let fits = |outcome: &&Outcome| draft.0.iter().zip(&outcome.0).all(|(d, o)| d.is_none_or(|d| d == *o));
        let all = outcomes(&negotiation);
        let all: Vec<&Outcome> = all.iter().filter(fits).collect();
        let solver = Solver::new(&negotiation).unwrap();
        for solution in SOLUTIONS.iter().filter(|solution| is_plain(solution)) {
            let question = Question::plain(solution, negotiation.parties().len());
            let mut budget = Budget::unlimited();
            let Ok(measure) = Measure::of(&solver, &question, &mut budget) else { continue };
            let found = completion(&solver, &draft, &measure, &mut budget).expect("there is a completion");
            let name = format!("seed {seed} {}", solution.id);
            assert!(all.contains(&&found.outcome), "{name}");
            assert_eq!(found.sure, Sure::Proven, "{name}");
            let obeys = |o: &&&Outcome| negotiation.broken_rules(o).is_empty();
            let least = |o: &&Outcome| gains(&negotiation, o).into_iter().min();
            let acceptable: Vec<&&Outcome> = all.iter().filter(|o| negotiation.in_zone(o)).collect();
            let within: Vec<&&Outcome> = all.iter().filter(|o| permitted(&negotiation, o)).collect();
            let (kind, best) = match () {
                () if !acceptable.is_empty() => {
                    let own = key(&question, &negotiation, &found.outcome, &ideals);
                    let best = acceptable.iter().map(|o| key(&question, &negotiation, o, &ideals)).max();
                    assert_eq!(Some(own), best, "{name}");
                    (Kind::Acceptable, None)
                }
                () if !within.is_empty() => (Kind::BelowWalkAway, within.iter().filter_map(|o| least(o)).max()),
                () if all.iter().any(|o| obeys(&o)) => {
                    (Kind::AcrossRedLines, all.iter().filter(obeys).filter_map(least).max())
                }
                () => (Kind::AgainstRules, all.iter().filter_map(least).max()),
            };
            assert_eq!(found.kind, kind, "{name}");
            if let Some(best) = best {
                assert_eq!(found.gains.iter().min(), Some(&best), "{name}");
            }
        }
    });
}

#[test]
fn what_is_better_for_all_agrees_with_enumeration() {
    let dominated = (0..1_500u64).into_par_iter().filter(|&seed| {
        let (negotiation, _) = talks(seed, &Shape::SMALL);
        let all = outcomes(&negotiation);
        let text = &all[Random(seed).below(all.len())];
        let floors = negotiation.utilities(text);
        let above: Vec<&Outcome> = all
            .iter()
            .filter(|o| permitted(&negotiation, o) && rises(&negotiation, o, &floors).iter().all(|r| !r.is_negative()))
            .collect();
        let found = betterment(&negotiation, text, &Purse::of(&Budget::unlimited()), u64::MAX);
        let distance = above.iter().filter_map(|o| rises(&negotiation, o, &floors).into_iter().min()).max();
        assert_eq!(found.distance, distance, "seed {seed}");
        let lifts = |o: &&&Outcome| rises(&negotiation, o, &floors).iter().any(Signed::is_positive);
        let expected = match (above.is_empty(), above.iter().any(|o| lifts(&o))) {
            (true, _) => Verdict::OutOfReach,
            (false, true) => Verdict::Dominated,
            (false, false) => Verdict::Efficient,
        };
        assert_eq!(found.verdict, expected, "seed {seed}");
        let certificate = found.certificate.expect("small numbers are exact");
        assert!(crate::certify::check(&certificate, &found.negotiation).is_ok(), "seed {seed}");
        assert_eq!(found.packages.is_empty(), expected != Verdict::Dominated, "seed {seed}");
        for (index, package) in found.packages.iter().enumerate() {
            assert!(above.contains(&&package.outcome) && package.is_efficient, "seed {seed}");
            assert_eq!(package.rises, rises(&negotiation, &package.outcome, &floors), "seed {seed}");
            assert_eq!(package.is_acceptable, negotiation.in_zone(&package.outcome), "seed {seed}");
            let betters = |other: &&&Outcome| {
                let more = rises(&negotiation, other, &negotiation.utilities(&package.outcome));
                more.iter().all(|m| !m.is_negative()) && more.iter().any(Signed::is_positive)
            };
            assert!(!above.iter().any(|other| betters(&other)), "seed {seed}: a package is not efficient");
            match package.favours {
                None => assert!(index == 0 && package.rises.iter().min() == found.distance.as_ref(), "seed {seed}"),
                Some(party) => {
                    let most = above.iter().map(|o| rises(&negotiation, o, &floors)[party].clone()).max();
                    assert_eq!(Some(&package.rises[party]), most.as_ref(), "seed {seed}");
                }
            }
        }
        expected == Verdict::Dominated
    });
    assert!(dominated.count() > 100, "random texts should often be dominated");
}

#[test]
fn one_text_agrees_with_enumeration() {
    let found = (0..1_500u64).into_par_iter().filter(|&seed| {
        let (negotiation, _) = talks(seed, &Shape::SMALL);
        let all = outcomes(&negotiation);
        let mut random = Random(seed);
        let accepted: Vec<Rational> = (0..negotiation.parties().len())
            .map(|party| negotiation.utility(party, &all[random.below(all.len())]))
            .collect();
        let solver = Solver::new(&negotiation).unwrap();
        let told = one_text(&solver, &accepted, &Purse::of(&Budget::unlimited()), u64::MAX);
        let floors: Vec<Rational> = accepted
            .iter()
            .zip(negotiation.preferences())
            .map(|(a, p)| a.clone().max(p.reservation_value.clone()))
            .collect();
        assert_eq!(told.floors, floors);
        let within: Vec<Vec<Rational>> =
            all.iter().filter(|o| permitted(&negotiation, o)).map(|o| rises(&negotiation, o, &floors)).collect();
        let above: Vec<&Vec<Rational>> = within.iter().filter(|r| r.iter().all(|r| !r.is_negative())).collect();
        match &told.base {
            Base::Unknown => panic!("seed {seed}: unlimited budgets end with an answer"),
            Base::Empty { short } => {
                assert!(above.is_empty(), "seed {seed}");
                let least = within.iter().filter_map(|r| r.iter().min()).max().map(|least| -least);
                assert_eq!(short.as_ref().map(|(by, _)| by.clone()), least, "seed {seed}");
                false
            }
            Base::Found { outcome, gains, largest, at_least } => {
                assert!(permitted(&negotiation, outcome) && *gains == rises(&negotiation, outcome, &floors));
                let smallest = above.iter().filter_map(|r| r.iter().max()).min();
                assert_eq!(Some(largest), smallest, "seed {seed}");
                assert_eq!(at_least.as_ref(), Some(largest), "seed {seed}");
                let Some(Answer::Optimum { settlement, .. }) = &told.improvement else { panic!("seed {seed}") };
                let own = rises(&negotiation, settlement.package().unwrap(), &negotiation.utilities(outcome));
                assert_eq!(own, settlement.gains, "seed {seed}");
                let better = within.iter().map(|r| r.iter().zip(gains).map(|(r, g)| r - g).collect::<Vec<_>>());
                let best = better.filter(|m| m.iter().all(|m| !m.is_negative())).map(sorted).max();
                assert_eq!(Some(sorted(own)), best, "seed {seed}");
                assert!(!settlement.value.is_negative() && (largest.is_zero() || largest.is_positive()));
                true
            }
        }
    });
    assert!(found.count() > 100, "random texts should often have a common base");
}
