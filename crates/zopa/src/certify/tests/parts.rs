//! The pieces of the checker against their definitions.

use crate::certify::claim::{Beats, Claim, PowerProduct, WeightedSum};
use crate::certify::leximin::Leximin;
use crate::exact::Rational;
use crate::random::Random;
use num_bigint::{BigInt, BigUint};
use num_traits::{One, Zero};

fn claim(n: usize, beats: Beats) -> Claim {
    Claim { what: String::new(), floors: vec![0; n], reservation: vec![0; n], beats }
}

/// A number with up to so many bits; small ones as often as large ones.
fn number(random: &mut Random, bits: usize) -> u64 {
    random.next() >> (63 - random.below(bits))
}

fn numbers(random: &mut Random, n: usize, bits: usize) -> Vec<i64> {
    (0..n).map(|_| number(random, bits) as i64).collect()
}

fn dot(weights: &[i64], gains: &[i64]) -> BigInt {
    weights.iter().zip(gains).map(|(&w, &g)| BigInt::from(w) * g).sum()
}

#[test]
fn products_are_compared_exactly_and_thresholds_are_reached() {
    let mut random = Random(1);
    for _ in 0..20_000 {
        let n = random.up_to(6);
        let gains = numbers(&mut random, n, 41);
        let exponents: Vec<u32> = (0..n).map(|_| random.up_to(3) as u32).collect();
        let powers = gains.iter().zip(&exponents).map(|(&gain, &a)| BigUint::from(gain as u64).pow(a));
        let product = powers.fold(BigUint::one(), |product, power| product * power);
        if product.is_zero() {
            let least = claim(n, Beats::Product(PowerProduct::new(exponents, BigUint::one())));
            assert!(!least.refuted_by(&gains));
            continue;
        }
        let more = claim(n, Beats::Product(PowerProduct::new(exponents.clone(), &product + 1u32)));
        assert!(!more.refuted_by(&gains));
        let same = claim(n, Beats::Product(PowerProduct::new(exponents, product)));
        assert!(same.refuted_by(&gains));
        let weights = numbers(&mut random, n, 20);
        assert!(same.threshold(&weights) <= dot(&weights, &gains));
    }
}

#[test]
fn sums_are_compared_exactly_and_thresholds_are_reached() {
    let mut random = Random(2);
    for _ in 0..20_000 {
        let n = random.up_to(6);
        let gains = numbers(&mut random, n, 41);
        let coefficients: Vec<BigUint> =
            (0..n).map(|_| BigUint::from(number(&mut random, 60)).pow(random.below(4) as u32)).collect();
        let sum: BigUint = coefficients.iter().zip(&gains).map(|(c, &gain)| c * gain as u64).sum();
        let more = claim(n, Beats::Sum(WeightedSum::new(coefficients.clone(), &sum + 1u32)));
        assert!(!more.refuted_by(&gains));
        let same = claim(n, Beats::Sum(WeightedSum::new(coefficients, sum)));
        assert!(same.refuted_by(&gains));
        let weights = numbers(&mut random, n, 20);
        assert!(same.threshold(&weights) <= dot(&weights, &gains));
    }
}

#[test]
fn thresholds_are_sharp() {
    // 4 * 9 = 36 is reached with weights that make both terms equal: 9 * 4 + 4 * 9.
    let product = claim(2, Beats::Product(PowerProduct::new(vec![1, 1], 36u32.into())));
    assert_eq!(product.threshold(&[9, 4]), 72.into());
    // With exponents 1 and 2 and g = (3, 6): terms in the proportion of the exponents.
    let powers = claim(2, Beats::Product(PowerProduct::new(vec![1, 2], 108u32.into())));
    assert_eq!(powers.threshold(&[1, 1]), 9.into());
    let sum = claim(2, Beats::Sum(WeightedSum::new(vec![3u32.into(), 5u32.into()], 46u32.into())));
    assert_eq!(sum.threshold(&[3, 5]), 46.into());
    assert_eq!(sum.threshold(&[1, 1]), 10.into());
}

fn sorted(gains: &[i64], ranges: &[BigUint]) -> Vec<Rational> {
    let able = gains.iter().zip(ranges).filter(|(_, range)| !range.is_zero());
    let mut ratios: Vec<Rational> =
        able.map(|(&gain, range)| Rational::new(gain.into(), range.clone().into())).collect();
    ratios.sort();
    ratios
}

#[test]
fn leximin_follows_its_definition_and_stages_cover_it() {
    let mut random = Random(3);
    let mut better = 0;
    for round in 0..10_000 {
        let n = random.up_to(4);
        let huge = if round % 5 == 0 { 40 } else { 0 };
        let ranges: Vec<BigUint> = (0..n).map(|_| BigUint::from(random.below(5)).pow(1 + huge)).collect();
        let (best, gains) = (numbers(&mut random, n, 3), numbers(&mut random, n, 3));
        let leximin = Leximin::new(&best, &ranges);
        let beaten = sorted(&gains, &ranges) > sorted(&best, &ranges);
        assert_eq!(leximin.beaten_by(&gains), beaten, "{best:?} {gains:?} {ranges:?}");
        let reaches = |floors: &[i64]| gains.iter().zip(floors).all(|(gain, floor)| gain >= floor);
        let mut covered = false;
        let _ = leximin.stages(n, &mut |floors| {
            covered |= reaches(&floors);
            Ok::<(), ()>(())
        });
        assert_eq!(covered, beaten, "{best:?} {gains:?} {ranges:?}");
        assert!(!beaten || reaches(&leximin.least_gains(n)));
        better += usize::from(beaten);
    }
    assert!(better > 1000);
}

#[test]
fn stages_come_in_order_and_leave_out_exchanges_of_equals() {
    let collect = |gains: &[i64]| {
        let mut floors = Vec::new();
        let ranges = vec![BigUint::one(); gains.len()];
        let _ = Leximin::new(gains, &ranges).stages(gains.len(), &mut |stage| {
            floors.push(stage);
            Ok::<(), ()>(())
        });
        floors
    };
    assert_eq!(collect(&[5, 3]), [[4, 4], [3, 6], [6, 3]]);
    assert_eq!(collect(&[2, 2, 2])[..4], [[3, 3, 3], [2, 3, 3], [3, 2, 3], [3, 3, 2]]);
    assert_eq!(collect(&[2, 2, 2])[4..], [[2, 2, 3], [2, 3, 2], [3, 2, 2]]);
    assert_eq!(collect(&[1, 2, 3]).len(), 1 + 3 + 6);
}
