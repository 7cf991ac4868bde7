//! The package of least maximum regret.
//!
//! The regret of a party in a world is what it has less under a package than under the package that
//! would be fair (the Nash solution) were that world known. Leonard J. Savage, 1951, "The Theory of
//! Statistical Decision", Journal of the American Statistical Association 46(253).
//!
//! The largest regret over worlds and parties is a maximum of sums over issues. A package with the
//! least regret over a few worlds is found like an egalitarian solution, one that counts each of
//! these worlds' parties as a party of its own; it is a lower bound for all worlds. The world in
//! which that package does worst joins the few, until no world does worse: then it is proved the best.

use super::resolve::{Solved, Template};
use super::sample::Worlds;
use crate::exact::Rational;
use crate::model::Outcome;
use crate::solve::engine::goal::{LeastRatio, Ratio};
use crate::solve::engine::search::{Budget, Remainder, search};
use crate::solve::engine::space::Space;
use crate::solve::network::Network;
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

/// How many parties of worlds a search can count at once.
const MAX_ROWS: usize = 17;

/// After so many rounds the best package so far stands with its bound.
const ROUNDS: usize = 150;

/// What a round may cost.
const NODES: u64 = 5_000_000;

/// The package of least maximum regret.
#[derive(Clone, Debug)]
pub(super) struct LeastRegret {
    pub outcome: Outcome,
    /// The largest regret of any party in any world, in utility.
    pub regret: Rational,
    /// No package has a smaller largest regret than this.
    pub bound: Rational,
}

/// A party of a world.
type Row = (usize, usize);

/// The package found, if any obeys the rules and red lines. `solved` are the fair packages of all
/// worlds; worlds without one regret nothing. `starts` are good packages.
pub(super) fn least_regret(
    worlds: &Worlds,
    template: &Template,
    solved: &[Solved],
    starts: &[Outcome],
    interrupt: Option<&AtomicBool>,
) -> Option<LeastRegret> {
    let regrets = Regrets::new(worlds, solved);
    let measured = starts.iter().map(|start| (regrets.largest(start), start));
    let (regret, outcome) = measured.min_by(|a, b| a.0.cmp(&b.0))?;
    let mut best = LeastRegret { outcome: outcome.clone(), regret, bound: Rational::zero() };
    let mut rows: Vec<Row> = Vec::new();
    let mut latest = best.clone();
    for _ in 0..ROUNDS {
        if best.regret <= best.bound || interrupt.is_some_and(|flag| flag.load(std::sync::atomic::Ordering::Relaxed)) {
            break;
        }
        let news = regrets.worst_rows(&latest.outcome);
        let before = rows.clone();
        join(&mut rows, news, &regrets, &latest.outcome);
        if rows == before {
            break;
        }
        let outcome = match master(&regrets, template, &rows, &best, interrupt) {
            Round::Nothing => {
                // Nothing is better than the best over these few worlds, so nothing is over all of them.
                best.bound = best.regret.clone();
                break;
            }
            Round::Stopped => break,
            Round::Least(outcome, bound) => {
                best.bound = best.bound.max(bound);
                outcome
            }
        };
        let regret = regrets.largest(&outcome);
        latest = LeastRegret { outcome, regret, bound: Rational::zero() };
        if latest.regret < best.regret {
            best = LeastRegret { bound: best.bound, ..latest.clone() };
        }
    }
    best.bound = best.bound.min(best.regret.clone());
    Some(best)
}

/// New rows join; where there are too many, those that regret least leave.
fn join(rows: &mut Vec<Row>, news: Vec<Row>, regrets: &Regrets, outcome: &Outcome) {
    let fresh: Vec<Row> = news.into_iter().filter(|row| !rows.contains(row)).collect();
    let room = MAX_ROWS - fresh.len().min(MAX_ROWS);
    if rows.len() > room {
        let columns = regrets.utilities(outcome);
        rows.sort_by_key(|&row| std::cmp::Reverse(regrets.of(&columns, row)));
        rows.truncate(room);
    }
    rows.extend(fresh);
}

/// What a search over some rows found.
enum Round {
    /// The package with the least regret over these rows, and that regret: a bound for all.
    Least(Outcome, Rational),
    /// No package regrets less than the best so far, even over these rows alone.
    Nothing,
    /// The search stopped before it knew.
    Stopped,
}

