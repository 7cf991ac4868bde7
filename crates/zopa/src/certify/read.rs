//! Reading a certificate, strictly.

use super::fingerprint::{digest, fingerprint, word};
use super::write::unsealed;
use super::{Flaw, MAX_DEPTH};
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome};
use crate::solve::certificate::{Certificate, Mixture, Proof, Tree, Verdict};
use num_bigint::BigInt;
use num_traits::{Pow, Zero};
use std::str::FromStr;

/// The longest number, in characters; longer ones would take long to read.
const MAX_NUMBER: usize = 200_000;

/// Reads a certificate that belongs to a negotiation.
///
/// # Errors
/// Anything that [`write`](super::write()) would have put in another way, with its line.
pub fn read(text: &str, negotiation: &Negotiation) -> Result<Certificate, Vec<Flaw>> {
    read_of(text, negotiation, &fingerprint(negotiation))
}

/// Reads like [`read`], where the negotiation's fingerprint is known.
pub(super) fn read_of(text: &str, negotiation: &Negotiation, fingerprint: &str) -> Result<Certificate, Vec<Flaw>> {
    let reader = Reader { text, lines: text.split('\n'), number: 0, negotiation, fingerprint };
    reader.certificate().map_err(|flaw| vec![flaw])
}

struct Reader<'a> {
    text: &'a str,
    lines: std::str::Split<'a, char>,
    /// The number of the line read last, from 1.
    number: usize,
    negotiation: &'a Negotiation,
    fingerprint: &'a str,
}

impl<'a> Reader<'a> {
    fn flaw<T>(&self, problem: impl Into<String>, remedy: impl Into<String>) -> Result<T, Flaw> {
        Err(Flaw { line: Some(self.number), problem: problem.into(), remedy: remedy.into() })
    }

    /// A flaw of the form; whoever changed the file must have it written again.
    fn malformed<T>(&self, problem: impl Into<String>) -> Result<T, Flaw> {
        self.flaw(problem, "use the file as zopa wrote it")
    }

