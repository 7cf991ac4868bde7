//! A join finds what a walk finds.

use super::{Listing, Patience};
use crate::random::{Random, Shape, negotiation};
use crate::solve::engine::goal::{Goal, LeastRatio};
use crate::solve::engine::multipliers::relax;
use crate::solve::engine::space::{Space, Tables};
use crate::solve::engine::sweep::{Allowance, Ending, Sweep, Task};
use crate::solve::network::Network;
use std::cell::Cell;

/// Independent issues, so that halves can be joined; few enough outcomes to walk through.
fn shape(random: &mut Random) -> Shape {
    Shape { issues: 4 + random.below(6), options: 3, parties: 5, knots: 0, values: 40 }
}

/// What a walk and a join of the same case find from nothing: the least ratio of the best.
fn both<const L: usize>(space: &Space, patience: Patience, longest: f64) -> [Option<String>; 2] {
    let fixed = vec![None; space.nodes.len()];
    let reservation = || space.network.reservation.clone();
    let goal = || LeastRatio::new(reservation(), reservation(), vec![1; reservation().len()]);
    let mut tables = Tables::default();
    let relaxation = relax(space, &fixed, &goal().guide(), Vec::new(), &mut tables).unwrap();
    let weights = relaxation.weights;
    let top = space.maximise(&weights, &fixed, &mut tables).unwrap();
    let density = Cell::new(1.0);
    [false, true].map(|is_joined| {
        let listing = Listing { patience, longest, density: &density };
        let task = Task { space, fixed: &fixed, weights: &weights, top, tables: &tables, listing };
        let mut sweep = Sweep::<L>::new(&task);
        let mut goal = goal();
        let mut best: Option<Vec<usize>> = None;
        let mut found = |assignment: &[usize]| best = Some(assignment.to_vec());
        let mut allowance = Allowance { nodes: 1 << 30, walk: 1 << 30 };
        if let Some(slack) = sweep.prepare(&goal) {
            let ending = if is_joined {
                sweep.join_halves(slack, &mut goal, &mut allowance, &mut found)
            } else {
                sweep.walk(slack, &mut goal, &mut allowance, &mut found)
            };
            // A glimpse of long lists may find the best without proving it.
            assert!(ending == Ending::Exhausted || is_joined && longest < 100.0);
        }
        // What was written down is what was offered.
        if let (Some(best), Some(least)) = (&best, goal.best) {
            assert_eq!(goal.least(&space.network.utilities(best).unwrap()), least);
        }
        goal.best.map(|least| format!("{least:?}"))
    })
}

#[test]
fn a_join_finds_what_a_walk_finds() {
    let (mut found, mut glimpsed) = (0, 0);
    for seed in 0..400 {
        let shape = shape(&mut Random(seed));
        let negotiation = negotiation(seed, &shape);
        let space = Space::new(Network::new(&negotiation).unwrap());
        if space.is_void || !space.nodes.iter().all(super::is_alone) {
            continue;
        }
        for (patience, longest) in [(Patience::GiveUp, 1e6), (Patience::Glimpse, 1e6), (Patience::Insist, 1e6)] {
            let [walked, joined] = both::<6>(&space, patience, longest);
            assert_eq!(walked, joined, "seed {seed}");
            found += usize::from(walked.is_some());
        }
        // Short looks first, the list for all in the end or not at all: nothing better than the walk's best.
        let [walked, joined] = both::<6>(&space, Patience::Glimpse, 40.0);
        glimpsed += usize::from(joined.is_some() && joined == walked);
    }
    assert!(found > 100 && glimpsed > 20, "{found} {glimpsed}");
}
