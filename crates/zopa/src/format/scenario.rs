//! What the formats of the field share: a domain, and a profile of each party over it.

mod issues;
mod pieces;
mod sum;
mod writing;

use super::diagnostic::{Place, Problems};
use super::{Diagnostic, Loaded, Reading, Source};
use crate::exact::{self, Rational};
use crate::model::{Issue, MAX_PARTIES, Negotiation, Parts, Party, Preferences, Role, Utility};
use std::collections::HashMap;

pub(super) use issues::{Issues, Range};
pub(super) use pieces::{json_trees, label, number, option_values, required, tree_number};
pub(super) use sum::Sum;
pub(super) use writing::{Decimals, file_names, survey, weight_and_values};

/// What is negotiated.
pub(super) struct Domain {
    pub title: String,
    pub issues: Vec<Issue>,
}

impl Domain {
    pub fn issue(&self, id: &str) -> Option<usize> {
        self.issues.iter().position(|issue| issue.id == id)
    }

    pub fn option(&self, issue: usize, id: &str) -> Option<usize> {
        self.issues[issue].options.iter().position(|option| option.id == id)
    }
}

/// What a party's file says of no agreement.
pub(super) enum NoAgreement {
    Worth(Rational),
    /// Worse than any agreement.
    Worst,
}

/// What a party's file says.
pub(super) struct Profile {
    /// The file, by its name.
    pub file: String,
    /// The name in the file, where it has one.
    pub name: Option<String>,
    pub utility: Utility,
    pub no_agreement: NoAgreement,
    pub discount: Option<Rational>,
}

/// The negotiation that a domain and profiles make, or every problem.
pub(super) fn finish(
    read: Option<(Domain, Vec<Profile>)>,
    mut notes: Vec<String>,
    mut problems: Problems,
    sources: &[Source],
) -> Result<Loaded, Vec<Diagnostic>> {
    let start = Place { source: 0, offset: 0 };
    let negotiation = match read {
        Some((domain, profiles)) if !problems.failed() => assemble(domain, profiles, &mut notes, &mut problems),
        _ => None,
    };
    match negotiation {
        Some(negotiation) if !problems.failed() => {
            Ok(Loaded { negotiation, warnings: problems.finish(sources), notes })
        }
        _ => {
            if !problems.failed() {
                problems.error(start, "nothing could be read", "is it the right file?");
            }
            Err(problems.finish(sources))
        }
    }
}

fn assemble(
    domain: Domain,
    profiles: Vec<Profile>,
    notes: &mut Vec<String>,
    problems: &mut Problems,
) -> Option<Negotiation> {
    let start = Place { source: 0, offset: 0 };
    if profiles.is_empty() {
        problems.error(start, "no file says what a party wants", "give the parties' files too, with --parties");
        return None;
    }
    if profiles.len() > MAX_PARTIES {
        let message = format!("there are {} parties' files, more than {MAX_PARTIES}", profiles.len());
        problems.error(start, message, "choose the parties that take part with --parties FILE FILE ...");
        return None;
    }
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut parties = Vec::new();
    let mut preferences = Vec::new();
    for profile in profiles {
        let times = taken.entry(profile.file.clone()).or_insert(0);
        *times += 1;
        let id = if *times == 1 { profile.file.clone() } else { format!("{} ({times})", profile.file) };
        let name = profile.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| id.clone());
        let reservation_value = match profile.no_agreement {
            NoAgreement::Worth(worth) => worth,
            NoAgreement::Worst => {
                let worth = profile.utility.lower_bound();
                let shown = exact::write(&worth);
                notes.push(format!("{name} prefers any agreement to none: no agreement counts {shown}, as its worst"));
                worth
            }
        };
        parties.push(Party { id, name, role: Role::Party });
        preferences.push(Preferences {
            utility: profile.utility,
            red_lines: Vec::new(),
            reservation_value,
            discount: profile.discount,
        });
    }
    let parts = Parts { title: domain.title, issues: domain.issues, parties, preferences, ..Parts::default() };
    match Negotiation::new(parts) {
        Ok(negotiation) => Some(negotiation),
        Err(flaws) => {
            flaws.into_iter().for_each(|flaw| problems.error(start, flaw, ""));
            None
        }
    }
}

/// Checks a party's file against the domain alone.
pub(super) fn check_party(
    files: &[Source; 2],
    reading: &Reading,
    load: impl Fn(&[Source], &Reading) -> Result<Loaded, Vec<Diagnostic>>,
) -> Result<super::Checked, Vec<Diagnostic>> {
    load(files, reading).map(|loaded| super::Checked { warnings: loaded.warnings, notes: loaded.notes })
}
