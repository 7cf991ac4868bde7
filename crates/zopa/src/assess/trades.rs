//! Trades: one, two or three points whose change together leaves nobody worse off and lifts somebody.
//!
//! Every trade is as small as it can be: no part of it leaves nobody worse off and lifts somebody by
//! itself. A trade of one point is a gift: it costs nobody anything. Trading points that matter more to
//! one side for points that matter more to the other is logrolling (Froman and Cohen 1970, "Compromise
//! and logroll", Behavioral Science 15).

use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, Utility};
use crate::solve::network::{Meaning, Network, Selection};
use num_traits::Signed;

/// The most sets of changes that are tried; where there are more, trades of three points are left out.
const MAX_SETS: usize = 4_000_000;

/// The most trades that are kept to be ranked.
const MAX_TRADES: usize = 20_000;

/// What can be traded in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trades {
    /// The best trades: those that lift everyone first, then by the least rise, the sum of rises, and size.
    pub best: Vec<Trade>,
    /// How many trades there are.
    pub count: usize,
    /// The issues that some trade changes.
    pub issues: Vec<usize>,
    /// The largest number of points that were tried together.
    pub size: usize,
    /// Whether every trade up to that size was looked at.
    pub is_complete: bool,
}

/// Changes to a text that leave nobody worse off and lift somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Trade {
    /// Issues with the option that each is to have.
    pub moves: Vec<(usize, usize)>,
    /// Utilities less those of the text, party by party; none negative.
    pub rises: Vec<Rational>,
    /// What each move alone would bring, move by move and party by party.
    pub alone: Vec<Vec<Rational>>,
}

impl Trade {
    /// Whether every party gains.
    #[must_use]
    pub fn lifts_all(&self) -> bool {
        self.rises.iter().all(Signed::is_positive)
    }
}

/// Finds the trades in a text, and tells the best, at most `most`. No trade breaks a rule or crosses a red line that
/// the text does not break or cross.
#[must_use]
pub fn trades(negotiation: &Negotiation, text: &Outcome, most: usize) -> Trades {
    let moves: Vec<(usize, usize)> = negotiation
        .sizes()
        .iter()
        .enumerate()
        .flat_map(|(issue, &size)| (0..size).map(move |option| (issue, option)))
        .filter(|&(issue, option)| text.0[issue] != option)
        .collect();
    let n = moves.len();
    let ledger = Ledger::new(negotiation, text, &moves);
    let size = if ledger.is_quick() && n.saturating_pow(3) / 6 <= MAX_SETS { 3 } else { 2 };
    let size = if n.saturating_pow(2) / 2 <= MAX_SETS { size } else { 1 };
    let mut finder = Finder { negotiation, text, moves: &moves, ledger, found: Vec::new(), is_complete: true };
    finder.find(size);
    let Finder { found, is_complete, ledger, .. } = finder;
    let mut issues: Vec<usize> = found.iter().flatten().map(|&index| moves[index].0).collect();
    issues.sort_unstable();
    issues.dedup();
    let mut ranked: Vec<Trade> = found
        .iter()
        .map(|set| Trade {
            moves: set.iter().map(|&index| moves[index]).collect(),
            rises: ledger.rises(set),
            alone: Vec::new(),
        })
        .collect();
    ranked.sort_by(|a, b| {
        let rank = |trade: &Trade| (trade.rises.iter().min().cloned(), trade.rises.iter().sum::<Rational>());
        rank(b).cmp(&rank(a)).then(a.moves.len().cmp(&b.moves.len())).then(a.moves.cmp(&b.moves))
    });
    let count = ranked.len();
    ranked.truncate(most);
    for trade in &mut ranked {
        let index = |wanted: &(usize, usize)| moves.iter().position(|own| own == wanted);
        trade.alone = trade.moves.iter().filter_map(index).map(|index| ledger.rises(&[index])).collect();
    }
    Trades { best: ranked, count, issues, size, is_complete }
}

fn changed(text: &Outcome, moves: &[(usize, usize)], set: &[usize]) -> Outcome {
    let mut outcome = text.clone();
    for &index in set {
        outcome.0[moves[index].0] = moves[index].1;
    }
    outcome
}

struct Finder<'f> {
    negotiation: &'f Negotiation,
    text: &'f Outcome,
    moves: &'f [(usize, usize)],
    ledger: Ledger<'f>,
    /// Sets of moves, by index, ascending.
    found: Vec<Vec<usize>>,
    is_complete: bool,
}

