//! The plain-text instances of the benchmarks.
//!
//! Line 1: `n k p`, the numbers of issues, of options of each issue and of parties. Line 2: `p`
//! reservation values. Then `n * k` lines, option by option, of `p` integer utilities. Then, where
//! issues depend on each other, a line `m` and `m` lines `a b` followed by `k * k` entries for the
//! pairs of options of issues `a` and `b`: `X` (forbidden) or `p` integers that the pair adds.
//! Utilities are plain sums.

use super::diagnostic::{Place, Problems, quote};
use super::{Diagnostic, Format, Loaded, MAX_ISSUES, MAX_OPTIONS, Part, Source, utf8};
use crate::exact::Rational;
use crate::model::{
    Additive, Condition, Issue, IssueOption, JointTerm, MAX_PARTIES, Negotiation, Parts, Party, Preferences, Role,
    Rule, RuleKind, Utility,
};
use num_traits::{One, Zero};

/// The most numbers that the tables of pairs may have in all.
const MAX_ENTRIES: usize = 100_000;

pub(super) const FORMAT: Format = Format {
    id: "lattice",
    title: "plain text of integers, for benchmarks",
    extensions: &["txt"],
    recognise: |source| (source.extension() == "txt").then_some(Part::Talks),
    read: |sources, _| load(sources),
    check_party: |[_, party], _| Err(vec![surplus(party)]),
    writer: None,
    forms: None,
};

/// Reads an instance.
fn load(sources: &[Source]) -> Result<Loaded, Vec<Diagnostic>> {
    let source = match sources {
        [source] => source,
        _ => return Err(sources.iter().skip(1).map(surplus).collect()),
    };
    let mut problems = Problems::default();
    let read = utf8(source, Place { source: 0, offset: 0 }, &mut problems).map(|text| {
        let flawed = |flaws: Vec<String>| Flaw { offset: 0, message: flaws.join("; "), help: String::new() };
        Lines::new(text).instance(&source.name).and_then(|parts| Negotiation::new(parts).map_err(flawed))
    });
    match read {
        Some(Ok(negotiation)) => {
            let notes = vec!["utilities are plain sums in the units written".to_string()];
            return Ok(Loaded { negotiation, warnings: Vec::new(), notes });
        }
        Some(Err(flaw)) => {
            problems.error(Place { source: 0, offset: flaw.offset as u32 }, flaw.message, flaw.help);
        }
        None => {}
    }
    Err(problems.finish(sources))
}

fn surplus(source: &Source) -> Diagnostic {
    super::flaw(&source.name, "an instance of this format is one file: no other can follow", "give one file alone")
}

struct Flaw {
    offset: usize,
    message: String,
    help: String,
}

fn flaw<T>(offset: usize, message: impl Into<String>, help: impl Into<String>) -> Result<T, Flaw> {
    Err(Flaw { offset, message: message.into(), help: help.into() })
}

/// The lines of an instance that are not blank.
struct Lines<'s> {
    text: &'s str,
    lines: std::str::Lines<'s>,
}

/// The words of a line.
struct Words<'s> {
    text: &'s str,
    words: std::str::SplitAsciiWhitespace<'s>,
    /// Byte of the line's start in the text.
    start: usize,
    line: &'s str,
    what: &'static str,
}

impl<'s> Lines<'s> {
    fn new(text: &'s str) -> Lines<'s> {
        Lines { text, lines: text.lines() }
    }

    fn next_line(&mut self) -> Option<&'s str> {
        self.lines.by_ref().find(|line| !line.trim().is_empty())
    }

