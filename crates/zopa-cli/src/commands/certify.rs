//! `zopa certify`: check answers without trusting whoever found them.

use crate::fault::{Ending, Fault};
use crate::output::Output;
use crate::read::{self, Talks};
use crate::words::counted;
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Instant;
use zopa::certify::{Checker, Flaw, Limits};
use zopa::solve::certificate::{Certificate, Verdict};

/// Check certificates, by code that shares nothing with the search
///
/// The exit code is 0 if every certificate is accepted, otherwise 1.
#[derive(Args, Debug)]
pub struct Certify {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// Certificates, as solve --certificate writes them
    #[arg(required = true)]
    certificates: Vec<PathBuf>,
}

/// Checks each certificate and says so.
pub fn run(command: &Certify) -> Result<Ending, Fault> {
    let negotiation = command.talks.negotiation()?;
    let checker = Checker::new(&negotiation).map_err(|flaws| Fault::Input(sentences(&flaws)))?;
    let mut output = Output::new();
    let mut ending = Ending::Answered;
    for path in &command.certificates {
        let start = Instant::now();
        match verdict(path, &checker) {
            Ok(what) => {
                let seconds = start.elapsed().as_secs_f64();
                output.words(&format!("{}: accepted\n  {what} in {seconds:.4} s\n", path.display()))?;
            }
            Err(flaws) => {
                ending = Ending::Refused;
                output.words(&format!("{}: rejected\n", path.display()))?;
                for flaw in flaws {
                    output.words(&format!("  {flaw}\n"))?;
                }
            }
        }
    }
    output.finish()?;
    Ok(ending)
}

/// What a certificate proves, or every reason not to believe it.
fn verdict(path: &Path, checker: &Checker) -> Result<String, Vec<String>> {
    let source = read::source(path).map_err(|fault| match fault {
        Fault::Input(messages) => messages,
        Fault::Usage(message) => vec![message],
        Fault::Unread => Vec::new(),
    })?;
    let certificate = checker.read(&source.text()).map_err(|flaws| sentences(&flaws))?;
    let verified = checker.check(&certificate, &Limits::default()).map_err(|flaws| sentences(&flaws))?;
    let proof = format!("{}, {} cases, {} steps", counted(verified.claims, "claim"), verified.cases, verified.steps);
    Ok(format!("{}; {proof}", claim(&certificate)))
}

fn sentences(flaws: &[Flaw]) -> Vec<String> {
    flaws.iter().map(ToString::to_string).collect()
}

fn claim(certificate: &Certificate) -> String {
    let solution = &certificate.solution;
    match &certificate.verdict {
        Verdict::Empty => "no package is acceptable to all".to_string(),
        Verdict::Optimum { value, .. } => {
            format!("{solution}: the package has value {}, and none has more", zopa::exact::write(value))
        }
        Verdict::Mixture { value, bound, .. } if value == bound => {
            format!("{solution}: the mixture has value {}, and none has more", zopa::exact::write(value))
        }
        Verdict::Mixture { value, bound, .. } => format!(
            "{solution}: the mixture has value {}, and none has more than {}",
            zopa::exact::write(value),
            zopa::exact::write(bound)
        ),
    }
}
