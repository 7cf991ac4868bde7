//! `zopa import`: numbered drafts as the beginning of talks.

use crate::fault::{Ending, Fault};
use crate::output::{Existing, Output, make_folder, tell, write_file};
use crate::read;
use crate::words::{WIDTH, counted, wrapped};
use clap::Args;
use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use zopa::text::{Aligned, NumberedText, Proposal, align, read_text, starter};

/// Begin talks from numbered drafts in Markdown, plain text or Word
///
/// Shows how each text splits into points, and which points of several drafts belong together, before
/// anything is written. Every point becomes an issue, and the drafts' words its options. Preambles are
/// kept as comments; tables are left out with a warning.
#[derive(Args, Debug)]
pub struct Import {
    /// The texts (.md, .txt, .docx); several drafts of the same talks are laid beside each other
    #[arg(required = true, value_name = "TEXT")]
    texts: Vec<PathBuf>,
    /// The folder of talks to make [default: named after the first text, after asking]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write without asking
    #[arg(long)]
    yes: bool,
    /// A party of the talks, by name; may stand several times
    #[arg(long, value_name = "NAME")]
    party: Vec<String>,
}

/// Reads, shows, asks and writes.
pub fn run(command: &Import) -> Result<Ending, Fault> {
    let drafts = drafts(&command.texts)?;
    let proposal = align(drafts);
    let mut output = Output::new();
    output.words(&shown(&proposal))?;
    output.finish()?;
    let folder = command.out.clone().unwrap_or_else(|| PathBuf::from(&proposal.drafts[0].name));
    if !may_write(command, &folder)? {
        return Ok(Ending::Answered);
    }
    let talks = folder.join("talks.toml");
    make_folder(&folder)?;
    write_file(&talks, starter(&proposal, &command.party).as_bytes(), Existing::Keep)?;
    let shown = folder.display();
    tell(&format!(
        "wrote {}\nGo through it, then send each party its form:\n  zopa convert {shown} form.xlsx --party NAME",
        talks.display()
    ));
    Ok(Ending::Answered)
}

/// All texts, or what is wrong with any of them.
fn drafts(paths: &[PathBuf]) -> Result<Vec<NumberedText>, Fault> {
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match read::source(path).map(|source| read_text(&source)) {
            Ok(Ok((draft, warnings))) => {
                warnings.iter().for_each(|warning| tell(&warning.to_string()));
                drafts.push(draft);
            }
            Ok(Err(found)) => problems.extend(found.iter().map(ToString::to_string)),
            Err(Fault::Input(found)) => problems.extend(found),
            Err(other) => return Err(other),
        }
    }
    if problems.is_empty() { Ok(drafts) } else { Err(Fault::Input(problems)) }
}

/// Whether to write: said beforehand, or asked at a terminal.
fn may_write(command: &Import, folder: &Path) -> Result<bool, Fault> {
    if command.yes || command.out.is_some() {
        return Ok(true);
    }
    if !std::io::stdin().is_terminal() {
        tell("nothing is written: name a folder with --out, or say --yes");
        return Ok(false);
    }
    tell(&format!("Write {}? [y/N]", folder.join("talks.toml").display()));
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.map_err(|error| Fault::input(format!("error: the answer cannot be read: {error}")))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// The split, for a person to look over.
fn shown(proposal: &Proposal) -> String {
    let mut text = String::new();
    if let [draft] = proposal.drafts.as_slice() {
        heading(draft, &mut text);
        for point in &draft.points {
            let title = point.title.as_deref().unwrap_or("");
            let label = format!("{:>4}. ", point.label());
            if title.is_empty() {
                text.push_str(&hanging(&label, &point.words()));
            } else {
                let _ = writeln!(text, "{label}{title}");
                text.push_str(&hanging("      ", &point.words()));
            }
        }
        return text;
    }
    proposal.drafts.iter().for_each(|draft| heading(draft, &mut text));
    let _ = writeln!(text, "\n{} beside each other:", counted(proposal.issues.len(), "issue"));
    proposal.issues.iter().for_each(|issue| beside(issue, proposal, &mut text));
    text
}

fn heading(draft: &NumberedText, text: &mut String) {
    let title = draft.title.as_deref().map(|title| format!(": {title}")).unwrap_or_default();
    let date = draft.date.map(|date| format!(", {date}")).unwrap_or_default();
    let _ = writeln!(text, "{}{title}{date} ({})", draft.name, counted(draft.points.len(), "point"));
    let n_before = draft.preamble.len();
    if n_before > 0 {
        let _ = writeln!(text, "      {} before the points", counted(n_before, "paragraph"));
    }
    if !draft.closing.is_empty() {
        let _ = writeln!(text, "      {} after the points", counted(draft.closing.len(), "paragraph"));
    }
}

/// An issue with what each draft says about it.
fn beside(issue: &Aligned, proposal: &Proposal, text: &mut String) {
    let first = issue.wordings.first().map_or("", |wording| wording.words.as_str());
    let title = issue.title.as_deref().unwrap_or_else(|| first.lines().next().unwrap_or(""));
    let _ = writeln!(text, "\n{}", cut(title));
    for wording in &issue.wordings {
        let names: Vec<String> = wording
            .drafts
            .iter()
            .filter_map(|&draft| {
                let name = &proposal.drafts[draft].name;
                let point = &proposal.drafts[draft].points[issue.points[draft]?];
                let doubt = if issue.by_number.contains(&draft) { " (by its number alone)" } else { "" };
                Some(format!("{name} {}{doubt}", point.label()))
            })
            .collect();
        let names = if names.is_empty() { "an alternative".to_string() } else { names.join(", ") };
        text.push_str(&hanging("  ", &format!("{names}: {}", wording.words.replace('\n', " "))));
    }
    let silent: Vec<&str> = (0..proposal.drafts.len())
        .filter(|&draft| issue.points[draft].is_none())
        .map(|draft| proposal.drafts[draft].name.as_str())
        .collect();
    if !silent.is_empty() {
        let _ = writeln!(text, "  open in {}", silent.join(", "));
    }
}

/// Paragraphs behind a label, lines of their own indented as far.
fn hanging(label: &str, words: &str) -> String {
    let indent = " ".repeat(label.chars().count());
    let lines: String = words.lines().map(|line| wrapped(line, &indent)).collect();
    match lines.strip_prefix(&indent) {
        Some(rest) => format!("{label}{rest}"),
        None => format!("{label}\n"),
    }
}

/// A title on one line.
fn cut(title: &str) -> String {
    if title.chars().count() <= WIDTH {
        return title.to_string();
    }
    title.chars().take(WIDTH - 3).collect::<String>() + "..."
}
