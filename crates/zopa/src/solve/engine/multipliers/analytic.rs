//! The weights that belong to the largest product over mixtures of a few columns.

/// How far the barrier is lowered in the end, relative to the objective.
const FINEST: f64 = 1e-8;

/// Maximises the sum of `exponent_i * ln(w_i)` subject to `w . column <= total` for every column by a
/// barrier method with Newton steps (Boyd and Vandenberghe 2004, "Convex Optimization", section 11).
/// Returns the weights and the columns' shares in the mixture that belongs to them.
pub(super) fn centre(columns: &[Vec<f64>], exponents: &[f64], total: f64) -> (Vec<f64>, Vec<f64>) {
    let p = exponents.len();
    let largest = columns.iter().map(|c| c.iter().map(|a| a.max(0.0)).sum::<f64>()).fold(1e-12, f64::max);
    let mut weights = vec![0.5 * total / largest; p];
    let mut barrier = 1.0;
    while barrier > FINEST {
        for _ in 0..12 {
            if !newton(&mut weights, columns, exponents, total, barrier) {
                break;
            }
        }
        barrier *= 0.05;
    }
    let force = |column: &[f64]| barrier * 20.0 / room(&weights, column, total).max(1e-300);
    let forces: Vec<f64> = columns.iter().map(|column| force(column)).collect();
    let sum: f64 = forces.iter().sum();
    (weights, forces.iter().map(|f| f / sum).collect())
}

fn room(weights: &[f64], column: &[f64], total: f64) -> f64 {
    total - weights.iter().zip(column).map(|(w, a)| w * a).sum::<f64>()
}

/// One damped step; `false` once steps no longer matter.
fn newton(weights: &mut [f64], columns: &[Vec<f64>], exponents: &[f64], total: f64, barrier: f64) -> bool {
    let p = weights.len();
    let mut gradient: Vec<f64> = (0..p).map(|i| -exponents[i] / weights[i]).collect();
    let mut hessian = vec![0.0; p * p];
    for i in 0..p {
        hessian[i * p + i] = exponents[i] / (weights[i] * weights[i]);
    }
    for column in columns {
        let pull = barrier / room(weights, column, total);
        for i in 0..p {
            gradient[i] += pull * column[i];
            for j in 0..p {
                hessian[i * p + j] += pull * pull / barrier * column[i] * column[j];
            }
        }
    }
    let Some(step) = solve(hessian, gradient.iter().map(|g| -g).collect()) else { return false };
    let decrement: f64 = -gradient.iter().zip(&step).map(|(g, s)| g * s).sum::<f64>();
    if decrement.is_nan() || decrement <= 1e-12 {
        return false;
    }
    let value = |w: &[f64]| {
        let rooms = columns.iter().map(|column| room(w, column, total));
        let inside = w.iter().all(|w| *w > 0.0) && rooms.clone().all(|r| r > 0.0);
        let objective = w.iter().zip(exponents).map(|(w, e)| -e * w.ln()).sum::<f64>();
        if inside { objective - barrier * rooms.map(f64::ln).sum::<f64>() } else { f64::INFINITY }
    };
    let before = value(weights);
    let mut length = 1.0;
    while length > 1e-9 {
        let candidate: Vec<f64> = weights.iter().zip(&step).map(|(w, s)| w + length * s).collect();
        if value(&candidate) <= before - 0.1 * length * decrement {
            weights.copy_from_slice(&candidate);
            return true;
        }
        length *= 0.5;
    }
    false
}

/// Solves a small linear system by elimination with pivoting.
fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let n = right.len();
    for k in 0..n {
        let largest = (k..n).max_by(|&a, &b| matrix[a * n + k].abs().total_cmp(&matrix[b * n + k].abs()))?;
        if matrix[largest * n + k].abs() < 1e-300 {
            return None;
        }
        for j in 0..n {
            matrix.swap(k * n + j, largest * n + j);
        }
        right.swap(k, largest);
        for row in k + 1..n {
            let factor = matrix[row * n + k] / matrix[k * n + k];
            for j in k..n {
                matrix[row * n + j] -= factor * matrix[k * n + j];
            }
            right[row] -= factor * right[k];
        }
    }
    for k in (0..n).rev() {
        let rest: f64 = (k + 1..n).map(|j| matrix[k * n + j] * right[j]).sum();
        right[k] = (right[k] - rest) / matrix[k * n + k];
    }
    Some(right)
}
