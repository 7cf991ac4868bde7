//! A small linear program that grows by columns.
//!
//! Maximise `cost . x` subject to `columns . x = right_hand_side`, `x >= 0`, by the revised simplex
//! method (Dantzig 1963) with an explicit inverse of the basis. There are as many rows as parties,
//! plus one, so everything fits a few cache lines. With floats it guides the search and decides
//! nothing; with fractions it is exact and decides mixtures.

use crate::exact::Rational;
use num_traits::{Num, Zero};
use std::cmp::Ordering;

/// Floats, which guide, or fractions, which decide.
pub(in crate::solve) trait Number: Num + Clone + PartialOrd {
    /// Up to this, numbers count as zero.
    fn tolerance() -> Self;
}

impl Number for f64 {
    fn tolerance() -> f64 {
        1e-10
    }
}

impl Number for Rational {
    fn tolerance() -> Rational {
        Rational::zero()
    }
}

/// A column: its entries, its cost, and whether its variable may be negative.
pub(in crate::solve) type Column<N> = (Vec<N>, N, bool);

/// After so many pivots in a row, columns enter in order of their index, which cannot cycle (Bland
/// 1977, "New finite pivoting rules for the simplex method").
const STEEPEST_PIVOTS: usize = 100;

/// Floats may cycle for ever by rounding; after so many pivots their duals are good enough.
const MAX_PIVOTS: usize = 5_000;

pub(in crate::solve) struct LinearProgram<N> {
    rows: usize,
    /// Column after column.
    columns: Vec<N>,
    costs: Vec<N>,
    /// Whether a column's variable may be negative; it then never leaves the basis.
    free: Vec<bool>,
    basis: Vec<usize>,
    /// Row by row.
    inverse: Vec<N>,
    /// Values of the basic variables.
    values: Vec<N>,
}

impl<N: Number> LinearProgram<N> {
    /// Starts from a feasible basis. `basis[row]` is the column that is basic in a row; together
    /// the basic columns must form an invertible matrix with non-negative solution.
    pub fn new(columns: &[Column<N>], basis: Vec<usize>, right_hand_side: &[N]) -> Option<LinearProgram<N>> {
        let rows = basis.len();
        let mut program = LinearProgram {
            rows,
            columns: Vec::new(),
            costs: Vec::new(),
            free: Vec::new(),
            basis,
            inverse: Vec::new(),
            values: Vec::new(),
        };
        for (column, cost, free) in columns {
            program.add(column, cost.clone(), *free);
        }
        program.inverse = program.invert()?;
        program.values = (0..rows).map(|row| dot(&program.inverse[row * rows..][..rows], right_hand_side)).collect();
        Some(program)
    }

    /// Adds a column and returns its index.
    pub fn add(&mut self, column: &[N], cost: N, free: bool) -> usize {
        self.columns.extend_from_slice(column);
        self.costs.push(cost);
        self.free.push(free);
        self.costs.len() - 1
    }

    /// Pivots to an optimum over the columns so far; returns the duals, a price for each row.
    pub fn optimise(&mut self) -> Vec<N> {
        for pivots in 0..MAX_PIVOTS {
            let duals = self.duals();
            let Some(entering) = self.entering(&duals, pivots < STEEPEST_PIVOTS) else { break };
            if !self.pivot(entering) {
                break;
            }
        }
        self.duals()
    }

