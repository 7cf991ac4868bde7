//! Dominance counts agree with pair-by-pair comparison.

use super::count_pairs;
use crate::random::Random;
use crate::solve::count::list::List;
use crate::solve::count::watch::Watch;
use num_bigint::BigUint;

fn random_list(random: &mut Random, len: usize, n_parties: usize, spread: usize, weighted: Option<u32>) -> List {
    let rows = (0..len * n_parties).map(|_| random.below(spread) as i64 - spread as i64 / 3).collect();
    let weights = weighted.map(|bits| (0..len).map(|_| (u128::from(random.next()) >> 5) << bits).collect());
    List { n_parties, len, rows, weights }
}

fn naive(first: &List, second: &List, target: &[i64]) -> BigUint {
    let mut total = BigUint::ZERO;
    for a in 0..first.len {
        for b in 0..second.len {
            let sums = first.row(a).iter().zip(second.row(b)).map(|(x, y)| x + y);
            if sums.zip(target).all(|(sum, t)| sum >= *t) {
                total += BigUint::from(first.weight(a)) * second.weight(b);
            }
        }
    }
    total
}

#[test]
fn counts_agree_with_comparing_every_pair() {
    let mut random = Random(1);
    for case in 0..400 {
        let n_parties = 1 + case % 6;
        let spread = [3, 40, 1 << 12, 1 << 20, 1 << 38][case % 5];
        let most = if case % 40 == 0 { 3000 } else { 700 };
        let weighted = [None, None, Some(0), Some(50)][case % 4];
        let (n, m) = (random.below(most), random.below(most));
        let first = random_list(&mut random, n, n_parties, spread, weighted);
        let second = random_list(&mut random, m, n_parties, spread, if case % 8 == 0 { None } else { weighted });
        let target: Vec<i64> = (0..n_parties).map(|_| random.below(spread) as i64 - spread as i64 / 3).collect();
        let counted = count_pairs(&first, &second, &target, &Watch::default());
        assert_eq!(counted, Some(naive(&first, &second, &target)), "case {case}");
    }
}

#[test]
fn a_raised_flag_stops_the_count() {
    let flag = std::sync::atomic::AtomicBool::new(true);
    let list = random_list(&mut Random(2), 2000, 3, 1000, None);
    assert_eq!(count_pairs(&list, &list, &[100; 3], &Watch(Some(&flag))), None);
}
