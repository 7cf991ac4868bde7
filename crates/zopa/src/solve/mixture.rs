//! Mixtures of packages: solutions on the convex hull, in exact fractions.
//!
//! A mixture stands for a lottery, or for taking turns. Its utilities are the averages of its packages',
//! and only these have to reach the walk-away values. Floats find the packages that matter; a linear
//! program in fractions over these, which generates more where needed, decides.

use super::engine::goal::Guide;
use super::engine::linear_program::{Column, LinearProgram};
use super::engine::multipliers::relax;
use super::engine::space::Tables;
use super::engine::support::support;
use super::solver::Solver;
use crate::exact::Rational;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// A mixture of assignments with the weights that prove it best.
#[derive(Clone, Debug)]
pub(super) struct Mixed {
    pub shares: Vec<(Vec<usize>, Rational)>,
    /// The average utilities, in integer units.
    pub utilities: Vec<Rational>,
    /// Weights of the parties, whole numbers without common factor.
    pub weights: Vec<BigInt>,
}

/// What a linear program over mixtures maximises.
pub(super) enum Aim<'a> {
    /// The least of `(u_i - origin_i) / direction_i` over positive directions; all others reach their origin.
    Least { origin: &'a [Rational], direction: &'a [Rational] },
    /// `coefficients . u` with `u >= origin`.
    Sum { origin: &'a [Rational], coefficients: &'a [Rational] },
}

/// How much reaching the origin counts against the aim, and by how much that grows if it was too little.
const PENALTY_DIGITS: [u32; 3] = [9, 18, 36];

impl Solver<'_> {
    /// The best mixture; `None` if there is no package at all, or none whose mixtures reach the origin.
    pub(super) fn mix(&self, aim: &Aim) -> Option<Mixed> {
        if self.space.is_void {
            return None;
        }
        PENALTY_DIGITS.iter().find_map(|&digits| self.mix_with(aim, &Rational::from(BigInt::from(10).pow(digits))))
    }

    fn mix_with(&self, aim: &Aim, penalty: &Rational) -> Option<Mixed> {
        let p = self.reservation().len();
        let fixed = vec![None; self.space.order.len()];
        let relaxation = relax(&self.space, &fixed, &guide(aim), Vec::new(), &mut Tables::default())?;
        let mut assignments: Vec<Vec<usize>> = Vec::new();
        for (column, share) in relaxation.columns.iter().zip(&relaxation.shares) {
            let permitted = self.space.network.utilities(&column.assignment).is_some();
            if *share > 1e-9 && permitted && !assignments.contains(&column.assignment) {
                assignments.push(column.assignment.clone());
            }
        }
        if assignments.is_empty() {
            assignments.push(self.any_package()?);
        }
        let offset = columns_before(aim, penalty, p);
        let (mut program, first) = (offset.0, offset.1);
        let gains = |assignment: &[usize]| self.above_origin(aim, assignment);
        let start = gains(&assignments[0]);
        let basis = first_basis(aim, &start, first, p);
        program.push(self.column(aim, &start));
        let right_hand_side: Vec<Rational> =
            (0..=p).map(|row| if row == p { Rational::one() } else { Rational::zero() }).collect();
        let mut program = LinearProgram::new(&program, basis, &right_hand_side)?;
        for assignment in &assignments[1..] {
            let (column, cost, free) = self.column(aim, &gains(assignment));
            program.add(&column, cost, free);
        }
        loop {
            let duals = program.optimise();
            let prices = prices(aim, &duals);
            let weights = whole(&prices);
            let (_, assignment) = support(&self.space, &weights)?;
            let (column, cost, free) = self.column(aim, &gains(&assignment));
            let reduced = &cost - column.iter().zip(&duals).map(|(a, y)| a * y).sum::<Rational>();
            let permitted = self.space.network.utilities(&assignment).is_some();
            if reduced.is_positive() && permitted && !assignments.contains(&assignment) {
                program.add(&column, cost, free);
                assignments.push(assignment);
                continue;
            }
            let mut shares = vec![Rational::zero(); assignments.len()];
            for (index, value) in program.solution() {
                if index >= first {
                    shares[index - first] = value.clone();
                } else if value.is_positive() && self.is_penalty(aim, index) {
                    return None;
                }
            }
            let shares: Vec<(Vec<usize>, Rational)> =
                assignments.into_iter().zip(shares).filter(|(_, share)| share.is_positive()).collect();
            let utilities = self.average(&shares);
            return Some(Mixed { shares, utilities, weights });
        }
    }

    /// The average utilities of a mixture, in integer units.
    pub(super) fn average(&self, shares: &[(Vec<usize>, Rational)]) -> Vec<Rational> {
        let mut utilities = vec![Rational::zero(); self.reservation().len()];
        for (assignment, share) in shares {
            for (sum, u) in utilities.iter_mut().zip(self.integers(assignment)) {
                *sum += share * Rational::from(BigInt::from(u));
            }
        }
        utilities
    }

    fn any_package(&self) -> Option<Vec<usize>> {
        let (_, assignment) = support(&self.space, &vec![BigInt::one(); self.reservation().len()])?;
        self.space.network.utilities(&assignment).map(|_| assignment)
    }

    fn above_origin(&self, aim: &Aim, assignment: &[usize]) -> Vec<Rational> {
        let (Aim::Least { origin, .. } | Aim::Sum { origin, .. }) = aim;
        // Where loose factors forbid the assignment it cannot be part of a mixture; its column is not used then.
        let integers = self.space.network.utilities(assignment).unwrap_or_else(|| self.space.bottoms.clone());
        integers.iter().zip(*origin).map(|(&u, origin)| Rational::from(BigInt::from(u)) - origin).collect()
    }

    /// The column of a package with these gains.
    fn column(&self, aim: &Aim, gains: &[Rational]) -> Column<Rational> {
        let cost = match aim {
            Aim::Least { .. } => Rational::zero(),
            Aim::Sum { coefficients, .. } => coefficients.iter().zip(gains).map(|(c, g)| c * g).sum(),
        };
        (gains.iter().cloned().chain([Rational::one()]).collect(), cost, false)
    }

    /// Whether a column before the packages' lifts a party to its origin at a price.
    fn is_penalty(&self, aim: &Aim, index: usize) -> bool {
        match aim {
            Aim::Least { .. } => index >= 1 && index.is_multiple_of(2),
            Aim::Sum { .. } => !index.is_multiple_of(2),
        }
    }
}

