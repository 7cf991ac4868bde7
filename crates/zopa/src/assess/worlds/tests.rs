//! Worlds against worlds built one by one from the definition, and laws.

use super::likeliest::is_permitted;
use super::*;
use crate::exact::{Rational, ratio, to_f64};
use crate::model::{Distribution, Doubts, Negotiation, Outcome, Preferences, Quantity, Utility};
use crate::random::{Random, Shape, negotiation, outcomes};
use crate::registry::solution;
use crate::solve::{Budget, Question, Solver};
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;

const SMALL: Shape = Shape { issues: 3, options: 3, parties: 2, knots: 2, values: 6 };

fn number(preferences: &mut Preferences, quantity: Quantity) -> &mut Rational {
    match (quantity, &mut preferences.utility) {
        (Quantity::Weight { issue }, Utility::Additive(additive)) => &mut additive.weights[issue],
        (Quantity::Value { issue, option }, Utility::Additive(additive)) => &mut additive.values[issue][option],
        (Quantity::JointTerm { term }, Utility::Additive(additive)) => &mut additive.joint_terms[term].worth,
        _ => &mut preferences.reservation_value,
    }
}

fn set(preferences: &mut Preferences, quantity: Quantity, to: Rational, relative_weights: bool) {
    *number(preferences, quantity) = to;
    if let (true, Utility::Additive(additive)) = (relative_weights, &mut preferences.utility) {
        additive.weight_total = additive.weights.iter().sum();
    }
}

/// A random negotiation some of whose numbers are doubted.
fn doubtful(seed: u64, distribution: &dyn Fn(&mut Random, &Rational) -> Distribution) -> Negotiation {
    let mut random = Random(seed ^ 0xD0B7);
    let mut parts = negotiation(seed, &SMALL).into_parts();
    for of in 0..parts.parties.len() {
        let preferences = &mut parts.preferences[of];
        preferences.reservation_value /= ratio(2, 1);
        let mut quantities = vec![Quantity::Reservation];
        let mut relative_weights = false;
        if let Utility::Additive(additive) = &preferences.utility {
            quantities.extend((0..additive.weights.len()).map(|issue| Quantity::Weight { issue }));
            let issue = random.below(additive.values.len());
            quantities.push(Quantity::Value { issue, option: random.below(additive.values[issue].len()) });
            quantities.extend((0..additive.joint_terms.len()).map(|term| Quantity::JointTerm { term }));
            relative_weights = random.below(3) > 0;
        }
        quantities.retain(|_| random.below(3) == 0);
        let mut unknowns = Vec::new();
        for quantity in quantities {
            let distribution = distribution(&mut random, number(preferences, quantity));
            set(preferences, quantity, distribution.central(), relative_weights);
            unknowns.push((quantity, distribution));
        }
        if let Utility::Additive(additive) = &mut preferences.utility {
            // Central values may exceed the largest value written.
            additive.value_scale =
                additive.values.iter().flatten().max().cloned().unwrap_or_else(Rational::one).max(ratio(1, 1));
        }
        preferences.reservation_value = preferences.reservation_value.clone().min(Rational::one());
        parts.doubts.push(Doubts { of, unknowns, relative_weights });
    }
    Negotiation::new(parts).expect("doubts fit the numbers")
}

/// Two or three numbers from the present one up; weights stay above zero.
fn one_of(random: &mut Random, number: &Rational) -> Distribution {
    let step = if *number <= Rational::one() { ratio(1, 10) } else { ratio(1, 1) };
    let cases: Vec<Rational> = (0..2 + random.below(2)).map(|i| number + &step * ratio(i as i64, 1)).collect();
    let chances =
        if cases.len() == 2 { vec![ratio(1, 4), ratio(3, 4)] } else { vec![ratio(1, 2), ratio(1, 3), ratio(1, 6)] };
    let distribution = Distribution::one_of(cases.clone(), Some(chances)).expect("valid");
    // A reservation value above one is no share of anything.
    if *distribution.high() > Rational::one() && *number <= ratio(9, 10) && !number.is_integer() {
        return Distribution::one_of(vec![number.clone()], None).expect("valid");
    }
    distribution
}

fn between(random: &mut Random, number: &Rational) -> Distribution {
    let width = ratio(1 + random.below(4) as i64, 7);
    let low = number - &width / ratio(2, 1);
    let low = if number.is_negative() { low } else { low.max(Rational::zero()) };
    Distribution::between(low.clone(), low + width).expect("rises")
}

