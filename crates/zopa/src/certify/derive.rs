//! What must be proved: from the definition of a solution and the answer to claims.
//!
//! Each answer is first measured on the negotiation as written; what remains to be proved is that
//! nothing is better. Sources of the definitions stand with [`Certificate`].

use super::Flaw;
use super::claim::{Beats, Claim, PowerProduct, WeightedSum};
use super::leximin::Leximin;
use super::mixture::{Bound, BoundKind};
use super::solution::{Facts, Solution};
use crate::exact::{Rational, write};
use crate::solve::certificate::{Certificate, Mixture, Verdict};
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

/// The largest sum of exponents of a weighted product; numbers grow with it.
const MAX_EXPONENTS: u32 = 1_000;

/// What a proof must show.
#[derive(Clone, Debug)]
pub(super) enum Obligation {
    /// No outcome is like that.
    Outcomes(Claim),
    /// No mixture of outcomes is like that.
    Mixtures(Bound),
}

/// Derives what must be proved, in the order of the proofs.
pub(super) fn obligations(certificate: &Certificate, facts: &Facts) -> Result<Vec<Obligation>, Flaw> {
    let solution = Solution::from_id(&certificate.solution).ok_or_else(|| {
        let problem = format!("there is no certified solution `{}`", certificate.solution);
        Flaw::with_remedy(problem, "check it with the version of zopa that wrote it")
    })?;
    let weights = weights(certificate, solution, facts)?;
    match &certificate.verdict {
        Verdict::Empty => {
            require_ideals(certificate, 0)?;
            Ok(vec![empty(solution, facts)])
        }
        Verdict::Optimum { outcome, value } if !solution.is_mixture() => {
            if solution.counts_gains() {
                facts.require_exact_reservation_values()?;
            }
            let utilities = facts.measure_zone(outcome)?;
            let ideals = ideals(certificate, solution, facts)?;
            let answer = Answer { facts, weights, utilities, ideals };
            let (actual, claims) = answer.claims(solution)?;
            require_value(value, &actual)?;
            Ok(claims.into_iter().map(Obligation::Outcomes).collect())
        }
        Verdict::Mixture { mixture, value, bound } if solution.is_mixture() => {
            facts.require_exact_reservation_values()?;
            let (actual, bounds) = mixture_bounds(certificate, solution, mixture, bound, facts)?;
            require_value(value, &actual)?;
            if bound < value {
                return Err(Flaw::of("the bound lies below the value"));
            }
            Ok(bounds.into_iter().map(Obligation::Mixtures).collect())
        }
        Verdict::Optimum { .. } => Err(Flaw::of("the solution picks a mixture, the certificate a single package")),
        Verdict::Mixture { .. } => Err(Flaw::of("the solution picks a single package, the certificate a mixture")),
    }
}

fn require_value(stated: &Rational, actual: &Rational) -> Result<(), Flaw> {
    if stated == actual {
        return Ok(());
    }
    Err(Flaw::of(format!("the value is stated as {} but comes to {}", write(stated), write(actual))))
}

fn require_ideals(certificate: &Certificate, n: usize) -> Result<(), Flaw> {
    let found = certificate.ideals.len();
    if found == n { Ok(()) } else { Err(Flaw::of(format!("there are {found} ideals where {n} belong"))) }
}

/// The weights of the parties, where the solution takes some.
fn weights(certificate: &Certificate, solution: Solution, facts: &Facts) -> Result<Vec<Rational>, Flaw> {
    let weights = certificate.weights.clone();
    let expected = if solution.has_weights() { facts.n_parties() } else { 0 };
    if weights.len() != expected {
        return Err(Flaw::of(format!("there are {} weights where {expected} belong", weights.len())));
    }
    let positive = weights.iter().filter(|weight| weight.is_positive()).count();
    let enough = if solution == Solution::WeightedNash { expected } else { expected.min(1) };
    if weights.iter().any(Signed::is_negative) || positive < enough {
        return Err(Flaw::of("a weight is negative, or zero where it must not be"));
    }
    Ok(weights)
}

