//! NegMAS's figures of a scenario, by NegMAS's definitions.
//!
//! They differ from the textbook's. No agreement counts `d_i = max(r_i, min u_i)`, the least being over
//! all outcomes, and the ideal `x_i = max u_i` over all outcomes too. Every point is picked from the
//! frontier of the outcomes with `u_i >= r_i`; points within 1e-12 of the best value tie.
//!
//! | figure | best is |
//! | --- | --- |
//! | Nash | most of the product of `u_i - d_i` |
//! | Kalai | most of the least `u_i - d_i` |
//! | Kalai-Smorodinsky | least spread of the ratios `(u_i - d_i) / (x_i - d_i)` |
//! | the modified two | the same with 0 in place of `d_i` |
//! | welfare | most of the sum of `u_i` |
//! | relative welfare | most of the sum of `(u_i - min u_i) / (x_i - d_i)` |
//!
//! Mohammad, Nakadai and Greenwald 2020, "NegMAS: A platform for situated negotiations"; version 0.16.

use super::points::{self, MAX_VISITED, Point};
use super::scaled::{Either, Scaled, Whole, scaled};
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, Parts, Party, Preferences, Role, Utility};
use crate::solve::outcomes::n_outcomes;
use crate::solve::{Answer, Budget, Question, Solution, Solver, solution};
use num_bigint::{BigInt, BigUint};
use num_traits::{One, Zero};

/// What NegMAS would say of a scenario, exactly.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The number of outcomes.
    pub n_outcomes: BigUint,
    /// Each party's least and greatest utility over all outcomes.
    pub ranges: Vec<(Rational, Rational)>,
    /// Each party's utilities, summed over all outcomes; unknown where utilities are not sums and there are too many.
    pub sums: Option<Vec<Rational>>,
    /// How many outcomes give every party its reservation value; unknown where there are too many.
    pub n_rational: Option<usize>,
    /// The frontier, greatest welfare first; unknown where it is too large.
    pub frontier: Option<Vec<FrontierPoint>>,
    /// What each definition picks.
    pub picks: Vec<Pick>,
}

/// A point of the frontier and an outcome that gives it.
#[derive(Clone, Debug)]
pub struct FrontierPoint {
    /// Utilities, party by party.
    pub utilities: Vec<Rational>,
    /// One of the outcomes with these utilities.
    pub outcome: Outcome,
}

/// What a definition picks.
#[derive(Clone, Debug)]
pub struct Pick {
    /// The definition.
    pub definition: &'static Definition,
    /// Its points, all that tie; one of them where they were found by search. `None` where none was proved best.
    pub points: Option<Vec<FrontierPoint>>,
}

/// A definition of NegMAS: the name of its figure, and what it says.
#[derive(Debug)]
pub struct Definition {
    /// The name in NegMAS.
    pub id: &'static str,
    /// What is best.
    pub plain: &'static str,
    /// The value of a point; more is better.
    value: fn(&[Rational], &Scale) -> Rational,
    /// Whether ranges that leave nothing to share make every point a pick, and which ranges.
    trivial: fn(&Scale) -> bool,
    /// The solution that picks the same once no agreement counts as NegMAS counts it.
    searched: Option<&'static str>,
}

/// What values are measured against.
struct Scale {
    /// What no agreement counts, `d_i`.
    disagreement: Vec<Rational>,
    ranges: Vec<(Rational, Rational)>,
}