    /// The rest of the next line, which must begin with a word.
    fn line(&mut self, first: &str) -> Result<&'a str, Flaw> {
        self.number += 1;
        let line = self.lines.next().unwrap_or("");
        match line.strip_prefix(first) {
            Some("") => Ok(""),
            Some(rest) if rest.starts_with(' ') => Ok(&rest[1..]),
            _ => self.malformed(format!("a line that begins with `{first}` belongs here")),
        }
    }

    /// The first word of the next line, without going on to it.
    fn peek(&self) -> &'a str {
        let line = self.lines.clone().next().unwrap_or("");
        line.split(' ').next().unwrap_or("")
    }

    fn certificate(mut self) -> Result<Certificate, Flaw> {
        if self.text.split('\n').next() != Some("zopa certificate 1") {
            self.number = 1;
            return self.malformed("this is not a certificate that this version of zopa knows");
        }
        self.line("zopa")?;
        let expected = self.fingerprint;
        if self.line("negotiation")? != expected {
            let remedy = "check it with the negotiation that it was made for, or solve this one";
            return self.flaw("the certificate belongs to another negotiation, or to another state of it", remedy);
        }
        let certificate = self.body()?;
        let before = unsealed(&certificate, expected, self.negotiation);
        self.seal(&before)?;
        Ok(certificate)
    }

    fn body(&mut self) -> Result<Certificate, Flaw> {
        let solution = self.line("solution")?;
        let weights = self.line("weights")?;
        let weights = self.words(weights, Self::fraction)?;
        let verdict = match self.line("verdict")? {
            "optimum" => {
                let value = self.value("value")?;
                let outcome = self.line("outcome")?;
                Verdict::Optimum { outcome: self.outcome(outcome)?, value }
            }
            "mixture" => {
                let (value, bound) = (self.value("value")?, self.value("bound")?);
                Verdict::Mixture { mixture: self.packages()?, value, bound }
            }
            "empty" => Verdict::Empty,
            _ => return self.malformed("a verdict is `optimum`, `mixture` or `empty`"),
        };
        let n_ideals = self.line("ideals")?;
        let n_ideals = self.whole::<usize>(n_ideals)?;
        let ideals = (0..n_ideals).map(|_| self.packages()).collect::<Result<_, _>>()?;
        let order = self.line("order")?;
        let order = self.words(order, Self::whole)?;
        let loose = self.line("loose")?;
        let loose = self.words(loose, Self::whole)?;
        let n_proofs = self.line("proofs")?;
        let n_proofs = self.whole::<usize>(n_proofs)?;
        let proofs = (0..n_proofs).map(|_| self.proof()).collect::<Result<_, _>>()?;
        Ok(Certificate { solution: solution.into(), weights, verdict, ideals, order, loose, proofs })
    }

    /// The last line, and that all lines before are as they would be written.
    fn seal(&mut self, before: &str) -> Result<(), Flaw> {
        let stated = self.line("seal")?;
        let written = self.text.split('\n').zip(before.split('\n')).position(|(found, proper)| found != proper);
        let n_before = before.matches('\n').count();
        if let Some(differs) = written.filter(|&index| index < n_before) {
            self.number = differs + 1;
            return self.malformed("the line is not in its canonical form");
        }
        if stated != digest(before.as_bytes()) {
            return self.flaw("the seal does not fit the lines before", "get the file again, it was changed");
        }
        if self.text.strip_prefix(before) == Some(&format!("seal {stated}\n")) {
            return Ok(());
        }
        self.malformed("the file must end with the line of the seal")
    }

    fn words<T>(&self, text: &str, parse: impl Fn(&Self, &str) -> Result<T, Flaw>) -> Result<Vec<T>, Flaw> {
        if text.is_empty() { Ok(Vec::new()) } else { text.split(' ').map(|word| parse(self, word)).collect() }
    }

    fn whole<T: FromStr>(&self, word: &str) -> Result<T, Flaw> {
        if word.len() <= MAX_NUMBER
            && let Ok(number) = word.parse()
        {
            return Ok(number);
        }
        self.malformed("a whole number belongs here, or this one is too large")
    }

    fn value(&mut self, first: &str) -> Result<Rational, Flaw> {
        let word = self.line(first)?;
        self.fraction(word)
    }

    /// A decimal or a fraction.
    fn fraction(&self, word: &str) -> Result<Rational, Flaw> {
        if let Some((numerator, denominator)) = word.split_once('/') {
            let (numerator, denominator) = (self.whole::<BigInt>(numerator)?, self.whole::<BigInt>(denominator)?);
            if denominator.is_zero() {
                return self.malformed("a fraction divides by zero");
            }
            return Ok(Rational::new(numerator, denominator));
        }
        let places = word.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        // Longer decimals are written as fractions.
        if places > 30 {
            return self.malformed("a decimal has too many places");
        }
        let digits = self.whole::<BigInt>(&word.replacen('.', "", 1))?;
        Ok(Rational::new(digits, BigInt::from(10).pow(places)))
    }

    fn packages(&mut self) -> Result<Mixture, Flaw> {
        let n = self.line("packages")?;
        let n = self.whole::<usize>(n)?;
        (0..n).map(|_| self.package()).collect()
    }

    fn package(&mut self) -> Result<(Outcome, Rational), Flaw> {
        let line = self.line("share")?;
        let (share, settlement) = line.split_once(' ').unwrap_or((line, ""));
        Ok((self.outcome(settlement)?, self.fraction(share)?))
    }

    /// `issue=option` for every issue in order.
    fn outcome(&self, text: &str) -> Result<Outcome, Flaw> {
        let mut settled = text.split(' ');
        let mut options = Vec::new();
        for issue in self.negotiation.issues() {
            let own = settled.next().and_then(|word| word.split_once('='));
            let option = own.filter(|(id, _)| *id == word(&issue.id)).map(|(_, option)| option);
            let index = option.and_then(|option| issue.options.iter().position(|o| word(&o.id) == option));
            match index {
                Some(index) => options.push(index),
                None => {
                    return self.malformed(format!("the package does not settle issue `{}` in its place", issue.id));
                }
            }
        }
        if settled.next().is_some() {
            self.malformed("the package settles more than there is")
        } else {
            Ok(Outcome(options))
        }
    }

    fn proof(&mut self) -> Result<Proof, Flaw> {
        match self.peek() {
            "support" => {
                let weights = self.line("support")?;
                Ok(Proof::Support(self.words(weights, Self::whole)?))
            }
            "stages" => {
                let n = self.line("stages")?;
                let n = self.whole::<usize>(n)?;
                Ok(Proof::Stages((0..n).map(|_| self.tree(0)).collect::<Result<_, _>>()?))
            }
            _ => match self.line("tree")? {
                "" => Ok(Proof::Direct(self.tree(0)?)),
                _ => self.malformed("nothing follows the word `tree`"),
            },
        }
    }

    fn tree(&mut self, depth: usize) -> Result<Tree, Flaw> {
        if self.peek() == "leaf" {
            let weights = self.line("leaf")?;
            return Ok(Tree::Leaf(self.words(weights, Self::whole)?));
        }
        let numbers = self.line("case")?;
        let [variable, n] = self.words(numbers, Self::whole::<usize>)?[..] else {
            return self.malformed("a case names a variable and the number of its values");
        };
        if depth == MAX_DEPTH {
            return self.malformed(format!("cases are nested more than {MAX_DEPTH} deep"));
        }
        let cases = (0..n).map(|_| self.tree(depth + 1)).collect::<Result<_, _>>()?;
        Ok(Tree::Branch { variable, cases })
    }
}
