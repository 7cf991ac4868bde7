//! A small linear program that grows by columns.
//!
//! Maximise `cost . x` subject to `columns . x = right_hand_side`, `x >= 0`, by the revised simplex
//! method (Dantzig 1963) with an explicit inverse of the basis. There are as many rows as parties,
//! plus one, so everything fits a few cache lines. The numbers are floats: they guide the search
//! and decide nothing.

/// Below this, numbers count as zero.
const TOLERANCE: f64 = 1e-10;

/// After so many pivots without an end, the current duals are good enough for guidance.
const MAX_PIVOTS: usize = 400;

pub(super) struct LinearProgram {
    rows: usize,
    /// Column after column.
    columns: Vec<f64>,
    costs: Vec<f64>,
    /// Whether a column's variable may be negative; it then never leaves the basis.
    free: Vec<bool>,
    basis: Vec<usize>,
    /// Row by row.
    inverse: Vec<f64>,
    /// Values of the basic variables.
    pub values: Vec<f64>,
}

impl LinearProgram {
    /// Starts from a feasible basis. `basis[row]` is the column that is basic in a row; together
    /// the basic columns must form an invertible matrix with non-negative solution.
    pub fn new(columns: &[(Vec<f64>, f64, bool)], basis: Vec<usize>, right_hand_side: &[f64]) -> Option<LinearProgram> {
        let rows = basis.len();
        let mut program = LinearProgram {
            rows,
            columns: Vec::new(),
            costs: Vec::new(),
            free: Vec::new(),
            basis,
            inverse: Vec::new(),
            values: vec![0.0; rows],
        };
        for (column, cost, free) in columns {
            program.add(column, *cost, *free);
        }
        program.inverse = program.invert()?;
        for row in 0..rows {
            program.values[row] = (0..rows).map(|k| program.inverse[row * rows + k] * right_hand_side[k]).sum();
        }
        Some(program)
    }

    /// Adds a column and returns its index.
    pub fn add(&mut self, column: &[f64], cost: f64, free: bool) -> usize {
        self.columns.extend_from_slice(column);
        self.costs.push(cost);
        self.free.push(free);
        self.costs.len() - 1
    }

    /// Pivots to an optimum over the columns so far; returns the duals, a price for each row.
    pub fn optimise(&mut self) -> Vec<f64> {
        for _ in 0..MAX_PIVOTS {
            let duals = self.duals();
            let Some(entering) = self.entering(&duals) else { break };
            if !self.pivot(entering) {
                break;
            }
        }
        self.duals()
    }

    /// The value of the objective.
    pub fn objective(&self) -> f64 {
        self.basis.iter().zip(&self.values).map(|(&column, value)| self.costs[column] * value).sum()
    }

    /// The basic columns with their values.
    pub fn solution(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.basis.iter().copied().zip(self.values.iter().copied())
    }

    fn duals(&self) -> Vec<f64> {
        let cost = |row: usize| self.costs[self.basis[row]];
        (0..self.rows).map(|k| (0..self.rows).map(|row| cost(row) * self.inverse[row * self.rows + k]).sum()).collect()
    }

    fn column(&self, index: usize) -> &[f64] {
        &self.columns[index * self.rows..][..self.rows]
    }

    fn entering(&self, duals: &[f64]) -> Option<usize> {
        let reduced = |index: usize| {
            let price: f64 = self.column(index).iter().zip(duals).map(|(a, y)| a * y).sum();
            self.costs[index] - price
        };
        let gains = (0..self.costs.len()).map(|index| (index, reduced(index)));
        let best = gains.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (best.1 > TOLERANCE * (1.0 + self.costs[best.0].abs())).then_some(best.0)
    }

    /// Brings a column into the basis; `false` where nothing limits it.
    fn pivot(&mut self, entering: usize) -> bool {
        let n = self.rows;
        let direction: Vec<f64> =
            (0..n).map(|row| (0..n).map(|k| self.inverse[row * n + k] * self.column(entering)[k]).sum()).collect();
        let limiting = (0..n).filter(|&row| direction[row] > TOLERANCE && !self.free[self.basis[row]]);
        let step = |row: usize| self.values[row].max(0.0) / direction[row];
        // Among equal steps the largest pivot keeps the inverse accurate.
        let leaving = limiting.min_by(|&a, &b| {
            (step(a) - TOLERANCE * direction[a]).total_cmp(&(step(b) - TOLERANCE * direction[b]))
        });
        let Some(leaving) = leaving else { return false };
        let length = step(leaving);
        for row in 0..n {
            self.values[row] -= length * direction[row];
        }
        self.values[leaving] = length;
        self.basis[leaving] = entering;
        let pivot = direction[leaving];
        for k in 0..n {
            self.inverse[leaving * n + k] /= pivot;
        }
        for row in (0..n).filter(|&row| row != leaving) {
            for k in 0..n {
                self.inverse[row * n + k] -= direction[row] * self.inverse[leaving * n + k];
            }
        }
        true
    }

    /// Gauss-Jordan elimination of the basis.
    fn invert(&self) -> Option<Vec<f64>> {
        let n = self.rows;
        let mut matrix: Vec<f64> = (0..n * n).map(|i| self.column(self.basis[i % n])[i / n]).collect();
        let mut inverse: Vec<f64> = (0..n * n).map(|i| f64::from(u8::from(i / n == i % n))).collect();
        for k in 0..n {
            let largest = (k..n).max_by(|&a, &b| matrix[a * n + k].abs().total_cmp(&matrix[b * n + k].abs()))?;
            for j in 0..n {
                matrix.swap(k * n + j, largest * n + j);
                inverse.swap(k * n + j, largest * n + j);
            }
            let pivot = matrix[k * n + k];
            if pivot.abs() < TOLERANCE {
                return None;
            }
            for j in 0..n {
                matrix[k * n + j] /= pivot;
                inverse[k * n + j] /= pivot;
            }
            for row in (0..n).filter(|&row| row != k) {
                let factor = matrix[row * n + k];
                for j in 0..n {
                    matrix[row * n + j] -= factor * matrix[k * n + j];
                    inverse[row * n + j] -= factor * inverse[k * n + j];
                }
            }
        }
        Some(inverse)
    }
}
