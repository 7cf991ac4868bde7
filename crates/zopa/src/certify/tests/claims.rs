//! Certificates for single packages.

use super::negotiations;
use super::oracle::{Known, SINGLE, claim, random_weights};
use crate::certify::{Checker, Limits, check, read, write};
use crate::exact::{Rational, ratio};
use crate::model::{Negotiation, Outcome};
use crate::random::Random;
use crate::solve::certificate::{Certificate, Proof, Tree, Verdict};
use num_traits::One;

/// Some answers that might be given: the best outcome, others of the zone, none.
fn answers(known: &Known, solution: &str, weights: &[Rational]) -> Vec<Option<usize>> {
    let step = known.zone.len() / 12 + 1;
    let mut answers: Vec<Option<usize>> = (0..known.zone.len()).step_by(step).map(Some).collect();
    answers.extend([None, best(known, solution, weights)]);
    answers
}

#[test]
fn accepts_exactly_what_enumeration_confirms() {
    let mut counts = [0; 2];
    for (seed, negotiation) in negotiations(400) {
        let known = Known::new(&negotiation);
        let mut random = Random(seed);
        for solution in SINGLE {
            let weights = random_weights(solution, negotiation.parties().len(), &mut random);
            for answer in answers(&known, solution, &weights) {
                let certificate = claim(&known, solution, weights.clone(), answer, &mut random);
                let verified = check(&certificate, &negotiation);
                let confirmed = known.confirms(&certificate);
                assert_eq!(verified.is_ok(), confirmed, "seed {seed}, {solution}, {answer:?}: {verified:?}");
                counts[usize::from(confirmed)] += 1;
            }
        }
    }
    assert!(counts[0] > 5000 && counts[1] > 1000, "{counts:?}");
}

/// The best outcome of the zone, or none if that is empty.
fn best(known: &Known, solution: &str, weights: &[Rational]) -> Option<usize> {
    (0..known.zone.len()).find(|&index| known.is_best(solution, weights, index))
}

/// A certificate that tells the truth.
pub fn valid(known: &Known, solution: &str, random: &mut Random) -> Certificate {
    let weights = random_weights(solution, known.negotiation.parties().len(), random);
    let best = best(known, solution, &weights);
    claim(known, solution, weights, best, random)
}

#[test]
fn a_witness_proves_that_the_zone_is_not_empty() {
    for (seed, negotiation) in negotiations(60) {
        let known = Known::new(&negotiation);
        for outcome in crate::random::outcomes(&negotiation) {
            let certificate = witness(outcome.clone());
            assert_eq!(check(&certificate, &negotiation).is_ok(), known.zone.contains(&outcome), "seed {seed}");
        }
        let empty = claim(&known, "zone", Vec::new(), None, &mut Random(seed));
        assert_eq!(check(&empty, &negotiation).is_ok(), known.zone.is_empty(), "seed {seed}");
    }
}

fn witness(outcome: Outcome) -> Certificate {
    Certificate {
        solution: "zone".into(),
        weights: Vec::new(),
        verdict: Verdict::Optimum { outcome, value: ratio(0, 1) },
        ideals: Vec::new(),
        order: Vec::new(),
        loose: Vec::new(),
        proofs: Vec::new(),
    }
}

/// Changes something of a certificate; `None` where there is nothing to change.
type Change = fn(&mut Certificate, &Known, &mut Random) -> Option<()>;

/// Changes that leave no valid certificate, whatever the negotiation.
const FATAL: [(&str, Change); 13] = [
    ("another value", |c, _, random| {
        let step = ratio([-1, 1][random.below(2)], 1 + random.next() as i64 % 1_000_000_007);
        match &mut c.verdict {
            Verdict::Optimum { value, .. } => *value += step,
            _ => return None,
        }
        Some(())
    }),
    ("a dropped proof", |c, _, _| c.proofs.pop().map(drop)),
    ("a proof too many", |c, _, _| {
        c.proofs.push(c.proofs.last()?.clone());
        Some(())
    }),
    ("a missing case", |c, _, random| branch(c, random, &mut |_, cases| drop(cases.pop()))),
    ("a case too many", |c, _, random| branch(c, random, &mut |_, cases| cases.push(Tree::Leaf(vec![1])))),
    ("a variable that does not exist", |c, _, random| branch(c, random, &mut |variable, _| *variable += 1000)),
    ("a variable distinguished twice", |c, _, random| {
        branch(c, random, &mut |variable, cases| {
            let inner = Tree::Branch { variable: *variable, cases: cases.clone() };
            cases[0] = inner;
        })
    }),
    ("a negative weight", |c, _, random| leaf(c, random, &mut |weights| weights[0] = -1)),
    ("a weight too few", |c, _, random| leaf(c, random, &mut |weights| weights.truncate(weights.len() - 1))),
    ("a variable twice in the order", |c, _, random| {
        let (from, to) = (random.below(c.order.len()), random.below(c.order.len()));
        (c.order[from] != c.order[to]).then(|| c.order[to] = c.order[from])
    }),
    ("a loose factor that does not exist", |c, known, _| {
        c.loose.push(known.network.factors.len());
        Some(())
    }),
    ("an unknown solution", |c, _, _| {
        c.solution.push('!');
        Some(())
    }),
    ("weights that do not belong", |c, _, _| {
        c.weights.push(ratio(1, 1));
        Some(())
    }),
];

