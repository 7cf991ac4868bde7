//! Certificates as files.

use super::claims::valid;
use super::negotiations;
use super::oracle::{Known, SINGLE};
use crate::certify::fingerprint::digest;
use crate::certify::{check, fingerprint, read, write};
use crate::exact::ratio;
use crate::model::Negotiation;
use crate::random::Random;
use num_bigint::BigInt;

/// Valid certificates with their negotiations, one for each solution in turn.
fn files(count: u64) -> Vec<(Negotiation, String)> {
    let file = |(seed, negotiation): (u64, Negotiation)| {
        let known = Known::new(&negotiation);
        let certificate = valid(&known, SINGLE[seed as usize / 3 % SINGLE.len()], &mut Random(seed));
        let text = write(&certificate, &negotiation);
        assert_eq!(read(&text, &negotiation).as_ref(), Ok(&certificate));
        (negotiation, text)
    };
    negotiations(count).map(file).collect()
}

#[test]
fn every_change_of_bytes_is_rejected() {
    let mut random = Random(7);
    let files = files(48);
    for round in 0..10_000 {
        let (negotiation, text) = &files[round % files.len()];
        let mut bytes = text.clone().into_bytes();
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[at] = random.below(128) as u8,
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, b" \n0123456789-./=%ae"[random.below(19)]),
            3 => bytes.truncate(at),
            _ => {
                let other = random.below(bytes.len());
                bytes.swap(at, other);
            }
        }
        let changed = String::from_utf8(bytes).unwrap();
        if changed != *text {
            let flaws = read(&changed, negotiation).expect_err(&changed);
            assert!(flaws.iter().all(|flaw| flaw.line.is_some() && !flaw.remedy.is_empty()), "{flaws:?}");
        }
    }
}

#[test]
fn what_is_accepted_after_a_change_under_a_new_seal_is_true() {
    let mut random = Random(8);
    let files = files(96);
    let mut accepted = 0;
    for round in 0..20_000 {
        let (negotiation, text) = &files[round % files.len()];
        let mut lines: Vec<String> = text.lines().map(String::from).collect();
        lines.pop();
        let line = 2 + random.below(lines.len() - 2);
        match random.below(4) {
            0 => lines[line] = retold(&lines[line], &mut random),
            1 => drop(lines.remove(line)),
            2 => lines.insert(line, lines[line].clone()),
            _ => {
                let other = 2 + random.below(lines.len() - 2);
                lines.swap(line, other);
            }
        }
        let Ok(certificate) = read(&sealed(&lines), negotiation) else { continue };
        if check(&certificate, negotiation).is_ok() {
            accepted += 1;
            assert!(Known::new(negotiation).confirms(&certificate), "{}", sealed(&lines));
        }
    }
    assert!(accepted > 1000, "{accepted}");
}

/// A line with one of its words replaced by something of the kind.
fn retold(line: &str, random: &mut Random) -> String {
    let mut words: Vec<String> = line.split(' ').map(String::from).collect();
    let word = random.below(words.len());
    words[word] = match random.below(4) {
        0 => random.below(4).to_string(),
        1 => random.below(2000).to_string(),
        2 => words[random.below(words.len())].clone(),
        _ => {
            let (from, to) = (random.below(3).to_string(), random.below(3).to_string());
            words[word].replacen(&from, &to, 1)
        }
    };
    words.join(" ")
}

fn sealed(lines: &[String]) -> String {
    let before = lines.join("\n") + "\n";
    format!("{before}seal {}\n", digest(before.as_bytes()))
}

/// A hostile file: the head of a proper one, then these lines, sealed.
fn hostile(lines: &[&str]) -> (Negotiation, String) {
    let negotiation = negotiations(1).next().unwrap().1;
    let head = ["zopa certificate 1".to_string(), format!("negotiation {}", fingerprint(&negotiation))];
    let lines: Vec<String> = head.into_iter().chain(lines.iter().map(|line| (*line).to_string())).collect();
    (negotiation, sealed(&lines))
}

/// Reads a file that must be rejected at a line with words in the message.
fn rejected(lines: &[&str], line: usize, words: &str) {
    let (negotiation, text) = hostile(lines);
    let flaws = read(&text, &negotiation).unwrap_err();
    assert_eq!(flaws[0].line, Some(line), "{flaws:?}");
    assert!(flaws[0].problem.contains(words), "{flaws:?}");
}

