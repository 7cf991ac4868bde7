//! A negotiation compiled to integers: variables with few values, and small tables over them.
//!
//! Every engine works on this form. An issue becomes a variable whose values are its options that
//! no rule or red line forbids by itself. A joint term, a rule or a red line on a combination becomes
//! a factor, a table over the variables that it speaks of. A term or rule over many issues counts along a chain of
//! counter variables, so that no table grows with the number of issues. Where a party's utility is
//! a table over whole outcomes, one variable stands for all issues.
//!
//! [`Network::to_search`] has another form for talks where what counts is combinations of options: a
//! variable for each bonus, earned or not.

mod bonuses;
mod compile;
mod enumerated;
mod restrict;
#[cfg(test)]
mod tests;

use super::scale::Scale;
use crate::model::Outcome;

pub use compile::{Selection, TooLarge};

/// A negotiation in integers. Utilities are in each party's [`Scale`].
#[derive(Clone, Debug)]
pub struct Network {
    /// The number of parties, p.
    pub n_parties: usize,
    /// The number of issues of the negotiation.
    pub n_issues: usize,
    /// The variables.
    pub variables: Vec<Variable>,
    /// The tables over two or more variables.
    pub factors: Vec<Factor>,
    /// Reservation values, rounded down where the scale is not exact.
    pub reservation: Vec<i64>,
    /// How integers relate to exact utilities, party by party.
    pub scales: Vec<Scale>,
}

/// Something to assign: usually an issue.
#[derive(Clone, Debug)]
pub struct Variable {
    /// What assigning it means.
    pub meaning: Meaning,
    /// The number of values; zero means that nothing satisfies the rules and red lines.
    pub size: usize,
    /// What a value adds to the utilities: entry `value * n_parties + party`.
    pub utility: Vec<i64>,
}

/// What the values of a variable stand for.
#[derive(Clone, Debug)]
pub enum Meaning {
    /// An issue; value `v` stands for option `options[v]`.
    Issue {
        /// Index of the issue.
        issue: usize,
        /// Indices of the options that remain.
        options: Vec<usize>,
    },
    /// How many conditions of a rule hold so far; follows from the issues.
    Counter,
    /// Every issue at once; value `v` stands for `outcomes[v]`.
    Package {
        /// The outcomes that remain.
        outcomes: Vec<Outcome>,
    },
    /// Whether a joint term counts: value 0 says no, value `v + 1` that it is earned in way `v`.
    Bonus {
        /// For each way, the lowest option of each issue with which the term is earned.
        lowest: Vec<Vec<(usize, usize)>>,
    },
}

/// A table over some variables. Cells are ordered so that the last variable changes fastest.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Indices of the variables, ascending, at least two.
    pub scope: Vec<usize>,
    /// Whether a cell is forbidden.
    pub forbidden: Vec<bool>,
    /// What a cell adds to the utilities, entry `cell * n_parties + party`; empty where the factor
    /// only forbids.
    pub utility: Vec<i64>,
}

impl Network {
    /// Whether some variable has no value left, so that no outcome obeys rules and red lines.
    #[must_use]
    pub fn is_void(&self) -> bool {
        self.variables.iter().any(|variable| variable.size == 0)
    }

    /// The outcome that an assignment (a value for every variable) stands for.
    #[must_use]
    pub fn outcome(&self, assignment: &[usize]) -> Outcome {
        let mut settlement = vec![0; self.n_issues];
        for (variable, &value) in self.variables.iter().zip(assignment) {
            match &variable.meaning {
                Meaning::Issue { issue, options } => settlement[*issue] = options[value],
                Meaning::Package { outcomes } => return outcomes[value].clone(),
                Meaning::Bonus { lowest } if value > 0 => {
                    // Spans that overlap have the highest of their lowest options in common.
                    lowest[value - 1].iter().for_each(|&(issue, low)| settlement[issue] = settlement[issue].max(low));
                }
                Meaning::Bonus { .. } | Meaning::Counter => {}
            }
        }
        Outcome(settlement)
    }

    /// The integer utilities of an assignment, or `None` if it is forbidden.
    #[must_use]
    pub fn utilities(&self, assignment: &[usize]) -> Option<Vec<i64>> {
        let p = self.n_parties;
        let mut total = vec![0; p];
        for (variable, &value) in self.variables.iter().zip(assignment) {
            add(&mut total, &variable.utility[value * p..][..p]);
        }
        for factor in &self.factors {
            let cell = self.cell(factor, assignment);
            if factor.forbidden[cell] {
                return None;
            }
            if !factor.utility.is_empty() {
                add(&mut total, &factor.utility[cell * p..][..p]);
            }
        }
        Some(total)
    }

    /// Index of the cell of a factor's table that an assignment selects.
    #[must_use]
    pub fn cell(&self, factor: &Factor, assignment: &[usize]) -> usize {
        factor.scope.iter().fold(0, |cell, &variable| cell * self.variables[variable].size + assignment[variable])
    }

    /// Whether bonuses are variables: see [`Network::to_search`].
    #[must_use]
    pub fn has_bonuses(&self) -> bool {
        self.variables.iter().any(|variable| matches!(variable.meaning, Meaning::Bonus { .. }))
    }

    /// Whether every integer utility is exact.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.scales.iter().all(Scale::is_exact)
    }
}

fn add(total: &mut [i64], summand: &[i64]) {
    for (sum, term) in total.iter_mut().zip(summand) {
        *sum += term;
    }
}
