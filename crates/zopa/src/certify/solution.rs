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
    let network = Network::new(negotiation).map_err(|_| {
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

    /// Whether an outcome settles every issue by an option that exists.
    fn require_shape(&self, outcome: &Outcome) -> Result<(), Flaw> {
        let sizes = self.negotiation.sizes();
        let fits = outcome.0.len() == sizes.len() && outcome.0.iter().zip(sizes).all(|(option, size)| option < size);
        if fits { Ok(()) } else { Err(Flaw::of("a package does not settle every issue by an option that exists")) }
    }

    /// Integer utilities of an outcome of the zone, measured on the negotiation as written.
    pub fn measure_zone(&self, outcome: &Outcome) -> Result<Vec<i64>, Flaw> {
        self.require_shape(outcome)?;
        if !self.negotiation.in_zone(outcome) {
            return Err(Flaw::of(format!("the package {} is not acceptable to all", self.describe(outcome))));
        }
        let utilities = self.negotiation.utilities(outcome);
        let integers = utilities.iter().zip(&self.network.scales).map(|(u, scale)| {
            let scaled = u * &scale.denominator;
            scaled.is_integer().then(|| scaled.to_integer().to_i64()).flatten()
        });
        integers.collect::<Option<Vec<i64>>>().ok_or_else(|| Flaw::of("a utility is not a multiple of its scale"))
    }

    /// Expected utilities of a mixture of permitted outcomes that all parties accept, in integer
    /// units, measured on the negotiation as written.
    pub fn measure_mixture(&self, mixture: &Mixture) -> Result<Vec<Rational>, Flaw> {
        let n = self.n_parties();
        let mut total = Rational::zero();
        let mut expected = vec![Rational::zero(); n];
        for (outcome, share) in mixture {
            self.require_shape(outcome)?;
            let permitted = self.negotiation.broken_rules(outcome).is_empty()
                && (0..n).all(|party| self.negotiation.crossed_red_lines(party, outcome).is_empty());
            if !permitted {
                let package = self.describe(outcome);
                return Err(Flaw::of(format!("the package {package} breaks a rule or crosses a red line")));
            }
            if !share.is_positive() {
                return Err(Flaw::of(format!("the share {} of a package is not positive", write(share))));
            }
            total += share;
            for (sum, utility) in expected.iter_mut().zip(self.negotiation.utilities(outcome)) {
                *sum += utility * share;
            }
        }
        if !total.is_one() {
            return Err(Flaw::of(format!("the shares of a mixture add up to {}, not to 1", write(&total))));
        }
        for (party, expected) in expected.iter_mut().enumerate() {
            if *expected < *self.reservation_value(party) {
                let id = &self.negotiation.parties()[party].id;
                return Err(Flaw::of(format!("a mixture gives `{id}` less than its reservation value")));
            }
            *expected *= &self.network.scales[party].denominator;
        }
        Ok(expected)
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
