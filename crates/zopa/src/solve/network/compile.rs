//! From a negotiation to a network.

use super::bonuses::{Bonuses, Span, apart};
use super::enumerated::{Enumerated, has_more_cells_than_outcomes};
use super::{Factor, Meaning, Network, Variable};
use crate::model::{Condition, JointTerm, Negotiation, RuleKind, Utility};
use crate::solve::engine::elimination::Elimination;
use crate::solve::engine::space::MAX_CELLS;
use crate::solve::scale::{IntegerPreferences, integers};

/// A rule over more issues than this is counted along a chain instead of tabulated.
const MAX_TABLE_SCOPE: usize = 3;

/// A joint term over more combinations of options than this is followed along a chain.
pub(super) const MAX_TERM_CELLS: usize = 20_000;

/// The most outcomes over which preferences given as tables are enumerated.
pub const MAX_ENUMERATED: usize = 20_000_000;

/// Which rules and red lines count. The search for a cause of no deal drops some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Rule by rule.
    pub rules: Vec<bool>,
    /// Party by party, red line by red line.
    pub red_lines: Vec<Vec<bool>>,
}

impl Selection {
    /// All rules and red lines.
    #[must_use]
    pub fn all(negotiation: &Negotiation) -> Selection {
        Selection {
            rules: vec![true; negotiation.rules().len()],
            red_lines: negotiation.preferences().iter().map(|p| vec![true; p.red_lines.len()]).collect(),
        }
    }
}

/// Preferences given as tables over more outcomes than can be enumerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl std::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("preferences are tables over more outcomes than can be enumerated; give weights and values instead")
    }
}

impl std::error::Error for TooLarge {}

impl Network {
    /// Compiles a negotiation with all its rules and red lines.
    ///
    /// # Errors
    /// [`TooLarge`] where preferences are tables over too many outcomes.
    pub fn new(negotiation: &Negotiation) -> Result<Network, TooLarge> {
        Network::with(negotiation, &Selection::all(negotiation))
    }

    /// Compiles a negotiation with some of its rules and red lines.
    ///
    /// # Errors
    /// [`TooLarge`] where preferences are tables over too many outcomes.
    pub fn with(negotiation: &Negotiation, selection: &Selection) -> Result<Network, TooLarge> {
        Network::from_integers(negotiation, selection, &integers(negotiation))
    }

    /// The same, with preferences that were turned into integers before.
    pub(crate) fn from_integers(
        negotiation: &Negotiation,
        selection: &Selection,
        integers: &[IntegerPreferences],
    ) -> Result<Network, TooLarge> {
        Network::compiled(negotiation, selection, integers, &Bonuses::none(negotiation))
    }

    /// Compiles a negotiation to look for what is best: [`Network::new`], unless issues are so tied together
    /// by bonuses that the bonuses are better searched themselves.
    ///
    /// Where bonuses are variables, an assignment may leave out a bonus that its outcome earns. So
    /// utilities are never more than those of the outcome, and for every outcome there is an assignment
    /// as good for everybody: whatever grows with utilities has the same best in both forms.
    ///
    /// # Errors
    /// [`TooLarge`] where preferences are tables over too many outcomes.
    pub fn to_search(negotiation: &Negotiation) -> Result<Network, TooLarge> {
        let network = Network::new(negotiation)?;
        if network.factors.is_empty() || fits(&network) { Ok(network) } else { Network::by_bonuses(negotiation) }
    }

    /// Compiles a negotiation with variables for bonuses, wherever issues can be left to them.
    pub(crate) fn by_bonuses(negotiation: &Negotiation) -> Result<Network, TooLarge> {
        let integers = integers(negotiation);
        let bonuses = Bonuses::of(negotiation, &integers);
        Network::compiled(negotiation, &Selection::all(negotiation), &integers, &bonuses)
    }

    fn compiled(
        negotiation: &Negotiation,
        selection: &Selection,
        integers: &[IntegerPreferences],
        bonuses: &Bonuses<'_>,
    ) -> Result<Network, TooLarge> {
        let network = Network {
            n_parties: negotiation.parties().len(),
            n_issues: negotiation.issues().len(),
            variables: Vec::new(),
            factors: Vec::new(),
            reservation: integers.iter().map(|party| party.reservation).collect(),
            scales: integers.iter().map(|party| party.scale.clone()).collect(),
        };
        let compiler = Compiler { negotiation, integers, bonuses, bans: bans(negotiation, selection), network };
        let has_table = negotiation.preferences().iter().any(|p| matches!(p.utility, Utility::Table(_)));
        if has_table || has_more_cells_than_outcomes(negotiation) {
            compiler.enumerated()
        } else {
            Ok(compiler.factored())
        }
    }
}

