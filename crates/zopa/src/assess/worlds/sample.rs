//! Worlds: every number that is not known, fallen somewhere.

use super::fall::Number;
use super::grid::Gridded;
use crate::exact::Rational;
use crate::model::{Form, Negotiation, Outcome, Quantity, Utility};
use crate::solve::count::SplitMix;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};
use rayon::prelude::*;

/// The most numbers that all worlds together may hold, eight bytes each.
const MAX_NUMBERS: usize = 100_000_000;

/// How many worlds to draw, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// The number of worlds; at least one.
    pub worlds: usize,
    /// The seed that determines them.
    pub seed: u64,
}

impl Default for Draws {
    fn default() -> Draws {
        Draws { worlds: 10_000, seed: 1 }
    }
}

/// More worlds than fit into memory were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// How many fit.
    pub most: usize,
}

impl std::fmt::Display for TooMany {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "so many worlds of talks of this size do not fit into memory; at most {} do", self.most)
    }
}

impl std::error::Error for TooMany {}

/// The worlds of a negotiation: drawn at random, or all of them where unknown numbers can be only
/// one of a few each.
pub struct Worlds<'n> {
    negotiation: &'n Negotiation,
    /// Parties first, then ratifiers.
    participants: Vec<Participant>,
    /// How much each world counts: one where worlds were drawn; else the numerator of its chance.
    counts: Vec<u64>,
    /// What the counts sum to.
    total: u64,
    is_every_world: bool,
    /// Where each issue's options begin in a row.
    offsets: Vec<usize>,
}

/// One participant in every world.
struct Participant {
    gridded: Gridded,
    /// The length of a row: what each option adds, what each joint term adds, what must be reached.
    width: usize,
    /// How many worlds are held: all, or one for all where nothing is unknown.
    n_held: usize,
    /// Column by column, each world by world: entry `cell * n_held + world`.
    columns: Vec<i64>,
    /// What a world's integers are divided by to become utilities.
    denominators: Vec<i64>,
    /// What is unknown, in the order of drawing.
    unknowns: Vec<Quantity>,
    /// How each unknown number fell, in grid steps: entry `unknown * n_held + world`.
    fallen: Vec<i64>,
}

impl<'n> Worlds<'n> {
    /// All worlds where there are no more of them than would be drawn, else so many drawn at random.
    /// Draws are independent; the same seed gives the same worlds on any number of threads.
    ///
    /// # Errors
    /// [`TooMany`] where they do not fit into memory.
    pub fn new(negotiation: &'n Negotiation, draws: &Draws) -> Result<Worlds<'n>, TooMany> {
        let n_participants = negotiation.parties().len() + negotiation.ratifiers().len();
        let doubts = |index: usize| negotiation.doubts().iter().find(|doubts| doubts.of == index);
        let gridded: Vec<Gridded> =
            (0..n_participants).map(|index| Gridded::new(negotiation.participant(index).1, doubts(index))).collect();
        let every = Every::among(&gridded, negotiation, draws.worlds);
        let n_worlds = every.as_ref().map_or(draws.worlds.max(1), |every| every.counts.len());
        let numbers = |gridded: &Gridded| if gridded.unknowns().next().is_none() { 0 } else { 2 * gridded.width() };
        let per_world: usize = gridded.iter().map(numbers).sum();
        if per_world.checked_mul(n_worlds).is_none_or(|numbers| numbers > MAX_NUMBERS) {
            return Err(TooMany { most: MAX_NUMBERS / per_world });
        }
        let participants = gridded.into_iter().enumerate();
        let participants =
            participants.map(|(index, gridded)| Participant::new(index, gridded, n_worlds, draws.seed, every.as_ref()));
        let participants = participants.collect();
        let mut offsets = Vec::with_capacity(negotiation.sizes().len());
        let mut offset = 0;
        for size in negotiation.sizes() {
            offsets.push(offset);
            offset += size;
        }
        let is_every_world = every.is_some();
        let counts = every.map_or_else(|| vec![1; n_worlds], |every| every.counts);
        let total = counts.iter().sum();
        Ok(Worlds { negotiation, participants, counts, total, is_every_world, offsets })
    }

    /// The negotiation.
    #[must_use]
    pub fn negotiation(&self) -> &'n Negotiation {
        self.negotiation
    }

    /// The number of worlds.
    #[must_use]
    pub fn n_worlds(&self) -> usize {
        self.counts.len()
    }

    /// Whether these are all worlds there are; else they were drawn at random and stand for more.
    #[must_use]
    pub fn is_every_world(&self) -> bool {
        self.is_every_world
    }

    /// How much each world counts, of [`Worlds::total`].
    #[must_use]
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// What the counts of all worlds sum to.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether the worlds hold what is known, and the ends of what is not, exactly as written.
    #[must_use]
    pub fn hold_exactly(&self) -> bool {
        self.participants.iter().all(|participant| participant.gridded.is_exact)
    }