/// Every world with its chance, built from the definition.
fn every_world(negotiation: &Negotiation) -> Vec<(Negotiation, Rational)> {
    let mut worlds = vec![(negotiation.clone().into_parts(), Rational::one())];
    for doubts in negotiation.doubts() {
        for (quantity, distribution) in &doubts.unknowns {
            let crate::model::Form::OneOf(cases) = distribution.form() else { panic!("a few cases") };
            let branch = |(parts, chance): &(crate::model::Parts, Rational)| {
                cases
                    .iter()
                    .map(|(number, share)| {
                        let mut parts = parts.clone();
                        set(&mut parts.preferences[doubts.of], *quantity, number.clone(), doubts.relative_weights);
                        (parts, chance * share)
                    })
                    .collect::<Vec<_>>()
            };
            worlds = worlds.iter().flat_map(branch).collect();
        }
    }
    worlds
        .into_iter()
        .map(|(mut parts, chance)| {
            parts.doubts.clear();
            (Negotiation::new(parts).expect("numbers change, nothing else"), chance)
        })
        .collect()
}

fn accepts(world: &Negotiation, party: usize, outcome: &Outcome) -> bool {
    let preferences = &world.preferences()[party];
    world.crossed_red_lines(party, outcome).is_empty() && world.utility(party, outcome) >= preferences.reservation_value
}

/// The product of gains of an outcome of the zone.
fn product(world: &Negotiation, outcome: &Outcome) -> Option<Rational> {
    let gain = |party: usize| world.utility(party, outcome) - &world.preferences()[party].reservation_value;
    world.in_zone(outcome).then(|| (0..world.parties().len()).map(gain).product())
}

fn best_product(world: &Negotiation) -> Option<Rational> {
    outcomes(world).iter().filter_map(|outcome| product(world, outcome)).max()
}

/// The chance of the worlds in which something holds.
fn chance(worlds: &[(Negotiation, Rational)], holds: impl Fn(&Negotiation) -> bool) -> Rational {
    worlds.iter().filter(|(world, _)| holds(world)).map(|(_, chance)| chance).sum()
}

#[test]
fn where_all_worlds_are_listed_everything_is_exact() {
    let (mut with_doubts, mut with_zone) = (0, 0);
    for seed in 0..60 {
        let negotiation = doubtful(seed, &one_of);
        let all = every_world(&negotiation);
        let worlds = Worlds::new(&negotiation, &Draws { worlds: 5_000, seed: 3 }).expect("small");
        if all.len() > 5_000 {
            continue;
        }
        assert!(worlds.is_every_world() && worlds.n_worlds() == all.len(), "seed {seed}");
        let every_outcome = outcomes(&negotiation);
        for outcome in every_outcome.iter().step_by(3) {
            for party in 0..negotiation.parties().len() {
                let expected = chance(&all, |world| accepts(world, party, outcome));
                assert_eq!(worlds.chance_of_consent(party, outcome), Chance::Exact(expected), "seed {seed}");
            }
            let prospect = worlds.prospect(outcome);
            assert_eq!(prospect.all, Chance::Exact(chance(&all, |world| world.in_zone(outcome))), "seed {seed}");
        }
        let outlook = outlook(&worlds, &[], &Budget::unlimited()).expect("small");
        assert_eq!(outlook.zone, Chance::Exact(chance(&all, |world| best_product(world).is_some())), "seed {seed}");
        let likeliest = every_outcome.iter().map(|outcome| chance(&all, |world| world.in_zone(outcome))).max();
        if let Some(found) = &outlook.likeliest {
            assert!(found.is_proven(), "seed {seed}");
            assert_eq!(Some(&found.value), likeliest.as_ref(), "seed {seed}");
            assert_eq!(found.prospect.all, Chance::Exact(found.value.clone()), "seed {seed}");
        } else {
            assert!(every_outcome.iter().all(|outcome| !is_permitted(&negotiation, outcome)), "seed {seed}");
        }
        with_doubts += usize::from(all.len() > 1);
        with_zone += usize::from(outlook.proposal.is_some_and(|(_, worth)| worth > 0.0));
    }
    assert!(with_doubts > 30 && with_zone > 20, "{with_doubts}, {with_zone}");
}