/// Changes after which the certificate must still say the truth to be accepted.
const DOUBTFUL: [(&str, Change); 7] = [
    ("claimed empty", |c, _, _| {
        c.verdict = Verdict::Empty;
        c.ideals.clear();
        c.weights.clear();
        c.proofs.truncate(1);
        Some(())
    }),
    ("another outcome with its value", |c, known, random| {
        let index = random.below(known.zone.len().max(1));
        let outcome = known.zone.get(index)?.clone();
        let value = known.value(&c.solution, &c.weights, &known.gains[index]);
        c.verdict = Verdict::Optimum { outcome, value };
        Some(())
    }),
    ("another outcome with the same value", |c, known, random| {
        let all = crate::random::outcomes(known.negotiation);
        match &mut c.verdict {
            Verdict::Optimum { outcome, .. } => *outcome = all[random.below(all.len())].clone(),
            _ => return None,
        }
        Some(())
    }),
    ("another solution", |c, _, random| {
        c.solution = SINGLE[random.below(SINGLE.len())].into();
        Some(())
    }),
    ("another ideal", |c, known, random| {
        let ideals = c.ideals.len();
        let ideal = c.ideals.get_mut(random.below(ideals.max(1)))?;
        let outcome = known.zone[random.below(known.zone.len())].clone();
        *ideal = vec![(outcome, Rational::one())];
        Some(())
    }),
    ("a weight too large", |c, _, random| leaf(c, random, &mut |weights| weights[0] = i64::MAX)),
    ("other weights of a case", |c, _, random| {
        let seed = random.next();
        leaf(c, random, &mut |weights| weights.iter_mut().for_each(|w| *w = (seed % 7) as i64 * *w / 3 + 1))
    }),
];

/// Applies a change to the first branch of some proof.
fn branch(c: &mut Certificate, random: &mut Random, change: &mut dyn FnMut(&mut usize, &mut Vec<Tree>)) -> Option<()> {
    match some_tree(c, random)? {
        Tree::Branch { variable, cases } if !cases.is_empty() => change(variable, cases),
        _ => return None,
    }
    Some(())
}

/// Applies a change to the first leaf of some proof.
fn leaf(c: &mut Certificate, random: &mut Random, change: &mut dyn FnMut(&mut Vec<i64>)) -> Option<()> {
    let mut tree = some_tree(c, random)?;
    loop {
        match tree {
            Tree::Leaf(weights) => {
                change(weights);
                return Some(());
            }
            Tree::Branch { cases, .. } => tree = cases.first_mut()?,
        }
    }
}

fn some_tree<'c>(c: &'c mut Certificate, random: &mut Random) -> Option<&'c mut Tree> {
    let n = c.proofs.len();
    match c.proofs.get_mut(random.below(n.max(1)))? {
        Proof::Direct(tree) => Some(tree),
        Proof::Stages(trees) => {
            let n = trees.len();
            trees.get_mut(random.below(n.max(1)))
        }
        Proof::Support(_) => None,
    }
}

/// Applies changes to valid certificates and checks them, after a trip through a file.
fn changed(changes: &[(&str, Change)], mut judge: impl FnMut(&str, &Certificate, &Known, bool)) -> usize {
    let mut count = 0;
    for (seed, negotiation) in negotiations(150) {
        let known = Known::new(&negotiation);
        let mut random = Random(seed + 1);
        for solution in SINGLE {
            let valid = valid(&known, solution, &mut random);
            assert!(check(&valid, &negotiation).is_ok(), "seed {seed}, {solution}");
            for (name, change) in changes {
                let mut certificate = valid.clone();
                if change(&mut certificate, &known, &mut random).is_some() && certificate != valid {
                    count += 1;
                    judge(name, &certificate, &known, accepts(&certificate, &negotiation));
                }
            }
        }
    }
    count
}

fn accepts(certificate: &Certificate, negotiation: &Negotiation) -> bool {
    let text = write(certificate, negotiation);
    read(&text, negotiation).is_ok_and(|certificate| check(&certificate, negotiation).is_ok())
}

#[test]
fn fatal_changes_are_rejected() {
    let count = changed(&FATAL, |name, certificate, known, accepted| {
        assert!(!accepted, "{name}: {}", write(certificate, known.negotiation));
    });
    assert!(count > 5000, "{count}");
}

#[test]
fn what_is_accepted_after_a_change_is_still_true() {
    let mut rejected = 0;
    let count = changed(&DOUBTFUL, |name, certificate, known, accepted| {
        assert!(!accepted || known.confirms(certificate), "{name}: {}", write(certificate, known.negotiation));
        rejected += usize::from(!accepted);
    });
    assert!(count > 2000 && rejected > 1000, "{rejected} of {count}");
}

#[test]
fn limits_are_respected() {
    let mut stopped = [0; 2];
    for (seed, negotiation) in negotiations(60) {
        let known = Known::new(&negotiation);
        let certificate = valid(&known, "nash", &mut Random(seed));
        let steps = check(&certificate, &negotiation).unwrap().steps;
        let refused = |limits: Limits| Checker::new(&negotiation).unwrap().check(&certificate, &limits).is_err();
        let ample = Limits { steps, ..Limits::default() };
        assert!(!refused(ample), "seed {seed}");
        stopped[0] += usize::from(refused(Limits { steps: 3, ..ample }));
        let tied = !known.network.factors.is_empty() && !known.network.is_void();
        assert_eq!(refused(Limits { total_cells: 0, ..ample }), tied, "seed {seed}");
        stopped[1] += usize::from(tied);
    }
    assert!(stopped.iter().all(|&count| count > 5), "{stopped:?}");
}