/// Whether the tables that exact bounds need are small enough.
fn fits(network: &Network) -> bool {
    let elimination = Elimination::new(network);
    elimination.buckets.iter().all(|bucket| elimination.table(bucket, network) <= MAX_CELLS)
}

/// Conditions of which at least and at most so many may hold.
pub(super) struct Ban {
    at_least: usize,
    at_most: usize,
    of: Vec<Condition>,
}

/// Rules and red lines in one form.
fn bans(negotiation: &Negotiation, selection: &Selection) -> Vec<Ban> {
    let mut bans = Vec::new();
    let mut ban = |at_least, at_most, of: Vec<Condition>| {
        bans.push(Ban { at_least, at_most, of });
    };
    for (rule, _) in negotiation.rules().iter().zip(&selection.rules).filter(|(_, counts)| **counts) {
        match &rule.kind {
            RuleKind::Excludes(conditions) => ban(0, conditions.len() - 1, conditions.clone()),
            RuleKind::Count { at_least, at_most, of } => ban(*at_least, *at_most, of.clone()),
            RuleKind::Implies { when, then } => {
                for consequence in then {
                    let mut conditions = when.clone();
                    conditions.push(negated(consequence, negotiation));
                    ban(0, when.len(), conditions);
                }
            }
        }
    }
    for (preferences, counts) in negotiation.preferences().iter().zip(&selection.red_lines) {
        for (line, _) in preferences.red_lines.iter().zip(counts).filter(|(_, counts)| **counts) {
            ban(0, line.conditions.len() - 1, line.conditions.clone());
        }
    }
    bans
}

fn negated(condition: &Condition, negotiation: &Negotiation) -> Condition {
    let size = negotiation.sizes()[condition.issue];
    let options = (0..size).filter(|option| !condition.options.contains(option)).collect();
    Condition { issue: condition.issue, options }
}

impl Ban {
    /// The issues that it speaks of, ascending.
    fn issues(&self) -> Vec<usize> {
        let mut issues: Vec<usize> = self.of.iter().map(|condition| condition.issue).collect();
        issues.sort_unstable();
        issues.dedup();
        issues
    }

    /// How many of its conditions an option of an issue satisfies.
    fn count(&self, issue: usize, option: usize) -> usize {
        self.of.iter().filter(|c| c.issue == issue && c.options.contains(&option)).count()
    }

    /// Whether a settlement of all issues satisfies as many conditions as allowed.
    pub fn permits(&self, settlement: &[usize]) -> bool {
        self.allows(self.of.iter().filter(|condition| condition.holds(settlement)).count())
    }

    fn allows(&self, count: usize) -> bool {
        (self.at_least..=self.at_most).contains(&count)
    }
}

struct Compiler<'a> {
    negotiation: &'a Negotiation,
    integers: &'a [IntegerPreferences],
    bonuses: &'a Bonuses<'a>,
    bans: Vec<Ban>,
    network: Network,
}