    fn words(&mut self, what: &'static str) -> Result<Words<'s>, Flaw> {
        match self.next_line() {
            Some(line) => {
                let start = line.as_ptr() as usize - self.text.as_ptr() as usize;
                Ok(Words { text: self.text, words: line.split_ascii_whitespace(), start, line, what })
            }
            None => flaw(self.text.trim_end().len(), format!("the file ends before {what}"), "add the missing lines"),
        }
    }

    fn instance(&mut self, name: &str) -> Result<Parts, Flaw> {
        let what = "the numbers of issues, options and parties";
        let mut header = self.words(what)?;
        let [n_issues, n_options, n_parties] = [MAX_ISSUES, MAX_OPTIONS, MAX_PARTIES].map(|most| header.count(1, most));
        let (n_issues, n_options, n_parties) = (n_issues?, n_options?, n_parties?);
        header.end()?;
        if n_issues * n_options > MAX_OPTIONS {
            return flaw(
                header.start,
                format!("there are more than {MAX_OPTIONS} options in all"),
                "split the instance",
            );
        }
        let mut line = self.words("the reservation values")?;
        let reservations = (0..n_parties).map(|_| line.integer()).collect::<Result<Vec<_>, _>>()?;
        line.end()?;
        let mut utilities = vec![plain_sum(n_issues); n_parties];
        for issue in 0..n_issues {
            for _ in 0..n_options {
                let mut line = self.words("the utilities of every option")?;
                for utility in &mut utilities {
                    utility.values[issue].push(line.integer()?);
                }
                line.end()?;
            }
        }
        let rules = self.dependencies(n_issues, n_options, &mut utilities)?;
        let preferences = utilities.into_iter().zip(reservations).map(|(utility, reservation_value)| Preferences {
            utility: Utility::Additive(utility),
            red_lines: Vec::new(),
            reservation_value,
            discount: None,
        });
        let text = |kind: &str, index: usize| format!("{kind} {index}");
        let option = |index| IssueOption { id: index_name("", index), text: text("Option", index), amount: None };
        let issue = |index| Issue {
            id: index_name("i", index),
            title: text("Issue", index),
            point: None,
            category: None,
            unit: None,
            options: (0..n_options).map(option).collect(),
        };
        let party = |index| Party { id: index_name("p", index), name: text("Party", index), role: Role::Party };
        Ok(Parts {
            title: name.rsplit(['/', '\\']).next().unwrap_or(name).to_string(),
            issues: (0..n_issues).map(issue).collect(),
            parties: (0..n_parties).map(party).collect(),
            preferences: preferences.collect(),
            rules,
            ..Parts::default()
        })
    }

    /// The tables of pairs of issues, if there are any; pairs that are forbidden become rules.
    fn dependencies(
        &mut self,
        n_issues: usize,
        n_options: usize,
        utilities: &mut [Additive],
    ) -> Result<Vec<Rule>, Flaw> {
        let mut rules = Vec::new();
        let mut rest = Lines { text: self.text, lines: self.lines.clone() };
        if rest.next_line().is_none() {
            return Ok(rules);
        }
        let mut header = self.words("the number of pairs of issues")?;
        let n_pairs = header.count(0, n_issues * n_issues)?;
        header.end()?;
        if n_pairs.saturating_mul(n_options * n_options).saturating_mul(utilities.len()) > MAX_ENTRIES {
            let message = format!("the pairs of issues have more than {MAX_ENTRIES} numbers");
            return flaw(header.start, message, "leave out the pairs that matter least");
        }
        for _ in 0..n_pairs {
            let mut line = self.words("a pair of issues")?;
            let (a, b) = (line.count(0, n_issues - 1)?, line.count(0, n_issues - 1)?);
            if a == b {
                return flaw(line.start, format!("issue {a} is paired with itself"), "name two issues");
            }
            for entry in 0..n_options * n_options {
                let [first, second] = [(a, entry / n_options), (b, entry % n_options)]
                    .map(|(issue, option)| Condition { issue, options: vec![option] });
                if line.forbidden() {
                    let text = format!("Not together: i{a} is {}; i{b} is {}", first.options[0], second.options[0]);
                    rules.push(Rule { text, kind: RuleKind::Excludes(vec![first, second]) });
                    continue;
                }
                for utility in utilities.iter_mut() {
                    let worth = line.integer()?;
                    if !worth.is_zero() {
                        let term = JointTerm { conditions: vec![first.clone(), second.clone()], worth };
                        utility.joint_terms.push(term);
                    }
                }
            }
            line.end()?;
        }
        match self.next_line() {
            None => Ok(rules),
            Some(line) => {
                let offset = line.as_ptr() as usize - self.text.as_ptr() as usize;
                flaw(offset, "a line follows the last pair of issues", "remove it, or raise the number of pairs")
            }
        }
    }
}

fn index_name(prefix: &str, index: usize) -> String {
    format!("{prefix}{index}")
}

fn plain_sum(n_issues: usize) -> Additive {
    Additive {
        weights: vec![Rational::one(); n_issues],
        values: vec![Vec::new(); n_issues],
        joint_terms: Vec::new(),
        weight_total: Rational::one(),
        value_scale: Rational::one(),
    }
}

impl<'s> Words<'s> {
    fn next_word(&mut self) -> Result<&'s str, Flaw> {
        match self.words.next() {
            Some(word) => Ok(word),
            None => {
                let end = self.start + self.line.trim_end().len();
                flaw(end, "the line ends too early", format!("expected {}", self.what))
            }
        }
    }

    fn offset(&self, word: &str) -> usize {
        word.as_ptr() as usize - self.text.as_ptr() as usize
    }

    /// A whole number between bounds.
    fn count(&mut self, least: usize, most: usize) -> Result<usize, Flaw> {
        let word = self.next_word()?;
        match word.parse() {
            Ok(count) if (least..=most).contains(&count) => Ok(count),
            _ => {
                let message = format!("{} is not a whole number from {least} to {most}", quote(word));
                flaw(self.offset(word), message, format!("expected {}", self.what))
            }
        }
    }

    fn integer(&mut self) -> Result<Rational, Flaw> {
        let word = self.next_word()?;
        match word.parse::<i64>() {
            Ok(integer) => Ok(Rational::from_integer(integer.into())),
            Err(_) => {
                let message = format!("{} is not an integer of at most 18 digits", quote(word));
                flaw(self.offset(word), message, format!("expected {}", self.what))
            }
        }
    }

    /// Whether the next word forbids a pair; if so it is passed.
    fn forbidden(&mut self) -> bool {
        let forbidden = self.words.clone().next() == Some("X");
        if forbidden {
            self.words.next();
        }
        forbidden
    }

    fn end(&mut self) -> Result<(), Flaw> {
        match self.words.next() {
            None => Ok(()),
            Some(word) => {
                let message = format!("{} is too many on this line", quote(word));
                flaw(self.offset(word), message, format!("expected {}", self.what))
            }
        }
    }
}

#[cfg(test)]
mod tests;