#[test]
fn hostile_files_are_rejected_in_bounded_time_and_memory() {
    const HEAD: [&str; 6] = ["solution nash", "weights", "verdict empty", "ideals 0", "order", "loose"];
    let with = |tail: &[&'static str]| HEAD.iter().copied().chain(tail.iter().copied()).collect::<Vec<&str>>();
    rejected(&with(&["proofs 18446744073709551615", "tree", "leaf 1"]), 12, "`tree`");
    rejected(&with(&["proofs 99999999999999999999999"]), 9, "whole number");
    rejected(&with(&["proofs 1", "stages 18446744073709551615", "leaf 1"]), 12, "`case`");
    let nested: Vec<&str> = std::iter::repeat_n("case 0 1", 100_000).collect();
    rejected(&with(&[vec!["proofs 1", "tree"], nested].concat()), 1011, "nested");
    let long = format!("weights {}", "9".repeat(1_000_000));
    rejected(&["solution nash", &long], 4, "whole number");
    rejected(&["solution nash", "weights 1/0"], 4, "zero");
    rejected(
        &["solution nash", "weights 0.50", "verdict empty", "ideals 0", "order", "loose", "proofs 0"],
        4,
        "canonical",
    );
    rejected(
        &["solution nash", "weights 2/4", "verdict empty", "ideals 0", "order", "loose", "proofs 0"],
        4,
        "canonical",
    );
    rejected(&["solution nash", "weights", "verdict maybe"], 5, "verdict");
    rejected(&["solution nash", "weights", "verdict optimum", "value 1", "outcome x=y"], 7, "does not settle");
}

#[test]
fn a_certificate_fits_one_negotiation_only() {
    let all: Vec<(Negotiation, String)> = files(30);
    for (index, (_, text)) in all.iter().enumerate() {
        for (other, (negotiation, _)) in all.iter().enumerate() {
            assert_eq!(read(text, negotiation).is_ok(), index == other);
        }
    }
}

#[test]
fn the_fingerprint_covers_what_matters() {
    let negotiation = negotiations(4).last().unwrap().1;
    let print = |change: &dyn Fn(&mut crate::model::Parts)| {
        let mut parts = negotiation.clone().into_parts();
        change(&mut parts);
        fingerprint(&Negotiation::new(parts).unwrap())
    };
    let own = fingerprint(&negotiation);
    assert_eq!(print(&|parts| parts.title = "another title".into()), own);
    assert_eq!(print(&|parts| parts.issues[0].title = "another title".into()), own);
    assert_ne!(print(&|parts| parts.issues[0].id = "other".into()), own);
    assert_ne!(print(&|parts| parts.issues[0].options[0].id = "other".into()), own);
    assert_ne!(print(&|parts| parts.parties[0].id = "other".into()), own);
    assert_ne!(print(&|parts| parts.preferences[0].reservation_value += ratio(1, 1_000_000_007)), own);
    let without_rules = print(&|parts| parts.rules.clear());
    assert_eq!(without_rules == own, negotiation.rules().is_empty());
}

#[test]
fn identifiers_with_separators_survive() {
    let (_, negotiation) = negotiations(1).next().unwrap();
    let mut parts = negotiation.into_parts();
    parts.issues[0].id = "border = \n100% open\u{2003}é".into();
    parts.issues[0].options[0].id = " =%".into();
    let negotiation = Negotiation::new(parts).unwrap();
    let known = Known::new(&negotiation);
    for solution in SINGLE {
        let certificate = valid(&known, solution, &mut Random(1));
        let text = write(&certificate, &negotiation);
        assert_eq!(read(&text, &negotiation), Ok(certificate));
    }
}

#[test]
fn large_numbers_survive() {
    let (_, negotiation) = negotiations(1).next().unwrap();
    let mut certificate = valid(&Known::new(&negotiation), "nash", &mut Random(1));
    let huge: BigInt = BigInt::from(3).pow(500);
    certificate.weights = vec![num_rational::BigRational::new(-huge.clone(), BigInt::from(7)), huge.clone().into()];
    certificate.proofs.push(crate::solve::certificate::Proof::Support(vec![huge]));
    let text = write(&certificate, &negotiation);
    assert_eq!(read(&text, &negotiation), Ok(certificate));
}