#[test]
fn the_value_of_a_question_is_that_of_the_definition() {
    let mut n_worth_asking = 0;
    for seed in 100..200 {
        let negotiation = doubtful(seed, &one_of);
        let all = every_world(&negotiation);
        let worlds = Worlds::new(&negotiation, &Draws { worlds: 500, seed: 3 }).expect("small");
        if all.len() > 500 || all.len() < 2 {
            continue;
        }
        let worth = |world: &Negotiation, outcome: &Outcome| -> f64 {
            match (product(world, outcome), best_product(world)) {
                (Some(product), Some(best)) if best.is_positive() => to_f64(&(product / best)),
                (Some(_), Some(_)) => 1.0,
                _ => 0.0,
            }
        };
        let permitted: Vec<Outcome> =
            outcomes(&negotiation).into_iter().filter(|o| is_permitted(&negotiation, o)).collect();
        let table: Vec<Vec<f64>> =
            permitted.iter().map(|outcome| all.iter().map(|(world, _)| worth(world, outcome)).collect()).collect();
        let best = |within: &dyn Fn(&Negotiation) -> bool| -> f64 {
            let total = |row: &Vec<f64>| -> f64 {
                let terms = row.iter().zip(&all).filter(|(_, (world, _))| within(world));
                terms.map(|(worth, (_, chance))| worth * to_f64(chance)).sum()
            };
            table.iter().map(total).fold(0.0, f64::max)
        };
        let without = best(&|_| true);
        let outlook = outlook(&worlds, &[], &Budget::unlimited()).expect("small");
        for question in &outlook.questions {
            let doubts = negotiation.doubts().iter().find(|doubts| doubts.of == question.participant).expect("doubted");
            let (quantity, distribution) =
                doubts.unknowns.iter().find(|(quantity, _)| *quantity == question.quantity).expect("doubted");
            let crate::model::Form::OneOf(cases) = distribution.form() else { panic!("a few cases") };
            let is = |world: &Negotiation, case: &Rational| quantity.of(&world.preferences()[doubts.of]) == Some(case);
            let with: f64 = cases.iter().map(|(case, _)| best(&|world| is(world, case))).sum();
            assert!(
                (question.rise - (with - without)).abs() < 1e-5,
                "seed {seed}: {} {}",
                question.rise,
                with - without
            );
            assert!(question.standard_error.abs() < f64::EPSILON, "seed {seed}");
            n_worth_asking += usize::from(question.rise > 1e-3);
        }
        let everything = to_f64(&chance(&all, |world| best_product(world).is_some())) - without;
        assert!((outlook.everything - everything).abs() < 1e-5, "seed {seed}");
    }
    assert!(n_worth_asking > 5, "{n_worth_asking}");
}

#[test]
fn the_least_regret_is_that_of_enumeration() {
    let mut n_compared = 0;
    for seed in 200..900 {
        let negotiation = doubtful(seed, &between);
        let worlds = Worlds::new(&negotiation, &Draws { worlds: 40, seed }).expect("small");
        let solved = worlds.solve(&Budget::unlimited()).expect("small");
        let outlook = outlook(&worlds, &[], &Budget::unlimited()).expect("small");
        let regret = |outcome: &Outcome| -> Rational {
            let of = |world: usize, party: usize| {
                let fair = solved[world].package()?;
                let less = worlds.utility(party, world, fair) - worlds.utility(party, world, outcome);
                Some(ratio(less, worlds.denominator(party, world)))
            };
            let pairs = (0..worlds.n_worlds()).flat_map(|w| (0..negotiation.parties().len()).map(move |p| (w, p)));
            pairs.filter_map(|(world, party)| of(world, party)).max().unwrap_or_default().max(Rational::zero())
        };
        let every = outcomes(&negotiation);
        let least = every.iter().filter(|outcome| is_permitted(&negotiation, outcome)).map(regret).min();
        let Some(found) = outlook.least_regret else { continue };
        assert_eq!(Some(&found.value), least.as_ref(), "seed {seed}");
        assert!(found.is_proven(), "seed {seed}");
        n_compared += usize::from(found.value.is_positive());
    }
    assert!(n_compared > 10, "{n_compared}");
}

/// A drawn world as a negotiation of its own.
fn drawn(worlds: &Worlds, world: usize) -> Negotiation {
    let negotiation = worlds.negotiation();
    let mut parts = negotiation.clone().into_parts();
    for doubts in &parts.doubts {
        for (unknown, &quantity) in worlds.unknowns(doubts.of).iter().enumerate() {
            let (fallen, steps) = worlds.fallen(doubts.of, unknown);
            set(&mut parts.preferences[doubts.of], quantity, ratio(fallen[world], steps), doubts.relative_weights);
        }
    }
    parts.doubts.clear();
    Negotiation::new(parts).expect("numbers change, nothing else")
}

