//! The file that somebody takes away, and its verifier.
//!
//! A file holds lines of JSON: a head that names room and key, then the entries in the order of acts, and behind
//! the entries of each act the checkpoints that were signed over them. A last line signs the file as a whole, so that the
//! order of lines holds too. Every line stands as this program writes it, byte for byte: no changed byte passes.

use super::super::fact::Entry;
use super::super::ledger::Ledger;
use super::super::room::Room;
use super::checkpoint::{Checkpoint, Signer, VerifyingKey, origin};
use super::leaf::Sealed;
use super::tree::{Hash, Tree};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// A line of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Line {
    /// What the file is.
    Log {
        /// The version of its form: 1.
        version: u32,
        /// The room.
        room: String,
        /// The key that signed its checkpoints.
        key: String,
        /// Whether every ledger of the room is in it, so that the whole room can be restored.
        whole: bool,
    },
    /// An entry.
    Entry(Sealed),
    /// A checkpoint over the entries of a ledger so far.
    Checkpoint {
        /// Which ledger.
        ledger: Ledger,
        /// The signed note.
        note: String,
    },
    /// The end of the file.
    End {
        /// A signed note over the bytes of all lines before, with their number as its size.
        note: String,
    },
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Book {
    /// The room.
    pub room: String,
    /// The key that signed its checkpoints.
    pub key: VerifyingKey,
    /// Whether every ledger of the room is in it.
    pub whole: bool,
    /// Its entries as they are kept, in the order of acts.
    pub entries: Vec<Sealed>,
    /// Its checkpoints, each with its ledger, the size that it covers, and how many of all entries stand before it.
    pub checkpoints: Vec<(Ledger, u64, usize, String)>,
}

/// What was verified.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The file.
    pub book: Book,
    /// Ledger by ledger: how many entries hold, and how many of them were erased.
    pub ledgers: Vec<(Ledger, u64, u64)>,
    /// The roots of all sizes of each ledger, for comparison with earlier checkpoints.
    roots: BTreeMap<String, Vec<Hash>>,
}

/// What does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, counted from 1.
    pub line: usize,
    /// The ledger and entry, where it lies in one.
    pub place: Option<(Ledger, u64)>,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.place {
            Some((ledger, index)) => write!(f, "line {}: ledger {ledger}, entry {index}: {}", self.line, self.problem),
            None => write!(f, "line {}: {}", self.line, self.problem),
        }
    }
}

/// Writes lines as a file, and signs its end.
#[must_use]
pub fn write(room: &str, lines: &[Line], signer: &Signer) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(&serde_json::to_string(line).unwrap_or_default());
        text.push('\n');
    }
    let note = signer.sign(&end(room, lines.len() as u64, &text));
    text + &serde_json::to_string(&Line::End { note }).unwrap_or_default() + "\n"
}

/// What is signed over a file.
fn end(room: &str, size: u64, text: &str) -> Checkpoint {
    Checkpoint { origin: format!("zopa/{room}/file"), size, root: Sha256::digest(text.as_bytes()).into() }
}

/// Reads and verifies a file.
///
/// # Errors
/// Everything that does not hold, at most one fault for a ledger, as whatever follows it is not to be trusted.
pub fn check(text: &str) -> Result<Checked, Vec<Fault>> {
    let mut reading = Reading::default();
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        reading.read(number, line, &text[..at]);
        at += line.len();
    }
    reading.finish(text.lines().count() + 1)
}

#[derive(Default)]
struct Reading {
    head: Option<(String, VerifyingKey, bool)>,
    sealed: Vec<Sealed>,
    checkpoints: Vec<(Ledger, u64, usize, String)>,
    trees: BTreeMap<Ledger, Tree>,
    roots: BTreeMap<String, Vec<Hash>>,
    /// How many entries the last checkpoint covers.
    covered: BTreeMap<Ledger, u64>,
    last_lines: BTreeMap<Ledger, usize>,
    entries: Vec<(usize, Entry)>,
    /// The line that ends the file.
    end: Option<usize>,
    faults: Vec<Fault>,
    broken: Vec<Ledger>,
}

