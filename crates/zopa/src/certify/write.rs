//! A certificate as text.
//!
//! One thing a line, the first word says what. Identifiers are those of the negotiation's file, with
//! `%` and two hexadecimal digits for bytes that would separate words.
//!
//! ```text
//! zopa certificate 1
//! negotiation <fingerprint>
//! solution nash
//! weights                         one for each party, where the solution takes some
//! verdict optimum                 or: verdict mixture, verdict empty
//! value 0.25
//! outcome border=open toll=none   for a mixture: bound, packages (how many), then a line
//!                                 `share 1/3 border=open ...` for each
//! ideals 0                        then for each party: packages, and a line for each
//! order 0 2 1                     variables in the order of assignment
//! loose                           factors left out of the tables
//! proofs 1                        then for each: tree, or stages (how many), or support (weights)
//! tree
//! case 0 2                        variable, number of cases; the cases follow
//! leaf 512 204                    the weights of a case
//! leaf 498 211
//! seal <SHA-256 of all lines before>
//! ```

use super::fingerprint::{digest, fingerprint, word};
use crate::exact;
use crate::model::{Negotiation, Outcome};
use crate::solve::certificate::{Certificate, Mixture, Proof, Tree, Verdict};
use std::fmt::{Display, Write};

/// Writes a certificate for a negotiation.
#[must_use]
pub fn write(certificate: &Certificate, negotiation: &Negotiation) -> String {
    let mut text = unsealed(certificate, &fingerprint(negotiation), negotiation);
    let seal = digest(text.as_bytes());
    line(&mut text, &format!("seal {seal}"));
    text
}

/// Everything but the seal.
pub(super) fn unsealed(certificate: &Certificate, fingerprint: &str, negotiation: &Negotiation) -> String {
    let mut text = String::new();
    line(&mut text, "zopa certificate 1");
    line(&mut text, &format!("negotiation {fingerprint}"));
    line(&mut text, &format!("solution {}", word(&certificate.solution)));
    words(&mut text, "weights", certificate.weights.iter().map(exact::write));
    match &certificate.verdict {
        Verdict::Optimum { outcome, value } => {
            line(&mut text, "verdict optimum");
            line(&mut text, &format!("value {}", exact::write(value)));
            words(&mut text, "outcome", settlement(outcome, negotiation));
        }
        Verdict::Mixture { mixture, value, bound } => {
            line(&mut text, "verdict mixture");
            line(&mut text, &format!("value {}", exact::write(value)));
            line(&mut text, &format!("bound {}", exact::write(bound)));
            packages(&mut text, mixture, negotiation);
        }
        Verdict::Empty => line(&mut text, "verdict empty"),
    }
    line(&mut text, &format!("ideals {}", certificate.ideals.len()));
    for ideal in &certificate.ideals {
        packages(&mut text, ideal, negotiation);
    }
    words(&mut text, "order", certificate.order.iter());
    words(&mut text, "loose", certificate.loose.iter());
    line(&mut text, &format!("proofs {}", certificate.proofs.len()));
    for proof in &certificate.proofs {
        match proof {
            Proof::Direct(cases) => {
                line(&mut text, "tree");
                tree(&mut text, cases);
            }
            Proof::Stages(stages) => {
                line(&mut text, &format!("stages {}", stages.len()));
                stages.iter().for_each(|cases| tree(&mut text, cases));
            }
            Proof::Support(weights) => words(&mut text, "support", weights.iter()),
        }
    }
    text
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

fn words(text: &mut String, first: &str, rest: impl Iterator<Item = impl Display>) {
    text.push_str(first);
    for word in rest {
        // Writing to a string does not fail.
        let _ = write!(text, " {word}");
    }
    text.push('\n');
}

fn packages(text: &mut String, mixture: &Mixture, negotiation: &Negotiation) {
    line(text, &format!("packages {}", mixture.len()));
    for (outcome, share) in mixture {
        words(text, &format!("share {}", exact::write(share)), settlement(outcome, negotiation));
    }
}

/// `issue=option` for every issue. What does not fit the negotiation becomes a lone `%`, which no
/// reader accepts.
fn settlement<'a>(outcome: &'a Outcome, negotiation: &'a Negotiation) -> impl Iterator<Item = String> + 'a {
    (0..outcome.0.len().max(negotiation.issues().len()))
        .map(|index| {
            let issue = negotiation.issues().get(index)?;
            let option = issue.options.get(*outcome.0.get(index)?)?;
            Some(format!("{}={}", word(&issue.id), word(&option.id)))
        })
        .map(|settled| settled.unwrap_or_else(|| "%".into()))
}

fn tree(text: &mut String, cases: &Tree) {
    match cases {
        Tree::Leaf(weights) => words(text, "leaf", weights.iter()),
        Tree::Branch { variable, cases } => {
            line(text, &format!("case {variable} {}", cases.len()));
            cases.iter().for_each(|case| tree(text, case));
        }
    }
}
