//! Confidence intervals for the mean of independent draws between 0 and 1.
//!
//! Two bounds that hold for every such distribution and every number of draws are intersected, each
//! with half of the permitted error: the one from relative entropy (Hoeffding 1963, "Probability
//! inequalities for sums of bounded random variables", theorem 1), which is the sharper one where
//! nearly all draws are 0 or nearly all are 1, and the empirical Bernstein bound (Maurer and Pontil 2009,
//! "Empirical Bernstein bounds and sample variance penalization", theorem 4), which is the sharper
//! one where draws vary little. The interval covers the mean with at least the stated probability.

/// An interval that contains the mean with probability at least `level`. Needs two draws or more;
/// with fewer it is everything.
pub fn mean_interval(draws: &[f64], level: f64) -> (f64, f64) {
    if draws.len() < 2 {
        return (0.0, 1.0);
    }
    let n = draws.len() as f64;
    let mean = (draws.iter().sum::<f64>() / n).clamp(0.0, 1.0);
    let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / (n - 1.0);
    // Two bounds on two sides each: four chances to err.
    let error = (1.0 - level) / 4.0;
    let logarithm = (2.0 / error).ln();
    let radius = (2.0 * variance * logarithm / n).sqrt() + 7.0 * logarithm / (3.0 * (n - 1.0));
    let permitted = -error.ln() / n;
    let low = furthest(mean, 0.0, permitted).max(mean - radius);
    let high = furthest(mean, 1.0, permitted).min(mean + radius);
    (low.max(0.0), high.min(1.0))
}

/// The value furthest from the mean toward an end whose relative entropy is within what is permitted.
fn furthest(mean: f64, end: f64, permitted: f64) -> f64 {
    let (mut inside, mut outside) = (mean, end);
    // Sixty halvings exhaust the precision of a float; the end outside keeps the error outward.
    for _ in 0..60 {
        let middle = f64::midpoint(inside, outside);
        if relative_entropy(mean, middle) <= permitted {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    outside
}

/// Kullback-Leibler divergence of two coins that show heads with these probabilities.
fn relative_entropy(of: f64, from: f64) -> f64 {
    let term = |x: f64, y: f64| if x == 0.0 { 0.0 } else { x * (x / y).ln() };
    term(of, from) + term(1.0 - of, 1.0 - from)
}

#[cfg(test)]
mod tests {
    use super::mean_interval;
    use crate::random::Random;

    /// The share of simulated experiments whose interval contains the mean.
    fn coverage(mean: f64, n: usize, mut draw: impl FnMut(&mut Random) -> f64) -> f64 {
        let mut random = Random(7);
        let experiments = 2000;
        let covered = (0..experiments).filter(|_| {
            let draws: Vec<f64> = (0..n).map(|_| draw(&mut random)).collect();
            let (low, high) = mean_interval(&draws, 0.99);
            low <= mean && mean <= high
        });
        covered.count() as f64 / f64::from(experiments)
    }

    #[test]
    fn intervals_cover_the_mean() {
        let uniform = |random: &mut Random| (random.next() >> 11) as f64 / (1u64 << 53) as f64;
        for n in [2, 10, 100, 1000] {
            for share in [0.0, 0.001, 0.1, 0.5, 0.97, 1.0] {
                let covered = coverage(share, n, |random| f64::from(u8::from(uniform(random) < share)));
                assert!(covered >= 0.99, "coin of {share}, {n} draws: {covered}");
            }
            let covered = coverage(0.2, n, |random| uniform(random).powi(4));
            assert!(covered >= 0.99, "fourth power, {n} draws: {covered}");
        }
    }

    #[test]
    fn intervals_narrow() {
        // No hit among 1000: at most ln(400) / 1000. Draws that hardly vary: far narrower than coins.
        let (low, high) = mean_interval(&[0.0; 1000], 0.99);
        assert!(low == 0.0 && (0.0059..0.0061).contains(&high), "{high}");
        let steady: Vec<f64> = (0..1000).map(|i| 0.5 + 0.001 * f64::from(i % 2)).collect();
        let (low, high) = mean_interval(&steady, 0.99);
        assert!(high - low < 0.04 && low < 0.5005 && high > 0.5005, "{low} {high}");
    }
}