impl Reading {
    fn fault(&mut self, line: usize, place: Option<(Ledger, u64)>, problem: impl Into<String>) {
        if let Some((ledger, _)) = &place {
            if self.broken.contains(ledger) {
                return;
            }
            self.broken.push(ledger.clone());
        }
        if self.faults.len() < 100 {
            self.faults.push(Fault { line, place, problem: problem.into() });
        }
    }

    fn read(&mut self, number: usize, text: &str, before: &str) {
        if let Some(end) = self.end {
            return self.fault(number, None, format!("the file ends on line {end}; this was added"));
        }
        let parsed: Line = match serde_json::from_str(text.trim_end_matches('\n')) {
            Ok(line) => line,
            Err(error) => {
                let column = error.column();
                return self.fault(number, None, format!("cannot be read at column {column}: {error}"));
            }
        };
        let place = match &parsed {
            Line::Entry(sealed) => Some((sealed.ledger.clone(), sealed.index)),
            _ => None,
        };
        if serde_json::to_string(&parsed).map(|line| line + "\n").ok().as_deref() != Some(text) {
            return self.fault(
                number,
                place,
                "does not stand as it was written: bytes were added, removed or reordered",
            );
        }
        match parsed {
            Line::Log { version, room, key, whole } => self.head(number, version, room, &key, whole),
            Line::Entry(sealed) => self.entry(number, sealed),
            Line::Checkpoint { ledger, note } => self.checkpoint(number, ledger, note),
            Line::End { note } => self.end(number, &note, before),
        }
    }

    fn end(&mut self, number: usize, note: &str, before: &str) {
        self.end = Some(number);
        let Some((room, key, _)) = &self.head else { return };
        let problem = match Checkpoint::verify(note, key) {
            Err(problem) => Some(problem),
            Ok(signed) if signed != end(room, number as u64 - 1, before) => {
                Some("what was signed as the whole file is another: lines were altered, removed or reordered".into())
            }
            Ok(_) => None,
        };
        if let Some(problem) = problem {
            self.fault(number, None, problem);
        }
    }

    fn head(&mut self, number: usize, version: u32, room: String, key: &str, whole: bool) {
        if number != 1 {
            return self.fault(number, None, "a second head; each file has one, on its first line");
        }
        if version != 1 {
            return self.fault(number, None, format!("the file has form {version}; this program reads form 1"));
        }
        match VerifyingKey::read(key) {
            Ok(key) => self.head = Some((room, key, whole)),
            Err(problem) => self.fault(number, None, problem),
        }
    }

    fn entry(&mut self, number: usize, sealed: Sealed) {
        let place = Some((sealed.ledger.clone(), sealed.index));
        let tree = self.trees.entry(sealed.ledger.clone()).or_default();
        if sealed.index != tree.size() {
            let expected = tree.size();
            return self.fault(
                number,
                place,
                format!("entry {expected} was to follow: entries are missing or out of order"),
            );
        }
        match sealed.open() {
            Ok(Some(entry)) => self.entries.push((number, entry)),
            Ok(None) => {}
            Err(problem) => self.fault(number, place, problem),
        }
        let Some(tree) = self.trees.get_mut(&sealed.ledger) else { return };
        tree.push(sealed.computed_leaf());
        let root = tree.root();
        let room = self.head.as_ref().map(|(room, ..)| room.as_str()).unwrap_or_default();
        self.roots.entry(origin(room, &sealed.ledger)).or_default().push(root);
        self.last_lines.insert(sealed.ledger.clone(), number);
        self.sealed.push(sealed);
    }

