//! A talks file to begin from: one issue for each point, the drafts' words as its options.

use super::{Aligned, Proposal, Worded};
use crate::format::toml_text;
use std::collections::HashSet;
use std::fmt::Write;

/// The most letters of a short name made from words, and the most words.
const MAX_NAME: usize = 40;
const MAX_WORDS: usize = 4;

/// The most words of a title made from those of a point.
const TITLE_WORDS: usize = 9;

/// The proposal as a commented talks file. Without names of parties, two stand in their places.
#[must_use]
pub fn starter(proposal: &Proposal, parties: &[String]) -> String {
    let drafts = draft_names(proposal);
    let mut text = String::new();
    let from: Vec<&str> = proposal.drafts.iter().map(|draft| draft.name.as_str()).collect();
    let title = proposal.drafts.iter().find_map(|draft| draft.title.clone());
    let title = title.unwrap_or_else(|| from.join(", "));
    let _ = writeln!(
        text,
        "# Begun from: {}.\n#\n# Every point is an issue, and what a draft says about it is an option. Go through the points: give them\n\
         # titles, split a point that settles several things, and add the options that nobody has written yet.\n\
         # Then say what the parties want: zopa convert writes a workbook for each of them.\n",
        comment(&from.join(", "))
    );
    let _ = writeln!(text, "[talks]\ntitle = {}", toml_text(&title));
    for (draft, name) in proposal.drafts.iter().zip(&drafts) {
        let _ = writeln!(text, "\n[[draft]]\nid = {}", toml_text(name));
        let _ = writeln!(text, "title = {}", toml_text(draft.title.as_deref().unwrap_or(&draft.name)));
        if let Some(date) = draft.date {
            let _ = writeln!(text, "date = {date}");
        }
        draft.preamble.iter().flat_map(|line| line.lines()).for_each(|line| {
            let _ = writeln!(text, "# before the points: {}", comment(line));
        });
        draft.closing.iter().flat_map(|line| line.lines()).for_each(|line| {
            let _ = writeln!(text, "# after the points: {}", comment(line));
        });
    }
    write_parties(parties, &mut text);
    let mut names = HashSet::new();
    for issue in &proposal.issues {
        write_issue(issue, &drafts, &mut names, &mut text);
    }
    text
}

/// A text within a comment, which ends with its line.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn write_parties(parties: &[String], text: &mut String) {
    if parties.is_empty() {
        text.push_str("\n# Who takes part: put the parties here; there may be more than two.\n");
        text.push_str("[[party]]\nid = \"first\"\nname = \"First party\"\n\n[[party]]\nid = \"second\"\nname = \"Second party\"\n");
        return;
    }
    let mut taken = HashSet::new();
    for (index, party) in parties.iter().enumerate() {
        let id = apart(slug(party).unwrap_or_else(|| format!("party-{}", index + 1)), &mut taken);
        let _ = writeln!(text, "\n[[party]]\nid = {}\nname = {}", toml_text(&id), toml_text(party));
    }
}

/// Short names of the drafts, all different.
fn draft_names(proposal: &Proposal) -> Vec<String> {
    let mut taken = HashSet::new();
    let name =
        |(index, name): (usize, &str)| apart(slug(name).unwrap_or_else(|| format!("draft-{}", index + 1)), &mut taken);
    proposal.drafts.iter().map(|draft| draft.name.as_str()).enumerate().map(name).collect()
}

fn write_issue(issue: &Aligned, drafts: &[String], names: &mut HashSet<String>, text: &mut String) {
    let words = issue.wordings.first().map_or("", |wording| wording.words.as_str());
    let title = issue.title.clone().unwrap_or_else(|| shortened(words));
    let id = apart(slug(&title).unwrap_or_else(|| format!("point-{}", issue.number)), names);
    text.push('\n');
    let numbers: Vec<String> = issue.by_number.iter().map(|draft| drafts[*draft].clone()).collect();
    if !numbers.is_empty() {
        let _ = writeln!(text, "# By its number alone, look whether it belongs here: {}", numbers.join(", "));
    }
    if drafts.len() > 1 {
        let silent: Vec<&str> = issue
            .points
            .iter()
            .zip(drafts)
            .filter(|(point, _)| point.is_none())
            .map(|(_, name)| name.as_str())
            .collect();
        if !silent.is_empty() {
            let _ = writeln!(text, "# Left open by: {}", silent.join(", "));
        }
    }
    let _ =
        writeln!(text, "[[issue]]\nid = {}\npoint = {}\ntitle = {}", toml_text(&id), issue.number, toml_text(&title));
    let mut options = HashSet::new();
    for (index, wording) in issue.wordings.iter().enumerate() {
        write_option(index, wording, drafts, &mut options, text);
    }
}

fn write_option(index: usize, wording: &Worded, drafts: &[String], taken: &mut HashSet<String>, text: &mut String) {
    let name = match wording.drafts.first() {
        Some(draft) => drafts[*draft].clone(),
        None => format!("alternative-{}", index + 1),
    };
    let id = apart(name, taken);
    let _ = writeln!(text, "  [[issue.option]]\n  id = {}\n  text = {}", toml_text(&id), toml_text(&wording.words));
    if !wording.drafts.is_empty() {
        let names: Vec<String> = wording.drafts.iter().map(|draft| toml_text(&drafts[*draft])).collect();
        let _ = writeln!(text, "  drafts = [{}]", names.join(", "));
    }
}

/// The first words of a text, as a title.
fn shortened(words: &str) -> String {
    let line = words.lines().next().unwrap_or("");
    let all: Vec<&str> = line.split_whitespace().collect();
    let shown = all.iter().take(TITLE_WORDS).copied().collect::<Vec<_>>().join(" ");
    let shown = shown.trim_end_matches(['.', ',', ';', ':']).to_string();
    if all.len() > TITLE_WORDS { shown + " ..." } else { shown }
}

/// A short name from the first words that say something; none where there are no Latin letters.
fn slug(text: &str) -> Option<String> {
    const EMPTY: [&str; 16] =
        ["a", "an", "and", "at", "be", "by", "for", "in", "is", "of", "on", "shall", "the", "to", "will", "with"];
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').map(|word| {
        let word = word.split(['\'', '’']).next().unwrap_or(word);
        word.chars().filter(char::is_ascii_alphanumeric).collect::<String>()
    });
    let said: Vec<String> =
        words.filter(|word| !word.is_empty() && !EMPTY.contains(&word.as_str())).take(MAX_WORDS).collect();
    let slug: String = said.join("-").chars().take(MAX_NAME).collect();
    let slug = slug.trim_matches('-').to_string();
    (!slug.is_empty()).then_some(slug)
}

/// The name, or with a number behind it where it is taken.
fn apart(name: String, taken: &mut HashSet<String>) -> String {
    let found =
        (1..).map(|n| if n == 1 { name.clone() } else { format!("{name}-{n}") }).find(|name| !taken.contains(name));
    let found = found.unwrap_or(name);
    taken.insert(found.clone());
    found
}