#[test]
fn every_world_is_solved_as_if_it_were_alone() {
    for seed in 300..330 {
        let negotiation = doubtful(seed, &between);
        let worlds = Worlds::new(&negotiation, &Draws { worlds: 7, seed }).expect("small");
        let solved = worlds.solve(&Budget::unlimited()).expect("small");
        for (world, solved) in solved.iter().enumerate() {
            let alone = drawn(&worlds, world);
            let question = Question::plain(solution("nash").expect("a solution"), alone.parties().len());
            let answer = Solver::new(&alone).expect("small").solve(&question, &mut Budget::unlimited());
            match solved {
                Solved::Package(outcome) => {
                    let expected = answer.settlement().map(|settlement| settlement.value.clone());
                    assert_eq!(product(&alone, outcome), expected, "seed {seed}");
                }
                Solved::Empty => assert_eq!(answer.status(), "empty", "seed {seed}"),
                Solved::Unsolved(_) => panic!("seed {seed}: small worlds are solved"),
            }
            for outcome in outcomes(&alone).iter().step_by(5) {
                for party in 0..alone.parties().len() {
                    assert_eq!(worlds.accepts(party, outcome)[world], accepts(&alone, party, outcome), "seed {seed}");
                }
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_worlds_on_any_number_of_threads() {
    let is_open = |negotiation: &Negotiation| {
        let worlds = Worlds::new(negotiation, &Draws { worlds: 200, seed: 5 }).expect("small");
        let share = outlook(&worlds, &[], &Budget::unlimited()).expect("small").zone.share();
        share > 0.1 && share < 0.9
    };
    let negotiation = (0..).map(|seed| doubtful(seed, &between)).find(is_open).expect("some");
    let run = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let worlds = Worlds::new(&negotiation, &Draws { worlds: 200, seed }).expect("small");
            let outlook = outlook(&worlds, &[], &Budget::unlimited()).expect("small");
            (worlds.solve(&Budget::unlimited()).expect("small"), format!("{outlook:?}"))
        })
    };
    assert_eq!(run(1, 5), run(3, 5));
    assert_ne!(run(1, 5).1, run(1, 6).1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn extremes_lie_at_corners(seed in 0u64..1_000_000) {
        let negotiation = doubtful(seed, &between);
        let corners = |party: usize| {
            let doubts = negotiation.doubts().iter().find(|doubts| doubts.of == party);
            let mut corners = vec![negotiation.preferences()[party].clone()];
            for (quantity, distribution) in doubts.map_or(&[][..], |doubts| &doubts.unknowns) {
                let relative = doubts.is_some_and(|doubts| doubts.relative_weights);
                corners = corners.iter().flat_map(|preferences| {
                    [distribution.low(), distribution.high()].map(|end| {
                        let mut corner = preferences.clone();
                        set(&mut corner, *quantity, end.clone(), relative);
                        corner
                    })
                }).collect();
            }
            corners
        };
        for party in 0..negotiation.parties().len() {
            let corners = corners(party);
            prop_assume!(corners.len() <= 1 << 10);
            for outcome in outcomes(&negotiation).iter().step_by(4) {
                let margins = corners.iter().map(|p| p.utility(outcome, negotiation.sizes()) - &p.reservation_value);
                let (least, most) = (margins.clone().min().expect("a corner"), margins.max().expect("a corner"));
                let at = |extreme| extreme::margin(&negotiation, party, outcome, extreme);
                prop_assert_eq!(at(Extreme::Worst).is_negative(), least.is_negative());
                prop_assert_eq!(at(Extreme::Best).is_negative(), most.is_negative());
            }
        }
    }

    #[test]
    fn what_holds_in_every_world_holds_in_those_drawn(seed in 0u64..1_000_000) {
        let negotiation = doubtful(seed, &between);
        let worlds = Worlds::new(&negotiation, &Draws { worlds: 60, seed }).expect("small");
        let found = outlook(&worlds, &[], &Budget::unlimited()).expect("small");
        if let Certainty::Package(prospect) = &found.certain {
            prop_assert!(worlds.all_accept(&prospect.outcome).into_iter().all(|accepted| accepted));
            prop_assert_eq!(&prospect.all, &Chance::Exact(Rational::one()));
            prop_assert_eq!(&found.zone, &Chance::Exact(Rational::one()));
        }
        if found.zone == Chance::Exact(Rational::zero()) {
            prop_assert_eq!(found.solved[0], 0);
        }
        for best in found.likeliest.iter() {
            prop_assert!(best.value <= best.bound && best.bound <= Rational::one());
        }
        for best in found.least_regret.iter() {
            prop_assert!(best.bound <= best.value);
        }
        prop_assert!(found.everything >= -1e-9);
    }
}
