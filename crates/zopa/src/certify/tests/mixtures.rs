//! Certificates for mixtures. With two parties an optimal mixture has at most two packages, and
//! weights that prove it are at right angles to a line through two of them: both can be enumerated.

use super::negotiations;
use super::oracle::gains;
use crate::certify::{check, read, write};
use crate::exact::{Rational, ratio};
use crate::model::{Negotiation, Outcome};
use crate::random::outcomes;
use crate::solve::certificate::{Certificate, Mixture, Proof, Verdict};
use crate::solve::network::Network;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

const MIXTURES: [&str; 3] = ["egalitarian-mixture", "kalai-smorodinsky-mixture", "nash-mixture"];

/// A mixture with its gains.
#[derive(Clone)]
struct Point {
    mixture: Mixture,
    gains: [Rational; 2],
}

/// The permitted outcomes of a negotiation between two, by their gains.
struct Plane<'a> {
    negotiation: &'a Negotiation,
    network: Network,
    corners: Vec<(Outcome, [Rational; 2])>,
}

impl<'a> Plane<'a> {
    fn new(negotiation: &'a Negotiation) -> Option<Plane<'a>> {
        if negotiation.parties().len() != 2 {
            return None;
        }
        let permitted = |outcome: &Outcome| {
            negotiation.broken_rules(outcome).is_empty()
                && (0..2).all(|party| negotiation.crossed_red_lines(party, outcome).is_empty())
        };
        let corners = outcomes(negotiation)
            .into_iter()
            .filter(permitted)
            .map(|outcome| {
                let gains = gains(negotiation, &outcome).try_into().unwrap();
                (outcome, gains)
            })
            .collect();
        Some(Plane { negotiation, network: Network::new(negotiation).unwrap(), corners })
    }

    /// Mixtures of two packages, at the ends and at the shares that `cuts` names for the gains of both.
    fn points(&self, cuts: impl Fn(&[Rational; 2], &[Rational; 2]) -> Vec<Rational>) -> Vec<Point> {
        let mut points = Vec::new();
        for (index, (first, a)) in self.corners.iter().enumerate() {
            points.push(Point { mixture: vec![(first.clone(), Rational::one())], gains: a.clone() });
            for (second, b) in &self.corners[..index] {
                let inside = |share: &Rational| share.is_positive() && *share < Rational::one();
                for share in cuts(a, b).into_iter().filter(inside) {
                    let rest = Rational::one() - &share;
                    let gains = [0, 1].map(|i| &a[i] * &rest + &b[i] * &share);
                    points.push(Point { mixture: vec![(first.clone(), rest), (second.clone(), share)], gains });
                }
            }
        }
        points.retain(|point| point.gains.iter().all(|gain| !gain.is_negative()));
        points
    }

    /// The best mixture acceptable to both, by a measure whose maxima lie at the cuts.
    fn best(
        &self,
        cuts: impl Fn(&[Rational; 2], &[Rational; 2]) -> Vec<Rational>,
        measure: impl Fn(&[Rational; 2]) -> Rational,
    ) -> Option<Point> {
        self.points(cuts).into_iter().max_by_key(|point| measure(&point.gains))
    }

    /// The best mixture for one party that the other accepts.
    fn ideal(&self, party: usize) -> Option<Point> {
        let other = 1 - party;
        self.best(|a, b| zeros(&a[other], &b[other]), |gains| gains[party].clone())
    }

    /// Weights for gains that might prove something: at right angles to lines, and for one party alone.
    fn normals(&self) -> Vec<[Rational; 2]> {
        let mut normals = vec![[ratio(1, 1), ratio(0, 1)], [ratio(0, 1), ratio(1, 1)], [ratio(1, 1), ratio(1, 1)]];
        for (index, (_, a)) in self.corners.iter().enumerate() {
            for (_, b) in &self.corners[..index] {
                let normal = [&a[1] - &b[1], &b[0] - &a[0]];
                let sign = if normal[0].is_negative() { -1 } else { 1 };
                normals.push(normal.map(|entry| entry * ratio(sign, 1)));
            }
        }
        normals.retain(|normal| normal.iter().all(|w| !w.is_negative()) && normal.iter().any(Signed::is_positive));
        normals
    }

    /// The largest weighted sum of gains.
    fn support(&self, normal: &[Rational; 2]) -> Rational {
        let sums = self.corners.iter().map(|(_, gains)| &normal[0] * &gains[0] + &normal[1] * &gains[1]);
        sums.max().expect("some outcome is permitted")
    }

    /// The weights with the least bound, as a proof.
    fn proof(&self, bound: impl Fn(&[Rational; 2], Rational) -> Option<Rational>) -> Option<(Rational, Proof)> {
        let bounded = |normal: [Rational; 2]| bound(&normal, self.support(&normal)).map(|bound| (bound, normal));
        let (bound, normal) = self.normals().into_iter().filter_map(bounded).min()?;
        // Weights are for integer utilities: `w.u` with `u = integer / denominator`.
        let scaled: Vec<Rational> =
            normal.iter().zip(&self.network.scales).map(|(w, scale)| w / &scale.denominator).collect();
        let common = scaled.iter().fold(BigInt::one(), |common, w| common.lcm(w.denom()));
        Some((bound, Proof::Support(scaled.iter().map(|w| (w * &common).to_integer()).collect())))
    }

    fn certificate(&self, solution: &str, verdict: Verdict, ideals: Vec<Mixture>, proofs: Vec<Proof>) -> Certificate {
        let order = (0..self.network.variables.len()).collect();
        Certificate { solution: solution.into(), weights: vec![], verdict, ideals, order, loose: vec![], proofs }
    }

    /// What is true, with its proof.
    fn valid(&self, solution: &str) -> Certificate {
        let Some(ideals) = [0, 1].map(|party| self.ideal(party)).into_iter().collect::<Option<Vec<Point>>>() else {
            let proof = match self.corners.is_empty() {
                true => Proof::Support(vec![BigInt::one(); 2]),
                false => self.proof(|_, support| Some(support)).expect("every weight gives a bound").1,
            };
            return self.certificate(solution, Verdict::Empty, vec![], vec![proof]);
        };
        if solution == "nash-mixture" {
            return self.nash();
        }
        let egalitarian = solution == "egalitarian-mixture";
        let ranges =
            if egalitarian { [0, 1].map(|_| Rational::one()) } else { [0, 1].map(|i| ideals[i].gains[i].clone()) };
        let measure = |gains: &[Rational; 2]| least_ratio(gains, &ranges);
        let cuts = |a: &[Rational; 2], b: &[Rational; 2]| {
            let [a, b] = [a, b].map(|gains| &gains[0] * &ranges[1] - &gains[1] * &ranges[0]);
            zeros(&a, &b)
        };
        let extremes = |a: &[Rational; 2], b: &[Rational; 2]| [0, 1].map(|i| zeros(&a[i], &b[i])).concat();
        let best = self.best(|a, b| [cuts(a, b), extremes(a, b)].concat(), measure).unwrap();
        let (bound, main) = self
            .proof(|normal, support| {
                let total = &normal[0] * &ranges[0] + &normal[1] * &ranges[1];
                total.is_positive().then(|| support / total)
            })
            .unwrap_or_else(|| (Rational::one(), Proof::Support(vec![BigInt::one(); 2])));
        let verdict = Verdict::Mixture { value: measure(&best.gains), mixture: best.mixture, bound };
        if egalitarian {
            return self.certificate(solution, verdict, vec![], vec![main]);
        }
        let mut proofs: Vec<Proof> = (0..2).map(|party| self.ideal_proof(party)).collect();
        proofs.push(main);
        self.certificate(solution, verdict, ideals.into_iter().map(|point| point.mixture).collect(), proofs)
    }

    fn ideal_proof(&self, party: usize) -> Proof {
        let bound =
            |normal: &[Rational; 2], support: Rational| normal[party].is_positive().then(|| support / &normal[party]);
        self.proof(bound).expect("a party alone has a bound").1
    }

    fn nash(&self) -> Certificate {
        let product = |gains: &[Rational; 2]| &gains[0] * &gains[1];
        let stationary = |a: &[Rational; 2], b: &[Rational; 2]| {
            // The product of a + t (b - a) has derivative zero where t is this.
            let d = [0, 1].map(|i| &b[i] - &a[i]);
            let curvature = ratio(2, 1) * &d[0] * &d[1];
            let t = if curvature.is_zero() { None } else { Some(-(&a[0] * &d[1] + &a[1] * &d[0]) / curvature) };
            [zeros(&a[0], &b[0]), zeros(&a[1], &b[1]), t.into_iter().collect()].concat()
        };
        let best = self.best(stationary, product).unwrap();
        let value = product(&best.gains);
        // At the optimum the weights are the other party's gain; without gains, those that allow none.
        let mut weights = vec![[best.gains[1].clone(), best.gains[0].clone()]];
        weights.extend(self.normals());
        let bound = |normal: &[Rational; 2]| {
            let support = self.support(normal).max(Rational::zero());
            let weight = ratio(4, 1) * &normal[0] * &normal[1];
            match (weight.is_zero(), support.is_zero()) {
                (_, true) => Some(Rational::zero()),
                (true, false) => None,
                (false, false) => Some(&support * &support / weight),
            }
        };
        weights.retain(|w| w.iter().any(Signed::is_positive));
        let (bound, normal) = weights.into_iter().filter_map(|w| Some((bound(&w)?, w))).min().unwrap();
        let scaled: Vec<Rational> =
            normal.iter().zip(&self.network.scales).map(|(w, scale)| w / &scale.denominator).collect();
        let common = scaled.iter().fold(BigInt::one(), |common, w| common.lcm(w.denom()));
        let support = Proof::Support(scaled.iter().map(|w| (w * &common).to_integer()).collect());
        let verdict = Verdict::Mixture { mixture: best.mixture, value, bound };
        self.certificate("nash-mixture", verdict, vec![], vec![support])
    }
}

/// The share at which a line from one number to another passes zero.
fn zeros(a: &Rational, b: &Rational) -> Vec<Rational> {
    if a == b { vec![] } else { vec![a / (a - b)] }
}

fn least_ratio(gains: &[Rational; 2], ranges: &[Rational; 2]) -> Rational {
    let able = gains.iter().zip(ranges).filter(|(_, range)| range.is_positive());
    able.map(|(gain, range)| gain / range).min().unwrap_or_else(Rational::one)
}

/// Pairs with a plane, with the seed.
fn planes(mut visit: impl FnMut(u64, &Plane)) {
    for (seed, negotiation) in negotiations(240).filter(|(_, n)| n.n_outcomes() < 40u32.into()) {
        if let Some(plane) = Plane::new(&negotiation) {
            visit(seed, &plane);
        }
    }
}

#[test]
fn optimal_mixtures_between_two_are_proved_optimal() {
    let mut counts = [0; 3];
    planes(|seed, plane| {
        for solution in MIXTURES {
            let certificate = plane.valid(solution);
            let text = write(&certificate, plane.negotiation);
            assert_eq!(read(&text, plane.negotiation), Ok(certificate.clone()));
            let verified = check(&certificate, plane.negotiation);
            assert!(verified.is_ok(), "seed {seed}: {verified:?}\n{text}");
            match &certificate.verdict {
                Verdict::Mixture { mixture, value, bound } => {
                    assert_eq!(value, bound, "seed {seed}, {solution}: {text}");
                    counts[mixture.len() - 1] += 1;
                }
                _ => counts[2] += 1,
            }
        }
    });
    assert!(counts.iter().all(|&count| count > 10), "{counts:?}");
}

#[test]
fn no_bound_below_the_optimum_is_accepted() {
    let mut tried = 0;
    planes(|seed, plane| {
        for solution in MIXTURES {
            let valid = plane.valid(solution);
            let Verdict::Mixture { bound: optimum, .. } = valid.verdict.clone() else { continue };
            for point in plane.points(|_, _| vec![ratio(1, 3), ratio(1, 2)]).into_iter().step_by(11) {
                let mut worse = valid.clone();
                let ranges = [0, 1].map(|i| match solution {
                    "kalai-smorodinsky-mixture" => plane.ideal(i).unwrap().gains[i].clone(),
                    _ => Rational::one(),
                });
                let value = match solution {
                    "nash-mixture" => &point.gains[0] * &point.gains[1],
                    _ => least_ratio(&point.gains, &ranges),
                };
                let bound = value.clone();
                worse.verdict = Verdict::Mixture { mixture: point.mixture, value, bound: bound.clone() };
                let accepted = check(&worse, plane.negotiation).is_ok();
                assert_eq!(accepted, bound == optimum, "seed {seed}, {solution}");
                tried += 1;
            }
        }
    });
    assert!(tried > 500, "{tried}");
}

#[test]
fn false_mixtures_are_rejected() {
    type Change = fn(&mut Certificate);
    const CHANGES: [(&str, Change); 9] = [
        ("shares that do not add up", |c| share(c, |share| *share += ratio(1, 1_000_000))),
        ("a share of nothing", |c| {
            if let Verdict::Mixture { mixture, .. } = &mut c.verdict {
                let mut spare = mixture[0].clone();
                spare.1 = Rational::zero();
                mixture.push(spare);
            }
        }),
        ("a greater value", |c| value(c, |value, _| *value += ratio(1, 1_000_000_007))),
        ("a smaller bound", |c| value(c, |_, bound| *bound -= ratio(1, 1_000_000_007))),
        ("no weights", |c| c.proofs.iter_mut().for_each(|proof| *proof = Proof::Support(vec![]))),
        ("zero weights", |c| c.proofs.iter_mut().for_each(|proof| *proof = Proof::Support(vec![BigInt::zero(); 2]))),
        ("a negative weight", |c| {
            c.proofs.iter_mut().for_each(|proof| *proof = Proof::Support(vec![BigInt::one(), -BigInt::one()]))
        }),
        ("a proof too few", |c| drop(c.proofs.pop())),
        ("no mixture at all", |c| c.verdict = Verdict::Empty),
    ];
    planes(|seed, plane| {
        for solution in MIXTURES {
            let valid = plane.valid(solution);
            for (name, change) in CHANGES {
                let mut changed = valid.clone();
                change(&mut changed);
                if changed != valid && !plane.corners.is_empty() {
                    let accepted = check(&changed, plane.negotiation).is_ok();
                    // Where nobody can gain, or nothing can be agreed, weights matter less.
                    let trivial = plane.corners.iter().all(|(_, gains)| gains.iter().any(|gain| !gain.is_positive()));
                    assert!(!accepted || (trivial && name.contains("weight")), "seed {seed}, {solution}: {name}");
                }
            }
        }
    });
}

fn share(c: &mut Certificate, change: impl Fn(&mut Rational)) {
    if let Verdict::Mixture { mixture, .. } = &mut c.verdict {
        change(&mut mixture[0].1);
    }
}

fn value(c: &mut Certificate, change: impl Fn(&mut Rational, &mut Rational)) {
    if let Verdict::Mixture { value, bound, .. } = &mut c.verdict {
        change(value, bound);
    }
}
