//! What the solutions are, and how outcomes measure up on the negotiation itself.

use super::Flaw;
use crate::exact::{Rational, write};
use crate::model::{Negotiation, Outcome};
use crate::solve::certificate::Mixture;
use crate::solve::network::Network;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// A solution that certificates exist for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Solution {
    Zone,
    Egalitarian,
    Leximin,
    Utilitarian,
    NormalisedUtilitarian,
    WeightedSum,
    Nash,
    WeightedNash,
    KalaiSmorodinsky,
    NashMixture,
    KalaiSmorodinskyMixture,
    EgalitarianMixture,
}

impl Solution {
    /// The solution with this identifier.
    pub fn from_id(id: &str) -> Option<Solution> {
        Some(match id {
            "zone" => Solution::Zone,
            "egalitarian" => Solution::Egalitarian,
            "leximin" => Solution::Leximin,
            "utilitarian" => Solution::Utilitarian,
            "utilitarian-normalised" => Solution::NormalisedUtilitarian,
            "weighted-sum" => Solution::WeightedSum,
            "nash" => Solution::Nash,
            "weighted-nash" => Solution::WeightedNash,
            "kalai-smorodinsky" => Solution::KalaiSmorodinsky,
            "nash-mixture" => Solution::NashMixture,
            "kalai-smorodinsky-mixture" => Solution::KalaiSmorodinskyMixture,
            "egalitarian-mixture" => Solution::EgalitarianMixture,
            _ => return None,
        })
    }

    /// Whether it picks a mixture of outcomes instead of an outcome.
    pub fn is_mixture(self) -> bool {
        matches!(self, Solution::NashMixture | Solution::KalaiSmorodinskyMixture | Solution::EgalitarianMixture)
    }

    /// Whether its definition refers to what each party could get at best.
    pub fn has_ideals(self) -> bool {
        matches!(self, Solution::KalaiSmorodinsky | Solution::KalaiSmorodinskyMixture | Solution::NormalisedUtilitarian)
    }

    /// Whether it takes weights of the parties.
    pub fn has_weights(self) -> bool {
        matches!(self, Solution::WeightedSum | Solution::WeightedNash)
    }

    /// Whether its value depends on how far a utility lies above the reservation value.
    pub fn counts_gains(self) -> bool {
        !matches!(self, Solution::Zone | Solution::Utilitarian | Solution::WeightedSum)
    }
}

/// Compiles the negotiation, if that is possible without rounding.
pub(super) fn compile(negotiation: &Negotiation) -> Result<Network, Flaw> {
    let network = Network::to_search(negotiation).map_err(|_| {
        Flaw::with_remedy(
            "preferences are tables over too many outcomes to be checked one by one",
            "state them by weights and option values",
        )
    })?;
    if let Some(party) = network.scales.iter().position(|scale| !scale.is_exact()) {
        let id = &negotiation.parties()[party].id;
        return Err(Flaw::with_remedy(
            format!(
                "the utilities of `{id}` have no common denominator that 40 bits hold, so nothing can be certified"
            ),
            "write them with fewer digits",
        ));
    }
    Ok(network)
}

/// The negotiation in both of its forms.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    /// As written; decides what an outcome is worth.
    pub negotiation: &'a Negotiation,
    /// As compiled; decides which outcomes there are.
    pub network: &'a Network,
}

impl Facts<'_> {
    /// The number of parties.
    pub fn n_parties(&self) -> usize {
        self.network.n_parties
    }

    /// A party's reservation value, as written.
    pub fn reservation_value(&self, party: usize) -> &Rational {
        &self.negotiation.preferences()[party].reservation_value
    }

    /// Refuses where a reservation value lies so far from all utilities that its integer only
    /// preserves comparisons: gains would be wrong.
    pub fn require_exact_reservation_values(&self) -> Result<(), Flaw> {
        for (party, scale) in self.network.scales.iter().enumerate() {
            let integer = Rational::from(num_bigint::BigInt::from(self.network.reservation[party]));
            if self.reservation_value(party) * &scale.denominator != integer {
                let id = &self.negotiation.parties()[party].id;
                return Err(Flaw::with_remedy(
                    format!("the reservation value of `{id}` is out of proportion to its utilities"),
                    "state one that some package comes near",
                ));
            }
        }
        Ok(())
    }

    /// Exact utilities of an outcome that obeys the rules and crosses no red line.
    fn measure(&self, outcome: &Outcome) -> Result<Vec<Rational>, Flaw> {
        let sizes = self.negotiation.sizes();
        if outcome.0.len() != sizes.len() || outcome.0.iter().zip(sizes).any(|(option, size)| option >= size) {
            return Err(Flaw::of("a package does not settle every issue by an option that exists"));
        }
        let crossed = |party| !self.negotiation.crossed_red_lines(party, outcome).is_empty();
        if !self.negotiation.broken_rules(outcome).is_empty() || (0..self.n_parties()).any(crossed) {
            let package = self.describe(outcome);
            return Err(Flaw::of(format!("the package {package} breaks a rule or crosses a red line")));
        }
        Ok(self.negotiation.utilities(outcome))
    }

    /// Refuses utilities of which one lies below the reservation value.
    fn require_acceptable(&self, utilities: &[Rational]) -> Result<(), Flaw> {
        let below = (0..utilities.len()).find(|&party| utilities[party] < *self.reservation_value(party));
        below.map_or(Ok(()), |party| {
            let id = &self.negotiation.parties()[party].id;
            Err(Flaw::of(format!("`{id}` gets less than its reservation value")))
        })
    }

    /// Integer utilities of an outcome of the zone, measured on the negotiation as written.
    pub fn measure_zone(&self, outcome: &Outcome) -> Result<Vec<i64>, Flaw> {
        let utilities = self.measure(outcome)?;
        self.require_acceptable(&utilities)?;
        let integers = utilities.into_iter().zip(&self.network.scales).map(|(utility, scale)| {
            let scaled = utility * &scale.denominator;
            scaled.is_integer().then(|| scaled.to_integer().to_i64()).flatten()
        });
        integers.collect::<Option<Vec<i64>>>().ok_or_else(|| Flaw::of("a utility is not a multiple of its scale"))
    }

    /// Expected utilities of a mixture of permitted outcomes that all parties accept, in integer
    /// units, measured on the negotiation as written.
    pub fn measure_mixture(&self, mixture: &Mixture) -> Result<Vec<Rational>, Flaw> {
        let mut total = Rational::zero();
        let mut expected = vec![Rational::zero(); self.n_parties()];
        for (outcome, share) in mixture {
            if !share.is_positive() {
                return Err(Flaw::of(format!("the share {} of a package is not positive", write(share))));
            }
            total += share;
            for (sum, utility) in expected.iter_mut().zip(self.measure(outcome)?) {
                *sum += utility * share;
            }
        }
        if !total.is_one() {
            return Err(Flaw::of(format!("the shares of a mixture add up to {}, not to 1", write(&total))));
        }
        self.require_acceptable(&expected)?;
        Ok(expected.into_iter().zip(&self.network.scales).map(|(u, scale)| u * &scale.denominator).collect())
    }

    /// An outcome in the words of the negotiation's file.
    pub fn describe(&self, outcome: &Outcome) -> String {
        let issues = self.negotiation.issues().iter().zip(&outcome.0);
        issues
            .map(|(issue, &option)| format!("{}={}", issue.id, issue.options[option].id))
            .collect::<Vec<_>>()
            .join(" ")
    }
}
