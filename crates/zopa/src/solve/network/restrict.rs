//! A network with fewer values: options taken away from issues.

use super::{Factor, Meaning, Network};
use crate::model::Outcome;

impl Network {
    /// The same network where an issue may be settled only by options that are allowed.
    #[must_use]
    pub fn restricted(&self, allowed: &dyn Fn(usize, usize) -> bool) -> Network {
        let kept: Vec<Vec<usize>> = self
            .variables
            .iter()
            .map(|variable| (0..variable.size).filter(|&value| variable.meaning.agrees(value, allowed)).collect())
            .collect();
        let mut network = self.clone();
        let p = self.n_parties;
        for (variable, kept) in network.variables.iter_mut().zip(&kept) {
            if kept.len() == variable.size {
                continue;
            }
            variable.size = kept.len();
            variable.utility = kept.iter().flat_map(|&value| variable.utility[value * p..][..p].to_vec()).collect();
            match &mut variable.meaning {
                Meaning::Issue { options, .. } => *options = kept.iter().map(|&value| options[value]).collect(),
                Meaning::Package { outcomes } => {
                    *outcomes = kept.iter().map(|&value| outcomes[value].clone()).collect();
                }
                Meaning::Counter | Meaning::Bonus { .. } => {}
            }
        }
        network.factors = self.factors.iter().map(|factor| self.shrunk(factor, &kept)).collect();
        network
    }

    /// A factor's cells for the values kept.
    fn shrunk(&self, factor: &Factor, kept: &[Vec<usize>]) -> Factor {
        let whole = |&variable: &usize| kept[variable].len() == self.variables[variable].size;
        if factor.scope.iter().all(whole) {
            return factor.clone();
        }
        let p = self.n_parties;
        let cells = factor.scope.iter().fold(vec![0], |cells, &variable| {
            let extend =
                |cell: usize| kept[variable].iter().map(move |value| cell * self.variables[variable].size + value);
            cells.into_iter().flat_map(extend).collect::<Vec<_>>()
        });
        let utility = match factor.utility.is_empty() {
            true => Vec::new(),
            false => cells.iter().flat_map(|&cell| factor.utility[cell * p..][..p].to_vec()).collect(),
        };
        let forbidden = cells.iter().map(|&cell| factor.forbidden[cell]).collect();
        Factor { scope: factor.scope.clone(), forbidden, utility }
    }
}

impl Meaning {
    /// Whether a value settles issues by allowed options only.
    fn agrees(&self, value: usize, allowed: &dyn Fn(usize, usize) -> bool) -> bool {
        let permits = |Outcome(options): &Outcome| options.iter().enumerate().all(|(i, &option)| allowed(i, option));
        match self {
            Meaning::Issue { issue, options } => allowed(*issue, options[value]),
            Meaning::Package { outcomes } => permits(&outcomes[value]),
            Meaning::Counter | Meaning::Bonus { .. } => true,
        }
    }
}
