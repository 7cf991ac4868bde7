//! From utilities to places on a picture.

use crate::exact::to_f64;
use crate::report::brief::Brief;
use crate::solve::Answer;

/// The axis of each party: from where to where utilities are drawn. All parties share one axis where
/// all utilities lie between 0 and 1; otherwise each has its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Scales {
    ends: Vec<(f64, f64)>,
    /// Whether all parties share one axis.
    pub is_common: bool,
}

impl Scales {
    /// The axes that show everything the brief knows.
    #[must_use]
    pub fn of(brief: &Brief) -> Scales {
        let ends: Vec<(f64, f64)> = (0..brief.parties.len()).map(|party| extremes(brief, party)).collect();
        let (low, high) = ends.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), e| (l.min(e.0), h.max(e.1)));
        if low >= 0.0 && high <= 1.0 {
            let (low, high) = ((low * 10.0 - 0.2).floor().max(0.0) / 10.0, (high * 10.0 + 0.2).ceil().min(10.0) / 10.0);
            return Scales { ends: vec![(low, high.max(low + 0.1)); ends.len()], is_common: true };
        }
        let padded = ends.into_iter().map(|(low, high)| {
            let pad = if high > low { (high - low) * 0.06 } else { high.abs().max(1.0) * 0.1 };
            (low - pad, high + pad)
        });
        Scales { ends: padded.collect(), is_common: false }
    }

    /// Where a party's utility lies on its axis: 0 at the lower end, 1 at the upper.
    #[must_use]
    pub fn place(&self, party: usize, utility: f64) -> f64 {
        let (low, high) = self.ends[party];
        ((utility - low) / (high - low)).clamp(0.0, 1.0)
    }

    /// Round utilities to mark on a party's axis, three to six of them.
    #[must_use]
    pub fn ticks(&self, party: usize) -> Vec<f64> {
        let (low, high) = self.ends[party];
        let rough = (high - low) / 4.0;
        let power = 10f64.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= rough * 0.99).unwrap_or(rough);
        let first = (low / step - 1e-9).ceil() as i64;
        let last = (high / step + 1e-9).floor() as i64;
        (first..=last.min(first + 10)).map(|i| i as f64 * step).collect()
    }
}

/// The least and the greatest utility of a party that a picture shows.
fn extremes(brief: &Brief, party: usize) -> (f64, f64) {
    let stand = &brief.parties[party];
    let mut values = vec![to_f64(&stand.walk_away)];
    values.extend(stand.ideal.as_ref().and_then(Answer::settlement).map(|s| to_f64(&s.utilities[party])));
    for draft in &brief.drafts {
        values.extend([to_f64(&draft.standing.utilities[party].least), to_f64(&draft.standing.utilities[party].most)]);
    }
    let settlements = brief.solutions.iter().filter_map(|solved| solved.answer.settlement());
    values.extend(settlements.map(|settlement| to_f64(&settlement.utilities[party])));
    let points = brief.frontiers.iter().flat_map(|pair| &pair.points);
    values.extend(points.map(|point| to_f64(&point.utilities[party])));
    values
        .into_iter()
        .filter(|v| v.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
}
