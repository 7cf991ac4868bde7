//! Whether a text for the public repeats what is not public.

use super::fact::{Body, Level};
use super::state::State;
use super::view::View;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

/// So many words in a row are a quotation; fewer come together by chance.
const RUN: usize = 5;

/// A place of a text that repeats something that is not public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leak {
    /// The words, as they stand in the text.
    pub words: String,
    /// Where they come from, as far as the reader knows.
    pub from: String,
}

/// The places of a text that repeat something which the viewer knows and the public does not.
#[must_use]
pub fn leaks(view: &View, text: &str) -> Vec<Leak> {
    leaks_in(view.state, text)
}

pub(super) fn leaks_in(state: &State, text: &str) -> Vec<Leak> {
    let mut public = HashSet::new();
    let mut secret = HashMap::new();
    for (source, is_public, words) in sources(state) {
        let words = split(words);
        // What is shorter than a run counts as a whole.
        for run in words.windows(RUN.min(words.len()).max(3)) {
            let run: Vec<String> = run.iter().map(|word| word.plain.clone()).collect();
            if is_public {
                public.insert(run);
            } else {
                secret.entry(run).or_insert_with(|| source.clone());
            }
        }
    }
    let names = state.seats.values().map(|seated| {
        let name = split(&seated.seat.name).into_iter().map(|word| word.plain).collect();
        (name, "the name of somebody in the room".to_string())
    });
    secret.extend(names);
    secret.retain(|run, _| !run.is_empty() && !public.contains(run));
    found(text, &secret)
}

/// The longest stretches that consist of secret runs.
fn found(text: &str, secret: &HashMap<Vec<String>, String>) -> Vec<Leak> {
    let words = split(text);
    // The longest first, so that a stretch is told by where most of it comes from, each time alike.
    let lengths: BTreeSet<Reverse<usize>> = secret.keys().map(|run| Reverse(run.len())).collect();
    let mut stretches: Vec<(usize, usize, &String)> = Vec::new();
    for begin in 0..words.len() {
        for length in lengths.iter().map(|length| length.0).filter(|length| begin + length <= words.len()) {
            let run: Vec<String> = words[begin..begin + length].iter().map(|word| word.plain.clone()).collect();
            let Some(source) = secret.get(&run) else { continue };
            match stretches.last_mut() {
                Some((_, end, of)) if begin < *end && *of == source => *end = (*end).max(begin + length),
                Some((_, end, _)) if begin + length <= *end => {}
                _ => stretches.push((begin, begin + length, source)),
            }
        }
    }
    let leak = |(begin, end, from): (usize, usize, &String)| Leak {
        words: text[words[begin].at..words[end - 1].until].to_string(),
        from: from.clone(),
    };
    stretches.into_iter().map(leak).collect()
}

/// Everything that the reader knows in words: what it is, whether the public knows it, the words.
fn sources(state: &State) -> Vec<(String, bool, &str)> {
    let mut sources = Vec::new();
    for (version, _) in &state.versions {
        for point in &version.points {
            sources.push((format!("point {} of version {}", point.label, version.number), false, point.text.as_str()));
        }
        sources.push((format!("the note on version {}", version.number), false, version.note.as_str()));
    }
    for held in state.held_in_order() {
        let (owner, is_public) = (state.name_of(&held.item.owner), held.item.level == Level::Public);
        let mut add = |what: String, words| sources.push((what, is_public, words));
        match &held.item.body {
            Body::Mark(mark) => {
                add(format!("the mark of {owner} on point {}", mark.point), mark.words.as_str());
                add(format!("the reason of {owner} on point {}", mark.point), &mark.reason);
            }
            Body::Amendment(amendment) => {
                add(format!("an amendment of {owner} to point {}", amendment.point), &amendment.words);
                add(format!("the reason of {owner} for an amendment to point {}", amendment.point), &amendment.reason);
            }
            Body::Message(message) => add(format!("a message of {owner}"), &message.words),
            Body::Answer(answer) => add(format!("an answer of {owner}"), &answer.words),
            Body::Minutes(paper) | Body::Communique(paper) => {
                add(format!("\"{}\"", paper.title), &paper.words);
                add(format!("\"{}\"", paper.title), &paper.title);
            }
            Body::Values(_) => {}
        }
    }
    for known in state.signals.values() {
        sources.push(("a question to parties".into(), false, &known.signal.words));
    }
    sources
}

/// A word: in small letters, and where it stands.
struct Word {
    plain: String,
    at: usize,
    until: usize,
}

fn split(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_inside = false;
    for (at, character) in text.char_indices() {
        if character.is_alphanumeric() {
            if !is_inside {
                words.push(Word { plain: String::new(), at, until: at });
            }
            if let Some(word) = words.last_mut() {
                word.plain.extend(character.to_lowercase());
                word.until = at + character.len_utf8();
            }
        }
        is_inside = character.is_alphanumeric() || (is_inside && matches!(character, '\'' | '’'));
    }
    words
}