fn master(
    regrets: &Regrets,
    template: &Template,
    rows: &[Row],
    best: &LeastRegret,
    interrupt: Option<&AtomicBool>,
) -> Round {
    // Ratios are `ceiling - regret`, and above zero for whatever regrets less than the best so far.
    let ceiling = best.regret.ceil().to_integer().to_i64().unwrap_or(i64::MAX >> 41).max(1);
    let worlds = regrets.worlds;
    let mut network = combined(template, rows);
    let denominator = |&(world, party): &Row| worlds.denominator(party, world);
    let origin: Vec<i64> = rows
        .iter()
        .map(|&(world, party)| regrets.target(world, party) - ceiling * denominator(&(world, party)))
        .collect();
    let ranges: Vec<i128> = rows.iter().map(|row| i128::from(denominator(row))).collect();
    network.reservation.clone_from(&origin);
    let space = Space::new(network);
    let mut goal = LeastRatio::new(origin.clone(), origin, ranges);
    let least = Rational::from(BigInt::from(ceiling)) - &best.regret;
    if let (Some(numerator), Some(denominator)) = (least.numer().to_i128(), least.denom().to_i128()) {
        goal.raise(Ratio { numerator, denominator });
    }
    let mut budget = Budget { nodes: NODES, interrupt };
    let found = search(&space, &mut goal, &mut budget, &[]);
    match (found.assignment, found.remainder) {
        (Some(assignment), Remainder::Nothing(_)) => {
            let outcome = space.network.outcome(&assignment);
            let bound = regrets.largest_of(rows, &outcome);
            Round::Least(outcome, bound)
        }
        (None, Remainder::Nothing(_)) => Round::Nothing,
        _ => Round::Stopped,
    }
}

/// A network whose parties are parties of several worlds.
fn combined(template: &Template, rows: &[Row]) -> Network {
    let mut networks: HashMap<usize, Network> = HashMap::new();
    for (world, _) in rows {
        networks.entry(*world).or_insert_with(|| template.network(*world));
    }
    let first = &networks[&rows[0].0];
    let p = first.n_parties;
    let pick = |of: &dyn Fn(&Network) -> &Vec<i64>| -> Vec<i64> {
        let n_cells = of(first).len() / p;
        let cells = (0..n_cells).flat_map(|cell| rows.iter().map(move |row| (cell, row)));
        cells.map(|(cell, (world, party))| of(&networks[world])[cell * p + party]).collect()
    };
    let mut network = first.clone();
    network.n_parties = rows.len();
    for (index, variable) in network.variables.iter_mut().enumerate() {
        variable.utility = pick(&|network| &network.variables[index].utility);
    }
    for (index, factor) in network.factors.iter_mut().enumerate() {
        factor.utility = pick(&|network| &network.factors[index].utility);
    }
    network.scales = rows.iter().map(|(world, party)| networks[world].scales[*party].clone()).collect();
    network
}

/// What each party has under the fair package of each world.
pub(super) struct Regrets<'w, 'n> {
    worlds: &'w Worlds<'n>,
    /// Party by party, world by world; none where a world has no fair package.
    targets: Vec<Vec<Option<i64>>>,
}

impl<'w, 'n> Regrets<'w, 'n> {
    pub fn new(worlds: &'w Worlds<'n>, solved: &[Solved]) -> Regrets<'w, 'n> {
        let target =
            |party: usize, world: usize| solved[world].package().map(|outcome| worlds.utility(party, world, outcome));
        let n_parties = worlds.negotiation().parties().len();
        let of_party =
            |party: usize| (0..worlds.n_worlds()).into_par_iter().map(|world| target(party, world)).collect();
        Regrets { worlds, targets: (0..n_parties).map(of_party).collect() }
    }

    fn target(&self, world: usize, party: usize) -> i64 {
        self.targets[party][world].unwrap_or(0)
    }

    fn utilities(&self, outcome: &Outcome) -> Vec<Vec<i64>> {
        (0..self.targets.len()).map(|party| self.worlds.utilities(party, outcome)).collect()
    }

    /// The regret of a row, given the utilities of an outcome.
    fn of(&self, columns: &[Vec<i64>], (world, party): Row) -> Option<Ratio> {
        let target = self.targets[party][world]?;
        let utilities = &columns[party];
        let utility = utilities[world.min(utilities.len() - 1)];
        let denominator = i128::from(self.worlds.denominator(party, world));
        Some(Ratio { numerator: i128::from(target) - i128::from(utility), denominator })
    }

    /// The row of each party that regrets an outcome most, if any does.
    fn worst_rows(&self, outcome: &Outcome) -> Vec<Row> {
        let columns = self.utilities(outcome);
        let worst = |party: usize| {
            let rows = (0..self.worlds.n_worlds()).map(|world| (world, party));
            rows.filter_map(|row| Some((self.of(&columns, row)?, row)))
                .reduce(|a, b| if b.0 > a.0 { b } else { a })
                .filter(|(regret, _)| regret.numerator > 0)
                .map(|(_, row)| row)
        };
        (0..self.targets.len()).filter_map(worst).collect()
    }

    /// The largest regret of an outcome; zero where nobody regrets it.
    fn largest(&self, outcome: &Outcome) -> Rational {
        self.largest_of(&self.worst_rows(outcome), outcome)
    }

    fn largest_of(&self, rows: &[Row], outcome: &Outcome) -> Rational {
        let columns = self.utilities(outcome);
        let regrets = rows.iter().filter_map(|&row| self.of(&columns, row));
        regrets.max().map_or_else(Rational::zero, fraction).max(Rational::zero())
    }
}

fn fraction(ratio: Ratio) -> Rational {
    Rational::new(ratio.numerator.into(), ratio.denominator.into())
}
