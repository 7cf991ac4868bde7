//! Going through all outcomes one by one, adding up only what changes.

use crate::model::Condition;

/// What is told on the way through the outcomes.
pub(super) trait Visitor {
    /// The issues before this one are settled as before, this one now in this way. `earned` are the terms
    /// that hold whatever the later issues bring, and did not before, one bit each.
    fn settle(&mut self, issue: usize, option: usize, earned: &[u64]);

    /// All issues are settled.
    fn outcome(&mut self, settlement: &[usize]);
}

/// Which terms hold in which outcomes, in bits.
pub(super) struct Terms {
    sizes: Vec<usize>,
    n_words: usize,
    /// By issue and option: the terms that the option does not rule out.
    allowing: Vec<Vec<Vec<u64>>>,
    /// By issue: the terms of which it is the last.
    ending: Vec<Vec<u64>>,
}

impl Terms {
    /// Terms by their conditions, all of which must hold.
    pub fn new<'c>(sizes: &[usize], terms: impl ExactSizeIterator<Item = &'c [Condition]>) -> Terms {
        let n_words = terms.len().div_ceil(64);
        let mut allowing: Vec<Vec<Vec<u64>>> = sizes.iter().map(|&size| vec![vec![u64::MAX; n_words]; size]).collect();
        let mut ending = vec![vec![0; n_words]; sizes.len()];
        for (index, conditions) in terms.enumerate() {
            let (word, bit) = (index / 64, 1u64 << (index % 64));
            for condition in conditions {
                let options = allowing[condition.issue].iter_mut().enumerate();
                options
                    .filter(|(option, _)| !condition.options.contains(option))
                    .for_each(|(_, terms)| terms[word] &= !bit);
            }
            let last = conditions.iter().map(|condition| condition.issue).max().unwrap_or(0);
            ending[last][word] |= bit;
        }
        Terms { sizes: sizes.to_vec(), n_words, allowing, ending }
    }

    /// Visits every outcome, the last issue changing fastest.
    pub fn visit(&self, visitor: &mut impl Visitor) {
        let n = self.sizes.len();
        let mut settlement = vec![0; n];
        // By how many issues are settled: the terms that these do not rule out.
        let mut open = vec![vec![u64::MAX; self.n_words]; n + 1];
        let mut earned = vec![0; self.n_words];
        let mut from = 0;
        loop {
            for issue in from..n {
                let (before, after) = open.split_at_mut(issue + 1);
                let allowing = &self.allowing[issue][settlement[issue]];
                for word in 0..self.n_words {
                    after[0][word] = before[issue][word] & allowing[word];
                    earned[word] = after[0][word] & self.ending[issue][word];
                }
                visitor.settle(issue, settlement[issue], &earned);
            }
            visitor.outcome(&settlement);
            let Some(issue) = (0..n).rev().find(|&issue| settlement[issue] + 1 < self.sizes[issue]) else { return };
            settlement[issue] += 1;
            settlement[issue + 1..].iter_mut().for_each(|option| *option = 0);
            from = issue;
        }
    }
}

/// The number of outcomes of issues with so many options each, unless it is more than a limit.
pub(super) fn n_outcomes(sizes: &[usize], limit: usize) -> Option<usize> {
    sizes.iter().try_fold(1usize, |n, size| n.checked_mul(*size)).filter(|n| *n <= limit)
}

/// The indices of the bits that are set.
pub(super) fn bits(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(index, &word)| {
        let rest = |rest: &u64| Some(rest & (rest - 1)).filter(|rest| *rest != 0);
        let first = Some(word).filter(|word| *word != 0);
        std::iter::successors(first, rest).map(move |rest| index * 64 + rest.trailing_zeros() as usize)
    })
}
