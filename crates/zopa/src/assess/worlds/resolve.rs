//! Every world solved anew, with proof.

use super::sample::Worlds;
use crate::exact::{Rational, ratio};
use crate::model::{Negotiation, Outcome, Utility};
use crate::solve::TooLarge;
use crate::solve::engine::goal::Product;
use crate::solve::engine::search::{Budget, Remainder, search};
use crate::solve::engine::space::Space;
use crate::solve::network::{Meaning, Network, Selection};
use crate::solve::scale::{IntegerPreferences, Scale};
use rayon::prelude::*;

/// What a world may cost before it counts as unsolved.
const NODES: u64 = 2_000_000;

/// The Nash solution of one world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Solved {
    /// The package with the greatest product of gains, proven.
    Package(Outcome),
    /// No package is acceptable to all, proven.
    Empty,
    /// The search stopped before it knew; the best package found, if any.
    Unsolved(Option<Outcome>),
}

impl Solved {
    /// The package found, proven or not.
    #[must_use]
    pub fn package(&self) -> Option<&Outcome> {
        match self {
            Solved::Package(outcome) => Some(outcome),
            Solved::Unsolved(found) => found.as_ref(),
            Solved::Empty => None,
        }
    }
}

impl Worlds<'_> {
    /// The Nash solution of every world. Each world may cost an equal part of the budget's nodes; worlds
    /// that take more, or that the interrupt finds open, are unsolved.
    ///
    /// # Errors
    /// [`TooLarge`] where preferences are tables over too many outcomes.
    pub fn solve(&self, budget: &Budget) -> Result<Vec<Solved>, TooLarge> {
        let nodes = (budget.nodes / self.n_worlds() as u64).clamp(1, NODES);
        let each = || Budget { nodes, interrupt: budget.interrupt };
        let template = Template::new(self)?;
        let first = template.solve(0, &[], &mut each());
        let starts: Vec<Vec<usize>> = first.0.into_iter().collect();
        let solve = |world: usize| template.solve(world, &starts, &mut each()).1;
        Ok((0..self.n_worlds()).into_par_iter().map(solve).collect())
    }
}

/// What the networks of all worlds have in common.
pub(super) struct Template<'w, 'n> {
    worlds: &'w Worlds<'n>,
    selection: Selection,
    /// Where preferences are tables, the network of the outcomes that obey the rules.
    outcomes: Option<Network>,
}

impl<'w, 'n> Template<'w, 'n> {
    pub fn new(worlds: &'w Worlds<'n>) -> Result<Template<'w, 'n>, TooLarge> {
        let negotiation = worlds.negotiation();
        let is_table = |negotiation: &Negotiation| {
            negotiation.preferences().iter().any(|preferences| matches!(preferences.utility, Utility::Table(_)))
        };
        let outcomes = is_table(negotiation).then(|| Network::new(negotiation)).transpose()?;
        Ok(Template { worlds, selection: Selection::all(negotiation), outcomes })
    }

    /// The network of a world.
    pub fn network(&self, world: usize) -> Network {
        let worlds = self.worlds;
        let negotiation = worlds.negotiation();
        if let Some(template) = &self.outcomes {
            return self.retold(template.clone(), world);
        }
        let party = |party: usize| {
            let row = worlds.row(party, world);
            let mut cells = row.iter().copied();
            let mut take = |n: usize| cells.by_ref().take(n).collect::<Vec<i64>>();
            let contributions = negotiation.sizes().iter().map(|&size| take(size)).collect();
            let joint_terms = take(row.len() - 1 - negotiation.sizes().iter().sum::<usize>());
            IntegerPreferences {
                scale: self.scale(party, world),
                reservation: row[row.len() - 1],
                contributions,
                joint_terms,
            }
        };
        let integers: Vec<IntegerPreferences> = (0..negotiation.parties().len()).map(party).collect();
        Network::from_integers(negotiation, &self.selection, &integers).expect("no preferences are tables")
    }

    fn scale(&self, party: usize, world: usize) -> Scale {
        let denominator: Rational = ratio(self.worlds.denominator(party, world), 1);
        Scale { denominator, slack: 0 }
    }

    /// The network of listed outcomes with the utilities of a world.
    fn retold(&self, mut network: Network, world: usize) -> Network {
        for party in 0..network.n_parties {
            let row = self.worlds.row(party, world);
            network.reservation[party] = row[row.len() - 1];
            network.scales[party] = self.scale(party, world);
        }
        for variable in &mut network.variables {
            let Meaning::Package { outcomes } = &variable.meaning else { continue };
            for (outcome, cells) in outcomes.iter().zip(variable.utility.chunks_exact_mut(network.n_parties)) {
                for (party, cell) in cells.iter_mut().enumerate() {
                    *cell = self.worlds.utility(party, world, outcome);
                }
            }
        }
        network
    }

    /// The assignment found and what it means.
    fn solve(&self, world: usize, starts: &[Vec<usize>], budget: &mut Budget) -> (Option<Vec<usize>>, Solved) {
        if budget.is_spent() {
            return (None, Solved::Unsolved(None));
        }
        let space = Space::new(self.network(world));
        let mut goal = Product::new(space.network.reservation.clone(), vec![1; space.network.n_parties]);
        let found = search(&space, &mut goal, budget, starts);
        let outcome = found.assignment.as_ref().map(|assignment| space.network.outcome(assignment));
        let solved = match (outcome, found.remainder) {
            (Some(outcome), Remainder::Nothing(_)) => Solved::Package(outcome),
            (None, Remainder::Nothing(_)) => Solved::Empty,
            (outcome, _) => Solved::Unsolved(outcome),
        };
        (found.assignment, solved)
    }
}
