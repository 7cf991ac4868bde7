//! The acceptable package nearest to a draft: the fewest settled points changed.
//!
//! An observer joins the parties whose utility is the number of points that stay as the draft has
//! them; the engine then does the rest.

use super::answer::{Answer, Settlement, Ties};
use super::engine::goal::{LeastRatio, Sum};
use super::engine::search::{Budget, Remainder, search};
use super::engine::space::Space;
use super::network::{Meaning, Network};
use super::scale::Scale;
use super::solver::Solver;
use crate::exact::{Rational, ratio};
use crate::model::PartialOutcome;
use num_bigint::BigInt;
use num_traits::One;

impl Solver<'_> {
    /// An acceptable package with the fewest changes to what a draft settles, and among these one
    /// with the greatest least gain. The value is the number of changes; a bound is a least number.
    #[must_use]
    pub fn nearest(&self, draft: &PartialOutcome, budget: &mut Budget) -> Answer {
        let space = Space::new(observed(self.network(), draft));
        let p = self.reservation().len();
        let settled = draft.0.iter().flatten().count();
        let changes = |kept: &Rational| Rational::from(BigInt::from(settled)) - kept;
        let base = space.network.reservation.clone();
        let coefficients = (0..=p).map(|i| BigInt::from(u8::from(i == p))).collect();
        let found = search(&space, &mut Sum::new(base.clone(), coefficients), budget, &[]);
        let Some(assignment) = found.assignment else {
            return match found.remainder {
                Remainder::Nothing(_) if self.network().is_exact() => Answer::Empty { certificate: None },
                Remainder::AtMost(bound) => Answer::Unknown { bound: bound.as_ref().map(changes) },
                _ => Answer::Unknown { bound: None },
            };
        };
        let kept = space.network.utilities(&assignment).expect("a search finds what the rules permit")[p];
        let mut polished = base;
        polished[p] = kept;
        let mut ranges = self.denominators();
        ranges.push(0);
        let mut goal = LeastRatio::new(polished, space.network.reservation.clone(), ranges);
        let better =
            search(&space, &mut goal, budget, std::slice::from_ref(&assignment)).assignment.unwrap_or(assignment);
        let settlement = Settlement {
            value: changes(&ratio(kept, 1)),
            ..self.settlement(&better, Ties::AtLeast(1), &|_, _| Rational::one())
        };
        match found.remainder {
            Remainder::AtMost(bound) => Answer::Bounded { settlement, bound: bound.as_ref().map(changes) },
            _ => Answer::Optimum { settlement, certificate: None },
        }
    }
}

/// The network with an observer as its last party.
fn observed(network: &Network, draft: &PartialOutcome) -> Network {
    let p = network.n_parties;
    let widened = |utility: &[i64], last: &dyn Fn(usize) -> i64| -> Vec<i64> {
        let rows = utility.chunks_exact(p).enumerate();
        rows.flat_map(|(row, utility)| utility.iter().copied().chain([last(row)])).collect()
    };
    let mut observed = network.clone();
    observed.n_parties = p + 1;
    observed.reservation.push(0);
    observed.scales.push(Scale { denominator: Rational::one(), slack: 0 });
    for variable in &mut observed.variables {
        let kept = |value: usize| -> i64 {
            match &variable.meaning {
                Meaning::Counter => 0,
                Meaning::Issue { issue, options } => i64::from(draft.0[*issue] == Some(options[value])),
                Meaning::Package { outcomes } => {
                    let same =
                        outcomes[value].0.iter().zip(&draft.0).filter(|(option, draft)| Some(**option) == **draft);
                    same.count() as i64
                }
            }
        };
        variable.utility = widened(&variable.utility, &kept);
    }
    for factor in &mut observed.factors {
        factor.utility = widened(&factor.utility, &|_| 0);
    }
    observed
}