    /// The basic columns with their values.
    pub fn solution(&self) -> impl Iterator<Item = (usize, &N)> + '_ {
        self.basis.iter().copied().zip(&self.values)
    }

    fn duals(&self) -> Vec<N> {
        let cost = |row: usize| self.costs[self.basis[row]].clone();
        let price = |k: usize| {
            (0..self.rows).fold(N::zero(), |sum, row| sum + cost(row) * self.inverse[row * self.rows + k].clone())
        };
        (0..self.rows).map(price).collect()
    }

    fn column(&self, index: usize) -> &[N] {
        &self.columns[index * self.rows..][..self.rows]
    }

    fn entering(&self, duals: &[N], steepest: bool) -> Option<usize> {
        let reduced = |index: usize| self.costs[index].clone() - dot(self.column(index), duals);
        let improving = (0..self.costs.len()).map(|index| (index, reduced(index))).filter(|(_, r)| *r > N::tolerance());
        let chosen = if steepest {
            improving.max_by(|a, b| order(&a.1, &b.1))
        } else {
            improving.min_by_key(|(index, _)| *index)
        };
        chosen.map(|(index, _)| index)
    }

    /// Brings a column into the basis; `false` where nothing limits it.
    fn pivot(&mut self, entering: usize) -> bool {
        let n = self.rows;
        let direction: Vec<N> = (0..n).map(|row| dot(&self.inverse[row * n..][..n], self.column(entering))).collect();
        let limits = |&row: &usize| direction[row] > N::tolerance() && !self.free[self.basis[row]];
        let step = |row: usize| {
            let value = self.values[row].clone();
            if value < N::zero() { N::zero() } else { value / direction[row].clone() }
        };
        let closer = |a: &usize, b: &usize| order(&step(*a), &step(*b)).then(self.basis[*a].cmp(&self.basis[*b]));
        let Some(leaving) = (0..n).filter(limits).min_by(closer) else { return false };
        let length = step(leaving);
        for (value, change) in self.values.iter_mut().zip(&direction) {
            *value = value.clone() - length.clone() * change.clone();
        }
        self.values[leaving] = length;
        self.basis[leaving] = entering;
        for k in 0..n {
            self.inverse[leaving * n + k] = self.inverse[leaving * n + k].clone() / direction[leaving].clone();
        }
        for row in (0..n).filter(|&row| row != leaving && !direction[row].is_zero()) {
            for k in 0..n {
                let change = direction[row].clone() * self.inverse[leaving * n + k].clone();
                self.inverse[row * n + k] = self.inverse[row * n + k].clone() - change;
            }
        }
        true
    }

    /// Gauss-Jordan elimination of the basis.
    fn invert(&self) -> Option<Vec<N>> {
        let n = self.rows;
        let mut matrix: Vec<N> = (0..n * n).map(|i| self.column(self.basis[i % n])[i / n].clone()).collect();
        let mut inverse: Vec<N> = (0..n * n).map(|i| if i / n == i % n { N::one() } else { N::zero() }).collect();
        for k in 0..n {
            let size = |row: usize| {
                let entry = matrix[row * n + k].clone();
                if entry < N::zero() { N::zero() - entry } else { entry }
            };
            let largest = (k..n).max_by(|&a, &b| order(&size(a), &size(b)))?;
            if size(largest) <= N::tolerance() {
                return None;
            }
            for j in 0..n {
                matrix.swap(k * n + j, largest * n + j);
                inverse.swap(k * n + j, largest * n + j);
            }
            let pivot = matrix[k * n + k].clone();
            for j in 0..n {
                matrix[k * n + j] = matrix[k * n + j].clone() / pivot.clone();
                inverse[k * n + j] = inverse[k * n + j].clone() / pivot.clone();
            }
            for row in (0..n).filter(|&row| row != k) {
                let factor = matrix[row * n + k].clone();
                for j in 0..n {
                    matrix[row * n + j] = matrix[row * n + j].clone() - factor.clone() * matrix[k * n + j].clone();
                    inverse[row * n + j] = inverse[row * n + j].clone() - factor.clone() * inverse[k * n + j].clone();
                }
            }
        }
        Some(inverse)
    }
}

fn dot<N: Number>(a: &[N], b: &[N]) -> N {
    a.iter().zip(b).fold(N::zero(), |sum, (a, b)| sum + a.clone() * b.clone())
}

fn order<N: Number>(a: &N, b: &N) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}
