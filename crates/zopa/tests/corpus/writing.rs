//! Writing changes no utility: whatever a format can express reads as the same, outcome by outcome.

use crate::scenario::{Scenario, corpus, scenarios};
use std::collections::BTreeMap;
use zopa::exact::{Rational, ratio};
use zopa::format::{FORMATS, Format, Semantics, load};
use zopa::model::{Negotiation, Outcome};

/// The formats of the field, and how many of the scenarios that are read each can express. The others
/// are refused: utilities above 1 in GENIUS and GeniusWeb, no agreement that is worth what no outcome is
/// in GeniusWeb, hyper-rectangles in NegoLog.
const WRITTEN: &[(&str, usize)] =
    &[("genius", 450), ("geniusweb", 188), ("negmas", 457), ("negmas-json", 457), ("negolog", 440)];

/// The most outcomes that are compared; of more, as many spread over all.
const COMPARED: usize = 20;

/// Some outcomes: all, where there are few.
fn outcomes(negotiation: &Negotiation) -> Vec<Outcome> {
    let sizes = negotiation.sizes();
    let total = sizes.iter().try_fold(1usize, |n, size| n.checked_mul(*size)).filter(|total| *total <= COMPARED);
    let mut state = 1u64;
    let mut draw = |size: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % size
    };
    let spread = |draw: &mut dyn FnMut(usize) -> usize| Outcome(sizes.iter().map(|&size| draw(size)).collect());
    match total {
        None => (0..COMPARED).map(|_| spread(&mut draw)).collect(),
        Some(total) => {
            let nth = |mut index: usize| {
                let digit = |&size: &usize| {
                    let option = index % size;
                    index /= size;
                    option
                };
                Outcome(sizes.iter().map(digit).collect())
            };
            (0..total).map(nth).collect()
        }
    }
}

/// Writes and reads again; whether the format could express it.
fn survives(scenario: &Scenario, negotiation: &Negotiation, format: &Format) -> bool {
    let name = format!("{} as {}", scenario.name(), format.id);
    let Ok(written) = format.writer.expect("a writer").write(negotiation) else { return false };
    let again = load(&written.files).unwrap_or_else(|problems| panic!("{name}: {problems:?}")).negotiation;
    let is_cut = written.left_out.iter().any(|what| what.contains("cut"));
    let tolerance = if is_cut { ratio(1, 1_000_000_000_000_000) } else { ratio(0, 1) };
    let near = |a: &Rational, b: &Rational| {
        let apart = a - b;
        apart <= tolerance && -apart <= tolerance
    };
    let ids = |talks: &Negotiation| -> Vec<Vec<String>> {
        talks.issues().iter().map(|issue| issue.options.iter().map(|option| option.id.clone()).collect()).collect()
    };
    assert_eq!(ids(&again), ids(negotiation), "{name}");
    // Files are read in the order written, which is that of the parties.
    for outcome in outcomes(negotiation) {
        let pairs = again.utilities(&outcome).into_iter().zip(negotiation.utilities(&outcome));
        for (read, wrote) in pairs {
            assert!(near(&read, &wrote), "{name}: {outcome:?} is worth {read}, not {wrote}");
        }
    }
    for (read, wrote) in again.preferences().iter().zip(negotiation.preferences()) {
        assert!(near(&read.reservation_value, &wrote.reservation_value), "{name}");
        let is_kept = written.left_out.iter().all(|what| !what.contains("discount"));
        assert!(!is_kept || read.discount == wrote.discount, "{name}: the discount");
    }
    true
}

#[test]
fn writing_changes_no_utility() {
    let Some(corpus) = corpus() else {
        println!("skipped: the corpus is not there");
        return;
    };
    let mut written: BTreeMap<&str, usize> = BTreeMap::new();
    for scenario in scenarios(&corpus) {
        let Ok(loaded) = scenario.load(Semantics::Own) else { continue };
        for format in FORMATS.iter().filter(|format| WRITTEN.iter().any(|(id, _)| *id == format.id)) {
            *written.entry(format.id).or_insert(0) += usize::from(survives(&scenario, &loaded.negotiation, format));
        }
    }
    assert_eq!(written.into_iter().collect::<Vec<_>>(), WRITTEN);
}