/// The columns of the program before the packages': the least ratio, if there is one, then a
/// surplus and a penalised shortfall for each party. Also their number.
fn columns_before(aim: &Aim, penalty: &Rational, p: usize) -> (Vec<Column<Rational>>, usize) {
    let mut columns = Vec::new();
    let scale = match aim {
        Aim::Least { direction, .. } => {
            columns.push((direction.iter().map(|d| -d).chain([Rational::zero()]).collect(), Rational::one(), true));
            direction.iter().filter(|d| d.is_positive()).min().map_or_else(Rational::one, |least| least.recip())
        }
        Aim::Sum { coefficients, .. } => coefficients.iter().max().cloned().unwrap_or_else(Rational::one),
    };
    for party in 0..p {
        columns.push((row(p, party, -Rational::one()), Rational::zero(), false));
        columns.push((row(p, party, Rational::one()), -(penalty * &scale), false));
    }
    let count = columns.len();
    (columns, count)
}

/// A feasible basis with the first package alone.
fn first_basis(aim: &Aim, start: &[Rational], first_package: usize, p: usize) -> Vec<usize> {
    let mut basis = vec![first_package; p + 1];
    let (offset, least, ratio) = match aim {
        Aim::Sum { .. } => (0, None, Rational::zero()),
        Aim::Least { direction, .. } => {
            let ratios = (0..p).filter(|&i| direction[i].is_positive()).map(|i| (&start[i] / &direction[i], i));
            let least = ratios.min();
            (1, least.as_ref().map(|(_, i)| *i), least.map_or_else(Rational::zero, |(ratio, _)| ratio))
        }
    };
    for party in 0..p {
        let direction = match aim {
            Aim::Least { direction, .. } => direction[party].clone(),
            Aim::Sum { .. } => Rational::zero(),
        };
        let short = (&start[party] - &ratio * direction).is_negative();
        basis[party] = if Some(party) == least { 0 } else { offset + 2 * party + usize::from(short) };
    }
    basis
}

fn row(p: usize, at: usize, value: Rational) -> Vec<Rational> {
    (0..=p).map(|row| if row == at { value.clone() } else { Rational::zero() }).collect()
}

/// What a unit of each party's utility is worth at the optimum.
fn prices(aim: &Aim, duals: &[Rational]) -> Vec<Rational> {
    let own = |party: usize| match aim {
        Aim::Least { .. } => Rational::zero(),
        Aim::Sum { coefficients, .. } => coefficients[party].clone(),
    };
    (0..duals.len() - 1).map(|party| own(party) - &duals[party]).collect()
}

/// Fractions as whole numbers in the same proportion, without common factor.
pub(super) fn whole(fractions: &[Rational]) -> Vec<BigInt> {
    let multiple = fractions.iter().fold(BigInt::one(), |multiple, f| multiple.lcm(f.denom()));
    let whole: Vec<BigInt> = fractions.iter().map(|f| (f * &multiple).to_integer()).collect();
    let divisor = whole.iter().fold(BigInt::zero(), |divisor, w| divisor.gcd(w)).max(BigInt::one());
    whole.into_iter().map(|w| w / &divisor).collect()
}

fn guide(aim: &Aim) -> Guide {
    let floats = |exact: &[Rational]| exact.iter().map(crate::exact::to_f64).collect();
    match aim {
        Aim::Least { origin, direction } => Guide::Least { origin: floats(origin), direction: floats(direction) },
        Aim::Sum { origin, coefficients } => Guide::Sum { origin: floats(origin), coefficients: floats(coefficients) },
    }
}