/// That nothing is acceptable to all.
fn empty(solution: Solution, facts: &Facts) -> Obligation {
    let what = "that nothing is acceptable to all".to_string();
    if solution.is_mixture() {
        return Obligation::Mixtures(Bound { what, kind: BoundKind::Nothing });
    }
    let reservation = facts.network.reservation.clone();
    Obligation::Outcomes(Claim { what, floors: reservation.clone(), reservation, beats: Beats::Floors })
}

/// Integer utilities of the parties at their ideals, which must be outcomes of the zone.
fn ideals(certificate: &Certificate, solution: Solution, facts: &Facts) -> Result<Vec<i64>, Flaw> {
    require_ideals(certificate, if solution.has_ideals() { facts.n_parties() } else { 0 })?;
    let single = |(party, mixture): (usize, &Mixture)| match mixture.as_slice() {
        [(outcome, share)] if share.is_one() => Ok(facts.measure_zone(outcome)?[party]),
        _ => Err(Flaw::of("an ideal is a mixture where a single package belongs")),
    };
    certificate.ideals.iter().enumerate().map(single).collect()
}

/// A package with what it is worth.
struct Answer<'a> {
    facts: &'a Facts<'a>,
    weights: Vec<Rational>,
    utilities: Vec<i64>,
    ideals: Vec<i64>,
}

