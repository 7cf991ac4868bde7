//! What a new folder of talks begins with.

use super::Source;

/// A commented example to change into one's own: the talks file first, then the parties' files, by
/// their paths in the new folder.
#[must_use]
pub fn starter() -> Vec<Source> {
    [
        ("talks.toml", include_str!("talks.toml")),
        ("parties/farmers.toml", include_str!("parties/farmers.toml")),
        ("parties/city.toml", include_str!("parties/city.toml")),
    ]
    .map(|(name, text)| Source::new(name, text))
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::load;
    use crate::model::Outcome;

    #[test]
    fn the_starter_is_in_order_and_has_a_zone() {
        let loaded = load(&starter()).expect("the starter loads");
        assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
        let sizes = loaded.negotiation.sizes().to_vec();
        let n_outcomes: usize = sizes.iter().product();
        let outcome = |mut index: usize| {
            let digit = |&size: &usize| {
                let option = index % size;
                index /= size;
                option
            };
            Outcome(sizes.iter().map(digit).collect())
        };
        let in_zone = (0..n_outcomes).filter(|&index| loaded.negotiation.in_zone(&outcome(index))).count();
        assert!(in_zone > 1 && in_zone < n_outcomes, "{in_zone} of {n_outcomes}");
    }
}