    fn checkpoint(&mut self, number: usize, ledger: Ledger, note: String) {
        let Some((room, key, _)) = &self.head else { return };
        let tree = self.trees.entry(ledger.clone()).or_default();
        let covered = self.covered.get(&ledger).copied().unwrap_or(0);
        let place = Some((ledger.clone(), covered));
        let problem = match Checkpoint::verify(&note, key) {
            Err(problem) => Some(problem),
            Ok(checkpoint) if checkpoint.origin != origin(room, &ledger) => {
                Some(format!("its checkpoint belongs to {}", checkpoint.origin))
            }
            Ok(checkpoint) if checkpoint.size != tree.size() => {
                Some(format!("its checkpoint covers {} entries, and {} are here", checkpoint.size, tree.size()))
            }
            Ok(checkpoint) if checkpoint.root != tree.root() => {
                Some("the checkpoint signed over it has another root: an entry from here on was altered".into())
            }
            Ok(_) => None,
        };
        let size = tree.size();
        if let Some(problem) = problem {
            self.fault(number, place, problem);
        }
        self.covered.insert(ledger.clone(), size);
        self.checkpoints.push((ledger, size, self.sealed.len(), note));
    }

    fn finish(mut self, end: usize) -> Result<Checked, Vec<Fault>> {
        let Some((room, key, whole)) = self.head.clone() else {
            if self.faults.is_empty() {
                self.fault(1, None, "this is not a log of a room: its first line must be the head");
            }
            return Err(self.faults);
        };
        let trees = std::mem::take(&mut self.trees);
        for (ledger, tree) in &trees {
            let covered = self.covered.get(ledger).copied().unwrap_or(0);
            if covered != tree.size() {
                let line = self.last_lines.get(ledger).copied().unwrap_or(end);
                let place = Some((ledger.clone(), covered));
                self.fault(line, place, "no signed checkpoint covers it: the file was cut off, or entries were added");
            }
        }
        if self.end.is_none() {
            self.fault(end, None, "the line that signs the file is missing: the file was cut off");
        }
        if self.faults.is_empty() && whole {
            self.fold(end);
        }
        if !self.faults.is_empty() {
            self.faults.sort_by_key(|fault| fault.line);
            return Err(self.faults);
        }
        let erased_in = |ledger: &Ledger| {
            let own = self.sealed.iter().filter(|sealed| sealed.ledger == *ledger);
            own.filter(|sealed| sealed.fact.is_none()).count() as u64
        };
        let ledgers = trees.iter().map(|(ledger, tree)| (ledger.clone(), tree.size(), erased_in(ledger))).collect();
        let book = Book { room, key, whole, entries: self.sealed, checkpoints: self.checkpoints };
        Ok(Checked { book, ledgers, roots: self.roots })
    }

    /// A whole log must also be one that a room can have written.
    fn fold(&mut self, end: usize) {
        let entries = std::mem::take(&mut self.entries);
        if self.sealed.iter().any(|sealed| sealed.fact.is_none()) {
            return;
        }
        let mut room = match Room::fold([]) {
            Ok(room) => room,
            Err(broken) => return self.fault(end, None, broken.to_string()),
        };
        for (line, entry) in &entries {
            if let Err(broken) = room.apply(entry) {
                return self.fault(*line, Some((broken.ledger, broken.index)), broken.problem);
            }
        }
    }
}

impl Checked {
    /// Compares with a checkpoint from earlier, or from somebody else who reads the same ledger.
    ///
    /// # Errors
    /// The two do not belong to one history: the log was rolled back, or it is a fork.
    pub fn continues(&self, note: &str) -> Result<Checkpoint, String> {
        let checkpoint = Checkpoint::verify(note, &self.book.key)?;
        let Some(roots) = self.roots.get(&checkpoint.origin) else {
            return Err(format!("the file has no ledger {}", checkpoint.origin));
        };
        if checkpoint.size > roots.len() as u64 {
            return Err(format!(
                "{} had {} entries when the checkpoint was signed, and has {} here: the log was rolled back",
                checkpoint.origin,
                checkpoint.size,
                roots.len()
            ));
        }
        let index = usize::try_from(checkpoint.size).ok().and_then(|size| size.checked_sub(1));
        if index.is_some_and(|index| roots.get(index) != Some(&checkpoint.root)) {
            return Err(format!(
                "the first {} entries of {} have another root than the checkpoint says: these are two different logs",
                checkpoint.size, checkpoint.origin
            ));
        }
        Ok(checkpoint)
    }
}