impl Answer<'_> {
    /// The value under the solution, and the claims that make it the greatest.
    fn claims(&self, solution: Solution) -> Result<(Rational, Vec<Claim>), Flaw> {
        let denominators = self.denominators();
        let ones = vec![Rational::one(); self.utilities.len()];
        Ok(match solution {
            Solution::Zone => (Rational::zero(), Vec::new()),
            Solution::Egalitarian => {
                let least = self.least_gain();
                (least.clone(), vec![self.more_for_all(&least)])
            }
            Solution::Leximin => {
                let ranges = integral(&denominators);
                (self.least_gain(), vec![self.leximin(&ranges, "that no package has better gains by leximin")])
            }
            Solution::Utilitarian => self.sum(&ones),
            Solution::WeightedSum => self.sum(&self.weights),
            Solution::Nash => self.product(&vec![1; self.utilities.len()]),
            Solution::WeightedNash => self.product(&exponents(&self.weights)?),
            Solution::KalaiSmorodinsky => {
                let ranges: Vec<BigUint> = self.ranges().iter().map(|range| range.unsigned_abs().into()).collect();
                let mut claims = self.ideal_claims();
                if self.somebody_can_gain() {
                    claims.push(self.leximin(&ranges, "that no package has better ratios by leximin"));
                }
                (self.least_ratio(), claims)
            }
            Solution::NormalisedUtilitarian => self.normalised_sum(),
            Solution::NashMixture | Solution::KalaiSmorodinskyMixture | Solution::EgalitarianMixture => {
                return Err(Flaw::of("the solution picks a mixture, the certificate a single package"));
            }
        })
    }

    fn gains(&self) -> Vec<i64> {
        self.utilities.iter().zip(&self.facts.network.reservation).map(|(u, r)| u - r).collect()
    }

    fn ranges(&self) -> Vec<i64> {
        self.ideals.iter().zip(&self.facts.network.reservation).map(|(ideal, r)| ideal - r).collect()
    }

    fn denominators(&self) -> Vec<Rational> {
        self.facts.network.scales.iter().map(|scale| scale.denominator.clone()).collect()
    }

    fn claim(&self, what: &str, floors: Vec<i64>, beats: Beats) -> Claim {
        Claim { what: what.into(), floors, reservation: self.facts.network.reservation.clone(), beats }
    }

    fn least_gain(&self) -> Rational {
        let gains = self.gains().into_iter().zip(self.denominators());
        gains.map(|(gain, d)| integer(gain) / d).min().unwrap_or_else(Rational::zero)
    }

    /// The least ratio of gain and range among parties that can gain; one if nobody can.
    fn least_ratio(&self) -> Rational {
        let ratios = self.gains().into_iter().zip(self.ranges()).filter(|(_, range)| *range > 0);
        ratios.map(|(gain, range)| Rational::new(gain.into(), range.into())).min().unwrap_or_else(Rational::one)
    }

    /// If not, every outcome of the zone gives everyone the same, as the ideals prove.
    fn somebody_can_gain(&self) -> bool {
        self.ranges().iter().any(|range| *range > 0)
    }

    /// No outcome gives every party a greater gain than this.
    fn more_for_all(&self, gain: &Rational) -> Claim {
        let floor = |(r, d): (&i64, Rational)| {
            // The least gain is at most each party's own, so this fits.
            r + (gain * d).floor().to_integer().to_i64().unwrap_or(i64::MAX / 2) + 1
        };
        let floors = self.facts.network.reservation.iter().zip(self.denominators()).map(floor).collect();
        self.claim("that no package has a greater least gain", floors, Beats::Floors)
    }

    fn leximin(&self, ranges: &[BigUint], what: &str) -> Claim {
        let best = Leximin::new(&self.gains(), ranges);
        let least = best.least_gains(self.utilities.len());
        let floors = self.facts.network.reservation.iter().zip(least).map(|(r, gain)| r + gain).collect();
        self.claim(what, floors, Beats::Leximin(best))
    }

    /// For each party, that its ideal is the best it can get.
    fn ideal_claims(&self) -> Vec<Claim> {
        let ideal = |party: usize| {
            let mut floors = self.facts.network.reservation.clone();
            floors[party] = self.ideals[party] + 1;
            let id = &self.facts.negotiation.parties()[party].id;
            self.claim(&format!("that the ideal of `{id}` is its best"), floors, Beats::Floors)
        };
        (0..self.ideals.len()).map(ideal).collect()
    }

    /// The weighted sum of utilities, and that none is greater.
    fn sum(&self, weights: &[Rational]) -> (Rational, Vec<Claim>) {
        let per_unit: Vec<Rational> = weights.iter().zip(self.denominators()).map(|(w, d)| w / d).collect();
        let value = per_unit.iter().zip(&self.utilities).map(|(w, &u)| w * integer(u)).sum();
        (value, vec![self.greater_sum(&per_unit)])
    }

    /// The sum of ratios of gains and ranges, that the ideals are such, and that no sum is greater.
    fn normalised_sum(&self) -> (Rational, Vec<Claim>) {
        let inverse =
            |range: i64| if range > 0 { Rational::new(BigInt::one(), range.into()) } else { Rational::zero() };
        let per_unit: Vec<Rational> = self.ranges().into_iter().map(inverse).collect();
        let value = per_unit.iter().zip(self.gains()).map(|(w, gain)| w * integer(gain)).sum();
        let mut claims = self.ideal_claims();
        if self.somebody_can_gain() {
            claims.push(self.greater_sum(&per_unit));
        }
        (value, claims)
    }

    /// No outcome of the zone has a greater sum of utilities times these weights.
    fn greater_sum(&self, per_unit: &[Rational]) -> Claim {
        let what = "that no package has a greater sum";
        let reservation = self.facts.network.reservation.clone();
        let coefficients = integral(per_unit);
        let reached: BigUint = coefficients.iter().zip(self.gains()).map(|(c, gain)| c * gain.unsigned_abs()).sum();
        let sum = WeightedSum::new(coefficients, reached + 1u32);
        self.claim(what, reservation, Beats::Sum(sum))
    }

    /// The product of powers of gains, and that none is greater.
    fn product(&self, exponents: &[u32]) -> (Rational, Vec<Claim>) {
        let gains = self.gains();
        let powers = gains.iter().zip(exponents).map(|(gain, &a)| BigUint::from(gain.unsigned_abs()).pow(a));
        let reached = powers.fold(BigUint::one(), |product, power| product * power);
        let scale = scale_product(&self.denominators(), exponents);
        let value = Rational::from(BigInt::from(reached.clone())) / scale;
        // A product above zero takes a gain from everyone.
        let floors = self.facts.network.reservation.iter().map(|r| r + 1).collect();
        let product = PowerProduct::new(exponents.to_vec(), reached + 1u32);
        (value, vec![self.claim("that no package has a greater product of gains", floors, Beats::Product(product))])
    }
}

