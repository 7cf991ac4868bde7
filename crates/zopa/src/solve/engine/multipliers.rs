//! Weights for the parties that make the bound of the concave relaxation tight.
//!
//! The relaxation mixes outcomes freely. Its optimum is found by column generation (Dantzig and
//! Wolfe 1960, "Decomposition principle for linear programs"): a tiny linear program over the
//! outcomes found so far proposes weights, the best outcome under these weights joins them, until
//! none is better. For products, the tiny program is solved by an interior-point method instead.

mod analytic;

use super::goal::Guide;
use super::linear_program::LinearProgram;
use super::space::{Fixed, Space, Tables};

/// The largest `sum of weight * |utility|`: leaves room for the sums of a search.
const ROOM: f64 = (1u64 << 59) as f64;

/// A relative gap at which the weights are good enough.
const PRECISION: f64 = 1e-7;

/// The most outcomes to generate for one relaxation.
const MAX_COLUMNS: usize = 120;

/// An outcome of the relaxation.
#[derive(Clone, Debug)]
pub struct Column {
    /// A value for every variable.
    pub assignment: Vec<usize>,
    /// Its utilities; loose factors count with their best cell.
    pub utilities: Vec<i64>,
}

/// What solving a relaxation gives.
pub struct Relaxation {
    /// Integer weights for the parties.
    pub weights: Vec<i64>,
    /// The outcomes generated, and before them those handed in.
    pub columns: Vec<Column>,
    /// The share of each column in the optimal mixture.
    pub shares: Vec<f64>,
}

/// Finds good weights for the assignments that agree with what is fixed. `columns` are outcomes
/// known to be among them. `None` if there are none.
#[must_use]
pub fn relax(
    space: &Space,
    fixed: &Fixed,
    guide: &Guide,
    columns: Vec<Column>,
    tables: &mut Tables,
) -> Option<Relaxation> {
    let mut generator = Generator { space, fixed, tables, units: units(space, guide), columns };
    if generator.columns.is_empty() {
        let middle = generator.round(&vec![1.0; space.tops.len()]);
        generator.generate(&middle)?;
    }
    let (weights, shares) = match guide {
        Guide::Least { origin, direction } => generator.least(origin, direction),
        Guide::Sum { origin, coefficients } => generator.sum(origin, coefficients),
        Guide::Product { origin, exponents } => generator.product(origin, exponents),
    };
    let weights = generator.round(&weights);
    Some(Relaxation { weights, columns: generator.columns, shares })
}

/// What a normalised utility of one is worth to each party: its range.
fn units(space: &Space, guide: &Guide) -> Vec<f64> {
    let (Guide::Least { origin, .. } | Guide::Sum { origin, .. } | Guide::Product { origin, .. }) = guide;
    let range = |i: usize| (space.tops[i] as f64 - origin[i]).max((space.tops[i] - space.bottoms[i]) as f64 / 16.0);
    (0..origin.len()).map(|i| range(i).max(1.0)).collect()
}

struct Generator<'g> {
    space: &'g Space,
    fixed: &'g Fixed,
    tables: &'g mut Tables,
    units: Vec<f64>,
    columns: Vec<Column>,
}

