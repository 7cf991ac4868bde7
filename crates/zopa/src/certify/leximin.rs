//! Comparing vectors of ratios by their smallest entry, then the second smallest, and so on.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};
use std::cmp::Ordering;

/// A gain, in integer units, of the party at an index; together they stand for a ratio.
pub(super) type Ratio = (i64, usize);

/// What each party's gain is divided by.
#[derive(Clone, Debug)]
enum Ranges {
    Machine(Vec<u64>),
    Large(Vec<BigUint>),
}

impl Ranges {
    fn compare(&self, (gain, party): Ratio, (other_gain, other): Ratio) -> Ordering {
        let (gain, other_gain) = (gain.unsigned_abs(), other_gain.unsigned_abs());
        match self {
            Ranges::Machine(ranges) => {
                let left = u128::from(gain) * u128::from(ranges[other]);
                left.cmp(&(u128::from(other_gain) * u128::from(ranges[party])))
            }
            Ranges::Large(ranges) => (&ranges[other] * gain).cmp(&(&ranges[party] * other_gain)),
        }
    }

    /// The gain of a party that has the same ratio, rounded down, and whether that was exact.
    fn equivalent(&self, (gain, party): Ratio, other: usize) -> (BigInt, bool) {
        let (own, range) = match self {
            Ranges::Machine(ranges) => (BigUint::from(ranges[party]), BigUint::from(ranges[other])),
            Ranges::Large(ranges) => (ranges[party].clone(), ranges[other].clone()),
        };
        let (quotient, rest) = (range * gain.unsigned_abs()).div_rem(&own);
        (quotient.into(), rest.is_zero())
    }
}

/// A vector of ratios to beat.
#[derive(Clone, Debug)]
pub(super) struct Leximin {
    ranges: Ranges,
    /// The ratios, smallest first.
    sorted: Vec<Ratio>,
    /// The parties that can gain, ascending.
    parties: Vec<usize>,
}

impl Leximin {
    /// The ratios `gains / ranges`; a party whose range is zero is left out. Gains and ranges are
    /// not negative.
    pub fn new(gains: &[i64], ranges: &[BigUint]) -> Leximin {
        let parties: Vec<usize> = (0..gains.len()).filter(|&party| !ranges[party].is_zero()).collect();
        let common = ranges.iter().fold(BigUint::zero(), |common, range| common.gcd(range));
        let reduced: Vec<BigUint> =
            ranges.iter().map(|range| if common.is_zero() { range.clone() } else { range / &common }).collect();
        let machine: Option<Vec<u64>> = reduced.iter().map(ToPrimitive::to_u64).collect();
        let ranges = machine.map_or(Ranges::Large(reduced), Ranges::Machine);
        let mut sorted: Vec<Ratio> = parties.iter().map(|&party| (gains[party], party)).collect();
        sorted.sort_by(|&a, &b| ranges.compare(a, b));
        Leximin { ranges, sorted, parties }
    }

    /// Whether gains, none negative, are better.
    pub fn beaten_by(&self, gains: &[i64]) -> bool {
        let mut ratios = [(0, 0); crate::model::MAX_PARTIES];
        let ratios = &mut ratios[..self.parties.len()];
        for (ratio, &party) in ratios.iter_mut().zip(&self.parties) {
            *ratio = (gains[party], party);
        }
        ratios.sort_unstable_by(|&a, &b| self.ranges.compare(a, b));
        let differences = ratios.iter().zip(&self.sorted).map(|(&ours, &best)| self.ranges.compare(ours, best));
        differences.into_iter().find(|order| order.is_ne()) == Some(Ordering::Greater)
    }

    /// The least gains that make every ratio at least the smallest one to beat.
    pub fn least_gains(&self, n_parties: usize) -> Vec<i64> {
        let mut gains = vec![0; n_parties];
        if let Some(least) = self.sorted.first() {
            self.parties.iter().for_each(|&party| gains[party] = self.at_least(*least, party));
        }
        gains
    }

    /// Calls `visit` with the least gains of every stage, in the order of the proofs: at stage `k`,
    /// some `k - 1` parties have at least the first `k - 1` ratios, one each, and all others more
    /// than the `k`-th.
    pub fn stages<E>(&self, n_parties: usize, visit: &mut impl FnMut(Vec<i64>) -> Result<(), E>) -> Result<(), E> {
        for stage in 0..self.sorted.len() {
            self.stage(stage, n_parties, &mut Vec::new(), visit)?;
        }
        Ok(())
    }

    fn stage<E>(
        &self,
        stage: usize,
        n_parties: usize,
        low: &mut Vec<usize>,
        visit: &mut impl FnMut(Vec<i64>) -> Result<(), E>,
    ) -> Result<(), E> {
        let at = low.len();
        if at == stage {
            let mut gains = vec![0; n_parties];
            for &party in &self.parties {
                gains[party] = match low.iter().position(|&other| other == party) {
                    Some(rank) => self.at_least(self.sorted[rank], party),
                    None => self.more_than(self.sorted[stage], party),
                };
            }
            return visit(gains);
        }
        // Parties that stay at equal ratios are interchangeable: one order of them is enough.
        let tied = at > 0 && self.ranges.compare(self.sorted[at - 1], self.sorted[at]).is_eq();
        let after = if tied { low[at - 1] + 1 } else { 0 };
        for &party in self.parties.iter().filter(|&&party| party >= after) {
            if !low.contains(&party) {
                low.push(party);
                self.stage(stage, n_parties, low, visit)?;
                low.pop();
            }
        }
        Ok(())
    }

    fn at_least(&self, ratio: Ratio, party: usize) -> i64 {
        let (gain, exact) = self.ranges.equivalent(ratio, party);
        saturated(&gain, i64::from(!exact))
    }

    fn more_than(&self, ratio: Ratio, party: usize) -> i64 {
        saturated(&self.ranges.equivalent(ratio, party).0, 1)
    }
}

/// Far above any gain, and far from overflow.
const UNREACHABLE: i64 = 1 << 50;

fn saturated(gain: &BigInt, more: i64) -> i64 {
    gain.to_i64().filter(|&gain| gain < UNREACHABLE).map_or(UNREACHABLE, |gain| gain + more)
}
