//! Writes a domain and a profile for each party as GeniusWeb reads them: linear additive, or as a sum
//! of groups where terms tie issues together.
//!
//! GeniusWeb holds utilities between 0 and 1, with weights that sum to 1: an issue's range is written as
//! its weight, and what the ranges leave of 1 goes to an issue whose values do not reach 1.

use crate::exact::{self, Rational};
use crate::format::plain::{self, Plain};
use crate::format::scenario::{Decimals, file_names, survey};
use crate::format::{Source, Written};
use crate::model::{Additive, Negotiation, Outcome, Preferences, Utility};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// The most combinations that the groups of a profile may list.
const MAX_COMBINATIONS: usize = 100_000;

/// Writes the files, or says why GeniusWeb could not read them as they are meant.
pub(super) fn write(negotiation: &Negotiation) -> Result<Written, Vec<String>> {
    let (mut reasons, mut left_out) = survey(negotiation);
    let mut decimals = Decimals::default();
    let title = if negotiation.title().is_empty() { "domain" } else { negotiation.title() };
    let mut files = vec![Source::new("domain.json", plain::json(&domain(negotiation, title)))];
    for (party, name) in file_names(negotiation, "domain").iter().enumerate() {
        let own = &negotiation.parties()[party].name;
        match profile(negotiation, party, title, &mut decimals, &mut left_out) {
            Ok(profile) => files.push(Source::new(format!("{name}.json"), plain::json(&profile))),
            Err(reason) => reasons.push(format!("{reason} ({own})")),
        }
        if negotiation.preferences()[party].discount.as_ref().is_some_and(|discount| !discount.is_one()) {
            left_out.push(format!("left out: the discount of {own}"));
        }
    }
    left_out.extend(decimals.remark());
    if reasons.is_empty() { Ok(Written { files, left_out }) } else { Err(reasons) }
}

fn domain(negotiation: &Negotiation, title: &str) -> Plain {
    let values = |issue: &crate::model::Issue| {
        let names = issue.options.iter().map(|option| Plain::text(&option.id)).collect();
        (issue.id.clone(), Plain::table([("values", Plain::List(names))]))
    };
    let issues = negotiation.issues().iter().map(values).collect();
    Plain::table([("name", Plain::text(title)), ("issuesValues", Plain::Table(issues))])
}

fn profile(
    negotiation: &Negotiation,
    party: usize,
    title: &str,
    decimals: &mut Decimals,
    left_out: &mut Vec<String>,
) -> Result<Plain, String> {
    let preferences = &negotiation.preferences()[party];
    let (kind, mut space) = match &preferences.utility {
        Utility::Additive(additive) if additive.joint_terms.is_empty() => {
            ("LinearAdditiveUtilitySpace", linear(negotiation, additive, decimals)?)
        }
        _ => ("SumOfGroupsUtilitySpace", groups(negotiation, preferences, decimals)?),
    };
    space.insert(0, ("name".to_string(), Plain::text(&negotiation.parties()[party].id)));
    space.push(("domain".to_string(), domain(negotiation, title)));
    match reservation_bid(negotiation, preferences, left_out) {
        Some(bid) => space.push(("reservationBid".to_string(), bid)),
        None if preferences.reservation_value.is_zero() => {}
        None => {
            let worth = exact::write(&preferences.reservation_value);
            return Err(format!("it says what no agreement is worth by an outcome, and none is worth exactly {worth}"));
        }
    }
    Ok(Plain::Table(vec![(kind.to_string(), Plain::Table(space))]))
}

type Entries = Vec<(String, Plain)>;

/// Weights that sum to 1, and values from 0 to 1.
fn linear(negotiation: &Negotiation, additive: &Additive, decimals: &mut Decimals) -> Result<Entries, String> {
    let worths: Vec<Vec<Rational>> = (0..additive.values.len())
        .map(|issue| (0..additive.values[issue].len()).map(|option| additive.contribution(issue, option)).collect())
        .collect();
    let (weights, values) = match as_written(additive) {
        Some(written) => written,
        None => normalised(worths)?,
    };
    let ids = negotiation.issues().iter().map(|issue| issue.id.clone());
    let weights = ids.clone().zip(weights.iter().map(|weight| decimals.plain(weight))).collect();
    let mut utilities = Vec::new();
    for (issue, values) in negotiation.issues().iter().zip(&values) {
        let named = issue.options.iter().zip(values);
        let named = named.map(|(option, value)| (option.id.clone(), decimals.plain(value))).collect();
        let values = Plain::table([("valueUtilities", Plain::Table(named))]);
        utilities.push((issue.id.clone(), Plain::table([("DiscreteValueSetUtilities", values)])));
    }
    Ok(vec![
        ("issueUtilities".to_string(), Plain::Table(utilities)),
        ("issueWeights".to_string(), Plain::Table(weights)),
    ])
}

