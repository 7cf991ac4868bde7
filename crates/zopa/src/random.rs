//! Random negotiations for tests: small enough to enumerate, varied enough to hurt.

use crate::exact::{Rational, ratio};
use crate::model::{
    Additive, Condition, Issue, IssueOption, JointTerm, Negotiation, Outcome, Parts, Party, Preferences, RedLine, Role,
    Rule, RuleKind, Utility,
};

/// How large and how knotted the negotiations are.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The most issues.
    pub issues: usize,
    /// The most options of an issue.
    pub options: usize,
    /// The most parties.
    pub parties: usize,
    /// The most rules, the most red lines of a party and the most pair terms of a party.
    pub knots: usize,
    /// The largest value of an option; small values make ties.
    pub values: u64,
}

/// Preferences over more outcomes than this are never given as tables.
const MAX_TABLE: usize = 10_000;

impl Shape {
    /// Up to a few hundred outcomes, with rules, pair terms, red lines and ties.
    pub const SMALL: Shape = Shape { issues: 5, options: 3, parties: 4, knots: 2, values: 6 };
}

/// The generator splitmix64 (Steele, Lea and Flood, 2014, "Fast splittable pseudorandom number generators").
pub struct Random(pub u64);

impl Random {
    /// The next 64 random bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// A number from 1 to `n`.
    pub fn up_to(&mut self, n: usize) -> usize {
        1 + self.below(n)
    }
}

/// A random negotiation; the same seed gives the same one.
pub fn negotiation(seed: u64, shape: &Shape) -> Negotiation {
    let mut random = Random(seed);
    let issues: Vec<Issue> = (0..random.up_to(shape.issues)).map(|i| issue(i, random.up_to(shape.options))).collect();
    let sizes: Vec<usize> = issues.iter().map(|i| i.options.len()).collect();
    let parties: Vec<Party> = (0..random.up_to(shape.parties))
        .map(|i| Party { id: format!("p{i}"), name: format!("Party {i}"), role: Role::Party })
        .collect();
    let preferences = parties.iter().map(|_| preferences(&mut random, &sizes, shape)).collect();
    let rules = (0..random.below(shape.knots + 1)).map(|i| rule(&mut random, &sizes, i)).collect();
    let parts = Parts { title: format!("random {seed}"), issues, parties, preferences, rules, ..Parts::default() };
    Negotiation::new(parts).expect("the generator keeps the rules of the model")
}

/// Every outcome of a small negotiation, in the order in which the last issue changes fastest.
pub fn outcomes(negotiation: &Negotiation) -> Vec<Outcome> {
    negotiation.sizes().iter().fold(vec![Outcome(Vec::new())], |prefixes, &size| {
        let extend = |prefix: &Outcome| {
            (0..size).map(|option| Outcome(prefix.0.iter().copied().chain([option]).collect())).collect::<Vec<_>>()
        };
        prefixes.iter().flat_map(extend).collect()
    })
}

fn issue(index: usize, options: usize) -> Issue {
    let option = |i| IssueOption { id: format!("o{i}"), text: format!("Option {i}"), amount: None };
    Issue {
        id: format!("i{index}"),
        title: format!("Issue {index}"),
        point: None,
        category: None,
        unit: None,
        options: (0..options).map(option).collect(),
    }
}

fn preferences(random: &mut Random, sizes: &[usize], shape: &Shape) -> Preferences {
    let weights: Vec<Rational> = sizes.iter().map(|_| ratio(random.below(4) as i64 + 1, 1)).collect();
    let value = |random: &mut Random| ratio((random.next() % (shape.values + 1)) as i64, 1);
    let values = sizes.iter().map(|&size| (0..size).map(|_| value(random)).collect()).collect();
    let mut joint_terms = Vec::new();
    if sizes.len() > 1 {
        for _ in 0..random.below(shape.knots + 1) {
            let (first, second) = (random.below(sizes.len()), random.below(sizes.len() - 1));
            let mut issues = vec![first, if second >= first { second + 1 } else { second }];
            // Some terms speak of more than two issues.
            issues.extend(
                (0..sizes.len()).filter(|i| *i != first && *i != issues[1] && random.below(6) == 0).collect::<Vec<_>>(),
            );
            let worth = ratio(random.below(9) as i64 - 4, 2);
            let conditions = issues.into_iter().map(|issue| condition(random, sizes, issue)).collect();
            joint_terms.push(JointTerm { conditions, worth });
        }
    }
    let red_lines = (0..random.below(shape.knots + 1)).filter(|_| random.below(2) == 0).collect::<Vec<_>>();
    let red_lines =
        red_lines.into_iter().map(|_| RedLine { conditions: conditions(random, sizes, 3), text: None }).collect();
    let weight_total = weights.iter().sum();
    let value_scale = ratio(shape.values as i64, 1);
    let reservation_value = ratio(random.below(8) as i64, 10);
    let utility = Utility::Additive(Additive { weights, values, joint_terms, weight_total, value_scale });
    let enumerable = sizes.iter().fold(1usize, |product, &size| product.saturating_mul(size)) <= MAX_TABLE;
    if random.below(12) == 0 && enumerable {
        return table(utility, red_lines, reservation_value, sizes);
    }
    Preferences { utility, red_lines, reservation_value, discount: None }
}

/// The same preferences as a table over outcomes.
fn table(utility: Utility, red_lines: Vec<RedLine>, reservation_value: Rational, sizes: &[usize]) -> Preferences {
    let mut preferences = Preferences { utility, red_lines, reservation_value, discount: None };
    let total: usize = sizes.iter().product();
    let decode = |mut index: usize| {
        let mut options = vec![0; sizes.len()];
        for (option, size) in options.iter_mut().zip(sizes).rev() {
            *option = index % size;
            index /= size;
        }
        Outcome(options)
    };
    let values = (0..total).map(|index| preferences.utility(&decode(index), sizes)).collect();
    preferences.utility = Utility::Table(values);
    preferences
}

fn condition(random: &mut Random, sizes: &[usize], issue: usize) -> Condition {
    let first = random.below(sizes[issue]);
    let options = (0..sizes[issue]).filter(|&o| o == first || random.below(4) == 0).collect();
    Condition { issue, options }
}

fn conditions(random: &mut Random, sizes: &[usize], most: usize) -> Vec<Condition> {
    (0..random.up_to(most))
        .map(|_| random.below(sizes.len()))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|issue| condition(random, sizes, issue))
        .collect()
}

fn rule(random: &mut Random, sizes: &[usize], index: usize) -> Rule {
    let kind = match random.below(4) {
        0 => RuleKind::Excludes(conditions(random, sizes, 3)),
        1 => RuleKind::Count { at_least: 0, at_most: random.up_to(2), of: conditions(random, sizes, 5) },
        2 => {
            let exactly = random.below(3);
            RuleKind::Count { at_least: exactly, at_most: exactly, of: conditions(random, sizes, 6) }
        }
        _ => RuleKind::Implies { when: conditions(random, sizes, 2), then: conditions(random, sizes, 2) },
    };
    Rule { text: format!("rule {index}"), kind }
}
