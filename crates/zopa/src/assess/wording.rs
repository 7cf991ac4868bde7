//! Two texts compared word by word.

/// Below this share of common words two texts are told whole instead of word by word.
const ALIKE: f64 = 0.4;

/// Longer texts are compared as wholes.
const MOST_WORDS: usize = 400;

/// A word of one of two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'w> {
    /// In both.
    Kept(&'w str),
    /// In the first alone.
    Gone(&'w str),
    /// In the second alone.
    New(&'w str),
}

/// The words of two texts in order; `None` where they have so little in common that each is better read whole.
#[must_use]
pub fn compared<'w>(before: &'w str, after: &'w str) -> Option<Vec<Step<'w>>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split_whitespace().collect(), after.split_whitespace().collect());
    if old.len() > MOST_WORDS || new.len() > MOST_WORDS {
        return None;
    }
    let steps = differences(&old, &new);
    let common = steps.iter().filter(|step| matches!(step, Step::Kept(_))).count();
    (common as f64 >= ALIKE * old.len().max(new.len()) as f64).then_some(steps)
}

/// The words of two texts in order, by a longest common subsequence (Hirschberg 1975 describes the table).
fn differences<'w>(old: &[&'w str], new: &[&'w str]) -> Vec<Step<'w>> {
    let mut lengths = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i][j] =
                if old[i] == new[j] { lengths[i + 1][j + 1] + 1 } else { lengths[i + 1][j].max(lengths[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            steps.push(Step::Kept(new[j]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && lengths[i + 1][j] >= lengths[i][j + 1]) {
            steps.push(Step::Gone(old[i]));
            i += 1;
        } else {
            steps.push(Step::New(new[j]));
            j += 1;
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::{Step::*, compared};

    #[test]
    fn marks_what_changed() {
        let steps = compared("at most 600 men", "at most 800 men").unwrap();
        assert_eq!(steps, [Kept("at"), Kept("most"), Gone("600"), New("800"), Kept("men")]);
        assert_eq!(compared("a b", "x y z"), None);
        assert_eq!(compared("a b c", "a b").unwrap(), [Kept("a"), Kept("b"), Gone("c")]);
    }

    #[test]
    fn both_texts_can_be_read_from_the_steps() {
        for (before, after) in [("a b c d", "b c x d"), ("one two", "one"), ("x", "x y"), ("a a b", "a b b")] {
            let steps = compared(before, after).unwrap();
            let old: Vec<&str> =
                steps.iter().filter_map(|s| if let Kept(w) | Gone(w) = s { Some(*w) } else { None }).collect();
            let new: Vec<&str> =
                steps.iter().filter_map(|s| if let Kept(w) | New(w) = s { Some(*w) } else { None }).collect();
            assert_eq!((old.join(" ").as_str(), new.join(" ").as_str()), (before, after));
        }
    }
}