/// Every definition, in the order in which they are listed.
pub static DEFINITIONS: &[Definition] = &[
    Definition {
        id: "nash",
        plain: "most of the product of what parties gain over no agreement",
        value: |utilities, scale| gains(utilities, &scale.disagreement).product(),
        trivial: leaves_nothing,
        searched: Some("nash"),
    },
    Definition {
        id: "kalai",
        plain: "most of the least gain over no agreement",
        value: |utilities, scale| gains(utilities, &scale.disagreement).min().unwrap_or_default(),
        trivial: leaves_nothing,
        searched: Some("egalitarian"),
    },
    Definition {
        id: "modified_kalai",
        plain: "most of the least utility",
        value: |utilities, _| utilities.iter().min().cloned().unwrap_or_default(),
        trivial: leaves_nothing,
        searched: None,
    },
    Definition {
        id: "ks",
        plain: "least spread of the parties' shares of what each could gain",
        value: |utilities, scale| -spread(utilities, &scale.disagreement, &scale.ranges),
        trivial: leaves_nothing,
        searched: None,
    },
    Definition {
        id: "modified_ks",
        plain: "least spread of the parties' shares of the most each could have",
        value: |utilities, scale| {
            let origin = vec![Rational::zero(); utilities.len()];
            -spread(utilities, &origin, &scale.ranges)
        },
        trivial: leaves_nothing,
        searched: None,
    },
    Definition {
        id: "max_welfare",
        plain: "most of the sum of utilities",
        value: |utilities, _| utilities.iter().sum(),
        trivial: is_flat,
        searched: Some("utilitarian"),
    },
    Definition {
        id: "max_relative_welfare",
        plain: "most of the sum of shares of what each could gain",
        value: |utilities, scale| {
            let share = |(party, utility): (usize, &Rational)| {
                let range = &scale.ranges[party];
                let room = &range.1 - &scale.disagreement[party];
                let above = utility - &range.0;
                if room.is_zero() { above } else { above / room }
            };
            utilities.iter().enumerate().map(share).sum()
        },
        trivial: is_flat,
        searched: None,
    },
];

fn gains<'a>(utilities: &'a [Rational], from: &'a [Rational]) -> impl Iterator<Item = Rational> + 'a {
    utilities.iter().zip(from).map(|(utility, from)| utility - from)
}

/// The difference between the greatest and the least share.
fn spread(utilities: &[Rational], from: &[Rational], ranges: &[(Rational, Rational)]) -> Rational {
    let shares = gains(utilities, from).zip(from.iter().zip(ranges)).map(|(gain, (from, range))| {
        let room = &range.1 - from;
        if room.is_zero() { gain } else { gain / room }
    });
    let shares: Vec<Rational> = shares.collect();
    match (shares.iter().max(), shares.iter().min()) {
        (Some(most), Some(least)) => most - least,
        _ => Rational::zero(),
    }
}

/// Values that differ by this count as equal, and ranges up to this as nothing.
fn tolerance() -> Rational {
    Rational::new(BigInt::one(), BigInt::from(1_000_000_000_000_i64))
}

fn leaves_nothing(scale: &Scale) -> bool {
    scale.ranges.iter().zip(&scale.disagreement).any(|(range, from)| &range.1 - from <= tolerance())
}

fn is_flat(scale: &Scale) -> bool {
    scale.ranges.iter().any(|range| &range.1 - &range.0 <= tolerance())
}