impl Finder<'_> {
    fn find(&mut self, size: usize) {
        let n = self.moves.len();
        let differ = |a: usize, b: usize| self.moves[a].0 != self.moves[b].0;
        let singles: Vec<bool> = (0..n).map(|a| self.lifts(&[a])).collect();
        self.found.extend((0..n).filter(|&a| singles[a]).map(|a| vec![a]));
        if size < 2 {
            return;
        }
        let mut pairs = vec![false; n * n];
        let mut sets = Vec::new();
        for a in (0..n).filter(|&a| !singles[a]) {
            for b in (a + 1..n).filter(|&b| !singles[b] && differ(a, b)) {
                if self.lifts(&[a, b]) {
                    pairs[a * n + b] = true;
                    sets.push(vec![a, b]);
                }
            }
        }
        if size > 2 {
            for a in (0..n).filter(|&a| !singles[a]) {
                for b in (a + 1..n).filter(|&b| !singles[b] && differ(a, b) && !pairs[a * n + b]) {
                    for c in (b + 1..n).filter(|&c| !singles[c] && differ(b, c)) {
                        if !pairs[a * n + c] && !pairs[b * n + c] && self.lifts(&[a, b, c]) {
                            sets.push(vec![a, b, c]);
                        }
                    }
                    if sets.len() > MAX_TRADES {
                        self.is_complete = false;
                        self.found.append(&mut sets);
                        return;
                    }
                }
            }
        }
        self.found.append(&mut sets);
    }

    /// Whether the moves together leave nobody worse off, lift somebody, and break nothing new.
    fn lifts(&self, set: &[usize]) -> bool {
        self.ledger.lifts(set) && self.breaks_nothing_new(&changed(self.text, self.moves, set))
    }

    fn breaks_nothing_new(&self, outcome: &Outcome) -> bool {
        let rules = self.negotiation.rules().iter();
        let mut lines = self.negotiation.preferences().iter().flat_map(|p| &p.red_lines);
        rules.into_iter().all(|rule| rule.obeyed(&outcome.0) || !rule.obeyed(&self.text.0))
            && lines.all(|line| !line.crossed(&outcome.0) || line.crossed(&self.text.0))
    }
}

/// What moves are worth. Integers where utilities are sums over issues, kept exactly; otherwise whole
/// outcomes are compared.
struct Ledger<'l> {
    negotiation: &'l Negotiation,
    text: &'l Outcome,
    moves: &'l [(usize, usize)],
    integers: Option<Integers>,
    before: Vec<Rational>,
}

struct Integers {
    network: Network,
    before: Vec<i64>,
    /// Move by move, what each alone changes.
    single: Vec<Vec<i64>>,
    /// Issue by issue, whether some term speaks of it together with others.
    is_tied: Vec<bool>,
}

impl<'l> Ledger<'l> {
    fn new(negotiation: &'l Negotiation, text: &'l Outcome, moves: &'l [(usize, usize)]) -> Ledger<'l> {
        let ledger = Ledger { negotiation, text, moves, integers: None, before: negotiation.utilities(text) };
        Ledger { integers: ledger.integers(), ..ledger }
    }

    fn integers(&self) -> Option<Integers> {
        if self.negotiation.preferences().iter().any(|p| matches!(p.utility, Utility::Table(_))) {
            return None;
        }
        let red_lines = self.negotiation.preferences().iter().map(|p| vec![false; p.red_lines.len()]).collect();
        let selection = Selection { rules: vec![false; self.negotiation.rules().len()], red_lines };
        let network = Network::with(self.negotiation, &selection).ok()?;
        let plain = network.variables.iter().all(|v| matches!(v.meaning, Meaning::Issue { .. }));
        if !plain || !network.is_exact() {
            return None;
        }
        let mut is_tied = vec![false; network.variables.len()];
        network.factors.iter().flat_map(|factor| &factor.scope).for_each(|&issue| is_tied[issue] = true);
        let before = network.utilities(&self.text.0)?;
        let mut integers = Integers { network, before, single: Vec::new(), is_tied };
        integers.single = (0..self.moves.len()).map(|index| integers.whole(&self.after(&[index]))).collect();
        Some(integers)
    }

    fn is_quick(&self) -> bool {
        self.integers.is_some()
    }

    fn after(&self, set: &[usize]) -> Outcome {
        changed(self.text, self.moves, set)
    }

    /// What moves bring together, party by party.
    fn rises(&self, set: &[usize]) -> Vec<Rational> {
        let after = self.after(set);
        match &self.integers {
            Some(integers) => {
                let rises = integers.whole(&after).into_iter().zip(&integers.network.scales);
                rises.map(|(rise, scale)| scale.exact(&rise.into())).collect()
            }
            None => {
                let after = self.negotiation.utilities(&after);
                after.iter().zip(&self.before).map(|(after, before)| after - before).collect()
            }
        }
    }

    /// Whether moves leave nobody worse off and lift somebody.
    fn lifts(&self, set: &[usize]) -> bool {
        let Some(integers) = &self.integers else {
            let rises = self.rises(set);
            return !rises.iter().any(Signed::is_negative) && rises.iter().any(Signed::is_positive);
        };
        let tied = set.iter().filter(|&&index| integers.is_tied[self.moves[index].0]).count();
        let lifts = |rise: &mut dyn Iterator<Item = i64>| {
            let mut any = false;
            for rise in rise {
                if rise < 0 {
                    return false;
                }
                any |= rise > 0;
            }
            any
        };
        if tied > 1 {
            return lifts(&mut integers.whole(&self.after(set)).into_iter());
        }
        let p = integers.before.len();
        lifts(&mut (0..p).map(|party| set.iter().map(|&index| integers.single[index][party]).sum()))
    }
}

impl Integers {
    /// What a whole outcome gives beyond the text.
    fn whole(&self, outcome: &Outcome) -> Vec<i64> {
        let after = self.network.utilities(&outcome.0).unwrap_or_else(|| self.before.clone());
        after.iter().zip(&self.before).map(|(after, before)| after - before).collect()
    }
}