/// Weights and values as they are, where they sum to 1 and lie between 0 and 1 already.
fn as_written(additive: &Additive) -> Option<(Vec<Rational>, Vec<Vec<Rational>>)> {
    let weights: Vec<Rational> = additive.weights.iter().map(|weight| weight / &additive.weight_total).collect();
    let share = |value: &Rational| value / &additive.value_scale;
    let values: Vec<Vec<Rational>> = additive.values.iter().map(|own| own.iter().map(share).collect()).collect();
    let fits = |value: &Rational| !value.is_negative() && *value <= Rational::one();
    let ends = |number: &Rational| !exact::write(number).contains('/');
    let numbers = || weights.iter().chain(values.iter().flatten());
    let sums = weights.iter().sum::<Rational>().is_one();
    (sums && numbers().all(|number| fits(number) && ends(number))).then_some((weights, values))
}

/// Each issue's largest worth as its weight, and the rest of 1 spread where it changes nothing.
fn normalised(mut worths: Vec<Vec<Rational>>) -> Result<(Vec<Rational>, Vec<Vec<Rational>>), String> {
    let mut least = Rational::zero();
    for issue in &mut worths {
        let own = issue.iter().min().cloned().unwrap_or_default();
        issue.iter_mut().for_each(|worth| *worth -= &own);
        least += own;
    }
    if least.is_negative() {
        return Err(format!("it knows no utility below zero, and one is {}", exact::write(&least)));
    }
    worths[0].iter_mut().for_each(|worth| *worth += &least);
    let mut weights: Vec<Rational> =
        worths.iter().map(|issue| issue.iter().max().cloned().unwrap_or_default()).collect();
    let rest = Rational::one() - weights.iter().sum::<Rational>();
    if rest.is_negative() {
        return Err(format!("it knows no utility above 1, and one is {:.4}", exact::to_f64(&(Rational::one() - rest))));
    }
    // Values are worths divided by the weight, so that a greater weight changes nothing.
    let bearer = (0..weights.len()).max_by_key(|&issue| weights[issue].clone()).unwrap_or(0);
    weights[bearer] += rest;
    let values = worths.iter().zip(&weights).map(|(own, weight)| {
        own.iter().map(|worth| if weight.is_zero() { Rational::zero() } else { worth / weight }).collect()
    });
    let values = values.collect();
    Ok((weights, values))
}

/// Issues that are tied together, with the utility of each of their combinations.
fn groups(negotiation: &Negotiation, preferences: &Preferences, decimals: &mut Decimals) -> Result<Entries, String> {
    let sizes = negotiation.sizes();
    let components = components(preferences, sizes.len());
    let combinations = |group: &Vec<usize>| {
        group.iter().try_fold(1usize, |n, &issue| n.checked_mul(sizes[issue])).filter(|n| *n <= MAX_COMBINATIONS)
    };
    let total = components.iter().map(combinations).try_fold(0usize, |sum, n| Some(sum + n?));
    if total.is_none_or(|total| total > MAX_COMBINATIONS) {
        return Err(format!("issues that are tied together would need more than {MAX_COMBINATIONS} combinations"));
    }
    let mut parts = Vec::new();
    for (number, group) in components.iter().enumerate() {
        let names = group.iter().map(|&issue| Plain::text(&negotiation.issues()[issue].id)).collect();
        let mut listed = Vec::new();
        for combination in all_combinations(group, sizes) {
            let worth = worth(preferences, group, &combination, sizes);
            if worth.is_negative() || worth > Rational::one() {
                let worth = exact::write(&worth);
                return Err(format!("a combination would be worth {worth}, which is not between 0 and 1"));
            }
            let options = group.iter().zip(&combination);
            let values = options.map(|(&issue, &o)| Plain::text(&negotiation.issues()[issue].options[o].id)).collect();
            listed.push(Plain::table([("values", Plain::List(values)), ("util", decimals.plain(&worth))]));
        }
        let part = Plain::table([("issues", Plain::List(names)), ("utilslist", Plain::List(listed))]);
        parts.push((format!("group{}", number + 1), Plain::table([("partsutils", part)])));
    }
    Ok(vec![("partUtilities".to_string(), Plain::Table(parts))])
}

/// Issues that terms tie together, directly or by way of others.
fn components(preferences: &Preferences, n_issues: usize) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..n_issues).collect();
    match &preferences.utility {
        Utility::Table(_) => group.iter_mut().for_each(|own| *own = 0),
        Utility::Additive(additive) => {
            for term in &additive.joint_terms {
                let joined: Vec<usize> = term.conditions.iter().map(|condition| group[condition.issue]).collect();
                let least = joined.iter().min().copied().unwrap_or(0);
                group.iter_mut().filter(|own| joined.contains(own)).for_each(|own| *own = least);
            }
        }
    }
    let of = |number: usize| (0..n_issues).filter(|&issue| group[issue] == number).collect::<Vec<usize>>();
    (0..n_issues).map(of).filter(|group| !group.is_empty()).collect()
}