impl Compiler<'_> {
    /// One variable for every outcome that obeys the rules and crosses no red line.
    fn enumerated(mut self) -> Result<Network, TooLarge> {
        let Enumerated { outcomes, utility, .. } = Enumerated::of(self.negotiation, self.integers, &self.bans)?;
        let size = outcomes.len();
        self.network.variables.push(Variable { meaning: Meaning::Package { outcomes }, size, utility });
        Ok(self.network)
    }

    fn factored(mut self) -> Network {
        for issue in 0..self.negotiation.issues().len() {
            self.issue(issue);
        }
        self.joint_terms();
        self.bonuses();
        for ban in std::mem::take(&mut self.bans) {
            match ban.issues().len() {
                0 | 1 => {}
                2..=MAX_TABLE_SCOPE => self.tabulate(&ban),
                _ => self.count_along_chain(&ban),
            }
        }
        self.merge_factors();
        self.network
    }

    fn issue(&mut self, issue: usize) {
        let size = self.negotiation.sizes()[issue];
        let single: Vec<&Ban> = self.bans.iter().filter(|ban| ban.issues() == [issue]).collect();
        let mut options: Vec<usize> =
            (0..size).filter(|&o| single.iter().all(|ban| ban.allows(ban.count(issue, o)))).collect();
        let mut utility = Vec::with_capacity(options.len() * self.network.n_parties);
        if self.bonuses.released[issue] {
            // The bonuses settle it, and say what it is worth beyond the least.
            options.truncate(1);
            let least = |party: &IntegerPreferences| party.contributions[issue].iter().min().copied().unwrap_or(0);
            utility.extend(self.integers.iter().map(least));
        } else {
            for &option in &options {
                utility.extend(self.integers.iter().map(|party| party.contributions[issue][option]));
            }
        }
        let size = options.len();
        self.network.variables.push(Variable { meaning: Meaning::Issue { issue, options }, size, utility });
    }

    fn joint_terms(&mut self) {
        let negotiation = self.negotiation;
        for (party, preferences) in negotiation.preferences().iter().enumerate() {
            let Utility::Additive(additive) = &preferences.utility else { continue };
            for (term, &worth) in additive.joint_terms.iter().zip(&self.integers[party].joint_terms) {
                if self.bonuses.hold(term) {
                    continue;
                }
                let sizes = term.conditions.iter().map(|condition| self.options(condition.issue).len());
                match sizes.product::<usize>() {
                    0 => {}
                    1..=MAX_TERM_CELLS => self.tabulate_term(term, party, worth),
                    _ => self.follow_term(term, party, worth),
                }
            }
        }
    }

    /// A variable for each bonus; no assignment has two bonuses that exclude each other.
    fn bonuses(&mut self) {
        let p = self.network.n_parties;
        let first = self.network.variables.len();
        let bonuses = self.bonuses;
        if let Some(settled) = bonuses.released.iter().position(|released| *released) {
            let utility = &mut self.network.variables[settled].utility;
            utility.iter_mut().zip(&bonuses.base).for_each(|(sum, base)| *sum += base);
        }
        for (later, bonus) in bonuses.all.iter().enumerate() {
            for (earlier, other) in bonuses.all[..later].iter().enumerate().filter(|(_, other)| bonus.is_rival(other)) {
                let mut forbidden = vec![false; bonus.boxes.len() + 1];
                for spans in &other.boxes {
                    forbidden.push(false);
                    forbidden.extend(bonus.boxes.iter().map(|own| apart(own, spans)));
                }
                let scope = vec![first + earlier, first + later];
                self.network.factors.push(Factor { scope, forbidden, utility: Vec::new() });
            }
        }
        for (index, bonus) in bonuses.all.iter().enumerate() {
            let size = bonus.boxes.len() + 1;
            for condition in &bonus.others {
                let banned = self.options(condition.issue).iter().map(|option| !condition.options.contains(option));
                let forbidden = banned.flat_map(|banned| (0..size).map(move |value| banned && value > 0)).collect();
                let scope = vec![condition.issue, first + index];
                self.network.factors.push(Factor { scope, forbidden, utility: Vec::new() });
            }
            let mut utility = vec![0; size * p];
            utility.iter_mut().skip(p + bonus.party).step_by(p).for_each(|worth| *worth = bonus.worth);
            let lowest = |spans: &Vec<Span>| spans.iter().map(|span| (span.issue, span.lowest)).collect();
            let lowest = bonus.boxes.iter().map(lowest).collect();
            self.network.variables.push(Variable { meaning: Meaning::Bonus { lowest }, size, utility });
        }
    }

    fn tabulate_term(&mut self, term: &JointTerm, party: usize, worth: i64) {
        let p = self.network.n_parties;
        let mut scope: Vec<usize> = term.conditions.iter().map(|condition| condition.issue).collect();
        scope.sort_unstable();
        let mut factor = self.blank(scope);
        factor.utility = vec![0; factor.forbidden.len() * p];
        for (cell, settlement) in self.cells(&factor.scope).enumerate() {
            if term.holds(&settlement) {
                factor.utility[cell * p + party] = worth;
            }
        }
        self.network.factors.push(factor);
    }

    /// Counter `j` is whether the first `j + 1` conditions hold; the last one earns the term.
    fn follow_term(&mut self, term: &JointTerm, party: usize, worth: i64) {
        let p = self.network.n_parties;
        let mut before: Option<usize> = None;
        for condition in &term.conditions {
            let counter = self.network.variables.len();
            let utility = vec![0; 2 * p];
            self.network.variables.push(Variable { meaning: Meaning::Counter, size: 2, utility });
            let mut forbidden = Vec::new();
            for option in self.options(condition.issue) {
                for earlier in 0..before.map_or(1, |_| 2) {
                    let holds = condition.options.contains(option) && (before.is_none() || earlier == 1);
                    forbidden.extend([holds, !holds]);
                }
            }
            let scope = [Some(condition.issue), before, Some(counter)].into_iter().flatten().collect();
            self.network.factors.push(Factor { scope, forbidden, utility: Vec::new() });
            before = Some(counter);
        }
        if let Some(last) = before {
            self.network.variables[last].utility[p + party] = worth;
        }
    }

    fn tabulate(&mut self, ban: &Ban) {
        let mut factor = self.blank(ban.issues());
        for (cell, settlement) in self.cells(&factor.scope).enumerate() {
            let count = ban.of.iter().filter(|condition| condition.holds(&settlement)).count();
            factor.forbidden[cell] = !ban.allows(count);
        }
        self.network.factors.push(factor);
    }

    /// Counter `j` is how many conditions hold on the first `j + 1` issues, up to one more than matters.
    fn count_along_chain(&mut self, ban: &Ban) {
        let issues = ban.issues();
        let largest: usize =
            issues.iter().map(|&i| self.options(i).iter().map(|&o| ban.count(i, o)).max().unwrap_or(0)).sum();
        let cap = if ban.at_most < largest { ban.at_most + 1 } else { ban.at_least.min(largest) };
        let allowed = |count: usize| count >= ban.at_least && (ban.at_most >= largest || count <= ban.at_most);
        let mut before: Option<usize> = None;
        for (position, &issue) in issues.iter().enumerate() {
            let last = position + 1 == issues.len();
            let counter = self.network.variables.len();
            let size = cap + 1;
            let utility = vec![0; size * self.network.n_parties];
            self.network.variables.push(Variable { meaning: Meaning::Counter, size, utility });
            let mut forbidden = Vec::new();
            for &option in self.options(issue) {
                for earlier in 0..before.map_or(1, |_| size) {
                    let count = (earlier + ban.count(issue, option)).min(cap);
                    forbidden.extend((0..size).map(|now| now != count || (last && !allowed(count))));
                }
            }
            let scope = [Some(issue), before, Some(counter)].into_iter().flatten().collect();
            self.network.factors.push(Factor { scope, forbidden, utility: Vec::new() });
            before = Some(counter);
        }
    }

    /// Factors over the same variables become one.
    fn merge_factors(&mut self) {
        let mut merged: Vec<Factor> = Vec::new();
        for factor in std::mem::take(&mut self.network.factors) {
            match merged.iter_mut().find(|other| other.scope == factor.scope) {
                None => merged.push(factor),
                Some(other) => {
                    other.forbidden.iter_mut().zip(&factor.forbidden).for_each(|(a, b)| *a |= b);
                    if other.utility.is_empty() {
                        other.utility = factor.utility;
                    } else {
                        other.utility.iter_mut().zip(&factor.utility).for_each(|(a, b)| *a += b);
                    }
                }
            }
        }
        self.network.factors = merged;
    }

    fn blank(&self, scope: Vec<usize>) -> Factor {
        let cells = scope.iter().map(|&variable| self.network.variables[variable].size).product();
        Factor { scope, forbidden: vec![false; cells], utility: Vec::new() }
    }

    /// The options that remain of an issue.
    fn options(&self, issue: usize) -> &[usize] {
        match &self.network.variables[issue].meaning {
            Meaning::Issue { options, .. } => options,
            Meaning::Counter | Meaning::Bonus { .. } | Meaning::Package { .. } => {
                unreachable!("the first variables are the issues, in order")
            }
        }
    }

    /// Every way to settle the issues of a scope, in the order of a factor's cells. Issues outside
    /// the scope keep option 0, which no condition looks at.
    fn cells<'s>(&'s self, scope: &'s [usize]) -> impl Iterator<Item = Vec<usize>> + 's {
        let sizes: Vec<usize> = scope.iter().map(|&variable| self.network.variables[variable].size).collect();
        let total: usize = sizes.iter().product();
        let mut values = vec![0; scope.len()];
        (0..total).map(move |_| {
            let mut settlement = vec![0; self.network.n_issues];
            for (&issue, &value) in scope.iter().zip(&values) {
                settlement[issue] = self.options(issue)[value];
            }
            advance(&mut values, &sizes);
            settlement
        })
    }
}

/// The next tuple, the last entry changing fastest.
fn advance(values: &mut [usize], sizes: &[usize]) {
    for (value, size) in values.iter_mut().zip(sizes).rev() {
        *value += 1;
        if *value < *size {
            return;
        }
        *value = 0;
    }
}