    /// What is not known of a participant.
    #[must_use]
    pub fn unknowns(&self, participant: usize) -> &[Quantity] {
        &self.participants[participant].unknowns
    }

    /// How an unknown number of a participant fell, world by world, and how many steps make a unit.
    pub(super) fn fallen(&self, participant: usize, unknown: usize) -> (&[i64], i64) {
        let Participant { fallen, n_held, gridded, unknowns, .. } = &self.participants[participant];
        let kind = match unknowns[unknown] {
            Quantity::Weight { .. } | Quantity::JointTerm { .. } => 0,
            Quantity::Value { .. } => 1,
            Quantity::Reservation => 2,
        };
        (&fallen[unknown * n_held..][..*n_held], gridded.steps[kind])
    }

    /// A participant's row in a world: what each option adds, what each joint term adds, and what must
    /// be reached.
    pub(super) fn row(&self, participant: usize, world: usize) -> Vec<i64> {
        let Participant { columns, width, n_held, .. } = &self.participants[participant];
        let world = world.min(n_held - 1);
        (0..*width).map(|cell| columns[cell * n_held + world]).collect()
    }

    /// What a participant's integers are divided by in a world.
    pub(super) fn denominator(&self, participant: usize, world: usize) -> i64 {
        let Participant { denominators, n_held, .. } = &self.participants[participant];
        denominators[world.min(n_held - 1)]
    }

    /// The cells of a participant's row that add up to its utility of an outcome, but for a constant.
    fn cells(&self, participant: usize, outcome: &Outcome) -> Vec<usize> {
        let Utility::Additive(additive) = &self.negotiation.participant(participant).1.utility else {
            return Vec::new();
        };
        let n_options: usize = self.negotiation.sizes().iter().sum();
        let options = outcome.0.iter().zip(&self.offsets).map(|(option, offset)| offset + option);
        let terms = additive.joint_terms.iter().enumerate().filter(|(_, term)| term.holds(&outcome.0));
        options.chain(terms.map(|(index, _)| n_options + index)).collect()
    }

    /// The part of a participant's utility that is the same in every world: a table's.
    fn constant(&self, participant: usize, outcome: &Outcome) -> i64 {
        let gridded = &self.participants[participant].gridded;
        if gridded.table.is_empty() {
            return 0;
        }
        let sizes = self.negotiation.sizes();
        let index = outcome.0.iter().zip(sizes).fold(0, |index, (option, size)| index * size + option);
        gridded.table[index] * gridded.steps[2]
    }

    /// What an outcome is worth to a participant in a world, in the integers of that world.
    pub(super) fn utility(&self, participant: usize, world: usize, outcome: &Outcome) -> i64 {
        let Participant { columns, n_held, .. } = &self.participants[participant];
        let world = world.min(n_held - 1);
        let cells = self.cells(participant, outcome);
        self.constant(participant, outcome) + cells.iter().map(|cell| columns[cell * n_held + world]).sum::<i64>()
    }

    /// What an outcome is worth to a participant, in the integers of each world; a single entry where
    /// nothing about it is unknown.
    pub(super) fn utilities(&self, participant: usize, outcome: &Outcome) -> Vec<i64> {
        let Participant { columns, n_held, .. } = &self.participants[participant];
        let mut sums = vec![self.constant(participant, outcome); *n_held];
        for cell in self.cells(participant, outcome) {
            sums.iter_mut().zip(&columns[cell * n_held..]).for_each(|(sum, term)| *sum += term);
        }
        sums
    }

    /// By how much an outcome exceeds what a participant must have, in the integers of each world,
    /// negative where it falls short; a single entry where nothing about it is unknown.
    pub(super) fn margins(&self, participant: usize, outcome: &Outcome) -> Vec<i64> {
        let Participant { columns, n_held, width, .. } = &self.participants[participant];
        let mut margins = self.utilities(participant, outcome);
        margins.iter_mut().zip(&columns[(width - 1) * n_held..]).for_each(|(margin, needed)| *margin -= needed);
        margins
    }

    /// Whether a participant would never consent to an outcome: it crosses one of its red lines.
    #[must_use]
    pub fn is_barred(&self, participant: usize, outcome: &Outcome) -> bool {
        let red_lines = &self.negotiation.participant(participant).1.red_lines;
        red_lines.iter().any(|line| line.crossed(&outcome.0))
    }

    /// In which worlds a participant accepts an outcome.
    #[must_use]
    pub fn accepts(&self, participant: usize, outcome: &Outcome) -> Vec<bool> {
        if self.is_barred(participant, outcome) {
            return vec![false; self.n_worlds()];
        }
        let margins = self.margins(participant, outcome);
        match margins.as_slice() {
            [margin] => vec![*margin >= 0; self.n_worlds()],
            margins => margins.iter().map(|margin| *margin >= 0).collect(),
        }
    }