/// Every way to settle some issues, the last changing fastest.
fn all_combinations(group: &[usize], sizes: &[usize]) -> Vec<Vec<usize>> {
    let mut combinations = vec![Vec::new()];
    for &issue in group {
        let extended = combinations.iter().flat_map(|partial: &Vec<usize>| {
            (0..sizes[issue]).map(move |option| [partial.as_slice(), &[option]].concat())
        });
        combinations = extended.collect();
    }
    combinations
}

/// What a combination adds: the worths of its options and of the terms among them.
fn worth(preferences: &Preferences, group: &[usize], combination: &[usize], sizes: &[usize]) -> Rational {
    let mut settlement = vec![0; sizes.len()];
    group.iter().zip(combination).for_each(|(&issue, &option)| settlement[issue] = option);
    match &preferences.utility {
        Utility::Table(_) => preferences.utility(&Outcome(settlement), sizes),
        Utility::Additive(additive) => {
            let inside = |issue: usize| group.contains(&issue);
            let own = group.iter().map(|&issue| additive.contribution(issue, settlement[issue])).sum::<Rational>();
            let terms = additive.joint_terms.iter().filter(|term| inside(term.conditions[0].issue));
            let held = terms.filter(|term| term.holds(&settlement));
            own + held.map(|term| &term.worth / &additive.weight_total).sum::<Rational>()
        }
    }
}

/// An outcome that is worth exactly as much as no agreement; none is needed where that is 0.
fn reservation_bid(negotiation: &Negotiation, preferences: &Preferences, left_out: &mut Vec<String>) -> Option<Plain> {
    if preferences.reservation_value.is_zero() {
        return None;
    }
    let outcome = worth_exactly(preferences, negotiation.sizes())?;
    left_out.push("no agreement was written as an outcome that is worth as much".to_string());
    let named = negotiation.issues().iter().zip(&outcome.0);
    let bid = named.map(|(issue, &option)| (issue.id.clone(), Plain::text(&issue.options[option].id))).collect();
    Some(Plain::table([("issuevalues", Plain::Table(bid))]))
}

/// The most partial outcomes that are looked through for one of a certain utility.
const MAX_LOOKED: usize = 500_000;

/// An outcome worth exactly as much as no agreement, where utilities are sums and one is found soon.
fn worth_exactly(preferences: &Preferences, sizes: &[usize]) -> Option<Outcome> {
    let Utility::Additive(additive) = &preferences.utility else { return None };
    if !additive.joint_terms.is_empty() {
        return None;
    }
    let wanted = &preferences.reservation_value;
    let worths: Vec<Vec<Rational>> = (0..sizes.len())
        .map(|issue| (0..sizes[issue]).map(|option| additive.contribution(issue, option)).collect())
        .collect();
    let multiple = worths.iter().flatten().fold(wanted.denom().clone(), |multiple, worth| multiple.lcm(worth.denom()));
    let whole = |number: &Rational| (number * &multiple).to_integer().to_i128().filter(|n| n.unsigned_abs() < 1 << 110);
    let worths: Vec<Vec<i128>> = worths.iter().map(|issue| issue.iter().map(whole).collect()).collect::<Option<_>>()?;
    // What the issues from one on can add, at least and at most.
    let mut rest = vec![(0, 0)];
    for issue in worths.iter().rev() {
        let (least, most) = rest[rest.len() - 1];
        rest.push((least + issue.iter().min()?, most + issue.iter().max()?));
    }
    rest.reverse();
    let mut search = Search { worths: &worths, rest: &rest, settlement: Vec::new(), steps: 0 };
    search.reaches(whole(wanted)?).then_some(Outcome(search.settlement))
}

/// A search in depth for options that sum to a number.
struct Search<'w> {
    worths: &'w [Vec<i128>],
    rest: &'w [(i128, i128)],
    settlement: Vec<usize>,
    steps: usize,
}

impl Search<'_> {
    fn reaches(&mut self, missing: i128) -> bool {
        let issue = self.settlement.len();
        let (least, most) = self.rest[issue];
        self.steps += 1;
        if missing < least || missing > most || self.steps > MAX_LOOKED {
            return false;
        }
        if issue == self.worths.len() {
            return true;
        }
        for option in 0..self.worths[issue].len() {
            self.settlement.push(option);
            if self.reaches(missing - self.worths[issue][option]) {
                return true;
            }
            self.settlement.pop();
        }
        false
    }
}