/// NegMAS's figures.
///
/// # Errors
/// Every reason why NegMAS could not state the talks at all, a sentence each.
pub fn figures(negotiation: &Negotiation, budget: &mut Budget) -> Result<Figures, Vec<String>> {
    let mut reasons = Vec::new();
    if !negotiation.rules().is_empty() {
        reasons.push("NegMAS knows no rules that agreements must obey".to_string());
    }
    if negotiation.preferences().iter().any(|preferences| !preferences.red_lines.is_empty()) {
        reasons.push("NegMAS knows no red lines".to_string());
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    let mut figures = match scaled(negotiation) {
        Either::Machine(scaled) => enumerated(&scaled, negotiation),
        Either::Unlimited(scaled) => enumerated(&scaled, negotiation),
    };
    if figures.ranges.is_empty() {
        figures.ranges = searched_ranges(negotiation, budget).ok_or_else(|| {
            vec!["the least and greatest utilities could not be proved within the budget".to_string()]
        })?;
    }
    let scale = Scale { disagreement: disagreement(negotiation, &figures.ranges), ranges: figures.ranges.clone() };
    let searching = figures.frontier.is_none().then(|| replaced(negotiation, &scale.disagreement)).flatten();
    figures.picks = DEFINITIONS
        .iter()
        .map(|definition| {
            let points = match &figures.frontier {
                Some(frontier) => Some(picked(definition, frontier, &scale)),
                None => searching.as_ref().and_then(|talks| sought(definition, talks, budget)),
            };
            Pick { definition, points }
        })
        .collect();
    Ok(figures)
}

/// What adding up and looking at outcomes tells; no ranges where neither suffices.
fn enumerated<T: Whole>(scaled: &Scaled<T>, negotiation: &Negotiation) -> Figures {
    let p = scaled.n_parties;
    let mut n_rational = None;
    let mut bounds: Option<Vec<(T, T)>> = None;
    let mut totals: Option<Vec<Rational>> = None;
    if n_outcomes(&scaled.sizes, MAX_VISITED).is_some() {
        let mut count = 0;
        let mut sums = vec![BigInt::zero(); p];
        let mut batch = scaled.nothing();
        let mut extremes: Vec<(T, T)> = Vec::new();
        let mut in_batch = 0;
        scaled.visit(|_, utilities| {
            if extremes.is_empty() {
                extremes = utilities.iter().map(|utility| (utility.clone(), utility.clone())).collect();
            }
            for (party, utility) in utilities.iter().enumerate() {
                batch[party] += utility.clone();
                if *utility < extremes[party].0 {
                    extremes[party].0 = utility.clone();
                } else if *utility > extremes[party].1 {
                    extremes[party].1 = utility.clone();
                }
            }
            count += usize::from(utilities.iter().zip(&scaled.reservation).all(|(utility, r)| utility >= r));
            in_batch += 1;
            // Utilities have at most 120 bits, so that 64 of them fit into 127.
            if in_batch == 64 {
                let full = std::mem::replace(&mut batch, scaled.nothing());
                sums.iter_mut().zip(full).for_each(|(sum, part)| *sum += part.into());
                in_batch = 0;
            }
        });
        sums.iter_mut().zip(batch).for_each(|(sum, part)| *sum += part.into());
        let exact = |(party, sum): (usize, &BigInt)| scaled.exact_of(party, sum);
        totals = Some(sums.iter().enumerate().map(exact).collect());
        n_rational = Some(count);
        bounds = Some(extremes);
    }
    let ranges = match bounds {
        Some(bounds) => {
            let exact =
                |(party, (least, most)): (usize, &(T, T))| (scaled.exact(party, least), scaled.exact(party, most));
            bounds.iter().enumerate().map(exact).collect()
        }
        // Where nothing depends on issues together, bounds are reached.
        None if scaled.is_sum() => {
            let own = negotiation.preferences().iter().map(|own| &own.utility);
            own.map(|utility| (utility.lower_bound(), utility.upper_bound())).collect()
        }
        None => Vec::new(),
    };
    let frontier = points::frontier(scaled).map(|points| rational_points(scaled, points));
    Figures {
        n_outcomes: negotiation.n_outcomes(),
        ranges,
        sums: totals.or_else(|| summed(negotiation)),
        n_rational,
        frontier,
        picks: Vec::new(),
    }
}

/// The points that give every party its reservation value, greatest welfare first.
fn rational_points<T: Whole>(scaled: &Scaled<T>, points: Vec<Point<T>>) -> Vec<FrontierPoint> {
    let rational = |point: &Point<T>| point.utilities.iter().zip(&scaled.reservation).all(|(utility, r)| utility >= r);
    let exact = |point: Point<T>| {
        let utilities = point.utilities.iter().enumerate().map(|(party, number)| scaled.exact(party, number));
        FrontierPoint { utilities: utilities.collect(), outcome: point.outcome }
    };
    let mut points: Vec<FrontierPoint> = points.into_iter().filter(rational).map(exact).collect();
    points.sort_by_cached_key(|point| -point.utilities.iter().sum::<Rational>());
    points
}

/// Sums over all outcomes: every option of an issue stands in an equal share of them.
fn summed(negotiation: &Negotiation) -> Option<Vec<Rational>> {
    let n_outcomes = Rational::from_integer(BigInt::from(negotiation.n_outcomes()));
    let sizes = negotiation.sizes();
    let part = |issue: usize, n: usize| Rational::new(n.into(), sizes[issue].into());
    let sum = |preferences: &Preferences| {
        let Utility::Additive(additive) = &preferences.utility else { return None };
        let mean = |issue: usize| {
            (0..sizes[issue]).map(|option| additive.contribution(issue, option)).sum::<Rational>() * part(issue, 1)
        };
        let own: Rational = (0..sizes.len()).map(mean).sum();
        let joint = additive.joint_terms.iter().map(|term| {
            let share = term.conditions.iter().map(|condition| {
                let mut options = condition.options.clone();
                options.sort_unstable();
                options.dedup();
                part(condition.issue, options.len())
            });
            &term.worth / &additive.weight_total * share.product::<Rational>()
        });
        Some((own + joint.sum::<Rational>()) * &n_outcomes)
    };
    negotiation.preferences().iter().map(sum).collect()
}

/// What no agreement counts: the reservation value, or the least utility where that is more.
fn disagreement(negotiation: &Negotiation, ranges: &[(Rational, Rational)]) -> Vec<Rational> {
    let own = negotiation.preferences().iter().zip(ranges);
    own.map(|(preferences, range)| preferences.reservation_value.clone().max(range.0.clone())).collect()
}

/// The points within the tolerance of the best value.
fn picked(definition: &Definition, frontier: &[FrontierPoint], scale: &Scale) -> Vec<FrontierPoint> {
    if (definition.trivial)(scale) {
        return frontier.to_vec();
    }
    let values: Vec<Rational> = frontier.iter().map(|point| (definition.value)(&point.utilities, scale)).collect();
    let Some(best) = values.iter().max() else { return Vec::new() };
    let enough = best - tolerance();
    let ties = frontier.iter().zip(&values).filter(|(_, value)| **value >= enough);
    ties.map(|(point, _)| point.clone()).collect()
}

/// The talks with other reservation values.
fn replaced(negotiation: &Negotiation, reservation: &[Rational]) -> Option<Negotiation> {
    let mut parts: Parts = negotiation.clone().into_parts();
    for (preferences, value) in parts.preferences.iter_mut().zip(reservation) {
        preferences.reservation_value = value.clone();
    }
    Negotiation::new(parts).ok()
}

/// A definition's pick by search, where a solution picks the same: no outcome below `d_i` is in the zone.
fn sought(definition: &Definition, talks: &Negotiation, budget: &mut Budget) -> Option<Vec<FrontierPoint>> {
    let solution: &'static Solution = solution::solution(definition.searched?)?;
    let solver = Solver::new(talks).ok()?;
    let question = Question::plain(solution, talks.parties().len());
    match solver.solve(&question, budget) {
        Answer::Optimum { settlement, .. } => {
            let outcome = settlement.package()?.clone();
            Some(vec![FrontierPoint { utilities: talks.utilities(&outcome), outcome }])
        }
        Answer::Empty { .. } => Some(Vec::new()),
        Answer::Bounded { .. } | Answer::Unknown { .. } => None,
    }
}

/// Least and greatest utilities by search: each is the ideal of a party alone, or of its opposite.
fn searched_ranges(negotiation: &Negotiation, budget: &mut Budget) -> Option<Vec<(Rational, Rational)>> {
    let mut ranges = Vec::new();
    for party in 0..negotiation.parties().len() {
        let most = alone(negotiation, party, false, budget)?;
        let least = alone(negotiation, party, true, budget)?;
        ranges.push((-least, most));
    }
    Some(ranges)
}

/// The most that a party could have if it were alone, or its opposite were.
fn alone(negotiation: &Negotiation, party: usize, opposite: bool, budget: &mut Budget) -> Option<Rational> {
    let mut preferences = negotiation.preferences()[party].clone();
    if opposite {
        negate(&mut preferences.utility);
    }
    preferences.reservation_value = preferences.utility.lower_bound();
    let own = Party { role: Role::Party, ..negotiation.parties()[party].clone() };
    let issues = negotiation.issues().to_vec();
    let parts = Parts { issues, parties: vec![own], preferences: vec![preferences], ..Parts::default() };
    let talks = Negotiation::new(parts).ok()?;
    let solver = Solver::new(&talks).ok()?;
    match solver.ideal(0, budget) {
        Answer::Optimum { settlement, .. } => Some(settlement.value),
        _ => None,
    }
}

fn negate(utility: &mut Utility) {
    match utility {
        Utility::Table(values) => values.iter_mut().for_each(|value| *value = -value.clone()),
        Utility::Additive(additive) => {
            additive.values.iter_mut().flatten().for_each(|value| *value = -value.clone());
            additive.joint_terms.iter_mut().for_each(|term| term.worth = -term.worth.clone());
        }
    }
}