/// The value of a mixture under the solution, and the bounds that make it the greatest.
fn mixture_bounds(
    certificate: &Certificate,
    solution: Solution,
    mixture: &Mixture,
    bound: &Rational,
    facts: &Facts,
) -> Result<(Rational, Vec<Bound>), Flaw> {
    let n = facts.n_parties();
    require_ideals(certificate, if solution.has_ideals() { n } else { 0 })?;
    let gain = |(expected, r): (Rational, &i64)| expected - integer(*r);
    let gains = |mixture: &Mixture| -> Result<Vec<Rational>, Flaw> {
        Ok(facts.measure_mixture(mixture)?.into_iter().zip(&facts.network.reservation).map(gain).collect())
    };
    let own = gains(mixture)?;
    let denominators: Vec<Rational> = facts.network.scales.iter().map(|scale| scale.denominator.clone()).collect();
    let least = |ranges: &[Rational]| {
        let ratios = own.iter().zip(ranges).filter(|(_, range)| range.is_positive());
        ratios.map(|(gain, range)| gain / range).min().unwrap_or_else(Rational::one)
    };
    let what = "that no mixture is better".to_string();
    if solution == Solution::NashMixture {
        let scale = scale_product(&denominators, &vec![1; n]);
        let value = own.iter().fold(Rational::one(), |product, gain| product * gain) / &scale;
        return Ok((value, vec![Bound { what, kind: BoundKind::Product { most: bound * scale } }]));
    }
    if solution == Solution::EgalitarianMixture {
        let kind = BoundKind::LeastRatio { ranges: denominators.clone(), most: bound.clone() };
        return Ok((least(&denominators), vec![Bound { what, kind }]));
    }
    let mut ranges = Vec::with_capacity(n);
    let mut bounds = Vec::with_capacity(n + 1);
    for (party, ideal) in certificate.ideals.iter().enumerate() {
        let range = gains(ideal)?.swap_remove(party);
        let most = &range + integer(facts.network.reservation[party]);
        let id = &facts.negotiation.parties()[party].id;
        let what = format!("that the ideal of `{id}` is its best");
        bounds.push(Bound { what, kind: BoundKind::Utility { party, most } });
        ranges.push(range);
    }
    let value = least(&ranges);
    let kind = if ranges.iter().any(Signed::is_positive) {
        BoundKind::LeastRatio { ranges, most: bound.clone() }
    } else {
        BoundKind::Given
    };
    bounds.push(Bound { what, kind });
    Ok((value, bounds))
}

fn integer(value: i64) -> Rational {
    Rational::from(BigInt::from(value))
}

/// Weights of a product as the smallest whole exponents in the same proportions.
fn exponents(weights: &[Rational]) -> Result<Vec<u32>, Flaw> {
    let exponents: Option<Vec<u32>> = integral(weights).iter().map(ToPrimitive::to_u32).collect();
    let total = |exponents: &Vec<u32>| exponents.iter().try_fold(0u32, |sum, &a| sum.checked_add(a));
    exponents.filter(|exponents| total(exponents).is_some_and(|total| total <= MAX_EXPONENTS)).ok_or_else(|| {
        let problem = format!("the weights make exponents that add up to more than {MAX_EXPONENTS}");
        Flaw::with_remedy(problem, "state weights with fewer digits")
    })
}

/// Fractions, none negative, as whole numbers in the same proportions, as small as possible.
fn integral(fractions: &[Rational]) -> Vec<BigUint> {
    let common = fractions.iter().fold(BigInt::one(), |common, fraction| common.lcm(fraction.denom()));
    let whole: Vec<BigUint> =
        fractions.iter().map(|fraction| (fraction * &common).to_integer().magnitude().clone()).collect();
    let common = whole.iter().fold(BigUint::zero(), |common, value| common.gcd(value));
    if common.is_zero() { whole } else { whole.iter().map(|value| value / &common).collect() }
}

/// What a product of powers of integer gains is divided by to be in utility units.
fn scale_product(denominators: &[Rational], exponents: &[u32]) -> Rational {
    let powers = denominators.iter().zip(exponents).map(|(d, &a)| Pow::pow(d.clone(), a));
    powers.fold(Rational::one(), |product, power| product * power)
}