impl Generator<'_> {
    /// Integer weights from weights of normalised utilities.
    fn round(&self, weights: &[f64]) -> Vec<i64> {
        let per_unit: Vec<f64> = weights.iter().zip(&self.units).map(|(w, unit)| w.max(0.0) / unit).collect();
        let magnitude = |i: usize| self.space.magnitudes[i].max(1) as f64;
        let total: f64 = (0..per_unit.len()).map(|i| per_unit[i] * magnitude(i)).sum();
        if total > 0.0 && total.is_finite() {
            per_unit.iter().map(|w| (w / total * ROOM) as i64).collect()
        } else {
            (0..per_unit.len()).map(|i| (ROOM / magnitude(i) / per_unit.len() as f64) as i64).collect()
        }
    }

    /// The best outcome under the weights joins the columns; `None` if there is no outcome.
    fn generate(&mut self, weights: &[i64]) -> Option<&Column> {
        self.space.maximise(weights, self.fixed, self.tables)?;
        let assignment = self.space.best_assignment(self.tables);
        let utilities = self.space.relaxed_utilities(&assignment, weights);
        self.columns.push(Column { assignment, utilities });
        self.columns.last()
    }

    fn normalised(&self, column: &Column, origin: &[f64]) -> Vec<f64> {
        (0..origin.len()).map(|i| (column.utilities[i] as f64 - origin[i]) / self.units[i]).collect()
    }

    /// Maximise `t` with `mixture_i - t * direction_i >= 0`.
    fn least(&mut self, origin: &[f64], direction: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let p = origin.len();
        let mut direction: Vec<f64> = direction.iter().zip(&self.units).map(|(d, unit)| d / unit).collect();
        let largest = direction.iter().copied().fold(0.0, f64::max);
        direction.iter_mut().for_each(|d| *d = if largest > 0.0 { *d / largest } else { 1.0 });
        let first = self.normalised(&self.columns[0], origin);
        let ratio = |i: usize| if direction[i] > 0.0 { first[i] / direction[i] } else { f64::INFINITY };
        let least = (0..p).min_by(|&a, &b| ratio(a).total_cmp(&ratio(b))).expect("there is a party");
        let mut program = Vec::new();
        program.push((direction.iter().map(|d| -d).chain([0.0]).collect(), 1.0, true));
        let mut basis = vec![0; p + 1];
        for i in 0..p {
            program.push((unit(p + 1, i, -1.0), 0.0, false));
            basis[i] = if i == least { 0 } else { program.len() - 1 };
            if direction[i] <= 0.0 {
                // A party outside the minimum that is below its origin is lifted at a high price.
                program.push((unit(p + 1, i, 1.0), -1e4, false));
                if first[i] < 0.0 {
                    basis[i] = program.len() - 1;
                }
            }
        }
        program.push((first.into_iter().chain([1.0]).collect(), 0.0, false));
        basis[p] = program.len() - 1;
        self.grow(program, basis, origin, &vec![0.0; p])
    }

    /// Maximise `coefficients . mixture` with `mixture >= 0`.
    fn sum(&mut self, origin: &[f64], coefficients: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let p = origin.len();
        let scaled: Vec<f64> = coefficients.iter().zip(&self.units).map(|(c, unit)| c * unit).collect();
        let largest = scaled.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let costs: Vec<f64> = scaled.iter().map(|c| c / largest).collect();
        let first = self.normalised(&self.columns[0], origin);
        let mut program = Vec::new();
        let mut basis = vec![0; p + 1];
        for i in 0..p {
            program.push((unit(p + 1, i, -1.0), 0.0, false));
            program.push((unit(p + 1, i, 1.0), -1e4, false));
            basis[i] = program.len() - if first[i] >= 0.0 { 2 } else { 1 };
        }
        let cost = costs.iter().zip(&first).map(|(c, a)| c * a).sum();
        program.push((first.into_iter().chain([1.0]).collect(), cost, false));
        basis[p] = program.len() - 1;
        self.grow(program, basis, origin, &costs)
    }

    /// Generates columns until none improves the program. The weights of the parties are the
    /// prices of their rows, plus `costs`, what their utility counts in the objective itself.
    fn grow(
        &mut self,
        program: Vec<(Vec<f64>, f64, bool)>,
        basis: Vec<usize>,
        origin: &[f64],
        costs: &[f64],
    ) -> (Vec<f64>, Vec<f64>) {
        let p = origin.len();
        let offset = program.len() - 1;
        let right_hand_side = unit(p + 1, p, 1.0);
        let Some(mut program) = LinearProgram::new(&program, basis, &right_hand_side) else {
            return (vec![1.0; p], vec![0.0; self.columns.len()]);
        };
        let priced = |column: &[f64]| costs.iter().zip(column).map(|(c, a)| c * a).sum::<f64>();
        for k in 1..self.columns.len() {
            let column = self.normalised(&self.columns[k], origin);
            program.add(&column.iter().copied().chain([1.0]).collect::<Vec<_>>(), priced(&column), false);
        }
        let mut weights = vec![1.0; p];
        while self.columns.len() < MAX_COLUMNS {
            let duals = program.optimise();
            for i in 0..p {
                weights[i] = costs[i] - duals[i];
            }
            let rounded = self.round(&weights);
            let Some(column) = self.generate(&rounded) else { break };
            let column = column.clone();
            let column = self.normalised(&column, origin);
            let gain = weights.iter().zip(&column).map(|(w, a)| w * a).sum::<f64>() - duals[p];
            if gain <= PRECISION * weights.iter().sum::<f64>().abs() {
                self.columns.pop();
                break;
            }
            program.add(&column.iter().copied().chain([1.0]).collect::<Vec<_>>(), priced(&column), false);
        }
        let mut shares = vec![0.0; self.columns.len()];
        for (column, value) in program.solution().filter(|(column, _)| *column >= offset) {
            shares[column - offset] = *value;
        }
        (weights, shares)
    }

    /// Maximise the sum of `exponent_i * ln(mixture_i)`, from the weights' side: the best weights
    /// maximise the sum of `exponent_i * ln(w_i)` with `w . column <= A` for every column, `A` the
    /// sum of the exponents.
    fn product(&mut self, origin: &[f64], exponents: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let total: f64 = exponents.iter().sum();
        // Columns that make every gain positive exist iff the least ratio can be positive.
        let (mut weights, mut shares) = self.least(origin, &self.units.clone());
        let columns: Vec<Vec<f64>> = self.columns.iter().map(|column| self.normalised(column, origin)).collect();
        let mixture = |i: usize| columns.iter().zip(&shares).map(|(column, share)| column[i] * share).sum::<f64>();
        if (0..origin.len()).any(|i| mixture(i) <= 1e-9) {
            return (weights, shares);
        }
        for _ in 0..MAX_COLUMNS {
            let columns: Vec<Vec<f64>> = self.columns.iter().map(|column| self.normalised(column, origin)).collect();
            (weights, shares) = analytic::centre(&columns, exponents, total);
            let rounded = self.round(&weights);
            let Some(column) = self.generate(&rounded) else { break };
            let column = column.clone();
            let column = self.normalised(&column, origin);
            let reach: f64 = weights.iter().zip(&column).map(|(w, a)| w * a).sum();
            if reach <= total * (1.0 + 1e-6) {
                self.columns.pop();
                break;
            }
        }
        (weights, shares)
    }
}

fn unit(n: usize, at: usize, value: f64) -> Vec<f64> {
    (0..n).map(|i| if i == at { value } else { 0.0 }).collect()
}