    /// In which worlds all parties accept an outcome, which must obey the rules.
    #[must_use]
    pub fn all_accept(&self, outcome: &Outcome) -> Vec<bool> {
        let mut all = vec![self.negotiation.broken_rules(outcome).is_empty(); self.n_worlds()];
        for party in 0..self.negotiation.parties().len() {
            all.iter_mut().zip(self.accepts(party, outcome)).for_each(|(all, accepts)| *all &= accepts);
        }
        all
    }

    /// How much the worlds count in which something holds.
    #[must_use]
    pub fn count(&self, holds: &[bool]) -> u64 {
        self.counts.iter().zip(holds).filter(|(_, holds)| **holds).map(|(count, _)| count).sum()
    }
}

impl Participant {
    fn new(index: usize, gridded: Gridded, n_worlds: usize, seed: u64, every: Option<&Every>) -> Participant {
        let unknowns: Vec<Quantity> = gridded.unknowns().map(|(quantity, _)| quantity).collect();
        let (width, n_unknowns) = (gridded.width(), unknowns.len());
        let n_held = if unknowns.is_empty() { 1 } else { n_worlds };
        let draw = |world: usize| {
            let mut random = SplitMix::stream(seed, (index as u64) << 40 | world as u64);
            let mut row = vec![0; width + n_unknowns + 1];
            let (cells, rest) = row.split_at_mut(width);
            let (fallen, denominator) = rest.split_at_mut(n_unknowns);
            let mut unknown = 0;
            let mut fall = |number: &Number| {
                if let Number::Known(number) = number {
                    return *number;
                }
                let case = every.map(|every| every.case(index, unknown, world));
                fallen[unknown] = match (number, case) {
                    (Number::OneOf { cases, .. }, Some(case)) => cases[case],
                    _ => number.draw(&mut random),
                };
                unknown += 1;
                fallen[unknown - 1]
            };
            gridded.fill(cells, &mut denominator[0], &mut fall);
            row
        };
        let rows: Vec<Vec<i64>> = (0..n_held).into_par_iter().map(draw).collect();
        let column = |cell: usize| rows.iter().map(move |row| row[cell]);
        let columns = (0..width).flat_map(column).collect();
        let fallen = (width..width + n_unknowns).flat_map(column).collect();
        let denominators = column(width + n_unknowns).collect();
        Participant { gridded, width, n_held, columns, denominators, unknowns, fallen }
    }
}

/// All worlds, where every unknown number is one of a few: worlds are numbered like the digits of a
/// number, a digit for every unknown number.
struct Every {
    /// For each participant and unknown number: how many cases it has, and how many worlds lie from
    /// one case to the next.
    digits: Vec<Vec<(usize, usize)>>,
    /// The chances, over a common denominator.
    counts: Vec<u64>,
}

/// Counts of worlds sum to at most this, so that sums of them are exact as floats too.
const MAX_TOTAL: u64 = 1 << 52;

impl Every {
    /// None where some number has no cases, there are more worlds than `most`, or their chances have no
    /// common denominator of a reasonable size.
    fn among(participants: &[Gridded], negotiation: &Negotiation, most: usize) -> Option<Every> {
        let mut chances = vec![Rational::one()];
        let mut digits = Vec::with_capacity(participants.len());
        for (index, gridded) in participants.iter().enumerate() {
            let doubts = negotiation.doubts().iter().find(|doubts| doubts.of == index);
            let mut own = Vec::new();
            for (quantity, _) in gridded.unknowns() {
                let unknowns = &doubts?.unknowns;
                let (_, distribution) = unknowns.iter().find(|(other, _)| *other == quantity)?;
                let Form::OneOf(cases) = distribution.form() else { return None };
                own.push((cases.len(), chances.len()));
                if chances.len().checked_mul(cases.len()).is_none_or(|n_worlds| n_worlds > most) {
                    return None;
                }
                let with = |chance: &Rational| chances.iter().map(|before| before * chance).collect::<Vec<Rational>>();
                chances = cases.iter().flat_map(|(_, chance)| with(chance)).collect();
            }
            digits.push(own);
        }
        let total = chances.iter().fold(BigInt::one(), |multiple, chance| multiple.lcm(chance.denom()));
        let total = total.to_u64().filter(|total| *total <= MAX_TOTAL)?;
        let count = |chance: &Rational| (chance * Rational::from(BigInt::from(total))).to_integer().to_u64();
        Some(Every { digits, counts: chances.iter().map(count).collect::<Option<_>>()? })
    }

    fn case(&self, participant: usize, unknown: usize, world: usize) -> usize {
        let (n_cases, stride) = self.digits[participant][unknown];
        world / stride % n_cases
    }
}
