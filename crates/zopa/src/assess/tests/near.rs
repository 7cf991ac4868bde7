//! The nearest acceptable drafts.

use super::oracle::{ideals, is_plain, key, talks, zone};
use crate::assess::{Counting, Fewest, Freedom, Sure, Wish, nearest};
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, PartialOutcome};
use crate::random::{Random, Shape};
use crate::solve::solution::SOLUTIONS;
use crate::solve::{Budget, Measure, Question, Solver};
use rayon::prelude::*;

/// How many changes an outcome makes, counted plainly.
fn changes(negotiation: &Negotiation, draft: &PartialOutcome, outcome: &Outcome, counting: Counting) -> usize {
    let changed: Vec<usize> =
        (0..outcome.0.len()).filter(|&i| draft.0[i].is_some_and(|option| option != outcome.0[i])).collect();
    if counting == Counting::Issues {
        return changed.len();
    }
    let points = changed.iter().filter_map(|&issue| negotiation.issues()[issue].point);
    let unnumbered = changed.iter().filter(|&&issue| negotiation.issues()[issue].point.is_none()).count();
    points.collect::<std::collections::BTreeSet<u32>>().len() + unnumbered
}

fn check(seed: u64, shape: &Shape) {
    let (negotiation, draft) = talks(seed, shape);
    let mut random = Random(seed);
    let counting = if random.below(3) == 0 { Counting::Points } else { Counting::Issues };
    let kept = match random.below(3) {
        0 => negotiation.sizes().iter().map(|_| random.below(4) == 0).collect(),
        _ => Vec::new(),
    };
    let freedom = Freedom { kept, counting };
    let zone = zone(&negotiation);
    let ideals = ideals(&negotiation, &zone);
    let reachable: Vec<&Outcome> = zone
        .iter()
        .filter(|outcome| outcome.0.iter().enumerate().all(|(i, &option)| freedom.allows(&draft, i, option)))
        .collect();
    let solver = Solver::new(&negotiation).unwrap();
    let most = random.up_to(4);
    for solution in SOLUTIONS.iter().filter(|solution| is_plain(solution)) {
        let question = Question::plain(solution, negotiation.parties().len());
        let mut budget = Budget::unlimited();
        let Ok(measure) = Measure::of(&solver, &question, &mut budget) else {
            assert!(zone.is_empty(), "seed {seed} {}: no measure", solution.id);
            continue;
        };
        let wish = Wish { measure: &measure, freedom: &freedom, most };
        let found = nearest(&solver, &draft, &wish, &mut budget);
        let name = format!("seed {seed} {} {counting:?}", solution.id);
        let mut expected: Vec<(usize, Vec<Rational>)> = reachable
            .iter()
            .map(|outcome| {
                (changes(&negotiation, &draft, outcome, counting), key(&question, &negotiation, outcome, &ideals))
            })
            .collect();
        expected.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        match expected.first() {
            None => assert_eq!(found.fewest, Fewest::Impossible, "{name}"),
            Some((fewest, _)) => assert_eq!(found.fewest, Fewest::Exactly(*fewest), "{name}"),
        }
        assert_eq!(found.sure, Sure::Proven, "{name}");
        expected.truncate(most);
        let told: Vec<(usize, Vec<Rational>)> = found
            .packages
            .iter()
            .map(|package| {
                assert!(reachable.contains(&&package.outcome), "{name}: not reachable");
                let own = key(&question, &negotiation, &package.outcome, &ideals);
                assert_eq!(package.value.as_ref(), own.first(), "{name}: value");
                let counted = changes(&negotiation, &draft, &package.outcome, counting);
                assert_eq!(package.changes, counted, "{name}: changes");
                (counted, own)
            })
            .collect();
        assert_eq!(told, expected, "{name}");
        let mut outcomes: Vec<&Outcome> = found.packages.iter().map(|package| &package.outcome).collect();
        outcomes.sort();
        outcomes.dedup();
        assert_eq!(outcomes.len(), found.packages.len(), "{name}: a package twice");
    }
}

#[test]
fn nearest_packages_agree_with_enumeration() {
    (0..3_000).into_par_iter().for_each(|seed| check(seed, &Shape::SMALL));
}

#[test]
fn nearest_packages_agree_where_nearly_everything_ties() {
    let shape = Shape { values: 1, knots: 4, parties: 3, ..Shape::SMALL };
    (0..1_000).into_par_iter().for_each(|seed| check(seed, &shape));
}

#[test]
fn nearest_packages_agree_where_values_are_fine() {
    let shape = Shape { values: 1_000_003, issues: 6, parties: 5, ..Shape::SMALL };
    (0..500).into_par_iter().for_each(|seed| check(seed, &shape));
}
